import { describe, expect, it } from 'vitest'
import { channels } from '../../surveys/fielding/campaign'
import { enteredKinds, entererAt, enteringState, isSheetDay } from '../../surveys/people/entering'

const campaign = { status: 'open', opensOn: '2026-10-01', closesOn: '2026-11-30' } as const

describe('where somebody of the office enters', () => {
  it('is at interviewers and paper forms alone; everywhere else people answer for themselves', () => {
    expect(channels.filter((kind) => entererAt(kind) !== undefined)).toEqual(enteredKinds)
    expect(enteredKinds.map(entererAt)).toEqual(['interviewer', 'clerk'])
  })

  it.each([
    ['2026-09-30', 'upcoming', 'upcoming'],
    ['2026-10-01', 'open', 'open'],
    ['2026-11-30', 'open', 'open'],
    ['2026-12-01', 'closed', 'late'],
    ['2026-12-31', 'closed', 'late'],
    ['2027-01-01', 'closed', 'closed'],
  ])('on %s is %s for interviewers and %s for paper forms, which come later', (today, asked, typed) => {
    expect([enteringState(campaign, 'interviewer', today), enteringState(campaign, 'paper', today)]).toEqual([asked, typed])
  })

  it.each([
    ['2026-09-30', '2026-11-28', false],
    ['2026-10-01', '2026-11-28', true],
    ['2026-11-28', '2026-11-28', true],
    ['2026-11-29', '2026-11-28', false],
    ['2026-11-30', '2026-12-31', true],
    ['2026-11-29', '2026-12-31', false],
    ['2026-12-01', '2026-12-02', false],
    ['2026-10-32', '2026-11-28', false],
    ['', '2026-11-28', false],
  ])('takes a sheet of "%s" on %s: %s', (day, today, taken) => {
    expect(isSheetDay(campaign, day, today)).toBe(taken)
  })
})
