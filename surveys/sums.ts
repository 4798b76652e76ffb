import type { ItemSlots, NodeSlots, Tally, TallyLayout } from './tally'

/** What is summed over persons: the positive answer 0/1, or the answer's integer points (a number is its own points). */
export type Measure = 'positive' | 'points'

/** Valid answers to an item, which are as many persons. */
export function itemBase(item: ItemSlots, tally: Tally): number {
  if (item.answer === 'number') return tally[item.offset] ?? 0
  if (item.answer === 'many') return tally[item.offset + item.options.length] ?? 0
  return sumOver(item, tally, (place) => item.valid[place] ?? 0)
}

export function itemSum(item: ItemSlots, tally: Tally, measure: Measure): number {
  if (item.answer === 'number') return measure === 'points' ? (tally[item.offset + 1] ?? 0) : 0
  return sumOver(item, tally, (place) => worth(item, place, measure))
}

export function itemSquares(item: ItemSlots, tally: Tally, measure: Measure): number {
  if (item.answer === 'number') return measure === 'points' ? (tally[item.offset + 2] ?? 0) : 0
  return sumOver(item, tally, (place) => worth(item, place, measure) ** 2)
}

/** How often each option of a closed item was chosen, those outside the base too; undefined for a number. */
export function itemCounts(item: ItemSlots, tally: Tally): Readonly<Record<string, number>> | undefined {
  if (item.answer === 'number') return undefined
  return Object.fromEntries(item.options.map(({ code }, place) => [code, tally[item.offset + place] ?? 0]))
}

/** Persons with a valid answer below a node, and those who meet it: every valid answer positive, or one of an option's codes. */
export function nodePersons({ items }: TallyLayout, { indicator, offset }: NodeSlots, tally: Tally): { readonly persons: number; readonly hits: number } {
  if (offset > 0) return { persons: tally[offset] ?? 0, hits: tally[offset + 1] ?? 0 }
  const item = items[indicator.asked[0] ?? -1]
  return item ? { persons: itemBase(item, tally), hits: itemSum(item, tally, 'positive') } : { persons: 0, hits: 0 }
}

const worth = ({ positive, scores }: ItemSlots, place: number, measure: Measure): number => (measure === 'positive' ? positive : scores)[place] ?? 0

function sumOver({ offset, options }: ItemSlots, tally: Tally, weight: (place: number) => number): number {
  let sum = 0
  for (let place = 0; place < options.length; place++) sum += weight(place) * (tally[offset + place] ?? 0)
  return sum
}
