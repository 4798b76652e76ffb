import { describe, expect, it } from 'vitest'
import {
  type AssessedNumber,
  aboveWholes,
  type AssessmentDraft,
  endsOf,
  numberName,
  planAssessment,
} from '../../../surveys/indices/fielding'
import { readDefinition } from '../../../surveys/instrument/definition'
import service from '../../../surveys/indicator-sets/service-766.json'

const reading = readDefinition(service)
if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
const set = reading.questionnaire
const agency = {
  code: 'A1',
  name: { vi: 'Xã A1' },
  block: 'commune',
  parent: null,
  validFrom: null,
  validTo: '2026-08-31',
  predecessors: [],
}
const draft: AssessmentDraft = {
  code: 'service-2026',
  title: 'Phục vụ',
  title_en: '',
  set: `${set.id} ${set.version}`,
  from: '2026-07',
  to: '09/2026',
  self_due: '2026-10-10',
  look_due: '2026-10-20',
  agencies: ['A1'],
  sources: {},
}
const planned = (wanted: Partial<AssessmentDraft> = {}) =>
  planAssessment({ ...draft, ...wanted }, { sets: new Map([[draft.set, set]]), agencies: new Map([['A1', agency]]), sources: new Map() })

describe('a plan of an assessment', () => {
  it('takes an agency that is there in a part of its period, and months as they are written', () => {
    expect(planned()).toMatchObject({ ok: true, assessment: { from: '2026-07', to: '2026-09', agencies: [{ code: 'A1' }] } })
  })

  it.each<[string, Partial<AssessmentDraft>, object]>([
    ['second looks that end before numbers are handed in', { look_due: '2026-10-09' }, { field: 'look_due', code: 'reversed' }],
    ['months the wrong way round', { to: '2026-06' }, { field: 'to', code: 'reversed' }],
    ['an agency that ended before', { from: '2026-09' }, { field: 'agencies', code: 'not-there', seen: 'A1' }],
    ['nobody', { agencies: [] }, { field: 'agencies', code: 'no-agencies' }],
    ['a set that is not published', { set: 'moon 1' }, { field: 'set', code: 'unknown', seen: 'moon 1' }],
  ])('refuses %s', (_, wanted, problem) => {
    expect(planned(wanted)).toMatchObject({ ok: false, problems: [problem] })
  })

  it('lets second looks end on the day on which numbers are due', () => {
    expect(planned({ look_due: draft.self_due }).ok).toBe(true)
  })
})

describe('a part and its whole', () => {
  const number = (node: string, self: number, verified: number | null = null): AssessedNumber => ({
    agency: 'A1',
    node,
    self,
    verified,
    note: '',
    reason: '',
    asked: '',
    answered: '',
  })
  const ends = new Map(endsOf(set).map((end) => [end.code, end]))
  const above = (numbers: readonly AssessedNumber[], typed: readonly string[], side: 'self' | 'verified' = 'self') =>
    aboveWholes(ends, numbers, new Set(typed.map((node) => numberName({ agency: 'A1', node }))), side).map(({ node, seen, allowed }) => [
      node,
      seen,
      allowed,
    ])
  const late = number('N.late', 7)
  const settled = number('N.settled', 6)

  it.each(['N.late', 'N.settled'])('are refused when %s was typed and the part is more', (typed) => {
    expect(above([late, settled], [typed])).toEqual([['N.late', '7', '6 (N.settled)']])
  })

  it('are let be where neither was typed, and where they are equal', () => {
    expect(above([late, settled], ['N.received'])).toEqual([])
    expect(above([late, number('N.settled', 7)], ['N.late'])).toEqual([])
  })

  it('are held against what stands on each side', () => {
    const verified = [number('N.late', 7, 5), settled]
    expect([above(verified, ['N.late']).length, above(verified, ['N.late'], 'verified').length]).toEqual([1, 0])
  })
})
