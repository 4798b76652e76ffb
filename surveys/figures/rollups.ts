import type { Indicator } from '../instrument/indicators'
import type { RollUpName } from '../instrument/schema'

/** Items whose answers are pooled into one ratio; a node's value is the weighted sum of its groups' ratios. */
export type RatioGroup = { readonly weight: number; readonly items: readonly number[] }

export type HasBase = (item: number) => boolean

/** The ratio groups of an indicator over the parts that have answers; none when it has no value. */
export function ratioGroups(indicator: Indicator, hasBase: HasBase, rules: RollUps = rollUps): readonly RatioGroup[] {
  if (indicator.rollUp) return rules[indicator.rollUp](indicator, hasBase, rules)
  return indicator.items.filter(hasBase).map((item) => ({ weight: 1, items: [item] }))
}

type RollUp = (indicator: Indicator, hasBase: HasBase, rules: RollUps) => readonly RatioGroup[]
type RollUps = Readonly<Record<RollUpName, RollUp>>

const meanOfItems: RollUp = ({ items }, hasBase) => {
  const answered = items.filter(hasBase)
  return answered.map((item) => ({ weight: 1 / answered.length, items: [item] }))
}

const weighted =
  (weightOf: (indicator: Indicator, part: number) => number): RollUp =>
  (indicator, hasBase, rules) => {
    const parts = indicator.parts
      .map((part, place) => ({ weight: weightOf(indicator, place), groups: ratioGroups(part, hasBase, rules) }))
      .filter(({ groups }) => groups.length > 0)
    const total = parts.reduce((sum, { weight }) => sum + weight, 0)
    return parts.flatMap(({ weight, groups }) => groups.map((group) => ({ ...group, weight: (group.weight * weight) / total })))
  }

/** A cap is laid on the finished value of its own node; here a capped sum is a sum. */
const sum: RollUp = ({ parts }, hasBase, rules) => {
  const groups = parts.map((part) => ratioGroups(part, hasBase, rules))
  return groups.some(({ length }) => length === 0) ? [] : groups.flat()
}

const rollUps: RollUps = {
  'mean-of-items': meanOfItems,
  pooled: ({ items }, hasBase) => {
    const answered = items.filter(hasBase)
    return answered.length === 0 ? [] : [{ weight: 1, items: answered }]
  },
  'mean-of-children': weighted(() => 1),
  weighted: weighted(({ weights }, part) => weights?.[part] ?? 1),
  sum,
  'capped-sum': sum,
}

/** For the share and the level beside a value: a sum of shares is no share, so the mean over items stands in its place. */
export const proportions: RollUps = { ...rollUps, sum: meanOfItems, 'capped-sum': meanOfItems }
