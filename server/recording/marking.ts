import { sql } from 'kysely'
import type { Database, Executing } from '../db/dialect'

/** Marks earlier responses of a campaign that are told of as a burst by now, within the transaction of the one by which it was told. */
export async function markBursts(within: Executing, { db }: Database, campaign: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const query = db
    .updateTable('responses')
    // `burst` stands first among those that are stored.
    .set({ flags: sql<string>`trim('burst ' || flags)` })
    .where('campaign', '=', campaign)
    .where('id', 'in', ids)
    .where('erased', '=', 0)
    .where('flags', 'not like', 'burst%')
    .compile()
  await within.executeQuery(query)
}
