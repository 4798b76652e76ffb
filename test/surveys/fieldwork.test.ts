import { describe, expect, it } from 'vitest'
import type { Agency, Channel } from '../../surveys/fielding/campaign'
import {
  type Arrived,
  askedOfficeDays,
  expectedBy,
  type FieldworkInput,
  fieldworkOf,
  sameDayOf,
  silenceOf,
} from '../../surveys/fielding/fieldwork'
import { needsOf } from '../../surveys/fielding/needs'
import { lineagesOf } from '../../surveys/fielding/lineage'
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
    expect(expectedBy(wanted, { asked: days.slice(0, all / 2), all: days })).toBe(expected)
    expect(expectedBy(wanted, { asked: [], all: [] })).toBe(0)
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
})

const agency = (code: string, more: Partial<Agency> = {}): Agency => ({
  code,
  name: { vi: code },
  block: 'commune',
  parent: null,
  validFrom: null,
  validTo: null,
  predecessors: [],
  ...more,
})
const came = (touchpoint: string, of: string, days: Readonly<Record<string, number>>, channel: Channel = 'qr'): Arrived => ({
  touchpoint,
  agencies: [of],
  channel,
  days: new Map(Object.entries(days)),
  doubtful: days['2026-10-02'] ?? 0,
})
const place = (code: string, ...agencies: string[]) => ({ code, kind: 'qr', agencies, isPaused: false, asksSince: '' }) as const

const running: FieldworkInput = {
  campaign: { status: 'open', opensOn: '2026-10-01', closesOn: '2026-10-14' },
  hours: usualHours,
  today: '2026-10-07',
  agencies: [agency('A'), agency('B')],
  isWhole: true,
  places: [place('p', 'A'), place('q', 'B')],
  targets: new Map([['A', 100]]),
  arrived: [
    came('p', 'A', { '2026-10-01': 10, '2026-10-05': 12, '2026-10-07': 3 }),
    came('p', 'A', { '2026-10-06': 1 }, 'kiosk'),
    came('gone', 'B', { '2026-10-02': 4 }),
    came('p', 'C', { '2026-10-07': 99 }),
  ],
  before: undefined,
}

describe('the fieldwork of a campaign', () => {
  const { total, agencies, places, elsewhere, channels, days, doubtful } = fieldworkOf(running)

  it('counts what came about the agencies that are seen, and nothing else', () => {
    expect(total).toMatchObject({ responses: 30, today: 3, last: '2026-10-07' })
    expect(agencies.map(({ agency: { code }, responses, today }) => [code, responses, today])).toEqual([
      ['A', 26, 3],
      ['B', 4, 0],
    ])
    expect(channels.map(({ channel, responses, today }) => [channel, responses, today])).toEqual([
      ['kiosk', 1, 0],
      ['qr', 29, 3],
    ])
    expect(doubtful).toBe(4)
    expect(elsewhere).toEqual({ responses: 4, today: 0, last: '2026-10-02' })
  })

  it('counts a form about several agencies once, and once towards what is wanted of each', () => {
    const form = { ...came('p', 'A', { '2026-10-06': 5 }), agencies: ['A', 'B', 'C'] }
    const one = fieldworkOf({ ...running, arrived: [form, came('q', 'B', { '2026-10-06': 2 })], targets: new Map([['A', 10]]) })
    // C is not seen.
    expect([one.total.responses, one.total.towards]).toEqual([7, 12])
    expect(one.agencies.map(({ responses, towards }) => [responses, towards])).toEqual([
      [5, 5],
      [7, 7],
    ])
    expect(one.places.map(({ responses }) => responses)).toEqual([5, 2])
    expect(one.channels.map(({ responses }) => responses)).toEqual([7])
    expect(one.days.find(({ day }) => day === '2026-10-06')).toMatchObject({ responses: 7, towards: 12 })
  })

  it('expects the part of the wanted that the office days with today make, and on each of them the same', () => {
    // Five of ten office days are gone with today.
    expect(agencies.map(({ wanted, expected }) => [wanted, expected])).toEqual([
      [100, 50],
      [undefined, undefined],
    ])
    expect(days.map(({ day, responses, expected }) => [day.slice(-2), responses, expected])).toEqual([
      ['07', 3, 10],
      ['06', 1, 10],
      ['05', 12, 10],
      ['04', 0, undefined],
      ['03', 0, undefined],
      ['02', 4, 10],
      ['01', 10, 10],
    ])
  })

  it('calls a place silent while it asks, and no other', () => {
    const silent = (input: Partial<FieldworkInput>) =>
      fieldworkOf({ ...running, ...input }).places.flatMap(({ place: { code }, silence }) => (silence ? [`${code} ${silence.days}`] : []))
    expect(places.map(({ place: { code }, silence }) => [code, silence?.days])).toEqual([
      ['p', undefined],
      ['q', 4],
    ])
    expect(silent({})).toEqual(['q 4'])
    expect(silent({ places: [{ ...place('q', 'B'), isPaused: true }] })).toEqual([])
    expect(silent({ agencies: [agency('A'), agency('B', { validTo: '2026-10-05' })] })).toEqual([])
    expect(silent({ campaign: { ...running.campaign, status: 'paused' } })).toEqual(['q 4'])
    expect(silent({ campaign: { ...running.campaign, status: 'closed' } })).toEqual([])
    expect(silent({ campaign: { ...running.campaign, pauses: [{ from: '2026-10-01', to: null }], status: 'paused' } })).toEqual([])
  })

  it.each<readonly [string, string, Readonly<Record<string, number>>, Partial<FieldworkInput>, number | undefined]>([
    ['made on a Friday, three full days before', '2026-10-02', {}, {}, 3],
    ['made two full days before', '2026-10-05', {}, {}, undefined],
    ['made in the middle and busy since, for a day without any', '2026-10-05', { '2026-10-05': 8 }, {}, 1],
    ['busy before a break and back for a day', '2026-10-06', { '2026-10-01': 4, '2026-10-02': 4 }, {}, undefined],
    ['busy before a break and back for two days', '2026-10-05', { '2026-10-01': 4, '2026-10-02': 4 }, {}, 2],
    [
      'busy before its campaign was paused and back for a day',
      '',
      { '2026-10-01': 4, '2026-10-02': 4 },
      { campaign: { ...running.campaign, pauses: [{ from: '2026-10-02', to: '2026-10-06' }] } },
      undefined,
    ],
    ['of an agency that is new since two full days', '', {}, { agencies: [agency('B', { validFrom: '2026-10-05' })] }, undefined],
    ['of an agency that is new since three', '', {}, { agencies: [agency('B', { validFrom: '2026-10-02' })] }, 3],
  ])('counts the silence of a place %s from then on', (_, asksSince, days, more, silent) => {
    const input = { ...running, places: [{ ...place('q', 'B'), asksSince }], arrived: [came('q', 'B', days)], ...more }
    expect(fieldworkOf(input).places[0]?.silence?.days).toBe(silent)
  })

  it('spreads what is wanted of an agency over the days on which it is there', () => {
    const agencies = [
      agency('A'),
      agency('B', { validFrom: '2026-10-07' }),
      agency('C', { validTo: '2026-10-02' }),
      agency('D', { validFrom: '2026-10-10', validTo: '2026-10-11' }),
    ]
    const targets = new Map(['A', 'B', 'C', 'D'].map((code) => [code, 60]))
    const spread = fieldworkOf({ ...running, agencies, targets })
    // One of six days of B is gone, both of C; D has a weekend alone.
    expect(spread.agencies.map(({ expected }) => expected)).toEqual([30, 10, 60, 0])
    expect([spread.total.wanted, spread.total.expected]).toEqual([240, 100])
    expect(spread.days.map(({ expected }) => expected)).toEqual([16, 6, 6, undefined, undefined, 36, 36])
  })

  it('says what needs a hand, the most urgent first', () => {
    const fieldwork = fieldworkOf({ ...running, targets: new Map([['A', 220]]) })
    const besides = { kiosks: 0, waiting: 0 }
    const needs = (day: string, more: Partial<typeof besides> = {}) =>
      needsOf(running.campaign, fieldwork, day, { ...besides, ...more }).map(({ code, n }) => `${code} ${n}`)
    expect(needs('2026-10-06')).toEqual(['silent 1', 'behind 1', 'doubtful 4'])
    expect(needs('2026-10-07', { kiosks: 2, waiting: 1 })).toEqual([
      'silent 1',
      'kiosks 2',
      'behind 1',
      'waiting 1',
      'doubtful 4',
      'ends 8',
    ])
    expect(needs('2026-10-14')).toContain('ends 1')
    const bare = fieldworkOf({ ...running, places: [], targets: new Map(), arrived: [] })
    expect(needsOf({ closesOn: '2026-12-31' }, bare, running.today, besides)).toEqual([
      { code: 'no-places', n: 1 },
      { code: 'no-targets', n: 1 },
    ])
  })

  it('holds each agency against all that came into it whole, up to the same day of the year before', () => {
    const all = [
      agency('A', { predecessors: ['A1', 'A2'], validFrom: '2026-07-01' }),
      agency('A1', { validTo: '2026-06-30' }),
      agency('A2', { validTo: '2026-06-30' }),
      agency('B', { predecessors: ['B1'], inPart: ['B1'], validFrom: '2026-07-01' }),
      agency('B1'),
    ]
    const then = { opensOn: '2025-10-06', closesOn: '2025-10-31', agencies: new Set(['A1', 'A2', 'B1']) }
    const now = { ...running.campaign, agencies: new Set(['A', 'B']) }
    const before = {
      campaign: then,
      arrived: [
        came('x', 'A1', { '2025-10-06': 5, '2025-10-12': 6, '2025-10-13': 50 }),
        came('y', 'A2', { '2025-10-07': 7 }, 'kiosk'),
        came('z', 'B1', { '2025-10-07': 8 }),
      ],
      forerunners: new Map(['A', 'B'].map((code) => [code, lineagesOf(all)(code, now, then)])),
    }
    const held = fieldworkOf({ ...running, before })
    expect(held.agencies.map((one) => one.before)).toEqual([18, undefined])
    expect(held.total.before).toBe(26)
    expect(held.channels.map((one) => [one.channel, one.before])).toEqual([
      ['kiosk', 7],
      ['qr', 19],
    ])
    expect(held.days.map((one) => one.before)).toEqual([6, 0, 0, 0, 0, 15, 5])
    // Of B alone nothing compares whole.
    expect(fieldworkOf({ ...running, agencies: [agency('B')], isWhole: false, before }).total.before).toBeUndefined()
    expect(fieldworkOf({ ...running, agencies: [agency('A')], isWhole: false, before }).total.before).toBe(18)
  })
})
