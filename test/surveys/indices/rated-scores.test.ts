import { describe, expect, it } from 'vitest'
import { type PersonForm, placedScores, scoreIntervals, type ScorePlan } from '../../../surveys/indices/rated-scores'
import { formsOf, ratedProvince } from '../rated-provinces'
import { seeded } from '../random'

const said = (agency: number, ...values: readonly number[]) => ({ agency, values: Float64Array.from(values) })

/** Three agencies, two items of which in the second less is better, and a published number. */
const plan: ScorePlan = {
  agencies: 3,
  items: 2,
  components: [
    {
      weight: 0.7,
      indicators: [
        { item: 0, better: 'higher' },
        { item: 1, better: 'lower' },
      ],
    },
    {
      weight: 0.3,
      indicators: [
        { given: [40, 100, undefined], better: 'higher' },
        { given: [1, 2, 3], better: 'higher' },
      ],
    },
  ],
}

const forms: readonly PersonForm[] = [[said(0, 5, 10), said(1, 2, 30)], [said(0, 3, NaN), said(2, 3, 20)], [said(1, 4, 50)]]

describe('scores of agencies that persons have rated', () => {
  it('place each indicator between the lowest and the highest agency, and weigh the components', () => {
    // Item 1: 4, 3, 3 → 10, 1, 1. Item 2, the less the better: 10, 40, 20 → 10, 1, 7. Given: 40, 100, none → 1, 10, none; 1, 2, 3 → 1, 5.5, 10.
    const [first, second, third] = placedScores(plan, forms)
    expect(first).toBeCloseTo(0.7 * 10 + 0.3 * 1, 12)
    expect(second).toBeCloseTo(0.7 * 1 + 0.3 * 7.75, 12)
    expect(third).toBeCloseTo(0.7 * 4 + 0.3 * 10, 12)
  })
  it('leave out what nobody said, and have none where a whole component is missing or all agencies are alike', () => {
    expect(placedScores(plan, [[said(0, 5, 10), said(1, 2, 30)]])[2]).toBe(undefined)
    const [alike] = placedScores({ agencies: 1, items: 1, components: [{ weight: 1, indicators: [{ item: 0, better: 'higher' }] }] }, [
      [said(0, 3)],
    ])
    expect(alike).toBe(undefined)
  })

  const province = ratedProvince(seeded(5), { mood: 0.6, businesses: 150, each: 4 })
  const drawn = formsOf(province, seeded(6))
  const intervals = (all: readonly PersonForm[], seed = 7, resamples = 200) =>
    scoreIntervals(province.plan, all, { uniform: seeded(seed), resamples })

  it('have the same interval whenever they are drawn, around the score and between 1 and 10', () => {
    expect(intervals(drawn)).toEqual(intervals(drawn))
    for (const { value = NaN, interval, persons } of intervals(drawn)) {
      const [low = NaN, high = NaN] = interval ?? []
      expect(persons).toBeGreaterThan(20)
      expect(1 <= low && low <= value && value <= high && high <= 10).toBe(true)
      expect(high - low).toBeGreaterThan(0.5)
    }
  })
  it('have none for an agency that hardly anybody rated', () => {
    const few = drawn.map((form) => form.filter(({ agency }) => agency !== 3))
    const rated = drawn.filter((form) => form.some(({ agency }) => agency === 3)).slice(0, 5)
    const [, , , fourth] = intervals([...few, ...rated.map((form) => form.filter(({ agency }) => agency === 3))])
    expect(fourth?.persons).toBe(5)
    expect(fourth?.interval).toBe(null)
  })
  it('draw persons and not ratings: a mood that is in all ratings of a person widens nothing that they are compared by', () => {
    const width = (all: readonly PersonForm[]): number =>
      intervals(all).reduce((sum, { interval }) => sum + (interval ? interval[1] - interval[0] : 0), 0)
    const moody = formsOf({ ...province, mood: 0.9, each: 11 }, seeded(8))
    expect(width(moody)).toBeLessThan(0.8 * width(moody.flatMap((form) => form.map((rating) => [rating]))))
  })
})
