import { type Kysely, type Migration, sql } from 'kysely'
import type { Tables } from '../tables'

/**
 * Troubles of a kiosk that somebody has seen; refusals each with its day, where the last one alone was kept; and the keys of devices that
 * stood there before, since files of theirs may come later.
 */
export const kioskLooks = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('kiosks')
      .addColumn('former', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute()
    await db.schema
      .alterTable('kiosks')
      .addColumn('looked', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await sql`update kiosks set refused = '[]' where refused = ''`.execute(db)
    await sql`update kiosks set refused = '[{"code":"' || refused || '","on":""}]' where refused <> '[]'`.execute(db)
  },
})
