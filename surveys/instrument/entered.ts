import { roundedBy, steady } from './decimal'
import type { Reach } from './operations'
import type { NumberEntry, IndicatorNode } from './schema'

/** Between which ends a number is entered: what the entry says, else what its unit does; points reach up to the node's maximum. */
export function entryBounds({
  entry,
  maximum,
}: {
  readonly entry: NumberEntry
  readonly maximum?: IndicatorNode['maximum'] | undefined
}): Reach {
  const { low, high } = unitBounds[entry.unit]
  return { low: entry.low ?? low, high: entry.high ?? (entry.unit === 'points' ? (maximum ?? high) : high) }
}

const unitBounds: Readonly<Record<NumberEntry['unit'], Reach>> = {
  points: { low: 0, high: Infinity },
  number: { low: -Infinity, high: Infinity },
  count: { low: 0, high: Infinity },
  percent: { low: 0, high: 1 },
  'yes-no': { low: 0, high: 1 },
}

/** Why a number cannot be entered: it is none, lies outside its bounds, or has more decimals than are taken. */
export type NumberProblem =
  | { readonly code: 'not-a-number' }
  | { readonly code: 'outside'; readonly low: number; readonly high: number; readonly seen: number }
  | { readonly code: 'too-many-digits'; readonly digits: number; readonly seen: number }

/** How many decimals a number may have in the unit in which it is typed: percent as 0…100. */
export const entryDigits = ({ unit, digits }: NumberEntry): number => digits ?? (unit === 'count' || unit === 'yes-no' ? 0 : 2)

/** A number as it is entered, by the bounds, unit and decimals of its node; percent as 0…1. */
export function numberProblem(
  node: { readonly entry: NumberEntry; readonly maximum?: IndicatorNode['maximum'] | undefined },
  value: number,
): NumberProblem | undefined {
  if (!Number.isFinite(value)) return { code: 'not-a-number' }
  const { low, high } = entryBounds(node)
  if (steady(value) < steady(low) || steady(value) > steady(high)) return { code: 'outside', low, high, seen: value }
  const digits = entryDigits(node.entry)
  const typed = node.entry.unit === 'percent' ? value * 100 : value
  if (steady(roundedBy(typed, digits, 'half-up')) !== steady(typed)) return { code: 'too-many-digits', digits, seen: value }
  return undefined
}
