import { describe, expect, it } from 'vitest'
import { placedScores, scoreIntervals } from '../../surveys/indices/rated-scores'
import { personPools } from '../../surveys/figures/forms'
import { nodeResults } from '../../surveys/figures/results'
import { emptyTally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers } from '../../surveys/instrument/schema'
import { defined } from '../surveys/looping'
import { normal, seeded } from '../surveys/random'
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

/** The same of a share over all agencies together, of what satisfied persons share in their mood. */
function pooledCoverage(mood: number, businesses: number, code: string): number {
  const layout = tallyLayout(defined())
  const uniform = seeded(9)
  const codes = ['S1', 'S2', 'S3', 'S4', 'S5']
  const tallied = (count: number) => {
    const pools = personPools(layout)
    for (let at = 0; at < count; at++) {
      const own = mood * normal(uniform)
      const rated = codes.filter(() => uniform() < 0.6).slice(0, 4)
      const said = (agency: string): Answers => {
        const level = () => String(Math.min(5, Math.max(1, Math.round(3.4 + own + codes.indexOf(agency) / 5 + normal(uniform)))))
        return { size: 'small', open: level(), ...(uniform() < 0.8 && { quick: level() }) }
      }
      const day = `2026-10-${String(1 + (at % 25)).padStart(2, '0')}`
      pools.add({ day, ratings: rated.map((agency) => ({ answers: said(agency), pools: ['total'] })) })
    }
    return nodeResults(layout, pools.tallies().get('total') ?? emptyTally(layout), { threshold: 1 }).find((node) => node.code === code)
  }
  const truth = tallied(100_000)?.value ?? NaN
  const samples = 1_500
  let held = 0
  for (let sample = 0; sample < samples; sample++) {
    const [low, high] = tallied(businesses)?.interval ?? [NaN, NaN]
    if (low <= truth && truth <= high) held += 1
  }
  return (100 * held) / samples
}

describe('intervals of shares over several agencies that one person rates', () => {
  it.each([
    [0, 60, 'open'],
    [1, 60, 'open'],
    [1, 150, 'open'],
    [1, 150, 'ALL'],
    [0.5, 400, 'ALL'],
  ] as const)('hold the truth where the mood of a business has %d in common, of %d businesses: %s', (mood, businesses, code) => {
    const held = pooledCoverage(mood, businesses, code)
    process.stdout.write(`| ${mood} | ${businesses} | ${code} | ${held.toFixed(1)} |\n`)
    expect(held).toBeGreaterThan(92)
  })
})

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
