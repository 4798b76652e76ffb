import type { Kysely, Migration } from 'kysely'

/** Why a publication was taken back, in English too; of those that were before nobody has said it. */
export const withdrawnInEnglish = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('publications')
      .addColumn('withdrawn_reason_en', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
