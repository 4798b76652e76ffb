/** The numbers that have arrived from one kiosk, as ranges in order with gaps between them: `[[1, 40], [42, 57]]`. */
export type NumberRanges = readonly (readonly [first: number, last: number])[]

export const hasArrived = (ranges: NumberRanges, number: number): boolean =>
  ranges.some(([first, last]) => first <= number && number <= last)

/** The same with one more number. */
export function withNumber(ranges: NumberRanges, number: number): NumberRanges {
  if (hasArrived(ranges, number)) return ranges
  const before = ranges.filter(([, last]) => last < number - 1)
  const after = ranges.filter(([first]) => first > number + 1)
  const touching = ranges.filter(([first, last]) => last === number - 1 || first === number + 1)
  const [first, last] = [Math.min(number, ...touching.map(([from]) => from)), Math.max(number, ...touching.map(([, to]) => to))]
  return [...before, [first, last], ...after]
}

const sizeOf = (ranges: NumberRanges): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)

/** What a kiosk tells of itself: how many responses it has made in its life, how many of them wait on it, and how many it has set aside. */
export type KioskState = { readonly made: number; readonly waiting: number; readonly setAside: number }

/** How many responses were made on a kiosk and neither arrived nor are on it any more. */
export const neverArrived = (arrived: NumberRanges, { made, waiting, setAside }: KioskState): number =>
  Math.max(0, made - sizeOf(arrived) - waiting - setAside)
