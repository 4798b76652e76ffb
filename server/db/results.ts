import type { Channel } from '../../surveys/campaign'
import { localised } from '../../surveys/language'
import { campaignResults, type CampaignResults } from '../../surveys/results'
import { addTally, decodeTally, emptyTally, type Tally, type TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { layoutOf } from './layouts'
import type { QuestionnaireSource } from './questionnaires'

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
  const measured = record.measured.filter(
    ({ agency }) => (query.agency === null || agency.code === query.agency) && (query.block === null || agency.block === query.block),
  )
  const rows = await tallyRows(database, record, query, cut)
  const byAgency = sumsBy(layout, rows, ({ agency }) => agency)
  const agencies = measured.map(({ agency, population }) => ({
    code: agency.code,
    name: localised(agency.name, language),
    block: agency.block,
    population,
    tally: byAgency.get(agency.code) ?? emptyTally(layout),
  }))
  const shown = new Set(agencies.map(({ code }) => code))
  const parts = cut && sumsBy(layout, rows.filter(({ agency }) => shown.has(agency)), (row) => row[cut])
  return campaignResults({
    questionnaire,
    layout,
    campaign,
    filter: query,
    agencies,
    peers: record.measured.map(({ agency }) => ({ code: agency.code, block: agency.block, tally: byAgency.get(agency.code) ?? emptyTally(layout) })),
    ...(parts ? { parts: [...parts].map(([code, tally]) => ({ code, tally })).sort((a, b) => (a.code < b.code ? -1 : 1)) } : {}),
  })
}

type Row = { readonly agency: string; readonly month: string; readonly channel: string; readonly sums: Uint8Array }

/** Rows of all agencies, since ranks are taken among all; of single months only where months matter, else of the whole campaign. */
async function tallyRows({ db }: Database, { campaign }: CampaignRecord, query: ResultsQuery, cut: Cut | undefined): Promise<readonly Row[]> {
  const months = query.from !== null || query.to !== null || cut === 'month'
  let select = db
    .selectFrom('tallies')
    .select(['agency', 'month', 'channel', 'sums'])
    .where('campaign', '=', campaign.code)
    .where('version', '=', campaign.version)
  select = months ? select.where('month', '>=', query.from ?? '0000-01').where('month', '<=', query.to ?? '9999-12') : select.where('month', '=', '')
  if (query.channel !== null) select = select.where('channel', '=', query.channel)
  if (query.service !== null) select = select.where('service', '=', query.service)
  if (query.touchpoint !== null) select = select.where('touchpoint', '=', query.touchpoint)
  return select.execute()
}

function sumsBy(layout: TallyLayout, rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Tally> {
  const sums = new Map<string, Tally>()
  for (const row of rows) {
    const key = keyOf(row)
    const tally = decodeTally(layout, row.sums)
    const known = sums.get(key)
    if (known) addTally(known, tally)
    else sums.set(key, tally)
  }
  return sums
}
