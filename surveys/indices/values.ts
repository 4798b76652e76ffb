import { isHopeless, type Missing, missingAmong, type NoValue, valueOfNothing } from '../figures/formulas'
import { type Inputs, type Ranges, stepKey } from '../figures/sums'
import type { TallyLayout } from '../figures/tally'
import type { Indicator } from '../instrument/indicators'
import { type Reach, rollUpOperations, stepped } from '../instrument/operations'
import type { NodeStep } from '../instrument/schema'

/** What a node of an indicator set comes to, or why it has no value. */
export type NodeValue = {
  readonly value: number | undefined
  readonly lacking?: NoValue | undefined
  readonly missing?: Missing | undefined
}

/** What every node of a set comes to for each of several agencies, and the ranges of those that are placed among them. */
export type Columns = { readonly of: (indicator: Indicator) => readonly NodeValue[]; readonly ranges: Ranges }

/** Verified numbers, and where there are none the agency’s own; or its own alone, beside what is drawn and nobody gives. */
export type Whose = 'standing' | 'own'

/**
 * Node by node over all agencies at once, parts first: what is placed among agencies has their range at hand. The same rules as the figures
 * of a campaign, without what only answers have: groups, reaches and intervals.
 */
export function columnsOf({ nodes }: TallyLayout, inputs: readonly Inputs[], whose: Whose = 'standing'): Columns {
  const ranges = new Map<number | string, Reach>()
  const columns = new Map<string, readonly NodeValue[]>()
  const columnOf = (indicator: Indicator): readonly NodeValue[] => {
    const key = keyOf(indicator)
    const known = columns.get(key)
    if (known) return known
    const parts = indicator.parts.map(columnOf)
    const combined = inputs.map((one, place) =>
      indicator.input === undefined
        ? combinedValue(indicator, (index) => parts[index]?.[place] ?? nothing)
        : enteredValue(indicator, one, whose),
    )
    const column = indicator.steps.reduce<readonly NodeValue[]>(
      (before, step, place) => afterStep(indicator, place, step, before, ranges),
      combined,
    )
    columns.set(key, column)
    return column
  }
  for (const { indicator } of nodes) columnOf(indicator)
  return { of: columnOf, ranges }
}

/** The value of a node for one agency as if some nodes below it had other values, among agencies as they are. */
export function valueInstead(indicator: Indicator, inputs: Inputs, ranges: Ranges, instead: ReadonlyMap<string, number>): NodeValue {
  const given = instead.get(indicator.code)
  if (given !== undefined) return { value: given }
  const combined =
    indicator.input === undefined
      ? combinedOf(
          indicator,
          indicator.parts.map((part) => valueInstead(part, inputs, ranges, instead)),
        )
      : enteredValue(indicator, inputs, 'standing')
  return indicator.steps.reduce(
    (before, step, place) => madeOf(step, before, ranges.get(stepKey(indicator.tree, indicator.code, indicator.formula, place))),
    combined,
  )
}

const keyOf = ({ tree, code, formula }: Indicator): string => `${tree} ${code} ${formula}`

const nothing: NodeValue = { value: undefined, lacking: 'no-answers' }
const noInput: NodeValue = { value: undefined, lacking: 'no-input' }

function enteredValue(end: Indicator, inputs: Inputs, whose: Whose): NodeValue {
  const value = numberOf(end, inputs, whose)
  return value === null ? noInput : { value }
}

/** The number of an end, or null. */
export function numberOf({ code, input }: Indicator, inputs: Inputs, whose: Whose): number | null {
  const entered = inputs.get(code)
  const verified = whose === 'standing' || input === 'drawn' ? entered?.verified : null
  return verified ?? entered?.self ?? null
}

const combinedOf = (indicator: Indicator, parts: readonly NodeValue[]): NodeValue =>
  combinedValue(indicator, (index) => parts[index] ?? nothing)

/** Run for every node of every agency, so it makes no list that it does not need. */
function combinedValue(indicator: Indicator, partAt: (index: number) => NodeValue): NodeValue {
  const { rollUp, where, weights } = indicator
  if (rollUp === null) return { value: undefined, lacking: 'formula-unfit' }
  const weightAt = (place: number): number => (rollUp === 'weighted' ? (weights?.[place] ?? 1) : 1)
  const present: { readonly value: number; readonly weight: number }[] = []
  for (let place = 0; place < indicator.parts.length; place += 1) {
    const { value, lacking } = partAt(place)
    if (value !== undefined) present.push({ value, weight: weightAt(place) })
    else if (lacking !== undefined && isHopeless(lacking)) return { value, lacking }
  }
  const missing =
    present.length === indicator.parts.length
      ? undefined
      : missingAmong(
          indicator.parts.map(({ code }, place) => ({ code, weight: weightAt(place), isMissing: partAt(place).value === undefined })),
        )
  if (present.length === 0) return { value: undefined, lacking: 'no-answers', missing }
  const operation = rollUpOperations[rollUp]
  if (missing && operation.lacking === 'no-value') return { value: undefined, lacking: 'incomplete', missing }
  const value = operation.combine(present, where) ?? valueOfNothing(indicator, present)
  return value === undefined ? { value, lacking: 'zero-divisor', missing } : { value, missing }
}

function afterStep(
  { tree, code, formula }: Indicator,
  place: number,
  step: NodeStep,
  before: readonly NodeValue[],
  ranges: Map<number | string, Reach>,
): readonly NodeValue[] {
  const values = step.type === 'observed' ? before.flatMap(({ value }) => value ?? []) : []
  const range = values.length > 1 ? { low: Math.min(...values), high: Math.max(...values) } : undefined
  if (range) ranges.set(stepKey(tree, code, formula, place), range)
  return before.map((one) => madeOf(step, one, range))
}

function madeOf(step: NodeStep, before: NodeValue, range: Reach | undefined): NodeValue {
  if (before.value === undefined) return before
  const made = stepped(step, before.value, range)
  return made ? { value: made.value, missing: before.missing } : { value: undefined, lacking: 'needs-agencies', missing: before.missing }
}
