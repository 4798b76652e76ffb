import type { BandSet, FormulaName, Questionnaire } from '../instrument/schema'
import type { NodeResult } from './results'

/** What a figure is measured against. */
export type Goals = {
  readonly band: Band | undefined
  /** The value that the node is to reach, in the unit of its value. */
  readonly target: number | undefined
  /** Whether it does, on the unrounded value; undefined where there is no target or no value. */
  readonly isReached: boolean | undefined
}

/** The grade and the target of a node's figure, as its questionnaire sets them. */
export function goalsOf(
  { trees, bandSets }: Pick<Questionnaire, 'trees' | 'bandSets'>,
  { tree, code, formula, value }: Pick<NodeResult, 'tree' | 'code' | 'formula' | 'value'>,
): Goals {
  const node = trees.find(({ id }) => id === tree)?.nodes.find((one) => one.code === code)
  const target = node?.target
  return {
    band: gradeOf({ bandSets }, node?.bands, { formula, value }),
    target,
    isReached: target === undefined || value === null ? undefined : value >= target - tolerance,
  }
}

/** Shares, levels and the like are read in percent; points and numbers in their own unit. */
export const isPercent = (formula: FormulaName): boolean => formula !== 'points' && formula !== 'mean-number'

/** The grade of a value; a set that reaches above 1 grades shares in percent. */
export function gradeOf(
  { bandSets }: Pick<Questionnaire, 'bandSets'>,
  id: string | undefined,
  { formula, value }: Pick<NodeResult, 'formula' | 'value'>,
): Band | undefined {
  const set = bandSets.find((one) => one.id === id)
  if (!set || value === null) return undefined
  const inPercent = isPercent(formula) && Math.max(...set.bands.map(({ to }) => to)) > 1
  return bandOf(set, inPercent ? value * 100 : value) ?? undefined
}

/** 0.1 + 0.7 is one bit below 0.8: a mean must miss neither its target nor its grade by that. */
const tolerance = 1e-12

export type Band = BandSet['bands'][number]

/** The grade of an unrounded value in the set's own unit: from its `from` up to the next band's; the highest holds its `to` too. */
export function bandOf(set: BandSet, value: number | null): Band | null {
  if (value === null) return null
  const seen = value + tolerance
  const highest = set.bands.reduce((high, { to }) => Math.max(high, to), -Infinity)
  return set.bands.find(({ from, to }) => from <= seen && (seen < to || (to === highest && value - tolerance <= to))) ?? null
}
