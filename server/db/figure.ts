import { itemRanges } from '../../surveys/ranges'
import { oneNodeResult, pooledResults, type PartResult } from '../../surveys/results'
import type { Ranges } from '../../surveys/sample'
import { addTally, emptyTally, type NodeSlots, type Tally, type TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { layoutOf } from './layouts'
import type { QuestionnaireSource } from './questionnaires'
import { inputOf, type ResultsQuery } from './results'
import { spanOf, sumsBy, sumsRows } from './sums'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** One figure with all that it was computed from. */
export type ReadFigure = {
  readonly layout: TallyLayout
  readonly node: NodeSlots
  readonly result: PartResult['nodes'][number]
  /** Every node under the same filter. */
  readonly all: PartResult
  readonly tally: Tally
  readonly ranges: Ranges
}

/** The figure of an indicator under a filter, as the results have it; undefined where the questionnaire has no such indicator. */
export async function readFigure({ database, questionnaires }: Deps, record: CampaignRecord, query: ResultsQuery, code: string): Promise<ReadFigure | undefined> {
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = layoutOf(questionnaire)
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
  const ranges: Ranges = query.agency === null ? new Map() : itemRanges(layout, peers, campaign.threshold)
  const population = campaign.kind === 'sampled' ? agencies[0]?.population : undefined
  const result = query.agency === null ? pooled : oneNodeResult(layout, node, tally, { threshold: campaign.threshold, population, ranges })
  return { layout, node, result, all, tally, ranges }
}
