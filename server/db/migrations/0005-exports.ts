import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Exports that are prepared in the background, and who asked for them. */
export const exportJobs = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('exports')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('format', 'text', (c) => c.notNull())
      .addColumn('filter', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('requested_by', 'text', (c) => c.notNull())
      .addColumn('requested_at', key, (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('expected_rows', 'bigint', (c) => c.notNull())
      .addColumn('written_rows', 'bigint', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .addColumn('leased_until', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('exports_in_order').on('exports').columns(['requested_at', 'id']).execute()
  },
})
