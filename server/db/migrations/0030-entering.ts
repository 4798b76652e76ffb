import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** Roles at touchpoints, one row for each, and how many responses an account has entered at each on a day. Nothing says which. */
export const enteringTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('touchpoint_grants')
      .addColumn('user_id', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('ends_on', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('touchpoint_grants_key', ['user_id', 'role', 'touchpoint'])
      .execute()
    await db.schema
      .createTable('entered_counts')
      .addColumn('user_id', key, (c) => c.notNull())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('day', key, (c) => c.notNull())
      .addColumn('entered', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('entered_counts_key', ['user_id', 'touchpoint', 'day'])
      .execute()
  },
})
