import { describe, expect, it } from 'vitest'
import { placedScores, scoreIntervals } from '../../surveys/indices/rated-scores'
import { seeded } from '../surveys/random'
import { formsOf, ratedProvince } from '../surveys/rated-provinces'

/** How often the 95 % interval of a score holds the truth, over provinces, samples and agencies. */
function coverage(mood: number, businesses: number, each: number): number {
  let [held, all] = [0, 0]
  for (let seed = 1; seed <= 12; seed++) {
    const uniform = seeded(100 + seed)
    const province = ratedProvince(uniform, { mood, businesses, each })
    const truth = placedScores(province.plan, formsOf({ ...province, businesses: 100_000 }, uniform))
    for (let sample = 0; sample < 25; sample++)
      for (const [agency, { interval }] of scoreIntervals(province.plan, formsOf(province, uniform), {
        uniform,
        resamples: 400,
      }).entries()) {
        const there = truth[agency]
        if (!interval || there === undefined) continue
        all += 1
        if (interval[0] <= there && there <= interval[1]) held += 1
      }
  }
  return (100 * held) / all
}

describe('intervals of scores of agencies that businesses have rated', () => {
  it.each([
    [0.6, 100, 4],
    [0.6, 150, 4],
    [0.6, 150, 8],
    [0.6, 400, 4],
    [0, 150, 4],
  ])('hold the truth where the mood of a business has %d in common, of %d businesses that rate %d each', (mood, businesses, each) => {
    const held = coverage(mood, businesses, each)
    process.stdout.write(`| ${mood} | ${businesses} | ${each} | ${held.toFixed(1)} |\n`)
    expect(held).toBeGreaterThan(92)
    expect(held).toBeLessThan(98.5)
  })
})
