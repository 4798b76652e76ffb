import type { Campaign, Channel } from '../../surveys/campaign'
import type { Agency } from '../../surveys/campaign'
import type { LocalText } from '../../surveys/schema'
import { agencyOf } from './agencies'
import type { Database } from './dialect'
import type { CampaignRow } from './tables'

export const campaignOf = (row: CampaignRow): Campaign => ({
  code: row.code,
  title: JSON.parse(row.title),
  questionnaire: row.questionnaire,
  version: row.version,
  kind: row.kind,
  status: row.status,
  opensOn: row.opens_on,
  closesOn: row.closes_on,
  threshold: row.threshold,
  synthetic: row.synthetic === 1,
})

/** An agency as one campaign measures it. */
export type MeasuredAgency = { readonly agency: Agency; readonly population: number | undefined }

export type CampaignRecord = { readonly campaign: Campaign; readonly breakdowns: readonly string[]; readonly measured: readonly MeasuredAgency[] }

export async function findCampaign({ db }: Database, code: string): Promise<CampaignRecord | undefined> {
  const row = await db.selectFrom('campaigns').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const rows = await db
    .selectFrom('campaign_agencies')
    .innerJoin('agencies', 'agencies.code', 'campaign_agencies.agency')
    .selectAll('agencies')
    .select('population')
    .where('campaign', '=', code)
    .orderBy('agencies.code')
    .execute()
  return {
    campaign: campaignOf(row),
    breakdowns: row.breakdowns.split(',').filter((name) => name !== ''),
    measured: rows.map(({ population, ...agency }) => ({ agency: agencyOf(agency), population: population ?? undefined })),
  }
}

export async function listCampaigns({ db }: Database): Promise<readonly Campaign[]> {
  return (await db.selectFrom('campaigns').selectAll().orderBy('opens_on', 'desc').orderBy('code').execute()).map(campaignOf)
}

export type NewCampaign = Campaign & { readonly breakdowns: readonly string[]; readonly agencies: readonly { readonly code: string; readonly population: number | undefined }[] }

/** Creates a campaign with its agencies; false when the code is taken. */
export async function createCampaign({ db }: Database, { agencies, ...campaign }: NewCampaign): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const created = await trx
      .insertInto('campaigns')
      .values({
        code: campaign.code,
        title: JSON.stringify(campaign.title),
        questionnaire: campaign.questionnaire,
        version: campaign.version,
        kind: campaign.kind,
        status: campaign.status,
        opens_on: campaign.opensOn,
        closes_on: campaign.closesOn,
        threshold: campaign.threshold,
        synthetic: campaign.synthetic ? 1 : 0,
        breakdowns: campaign.breakdowns.join(','),
      })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('code')
      .executeTakeFirst()
    if (!created) return false
    for (const { code, population = null } of agencies)
      await trx.insertInto('campaign_agencies').values({ campaign: campaign.code, agency: code, population }).execute()
    return true
  })
}

/** Opens a draft campaign; from then on its threshold never changes. */
export async function openCampaign({ db }: Database, code: string): Promise<void> {
  await db.updateTable('campaigns').set({ status: 'open' }).where('code', '=', code).where('status', '=', 'draft').execute()
}

/** Closes a campaign on a day; its period ends then at the latest, so that late answers are judged by it. */
export async function closeCampaign({ db }: Database, code: string, today: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('campaigns').set({ status: 'closed' }).where('code', '=', code).execute()
    await trx.updateTable('campaigns').set({ closes_on: today }).where('code', '=', code).where('closes_on', '>', today).execute()
  })
}

export type NewTouchpoint = { readonly code: string; readonly campaign: string; readonly kind: Channel; readonly label: LocalText; readonly agencies: readonly string[] }

/** Creates a touchpoint that serves agencies in the given order; false when the code is taken. */
export async function createTouchpoint({ db }: Database, { agencies, label, ...touchpoint }: NewTouchpoint): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const created = await trx
      .insertInto('touchpoints')
      .values({ ...touchpoint, label: JSON.stringify(label) })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('code')
      .executeTakeFirst()
    if (!created) return false
    for (const [position, agency] of agencies.entries())
      await trx.insertInto('touchpoint_agencies').values({ touchpoint: touchpoint.code, agency, position }).execute()
    return true
  })
}
