import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** What was released: sums of whole cells by where they stand, and each night with what waited after it. A campaign names the parts of an agency before it opens. */
export const releaseTables = ({ types: { key, bytes } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('campaigns')
      .addColumn('released_by', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await db.schema
      .createTable('releases')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('night', key, (c) => c.notNull())
      .addColumn('settled', 'smallint', (c) => c.notNull())
      .addColumn('final', 'smallint', (c) => c.notNull())
      .addColumn('cells', 'integer', (c) => c.notNull())
      .addColumn('erasures', 'bigint', (c) => c.notNull())
      .addColumn('waiting', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('releases_key', ['campaign', 'night'])
      .execute()
    await db.schema
      .createTable('released_sums')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('level', key, (c) => c.notNull())
      .addColumn('code', key, (c) => c.notNull())
      .addColumn('part', key, (c) => c.notNull())
      .addColumn('block', key, (c) => c.notNull())
      .addColumn('released', bytes, (c) => c.notNull())
      .addColumn('passed', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('released_sums_key', ['campaign', 'level', 'code', 'part'])
      .execute()
  },
})
