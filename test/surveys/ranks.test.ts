import { describe, expect, it } from 'vitest'
import { ranksOf } from '../../surveys/figures/comparison'
import { wilsonInterval } from '../../surveys/figures/intervals'
import { rangeQuantile, rankRanges } from '../../surveys/figures/ranks'
import { seeded } from './random'

const share = (positive: number, n: number) => ({ value: positive / n, interval: wilsonInterval(positive, n) })
const unknown = { value: null, interval: null }

/** Whether every true rank lies in its interval; equals may stand on any of their places. */
const allHeld = (truths: readonly number[], figures: readonly ReturnType<typeof share>[]): boolean =>
  rankRanges(figures).every(({ rankInterval }, place) => {
    const truth = truths[place] ?? NaN
    const best = 1 + truths.filter((other) => other > truth).length
    const worst = truths.length - truths.filter((other) => other < truth).length
    return rankInterval !== null && rankInterval[0] <= best && worst <= rankInterval[1]
  })

describe('the range of normal numbers', () => {
  it.each([
    [2, 2.77],
    [3, 3.31],
    [10, 4.47],
    [20, 5.01],
  ])('of %i has the tabulated 95 %% point %f (Tukey; Pearson & Hartley 1966, table 29)', (count, expected) =>
    expect(Number(rangeQuantile(count).toFixed(2))).toBe(expected),
  )
})

describe('the intervals of ranks', () => {
  it('leave open what the figures leave open, and close what they close', () => {
    const ranges = rankRanges([share(990, 1000), share(95, 100), share(940, 1000), share(200, 400), share(199, 400)])
    expect(ranges).toEqual([
      { rankInterval: [1, 2], tier: 1 },
      { rankInterval: [1, 3], tier: 1 },
      { rankInterval: [2, 3], tier: 2 },
      { rankInterval: [4, 5], tier: 3 },
      { rankInterval: [4, 5], tier: 3 },
    ])
  })
  it('go by the arms that reach towards each other, and the tiers too', () => {
    const [wide, narrow] = [0.2, 0.01]
    const two = (down: number, up: number) =>
      rankRanges([
        { value: 0.9, interval: [0.9 - down, 0.9 + (wide + narrow - down)] },
        { value: 0.8, interval: [0.8 - (wide + narrow - up), 0.8 + up] },
      ])
    expect(two(wide, wide)).toEqual([
      { rankInterval: [1, 2], tier: 1 },
      { rankInterval: [1, 2], tier: 1 },
    ])
    expect(two(narrow, wide)).toEqual(two(wide, wide))
    expect(two(wide, narrow)).toEqual(two(wide, wide))
    expect(two(narrow, narrow)).toEqual([
      { rankInterval: [1, 1], tier: 1 },
      { rankInterval: [2, 2], tier: 2 },
    ])
  })
  it('take equals for equals whatever adding in binary left between them', () => {
    expect(rankRanges([0.8, 0.1 + 0.7].map((value) => ({ value, interval: [value, value] as const })))).toEqual([
      { rankInterval: [1, 2], tier: 1 },
      { rankInterval: [1, 2], tier: 1 },
    ])
  })
  it('of two are those of their change: apart when its interval leaves out zero', () => {
    const one = share(96, 100)
    for (let positive = 50; positive <= 100; positive++) {
      const other = share(positive, 100)
      const [a, b] = [one, other].sort((x, y) => y.value - x.value)
      if (!a?.interval || !b?.interval) throw new Error('a share of 100 has an interval')
      // Newcombe's interval of the difference, from the two intervals.
      const isApart = a.value - b.value - Math.hypot(a.value - a.interval[0], b.interval[1] - b.value) > 0
      expect(rankRanges([one, other])[0]?.rankInterval, String(positive)).toEqual(isApart ? (positive > 96 ? [2, 2] : [1, 1]) : [1, 2])
    }
  })
  it('hold the rank that is shown, also among equals', () => {
    const uniform = seeded(5)
    for (let round = 0; round < 200; round++) {
      const figures = Array.from({ length: 12 }, () => {
        const n = 10 + Math.floor(uniform() * 30)
        return share(Math.floor(n * (0.5 + uniform() / 2)), n)
      })
      const ranks = ranksOf(figures.map(({ value }) => value))
      for (const [place, { rankInterval }] of rankRanges(figures).entries()) {
        expect(rankInterval?.[0]).toBeLessThanOrEqual(ranks[place] ?? NaN)
        expect(rankInterval?.[1]).toBeGreaterThanOrEqual(ranks[place] ?? NaN)
      }
    }
  })
  it('take no place for what has no value, and leave open what has no interval', () => {
    expect(rankRanges([unknown, share(9, 10)])).toEqual([
      { rankInterval: null, tier: null },
      { rankInterval: [1, 1], tier: 1 },
    ])
    expect(rankRanges([{ value: 0.1, interval: null }, share(999, 1000), share(1, 1000)]).map(({ rankInterval }) => rankInterval)).toEqual([
      [1, 3],
      [1, 2],
      [2, 3],
    ])
    expect(rankRanges([{ value: 0.1, interval: null }])).toEqual([{ rankInterval: null, tier: null }])
    expect(rankRanges([])).toEqual([])
  })
  it.each([
    [0.8, 0.8, 0.8],
    [0.5, 0.7, 0.9],
    [0.9, 0.95, 0.95],
    [0.6, 0.6, 0.98],
  ])('hold all true ranks of shares %f, %f and %f in 95 %% of all samples of 12, counted one by one', (...truths) => {
    const n = 12
    const chances = truths.map((truth) => Array.from({ length: n + 1 }, (_, positive) => binomial(n, positive, truth)))
    let held = 0
    for (let a = 0; a <= n; a++)
      for (let b = 0; b <= n; b++)
        for (let c = 0; c <= n; c++)
          if (allHeld(truths, [share(a, n), share(b, n), share(c, n)]))
            held += (chances[0]?.[a] ?? 0) * (chances[1]?.[b] ?? 0) * (chances[2]?.[c] ?? 0)
    expect(held).toBeGreaterThanOrEqual(0.95)
    expect(held).toBeLessThanOrEqual(1 + 1e-12)
  })
  it.each([
    ['all alike', () => 0.95, 0.94],
    ['from 80 to 99 %', (place: number) => 0.8 + 0.01 * place, 0.94],
  ] as const)('hold all true ranks of twenty agencies together, %s', (_, truthOf, floor) => {
    const uniform = seeded(11)
    const truths = Array.from({ length: 20 }, (_unused, place) => truthOf(place))
    const samples = 400
    let held = 0
    for (let sample = 0; sample < samples; sample++)
      held += Number(
        allHeld(
          truths,
          truths.map((truth, place) => {
            const n = place % 2 === 0 ? 60 : 240
            return share(Array.from({ length: n }, uniform).filter((number) => number < truth).length, n)
          }),
        ),
      )
    expect(held / samples).toBeGreaterThanOrEqual(floor)
  })
})

function binomial(n: number, k: number, p: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways * p ** k * (1 - p) ** (n - k)
}
