import { describe, expect, it } from 'vitest'
import { isBeyondChance } from '../../../surveys/quality/copies'
import { normal, seeded } from '../random'

const places = 20

/** Responses of places that differ, as people who answer `items` questions on a scale of five; by place the answers as text. */
function campaign(uniform: () => number, items: number, each: number): readonly (readonly string[])[] {
  return Array.from({ length: places }, () => {
    const place = 0.5 * normal(uniform)
    return Array.from({ length: each }, () => {
      const person = place + normal(uniform)
      return Array.from({ length: items }, () => {
        const chance = uniform()
        return 1 + [-3, -2.2, -1.2, 0.4].filter((cut) => chance < 1 / (1 + Math.exp(-2 * (person - cut)))).length
      }).join('')
    })
  })
}

/** The answers that are told of at each place; one all through is none of them. */
function told(by: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counts = by.map((own) => new Map([...new Set(own)].map((answers) => [answers, own.filter((one) => one === answers).length])))
  const total = by.reduce((sum, own) => sum + own.length, 0)
  const questions = counts.flatMap((own) => [...own.values()].filter((copies) => copies >= 5)).length
  return counts.map((own, place) => {
    const here = by[place]?.length ?? 0
    return [...own]
      .filter(([answers, copies]) => {
        const all = counts.reduce((sum, other) => sum + (other.get(answers) ?? 0), 0)
        const isStraight = new Set(answers).size === 1
        return !isStraight && isBeyondChance({ here, copies, elsewhere: total - here, copiesElsewhere: all - copies }, questions)
      })
      .map(([answers]) => answers)
  })
}

describe('the same answers again and again at one place', () => {
  it.each([5, 8, 12, 22])('are told of nowhere in honest campaigns of %i questions, though places differ', (items) => {
    const uniform = seeded(items)
    const wrong = Array.from({ length: 5 }, () => told(campaign(uniform, items, 100)).filter((found) => found.length > 0).length)
    expect(wrong.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1)
  })

  it.each([8, 12, 22])('are told of where twenty of a hundred are one that was copied, of %i questions', (items) => {
    const uniform = seeded(items + 100)
    const by = campaign(uniform, items, 100)
    const copy = Array.from({ length: items }, (_, item) => [5, 4, 5, 5, 3][item % 5]).join('')
    const found = told(by.map((own, place) => (place === 3 ? [...own.slice(20), ...Array.from({ length: 20 }, () => copy)] : own)))
    expect(found[3]).toContain(copy)
    expect(found.filter((one, place) => place !== 3 && one.length > 0)).toEqual([])
  })

  it('are told of nowhere when there is no other place to compare with, or when they are few', () => {
    expect(isBeyondChance({ here: 100, copies: 60, elsewhere: 0, copiesElsewhere: 0 }, 1)).toBe(false)
    expect(isBeyondChance({ here: 100, copies: 4, elsewhere: 10_000, copiesElsewhere: 0 }, 1)).toBe(false)
    expect(isBeyondChance({ here: 100, copies: 8, elsewhere: 10_000, copiesElsewhere: 0 }, 1)).toBe(true)
  })
})
