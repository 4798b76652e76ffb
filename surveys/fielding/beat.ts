import type { NumberRanges } from './kiosk'

/** Numbers in any order, as ranges. */
export function rangesOf(numbers: readonly number[]): NumberRanges {
  const ranges: [number, number][] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && number <= last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}

/** No more ranges are told of: who holds numbers so scattered tells counts alone. */
export const mostRanges = 2000

/**
 * What a kiosk signs beside each body, so that the server knows it again when the body was altered on the way. It proves nothing more, and
 * only of the sending with this number: whoever records it has nothing for the next.
 */
export const presenceClaim = (kiosk: string, sending: number): string => `sipas kiosk 2 ${kiosk} ${sending}`
