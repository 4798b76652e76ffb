import { addEncodedTally, emptyTally, type Tally, type TallyLayout } from '../../surveys/tally'
import type { Database } from './dialect'
import type { SumsRow } from './sums'

type Kept = { readonly layout: TallyLayout; readonly rows: Map<string, SumsRow>; readonly sums: Map<string, Tally> }

/**
 * Rows added up by what they have in common, for whoever reads them again and again: months gone by stand still, so only the
 * rows that changed since are taken out and added again. Whole numbers leave no trace of that. What it gives is true until
 * the next call with the same name.
 */
export function sumsKeeper(most: number) {
  const byDatabase = new WeakMap<Database, Map<string, Kept>>()
  return (database: Database, name: readonly unknown[], layout: TallyLayout, rows: readonly SumsRow[], keyOf: (row: SumsRow) => string): ReadonlyMap<string, Tally> => {
    const all = byDatabase.get(database) ?? new Map<string, Kept>()
    byDatabase.set(database, all)
    const key = JSON.stringify(name)
    const known = all.get(key)
    const sums = known?.layout === layout ? caughtUp(known, rows, keyOf) : undefined
    if (sums) return sums
    const fresh: Kept = { layout, rows: new Map(), sums: new Map() }
    if (all.size >= most) all.clear()
    all.set(key, fresh)
    return caughtUp(fresh, rows, keyOf) ?? fresh.sums
  }
}

/** Undefined when rows have gone that were counted. */
function caughtUp({ layout, rows: known, sums }: Kept, rows: readonly SumsRow[], keyOf: (row: SumsRow) => string): ReadonlyMap<string, Tally> | undefined {
  for (const row of rows) {
    const { agency, month, channel, service, touchpoint, writer } = row
    const id = `${agency} ${month} ${channel} ${service} ${touchpoint} ${writer}`
    const before = known.get(id)
    if (before && Buffer.compare(before.sums, row.sums) === 0) continue
    const key = keyOf(row)
    const into = sums.get(key) ?? emptyTally(layout)
    sums.set(key, into)
    if (before) addEncodedTally(layout, into, before.sums, -1)
    addEncodedTally(layout, into, row.sums, 1)
    known.set(id, row)
  }
  return known.size === rows.length ? sums : undefined
}
