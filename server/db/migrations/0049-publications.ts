import { type Kysely, type Migration, sql } from 'kysely'
import type { Engine } from '../dialect'

/**
 * Editions of published campaigns, each with its frozen figures. What was published before told everybody the figures of the last night, and no
 * copy of them was kept: it is closed again, and whoever may publishes it anew.
 */
export const publicationTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('publications')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('checksum', 'text', (c) => c.notNull())
      .addColumn('terms', 'text', (c) => c.notNull())
      .addColumn('threshold', 'integer', (c) => c.notNull())
      .addColumn('night', 'text', (c) => c.notNull())
      .addColumn('prepared_by', 'text', (c) => c.notNull())
      .addColumn('prepared_person', 'text', (c) => c.notNull())
      .addColumn('prepared_at', 'text', (c) => c.notNull())
      .addColumn('published_on', 'text', (c) => c.notNull())
      .addColumn('published_person', 'text', (c) => c.notNull())
      .addColumn('public_on', 'text', (c) => c.notNull())
      .addColumn('withdrawn_on', 'text', (c) => c.notNull())
      .addColumn('withdrawn_reason', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('publications_key', ['campaign', 'number'])
      .execute()
    await sql`update campaigns set status = 'closed' where status = 'published'`.execute(db)
  },
})
