import type { Kysely, Migration } from 'kysely'
import { everyOffice } from '../../../surveys/people/roles'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Who may do what, by roles over agencies. Whoever had an account could do everything until now, and holds the roles of that. */
export const rolesGranted = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('grants')
      .addColumn('user_id', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('ends_on', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('grants_key', ['user_id', 'role', 'agency'])
      .execute()
    for (const { id } of await db.selectFrom('users').select('id').orderBy('id').execute())
      await db
        .insertInto('grants')
        .values(everyOffice.map(({ role, agency, endsOn }) => ({ user_id: id, role, agency, ends_on: endsOn })))
        .execute()
  },
})
