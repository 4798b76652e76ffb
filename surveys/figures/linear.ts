import { itemDaySquares, sumOfDaySquares } from './days'
import {
  clusterInterval,
  countsDays,
  fewestFreedom,
  type Interval,
  type IntervalMethod,
  meanInterval,
  remainingShare,
  shareInterval,
  type Spread,
} from './intervals'
import { pairSums } from './pairs'
import type { RatioGroup } from './rollups'
import type { FormulaName } from '../instrument/schema'
import { type Measure, personsOf, type Reading, readings, type Sample, squaresOf, sumOf, sumsAt } from './sums'
import type { NodeSlots } from './tally'

/** A value, and its interval for whoever asks: most of the work lies there, and a mean over agencies needs only values. */
export type Estimate = {
  readonly value: number
  readonly interval: () => Interval | null
  readonly method: () => IntervalMethod | null
  /** What its interval is made of, to be shown step by step. */
  readonly made?: (() => Spread | ShareSpread) | undefined
  /** Why no interval follows from its sums, whatever was answered. */
  readonly lost?: NoInterval | undefined
}

/** A share of `base` persons or answers, each counted once: the variance over days, widened, and what is left of a finite population. */
export type ShareSpread = { readonly value: number; readonly base: number; readonly days: number; readonly remaining: number }

/**
 * Why a figure has no interval: fewer than two persons or nothing that could scatter; answers counted positive and answers worth
 * points mixed; a part that counts persons; an operation that only picks or counts; a part that was held, rounded or placed among
 * agencies; a number that nobody answered; ratings of several agencies by one person, without what tells the persons apart.
 */
export type NoInterval = 'few' | 'mixed' | 'persons' | 'operation' | 'clamped' | 'rounded' | 'observed' | 'input' | 'ratings'

/** The weighted sum of its groups' ratios, with an interval from persons; undefined where an item cannot be read so. */
export function linear(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[]): Estimate | undefined {
  const sum = weightedSum(sample, groups)
  if (!sum) return undefined
  const { low, high, first } = sum
  const value = heldInBounds(sum.value, low, high)
  const [only] = groups
  if (
    node.indicator.items.length === 1 &&
    groups.length === 1 &&
    only?.weight === 1 &&
    only.items.length === 1 &&
    first.measure === 'positive' &&
    countsOnce(node, sample)
  )
    return singleShare(value, only.items[0] ?? -1, sample)
  return intervalOf(node, sample, groups, { ...sum, value })
}

/** Whether each person answered each item of a node once at most: several agencies are rated together otherwise. */
const countsOnce = ({ items }: NodeSlots, { layout, tally, sums }: Sample): boolean =>
  layout.rated === undefined ||
  items.every((place) => {
    const at = layout.pairs.offsets[place * layout.pairs.count + place] ?? 0
    return (tally[at + pairSums.mm] ?? 0) <= (sums[place]?.base ?? 0)
  })

/** A figure with the interval that its sums allow. */
export function intervalOf(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], sum: WeightedSum): Estimate {
  const { value, low, high, first, lost } = sum
  if (lost) return { value, interval: () => null, method: () => null, lost }
  const spread = spreadOf(node, sample, groups, sum)
  return first.interval === 'unbounded'
    ? {
        value,
        interval: () => heldWithin(meanInterval(spread()), low, high),
        method: () => (countsDays(spread()) ? 'student-days' : 'student'),
        made: spread,
      }
    : {
        value,
        made: spread,
        interval: () => clusterInterval(spread()),
        method: () => (countsDays(spread(), spread().independent) ? 'wilson-days' : 'wilson-cluster'),
      }
}

/** Most of the work of an interval lies in its spread, and its method asks for the same. */
export function spreadOf(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], sum: WeightedSum): () => Spread {
  let made: Spread | undefined
  return () => (made ??= scatter(node, sample, groups, sum))
}

export type WeightedSum = {
  readonly value: number
  /** The least and the most that it could be. */
  readonly low: number
  readonly high: number
  /** How the first item is read; where others are read as something else the interval is lost, unless one of them has no bounds. */
  readonly first: Reading
  readonly lost: NoInterval | undefined
}

// Plain loops here and below, and nothing made in them: a page of 200 agencies asks for twenty thousand figures.
export function weightedSum(sample: Sample, groups: readonly RatioGroup[]): WeightedSum | undefined {
  let value = 0
  let low = 0
  let high = 0
  let first: Reading | undefined
  let lost: NoInterval | undefined
  for (let index = 0; index < groups.length; index++) {
    const { weight, items, reads } = groups[index] ?? noGroup
    let base = 0
    let answers = 0
    let least = 0
    let most = 0
    let isPlaced = false
    for (let place = 0; place < items.length; place++) {
      const at = items[place] ?? -1
      const reading = readingAt(at, sample, reads[place])
      if (!reading) return undefined
      first ??= reading
      isPlaced ||= reading.interval === 'none'
      if (isPlaced) lost = 'observed'
      else if (reading.measure !== first.measure) lost ??= 'mixed'
      else if (reading.interval === 'unbounded') first = reading
      const item = sumsAt(sample, at)
      base += item.base
      answers += reading.offset * item.base + reading.factor * sumOf(item, reading.measure)
      least += reading.low * item.base
      most += reading.high * item.base
    }
    // Who has too few persons to be one of those among whom agencies are placed may lie beyond them.
    if (isPlaced) answers = Math.min(Math.max(answers, least), most)
    value += (weight * answers) / base
    low += (weight * least) / base
    high += (weight * most) / base
  }
  return first && { value, low: plain(low), high: plain(high), first, lost }
}

const noGroup: RatioGroup = { weight: 0, items: [], reads: [] }

export function readingAt(place: number, sample: Sample, read: FormulaName | undefined): Reading | undefined {
  const item = sample.layout.items[place]
  return item && read && readings[read](item, sample)
}

/** Linearised per person: e = Σ weight/base · (answer − ratio · valid). */
export function scatter(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], { value, low, high, first }: WeightedSum): Spread {
  const { persons, hits } = personsOf(node, sample)
  const { answer, valid } = sample.layout.terms
  for (const place of node.items) answer[place] = valid[place] = 0
  for (const group of groups) {
    const { weight, items, reads } = group
    const { ratio, base } = ratioOf(sample, group)
    for (let at = 0; at < items.length; at++) {
      const place = items[at] ?? -1
      const reading = readingAt(place, sample, reads[at])
      if (!reading) continue
      answer[place] = (answer[place] ?? 0) + (weight / base) * reading.factor
      valid[place] = (valid[place] ?? 0) + (weight / base) * (reading.offset - ratio)
    }
  }
  const { together, apart } = sumOfSquares(sample, first.measure, node.items)
  const days = sample.dayWidening === 0 ? 0 : sample.dayWidening * sumOfDaySquares(sample.layout, sample.tally, first.measure, node.items)
  // Its own weights go into the same terms.
  const effective = effectivePersons(node, sample, groups)
  return {
    value,
    low,
    high,
    effective,
    freedom: freedomOf(sample, groups, { persons, effective }),
    squares: together,
    independent: apart,
    informative: first.measure === 'positive' ? (effective * (persons - hits)) / persons : Infinity,
    remaining: remainingShare(persons, sample.population),
    days,
  }
}

/**
 * How many persons who weigh alike in a node would tell as much as those who answered (Kish 1965): (Σ wₖ)² / Σᵢ (Σₖ wₖmᵢₖ/Mₖ)²,
 * with m the valid answer of person i to item k, M their number and w the item's weight. All of them where each answered all.
 */
export function effectivePersons(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[]): number {
  const { persons } = personsOf(node, sample)
  if (persons <= 0 || isAnsweredBy(persons, node, sample)) return persons
  const { weighed } = sample
  if (!weighAlike(weighed.groups, groups)) {
    weighed.groups = groups
    weighed.effective = kish(node, sample, groups, persons)
  }
  return weighed.effective
}

/** Whether each item has as many valid answers as this. */
function isAnsweredBy(persons: number, { items }: NodeSlots, sample: Sample): boolean {
  for (let at = 0; at < items.length; at++) if (sumsAt(sample, items[at] ?? -1).base !== persons) return false
  return true
}

const weighAlike = (some: readonly RatioGroup[], others: readonly RatioGroup[]): boolean =>
  some === others ||
  (some.length === others.length &&
    some.every(({ weight, items }, at) => {
      const other = others[at]
      return other?.weight === weight && other.items.length === items.length && items.every((place, index) => other.items[index] === place)
    }))

function kish(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], persons: number): number {
  const { answer, valid } = sample.layout.terms
  for (const place of node.items) answer[place] = valid[place] = 0
  let weights = 0
  for (const { weight, items } of groups) {
    const base = baseOf(sample, items)
    weights += Math.abs(weight)
    for (const place of items) valid[place] = (valid[place] ?? 0) + Math.abs(weight) / base
  }
  const { together } = sumOfSquares(sample, 'positive', node.items)
  return together > 0 ? Math.min(persons, weights ** 2 / together) : 0
}

/**
 * Degrees of freedom of Σe² when items were asked of different persons: the harmonic mean of each item's persons less one,
 * weighed by what it adds to the variance, and for so few as make it wild at least 5 of the effective persons' own.
 */
function freedomOf(
  sample: Sample,
  groups: readonly RatioGroup[],
  { persons: most, effective }: { readonly persons: number; readonly effective: number },
): number {
  let added = 0
  let perFreedom = 0
  for (const { weight, items } of groups) {
    const base = baseOf(sample, items)
    for (const place of items) {
      // Of several ratings by one person no more than the persons.
      const persons = Math.min(sumsAt(sample, place).base, most)
      const part = (weight / base) ** 2 * persons
      added += part
      perFreedom += part / Math.max(1, persons - 1)
    }
  }
  return Math.max(1, added / perFreedom, Math.min(fewestFreedom, effective - 1))
}

function baseOf(sample: Sample, items: readonly number[]): number {
  let base = 0
  for (const place of items) base += sumsAt(sample, place).base
  return base
}

function ratioOf(sample: Sample, { items, reads }: RatioGroup): { readonly ratio: number; readonly base: number } {
  let base = 0
  let value = 0
  for (let at = 0; at < items.length; at++) {
    const place = items[at] ?? -1
    const reading = readingAt(place, sample, reads[at])
    const item = sumsAt(sample, place)
    base += item.base
    if (reading) value += reading.offset * item.base + reading.factor * sumOf(item, reading.measure)
  }
  return { ratio: value / base, base }
}

function singleShare(value: number, place: number, sample: Sample): Estimate {
  const { base } = sumsAt(sample, place)
  return shareEstimate(value, base, sample, itemDaySquares(sample.layout, sample.tally, 'positive', place, base))
}

/** A share of so many, each counted once; squares of its days as they are. */
export function shareEstimate(value: number, base: number, { population, dayWidening }: Sample, daySquares: number): Estimate {
  const days = dayWidening * daySquares
  const remaining = remainingShare(base, population)
  return {
    value,
    made: () => ({ value, base, days, remaining }),
    interval: () => shareInterval(value, base, remaining, days),
    method: () => (value < 1 && days > (value * (1 - value)) / base ? 'wilson-days' : 'wilson'),
  }
}

/** An interval that reaches past what its value can be says no more beyond. */
export const heldWithin = (interval: Interval | null, low: number, high: number): Interval | null =>
  interval && [Math.max(interval[0], low), Math.min(interval[1], high)]

/** A mean of ones is 1: the noise of adding weights does not carry a figure past its bounds, nor keep it off them. */
export function heldInBounds(value: number, low: number, high: number): number {
  if (!Number.isFinite(high - low)) return value
  const noise = 1e-12 * (high - low)
  if (value >= high - noise) return high
  return value <= low + noise ? low : value
}

/** A bound is a sum of weights too: twenty-two twenty-seconds are 1; but a third stays a third. */
function plain(bound: number): number {
  const short = Math.abs(bound) <= 1 ? Math.round(bound * 1e12) / 1e12 : Number(bound.toPrecision(12))
  return Math.abs(short - bound) <= 1e-14 * Math.max(1, Math.abs(bound)) ? short : bound
}

/** Sums over persons of a squared deviation: as it is, and as it would be if items had nothing to do with each other. */
export type Squares = { readonly together: number; readonly apart: number }

type Summed = Pick<Sample, 'layout' | 'tally' | 'sums'>

/** Σe² over persons of e = Σ (answer·x + valid·m) over ascending places, from single and pair sums alone; 0 when only noise is left. */
export function sumOfSquares(sample: Summed, measure: Measure, places: Int32Array): Squares {
  const { tally } = sample
  const { pairs, terms } = sample.layout
  const { answer, valid } = terms
  let apart = 0
  let reach = 0
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? -1
    const a = answer[place] ?? 0
    const v = valid[place] ?? 0
    // Of who answers once, x · m and m · m are x and m themselves.
    const sums = sumsAt(sample, place)
    let [xx, xm, mm] = [squaresOf(sums, measure), sumOf(sums, measure), sums.base]
    const own = pairs.offsets[place * pairs.count + place] ?? 0
    if (own > 0) {
      xx = tally[own + (measure === 'positive' ? pairSums.xx : pairSums.yy)] ?? 0
      xm = tally[own + (measure === 'positive' ? pairSums.xm : pairSums.ym)] ?? 0
      mm = tally[own + pairSums.mm] ?? 0
    }
    apart += a ** 2 * xx + 2 * a * v * xm + v ** 2 * mm
    reach += Math.abs(a) * Math.sqrt(xx) + Math.abs(v) * Math.sqrt(mm)
  }
  const together = apart + 2 * products(sample, measure, places)
  // Cauchy–Schwarz bounds what the sum would be if nothing cancelled; noise is measured against it.
  const noise = 1e-12 * reach ** 2
  return { together: together <= noise ? 0 : together, apart: apart <= noise ? 0 : apart }
}

/** What each two different items add together. */
function products({ tally, layout }: Summed, measure: Measure, places: Int32Array): number {
  const { pairs, terms } = layout
  const { answer, valid } = terms
  const [xx, xm, mx] = measure === 'positive' ? [pairSums.xx, pairSums.xm, pairSums.mx] : [pairSums.yy, pairSums.ym, pairSums.my]
  let total = 0
  for (let first = 0; first < places.length; first++) {
    const k = places[first] ?? 0
    for (let second = first + 1; second < places.length; second++) {
      const l = places[second] ?? 0
      const at = pairs.offsets[k * pairs.count + l] ?? 0
      if (at === 0) continue
      const a = answer[l] ?? 0
      const v = valid[l] ?? 0
      total += (answer[k] ?? 0) * (a * (tally[at + xx] ?? 0) + v * (tally[at + xm] ?? 0))
      total += (valid[k] ?? 0) * (a * (tally[at + mx] ?? 0) + v * (tally[at + pairSums.mm] ?? 0))
    }
  }
  return total
}
