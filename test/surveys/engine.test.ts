import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explanation } from '../../surveys/figures/explanation'
import { rangesAmong } from '../../surveys/figures/formulas'
import { campaignResults, type NodeResult, nodeResults } from '../../surveys/figures/results'
import type { Inputs } from '../../surveys/figures/sums'
import { addAnswers, emptyTally, type Tally, type TallyLayout, tallyLayout } from '../../surveys/figures/tally'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Answers, IndicatorNode, Questionnaire, QuestionnaireInput } from '../../surveys/instrument/schema'
import { multiple, node, options, questionnaireWith, single, tree, whole } from './fixtures'
import { type Asked, slowFigures } from './slow-engine'

type Nodes = Parameters<typeof tree>[1]
type Scales = QuestionnaireInput['scales']

const tallyFor = (layout: TallyLayout, responses: readonly Answers[]): Tally => {
  const tally = emptyTally(layout)
  for (const answers of responses) addAnswers(layout, tally, answers, 1)
  return tally
}

function figures(questionnaire: Questionnaire, responses: readonly Answers[], inputs?: Inputs): ReadonlyMap<string, NodeResult> {
  const layout = tallyLayout(questionnaire)
  const results = nodeResults(layout, tallyFor(layout, responses), { threshold: 1, ...(inputs && { inputs }) })
  return new Map(results.map((result) => [result.code, result]))
}

const repeat = (count: number, answers: Answers): readonly Answers[] => Array.from({ length: count }, () => answers)

/** Shares: of ten persons so many satisfied with each item. */
const tenPersons = (satisfied: Readonly<Record<string, number>>): readonly Answers[] =>
  Array.from({ length: 10 }, (_, person) =>
    Object.fromEntries(Object.entries(satisfied).map(([item, count]) => [item, person < count ? 'e' : 'a'])),
  )

const shares = (
  items: readonly string[],
  nodes: Nodes,
  rest: { scales?: Scales; more?: Parameters<typeof questionnaireWith>[0]['questions'] } = {},
) =>
  questionnaireWith({
    questions: [...items.map((id) => single(id)), ...(rest.more ?? [])],
    scales: rest.scales ?? [],
    trees: [tree('satisfaction', nodes)],
  })

type NodeRest = Partial<Nodes[number]>

const over = (root: NodeRest, items: readonly string[]): Questionnaire =>
  shares(items, [node('S', 'overall', { children: [...items], ...root }), ...items.map((id) => node(id, 'item', { items: [id] }))])

describe('a node is computed from its children as they are shown', () => {
  it('adds a capped child as it is capped: 5 + 2 is 7, not 10.71', () => {
    // A sums two items of 5 and 3.71… points and is held at 5; B shows 2.
    const questionnaire = shares(
      ['a1', 'a2', 'b'],
      [
        node('S', 'overall', { children: ['A', 'B'], rollUp: 'sum', formula: 'points' }),
        node('A', 'factor', { items: ['a1', 'a2'], rollUp: 'capped-sum', cap: 5, formula: 'points' }),
        node('B', 'factor', { items: ['b'], formula: 'points' }),
      ],
    )
    const found = figures(questionnaire, [...repeat(5, { a1: 'e', a2: 'e', b: 'b' }), ...repeat(2, { a1: 'e', a2: 'a', b: 'b' })])
    expect(['A', 'B', 'S'].map((code) => found.get(code)?.value)).toEqual([5, 2, 7])
    expect(found.get('S')).toMatchObject({ interval: null, intervalMethod: null, noInterval: 'clamped' })
  })

  it('means a share of .700 and a level of .700 to .700, not .650', () => {
    // Seven of ten are satisfied; the level is (5 · 5 + 5 · 2) / 5 · 1/10 = .700.
    const questionnaire = shares(
      ['p', 'q'],
      [
        node('S', 'overall', { children: ['P', 'Q'], rollUp: 'mean-of-children' }),
        node('P', 'factor', { items: ['p'] }),
        node('Q', 'factor', { items: ['q'], formula: 'level' }),
      ],
    )
    const responses = Array.from({ length: 10 }, (_, person) => ({ p: person < 7 ? 'e' : 'a', q: person < 5 ? 'e' : 'b' }))
    const found = figures(questionnaire, responses)
    expect(['P', 'Q', 'S'].map((code) => found.get(code)?.value)).toEqual([0.7, 0.7, expect.closeTo(0.7, 12)])
    expect(found.get('S')).toMatchObject({ interval: null, noInterval: 'mixed' })
  })

  it('reads an item in each node as that node reads it', () => {
    const questionnaire = shares(['i'], [node('P', 'factor', { items: ['i'] }), node('Q', 'factor', { items: ['i'], formula: 'level' })])
    const found = figures(questionnaire, tenPersons({ i: 5 }))
    // Five at 5 and five at 1 point: (25 + 5) / (5 · 10) = .6.
    expect(['P', 'Q', 'i'].map((code) => found.get(code)?.value)).toEqual([0.5, 0.6, 0.5])
  })

  it('reads an item in each item node as that one reads it, with its own steps', () => {
    const own: Nodes = [
      node('A', 'item', { items: ['x'] }),
      node('B', 'item', { items: ['x'], formula: 'level', steps: [{ type: 'reverse', within: [0, 1] }] }),
      node('C', 'item', { items: ['x'], steps: [{ type: 'reverse', within: [0, 1] }] }),
      node('D', 'item', { items: ['x'] }),
    ]
    for (const rollUp of ['mean-of-children', 'mean-of-items'] as const) {
      const questionnaire = shares(['x'], [node('S', 'overall', { children: ['A', 'B', 'C', 'D'], rollUp }), ...own])
      const found = figures(questionnaire, tenPersons({ x: 8 }))
      // A share of .8, a level of (40 + 2) / 50 reversed, the share reversed; D reads as A does, and counts again where children count.
      expect(['A', 'B', 'C', 'D'].map((code) => found.get(code)?.value)).toEqual(
        [0.8, 0.16, 0.2, 0.8].map((value) => expect.closeTo(value, 12)),
      )
      expect(found.get('S')?.value).toBeCloseTo(rollUp === 'mean-of-items' ? (0.8 + 0.16 + 0.2) / 3 : (0.8 + 0.16 + 0.2 + 0.8) / 4, 12)
    }
  })

  it('names an empty child and the weight that is missing', () => {
    const questionnaire = over({ rollUp: 'weighted', weights: [9, 1] }, ['a', 'b'])
    const found = figures(questionnaire, repeat(10, { b: 'e' }))
    expect(found.get('S')).toMatchObject({ value: 1, missing: { codes: ['a'], weight: 0.9 } })
    expect(figures(questionnaire, repeat(10, { a: 'e', b: 'e' })).get('S')).toMatchObject({ missing: undefined })
    const layout = tallyLayout(questionnaire)
    const root = layout.nodes.find(({ indicator }) => indicator.code === 'S') ?? expect.fail('no node')
    const weights = (responses: readonly Answers[]) =>
      explanation(layout, root, tallyFor(layout, responses))?.course.parts.map(({ weight }) => weight)
    expect([weights(repeat(10, { b: 'e' })), weights(repeat(10, { a: 'e', b: 'e' }))]).toEqual([
      [0, 1],
      [0.9, 0.1],
    ])
  })

  it('reads options by the share of persons who chose them, where it reads values', () => {
    const ways = options('ways', [{ code: 'x' }, { code: 'y' }])
    const nodes = [
      node('S', 'overall', { children: ['X', 'Y'], rollUp: 'sum' }),
      node('X', 'option', { items: ['w'], options: ['x'] }),
      node('Y', 'option', { items: ['w'], options: ['y'] }),
    ]
    const questionnaire = shares([], nodes, { scales: [ways], more: [multiple('w', 'ways')] })
    const found = figures(questionnaire, [...repeat(6, { w: ['x', 'y'] }), ...repeat(4, { w: ['x'] })])
    // 10 of 10 and 6 of 10.
    expect(found.get('S')).toMatchObject({ value: 1.6, interval: null, noInterval: 'persons' })
  })

  it('has no level of scores below 0, rather than one of −180 %', () => {
    const scale = options('pm', [
      { code: 'l', score: -2, positive: false },
      { code: 'h', score: 1, positive: true },
    ])
    const questionnaire = questionnaireWith({
      questions: [single('m', 'pm')],
      scales: [scale],
      trees: [tree('satisfaction', [node('M', 'factor', { items: ['m'] }), node('R', 'factor', { items: ['m'], formula: 'rescaled' })])],
    })
    const found = figures(questionnaire, [...repeat(9, { m: 'l' }), ...repeat(1, { m: 'h' })])
    expect(found.get('M')).toMatchObject({ value: 0.1, level: null })
    expect(found.get('R')?.value).toBeCloseTo(0.1, 12)
  })
})

describe('an operation', () => {
  const satisfied = { a: 8, b: 4, c: 6 }
  const found = (root: NodeRest, items = ['a', 'b', 'c'], answers = tenPersons(satisfied)) => figures(over(root, items), answers).get('S')

  it.each<[NonNullable<NodeRest['rollUp']>, NodeRest, number]>([
    ['mean-of-children', {}, (0.8 + 0.4 + 0.6) / 3],
    ['weighted', { weights: [2, 1, 1] }, (2 * 0.8 + 0.4 + 0.6) / 4],
    ['mean-of-items', {}, (0.8 + 0.4 + 0.6) / 3],
    ['pooled', {}, (8 + 4 + 6) / 30],
    ['sum', {}, 0.8 + 0.4 + 0.6],
    ['capped-sum', { cap: 1.5 }, 1.5],
    ['product', {}, 0.8 * 0.4 * 0.6],
    ['min', {}, 0.4],
    ['max', {}, 0.8],
    ['count-where', { where: { atLeast: 0.6 } }, 2],
    ['count-where', { where: { atMost: 0.5 } }, 1],
  ])('%s %j of .8, .4 and .6 is %f', (rollUp, settings, expected) => {
    expect(found({ rollUp, ...settings })?.value).toBeCloseTo(expected, 12)
  })

  it('divides the first part by the second: .8 / .4 is 2, with an interval by the delta method', () => {
    const ratio = found({ rollUp: 'ratio' }, ['a', 'b'])
    expect(ratio?.value).toBeCloseTo(2, 12)
    // e = (x − .8)/(10 · .4) − 2(y − .4)/(10 · .4) over ten persons.
    const deviations = Array.from({ length: 10 }, (_, person) => ((person < 8 ? 1 : 0) - 0.8) / 4 - (2 * ((person < 4 ? 1 : 0) - 0.4)) / 4)
    const variance = (10 / 9) * deviations.reduce((sum, e) => sum + e ** 2, 0)
    const half = 2.2621571627 * Math.sqrt(variance)
    expect(ratio).toMatchObject({ intervalMethod: 'delta' })
    expect(ratio?.interval?.[0]).toBeGreaterThan(2 - 1.2 * half)
    expect(ratio?.interval?.[1]).toBeLessThan(2 + 1.2 * half)
  })

  it('has nothing below 0 where a part is 0 and the other below it', () => {
    const minus = options('minus', [
      { code: 'e', score: 1 },
      { code: 'a', score: -1 },
    ])
    for (const rollUp of ['product', 'ratio'] as const) {
      const questionnaire = shares(
        [],
        [
          node('S', 'overall', { children: ['A', 'B'], rollUp, formula: 'points' }),
          node('A', 'factor', { items: ['a'] }),
          node('B', 'factor', { items: ['b'] }),
        ],
        { scales: [minus], more: [single('a', 'minus'), single('b', 'minus')] },
      )
      expect(figures(questionnaire, [...repeat(2, { a: 'e', b: 'a' }), ...repeat(2, { a: 'a', b: 'a' })]).get('S')?.value).toBe(0)
    }
  })

  it('has no value where it divides by 0, and says so', () => {
    expect(found({ rollUp: 'ratio' }, ['a', 'b'], tenPersons({ a: 8, b: 0 }))).toMatchObject({
      value: null,
      interval: null,
      lacking: 'zero-divisor',
    })
  })

  it('has no sum, product or ratio while a part has no value', () => {
    for (const rollUp of ['sum', 'product', 'ratio'] as const)
      expect(found({ rollUp }, ['a', 'b'], tenPersons({ a: 8 }))).toMatchObject({
        value: null,
        lacking: 'incomplete',
        missing: { codes: ['b'], weight: 0.5 },
      })
    expect(found({ rollUp: 'max' }, ['a', 'b'], tenPersons({ a: 8 }))).toMatchObject({ value: 0.8, missing: { codes: ['b'], weight: 0.5 } })
  })

  it('carries the interval of a product along its slope, and never past what it can be', () => {
    const product = found({ rollUp: 'product' }, ['a', 'b'])
    // e = .4(x − .8)/10 + .8(y − .4)/10 over ten persons.
    const deviations = Array.from(
      { length: 10 },
      (_, person) => (0.4 * ((person < 8 ? 1 : 0) - 0.8) + 0.8 * ((person < 4 ? 1 : 0) - 0.4)) / 10,
    )
    const half = 2.2621571627 * Math.sqrt((10 / 9) * deviations.reduce((sum, e) => sum + e ** 2, 0))
    expect(product).toMatchObject({ intervalMethod: 'delta' })
    expect((product?.interval?.[1] ?? NaN) - (product?.value ?? NaN)).toBeCloseTo(half, 8)
    expect(found({ rollUp: 'product' }, ['a', 'b'], tenPersons({ a: 9, b: 9 }))?.interval?.[1]).toBe(1)
    expect(found({ rollUp: 'product' }, ['a', 'b'], tenPersons({ a: 1, b: 1 }))?.interval?.[0]).toBe(0)
  })

  it('counts a part that meets its bound but for what adding in binary left on it', () => {
    const sums = shares(
      ['a', 'b', 'c'],
      [
        node('S', 'overall', { children: ['AB', 'c'], rollUp: 'count-where', where: { atLeast: 0.3 } }),
        node('T', 'overall', { children: ['AB', 'c'], rollUp: 'count-where', where: { atMost: 0.3 } }),
        node('AB', 'factor', { children: ['a', 'b'], rollUp: 'sum' }),
        ...['a', 'b', 'c'].map((id) => node(id, 'item', { items: [id] })),
      ],
    )
    const high = figures(sums, tenPersons({ a: 1, b: 2, c: 0 }))
    expect(high.get('AB')?.value).toBeGreaterThan(0.3)
    expect([high.get('S')?.value, high.get('T')?.value]).toEqual([1, 2])
    const low: Nodes = [
      node('S', 'overall', { children: ['AB', 'c'], rollUp: 'count-where', where: { atLeast: 0.8 } }),
      node('AB', 'factor', { children: ['a', 'b'], rollUp: 'sum' }),
      ...['a', 'b', 'c'].map((id) => node(id, 'item', { items: [id] })),
    ]
    const found = figures(shares(['a', 'b', 'c'], low), tenPersons({ a: 1, b: 7, c: 0 }))
    expect(found.get('AB')?.value).toBeLessThan(0.8)
    expect(found.get('S')?.value).toBe(1)
  })

  it('has no value where a part cannot be read at all, whatever the others are', () => {
    const nodes: Nodes = [
      node('S', 'overall', { children: ['A', 'N'], rollUp: 'max' }),
      node('A', 'factor', { items: ['a'] }),
      node('N', 'factor', { items: ['n'], steps: [{ type: 'reverse', within: [0, 1] }] }),
    ]
    const questionnaire = shares(['a'], nodes, { more: [whole('n')] })
    expect(figures(questionnaire, [...tenPersons({ a: 5 }), { a: 'e', n: 3 }]).get('S')).toMatchObject({
      value: null,
      lacking: 'formula-unfit',
    })
  })

  it('names an empty part of pooled answers, which weighs nothing', () => {
    expect(found({ rollUp: 'pooled' }, ['a', 'b'], tenPersons({ a: 8 }))).toMatchObject({
      value: 0.8,
      missing: { codes: ['b'], weight: 0 },
    })
  })

  it('has the interval of a number without bounds wherever among its parts one stands', () => {
    const ofThem = (children: readonly string[]) =>
      figures(
        shares(
          ['a'],
          [
            node('S', 'overall', { children: [...children], rollUp: 'mean-of-children', formula: 'points' }),
            node('A', 'factor', { items: ['a'], formula: 'points' }),
            node('N', 'factor', { items: ['n'], formula: 'mean-number' }),
          ],
          { more: [whole('n')] },
        ),
        Array.from({ length: 10 }, (_, person): Answers => ({ a: person < 5 ? 'e' : 'a', n: 10 + person })),
      ).get('S')
    expect([ofThem(['A', 'N'])?.intervalMethod, ofThem(['N', 'A'])?.intervalMethod]).toEqual(['student', 'student'])
    expect(ofThem(['A', 'N'])?.interval).toEqual(ofThem(['N', 'A'])?.interval?.map((bound) => expect.closeTo(bound, 10)))
  })

  it.each<[string, NodeRest, NodeRest]>([
    ['a sum', { rollUp: 'sum' }, {}],
    ['a sum of a share and a level', { rollUp: 'sum' }, { formula: 'level' }],
    ['pooled answers of a share and a level', { rollUp: 'pooled' }, { formula: 'level' }],
    ['a product', { rollUp: 'product' }, {}],
    ['a weighted mean', { rollUp: 'weighted', weights: [1, 1e-6] }, {}],
  ])('has an interval round its value, or none and says why, where one item stands in it twice: %s', (_, root, other) => {
    const questionnaire = shares(
      ['x'],
      [
        node('S', 'overall', { children: ['A', 'B'], ...root }),
        node('A', 'factor', { items: ['x'] }),
        node('B', 'factor', { items: ['x'], ...other }),
      ],
    )
    for (const satisfied of [0, 5, 8, 10]) {
      const { value, interval, noInterval } = figures(questionnaire, tenPersons({ x: satisfied })).get('S') ?? expect.fail('no figure')
      if (other.formula) expect([interval, noInterval]).toEqual([null, 'mixed'])
      else if (interval === null) expect(noInterval).toBe('few')
      else expect([interval[0] <= (value ?? NaN), interval[1] >= (value ?? NaN)]).toEqual([true, true])
    }
    // Twice the share of .8 is twice as sure as it: from two ends of 0 and 2.
    if (root.rollUp === 'sum' && !other.formula)
      expect(figures(questionnaire, tenPersons({ x: 8 })).get('S')).toMatchObject({ value: 1.6, intervalMethod: 'wilson-cluster' })
  })

  it('stands on those who answered its options where nobody answered its items', () => {
    const nodes: Nodes = [
      node('S', 'overall', { children: ['A', 'X'], rollUp: 'max' }),
      node('A', 'factor', { items: ['a'] }),
      node('X', 'option', { items: ['w'], options: ['x'] }),
    ]
    const ways = options('ways', [{ code: 'x' }, { code: 'y' }])
    const layout = tallyLayout(shares(['a'], nodes, { scales: [ways], more: [multiple('w', 'ways')] }))
    const of = (responses: readonly Answers[]) => nodeResults(layout, tallyFor(layout, responses), { threshold: 10 })[0]
    expect(of(repeat(12, { w: ['x'] }))).toMatchObject({ value: 1, persons: 12, effectivePersons: 12, withheld: undefined })
    expect(of(repeat(9, { w: ['x'] }))).toMatchObject({ value: null, withheld: 'small' })
  })

  it('has the interval of a number within the numbers that are asked for', () => {
    const questionnaire = shares([], [node('N', 'overall', { items: ['n'], formula: 'mean-number' })], { more: [whole('n', 0, 10)] })
    const of = (numbers: readonly number[]) =>
      figures(
        questionnaire,
        numbers.map((n) => ({ n })),
      ).get('N')
    expect(of([0, 0, 1, 0])).toMatchObject({ value: 0.25, interval: [0, expect.closeTo(1.0456, 3)], intervalMethod: 'student' })
    expect(of([10, 10, 9, 10])).toMatchObject({ value: 9.75, interval: [expect.closeTo(8.9544, 3), 10] })
  })

  it('is a third where everybody is at the lowest of 1 to 3, to the last bit', () => {
    const thirds = options('thirds', [
      { code: 'e', score: 3 },
      { code: 'a', score: 1 },
    ])
    const questionnaire = shares([], [node('L', 'overall', { items: ['a', 'b', 'c'], formula: 'level' })], {
      scales: [thirds],
      more: ['a', 'b', 'c'].map((id) => single(id, 'thirds')),
    })
    const found = figures(questionnaire, repeat(7, { a: 'a', b: 'a', c: 'a' }))
    expect(['L', 'a'].map((code) => found.get(code)?.value)).toEqual([expect.closeTo(1 / 3, 15), 1 / 3])
  })

  it('has no interval where it picks or counts', () => {
    for (const rollUp of ['min', 'max'] as const) expect(found({ rollUp })).toMatchObject({ interval: null, noInterval: 'operation' })
  })
})

describe('a step', () => {
  const after = (steps: NodeRest['steps'], count = 8, rest: NodeRest = {}) =>
    figures(shares(['a'], [node('S', 'overall', { items: ['a'], ...(steps && { steps }), ...rest })]), tenPersons({ a: count })).get('S')

  it.each<[string, NonNullable<NodeRest['steps']>, number]>([
    ['converts .8 of 0–1 to 1.6 of 0–2', [{ type: 'linear', from: [0, 1], to: [0, 2] }], 1.6],
    ['converts .8 of .5–1 to 6 of 0–10', [{ type: 'linear', from: [0.5, 1], to: [0, 10] }], 6],
    ['reverses .8 within 0–1 to .2', [{ type: 'reverse', within: [0, 1] }], 0.2],
    ['holds .8 at .75', [{ type: 'clamp', high: 0.75 }], 0.75],
    ['holds .8 at .85 from below', [{ type: 'clamp', low: 0.85 }], 0.85],
    [
      'goes after the one before: (.8 → 1.6) held at 1.5, reversed in 0–2 to .5',
      [
        { type: 'linear', from: [0, 1], to: [0, 2] },
        { type: 'clamp', high: 1.5 },
        { type: 'reverse', within: [0, 2] },
      ],
      0.5,
    ],
  ])('%s', (_what, steps, expected) => {
    const result = after(steps)
    expect(result?.value).toBeCloseTo(expected, 12)
    expect(result?.interval?.[0]).toBeLessThanOrEqual(result?.value ?? 0)
    expect(result?.interval?.[1]).toBeGreaterThanOrEqual(result?.value ?? 0)
  })

  it('carries the interval along: twice as wide on twice the range', () => {
    const [plain, doubled] = [after(undefined)?.interval, after([{ type: 'linear', from: [0, 1], to: [0, 2] }])?.interval]
    expect(doubled?.map((end) => end / 2)).toEqual(plain?.map((end) => expect.closeTo(end, 12)))
    expect(after([{ type: 'reverse', within: [0, 1] }])?.interval).toEqual([
      expect.closeTo(1 - (plain?.[1] ?? 0), 12),
      expect.closeTo(1 - (plain?.[0] ?? 0), 12),
    ])
  })

  it('carries the interval of a part that it doubled into the node above', () => {
    const above = (steps: NodeRest['steps']) =>
      figures(
        shares(
          ['a', 'b'],
          [
            node('S', 'overall', { children: ['A'], rollUp: 'mean-of-children' }),
            node('A', 'factor', { items: ['a', 'b'], ...(steps && { steps }) }),
          ],
        ),
        tenPersons({ a: 8, b: 6 }),
      ).get('S')?.interval
    const doubled = above([{ type: 'linear', from: [0, 1], to: [0, 2] }])
    expect(doubled?.map((end) => end / 2)).toEqual(above(undefined)?.map((end) => expect.closeTo(end, 12)))
  })

  it('hits the end of a range exactly, whatever its slope is in binary', () => {
    const ends: readonly (readonly [number, number, number])[] = [
      [0, 0.2, 0.9],
      [0, 1, 0.3],
      [0.1, 0.2, 1.1],
      [0.2, 0, 3.3],
    ]
    for (const [low, from, to] of ends) expect(after([{ type: 'linear', from: [low, 1], to: [from, to] }], 10)?.value).toBe(to)
  })

  it.each([
    ['half-up', 0.33, 0.67],
    ['half-even', 0.33, 0.67],
    ['up', 0.34, 0.67],
    ['down', 0.33, 0.66],
  ] as const)('rounds a third %s to %f, and two thirds to %f', (mode, third, two) => {
    const questionnaire = shares(['a'], [node('S', 'overall', { items: ['a'], steps: [{ type: 'round', digits: 2, mode }] })])
    const ofThree = (satisfied: number) => Array.from({ length: 3 }, (_, person) => ({ a: person < satisfied ? 'e' : 'a' }))
    expect([1, 2].map((satisfied) => figures(questionnaire, ofThree(satisfied)).get('S')?.value)).toEqual([third, two])
  })

  it.each([
    ['half-up', 0.63],
    ['half-even', 0.62],
    ['up', 0.63],
    ['down', 0.62],
  ] as const)('rounds .625 %s to %f', (mode, expected) => {
    const questionnaire = shares(['a'], [node('S', 'overall', { items: ['a'], steps: [{ type: 'round', digits: 2, mode }] })])
    const eight = Array.from({ length: 8 }, (_, person) => ({ a: person < 5 ? 'e' : 'a' }))
    expect(figures(questionnaire, eight).get('S')?.value).toBe(expected)
  })

  it('holds a value at its maximum', () => {
    expect(after([{ type: 'linear', from: [0, 1], to: [0, 3] }], 8, { maximum: 2 })?.value).toBe(2)
  })

  it('places a node between the lowest and the highest agency, and where all are equal nowhere', () => {
    const questionnaire = shares(['a', 'b'], [node('S', 'overall', { items: ['a', 'b'], steps: [{ type: 'observed', to: [0, 10] }] })])
    const layout = tallyLayout(questionnaire)
    const agency = (code: string, a: number, b: number) => ({ code, name: code, block: 'x', tally: tallyFor(layout, tenPersons({ a, b })) })
    const values = (agencies: readonly ReturnType<typeof agency>[]) =>
      campaignResults({
        questionnaire,
        layout,
        campaign: { code: 'c', kind: 'open', threshold: 10 },
        filter: { from: null, to: null, channel: null },
        agencies,
      }).agencies.map(({ nodes }) => nodes[0]?.value)
    // Means .5, .7 and .9: the middle one stands halfway.
    expect(values([agency('p', 4, 6), agency('q', 6, 8), agency('r', 8, 10)])).toEqual([0, expect.closeTo(5, 10), 10])
    expect(values([agency('p', 4, 6), agency('q', 6, 4)])).toEqual([null, null])
    expect(rangesAmong(layout, [agency('p', 4, 6)], 1).size).toBe(0)
    // One with too few persons sets no end.
    const few = { ...agency('s', 0, 0), tally: tallyFor(layout, repeat(9, { a: 'a', b: 'a' })) }
    expect(values([agency('p', 4, 6), agency('q', 6, 8), agency('r', 8, 10), few])).toEqual([0, expect.closeTo(5, 10), 10, null])
    // Nor does one that is withheld since half of its items were asked of few: twelve persons, of whom it knows as much as of three.
    const uneven = [...repeat(10, { a: 'a' }), ...repeat(2, { b: 'a' })]
    const thin = { ...agency('t', 0, 0), tally: tallyFor(layout, uneven) }
    expect(values([agency('p', 4, 6), agency('q', 6, 8), agency('r', 8, 10), thin])).toEqual([0, expect.closeTo(5, 10), 10, null])
  })

  it.each<[string, NodeRest]>([
    ['a step', { steps: [{ type: 'observed', to: [0, 1] }] }],
    ['a reading', { formula: 'min-max' }],
  ])('places by %s nobody beyond those with enough persons, so that a sum is what its parts are', (_, placed) => {
    const questionnaire = shares(
      ['a', 'b'],
      [
        node('S', 'overall', { children: ['A', 'B'], rollUp: 'sum' }),
        node('A', 'factor', { items: ['a'], ...placed }),
        node('B', 'factor', { items: ['b'] }),
      ],
    )
    const layout = tallyLayout(questionnaire)
    const agency = (code: string, answers: readonly Answers[]) => ({ code, name: code, block: 'x', tally: tallyFor(layout, answers) })
    // The last has ten answers to b and, from three who are as dissatisfied as nobody elsewhere, too few to a.
    const last = agency('z', [...repeat(3, { a: 'a', b: 'e' }), ...repeat(7, { b: 'a' }), ...repeat(20, { b: 'a' })])
    const agencies = [agency('p', tenPersons({ a: 4, b: 5 })), agency('q', tenPersons({ a: 8, b: 5 })), last]
    const ranges = rangesAmong(layout, agencies, 10)
    const found = nodeResults(layout, last.tally, { threshold: 1, ranges })
    const of = (code: string) => found.find((one) => one.code === code)?.value
    expect([of('A'), of('B'), of('S')]).toEqual([0, 0.1, 0.1])
    const root = layout.nodes.find(({ indicator }) => indicator.code === 'S') ?? expect.fail('no node')
    expect(explanation(layout, root, last.tally, ranges)?.course.parts.map(({ value }) => value)).toEqual([0, 0.1])
  })
})

describe('a number that was entered', () => {
  const questionnaire = shares(
    ['a'],
    [
      node('S', 'overall', { children: ['A', 'on-time'], rollUp: 'mean-of-children' }),
      node('A', 'factor', { items: ['a'] }),
      node('on-time', 'factor', { input: 'counted', unit: 'percent' }),
    ],
  )
  it('counts with the verified value before its own', () => {
    const inputs: Inputs = new Map([['on-time', { self: 0.99, verified: 0.9 }]])
    const found = figures(questionnaire, tenPersons({ a: 7 }), inputs)
    expect(['on-time', 'S'].map((code) => found.get(code)?.value)).toEqual([0.9, expect.closeTo(0.8, 12)])
    expect(found.get('S')).toMatchObject({ interval: null, noInterval: 'input' })
  })
  it('is named while it is missing', () => {
    expect(figures(questionnaire, tenPersons({ a: 7 })).get('S')).toMatchObject({
      value: 0.7,
      missing: { codes: ['on-time'], weight: 0.5 },
    })
  })
})

describe('published figures', () => {
  it('give the national overall of 2024 from two aspects of 23 and 16 items: 83.84 and 84.09 to 83.94', () => {
    const inputs: Inputs = new Map([
      ['I', { self: null, verified: 83.84 }],
      ['II', { self: null, verified: 84.09 }],
    ])
    const questionnaire = shares(
      ['a'],
      [
        node('S', 'aspect', {
          children: ['I', 'II'],
          rollUp: 'weighted',
          weights: [23, 16],
          unit: 'number',
          steps: [{ type: 'round', digits: 2, mode: 'half-up' }],
        }),
        node('I', 'factor', { input: 'entered', unit: 'number' }),
        node('II', 'factor', { input: 'entered', unit: 'number' }),
      ],
    )
    expect(figures(questionnaire, [], inputs).get('S')).toMatchObject({ value: 83.94, unit: 'number', noInterval: 'input' })
  })
})

describe('few answers and odd ones', () => {
  const nodes: Nodes = [
    node('S', 'overall', { children: ['a', 'b'], rollUp: 'mean-of-children' }),
    node('P', 'overall', { children: ['a', 'b'], rollUp: 'product' }),
    node('R', 'overall', { children: ['b', 'a'], rollUp: 'ratio' }),
    node('W', 'overall', { items: ['a', 'b'], steps: [{ type: 'linear', from: [0, 1], to: [10, -10] }] }),
    node('a', 'item', { items: ['a'], formula: 'level' }),
    node('b', 'item', { items: ['b'], formula: 'level' }),
  ]
  it.each([
    ['nobody', []],
    ['one person', [{ a: 'e', b: 'c' }]],
    ['two alike', repeat(2, { a: 'e', b: 'e' })],
    ['all blank', repeat(5, {})],
    ['all not applicable', repeat(5, { a: 'na', b: 'na' })],
    ['all equal at the end', repeat(40, { a: 'a', b: 'a' })],
  ])('have a stated outcome: %s', (_what, responses) => {
    for (const result of figures(shares(['a', 'b'], nodes), responses).values()) {
      expect(result.value === null ? (result.withheld ?? result.lacking) : Number.isFinite(result.value)).toBeTruthy()
      if (result.value !== null) expect(result.interval ? holds(result.interval, result.value) : result.noInterval).toBeTruthy()
    }
  })
})

const holds = ([low, high]: readonly [number, number], value: number): boolean => low <= value && value <= high

describe('against a slow, obvious second engine', () => {
  it('agrees on random trees and answers', () => {
    fc.assert(
      fc.property(trees, fc.array(person, { maxLength: 25 }), (nodes, responses) => {
        const questionnaire = questionnaireWith({
          questions: [...letters.map((id) => single(id)), whole('n', -9, 9)],
          trees: [tree('satisfaction', nodes)],
        })
        const slow = slowFigures(questionnaire, asked, responses)
        for (const { code, value, withheld, interval } of figures(questionnaire, responses).values()) {
          const expected = slow(code)
          if (withheld !== undefined || expected === undefined) expect([code, value]).toEqual([code, null])
          else expect(value, code).toBeCloseTo(expected, 9)
          if (value !== null && interval !== null) expect(holds(interval, value), code).toBe(true)
        }
      }),
      { numRuns: Number(process.env['ENGINE_RUNS'] ?? 150), seed: 11 },
    )
  })

  const letters = ['a', 'b', 'c', 'd'] as const
  const points = { e: 5, d: 4, c: 3, b: 2, a: 1 }
  const asked: readonly Asked[] = [
    ...letters.map((id) => ({ id, points, best: 5, least: 1 })),
    { id: 'n', points: undefined, best: 9, least: -9 },
  ]
  const person: fc.Arbitrary<Answers> = fc.record(
    {
      ...Object.fromEntries(letters.map((id) => [id, fc.constantFrom('a', 'b', 'c', 'd', 'e', 'na')])),
      n: fc.integer({ min: -9, max: 9 }),
    },
    { requiredKeys: [] },
  )
  const step = fc.oneof(
    fc.record({
      type: fc.constant('linear' as const),
      from: fc.constant<[number, number]>([0, 1]),
      to: fc.constantFrom<[number, number]>([0, 10], [5, -5]),
    }),
    fc.record({ type: fc.constant('reverse' as const), within: fc.constant<[number, number]>([0, 1]) }),
    fc.record({ type: fc.constant('clamp' as const), low: fc.constant(0.2), high: fc.constant(0.7) }),
  )
  const settings = fc.record(
    {
      formula: fc.constantFrom('share', 'level', 'rescaled', 'points', 'all-positive'),
      steps: fc.array(step, { minLength: 1, maxLength: 2 }),
      maximum: fc.constantFrom(0.5, 3),
    } as const,
    { requiredKeys: [] },
  )
  const leaf = fc.tuple(fc.subarray([...letters], { minLength: 1 }), fc.constantFrom('mean-of-items', 'pooled', 'sum', 'max'), settings)
  const joint = fc.tuple(
    fc.subarray(['L1', 'L2', 'L3'], { minLength: 2, maxLength: 2 }),
    fc.constantFrom('mean-of-items', 'mean-of-children', 'weighted', 'sum', 'product', 'ratio', 'min', 'max', 'count-where', 'pooled'),
    settings,
    fc.constantFrom<number[]>([1, 1], [9, 1], [0.5, 2]),
  )
  const trees: fc.Arbitrary<Nodes> = fc
    .tuple(leaf, leaf, leaf, joint, joint)
    .map(([one, two, three, first, second]) => [
      node('T', 'overall', { children: ['J1', 'J2', 'L3'], rollUp: 'mean-of-children' }),
      joined('J1', first),
      joined('J2', second),
      ...[one, two, three].map(([items, rollUp, rest], place) => node(`L${place + 1}`, 'factor', { items, rollUp, ...rest })),
    ])
})

type Joint = readonly [string[], NonNullable<IndicatorNode['rollUp']>, NodeRest, number[]]
const joined = (code: string, [children, rollUp, rest, weights]: Joint) =>
  node(code, 'aspect', {
    children,
    rollUp,
    ...rest,
    ...(rollUp === 'weighted' && { weights }),
    ...(rollUp === 'count-where' && { where: { atLeast: 0.5 } }),
  })

describe('a definition', () => {
  it('that names new operations, steps and free trees is read, and one of before still is', () => {
    const nodes: Nodes = [
      node('S', 'overall', { children: ['A', 'B'], rollUp: 'ratio', unit: 'number', direction: 'lower' }),
      node('A', 'factor', { items: ['a'], steps: [{ type: 'reverse', within: [0, 1] }] }),
      node('B', 'factor', { items: ['a'], formula: 'level' }),
    ]
    const reading = readDefinition({
      ...questionnaireWith({ questions: [single('a')], trees: [{ ...tree('satisfaction', nodes), id: 'effort' }] }),
    })
    expect(reading.ok ? reading.questionnaire.trees[0]?.id : reading.problems).toBe('effort')
  })
})
