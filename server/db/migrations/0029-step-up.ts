import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** When somebody last showed in a session who they are, and as whom they look at the office in it. */
export const stepUp = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    for (const column of ['proved_at', 'seeing_as', 'seeing_since'] as const)
      await schema
        .alterTable('sessions')
        .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
        .execute()
  },
})
