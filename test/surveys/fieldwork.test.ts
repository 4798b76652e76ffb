import { describe, expect, it } from 'vitest'
import { askedOfficeDays, earlierOf, expectedBy, sameDayOf, silenceOf } from '../../surveys/fielding/fieldwork'
import { lastYearOf } from '../../surveys/figures/comparison'
import { usualHours } from '../../surveys/fielding/kiosk'

// The first of October 2026 is a Thursday.
const campaign = { opensOn: '2026-10-01', closesOn: '2026-10-16', pauses: [{ from: '2026-10-06', to: '2026-10-08' }] }
const asked = askedOfficeDays({ ...campaign, pauses: [] }, usualHours, '2026-10-14')

describe('fieldwork', () => {
  it('counts the office days on which a campaign asked, without those of a pause from end to end', () => {
    expect(asked).toEqual(['01', '02', '05', '06', '07', '08', '09', '12', '13', '14'].map((day) => `2026-10-${day}`))
    expect(askedOfficeDays(campaign, usualHours, '2026-10-14')).toEqual(asked.filter((day) => day !== '2026-10-07'))
    expect(askedOfficeDays({ ...campaign, pauses: [{ from: '2026-10-05', to: null }] }, usualHours, '2027-01-01')).toHaveLength(3)
    expect(askedOfficeDays(campaign, usualHours, '2026-09-30')).toEqual([])
  })

  it.each([
    [120, 10, 60],
    [7, 10, 4],
    [0, 10, 0],
  ])('expects of %i wanted, half of the office days gone, its half', (wanted, all, expected) => {
    const days = Array.from({ length: all }, (_, index) => String(index))
    expect(expectedBy(wanted, days.slice(0, all / 2), days)).toBe(expected)
    expect(expectedBy(wanted, [], [])).toBe(0)
  })

  it.each<readonly [string, number, string, number | undefined]>([
    ['never answered', 0, '', 10],
    ['answered on the last day', 30, '2026-10-14', undefined],
    ['usually busy, nothing for one day', 54, '2026-10-13', 1],
    ['usually one a day, nothing for five days', 5, '2026-10-07', undefined],
    ['usually two a day, nothing for four days', 12, '2026-10-08', 4],
    ['answered on a Sunday last', 40, '2026-10-11', 3],
    ['answered today, which is not over', 3, '2026-10-15', undefined],
  ])('says of a place %s whether it is silent', (_, responses, last, days) => {
    expect(silenceOf(responses, last, asked)?.days).toBe(days)
  })

  it('waits three office days for a first answer', () => {
    expect([2, 3].map((days) => silenceOf(0, '', asked.slice(0, days))?.days)).toEqual([undefined, 3])
  })

  it('holds against the campaign of a year before that may be compared, day by day from its first', () => {
    const own = { questionnaire: 'q', version: 2, kind: 'open', synthetic: false, status: 'open', ...campaign, code: 'now' } as const
    const other = (code: string, opensOn: string, closesOn: string, more = {}) =>
      ({ ...own, status: 'closed', code, opensOn, closesOn, ...more }) as const
    const all = [
      other('spring', '2026-04-01', '2026-06-30'),
      other('autumn', '2025-10-20', '2025-12-31'),
      other('nearer', '2025-10-05', '2025-12-31', { version: 1 }),
      other('elsewhere', '2025-10-01', '2025-12-31', { questionnaire: 'p' }),
    ]
    expect(lastYearOf(own, all, [])?.code).toBe('autumn')
    expect(lastYearOf(own, all, [1])?.code).toBe('nearer')
    expect(lastYearOf(own, all.slice(0, 1), [])).toBeUndefined()
    expect(sameDayOf({ opensOn: '2025-10-05' }, campaign, '2026-10-14')).toBe('2025-10-18')
  })

  it('counts under a merged agency what came of those before it', () => {
    const counts = new Map([
      ['A', 3],
      ['B', 4],
      ['C', 5],
    ])
    expect(earlierOf({ code: 'AB', predecessors: ['A', 'B', 'X'] }, counts)).toBe(7)
    expect(earlierOf({ code: 'C', predecessors: ['A'] }, counts)).toBe(5)
    expect(earlierOf({ code: 'N', predecessors: [] }, counts)).toBeUndefined()
  })
})
