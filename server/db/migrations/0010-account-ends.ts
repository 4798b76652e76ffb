import { type Kysely, type Migration, sql } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/**
 * Accounts can be disabled, and an access token belongs to an account, for some permissions, until a day. A token made under a
 * name that no account bears is worth nothing any more; one of an account keeps working for a year from its day.
 */
export const accountEnds = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('users')
      .addColumn('disabled_at', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await db.schema.alterTable('access_tokens').renameTo('nameless_tokens').execute()
    await db.schema
      .createTable('access_tokens')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('hash', key, (c) => c.notNull().unique())
      .addColumn('user_id', key, (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('created_on', 'text', (c) => c.notNull())
      .addColumn('expires_on', 'text', (c) => c.notNull())
      .addColumn('used_on', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('access_tokens_of_user').on('access_tokens').column('user_id').execute()
    await sql`
      insert into access_tokens (id, hash, user_id, label, scope, created_on, expires_on, used_on)
      select substr(nameless_tokens.hash, 1, 8), nameless_tokens.hash, users.id, '', 'results.read,responses.export', nameless_tokens.created_on,
        cast(cast(substr(nameless_tokens.created_on, 1, 4) as integer) + 1 as text) || substr(nameless_tokens.created_on, 5), ''
      from nameless_tokens join users on users.username = nameless_tokens.name`.execute(db)
    await db.schema.dropTable('nameless_tokens').execute()
  },
})
