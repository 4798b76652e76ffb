import { type Campaign, campaignState } from '../../surveys/fielding/campaign'
import { kioskCondition, type KioskCondition, troubledFirst } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import type { LocalText } from '../../surveys/instrument/schema'
import { listAgencies } from '../db/agencies'
import { listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type KioskRecord, knownKiosk, listKiosks } from '../db/kiosks'
import { readOfficeHours } from '../db/settings'
import { listTouchpoints, type ServingTouchpoint } from '../db/touchpoints'

type Deps = { readonly database: Database; readonly now: () => number }

/** Where a kiosk stands or could stand: a touchpoint that is answered at a kiosk. */
export type KioskPlace = {
  readonly touchpoint: string
  readonly label: LocalText
  /** The names of the agencies it serves, in its own order. */
  readonly agencies: readonly LocalText[]
  readonly campaign: Pick<Campaign, 'code' | 'title' | 'synthetic'>
  /** Whether the campaign has ended, so that nobody answers there any more. */
  readonly isOver: boolean
}

/** A kiosk with its place, unless that was deleted, and how it stands now. */
export type StandingKiosk = {
  readonly kiosk: KioskRecord
  readonly place: KioskPlace | undefined
  readonly condition: KioskCondition
  /** Whether a code is out that a device can still be enrolled with. */
  readonly isInvited: boolean
}

/** Every kiosk, or those at some touchpoints; those that somebody should see to first. */
export async function standingKiosks(deps: Deps, touchpoints?: readonly ServingTouchpoint[]): Promise<readonly StandingKiosk[]> {
  const [all, places, hours] = [await listKiosks(deps.database), await kioskPlaces(deps, touchpoints), await readOfficeHours(deps.database)]
  const kiosks = touchpoints ? all.filter(({ touchpoint }) => touchpoints.some(({ code }) => code === touchpoint)) : all
  const at = new Map(places.map((place) => [place.touchpoint, place]))
  return troubledFirst(
    kiosks.map((kiosk) => ({
      kiosk,
      place: at.get(kiosk.touchpoint),
      condition: kioskCondition(knownKiosk(kiosk), hours, deps.now()),
      isInvited: kiosk.code_expires_at > new Date(deps.now()).toISOString(),
    })),
  )
}

/** Every touchpoint that is answered at a kiosk, or those among some, of campaigns that go on first. */
export async function kioskPlaces({ database, now }: Deps, among?: readonly ServingTouchpoint[]): Promise<readonly KioskPlace[]> {
  const [campaigns, agencies] = [await listCampaigns(database), await listAgencies(database)]
  const touchpoints = among ?? (await listTouchpoints(database))
  const names = new Map(agencies.map(({ code, name }) => [code, name]))
  const today = localDay(now())
  const places = campaigns.flatMap((campaign) =>
    touchpoints
      .filter(({ kind, campaign: of }) => kind === 'kiosk' && of === campaign.code)
      .map(({ code, label, agencies: served }) => ({
        touchpoint: code,
        label,
        agencies: served.map((agency) => names.get(agency) ?? { vi: agency }),
        campaign,
        isOver: campaignState(campaign, today) === 'closed',
      })),
  )
  return places.sort((a, b) => Number(a.isOver) - Number(b.isOver))
}
