import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** Who sent a design back to its authors, and why. */
export const sentBack = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .alterTable('designs')
      .addColumn('sent_back', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
