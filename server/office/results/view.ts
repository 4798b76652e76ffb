import { atConstantMixture, type Change, changeBetween, type JudgedBy, type Mixture } from '../../../surveys/figures/comparison'
import { agencyMovesSince } from '../../../surveys/figures/findings'
import type { ResponseRates } from '../../../surveys/fielding/dossiers'
import { type ShownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { Topic } from '../../../surveys/figures/topics'
import { speaksOf } from '../../../surveys/figures/published'
import type { AgencyRank, AgencyResult, Figure, NodeResult } from '../../../surveys/figures/results'
import type { FigureNode } from '../../../surveys/figures/row'
import type { NodeSlots, Tally, TallyLayout } from '../../../surveys/figures/tally'
import { headlineOf, nodeLabels } from '../../../surveys/instrument/indicators'
import { theOneCalled } from '../../../surveys/instrument/called'
import { folded } from '../../../surveys/instrument/folding'
import { localised } from '../../../surveys/instrument/language'
import { items, itemsById } from '../../../surveys/instrument/questionnaire'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import type { CampaignRecord } from '../../db/campaigns'
import type { Database } from '../../db/dialect'
import { listPublished, type PublishedFigure } from '../../db/published-figures'
import { tallyLayoutOf, type QuestionnaireSource } from '../../db/questionnaires'
import { listTouchpoints } from '../../db/touchpoints'
import type { CrossAsked, Crossed } from '../../reading/cross'
import type { CommentPool } from '../../reading/comments'
import { readRates } from '../../reading/dossiers'
import { type Filter, ratingsAPersonIn } from '../../reading/filter'
import type { Cut, ReadFigure, Results } from '../../reading/results'
import { type Earlier, readEarlier, readPersonTally, readWholeTally, readWorkspace, type Workspace } from '../../reading/workspace'
import { isShown } from '../../../client/text/numbers'

export type Sources = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** Everything that the results page of one campaign shows. */
export type ResultsView = Workspace & {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  /** Hash of the questionnaire's content. */
  readonly hash: string
  readonly layout: TallyLayout
  readonly filter: Filter
  readonly listing: Listing
  readonly choices: Choices
  /** Campaigns that this one may be compared with, the last before it first. */
  readonly earlier: readonly Earlier[]
  readonly published: readonly PublishedFigure[]
  readonly whole?: Tally | undefined
  /** The same of people: who rated several agencies counts once in what was asked once. */
  readonly people?: Tally | undefined
  /** How many ratings of those shown one person can have given. */
  readonly ratingsAPerson: number
  /** Nothing where dossiers say nothing of what is shown. */
  readonly rates?: ResponseRates | undefined
  /** Undefined for who may not read them. */
  readonly comments?: readonly CommentPool[] | undefined
  /** By which comments are told apart, and the one that is looked at. */
  readonly topics?: readonly Topic[] | undefined
  readonly topic?: string | undefined
  /** Two questions side by side, where the address asks for it. */
  readonly crossed?: { readonly asked: CrossAsked; readonly found: Crossed } | undefined
  readonly labels: ReadonlyMap<string, string>
  /** The node that heads the page and ranks the agencies. */
  readonly headline: NodeSlots['indicator']
  readonly standing: AgencyStanding | undefined
}

/** One figure, and all that is needed to defend it. */
export type FigureView = ReadFigure & Pick<ResultsView, 'record' | 'questionnaire' | 'hash' | 'filter' | 'choices' | 'labels'>

/** As the results show it, with the digits that the agency's rank asks for. */
export const shownIn = ({ questionnaire, result, standing }: FigureView): ShownFigure | null =>
  shownFigures(questionnaire, result, standing?.digits).value

/** Where one agency stands in its block under the same filter. */
export type AgencyStanding = AgencyRank & Pick<AgencyResult, 'block'>

/** What a page of results reads besides the figures of its filter: earlier campaigns (how many at the most), months, channels, rates and published figures. */
export type Needs = {
  readonly earlier: 'all' | 'last' | 'none'
  readonly cuts: readonly Cut[]
  readonly rates: boolean
  /** The sums of all that is shown as one, for profile and drivers. */
  readonly whole: boolean
  readonly published: boolean
}

const everything: Needs = { earlier: 'all', cuts: ['month', 'channel'], rates: true, whole: false, published: true }

/** What is read for a page, or everything. */
export async function loadResults(
  sources: Sources,
  record: CampaignRecord,
  filter: Filter,
  language: string,
  { listing = wholeListing, needs = everything }: { readonly listing?: Listing; readonly needs?: Needs } = {},
): Promise<ResultsView | undefined> {
  const { questionnaire, hash } = await sources.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const headline = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator
  if (!headline) return undefined
  const workspace = await readWorkspace(sources, record, filter, language, needs.cuts)
  return {
    ...workspace,
    record,
    questionnaire,
    hash,
    layout,
    filter,
    listing,
    choices: await readChoices(sources.database, record, questionnaire, language),
    earlier: needs.earlier === 'none' ? [] : await readEarlier(sources, record, filter, needs.earlier === 'last' ? 1 : undefined),
    whole: needs.whole ? await readWholeTally(sources, record, filter) : undefined,
    people: needs.whole ? await readPersonTally(sources, record, filter) : undefined,
    ratingsAPerson: ratingsAPersonIn(questionnaire, record, filter),
    rates: needs.rates ? await readRates(sources, record, filter) : undefined,
    published: needs.published ? await publishedFor(sources.database, record, questionnaire, headline.code, filter.agency) : [],
    labels: nodeLabels(questionnaire, language),
    headline,
    standing: filter.agency === null ? undefined : standingOf(workspace.results, filter.agency),
  }
}

/** The result of one node among many. */
export const nodeOf = <N extends { readonly code: string }>(nodes: readonly N[], code: string): N | undefined =>
  nodes.find((node) => node.code === code)

export const labelOf = ({ labels }: Pick<ResultsView, 'labels'>, code: string): string => labels.get(code) ?? code

/** Everything of the headline's tree but single criteria; the headline stands apart. */
export const headlineParts = ({ layout, headline }: Pick<ResultsView, 'layout' | 'headline'>): readonly string[] =>
  layout.nodes
    .map(({ indicator }) => indicator)
    .filter(({ tree, kind, code }) => tree === headline.tree && kind !== 'item' && kind !== 'option' && code !== headline.code)
    .map(({ code }) => code)

/** What share and level are called: only answers about satisfaction tell how satisfied people are. */
export const figureWords = (tree: NodeResult['tree']) =>
  tree === 'satisfaction' ? ({ share: 'share', level: 'level' } as const) : ({ share: 'shareOther', level: 'levelOther' } as const)

/** Whether an agency has a figure at the head of the page. */
export const isRanked = ({ headline }: Pick<ResultsView, 'headline'>, { nodes }: { readonly nodes: readonly FigureNode[] }): boolean =>
  isShown(nodeOf(nodes, headline.code))

export const campaignTitle = ({ campaign }: Pick<CampaignRecord, 'campaign'>, language: string): string =>
  localised(campaign.title, language)

/** How the headline of an agency changed since the campaign before. */
export function changeOf({ earlier, headline }: ResultsView, { code, nodes }: Pick<AgencyResult, 'code' | 'nodes'>): Change | undefined {
  const [before, after] = [earlier[0]?.agencies.get(code), nodeOf(nodes, headline.code)]
  return before && after ? changeBetween(before, after) : undefined
}

/** The changes of the agencies in the table, judged together. */
export function changesOf({ earlier, results, headline }: ResultsView): {
  readonly changes: ReadonlyMap<string, Change>
  readonly by: JudgedBy
} {
  const { moved, by } = agencyMovesSince(earlier[0]?.agencies ?? new Map(), results.agencies, headline.code)
  return { changes: new Map(moved.map(({ node, change }) => [node.code, change])), by }
}

/** How a figure of the whole page changed since the campaign before. */
export function changeSince(
  { earlier, results }: ResultsView,
  code: string,
  figureOf: (node: NodeResult) => Figure | null,
): Change | undefined {
  const [before, after] = [nodeOf(earlier[0]?.total.nodes ?? [], code), nodeOf(results.total.nodes, code)]
  const figures = before && after ? ([figureOf(before), figureOf(after)] as const) : undefined
  return figures?.[0] && figures[1] ? changeBetween(figures[0], figures[1]) : undefined
}

/** How much of a change of the headline its agencies make, apart from where responses come from; nothing where one agency is read alone. */
export function mixtureOf(
  { earlier, results, headline, filter }: ResultsView,
  whole: Change,
  figureOf: (node: NodeResult) => Figure | null,
): Mixture | undefined {
  const [last] = earlier
  if (!last || filter.agency !== null) return undefined
  const weighed = (node: NodeResult | undefined) => {
    const figure = node && figureOf(node)
    return figure ? { value: figure.value, interval: figure.interval, base: node.base } : undefined
  }
  const now = new Map(results.agencies.map(({ code, nodes }) => [code, nodeOf(nodes, headline.code)]))
  const codes = new Set([...now.keys(), ...last.agencies.keys()])
  return atConstantMixture(
    whole,
    [...codes].map((code) => ({ code, before: weighed(last.agencies.get(code)), after: weighed(now.get(code)) })),
  )
}

/** An agency's name, from this campaign or the last one before. */
export const agencyName = ({ record, earlier }: Pick<ResultsView, 'record' | 'earlier'>, code: string, language: string): string => {
  const found = [record, earlier[0]?.record].flatMap((one) => one?.measured ?? []).find(({ agency }) => agency.code === code)
  return found ? localised(found.agency.name, language) : code
}

function standingOf({ agencies }: Results, code: string): AgencyStanding | undefined {
  const agency = agencies.find((one) => one.code === code)
  return agency
}

export type NamedCode = { readonly value: string; readonly text: string }

/** What a campaign keeps apart besides agencies, months and channels; nothing where it does not. */
export type Choices = { readonly services: readonly NamedCode[]; readonly touchpoints: readonly NamedCode[] }

export async function readChoices(
  database: Database,
  { campaign, breakdowns, measured }: CampaignRecord,
  questionnaire: Questionnaire,
  language: string,
): Promise<Choices> {
  const seen = new Set(measured.map(({ agency }) => agency.code))
  const all = breakdowns.includes('touchpoint') ? await listTouchpoints(database, campaign.code) : []
  const touchpoints = all.filter(({ agencies }) => agencies.some((agency) => seen.has(agency)))
  return {
    services: breakdowns.includes('service') ? servicesOf(questionnaire, language) : [],
    touchpoints: touchpoints.map(({ code, label }) => ({ value: code, text: `${localised(label, language)} (${code})` })),
  }
}

/** A code as it is called, else the code. */
export const nameIn = (choices: readonly NamedCode[], code: string): string => choices.find(({ value }) => value === code)?.text ?? code

function servicesOf(questionnaire: Questionnaire, language: string): readonly NamedCode[] {
  const item = items(questionnaire).find(({ id }) => id === questionnaire.serviceItem)
  return (item?.scale?.options ?? []).map(({ code, label }) => ({ value: code, text: localised(label, language, questionnaire.languages) }))
}

/** What was published before about the headline: of one agency, or of places that are no agency of the campaign, such as the province. */
async function publishedFor(
  database: Database,
  { peers }: CampaignRecord,
  questionnaire: Questionnaire,
  headline: string,
  agency: string | null,
): Promise<readonly PublishedFigure[]> {
  const figures = (await listPublished(database)).filter((figure) => speaksOf(figure, headline, wordsOf(questionnaire, headline)))
  if (figures.length === 0) return []
  const namesOf = ({ agency: { code, name } }: (typeof peers)[number]) => [code, ...Object.values(name)]
  const placed = theOneCalled(peers, namesOf)
  const known = new Set(peers.flatMap(namesOf).map(folded))
  // A place that may be one agency or another is none, and not the province either.
  const placeOf = ({ place }: PublishedFigure) => placed(place)?.agency.code ?? (known.has(folded(place)) ? undefined : null)
  return figures.filter((figure) => placeOf(figure) === agency)
}

/** What a node is called in every language. */
export function wordsOf(questionnaire: Questionnaire, code: string): readonly string[] {
  const node = questionnaire.trees.flatMap(({ nodes }) => nodes).find((one) => one.code === code)
  const label: LocalText | undefined = node?.label ?? itemsById(questionnaire).get(code)?.text
  return Object.values(label ?? {})
}

/** How the table of agencies is ordered, what is looked for in it, whether by block or in one list, and how its factors stand. */
type Listing = {
  readonly sort: string
  readonly find: string
  readonly list: 'blocks' | 'flat'
  readonly cells: 'distances' | 'figures'
}

/** The weakest first: that is where the office has to look. */
const wholeListing: Listing = { sort: '-rank', find: '', list: 'blocks', cells: 'distances' }

/** From the address: `sort` is a column, with `-` in front the other way round. */
export const readListing = (field: (name: string) => string | undefined): Listing => ({
  sort: field('sort')?.trim() || wholeListing.sort,
  find: (field('find') ?? '').trim().slice(0, 100),
  list: field('list') === 'flat' ? 'flat' : 'blocks',
  cells: field('cells') === 'figures' ? 'figures' : 'distances',
})

/** The listing as it stands in an address, what is usual left out. */
export const listingQuery = ({ sort, find, list, cells }: Listing): Readonly<Record<string, string | null>> => ({
  sort: sort === wholeListing.sort ? null : sort,
  find: find === '' ? null : find,
  list: list === wholeListing.list ? null : list,
  cells: cells === wholeListing.cells ? null : cells,
})

/** Whether a name or code holds every word looked for, with or without marks. */
export function isInListing({ find }: Pick<Listing, 'find'>, { code, name }: Pick<AgencyResult, 'code' | 'name'>): boolean {
  if (find === '') return true
  const text = folded(`${name} ${code}`)
  return folded(find)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The sort that a column's head leads to: its own, and once there the other way round. */
export const nextSort = ({ sort }: Listing, column: string): string => (sort === column ? `-${column}` : column)

export const columnOf = ({ sort }: Pick<Listing, 'sort'>): { readonly column: string; readonly sign: 1 | -1 } =>
  sort.startsWith('-') ? { column: sort.slice(1), sign: -1 } : { column: sort, sign: 1 }

/** Agencies in the order asked for; those without the figure stand last, and names settle what is equal. */
export const sorted = (
  view: ResultsView,
  agencies: readonly AgencyResult[],
  listing: Pick<Listing, 'sort'> = view.listing,
): readonly AgencyResult[] => ordered(view, byName(agencies), listing)

/** For each order that a column's head leads to, the codes of the agencies: a script, where there is one, need not ask again. */
export function ordersOf(view: ResultsView, columns: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const named = byName(view.results.agencies)
  const sorts = columns.flatMap((column) => [column, `-${column}`])
  return Object.fromEntries(sorts.map((sort) => [sort, ordered(view, named, { sort }).map(({ code }) => code)]))
}

const byName = (agencies: readonly AgencyResult[]): readonly AgencyResult[] => [...agencies].sort((a, b) => names.compare(a.name, b.name))

/** What is equal stays as it was. */
function ordered(view: ResultsView, named: readonly AgencyResult[], listing: Pick<Listing, 'sort'>): readonly AgencyResult[] {
  const { column, sign } = columnOf(listing)
  if (column === 'name') return sign === 1 ? named : [...named].reverse()
  const keyed = named.map((agency) => ({ agency, key: sortKey(view, agency, column) }))
  return keyed.sort((a, b) => inOrder(a.key, b.key, sign)).map(({ agency }) => agency)
}

function sortKey(view: ResultsView, agency: AgencyResult, column: string): number | null {
  // Across blocks there is no rank, only the figure.
  if (column === 'rank' && view.listing.list === 'blocks') return agency.rank
  if (column === 'rank') return descending(nodeOf(agency.nodes, view.headline.code)?.value)
  if (column === 'responses') return -agency.responses
  return descending(column === 'change' ? changeOf(view, agency)?.difference : nodeOf(agency.nodes, column)?.value)
}

const descending = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : -value)

function inOrder(a: number | null, b: number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return sign * (a - b)
}

const names = new Intl.Collator('vi')
