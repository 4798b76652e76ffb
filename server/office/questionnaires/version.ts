import type { Context } from 'hono'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'

const home = (questionnaire: string): string => `/admin/questionnaires/${encodeURIComponent(questionnaire)}`

type Version = { readonly id: string; readonly version: number }

/** What a version asks. */
export const questionnaireAddress = ({ id, version }: Version): string => `${home(id)}/${version}`

/** What became of a questionnaire, version by version. */
export const historyAddress = (questionnaire: string): string => `${home(questionnaire)}/history`

/** Where a new questionnaire begins as a copy of this version. */
export const copyAddress = ({ id, version }: Version): string => `/admin/new/design?${new URLSearchParams({ from: `${id} ${version}` })}`

/** Where the design of a questionnaire is worked on. */
export const designAddress = (questionnaire: string): string => `/admin/designs/${encodeURIComponent(questionnaire)}`

/** Where somebody looks at it before it is published. */
export const reviewAddress = (questionnaire: string): string => `${designAddress(questionnaire)}/review`

/** Answers about the published version that the address names, or says that there is none. */
export async function withVersion(
  { database }: OfficeDeps,
  c: Context,
  next: (published: PublishedQuestionnaire) => Promise<Response> | Response,
): Promise<Response> {
  const [id, version] = [c.req.param('id') ?? '', c.req.param('version') ?? '']
  const found = (await listQuestionnaires(database)).find(
    ({ questionnaire }) => questionnaire.id === id && String(questionnaire.version) === version,
  )
  return found ? next(found) : noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` })
}

/** A questionnaire as a file to keep, or to begin another one from. */
export function definitionFile(c: Context, questionnaire: Questionnaire, part: 'version' | 'design'): Response {
  const name = `${questionnaire.id}-${part === 'version' ? 'v' : 'draft-'}${questionnaire.version}.json`.replace(/[^\w.-]/g, '_')
  return c.body(`${JSON.stringify(questionnaire, null, 2)}\n`, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  })
}
