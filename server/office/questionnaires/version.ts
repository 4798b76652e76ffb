import type { Context } from 'hono'
import { mediaNames } from '../../../surveys/designing/pictures'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { eachMedia, mediaSizes } from '../../db/media'
import { bundleOf, definitionText, questionnaireFileLimits } from '../../files/bundle'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'

const home = (questionnaire: string): string => `/admin/questionnaires/${encodeURIComponent(questionnaire)}`

type Version = { readonly id: string; readonly version: number }

/** What a version asks. */
export const questionnaireAddress = ({ id, version }: Version): string => `${home(id)}/${version}`

/** Where a version leaves for other tools. */
export const elsewhereAddress = (version: Version): string => `${questionnaireAddress(version)}/elsewhere`

/** What became of a questionnaire, version by version. */
export const historyAddress = (questionnaire: string): string => `${home(questionnaire)}/history`

/** Where a new questionnaire begins as a copy of this version. */
export const copyAddress = ({ id, version }: Version): string => `/admin/new/design?${new URLSearchParams({ from: `${id} ${version}` })}`

/** Where the design of a questionnaire is worked on. */
export const designAddress = (questionnaire: string): string => `/admin/designs/${encodeURIComponent(questionnaire)}`

/** Where somebody looks at it before it is published. */
export const reviewAddress = (questionnaire: string): string => `${designAddress(questionnaire)}/review`

/** Languages by their names, for a reader of this one. */
export const languageNames = (language: string) => new Intl.DisplayNames([language], { type: 'language' })

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

/** Says of an indicator set that there is nothing to answer. */
export const asksNobody = (c: Context, id: string): Response | Promise<Response> =>
  noticePage(c, 404, 'lostTitle', 'wrong_asks-nobody', { seen: id })

/** A questionnaire as a file to keep, or to begin another one from. */
export function definitionFile(c: Context, questionnaire: Questionnaire, part: 'version' | 'design'): Response {
  return c.body(definitionText(questionnaire), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    ...keptAs(questionnaire, part, 'json'),
  })
}

/** The same with its recordings and pictures; those that are not kept here are not in it. */
export async function bundleFile(
  { database }: OfficeDeps,
  c: Context,
  questionnaire: Questionnaire,
  part: 'version' | 'design',
): Promise<Response> {
  const sizes = await mediaSizes(database, mediaNames(questionnaire))
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size + 1_024, questionnaireFileLimits.definition)
  if (bytes > questionnaireFileLimits.bundle) return noticePage(c, 413, 'bundleTooLargeTitle', 'bundleTooLarge')
  return c.body(bundleOf(questionnaire, eachMedia(database, sizes.keys())), 200, {
    'Content-Type': 'application/x-tar',
    ...keptAs(questionnaire, part, 'tar'),
  })
}

function keptAs({ id, version }: Version, part: 'version' | 'design', ending: string) {
  const name = `${id}-${part === 'version' ? 'v' : 'draft-'}${version}.${ending}`.replace(/[^\w.-]/g, '_')
  return {
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  }
}
