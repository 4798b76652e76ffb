import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** What an office writes into the report of a campaign: of everything, of a block, or of an agency. */
export const reportTexts = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('report_texts')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('edition', key, (c) => c.notNull())
      .addColumn('texts', 'text', (c) => c.notNull())
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('report_texts_key', ['campaign', 'edition'])
      .execute()
  },
})
