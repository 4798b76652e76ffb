import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** What looks wrong with a response; of those that came before nothing is known. */
export const responseFlags = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .alterTable('responses')
      .addColumn('flags', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
