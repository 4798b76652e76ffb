import { describe, expect, it } from 'vitest'
import { problemText } from '../../client/text/definition'
import { changeBetween, isOffByRounding, ranksOf } from '../../surveys/figures/comparison'
import { withProfiles } from '../../surveys/figures/profile'
import { campaignResults } from '../../surveys/figures/results'
import { figureRow, publishedResults } from '../../surveys/figures/row'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { headlineOf } from '../../surveys/instrument/indicators'
import { goalsOf, shownFigures } from '../../surveys/figures/goals'
import { rounded, roundedBy, steady } from '../../surveys/instrument/decimal'
import { decimalsOf, type Digits, digitsApart, partsOfWhole, roundedText, shownAs, shownExactly } from '../../surveys/figures/rounding'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { versionChanges } from '../../surveys/instrument/versions'
import { satisfaction } from './fixtures'
import { seeded } from './random'
import { readSmall, smallSource } from './small'

/** p/q at so many places, half up, worked out with whole numbers alone. */
function byHand(p: bigint, q: bigint, places: number): number {
  const twice = 2n * p * 10n ** BigInt(places)
  const whole = (twice + q) / (2n * q)
  return Number(whole) / 10 ** places
}

const uniform = seeded(20261128)
const upTo = (most: number): number => Math.floor(uniform() * (most + 1))

describe('rounding', () => {
  it('says of every fraction of up to 2000 answers what it is by hand', () => {
    const wrong: string[] = []
    for (let q = 1; q <= 2000; q++)
      for (let p = 0; p <= q; p++) if (rounded(p / q, 4) !== Math.floor((20_000 * p + q) / (2 * q)) / 10_000) wrong.push(`${p}/${q}`)
    expect(wrong).toEqual([])
  })

  it('reads −0, and what rounds to it, as 0', () => {
    for (const value of [-0, -1e-12]) {
      expect([rounded(value, 4), roundedBy(value, 4, 'half-even')]).toEqual([0, 0])
      const shown = shownAs(value, 'percent', 2)
      expect(shown).toEqual({ kind: 'rounded', value: 0, digits: 2 })
      expect(roundedText(shown, 'percent')).toBe('0.00')
    }
  })

  it.each([
    [3, 5_000_000_000],
    [4, 5_000_000_000],
    [5, 500_000_000],
    [8, 500_000],
  ])('to %i places says of large fractions, and of those nearest to a tie, what they are by hand', (places, most) => {
    const wrong: string[] = []
    for (let round = 0; round < 20_000; round++) {
      const q = most - upTo(most - 1)
      const tie = (2 * upTo(10 ** places - 1) + 1) / (2 * 10 ** places)
      const nearest = Math.round(tie * q)
      for (const p of [upTo(q), nearest - 1, nearest, Math.min(q, nearest + 1)].filter((one) => one >= 0))
        if (rounded(p / q, places) !== byHand(BigInt(p), BigInt(q), places)) wrong.push(`${p}/${q}`)
    }
    expect(wrong).toEqual([])
  })

  it('brings a mean of up to forty fractions that is a tie back onto it, however it was added up', () => {
    const wrong: string[] = []
    for (let round = 0; round < 5_000; round++) {
      const items = 1 + upTo(39)
      // The counts make the mean (2k + 1) / 20,000.
      const [base, tie] = [20_000, 2 * upTo(9_999) + 1]
      const counts = Array.from({ length: items }, () => tie)
      for (let moved = 1; moved < items; moved++) {
        const step = Math.min(upTo(tie), base - (counts[moved - 1] ?? 0))
        counts[moved - 1] = (counts[moved - 1] ?? 0) + step
        counts[moved] = (counts[moved] ?? 0) - step
      }
      const mean = counts.reduce((sum, count) => sum + (1 / items) * (count / base), 0)
      if (rounded(mean, 4) !== (tie + 1) / 20_000) wrong.push(`${items}: ${counts.join(' ')}`)
    }
    expect(wrong).toEqual([])
  })

  it.each([
    [0.14375, 4, 0.1438],
    [-0.14375, 4, -0.1438],
    [1.005, 2, 1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.00004, 4, 0],
    [-0.00004, 4, 0],
    [123_456.785, 2, 123_456.79],
    [1e-9, 4, 0],
    [36_525, 0, 36_525],
    [1e15 + 0.5, 2, 1e15 + 0.5],
  ])('takes %f at %i places to %f, away from zero on either side', (value, places, expected) =>
    expect(rounded(value, places)).toBe(expected),
  )

  it('of a change is that of the unrounded difference', () => {
    const change = changeBetween({ value: 0.80004, interval: null }, { value: 0.80056, interval: null })
    expect(rounded(change?.difference ?? NaN, 4)).toBe(0.0005)
    expect(rounded(0.80056, 4) - rounded(0.80004, 4)).toBeCloseTo(0.0006, 10)
    expect(isOffByRounding({ value: 0.80004 }, { value: 0.80056 }, 4)).toBe(true)
    expect(isOffByRounding({ value: 0.80004 }, { value: 0.80054 }, 4)).toBe(false)
    expect(isOffByRounding({ value: 0.1 }, { value: 0.3 }, 4)).toBe(false)
    // In binary 0.8005 − 0.8 is a little more than 0.0005; the other way round a little less.
    expect([changeBetween({ value: 0.8, interval: null }, { value: 0.80005, interval: null })?.difference]).toEqual([0.00005])
  })
})

const graded = (digits?: Questionnaire['digits']): Questionnaire => ({
  ...readSmall(),
  ...(digits === undefined ? {} : { digits }),
  bandSets: [
    {
      id: 'levels',
      bands: [
        { code: 'low', label: { vi: 'Chưa tốt' }, from: 0, to: 80 },
        { code: 'high', label: { vi: 'Tốt' }, from: 80, to: 100 },
      ],
    },
  ],
  trees: readSmall().trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => ({ ...node, bands: 'levels', target: 0.85 })) })),
})

const read = (questionnaire: Questionnaire, value: number) => {
  const node = { tree: 'satisfaction', code: 'S', formula: 'share', value, interval: null, share: null, level: null } as const
  return { shown: shownFigures(questionnaire, node).value?.shown, ...goalsOf(questionnaire, node) }
}

describe('a shown figure', () => {
  it.each([
    [0.79995, { kind: 'rounded', value: 0.79995, digits: 3 }, 'low', false],
    [0.799994, { kind: 'rounded', value: 0.79999, digits: 3 }, 'low', false],
    [0.7999996, { kind: 'rounded', value: 0.7999996, digits: 5 }, 'low', false],
    [0.799999998, { kind: 'below', bound: 0.8 }, 'low', false],
    [0.79994, { kind: 'rounded', value: 0.7999, digits: 2 }, 'low', false],
    [0.8, { kind: 'rounded', value: 0.8, digits: 2 }, 'high', false],
    [0.1 + 0.7, { kind: 'rounded', value: 0.8, digits: 2 }, 'high', false],
    [0.849951, { kind: 'rounded', value: 0.84995, digits: 3 }, 'high', false],
    [0.85, { kind: 'rounded', value: 0.85, digits: 2 }, 'high', true],
    [0.84949, { kind: 'rounded', value: 0.8495, digits: 2 }, 'high', false],
  ])('of %f keeps to the side of its grade and its target', (value, shown, band, isReached) => {
    const found = read(graded(), value)
    expect([found.shown, found.band?.code, found.isReached]).toEqual([shown, band, isReached])
  })

  it.each([
    [0.85, { kind: 'rounded', value: 0.85, digits: 2 }, true],
    [0.84999, { kind: 'rounded', value: 0.85, digits: 2 }, true],
    [0.850004, { kind: 'rounded', value: 0.850004, digits: 4 }, false],
    [0.85000000001, { kind: 'above', bound: 0.85 }, false],
    [0.95, { kind: 'rounded', value: 0.95, digits: 2 }, false],
  ])('of %f keeps to the side of a target that is reached from above', (value, shown, isReached) => {
    const found = read(
      {
        ...readSmall(),
        trees: readSmall().trees.map((tree) => ({
          ...tree,
          nodes: tree.nodes.map((node) => ({ ...node, direction: 'lower' as const, target: 0.85 })),
        })),
      },
      value,
    )
    expect([found.shown, found.isReached]).toEqual([shown, isReached])
  })

  it('is told to programs in its unit, or by the bound beside which it lies', () => {
    expect(roundedText({ kind: 'rounded', value: 0.8266, digits: 2 }, 'percent')).toBe('82.66')
    expect(roundedText({ kind: 'rounded', value: 3, digits: 2 }, 'number')).toBe('3.00')
    expect(roundedText({ kind: 'below', bound: 0.8 }, 'percent')).toBe('<80')
    expect(roundedText({ kind: 'above', bound: 2.5 }, 'number')).toBe('>=2.5')
  })

  it('stands beside a target as it was set, with no fewer digits than figures have', () => {
    expect(shownExactly(0.85, 'percent', 2)).toEqual({ kind: 'rounded', value: 0.85, digits: 2 })
    expect(shownExactly(0.8512345, 'percent', 2)).toEqual({ kind: 'rounded', value: 0.8512345, digits: 5 })
    expect(shownExactly(1 / 3, 'percent', 0)).toEqual({ kind: 'rounded', value: 0.33333333, digits: 6 })
  })

  it('never contradicts its grade or its target, whatever its digits', () => {
    const all = ([0, 1, 2, 3] as const).map(graded)
    for (let round = 0; round < 4_000; round++) {
      const value = 0.8 + (round % 2) * 0.05 + (uniform() - 0.5) * 10 ** -(1 + upTo(11))
      const { shown, band, isReached } = read(all[round % 4] ?? graded(), value)
      const seen = shown?.kind === 'rounded' ? shown.value : shown?.kind === 'below' ? shown.bound - 1e-9 : (shown?.bound ?? NaN)
      expect([value, seen >= 0.8, seen >= 0.85]).toEqual([value, band?.code === 'high', isReached])
    }
  })

  it('has the digits of its questionnaire, two unless said', () => {
    expect(([0, 1, undefined, 3] as const).map((digits) => read(graded(digits), 0.123456).shown)).toEqual([
      { kind: 'rounded', value: 0.12, digits: 0 },
      { kind: 'rounded', value: 0.123, digits: 1 },
      { kind: 'rounded', value: 0.1235, digits: 2 },
      { kind: 'rounded', value: 0.12346, digits: 3 },
    ])
  })

  it('has no other digits than 0 to 3, and those end no trend', () => {
    const read = readDefinition({ ...smallSource, digits: 4 })
    expect(read.ok ? [] : read.problems.map((problem) => problemText('vi', problem))).toEqual([
      expect.stringContaining('số chữ số sau dấu phẩy'),
    ])
    expect(versionChanges(readSmall(), { ...readSmall(), digits: 3 })).toEqual([])
  })

  it('differs from its neighbours of another rank, and only from those', () => {
    const wrong: unknown[] = []
    for (let round = 0; round < 300; round++) {
      const values = Array.from({ length: 60 }, () => (uniform() < 0.1 ? null : rounded(0.8 + uniform() * 0.004, 4 + upTo(3))))
      const [ranks, digits] = [ranksOf(values), digitsApart(values, 'percent', 2)]
      const seen = values.map((value, place) => (value === null ? null : rounded(value, decimalsOf('percent', digits[place] ?? 2))))
      for (const [a, rank] of ranks.entries())
        for (const [b, other] of ranks.entries())
          if (rank !== null && other !== null && Math.sign((seen[b] ?? 0) - (seen[a] ?? 0)) !== Math.sign(rank - other))
            wrong.push([values[a], values[b]])
    }
    expect(wrong).toEqual([])
  })

  it('keeps the order of ranks where one of them has more digits to keep off a grade', () => {
    // 31.164 % read as 31.16 % to keep below 31.2 % would stand below the next, read as 31.1614 % to keep off the one after.
    const turned = [0.3116365818867227, 0.3116137022823533, 0.31161334332674645]
    const bounds = [{ at: 0.312, holds: 'from' as const }]
    const read = (values: readonly number[], digits: readonly Digits[]) =>
      values.map((value, place) => shownAs(value, 'percent', digits[place] ?? 1, bounds))
    expect(read(turned, digitsApart(turned, 'percent', 1, bounds)).map((shown) => roundedText(shown, 'percent'))).toEqual([
      '31.164',
      '31.1614',
      '31.1613',
    ])
    const wrong: unknown[] = []
    for (let round = 0; round < 2_000; round++) {
      const [middle, near] = [uniform(), 10 ** -upTo(7)]
      const values = Array.from({ length: 6 }, () => steady(rounded(middle + (uniform() - 0.5) * near, 9)))
      const at = steady(rounded(middle, 1 + upTo(3)))
      const around = [{ at, holds: upTo(1) === 1 ? ('from' as const) : ('past' as const) }]
      const shown = digitsApart(values, 'percent', 1, around).map((digits, place) => shownAs(values[place] ?? 0, 'percent', digits, around))
      for (const [a, one] of shown.entries())
        for (const [b, other] of shown.entries())
          if (one.kind === 'rounded' && other.kind === 'rounded' && (values[a] ?? 0) > (values[b] ?? 0) && one.value < other.value)
            wrong.push([values[a], values[b], around])
    }
    expect(wrong).toEqual([])
  })

  it('takes no more digits than ranks ask for', () => {
    expect(digitsApart([0.82664, 0.82661, 0.8, null, 0.8 + 1e-16, 0.7], 'percent', 2)).toEqual([3, 3, 2, 2, 2, 2])
    expect(ranksOf([0.8, 0.1 + 0.7, 0.7])).toEqual([1, 1, 3])
  })

  it('has the digits that its rank asks for wherever it is sent, and other figures have none of them', () => {
    const questionnaire = satisfaction({ A: 1, B: 1 }, { formula: 'share' })
    const layout = tallyLayout(questionnaire)
    const one = (code: string) => {
      const tally = emptyTally(layout)
      addAnswers(layout, tally, { A1: code, B1: code }, 1)
      return tally
    }
    const [satisfied, others] = [one('e'), one('a')]
    const agencies = [82_664, 82_661].map((positive, at) => ({
      code: `${at}`,
      name: '',
      block: 'x',
      tally: satisfied.map((sum, slot) => positive * sum + (100_000 - positive) * (others[slot] ?? 0)),
    }))
    const campaign = { code: 'c', kind: 'open', threshold: 10 } as const
    const input = { questionnaire, layout, campaign, filter: null, agencies }
    const found = withProfiles(campaignResults(input), input)
    const headline = headlineOf(questionnaire)
    const sent = publishedResults(questionnaire, found)
    for (const [at, expected] of ['82.664', '82.661'].entries()) {
      const agency = found.agencies[at] ?? expect.fail('no agency')
      for (const node of agency.nodes) {
        const isHeadline = node.code === headline
        const shown = isHeadline ? expected : '82.66'
        expect(figureRow({ questionnaire, node, label: '', agency, headline }).shown.value).toBe(shown)
        expect(sent.agencies[at]?.nodes.find(({ code }) => code === node.code)?.shown).toBe(shown)
      }
    }
  })

  it('keeps a value that has bounds of many decimals off them', () => {
    expect(shownAs(0.826645, 'percent', 2, [{ at: 0.82664, holds: 'from' }])).toEqual({ kind: 'rounded', value: 0.82665, digits: 3 })
    expect(shownAs(1.4, 'number', 0, [{ at: 1.5, holds: 'from' }])).toEqual({ kind: 'rounded', value: 1, digits: 0 })
    expect(shownAs(1.5, 'number', 0, [{ at: 1.6, holds: 'from' }])).toEqual({ kind: 'rounded', value: 1.5, digits: 1 })
  })

  it('is a value without what adding in binary left on it', () => {
    expect([0.1 + 0.2, 0.57 * 100, 1 / 3, -0.1 - 0.2, 0, 1e20].map(steady)).toEqual([0.3, 57, 0.33333333333333, -0.3, 0, 1e20])
  })
})

describe('a distribution', () => {
  it('adds up to exactly 100.0', () => {
    for (let round = 0; round < 3_000; round++) {
      const counts = Array.from({ length: 2 + upTo(8) }, () => upTo(uniform() < 0.3 ? 3 : 5_000))
      const parts = partsOfWhole(counts, 3).map((part) => Math.round(part * 1000))
      const whole = counts.reduce((sum, count) => sum + count, 0)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole === 0 ? 0 : 1000)
      for (const [place, count] of counts.entries()) expect(Math.abs((parts[place] ?? 0) - (1000 * count) / (whole || 1))).toBeLessThan(1)
    }
  })

  it('gives what is left over to the largest remainders, to the first of equal ones', () => {
    expect(partsOfWhole([1, 1, 1], 3)).toEqual([0.334, 0.333, 0.333])
    expect(partsOfWhole([1, 2, 4], 3)).toEqual([0.143, 0.286, 0.571])
    expect(partsOfWhole([125, 875], 3)).toEqual([0.125, 0.875])
    expect(partsOfWhole([0, 0], 3)).toEqual([0, 0])
  })
})
