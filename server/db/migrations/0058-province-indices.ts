import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** The indices by which the province is judged, as far as the office has made them its own, and each in a year. */
export const provinceIndexTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('province_indices')
      .addColumn('code', key, (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('method', 'text', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .addColumn('unit', key, (c) => c.notNull())
      .addColumn('maximum', 'double precision')
      .addColumn('top', 'integer')
      .addColumn('dropped', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('index_years')
      .addColumn('index_code', key, (c) => c.notNull())
      .addColumn('year', 'integer', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('value', 'double precision')
      .addColumn('rank', 'integer')
      .addColumn('ranked', 'integer')
      .addColumn('target', 'double precision')
      .addColumn('is_break', 'integer', (c) => c.notNull())
      .addColumn('reference', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('index_years_key', ['index_code', 'year'])
      .execute()
  },
})
