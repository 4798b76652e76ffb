import { describe, expect, it } from 'vitest'
import {
  type AgencyCounts,
  countIn,
  handledFields,
  type HandledDraft,
  type HandledSurroundings,
  monthIn,
  monthsBetween,
  rateMonths,
  readHandled,
  responseRates,
  summedHandled,
} from '../../surveys/fielding/dossiers'
import { checkService, codesUnder, draftedService, isOffered, type Service, surroundingServices } from '../../surveys/fielding/services'
import { agency } from '../server/fielded'

const service = (code: string, field: string | null = null, agencies: readonly string[] = []): Service => ({
  code,
  name: { vi: code },
  field,
  procedure: '',
  validFrom: null,
  validTo: null,
  agencies,
})

describe('a number of dossiers as it is typed', () => {
  it.each([
    ['0', 0],
    ['1020', 1020],
    ['1.020', 1020],
    ['1,020', 1020],
    ['1 020', 1020],
    ['1.020.300', 1_020_300],
    ['1.02', undefined],
    ['1.020,300', undefined],
    ['1020,5', undefined],
    ['-3', undefined],
    ['', undefined],
    ['nhiều', undefined],
  ])('%s is %s', (text, count) => expect(countIn(text)).toBe(count))
})

describe('a month as it is typed', () => {
  it.each([
    ['2026-10', '2026-10'],
    ['2026/9', '2026-09'],
    ['10/2026', '2026-10'],
    ['9-2026', '2026-09'],
    ['09.2026', '2026-09'],
    ['Tháng 9/2026', '2026-09'],
    ['tháng 10 năm 2026', '2026-10'],
    ['T10/2026', '2026-10'],
    ['2026-10-01', '2026-10'],
    ['2026-10-15', undefined],
    ['13/2026', undefined],
    ['0/2026', undefined],
    ['10/26', undefined],
    ['2026', undefined],
    ['', undefined],
  ])('%s is %s', (text, month) => expect(monthIn(text)).toBe(month))

  it('counts months over the end of a year', () => {
    expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(monthsBetween('2026-11', '2026-10')).toEqual([])
  })
})

describe('dossiers of an agency in a month', () => {
  const around: HandledSurroundings = {
    agencies: new Map([
      ['A1', agency('A1')],
      ['A2', { ...agency('A2'), validTo: '2026-06-15' }],
    ]),
    services: new Map([
      ['land', service('land')],
      ['tax', { ...service('tax', null, ['A2']), validFrom: '2026-03-10' }],
    ]),
    thisMonth: '2026-11',
  }
  const draft = (wanted: Partial<HandledDraft>): HandledDraft => ({
    agency: 'A1',
    service: '',
    month: '2026-10',
    handled: '100',
    on_time: '',
    ...wanted,
  })
  const wrong = (wanted: Partial<HandledDraft>) => {
    const reading = readHandled(draft(wanted), around)
    return reading.ok
      ? []
      : reading.problems.map(({ field, code, allowed }) => [field, code, allowed].filter((one) => one !== undefined).join(' '))
  }

  it('are read with how many were on time, where that is known', () => {
    expect(readHandled(draft({}), around)).toEqual({
      ok: true,
      handled: { agency: 'A1', service: '', month: '2026-10', handled: 100, onTime: null },
    })
    expect(readHandled(draft({ service: 'land', month: '10/2026', handled: '1.020', on_time: '1.020' }), around)).toMatchObject({
      handled: { service: 'land', month: '2026-10', handled: 1020, onTime: 1020 },
    })
  })

  it.each<readonly [string, Partial<HandledDraft>, readonly string[]]>([
    ['an agency that is nowhere', { agency: 'Z' }, ['agency unknown ']],
    ['no agency', { agency: '' }, ['agency needed']],
    ['a service that is nowhere', { service: 'zoo' }, ['service unknown ']],
    ['a service that the agency does not offer', { service: 'tax' }, ['service not-offered']],
    ['no month', { month: '' }, ['month needed']],
    ['what is no month', { month: 'Quý IV' }, ['month bad-month']],
    ['a month to come', { month: '2026-12' }, ['month future-month 2026-11']],
    ['a month after the agency ended', { agency: 'A2', month: '2026-07' }, ['month not-there 2026-07']],
    ['the month in which it ended', { agency: 'A2', month: '2026-06' }, []],
    ['a month before the service began', { agency: 'A2', service: 'tax', month: '2026-02' }, ['month not-there 2026-02']],
    ['no number', { handled: '' }, ['handled needed']],
    ['half a dossier', { handled: '10,5' }, ['handled bad-number 0']],
    ['more than anybody handles', { handled: '10000000' }, ['handled more-than 9999999']],
    ['more on time than there were', { on_time: '101' }, ['on_time more-than 100']],
    [
      'everything at once',
      { agency: 'Z', month: 'x', handled: 'y', on_time: 'z' },
      ['agency unknown ', 'month bad-month', 'handled bad-number 0', 'on_time bad-number 0'],
    ],
  ])('with %s are told so', (_, wanted, problems) => expect(wrong(wanted)).toEqual(problems))

  it('has a column for each field', () => {
    expect(handledFields).toEqual(['agency', 'service', 'month', 'handled', 'on_time'])
  })
})

describe('all dossiers of a month that nobody gave as a whole', () => {
  const fieldOf = new Map([
    ['land', ''],
    ['land-1', 'land'],
    ['land-2', 'land'],
    ['tax-1', 'tax'],
  ])
  const part = (of: string, handled: number, onTime: number | null = null) => ({ service: of, handled, onTime })

  it.each([
    ['nothing is known of nothing', [], undefined],
    ['fields are added up', [part('land', 10), part('tax', 5)], 15],
    ['procedures stand for a field that was not given', [part('land-1', 3), part('land-2', 4)], 7],
    ['and not beside one that was', [part('land', 10), part('land-1', 3), part('tax-1', 5)], 15],
    ['the whole itself is none of its parts', [part('', 99), part('land', 10)], 10],
  ])('%s', (_, parts, sum) => expect(summedHandled(parts, fieldOf)?.handled).toBe(sum))

  it('knows how many were on time where each part does', () => {
    expect(summedHandled([part('land', 10, 9), part('tax', 5, 5)], fieldOf)).toEqual({ handled: 15, onTime: 14, isSummed: true })
    expect(summedHandled([part('land', 10, 9), part('tax', 5)], fieldOf)?.onTime).toBeNull()
  })
})

describe('the months of a campaign', () => {
  const states = (opensOn: string, closesOn: string, today: string, from: string | null = null, to: string | null = null) =>
    rateMonths({ opensOn, closesOn }, { from, to }, today).map(({ month, state }) => `${month} ${state}`)

  it('count where they are whole and over', () => {
    expect(states('2026-10-01', '2026-12-31', '2026-12-05')).toEqual(['2026-10 whole', '2026-11 whole', '2026-12 running'])
    expect(states('2026-10-15', '2026-12-20', '2027-02-01')).toEqual(['2026-10 partial', '2026-11 whole', '2026-12 partial'])
    expect(states('2026-02-01', '2026-02-28', '2026-03-01')).toEqual(['2026-02 whole'])
    expect(states('2026-02-01', '2026-02-27', '2026-03-01')).toEqual(['2026-02 partial'])
    expect(states('2027-01-01', '2027-03-31', '2026-12-05')).toEqual([])
  })

  it('are those that are asked for', () => {
    expect(states('2026-01-01', '2026-12-31', '2027-02-01', '2026-11', null)).toEqual(['2026-11 whole', '2026-12 whole'])
    expect(states('2026-01-01', '2026-12-31', '2027-02-01', '2025-01', '2026-01')).toEqual(['2026-01 whole'])
  })
})

describe('a response rate', () => {
  const months = rateMonths({ opensOn: '2026-10-01', closesOn: '2026-12-31' }, { from: null, to: null }, '2026-12-05')
  const counts = (
    code: string,
    responses: Readonly<Record<string, number>>,
    handled: Readonly<Record<string, number>>,
    more: Partial<AgencyCounts> = {},
  ): AgencyCounts => ({
    ...agency(code),
    responses: new Map(Object.entries(responses)),
    handled: new Map(Object.entries(handled).map(([month, n]) => [month, { handled: n, onTime: null, isSummed: false }])),
    ...more,
  })
  const one = (...all: readonly AgencyCounts[]) => responseRates(months, all)

  it('is responses to dossiers over the same whole months', () => {
    const [rate] = one(
      counts('A1', { '2026-10': 100, '2026-11': 114, '2026-12': 50 }, { '2026-10': 520, '2026-11': 500, '2026-12': 10 }),
    ).agencies
    expect(rate).toMatchObject({
      responses: 214,
      handled: 1020,
      rate: 214 / 1020,
      isOver: false,
      counted: ['2026-10', '2026-11'],
      missing: [],
      over: [],
    })
  })

  it('leaves out a month whose dossiers nobody gave, with its responses, and names it', () => {
    const [rate] = one(counts('A1', { '2026-10': 100, '2026-11': 114 }, { '2026-10': 500 })).agencies
    expect(rate).toMatchObject({ responses: 100, handled: 500, rate: 0.2, counted: ['2026-10'], missing: ['2026-11'] })
  })

  it('counts a month without responses, since dossiers were handled', () => {
    const [rate] = one(counts('A1', { '2026-10': 100 }, { '2026-10': 500, '2026-11': 500 })).agencies
    expect(rate).toMatchObject({ responses: 100, handled: 1000, rate: 0.1 })
  })

  it('is not cut at the whole, and says in which month there was more than there can be', () => {
    const [rate] = one(counts('A1', { '2026-10': 12, '2026-11': 1 }, { '2026-10': 10, '2026-11': 1 })).agencies
    expect(rate).toMatchObject({ rate: 13 / 11, isOver: true, over: [{ month: '2026-10', responses: 12, handled: 10 }] })
  })

  it('is none where there are no dossiers, whether none were given or none were handled', () => {
    const { agencies } = one(counts('A1', { '2026-10': 5 }, {}), counts('A2', { '2026-10': 5 }, { '2026-10': 0 }))
    expect(agencies.map(({ rate, isOver, missing }) => [rate, isOver, missing.length])).toEqual([
      [null, false, 2],
      [null, true, 1],
    ])
  })

  it('asks of an agency only the months in which it was there', () => {
    const ended = counts('A1', { '2026-10': 10 }, { '2026-10': 100 }, { validTo: '2026-10-20' })
    expect(one(ended).agencies[0]).toMatchObject({ counted: ['2026-10'], missing: [], rate: 0.1 })
  })

  it('of a block and of all is of the agencies of which dossiers are known, and says of how many', () => {
    const rates = one(
      counts('A1', { '2026-10': 10, '2026-11': 10 }, { '2026-10': 100, '2026-11': 100 }),
      counts('A2', { '2026-10': 30, '2026-11': 7 }, { '2026-10': 100 }),
      counts('A3', { '2026-10': 99 }, {}, { block: 'department' }),
    )
    expect(rates.total).toMatchObject({ responses: 50, handled: 300, rate: 50 / 300, agencies: 2, of: 3, lacking: 2 })
    expect(rates.blocks).toMatchObject([
      { code: 'commune', responses: 50, handled: 300, agencies: 2, of: 2, lacking: 1 },
      { code: 'department', responses: 0, handled: 0, rate: null, agencies: 0, of: 1, lacking: 1 },
    ])
  })
})

describe('a service', () => {
  const services = [service('land'), service('land-1', 'land'), service('tax', null, ['A1'])]
  const around = surroundingServices(services, [agency('A1')])
  const draft = { code: 'new', name: 'Mới', name_en: '', field: '', procedure: '', valid_from: '', valid_to: '', agencies: '' }

  it('is offered by whom it names, by everybody where it names nobody', () => {
    expect([isOffered({ agencies: [] }, 'A1'), isOffered({ agencies: ['A1'] }, 'A1'), isOffered({ agencies: ['A1'] }, 'A2')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('is counted with the procedures in it', () => {
    expect(codesUnder(services, 'land')).toEqual(['land', 'land-1'])
    expect(codesUnder(services, 'land-1')).toEqual(['land-1'])
  })

  it.each<readonly [string, Partial<typeof draft>, readonly string[]]>([
    ['a field', {}, []],
    ['a procedure in a field', { field: 'land', procedure: '1.004194', agencies: 'A1' }, []],
    ['no code', { code: '' }, ['code needed']],
    ['no name', { name: ' ' }, ['name needed']],
    ['a field that is a procedure', { field: 'land-1' }, ['field not-a-field']],
    ['a field that is nowhere', { field: 'sea' }, ['field not-a-field']],
    ['itself as its field', { code: 'land', field: 'land' }, ['field not-a-field', 'field has-procedures']],
    ['procedures below it and a field above', { code: 'land', field: 'tax' }, ['field has-procedures']],
    ['an agency that is nowhere', { agencies: 'A1|A9' }, ['agencies unknown']],
    ['days in the wrong order', { valid_from: '2026-02-01', valid_to: '2026-01-01' }, ['valid_to reversed']],
    ['a long number', { procedure: '1'.repeat(65) }, ['procedure too-long']],
  ])('with %s', (_, wanted, problems) => {
    expect(checkService({ ...draft, ...wanted }, around).map(({ field, code }) => `${field} ${code}`)).toEqual(problems)
  })

  it('keeps who offers it once, in order', () => {
    expect(draftedService({ ...draft, agencies: 'B2, A1|B2' }).agencies).toEqual(['A1', 'B2'])
  })
})
