import type { Context } from 'hono'
import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import type { Permission } from '../../surveys/people/roles'
import { type FoundAgencies, listAgencies, searchAgencies } from '../db/agencies'
import { type CampaignRecord, findCampaign, listCampaigns, measuringCampaigns, type Area, withinArea } from '../db/campaigns'
import { findKiosk, type KioskRecord } from '../db/kiosks'
import { findTouchpoint, listTouchpoints, type ServingTouchpoint } from '../db/touchpoints'
import { isWithin, type PersonDeps, personOf, areaOf } from './permission'

/** How far whoever asks may do this; nowhere for nobody. Asked once for each request. */
export function areaFor(deps: PersonDeps, c: Context, to: Permission): Promise<Area> {
  const known = asked.get(c.req.raw) ?? new Map<Permission, Promise<Area>>()
  asked.set(c.req.raw, known)
  const area = known.get(to) ?? personOf(deps, c).then((person) => (person ? areaOf(deps.database, person, to) : new Set<string>()))
  known.set(to, area)
  return area
}

const asked = new WeakMap<Request, Map<Permission, Promise<Area>>>()

/** A campaign as far as whoever asks may do this in it: with their agencies alone, and nothing where it measures none of them. */
export async function seenCampaign(deps: PersonDeps, c: Context, code: string, to: Permission): Promise<CampaignRecord | undefined> {
  const record = await findCampaign(deps.database, code)
  const seen = record && withinArea(record, await areaFor(deps, c, to))
  // A campaign is run by who is over all that it measures.
  return to === 'campaigns.change' && seen && seen.measured.length < seen.peers.length ? undefined : seen
}

/** The campaigns that measure any agency of theirs. */
export async function seenCampaigns(deps: PersonDeps, c: Context, to: Permission): Promise<readonly Campaign[]> {
  const area = await areaFor(deps, c, to)
  const all = await listCampaigns(deps.database)
  if (area === 'everywhere') return all
  const measuring = await measuringCampaigns(deps.database, [...area])
  return all.filter(({ code }) => measuring.has(code))
}

/** Touchpoints that serve their agencies alone; what serves others as well is nobody's who is not over all of them. */
export async function seenTouchpoints(
  deps: PersonDeps,
  c: Context,
  to: Permission,
  campaign?: string,
): Promise<readonly ServingTouchpoint[]> {
  const area = await areaFor(deps, c, to)
  return (await listTouchpoints(deps.database, campaign)).filter((touchpoint) => isServed(area, touchpoint))
}

export async function seenTouchpoint(deps: PersonDeps, c: Context, code: string, to: Permission): Promise<ServingTouchpoint | undefined> {
  const touchpoint = await findTouchpoint(deps.database, code)
  return touchpoint && isServed(await areaFor(deps, c, to), touchpoint) ? touchpoint : undefined
}

/** Kiosks at their touchpoints; undefined: every one, those as well whose touchpoint is gone. */
export const seenKioskPlaces = async (deps: PersonDeps, c: Context, to: Permission): Promise<readonly ServingTouchpoint[] | undefined> =>
  (await areaFor(deps, c, to)) === 'everywhere' ? undefined : seenTouchpoints(deps, c, to)

export async function seenKiosk(deps: PersonDeps, c: Context, id: string, to: Permission): Promise<KioskRecord | undefined> {
  const [kiosk, places] = [await findKiosk(deps.database, id), await seenKioskPlaces(deps, c, to)]
  return kiosk && (!places || places.some(({ code }) => code === kiosk.touchpoint)) ? kiosk : undefined
}

const isServed = (area: Area, { agencies }: ServingTouchpoint): boolean =>
  area === 'everywhere' || (agencies.length > 0 && agencies.every((agency) => area.has(agency)))

export async function seenAgencies(deps: PersonDeps, c: Context, to: Permission): Promise<readonly Agency[]> {
  const area = await areaFor(deps, c, to)
  return (await listAgencies(deps.database)).filter(({ code }) => isWithin(area, code))
}

/** Their agencies whose name or code holds the words, among how many. */
export async function seenAgenciesWith(deps: PersonDeps, c: Context, to: Permission, words: string): Promise<FoundAgencies> {
  const area = await areaFor(deps, c, to)
  const found = await searchAgencies(deps.database, words)
  if (area === 'everywhere') return found
  return {
    agencies: found.agencies.filter(({ code }) => area.has(code)),
    total: (await listAgencies(deps.database)).filter(({ code }) => area.has(code)).length,
  }
}
