import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Keys that sign for an account, and what a browser is to have signed next. */
export const passkeyTables = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .createTable('passkeys')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('party', 'text', (c) => c.notNull())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('transports', 'text', (c) => c.notNull())
      .addColumn('counter', 'bigint', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addColumn('used_on', 'text', (c) => c.notNull())
      .execute()
    await schema.createIndex('passkeys_of_user').on('passkeys').column('user_id').execute()
    await schema
      .createTable('passkey_challenges')
      .addColumn('browser', key, (c) => c.notNull().primaryKey())
      .addColumn('challenge', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()
  },
})
