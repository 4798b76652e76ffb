import { setImmediate as turn } from 'node:timers/promises'
import type { Campaign } from '../../surveys/fielding/campaign'
import {
  type PlannedCampaign,
  type PublishedVersion,
  type ReleasedBy,
  releasedParts,
  type Surroundings,
} from '../../surveys/fielding/drafts'
import { agencyInCampaign, type AgencyInCampaign, agencyInRow, listAgencies } from './agencies'
import type { Database } from './dialect'
import { listQuestionnaires } from './questionnaires'
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
  pauses: JSON.parse(row.pauses),
})

/** An agency as one campaign measures it. */
export type MeasuredAgency = AgencyInCampaign & { readonly population: number | undefined }

export type CampaignRecord = {
  readonly campaign: Campaign
  readonly breakdowns: readonly string[]
  /** The agencies that whoever reads it may see. */
  readonly measured: readonly MeasuredAgency[]
  /** All that it measures: what an agency's rank is found from, whoever reads it. */
  readonly peers: readonly MeasuredAgency[]
  readonly area: Area
  readonly releasedBy: ReleasedBy
}

/** The agencies that somebody may do something to; nothing outside of them exists for them. */
export type Area = 'everywhere' | ReadonlySet<string>

/** A campaign with the agencies within area alone; nothing where it measures none of them. */
export function withinArea(record: CampaignRecord, area: Area): CampaignRecord | undefined {
  if (area === 'everywhere') return record
  const measured = record.peers.filter(({ agency }) => area.has(agency.code))
  return measured.length > 0 ? { ...record, measured, area } : undefined
}

/** Whether whoever reads it sees every agency of a block, or of the campaign where none is named: else their sums are not those of the whole. */
export function seesAll({ measured, peers }: CampaignRecord, block: string | null = null): boolean {
  const within = (all: readonly MeasuredAgency[]): number => all.filter(({ agency }) => block === null || agency.block === block).length
  return within(measured) === within(peers)
}

export async function findCampaign({ db }: Database, code: string): Promise<CampaignRecord | undefined> {
  const row = await db.selectFrom('campaigns').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const rows = await db
    .selectFrom('campaign_agencies')
    .innerJoin('agencies', 'agencies.code', 'campaign_agencies.agency')
    .selectAll('agencies')
    .select(['population', 'opened_as'])
    .where('campaign', '=', code)
    .orderBy('agencies.code')
    .execute()
  const measured = rows.map(({ population, ...row }) => ({ ...agencyInCampaign(row), population: population ?? undefined }))
  return {
    campaign: campaignOf(row),
    breakdowns: row.breakdowns.split(',').filter((name) => name !== ''),
    releasedBy: releasedParts.find((name) => name === row.released_by) ?? '',
    measured,
    peers: measured,
    area: 'everywhere',
  }
}

export async function listCampaigns({ db }: Database): Promise<readonly Campaign[]> {
  return (await db.selectFrom('campaigns').selectAll().orderBy('opens_on', 'desc').orderBy('code').execute()).map(campaignOf)
}

/** The campaigns that measure any of these agencies. */
export async function measuringCampaigns({ db }: Database, agencies: readonly string[]): Promise<ReadonlySet<string>> {
  if (agencies.length === 0) return new Set()
  const rows = await db.selectFrom('campaign_agencies').select('campaign').distinct().where('agency', 'in', agencies).execute()
  return new Set(rows.map(({ campaign }) => campaign))
}

export type NewCampaign = PlannedCampaign

/** Creates a campaign with its agencies; false when the code is taken. */
export async function createCampaign(within: Database, { agencies, ...campaign }: NewCampaign): Promise<boolean> {
  const created = await within.db
    .insertInto('campaigns')
    .values({ code: campaign.code, status: campaign.status, ...rowOf(campaign) })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!created) return false
  await measure(within, campaign.code, agencies)
  if (campaign.status !== 'draft') await keepAgencies(within, campaign.code)
  return true
}

/** Changes a campaign that is not open yet; false when it is, or is not there. */
export async function changeDraft(within: Database, { agencies, ...campaign }: NewCampaign): Promise<boolean> {
  const changed = await within.db
    .updateTable('campaigns')
    .set(rowOf(campaign))
    .where('code', '=', campaign.code)
    .where('status', '=', 'draft')
    .returning('code')
    .executeTakeFirst()
  if (!changed) return false
  await within.db.deleteFrom('campaign_agencies').where('campaign', '=', campaign.code).execute()
  await measure(within, campaign.code, agencies)
  return true
}

const rowOf = (campaign: Omit<NewCampaign, 'agencies'>) => ({
  title: JSON.stringify(campaign.title),
  questionnaire: campaign.questionnaire,
  version: campaign.version,
  kind: campaign.kind,
  opens_on: campaign.opensOn,
  closes_on: campaign.closesOn,
  threshold: campaign.threshold,
  synthetic: campaign.synthetic ? 1 : 0,
  breakdowns: campaign.breakdowns.join(','),
  released_by: campaign.releasedBy ?? '',
})

async function measure({ db }: Database, campaign: string, agencies: NewCampaign['agencies']): Promise<void> {
  for (const { code, population = null } of agencies)
    await db.insertInto('campaign_agencies').values({ campaign, agency: code, population, opened_as: '' }).execute()
}

/** Opens a draft campaign on a local day, since which its touchpoints ask; from then on neither its threshold ever changes nor what it has of its agencies. */
export async function openCampaign(within: Database, code: string, today: string): Promise<void> {
  const opened = await within.db
    .updateTable('campaigns')
    .set({ status: 'open' })
    .where('code', '=', code)
    .where('status', '=', 'draft')
    .returning('code')
    .executeTakeFirst()
  if (!opened) return
  await within.db.updateTable('touchpoints').set({ asks_since: today }).where('campaign', '=', code).execute()
  await keepAgencies(within, code)
}

/** Keeps the agencies of a campaign as they are now; within one transaction others are answered meanwhile. */
async function keepAgencies({ db }: Database, campaign: string): Promise<void> {
  const rows = await db
    .selectFrom('campaign_agencies')
    .innerJoin('agencies', 'agencies.code', 'campaign_agencies.agency')
    .selectAll('agencies')
    .select('population')
    .where('campaign', '=', campaign)
    .orderBy('agencies.code')
    .execute()
  for (let at = 0; at < rows.length; at += keptAtOnce) {
    const kept = rows.slice(at, at + keptAtOnce).map(({ population, ...row }) => ({
      campaign,
      agency: row.code,
      population,
      opened_as: JSON.stringify(agencyInRow(row)),
    }))
    await db
      .insertInto('campaign_agencies')
      .values(kept)
      .onConflict((conflict) =>
        conflict.columns(['campaign', 'agency']).doUpdateSet((update) => ({ opened_as: update.ref('excluded.opened_as') })),
      )
      .execute()
    await turn()
  }
}

/** Some two milliseconds' worth. */
const keptAtOnce = 100

/** Closes a campaign on a day; its period ends then at the latest, so that late answers are judged by it. */
export async function closeCampaign({ db }: Database, code: string, today: string): Promise<void> {
  await db.updateTable('campaigns').set({ status: 'closed' }).where('code', '=', code).execute()
  await db.updateTable('campaigns').set({ closes_on: today }).where('code', '=', code).where('closes_on', '>', today).execute()
}

/** What is changed of a campaign after it was opened; its questionnaire, agencies and blocks never are. */
export type LifeChange = Partial<Pick<Campaign, 'title' | 'status' | 'closesOn' | 'threshold' | 'pauses'>>

export async function changeLife(
  { db }: Database,
  code: string,
  { title, status, closesOn, threshold, pauses }: LifeChange,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({
      ...(title && { title: JSON.stringify(title) }),
      ...(status && { status }),
      ...(closesOn !== undefined && { closes_on: closesOn }),
      ...(threshold !== undefined && { threshold }),
      ...(pauses && { pauses: JSON.stringify(pauses) }),
    })
    .where('code', '=', code)
    .execute()
}

/** The agencies and questionnaires that a campaign chooses from; what it asks already stays on offer though it be archived. */
export async function surroundingsOf(database: Database, kept: readonly PublishedVersion[] = []): Promise<Surroundings> {
  const all = await listQuestionnaires(database)
  const offered = all.filter(({ questionnaire, isArchived }) => questionnaire.kind === undefined && !isArchived)
  return {
    agencies: await listAgencies(database),
    published: [...kept, ...offered.map(({ questionnaire: { id, version } }) => ({ id, version }))],
    sets: all.flatMap(({ questionnaire: { id, kind } }) => (kind === undefined ? [] : [id])),
  }
}

/** Takes a draft campaign away with its touchpoints; false when it was opened, or is not there. */
export async function deleteDraft({ db }: Database, code: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('campaigns')
    .where('code', '=', code)
    .where('status', '=', 'draft')
    .returning('code')
    .executeTakeFirst()
  if (!deleted) return false
  const own = db.selectFrom('touchpoints').select('code').where('campaign', '=', code)
  await db.deleteFrom('touchpoint_grants').where('touchpoint', 'in', own).execute()
  await db.deleteFrom('touchpoint_agencies').where('touchpoint', 'in', own).execute()
  await db.deleteFrom('retired_codes').where('touchpoint', 'in', own).execute()
  await db.deleteFrom('former_agencies').where('touchpoint', 'in', own).execute()
  await db.deleteFrom('touchpoints').where('campaign', '=', code).execute()
  await db.deleteFrom('campaign_agencies').where('campaign', '=', code).execute()
  await db.deleteFrom('targets').where('campaign', '=', code).execute()
  return true
}
