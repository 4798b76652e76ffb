import { describe, expect, it } from 'vitest'
import type { Agency } from '../../surveys/fielding/campaign'
import { hasForerunners, isItself, comparesWhole, lineagesOf } from '../../surveys/fielding/lineage'

const agency = (
  code: string,
  from: string | null,
  to: string | null,
  predecessors: readonly string[] = [],
  inPart: readonly string[] = [],
) => ({ code, name: { vi: code }, block: 'commune', parent: null, validFrom: from, validTo: to, predecessors, inPart }) satisfies Agency

const year = (number: number, ...agencies: string[]) => ({
  opensOn: `${number}-01-01`,
  closesOn: `${number}-12-31`,
  agencies: new Set(agencies),
})
const found = (all: readonly Agency[], code: string, now: ReturnType<typeof year>, then: ReturnType<typeof year>) =>
  lineagesOf(all)(code, now, then)
const whole = (until: string | null, ...codes: string[]) => ({ codes, until, divided: [], unmeasured: [] })

/** A and B became C in the middle of 2025. */
const merged = [
  agency('A', null, '2025-06-30'),
  agency('B', null, '2025-06-30'),
  agency('C', '2025-07-01', null, ['A', 'B']),
  agency('X', null, null),
]

describe('the forerunners of an agency in an earlier campaign', () => {
  it('are the agency itself where nothing happened to it', () => {
    const one = found(merged, 'X', year(2026, 'X', 'C'), year(2024, 'X', 'A', 'B'))
    expect([one, isItself('X', one)]).toEqual([whole(null, 'X'), true])
  })

  it('are all that merged into it, until their last day', () => {
    const one = found(merged, 'C', year(2026, 'C'), year(2024, 'A', 'B'))
    expect([one, isItself('C', one), comparesWhole(one)]).toEqual([whole('2025-06-30', 'A', 'B'), false, true])
  })

  it('are all three where the earlier campaign asked before and after the merger', () => {
    expect(found(merged, 'C', year(2026, 'C'), year(2025, 'A', 'B', 'C'))).toEqual(whole('2025-06-30', 'A', 'B', 'C'))
    expect(found(merged, 'C', year(2026, 'C'), year(2025, 'A', 'B'))).toEqual(whole('2025-06-30', 'A', 'B'))
  })

  it('are the one that it was before a renaming under another code', () => {
    const all = [agency('A', null, '2025-06-30'), agency('N', '2025-07-01', null, ['A'])]
    expect(found(all, 'N', year(2026, 'N'), year(2024, 'A'))).toEqual(whole('2025-06-30', 'A'))
  })

  it('are itself and what it took in, where it kept its code', () => {
    const all = [agency('C', null, null, ['B']), agency('B', null, '2025-06-30')]
    expect(found(all, 'C', year(2026, 'C'), year(2024, 'B', 'C'))).toEqual(whole('2025-06-30', 'B', 'C'))
    expect(found(all, 'C', year(2027, 'C'), year(2026, 'C'))).toEqual(whole(null, 'C'))
    expect(found(all, 'C', year(2024, 'B', 'C'), year(2023, 'B', 'C'))).toEqual(whole(null, 'C'))
  })

  it('are found through everything that stood between', () => {
    const all = [
      agency('A', null, '2023-12-31'),
      agency('B', null, '2023-12-31'),
      agency('C', '2024-01-01', '2025-06-30', ['A', 'B']),
      agency('D', null, '2025-06-30'),
      agency('E', '2025-07-01', null, ['C', 'D']),
    ]
    expect(found(all, 'E', year(2026, 'E'), year(2022, 'A', 'B', 'D'))).toEqual(whole('2025-06-30', 'A', 'B', 'D'))
    expect(found(all, 'E', year(2026, 'E'), year(2024, 'C', 'D'))).toEqual(whole('2025-06-30', 'C', 'D'))
  })

  it('are none where an agency is new, or where nothing that it came from was measured', () => {
    expect(hasForerunners(found([agency('N', '2025-01-01', null)], 'N', year(2026, 'N'), year(2024, 'A')))).toBe(false)
    expect(hasForerunners(found(merged, 'C', year(2026, 'C'), year(2024, 'X')))).toBe(false)
    expect(hasForerunners(found(merged, 'Y', year(2026, 'Y'), year(2024, 'X')))).toBe(false)
  })
})

describe('no comparison is called whole', () => {
  it('where one was split, of none of its parts', () => {
    const all = [agency('A', null, '2025-06-30'), agency('S', '2025-07-01', null, ['A']), agency('T', '2025-07-01', null, ['A'])]
    for (const code of ['S', 'T']) {
      const one = found(all, code, year(2026, 'S', 'T'), year(2024, 'A'))
      expect([one.divided, comparesWhole(one)]).toEqual([['A'], false])
    }
  })

  it('where a part left for another one, which begins with that part', () => {
    const all = [agency('A', null, null), agency('D', '2025-07-01', null, ['A'], ['A'])]
    expect(found(all, 'A', year(2026, 'A', 'D'), year(2024, 'A'))).toEqual({ codes: ['A'], until: null, divided: ['A'], unmeasured: [] })
    expect(found(all, 'D', year(2026, 'A', 'D'), year(2024, 'A'))).toEqual({ codes: [], until: null, divided: ['A'], unmeasured: [] })
    expect(found(all, 'A', year(2027, 'A', 'D'), year(2026, 'A', 'D'))).toEqual(whole(null, 'A'))
    expect(found(all, 'A', year(2024, 'A'), year(2023, 'A'))).toEqual(whole(null, 'A'))
  })

  it('where an heir is said to have come from one that goes on', () => {
    const all = [agency('A', null, null), agency('D', '2025-07-01', null, ['A'])]
    expect(found(all, 'A', year(2026, 'A', 'D'), year(2024, 'A')).divided).toEqual(['A'])
    expect(found(all, 'D', year(2026, 'A', 'D'), year(2024, 'A')).divided).toEqual(['A'])
  })

  it('where nobody wrote down when it happened', () => {
    const all = [agency('A', null, null), agency('C', null, null, ['A'])]
    expect(comparesWhole(found(all, 'C', year(2026, 'A', 'C'), year(2024, 'A', 'C')))).toBe(false)
  })

  it('where a part of what it came from was not measured', () => {
    expect(found(merged, 'C', year(2026, 'C'), year(2024, 'A'))).toEqual({
      codes: ['A'],
      until: '2025-06-30',
      divided: [],
      unmeasured: ['B'],
    })
    const took = [agency('C', null, null, ['B']), agency('B', null, '2025-06-30')]
    expect(found(took, 'C', year(2026, 'C'), year(2024, 'B')).unmeasured).toEqual(['C'])
  })

  it('where something merged into it while the later campaign asked about both', () => {
    const all = [agency('C', null, null, ['B']), agency('B', null, '2025-06-30')]
    expect(found(all, 'C', year(2025, 'B', 'C'), year(2024, 'B', 'C')).divided).toEqual(['B'])
    expect(found(all, 'B', year(2025, 'B', 'C'), year(2024, 'B', 'C'))).toEqual(whole(null, 'B'))
  })

  it('where what stood between was split', () => {
    const all = [
      agency('A', null, '2023-12-31'),
      agency('C', '2024-01-01', '2025-06-30', ['A']),
      agency('E', '2025-07-01', null, ['C']),
      agency('F', '2025-07-01', null, ['C']),
    ]
    expect(found(all, 'E', year(2026, 'E', 'F'), year(2022, 'A')).divided).toEqual(['C'])
  })

  it('and no circle of predecessors is followed for ever', () => {
    const all = [
      agency('A', null, '2025-06-30', ['B']),
      agency('B', null, '2025-06-30', ['A']),
      agency('C', '2025-07-01', null, ['A'], ['A']),
    ]
    expect(hasForerunners(found(all, 'C', year(2026, 'C'), year(2024, 'Z')))).toBe(false)
    expect(hasForerunners(found(all, 'A', year(2026, 'A'), year(2024, 'B')))).toBe(true)
  })
})
