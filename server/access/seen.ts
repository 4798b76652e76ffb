import type { Context } from 'hono'
import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import { type Permission, rootsFor, touchpointsFor } from '../../surveys/people/roles'
import { listAgencies, searchAgencies } from '../db/agencies'
import { type CampaignRecord, findCampaign, listCampaigns, measuringCampaigns, type Area, withinArea } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type EntryPlace, listEntryPlaces } from '../db/entering'
import { findKiosk, type KioskRecord } from '../db/kiosks'
import { findTouchpoint, listTouchpoints, type ServingTouchpoint } from '../db/touchpoints'
import { isOwnRequest } from './origin'
import { areaOf, isWithin, may, type Person, type PersonDeps, personOf, standingNow } from './permission'

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

/** How far somebody who asked some time ago may do this now, as a name of all that lies within; and a campaign with its places as far as that. */
export type SeenNow = {
  readonly extent: string
  readonly campaign: (
    code: string,
  ) => Promise<{ readonly record: CampaignRecord; readonly touchpoints: readonly ServingTouchpoint[] } | undefined>
}

/** Nothing where their session, their account or their role has ended meanwhile. */
export async function seenNow(database: Database, person: Person, to: Permission): Promise<SeenNow | undefined> {
  const standing = await standingNow(database, person)
  if (!standing || !may(standing, to)) return undefined
  const area = await areaOf(database, standing, to)
  return {
    extent: area === 'everywhere' ? area : [...area].sort().join(' '),
    campaign: async (code) => {
      const found = await findCampaign(database, code)
      const record = found && withinArea(found, area)
      return record && { record, touchpoints: touchpointsWithin(area, await listTouchpoints(database, code)) }
    },
  }
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
  return touchpointsWithin(await areaFor(deps, c, to), await listTouchpoints(deps.database, campaign))
}

/** Those of some touchpoints that serve agencies of an area alone. */
const touchpointsWithin = (area: Area, touchpoints: readonly ServingTouchpoint[]): readonly ServingTouchpoint[] =>
  touchpoints.filter((touchpoint) => isServed(area, touchpoint))

export async function seenTouchpoint(deps: PersonDeps, c: Context, code: string, to: Permission): Promise<ServingTouchpoint | undefined> {
  const touchpoint = await findTouchpoint(deps.database, code)
  return touchpoint && isServed(await areaFor(deps, c, to), touchpoint) ? touchpoint : undefined
}

/** Where somebody enters what others said, of campaigns that end on a local day or later: touchpoints that they were given, and those of their area. */
export async function entryPlaces(deps: PersonDeps, c: Context, endsFrom: string): Promise<readonly EntryPlace[]> {
  const [area, own] = [await areaFor(deps, c, 'responses.enter'), await ownTouchpoints(deps, c)]
  const isWide = area === 'everywhere' || area.size > 0
  const places = await listEntryPlaces(deps.database, endsFrom, isWide ? 'all' : own)
  return places.filter((place) => isEnteredBy(area, own, place))
}

/** One of them, whenever its campaign ends. */
export async function entryPlace(deps: PersonDeps, c: Context, code: string): Promise<EntryPlace | undefined> {
  const [area, own] = [await areaFor(deps, c, 'responses.enter'), await ownTouchpoints(deps, c)]
  return (await listEntryPlaces(deps.database, '', [code])).find((place) => isEnteredBy(area, own, place))
}

const isEnteredBy = (area: Area, own: readonly string[], { touchpoint: { code }, agencies }: EnteredAt): boolean =>
  own.includes(code) || isServed(area, { agencies: agencies.map((agency) => agency.code) })

/** Those that they were given; who looks as somebody sees of them what they may enter at themselves. */
async function ownTouchpoints(deps: PersonDeps, c: Context): Promise<readonly string[]> {
  const person = await personOf(deps, c)
  const own = touchpointsFor(person?.grants ?? [], 'responses.enter')
  const looker = person?.seeing?.grantsOfLooker
  if (!looker || rootsFor(looker, 'responses.enter').includes('')) return own
  const theirs = touchpointsFor(looker, 'responses.enter')
  return own.filter((code) => theirs.includes(code))
}

/** Where it was answered, and of which agencies. */
export type EnteredAt = { readonly touchpoint: { readonly code: string }; readonly agencies: readonly { readonly code: string }[] }

/** The account by which something is entered; or nobody is signed in who could, or somebody whose it is not. */
export type Enterer = { readonly user: string } | 'unknown' | 'not-theirs'

/** Who enters what a request brings, asked where that is needed alone. */
export const entererOf =
  (deps: PersonDeps, c: Context) =>
  async (at: EnteredAt): Promise<Enterer> => {
    const person = await personOf(deps, c)
    // What another site sent in somebody's name is nobody's; who has to set a second factor up first is not in yet.
    if (!person || person.isHeldBack || (person.via === 'session' && !isOwnRequest(deps.accounts.config, c))) return 'unknown'
    // Who looks as somebody changes nothing, at the request at which that ends neither.
    if (person.seeing || person.seeingOver || !may(person, 'responses.enter')) return 'not-theirs'
    const isTheirs = isEnteredBy(await areaFor(deps, c, 'responses.enter'), await ownTouchpoints(deps, c), at)
    return isTheirs ? { user: person.id } : 'not-theirs'
  }

/** Kiosks at their touchpoints; undefined: every one, those as well whose touchpoint is gone. */
export const seenKioskPlaces = async (deps: PersonDeps, c: Context, to: Permission): Promise<readonly ServingTouchpoint[] | undefined> =>
  (await areaFor(deps, c, to)) === 'everywhere' ? undefined : seenTouchpoints(deps, c, to)

export async function seenKiosk(deps: PersonDeps, c: Context, id: string, to: Permission): Promise<KioskRecord | undefined> {
  const [kiosk, places] = [await findKiosk(deps.database, id), await seenKioskPlaces(deps, c, to)]
  return kiosk && (!places || places.some(({ code }) => code === kiosk.touchpoint)) ? kiosk : undefined
}

const isServed = (area: Area, { agencies }: Pick<ServingTouchpoint, 'agencies'>): boolean =>
  area === 'everywhere' || (agencies.length > 0 && agencies.every((agency) => area.has(agency)))

export async function seenAgencies(deps: PersonDeps, c: Context, to: Permission): Promise<readonly Agency[]> {
  const area = await areaFor(deps, c, to)
  return (await listAgencies(deps.database)).filter(({ code }) => isWithin(area, code))
}

/** All of their agencies, and the codes of those whose name, a former one or code holds the words; undefined where there are no words. */
export async function seenAgenciesWith(deps: PersonDeps, c: Context, to: Permission, words: string): Promise<SoughtAgencies> {
  return {
    agencies: await seenAgencies(deps, c, to),
    found: words === '' ? undefined : await searchAgencies(deps.database, words),
  }
}

export type SoughtAgencies = { readonly agencies: readonly Agency[]; readonly found: ReadonlySet<string> | undefined }
