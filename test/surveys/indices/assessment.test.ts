import { describe, expect, it } from 'vitest'
import { tallyLayout } from '../../../surveys/figures/tally'
import { type AssessedAgency, assessed, shortfalls, type Surveyed } from '../../../surveys/indices/assessment'
import { numberProblem } from '../../../surveys/instrument/entered'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { IndicatorNode, Questionnaire } from '../../../surveys/instrument/schema'

const text = { vi: 'a' }
const node = (code: string, rest: Partial<IndicatorNode>): IndicatorNode => ({ code, kind: 'item', label: text, ...rest })
const points = (code: string, maximum: number) => node(code, { input: 'entered', entry: { unit: 'points' }, maximum })

/** T = A (≤ 4 points) + B (on time of all: below 50 % nothing, from 90 % on 3) + C (a survey's share, 3 points). */
const set = setOf([
  node('T', { kind: 'overall', children: ['A', 'B', 'C'], rollUp: 'sum', maximum: 10 }),
  points('A', 4),
  node('B', {
    kind: 'factor',
    children: ['B1', 'B2'],
    rollUp: 'ratio',
    steps: [
      { type: 'linear', from: [0.5, 0.9], to: [0, 3] },
      { type: 'clamp', low: 0, high: 3 },
    ],
    maximum: 3,
  }),
  node('B1', { input: 'counted', entry: { unit: 'count' } }),
  node('B2', { input: 'counted', entry: { unit: 'count' } }),
  node('C', {
    input: 'drawn',
    draws: { from: 'campaign', questionnaire: 'sipas', node: 'S', figure: 'share' },
    steps: [{ type: 'linear', from: [0, 1], to: [0, 3] }],
    maximum: 3,
  }),
])

describe('an assessment', () => {
  const full = agency(
    'full',
    { A: [4, 3], B1: [80, null], B2: [100, null], C: [null, 0.9] },
    { C: { interval: [0.85, 0.94], base: 412, persons: 206 } },
  )
  const bare = agency('bare', { A: [4, null], B1: [0, null], B2: [0, null], C: [null, 0.9] })

  it('adds up verified numbers, and where there are none the agency’s own', () => {
    const found = valuesOf(full)
    // (0.8 − 0.5)/0.4 · 3 = 2.25; 0.9 · 3 = 2.7; 3 + 2.25 + 2.7 = 7.95, by the agency's own 4 it were 8.95.
    expect(found.get('B')?.value).toBeCloseTo(2.25, 12)
    expect(found.get('T')?.value).toBeCloseTo(7.95, 12)
    expect(found.get('T')?.self.value).toBeCloseTo(8.95, 12)
  })

  it('gives a drawn figure its interval in points with its base, and neither to what is put together', () => {
    const found = valuesOf(full)
    expect(found.get('C')?.interval?.map((end) => Math.round(end * 1000) / 1000)).toEqual([2.55, 2.82])
    expect(found.get('C')).toMatchObject({ base: 412, persons: 206 })
    expect(found.get('T')).toMatchObject({ interval: null, base: null, persons: null })
  })

  it('says what is missing and never counts it as zero', () => {
    const [result] = assessed(set, tallyLayout(set), [agency('some', { A: [4, null], C: [null, 1] })]).agencies
    const found = new Map(result?.nodes.map((one) => [one.code, one]))
    expect(found.get('T')).toMatchObject({
      value: null,
      lacking: 'incomplete',
      missing: { codes: ['B'] },
      filled: { there: 2, wanted: 4 },
    })
    expect(found.get('B1')).toMatchObject({ value: null, lacking: 'no-input' })
    expect(result).toMatchObject({ rank: null, ranked: 0 })
  })

  it('has no ratio of nothing to nothing', () => {
    expect(valuesOf(bare).get('B')).toMatchObject({ value: null, lacking: 'zero-divisor' })
  })

  it('ranks 1, 1, 3 within a block by unrounded values', () => {
    const others = [0.9, 0.9, 0.5].map((share, place) =>
      agency(`a${place}`, { A: [4, 3], B1: [80, null], B2: [100, null], C: [null, share] }),
    )
    const { agencies, means } = assessed(set, tallyLayout(set), [...others, { ...full, block: 'other' }])
    expect(agencies.map(({ rank, ranked }) => [rank, ranked])).toEqual([
      [1, 3],
      [1, 3],
      [3, 3],
      [1, 1],
    ])
    expect(means.find(({ code }) => code === 'A')).toMatchObject({ value: 3, agencies: 4 })
  })

  it('names what is below its maximum, first what would bring most', () => {
    const found = shortfalls(set, tallyLayout(set), full, [full])
    expect(found.map(({ code }) => code)).toEqual(['A', 'B', 'C'])
    expect(found[0]).toMatchObject({ value: 3, maximum: 4, brings: 1 })
    expect(found[1]?.brings).toBeCloseTo(0.75, 12)
    expect(found[2]?.brings).toBeCloseTo(0.3, 12)
    const [first] = shortfalls(set, tallyLayout(set), bare, [bare])
    expect(first?.brings).toBeNull()
  })

  it('places agencies between the worst and the best, self-given numbers among self-given ones', () => {
    const among = setOf([
      node('D', { kind: 'overall', children: ['H'], rollUp: 'mean-of-children' }),
      node('H', { input: 'entered', entry: { unit: 'number' }, steps: [{ type: 'observed', to: [1, 10] }] }),
    ])
    const three = [2, 5, 6].map((value, place) => agency(`a${place}`, { H: [value, place === 2 ? 8 : null] }))
    const found = assessed(among, tallyLayout(among), three).agencies.map(({ nodes: [head] }) => head)
    expect(found.map((one) => one?.value)).toEqual([1, 5.5, 10])
    expect(found.map((one) => one?.self.value)).toEqual([1, 7.75, 10])
  })
})

describe('a ratio of nothing to nothing', () => {
  const among = setOf([
    node('R', { kind: 'overall', children: ['H', 'N'], rollUp: 'ratio', ofNothing: 1 }),
    node('H', { input: 'counted', entry: { unit: 'count' } }),
    node('N', { input: 'counted', entry: { unit: 'count' } }),
  ])
  const ratioOf = (above: number | null, below: number | null) =>
    assessed(among, tallyLayout(among), [agency('a', { H: [above, null], N: [below, null] })]).agencies[0]?.nodes[0]

  it('is what the set says it is', () => {
    expect(ratioOf(0, 0)).toMatchObject({ value: 1, filled: { there: 2, wanted: 2 } })
    expect(ratioOf(3, 4)?.value).toBe(0.75)
  })

  it('is none where something is divided by nothing, or a number is missing', () => {
    expect(ratioOf(1, 0)).toMatchObject({ value: null, lacking: 'zero-divisor' })
    expect(ratioOf(null, 0)).toMatchObject({ value: null, lacking: 'incomplete' })
  })
})

describe('ranks', () => {
  const ranked = (direction?: 'lower') => {
    const one = setOf([node('P', { kind: 'overall', input: 'entered', entry: { unit: 'number' }, ...(direction && { direction }) })])
    const blocks = ['department', 'department', 'commune', 'department'] as const
    const agencies = [3, 5, 4, 5].map((value, at) => ({ ...agency(`a${at}`, { P: [value, null] }), block: blocks[at] ?? '' }))
    return assessed(one, tallyLayout(one), agencies).agencies.map(({ rank, ranked: among }) => [rank, among])
  }

  it('are given within a block, equal ones alike', () => {
    expect(ranked()).toEqual([
      [3, 3],
      [1, 3],
      [1, 1],
      [1, 3],
    ])
  })

  it('begin with the lowest where less is better', () => {
    expect(ranked('lower').map(([rank]) => rank)).toEqual([1, 2, 1, 2])
  })
})

describe('grades', () => {
  const graded = (ends: 'quantiles' | undefined, edges: readonly number[]) =>
    setOf(
      [node('P', { kind: 'overall', input: 'entered', entry: { unit: 'number' }, bands: 'g' })],
      [
        {
          id: 'g',
          ...(ends && { ends }),
          bands: edges.slice(1).map((to, at) => ({ code: `g${at}`, label: text, from: edges[at] ?? 0, to })),
        },
      ],
    )
  const gradesIn = (definition: Questionnaire, values: readonly (number | null)[], block = 'department') =>
    assessed(
      definition,
      tallyLayout(definition),
      values.map((value, at) => ({ ...agency(`a${at}`, { P: [value, null] }), block })),
    ).agencies.map(({ nodes: [head] }) => head?.grade)

  it('begin at their own end and reach up to the next', () => {
    expect(gradesIn(graded(undefined, [0, 70, 90, 100]), [69.99, 70, 89.99, 90, 100, 100.01, null])).toEqual([
      'g0',
      'g1',
      'g1',
      'g2',
      'g2',
      null,
      null,
    ])
  })

  it('part 63 provinces into quarters of 16, 16, 15 and 16, as it was published', () => {
    const quarters = graded('quantiles', [0, 0.25, 0.5, 0.75, 1])
    const found = gradesIn(
      quarters,
      Array.from({ length: 63 }, (_, at) => 38 + at / 10),
    )
    expect(['g3', 'g2', 'g1', 'g0'].map((code) => found.filter((one) => one === code).length)).toEqual([16, 16, 15, 16])
  })

  it('are quarters of one block, whatever others come to', () => {
    const quarters = graded('quantiles', [0, 0.25, 0.5, 0.75, 1])
    const values = [40, 41, 42, 43, 90, 91, 92, 93]
    const agencies = values.map((value, at) => ({ ...agency(`a${at}`, { P: [value, null] }), block: at < 4 ? 'department' : 'commune' }))
    const grades = assessed(quarters, tallyLayout(quarters), agencies).agencies.map(({ nodes: [head] }) => head?.grade)
    expect(grades).toEqual(['g0', 'g1', 'g2', 'g3', 'g0', 'g1', 'g2', 'g3'])
  })

  it('put equal values into one quarter, and leave out who has none', () => {
    const quarters = graded('quantiles', [0, 0.25, 0.5, 0.75, 1])
    // The quartiles of 40, 41, 41, 43 are 40.75, 41 and 41.5.
    expect(gradesIn(quarters, [40, 41, null, 41, 43])).toEqual(['g0', 'g2', null, 'g2', 'g3'])
  })
})

describe('a number that is entered', () => {
  it.each([
    ['a self score above its maximum', points('A', 2), 2.5, { code: 'outside', low: 0, high: 2, seen: 2.5 }],
    ['a score below nothing', points('A', 2), -0.5, { code: 'outside', low: 0, high: 2, seen: -0.5 }],
    ['half a dossier', node('N', { entry: { unit: 'count' } }), 3.5, { code: 'too-many-digits', digits: 0, seen: 3.5 }],
    ['more than all of them', node('N', { entry: { unit: 'percent' } }), 1.01, { code: 'outside', low: 0, high: 1, seen: 1.01 }],
    ['no number', points('A', 2), NaN, { code: 'not-a-number' }],
  ])('refuses %s', (_, { entry, maximum }, value, problem) => {
    expect(entry && numberProblem({ entry, maximum }, value)).toEqual(problem)
  })

  it.each([
    ['the maximum itself', points('A', 2), 2],
    ['a quarter point', points('A', 2), 0.25],
    ['two decimals of a percentage', node('N', { entry: { unit: 'percent' } }), 0.9057],
    ['a negative growth', node('N', { entry: { unit: 'number' } }), -1.25],
  ])('takes %s', (_, { entry, maximum }, value) => {
    expect(entry && numberProblem({ entry, maximum }, value)).toBeUndefined()
  })
})

function setOf(nodes: readonly IndicatorNode[], bandSets: Questionnaire['bandSets'] = []): Questionnaire {
  const reading = readDefinition({
    id: 'set',
    version: 1,
    kind: 'indicator-set',
    title: text,
    source: text,
    languages: ['vi'],
    purpose: text,
    privacy: {},
    thanks: {},
    scales: [],
    sections: [],
    trees: [{ id: 'points', label: text, formula: 'points', nodes }],
    bandSets,
  })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.questionnaire
}

type Pairs = Readonly<Record<string, readonly [self: number | null, verified: number | null]>>

function agency(code: string, numbers: Pairs, surveyed: Readonly<Record<string, Surveyed>> = {}): AssessedAgency {
  return {
    code,
    block: 'department',
    inputs: new Map(Object.entries(numbers).map(([name, [self, verified]]) => [name, { self, verified }])),
    surveyed: new Map(Object.entries(surveyed)),
  }
}

function valuesOf(one: AssessedAgency) {
  const [result] = assessed(set, tallyLayout(set), [one]).agencies
  return new Map(result?.nodes.map((found) => [found.code, found]))
}
