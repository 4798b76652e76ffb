import type { Ranges } from './sample'
import { itemSums } from './sums'
import type { Tally, TallyLayout } from './tally'

/** The lowest and the highest mean score of each item among the agencies with enough persons, in points. */
export function itemRanges(layout: TallyLayout, agencies: readonly { readonly tally: Tally }[], threshold: number): Ranges {
  if (!layout.nodes.some(({ indicator }) => indicator.formula === 'min-max')) return new Map()
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
