import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Kiosks that an administrator has enrolled, each with the public half of a key that never leaves it. */
export const kioskTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('kiosks')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('code_hash', key, (c) => c.notNull())
      .addColumn('code_expires_at', 'text', (c) => c.notNull())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('enrolled_on', 'text', (c) => c.notNull())
      .addColumn('revoked_on', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'text', (c) => c.notNull())
      .addColumn('build', 'text', (c) => c.notNull())
      .addColumn('made', 'bigint', (c) => c.notNull())
      .addColumn('waiting', 'bigint', (c) => c.notNull())
      .addColumn('set_aside', 'bigint', (c) => c.notNull())
      .addColumn('lost', 'bigint', (c) => c.notNull())
      .addColumn('arrived', 'text', (c) => c.notNull())
      .addColumn('refused', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('kiosks_by_code').on('kiosks').column('code_hash').execute()
  },
})
