import type { Kysely, Migration } from 'kysely'

/** Since when a touchpoint asks without a break; of what was made before it is not known. */
export const asksSince = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('touchpoints')
      .addColumn('asks_since', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
