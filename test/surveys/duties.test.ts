import { describe, expect, it } from 'vitest'
import { checkDuty, draftedDuty, draftOfDuty, dutyDays, dutyDueAfter, shippedDuties } from '../../surveys/fielding/duties'

describe('a duty of the office', () => {
  it.each([
    [{ every: 'quarter', offset: 5 }, '2026-11-29', '2027-01-05'],
    [{ every: 'year', offset: 15 }, '2026-01-14', '2026-01-15'],
    [{ on: '12-19' }, '2026-11-29', '2026-12-19'],
    [{ on: '12-19' }, '2026-12-19', '2027-12-19'],
  ] as const)('by the rule %j is due after %s on %s', (rule, day, due) => {
    expect(dutyDueAfter(rule, day)).toBe(due)
  })

  it('is late until it is done, then the next comes; what presses stands first', () => {
    const duties = shippedDuties.filter(({ code }) => code === 'quarterly-report' || code === 'yearly-plan')
    const state = (done: Parameters<typeof dutyDays>[1], today: string) =>
      dutyDays(duties, done, today).map(({ duty, dueOn, state: is }) => `${is} ${duty.code} ${dueOn}`)
    expect(state([], '2026-12-10')).toEqual([
      'late yearly-plan 2025-12-19',
      'late quarterly-report 2026-10-05',
      'soon yearly-plan 2026-12-19',
      'ahead quarterly-report 2027-01-05',
    ])
    const done = { doneOn: '2026-10-04', person: 'Lan', note: '' }
    const both = [
      { ...done, duty: 'quarterly-report', dueOn: '2026-10-05' },
      { ...done, duty: 'yearly-plan', dueOn: '2026-12-19' },
    ]
    expect(state(both, '2026-12-10')).toEqual([
      'late yearly-plan 2025-12-19',
      'ahead quarterly-report 2027-01-05',
      'done quarterly-report 2026-10-05',
      'done yearly-plan 2026-12-19',
    ])
  })

  it('is shipped in both languages, and comes back as it is typed', () => {
    for (const duty of shippedDuties) {
      expect([Object.keys(duty.name), checkDuty(draftOfDuty(duty))]).toEqual([['vi', 'en'], []])
      expect(draftedDuty(duty.code, draftOfDuty(duty)).rule).toEqual(duty.rule)
    }
  })

  it.each([
    [{ name: '' }, 'name needed'],
    [{ every: 'day' }, 'every unknown'],
    [{ offset: '0' }, 'offset bad-number'],
    [{ offset: '61' }, 'offset bad-number'],
    [{ every: 'date', on: '31/02' }, 'on bad-day'],
    [{ every: 'date', on: '12-19' }, 'on bad-day'],
    [{ every: 'date', on: '29/02' }, 'on bad-day'],
  ])('with %j is refused: %s', (wrong, problem) => {
    const draft = { name: 'Họp', name_en: '', who: '', basis: '', every: 'quarter', offset: '5', on: '' }
    expect(checkDuty({ ...draft, ...wrong }).map(({ field, code }) => `${field} ${code}`)).toEqual([problem])
  })
})
