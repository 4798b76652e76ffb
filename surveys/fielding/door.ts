import { localDay } from '../instrument/calendar'
import { type Entrance, type FormerAgency, lateDays } from './campaign'

/** What somebody brings along who comes, or who sends what they answered. */
export type Comer = {
  /** Of a display: whether it shows this code now, or did. */
  readonly turn: 'now' | 'past' | undefined
  /** When the page was opened, as the server has sealed it. */
  readonly visit: number | undefined
  /** An enrolled device has signed it. */
  readonly isDevice: boolean
}

export type Shut = 'retired' | 'paused' | 'turned'

/** A touchpoint, and whether somebody of the office enters there. */
type Place = { readonly door: Entrance; readonly isEntered: boolean }

/** The one door without a lock. */
export const openDoor = (link: string): Entrance => ({ link, turns: false, pausedAt: undefined, retiredAt: undefined })

/** So long after a page was opened at a display's code its answers are taken: to finish them, and to find a network. */
export const finishDays = 3

/**
 * Why a touchpoint takes nothing of somebody; undefined where it does. What was begun before it was shut is taken as long as a campaign takes
 * what comes late. Where somebody of the office enters, their account opens it and no code.
 */
export function shutTo({ door, isEntered }: Place, coming: Comer, now: number): Shut | undefined {
  const { visit, turn, isDevice } = coming
  const isAfter = (end: number | undefined): boolean => {
    if (end === undefined || now <= end || isDevice) return false
    return visit === undefined || visit > end || now - visit > lateDays * dayMs
  }
  if (!isEntered && isAfter(door.retiredAt)) return 'retired'
  if (isAfter(door.pausedAt)) return 'paused'
  if (!door.turns || turn === 'now' || isDevice) return undefined
  return visit !== undefined && now - visit <= finishDays * dayMs ? undefined : 'turned'
}

/**
 * Whether what is sent about an agency that the touchpoint served before was begun there then: on a page that was opened by its end, or on a device that
 * had no network, on its last day or earlier. It is taken as long as a campaign takes what comes late.
 */
export function wasBegunThen(
  { until }: Pick<FormerAgency, 'until'>,
  { visit, isDevice, answeredOn }: Pick<Comer, 'visit' | 'isDevice'> & { readonly answeredOn: string },
  now: number,
): boolean {
  if (now - until > lateDays * dayMs) return false
  return isDevice ? answeredOn <= localDay(until) : visit !== undefined && visit <= until
}

const dayMs = 86_400_000
