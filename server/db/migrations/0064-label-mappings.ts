import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** How a sheet with labels is read, by the questionnaire and the head of the sheet. */
export const labelMappingTable = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('label_mappings')
      .addColumn('questionnaire', key, (c) => c.notNull())
      .addColumn('head', key, (c) => c.notNull())
      .addColumn('mapping', 'text', (c) => c.notNull())
      .addColumn('saved_by', 'text', (c) => c.notNull())
      .addColumn('saved_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('label_mappings_key', ['questionnaire', 'head'])
      .execute()
  },
})
