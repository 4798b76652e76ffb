import { setImmediate as turn } from 'node:timers/promises'
import type { Campaign } from '../../surveys/fielding/campaign'
import {
  type AgencyMean,
  type CampaignResults,
  campaignResults,
  figuresAhead,
  type KeptFigures,
  meanOverAgencies,
  type PartResult,
  pooledResults,
  populationOf,
  type ResultsInput,
  type AgencyRank,
  standingOf,
} from '../../surveys/figures/results'
import { rangesAmong } from '../../surveys/figures/formulas'
import { daysWithAnswers } from '../../surveys/figures/month'
import type { Ranges } from '../../surveys/figures/sums'
import { addDayScatter, type DayScatter, decodeDays, emptyScatter, type MonthDays, scatterIn } from '../../surveys/figures/days'
import {
  addEncodedSums,
  addEncodedTally,
  addTally,
  decodeTally,
  emptyTally,
  type NodeSlots,
  readableTallies,
  readableTally,
  type Tally,
  type TallyLayout,
} from '../../surveys/figures/tally'
import { headlineOf } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import type { Area, CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { tallyLayoutOf, type QuestionnaireSource } from '../db/questionnaires'
import type { TallyRow } from '../db/tables'
import { inSteps } from '../turns'
import { type Filter, shownBy } from './filter'

/** The same responses cut a second time, beside agencies and blocks. */
export type Cut = 'month' | 'channel'

export type Results = CampaignResults<Filter>

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Results of a campaign from its tallies; the cost does not grow with the number of responses. */
export async function readResults(
  { database, questionnaires }: Deps,
  record: CampaignRecord,
  query: Filter,
  language: string,
  cut?: Cut,
): Promise<Results> {
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const rows = await tallied(database.db, record, query, cut === 'month' ? 'months' : spanOf(query))
  const shown = shownBy(record, query)
  const isShown = ({ agency }: Cutting): boolean => shown.has(agency)
  const parts = cut && readableBy(layout, { ...rows, sums: rows.sums.filter(isShown), days: rows.days.filter(isShown) }, (row) => row[cut])
  const byAgency = readableBy(layout, rows, ({ agency }) => agency)
  const kept: KeptFigures = new WeakMap()
  const input = { ...inputOf(record, query, layout, byAgency, language), questionnaire, kept }
  await turn()
  await inSteps(figuresAhead(input), agenciesAtOnce)
  return campaignResults({ ...input, ...(parts ? { parts: partsOfCut(parts) } : {}) })
}

/** Each takes a fraction of a millisecond. */
const agenciesAtOnce = 20

/** What results are computed from once the tallies of every agency are added up. */
export function inputOf(
  record: CampaignRecord,
  query: Filter,
  layout: TallyLayout,
  byAgency: ReadonlyMap<string, Tally>,
  language: string,
): Omit<ResultsInput<Filter>, 'questionnaire'> {
  const shown = shownBy(record, query)
  const all = record.peers.map(({ agency, population }) => ({
    code: agency.code,
    name: localised(agency.name, language),
    block: agency.block,
    population,
    tally: byAgency.get(agency.code) ?? emptyTally(layout),
  }))
  return { layout, campaign: record.campaign, filter: query, agencies: all.filter(({ code }) => shown.has(code)), peers: all }
}

/** Over which months rows are read: the rows of the whole campaign, or those of single months. */
export type Span = 'whole' | 'months'

export type SumsRow = Pick<TallyRow, 'agency' | 'month' | 'channel' | 'service' | 'touchpoint' | 'writer' | 'sums'>

/** What rows are cut by. */
type Cutting = Pick<SumsRow, 'agency' | 'month' | 'channel'>

/** The tally rows under a filter, and the days of the same responses; `name` says of what campaign and filter. */
export type TalliedRows = { readonly name: string; readonly sums: readonly SumsRow[]; readonly days: readonly SumsRow[] }

export async function tallied(
  db: Database['db'],
  record: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  span: Span,
): Promise<TalliedRows> {
  return {
    name: JSON.stringify([record.campaign.code, query]),
    sums: await sumsRows(db, record, query, span),
    days: await dayRows(db, record, query),
  }
}

/** The days under a filter, a row for each month of an agency and whatever else is kept apart. */
export const dayRows = (
  db: Database['db'],
  record: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  agencies?: readonly string[],
): Promise<readonly SumsRow[]> => rowsUnder(db, 'day_sums', record, query, 'months', agencies)

/** The tally rows of every agency under a filter, or only of those named; the rows of the whole campaign spare adding up its months. */
export const sumsRows = (
  db: Database['db'],
  record: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  span: Span,
  agencies?: readonly string[],
): Promise<readonly SumsRow[]> => rowsUnder(db, 'tallies', record, query, span, agencies)

async function rowsUnder(
  db: Database['db'],
  table: 'tallies' | 'day_sums',
  { campaign }: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  span: Span,
  agencies?: readonly string[],
): Promise<readonly SumsRow[]> {
  let select = db
    .selectFrom(table)
    .select(['agency', 'month', 'channel', 'service', 'touchpoint', 'writer', 'sums'])
    .where('campaign', '=', campaign.code)
    .where('version', '=', campaign.version)
  select =
    span === 'months'
      ? select.where('month', '>=', query.from ?? '0000-01').where('month', '<=', query.to ?? '9999-12')
      : select.where('month', '=', '')
  if (agencies) select = select.where('agency', 'in', agencies)
  if (query.channel !== null) select = select.where('channel', '=', query.channel)
  if (query.service !== null) select = select.where('service', '=', query.service)
  if (query.touchpoint !== null) select = select.where('touchpoint', '=', query.touchpoint)
  return select.execute()
}

/** Rows added up by what they have in common. */
export function sumsBy(layout: TallyLayout, rows: readonly SumsRow[], keyOf: (row: SumsRow) => string): ReadonlyMap<string, Tally> {
  const keys = rows.map(keyOf)
  const distinct = [...new Set(keys)]
  const tallies = readableTallies(layout, distinct.length)
  const sums = new Map(distinct.map((key, index) => [key, tallies[index] ?? readableTally(layout)]))
  for (const [index, row] of rows.entries()) {
    const into = sums.get(keys[index] ?? '')
    if (into) addEncodedTally(layout, into, row.sums, 1)
  }
  return sums
}

/** The same, and behind their sums how the days of each of their agencies scatter. */
export function readableBy(
  layout: TallyLayout,
  { name, sums: rows, days }: TalliedRows,
  keyOf: (row: Cutting) => string,
): ReadonlyMap<string, Tally> {
  const sums = sumsBy(layout, rows, keyOf)
  for (const { key, scatter } of scattersBy(layout, name, days, keyOf)) {
    const into = sums.get(key)
    if (into) addTally(scatterIn(layout, into), scatter)
  }
  return sums
}

type AgencyScatter = { readonly key: string; readonly agency: string; readonly scatter: DayScatter }

/** How the days of each agency scatter in what its rows have in common, in the order of the agencies. */
export function scattersBy(
  layout: TallyLayout,
  name: string,
  rows: readonly SumsRow[],
  keyOf: (row: Cutting) => string,
): readonly AgencyScatter[] {
  const found = new Map<string, { readonly key: string; readonly agency: string; readonly rows: SumsRow[] }>()
  for (const row of rows) {
    const key = keyOf(row)
    const own = `${row.agency} ${key}`
    const one = found.get(own)
    if (one) one.rows.push(row)
    else found.set(own, { key, agency: row.agency, rows: [row] })
  }
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([own, { key, agency, rows: its }]) => ({ key, agency, scatter: scatterOf(layout, `${name} ${own}`, its) }))
}

type KeptScatter = { readonly layout: TallyLayout; readonly rows: readonly SumsRow[]; readonly scatter: DayScatter }

/** 30 MB for 200 agencies, twelve months and four channels; what was asked for longest ago goes. */
const mostScatters = 4_000
const keptScatters = new Map<string, KeptScatter>()

/** Counting the products of an agency's days takes forty times as long as seeing that its days are those of the last time. */
function scatterOf(layout: TallyLayout, name: string, rows: readonly SumsRow[]): DayScatter {
  const known = keptScatters.get(name)
  keptScatters.delete(name)
  const kept = known?.layout === layout && isSame(known.rows, rows) ? known : { layout, rows, scatter: countedScatter(layout, rows) }
  keptScatters.set(name, kept)
  const [oldest] = keptScatters.keys()
  if (oldest !== undefined && keptScatters.size > mostScatters) keptScatters.delete(oldest)
  return kept.scatter
}

const isSame = (some: readonly SumsRow[], others: readonly SumsRow[]): boolean =>
  some.length === others.length &&
  some.every(({ month, sums }, place) => {
    const other = others[place]
    return other !== undefined && other.month === month && Buffer.compare(other.sums, sums) === 0
  })

function countedScatter(layout: TallyLayout, rows: readonly SumsRow[]): DayScatter {
  const scatter = emptyScatter(layout)
  addDayScatter(layout, scatter, monthsOf(layout, rows))
  return scatter
}

/** On how many days the rows of one agency have answers. */
const daysOf = (layout: TallyLayout, rows: readonly SumsRow[]): number =>
  monthsOf(layout, rows).reduce((sum, month) => sum + daysWithAnswers(month), 0)

/** The months of one agency in their order, each over all its rows. */
function monthsOf(layout: TallyLayout, rows: readonly SumsRow[]): readonly MonthDays[] {
  const months = new Map<string, MonthDays>()
  for (const { month, sums } of rows) {
    const known = months.get(month)
    if (known) addEncodedSums(layout, known, sums, 1)
    else months.set(month, decodeDays(layout, sums))
  }
  return [...months].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, days]) => days)
}

export const spanOf = ({ from, to }: Filter): Span => (from === null && to === null ? 'whole' : 'months')

/** Sums as parts of results, in the order of their codes. */
export const partsOfCut = (sums: ReadonlyMap<string, Tally>): readonly { readonly code: string; readonly tally: Tally }[] =>
  [...sums].map(([code, tally]) => ({ code, tally })).sort((a, b) => (a.code < b.code ? -1 : 1))

/** One figure with all that it was computed from. */
export type ReadFigure = {
  readonly layout: TallyLayout
  readonly node: NodeSlots
  readonly result: PartResult['nodes'][number]
  /** Every node under the same filter. */
  readonly all: PartResult
  readonly tally: Tally
  readonly ranges: Ranges
  /** Persons in the population that was sampled, where it is known of each. */
  readonly population: number | undefined
  /** Where the agency stands by this figure; only the headline of a single agency ranks it. */
  readonly standing: AgencyRank | undefined
  /** The days of the agencies that it is pooled from, of those with two or more. */
  readonly agencyDays: number
  /** Over the agencies that it is pooled from; none of a single agency. */
  readonly mean: AgencyMean | undefined
}

/** The figure of an indicator under a filter, as the results have it; undefined where the questionnaire has no such indicator. */
export async function readFigure(
  { database, questionnaires }: Deps,
  record: CampaignRecord,
  query: Filter,
  code: string,
): Promise<ReadFigure | undefined> {
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const node = layout.nodes.find(({ indicator }) => indicator.code === code)
  if (!node) return undefined
  const rows = await tallied(database.db, record, query, spanOf(query))
  const byAgency = readableBy(layout, rows, ({ agency }) => agency)
  const { agencies, peers = [] } = inputOf(record, query, layout, byAgency, 'vi')
  const agencyDays = agencies
    .map(({ code }) =>
      daysOf(
        layout,
        rows.days.filter((row) => row.agency === code),
      ),
    )
    .filter((days) => days > 1)
  const tally = readableTally(layout)
  for (const agency of agencies) addTally(tally, agency.tally)
  // Only a single agency has a place among the others.
  const ranges: Ranges = agencies.length === 1 ? rangesAmong(layout, peers, campaign.threshold) : new Map()
  const all = pooledResults({ layout, campaign }, agencies, ranges)
  const result = all.nodes[layout.nodes.indexOf(node)]
  if (!result) return undefined
  const ranked = query.agency !== null && code === headlineOf(questionnaire) ? query.agency : undefined
  const standing = ranked === undefined ? undefined : standingOf({ questionnaire, layout, campaign }, peers, ranked)
  const mean = query.agency === null ? meanOverAgencies({ layout, campaign }, node, agencies, peers) : undefined
  const population = campaign.kind === 'sampled' ? populationOf(agencies) : undefined
  return {
    layout,
    node,
    result,
    all,
    tally,
    ranges,
    population,
    standing,
    mean,
    agencyDays: agencyDays.reduce((sum, days) => sum + days, 0),
  }
}

/** How many responses each campaign holds of the agencies within an area, from its tallies; the cost does not grow with the responses. */
export async function responseTotals(
  { database: { db }, questionnaires }: Deps,
  campaigns: readonly Campaign[],
  area: Area,
): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>()
  for (const { code, questionnaire: id, version } of campaigns) {
    const { questionnaire } = await questionnaires.get(id, version)
    const layout = tallyLayoutOf(questionnaire)
    const rows = await db
      .selectFrom('tallies')
      .select(['agency', 'sums'])
      .where('campaign', '=', code)
      .where('version', '=', version)
      .where('month', '=', '')
      .execute()
    totals.set(
      code,
      rows
        .filter(({ agency }) => area === 'everywhere' || area.has(agency))
        .reduce((sum, row) => sum + (decodeTally(layout, row.sums)[0] ?? 0), 0),
    )
  }
  return totals
}
