import type { Agency, Campaign, Touchpoint } from '../../surveys/fielding/campaign'
import { enteredKinds } from '../../surveys/people/entering'
import { agencyInCampaign } from './agencies'
import { campaignOf } from './campaigns'
import type { Database, Executing } from './dialect'
import { touchpointOf } from './touchpoints'

/** A touchpoint at which somebody of the office enters, with its campaign and the agencies that it serves in its own order. */
export type EntryPlace = { readonly touchpoint: Touchpoint; readonly campaign: Campaign; readonly agencies: readonly Agency[] }

/** All of them whose campaign ends on a local day or later, or of those alone that are named. */
export async function listEntryPlaces(
  { db }: Database,
  endsFrom: string,
  named: readonly string[] | 'all' = 'all',
): Promise<readonly EntryPlace[]> {
  if (named.length === 0) return []
  let asked = db
    .selectFrom('touchpoints')
    .innerJoin('campaigns', 'campaigns.code', 'touchpoints.campaign')
    .selectAll('campaigns')
    .select(['touchpoints.code as touchpoint', 'touchpoints.kind as asked_by', 'touchpoints.label'])
    .where('touchpoints.kind', 'in', enteredKinds)
    .where('campaigns.closes_on', '>=', endsFrom)
  if (named !== 'all') asked = asked.where('touchpoints.code', 'in', named)
  const rows = await asked.orderBy('campaigns.opens_on', 'desc').orderBy('campaigns.code').orderBy('touchpoints.code').execute()
  if (rows.length === 0) return []
  const agencies = db
    .selectFrom('touchpoint_agencies')
    .innerJoin('agencies', 'agencies.code', 'touchpoint_agencies.agency')
    .innerJoin('touchpoints', 'touchpoints.code', 'touchpoint_agencies.touchpoint')
    .leftJoin('campaign_agencies', (join) =>
      join.onRef('campaign_agencies.agency', '=', 'agencies.code').onRef('campaign_agencies.campaign', '=', 'touchpoints.campaign'),
    )
    .selectAll('agencies')
    .select(['touchpoint', 'opened_as'])
    .where('touchpoints.kind', 'in', enteredKinds)
    .orderBy('touchpoint')
    .orderBy('position')
  const served = await (
    named === 'all'
      ? agencies.where('touchpoints.campaign', 'in', [...new Set(rows.map(({ code }) => code))])
      : agencies.where('touchpoints.code', 'in', named)
  ).execute()
  const byTouchpoint = new Map<string, Agency[]>()
  for (const { touchpoint, ...agency } of served)
    byTouchpoint.set(touchpoint, [...(byTouchpoint.get(touchpoint) ?? []), agencyInCampaign(agency).agency])
  return rows.map(({ touchpoint, asked_by: kind, label, ...campaign }) => ({
    touchpoint: touchpointOf({ code: touchpoint, campaign: campaign.code, kind, label }),
    campaign: campaignOf(campaign),
    agencies: byTouchpoint.get(touchpoint) ?? [],
  }))
}

/** Who entered a response, and where; never which one. */
export type Entered = { readonly user: string; readonly touchpoint: string; readonly day: string }

/** Counts what was entered, with the responses or not at all. */
export async function countEntered(within: Executing, { db }: Database, all: readonly Entered[]): Promise<void> {
  const counts = new Map<string, Entered & { entered: number }>()
  for (const one of all) {
    const key = [one.user, one.touchpoint, one.day].join(' ')
    counts.set(key, { ...one, entered: (counts.get(key)?.entered ?? 0) + 1 })
  }
  // In one order everywhere, so that two processes never wait for each other in a circle.
  for (const [, { user, entered, ...place }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    await within.executeQuery(
      db
        .insertInto('entered_counts')
        .values({ user_id: user, ...place, entered })
        .onConflict((conflict) =>
          conflict
            .columns(['user_id', 'touchpoint', 'day'])
            .doUpdateSet((update) => ({ entered: update('entered_counts.entered', '+', update.ref('excluded.entered')) })),
        )
        .compile(),
    )
}

/** How many somebody has entered, on one local day and in all. */
export type EnteredCounts = { readonly today: number; readonly all: number }

/** The same at each touchpoint where they entered any. */
export async function enteredBy({ db }: Database, user: string, day: string): Promise<ReadonlyMap<string, EnteredCounts>> {
  const rows = await db
    .selectFrom('entered_counts')
    .select(['touchpoint', 'day', 'entered'])
    .where('user_id', '=', user)
    .orderBy('touchpoint')
    .orderBy('day')
    .execute()
  const counts = new Map<string, EnteredCounts>()
  for (const { touchpoint, day: on, entered } of rows) {
    const { today, all } = counts.get(touchpoint) ?? { today: 0, all: 0 }
    counts.set(touchpoint, { today: on === day ? entered : today, all: all + entered })
  }
  return counts
}
