import { describe, expect, it } from 'vitest'
import { driversOf, isTied } from '../../surveys/figures/drivers'
import { profileOf } from '../../surveys/figures/profile'
import { addAnswers, emptyTally, type Tally, type TallyLayout, tallyLayout } from '../../surveys/figures/tally'
import type { Answers } from '../../surveys/instrument/schema'
import { multiple, node, options, questionnaireWith, single, tree } from './fixtures'
import { seeded } from './random'

const tallyOf = (layout: TallyLayout, responses: readonly Answers[]): Tally => {
  const tally = emptyTally(layout)
  for (const answers of responses) addAnswers(layout, tally, answers, 1)
  return tally
}

/** The correlation of two columns, the plain way. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length
  const [ma, mb] = [mean(a), mean(b)]
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    x.reduce((sum, one, place) => sum + (one - mx) * ((y[place] ?? 0) - my), 0)
  return product(a, b, ma, mb) / Math.sqrt(product(a, a, ma, ma) * product(b, b, mb, mb))
}

describe('what goes with the headline', () => {
  const names = ['A1', 'A2', 'A3']
  const layout = tallyLayout(
    questionnaireWith({
      questions: names.map((name) => single(name)),
      trees: [tree('satisfaction', [node('A', 'overall', { items: names })])],
    }),
  )
  const uniform = seeded(7)
  const responses = Array.from({ length: 200 }, (): Answers => {
    const mood = uniform()
    return { A1: mood > 0.3 ? 'e' : 'b', A2: mood + 0.5 * uniform() > 0.5 ? 'd' : 'a', A3: uniform() > 0.4 ? 'd' : 'c' }
  })
  const headline = { tree: 'satisfaction', code: 'A' }

  it('is the correlation of a criterion with the sum of the others, as a slow computation has it', () => {
    const isPositive = (answers: Answers, name: string) => Number(answers[name] === 'd' || answers[name] === 'e')
    const found = driversOf(layout, tallyOf(layout, responses), headline, 10)
    expect(found.map(({ code, persons }) => [code, persons])).toEqual(names.map((name) => [name, 200]))
    for (const { code, importance } of found) {
      const rest = responses.map((one) => names.filter((name) => name !== code).reduce((sum, name) => sum + isPositive(one, name), 0))
      expect(importance).toBeCloseTo(
        correlation(
          responses.map((one) => isPositive(one, code)),
          rest,
        ),
        10,
      )
    }
    expect((found[0]?.importance ?? 0) > (found[2]?.importance ?? 1)).toBe(true)
  })

  it('tells of the others where hardly anybody was asked one of them', () => {
    const rare = responses.map(({ A1, A2, A3 }, at): Answers => ({ A1: A1 ?? '', A3: A3 ?? '', ...(at < 4 && { A2: A2 ?? '' }) }))
    expect(driversOf(layout, tallyOf(layout, rare), headline, 10).map(({ code }) => code)).toEqual(['A1', 'A3'])
  })

  it('says nothing of pairs on too few persons, and nothing where all answer alike', () => {
    expect(driversOf(layout, tallyOf(layout, responses.slice(0, 9)), headline, 10)).toEqual([])
    const alike = driversOf(
      layout,
      tallyOf(
        layout,
        Array.from({ length: 20 }, (): Answers => ({ A1: 'e', A2: 'e', A3: 'e' })),
      ),
      headline,
      10,
    )
    expect(alike.map(({ importance }) => importance)).toEqual([null, null, null])
  })
})

describe('the profile of respondents', () => {
  const layout = tallyLayout(
    questionnaireWith({
      questions: [single('A1'), single('sex', 'sexes'), multiple('ways', 'channels')],
      scales: [
        options('sexes', [{ code: 'f' }, { code: 'm' }, { code: 'na', kind: 'not-applicable' }]),
        options('channels', [{ code: 'tv' }, { code: 'net' }]),
      ],
      trees: [tree('satisfaction', [node('A', 'overall', { items: ['A1'] })])],
    }),
  )
  const one = (sex: string): Answers => ({ A1: 'e', sex, ways: ['tv', 'net'] })

  it('is every closed question that no figure stands on, on those who answered it', () => {
    const tally = tallyOf(layout, [...Array.from({ length: 10 }, () => one('f')), one('na'), one('m')])
    expect(profileOf(layout, tally, { threshold: 10 }).map(({ item, persons, counts }) => ({ item, persons, counts }))).toEqual([
      { item: 'sex', persons: 11, counts: { f: 10, m: 1, na: 1 } },
      { item: 'ways', persons: 12, counts: { tv: 12, net: 12 } },
    ])
  })

  it('tells nothing of fewer than the threshold', () => {
    expect(
      profileOf(
        layout,
        tallyOf(
          layout,
          Array.from({ length: 9 }, () => one('m')),
        ),
        { threshold: 10 },
      ).map(({ counts }) => counts),
    ).toEqual([null, null])
  })
})

describe('an importance', () => {
  // Critical values of a correlation, two-sided at five per cent: .361 for 30 persons, .195 for 102 (Fisher and Yates 1938, table VI).
  it.each([
    [0.361, 30, true],
    [0.355, 30, false],
    [0.195, 102, true],
    [0.19, 102, false],
    [0.05, 400, false],
    [1, 3, false],
    [1, 10, true],
    [-0.9, 1000, false],
  ])('of %f among %i persons is more than chance gives: %s', (importance, persons, isMore) => {
    expect(isTied({ importance, persons })).toBe(isMore)
  })
})
