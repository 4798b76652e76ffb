import type { Indicator } from '../instrument/indicators'
import { rollUpOperations, type Slope } from '../instrument/operations'
import type { FormulaName } from '../instrument/schema'

/** Items whose answers are pooled into one ratio, and how each is read; a linear figure is the weighted sum of its groups' ratios. */
export type RatioGroup = { readonly weight: number; readonly items: readonly number[]; readonly reads: readonly FormulaName[] }

export type HasBase = (item: number) => boolean

/** The ratio groups of a linear indicator over the parts that have answers; none when it has no value. */
export function ratioGroups(indicator: Indicator, hasBase: HasBase): readonly RatioGroup[] {
  const { rollUp, parts, weights, formula, items } = indicator
  if (rollUp === null) return items.filter(hasBase).map((item) => ({ weight: 1, items: [item], reads: [formula] }))
  if (rollUpOperations[rollUp].on === 'items') return answeredGroups(indicator, hasBase)
  const found = parts.map((part, place) => ({ weight: weights?.[place] ?? 1, groups: ratioGroups(part, hasBase) }))
  const present = found.filter(({ groups }) => groups.length > 0)
  if (present.length < found.length && rollUpOperations[rollUp].lacking === 'no-value') return []
  const slopes =
    rollUpOperations[rollUp].slopes(present.map(({ weight }) => ({ value: 0, weight: rollUp === 'weighted' ? weight : 1 }))) ?? []
  return present.flatMap(({ groups }, place) => scaled(groups, slopes[place] ?? none))
}

/** Groups whose sum moves with theirs, by a slope. */
export const scaled = (groups: readonly RatioGroup[], { times, over }: Slope): readonly RatioGroup[] =>
  groups.map((group) => ({ ...group, weight: (group.weight * times) / over }))

const none: Slope = { times: 0, over: 1 }

/** The items below themselves, each read as its own node reads it. */
function answeredGroups({ leaves, rollUp }: Indicator, hasBase: HasBase): readonly RatioGroup[] {
  const answered = leaves.filter(({ items: [place] }) => hasBase(place ?? -1))
  if (rollUp === 'pooled') {
    if (answered.length === 0) return []
    return [{ weight: 1, items: answered.flatMap(({ items }) => items), reads: answered.map(({ formula }) => formula) }]
  }
  return answered.map(({ items, formula }) => ({ weight: 1 / answered.length, items, reads: [formula] }))
}

/**
 * The groups of the share or the level that stands beside a value: every item below read alike. What is no mean of proportions,
 * such as a sum, gives way to the mean over its items.
 */
export function proportions(indicator: Indicator, hasBase: HasBase, read: FormulaName): readonly RatioGroup[] {
  const { rollUp, items, parts, weights } = indicator
  if (rollUp === null) return items.filter(hasBase).map((item) => ({ weight: 1, items: [item], reads: [read] }))
  if (rollUp === 'pooled') {
    const answered = items.filter(hasBase)
    return answered.length === 0 ? [] : [{ weight: 1, items: answered, reads: answered.map(() => read) }]
  }
  if (rollUp !== 'mean-of-children' && rollUp !== 'weighted') {
    const answered = items.filter(hasBase)
    return answered.map((item) => ({ weight: 1 / answered.length, items: [item], reads: [read] }))
  }
  const present = parts
    .map((part, place) => ({ weight: rollUp === 'weighted' ? (weights?.[place] ?? 1) : 1, groups: proportions(part, hasBase, read) }))
    .filter(({ groups }) => groups.length > 0)
  const total = present.reduce((sum, { weight }) => sum + weight, 0)
  return present.flatMap(({ weight, groups }) => scaled(groups, { times: weight, over: total }))
}
