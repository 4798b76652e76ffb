import { pairSums } from './pairs'
import { itemBase, itemSquares, itemSum, type Measure } from './sums'
import type { Tally, TallyLayout } from './tally'

/** One item's part in a person's deviation: answer · x + valid · m. */
export type Term = { readonly item: number; readonly answer: number; readonly valid: number }

/** Sums over persons of a squared deviation: as it is, and as it would be if items had nothing to do with each other. */
export type Squares = { readonly together: number; readonly apart: number }

/** Σe² over persons of e = Σ (answer·x + valid·m), from single and pair sums alone; 0 when only the noise of adding up is left. */
export function sumOfSquares(layout: TallyLayout, tally: Tally, measure: Measure, terms: readonly Term[]): Squares {
  const { pairs } = layout
  const [xx, xm, mx] = measure === 'positive' ? [pairSums.xx, pairSums.xm, pairSums.mx] : [pairSums.yy, pairSums.ym, pairSums.my]
  const sorted = terms.toSorted((a, b) => a.item - b.item)
  const apart = sorted.reduce((total, term) => total + ownSquares(layout, tally, measure, term), 0)
  let together = apart
  for (let place = 0; place < sorted.length; place++) {
    const k = sorted[place]
    for (let later = place + 1; k && later < sorted.length; later++) {
      const l = sorted[later]
      const at = l ? (pairs.offsets[k.item * pairs.count + l.item] ?? 0) : 0
      if (!l || at === 0) continue
      const withAnswer = l.answer * (tally[at + xx] ?? 0) + l.valid * (tally[at + xm] ?? 0)
      const withValid = l.answer * (tally[at + mx] ?? 0) + l.valid * (tally[at + pairSums.mm] ?? 0)
      together += 2 * (k.answer * withAnswer + k.valid * withValid)
    }
  }
  const noise = 1e-12 * reachOf(layout, tally, measure, sorted)
  return { together: together <= noise ? 0 : together, apart: apart <= noise ? 0 : apart }
}

/** What the item adds by itself. */
function ownSquares({ items }: TallyLayout, tally: Tally, measure: Measure, { item: place, answer, valid }: Term): number {
  const item = items[place]
  if (!item) return 0
  return answer ** 2 * itemSquares(item, tally, measure) + 2 * answer * valid * itemSum(item, tally, measure) + valid ** 2 * itemBase(item, tally)
}

/** A bound on the sum if nothing cancelled (Cauchy–Schwarz), against which noise is measured. */
function reachOf({ items }: TallyLayout, tally: Tally, measure: Measure, terms: readonly Term[]): number {
  const root = terms.reduce((sum, { item: place, answer, valid }) => {
    const item = items[place]
    return item ? sum + Math.abs(answer) * Math.sqrt(itemSquares(item, tally, measure)) + Math.abs(valid) * Math.sqrt(itemBase(item, tally)) : sum
  }, 0)
  return root ** 2
}
