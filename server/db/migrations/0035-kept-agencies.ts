import type { Kysely, Migration } from 'kysely'
import type { Tables } from '../tables'

/** What a campaign was opened with is kept beside its agencies; those that were opened before keep what stands today. */
export const keptAgencies = (): Migration => ({
  up: async (db: Kysely<Tables>) => {
    await db.schema
      .alterTable('campaign_agencies')
      .addColumn('opened_as', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    const measured = await db
      .selectFrom('campaign_agencies')
      .innerJoin('campaigns', 'campaigns.code', 'campaign_agencies.campaign')
      .innerJoin('agencies', 'agencies.code', 'campaign_agencies.agency')
      .selectAll('agencies')
      .select('campaign_agencies.campaign')
      .where('campaigns.status', '<>', 'draft')
      .execute()
    for (const { campaign, code, name, block, parent, valid_from, valid_to, predecessors } of measured)
      await db
        .updateTable('campaign_agencies')
        .set({
          opened_as: JSON.stringify({
            code,
            name: JSON.parse(name),
            block,
            parent,
            validFrom: valid_from,
            validTo: valid_to,
            predecessors: JSON.parse(predecessors),
          }),
        })
        .where('campaign', '=', campaign)
        .where('agency', '=', code)
        .execute()
  },
})
