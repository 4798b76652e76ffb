import { describe, expect, it } from 'vitest'
import { branchesOf, heirsIn } from '../../surveys/fielding/agency-branches'
import type { Agency } from '../../surveys/fielding/campaign'
import { type Reorganisation, reorganised } from '../../surveys/fielding/reorganising'

const one = (code: string, changed: Partial<Agency> = {}): Agency => ({
  code,
  name: { vi: `Xã ${code}` },
  block: 'commune',
  parent: null,
  validFrom: null,
  validTo: null,
  predecessors: [],
  ...changed,
})

/** A province P with two departments, and communes below A. */
const tree = [
  one('P'),
  one('A', { parent: 'P', type: 'department', block: 'department' }),
  one('B', { parent: 'P' }),
  one('A1', { parent: 'A' }),
  one('A2', { parent: 'A' }),
  one('A11', { parent: 'A1' }),
]

/** What would change, as `code: field: before → after`, or what is wrong. */
const said = (change: Reorganisation, all: readonly Agency[] = tree): readonly string[] => {
  const plan = reorganised(all, change)
  return plan.ok
    ? plan.edits.flatMap(({ agency, isNew, changes }) =>
        isNew
          ? [
              `+${agency.code} ${agency.block} under ${agency.parent} from ${agency.validFrom} was ${agency.predecessors.join('+')} part ${agency.inPart?.join('+')}`,
            ]
          : changes.map(({ field, before, after }) => `${agency.code}: ${field}: ${before} → ${after}`),
      )
    : plan.problems.map(({ field, code, seen }) => `${field} ${code} ${seen ?? ''}`.trim())
}

const heir = { code: 'N', name: 'Xã Mới', nameEn: '' }

describe('the tree of agencies', () => {
  it('knows what stands above and below, and what has no superior among those seen stands at the top', () => {
    const { children, above, below, width } = branchesOf(tree)
    expect(children(null).map(({ code }) => code)).toEqual(['P'])
    expect(above('A11').map(({ code }) => code)).toEqual(['P', 'A', 'A1'])
    expect(
      below('A')
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['A1', 'A11', 'A2'])
    expect([width('A'), width('A11')]).toEqual([2, 0])
    expect(
      branchesOf(tree.filter(({ code }) => code !== 'P'))
        .children(null)
        .map(({ code }) => code),
    ).toEqual(['A', 'B'])
  })

  it('ends where agencies lie in a circle', () => {
    const { above, below } = branchesOf([one('X', { parent: 'Y' }), one('Y', { parent: 'X' })])
    expect([above('X').map(({ code }) => code), below('X').map(({ code }) => code)]).toEqual([['Y'], ['Y']])
  })
})

describe('a reorganisation', () => {
  it('moves an agency, and nothing but its own superior changes', () => {
    expect(said({ kind: 'move', agency: 'A1', to: 'B' })).toEqual(['A1: parent: A → B'])
    expect(said({ kind: 'move', agency: 'A1', to: '' })).toEqual(['A1: parent: A → '])
    expect(said({ kind: 'move', agency: 'A1', to: 'A' })).toEqual([])
  })

  it('moves nothing below itself or below what is not there', () => {
    expect(said({ kind: 'move', agency: 'A', to: 'A11' })).toEqual(['to circle A11'])
    expect(said({ kind: 'move', agency: 'A', to: 'A' })).toEqual(['to itself A', 'to circle A'])
    expect(said({ kind: 'move', agency: 'A', to: 'Z' })).toEqual(['to unknown Z'])
  })

  it('keeps the name before a renaming with its last day', () => {
    expect(said({ kind: 'rename', agency: 'B', name: 'Xã Đẹp', nameEn: 'Fair', from: '2026-07-01' })).toEqual([
      'B: name: Xã B → Xã Đẹp',
      'B: name_en:  → Fair',
      'B: aliases:  → Xã B (2026-06-30)',
    ])
    expect(said({ kind: 'rename', agency: 'B', name: '', nameEn: '', from: '2026-02-30' })).toEqual([
      'name needed',
      'from bad-day 2026-02-30',
    ])
  })

  it('ends an agency with all below it, or with those right below under another', () => {
    expect(said({ kind: 'end', agency: 'A', lastDay: '2026-06-30', below: 'end', belowTo: '' })).toEqual([
      'A: valid_to:  → 2026-06-30',
      'A1: valid_to:  → 2026-06-30',
      'A11: valid_to:  → 2026-06-30',
      'A2: valid_to:  → 2026-06-30',
    ])
    expect(said({ kind: 'end', agency: 'A', lastDay: '2026-06-30', below: 'move', belowTo: 'B' })).toEqual([
      'A: valid_to:  → 2026-06-30',
      'A1: parent: A → B',
      'A2: parent: A → B',
    ])
    expect(said({ kind: 'end', agency: 'A', lastDay: '', below: 'move', belowTo: 'A' })).toEqual(['lastDay needed', 'belowTo itself A'])
  })

  it('refuses an end before the beginning, and a superior that ends before what comes under it', () => {
    const ending = [...tree, one('E', { validFrom: '2026-01-01', validTo: '2026-12-31' })]
    expect(said({ kind: 'end', agency: 'E', lastDay: '2025-12-31', below: 'end', belowTo: '' }, ending)).toEqual([
      'lastDay reversed 2025-12-31',
    ])
    expect(said({ kind: 'move', agency: 'B', to: 'E' }, ending)).toEqual(['to parent-ends E'])
  })

  it('merges agencies into a new one of the kind and place of the first, with what stands below them', () => {
    expect(said({ kind: 'merge', agencies: ['A', 'B'], into: '', heir, from: '2026-07-01' })).toEqual([
      '+N department under P from 2026-07-01 was A+B part undefined',
      'A: valid_to:  → 2026-06-30',
      'B: valid_to:  → 2026-06-30',
      'A1: parent: A → N',
      'A2: parent: A → N',
    ])
  })

  it('merges agencies into one that is there, also into one that stood below', () => {
    expect(said({ kind: 'merge', agencies: ['A1', 'A2'], into: 'A2', heir, from: '2026-07-01' })).toEqual([
      'A2: predecessors:  → A1',
      'A1: valid_to:  → 2026-06-30',
      'A11: parent: A1 → A2',
    ])
    expect(said({ kind: 'merge', agencies: ['A', 'A1'], into: 'A1', heir, from: '2026-07-01' })).toEqual([
      'A1: parent: A → P',
      'A1: predecessors:  → A',
      'A: valid_to:  → 2026-06-30',
      'A2: parent: A → A1',
    ])
  })

  it('wants two to merge, a code that is free and a day', () => {
    expect(said({ kind: 'merge', agencies: ['A'], into: '', heir: { code: 'B', name: '', nameEn: '' }, from: '' })).toEqual([
      'agencies two-needed',
      'name needed',
      'code taken B',
      'from needed',
    ])
    expect(said({ kind: 'merge', agencies: ['A'], into: 'A', heir, from: '2026-07-01' })).toEqual(['agencies two-needed'])
  })

  it('splits an agency among new ones and others, each with a part of it', () => {
    const heirs = [heir, { code: 'M', name: 'Xã Hai', nameEn: '' }]
    expect(said({ kind: 'split', agency: 'A1', heirs, into: ['B'], from: '2026-07-01', goesOn: false })).toEqual([
      'A1: valid_to:  → 2026-06-30',
      '+N commune under A from 2026-07-01 was A1 part A1',
      '+M commune under A from 2026-07-01 was A1 part A1',
      'B: split_from:  → A1',
      'A11: parent: A1 → N',
    ])
    expect(said({ kind: 'split', agency: 'A1', heirs: [heir], into: [], from: '2026-07-01', goesOn: true })).toEqual([
      '+N commune under A from 2026-07-01 was A1 part A1',
    ])
    expect(said({ kind: 'split', agency: 'A1', heirs: [heir], into: [], from: '2026-07-01', goesOn: false })).toEqual(['heirs two-needed'])
    expect(said({ kind: 'split', agency: 'A1', heirs: [heir, heir], into: ['A1'], from: '2026-07-01', goesOn: false })).toEqual([
      'into itself A1',
      'heirs taken N',
    ])
  })

  it('is found again from both sides in time', () => {
    const plan = reorganised(tree, { kind: 'merge', agencies: ['A1', 'A2'], into: '', heir, from: '2026-07-01' })
    const after = plan.ok ? [...tree.filter(({ code }) => code === 'P'), ...plan.edits.map(({ agency }) => agency)] : []
    expect(heirsIn(after, 'A2').map(({ code }) => code)).toEqual(['N'])
  })
})
