import { firstOf } from '../../surveys/integers'
import type { CampaignRecord } from './campaigns'
import type { Database } from './dialect'
import { noFilter } from './results'
import { sumsRows } from './sums'

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

/**
 * Another one whenever something was recorded or erased, or the campaign or an agency was changed: each commit moves a writer's
 * count on, and without one an erasure alone changes how many responses the campaign holds.
 */
async function stampOf(db: Database['db'], record: CampaignRecord): Promise<string> {
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq']).orderBy('slot').execute()
  const whole = await sumsRows(db, record, noFilter, 'whole')
  const responses = whole.reduce((sum, row) => sum + firstOf(row.sums), 0)
  return JSON.stringify([responses, writers.map(({ slot, last_seq }) => [slot, last_seq]), record])
}
