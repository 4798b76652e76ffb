import { steady } from '../instrument/decimal'
import type { BandSet, IndicatorNode, Questionnaire } from '../instrument/schema'
import { type Bound, type Legible, unitOf } from './rounding'

export type Measured = Pick<Questionnaire, 'trees' | 'bandSets'>

/** A node by its names, and how its value is read. */
export type Aimed = Legible & Pick<IndicatorNode, 'code'> & { readonly tree: string }

/** The values at which a node's grade changes or its target is reached, in the unit of its value. */
export function boundsOf(questionnaire: Measured, { tree, code, ...read }: Aimed): readonly Bound[] {
  const { target, bands, direction } = aimOf(questionnaire, tree, code)
  if (target === undefined && bands === undefined) return noBounds
  const set = questionnaire.bandSets.find(({ id, ends }) => id === bands && ends === undefined)
  const graded = set ? inUnitOf(read, set).bands : []
  const highest = Math.max(...graded.map(({ to }) => to))
  return [
    ...(target === undefined ? [] : [{ at: steady(target), holds: direction === 'lower' ? ('past' as const) : ('from' as const) }]),
    ...graded.map(({ from }) => ({ at: from, holds: 'from' as const })),
    ...(graded.length === 0 ? [] : [{ at: highest, holds: 'past' as const }]),
  ]
}

const noBounds: readonly Bound[] = []

/** What sets the grade and the target of each node of a questionnaire; whole tables ask for thousands of figures. */
const aims = new WeakMap<Measured['trees'], ReadonlyMap<string, ReadonlyMap<string, Aim>>>()
const noAim: Aim = {}
type Aim = Partial<Pick<IndicatorNode, 'target' | 'bands' | 'direction'>>

export function aimOf({ trees }: Measured, tree: string, code: string): Aim {
  const known = aims.get(trees) ?? new Map(trees.map(({ id, nodes }) => [id, new Map(nodes.map((node) => [node.code, node]))]))
  aims.set(trees, known)
  return known.get(tree)?.get(code) ?? noAim
}

/** A set of grades in the unit of the values that it grades. */
export function inUnitOf(read: Legible, set: BandSet): BandSet {
  const inPercent = unitOf(read) === 'percent' && Math.max(...set.bands.map(({ to }) => to)) > 1
  if (!inPercent) return set
  return { ...set, bands: set.bands.map((band) => ({ ...band, from: steady(band.from / 100), to: steady(band.to / 100) })) }
}

export type Band = BandSet['bands'][number]

/**
 * The grade of an unrounded value in the set's own unit: from its `from` up to the next band's; the highest holds its `to` too.
 * Adding in binary leaves 0.1 + 0.7 one bit below 0.8: a mean must miss neither its target nor its grade by that.
 */
export function bandOf(set: BandSet, value: number | null): Band | null {
  if (value === null) return null
  const seen = steady(value)
  const highest = set.bands.reduce((high, { to }) => Math.max(high, to), -Infinity)
  return set.bands.find(({ from, to }) => from <= seen && (seen < to || (to === highest && seen <= to))) ?? null
}
