import { isPositive, isValidOption } from '../instrument/item'
import { groupsOf, readings } from './formulas'
import { personsOf, type Ranges, type Reading, type Sample, sampleOf, sumOf, sumsAt } from './sums'
import type { ItemSlots, NodeSlots, Tally, TallyLayout } from './tally'

/** How a figure comes about, with the numbers that go in; the terms add up to its value before a cap. */
export type Explanation =
  | { readonly kind: 'persons'; readonly hits: number; readonly persons: number }
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }

/** Items whose answers are pooled into one ratio, and what that ratio adds to the figure. */
export type Term = { readonly weight: number; readonly items: readonly ItemPart[]; readonly base: number; readonly ratio: number }

/** What one item brings: the sum of its positive answers or of its points, and how that is read. */
export type ItemPart = { readonly item: ItemSlots; readonly base: number; readonly sum: number; readonly reading: Reading }

/** How a node's figure is made of a tally; undefined where the formula gives none. */
export function explanation(layout: TallyLayout, node: NodeSlots, tally: Tally, ranges: Ranges = new Map()): Explanation | undefined {
  const sample = sampleOf(layout, tally, undefined, ranges)
  const read = readings[node.indicator.formula]
  if (!read) return { kind: 'persons', ...personsOf(node, sample) }
  const terms = groupsOf(node, sample).map(({ weight, items }) =>
    termOf(
      weight,
      items.flatMap((place) => partOf(sample, place, read) ?? []),
    ),
  )
  return terms.length === 0 || terms.some(({ items }) => items.length === 0) ? undefined : { kind: 'terms', terms }
}

/** What of an item's answers stands outside its base, in responses. */
export type LeftOut = {
  readonly item: ItemSlots
  readonly base: number
  readonly notApplicable: number
  readonly noOpinion: number
  readonly blank: number
}

/** For each item below a node: what counts and what does not; together they are the responses. */
export function leftOut(layout: TallyLayout, { indicator }: NodeSlots, tally: Tally): readonly LeftOut[] {
  const sample = sampleOf(layout, tally, undefined, new Map())
  return indicator.asked.flatMap((place) => {
    const item = layout.items[place]
    if (!item) return []
    const { base } = sumsAt(sample, place)
    const chosen = (kind: 'not-applicable' | 'no-opinion') =>
      item.options.reduce((sum, option, at) => sum + (option.kind === kind ? (tally[item.offset + at] ?? 0) : 0), 0)
    const [notApplicable, noOpinion] = [chosen('not-applicable'), chosen('no-opinion')]
    return [{ item, base, notApplicable, noOpinion, blank: Math.max(0, (tally[0] ?? 0) - base - notApplicable - noOpinion) }]
  })
}

/** The counts that a closed item's figure is summed from: of positive options, or of every valid option with its points. */
export function countedOptions(
  { item, reading }: ItemPart,
  tally: Tally,
): readonly { readonly code: string; readonly count: number; readonly points: number }[] {
  return item.options.flatMap((option, at) => {
    const counts = reading.measure === 'positive' ? isPositive(option) : isValidOption(option)
    return counts ? [{ code: option.code, count: tally[item.offset + at] ?? 0, points: item.scores[at] ?? 0 }] : []
  })
}

function partOf(sample: Sample, place: number, read: NonNullable<(typeof readings)['share']>): ItemPart | undefined {
  const item = sample.layout.items[place]
  const reading = item && read(item, sample)
  const sums = sumsAt(sample, place)
  return item && reading ? { item, base: sums.base, sum: sumOf(sums, reading.measure), reading } : undefined
}

function termOf(weight: number, items: readonly ItemPart[]): Term {
  const base = items.reduce((sum, part) => sum + part.base, 0)
  const value = items.reduce((sum, { base: n, sum: answers, reading }) => sum + reading.offset * n + reading.factor * answers, 0)
  return { weight, items, base, ratio: value / base }
}
