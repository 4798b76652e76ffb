import { describe, expect, it } from 'vitest'
import { campaignIn, checkSchedule, dueAfter, periodBefore, type ScheduleDraft } from '../../surveys/fielding/schedules'

describe('what is sent by itself', () => {
  it.each([
    ['week', 1, '2026-11-29', '2026-11-30'],
    ['week', 1, '2026-11-30', '2026-12-07'],
    ['week', 7, '2026-11-28', '2026-11-29'],
    ['quarter', 5, '2026-11-29', '2027-01-05'],
    ['quarter', 5, '2027-01-04', '2027-01-05'],
    ['quarter', 5, '2027-01-05', '2027-04-05'],
    ['quarter', 60, '2026-11-28', '2026-11-29'],
    ['half-year', 10, '2026-11-29', '2027-01-10'],
    ['half-year', 1, '2026-06-30', '2026-07-01'],
    ['year', 15, '2026-01-15', '2027-01-15'],
  ] as const)('each %s with offset %i is due after %s on %s', (rhythm, offset, day, due) => {
    expect(dueAfter(rhythm, offset, day)).toBe(due)
  })

  it.each([
    ['week', '2026-11-30', '2026-11-23', '2026-11-29'],
    ['quarter', '2027-01-05', '2026-10-01', '2026-12-31'],
    ['quarter', '2026-05-20', '2026-01-01', '2026-03-31'],
    ['half-year', '2027-01-10', '2026-07-01', '2026-12-31'],
    ['half-year', '2026-07-01', '2026-01-01', '2026-06-30'],
    ['year', '2027-01-15', '2026-01-01', '2026-12-31'],
  ] as const)('of a %s that is due on %s is about %s to %s', (rhythm, day, from, to) => {
    expect(periodBefore(rhythm, day)).toEqual({ from, to })
  })

  it('is due on every day of its rhythm once, over many years', () => {
    for (const [rhythm, offset, times] of [
      ['week', 3, 1_043],
      ['quarter', 31, 80],
      ['half-year', 60, 40],
      ['year', 1, 20],
    ] as const) {
      const days: string[] = []
      for (let day = dueAfter(rhythm, offset, '2019-12-31'); day < '2040-01-01'; day = dueAfter(rhythm, offset, day)) days.push(day)
      expect([rhythm, Math.abs(days.length - times) <= 1, new Set(days).size]).toEqual([rhythm, true, days.length])
    }
  })

  it('follows the campaign that was asked in the period, of several the one that was opened last, and never a draft', () => {
    const campaigns = [
      { code: 'q3', status: 'closed', opensOn: '2026-07-01', closesOn: '2026-09-30' },
      { code: 'q4', status: 'open', opensOn: '2026-10-01', closesOn: '2026-12-31' },
      { code: 'extra', status: 'open', opensOn: '2026-11-01', closesOn: '2026-11-10' },
      { code: 'next', status: 'draft', opensOn: '2026-12-01', closesOn: '2027-03-31' },
    ] as const
    expect(campaignIn(campaigns, { from: '2026-07-01', to: '2026-09-30' })?.code).toBe('q3')
    expect(campaignIn(campaigns, { from: '2026-10-01', to: '2026-12-31' })?.code).toBe('extra')
    expect(campaignIn(campaigns, { from: '2026-11-23', to: '2026-11-29' })?.code).toBe('q4')
    expect(campaignIn(campaigns, { from: '2025-01-01', to: '2025-12-31' })).toBeUndefined()
  })

  it('needs somebody or a folder, and a folder is one name', () => {
    const draft = {
      name: 'Quý',
      content: 'digest',
      campaign: '',
      language: 'vi',
      rhythm: 'quarter',
      offset: '5',
      folder: '',
      paused: '',
      recipients: [],
    }
    const choices = { contents: ['digest'], campaigns: ['c1'], languages: ['vi'], recipients: ['lan'] }
    const codes = (more: Partial<ScheduleDraft>) =>
      checkSchedule({ ...draft, ...more }, choices).map(({ field, code }) => `${field} ${code}`)
    expect(codes({})).toEqual(['recipients choose-one'])
    expect(codes({ recipients: ['lan'] })).toEqual([])
    for (const folder of ['../x', '/etc', 'a/b', '.', 'a.b', '-a', 'x'.repeat(41)]) expect(codes({ folder })).toEqual(['folder bad-code'])
    expect(codes({ folder: 'quy', rhythm: 'week', offset: '8' })).toEqual(['offset out-of-range'])
    expect(codes({ folder: 'quy', content: 'responses.csv', language: 'fr', campaign: 'x', rhythm: 'day', offset: '1' })).toEqual([
      'content unknown',
      'campaign unknown',
      'language unknown',
      'rhythm unknown',
      'offset out-of-range',
    ])
    expect(codes({ recipients: ['somebody'] })).toEqual(['recipients unknown'])
  })
})
