import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** What people wrote that has left its place: into a pool that is released, with its text, or to the rest above, where it waits. */
export const releasedCommentTable = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('released_comments')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('item', key, (c) => c.notNull())
      .addColumn('response', key, (c) => c.notNull())
      .addColumn('level', key, (c) => c.notNull())
      .addColumn('code', key, (c) => c.notNull())
      .addColumn('pooled', 'smallint', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('released_comments_key', ['campaign', 'item', 'response'])
      .execute()
  },
})
