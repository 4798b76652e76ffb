import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** How people want to be reached: beside no response, under a key of chance, in no order of arrival. */
export const contactTable = ({ byKeyAlone, types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('contacts')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('id', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('month', key, (c) => c.notNull())
      .addColumn('until', key, (c) => c.notNull())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('contact', 'text', (c) => c.notNull())
      .addColumn('handled', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('contacts_key', ['campaign', 'id'])
      .modifyEnd(byKeyAlone)
      .execute()
  },
})
