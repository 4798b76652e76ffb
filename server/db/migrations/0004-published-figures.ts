import { type Kysely, type Migration, sql } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Figures that were published before, and the comments about one agency at hand: few responses have any, and only they cost. */
export const publishedFigures = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    // What is stored already may have a comment; only looking tells.
    await schema
      .alterTable('responses')
      .addColumn('has_text', 'smallint', (c) => c.notNull().defaultTo(1))
      .execute()
    await schema
      .createTable('published_figures')
      .addColumn('place', key, (c) => c.notNull())
      .addColumn('node', key, (c) => c.notNull())
      .addColumn('formula', key, (c) => c.notNull())
      .addColumn('year', 'integer', (c) => c.notNull())
      .addColumn('value', 'double precision', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('published_figures_key', ['place', 'node', 'formula', 'year'])
      .execute()
    await schema
      .createIndex('responses_with_text')
      .on('responses')
      .columns(['campaign', 'agency', 'writer', 'seq'])
      .where(sql.ref('has_text'), '=', sql.lit(1))
      .execute()
  },
})
