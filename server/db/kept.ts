import { firstOf } from '../../surveys/integers'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { noFilter } from './results'
import { sumsRows } from './sums'
import { erasuresIn } from './writers'

type Kept<T> = { readonly stamp: string; readonly value: T }

/**
 * Keeps what was computed from a campaign's tallies and gives it again until the campaign or its responses changed. Adding up
 * every month of every agency is most of the work of a results page, and officers read more often than answers come in.
 */
export function keeper<T>(most: number): (database: Database, record: CampaignRecord, name: readonly unknown[], make: (db: Database['db']) => Promise<T>) => Promise<T> {
  const byDatabase = new WeakMap<Database, Map<string, Kept<T>>>()
  return (database, record, name, make) =>
    database.engine.snapshot(database.db, async (db) => {
      const stamp = await stampOf(db, record)
      const kept = byDatabase.get(database) ?? new Map<string, Kept<T>>()
      byDatabase.set(database, kept)
      const key = JSON.stringify([record.campaign.code, name])
      const known = kept.get(key)
      if (known?.stamp === stamp) return known.value
      const value = await make(db)
      if (kept.size >= most) kept.clear()
      kept.set(key, { stamp, value })
      return value
    })
}

/** Another one whenever one of its responses was recorded or any was erased, or the campaign or an agency was changed: while nothing is erased, responses only grow in number. */
async function stampOf(db: Database['db'], record: CampaignRecord): Promise<string> {
  const erasures = await erasuresIn(db)
  const whole = await sumsRows(db, record, noFilter, 'whole')
  const responses = whole.reduce((sum, row) => sum + firstOf(row.sums), 0)
  return JSON.stringify([responses, erasures, record])
}
