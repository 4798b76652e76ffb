import { type Kysely, type Migration, sql } from 'kysely'
import type { Tables } from '../tables'

/** A touchpoint's code is found in whatever case it was typed, without looking through all of them. */
export const codeSpellings = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .createIndex('touchpoints_by_folded_code')
      .on('touchpoints')
      .expression(sql`lower(code)`)
      .execute()
  },
})
