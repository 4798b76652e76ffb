import { type ItemSums, itemSums, noSums } from './sums'
import type { NodeSlots, Tally, TallyLayout } from './tally'

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
}

/** Across the eligible agencies, the lowest and the highest mean of an item, by its place. */
export type Ranges = ReadonlyMap<number, { readonly low: number; readonly high: number }>

export function sampleOf(layout: TallyLayout, tally: Tally, population: number | undefined, ranges: Ranges): Sample {
  const sums = layout.items.map((item) => itemSums(item, tally))
  return { layout, tally, sums, isComplete: sums.every(({ base }) => base > 0), population, ranges }
}

export const sumsAt = ({ sums }: Pick<Sample, 'sums'>, place: number): ItemSums => sums[place] ?? noSums

/** Persons with a valid answer below a node, and those who meet it: every valid answer positive, or one of an option's codes. */
export function personsOf({ indicator, offset }: NodeSlots, sample: Sample): { readonly persons: number; readonly hits: number } {
  if (offset > 0) return { persons: sample.tally[offset] ?? 0, hits: sample.tally[offset + 1] ?? 0 }
  const { base, positive } = sumsAt(sample, indicator.asked[0] ?? -1)
  return { persons: base, hits: positive }
}
