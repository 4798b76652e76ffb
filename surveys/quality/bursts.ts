/**
 * Bursts at one touchpoint, told as they come: a cumulative sum of log likelihood ratios (Page 1954) over the time since the last one,
 * whether the answers are one-sided, and whether they were given faster than read. Good and bad answers weigh the same. Whoever waits
 * between two as long as people do is not told apart by any of this.
 */
export type Arrival = {
  readonly id: string
  /** In milliseconds; undefined where it says nothing, of what a device had kept for a while. */
  readonly at: number | undefined
  /** Of a device that is believed about what it had kept: whether it began within a minute of the last one's end. */
  readonly soon?: boolean | undefined
  /** `undefined` of each: nobody says. */
  readonly isOneSided: boolean | undefined
  readonly isFast: boolean | undefined
}

/** A touchpoint while it is watched; known to one process and written nowhere. */
export type Watched = {
  readonly at: number | undefined
  /** Mean seconds between two, over the last ones, and how many it was learnt from. */
  readonly gap: Learnt
  /** How often one begins soon after the one before, as far as a device that is believed says it. */
  readonly soon: Learnt
  readonly sum: number
  /** Those since the sum was nothing that speak for a burst and were not told of yet. */
  readonly suspected: readonly string[]
  /** The last one, where its answers would speak for a burst: the first of one comes after a pause like anybody. */
  readonly last: string | undefined
}

/** How often something is so among the responses of a campaign. */
export type Usual = { readonly oneSided: Learnt; readonly fast: Learnt }

type Learnt = { readonly mean: number; readonly weight: number }

/** What is taken for usual before anything is known, as much as so many responses would say. */
export const unwatched = (kind: 'shared' | 'open'): Watched => ({
  at: undefined,
  gap: { mean: kind === 'shared' ? 180 : 60, weight: 30 },
  soon: { mean: 0.25, weight: 30 },
  sum: 0,
  suspected: [],
  last: undefined,
})

export const usualAtFirst: Usual = { oneSided: { mean: 0.5, weight: 50 }, fast: { mean: 0.1, weight: 50 } }

/** Adds what came; gives the ids that are told of as a burst by now, of this one and of earlier ones. */
export function watched(
  place: Watched,
  usual: Usual,
  arrival: Arrival,
): { readonly place: Watched; readonly usual: Usual; readonly told: readonly string[] } {
  const { id, at, soon, isOneSided, isFast } = arrival
  const seconds = place.at === undefined || at === undefined ? undefined : Math.max(0, at - place.at) / 1000
  const words = wordScore(isOneSided, usual.oneSided, often.oneSided) + wordScore(isFast, usual.fast, often.fast)
  const own = words + gapScore(place, soon, seconds)
  const sum = Math.min(mostSum, Math.max(0, place.sum + own))
  const before = place.sum === 0 && place.last !== undefined ? [place.last] : place.suspected
  const suspected = sum === 0 ? [] : own > 0 ? [...before, id].slice(-mostSuspected) : place.suspected
  const isBurst = sum >= enough
  const next: Watched = {
    at: at ?? place.at,
    gap: seconds === undefined || soon !== undefined ? place.gap : learnt(place.gap, Math.min(seconds, longestGap), mostWeight),
    soon: soon === undefined ? place.soon : learnt(place.soon, Number(soon), mostWeight),
    sum,
    suspected: isBurst ? [] : suspected,
    last: words > 0 ? id : undefined,
  }
  return { place: next, usual: usualWith(usual, arrival), told: isBurst ? suspected : [] }
}

/** In a burst: mean seconds between two, and how often each of the others is so. */
const burstGap = 40
const often = { oneSided: 0.95, fast: 0.3, soon: 0.9 } as const

/** The sum from which it is told of a burst: of 2,000 honest days of a kiosk fewer than one in two hundred reach it. */
const enough = 10
/** So that a burst ends soon after its last. */
const mostSum = 13
const mostSuspected = 64
/** Seconds; at night nobody comes, which says nothing of the day. */
const longestGap = 1_800
const mostWeight = 200

/** However long nobody came, one answer says no more than this against a burst. */
const leastGapScore = -4

function gapScore({ gap, soon: usuallySoon }: Watched, soon: boolean | undefined, seconds: number | undefined): number {
  if (soon !== undefined) return wordScore(soon, usuallySoon, often.soon)
  if (seconds === undefined) return 0
  // People cannot come much closer than in a burst: where it is always so busy, time alone tells nothing.
  const usual = Math.max(burstGap, gap.mean)
  return Math.max(leastGapScore, Math.log(usual / burstGap) - (1 / burstGap - 1 / usual) * seconds)
}

const wordScore = (isSo: boolean | undefined, usual: Learnt, inBurst: number): number =>
  isSo === undefined ? 0 : ratio(isSo, Math.min(inBurst, Math.max(0.02, usual.mean)), inBurst)

const ratio = (isSo: boolean, usually: number, inBurst: number): number =>
  isSo ? Math.log(inBurst / usually) : Math.log((1 - inBurst) / (1 - usually))

const usualWith = (usual: Usual, { isOneSided, isFast }: Arrival): Usual => ({
  oneSided: isOneSided === undefined ? usual.oneSided : learnt(usual.oneSided, Number(isOneSided), 1_000),
  fast: isFast === undefined ? usual.fast : learnt(usual.fast, Number(isFast), 1_000),
})

const learnt = ({ mean, weight }: Learnt, value: number, most: number): Learnt => ({
  mean: mean + (value - mean) / (weight + 1),
  weight: Math.min(most, weight + 1),
})
