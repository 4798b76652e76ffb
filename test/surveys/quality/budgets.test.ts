import { describe, expect, it } from 'vitest'
import {
  type Allowance,
  bitsFor,
  type Remaining,
  budgetAt,
  oneLess,
  isSpent,
  networkAllowance,
  placeAllowance,
} from '../../../surveys/quality/budgets'
import { seeded } from '../random'
import { honestDay } from './days'

/** How many of those that came were asked for work. */
function askedOf(allowance: Allowance, instants: readonly number[]): number {
  let budget: Remaining | undefined
  let asked = 0
  for (const at of instants) {
    const now = budgetAt(allowance, budget, at)
    asked += Number(isSpent(now))
    budget = oneLess(allowance, now)
  }
  return asked
}

describe('a budget', () => {
  it('lets 300 visitors behind one address answer in a day: at most two in a hundred are asked for work', () => {
    const uniform = seeded(300)
    const days = Array.from({ length: 60 }, () => honestDay(uniform, 300 / 8).map(({ at }) => at * 1000))
    const visitors = days.reduce((sum, day) => sum + day.length, 0)
    expect(visitors / days.length).toBeGreaterThan(280)
    expect(days.reduce((sum, day) => sum + askedOf(networkAllowance, day), 0) / visitors).toBeLessThanOrEqual(0.02)
  })

  it('asks nearly everyone of ten thousand who come within a minute, for more and more work', () => {
    const instants = Array.from({ length: 10_000 }, (_, n) => n * 6)
    expect(askedOf(networkAllowance, instants)).toBe(10_000 - 30)
    expect(askedOf(placeAllowance, instants)).toBe(10_000 - 120)
    expect([1, 0, -7, -8, -15, -30].map((left) => bitsFor(networkAllowance, { left, at: 0 }))).toEqual([14, 14, 15, 15, 16, 18])
  })

  it('is whole again after twice the time, however much came, and gets nothing from a clock that was set back', () => {
    let budget = budgetAt(networkAllowance, undefined, 0)
    for (let n = 0; n < 1_000; n++) budget = oneLess(networkAllowance, budget)
    expect(budget.left).toBe(-30)
    expect(budgetAt(networkAllowance, budget, 60 * 20_000).left).toBe(30)
    expect(budgetAt(networkAllowance, budget, -60 * 20_000).left).toBe(-30)
  })
})
