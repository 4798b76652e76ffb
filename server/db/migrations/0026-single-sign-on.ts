import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Whom a provider of identities calls whom, what its groups let people be, and by which door a session was entered. */
export const singleSignOn = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .createTable('provider_accounts')
      .addColumn('issuer', key, (c) => c.notNull())
      .addColumn('subject', key, (c) => c.notNull())
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('since', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('provider_accounts_key', ['issuer', 'subject'])
      .execute()
    await schema.createIndex('provider_accounts_of_user').on('provider_accounts').column('user_id').execute()
    await schema
      .createTable('group_roles')
      .addColumn('group_name', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('group_roles_key', ['group_name', 'role', 'agency'])
      .execute()
    await schema
      .createTable('group_grants')
      .addColumn('user_id', key, (c) => c.notNull())
      .addColumn('group_name', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('group_grants_key', ['user_id', 'group_name', 'role', 'agency'])
      .execute()
    await schema
      .createTable('spent_errands')
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()
    for (const table of ['sessions', 'half_sign_ins'])
      await schema
        .alterTable(table)
        .addColumn('entered_by', 'text', (c) => c.notNull().defaultTo(''))
        .execute()
  },
})
