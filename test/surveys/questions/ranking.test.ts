import { describe, expect, it } from 'vitest'
import { comparedKeyings } from '../../../surveys/fielding/paper'
import { profileOf } from '../../../surveys/figures/profile'
import { addAnswers, emptyTally, tallyLayout } from '../../../surveys/figures/tally'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { ranking } from '../../../surveys/instrument/questions/ranking'
import { options, questionnaireWith } from '../fixtures'

const asking = (atMost?: number) =>
  questionnaireWith({
    questions: [{ type: 'ranking', id: 'R', text: { vi: 'R', en: 'R' }, scale: 'abc', ...(atMost !== undefined && { atMost }) }],
    scales: [options('abc', [{ code: 'a' }, { code: 'b' }, { code: 'c' }, { code: 'd' }])],
    trees: [],
  })

const itemOf = (atMost?: number) => itemsById(asking(atMost)).get('R') ?? expect.fail('R')

function profile(orders: readonly (readonly string[])[], threshold: number, atMost?: number) {
  const layout = tallyLayout(asking(atMost))
  const tally = emptyTally(layout)
  for (const order of orders) addAnswers(layout, tally, { R: order }, 1)
  return profileOf(layout, tally, { threshold })[0]
}

describe('options put in order', () => {
  it('are all of them, or the first so many', () => {
    const codes = (answer: readonly string[], atMost?: number) => ranking.check(itemOf(atMost), answer)?.code
    expect(codes(['b', 'a', 'd', 'c'])).toBeUndefined()
    expect(codes(['b', 'a', 'd'])).toBe('too_few')
    expect(codes(['b'], 2)).toBeUndefined()
    expect(codes(['b', 'c'], 2)).toBeUndefined()
    expect(codes(['b', 'c', 'a'], 2)).toBe('too_many')
    expect(codes(['b', 'b'], 2)).toBe('repeated')
    expect(codes(['b', 'x'], 2)).toBe('unknown_option')
    expect(ranking.check(itemOf(), { code: 'a', text: 'x' })?.code).toBe('wrong_shape')
  })

  it('are read from the numbers that a form without script gives them, whose mistakes are told', () => {
    const read = (...values: readonly string[]) => ranking.read(itemOf(), values, '')
    expect(read('2:a', '1:b', '', '3:d')).toEqual(['b', 'a', 'd'])
    expect(read('', '', '')).toBeUndefined()
    for (const wrong of [read('1:a', '1:b'), read('1:a', '3:b'), read('2:a')]) {
      expect(typeof wrong).toBe('string')
      expect(ranking.check(itemOf(), wrong ?? '')?.code).toBe('bad_order')
    }
  })

  it('are told by who comes first, who is among the first, and the mean place among those who gave one', () => {
    // Three persons: a b c d, b a c d, a d b c.
    const found = profile(
      [
        ['a', 'b', 'c', 'd'],
        ['b', 'a', 'c', 'd'],
        ['a', 'd', 'b', 'c'],
      ],
      1,
    )
    expect(found).toMatchObject({ answer: 'order', persons: 3, counts: { a: 2, b: 1, c: 0, d: 0 } })
    expect(found?.order).toEqual({
      within: 3,
      options: [
        { code: 'a', first: 2, firstShare: 2 / 3, amongFirst: 3, amongFirstShare: 1, ranked: 3, meanPlace: 4 / 3 },
        { code: 'b', first: 1, firstShare: 1 / 3, amongFirst: 3, amongFirstShare: 1, ranked: 3, meanPlace: 2 },
        { code: 'c', first: 0, firstShare: 0, amongFirst: 2, amongFirstShare: 2 / 3, ranked: 3, meanPlace: 10 / 3 },
        { code: 'd', first: 0, firstShare: 0, amongFirst: 1, amongFirstShare: 1 / 3, ranked: 3, meanPlace: 10 / 3 },
      ],
    })
  })

  it('have no mean place on fewer persons than the threshold, and nothing at all where too few answered', () => {
    const found = profile([['a', 'b'], ['a', 'c'], ['b']], 2, 2)
    expect(found?.order?.within).toBe(2)
    expect(found?.order?.options.map(({ ranked, meanPlace }) => [ranked, meanPlace])).toEqual([
      [2, 1],
      [2, 1.5],
      [1, null],
      [0, null],
    ])
    expect(profile([['a', 'b']], 2, 2)).toMatchObject({ persons: 1, withheld: 'small', counts: null, order: null })
  })

  it('leave a tally as they came into it', () => {
    const layout = tallyLayout(asking())
    const tally = emptyTally(layout)
    for (const sign of [1, -1] as const) addAnswers(layout, tally, { R: ['d', 'a', 'c', 'b'] }, sign)
    expect([...tally].some((count) => count !== 0)).toBe(false)
  })

  it('differ between two keyings where their order does', () => {
    const [first, second] = [{ R: ['a', 'b'] }, { R: ['b', 'a'] }]
    expect(comparedKeyings(['R'], first, second, () => true).differing).toEqual(['R'])
    expect(comparedKeyings(['R'], first, second).differing).toEqual([])
  })
})
