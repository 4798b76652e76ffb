import { type Kysely, type Migration, sql } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/**
 * Responses that are stored and do not count, why, and what waits for a second person; batches of paper sheets with their second keying. The index
 * holds those alone that are set aside, so whoever records pays nothing for it.
 */
export const setAsideTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('responses')
      .addColumn('set_aside', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await db.schema
      .createIndex('responses_set_aside')
      .on('responses')
      .columns(['campaign', 'agency', 'id'])
      .where(sql.ref('set_aside'), '<>', sql.lit(''))
      .execute()
    await db.schema
      .createTable('set_asides')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('response', key, (c) => c.notNull())
      .addColumn('cause', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('confirmed_by', 'text', (c) => c.notNull())
      .addColumn('set_on', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('set_asides_key', ['campaign', 'response'])
      .execute()
    await db.schema
      .createTable('set_aside_requests')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('responses', 'text', (c) => c.notNull())
      .addColumn('cause', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('account', key, (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('asked_at', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('paper_batches')
      .addColumn('code', key, (c) => c.notNull().primaryKey())
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('sheets', 'integer', (c) => c.notNull())
      .addColumn('keying', 'text', (c) => c.notNull())
      .addColumn('seed', 'text', (c) => c.notNull())
      .addColumn('first_by', 'text', (c) => c.notNull())
      .addColumn('second_by', 'text', (c) => c.notNull())
      .addColumn('begun_on', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('paper_batches_of_touchpoint').on('paper_batches').columns(['touchpoint', 'code']).execute()
    await db.schema
      .createTable('paper_sheets')
      .addColumn('batch', key, (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('answers', 'text', (c) => c.notNull())
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('compared', 'text', (c) => c.notNull())
      .addColumn('asked', 'integer', (c) => c.notNull())
      .addColumn('differing', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('paper_sheets_key', ['batch', 'number'])
      .execute()
  },
})
