import type { Touchpoint } from '../../surveys/campaign'
import type { Database } from './dialect'
import { touchpointOf } from './fielding'

/** A touchpoint with the codes of the agencies it serves, in its own order. */
export type ServingTouchpoint = Touchpoint & { readonly agencies: readonly string[] }

/** The touchpoints of a campaign, or of all. */
export async function listTouchpoints({ db }: Database, campaign?: string): Promise<readonly ServingTouchpoint[]> {
  let rows = db.selectFrom('touchpoints').selectAll().orderBy('campaign').orderBy('code')
  let served = db
    .selectFrom('touchpoint_agencies')
    .innerJoin('touchpoints', 'touchpoints.code', 'touchpoint_agencies.touchpoint')
    .select(['touchpoint', 'agency'])
    .orderBy('touchpoint')
    .orderBy('position')
  if (campaign !== undefined) {
    rows = rows.where('campaign', '=', campaign)
    served = served.where('campaign', '=', campaign)
  }
  const byTouchpoint = new Map<string, string[]>()
  for (const { touchpoint, agency } of await served.execute()) byTouchpoint.set(touchpoint, [...(byTouchpoint.get(touchpoint) ?? []), agency])
  return (await rows.execute()).map((row) => ({ ...touchpointOf(row), agencies: byTouchpoint.get(row.code) ?? [] }))
}

export async function hasTouchpoints({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('touchpoints').select('code').limit(1).executeTakeFirst()) !== undefined
}

/** One touchpoint by its code. */
export async function findTouchpoint({ db }: Database, code: string): Promise<ServingTouchpoint | undefined> {
  const row = await db.selectFrom('touchpoints').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const served = await db.selectFrom('touchpoint_agencies').select('agency').where('touchpoint', '=', code).orderBy('position').execute()
  return { ...touchpointOf(row), agencies: served.map(({ agency }) => agency) }
}
