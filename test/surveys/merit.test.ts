import { describe, expect, it } from 'vitest'
import { driversOf } from '../../surveys/figures/drivers'
import { bestOf, gainOf, meritOf } from '../../surveys/figures/merit'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { node, questionnaireWith, single, tree } from './fixtures'

describe('what is good about a figure', () => {
  it.each([
    ['far-below', 'higher', 'far-worse'],
    ['below', 'lower', 'better'],
    ['above', 'higher', 'better'],
    ['far-above', 'lower', 'far-worse'],
    ['unclear', 'lower', 'unclear'],
    ['higher', 'lower', 'worse'],
    ['lower', 'lower', 'better'],
    ['lower', 'higher', 'worse'],
  ] as const)('%s is, where the %s end is good, %s', (side, best, merit) => {
    expect(meritOf(side, best)).toBe(merit)
  })

  it('puts the worst first, whichever end is good', () => {
    expect([0.1, -0.2, 0.05].toSorted((a, b) => gainOf(a, 'lower') - gainOf(b, 'lower'))).toEqual([0.1, 0.05, -0.2])
  })

  it('is what the questionnaire says of its node, and a criterion with another good end goes with nothing', () => {
    const names = ['A1', 'A2', 'A3']
    const paid = node('paid', 'item', { items: ['A3'], direction: 'lower' })
    const questionnaire = questionnaireWith({
      questions: names.map((name) => single(name)),
      trees: [tree('satisfaction', [node('A', 'overall', { items: names }), paid])],
    })
    expect([
      bestOf(questionnaire, { tree: 'satisfaction', code: 'paid' }),
      bestOf(questionnaire, { tree: 'satisfaction', code: 'A' }),
    ]).toEqual(['lower', 'higher'])
    const layout = tallyLayout(questionnaire)
    const tally = emptyTally(layout)
    for (let person = 0; person < 20; person++)
      addAnswers(layout, tally, { A1: person % 2 ? 'e' : 'a', A2: person % 3 ? 'e' : 'a', A3: person % 2 ? 'a' : 'e' }, 1)
    expect(driversOf(layout, tally, { tree: 'satisfaction', code: 'A' }, 10).map(({ code }) => code)).toEqual(['A1', 'A2'])
  })
})
