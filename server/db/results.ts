import type { Channel } from '../../surveys/campaign'
import { localised } from '../../surveys/language'
import { campaignResults, type CampaignResults, type ResultsInput } from '../../surveys/results'
import { emptyTally, type Tally, type TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { layoutOf } from './layouts'
import type { QuestionnaireSource } from './questionnaires'
import { partsOf, spanOf, sumsBy, sumsRows } from './sums'

/** What a reader may narrow results to; months are inclusive. */
export type ResultsQuery = {
  readonly agency: string | null
  readonly block: string | null
  readonly from: string | null
  readonly to: string | null
  readonly channel: Channel | null
  readonly service: string | null
  readonly touchpoint: string | null
}

export const noFilter: ResultsQuery = { agency: null, block: null, from: null, to: null, channel: null, service: null, touchpoint: null }

/** The same responses cut a second time, beside agencies and blocks. */
export type Cut = 'month' | 'channel'

export type Results = CampaignResults<ResultsQuery>

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** Results of a campaign from its tallies; the cost does not grow with the number of responses. */
export async function readResults({ database, questionnaires }: Deps, record: CampaignRecord, query: ResultsQuery, language: string, cut?: Cut): Promise<Results> {
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = layoutOf(questionnaire)
  const rows = await sumsRows(database.db, record, query, cut === 'month' ? 'months' : spanOf(query))
  const shown = shownBy(record, query)
  const parts = cut && sumsBy(layout, rows.filter(({ agency }) => shown.has(agency)), (row) => row[cut])
  return campaignResults({
    ...inputOf(record, query, layout, sumsBy(layout, rows, ({ agency }) => agency), language),
    questionnaire,
    ...(parts ? { parts: partsOf(parts) } : {}),
  })
}

/** The codes of the agencies that a filter leaves. */
export const shownBy = ({ measured }: CampaignRecord, { agency, block }: ResultsQuery): ReadonlySet<string> =>
  new Set(measured.filter((one) => (agency === null || one.agency.code === agency) && (block === null || one.agency.block === block)).map((one) => one.agency.code))

/** What results are computed from once the tallies of every agency are added up. */
export function inputOf(record: CampaignRecord, query: ResultsQuery, layout: TallyLayout, byAgency: ReadonlyMap<string, Tally>, language: string): Omit<ResultsInput<ResultsQuery>, 'questionnaire'> {
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
