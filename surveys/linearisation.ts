import { pairSums } from './pairs'
import { type Sample, sumsAt } from './sample'
import { type Measure, squaresOf, sumOf } from './sums'

/** Each item's part in a person's deviation, by its place: answer · x + valid · m. */
export type Terms = { readonly answer: Float64Array; readonly valid: Float64Array }

/** Sums over persons of a squared deviation: as it is, and as it would be if items had nothing to do with each other. */
export type Squares = { readonly together: number; readonly apart: number }

type Summed = Pick<Sample, 'layout' | 'tally' | 'sums'>

/** Σe² over persons of e = Σ (answer·x + valid·m) over ascending places, from single and pair sums alone; 0 when only noise is left. */
export function sumOfSquares(sample: Summed, measure: Measure, places: Int32Array): Squares {
  const { answer, valid } = sample.layout.terms
  let apart = 0
  let reach = 0
  for (const place of places) {
    const sums = sumsAt(sample, place)
    const a = answer[place] ?? 0
    const v = valid[place] ?? 0
    apart += a ** 2 * squaresOf(sums, measure) + 2 * a * v * sumOf(sums, measure) + v ** 2 * sums.base
    reach += Math.abs(a) * Math.sqrt(squaresOf(sums, measure)) + Math.abs(v) * Math.sqrt(sums.base)
  }
  const together = apart + 2 * products(sample, measure, places)
  // Cauchy–Schwarz bounds what the sum would be if nothing cancelled; noise is measured against it.
  const noise = 1e-12 * reach ** 2
  return { together: together <= noise ? 0 : together, apart: apart <= noise ? 0 : apart }
}

/** What each two different items add together. */
function products({ tally, layout }: Summed, measure: Measure, places: Int32Array): number {
  const { pairs, terms } = layout
  const { answer, valid } = terms
  const [xx, xm, mx] = measure === 'positive' ? [pairSums.xx, pairSums.xm, pairSums.mx] : [pairSums.yy, pairSums.ym, pairSums.my]
  let total = 0
  for (let first = 0; first < places.length; first++) {
    const k = places[first] ?? 0
    for (let second = first + 1; second < places.length; second++) {
      const l = places[second] ?? 0
      const at = pairs.offsets[k * pairs.count + l] ?? 0
      if (at === 0) continue
      const a = answer[l] ?? 0
      const v = valid[l] ?? 0
      total += (answer[k] ?? 0) * (a * (tally[at + xx] ?? 0) + v * (tally[at + xm] ?? 0))
      total += (valid[k] ?? 0) * (a * (tally[at + mx] ?? 0) + v * (tally[at + pairSums.mm] ?? 0))
    }
  }
  return total
}
