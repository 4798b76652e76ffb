/**
 * Where a tally keeps what two items say together. For each pair k < l of items that a root rolls up stand seven sums over
 * the persons who validly answered both: x the positive answer 0/1, y its integer points, m the valid answer 0/1.
 */
export type PairTable = {
  /** For each item the later items it is paired with, in the order of their sums. */
  readonly partners: readonly Int32Array[]
  /** For each item where the sums of its first partner begin. */
  readonly starts: Int32Array
  readonly begin: number
  readonly end: number
  /** Where the sums of items k < l begin, at k · count + l, and of an item with itself where `selves` were asked for; 0 for no pair. */
  readonly offsets: Int32Array
  readonly count: number
}

/** Sums within one pair: Σxx, Σx of the first, Σx of the second, Σmm, Σyy, Σy of the first, Σy of the second. */
export const pairSums = { xx: 0, xm: 1, mx: 2, mm: 3, yy: 4, ym: 5, my: 6, length: 7 } as const

/** What one person answered, by place of the item; of who rates several agencies the sums over the ratings. */
export type Marks = { readonly valid: Uint8Array; readonly positive: Uint8Array; readonly points: Float64Array }

/**
 * A table from `begin` for groups of items that are rolled up together. `selves`: each item is paired with itself too, since the sums of who rates
 * several agencies are no longer 0 or 1, and their squares not they themselves.
 */
export function pairTable(
  count: number,
  groups: readonly (readonly number[])[],
  begin: number,
  selves: 'with selves' | 'others only' = 'others only',
): PairTable {
  const offsets = new Int32Array(count * count)
  if (selves === 'with selves') for (let k = 0; k < count; k++) offsets[k * count + k] = 1
  for (const group of groups) for (const k of group) for (const l of group) if (k < l) offsets[k * count + l] = 1
  const starts = new Int32Array(count)
  let end = begin
  const partners = Array.from({ length: count }, (_, k) => {
    const later = Array.from({ length: count }, (_unused, l) => l).filter((l) => offsets[k * count + l] === 1)
    starts[k] = end
    for (const l of later) {
      offsets[k * count + l] = end
      end += pairSums.length
    }
    return Int32Array.from(later)
  })
  return { partners, starts, begin, end, offsets, count }
}

/**
 * How the days of agencies scatter, as a tally that is read has it behind its stored numbers: first the degrees of freedom and
 * how many days of one size would tell as much, then for positive answers and for points the products of each item with itself and those of each pair;
 * at last, for each node that counts persons, the squares of its hits.
 */
export type DayTable = {
  readonly freedom: number
  readonly effective: number
  readonly positive: number
  readonly points: number
  readonly length: number
  /** Where behind `positive` or `points` the product of items k < l stands, at k · count + l; 0 for no pair. */
  readonly beside: Int32Array
  readonly persons: number
  /** Of which items a day is summed: those with a share or points. */
  readonly items: Int32Array
  /** Of which nodes a day counts persons and hits, by their place among all. */
  readonly nodes: Int32Array
}

export function dayTable({ offsets, count, begin, end }: PairTable, items: Int32Array, nodes: Int32Array): DayTable {
  const products = count + (end - begin) / pairSums.length
  const beside = offsets.map((offset) => (offset === 0 ? 0 : count + (offset - begin) / pairSums.length))
  const persons = 2 + 2 * products
  return { freedom: 0, effective: 1, positive: 2, points: 2 + products, persons, length: persons + nodes.length, beside, items, nodes }
}

/** Adds the pairs of so many persons who answered alike, or takes them away (below 0); the innermost loop of recording. */
export function addPairs({ partners, starts }: PairTable, tally: Float64Array, { valid, positive, points }: Marks, times: number): void {
  for (let k = 0; k < partners.length; k++) {
    const later = partners[k]
    if (later === undefined || later.length === 0 || valid[k] === 0) continue
    const m = times * (valid[k] ?? 0)
    const x = times * (positive[k] ?? 0)
    const y = times * (points[k] ?? 0)
    let at = starts[k] ?? 0
    for (let j = 0; j < later.length; j++, at += 7) {
      const l = later[j] ?? 0
      const otherM = valid[l] ?? 0
      if (otherM === 0) continue
      const otherX = positive[l] ?? 0
      const otherY = points[l] ?? 0
      tally[at] = (tally[at] ?? 0) + x * otherX
      tally[at + 1] = (tally[at + 1] ?? 0) + x * otherM
      tally[at + 2] = (tally[at + 2] ?? 0) + m * otherX
      tally[at + 3] = (tally[at + 3] ?? 0) + m * otherM
      tally[at + 4] = (tally[at + 4] ?? 0) + y * otherY
      tally[at + 5] = (tally[at + 5] ?? 0) + y * otherM
      tally[at + 6] = (tally[at + 6] ?? 0) + m * otherY
    }
  }
}
