import { clusterInterval, type IntervalMethod, meanInterval, remainingShare, shareInterval, type Spread } from './intervals'
import { sumOfSquares } from './linearisation'
import type { Read, Reading } from './readings'
import type { RatioGroup } from './rollups'
import { personsOf, type Sample, sumsAt } from './sample'
import type { Interval } from './statistics'
import { sumOf } from './sums'
import type { NodeSlots } from './tally'

export type Estimate = { readonly value: number; readonly interval: Interval | null; readonly method: IntervalMethod | null }

/** The weighted sum of its groups' ratios, with an interval from persons; undefined where an item cannot be read so. */
export function linear(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], read: Read): Estimate | undefined {
  const sum = weightedSum(sample, groups, read)
  if (!sum) return undefined
  const { low, high, first } = sum
  const value = settled(sum.value, low, high)
  if (first.interval === 'none') return { value, interval: null, method: null }
  if (node.indicator.items.length === 1 && first.measure === 'positive') return singleShare(value, node, sample)
  const spread = { value, low, high, ...scatter(node, sample, groups, sum, read) }
  return first.interval === 'unbounded'
    ? { value, interval: meanInterval(spread), method: 'student' }
    : { value, interval: clusterInterval(spread), method: 'wilson-cluster' }
}

type WeightedSum = {
  readonly value: number
  readonly low: number
  readonly high: number
  /** How the first item is read; all items of a figure are read alike. */
  readonly first: Reading
  /** The ratio and the base of each group. */
  readonly ratios: readonly { readonly ratio: number; readonly base: number }[]
}

// Plain loops here and below: a page of 200 agencies asks for twenty thousand figures.
function weightedSum(sample: Sample, groups: readonly RatioGroup[], read: Read): WeightedSum | undefined {
  const sums = { value: 0, low: 0, high: 0 }
  const ratios: { ratio: number; base: number }[] = []
  let first: Reading | undefined
  for (const { weight, items } of groups) {
    const group = { base: 0, value: 0, low: 0, high: 0 }
    for (const place of items) {
      const reading = readingAt(place, sample, read)
      if (!reading) return undefined
      first ??= reading
      const item = sumsAt(sample, place)
      group.base += item.base
      group.value += reading.offset * item.base + reading.factor * sumOf(item, reading.measure)
      group.low += reading.low * item.base
      group.high += reading.high * item.base
    }
    sums.value += (weight * group.value) / group.base
    sums.low += (weight * group.low) / group.base
    sums.high += (weight * group.high) / group.base
    ratios.push({ ratio: group.value / group.base, base: group.base })
  }
  return first && { ...sums, first, ratios }
}

function readingAt(place: number, sample: Sample, read: Read): Reading | undefined {
  const item = sample.layout.items[place]
  return item && read(item, sample)
}

/** Linearised per person: e = Σ weight/base · (answer − ratio · valid). */
function scatter(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], { first, ratios }: WeightedSum, read: Read): Omit<Spread, 'value' | 'low' | 'high'> {
  const { persons, hits } = personsOf(node, sample)
  const { answer, valid } = sample.layout.terms
  for (const place of node.items) answer[place] = valid[place] = 0
  for (const [index, { weight, items }] of groups.entries()) {
    const { ratio = 0, base = 1 } = ratios[index] ?? {}
    for (const place of items) {
      const reading = readingAt(place, sample, read)
      if (!reading) continue
      answer[place] = (answer[place] ?? 0) + (weight / base) * reading.factor
      valid[place] = (valid[place] ?? 0) + (weight / base) * (reading.offset - ratio)
    }
  }
  const { together, apart } = sumOfSquares(sample, first.measure, node.items)
  return {
    persons,
    variance: persons < 2 ? 0 : (persons / (persons - 1)) * together,
    independent: apart,
    informative: first.measure === 'positive' ? persons - hits : Infinity,
    remaining: remainingShare(persons, sample.population),
  }
}

function singleShare(value: number, { indicator }: NodeSlots, sample: Sample): Estimate {
  const { base } = sumsAt(sample, indicator.items[0] ?? -1)
  return { value, interval: shareInterval(value, base, remainingShare(base, sample.population)), method: 'wilson' }
}

/** A mean of ones is 1: the noise of adding weights does not carry a figure past its bounds, nor keep it off them. */
function settled(value: number, low: number, high: number): number {
  const noise = 1e-12 * (high - low)
  if (value >= high - noise) return high
  return value <= low + noise ? low : value
}
