import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Room for what the responses of each agency add up to on each day; `0021` counts those that are stored already. */
export const daySums = ({ types: { key, bytes }, keepInPlace }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('day_sums')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('month', key, (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('service', key, (c) => c.notNull())
      .addColumn('channel', key, (c) => c.notNull())
      .addColumn('writer', 'integer', (c) => c.notNull())
      .addColumn('sums', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('day_sums_key', ['campaign', 'month', 'agency', 'version', 'touchpoint', 'service', 'channel', 'writer'])
      .execute()
    await keepInPlace(db, 'day_sums')
  },
})
