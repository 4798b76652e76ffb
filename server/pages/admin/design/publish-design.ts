import type { Context } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import type { Questionnaire } from '../../../../surveys/schema'
import { publishDesign } from '../../../db/design-ends'
import { type Design, findDesign } from '../../../db/designs'
import type { QuestionnaireEvent } from '../../../db/questionnaire-events'
import { readFourEyes } from '../../../db/settings'
import { problemOf } from '../../../problems'
import type { AdminDeps } from '../../admin'
import { readerOf } from '../reader'
import { questionnaireAddress } from '../versions/addresses'
import { storedOf } from './designer-page'
import { acceptedNote } from './event-notes'
import { type AcceptedWarning, examined, hindranceOf } from './gates'
import { sentRevision } from './sent-revision'
import { teller } from './told'

/** Publishes the revision that was read, once every gate is open. */
export async function publishedDesign(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const { language } = readerOf(c)
  const revision = await sentRevision(c)
  if (revision === undefined) return c.json(problemOf('body_malformed', language), 400)
  if (revision !== design.revision) return c.json(storedOf(design), 409)
  const all = examined(design)
  const hindrance = hindranceOf(all, design, await readFourEyes(deps.database))
  if (hindrance || !all.questionnaire) return c.json(problemOf(hindrance?.code ?? 'design_unfinished', language, hindrance?.details), 422)
  const { questionnaire } = all
  const events = await eventsOf(deps, c, questionnaire, all.accepted)
  const publication = await publishDesign(deps.database, { design, questionnaire, today: localDay(deps.now()), events })
  if (publication === 'published') return c.json({ address: questionnaireAddress(questionnaire) })
  return publication === 'overtaken' ? overtaken(deps, c, design) : c.json(problemOf('design_version_taken', language, [taken(questionnaire)]), 422)
}

async function eventsOf(deps: AdminDeps, c: Context, questionnaire: Questionnaire, accepted: readonly AcceptedWarning[]): Promise<readonly QuestionnaireEvent[]> {
  const tell = await teller(deps, c, questionnaire)
  return [...accepted.map((one) => tell('accepted', acceptedNote(one))), tell('published')]
}

/** Somebody else saved or published in the meantime. */
async function overtaken({ database }: AdminDeps, c: Context, { definition }: Design): Promise<Response> {
  const newer = await findDesign(database, definition.id)
  return newer ? c.json(storedOf(newer), 409) : c.json(problemOf('not_found', readerOf(c).language), 404)
}

const taken = ({ version }: Questionnaire) => ({ path: 'version', rule: 'version_taken', message: `version ${version} is published with other content` })
