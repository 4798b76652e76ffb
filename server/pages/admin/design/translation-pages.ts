import type { Context } from 'hono'
import { designerWords } from '../../../../client/text/designer/both'
import { applyTranslations } from '../../../../surveys/designing/translated-sheet'
import { type Design, saveDesign } from '../../../db/designs'
import { downloadHeaders, streamOf } from '../../../exports/download'
import { readTranslationWorkbook } from '../../../exports/translations/reading'
import { translationWorkbook } from '../../../exports/translations/workbook'
import { xlsx } from '../../../exports/xlsx'
import type { AdminDeps } from '../../admin'
import { sentForm } from '../forms/filled'
import { readerOf } from '../reader'
import { authorOf } from './author'
import { storedOf } from './designer-page'

/** A design's texts as a sheet for a translator: `?from=vi&to=en`. */
export function translationSheet(_: AdminDeps, c: Context, { definition }: Design): Response {
  const { from, to } = pairOf(c, definition.languages)
  const pieces = translationWorkbook(definition, from, to, designerWords(readerOf(c).language))
  return new Response(streamOf(pieces), { headers: downloadHeaders(xlsx, `${definition.id}-${to}`) })
}

/** Takes a translator's sheet into the design as it stands; what cannot be taken is named by its row. */
export async function takenTranslations(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const say = designerWords(readerOf(c).language)
  const bytes = await (await sentForm(c)).file('file')
  const { to } = pairOf(c, design.definition.languages)
  const reading = bytes ? await readTranslationWorkbook(bytes, to) : ({ ok: false, problem: 'empty' } as const)
  if (!reading.ok) return c.json({ code: reading.problem, message: say(`trProblem_${reading.problem}`) }, 422)
  const { draft, changed, refused } = applyTranslations(design.definition, reading.language, reading.entries)
  if (changed === 0) return c.json({ changed, refused, definition: design.definition, revision: design.revision })
  const revision = await saveDesign(deps.database, design, { definition: draft, accepted: design.accepted }, await authorOf(deps, c), new Date(deps.now()).toISOString())
  return revision === undefined ? c.json(storedOf(design), 409) : c.json({ changed, refused, definition: draft, revision })
}

const pairOf = (c: Context, languages: readonly string[]): { readonly from: string; readonly to: string } => {
  const named = (name: string, otherwise: string): string => languages.find((tag) => tag === c.req.query(name)) ?? otherwise
  const from = named('from', languages[0] ?? 'vi')
  return { from, to: named('to', languages.find((tag) => tag !== from) ?? from) }
}
