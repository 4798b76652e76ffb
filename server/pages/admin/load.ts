import { type Change, changeBetween } from '../../../surveys/comparison'
import { headlineOf } from '../../../surveys/indicators'
import { nodeLabels } from '../../../surveys/labels'
import { localised } from '../../../surveys/language'
import type { AgencyResult, Figure, NodeResult } from '../../../surveys/results'
import type { Questionnaire } from '../../../surveys/schema'
import type { NodeSlots, TallyLayout } from '../../../surveys/tally'
import type { CampaignRecord } from '../../db/campaigns'
import { type CommentPool, readComments } from '../../db/comments'
import type { Database } from '../../db/dialect'
import { layoutOf } from '../../db/layouts'
import type { PublishedFigure } from '../../db/published-figures'
import type { QuestionnaireSource } from '../../db/questionnaires'
import type { Results, ResultsQuery } from '../../db/results'
import { type Earlier, readEarlier, readWorkspace, type Workspace } from '../../db/workspace'
import { isShown } from './numbers'
import { type Choices, readChoices } from './results/choices'
import { type Listing, wholeListing } from './results/listing'
import { publishedFor } from './results/published-for'

export type Sources = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Everything that the results page of one campaign shows. */
export type ResultsView = Workspace & {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  /** Hash of the questionnaire's content. */
  readonly hash: string
  readonly layout: TallyLayout
  readonly filter: ResultsQuery
  readonly listing: Listing
  readonly choices: Choices
  /** Campaigns that this one may be compared with, the last before it first. */
  readonly earlier: readonly Earlier[]
  readonly published: readonly PublishedFigure[]
  /** About the agency that is read alone. */
  readonly comments: readonly CommentPool[]
  readonly labels: ReadonlyMap<string, string>
  /** The node that heads the page and ranks the agencies. */
  readonly headline: NodeSlots['indicator']
  readonly standing: Standing | undefined
}

/** Where one agency stands in its block under the same filter. */
export type Standing = { readonly rank: number | null; readonly ranked: number; readonly block: string }

export async function loadResults(sources: Sources, record: CampaignRecord, filter: ResultsQuery, language: string, listing: Listing = wholeListing): Promise<ResultsView | undefined> {
  const { questionnaire, hash } = await sources.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const layout = layoutOf(questionnaire)
  const headline = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(questionnaire))?.indicator
  if (!headline) return undefined
  const workspace = await readWorkspace(sources, record, filter, language)
  return {
    ...workspace,
    record,
    questionnaire,
    hash,
    layout,
    filter,
    listing,
    choices: await readChoices(sources.database, record, questionnaire, language),
    earlier: await readEarlier(sources, record, filter),
    published: await publishedFor(sources.database, record, questionnaire, headline.code, filter.agency),
    comments: filter.agency === null ? [] : await readComments(sources.database, record, questionnaire, filter.agency),
    labels: nodeLabels(questionnaire, language),
    headline,
    standing: filter.agency === null ? undefined : standingOf(workspace.results, filter.agency),
  }
}

/** The result of one node among many. */
export const nodeOf = (nodes: readonly NodeResult[], code: string): NodeResult | undefined => nodes.find((node) => node.code === code)

export const labelOf = ({ labels }: Pick<ResultsView, 'labels'>, code: string): string => labels.get(code) ?? code

/** Whether an agency has a figure at the head of the page. */
export const isRanked = ({ headline }: ResultsView, { nodes }: Pick<AgencyResult, 'nodes'>): boolean => isShown(nodeOf(nodes, headline.code))

export const titleOf = ({ campaign }: Pick<CampaignRecord, 'campaign'>, language: string): string => localised(campaign.title, language)

/** How the headline of an agency changed since the campaign before. */
export function changeOf({ earlier, headline }: ResultsView, { code, nodes }: Pick<AgencyResult, 'code' | 'nodes'>): Change | undefined {
  const [before, after] = [earlier[0]?.agencies.get(code), nodeOf(nodes, headline.code)]
  return before && after ? changeBetween(before, after) : undefined
}

/** How a figure of the whole page changed since the campaign before. */
export function changeSince({ earlier, results }: ResultsView, code: string, figureOf: (node: NodeResult) => Figure | null): Change | undefined {
  const [before, after] = [nodeOf(earlier[0]?.total.nodes ?? [], code), nodeOf(results.total.nodes, code)]
  const figures = before && after ? ([figureOf(before), figureOf(after)] as const) : undefined
  return figures?.[0] && figures[1] ? changeBetween(figures[0], figures[1]) : undefined
}

function standingOf({ agencies }: Results, code: string): Standing | undefined {
  const agency = agencies.find((one) => one.code === code)
  return agency && { rank: agency.rank, ranked: agency.ranked, block: agency.block }
}
