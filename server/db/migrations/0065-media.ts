import type { Kysely, Migration } from 'kysely'

/** Pictures stand beside recordings, under names of the same kind; how long a recording lasts is asked of its bytes. */
export const mediaTable = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('sounds').renameTo('media').execute()
    await db.schema.alterTable('media').dropColumn('milliseconds').execute()
  },
})
