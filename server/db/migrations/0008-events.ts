import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** One log of everything that is done; `event_turn` holds its last number, and whoever acts holds that row. */
export const events = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('events')
      .addColumn('seq', 'bigint', (c) => c.notNull().primaryKey())
      .addColumn('at', key, (c) => c.notNull())
      .addColumn('account', key, (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('door', key, (c) => c.notNull())
      .addColumn('act', key, (c) => c.notNull())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('object', key, (c) => c.notNull())
      .addColumn('details', 'text', (c) => c.notNull())
      .addColumn('once', key)
      .execute()
    await db.schema.createIndex('events_of_object').on('events').columns(['kind', 'object', 'seq']).execute()
    await db.schema.createIndex('events_once').unique().on('events').column('once').execute()
    await db.schema
      .createTable('event_turn')
      .addColumn('log', key, (c) => c.notNull().primaryKey())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .execute()
    await db.insertInto('event_turn').values({ log: 'events', seq: 0 }).execute()
  },
})
