import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** What administrators set on screen, by name. */
export const settings = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .createTable('settings')
      .addColumn('name', key, (c) => c.notNull().primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
})
