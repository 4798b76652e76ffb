import { clusterInterval, type IntervalMethod, meanInterval, remainingShare, shareInterval, type Spread } from './intervals'
import { sumOfSquares, type Term } from './linearisation'
import type { Read, Reading } from './readings'
import type { RatioGroup } from './rollups'
import type { Sample } from './sample'
import type { Interval } from './statistics'
import { itemBase, itemSum, nodePersons } from './sums'
import type { NodeSlots } from './tally'

export type Estimate = { readonly value: number; readonly interval: Interval | null; readonly method: IntervalMethod | null }

/** The weighted sum of its groups' ratios, with an interval from persons; undefined where an item cannot be read so. */
export function linear(node: NodeSlots, sample: Sample, groups: readonly RatioGroup[], read: Read): Estimate | undefined {
  const ratios = groups.flatMap((group) => ratioOf(group, sample, read) ?? [])
  const first = ratios[0]?.parts[0]
  if (!first || ratios.length < groups.length) return undefined
  const low = weightedSum(ratios, (ratio) => ratio.low)
  const high = weightedSum(ratios, (ratio) => ratio.high)
  const value = settled(weightedSum(ratios, (ratio) => ratio.value), low, high)
  if (first.reading.interval === 'none') return { value, interval: null, method: null }
  if (node.indicator.items.length === 1 && first.reading.measure === 'positive') return singleShare(value, first.base, sample)
  const spread = { value, low, high, ...scatter(node, sample, ratios, first.reading) }
  return first.reading.interval === 'unbounded'
    ? { value, interval: meanInterval(spread), method: 'student' }
    : { value, interval: clusterInterval(spread), method: 'wilson-cluster' }
}

type Part = { readonly item: number; readonly base: number; readonly sum: number; readonly reading: Reading }
type Ratio = { readonly weight: number; readonly base: number; readonly value: number; readonly low: number; readonly high: number; readonly parts: readonly Part[] }

function ratioOf({ weight, items }: RatioGroup, sample: Sample, read: Read): Ratio | undefined {
  const parts = items.flatMap((place) => partOf(place, sample, read) ?? [])
  if (parts.length < items.length) return undefined
  const base = parts.reduce((sum, part) => sum + part.base, 0)
  const mean = (of: (part: Part) => number): number => parts.reduce((sum, part) => sum + of(part), 0) / base
  return {
    weight,
    base,
    value: mean((part) => part.reading.offset * part.base + part.reading.factor * part.sum),
    low: mean((part) => part.reading.low * part.base),
    high: mean((part) => part.reading.high * part.base),
    parts,
  }
}

function partOf(place: number, sample: Sample, read: Read): Part | undefined {
  const item = sample.layout.items[place]
  const reading = item && read(item, sample)
  if (!item || !reading) return undefined
  return { item: place, base: itemBase(item, sample.tally), sum: itemSum(item, sample.tally, reading.measure), reading }
}

/** Linearised per person: e = Σ weight/base · (answer − ratio · valid). */
function scatter(node: NodeSlots, { layout, tally, population }: Sample, ratios: readonly Ratio[], { measure }: Reading): Omit<Spread, 'value' | 'low' | 'high'> {
  const { persons, hits } = nodePersons(layout, node, tally)
  const terms = new Map<number, Term>()
  for (const { weight, base, value, parts } of ratios)
    for (const { item, reading } of parts) {
      const before = terms.get(item) ?? { item, answer: 0, valid: 0 }
      const scale = weight / base
      terms.set(item, { item, answer: before.answer + scale * reading.factor, valid: before.valid + scale * (reading.offset - value) })
    }
  const { together, apart } = sumOfSquares(layout, tally, measure, [...terms.values()])
  return {
    persons,
    variance: persons < 2 ? 0 : (persons / (persons - 1)) * together,
    independent: apart,
    informative: measure === 'positive' ? persons - hits : Infinity,
    remaining: remainingShare(persons, population),
  }
}

const singleShare = (value: number, base: number, { population }: Sample): Estimate => ({
  value,
  interval: shareInterval(value, base, remainingShare(base, population)),
  method: 'wilson',
})

const weightedSum = (ratios: readonly Ratio[], of: (ratio: Ratio) => number): number => ratios.reduce((sum, ratio) => sum + ratio.weight * of(ratio), 0)

/** A mean of ones is 1: the noise of adding weights does not carry a figure past its bounds, nor keep it off them. */
function settled(value: number, low: number, high: number): number {
  const noise = 1e-12 * (high - low)
  if (value >= high - noise) return high
  return value <= low + noise ? low : value
}
