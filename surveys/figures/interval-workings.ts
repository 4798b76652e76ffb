import { outcomeOf } from './formulas'
import {
  clusterInterval,
  effectiveAnswers,
  fewestDayFreedom,
  type Interval,
  type IntervalMethod,
  meanInterval,
  personVariance,
  type Spread,
  tQuantile,
  wilsonAt,
} from './intervals'
import type { ShareSpread } from './linear'
import type { Sample } from './sums'
import type { NodeSlots } from './tally'

/** How a figure's interval comes about, before its steps, with every number that goes in: whoever has these can compute it again. */
export type IntervalWorking = {
  readonly method: IntervalMethod
  /** The value before its steps, and its interval there. */
  readonly value: number
  readonly interval: Interval
  /** Persons or answers that count once each, or effective persons. */
  readonly persons: number
  /** Of what is no single share: Σe² over persons, its degrees of freedom and Student's t there. */
  readonly scatter: { readonly squares: number; readonly freedom: number; readonly t: number } | undefined
  /** The variances over persons and over the days of each agency, both widened by Student's t; no days where they are not counted. */
  readonly overPersons: number
  readonly days: DaysWorking | undefined
  readonly counts: 'persons' | 'days'
  readonly remaining: number
  /** Of what lies between two ends: the number of answers at which Wilson's interval is taken, and how it comes about. */
  readonly wilson: WilsonWorking | undefined
}

/** Effective days of agencies with two or more; `squares` as they are, `variance` widened by Student's t. */
export type DaysWorking = {
  readonly effective: number
  readonly agencies: number
  readonly freedom: number
  readonly t: number
  readonly squares: number
  readonly variance: number
}

type WilsonWorking = {
  readonly low: number
  readonly reach: number
  readonly share: number
  /** With so many persons' weight the variance stands against one whole answer a person; undefined where none is blended in. */
  readonly informative: number | undefined
  /** The variance of unrelated answers, below which it is never taken; undefined of a single share. */
  readonly independent: number | undefined
  readonly answers: number
}

/** The working of a node's interval; undefined where it has none. */
export function intervalWorking(node: NodeSlots, sample: Sample): IntervalWorking | undefined {
  const { estimate } = outcomeOf(node, sample)
  const method = estimate?.interval() ? estimate.method() : null
  const made = estimate?.made?.()
  if (method === null || !made) return undefined
  return 'base' in made ? ofShare(made, sample, method) : ofSpread(made, sample, method)
}

function ofShare({ value, base, days, remaining }: ShareSpread, sample: Sample, method: IntervalMethod): IntervalWorking {
  const overPersons = (value * (1 - value)) / base
  const variance = Math.max(overPersons, days)
  const answers = (variance > 0 ? (value * (1 - value)) / variance : base) / remaining
  return {
    method,
    value,
    interval: wilsonAt(value, answers),
    persons: base,
    scatter: undefined,
    overPersons,
    days: daysIn(sample, days),
    counts: days > overPersons ? 'days' : 'persons',
    remaining,
    wilson: { low: 0, reach: 1, share: value, informative: undefined, independent: undefined, answers },
  }
}

function ofSpread(spread: Spread, sample: Sample, method: IntervalMethod): IntervalWorking | undefined {
  const { value, low, high, effective, freedom, squares, independent, informative, remaining, days } = spread
  const isBounded = method === 'wilson-cluster' || method === 'wilson-days'
  const interval = isBounded ? clusterInterval(spread) : meanInterval(spread)
  if (!interval) return undefined
  const reach = high - low
  const share = Math.min(1, Math.max(0, (value - low) / reach))
  const overPersons = personVariance(spread)
  return {
    method,
    value,
    interval: isBounded ? interval : [Math.max(interval[0], low), Math.min(interval[1], high)],
    persons: effective,
    scatter: { squares, freedom, t: tQuantile(freedom) },
    overPersons,
    days: daysIn(sample, days),
    counts: days > overPersons && squares > 0 ? 'days' : 'persons',
    remaining,
    wilson: isBounded
      ? {
          low,
          reach,
          share,
          informative: informative === Infinity ? undefined : informative,
          independent,
          answers: effectiveAnswers(share * (1 - share) * reach ** 2, spread) / remaining,
        }
      : undefined,
  }
}

/** Agencies of one day tell nothing of how days scatter; each with more gives its effective days less one. */
function daysIn({ layout: { length, days }, tally, dayWidening }: Sample, variance: number): DaysWorking | undefined {
  if (dayWidening === 0) return undefined
  const [freedom, effective] = [tally[length + days.freedom] ?? 0, tally[length + days.effective] ?? 0]
  const t = tQuantile(Math.max(fewestDayFreedom, freedom))
  return { effective, agencies: Math.round(effective - freedom), freedom, t, squares: variance / dayWidening, variance }
}
