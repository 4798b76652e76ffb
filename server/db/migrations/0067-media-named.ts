import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** When a recording or a picture last came or was last named, from where its days of grace count; for those that there are from now. */
export const mediaNamed = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('media')
      .addColumn('named_at', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await db.updateTable('media').set({ named_at: new Date().toISOString() }).execute()
  },
})
