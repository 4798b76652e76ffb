import type { Tally, TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { type ResultsQuery, shownBy } from './results'
import { sumsBy, sumsRows } from './sums'

type Sums = ReadonlyMap<string, Tally>
type Kept = { readonly stamp: string; readonly sums: Sums }

/**
 * What a filter leaves, month by month. Adding up every month of every agency is most of the work of a results page, so it is
 * kept and given again until something was recorded or erased: each commit moves a writer's count on, and without one an
 * erasure alone changes how many responses the whole campaign holds. `db` reads as of one moment.
 */
export async function monthSums(database: Database, db: Database['db'], record: CampaignRecord, query: ResultsQuery, layout: TallyLayout, responses: number): Promise<Sums> {
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq']).orderBy('slot').execute()
  const stamp = JSON.stringify([responses, writers.map(({ slot, last_seq }) => [slot, last_seq])])
  const name = JSON.stringify([record.campaign.code, record.campaign.version, query])
  const kept = keptOf(database)
  const known = kept.get(name)
  if (known?.stamp === stamp) return known.sums
  const shown = shownBy(record, query)
  const rows = await sumsRows(db, record, query, 'months')
  const sums = sumsBy(layout, rows.filter(({ agency }) => shown.has(agency)), ({ month }) => month)
  if (kept.size >= mostKept) kept.clear()
  kept.set(name, { stamp, sums })
  return sums
}

const mostKept = 40
const keptByDatabase = new WeakMap<Database, Map<string, Kept>>()

function keptOf(database: Database): Map<string, Kept> {
  const kept = keptByDatabase.get(database) ?? new Map<string, Kept>()
  keptByDatabase.set(database, kept)
  return kept
}
