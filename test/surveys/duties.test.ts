import { describe, expect, it } from 'vitest'
import {
  checkDuty,
  draftedDuty,
  draftOfDuty,
  dutyDays,
  dutyDueAfter,
  isDutyDay,
  readRule,
  shippedDuties,
} from '../../surveys/fielding/duties'

describe('a duty of the office', () => {
  it.each([
    [{ every: 'quarter', offset: 5 }, '2026-11-29', '2027-01-05'],
    [{ every: 'year', offset: 15 }, '2026-01-14', '2026-01-15'],
    [{ on: '12-19' }, '2026-11-29', '2026-12-19'],
    [{ on: '12-19' }, '2026-12-19', '2027-12-19'],
  ] as const)('by the rule %j is due after %s on %s', (rule, day, due) => {
    expect(dutyDueAfter(rule, day)).toBe(due)
  })

  it('is late on every day that was missed until it is done; what presses stands first', () => {
    const duties = shippedDuties.filter(({ code }) => code === 'quarterly-report' || code === 'yearly-plan')
    const state = (done: Parameters<typeof dutyDays>[1], today: string) =>
      dutyDays(duties, done, today, { asked: '2025-12-01', made: new Map() }).map(
        ({ duty, dueOn, state: is }) => `${is} ${duty.code} ${dueOn}`,
      )
    expect(state([], '2026-12-10')).toEqual([
      'late yearly-plan 2025-12-19',
      'late quarterly-report 2026-01-05',
      'late quarterly-report 2026-04-05',
      'late quarterly-report 2026-07-05',
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
      'late quarterly-report 2026-01-05',
      'late quarterly-report 2026-04-05',
      'late quarterly-report 2026-07-05',
      'ahead quarterly-report 2027-01-05',
      'done quarterly-report 2026-10-05',
      'done yearly-plan 2026-12-19',
    ])
  })

  it('is not missed before the office had it, and done stays done when its day is moved', () => {
    const duties = shippedDuties
      .filter(({ code }) => code === 'quarterly-report')
      .map((duty) => ({ ...duty, rule: readRule({ offset: 10 }) }))
    const done = [{ duty: 'quarterly-report', dueOn: '2026-07-05', doneOn: '2026-07-04', person: 'Lan', note: '' }]
    const days = (asked: string, made: Readonly<Record<string, string>> = {}) =>
      dutyDays(duties, done, '2026-11-29', { asked, made: new Map(Object.entries(made)) }).map(({ dueOn, state }) => `${state} ${dueOn}`)
    expect(days('2026-04-01')).toEqual(['late 2026-10-10', 'ahead 2027-01-10'])
    expect(days('2026-03-31')).toEqual(['late 2026-04-10', 'late 2026-10-10', 'ahead 2027-01-10'])
    expect(days('2026-01-01', { 'quarterly-report': '2026-10-10' })).toEqual(['late 2026-10-10', 'ahead 2027-01-10'])
    expect(days('2026-01-01', { 'quarterly-report': '2026-10-11' })).toEqual(['ahead 2027-01-10'])
  })

  it.each([
    ['2026-10-05', true],
    ['2027-01-05', true],
    ['2027-04-05', false],
    ['2026-10-06', false],
    ['2026-02-31', false],
    ['', false],
  ])('by a quarter and five days is done for %j: %s', (day, isOne) => {
    expect(isDutyDay({ every: 'quarter', offset: 5 }, day, '2026-11-29')).toBe(isOne)
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
    [{ offset: '0' }, 'offset out-of-range'],
    [{ offset: '61' }, 'offset out-of-range'],
    [{ every: 'date', on: '31/02' }, 'on bad-day'],
    [{ every: 'date', on: '12-19' }, 'on bad-day'],
    [{ every: 'date', on: '29/02' }, 'on bad-day'],
  ])('with %j is refused: %s', (wrong, problem) => {
    const draft = { name: 'Họp', name_en: '', who: '', basis: '', every: 'quarter', offset: '5', on: '' }
    expect(checkDuty({ ...draft, ...wrong }).map(({ field, code }) => `${field} ${code}`)).toEqual([problem])
  })
})
