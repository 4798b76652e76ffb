import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasArrived, neverArrived, type NumberRanges, withNumber } from '../../surveys/fielding/kiosk'

const from = (numbers: readonly number[]): NumberRanges => numbers.reduce<NumberRanges>(withNumber, [])

describe('the numbers that have arrived from a kiosk', () => {
  it.each([
    [[1, 2, 3], [[1, 3]]],
    [[3, 1, 2], [[1, 3]]],
    [
      [1, 3, 5],
      [
        [1, 1],
        [3, 3],
        [5, 5],
      ],
    ],
    [
      [1, 3, 5, 4],
      [
        [1, 1],
        [3, 5],
      ],
    ],
    [[2, 2, 2], [[2, 2]]],
  ])('%j are %j', (numbers, ranges) => {
    expect(from(numbers)).toEqual(ranges)
  })

  it('are exactly those that came, in whatever order, in as few ranges as can be', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const ranges = from(numbers)
        for (let number = 0; number <= 61; number += 1) expect(hasArrived(ranges, number)).toBe(numbers.includes(number))
        ranges.forEach(([first], place) => expect(place === 0 || first > (ranges[place - 1]?.[1] ?? 0) + 1).toBe(true))
      }),
    )
  })

  it('leave what was made, has not come and is not on the kiosk any more', () => {
    expect(neverArrived(from([1, 2, 4]), { made: 7, waiting: 2, setAside: 1 })).toBe(1)
    expect(neverArrived(from([1, 2, 3]), { made: 3, waiting: 0, setAside: 0 })).toBe(0)
    expect(neverArrived(from([1, 2, 3]), { made: 3, waiting: 2, setAside: 0 })).toBe(0)
  })
})
