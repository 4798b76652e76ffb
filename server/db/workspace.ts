import { comparableBefore } from '../../surveys/comparison'
import { headlineOf } from '../../surveys/indicators'
import { type BlockResult, campaignResults, type GroupResult, oneNodeResult, type PartResult, partResults, pooledResults } from '../../surveys/results'
import type { Questionnaire } from '../../surveys/schema'
import type { NodeSlots, TallyLayout } from '../../surveys/tally'
import { type CampaignRecord, findCampaign, listCampaigns } from './campaigns'
import type { Database } from './dialect'
import { layoutOf } from './layouts'
import { readCutSums } from './kept-sums'
import type { QuestionnaireSource } from './questionnaires'
import { inputOf, type Results, type ResultsQuery } from './results'
import { partsOf, sumsBy, sumsRows } from './sums'

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

/** One read for the agencies and both cuts, so that all its figures agree. */
export async function readWorkspace({ database, questionnaires }: Deps, record: CampaignRecord, query: ResultsQuery, language: string): Promise<Workspace> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = layoutOf(questionnaire)
  const { byAgency, channels, months } = await readCutSums(database, record, query, layout)
  const input = (narrowed: ResultsQuery) => ({ ...inputOf(record, narrowed, layout, byAgency, language), questionnaire })
  const everything = query.agency === null ? undefined : campaignResults({ ...input({ ...query, agency: null, block: null }), wanted: () => false })
  const block = record.measured.find(({ agency }) => agency.code === query.agency)?.agency.block
  const wanted = inTable(questionnaire, layout)
  return {
    results: campaignResults({ ...input(query), wanted }),
    months: partResults({ layout, campaign: record.campaign }, partsOf(months), wanted),
    channels: partResults({ layout, campaign: record.campaign }, partsOf(channels), wanted),
    beside: everything && { block: everything.blocks.find(({ code }) => code === block), total: everything.total },
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
export const isCarriedOver = ({ from, to, touchpoint }: ResultsQuery): boolean => from === null && to === null && touchpoint === null

const mostEarlier = 7

/** The campaigns that this one may be compared with, the last before it first; none where the filter does not carry over. */
export async function readEarlier(deps: Deps, { campaign }: CampaignRecord, query: ResultsQuery): Promise<readonly Earlier[]> {
  if (!isCarriedOver(query)) return []
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const before = comparableBefore(campaign, await listCampaigns(deps.database), questionnaire.comparableTo).slice(0, mostEarlier)
  const found: Earlier[] = []
  for (const { code } of before) {
    const record = await findCampaign(deps.database, code)
    if (record && keepsApart(record, query)) found.push(await readOne(deps, record, query, found.length === 0))
  }
  return found
}

const keepsApart = ({ breakdowns }: CampaignRecord, { service }: ResultsQuery): boolean => service === null || breakdowns.includes('service')

async function readOne({ database, questionnaires }: Deps, record: CampaignRecord, query: ResultsQuery, withAgencies: boolean): Promise<Earlier> {
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = layoutOf(questionnaire)
  const byAgency = sumsBy(layout, await sumsRows(database.db, record, query, 'whole'), ({ agency }) => agency)
  const { agencies } = inputOf(record, query, layout, byAgency, 'vi')
  const headline = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))
  const { campaign } = record
  const options = ({ population }: { readonly population?: number | undefined }) => ({ threshold: campaign.threshold, population: campaign.kind === 'sampled' ? population : undefined })
  return {
    record,
    total: pooledResults({ layout, campaign }, agencies),
    agencies: new Map(withAgencies && headline ? agencies.map((agency) => [agency.code, oneNodeResult(layout, headline, agency.tally, options(agency))]) : []),
  }
}

/** The headline and whatever stands above single criteria in its tree. */
function inTable(questionnaire: Questionnaire, { nodes }: TallyLayout): (node: NodeSlots) => boolean {
  const headline = nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator
  return ({ indicator: { tree, kind, code } }) => code === headline?.code || (tree === headline?.tree && kind !== 'item' && kind !== 'option')
}
