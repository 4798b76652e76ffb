import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** Which sending of a device was the last that was heard; 0 where its page does not count them yet. */
export const kioskSendings = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('kiosks')
      .addColumn('sendings', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
  },
})
