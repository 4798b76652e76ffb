/**
 * `delta`: Student's interval of the first-order change of a product or a ratio; `-days`: the days of an agency scatter more than
 * its persons alone would.
 */
export type IntervalMethod = 'wilson' | 'wilson-cluster' | 'student' | 'delta' | 'wilson-days' | 'student-days' | 'delta-days'

/** A figure with all that its interval needs; squares are in the squared unit of the value. */
export type Spread = {
  readonly value: number
  /** The least and the most that the value could be. */
  readonly low: number
  readonly high: number
  /** How many persons who weigh alike would tell as much as these (Kish 1965): (Σ weight)² / Σ weight² over persons. */
  readonly effective: number
  /** Degrees of freedom of Σe². */
  readonly freedom: number
  /** Σe² over persons. */
  readonly squares: number
  /** What Σe² would be if the answers of one person had nothing to do with each other. */
  readonly independent: number
  /** Of the effective persons, those who did not simply answer all alike at the good end, where that is known: what Σe² was learnt from. */
  readonly informative: number
  /** What of the variance is left in a finite population: 1 − n/N; 1 when N is not known. */
  readonly remaining: number
  /** The variance over the days of each agency as `dayWidening` widens it; 0 where no agency has two. */
  readonly days: number
}

/** Wilson's interval at the number of independent answers that scatters as much as these persons do; it never misses its value. */
export function clusterInterval(spread: Spread): Interval | null {
  const { value, low, high, effective, remaining } = spread
  const reach = high - low
  if (effective < 2 || !(reach > 0)) return null
  const share = Math.min(1, Math.max(0, (value - low) / reach))
  const [from, to] = wilsonAt(share, effectiveAnswers(share * (1 - share) * reach ** 2, spread) / remaining)
  return [Math.min(value, low + from * reach), Math.max(value, Math.min(high, low + to * reach))]
}

/** Wilson's interval of a single item's share; a finite population makes its answers worth more, days that scatter make them worth less. */
export function shareInterval(share: number, n: number, remaining: number, days = 0): Interval | null {
  if (n <= 0) return null
  const spread = share * (1 - share)
  return wilsonAt(share, (days > spread / n && spread > 0 ? spread / days : n) / remaining)
}

/** Whether the days of a figure scatter more than its persons, and than what stands beside these, such as unrelated answers. */
export const countsDays = (spread: Spread, beside = 0): boolean =>
  spread.days > beside && spread.squares > 0 && spread.days > personVariance(spread)

/**
 * By how much a variance over days is widened so that a normal interval of it is as wide as Student's; fewer than five days that
 * weigh alike are taken for five, since Student's interval of two or three is as wide as the scale.
 */
export const dayWidening = (freedom: number): number => (tQuantile(Math.max(fewestDayFreedom, freedom)) / z975) ** 2

/** Below so many degrees of freedom a variance is too wild to be widened as Student would: over days, and over persons. */
export const fewestDayFreedom = 4
export const fewestFreedom = 5

/** Student's interval of a mean that has no bounds, such as a number of visits; none where equal numbers tell nothing of their scatter. */
export function meanInterval(spread: Spread): Interval | null {
  const { value, effective, squares, remaining } = spread
  if (effective < 2 || (squares === 0 && remaining > 0)) return null
  const half = z975 * Math.sqrt(seenVariance(spread) * remaining)
  return [value - half, value + half]
}

/** 1 − n/N, the share of a finite population that was not asked. */
export const remainingShare = (persons: number, population: number | undefined): number =>
  population === undefined ? 1 : Math.max(0, 1 - persons / population)

/** The larger of the variances over persons and over the days of each agency. */
const seenVariance = (spread: Spread): number => Math.max(personVariance(spread), spread.days)

/** The variance over persons, widened so that a normal interval of it is as wide as Student's. */
export const personVariance = ({ squares, freedom }: Spread): number =>
  ((freedom + 1) / freedom) * squares * (tQuantile(freedom) / z975) ** 2

/**
 * How many independent answers are worth these: the variance over persons or over days, weighed with that of one whole answer a person as
 * if one more person had shown it, and never below that of unrelated answers. With no scatter at all a person counts as one
 * answer. Persons are effective persons throughout.
 */
export function effectiveAnswers(spreadOfOne: number, spread: Spread): number {
  const { effective, squares, independent, informative } = spread
  if (squares === 0 || spreadOfOne <= 0) return effective
  const seen = seenVariance(spread)
  const blended = informative === Infinity ? seen : (informative * seen + spreadOfOne / effective) / (informative + 1)
  return spreadOfOne / Math.max(blended, independent)
}

export type Interval = readonly [low: number, high: number]

/** The 0.975 quantile of the standard normal distribution. */
export const z975 = 1.959963984540054

/** The 95 % score interval of `positive` out of `n`, as shares 0…1 (Wilson 1927); null when n is 0. */
export const wilsonInterval = (positive: number, n: number): Interval | null => (n > 0 ? wilsonAt(positive / n, n) : null)

/** The 95 % score interval at a share with an effective number of answers, which need not be whole (Wilson 1927). */
export function wilsonAt(share: number, n: number): Interval {
  if (n === Infinity) return [share, share]
  const shrink = 1 + z975 ** 2 / n
  const middle = (share + z975 ** 2 / (2 * n)) / shrink
  const half = (z975 / shrink) * Math.sqrt((share * (1 - share)) / n + z975 ** 2 / (4 * n ** 2))
  return [share <= 0 ? 0 : Math.min(share, Math.max(0, middle - half)), share >= 1 ? 1 : Math.max(share, Math.min(1, middle + half))]
}

/**
 * The 0.975 quantile of Student's t for degrees of freedom ≥ 1, to better than 1e-7 where they are whole: up to 40 by inverting
 * the finite series (Abramowitz & Stegun 1964, 26.7.3–4), above by the expansion in 1/df (26.7.5); between two whole ones in
 * proportion to 1/df.
 */
export function tQuantile(df: number): number {
  const below = Math.max(1, Math.floor(df))
  const from = exactQuantiles[below]
  const to = exactQuantiles[below + 1]
  if (from === undefined || to === undefined) return expandedQuantile(df)
  return df <= below ? from : from + ((to - from) * (1 / below - 1 / df)) / (1 / below - 1 / (below + 1))
}

const x = z975
const [first, second, third, fourth] = [
  (x ** 3 + x) / 4,
  (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96,
  (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384,
  (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92160,
] as const

function expandedQuantile(df: number): number {
  return x + (first + (second + (third + fourth / df) / df) / df) / df
}

function invertedQuantile(df: number): number {
  let low = 0
  let high = Math.PI / 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (probabilityWithin(middle, df) < 0.95) low = middle
    else high = middle
  }
  return Math.sqrt(df) * Math.tan(low)
}

/** P(|T| ≤ √df · tan(angle)). */
function probabilityWithin(angle: number, df: number): number {
  const isOdd = df % 2 === 1
  let power = isOdd ? Math.cos(angle) : 1
  let sum = df === 1 ? 0 : power
  for (let k = isOdd ? 3 : 2; k < df; k += 2) {
    power *= ((k - 1) / k) * Math.cos(angle) ** 2
    sum += power
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}

const exactQuantiles = [NaN, ...Array.from({ length: 41 }, (_, index) => invertedQuantile(index + 1))]
