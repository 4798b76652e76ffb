import { dayWidening } from './intervals'
import type { FormulaName } from '../instrument/schema'
import type { RatioGroup } from './rollups'
import type { ItemSlots, NodeSlots, Tally, TallyLayout } from './tally'

/** What is summed over persons: the positive answer 0/1, or the answer's integer points (a number is its own points). */
export type Measure = 'positive' | 'points'

/** Over the persons who validly answered an item: how many, how many positively, and their points. */
type ItemSums = { readonly base: number; readonly positive: number; readonly points: number; readonly pointsSquared: number }

function itemSums(item: ItemSlots, tally: Tally): ItemSums {
  const { offset, options, valid, positive, scores } = item
  if (item.answer === 'number')
    return { base: tally[offset] ?? 0, positive: 0, points: tally[offset + 1] ?? 0, pointsSquared: tally[offset + 2] ?? 0 }
  if (item.answer === 'many') return { ...noSums, base: tally[offset + options.length] ?? 0 }
  const sums = { base: 0, positive: 0, points: 0, pointsSquared: 0 }
  for (let place = 0; place < options.length; place++) {
    const count = tally[offset + place] ?? 0
    const score = scores[place] ?? 0
    sums.base += (valid[place] ?? 0) * count
    sums.positive += (positive[place] ?? 0) * count
    sums.points += score * count
    sums.pointsSquared += score * score * count
  }
  return sums
}

const noSums: ItemSums = { base: 0, positive: 0, points: 0, pointsSquared: 0 }

export const sumOf = (sums: ItemSums, measure: Measure): number => sums[measure]

export const squaresOf = (sums: ItemSums, measure: Measure): number => (measure === 'positive' ? sums.positive : sums.pointsSquared)

/** How often each option of a closed item was chosen, those outside the base too; undefined for a number. */
export function itemCounts(item: ItemSlots, tally: Tally): Readonly<Record<string, number>> | undefined {
  if (item.answer === 'number') return undefined
  const counts: Record<string, number> = {}
  for (let place = 0; place < item.options.length; place++) counts[item.options[place]?.code ?? ''] = tally[item.offset + place] ?? 0
  return counts
}

/** A tally as formulas read it. */
export type Sample = {
  readonly layout: TallyLayout
  readonly tally: Tally
  /** By place of the item. */
  readonly sums: readonly ItemSums[]
  /** Every item has answers. */
  readonly isComplete: boolean
  /** Persons in the population that was sampled; only of a drawn sample. */
  readonly population: number | undefined
  readonly ranges: Ranges
  readonly inputs: Inputs
  /** How far a variance over days is widened; 0 of a tally as it is stored, where no agency has two days, and where hardly anybody shares one. */
  readonly dayWidening: number
  /** The groups last asked for their effective persons: a node's value, its share and its level ask for the same, one after the other. */
  readonly weighed: { groups: readonly RatioGroup[]; effective: number }
}

/** Across the eligible agencies the lowest and the highest: of an item's mean, by its place; of a node's value before a step, by `stepKey`. */
export type Ranges = ReadonlyMap<number | string, { readonly low: number; readonly high: number }>

export const stepKey = (tree: string, code: string, formula: FormulaName, place: number): string => `${tree} ${code} ${formula} ${place}`

/** Numbers that are entered or counted for one agency and one period, by the code of their node; a verified one stands for the agency's own. */
export type Inputs = ReadonlyMap<string, { readonly self: number | null; readonly verified: number | null }>

/** What a tally is read with. */
export type ReadWith = { readonly population?: number | undefined; readonly ranges?: Ranges; readonly inputs?: Inputs }

export function sampleOf(layout: TallyLayout, tally: Tally, { population, ranges = noRanges, inputs = noInputs }: ReadWith): Sample {
  const sums = layout.items.map((item) => itemSums(item, tally))
  return {
    layout,
    tally,
    sums,
    isComplete: sums.every(({ base }) => base > 0),
    population,
    ranges,
    inputs,
    dayWidening: wideningOf(layout, tally),
    weighed: { groups: [], effective: 0 },
  }
}

/** Where hardly two persons share a day, days are persons. */
function wideningOf({ length, days }: TallyLayout, tally: Tally): number {
  const freedom = tally[length + days.freedom] ?? 0
  return freedom > 0 && (tally[0] ?? 0) >= fewestADay * (tally[length + days.effective] ?? 0) ? dayWidening(freedom) : 0
}

/** So many responses an effective day there are at least where days count. */
export const fewestADay = 2

const noRanges: Ranges = new Map()
const noInputs: Inputs = new Map()

export const sumsAt = ({ sums }: Pick<Sample, 'sums'>, place: number): ItemSums => sums[place] ?? noSums

/** Persons with a valid answer below a node, and those who meet it: every valid answer positive, or one of an option's codes. */
export function personsOf({ indicator, offset }: NodeSlots, sample: Sample): { readonly persons: number; readonly hits: number } {
  if (offset > 0) return { persons: sample.tally[offset] ?? 0, hits: sample.tally[offset + 1] ?? 0 }
  const { base, positive } = sumsAt(sample, indicator.asked[0] ?? -1)
  return { persons: base, hits: positive }
}

/** The lowest and the highest mean score of each item among the agencies with enough persons, in points. */
export function itemRanges(
  layout: TallyLayout,
  agencies: readonly { readonly tally: Tally }[],
  threshold: number,
): ReadonlyMap<number, { readonly low: number; readonly high: number }> {
  return new Map(
    layout.items.flatMap((item) => {
      const means = agencies.flatMap(({ tally }) => {
        const { base, points } = itemSums(item, tally)
        return item.points && base > 0 && base >= threshold ? [points / base] : []
      })
      return means.length < 2 ? [] : [[item.index, { low: Math.min(...means), high: Math.max(...means) }] as const]
    }),
  )
}

/** An item's answer on the way to the figure: offset + factor · x, between low and high. */
export type Reading = {
  readonly measure: Measure
  readonly factor: number
  readonly offset: number
  readonly low: number
  readonly high: number
  readonly interval: 'bounded' | 'unbounded' | 'none'
}

export type Read = (item: ItemSlots, sample: Sample) => Reading | undefined

/** Top-box share, 0…1. */
const positiveAnswer: Read = ({ hasShare }) => (hasShare ? oneOrZero : undefined)

const oneOrZero: Reading = { measure: 'positive', factor: 1, offset: 0, low: 0, high: 1, interval: 'bounded' }

/** Mean score over the highest score, so that a scale 1…5 reaches from 0.2 to 1; scores below 0 have no share of a maximum. */
const shareOfMaximum: Read = ({ points, answer }) =>
  points && points.high > 0 && points.low >= 0 && answer === 'one' ? ofMaximum(points) : undefined

const levels = new WeakMap<Points, Reading>()

function ofMaximum(points: Points): Reading {
  const made = levels.get(points) ?? {
    measure: 'points',
    factor: 1 / points.high,
    offset: 0,
    low: points.low / points.high,
    high: 1,
    interval: 'bounded',
  }
  levels.set(points, made)
  return made
}

type Points = { readonly low: number; readonly high: number }

/** Mean score between the lowest and the highest score, 0…1. */
const shareOfRange: Read = ({ points, isNet }) => (points && !isNet ? within(points, 'bounded') : undefined)

/** The points that the options declare, in points. */
const optionPoints: Read = ({ points, answer, isNet }, { layout }) => {
  if (!points || answer !== 'one' || isNet) return undefined
  const unit = layout.questionnaire.scoreUnit
  return { measure: 'points', factor: unit, offset: 0, low: points.low * unit, high: points.high * unit, interval: 'bounded' }
}

/** Promoters less detractors, in percent of all who answered: −100 … 100 (Reichheld 2003). */
const netPromoters: Read = ({ isNet }) => (isNet ? net : undefined)

const net: Reading = { measure: 'points', factor: 1, offset: 0, low: -100, high: 100, interval: 'bounded' }

/** A number in the unit of its item, whose scatter follows from no share of its range. */
const plainNumber: Read = ({ points, answer }) =>
  points && answer === 'number'
    ? { measure: 'points', factor: 1, offset: 0, low: points.low, high: points.high, interval: 'unbounded' }
    : undefined

/** Between the lowest agency's mean (0) and the highest's (1); nothing where all are equal. */
const placeAmongAgencies: Read = ({ index, points }, { ranges }) => {
  const range = ranges.get(index)
  return points && range ? within(range, 'none') : undefined
}

function within({ low, high }: Points, interval: Reading['interval']): Reading | undefined {
  if (!(high > low)) return undefined
  return { measure: 'points', factor: 1 / (high - low), offset: -low / (high - low), low: 0, high: 1, interval }
}

const nothing: Read = () => undefined

/** How a formula reads each answer; of one item the share of persons whose every answer is positive is its share. */
export const readings: Readonly<Record<FormulaName, Read>> = {
  share: positiveAnswer,
  level: shareOfMaximum,
  rescaled: shareOfRange,
  points: optionPoints,
  'option-share': nothing,
  'all-positive': ({ isNet }) => (isNet ? undefined : oneOrZero),
  'mean-number': plainNumber,
  'min-max': placeAmongAgencies,
  'net-promoters': netPromoters,
}
