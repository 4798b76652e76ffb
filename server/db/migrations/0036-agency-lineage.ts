import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** Agencies have a type, a code in the state's lists, former names, and predecessors of which only a part came; a frozen name can be corrected. */
export const agencyLineage = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    for (const [column, none] of [
      ['in_part', '[]'],
      ['type', ''],
      ['official_code', ''],
      ['aliases', '[]'],
    ] as const)
      await db.schema
        .alterTable('agencies')
        .addColumn(column, 'text', (c) => c.notNull().defaultTo(none))
        .execute()
    await db.schema
      .alterTable('campaign_agencies')
      .addColumn('name_corrected', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
})
