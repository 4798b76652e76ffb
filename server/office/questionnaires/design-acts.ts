import type { Context } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { readDraft } from '../../../surveys/instrument/definition'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { personOf } from '../../access/permission'
import {
  type Accepted,
  approveDesign,
  askApproval,
  type Author,
  type Design,
  findDesign,
  publishDesign,
  saveDesign,
} from '../../db/designs'
import { whole } from '../../db/dialect'
import { type QuestionnaireAct, type QuestionnaireEvent, recordEvents } from '../../db/questionnaires'
import { readFourEyes } from '../../db/settings'
import { problemOf } from '../../problems'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { sentForm, valueOf } from '../frame/form'
import { done, readerOf } from '../frame/reader'
import { acceptedNote, type AcceptedWarning, examined, hindranceOf } from './gates'
import { questionnaireAddress, reviewAddress } from './version'

/** What the designer is told of a design. */
export const storedOf = ({ definition, accepted, revision, changedBy, changedAt }: Design) => ({
  definition,
  accepted,
  revision,
  changedBy,
  changedAt,
})

/** Saves over the revision that was read; what somebody else saved meanwhile is given back instead. */
export async function savedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const { language } = readerOf(c)
  const sent = await sentChange(c)
  if (!sent) return c.json(problemOf('body_malformed', language), 400)
  const { id } = design.definition
  const reading = readDraft(sent.definition)
  if (!reading.ok) return c.json(problemOf('body_invalid', language, reading.problems), 422)
  const { draft: definition } = reading
  if (definition.id !== id) return c.json(problemOf('body_invalid', language, [{ path: 'id', rule: 'id', message: `is not "${id}"` }]), 422)
  if (sent.revision !== design.revision) return c.json(storedOf(design), 409)
  const change = { definition, accepted: sent.accepted }
  const revision = await saveDesign(deps.database, design, change, await authorOf(deps, c), new Date(deps.now()).toISOString())
  if (revision !== undefined) return c.json({ revision })
  const newer = await findDesign(deps.database, id)
  return newer ? c.json(storedOf(newer), 409) : c.json(problemOf('not_found', language), 404)
}

/** What stands when it is newer than the revision that the asker has. */
export const designState = (c: Context, design: Design): Response =>
  c.req.query('since') === String(design.revision) ? c.body(null, 204) : c.json(storedOf(design))

type SentChange = { readonly revision: number; readonly definition: object; readonly accepted: Accepted }

async function sentChange(c: Context): Promise<SentChange | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || !('revision' in body) || !('definition' in body) || !('accepted' in body))
    return undefined
  const { revision, definition, accepted } = body
  if (typeof revision !== 'number' || typeof definition !== 'object' || definition === null || !isAccepted(accepted)) return undefined
  return { revision, definition, accepted }
}

const isAccepted = (value: unknown): value is Accepted =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((reason) => typeof reason === 'string' && reason.length <= 1_000)

/** Publishes the revision that was read, once every gate is open. */
export async function publishedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
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
  return publication === 'overtaken'
    ? overtaken(deps, c, design)
    : c.json(problemOf('design_version_taken', language, [taken(questionnaire)]), 422)
}

async function eventsOf(
  deps: OfficeDeps,
  c: Context,
  questionnaire: Questionnaire,
  accepted: readonly AcceptedWarning[],
): Promise<readonly QuestionnaireEvent[]> {
  const tell = await teller(deps, c, questionnaire)
  return [...accepted.map((one) => tell('accepted', acceptedNote(one))), tell('published')]
}

/** Somebody else saved or published in the meantime. */
async function overtaken({ database }: OfficeDeps, c: Context, { definition }: Design): Promise<Response> {
  const newer = await findDesign(database, definition.id)
  return newer ? c.json(storedOf(newer), 409) : c.json(problemOf('not_found', readerOf(c).language), 404)
}

const taken = ({ version }: Questionnaire) => ({
  path: 'version',
  rule: 'version_taken',
  message: `version ${version} is published with other content`,
})

/** Says that this revision waits for somebody else to approve it. */
export async function askedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const [revision, author, tell] = [await sentRevision(c), await authorOf(deps, c), await teller(deps, c, design.definition)]
  if (revision === undefined && isJson(c)) return c.json(problemOf('body_malformed', readerOf(c).language), 400)
  const asked =
    revision === design.revision &&
    (await both(
      deps,
      () => tell('asked'),
      (within) => askApproval(within, design, author.name),
    ))
  if (isJson(c)) return asked ? c.json({ askedBy: author.name }) : c.json(storedOf(design), 409)
  return asked ? done(c, reviewAddress(design.definition.id), 'done_asked') : noticePage(c, 409, 'approveNotTitle', 'approveMoved')
}

/** Approves this revision, for somebody who did not work on it and who sees it whole. */
export async function approvedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const [revision, author, tell] = [await sentRevision(c), await authorOf(deps, c), await teller(deps, c, design.definition)]
  if (revision !== design.revision) return noticePage(c, 409, 'approveNotTitle', 'approveMoved')
  if (design.authors.includes(author.id)) return noticePage(c, 409, 'approveNotTitle', 'approveOwn')
  const { problems, open } = examined(design)
  if (problems.length + open.length > 0) return noticePage(c, 409, 'approveNotTitle', 'approveUnready')
  const approved = await both(
    deps,
    () => tell('approved'),
    (within) => approveDesign(within, design, author.name),
  )
  return approved ? done(c, reviewAddress(design.definition.id), 'done_approved') : noticePage(c, 409, 'approveNotTitle', 'approveMoved')
}

type Told = ReturnType<Awaited<ReturnType<typeof teller>>>

/** An act that succeeds and what is written down about it, or neither. */
const both = ({ database }: OfficeDeps, told: () => Told, act: (within: OfficeDeps['database']) => Promise<boolean>): Promise<boolean> =>
  whole(database, async (within) => {
    if (!(await act(within))) return false
    await recordEvents(within, [told()])
    return true
  })

/** The revision that somebody acts on, from JSON or a form; undefined when none was sent. */
export async function sentRevision(c: Context): Promise<number | undefined> {
  if (!isJson(c)) {
    const { values } = await sentForm(c)
    return /^\d{1,9}$/.test(valueOf(values, 'revision')) ? Number(valueOf(values, 'revision')) : undefined
  }
  const body: unknown = await c.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && 'revision' in body && typeof body.revision === 'number' ? body.revision : undefined
}

/** Whether the designer asks, and not a form. */
const isJson = (c: Context): boolean => c.req.header('content-type')?.startsWith('application/json') === true

/** Makes the events that the present person causes now. */
export async function teller(deps: OfficeDeps, c: Context, { id, version }: Pick<Questionnaire, 'id' | 'version'>) {
  const [{ name }, at] = [await authorOf(deps, c), new Date(deps.now()).toISOString()]
  return <Act extends QuestionnaireAct>(act: Act, note = ''): QuestionnaireEvent & { readonly act: Act } => ({
    id: crypto.randomUUID(),
    questionnaire: id,
    version,
    at,
    person: name,
    act,
    note,
  })
}

/** Who asks, behind a door that lets nobody else pass. */
export async function authorOf(deps: OfficeDeps, c: Context): Promise<Author> {
  const person = await personOf(deps, c)
  if (!person) throw new Error('a design is only changed by somebody who is known')
  return { id: person.id, name: person.name }
}
