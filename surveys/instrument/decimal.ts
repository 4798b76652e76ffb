import type { NodeStep } from './schema'

/** Rounded to so many places after the point, half up in decimal; below zero away from it, so that a fall shows what a rise would. */
export function rounded(value: number, places: number): number {
  if (Number.isInteger(value) || !(Math.abs(value) < tooLarge)) return unsigned(value)
  const steps = 10 ** places
  const whole = wholeSteps(Math.abs(value), places, Math.abs(value) * steps)
  return whole === 0 ? 0 : (Math.sign(value) * whole) / steps
}

/** Nothing times a number below 0 is −0 in binary, and would be read as "-0". */
export const unsigned = (value: number): number => value + 0

/** Only next to a tie does it matter what binary makes of a decimal; a table asks for tens of thousands of figures. */
const wholeSteps = (size: number, places: number, scaled: number): number =>
  scaled < 1e9 && Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-4 ? Math.round(scaled) : Math.round(Number(`${decimal(size)}e${places}`))

export type RoundMode = Extract<NodeStep, { readonly type: 'round' }>['mode']

/** Rounded in another mode; up and down go away from 0 and towards it. */
export function roundedBy(value: number, places: number, mode: RoundMode): number {
  if (Number.isInteger(value) || !(Math.abs(value) < tooLarge)) return unsigned(value)
  const whole = roundings[mode](Number(`${decimal(Math.abs(value))}e${places}`))
  return whole === 0 ? 0 : (Math.sign(value) * whole) / 10 ** places
}

const roundings: Readonly<Record<RoundMode, (size: number) => number>> = {
  'half-up': Math.round,
  'half-even': (size) => (size - Math.floor(size) === 0.5 ? 2 * Math.round(size / 2) : Math.round(size)),
  up: Math.ceil,
  down: Math.floor,
}

/**
 * A value without what adding in binary left on it: grades, targets, ranks and rounding all go by it. Its first 14 decimals
 * (14 digits from 1 on) keep every ratio over less than 9·10⁹ on its own side of a tie of four decimals, and bring a mean of up to
 * forty ratios that is such a tie back onto it.
 */
export const steady = (value: number): number => (Math.abs(value) < tooLarge ? Number(decimal(value)) : value)

const decimal = (value: number): string => (Math.abs(value) < 1 ? value.toFixed(14) : value.toPrecision(14))

/** Beyond it there are no 14 digits to speak of, and `toPrecision` would write an exponent. */
const tooLarge = 1e13
