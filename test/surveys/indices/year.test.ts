import { describe, expect, it } from 'vitest'
import {
  type IndexYear,
  type ProvinceIndex,
  readIndex,
  readYear,
  shippedIndices,
  type YearDraft,
  yearLines,
} from '../../../surveys/indices/year'

const sipas: ProvinceIndex = {
  code: 'sipas',
  name: { vi: 'SIPAS' },
  method: {},
  owner: {},
  unit: 'percent',
  maximum: 1,
  top: 10,
}
const year = (wanted: Partial<IndexYear & { basis: string }>): IndexYear & { interval: null; basis: string } => ({
  index: 'sipas',
  year: 2021,
  source: { from: 'entered' },
  value: null,
  rank: null,
  ranked: null,
  target: null,
  isBreak: false,
  reference: 'x',
  interval: null,
  basis: '',
  ...wanted,
})
const typed: YearDraft = { source: '', value: '86,81', rank: '37', ranked: '63', target: '90', reference: 'Quyết định 1', break: '' }

describe('the year at a glance', () => {
  it('tells the change and the places won as Lai Châu published them for 2021', () => {
    // SIPAS 86.81 %, 2.67 points up, rank 37 of 63.
    const [line] = yearLines(
      [sipas],
      [year({ value: 0.8681, rank: 37, ranked: 63, target: 0.9 }), year({ year: 2020, value: 0.8414, rank: 40, ranked: 63 })],
      2021,
    )
    expect(line).toMatchObject({ change: 0.0267, places: 3, isReached: false, isAtTop: false })
  })

  it.each([
    ['the method broke', { isBreak: true }, {}, { change: undefined, unlike: 'break', places: 3 }],
    [
      'a published value would stand against one of our own',
      { basis: 'campaign sipas-service' },
      {},
      { change: undefined, unlike: 'basis' },
    ],
    ['the year before was not entered', {}, { value: null }, { change: undefined }],
    ['other provinces were ranked', { ranked: 34 }, {}, { places: undefined }],
    ['it stands just within the first', { rank: 10 }, {}, { isAtTop: true }],
    ['it meets its target exactly', { value: 0.9, target: 0.9 }, {}, { isReached: true }],
    ['it has no rank', { rank: null }, {}, { isAtTop: undefined, places: undefined }],
  ])('where %s', (_, now, before, told) => {
    const [line] = yearLines(
      [sipas],
      [
        year({ value: 0.8681, rank: 37, ranked: 63, target: 0.9, ...now }),
        year({ year: 2020, value: 0.8414, rank: 40, ranked: 63, ...before }),
      ],
      2021,
    )
    expect(line).toMatchObject(told)
  })

  it('reads a percentage as offices write it', () => {
    expect(readYear(sipas, 2021, typed, 2026)).toMatchObject({ ok: true, year: { value: 0.8681, target: 0.9, rank: 37, ranked: 63 } })
  })

  it.each<[string, Partial<YearDraft>, string, string]>([
    ['more than there can be', { value: '101' }, 'value', 'more-than'],
    ['less than nothing', { value: '-5' }, 'value', 'less-than'],
    ['a target of less than nothing', { target: '-5' }, 'target', 'less-than'],
    ['a word', { value: 'cao' }, 'value', 'bad-number'],
    ['a value without where it was published', { reference: '' }, 'reference', 'needed'],
    ['a rank among nobody', { ranked: '' }, 'ranked', 'needed'],
    ['a rank below the last', { rank: '64' }, 'rank', 'more-than'],
    ['a source that is none', { source: 'moon 1' }, 'source', 'unknown'],
    ['a campaign with something behind it', { source: 'campaign q4 A1' }, 'source', 'unknown'],
    ['an assessment with something behind its agency', { source: 'assessment par A1 A2' }, 'source', 'unknown'],
    ['a source behind a space', { source: ' campaign q4' }, 'source', 'unknown'],
  ])('refuses %s', (_, wrong, field, code) => {
    expect(readYear(sipas, 2021, { ...typed, ...wrong }, 2026)).toMatchObject({ ok: false, problems: [{ field, code }] })
  })

  it('draws a value instead of entering one', () => {
    const drawn = readYear(sipas, 2026, { ...typed, source: 'assessment par-2026 H99', reference: '' }, 2026)
    expect(drawn).toMatchObject({ ok: true, year: { value: null, source: { from: 'assessment', assessment: 'par-2026', agency: 'H99' } } })
  })

  it('has a name, a method and an owner in both languages for each index that is shipped, and none called by another’s name', () => {
    for (const { name, method, owner } of shippedIndices)
      for (const text of [name, method, owner]) expect(Object.keys(text)).toEqual(['vi', 'en'])
    expect(shippedIndices.filter(({ name }) => name['vi']?.includes('SIPAS')).map(({ code }) => code)).toEqual(['sipas'])
    for (const { code, name, method, owner, unit, maximum, top } of shippedIndices) {
      const text = (one: typeof name) => [one['vi'] ?? '', one['en'] ?? ''] as const
      const [[n, n_en], [m, m_en], [o, o_en]] = [text(name), text(method), text(owner)]
      const most = maximum === null ? '' : String(unit === 'percent' ? maximum * 100 : maximum)
      const draft = {
        code,
        name: n,
        name_en: n_en,
        method: m,
        method_en: m_en,
        owner: o,
        owner_en: o_en,
        unit,
        maximum: most,
        top: String(top ?? ''),
      }
      expect(readIndex(draft)).toEqual({ ok: true, index: { code, name, method, owner, unit, maximum, top } })
    }
  })
})
