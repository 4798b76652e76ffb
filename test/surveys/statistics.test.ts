import { describe, expect, it } from 'vitest'
import { ranksOf } from '../../surveys/figures/comparison'
import { bandOf } from '../../surveys/figures/aims'
import { meanInterval, tQuantile, wilsonAt, wilsonInterval } from '../../surveys/figures/intervals'

describe('the Wilson interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i out of %i is the published %f…%f (Newcombe 1998)', (positive, n, low, high) => {
    const interval = wilsonInterval(positive, n)
    expect(interval?.map((end) => Number(end.toFixed(4)))).toEqual([low, high])
  })

  it('does not exist without answers', () => expect(wilsonInterval(0, 0)).toBeNull())
  it('begins at exactly 0 for none and ends at exactly 1 for all', () => {
    expect(wilsonInterval(0, 7)?.[0]).toBe(0)
    expect(wilsonInterval(7, 7)?.[1]).toBe(1)
  })
  it('takes a number of answers that is not whole', () => {
    const [low, high] = wilsonAt(0.8, 63.5)
    expect(low).toBeGreaterThan(wilsonAt(0.8, 63)[0])
    expect(high).toBeLessThan(wilsonAt(0.8, 63)[1])
  })
  it('is a point when everyone was asked', () => expect(wilsonAt(0.8, Infinity)).toEqual([0.8, 0.8]))
})

describe("Student's t", () => {
  it.each([
    [1, 12.7062047362],
    [2, 4.3026527297],
    [3, 3.1824463053],
    [4, 2.7764451052],
    [5, 2.5705818356],
    [9, 2.2621571628],
    [10, 2.228138852],
    [29, 2.0452296421],
    [30, 2.0422724563],
    [40, 2.0210753903],
    [60, 2.000297822],
    [100, 1.9839715185],
    [1000, 1.9623390808],
  ])('with %i degrees of freedom has the tabulated 97.5 %% point %f', (df, expected) => {
    expect(Math.abs(tQuantile(df) - expected)).toBeLessThan(1e-7)
  })
  it('does not jump where the expansion takes over from the exact series', () => {
    const step = (df: number): number => tQuantile(df) - tQuantile(df + 1)
    expect(step(40)).toBeGreaterThan(step(41))
    expect(step(39)).toBeGreaterThan(step(40))
  })
  it('between two whole degrees of freedom lies between theirs', () => {
    expect(tQuantile(9.5)).toBeLessThan(tQuantile(9))
    expect(tQuantile(9.5)).toBeGreaterThan(tQuantile(10))
    expect(tQuantile(40.5)).toBeCloseTo((tQuantile(40) + tQuantile(41)) / 2, 4)
  })
  it('gives a mean its interval, none to one person, and none where equal numbers tell nothing of their scatter', () => {
    const ten = { value: 10, low: -Infinity, high: Infinity, independent: 0, informative: Infinity, remaining: 1, days: 0 }
    expect(meanInterval({ ...ten, effective: 10, freedom: 9, squares: 3.6 })?.map((end) => Number(end.toFixed(3)))).toEqual([5.476, 14.524])
    expect(meanInterval({ ...ten, effective: 1, freedom: 1, squares: 0 })).toBeNull()
    expect(meanInterval({ ...ten, effective: 10, freedom: 9, squares: 0 })).toBeNull()
    expect(meanInterval({ ...ten, effective: 10, freedom: 9, squares: 0, remaining: 0 })).toEqual([10, 10])
  })
})

describe('ranks', () => {
  it('are shared by equal values, and the next place is skipped', () => expect(ranksOf([0.9, 0.95, 0.95, 0.8])).toEqual([3, 1, 1, 4]))
  it('tell apart what rounding would make equal', () => expect(ranksOf([0.83941, 0.83944])).toEqual([2, 1]))
  it('do not tell apart the noise of adding up', () => expect(ranksOf([0.1 + 0.2, 0.3])).toEqual([1, 1]))
  it('are not given to what has no value', () => expect(ranksOf([null, 0.5, null, 0])).toEqual([null, 1, null, 2]))
})

describe('bands', () => {
  const word = { vi: 'x' }
  const set = {
    id: 'grades',
    bands: [
      { code: 'weak', label: word, from: 0, to: 0.5 },
      { code: 'fair', label: word, from: 0.5, to: 0.8 },
      { code: 'good', label: word, from: 0.8, to: 1 },
    ],
  }
  it.each([
    [0, 'weak'],
    [0.4999999, 'weak'],
    [0.5, 'fair'],
    [0.7999999, 'fair'],
    [0.8, 'good'],
    [0.1 + 0.7, 'good'],
    [1, 'good'],
  ])('hold %f in "%s"', (value, code) => expect(bandOf(set, value)?.code).toBe(code))
  it.each([[-0.01], [1.01], [null]])('hold nothing for %s', (value) => expect(bandOf(set, value)).toBeNull())
})
