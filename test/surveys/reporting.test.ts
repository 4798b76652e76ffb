import { describe, expect, it } from 'vitest'
import { movesSince, periodOf, strongestCriteria, sureMoves, weakestCriteria } from '../../surveys/figures/findings'
import { wilsonInterval } from '../../surveys/figures/intervals'
import type { NodeResult } from '../../surveys/figures/results'
import { completed, editionOf, isAnnex, linesIn, reportSections, usualForm } from '../../surveys/reporting/form'

const node = (code: string, positive: number, base: number, kind: NodeResult['kind'] = 'item'): NodeResult => {
  const figure = { value: base === 0 ? null : positive / base, interval: wilsonInterval(positive, base) }
  return {
    ...figure,
    code,
    tree: 'satisfaction',
    kind,
    formula: 'share',
    rollUp: null,
    persons: base,
    effectivePersons: base,
    base,
    intervalMethod: 'wilson',
    share: figure,
    level: null,
  }
}

describe('what a report may say of figures', () => {
  const head = node('SIPAS', 8200, 10_000, 'overall')

  it('names the lowest criteria first, and calls one lower only where it surely is', () => {
    const nodes = [
      head,
      node('a', 900, 1000),
      node('b', 60, 100),
      node('c', 78, 100),
      node('d', 0, 0),
      node('e', 700, 1000),
      node('f', 95, 100),
    ]
    const weak = (most: number, some = [...nodes, node('g', 99, 100)]) =>
      weakestCriteria({ nodes: some, headline: head, best: 'higher' }, most).map(({ node: { code }, isSure }) => [code, isSure])
    expect(weak(3)).toEqual([
      ['b', true],
      ['e', true],
      ['c', false],
    ])
    expect(weak(5, nodes)).toHaveLength(2)
  })

  it('takes the highest for the worst where lower is better, and puts nothing of another unit in the row', () => {
    const nodes = [node('fast', 10, 1000), node('slow', 900, 1000), { ...node('visits', 0, 10), value: 3, unit: 'number' as const }]
    const judged = { nodes, headline: node('SIPAS', 4000, 10_000, 'overall'), best: 'lower' as const }
    expect(weakestCriteria(judged, 5).map(({ node: { code }, isSure }) => [code, isSure])).toEqual([['slow', true]])
    expect(strongestCriteria(judged).map(({ code }) => code)).toEqual(['fast'])
  })

  it('calls none the best or the worst where there is one alone or all are alike', () => {
    const alike = ['a', 'b', 'c'].map((code) => node(code, 80, 100))
    expect(strongestCriteria({ nodes: alike, headline: head, best: 'higher' })).toEqual([])
    for (const nodes of [[], [node('a', 10, 100)]]) {
      expect(weakestCriteria({ nodes, headline: head, best: 'higher' }, 5)).toEqual([])
      expect(strongestCriteria({ nodes, headline: head, best: 'higher' })).toEqual([])
    }
    const two = [...alike, node('d', 90, 100), node('e', 90, 100)]
    expect(strongestCriteria({ nodes: two, headline: head, best: 'higher' }).map(({ code }) => code)).toEqual(['d', 'e'])
  })

  it('judges the changes of a list together, so that one of many by chance is not called', () => {
    const before = Array.from({ length: 20 }, (_, at) => node(`n${at}`, 800, 1000))
    const after = before.map(({ code }, at) => node(code, at === 0 ? 760 : at === 1 ? 700 : 800, 1000))
    const alone = movesSince([before[0] ?? head], [after[0] ?? head], 'satisfaction')
    expect(alone.moved.map(({ change }) => change.verdict)).toEqual(['lower'])
    const moves = movesSince(before, after, 'satisfaction')
    expect(moves.by).toBe('holm')
    expect(sureMoves(moves.moved).map(({ node: { code } }) => code)).toEqual(['n1'])
  })
})

describe('the period of a report', () => {
  it.each([
    ['2026-10', '2026-12', { is: 'quarter', n: 4, year: '2026' }],
    ['2026-01', '2026-03', { is: 'quarter', n: 1, year: '2026' }],
    ['2026-01', '2026-06', { is: 'half', n: 1, year: '2026' }],
    ['2026-07', '2026-12', { is: 'half', n: 2, year: '2026' }],
    ['2026-01', '2026-09', { is: 'nine-months', year: '2026' }],
    ['2026-01', '2026-12', { is: 'year', year: '2026' }],
    ['2026-02', '2026-04', undefined],
    ['2026-12', '2027-02', undefined],
  ])('from %s to %s is what offices call it', (from, to, period) => {
    expect(periodOf(from, to)).toEqual(period)
  })
})

describe('the form of reports', () => {
  it('keeps the order that an office chose, and puts a section of a later version where the usual order has it', () => {
    const chosen = usualForm.sections.filter(({ id }) => id !== 'change').toReversed()
    const { sections } = completed({ ...usualForm, sections: chosen })
    expect(sections).toHaveLength(reportSections.length)
    expect(sections[sections.findIndex(({ id }) => id === 'criteria') + 1]?.id).toBe('change')
    expect(sections.filter(({ id }) => id !== 'change')).toEqual(chosen)
  })

  it('names an edition by whom it is about, and reads lines as they were typed', () => {
    expect([
      editionOf({ agency: 'A1', block: null }),
      editionOf({ agency: null, block: 'commune' }),
      editionOf({ agency: null, block: null }),
    ]).toEqual(['agency:A1', 'block:commune', ''])
    expect(linesIn(' UBND tỉnh;\n\n \u200b\nLưu: VT. ')).toEqual(['UBND tỉnh;', 'Lưu: VT.'])
    expect(reportSections.filter(isAnnex)).toEqual(['annexFactors', 'annexAnswers', 'annexRates', 'annexMethod'])
  })
})
