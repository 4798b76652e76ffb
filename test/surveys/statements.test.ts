import { describe, expect, it } from 'vitest'
import { remindedFrom, statementState } from '../../surveys/fielding/statements'

describe('what an agency states', () => {
  it.each([
    ['2026-10-01', undefined],
    ['2026-10-02', '2026-10-02'],
    ['2026-10-05', '2026-10-02'],
    ['2026-10-06', '2026-10-06'],
    ['2026-10-12', '2026-10-06'],
    ['2026-10-13', '2026-10-13'],
    ['2026-11-01', '2026-10-27'],
  ])('and is due on 5 October is asked for again on %s where that was not done since %s', (today, from) => {
    expect(remindedFrom(today, '2026-10-05')).toBe(from)
  })

  it('is open until it is handed in, and was sent back only until it is handed in again', () => {
    const statement = { quarter: '2026-Q3', agency: 'A1', causes: 'a', measures: 'b', person: 'Hoa', handedAt: '', revision: 2 }
    const { revision: _, ...was } = statement
    const returns = [{ ...was, handedAt: '2026-10-02T03:00:00.000Z', reason: 'c', by: 'Lan', at: '2026-10-03T03:00:00Z' }]
    const handed = { ...statement, handedAt: '2026-10-04T03:00:00.000Z' }
    expect([
      statementState(undefined, []),
      statementState(statement, []),
      statementState(statement, returns),
      statementState(handed, returns),
    ]).toEqual(['open', 'open', 'returned', 'handed-in'])
  })
})
