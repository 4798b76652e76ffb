import { isPersons } from '../instrument/indicators'
import { isPositive, isValidOption } from '../instrument/item'
import { rollUpOperations } from '../instrument/operations'
import { itemsById } from '../instrument/questionnaire'
import type { FormulaName, Questionnaire } from '../instrument/schema'
import { type Course, courseOf, groupsOf } from './formulas'
import { readingAt } from './linear'
import { personsOf, type Ranges, type Reading, type Sample, sampleOf, sumOf, sumsAt } from './sums'
import type { ItemSlots, NodeSlots, Tally, TallyLayout } from './tally'

/**
 * How a figure comes about, one level down, with the numbers that go in: of persons, of the answers to items, of the own values of the
 * nodes right below, or of a number that was entered; `course` is what that comes to and what each step makes of it.
 */
export type Explanation = { readonly course: Course } & (
  | { readonly kind: 'persons'; readonly hits: number; readonly persons: number }
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }
  | { readonly kind: 'parts' }
  | { readonly kind: 'input' }
)

/** Items whose answers are pooled into one ratio, and what that ratio adds to the figure. */
export type Term = { readonly weight: number; readonly items: readonly ItemPart[]; readonly base: number; readonly ratio: number }

/** What one item brings: the sum of its positive answers or of its points, and how that is read. */
export type ItemPart = { readonly item: ItemSlots; readonly base: number; readonly sum: number; readonly reading: Reading }

/** How a node's figure is made of a tally; undefined where the formula gives none. */
export function explanation(layout: TallyLayout, node: NodeSlots, tally: Tally, ranges: Ranges = new Map()): Explanation | undefined {
  const sample = sampleOf(layout, tally, { ranges })
  const { indicator } = node
  const course = courseOf(indicator, sample)
  if (!course) return undefined
  if (indicator.input !== undefined) return { kind: 'input', course }
  if (isPersons(indicator)) return { kind: 'persons', ...personsOf(node, sample), course }
  if (!indicator.isLinear || (indicator.rollUp !== null && rollUpOperations[indicator.rollUp].on === 'children'))
    return { kind: 'parts', course }
  const terms = groupsOf(node, sample).map(({ weight, items, reads }) =>
    termOf(
      weight,
      items.flatMap((place, at) => partOf(sample, place, reads[at]) ?? []),
    ),
  )
  return { kind: 'terms', terms, course }
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
  const sample = sampleOf(layout, tally, {})
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

/** Between which shares a figure lies, whatever those who left its items blank think; `blank` answers are missing. */
export type BlankBounds = {
  readonly low: number
  readonly high: number
  readonly blank: number
  /** Items that only some were asked: who of them left it blank is not known, so nobody is taken to have. */
  readonly someAsked: readonly ItemSlots[]
}

/**
 * The share of satisfied answers if everyone who left an item blank had been unsatisfied, and if everyone had been satisfied
 * (Manski 1989), 0…1; undefined where nothing is blank, where it is no share of answers, or where a step is made of it.
 */
export function blankBounds(questionnaire: Questionnaire, layout: TallyLayout, node: NodeSlots, tally: Tally): BlankBounds | undefined {
  const how = explanation(layout, node, tally)
  if (how?.kind !== 'terms' || how.course.steps.length > 0) return undefined
  const isAskedOfSome = ({ id }: ItemSlots): boolean => {
    const item = itemsById(questionnaire).get(id)
    return (item?.question.showIf ?? item?.section.showIf) !== undefined
  }
  const left = leftOut(layout, node, tally)
  const blanks = new Map(left.map(({ item, blank }) => [item.id, isAskedOfSome(item) ? 0 : blank]))
  const parts = how.terms.flatMap(({ items }) => items)
  const stands = new Set(parts.map(({ item }) => item.id))
  const isShare = parts.every(({ reading: { measure, factor, offset } }) => measure === 'positive' && factor === 1 && offset === 0)
  if (!isShare || [...blanks].some(([id, blank]) => blank > 0 && !stands.has(id))) return undefined
  const terms = how.terms.map(({ weight, items, base }) => {
    const sum = items.reduce((all, part) => all + part.sum, 0)
    const blank = items.reduce((all, { item }) => all + (blanks.get(item.id) ?? 0), 0)
    const ends = [(weight * sum) / (base + blank), (weight * (sum + blank)) / (base + blank)] as const
    return { blank, low: Math.min(...ends), high: Math.max(...ends) }
  })
  const total = (of: 'blank' | 'low' | 'high') => terms.reduce((sum, term) => sum + term[of], 0)
  if (total('blank') === 0) return undefined
  return {
    low: total('low'),
    high: total('high'),
    blank: total('blank'),
    someAsked: left.flatMap(({ item }) => (isAskedOfSome(item) ? [item] : [])),
  }
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

function partOf(sample: Sample, place: number, read: FormulaName | undefined): ItemPart | undefined {
  const item = sample.layout.items[place]
  const reading = readingAt(place, sample, read)
  const sums = sumsAt(sample, place)
  return item && reading ? { item, base: sums.base, sum: sumOf(sums, reading.measure), reading } : undefined
}

function termOf(weight: number, items: readonly ItemPart[]): Term {
  const base = items.reduce((sum, part) => sum + part.base, 0)
  const value = items.reduce((sum, { base: n, sum: answers, reading }) => sum + reading.offset * n + reading.factor * answers, 0)
  return {
    weight,
    items,
    base,
    ratio: items.some(({ reading }) => reading.interval === 'none') ? heldInRange(value, items) / base : value / base,
  }
}

/** A place among agencies lies between the first and the last, as the figure takes it. */
function heldInRange(value: number, items: readonly ItemPart[]): number {
  const end = (at: 'low' | 'high') => items.reduce((sum, { base, reading }) => sum + reading[at] * base, 0)
  return Math.min(Math.max(value, end('low')), end('high'))
}
