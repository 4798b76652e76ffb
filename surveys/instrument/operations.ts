import { roundedBy, steady, unsigned } from './decimal'
import type { RollUpName, NodeStep } from './schema'

/** A part of a node: its own value and its weight among the parts that have one. */
export type Part = { readonly value: number; readonly weight: number }

/** How far the result moves with a part: by times / over of what the part moves. */
export type Slope = { readonly times: number; readonly over: number }

/** The least and the most that something can be. */
export type Reach = { readonly low: number; readonly high: number }

export type Where = { readonly atLeast?: number | undefined; readonly atMost?: number | undefined }

export type Operation = {
  /** The items below, each read as its own node reads it, or the own values of the nodes right below. */
  readonly on: 'items' | 'children'
  /** What happens where a part has no value: the others stand in for it, and it is named; or there is no value. */
  readonly lacking: 'others' | 'no-value'
  /** Where its interval comes from: the linearised sums themselves, their first-order change (delta method), or nowhere. */
  readonly interval: 'linear' | 'delta' | 'none'
  /** How many parts it takes. */
  readonly takes: { readonly least: number; readonly most: number }
  /** Undefined where it has no value, such as a division by zero. */
  readonly combine: (parts: readonly Part[], where: Where) => number | undefined
  readonly slopes: (parts: readonly Part[]) => readonly Slope[] | undefined
  readonly reach: (parts: readonly (Reach & { readonly weight: number })[]) => Reach
}

type Numbers = (values: readonly number[]) => number

const total: Numbers = (values) => values.reduce((sum, value) => sum + value, 0)
const valuesOf = (parts: readonly Part[]): readonly number[] => parts.map(({ value }) => value)
const weightsOf = (parts: readonly { readonly weight: number }[]): number => total(parts.map(({ weight }) => weight))

const some = { least: 1, most: Infinity }

const mean: Operation = {
  on: 'children',
  lacking: 'others',
  interval: 'linear',
  takes: some,
  combine: (parts) => total(parts.map(({ value, weight }) => value * weight)) / weightsOf(parts),
  slopes: (parts) => parts.map(({ weight }) => ({ times: weight, over: weightsOf(parts) })),
  reach: (parts) => ({
    low: total(parts.map(({ low, weight }) => low * weight)) / weightsOf(parts),
    high: total(parts.map(({ high, weight }) => high * weight)) / weightsOf(parts),
  }),
}

const sum: Operation = {
  on: 'children',
  lacking: 'no-value',
  interval: 'linear',
  takes: some,
  combine: (parts) => total(valuesOf(parts)),
  slopes: (parts) => parts.map(() => ({ times: 1, over: 1 })),
  reach: (parts) => ({ low: total(parts.map(({ low }) => low)), high: total(parts.map(({ high }) => high)) }),
}

const product: Operation = {
  on: 'children',
  lacking: 'no-value',
  interval: 'delta',
  takes: some,
  combine: (parts) => unsigned(valuesOf(parts).reduce((made, value) => made * value, 1)),
  slopes: (parts) =>
    parts.map((_, place) => ({ times: valuesOf(parts).reduce((made, value, at) => (at === place ? made : made * value), 1), over: 1 })),
  reach: (parts) => parts.reduce((made, part) => spanned(made, part, (a, b) => a * b), { low: 1, high: 1 }),
}

const ratio: Operation = {
  on: 'children',
  lacking: 'no-value',
  interval: 'delta',
  takes: { least: 2, most: 2 },
  combine: ([above, below]) => (above && below && steady(below.value) !== 0 ? unsigned(above.value / below.value) : undefined),
  slopes: ([above, below]) =>
    above && below && steady(below.value) !== 0
      ? [
          { times: 1, over: below.value },
          { times: -above.value / below.value, over: below.value },
        ]
      : undefined,
  reach: ([above, below]) =>
    above && below && (below.low > 0 || below.high < 0) ? spanned(above, below, (a, b) => a / b) : { low: -Infinity, high: Infinity },
}

const extreme = (choose: Numbers): Operation => ({
  on: 'children',
  lacking: 'others',
  interval: 'none',
  takes: some,
  combine: (parts) => choose(valuesOf(parts)),
  slopes: () => undefined,
  reach: (parts) => ({ low: choose(parts.map(({ low }) => low)), high: choose(parts.map(({ high }) => high)) }),
})

/** Everything that a node can do with what stands below it; a further operation is a further line here. */
export const rollUpOperations: Readonly<Record<RollUpName, Operation>> = {
  'mean-of-items': { ...mean, on: 'items' },
  pooled: { ...mean, on: 'items' },
  'mean-of-children': mean,
  weighted: mean,
  sum,
  'capped-sum': sum,
  product,
  ratio,
  min: extreme((values) => Math.min(...values)),
  max: extreme((values) => Math.max(...values)),
  'count-where': {
    ...extreme((values) => values.length),
    combine: (parts, where) => valuesOf(parts).filter((value) => isWithin(value, where)).length,
    reach: (parts) => ({ low: 0, high: parts.length }),
  },
}

const isWithin = (value: number, { atLeast = -Infinity, atMost = Infinity }: Where): boolean =>
  steady(value) >= steady(atLeast) && steady(value) <= steady(atMost)

/** All that can come of two ranges; 0 · ∞ counts as 0. */
function spanned(a: Reach, b: Reach, combine: (a: number, b: number) => number): Reach {
  const ends = [a.low, a.high]
    .flatMap((one) => [b.low, b.high].map((other) => combine(one, other)))
    .map((end) => (Number.isNaN(end) ? 0 : unsigned(end)))
  return { low: Math.min(...ends), high: Math.max(...ends) }
}

/** Why a step leaves the parent of its node without an interval: where it stands still, the answers' scatter is not the value's. */
export type StepLoss = 'clamped' | 'rounded' | 'observed'

/** A value after a step: `factor` is how far it moves with what went in; undefined where other agencies are needed to say. */
export type Stepped = { readonly value: number; readonly factor: number; readonly loss: StepLoss | undefined }

/** One step; `observed` is the range among the agencies with enough persons, for the step that asks for it: whoever lies outside, with too few, is held at its end. */
export function stepped(step: NodeStep, value: number, observed: Reach | undefined): Stepped | undefined {
  switch (step.type) {
    case 'linear':
      return mapped(value, { low: step.from[0], high: step.from[1] }, step.to, undefined)
    case 'observed':
      return observed && mapped(within(value, observed), observed, step.to, 'observed')
    case 'reverse':
      return { value: step.within[0] + step.within[1] - value, factor: -1, loss: undefined }
    case 'clamp': {
      const held = within(value, { low: step.low ?? -Infinity, high: step.high ?? Infinity })
      return { value: held, factor: 1, loss: held === value ? undefined : 'clamped' }
    }
    case 'round':
      return { value: roundedBy(value, step.digits, step.mode), factor: 1, loss: 'rounded' }
  }
}

const within = (value: number, { low, high }: Reach): number => Math.min(Math.max(value, low), high)

function mapped(
  value: number,
  { low, high }: Reach,
  [from, to]: readonly [number, number],
  loss: StepLoss | undefined,
): Stepped | undefined {
  if (low === high) return undefined
  const factor = (to - from) / (high - low)
  // The ends are hit exactly, whatever the factor is in binary.
  const made = value === high ? to : from + (value - low) * factor
  return { value: made, factor, loss }
}
