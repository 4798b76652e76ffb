import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** Which ratings came in one form; every response of before is a form of its own. */
export const forms = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .alterTable('responses')
      .addColumn('form', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
