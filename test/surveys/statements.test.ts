import { describe, expect, it } from 'vitest'
import { readRemindingDays, remindedFrom, statementState, usualRemindingDays } from '../../surveys/fielding/statements'

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
    expect(remindedFrom(today, '2026-10-05', usualRemindingDays)).toBe(from)
  })

  it.each([
    ['2026-09-24', undefined],
    ['2026-09-25', '2026-09-25'],
    ['2026-10-07', '2026-09-25'],
    ['2026-10-08', '2026-10-08'],
    ['2026-10-09', '2026-10-08'],
    ['2026-10-10', '2026-10-10'],
  ])('is asked for on the days that the office set: on %s since %s', (today, from) => {
    expect(remindedFrom(today, '2026-10-05', { before: 10, after: 3, every: 2 })).toBe(from)
  })

  it('is asked for on days that can be', () => {
    expect(readRemindingDays({ before: '0', after: '1', every: '60' })).toEqual({ ok: true, days: { before: 0, after: 1, every: 60 } })
    const wrong = readRemindingDays({ before: '31', after: '0', every: 'tuần' })
    expect(wrong.ok ? [] : wrong.problems.map(({ field, seen }) => `${field} ${seen}`)).toEqual(['before 31', 'after 0', 'every tuần'])
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
