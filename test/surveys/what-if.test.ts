import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MadeUp, scenario, type ScenarioName, scenarioNames } from '../../surveys/designing/made-up'
import { whatIf, type WhatIfNode } from '../../surveys/designing/what-if'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import service from '../../surveys/questionnaires/sipas-service.json'
import { multiple, node, options, questionnaireWith, satisfaction, single, tree, whole } from './fixtures'

function found(design: Questionnaire, made: MadeUp): ReadonlyMap<string, WhatIfNode> {
  const [first] = design.trees
  const figures = first && whatIf(design, first, made)
  return new Map(figures?.ok ? figures.nodes.map((one) => [one.result.code, one]) : [])
}
const valueOf = (design: Questionnaire, code: string, made: MadeUp) => found(design, made).get(code)?.result.value
const obstaclesOf = (design: Questionnaire) =>
  design.trees.map((one) => whatIf(design, one, { persons: 10, items: {} })).map((figures) => (figures.ok ? [] : figures.obstacles))
const levels = { a: 2, b: 5, c: 30, d: 120, e: 43 }

describe('what made-up answers come to', () => {
  it.each([
    ['share', 0.815],
    ['level', 0.797],
    ['rescaled', 0.74625],
  ] as const)('is the %s %f of one item of five levels counted by hand', (formula, expected) => {
    expect(valueOf(satisfaction({ A: 1 }, { formula }), 'A1', { persons: 200, items: { A1: levels } })).toBeCloseTo(expected, 14)
  })
  it('is in points where options carry points', () => {
    const scale = options(
      'points',
      [0, 25, 50, 75, 100].map((score) => ({ code: `p${score}`, score })),
    )
    const design = questionnaireWith({
      questions: [single('P', 'points')],
      scales: [scale],
      trees: [tree('satisfaction', [node('P', 'item', { items: ['P'] })], { formula: 'points' })],
    })
    expect(valueOf(design, 'P', { persons: 0, items: { P: { p0: 2, p25: 5, p50: 30, p75: 120, p100: 43 } } })).toBeCloseTo(74.625, 12)
  })
  it('does not change by blanks and by answers outside the base', () => {
    const one = found(satisfaction({ A: 1 }), { persons: 230, items: { A1: { ...levels, na: 10 } } }).get('A1')
    expect(one?.result).toMatchObject({ value: 0.815, base: 200, persons: 200, counts: { ...levels, na: 10, dk: 0 } })
  })
  it('differs between pooled answers and the mean of items when bases differ', () => {
    const items = { A1: { e: 30, c: 10 }, A2: { c: 30 }, B1: { d: 30 } }
    const value = (rollUp: 'pooled' | 'mean-of-items') => valueOf(satisfaction({ A: 2, B: 1 }, { rollUp }), 'S', { persons: 40, items })
    expect(value('pooled')).toBeCloseTo(60 / 100, 12)
    expect(value('mean-of-items')).toBeCloseTo((0.75 + 0 + 1) / 3, 12)
  })
  it('gives the interval of persons who are content with all or with nothing', () => {
    const design = satisfaction({ A: 2 })
    const layout = tallyLayout(design)
    const tally = emptyTally(layout)
    for (let person = 0; person < 40; person++)
      addAnswers(layout, tally, person < 30 ? { A1: 'e', A2: 'e' } : person < 35 ? { A1: 'e', A2: 'a' } : { A1: 'a', A2: 'a' }, 1)
    const made = found(design, { persons: 40, items: { A1: { a: 5, e: 35 }, A2: { a: 10, e: 30 } } })
    expect([...made.values()].map(({ result }) => result)).toEqual(nodeResults(layout, tally, { threshold: 1 }))
    expect(made.get('S')?.result).toMatchObject({ value: 0.8125, intervalMethod: 'wilson-cluster' })
  })
  it('counts the persons whose every answer is positive', () => {
    expect(
      valueOf(satisfaction({ A: 2 }, { formula: 'all-positive' }), 'S', { persons: 10, items: { A1: { e: 6, a: 4 }, A2: { d: 8, c: 2 } } }),
    ).toBe(0.6)
  })
  it('lets choices of a multiple choice go round among the persons', () => {
    const nodes = ['x', 'y'].map((code) => node(`M-${code}`, 'option', { items: ['M'], options: [code] }))
    const design = questionnaireWith({
      questions: [multiple('M', 'ways')],
      scales: [options('ways', [{ code: 'x' }, { code: 'y' }])],
      trees: [tree('perception', nodes)],
    })
    const made = found(design, { persons: 10, items: { M: { x: 7, y: 6 } } })
    expect(['M-x', 'M-y'].map((code) => [made.get(code)?.result.value, made.get(code)?.result.persons])).toEqual([
      [0.7, 10],
      [0.6, 10],
    ])
  })
  it('takes the mean of numbers', () => {
    const design = questionnaireWith({
      questions: [whole('N')],
      trees: [tree('perception', [node('N', 'item', { items: ['N'] })], { formula: 'mean-number' })],
    })
    expect(valueOf(design, 'N', { persons: 4, items: { N: { 10: 3, 30: 1, '1.5': 9, x: 9 } } })).toBe(15)
  })
  it('takes what is no count for none', () => {
    expect(found(satisfaction({ A: 1 }), { persons: NaN, items: { A1: { e: 3.9, d: -2, a: Infinity } } }).get('A1')?.result).toMatchObject({
      value: 1,
      base: 3,
    })
  })
  it('grades by the bands of the node, shares in percent where the set reaches above 1', () => {
    const graded = (top: number): Questionnaire => {
      const bands = [
        { code: 'low', label: {}, from: 0, to: 0.8 * top },
        { code: 'high', label: {}, from: 0.8 * top, to: top },
      ]
      const one = tree('satisfaction', [node('S', 'overall', { items: ['A'], bands: 'g', target: 0.9 })])
      return { ...questionnaireWith({ questions: [single('A')], trees: [one] }), bandSets: [{ id: 'g', bands }] }
    }
    const grade = (top: number, e: number) => found(graded(top), { persons: 10, items: { A: { e, a: 10 - e } } }).get('S')?.band?.code
    expect([grade(1, 7), grade(1, 8), grade(100, 7), grade(100, 8)]).toEqual(['low', 'high', 'low', 'high'])
    expect(found(graded(1), { persons: 0, items: {} }).get('S')).toMatchObject({ band: undefined, target: 0.9 })
  })
  it('says why there is no value', () => {
    const one = tree('satisfaction', [
      node('S', 'overall', { children: ['empty', 'M', 'R', 'T'] }),
      node('empty', 'factor', {}),
      node('M', 'factor', { items: ['A'], formula: 'min-max' }),
      node('R', 'factor', { items: ['A'], formula: 'mean-number' }),
      node('T', 'factor', { items: ['A', 'B'], rollUp: 'sum' }),
    ])
    const made = found(questionnaireWith({ questions: [single('A'), single('B')], trees: [one] }), { persons: 1, items: { A: { e: 1 } } })
    expect(['S', 'empty', 'M', 'R', 'T', 'B'].map((code) => made.get(code)?.lacking)).toEqual([
      'formula-unfit',
      'no-parts',
      'needs-agencies',
      'formula-unfit',
      'incomplete',
      'no-answers',
    ])
    expect(['S', 'empty', 'A'].map((code) => made.get(code)?.depth)).toEqual([0, 1, 2])
  })
})

describe('a tree that cannot be computed', () => {
  const broken = (nodes: ReturnType<typeof node>[]): Questionnaire =>
    questionnaireWith({
      questions: [single('A'), { type: 'text', id: 'words', text: {}, maxLength: 9 }],
      trees: [tree('satisfaction', nodes)],
    })
  it.each([
    ['an item that is not there', [node('S', 'overall', { items: ['gone'] })], { kind: 'unknown-item', of: 'S', names: 'gone' }],
    ['an item in words', [node('S', 'overall', { items: ['words'] })], { kind: 'uncountable-item', of: 'S', names: 'words' }],
    ['a child that is not there', [node('S', 'overall', { children: ['gone'] })], { kind: 'unknown-child', of: 'S', names: 'gone' }],
    ['an option node without its item', [node('S', 'option', { children: ['S'] })], { kind: 'option-item', of: 'S' }],
    [
      'an option that is not there',
      [node('S', 'option', { items: ['A'], options: ['gone'] })],
      { kind: 'option-code', of: 'S', names: 'gone' },
    ],
    ['a node twice', [node('S', 'overall', { items: ['A'] }), node('S', 'overall', { items: ['A'] })], { kind: 'same-code', of: 'S' }],
  ])('names %s', (_what, nodes, obstacle) => expect(obstaclesOf(broken(nodes))).toEqual([[obstacle]]))
  it('names every node of a circle', () => {
    const circle = broken([
      node('S', 'overall', { children: ['T'] }),
      node('T', 'factor', { children: ['T2'] }),
      node('T2', 'factor', { children: ['T'] }),
    ])
    expect(obstaclesOf(circle)).toEqual([
      [
        { kind: 'circle', of: 'T' },
        { kind: 'circle', of: 'T2' },
      ],
    ])
  })
  it('does not keep another tree from it, nor does a question without its scale', () => {
    const design = broken([node('S', 'overall', { items: ['gone'] })])
    const questions = [
      ...(design.sections[0]?.questions ?? []),
      { type: 'single' as const, id: 'lost', text: {}, scale: 'gone', required: false },
    ]
    const two = {
      ...design,
      sections: design.sections.map((section) => ({ ...section, questions })),
      trees: [...design.trees, ...satisfactionOf('A')],
    }
    expect(obstaclesOf(two).map(({ length }) => length)).toEqual([1, 0])
  })
  const satisfactionOf = (item: string): Questionnaire['trees'] => [
    { ...tree('perception', []), rollUp: 'pooled', nodes: [node('P', 'overall', { items: [item] })] },
  ]

  const named = fc.subarray(['S', 'T', 'U', 'gone'])
  const anyNode = fc.record({
    code: fc.constantFrom('S', 'T', 'U', 'A'),
    kind: fc.constantFrom('option', 'item', 'factor', 'overall'),
    label: fc.constant({}),
    items: fc.option(fc.subarray(['A', 'M', 'N', 'words', 'gone']), { nil: undefined }),
    children: fc.option(named, { nil: undefined }),
    options: fc.option(fc.subarray(['e', 'x', 'gone']), { nil: undefined }),
    rollUp: fc.constantFrom(undefined, 'sum', 'weighted', 'capped-sum', 'pooled', 'mean-of-children'),
    formula: fc.constantFrom(undefined, 'share', 'level', 'rescaled', 'points', 'option-share', 'all-positive', 'mean-number', 'min-max'),
  } as const)
  it('never fails, whatever its nodes are', () => {
    const base = questionnaireWith({
      questions: [single('A'), multiple('M', 'ways'), whole('N'), { type: 'text', id: 'words', text: {}, maxLength: 9 }],
      scales: [options('ways', [{ code: 'x' }])],
      trees: [],
    })
    const made = scenario(base, { name: 'mixed', persons: 20, outside: 0.2 })
    fc.assert(
      fc.property(fc.array(anyNode, { minLength: 1, maxLength: 4 }), (nodes) => {
        const figures = whatIf(base, { id: 'satisfaction', label: {}, formula: 'share', rollUp: 'mean-of-items', nodes }, made)
        for (const { result, lacking } of figures.ok ? figures.nodes : [])
          expect(result.value === null ? lacking : Number.isFinite(result.value)).toBeTruthy()
      }),
      { seed: 4, numRuns: 2000 },
    )
  })
})

describe('a scenario', () => {
  const reading = readDefinition(service)
  const design = reading.ok ? reading.questionnaire : satisfaction({ A: 1 })
  const headline = (name: ScenarioName) => found(design, scenario(design, { name, persons: 100, outside: 0 })).get('SIPAS')?.result
  it('reaches from nobody satisfied to everybody', () => {
    expect([headline('worst')?.value, headline('middle')?.value, headline('best')?.value]).toEqual([0, 0, expect.closeTo(1, 12)])
    expect(headline('mixed')?.value).toBeGreaterThan(0.5)
    expect(headline('mixed')?.value).toBeLessThan(1)
  })
  it('gives each person one answer to each item', () => {
    for (const name of scenarioNames) expect(headline(name)).toMatchObject({ persons: 100, base: 2200 })
  })
  it('leaves those whom an item does not concern out of its base', () => {
    const a1 = (name: ScenarioName) => scenario(satisfaction({ A: 1 }), { name, persons: 10, outside: 0.25 }).items['A1']
    expect([a1('best'), a1('worst'), a1('middle')]).toEqual([
      { e: 7, na: 3 },
      { a: 7, na: 3 },
      { c: 7, na: 3 },
    ])
    expect(a1('mixed')).toEqual({ e: 5, d: 2, na: 3 })
  })
  it('puts half on each of the two middle options where there is no single one', () => {
    const four = questionnaireWith({
      questions: [single('q', 'four')],
      scales: [
        options(
          'four',
          [1, 2, 3, 4].map((score) => ({ code: `o${score}`, score })),
        ),
      ],
      trees: [],
    })
    expect(scenario(four, { name: 'middle', persons: 11, outside: 0.5 }).items).toEqual({ q: { o3: 6, o2: 5 } })
  })
  it('spreads numbers between the least and the most', () => {
    const number = (name: ScenarioName) =>
      scenario(questionnaireWith({ questions: [whole('N', 0, 8)], trees: [] }), { name, persons: 10, outside: 0 }).items['N']
    expect([number('best'), number('worst'), number('middle'), number('mixed')]).toEqual([
      { 8: 10 },
      { 0: 10 },
      { 4: 10 },
      { 0: 2, 2: 2, 4: 2, 6: 2, 8: 2 },
    ])
  })
})
