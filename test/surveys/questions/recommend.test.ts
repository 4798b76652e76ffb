import { describe, expect, it } from 'vitest'
import { nodeResults } from '../../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../../surveys/figures/tally'
import { readDefinition } from '../../../surveys/instrument/definition'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { netScore } from '../../../surveys/instrument/questions/recommend'
import type { FormulaName } from '../../../surveys/instrument/schema'
import { node, questionnaireWith, tree } from '../fixtures'

const asking = (formula: FormulaName) =>
  questionnaireWith({
    questions: [
      { type: 'recommend', id: 'R', text: { vi: 'R', en: 'R' } },
      { type: 'recommend', id: 'Q', text: { vi: 'Q', en: 'Q' } },
    ],
    trees: [tree('perception', [node('N', 'overall', { items: ['R'] }), node('B', 'factor', { items: ['R', 'Q'] })], { formula })],
  })

/** What so many persons come to who gave each likelihood, at a threshold of ten. */
function figuresOf(persons: Readonly<Record<string, number>>) {
  const layout = tallyLayout(asking('net-promoters'))
  const tally = emptyTally(layout)
  for (const [code, count] of Object.entries(persons)) for (let at = 0; at < count; at++) addAnswers(layout, tally, { R: code }, 1)
  return nodeResults(layout, tally, { threshold: 10 })
}

describe('a recommendation from 0 to 10', () => {
  it('counts 9 and 10 as promoters, 0 to 6 as detractors and the others as neither (Reichheld 2003)', () => {
    expect(Array.from({ length: 11 }, (_, likelihood) => netScore(String(likelihood)))).toEqual([
      ...Array.from({ length: 7 }, () => -100),
      0,
      0,
      100,
      100,
    ])
  })

  // 12 of 25 are 48 %, 8 are 32 %.
  it.each([
    [{ '10': 7, '9': 5, '8': 2, '7': 3, '6': 4, '3': 3, '0': 1 }, 16],
    [{ '10': 10 }, 100],
    [{ '6': 10 }, -100],
    [{ '7': 6, '8': 6 }, 0],
    [{ '9': 3, '6': 9 }, -50],
  ])('%j come to %d', (persons, value) => {
    const [figure] = figuresOf(persons)
    expect(figure).toMatchObject({ value, share: null, level: null, base: Object.values(persons).reduce((sum, count) => sum + count, 0) })
    expect(figure?.interval?.[0]).toBeLessThanOrEqual(value)
    expect(figure?.interval?.[1]).toBeGreaterThanOrEqual(value)
    for (const end of figure?.interval ?? []) expect(Math.abs(end)).toBeLessThanOrEqual(100)
  })

  it('has the interval of a mean of −100, 0 and 100: with many persons 1.96 standard errors', () => {
    const [figure] = figuresOf({ '10': 200, '8': 120, '2': 80 })
    // Of 400, half and a fifth: variance 0.5 + 0.2 − 0.3² = 0.61.
    const half = 196 * Math.sqrt(0.61 / 400)
    expect(figure?.value).toBe(30)
    expect(figure?.interval?.[0]).toBeCloseTo(30 - half, 0)
    expect(figure?.interval?.[1]).toBeCloseTo(30 + half, 0)
  })

  it('heads the results where nothing asks how satisfied people are', () => {
    const head = (ids: readonly string[], headline?: string) =>
      headlineOf({
        ...questionnaireWith({
          questions: [{ type: 'recommend', id: 'R', text: { vi: 'R', en: 'R' } }],
          trees: ids.map((id) => tree(id, [node(`of-${id}`, 'overall', { items: ['R'] })], { formula: 'net-promoters' })),
        }),
        headline,
      })
    expect([
      head(['perception']),
      head(['perception', 'satisfaction']),
      head(['perception', 'satisfaction'], 'of-perception'),
      head([]),
    ]).toEqual(['of-perception', 'of-satisfaction', 'of-perception', undefined])
  })

  it('is withheld below the threshold', () => {
    expect(figuresOf({ '10': 9 })[0]).toMatchObject({ value: null, withheld: 'small' })
  })

  it('is read as a net score and as nothing else, and nothing else is read as one', () => {
    const problems = (formula: FormulaName, questionnaire: unknown = asking(formula)) => {
      const reading = readDefinition(JSON.parse(JSON.stringify(questionnaire)))
      return reading.ok ? [] : [...new Set(reading.problems.map(({ rule }) => rule))]
    }
    expect(problems('net-promoters')).toEqual([])
    for (const formula of ['share', 'rescaled', 'points', 'mean-number'] as const)
      expect([formula, problems(formula)]).toEqual([formula, ['net_only']])
    expect(problems('level')).toContain('net_only')
    const others = questionnaireWith({
      questions: [{ type: 'single', id: 'S', text: { vi: 'S', en: 'S' }, scale: 'satisfaction' }],
      trees: [tree('perception', [node('N', 'overall', { items: ['S'] })], { formula: 'net-promoters' })],
    })
    expect(problems('net-promoters', others)).toEqual(['net_of_others'])
  })
})
