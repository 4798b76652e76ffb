import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** What somebody shows besides the password, what rescues who has lost it, and who has so far shown the password alone. */
export const secondFactors = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .createTable('second_factors')
      .addColumn('user_id', key, (c) => c.notNull().primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('secret', 'text', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addColumn('last_step', 'integer', (c) => c.notNull())
      .execute()
    await schema
      .createTable('recovery_codes')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('hash', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('recovery_codes_once', ['user_id', 'hash'])
      .execute()
    await schema
      .createTable('half_sign_ins')
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()
    await schema.createIndex('half_sign_ins_of_user').on('half_sign_ins').column('user_id').execute()
  },
})
