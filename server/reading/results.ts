import { sql } from 'kysely'
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
import { type ProfileOptions, type ProfiledResults, withProfiles } from '../../surveys/figures/profile'
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
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type Area, type CampaignRecord, seesAll } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { tallyLayoutOf, type QuestionnaireSource } from '../db/questionnaires'
import { countForms, erasuresIn } from '../db/responses'
import type { TallyRow } from '../db/tables'
import { inSteps } from '../turns'
import { type Filter, ratingsAPersonIn, shownBy } from './filter'
import { readPools } from './pools'

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
): Promise<ProfiledResults<Filter>> {
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const pools = await readPools(database, layout, record, query)
  const rows = await tallied(database, record, query, { layout, span: cut === 'month' ? 'months' : spanOf(query), cut })
  const parts = cut && (pools?.[cut] ?? readableBy(layout, onlyOf(rows, shownBy(record, query)), cut))
  const byAgency = readableBy(layout, rows, 'agency')
  const kept: KeptFigures = new WeakMap()
  const input = { ...inputOf(record, query, layout, byAgency, language), questionnaire, pools, kept }
  await turn()
  await inSteps(figuresAhead(input), agenciesAtOnce)
  const whole = { ...input, ...(parts ? { parts: partsOfCut(parts) } : {}) }
  return withProfiles(campaignResults(whole), whole)
}

/** How what a filter shows is profiled as one. */
export function profileOptionsOf(record: CampaignRecord, questionnaire: Questionnaire, query: Filter): ProfileOptions {
  const { campaign, peers } = record
  const shown = shownBy(record, query)
  return {
    threshold: campaign.threshold,
    ratingsAPerson: ratingsAPersonIn(questionnaire, record, query),
    population: campaign.kind === 'sampled' ? populationOf(peers.filter(({ agency }) => shown.has(agency.code))) : undefined,
  }
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
  // From two places and two figures of their own somebody solves for the first and the last of all, as they stand at that moment.
  const among = seesAll(record) ? all : []
  return { layout, campaign: record.campaign, filter: query, agencies: all.filter(({ code }) => shown.has(code)), peers: all, among }
}

/** Over which months rows are read: the rows of the whole campaign, or those of single months. */
export type Span = 'whole' | 'months'

export type SumsRow = Pick<TallyRow, 'agency' | 'month' | 'channel' | 'service' | 'touchpoint' | 'writer' | 'sums'>

/** What rows are added up by. */
type SummedBy = 'agency' | Cut

/** The tally rows under a filter, and by agency how the days of the same responses scatter. */
export type TalliedRows = { readonly sums: readonly SumsRow[]; readonly days: ReadonlyMap<string, AgencyDays> }

type Reading = { readonly layout: TallyLayout; readonly span: Span; readonly cut?: Cut | undefined }

/** Reads on `db`, a snapshot of the database perhaps; what is kept of days is kept for the database. */
export async function tallied(
  database: Database,
  record: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  reading: Reading,
  db = database.db,
): Promise<TalliedRows> {
  // Before the rows: what is erased while they are read is then seen the next time.
  const erasures = await erasuresIn(db)
  const sums = await sumsRows(db, record, query, reading.span)
  const days = await daysBeside(keptDaysOf(database), { ...reading, name: nameOf(record, query, reading), erasures, sums }, (agencies) =>
    dayRows(db, record, query, agencies),
  )
  return { sums, days }
}

/** Rows are of every agency, whichever are shown. */
const nameOf = ({ campaign }: Pick<CampaignRecord, 'campaign'>, query: Filter, { span, cut }: Reading): string =>
  JSON.stringify([campaign.code, { ...query, agency: null, block: null }, span, cut])

const onlyOf = ({ sums, days }: TalliedRows, agencies: ReadonlySet<string>): TalliedRows => ({
  sums: sums.filter(({ agency }) => agencies.has(agency)),
  days: new Map([...days].filter(([agency]) => agencies.has(agency))),
})

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

type MonthsOf = { readonly from: string; readonly to: string; readonly services: readonly string[] | undefined }

/** The beginnings of the tally rows of a span of months, which say how many responses there are; a service's alone where such are named. */
export async function responsesByMonth(
  db: Database['db'],
  { campaign }: Pick<CampaignRecord, 'campaign'>,
  { from, to, services }: MonthsOf,
): Promise<readonly Pick<SumsRow, 'agency' | 'month' | 'sums'>[]> {
  let select = db
    .selectFrom('tallies')
    .select(['agency', 'month', sql<Uint8Array>`substr(sums, 1, 12)`.as('sums')])
    .where('campaign', '=', campaign.code)
    .where('version', '=', campaign.version)
    .where('month', '>=', from)
    .where('month', '<=', to)
  if (services) select = select.where('service', 'in', services)
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
export function readableBy(layout: TallyLayout, { sums: rows, days }: TalliedRows, by: SummedBy): ReadonlyMap<string, Tally> {
  const sums = sumsBy(layout, rows, (row) => row[by])
  for (const { key, scatter } of inOrder([...days.values()].flatMap(({ scatters }) => scatters.get(by) ?? []))) {
    const into = sums.get(key)
    if (into) addTally(scatterIn(layout, into), scatter)
  }
  return sums
}

type AgencyScatter = { readonly key: string; readonly agency: string; readonly scatter: DayScatter }

/** Fractions are added in one order always, so that figures stay the same to the last bit. */
const inOrder = (scatters: readonly AgencyScatter[]): readonly AgencyScatter[] =>
  scatters
    .map((one) => ({ one, name: `${one.agency} ${one.key}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ one }) => one)

/** How the days of each agency scatter in what its rows have in common, in the order of the agencies. */
export function scattersBy(layout: TallyLayout, rows: readonly SumsRow[], by: SummedBy): readonly AgencyScatter[] {
  const found = [...grouped(rows, (row) => row.agency)].flatMap(([agency, own]) => agencyScatters(layout, agency, own, by))
  return inOrder(found)
}

const agencyScatters = (layout: TallyLayout, agency: string, rows: readonly SumsRow[], by: SummedBy): readonly AgencyScatter[] =>
  [...grouped(rows, (row) => row[by])].map(([key, own]) => ({ key, agency, scatter: scatterOf(layout, monthsOf(layout, own)) }))

function grouped(rows: readonly SumsRow[], keyOf: (row: SumsRow) => string): ReadonlyMap<string, readonly SumsRow[]> {
  const groups = new Map<string, SumsRow[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** How the days of one agency scatter, and beside which of its tally rows they were counted. */
type AgencyDays = {
  readonly layout: TallyLayout
  readonly erasures: number
  readonly sums: readonly SumsRow[]
  /** On how many days there are answers. */
  readonly days: number
  readonly scatters: ReadonlyMap<SummedBy, readonly AgencyScatter[]>
}

type KeptDays = Map<string, ReadonlyMap<string, AgencyDays>>

/** 50 MB with the tally rows of whole campaigns beside them; what was asked for longest ago goes. */
const mostScatters = 4_000
const keptDays = new WeakMap<Database, KeptDays>()

function keptDaysOf(database: Database): KeptDays {
  const kept = keptDays.get(database) ?? new Map<string, ReadonlyMap<string, AgencyDays>>()
  keptDays.set(database, kept)
  return kept
}

type Beside = Reading & { readonly name: string; readonly erasures: number; readonly sums: readonly SumsRow[] }

/**
 * The days of every agency. While nothing is erased tallies only grow, and in one transaction with their days: whose tally rows are
 * those of the last time has the same days, and these are neither read nor counted again.
 */
async function daysBeside(
  kept: KeptDays,
  { layout, cut, name, erasures, sums }: Beside,
  read: (agencies: readonly string[] | undefined) => Promise<readonly SumsRow[]>,
): Promise<ReadonlyMap<string, AgencyDays>> {
  const own = grouped(sums, ({ agency }) => agency)
  const before = kept.get(name)
  const isKept = (known: AgencyDays | undefined, rows: readonly SumsRow[]): boolean =>
    known !== undefined && known.layout === layout && known.erasures === erasures && isSame(known.sums, rows)
  const others = [...own].flatMap(([agency, rows]) => (isKept(before?.get(agency), rows) ? [] : [agency]))
  const rows = others.length === 0 ? [] : await read(others.length < own.size ? others : undefined)
  const found = new Map(before)
  for (const agency of found.keys()) if (!own.has(agency)) found.delete(agency)
  const anew = grouped(rows, ({ agency }) => agency)
  for (const agency of others)
    found.set(agency, { layout, erasures, sums: own.get(agency) ?? [], ...countedDays(layout, agency, anew.get(agency) ?? [], cut) })
  keepNewest(kept, name, found)
  return found
}

const isSame = (some: readonly SumsRow[], others: readonly SumsRow[]): boolean =>
  some.length === others.length &&
  some.every(({ month, sums }, place) => {
    const other = others[place]
    return other !== undefined && other.month === month && Buffer.compare(other.sums, sums) === 0
  })

function countedDays(
  layout: TallyLayout,
  agency: string,
  rows: readonly SumsRow[],
  cut: Cut | undefined,
): Pick<AgencyDays, 'days' | 'scatters'> {
  const months = monthsOf(layout, rows)
  const scatters = new Map<SummedBy, readonly AgencyScatter[]>([['agency', [{ key: agency, agency, scatter: scatterOf(layout, months) }]]])
  if (cut) scatters.set(cut, agencyScatters(layout, agency, rows, cut))
  return { days: months.reduce((sum, month) => sum + daysWithAnswers(month), 0), scatters }
}

function keepNewest(kept: KeptDays, name: string, found: ReadonlyMap<string, AgencyDays>): void {
  kept.delete(name)
  kept.set(name, found)
  let scatters = 0
  for (const days of kept.values()) scatters += scattersIn(days)
  for (const [oldest, days] of kept) {
    if (scatters <= mostScatters) return
    kept.delete(oldest)
    scatters -= scattersIn(days)
  }
}

const scattersIn = (days: ReadonlyMap<string, AgencyDays>): number => {
  let count = 0
  for (const { scatters } of days.values()) for (const some of scatters.values()) count += some.length
  return count
}

function scatterOf(layout: TallyLayout, months: readonly MonthDays[]): DayScatter {
  const scatter = emptyScatter(layout)
  addDayScatter(layout, scatter, months)
  return scatter
}

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
  const rows = await tallied(database, record, query, { layout, span: spanOf(query) })
  const byAgency = readableBy(layout, rows, 'agency')
  const { agencies, peers = [], among = [] } = inputOf(record, query, layout, byAgency, 'vi')
  const agencyDays = agencies.map((agency) => rows.days.get(agency.code)?.days ?? 0).filter((days) => days > 1)
  const pool = agencies.length > 1 ? await readPools(database, layout, record, query) : undefined
  const tally = pool?.total ?? readableTally(layout)
  if (!pool) for (const agency of agencies) addTally(tally, agency.tally)
  // Only a single agency has a place among the others.
  const ranges: Ranges = agencies.length === 1 ? rangesAmong(layout, among, campaign.threshold) : new Map()
  const all = pooledResults({ layout, campaign }, agencies, ranges, pool?.total)
  const result = all.nodes[layout.nodes.indexOf(node)]
  if (!result) return undefined
  const ranked = query.agency !== null && code === headlineOf(questionnaire) ? query.agency : undefined
  const standing = ranked === undefined ? undefined : standingOf({ questionnaire, layout, campaign }, peers, ranked, among)
  const mean = query.agency === null ? meanOverAgencies({ layout, campaign }, node, agencies, among) : undefined
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

/**
 * How many responses each campaign holds of the agencies within an area, from its tallies; the cost does not grow with the responses. Where one
 * person rates several agencies, how many forms: tallies do not know them, so they are counted, and again once any came or went.
 */
export async function responseTotals(
  { database, questionnaires }: Deps,
  campaigns: readonly Campaign[],
  area: Area,
): Promise<ReadonlyMap<string, number>> {
  const { db } = database
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
    const responses = rows
      .filter(({ agency }) => area === 'everywhere' || area.has(agency))
      .reduce((sum, row) => sum + (decodeTally(layout, row.sums)[0] ?? 0), 0)
    totals.set(code, layout.rated && responses > 0 ? await formsOf(database, code, area, responses) : responses)
  }
  return totals
}

/** Counts of forms by campaign and area, each with what it was counted beside. */
const keptForms = new WeakMap<Database, Map<string, { readonly stamp: string; readonly forms: number }>>()

async function formsOf(database: Database, campaign: string, area: Area, ratings: number): Promise<number> {
  const kept = keptForms.get(database) ?? new Map<string, { readonly stamp: string; readonly forms: number }>()
  keptForms.set(database, kept)
  const agencies = area === 'everywhere' ? undefined : [...area]
  const name = JSON.stringify([campaign, agencies])
  const stamp = `${await erasuresIn(database.db)} ${ratings}`
  const known = kept.get(name)
  if (known?.stamp === stamp) return known.forms
  const forms = await countForms(database, campaign, agencies)
  if (kept.size >= mostFormCounts) kept.clear()
  kept.set(name, { stamp, forms })
  return forms
}

const mostFormCounts = 200
