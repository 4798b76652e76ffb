import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** Agencies that a touchpoint served before, each until an instant: what was begun there then is still about them. */
export const movedPlaces = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('former_agencies')
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('served_until', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('former_agencies_key', ['touchpoint', 'agency'])
      .execute()
  },
})
