import { describe, expect, it } from 'vitest'
import { holds, reachable, reachableItems, withoutUnreachable } from '../../surveys/instrument/flow'
import type { Answers } from '../../surveys/instrument/schema'
import { readSmall } from './small'

const small = readSmall()

describe('skip logic', () => {
  it('asks a conditional question only after the answer that leads to it', () => {
    expect(reachableItems(small, { late: 'yes' }).has('told')).toBe(true)
    expect(reachableItems(small, { late: 'no' }).has('told')).toBe(false)
    expect(reachableItems(small, {}).has('told')).toBe(false)
  })

  it('treats a blank as neither low nor high, so that "at most 50" does not hold for it', () => {
    expect(reachableItems(small, {}).has('why')).toBe(false)
    expect(reachableItems(small, { met: 50 }).has('why')).toBe(true)
    expect(reachableItems(small, { met: 50, rate: 'good' }).has('why')).toBe(false)
    expect(reachableItems(small, { met: 51 }).has('why')).toBe(false)
  })

  it.each<[string, Answers]>([
    ['nothing answered', {}],
    ['a late result', { late: 'yes', told: 'no', met: 20 }],
    ['a good rating', { late: 'no', told: 'yes', met: 20, rate: 'good', why: 'x' }],
    ['names of inherited properties', { constructor: 'yes', toString: 'x' }],
  ])('says the same by pages and by items: %s', (_, answers) => {
    const byPages = reachable(small, answers).flatMap(({ questions }) =>
      questions.flatMap((question) =>
        question.type === 'note' ? [] : question.type === 'matrix' ? question.items.map(({ id }) => id) : [question.id],
      ),
    )
    expect([...reachableItems(small, answers)].sort()).toEqual([...byPages].sort())
  })

  it('drops answers to questions that are not asked', () => {
    expect(withoutUnreachable(small, { late: 'no', told: 'yes', rate: 'bad' })).toEqual({ late: 'no', rate: 'bad' })
  })

  it('reads every form of condition', () => {
    const answers: Answers = { a: 'x', many: ['p', { code: 'q', text: 't' }], n: 3, other: { code: 'o', text: 't' } }
    expect(holds({ item: 'a', answered: true }, answers)).toBe(true)
    expect(holds({ item: 'b', answered: true }, answers)).toBe(false)
    expect(holds({ item: 'many', in: ['q'] }, answers)).toBe(true)
    expect(holds({ item: 'other', in: ['o'] }, answers)).toBe(true)
    expect(holds({ item: 'n', atLeast: 3 }, answers)).toBe(true)
    expect(holds({ item: 'a', atLeast: 0 }, answers)).toBe(false)
    expect(holds({ any: [{ item: 'a', in: ['y'] }, { not: { item: 'b', answered: true } }] }, answers)).toBe(true)
    expect(
      holds(
        {
          all: [
            { item: 'a', in: ['x'] },
            { item: 'a', in: ['y'] },
          ],
        },
        answers,
      ),
    ).toBe(false)
  })
})
