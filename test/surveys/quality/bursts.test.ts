import { describe, expect, it } from 'vitest'
import { seeded } from '../random'
import { type Attack, attackedDay, honestDay, type Known, knowingNothing, type Says, watchedDay } from './days'

/** As many entries as the requirement names, as far apart as it allows; the same with the worst answers. */
const lazy: Attack = { entries: 10, gap: 10, takes: 10, varied: 0.2, answer: 5 }
const slower: Attack = { entries: 10, gap: 30, takes: 20, varied: 0.4, answer: 5 }
const days = 250

describe('a kiosk that eight people an hour use', () => {
  it.each([
    ['after a start', 'nothing', 0],
    ['when it has been watched for a week', 'nothing', 5],
    ['when it says how fast they were', 'fast', 5],
  ] as const)('is told of on at most one honest day in two hundred %s', (_, says, before) => {
    const uniform = seeded(11)
    const known = knowingAfter(uniform, before, says)
    const told = Array.from({ length: 2 * days }, () => watchedDay(known, honestDay(uniform, 8), says).told.size).filter((size) => size > 0)
    expect(told.length / (2 * days)).toBeLessThanOrEqual(0.005)
  })

  it.each([
    ['ten entries in a hurry', lazy],
    ['ten entries half a minute apart', slower],
    ['ten of the worst answers half a minute apart', { ...slower, answer: 1 }],
  ])('is told of when somebody makes %s, nearly every entry and few others', (_, attack) => {
    const found = attacked(attack, 'nothing')
    expect(found.days).toBeGreaterThanOrEqual(0.99)
    expect(found.recall).toBeGreaterThanOrEqual(0.95)
    expect(found.precision).toBeGreaterThanOrEqual(0.85)
  })

  it('is told of by the word of its device alone, after an outage', () => {
    expect(attacked({ ...lazy, entries: 12 }, 'fast and soon').days).toBeGreaterThanOrEqual(0.99)
  })

  it('is not told of by somebody with patience: nothing is promised there', () => {
    expect(attacked({ entries: 20, gap: 150, takes: 40, varied: 0.6, answer: 5 }, 'nothing').days).toBeLessThan(0.3)
  })
})

it('takes a lobby where somebody answers every minute for busy and not for stuffed', () => {
  const uniform = seeded(5)
  let known = knowingNothing('open')
  for (let day = 0; day < 5; day++) ({ known } = watchedDay(known, honestDay(uniform, 60), 'nothing'))
  const told = Array.from({ length: days }, () => watchedDay(known, honestDay(uniform, 60), 'nothing').told.size).filter((size) => size > 0)
  expect(told.length / days).toBeLessThanOrEqual(0.02)
})

function knowingAfter(uniform: () => number, before: number, says: Says): Known {
  let known = knowingNothing('shared')
  for (let day = 0; day < before; day++) ({ known } = watchedDay(known, honestDay(uniform, 8), says))
  return known
}

/** What is found of so many attacked days, after a week without. */
function attacked(attack: Attack, says: Says) {
  const uniform = seeded(23)
  const known = knowingAfter(uniform, 5, says)
  let [found, hits, misses, others] = [0, 0, 0, 0]
  for (let n = 0; n < days; n++) {
    const day = attackedDay(uniform, 8, attack)
    const { told } = watchedDay(known, day, says)
    const right = day.filter(({ isStuffed }, place) => isStuffed && told.has(String(place))).length
    found += Number(right > 0)
    hits += right
    misses += attack.entries - right
    others += told.size - right
  }
  return { days: found / days, recall: hits / (hits + misses), precision: hits / (hits + others) }
}
