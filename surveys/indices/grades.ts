import { bandOf } from '../figures/aims'
import { gradeOf } from '../figures/goals'
import { steady } from '../instrument/decimal'
import type { Indicator } from '../instrument/indicators'
import type { BandSet, IndicatorNode, Questionnaire } from '../instrument/schema'

/** The code of a value's grade by the set's bands, null without one; `peers`: the values of all who are placed beside it, itself too. */
export function gradeAmong(
  { bandSets }: Pick<Questionnaire, 'bandSets'>,
  bands: IndicatorNode['bands'],
  read: Pick<Indicator, 'formula' | 'unit'>,
  value: number | null,
  peers: readonly number[],
): string | null {
  const set = bandSets.find(({ id }) => id === bands)
  if (!set || value === null) return null
  const grade = set.ends === undefined ? gradeOf({ bandSets }, bands, { ...read, value }) : bandOf(atQuantiles(set, peers), value)
  return grade?.code ?? null
}

/** A set of grades whose ends are values: each the quantile of what the peers have. */
const atQuantiles = (set: BandSet, peers: readonly number[]): BandSet => {
  const sorted = peers.toSorted((a, b) => a - b)
  return { ...set, bands: set.bands.map((band) => ({ ...band, from: quantile(sorted, band.from), to: quantile(sorted, band.to) })) }
}

/** Between two neighbours in proportion (Hyndman and Fan 1996, type 7), as most programs have it. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? below
  return steady(below + (above - below) * (place - Math.floor(place)))
}
