import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** What figures stood on that an assessment drew; of those drawn before nothing is known. */
export const drawnBases = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema.alterTable('assessment_drawn').addColumn('base', 'integer').execute()
    await schema.alterTable('assessment_drawn').addColumn('persons', 'integer').execute()
  },
})
