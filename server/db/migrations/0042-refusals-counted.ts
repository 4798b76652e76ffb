import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** How many attempts of an account were refused within its last hour: those that stand in the log, and those that are only counted. */
export const refusalsCounted = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('refusal_counts')
      .addColumn('account', key, (c) => c.primaryKey().notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('hour', 'text', (c) => c.notNull())
      .addColumn('told', 'integer', (c) => c.notNull())
      .addColumn('more', 'integer', (c) => c.notNull())
      .execute()
  },
})
