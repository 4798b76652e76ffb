import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Drafts of next versions, what was done to a questionnaire by whom, and versions that are put away. */
export const designs = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('designs')
      .addColumn('questionnaire', key, (c) => c.notNull().primaryKey())
      .addColumn('definition', 'text', (c) => c.notNull())
      .addColumn('accepted', 'text', (c) => c.notNull())
      .addColumn('revision', 'bigint', (c) => c.notNull())
      .addColumn('authors', 'text', (c) => c.notNull())
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addColumn('asked_by', 'text', (c) => c.notNull())
      .addColumn('approved_by', 'text', (c) => c.notNull())
      .addColumn('approved_revision', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('questionnaire_events')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('questionnaire', key, (c) => c.notNull())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('at', key, (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('act', key, (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('questionnaire_events_in_order').on('questionnaire_events').columns(['questionnaire', 'at', 'id']).execute()
    await db.schema
      .alterTable('questionnaires')
      .addColumn('archived', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
})
