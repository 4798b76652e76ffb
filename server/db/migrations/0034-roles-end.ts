import type { Kysely, Migration } from 'kysely'
import { localDay } from '../../../surveys/instrument/calendar'
import type { Tables } from '../tables'

/**
 * A role from a group ends some time after its owner last came by the provider; of those before, the last sign-in by any door is known. A
 * password that its owner has still to choose has no hash: until now it had that of a text nobody knows. What is below an agency is read
 * from the index alone, in half the time.
 */
export const rolesEnd = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema.dropIndex('agencies_by_parent').execute()
    await db.schema.createIndex('agencies_by_parent').on('agencies').columns(['parent', 'code']).execute()
    await db.schema
      .alterTable('group_grants')
      .addColumn('ends_on', 'text', (c) => c.notNull().defaultTo('1970-01-01'))
      .execute()
    const seen = await db
      .selectFrom('users')
      .select(['id', 'signed_in_at'])
      .where('signed_in_at', '<>', '')
      .where('id', 'in', (make) => make.selectFrom('group_grants').select('user_id'))
      .execute()
    for (const { id, signed_in_at } of seen)
      await db
        .updateTable('group_grants')
        .set({ ends_on: localDay(Date.parse(signed_in_at) + 30 * 86_400_000) })
        .where('user_id', '=', id)
        .execute()
    await db
      .updateTable('credentials')
      .set({ password: '' })
      .where('user_id', 'in', (make) => make.selectFrom('account_links').select('user_id'))
      .execute()
  },
})
