import type { Condition } from './schema'

/** What a condition asks of one item. */
export type Test = Extract<Condition, { readonly item: string }>

/** The condition with each of its tests changed; those are listed in `flow.ts`, which a phone has at once. */
export function withTests(condition: Condition, change: (test: Test) => Condition): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => withTests(one, change)) }
  if ('any' in condition) return { any: condition.any.map((one) => withTests(one, change)) }
  return 'not' in condition ? { not: withTests(condition.not, change) } : change(condition)
}
