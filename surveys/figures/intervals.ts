export type IntervalMethod = 'wilson' | 'wilson-cluster' | 'student'

/** A figure with all that its interval needs; variances are in the squared unit of the value. */
export type Spread = {
  readonly value: number
  /** The least and the most that the value could be. */
  readonly low: number
  readonly high: number
  readonly persons: number
  /** n/(n − 1) · Σe² over persons. */
  readonly variance: number
  /** What Σe² would be if the answers of one person had nothing to do with each other. */
  readonly independent: number
  /** Persons who did not simply answer all alike at the good end, where that is known: what the variance was learnt from. */
  readonly informative: number
  /** What of the variance is left in a finite population: 1 − n/N; 1 when N is not known. */
  readonly remaining: number
}

/** Wilson's interval at the number of independent answers that scatters as much as these persons do. */
export function clusterInterval(spread: Spread): Interval | null {
  const { value, low, high, persons, remaining } = spread
  const reach = high - low
  if (persons < 2 || !(reach > 0)) return null
  const share = (value - low) / reach
  const [from, to] = wilsonAt(share, effectiveAnswers(share * (1 - share) * reach ** 2, spread) / remaining)
  return [low + from * reach, low + to * reach]
}

/** Wilson's interval of a single item's share; a finite population makes its answers worth more. */
export const shareInterval = (share: number, n: number, remaining: number): Interval | null =>
  n > 0 ? wilsonAt(share, n / remaining) : null

/** Student's interval of a mean that has no bounds, such as a number of visits. */
export const meanInterval = ({ value, persons, variance, remaining }: Spread): Interval | null =>
  studentInterval(value, variance * remaining, persons)

/** 1 − n/N, the share of a finite population that was not asked. */
export const remainingShare = (persons: number, population: number | undefined): number =>
  population === undefined ? 1 : Math.max(0, 1 - persons / population)

/**
 * How many independent answers are worth these: the variance over persons (widened by Student's t for its few degrees of
 * freedom), weighed with that of one whole answer a person as if one more person had shown it, and never below that of
 * unrelated answers. With no scatter at all a person counts as one answer.
 */
function effectiveAnswers(spreadOfOne: number, { persons, variance, independent, informative }: Spread): number {
  if (variance === 0 || spreadOfOne <= 0) return persons
  const seen = variance * (tQuantile(persons - 1) / z975) ** 2
  const blended = informative === Infinity ? seen : (informative * seen + spreadOfOne / persons) / (informative + 1)
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
  return [share <= 0 ? 0 : Math.max(0, middle - half), share >= 1 ? 1 : Math.min(1, middle + half)]
}

/** The 95 % interval of a mean whose squared standard error is known from n persons, in the mean's unit (Student 1908). */
export function studentInterval(mean: number, squaredError: number, n: number): Interval | null {
  if (n < 2) return null
  const half = tQuantile(n - 1) * Math.sqrt(Math.max(0, squaredError))
  return [mean - half, mean + half]
}

/**
 * The 0.975 quantile of Student's t, for whole degrees of freedom ≥ 1, to better than 1e-7: up to 40 by inverting the finite
 * series (Abramowitz & Stegun 1964, 26.7.3–4), above by the expansion in 1/df (26.7.5).
 */
export const tQuantile = (df: number): number => exactQuantiles[df] ?? expandedQuantile(df)

const x = z975
const expansion = [
  (x ** 3 + x) / 4,
  (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96,
  (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384,
  (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92160,
] as const

function expandedQuantile(df: number): number {
  const [first, second, third, fourth] = expansion
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

const exactQuantiles = [NaN, ...Array.from({ length: 40 }, (_, index) => invertedQuantile(index + 1))]
