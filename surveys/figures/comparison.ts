import type { Campaign } from '../fielding/campaign'
import { type Interval, z975 } from './intervals'
import { normalBelow } from './ranks'
import { daysBetween } from '../instrument/calendar'
import { rounded, steady } from '../instrument/decimal'

/** Two figures of the same indicator from different people. */
export type Estimated = { readonly value: number | null; readonly interval: Interval | null }

export type Verdict = 'higher' | 'lower' | 'unclear'

/** What changed from one estimate to a later one, in the unit of both; `unclear` while the interval holds 0. */
export type Change = { readonly difference: number; readonly interval: Interval | null; readonly verdict: Verdict }

/**
 * The difference of two independent estimates with its 95 % interval from their own intervals, by square and add
 * (Newcombe 1998, method 10, for shares; Zou & Donner 2008 for any estimate); undefined where one of them is missing.
 */
export function changeBetween(before: Estimated, after: Estimated): Change | undefined {
  if (before.value === null || after.value === null) return undefined
  const difference = steady(steady(after.value) - steady(before.value))
  if (before.interval === null || after.interval === null) return { difference, interval: null, verdict: 'unclear' }
  const down = Math.hypot(after.value - after.interval[0], before.interval[1] - before.value)
  const up = Math.hypot(after.interval[1] - after.value, before.value - before.interval[0])
  const interval = [difference - down, difference + up] as const
  return { difference, interval, verdict: verdictOf(interval) }
}

/** A figure of one agency in two waves, each with how many answers it stands on; undefined where the agency has none. */
export type InTwoWaves = { readonly code: string; readonly before: Weighed | undefined; readonly after: Weighed | undefined }
type Weighed = Estimated & { readonly base: number }

/** What of a total's change its agencies make, and what comes from another mixture of them, in the unit of both. */
export type Mixture = {
  /** Undefined where no agency has a figure in both waves. */
  readonly atSame: Change | undefined
  /** What is left of the whole change, agencies that came or went included. */
  readonly rest: number
  /** Agencies with a figure in only one wave, which cannot be compared. */
  readonly alone: readonly string[]
}

/**
 * The change of a total at constant mixture by direct standardisation (Kitagawa 1955): Σ w·(after − before) over the agencies with
 * a figure in both waves, each weighing the mean of its two shares of their answers; the interval by square and add from the
 * agencies' own, taken as independent. Where a total is the mean of these agencies by their answers, the rest is Σ (mean of
 * before and after)·(change of its share).
 */
export function atConstantMixture(whole: Change, agencies: readonly InTwoWaves[]): Mixture {
  const has = (one: Weighed | undefined): boolean => one !== undefined && one.value !== null && one.base > 0
  const alone = agencies.filter(({ before, after }) => has(before) !== has(after)).map(({ code }) => code)
  const pairs = agencies.flatMap(({ before, after }) => (before && after && has(before) && has(after) ? [{ before, after }] : []))
  const bases = {
    before: pairs.reduce((sum, { before }) => sum + before.base, 0),
    after: pairs.reduce((sum, { after }) => sum + after.base, 0),
  }
  const parts = pairs.flatMap(({ before, after }) => {
    const change = changeBetween(before, after)
    return change ? [{ change, weight: (before.base / bases.before + after.base / bases.after) / 2 }] : []
  })
  if (parts.length === 0) return { atSame: undefined, rest: whole.difference, alone }
  const difference = steady(parts.reduce((sum, { change, weight }) => sum + weight * change.difference, 0))
  const interval = intervalOfSum(difference, parts)
  const atSame: Change = { difference, interval, verdict: interval ? verdictOf(interval) : 'unclear' }
  return { atSame, rest: steady(whole.difference - difference), alone }
}

type Part = { readonly change: Change; readonly weight: number }

function intervalOfSum(sum: number, parts: readonly Part[]): Interval | null {
  let [down, up] = [0, 0]
  for (const { change, weight } of parts) {
    if (change.interval === null) return null
    down += (weight * (change.difference - change.interval[0])) ** 2
    up += (weight * (change.interval[1] - change.difference)) ** 2
  }
  return [sum - Math.sqrt(down), sum + Math.sqrt(up)]
}

/** Whether a total is said to have risen or fallen: only where it did at constant mixture too, both surely. */
export const claimOf = (whole: Change, { atSame }: Mixture): Verdict => (atSame?.verdict === whole.verdict ? whole.verdict : 'unclear')

/** How changes that are read as one list are judged: against any false claim, or against too large a part of false ones. */
export type JudgedBy = 'holm' | 'benjamini-hochberg'

/** Up to so many changes not one shall falsely be called; of more than that, at most one in twenty that are called. */
const fewChanges = 50

/**
 * Changes with verdicts that hold for all of the list together: a change is called where its p-value, adjusted after Holm (1979) or
 * where there are many after Benjamini and Hochberg (1995), is below 5 %. Those without an interval are not called and not counted.
 */
export function judgedTogether<K>(changes: ReadonlyMap<K, Change>): { readonly changes: ReadonlyMap<K, Change>; readonly by: JudgedBy } {
  const judged = [...changes].flatMap(([key, change]) => {
    const p = pValueOf(change)
    return p === undefined ? [] : [{ key, change, p }]
  })
  const by = judged.length <= fewChanges ? 'holm' : 'benjamini-hochberg'
  const together = adjusted(
    judged.map(({ p }) => p),
    by,
  )
  const isCalled = new Set(judged.flatMap(({ key }, place) => ((together[place] ?? 1) < 0.05 ? [key] : [])))
  const verdictFor = (key: K, { verdict }: Change): Verdict => (isCalled.has(key) ? verdict : 'unclear')
  return { changes: new Map([...changes].map(([key, change]) => [key, { ...change, verdict: verdictFor(key, change) }])), by }
}

/** p-values adjusted for their number, in their order: to be held against the same 5 % as a single one. */
export function adjusted(values: readonly number[], by: JudgedBy): readonly number[] {
  const made = values.map(() => 1)
  const count = values.length
  const rising = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  if (by === 'holm') {
    let most = 0
    for (const [place, { value, index }] of rising.entries()) made[index] = most = Math.min(1, Math.max(most, (count - place) * value))
    return made
  }
  let least = 1
  for (const [place, { value, index }] of [...rising.entries()].reverse())
    made[index] = least = Math.min(least, (value * count) / (place + 1))
  return made
}

/** Two-sided, from the arm of the interval that reaches towards 0, so that it is below 5 % just where the interval leaves 0 out. */
function pValueOf({ difference, interval }: Change): number | undefined {
  if (interval === null) return undefined
  const arm = difference > 0 ? difference - interval[0] : interval[1] - difference
  return difference === 0 ? 1 : Math.max(0, 2 * normalBelow((-z975 * Math.abs(difference)) / arm))
}

/** Whether two figures, as they are shown with so many places, differ by another number than their change is shown with. */
export function isOffByRounding(before: Pick<Estimated, 'value'>, after: Pick<Estimated, 'value'>, places: number): boolean {
  if (before.value === null || after.value === null) return false
  const change = rounded(steady(after.value) - steady(before.value), places)
  return steady(rounded(after.value, places) - rounded(before.value, places)) !== steady(change)
}

/** Fielded with one questionnaire in one way, so that their figures may stand beside each other. */
export type Fielded = {
  readonly code: string
  readonly questionnaire: string
  readonly version: number
  readonly kind: 'open' | 'sampled'
  readonly status: Campaign['status']
  readonly opensOn: string
  readonly closesOn: string
  readonly synthetic: boolean
}

/**
 * The campaigns that ended before this one opened and may be compared with it, the latest first: the same questionnaire in
 * the same version or one that this version names as comparable, the same kind, and never made-up beside real data.
 */
export function comparableBefore<C extends Fielded>(
  campaign: Fielded,
  all: readonly C[],
  comparableVersions: readonly number[] = [],
): readonly C[] {
  return all
    .filter((other) => other.code !== campaign.code && other.status !== 'draft' && other.closesOn < campaign.opensOn)
    .filter(
      ({ questionnaire, kind, synthetic }) =>
        questionnaire === campaign.questionnaire && kind === campaign.kind && synthetic === campaign.synthetic,
    )
    .filter(({ version }) => version === campaign.version || comparableVersions.includes(version))
    .sort((a, b) => inOrder(b.closesOn, a.closesOn) || inOrder(b.opensOn, a.opensOn) || inOrder(a.code, b.code))
}

const yearDays = 365
/** Days by which last year's campaign may have begun earlier or later in its year. */
const sameSeason = 45

/** Of the campaigns that may be compared with one the one that began about a year before it. */
export function lastYearOf<C extends Fielded>(campaign: Fielded, all: readonly C[], comparableVersions: readonly number[]): C | undefined {
  const off = ({ opensOn }: Fielded): number => Math.abs(daysBetween(opensOn, campaign.opensOn) - yearDays)
  return comparableBefore(campaign, all, comparableVersions)
    .filter((other) => off(other) <= sameSeason)
    .toSorted((one, other) => off(one) - off(other))[0]
}

function verdictOf([low, high]: Interval): Verdict {
  if (low > 0) return 'higher'
  return high < 0 ? 'lower' : 'unclear'
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/**
 * Ranks 1, 1, 3 from the highest value, unrounded but for the noise of adding in another order; null stays without a rank and
 * takes no place.
 */
export function ranksOf(values: readonly (number | null)[]): readonly (number | null)[] {
  const ranks: (number | null)[] = values.map(() => null)
  const order = values
    .flatMap((value, index) => (value === null ? [] : [{ value: steady(value), index }]))
    .sort((a, b) => b.value - a.value)
  let first = { value: NaN, rank: 0 }
  for (const [place, { value, index }] of order.entries()) {
    if (first.value !== value) first = { value, rank: place + 1 }
    ranks[index] = first.rank
  }
  return ranks
}
