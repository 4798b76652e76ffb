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
