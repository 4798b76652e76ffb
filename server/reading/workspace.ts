import { comparableBefore } from '../../surveys/figures/comparison'
import { rangesAmong } from '../../surveys/figures/formulas'
import {
  type BlockResult,
  campaignResults,
  type GroupResult,
  type KeptFigures,
  oneNodeResult,
  type PartResult,
  partResults,
  pooledResults,
  type ResultsInput,
} from '../../surveys/figures/results'
import type { NodeSlots } from '../../surveys/figures/tally'
import { headlineOf } from '../../surveys/instrument/indicators'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures } from '../../surveys/instrument/versions'
import { figureKey } from '../../surveys/instrument/indicators'
import { type CampaignRecord, findCampaign, listCampaigns, seesAll, withinArea } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { tallyLayoutOf, type QuestionnaireSource } from '../db/questionnaires'
import { keeper, sumsKeeper } from './kept'
import type { Filter } from './filter'
import { inputOf, partsOfCut, type Results, readableBy, tallied } from './results'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Everything that a results page counts, from one moment. */
export type Workspace = {
  /** Of single agencies only what stands in their table; the total has every node. */
  readonly results: Results
  readonly months: readonly PartResult[]
  readonly channels: readonly PartResult[]
  /** Where one agency is read: its block and everything, under the same filter. */
  readonly beside: { readonly block: BlockResult | undefined; readonly total: GroupResult } | undefined
}

const keptWorkspaces = keeper<Workspace>(40)

/** Each holds the tally rows that it read and how each agency's days scatter: 24 MB for 200 agencies and twelve months. */
const keptSums = sumsKeeper(6)

/** Figures of agencies that have no new responses, for as long as their sums are kept. */
const keptFigures: KeptFigures = new WeakMap()

/** One read for the agencies and both cuts, as of one moment, so that all its figures agree. */
export async function readWorkspace(
  { database, questionnaires }: Deps,
  record: CampaignRecord,
  query: Filter,
  language: string,
): Promise<Workspace> {
  // Before the snapshot, which holds the only connection of an embedded database.
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  return keptWorkspaces(database, record, [query, language], async (db) => {
    const layout = tallyLayoutOf(questionnaire)
    const { agency: byAgency, month, channel } = await keptSums(database, db, record, query, layout)
    const wanted = inTable(questionnaire)
    const setting = { layout, campaign: record.campaign }
    return {
      results: campaignResults({ ...inputOf(record, query, layout, byAgency, language), questionnaire, wanted, kept: keptFigures }),
      months: partResults(setting, partsOfCut(month), wanted),
      channels: partResults(setting, partsOfCut(channel), wanted),
      beside: besideOf(record, query, {
        ...inputOf(record, { ...query, agency: null, block: null }, layout, byAgency, language),
        questionnaire,
      }),
    }
  })
}

/** The block of the agency that is read alone, and everything; no part of them stands in for the whole. */
function besideOf(record: CampaignRecord, { agency }: Filter, input: ResultsInput<Filter>): Workspace['beside'] {
  if (agency === null) return undefined
  const block = record.measured.find((one) => one.agency.code === agency)?.agency.block
  const { blocks, total } = campaignResults({ ...input, wanted: () => false })
  return {
    block: blocks.find(({ code }) => code === block && seesAll(record, code)),
    total: seesAll(record) ? total : { ...total, nodes: [] },
  }
}

/** An earlier campaign under the same filter. */
export type Earlier = {
  readonly record: CampaignRecord
  readonly total: PartResult
  /** The headline of each agency, by its code; only of the last campaign before. */
  readonly agencies: ReadonlyMap<string, PartResult['nodes'][number]>
}

/** Filters that mean the same in every campaign; months and touchpoints are a campaign's own. */
export const isCarriedOver = ({ from, to, touchpoint }: Filter): boolean => from === null && to === null && touchpoint === null

const mostEarlier = 7

/**
 * The campaigns that this one may be compared with, the last before it first; none where the filter does not carry over. Of
 * another version only the figures that mean the same are there, and nothing where the headline does not.
 */
export async function readEarlier(deps: Deps, { campaign, area }: CampaignRecord, query: Filter): Promise<readonly Earlier[]> {
  if (!isCarriedOver(query)) return []
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const before = comparableBefore(campaign, await listCampaigns(deps.database), questionnaire.comparableTo).slice(0, mostEarlier)
  const found: Earlier[] = []
  for (const { code } of before) {
    const whole = await findCampaign(deps.database, code)
    const record = whole && withinArea(whole, area)
    const one = record && keepsApart(record, query) ? await readOne(deps, questionnaire, record, query, found.length === 0) : undefined
    if (one) found.push(one)
  }
  return found
}

const keepsApart = ({ breakdowns }: CampaignRecord, { service }: Filter): boolean => service === null || breakdowns.includes('service')

const keptEarlier = keeper<Earlier>(200)

async function readOne(
  { database, questionnaires }: Deps,
  now: Questionnaire,
  record: CampaignRecord,
  query: Filter,
  isLast: boolean,
): Promise<Earlier | undefined> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const headline = headlineNode(now)
  const same = questionnaire.version === now.version ? undefined : comparableFigures(questionnaire, now)
  if (same && !(headline && same.has(figureKey(headline.indicator)))) return undefined
  return keptEarlier(database, record, [now.version, query, isLast], async (db) => {
    const earlier = await computedOne(questionnaire, { database, db }, record, query, isLast)
    const { total } = earlier
    return same ? { ...earlier, total: { ...total, nodes: total.nodes.filter((node) => same.has(figureKey(node))) } } : earlier
  })
}

async function computedOne(
  questionnaire: Questionnaire,
  { database, db }: { readonly database: Database; readonly db: Database['db'] },
  record: CampaignRecord,
  query: Filter,
  isLast: boolean,
): Promise<Earlier> {
  const layout = tallyLayoutOf(questionnaire)
  const byAgency = readableBy(layout, await tallied(database, record, query, { layout, span: 'whole' }, db), 'agency')
  const { agencies, among = [] } = inputOf(record, query, layout, byAgency, 'vi')
  const headline = headlineNode(questionnaire)
  const { campaign } = record
  // Among the agencies of its own campaign, as its own page has it.
  const ranges = rangesAmong(layout, among, campaign.threshold)
  const options = ({ population }: { readonly population?: number | undefined }) => ({
    threshold: campaign.threshold,
    population: campaign.kind === 'sampled' ? population : undefined,
    ranges,
  })
  return {
    record,
    total: pooledResults({ layout, campaign }, agencies, ranges),
    agencies: new Map(
      isLast && headline ? agencies.map((agency) => [agency.code, oneNodeResult(layout, headline, agency.tally, options(agency))]) : [],
    ),
  }
}

const headlineNode = (questionnaire: Questionnaire): NodeSlots | undefined =>
  tallyLayoutOf(questionnaire).nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))

/** The headline and whatever stands above single criteria in its tree. */
function inTable(questionnaire: Questionnaire): (node: NodeSlots) => boolean {
  const headline = headlineNode(questionnaire)?.indicator
  return ({ indicator: { tree, kind, code } }) =>
    code === headline?.code || (tree === headline?.tree && kind !== 'item' && kind !== 'option')
}
