import { dayAfter, daysBetween, daysLater } from '../instrument/calendar'
import type { Agency, Campaign, Channel, Pause } from './campaign'
import { isOfficeDay, type OfficeHours } from './kiosk'

/** How many responses came from one place, about one agency, in one way, on one local day. */
export type ArrivedCell = {
  readonly touchpoint: string
  readonly agency: string
  readonly channel: Channel
  readonly day: string
  readonly responses: number
}

/** The office days from one local day to another, both inclusive, on which a campaign asked; a day on which it was paused all along is none. */
export function askedOfficeDays(
  { opensOn, closesOn, pauses = [] }: Pick<Campaign, 'opensOn' | 'closesOn' | 'pauses'>,
  hours: Pick<OfficeHours, 'days'>,
  until: string,
): readonly string[] {
  const days: string[] = []
  const last = until < closesOn ? until : closesOn
  for (let day = opensOn; day <= last; day = dayAfter(day)) if (isOfficeDay(hours, day) && !isPausedAllOf(pauses, day)) days.push(day)
  return days
}

/** It asked for a part of the days on which a pause began and ended. */
const isPausedAllOf = (pauses: readonly Pause[], day: string): boolean =>
  pauses.some(({ from, to }) => day > from && (to === null || day < to))

/** How many responses of those wanted should be there by the end of a day: as many as its part of the office days of the period. */
export function expectedBy(wanted: number, asked: readonly string[], all: readonly string[]): number {
  return all.length === 0 ? 0 : Math.round((wanted * asked.length) / all.length)
}

/** Where nobody answers any more, or nobody ever did. */
export type Silence = {
  /** The local day of the last response; empty where there is none. */
  readonly last: string
  /** Office days without one since. */
  readonly days: number
}

/** So many responses would have come in the silence as a rule: none of them comes by chance once in 400 times. */
const expectedInSilence = 6
/** Office days after which a place that nobody ever answered at is silent. */
const neverAfter = 3

/**
 * Whether a place is silent: so many full office days without a response that as a rule would have brought six. `asked` are the office days on which
 * it asked, up to yesterday, since today is not over.
 */
export function silenceOf(responses: number, last: string, asked: readonly string[]): Silence | undefined {
  if (responses === 0) return asked.length >= neverAfter ? { last: '', days: asked.length } : undefined
  const days = asked.length - firstAfter(asked, last)
  const before = asked.length - days
  if (days === 0) return undefined
  return (responses / Math.max(1, before)) * days >= expectedInSilence ? { last, days } : undefined
}

/** The place of the first day after another in a list in order. */
function firstAfter(days: readonly string[], day: string): number {
  let [from, to] = [0, days.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((days[middle] ?? '') <= day) from = middle + 1
    else to = middle
  }
  return from
}

/** The day of an earlier campaign that is as far from its first as a day of this one. */
export const sameDayOf = (earlier: Pick<Campaign, 'opensOn'>, campaign: Pick<Campaign, 'opensOn'>, day: string): string =>
  daysLater(earlier.opensOn, daysBetween(campaign.opensOn, day))

/** What an earlier campaign counted of an agency, under its own code or under those of whom it took over from. */
export function earlierOf(
  { code, predecessors }: Pick<Agency, 'code' | 'predecessors'>,
  counts: ReadonlyMap<string, number>,
): number | undefined {
  const own = counts.get(code)
  if (own !== undefined) return own
  const before = predecessors.flatMap((one) => counts.get(one) ?? [])
  return before.length === 0 ? undefined : before.reduce((sum, count) => sum + count, 0)
}
