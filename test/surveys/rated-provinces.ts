import type { PersonForm, ScorePlan } from '../../surveys/indices/rated-scores'
import { normal } from './random'

/** A made-up province of businesses: what each agency is worth on each item, how much the mood of one business has in common, and how many there are. */
export type RatedProvince = {
  readonly plan: ScorePlan
  readonly worth: readonly (readonly number[])[]
  readonly mood: number
  readonly businesses: number
  readonly each: number
}

const within = (value: number): number => Math.min(5, Math.max(1, Math.round(value)))

/** The forms of all businesses of such a province. */
export function formsOf({ plan, worth, mood, businesses, each }: RatedProvince, uniform: () => number): readonly PersonForm[] {
  return Array.from({ length: businesses }, () => {
    const own = mood * normal(uniform)
    const rated = new Set<number>()
    while (rated.size < each) rated.add(Math.floor(uniform() * plan.agencies))
    return [...rated].map((agency) => {
      const there = 0.4 * normal(uniform)
      const values = Float64Array.from({ length: plan.items }, (_, item) =>
        uniform() < 0.1 ? NaN : within((worth[agency]?.[item] ?? 3) + own + there + 0.8 * normal(uniform)),
      )
      return { agency, values }
    })
  })
}

/** Twelve agencies, two components of two and three items, one of them the lower the better, and a number that is published. */
export function ratedProvince(uniform: () => number, wanted: Pick<RatedProvince, 'mood' | 'businesses' | 'each'>): RatedProvince {
  const agencies = 12
  const worth = Array.from({ length: agencies }, () => Array.from({ length: 5 }, () => 2.6 + 1.4 * uniform()))
  const given = Array.from({ length: agencies }, () => Math.round(100 * uniform()))
  return {
    ...wanted,
    worth,
    plan: {
      agencies,
      items: 5,
      components: [
        {
          weight: 0.6,
          indicators: [
            { item: 0, better: 'higher' },
            { item: 1, better: 'higher' },
          ],
        },
        {
          weight: 0.3,
          indicators: [
            { item: 2, better: 'higher' },
            { item: 3, better: 'higher' },
            { item: 4, better: 'lower' },
          ],
        },
        { weight: 0.1, indicators: [{ given, better: 'higher' }] },
      ],
    },
  }
}
