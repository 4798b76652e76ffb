import { setImmediate as turn } from 'node:timers/promises'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { languages } from '../../../client/text/languages'
import { librarySay, type LibraryWord } from '../../../client/text/library'
import {
  type LibraryPart,
  libraryParts,
  type LibrarySource,
  originFate,
  partOf,
  readyScales,
  readyScalesId,
  searchLibrary,
} from '../../../surveys/designing/library'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import { localDay } from '../../../surveys/instrument/calendar'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import { listCatalogue } from '../../catalogue'
import { findDesign, listDesigns } from '../../db/designs'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { problemOf } from '../../problems'
import type { OfficeDeps } from '../frame/deps'
import { readerOf } from '../frame/reader'

/** What the designer's library asks: what there is, how one questionnaire reads, and what became of where a part is from. */
export const libraryPages = (deps: OfficeDeps, act: MiddlewareHandler): Hono =>
  new Hono()
    .get('/designs/:id/library', act, (c) => found(deps, c))
    .get('/designs/:id/library/source', act, (c) => source(deps, c))
    .get('/designs/:id/library/origin', act, (c) => origin(deps, c))

/** Finds that are shown at once. */
const mostFinds = 60

/** Words that are looked for, in letters. */
const longestSearch = 200

async function found(deps: OfficeDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!(await findDesign(deps.database, id))) return unknown(c)
  const what = partNamed(c.req.query('what'))
  const sources = await sourcesFor(deps, id)
  await turn()
  return c.json(searchLibrary(sources, { words: (c.req.query('q') ?? '').slice(0, longestSearch), what, most: mostFinds }))
}

/** One questionnaire whole but for its figures, so that a part is seen with its scale and with the words of its conditions. */
async function source(deps: OfficeDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!(await findDesign(deps.database, id))) return unknown(c)
  const wanted = (await sourcesFor(deps, id)).find(
    ({ questionnaire, standing }) =>
      questionnaire.id === c.req.query('questionnaire') &&
      String(questionnaire.version) === c.req.query('version') &&
      standing === c.req.query('standing'),
  )
  if (!wanted) return unknown(c)
  return c.json({ ...wanted.questionnaire, trees: [], bandSets: [] } satisfies Questionnaire)
}

/** Where a part was taken from, by name, and whether it reads otherwise there by now. */
async function origin({ database }: OfficeDeps, c: Context): Promise<Response> {
  const [id, item, what] = [c.req.query('questionnaire') ?? '', c.req.query('item') ?? '', partNamed(c.req.query('what'))]
  if (!(await findDesign(database, c.req.param('id') ?? ''))) return unknown(c)
  const versions = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === id)
  const shipped = (await listCatalogue()).find((one) => one.id === id)
  const newest = versions.at(-1)?.questionnaire
  const then = [...versions.map(({ questionnaire }) => questionnaire), ...(shipped ? [shipped] : [])].find(
    ({ version }) => String(version) === c.req.query('version'),
  )
  const later = then && newest && newest.version > then.version ? newest : undefined
  const named = newest ?? shipped ?? (id === readyScalesId ? ready.questionnaire : undefined)
  const standing = versions.some(({ questionnaire }) => questionnaire === then) ? 'published' : 'shipped'
  return c.json({
    title: named?.title ?? {},
    ...(then && later && partOf(then, what, item) ? { standing, later: later.version, fate: originFate(then, later, what, item) } : {}),
  })
}

/** Everything that a design can take from: the ready scales, and all questionnaires but itself, and nothing that asks nobody. What comes with the product stands once, as it was published where it was. */
async function sourcesFor({ database }: OfficeDeps, own: string): Promise<readonly LibrarySource[]> {
  const published = await listQuestionnaires(database)
  const designs = (await listDesigns(database)).filter(({ definition }) => definition.id !== own)
  const isThere = ({ id, version }: Questionnaire): boolean =>
    published.some(({ questionnaire: one }) => one.id === id && one.version === version)
  const all: readonly LibrarySource[] = [
    ...published.map((one) => ({ questionnaire: one.questionnaire, standing: 'published' as const, day: publishedDay(one) })),
    ...designs.map((one) => ({ questionnaire: one.definition, standing: 'draft' as const, day: localDay(Date.parse(one.changedAt)) })),
    ...(await listCatalogue())
      .filter((one) => !isThere(one))
      .map((questionnaire) => ({ questionnaire, standing: 'shipped' as const, day: '' })),
  ]
  return [ready, ...all.filter(({ questionnaire }) => questionnaire.kind === undefined)]
}

const inBoth = (word: LibraryWord): LocalText => Object.fromEntries(languages.map((language) => [language, librarySay(language)(word)]))

const ready = readyScales(scaleLibrary, inBoth('readyScales'), inBoth('readyScalesSource'))

const publishedDay = ({ publishedOn }: PublishedQuestionnaire): string => publishedOn.slice(0, 10)

const partNamed = (text: string | undefined): LibraryPart => libraryParts.find((part) => part === text) ?? 'question'

const unknown = (c: Context): Response => c.json(problemOf('not_found', readerOf(c).language), 404)
