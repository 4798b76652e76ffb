import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Figures that were published before, and the responses of one agency at hand for its comments. */
export const publishedFigures = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
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
    // In order of arrival within an agency, so that recording writes at a few places only.
    await schema.createIndex('responses_by_agency').on('responses').columns(['campaign', 'agency', 'writer', 'seq']).execute()
  },
})
