import { describe, expect, it } from 'vitest'
import { aloneUpTo, takesTwo, usualBound } from '../../surveys/fielding/set-aside'

describe('how much one person alone sets aside', () => {
  it.each([
    [0, 1],
    [10, 1],
    [39, 1],
    [40, 2],
    [200, 10],
    [400, 20],
    [10_000, 20],
  ])('is of %i responses of an agency at most %i', (stored, most) => {
    expect(aloneUpTo(usualBound, stored)).toBe(most)
  })

  it('is as the office has set it, and one always', () => {
    expect(aloneUpTo({ responses: 5, percent: 50 }, 100)).toBe(5)
    expect(aloneUpTo({ responses: 0, percent: 0 }, 100)).toBe(1)
  })

  it.each([
    ['as much as the bound', [{ stored: 100, alone: 0, more: 5 }], false],
    ['one more', [{ stored: 100, alone: 0, more: 6 }], true],
    ['the last step of many small ones', [{ stored: 100, alone: 5, more: 1 }], true],
    ['nothing, where the bound is passed already', [{ stored: 100, alone: 9, more: 0 }], false],
    [
      'little of one agency beside much of another',
      [
        { stored: 100, alone: 0, more: 1 },
        { stored: 20, alone: 0, more: 2 },
      ],
      true,
    ],
  ])('takes two or not for %s', (_, loads, two) => {
    expect(takesTwo(usualBound, loads)).toBe(two)
  })
})
