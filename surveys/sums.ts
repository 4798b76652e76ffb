import type { ItemSlots, Tally } from './tally'

/** What is summed over persons: the positive answer 0/1, or the answer's integer points (a number is its own points). */
export type Measure = 'positive' | 'points'

/** Over the persons who validly answered an item: how many, how many positively, and their points. */
export type ItemSums = { readonly base: number; readonly positive: number; readonly points: number; readonly pointsSquared: number }

export function itemSums(item: ItemSlots, tally: Tally): ItemSums {
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

export const noSums: ItemSums = { base: 0, positive: 0, points: 0, pointsSquared: 0 }

export const sumOf = (sums: ItemSums, measure: Measure): number => sums[measure]

export const squaresOf = (sums: ItemSums, measure: Measure): number => (measure === 'positive' ? sums.positive : sums.pointsSquared)

/** How often each option of a closed item was chosen, those outside the base too; undefined for a number. */
export function itemCounts(item: ItemSlots, tally: Tally): Readonly<Record<string, number>> | undefined {
  if (item.answer === 'number') return undefined
  const counts: Record<string, number> = {}
  for (let place = 0; place < item.options.length; place++) counts[item.options[place]?.code ?? ''] = tally[item.offset + place] ?? 0
  return counts
}
