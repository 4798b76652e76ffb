/** Ranks 1, 1, 3 from the highest value, unrounded; null stays without a rank and takes no place. */
export function ranksOf(values: readonly (number | null)[]): readonly (number | null)[] {
  const ranks: (number | null)[] = values.map(() => null)
  const order = values.flatMap((value, index) => (value === null ? [] : [{ value, index }])).sort((a, b) => b.value - a.value)
  let first = { value: NaN, rank: 0 }
  for (const [place, { value, index }] of order.entries()) {
    if (!isTie(first.value, value)) first = { value, rank: place + 1 }
    ranks[index] = first.rank
  }
  return ranks
}

/** Equal up to the noise of adding in another order. */
const isTie = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b))
