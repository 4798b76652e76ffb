import type { BandSet } from './schema'

export type Band = BandSet['bands'][number]

/** The grade of an unrounded value in the set's own unit: from its `from` up to the next band's; the highest holds its `to` too. */
export function bandOf(set: BandSet, value: number | null): Band | null {
  if (value === null) return null
  const seen = value + tolerance
  const highest = set.bands.reduce((high, { to }) => Math.max(high, to), -Infinity)
  return set.bands.find(({ from, to }) => from <= seen && (seen < to || (to === highest && value - tolerance <= to))) ?? null
}

/** 0.1 + 0.7 is one bit below 0.8: a mean must not lose its grade by that. */
const tolerance = 1e-12
