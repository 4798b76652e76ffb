import { addEncodedTally, emptyTallies, emptyTally, type Tally, type TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import type { ResultsQuery } from './results'
import type { TallyRow } from './tables'

/** Over which months rows are read: the rows of the whole campaign, or those of single months. */
export type Span = 'whole' | 'months'

export type SumsRow = Pick<TallyRow, 'agency' | 'month' | 'channel' | 'service' | 'touchpoint' | 'writer' | 'sums'>

/** The tally rows of every agency under a filter, or only of those named; the rows of the whole campaign spare adding up its months. */
export async function sumsRows(db: Database['db'], { campaign }: Pick<CampaignRecord, 'campaign'>, query: ResultsQuery, span: Span, agencies?: readonly string[]): Promise<readonly SumsRow[]> {
  let select = db
    .selectFrom('tallies')
    .select(['agency', 'month', 'channel', 'service', 'touchpoint', 'writer', 'sums'])
    .where('campaign', '=', campaign.code)
    .where('version', '=', campaign.version)
  select = span === 'months' ? select.where('month', '>=', query.from ?? '0000-01').where('month', '<=', query.to ?? '9999-12') : select.where('month', '=', '')
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

export const spanOf = ({ from, to }: ResultsQuery): Span => (from === null && to === null ? 'whole' : 'months')

/** Sums as parts of results, in the order of their codes. */
export const partsOf = (sums: ReadonlyMap<string, Tally>): readonly { readonly code: string; readonly tally: Tally }[] =>
  [...sums].map(([code, tally]) => ({ code, tally })).sort((a, b) => (a.code < b.code ? -1 : 1))
