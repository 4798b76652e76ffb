import type { Kysely, Migration } from 'kysely'
import { beginning, entryHash } from '../chain'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Every entry of the log gets the hash that chains it to the one before it; what is stored is chained as it stands. */
export const logChain = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('events')
      .addColumn('hash', key, (c) => c.notNull().defaultTo(''))
      .execute()
    let before = beginning
    for (let last = 0; ;) {
      const rows = await db.selectFrom('events').selectAll().where('seq', '>', last).orderBy('seq').limit(atOnce).execute()
      for (const { hash: _, ...entry } of rows) {
        before = entryHash(before, entry)
        await db.updateTable('events').set({ hash: before }).where('seq', '=', entry.seq).execute()
        last = entry.seq
      }
      if (rows.length < atOnce) return
    }
  },
})

const atOnce = 1_000
