import { rounded, steady } from '../instrument/decimal'
import { isPercent } from '../instrument/indicators'
import type { FormulaName, Questionnaire } from '../instrument/schema'

export type Unit = 'percent' | 'number'
export const unitOf = ({ formula, unit }: Legible): Unit => unit ?? (isPercent(formula) ? 'percent' : 'number')

/** How a figure is computed, and how it says that it is read. */
export type Legible = { readonly formula: FormulaName; readonly unit?: Unit | undefined }

export type Digits = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** How many digits a questionnaire's figures are shown with, in percent or in their own unit. */
export const digitsOf = ({ digits = 2 }: Pick<Questionnaire, 'digits'>): Digits => digits

/** How many the parts of a distribution are shown with: one, or none where figures have none. */
export const partDigitsOf = (questionnaire: Pick<Questionnaire, 'digits'>): Digits => (digitsOf(questionnaire) === 0 ? 0 : 1)

/** Places after the point of the value itself, which for a share is 0…1. */
export const decimalsOf = (unit: Unit, digits: number): number => (unit === 'percent' ? digits + 2 : digits)

/** Where something begins to hold for a value: from there on, or only past it. */
export type Bound = { readonly at: number; readonly holds: 'from' | 'past' }

/** A figure as it is read: rounded, or where no rounding would be true, the side of a bound on which it lies. */
export type Rounded =
  | { readonly kind: 'rounded'; readonly value: number; readonly digits: Digits }
  | { readonly kind: 'below' | 'above'; readonly bound: number }

/** Rounded to the digits wanted, or to as many more (six at the most) as keep it on its own side of every bound. */
export function shownAs(value: number, unit: Unit, digits: Digits, bounds: readonly Bound[] = []): Rounded {
  if (bounds.length === 0) return { kind: 'rounded', value: rounded(value, decimalsOf(unit, digits)), digits }
  const exact = steady(value)
  const isFalse = (seen: number) => (bound: Bound) => isAcross(bound, seen) !== isAcross(bound, exact)
  for (const more of allDigits.slice(digits)) {
    const seen = rounded(value, decimalsOf(unit, more))
    if (!bounds.some(isFalse(seen))) return { kind: 'rounded', value: seen, digits: more }
  }
  const [crossed] = bounds.filter(isFalse(rounded(value, decimalsOf(unit, mostDigits))))
  return { kind: exact < (crossed?.at ?? Infinity) ? 'below' : 'above', bound: crossed?.at ?? exact }
}

/** The same for programs: 82.66 for a percentage, <80 below a bound. */
export function roundedText(shown: Rounded, unit: Unit): string {
  if (shown.kind !== 'rounded')
    return `${shown.kind === 'below' ? '<' : '>='}${unit === 'percent' ? steady(shown.bound * 100) : shown.bound}`
  const { value, digits } = shown
  return unit === 'percent' ? (Math.round(value * 10 ** (digits + 2)) / 10 ** digits).toFixed(digits) : value.toFixed(digits)
}

const isAcross = ({ at, holds }: Bound, value: number): boolean => (holds === 'from' ? value >= at : value > at)

/** A target or the end of a grade: as it was set, with no fewer digits than figures have. */
export function shownExactly(value: number, unit: Unit, digits: Digits): Rounded {
  const exact = steady(value)
  const enough = allDigits.slice(digits).find((more) => rounded(value, decimalsOf(unit, more)) === exact) ?? mostDigits
  return { kind: 'rounded', value: rounded(value, decimalsOf(unit, enough)), digits: enough }
}

export const allDigits = [0, 1, 2, 3, 4, 5, 6] as const
const mostDigits = 6

/**
 * For each value the digits with which all of them stay apart in their order, as they are shown beside the bounds that each keeps
 * to; six at the most.
 */
export function digitsApart(
  values: readonly (number | null)[],
  unit: Unit,
  digits: Digits,
  bounds: readonly Bound[] = [],
): readonly Digits[] {
  const inOrder = [...new Set(values.flatMap((value) => (value === null ? [] : [steady(value)])))].sort((a, b) => a - b)
  const seenWith = (value: number, wanted: Digits): { readonly digits: Digits; readonly seen: number } => {
    const shown = shownAs(value, unit, wanted, bounds)
    return shown.kind === 'rounded' ? { digits: shown.digits, seen: shown.value } : { digits: wanted, seen: value }
  }
  const chosen = inOrder.map((value) => ({ value, ...seenWith(value, digits) }))
  for (let isSettled = false; !isSettled;) {
    isSettled = true
    for (const [place, higher] of chosen.entries()) {
      const lower = chosen[place - 1]
      if (!lower || lower.seen < higher.seen || Math.min(lower.digits, higher.digits) === mostDigits) continue
      const more = allDigits[Math.min(lower.digits, higher.digits) + 1] ?? mostDigits
      for (const one of [lower, higher].filter((each) => each.digits < more)) Object.assign(one, seenWith(one.value, more))
      isSettled = false
    }
  }
  const needed = new Map(chosen.map((one) => [one.value, one.digits]))
  return values.map((value) => (value === null ? digits : (needed.get(steady(value)) ?? digits)))
}

/**
 * The parts of a whole as shares that add up to exactly 1 at so many places (Hamilton's largest remainders; of equal ones the
 * first). All 0 where the whole is.
 */
export function partsOfWhole(counts: readonly number[], places: number): readonly number[] {
  const whole = counts.reduce((sum, count) => sum + count, 0)
  if (whole <= 0) return counts.map(() => 0)
  const steps = 10 ** places
  const parts = counts.map((count, place) => ({ place, floor: Math.floor((count * steps) / whole), left: (count * steps) % whole }))
  const missing = steps - parts.reduce((sum, { floor }) => sum + floor, 0)
  const next = new Set(
    [...parts]
      .sort((a, b) => b.left - a.left || a.place - b.place)
      .slice(0, missing)
      .map(({ place }) => place),
  )
  return parts.map(({ place, floor }) => (floor + Number(next.has(place))) / steps)
}
