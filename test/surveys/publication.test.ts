import { describe, expect, it } from 'vitest'
import {
  editionStanding,
  figureChanges,
  type FrozenFigures,
  type FrozenNode,
  licences,
  readTerms,
  toldEditions,
  toldFrom,
} from '../../surveys/figures/publication'

const edition = (number: number, publishedOn: string, publicOn = publishedOn, withdrawnOn = '') => ({
  number,
  publishedOn,
  publicOn,
  withdrawnOn,
})

describe('what everybody sees of a campaign', () => {
  it.each([
    ['nothing, while an edition is only prepared', [edition(1, '')], '2026-11-29', 'untold', undefined],
    ['nothing, the day before its day', [edition(1, '2026-11-20', '2026-12-01')], '2026-11-30', 'untold', undefined],
    ['the edition, on its day', [edition(1, '2026-11-20', '2026-12-01')], '2026-12-01', 'public', 1],
    [
      'the edition before, until the day of an amendment',
      [edition(1, '2026-11-20'), edition(2, '2026-11-21', '2026-12-01')],
      '2026-11-30',
      'public',
      1,
    ],
    ['the amendment, from its day', [edition(1, '2026-11-20'), edition(2, '2026-11-21', '2026-12-01')], '2026-12-01', 'public', 2],
    ['that it was withdrawn', [edition(1, '2026-11-20', '2026-11-20', '2026-11-25')], '2026-11-26', 'withdrawn', 1],
    [
      'nothing of what was withdrawn before its day',
      [edition(1, '2026-11-20', '2026-12-01', '2026-11-25')],
      '2026-12-02',
      'untold',
      undefined,
    ],
    [
      'what was published again',
      [edition(1, '2026-11-20', '2026-11-20', '2026-11-25'), edition(2, '2026-11-27')],
      '2026-11-28',
      'public',
      2,
    ],
  ])('is %s', (_, editions, today, kind, number) => {
    const standing = editionStanding(editions, today)
    expect([standing.kind, standing.kind === 'untold' ? undefined : standing.edition.number]).toEqual([kind, number])
  })

  it('keeps on record each edition that could be read', () => {
    const editions = [
      edition(1, '2026-11-20', '2026-11-20', '2026-11-25'),
      edition(2, '2026-11-27'),
      edition(3, '2026-11-28', '2026-12-24'),
    ]
    expect(toldEditions(editions, '2026-11-29').map(({ number }) => number)).toEqual([2, 1])
  })

  it('has no count of few', () => {
    expect([0, 1, 9, 10, 11].map((count) => toldFrom(10, count))).toEqual([0, null, null, 10, 11])
  })
})

const terms = { publicOn: '2026-12-01', licence: 'cc0-1.0', note: '', noteEn: '', contact: 'Phòng 1', reason: '', reasonEn: '' }

describe('the terms of an edition', () => {
  const wrong = (wanted: Partial<typeof terms>, isCorrection: boolean) => {
    const reading = readTerms({ ...terms, ...wanted }, { today: '2026-11-29', isCorrection })
    return reading.ok ? [] : reading.problems.map(({ field, code }) => `${field}: ${code}`)
  }

  it('need a day that is not past, a licence, whom to ask, and of an amendment why', () => {
    expect(wrong({}, false)).toEqual([])
    expect(wrong({ publicOn: '2026-11-28', licence: 'mine', contact: ' ' }, true)).toEqual([
      'publicOn: too-early',
      'licence: choose-one',
      'contact: needed',
      'reason: needed',
    ])
    expect(wrong({ publicOn: '', note: 'x'.repeat(2001), noteEn: 'x'.repeat(2001), contact: 'x'.repeat(201) }, false)).toEqual([
      'publicOn: needed',
      'note: too-long',
      'noteEn: too-long',
      'contact: too-long',
    ])
    expect(wrong({ publicOn: '1.12.2026', reason: 'Sai', reasonEn: 'x'.repeat(501) }, true)).toEqual([
      'publicOn: bad-day',
      'reasonEn: too-long',
    ])
  })

  it.each(licences)('take the licence %s', (licence) => {
    expect(wrong({ licence }, false)).toEqual([])
  })
})

const node = (code: string, value: number | null, base: number | null = 20): FrozenNode => ({
  unit: 'percent',
  shown: value === null ? null : (value * 100).toFixed(1),
  grade: null,
  target: null,
  reached: null,
  code,
  tree: 'satisfaction',
  kind: 'factor',
  formula: 'share',
  rollUp: null,
  persons: base,
  effectivePersons: base,
  base,
  value,
  interval: value === null ? null : [value - 0.1, value + 0.1],
  intervalMethod: null,
  share: null,
  level: null,
  without: [],
})

const figures = (total: readonly FrozenNode[], agencies: Readonly<Record<string, readonly FrozenNode[]>>): FrozenFigures => ({
  campaign: { code: 'c', title: { vi: 'C' }, kind: 'open', opensOn: '2026-01-01', closesOn: '2026-02-01', threshold: 10, synthetic: false },
  province: null,
  questionnaire: { id: 'q', version: 1, hash: 'h' },
  releasedBy: '',
  rule: 'whole-cells-1',
  asOf: '2026-02-02',
  settled: true,
  agencies: Object.entries(agencies).map(([code, nodes]) => ({
    code,
    name: { vi: code },
    block: 'b',
    responses: 20,
    rank: null,
    ranked: 0,
    rankInterval: null,
    tier: null,
    digits: 1,
    nodes,
  })),
  blocks: [],
  total: { responses: 20, nodes: total, meanOfAgencies: [], waiting: 0 },
  parts: [],
})

describe('what an amendment changed', () => {
  it('is nothing where nothing is told otherwise', () => {
    const one = figures([node('S', 0.8)], { A: [node('S', 0.7)] })
    expect(figureChanges(one, structuredClone(one))).toEqual([])
  })

  it('is each figure that is told otherwise, was not told, or is not told any more', () => {
    const before = figures([node('S', 0.8), node('F', 0.5)], { A: [node('S', 0.7)], B: [node('S', 0.6)] })
    const after = figures([node('S', 0.8, 30), node('F', 0.5)], { A: [node('S', 0.75)], C: [node('S', 0.9)] })
    const told = figureChanges(before, after).map(({ level, code, node: of, before: was, after: is }) => [
      level,
      code,
      of,
      was?.value,
      is?.value,
    ])
    expect(told).toEqual([
      ['total', '', 'S', 0.8, 0.8],
      ['agency', 'A', 'S', 0.7, 0.75],
      ['agency', 'B', 'S', 0.6, undefined],
      ['agency', 'C', 'S', undefined, 0.9],
    ])
  })

  it('tells no figure again that stood on fewer than is asked for since', () => {
    const before = figures([node('S', 0.8, 10)], {})
    const after = figures([node('S', 0.7, 40)], {})
    const [change] = figureChanges(before, { ...after, campaign: { ...after.campaign, threshold: 11 } })
    expect([change?.before, change?.after]).toMatchObject([
      { value: null, base: null, shown: null },
      { value: 0.7, base: 40 },
    ])
  })
})
