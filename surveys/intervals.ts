import { type Interval, studentInterval, tQuantile, wilsonAt, z975 } from './statistics'

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
export const shareInterval = (share: number, n: number, remaining: number): Interval | null => (n > 0 ? wilsonAt(share, n / remaining) : null)

/** Student's interval of a mean that has no bounds, such as a number of visits. */
export const meanInterval = ({ value, persons, variance, remaining }: Spread): Interval | null => studentInterval(value, variance * remaining, persons)

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
