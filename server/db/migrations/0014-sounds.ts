import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Recordings of questions, items and options, each under a name made from its bytes. */
export const soundTables = ({ types: { key, bytes } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('sounds')
      .addColumn('name', key, (c) => c.notNull().primaryKey())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('milliseconds', 'bigint', (c) => c.notNull())
      .addColumn('bytes', bytes, (c) => c.notNull())
      .execute()
  },
})
