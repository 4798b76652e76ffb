import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Comments that the office keeps from readers, by a mark of their words: nothing there tells of which response they are. */
export const hiddenCommentTable = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createTable('hidden_comments')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('item', key, (c) => c.notNull())
      .addColumn('words', key, (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('hidden_comments_key', ['campaign', 'item', 'words'])
      .execute()
  },
})
