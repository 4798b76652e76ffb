import { setImmediate as turn } from 'node:timers/promises'
import type { Campaign } from '../../surveys/fielding/campaign'
import {
  type AgencyMean,
  type CampaignResults,
  campaignResults,
  figuresAhead,
  type KeptFigures,
  meanOverAgencies,
  oneNodeResult,
  type PartResult,
  pooledResults,
  type ResultsInput,
  type AgencyRank,
  standingOf,
} from '../../surveys/figures/results'
import { rangesAmong } from '../../surveys/figures/formulas'
import type { Ranges } from '../../surveys/figures/sums'
import {
  addEncodedTally,
  addTally,
  decodeTally,
  emptyTallies,
  emptyTally,
  type NodeSlots,
  type Tally,
  type TallyLayout,
} from '../../surveys/figures/tally'
import { headlineOf } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
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
  const rows = await sumsRows(database.db, record, query, cut === 'month' ? 'months' : spanOf(query))
  const shown = shownBy(record, query)
  const parts =
    cut &&
    sumsBy(
      layout,
      rows.filter(({ agency }) => shown.has(agency)),
      (row) => row[cut],
    )
  const byAgency = sumsBy(layout, rows, ({ agency }) => agency)
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
  const all = record.measured.map(({ agency, population }) => ({
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

/** The tally rows of every agency under a filter, or only of those named; the rows of the whole campaign spare adding up its months. */
export async function sumsRows(
  db: Database['db'],
  { campaign }: Pick<CampaignRecord, 'campaign'>,
  query: Filter,
  span: Span,
  agencies?: readonly string[],
): Promise<readonly SumsRow[]> {
  let select = db
    .selectFrom('tallies')
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
  const tallies = emptyTallies(layout, distinct.length)
  const sums = new Map(distinct.map((key, index) => [key, tallies[index] ?? emptyTally(layout)]))
  for (const [index, row] of rows.entries()) {
    const into = sums.get(keys[index] ?? '')
    if (into) addEncodedTally(layout, into, row.sums, 1)
  }
  return sums
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
  /** Where the agency stands by this figure; only the headline of a single agency ranks it. */
  readonly standing: AgencyRank | undefined
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
  const byAgency = sumsBy(layout, await sumsRows(database.db, record, query, spanOf(query)), ({ agency }) => agency)
  const { agencies, peers = [] } = inputOf(record, query, layout, byAgency, 'vi')
  const tally = emptyTally(layout)
  for (const agency of agencies) addTally(tally, agency.tally)
  const all = pooledResults({ layout, campaign }, agencies)
  const pooled = all.nodes[layout.nodes.indexOf(node)]
  if (!pooled) return undefined
  // Only a single agency has a place among the others.
  const ranges: Ranges = query.agency === null ? new Map() : rangesAmong(layout, peers, campaign.threshold)
  const population = campaign.kind === 'sampled' ? agencies[0]?.population : undefined
  const result = query.agency === null ? pooled : oneNodeResult(layout, node, tally, { threshold: campaign.threshold, population, ranges })
  const ranked = query.agency !== null && code === headlineOf(questionnaire) ? query.agency : undefined
  const standing = ranked === undefined ? undefined : standingOf({ questionnaire, layout, campaign }, peers, ranked)
  const mean = query.agency === null ? meanOverAgencies({ layout, campaign }, node, agencies, peers) : undefined
  return { layout, node, result, all, tally, ranges, standing, mean }
}

/** How many responses each campaign holds, from its tallies; the cost does not grow with the responses. */
export async function responseTotals(
  { database: { db }, questionnaires }: Deps,
  campaigns: readonly Campaign[],
): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>()
  for (const { code, questionnaire: id, version } of campaigns) {
    const { questionnaire } = await questionnaires.get(id, version)
    const layout = tallyLayoutOf(questionnaire)
    const rows = await db
      .selectFrom('tallies')
      .select('sums')
      .where('campaign', '=', code)
      .where('version', '=', version)
      .where('month', '=', '')
      .execute()
    totals.set(
      code,
      rows.reduce((sum, row) => sum + (decodeTally(layout, row.sums)[0] ?? 0), 0),
    )
  }
  return totals
}
