import { describe, expect, it } from 'vitest'
import { type ManyDraft, mostPlanned, planMany } from '../../surveys/fielding/many'

const named = (kind: string) => ({ vi: `Loại ${kind}`, en: `Kind ${kind}` })
const draft: ManyDraft = { kinds: ['qr'], label: '', labelEn: '', count: '', agencies: ['A1', 'A2'] }
const planned = (wanted: Partial<ManyDraft>, measured: readonly string[] = ['A1', 'A2', 'A3']) =>
  planMany(named, { ...draft, ...wanted }, measured)
const lines = (wanted: Partial<ManyDraft>) => {
  const plan = planned(wanted)
  return plan.ok
    ? plan.touchpoints.map(({ kind, label, agencies }) => `${agencies.join()} ${kind} ${label['vi'] ?? ''}/${label['en'] ?? ''}`)
    : plan.problems
}

describe('many touchpoints at once', () => {
  it('are one for each agency, called after their kind', () => {
    expect(lines({})).toEqual(['A1 qr Loại qr/Kind qr', 'A2 qr Loại qr/Kind qr'])
  })

  it('are one for each counter and kind', () => {
    expect(lines({ kinds: ['qr', 'kiosk'], label: 'Quầy', labelEn: 'Counter', count: '2', agencies: ['A1'] })).toEqual([
      'A1 qr Quầy 1/Counter 1',
      'A1 qr Quầy 2/Counter 2',
      'A1 kiosk Quầy 1/Counter 1',
      'A1 kiosk Quầy 2/Counter 2',
    ])
    expect(lines({ count: '1', agencies: ['A1'] })).toEqual(['A1 qr Loại qr 1/Kind qr 1'])
  })

  it('bear the names that are listed, in either language', () => {
    expect(lines({ label: 'Đất đai; Hộ tịch\nThuế', labelEn: 'Land;Records', agencies: ['A1'] })).toEqual([
      'A1 qr Đất đai/Land',
      'A1 qr Hộ tịch/Records',
      'A1 qr Thuế/',
    ])
  })

  it.each<[Partial<ManyDraft>, object]>([
    [{ kinds: [] }, { field: 'kind', code: 'choose-one' }],
    [{ kinds: ['fax'] }, { field: 'kind', code: 'choose-one', seen: 'fax' }],
    [{ agencies: [] }, { field: 'agencies', code: 'no-agencies' }],
    [
      { agencies: ['Z9'], kinds: ['qr', 'kiosk'] },
      { field: 'agencies', code: 'unknown', seen: 'Z9' },
    ],
    [{ count: '0' }, { field: 'count', code: 'out-of-range', seen: '0' }],
    [{ count: '100' }, { field: 'count', code: 'out-of-range', seen: '100' }],
    [{ count: '1e1' }, { field: 'count', code: 'out-of-range' }],
    [{ label: 'x'.repeat(201) }, { field: 'label', code: 'too-long' }],
  ])('are refused with the field and once: %j', (wanted, problem) => {
    const plan = planned(wanted)
    expect(plan.ok ? [] : plan.problems).toEqual([expect.objectContaining(problem)])
  })

  it('are never more than an office could look at', () => {
    const agencies = Array.from({ length: mostPlanned / 50 + 1 }, (_, at) => `A${at}`)
    expect(planned({ count: '50', agencies }, agencies)).toMatchObject({
      ok: false,
      problems: [{ field: 'count', seen: String(mostPlanned + 50) }],
    })
    expect(planned({ count: '50', agencies: agencies.slice(1) }, agencies)).toMatchObject({ ok: true })
  })
})
