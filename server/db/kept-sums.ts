import { firstOf } from '../../surveys/integers'
import type { Tally, TallyLayout } from '../../surveys/tally'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { noFilter, type ResultsQuery, shownBy } from './results'
import { spanOf, sumsBy, sumsRows } from './sums'

/** The tallies of every agency under a filter, and of what the filter leaves by month and by channel. */
export type CutSums = { readonly byAgency: Sums; readonly months: Sums; readonly channels: Sums }

type Sums = ReadonlyMap<string, Tally>
type Kept = { readonly stamp: string; readonly sums: CutSums }

/**
 * Adds up a campaign under a filter, as of one moment. Adding up every month of every agency is most of the work of a results
 * page, so the sums are kept and given again until something was recorded or erased: each commit moves a writer's count on,
 * and without one an erasure alone changes how many responses the whole campaign holds.
 */
export async function readCutSums(database: Database, record: CampaignRecord, query: ResultsQuery, layout: TallyLayout): Promise<CutSums> {
  return database.engine.snapshot(database.db, async (db) => {
    const stamp = await stampOf(db, record)
    const kept = keptOf(database)
    const name = JSON.stringify([record.campaign.code, record.campaign.version, query])
    const known = kept.get(name)
    if (known?.stamp === stamp) return known.sums
    const sums = await addedUp(db, record, query, layout)
    if (kept.size >= mostKept) kept.clear()
    kept.set(name, { stamp, sums })
    return sums
  })
}

async function stampOf(db: Database['db'], record: CampaignRecord): Promise<string> {
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq']).orderBy('slot').execute()
  const whole = await sumsRows(db, record, noFilter, 'whole')
  const responses = whole.reduce((sum, row) => sum + firstOf(row.sums), 0)
  return JSON.stringify([responses, writers.map(({ slot, last_seq }) => [slot, last_seq])])
}

async function addedUp(db: Database['db'], record: CampaignRecord, query: ResultsQuery, layout: TallyLayout): Promise<CutSums> {
  const shown = shownBy(record, query)
  const single = await sumsRows(db, record, query, 'months')
  const rows = spanOf(query) === 'months' ? single : await sumsRows(db, record, query, 'whole')
  return {
    byAgency: sumsBy(layout, rows, ({ agency }) => agency),
    months: sumsBy(layout, single.filter(({ agency }) => shown.has(agency)), ({ month }) => month),
    channels: sumsBy(layout, rows.filter(({ agency }) => shown.has(agency)), ({ channel }) => channel),
  }
}

/** Of 200 agencies each takes some 3 MB. */
const mostKept = 16
const keptByDatabase = new WeakMap<Database, Map<string, Kept>>()

function keptOf(database: Database): Map<string, Kept> {
  const kept = keptByDatabase.get(database) ?? new Map<string, Kept>()
  keptByDatabase.set(database, kept)
  return kept
}
