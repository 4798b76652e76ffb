import { describe, expect, it } from 'vitest'
import {
  nextYearDraft,
  placesOnward,
  readTargets,
  renamedForNextYear,
  successionOf,
  successorsIn,
  targetsOnward,
  yearLater,
} from '../../surveys/fielding/copying'
import { lacksBeforeOpening } from '../../surveys/fielding/opening'

const agency = (code: string, predecessors: readonly string[] = [], validTo: string | null = null) => ({
  code,
  name: { vi: code },
  block: 'commune',
  parent: null,
  validFrom: null,
  validTo,
  predecessors,
})
// A and B became AB, which became ABC with C; D was split into D1 and D2; E ended.
const agencies = [
  agency('A', [], '2026-06-30'),
  agency('B', [], '2026-06-30'),
  agency('AB', ['A', 'B'], '2026-12-31'),
  agency('C', [], '2026-12-31'),
  agency('ABC', ['AB', 'C']),
  agency('D', [], '2026-12-31'),
  agency('D1', ['D']),
  agency('D2', ['D']),
  agency('E', [], '2026-12-31'),
  agency('F'),
]
const period = ['2027-01-01', '2027-03-31'] as const

describe('the copy of a campaign', () => {
  it.each([
    ['A', ['ABC']],
    ['D', ['D1', 'D2']],
    ['E', []],
    ['F', ['F']],
    ['nowhere', []],
  ])('follows %s to who took over', (code, heirs) => {
    expect(successorsIn(code, agencies, ...period)).toEqual(heirs)
  })

  it('ends where agencies are each other’s successors', () => {
    expect(successorsIn('X', [agency('X', ['Y'], '2020-01-01'), agency('Y', ['X'], '2020-01-01')], ...period)).toEqual([])
  })

  it('takes places and targets along to the agencies of today', () => {
    const succession = successionOf(['A', 'B', 'C', 'D', 'E', 'F'], agencies, ...period)
    const place = (code: string, served: readonly string[]) => ({ code, agencies: served })
    expect(placesOnward([place('1', ['A', 'B']), place('2', ['D', 'F']), place('3', ['E'])], succession)).toEqual([
      place('1', ['ABC']),
      place('2', ['D1', 'D2', 'F']),
    ])
    const targets = new Map(Object.entries({ A: 10, B: 20, C: 30, D: 40, E: 50, F: 60 }))
    expect([...targetsOnward(targets, succession)]).toEqual([
      ['ABC', 60],
      ['F', 60],
    ])
  })

  it('moves days, titles and codes on by a year', () => {
    expect(['2026-10-01', '2024-02-29', '2023-02-28'].map(yearLater)).toEqual(['2027-10-01', '2025-02-28', '2024-02-28'])
    const dated = { opensOn: '2025-12-01', closesOn: '2026-02-28' }
    expect(renamedForNextYear('Đợt 2025–2026, theo 04/2017', dated)).toBe('Đợt 2026–2027, theo 04/2017')
    const campaign = {
      code: '2026-q4',
      title: { vi: 'Quý IV năm 2026' },
      questionnaire: 'q',
      version: 2,
      kind: 'open',
      status: 'closed',
      opensOn: '2026-10-01',
      closesOn: '2026-12-31',
      threshold: 12,
      synthetic: false,
    } as const
    const draft = nextYearDraft({ campaign, breakdowns: ['service'], releasedBy: '' }, 3, new Set(['2027-q4']))
    expect(draft).toMatchObject({
      code: '2027-q4-2',
      title: 'Quý IV năm 2027',
      titleEn: '',
      version: '3',
      from: '2027-10-01',
      threshold: '12',
    })
  })

  it('reads targets as typed and as pasted, and names what is wrong by its line', () => {
    const typed = new Map(Object.entries({ A: '1.200', B: '', C: '7', X: '9' }))
    const read = readTargets(typed, 'B\tXã B\t350\n\nC;0\r\n', ['A', 'B', 'C'])
    expect(read.ok && [...read.targets]).toEqual([
      ['A', 1200],
      ['B', 350],
    ])
    expect(readTargets(new Map([['A', 'nhiều']]), 'Z;5\nA,-3', ['A'])).toEqual({
      ok: false,
      problems: [
        { field: 'wanted-A', code: 'bad-number', seen: 'nhiều', allowed: '0' },
        { field: 'pasted', code: 'unknown', seen: '1: Z;5', allowed: '' },
        { field: 'pasted', code: 'bad-number', seen: '2: A,-3', allowed: '0' },
      ],
    })
  })
})

describe('what is missing before a campaign opens', () => {
  const all = { served: new Set(['F', 'C']), hasAddress: true, lacksPosters: false, runners: 2, targets: new Map([['F', 10]]) }
  const codes = (has: Partial<typeof all>, synthetic = false, kind: 'open' | 'sampled' = 'open') =>
    lacksBeforeOpening({ closesOn: '2027-03-31', synthetic, kind }, [agency('F'), agency('C', [], '2027-01-31')], { ...all, ...has }).map(
      ({ code, agencies: about }) => [code, ...about.map((one) => one.code)],
    )
  it('is told one by one, with the agencies that it is about', () => {
    expect(codes({})).toEqual([['ends-within', 'C']])
    expect(codes({ served: new Set(['F']) })[0]).toEqual(['agencies-without', 'C'])
    expect(codes({ served: new Set(), hasAddress: false, runners: 1, targets: new Map() }).map(([code]) => code)).toEqual([
      'no-touchpoints',
      'ends-within',
      'no-address',
      'one-person',
      'no-targets',
    ])
    expect(codes({ hasAddress: false }, true)).toEqual([['ends-within', 'C']])
    expect(codes({ lacksPosters: true })).toEqual([['ends-within', 'C'], ['no-posters']])
    // The address comes first, without which nothing is printed.
    expect(codes({ lacksPosters: true, hasAddress: false })).toEqual([['ends-within', 'C'], ['no-address']])
    expect(codes({}, false, 'sampled')).toEqual([['no-sample'], ['ends-within', 'C']])
  })
})
