import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** Which numbers a device has given, keeps, and has set aside, where it told counts alone. */
export const kioskNumbers = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('kiosks')
      .addColumn('held', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
