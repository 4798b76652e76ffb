import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** How far the scores of an assessment scatter over the persons who were asked, with how far the counting is. */
export const assessmentIntervalTable = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('assessment_intervals')
      .addColumn('assessment', key, (c) => c.notNull().primaryKey())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('drawn', 'integer', (c) => c.notNull())
      .addColumn('stamp', key, (c) => c.notNull())
      .addColumn('found', 'text', (c) => c.notNull())
      .addColumn('counted_on', key, (c) => c.notNull())
      .addColumn('owner', key, (c) => c.notNull())
      .addColumn('leased_until', key, (c) => c.notNull())
      .execute()
  },
})
