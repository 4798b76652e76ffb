import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** How many responses each writer has taken out again: while none was, tallies only grow. */
export const erasures = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('writers')
      .addColumn('erasures', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
  },
})
