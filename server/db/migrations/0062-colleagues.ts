import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** What colleagues and people from outside say about a design, who is at it at this moment, and the links by which somebody without an account reads it. */
export const colleagueTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('design_comments')
      .addColumn('questionnaire', key, (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('words', 'text', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('link', key, (c) => c.notNull())
      .addColumn('at', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('design_comments_key', ['questionnaire', 'seq'])
      .execute()
    await db.schema
      .createTable('design_presence')
      .addColumn('questionnaire', key, (c) => c.notNull())
      .addColumn('person', key, (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('seen_at', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('design_presence_key', ['questionnaire', 'person'])
      .execute()
    await db.schema
      .createTable('review_links')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('hash', key, (c) => c.notNull().unique())
      .addColumn('questionnaire', key, (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('made_by', 'text', (c) => c.notNull())
      .addColumn('made_at', key, (c) => c.notNull())
      .addColumn('expires_at', key, (c) => c.notNull())
      .addColumn('revoked_at', key, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('review_links_of').on('review_links').columns(['questionnaire', 'version']).execute()
  },
})
