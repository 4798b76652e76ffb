import { describe, expect, it } from 'vitest'
import { treeProblems } from '../../surveys/fielding/agency-tree'
import type { Agency } from '../../surveys/fielding/campaign'
import { blankAgency, checkAgency, draftedAgency, draftOfAgency } from '../../surveys/fielding/drafts'

const agency = (code: string, changed: Partial<Agency> = {}): Agency => ({
  code,
  name: { vi: `Xã ${code}` },
  block: 'commune',
  parent: null,
  validFrom: null,
  validTo: null,
  predecessors: [],
  ...changed,
})
const wrong = (all: readonly Agency[], ...changed: string[]) =>
  treeProblems(all, new Set(changed)).map(({ agency: of, field, code, seen }) => [of, field, code, seen])

describe('the tree of agencies', () => {
  it('has no agency above itself, however far the way round', () => {
    const all = [agency('A', { parent: 'C' }), agency('B', { parent: 'A' }), agency('C', { parent: 'B' }), agency('D', { parent: 'A' })]
    expect(wrong(all, 'A', 'B', 'C', 'D')).toEqual([
      ['A', 'parent', 'circle', 'C'],
      ['B', 'parent', 'circle', 'A'],
      ['C', 'parent', 'circle', 'B'],
    ])
    expect(wrong(all, 'D')).toEqual([])
  })

  it('has no agency before itself', () => {
    const all = [agency('A', { predecessors: ['B'] }), agency('B', { predecessors: ['A'] }), agency('C', { predecessors: ['A'] })]
    expect(wrong(all, 'A', 'C')).toEqual([['A', 'predecessors', 'circle', 'B']])
  })

  it('has no agency that outlives its parent, named at the child where both change', () => {
    const all = [agency('P', { validTo: '2025-06-30' }), agency('A', { parent: 'P' }), agency('B', { parent: 'P', validTo: '2025-06-30' })]
    expect(wrong(all, 'P', 'A', 'B')).toEqual([['A', 'parent', 'parent-ends', 'P']])
    expect(wrong(all, 'P')).toEqual([['P', 'valid_to', 'outlived', 'Xã A (A)']])
    expect(wrong(all, 'B')).toEqual([])
  })

  it('has no two agencies under one official code on the same days', () => {
    const old = agency('A', { officialCode: '00103', validTo: '2025-06-30' })
    const now = agency('B', { officialCode: '00103', validFrom: '2025-07-01' })
    expect(wrong([old, now], 'A', 'B')).toEqual([])
    expect(wrong([agency('A', { officialCode: '00103' }), now], 'B')).toEqual([['B', 'official_code', 'code-shared', '00103']])
    // One that lasts over several others, and one of which the next begins too early.
    const term = (code: string, validFrom: string, validTo: string) => agency(code, { officialCode: '1', validFrom, validTo })
    const terms = [term('D', '2024-01-01', '2024-01-31'), term('C', '2023-01-01', '2023-06-30'), term('A', '2020-01-01', '2025-12-31')]
    expect(
      wrong([...terms, term('E', '2026-01-01', '2026-02-01'), term('F', '2026-02-01', '2026-03-01')], 'C', 'D', 'E', 'F', 'A'),
    ).toEqual(['D', 'C', 'A', 'E', 'F'].map((code) => [code, 'official_code', 'code-shared', '1']))
  })

  it('has nobody above or before it who is nowhere', () => {
    expect(wrong([agency('A', { parent: 'P' }), agency('B', { predecessors: ['A', 'Q'] })], 'A', 'B')).toEqual([
      ['A', 'parent', 'unknown', 'P'],
      ['B', 'predecessors', 'unknown', 'Q'],
    ])
  })

  it('is looked through in a moment, also where everything hangs on one thread', () => {
    const all = Array.from({ length: 10_000 }, (_, index) => agency(`N${index}`, { parent: index === 0 ? null : `N${index - 1}` }))
    expect(wrong(all, ...all.map(({ code }) => code))).toEqual([])
  })
})

describe('an agency as it is typed', () => {
  const typed = { ...blankAgency, code: 'C', name: 'Xã Mới', block: 'commune' }

  it('keeps who came whole and who came in part apart, former names with their day, names in other languages', () => {
    const draft = {
      ...typed,
      predecessors: 'A|B',
      split_from: 'D',
      type: 'commune',
      official_code: '00103',
      aliases: 'Xã Cũ (30/6/2025)|Tổng Xưa',
      names: 'km: Khum Thmei',
    }
    const drafted = draftedAgency(draft)
    expect(drafted).toMatchObject({
      name: { vi: 'Xã Mới', km: 'Khum Thmei' },
      predecessors: ['A', 'B', 'D'],
      inPart: ['D'],
      type: 'commune',
      officialCode: '00103',
      aliases: [
        { name: 'Xã Cũ', until: '2025-06-30' },
        { name: 'Tổng Xưa', until: null },
      ],
    })
    const again = draftOfAgency(drafted)
    expect(again).toEqual({ ...draft, aliases: 'Xã Cũ (2025-06-30)|Tổng Xưa' })
    expect(draftOfAgency(draftedAgency(again))).toEqual(again)
  })

  it.each([
    ['type', 'commune hall', 'choose-one'],
    ['official_code', 'mã số', 'bad-code'],
    ['aliases', 'Xã Cũ (31/02/2025)', 'bad-day'],
    ['names', 'Khum Thmei', 'bad-language'],
    ['names', 'vi: Xã', 'bad-language'],
    ['split_from', 'Z', 'itself'],
  ] as const)('is refused where %s is "%s"', (field, seen, code) => {
    const problems = checkAgency({ ...typed, [field]: seen }, new Set(['A', 'C']))
    expect(problems.map((one) => [one.field, one.code])).toEqual([[field, code]])
  })
})
