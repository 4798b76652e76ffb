import { rounded, steady } from '../instrument/decimal'
import type { Figure } from './results'
import { decimalsOf, type Digits, type Unit } from './rounding'

/** How a figure lies to a mean: clearly where its whole interval is on one side, and far where the distance, as it is read, comes to five points. */
export type Standout = 'far-below' | 'below' | 'unclear' | 'above' | 'far-above'

/** How far a figure lies from a mean, unrounded. */
export type Distance = { readonly difference: number; readonly side: Standout }

/** Five percentage points. */
const far = 0.05

/** How far a figure lies from a mean such as that of its block, and whether its interval bears that out; nothing where either is missing. */
export function distanceFrom(
  mean: number | null | undefined,
  { value, interval }: Figure,
  unit: Unit,
  digits: Digits,
): Distance | undefined {
  if (mean === null || mean === undefined || value === null) return undefined
  const difference = steady(steady(value) - steady(mean))
  const read = rounded(difference, decimalsOf(unit, digits))
  const isClear = interval !== null && read !== 0 && (difference < 0 ? interval[1] < mean : interval[0] > mean)
  if (!isClear) return { difference, side: 'unclear' }
  const isFar = unit === 'percent' && Math.abs(read) >= far
  if (difference < 0) return { difference, side: isFar ? 'far-below' : 'below' }
  return { difference, side: isFar ? 'far-above' : 'above' }
}
