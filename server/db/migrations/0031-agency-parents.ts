import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** What is below an agency is asked for with every request of somebody who holds a role there. */
export const agencyParents = (): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema.createIndex('agencies_by_parent').on('agencies').column('parent').execute()
  },
})
