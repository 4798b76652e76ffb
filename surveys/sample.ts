import { itemBase } from './sums'
import type { Tally, TallyLayout } from './tally'

/** A tally as a formula reads it. */
export type Sample = {
  readonly layout: TallyLayout
  readonly tally: Tally
  /** Persons in the population that was sampled; only of a drawn sample. */
  readonly population: number | undefined
  /** Across the eligible agencies, lowest and highest mean of each item. */
  readonly ranges: Ranges
}

export type Ranges = ReadonlyMap<number, { readonly low: number; readonly high: number }>

/** Whether an item, by place, has any valid answer. */
export const hasBase =
  ({ layout, tally }: Sample) =>
  (place: number): boolean => {
    const item = layout.items[place]
    return item !== undefined && itemBase(item, tally) > 0
  }
