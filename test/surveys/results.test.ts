import { describe, expect, it } from 'vitest'
import { blankBounds } from '../../surveys/figures/explanation'
import { wilsonInterval } from '../../surveys/figures/intervals'
import { campaignResults, meanOverAgencies, type NodeOptions, type NodeResult, nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, type Tally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { ids, node, options, questionnaireWith, satisfaction, single, tree, whole } from './fixtures'
import { readSmall } from './small'

const tallyOf = (questionnaire: Questionnaire, responses: readonly Answers[]): Tally => {
  const layout = tallyLayout(questionnaire)
  const tally = emptyTally(layout)
  for (const answers of responses) addAnswers(layout, tally, answers, 1)
  return tally
}

function figures(
  questionnaire: Questionnaire,
  responses: readonly Answers[],
  rest: Partial<NodeOptions> = {},
): ReadonlyMap<string, NodeResult> {
  const results = nodeResults(tallyLayout(questionnaire), tallyOf(questionnaire, responses), { threshold: 1, ...rest })
  return new Map(results.map((result) => [result.code, result]))
}

const repeat = (count: number, answers: Answers): readonly Answers[] => Array.from({ length: count }, () => answers)

/** Answers to one item: how many persons chose which option. */
const counted = (item: string, counts: Readonly<Record<string, number>>): readonly Answers[] =>
  Object.entries(counts).flatMap(([code, count]) => repeat(count, { [item]: code }))

describe('what the blanks could make of a share', () => {
  const small = readSmall()
  const boundsOf = (code: string, responses: readonly Answers[], questionnaire: Questionnaire = small) => {
    const layout = tallyLayout(questionnaire)
    const slots = layout.nodes.find(({ indicator }) => indicator.code === code) ?? expect.fail(code)
    return blankBounds(questionnaire, layout, slots, tallyOf(questionnaire, responses))
  }
  const responses = [
    ...repeat(75, { late: 'yes', m1: 'good', m2: 'good' }),
    ...repeat(15, { late: 'no', m1: 'bad', m2: 'na' }),
    ...repeat(6, { late: 'no', m2: 'bad' }),
    ...repeat(4, { late: 'no', m1: 'na', m2: 'good' }),
  ]

  it('lies between all of them unsatisfied and all satisfied, of an item', () => {
    // 75 of 90 are satisfied and 6 left it blank; the 4 to whom it does not apply stay out: 75/96 and 81/96.
    expect(boundsOf('m1', responses)).toEqual({ low: 75 / 96, high: 81 / 96, blank: 6, someAsked: [] })
  })

  it('goes through the mean of the items', () => {
    // m2: 79 of 85 satisfied, 15 not applicable, nobody blank.
    const bounds = boundsOf('S', responses)
    expect(bounds?.low).toBeCloseTo((75 / 96 + 79 / 85) / 2, 12)
    expect(bounds?.high).toBeCloseTo((81 / 96 + 79 / 85) / 2, 12)
    expect(bounds?.blank).toBe(6)
  })

  it('is nothing where nobody left anything blank, and of a level', () => {
    expect(boundsOf('m2', responses)).toBeUndefined()
    expect(boundsOf('A1', counted('A1', { a: 1, e: 4 }).concat({}), satisfaction({ A: 1 }, { formula: 'level' }))).toBeUndefined()
    expect(boundsOf('A1', counted('A1', { a: 1, e: 4 }).concat({}), satisfaction({ A: 1 }, { formula: 'share' }))).toMatchObject({
      low: 4 / 6,
      high: 5 / 6,
    })
  })

  it('is not said where a step is made of it, nor where nobody answered one of its items', () => {
    const answered = [...counted('A1', { a: 1, e: 4 }), {}]
    const with2 = (rest: Parameters<typeof node>[2]) =>
      questionnaireWith({ questions: [single('A1'), single('A2')], trees: [tree('satisfaction', [node('S', 'overall', rest)])] })
    expect(boundsOf('S', answered, with2({ items: ['A1'] }))).toMatchObject({ low: 4 / 6, high: 5 / 6 })
    expect(boundsOf('S', answered, with2({ items: ['A1'], steps: [{ type: 'reverse', within: [0, 1] }] }))).toBeUndefined()
    expect(boundsOf('S', answered, with2({ items: ['A1', 'A2'] }))).toBeUndefined()
  })

  it('takes nobody for blank who may not have been asked', () => {
    const [first, second] = small.sections
    if (!first || !second) throw new Error('no sections')
    const asked = { ...second, showIf: { item: 'late', in: ['yes'] } }
    expect(boundsOf('m1', responses, { ...small, sections: [first, asked] })).toBeUndefined()
    const half = second.questions.map((question) => (question.id === 'm' ? question : { ...question, showIf: asked.showIf }))
    expect(boundsOf('m1', responses, { ...small, sections: [first, { ...second, questions: half }] })).toMatchObject({ blank: 6 })
  })
})

describe('a single item of five levels', () => {
  const counts = { a: 2, b: 5, c: 30, d: 120, e: 43 }
  const withFormula = (formula: 'share' | 'level' | 'rescaled') =>
    figures(satisfaction({ A: 1 }, { formula }), counted('A1', counts)).get('A1')

  it.each([
    ['share', 0.815],
    ['level', 0.797],
    ['rescaled', 0.74625],
  ] as const)('has the %s %f', (formula, expected) => {
    expect(withFormula(formula)?.value).toBeCloseTo(expected, 14)
  })
  it('is worth the points its options declare, wherever they stand', () => {
    const scale = options(
      'points',
      [
        ['late', 25],
        ['never', 0],
        ['early', 100],
        ['often', 50],
        ['mostly', 75],
      ].map(([code, score]) => ({ code: String(code), score: Number(score) })),
    )
    const questionnaire = questionnaireWith({
      questions: [single('P', 'points')],
      scales: [scale],
      trees: [tree('satisfaction', [node('P', 'item', { items: ['P'] })], { formula: 'points' })],
    })
    const found = figures(questionnaire, counted('P', { never: 2, late: 5, often: 30, mostly: 120, early: 43 })).get('P')
    expect(found?.value).toBeCloseTo(74.625, 12)
    expect(found?.share).toBeNull()
  })
  it('shows share and level beside each other under every formula', () => {
    for (const formula of ['share', 'level', 'rescaled'] as const)
      expect([withFormula(formula)?.share?.value, withFormula(formula)?.level?.value]).toEqual([0.815, expect.closeTo(0.797, 14)])
  })
  it('does not change by blanks and by answers outside the base', () => {
    const responses = [...counted('A1', { ...counts, na: 6, dk: 4 }), ...repeat(20, {})]
    const found = figures(satisfaction({ A: 1 }), responses).get('A1')
    expect(found).toMatchObject({ value: 0.815, base: 200, persons: 200, counts: { ...counts, na: 6, dk: 4 } })
    expect(found?.level?.value).toBeCloseTo(0.797, 14)
  })
  it('says which interval it carries', () => {
    expect(withFormula('share')?.intervalMethod).toBe('wilson')
    expect(withFormula('level')?.intervalMethod).toBe('wilson-cluster')
  })
})

describe('the roll-up of a tree', () => {
  it('reproduces the national figure of 2024 from its two aspects of 23 and 16 items', () => {
    const [policy, services] = [ids('I', 23), ids('II', 16)]
    const answer = (names: readonly string[], isSatisfied: boolean) => names.map((name) => [name, isSatisfied ? 'd' : 'c'])
    const responses = Array.from({ length: 10_000 }, (_, person) =>
      Object.fromEntries([...answer(policy, person < 8384), ...answer(services, person < 8409)]),
    )
    const found = (rollUp: 'mean-of-items' | 'mean-of-children') => figures(satisfaction({ I: 23, II: 16 }, { rollUp }), responses)
    expect(['I', 'II'].map((code) => found('mean-of-items').get(code)?.value)).toEqual([
      expect.closeTo(0.8384, 12),
      expect.closeTo(0.8409, 12),
    ])
    expect((100 * (found('mean-of-items').get('S')?.value ?? 0)).toFixed(2)).toBe('83.94')
    expect((100 * (found('mean-of-children').get('S')?.value ?? 0)).toFixed(3)).toBe('83.965')
  })

  const uneven: readonly Answers[] = [...repeat(30, { A1: 'e', A2: 'c', B1: 'd' }), ...repeat(10, { A1: 'c' })]
  it('differs between pooled answers and the mean of items when bases differ', () => {
    const value = (rollUp: 'pooled' | 'mean-of-items' | 'mean-of-children') =>
      figures(satisfaction({ A: 2, B: 1 }, { rollUp }), uneven).get('S')?.value
    expect(value('pooled')).toBeCloseTo(60 / 100, 12)
    expect(value('mean-of-items')).toBeCloseTo((0.75 + 0 + 1) / 3, 12)
    expect(value('mean-of-children')).toBeCloseTo(((0.75 + 0) / 2 + 1) / 2, 12)
  })
  it('takes means over the parts that have answers', () => {
    const found = figures(satisfaction({ A: 2, B: 1 }, { rollUp: 'mean-of-children' }), repeat(10, { A1: 'e' }))
    expect([found.get('S')?.value, found.get('A')?.value, found.get('B')?.value]).toEqual([1, 1, null])
    expect(found.get('B')).toMatchObject({ withheld: 'no-answers', persons: 0, base: 0 })
  })

  const weighty = (rest: Partial<Parameters<typeof node>[2]>, formula: 'share' | 'points' = 'share') =>
    questionnaireWith({
      questions: [single('A'), single('B')],
      trees: [tree('satisfaction', [node('S', 'overall', { items: ['A', 'B'], ...rest })], { formula })],
    })
  const half = [...repeat(10, { A: 'e', B: 'a' }), ...repeat(10, { A: 'e', B: 'e' })]
  it('weighs by explicit weights', () => {
    expect(figures(weighty({ rollUp: 'weighted', weights: [3, 1] }), half).get('S')?.value).toBeCloseTo(0.875, 12)
  })
  it('sums points, with share and level of their mean beside', () => {
    const found = figures(weighty({ rollUp: 'sum' }, 'points'), half).get('S')
    expect(found).toMatchObject({ value: 8, share: { value: 0.75 }, rollUp: 'sum' })
    expect(found?.level?.value).toBeCloseTo(0.8, 12)
    expect(found?.interval?.[1]).toBeLessThan(10)
  })
  it('caps a sum and its interval', () => {
    expect(figures(weighty({ rollUp: 'capped-sum', cap: 7 }, 'points'), half).get('S')).toMatchObject({
      value: 7,
      interval: [expect.any(Number), 7],
    })
  })
  it('has no sum when a part is missing', () => {
    expect(figures(weighty({ rollUp: 'sum' }, 'points'), repeat(20, { A: 'e' })).get('S')).toMatchObject({
      value: null,
      interval: null,
      intervalMethod: null,
      persons: 20,
    })
  })
  it('lets a node that describes an item stand in its place', () => {
    const questionnaire = questionnaireWith({
      questions: [single('A1'), single('all')],
      trees: [
        tree('satisfaction', [
          node('A', 'factor', { items: ['A1'] }),
          node('A1', 'item', { items: ['A1'] }),
          node('all-item', 'overall', { items: ['all'] }),
        ]),
      ],
    })
    expect([...figures(questionnaire, []).keys()]).toEqual(['A', 'A1', 'all-item', 'all'])
  })
  it('gives a node of one item the interval of that item', () => {
    const found = figures(satisfaction({ A: 1 }), counted('A1', { e: 20, c: 10 }))
    expect(found.get('S')?.interval).toEqual(found.get('A1')?.interval)
  })
})

describe('what is missing', () => {
  it('is null without responses, never NaN and never 0 %', () => {
    const everything = [...figures(satisfaction({ A: 2 }), []).values()]
    for (const found of everything)
      expect(found).toMatchObject({
        value: null,
        interval: null,
        intervalMethod: null,
        share: null,
        level: null,
        withheld: 'no-answers',
        persons: 0,
        base: 0,
      })
    expect(JSON.stringify(everything)).toEqual(
      JSON.stringify(everything, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? 'wrong' : value)),
    )
  })
  it('is not 0 %, and 0 % is 0', () => {
    expect(figures(satisfaction({ A: 1 }), counted('A1', { a: 20 })).get('S')).toMatchObject({
      value: 0,
      interval: [0, expect.closeTo(0.1611, 4)],
    })
  })
  it('is withheld below the threshold with its persons shown, and not from it on', () => {
    const few = figures(satisfaction({ A: 1 }), counted('A1', { d: 9 }), { threshold: 10 }).get('A1')
    expect(few).toEqual(
      expect.objectContaining({
        withheld: 'small',
        value: null,
        interval: null,
        share: null,
        level: null,
        counts: null,
        persons: 9,
        base: 9,
      }),
    )
    const enough = figures(satisfaction({ A: 1 }), counted('A1', { d: 10 }), { threshold: 10 }).get('A1')
    expect(enough?.value).toBe(1)
    expect(enough).toMatchObject({ withheld: undefined })
  })
  it('is 1 exactly where every answer is positive, however many items it is a mean of', () => {
    const items = ids('A', 22)
    const answers = Object.fromEntries(items.map((id) => [id, 'e']))
    const node_ = figures(
      questionnaireWith({ questions: items.map((id) => single(id)), trees: [tree('satisfaction', [node('S', 'overall', { items })])] }),
      Array.from({ length: 50 }, () => answers),
    ).get('S')
    expect(node_?.value).toBe(1)
  })
  it('leaves no level where a scale has no scores', () => {
    const yesNo = options('yes-no', [{ code: 'yes', positive: true }, { code: 'no' }])
    const questionnaire = questionnaireWith({
      questions: [single('Y', 'yes-no')],
      scales: [yesNo],
      trees: [tree('perception', [node('Y', 'item', { items: ['Y'] })])],
    })
    expect(figures(questionnaire, counted('Y', { yes: 3, no: 1 })).get('Y')).toMatchObject({
      value: 0.75,
      share: { value: 0.75 },
      level: null,
    })
  })
  it('has no interval from one person', () => {
    expect(figures(satisfaction({ A: 2 }), [{ A1: 'e', A2: 'c' }]).get('S')).toMatchObject({
      value: 0.5,
      interval: null,
      intervalMethod: null,
    })
  })
})

describe("a campaign's results", () => {
  const questionnaire = satisfaction({ A: 2 })
  const layout = tallyLayout(questionnaire)
  const agency = (code: string, block: string, satisfied: number, others: number, population?: number) => ({
    code,
    name: code.toUpperCase(),
    block,
    population,
    tally: tallyOf(questionnaire, [...repeat(satisfied, { A1: 'e', A2: 'd' }), ...repeat(others, { A1: 'c', A2: 'c' })]),
  })
  const agencies = [
    agency('a', 'ward', 20, 20),
    agency('b', 'ward', 30, 10),
    agency('c', 'ward', 15, 5),
    agency('d', 'ward', 5, 0),
    agency('e', 'office', 10, 30),
    agency('f', 'ward', 0, 0),
  ]
  const open = { code: '2026-q4', kind: 'open', threshold: 10 } as const
  const filter = { from: '2026-10', to: null, channel: null }
  const results = campaignResults({ questionnaire, layout, campaign: open, filter, agencies })
  const rankOf = (code: string) => results.agencies.find((one) => one.code === code)?.rank

  it('names campaign, questionnaire and filter', () => {
    expect(results).toMatchObject({ campaign: '2026-q4', questionnaire: { id: 'fixture', version: 1 }, filter })
  })
  it('ranks eligible agencies within their block, ties alike', () => {
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map(rankOf)).toEqual([3, 1, 1, null, 1, null])
  })
  it('ranks the lowest first where lower is better', () => {
    const lower = questionnaireWith({
      questions: [single('q')],
      trees: [tree('satisfaction', [node('S', 'overall', { items: ['q'], direction: 'lower' })])],
    })
    const of = tallyLayout(lower)
    const has = (code: string, satisfied: number) => ({
      code,
      name: code,
      block: 'x',
      tally: tallyOf(lower, counted('q', { e: satisfied, a: 200 - satisfied })),
    })
    const found = campaignResults({
      questionnaire: lower,
      layout: of,
      campaign: open,
      filter,
      agencies: [has('p', 180), has('q', 20), has('r', 18)],
    })
    expect(found.agencies.map(({ rank, rankInterval, tier }) => [rank, rankInterval, tier])).toEqual([
      [3, [3, 3], 2],
      [2, [1, 2], 1],
      [1, [1, 2], 1],
    ])
  })
  it('pools a block and the total over responses, small agencies included', () => {
    expect(results.total).toMatchObject({ responses: 145 })
    expect(results.total.nodes[0]).toMatchObject({ code: 'S', persons: 145, base: 290, value: expect.closeTo(80 / 145, 12) })
    expect(results.blocks.map(({ code, responses }) => [code, responses])).toEqual([
      ['ward', 105],
      ['office', 40],
    ])
  })
  it('puts the mean of the eligible agencies beside, unrounded', () => {
    expect(results.blocks[0]?.meanOfAgencies[0]).toEqual({ code: 'S', agencies: 3, value: expect.closeTo((0.5 + 0.75 + 0.75) / 3, 14) })
    expect(results.total.meanOfAgencies[0]).toEqual({ code: 'S', agencies: 4, value: expect.closeTo(0.5625, 14) })
  })
  it('averages before it rounds', () => {
    const thirds = campaignResults({
      questionnaire,
      layout,
      campaign: open,
      filter,
      agencies: [agency('x', 'ward', 10, 20), agency('y', 'ward', 20, 40)],
    })
    expect(thirds.total.meanOfAgencies[0]?.value).toBeCloseTo(1 / 3, 15)
  })
  it('adds parts only when they are asked for', () => {
    expect(results).not.toHaveProperty('parts')
    const parts = [{ code: '2026-10', tally: agency('p', '', 12, 0).tally }]
    expect(campaignResults({ questionnaire, layout, campaign: open, filter, agencies, parts }).parts?.[0]).toMatchObject({
      code: '2026-10',
      responses: 12,
      nodes: [{ code: 'S', value: 1 }, { code: 'A' }, { code: 'A1' }, { code: 'A2' }],
    })
  })
  it('narrows intervals for a finite population in a drawn sample only', () => {
    const width = (kind: 'open' | 'sampled', population?: number): number => {
      const found = campaignResults({
        questionnaire,
        layout,
        campaign: { ...open, kind },
        filter,
        agencies: [agency('z', 'ward', 30, 10, population)],
      })
      return found.total.nodes.map(({ interval }) => (interval ? interval[1] - interval[0] : NaN)).reduce((sum, one) => sum + one, 0)
    }
    expect(width('open', 50)).toBe(width('open'))
    expect(width('sampled', 50)).toBeLessThan(0.6 * width('sampled'))
    expect(width('sampled', 40)).toBe(0)
    expect(width('sampled')).toBe(width('open'))
  })
  it('places agencies between the lowest and the highest by min–max, without an interval', () => {
    const spread = satisfaction({ A: 2 }, { formula: 'min-max' })
    const found = campaignResults({ questionnaire: spread, layout: tallyLayout(spread), campaign: open, filter, agencies })
    const values = found.agencies.map(({ nodes }) => nodes[0]?.value ?? null)
    expect(values).toEqual([expect.closeTo(0.5, 12), 1, 1, null, 0, null])
    expect(found.agencies[0]?.nodes[0]).toMatchObject({ interval: null, intervalMethod: null })
    expect(found.total.nodes[0]?.value).toBeNull()
    expect(found.total.meanOfAgencies[0]).toMatchObject({ agencies: 4, value: expect.closeTo(0.625, 12) })
  })
  it('places an agency shown alone among all its peers all the same', () => {
    const spread = satisfaction({ A: 2 }, { formula: 'min-max' })
    const found = campaignResults({
      questionnaire: spread,
      layout: tallyLayout(spread),
      campaign: open,
      filter,
      agencies: agencies.slice(0, 1),
      peers: agencies,
    })
    expect(found.agencies[0]?.nodes[0]?.value).toBeCloseTo(0.5, 12)
  })
  it('averages numbers in their own unit', () => {
    const visits = questionnaireWith({
      questions: [whole('v1'), whole('v2')],
      trees: [tree('perception', [node('V', 'factor', { items: ['v1', 'v2'], formula: 'mean-number' })])],
    })
    const found = figures(visits, [
      { v1: 2, v2: 4 },
      { v1: 4, v2: 6 },
      { v1: 6, v2: 8 },
    ])
    const half = 4.302652729749464 * Math.sqrt(4 / 3)
    expect(found.get('V')).toMatchObject({
      value: expect.closeTo(5, 12),
      intervalMethod: 'student',
      interval: [expect.closeTo(5 - half, 6), expect.closeTo(5 + half, 6)],
    })
  })
  it('gives a share of persons an interval on persons when every answer must be positive', () => {
    const strict = satisfaction({ A: 2 }, { formula: 'all-positive' })
    expect(figures(strict, [...repeat(12, { A1: 'e', A2: 'd' }), ...repeat(8, { A1: 'e', A2: 'c' }), { A1: 'na' }]).get('S')).toMatchObject(
      { value: 0.6, persons: 20, base: 40, intervalMethod: 'wilson' },
    )
  })
  it('maps a level over scales of different length through their own points', () => {
    const short = options('short', [
      { code: 'x', score: 1 },
      { code: 'y', score: 3, positive: true },
    ])
    const mixed = questionnaireWith({
      questions: [single('A'), single('B', 'short')],
      scales: [short],
      trees: [tree('satisfaction', [node('S', 'overall', { items: ['A', 'B'] })], { formula: 'level' })],
    })
    const found = figures(mixed, [...repeat(10, { A: 'e', B: 'y' }), ...repeat(10, { A: 'a', B: 'x' })]).get('S')
    expect(found?.value).toBeCloseTo((0.6 + 2 / 3) / 2, 12)
    expect(found?.interval?.[0]).toBeGreaterThan((0.2 + 1 / 3) / 2)
  })
})

describe('answers of one person that contradict each other', () => {
  it('never make a mean surer than as many answers of as many persons', () => {
    const responses = [...repeat(20, { A1: 'e', A2: 'a' }), ...repeat(20, { A1: 'a', A2: 'e' }), ...repeat(2, { A1: 'e', A2: 'e' })]
    const found = figures(satisfaction({ A: 2 }), responses).get('A')
    const [low, high] = wilsonInterval(44, 84) ?? expect.fail('no interval')
    expect(found?.value).toBeCloseTo(44 / 84, 12)
    expect(found?.interval?.[0]).toBeLessThanOrEqual(low + 1e-9)
    expect(found?.interval?.[1]).toBeGreaterThanOrEqual(high - 1e-9)
  })
})

describe('a node whose items were asked of different persons', () => {
  const questionnaire = satisfaction({ A: 4 })
  const layout = tallyLayout(questionnaire)
  const names = ids('A', 4)
  const tallyFrom = (...persons: readonly Record<string, string>[]) => {
    const tally = emptyTally(layout)
    for (const answers of persons) addAnswers(layout, tally, answers, 1)
    return tally
  }
  const tallied = (...persons: readonly Record<string, string>[]) => nodeResults(layout, tallyFrom(...persons), { threshold: 10 })[0]
  const all = Object.fromEntries(names.map((name) => [name, 'd']))
  const few = { [names[0] ?? '']: 'd', [names[1] ?? '']: 'd' }
  const times = (count: number, answers: Record<string, string>) => Array.from({ length: count }, () => answers)

  it('counts persons as Kish does: of 20 of whom 3 were asked all it knows as much as of 8.3, by hand', () => {
    // Who was asked all weighs (2/20 + 2/3)/4, the others (2/20)/4.
    const node = tallied(...times(17, few), ...times(3, all))
    const byHand = 1 / (3 * ((2 / 20 + 2 / 3) / 4) ** 2 + 17 * (2 / 20 / 4) ** 2)
    expect(byHand).toBeCloseTo(8.3, 1)
    expect(node).toMatchObject({ persons: 20, withheld: 'small', value: null })
    expect(node?.effectivePersons).toBeCloseTo(byHand, 12)
  })
  it('says of each agency what its own persons tell, one after another', () => {
    const alone = tallied(...times(5, few), ...times(15, all))
    const byHand = 1 / (15 * ((2 / 20 + 2 / 15) / 4) ** 2 + 5 * (2 / 20 / 4) ** 2)
    expect(alone?.effectivePersons).toBeCloseTo(byHand, 12)
    const agencies = [tallyFrom(...times(17, few), ...times(3, all)), tallyFrom(...times(5, few), ...times(15, all))].map((tally, at) => ({
      code: `${at}`,
      name: '',
      block: 'x',
      tally,
    }))
    const campaign = { code: 'c', kind: 'open', threshold: 10 } as const
    const filter = { from: null, to: null, channel: null }
    const found = campaignResults({ questionnaire, layout, campaign, filter, agencies })
    expect(found.agencies[1]?.nodes[0]?.effectivePersons).toBe(alone?.effectivePersons)
    // The first is below the threshold by its effective persons, whether or not it is asked for by itself.
    const mean = { code: 'S', agencies: 1, value: 1 }
    expect(found.total.meanOfAgencies[0]).toEqual(mean)
    const unwanted = campaignResults({ questionnaire, layout, campaign, filter, agencies, wanted: () => false })
    expect(unwanted.total.meanOfAgencies).toEqual(found.total.meanOfAgencies)
    expect(meanOverAgencies({ layout, campaign }, layout.nodes[0] ?? expect.fail('no node'), agencies)).toEqual(mean)
  })
  it('tells as much in a sum as in a mean', () => {
    const persons = [...times(17, few), ...times(3, all)]
    const sum = figures(satisfaction({ A: 4 }, { rollUp: 'sum' }), persons).get('A')
    expect(sum?.rollUp).toBe('sum')
    expect(sum?.effectivePersons).toBeCloseTo(figures(questionnaire, persons).get('A')?.effectivePersons ?? NaN, 12)
  })
  it('stands on its persons where each answered everything, exactly', () => {
    const node = tallied(...times(10, all))
    expect(node?.persons).toBe(10)
    expect(node?.effectivePersons).toBe(10)
    expect(node?.value).toBe(1)
  })
})

describe('what nobody, one or all say alike', () => {
  const layout = tallyLayout(satisfaction({ A: 3 }))
  const names = ids('A', 3)
  const says = (code: string, count: number) => {
    const tally = emptyTally(layout)
    const answers = Object.fromEntries(names.map((name) => [name, code]))
    for (let person = 0; person < count; person++) addAnswers(layout, tally, answers, 1)
    return nodeResults(layout, tally, { threshold: 1 })
  }
  it.each(['e', 'b', 'c', 'd', 'a', 'na', 'dk'])(
    'has a stated outcome for any number of "%s", and no interval that misses its value',
    (code) => {
      for (const count of [0, 1, 2, 3, 7, 30, 97, 1000])
        for (const { kind, persons, value, share, level, interval, withheld } of says(code, count)) {
          if (count === 0 || code === 'na' || code === 'dk')
            expect([persons, value, interval, withheld]).toEqual([0, null, null, 'no-answers'])
          else expect(value).not.toBeNull()
          if (kind !== 'item' && count === 1) expect([interval, share?.interval, level?.interval].some((ends) => ends)).toBe(false)
          for (const figure of [{ value, interval }, share, level]) {
            if (!figure || figure.value === null) continue
            expect(Number.isFinite(figure.value)).toBe(true)
            if (!figure.interval) continue
            expect(figure.interval[0]).toBeLessThanOrEqual(figure.value)
            expect(figure.interval[1]).toBeGreaterThanOrEqual(figure.value)
          }
        }
    },
  )
})
