import { describe, expect, it } from 'vitest'
import { wilsonInterval } from '../../surveys/figures/intervals'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { satisfaction } from './fixtures'

/** ln n! */
const logFactorials = Array.from({ length: 40 }).reduce<number[]>((sums, _, n) => [...sums, (sums.at(-1) ?? 0) + Math.log(n + 1)], [0])
const logFactorial = (n: number): number => logFactorials[n] ?? NaN

/** The chance of these counts of as many draws, each falling into one of the cells with its probability. */
const multinomial = (counts: readonly number[], probabilities: readonly number[]): number =>
  Math.exp(
    counts.reduce(
      (sum, count, cell) => sum - logFactorial(count) + (count === 0 ? 0 : count * Math.log(probabilities[cell] ?? 0)),
      logFactorial(counts.reduce((a, b) => a + b, 0)),
    ),
  )

/** All ways to share out n among so many cells. */
const sharings = (n: number, cells: number): readonly (readonly number[])[] =>
  cells === 1 ? [[n]] : Array.from({ length: n + 1 }, (_, first) => sharings(n - first, cells - 1).map((rest) => [first, ...rest])).flat()

const holds = (interval: readonly [number, number] | null | undefined, truth: number): boolean =>
  interval !== null && interval !== undefined && interval[0] <= truth && truth <= interval[1]
const grid = Array.from({ length: 999 }, (_, at) => (at + 1) / 1_000)

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('the interval of one item, over every outcome that there can be', () => {
  const coverage = (n: number, share: number): number =>
    Array.from({ length: n + 1 }, (_, x) => (holds(wilsonInterval(x, n), share) ? multinomial([x, n - x], [share, 1 - share]) : 0)).reduce(
      (sum, chance) => sum + chance,
      0,
    )

  it.each([2, 3, 5, 8, 12, 30])(
    'holds the truth of %i persons in 0.951 to 0.958 of the outcomes on the whole, and in no less than 0.81 anywhere',
    (n) => {
      const all = grid.map((share) => coverage(n, share))
      expect([mean(all) > 0.951, mean(all) < 0.958, Math.min(...all) > 0.81]).toEqual([true, true, true])
    },
  )

  it('is least just below the share at which one positive answer is the most that is believed, 83,8 % of many persons', () => {
    // Agresti & Coull (1998), The American Statistician 52:119–126: .838, near 0.18 / n.
    const [low = 0] = wilsonInterval(1, 4_000) ?? []
    expect([low * 4_000, (1 - low) ** 4_000]).toEqual([expect.closeTo(0.1765, 3), expect.closeTo(0.838, 3)])
  })
})

describe('the interval of two items, over every way in which so many persons can answer both', () => {
  const layout = tallyLayout(satisfaction({ A: 2 }))
  const kinds = [
    { A1: 'e', A2: 'e' },
    { A1: 'e', A2: 'a' },
    { A1: 'a', A2: 'e' },
    { A1: 'a', A2: 'a' },
  ]
  const outcomes = (n: number) =>
    sharings(n, kinds.length).map((counts) => {
      const tally = emptyTally(layout)
      kinds.forEach((answers, kind) => {
        for (let person = 0; person < (counts[kind] ?? 0); person++) addAnswers(layout, tally, answers, 1)
      })
      const root = nodeResults(layout, tally, { threshold: 1 })[0]
      return { counts, share: root?.share?.interval, level: root?.level?.interval }
    })
  /** The chances of the four ways where each item is answered well with this share, and the two hang together so much. */
  const cellsOf = (share: number, correlation: number): readonly number[] => {
    const both = share * share + correlation * share * (1 - share)
    return [both, share - both, share - both, 1 - 2 * share + both].map((chance) => Math.max(0, chance))
  }

  it.each([
    [2, 0.88],
    [3, 0.91],
    [5, 0.92],
    [8, 0.88],
    [12, 0.88],
  ])('holds the truth of %i persons in no less than %d of the outcomes anywhere, and in more than 0.965 on the whole', (n, least) => {
    const all = outcomes(n)
    for (const correlation of [0, 0.5, 0.9, 1])
      for (const of of ['share', 'level'] as const) {
        const coverages = grid
          .filter((_, at) => at % 10 === 4)
          .map((share) => {
            const cells = cellsOf(share, correlation)
            // The lowest answer is a fifth of the highest.
            const truth = of === 'share' ? share : 0.2 + 0.8 * share
            return all.reduce((sum, outcome) => sum + (holds(outcome[of], truth) ? multinomial(outcome.counts, cells) : 0), 0)
          })
        const seen = { n, correlation, of, least: Math.min(...coverages), mean: mean(coverages) }
        expect(seen).toMatchObject({
          least: expect.toSatisfy((value: number) => value >= least),
          mean: expect.toSatisfy((value: number) => value > 0.965 && value < 0.999),
        })
      }
  })
})
