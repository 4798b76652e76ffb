import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Letters that wait to be sent or were, and when each account was last signed in, as far as the log tells it of those before. */
export const mail = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('letters')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('account', key, (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('due_at', key, (c) => c.notNull())
      .addColumn('written_at', key, (c) => c.notNull())
      .addColumn('ended_at', key, (c) => c.notNull())
      .addColumn('trouble', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('letters_due').on('letters').columns(['state', 'due_at']).execute()
    await db.schema
      .alterTable('users')
      .addColumn('signed_in_at', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    const told = await db
      .selectFrom('events')
      .select((select) => ['account', select.fn.max<string>('at').as('at')])
      .where('kind', '=', 'sessions')
      .where('act', 'in', ['sessions.begin', 'sessions.use-link'])
      .groupBy('account')
      .execute()
    for (const { account, at } of told) await db.updateTable('users').set({ signed_in_at: at }).where('id', '=', account).execute()
  },
})
