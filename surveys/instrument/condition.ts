import type { Condition } from './schema'

/** What a condition asks of one item. */
export type Test = Extract<Condition, { readonly item: string }>

/** All that a condition asks, whatever stands around it. */
export function testsIn(condition: Condition): readonly Test[] {
  if ('all' in condition) return condition.all.flatMap(testsIn)
  if ('any' in condition) return condition.any.flatMap(testsIn)
  return 'not' in condition ? testsIn(condition.not) : [condition]
}

/** The items that a condition looks at. */
export const itemsLookedAt = (condition: Condition): readonly string[] => testsIn(condition).map(({ item }) => item)

/** The condition with each of its tests changed. */
export function withTests(condition: Condition, change: (test: Test) => Condition): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => withTests(one, change)) }
  if ('any' in condition) return { any: condition.any.map((one) => withTests(one, change)) }
  return 'not' in condition ? { not: withTests(condition.not, change) } : change(condition)
}
