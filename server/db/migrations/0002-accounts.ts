import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Accounts: the library's four tables in the engine's own types, and what it does not know: links, guesses and the secret. */
export const accounts = (engine: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await usersAndSessions(engine, db)
    await credentials(engine, db)
    await linksAndGuesses(engine, db)
  },
})

async function usersAndSessions({ types: { key, instant, flag } }: Engine, { schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('id', key, (c) => c.notNull().primaryKey())
    .addColumn('username', key, (c) => c.unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', key, (c) => c.notNull().unique())
    .addColumn('email_verified', flag, (c) => c.notNull())
    .addColumn('image', 'text')
    .addColumn('created_at', instant, (c) => c.notNull())
    .addColumn('updated_at', instant, (c) => c.notNull())
    .execute()
  await schema
    .createTable('sessions')
    .addColumn('id', key, (c) => c.notNull().primaryKey())
    .addColumn('token', key, (c) => c.notNull().unique())
    .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', instant, (c) => c.notNull())
    .addColumn('ip_address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('created_at', instant, (c) => c.notNull())
    .addColumn('updated_at', instant, (c) => c.notNull())
    .execute()
  await schema.createIndex('sessions_of_user').on('sessions').column('user_id').execute()
}

async function credentials({ types: { key, instant } }: Engine, { schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('credentials')
    .addColumn('id', key, (c) => c.notNull().primaryKey())
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('provider_id', key, (c) => c.notNull())
    .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('access_token', 'text')
    .addColumn('refresh_token', 'text')
    .addColumn('id_token', 'text')
    .addColumn('access_token_expires_at', instant)
    .addColumn('refresh_token_expires_at', instant)
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('created_at', instant, (c) => c.notNull())
    .addColumn('updated_at', instant, (c) => c.notNull())
    .addUniqueConstraint('credentials_once', ['provider_id', 'account_id'])
    .execute()
  await schema.createIndex('credentials_of_user').on('credentials').column('user_id').execute()
  await schema
    .createTable('verifications')
    .addColumn('id', key, (c) => c.notNull().primaryKey())
    .addColumn('identifier', key, (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('expires_at', instant, (c) => c.notNull())
    .addColumn('created_at', instant, (c) => c.notNull())
    .addColumn('updated_at', instant, (c) => c.notNull())
    .execute()
}

async function linksAndGuesses({ types: { key } }: Engine, { schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('account_links')
    .addColumn('user_id', key, (c) => c.notNull().primaryKey())
    .addColumn('hash', key, (c) => c.notNull().unique())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute()
  await schema
    .createTable('guesses')
    .addColumn('key', key, (c) => c.notNull().primaryKey())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('refused_until', 'text', (c) => c.notNull())
    .addColumn('forgotten_at', 'text', (c) => c.notNull())
    .execute()
  await schema
    .createTable('secrets')
    .addColumn('name', key, (c) => c.notNull().primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
}
