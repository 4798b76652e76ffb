import { localised } from '../../../surveys/language'
import { nodeLabels } from '../../../surveys/labels'
import { headlineOf } from '../../../surveys/indicators'
import type { AgencyResult, NodeResult, PartResult } from '../../../surveys/results'
import type { Questionnaire } from '../../../surveys/schema'
import type { NodeSlots, TallyLayout } from '../../../surveys/tally'
import type { CampaignRecord } from '../../db/campaigns'
import type { Database } from '../../db/dialect'
import { layoutOf } from '../../db/layouts'
import type { QuestionnaireSource } from '../../db/questionnaires'
import { readResults, type Results, type ResultsQuery } from '../../db/results'
import { isShown } from './numbers'

export type Sources = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Everything that the results page of one campaign shows. */
export type ResultsView = {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly layout: TallyLayout
  readonly filter: ResultsQuery
  readonly results: Results
  readonly months: readonly PartResult[]
  readonly channels: readonly PartResult[]
  readonly labels: ReadonlyMap<string, string>
  /** The node that heads the page and ranks the agencies. */
  readonly headline: NodeSlots['indicator']
  readonly standing: Standing | undefined
}

/** Where one agency stands in its block under the same filter. */
export type Standing = { readonly rank: number | null; readonly ranked: number; readonly block: string }

export async function loadResults(sources: Sources, record: CampaignRecord, filter: ResultsQuery, language: string): Promise<ResultsView | undefined> {
  const { questionnaire } = await sources.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = layoutOf(questionnaire)
  const headline = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator
  if (!headline) return undefined
  const results = await readResults(sources, record, filter, language, 'channel')
  const byMonth = await readResults(sources, record, filter, language, 'month')
  return {
    record,
    questionnaire,
    layout,
    filter,
    results,
    months: byMonth.parts ?? [],
    channels: results.parts ?? [],
    labels: nodeLabels(questionnaire, language),
    headline,
    standing: filter.agency === null ? undefined : standingOf(results, filter.agency),
  }
}

/** The result of one node among many. */
export const nodeOf = (nodes: readonly NodeResult[], code: string): NodeResult | undefined => nodes.find((node) => node.code === code)

export const labelOf = ({ labels }: ResultsView, code: string): string => labels.get(code) ?? code

/** Whether an agency has a figure at the head of the page. */
export const isRanked = ({ headline }: ResultsView, { nodes }: Pick<AgencyResult, 'nodes'>): boolean => isShown(nodeOf(nodes, headline.code))

export const titleOf = ({ campaign }: CampaignRecord, language: string): string => localised(campaign.title, language)

function standingOf({ agencies }: Results, code: string): Standing | undefined {
  const agency = agencies.find((one) => one.code === code)
  return agency && { rank: agency.rank, ranked: agency.ranked, block: agency.block }
}
