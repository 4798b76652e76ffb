import { describe, expect, it } from 'vitest'
import { screenWords } from '../../../client/text/screen'
import { gradeAmong } from '../../../surveys/indices/grades'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { lint } from '../../../surveys/instrument/lint'
import type { IndicatorNode, Questionnaire } from '../../../surveys/instrument/schema'
import { type Given, given, inputsOf, setIds, shippedSet, sourceOf, worked, workedAlone } from './sets'

const nodesOf = ({ trees }: Questionnaire): readonly IndicatorNode[] => trees.flatMap(({ nodes }) => nodes)
const headOf = (set: Questionnaire): string => headlineOf(set) ?? ''

describe.each(setIds)('the shipped indicator set %s', (id) => {
  const set = shippedSet(id)

  it('carries the name of its file and asks nobody', () => {
    expect([set.id, set.kind, set.sections]).toEqual([id, 'indicator-set', []])
  })

  it('leaves nothing that deserves a second look', () => {
    expect(lint(set, screenWords)).toEqual([])
  })

  it('says everything in Vietnamese, in composed characters, and in English', () => {
    expect(set.languages).toEqual(['vi', 'en'])
    for (const text of textsIn(sourceOf(id))) {
      expect(Object.keys(text)).toEqual(['vi', 'en'])
      for (const words of Object.values(text)) expect(words).toBe(words.trim().normalize('NFC'))
    }
  })

  it('says where it comes from, and that wording or criteria are ours', () => {
    expect(set.source['vi']).toContain('chúng tôi')
    expect(set.source['en']).toMatch(/\bours?\b/)
  })

  it('has no value while any of its numbers is missing that it is a sum of, and names the part', () => {
    const best = atBest(set)
    for (const lacking of inputsOf(set)) {
      const { [lacking]: _gone, ...rest } = best
      const head = workedAlone(set, rest).at(headOf(set))
      if (id === 'ddci') expect(head.value).toBeNull()
      else expect(head).toMatchObject({ value: null, lacking: 'incomplete' })
      expect(head.filled).toEqual({ there: inputsOf(set).length - 1, wanted: inputsOf(set).length })
    }
  })

  it('grades at each of its ends, just below and just above', () => {
    for (const { id: bands, bands: grades, ends } of set.bandSets.filter((one) => one.ends === undefined)) {
      const grade = (value: number) => gradeAmong(set, bands, { formula: 'points', unit: undefined }, value, [])
      expect(ends).toBeUndefined()
      for (const [place, { code, from, to }] of grades.entries()) {
        expect([grade(from), grade(from + 1e-9), grade(to - 1e-9)]).toEqual([code, code, code])
        expect(grade(from - 1e-9)).toBe(grades[place - 1]?.code ?? null)
        expect(grade(to)).toBe(grades[place + 1]?.code ?? code)
      }
    }
  })
})

describe.each([
  ['service-766', 100],
  ['procedures-61', 18],
  ['procedures-118', 100],
  ['papi', 80],
  ['governance', 80],
  ['town', 100],
  ['digital', 100],
  ['par-index', 100],
  ['par-index-agency', 100],
])('the points of %s', (id, most) => {
  const set = shippedSet(id)

  it(`are ${most} with every number at its best, and nothing is below its maximum`, () => {
    const { at, short } = workedAlone(set, atBest(set))
    expect(at(headOf(set)).value).toBeCloseTo(most, 9)
    expect(short()).toEqual([])
  })
})

describe('a share that is worth points', () => {
  const set = shippedSet('town')
  const without = (code: string): Questionnaire => ({
    ...set,
    trees: set.trees.map((tree) => ({
      ...tree,
      nodes: tree.nodes.map(({ steps, ...node }) => (node.code === code || !steps ? node : { ...node, steps })),
    })),
  })

  it.each(['A.1', 'B.1'])('deserves a second look without a step that makes points of it: %s', (code) => {
    expect(lint(without(code), screenWords).map(({ rule, seen }) => [rule, seen])).toEqual([['share_for_points', code]])
  })
})

describe('the service index of Decision 766', () => {
  const set = shippedSet('service-766')
  const counts = {
    'N.procedures': 100,
    'N.announced': 90,
    'N.published': 45,
    'N.received': 400,
    'N.synchronised': 180,
    'N.settled': 200,
    'N.on-time': 190,
    'N.in-hand': 50,
    'N.within': 36,
    'N.electronic': 90,
    'N.digitised': 360,
    'N.reused': 120,
    'N.online': 300,
    'N.payable': 100,
    'N.paid-online': 27,
    'N.feedback': 10,
    'N.feedback-taken': 9,
    'N.feedback-on-time': 9,
    'N.feedback-bad': 1,
    'N.late': 10,
    'N.complained': 20,
  }

  it('has groups of 18, 20, 22, 22 and 18 points', () => {
    expect(['1', '2', '3', '4', '5'].map((code) => nodesOf(set).find((node) => node.code === code)?.maximum)).toEqual([18, 20, 22, 22, 18])
  })

  it('gives a share of its maximum below 90 %, and the maximum from there', () => {
    const { at } = workedAlone(set, counts)
    const value = (code: string) => at(code).value
    // 90/100 is 90 %: 6. 45/100 is half of it: 3. 180/400 is 45 %: 3. Together 12.
    expect([value('1.1'), value('1.2'), value('1.3'), value('1')].map(rounded)).toEqual([6, 3, 3, 12])
    // 190/200 is 95 %: held at 15. 36/50 is 72 %, 0.8 of 90 %: 4.
    expect([value('2.1'), value('2.2'), value('2')].map(rounded)).toEqual([15, 4, 19])
    // 90/200, 360/400 and 120/400: 45/90 · 8 = 4; 8; 30/90 · 6 = 2.
    expect([value('3.1'), value('3.2'), value('3.3'), value('3')].map(rounded)).toEqual([4, 8, 2, 14])
    // 300/400: 75/90 · 12 = 10. 27/100: 27/90 · 10 = 3.
    expect([value('4.1'), value('4.2'), value('4')].map(rounded)).toEqual([10, 3, 13])
  })

  it('takes late dossiers and complaints off what is not complained about', () => {
    const { at } = workedAlone(set, counts)
    const value = (code: string) => at(code).value
    // 1 − 1/10 = 90 %: 2. 1 − (10 + 20)/200 = 85 %: 85/90 · 6 = 5.666 667.
    expect([value('5.1'), value('5.2'), value('5.3'), value('5.4')].map(rounded)).toEqual([5, 5, 2, 5.666667])
    // 12 + 19 + 14 + 13 + 17.666 667.
    expect(at('TOTAL')).toMatchObject({ grade: 'fair' })
    expect(rounded(value('TOTAL'))).toBe(75.666667)
  })

  it.each([
    [0.8999, 5.999333],
    [0.9, 6],
    [0.9001, 6],
  ])('gives for a share of %s %s of 6 points', (share, points) => {
    const { at } = workedAlone(set, { ...counts, 'N.procedures': 10_000, 'N.announced': Math.round(share * 10_000) })
    expect(rounded(at('1.1').value)).toBe(points)
  })

  it('gives whoever got no complaint the points for complaints', () => {
    const none = { ...counts, 'N.feedback': 0, 'N.feedback-taken': 0, 'N.feedback-on-time': 0, 'N.feedback-bad': 0 }
    const { at } = workedAlone(set, none)
    expect([at('5.1').value, at('5.2').value, at('5.3').value]).toEqual([5, 5, 2])
  })

  it('has no value where dossiers were late and none was settled', () => {
    const { at } = workedAlone(set, { ...counts, 'N.settled': 0 })
    expect(at('5.4')).toMatchObject({ value: null, lacking: 'zero-divisor' })
    expect(at('TOTAL')).toMatchObject({ value: null, lacking: 'incomplete', missing: { codes: ['2', '3', '5'] } })
  })

  it('names by criterion what is below its maximum, what brings most first', () => {
    const { short } = workedAlone(set, counts)
    expect(short().map(({ code }) => code)).toEqual(['4.2', '3.1', '3.3', '1.2', '1.3', '4.1', '2.2', '5.4'])
    expect(short().map(({ brings }) => rounded(brings))).toEqual([7, 4, 4, 3, 3, 2, 1, 0.333333])
  })

  it('says nothing under the name of SIPAS', () => {
    expect(nodesOf(set).filter(({ label }) => /sipas|mức độ hài lòng|satisfaction/i.test(JSON.stringify(label)))).toEqual([])
  })
})

describe('the handling of procedures under Decree 61/2018', () => {
  const set = shippedSet('procedures-61')
  /** Means over dossiers, rounded to one decimal as the campaign's nodes are; the others self and verified. */
  const numbers: Given = { 1: 1.7, 2: 1.6, 3: 1.9, 4: 2, 7: 1.8, 5: [2, 1.5], 6: 2, 8: 1, 9: [1.5, null] }

  it('adds nine indicators of up to 2 points', () => {
    const nine = nodesOf(set).filter(({ input }) => input !== undefined)
    expect(nine.map(({ maximum }) => maximum)).toEqual(Array.from({ length: 9 }, () => 2))
    expect(nine.filter(({ input }) => input === 'drawn').map(({ code }) => code)).toEqual(['1', '2', '3', '4', '7'])
  })

  it('takes the verified score where there is one, and shows the agency’s own beside it', () => {
    const { at } = workedAlone(set, numbers)
    // 1.7 + 1.6 + 1.9 + 2 + 1.5 + 2 + 1.8 + 1 + 1.5 = 15; with its own 2 for the fifth 15.5.
    expect([rounded(at('TOTAL').value), rounded(at('TOTAL').self.value)]).toEqual([15, 15.5])
    expect(at('TOTAL').grade).toBe('excellent')
  })

  it('is good one tenth below', () => {
    expect(workedAlone(set, { ...numbers, 8: 0.9 }).at('TOTAL')).toMatchObject({ grade: 'good' })
  })

  it('draws what is scored by dossier from the citizens’ forms', () => {
    expect(nodesOf(set).find(({ code }) => code === '7')?.draws).toEqual({
      from: 'campaign',
      questionnaire: 'procedures-61-form',
      node: 'P7',
      figure: 'value',
    })
  })
})

describe('its successor under Decree 118/2025', () => {
  const set = shippedSet('procedures-118')
  const groups = { G1: 17.5, G2: 19, G3: 18, G4: 20.5, G5: 15 }

  it('adds the five groups of an assessment under Decision 766', () => {
    expect(workedAlone(set, groups).at('TOTAL')).toMatchObject({ value: 90, grade: 'excellent' })
    expect(workedAlone(set, { ...groups, G5: 14.99 }).at('TOTAL').grade).toBe('good')
  })

  it('draws each from the group of the same maximum', () => {
    const source = shippedSet('service-766')
    for (const { draws, maximum } of nodesOf(set).filter(({ input }) => input === 'drawn')) {
      expect(draws).toMatchObject({ from: 'assessment', set: 'service-766' })
      expect(nodesOf(source).find(({ code }) => code === draws?.node)?.maximum).toBe(maximum)
    }
  })
})

describe('PAR INDEX', () => {
  const set = shippedSet('par-index')

  it('has eight areas whose points come to 100, of which 10 are SIPAS', () => {
    const areas = nodesOf(set).filter(({ kind }) => kind === 'aspect')
    expect(areas.map(({ maximum }) => maximum)).toEqual([9.5, 10, 13, 10.5, 14, 12, 14, 17])
    expect(nodesOf(set).find(({ draws }) => draws?.from === 'campaign')).toMatchObject({ code: '8.1', maximum: 10 })
  })

  it('names its criteria by codes down to the third level', () => {
    const criteria = nodesOf(set).filter(({ maximum, kind }) => maximum !== undefined && kind !== 'overall')
    expect(criteria.filter(({ code }) => !/^[1-8](\.\d+){0,2}$/.test(code))).toEqual([])
    expect(criteria.filter(({ code }) => code.split('.').length === 3).length).toBeGreaterThan(40)
  })

  it('adds verified points, takes points off for what falls short, and says what would bring most', () => {
    const numbers: Given = {
      ...atBest(set),
      '3.4.1.a': 930,
      '3.4.1.b': 1000,
      '1.3.1.a': 6,
      '1.3.1.b': 40,
      '8.1': 0.8394,
      '1.1.1': [1, 0.5],
    }
    const { at, short } = workedAlone(set, numbers)
    // (0.93 − 0.9)/0.1 · 2 = 0.6; 0.15/0.3 · 0.5 = 0.25; 83.94 % of 10 = 8.394; verified 0.5 of 1.
    expect([at('3.4.1').value, at('1.3.1').value, at('8.1').value].map(rounded)).toEqual([0.6, 0.25, 8.394])
    // 100 − 1.4 − 0.25 − 1.606 − 0.5; by its own score half a point more.
    expect([rounded(at('PAR').value), rounded(at('PAR').self.value), at('PAR').grade]).toEqual([96.244, 96.744, 'A'])
    expect(short().map(({ code, brings }) => [code, rounded(brings)])).toEqual([
      ['8.1', 1.606],
      ['3.4.1', 1.4],
      ['1.1.1', 0.5],
      ['1.3.1', 0.25],
    ])
  })

  it.each([
    [0.8999, 0],
    [0.9, 0],
    [0.95, 1],
    [1, 2],
  ])('gives %s of dossiers on time %s of 2 points', (share, points) => {
    const { at } = workedAlone(set, { ...atBest(set), '3.4.1.a': Math.round(share * 10_000), '3.4.1.b': 10_000 })
    expect(rounded(at('3.4.1').value)).toBe(points)
  })

  it('is taken down to departments and communes with the survey at their own desks', () => {
    const agency = shippedSet('par-index-agency')
    const { at } = workedAlone(agency, { ...atBest(agency), '3.2.a': 940, '3.2.b': 1000, '7.3': 0.8521 })
    // (0.94 − 0.9)/0.1 · 10 = 4, so 6 less; 8.521 of 10, so 1.479 less.
    expect(rounded(at('PAR').value)).toBe(92.521)
  })
})

describe('an index of the kind of PAPI', () => {
  const set = shippedSet('papi')
  const dimensions = (...points: readonly number[]): Given => Object.fromEntries(points.map((one, at) => [`D${at + 1}`, one]))

  it('adds eight dimensions as they were published', () => {
    const { at } = workedAlone(set, dimensions(5.0123, 5.4, 4.25, 6.75, 7.3, 8.01, 3.5, 3.1))
    expect(rounded(at('TOTAL').value)).toBe(43.3223)
  })

  it('forms four groups by quartiles of all that are compared', () => {
    const eight = Array.from({ length: 8 }, (_, place) => given(`P${place}`, dimensions(5, 5, 5, 5, 5, 5, 5, 1 + place), 'province'))
    expect(worked(set, eight).map(({ at }) => at('TOTAL').grade)).toEqual([
      'low',
      'low',
      'lower-middle',
      'lower-middle',
      'upper-middle',
      'upper-middle',
      'high',
      'high',
    ])
  })
})

describe('an index of the kind of PAPI for communes', () => {
  it('adds eight dimensions of the province’s own survey and forms quarters within a block', () => {
    const set = shippedSet('governance')
    const commune = (code: string, last: number) =>
      given(code, { D1: 5.5, D2: 6, D3: 4.75, D4: 7, D5: 7.5, D6: 7, D7: 5, D8: last }, 'commune')
    const found = worked(set, [commune('a', 3), commune('b', 4), commune('c', 5), commune('d', 6.25)])
    // 42.75 and the last; quartiles of 45.75, 46.75, 47.75 and 49 lie at 46.5, 47.25 and 48.0625.
    expect(found.map(({ at }) => [rounded(at('TOTAL').value), at('TOTAL').grade])).toEqual([
      [45.75, 'low'],
      [46.75, 'lower-middle'],
      [47.75, 'upper-middle'],
      [49, 'high'],
    ])
  })
})

describe('the set of one town', () => {
  it('puts the survey beside counts and tasks', () => {
    const set = shippedSet('town')
    const { at } = workedAlone(set, {
      'A.1': 0.84,
      'N.answered': 9,
      'N.complaints': 12,
      'N.on-time': 190,
      'N.settled': 200,
      'N.online': 140,
      'N.received': 400,
      'N.apologies': 5,
      'N.late': 10,
      'N.tasks-done': 8,
      'N.tasks': 10,
      'C.2': 8,
      'D.1': [5, 4],
      'D.2': 2,
    })
    // 21 + (0.75 − 0.5)/0.5 · 5 = 23.5; (0.95 − 0.8)/0.2 · 15 + 0.35/0.7 · 15 + 2.5 = 21.25; (0.8 − 0.6)/0.4 · 15 + 8 = 15.5; 6.
    expect(['A', 'B', 'C', 'D'].map((code) => rounded(at(code).value))).toEqual([23.5, 21.25, 15.5, 6])
    expect([rounded(at('TOTAL').value), rounded(at('TOTAL').self.value), at('TOTAL').grade]).toEqual([66.25, 67.25, 'done'])
  })
})

describe('DDCI', () => {
  const set = shippedSet('ddci')
  const soft = inputsOf(set).filter((code) => /^[IVX]+\.\d$/.test(code))
  const agency = (code: string, said: number, hard: Given) =>
    given(code, { ...Object.fromEntries(soft.map((one) => [one, said])), ...hard })
  const three = [
    agency('X', 0.6, { 'N.late': 10, 'N.dossiers': 100, 'N.online': 50, 'N.answered': 0, 'N.requests': 0 }),
    agency('Y', 0.8, { 'N.late': 5, 'N.dossiers': 100, 'N.online': 90, 'N.answered': 3, 'N.requests': 4 }),
    agency('Z', 0.7, { 'N.late': 5, 'N.dossiers': 50, 'N.online': 35, 'N.answered': 4, 'N.requests': 5 }),
  ]
  const [x, y, z] = worked(set, three)

  it('brings each indicator to 1…10 between the lowest and the highest agency', () => {
    expect([x, y, z].map((one) => rounded(one?.at('I.1').value))).toEqual([1, 10, 5.5])
  })

  it('reverses what is better when it is low', () => {
    // Late: 10 %, 5 %, 10 %.
    expect([x, y, z].map((one) => rounded(one?.at('H.late').value))).toEqual([1, 10, 1])
  })

  it('takes nobody’s requests for all of them answered', () => {
    // 100 %, 75 %, 80 %: 1 + 9 · 0.05/0.25 = 2.8.
    expect([x, y, z].map((one) => rounded(one?.at('H.answered').value))).toEqual([10, 1, 2.8])
  })

  it('means a component over its indicators, soft beside hard', () => {
    // (5.5 · 3 + 1)/4 and (5.5 · 3 + 2.8)/4.
    expect([rounded(z?.at('III').value), rounded(z?.at('VI').value)]).toEqual([4.375, 4.825])
  })

  it('weighs the components and ranks', () => {
    // X: (1 · 85 + 3.25 · 15)/100 · 10; Y: (10 · 85 + 7.75 · 15)/100 · 10; Z: (5.5 · 70 + 4.375 · 15 + 4.825 · 15)/100 · 10.
    expect([x, y, z].map((one) => [rounded(one?.at('DDCI').value), one?.rank])).toEqual([
      [13.375, 3],
      [96.625, 1],
      [52.3, 2],
    ])
  })

  it('has no points for one agency alone, since there is nobody to place it among', () => {
    const [alone] = worked(set, three.slice(0, 1))
    expect(alone?.at('DDCI')).toMatchObject({ value: null, lacking: 'needs-agencies' })
  })

  it('reads positive and negative statements of the survey alike', () => {
    for (const { draws } of nodesOf(set).filter(({ input }) => input === 'drawn'))
      expect(draws).toMatchObject({ from: 'campaign', questionnaire: 'ddci-form', figure: 'value' })
    expect(soft).toHaveLength(24)
  })
})

describe('digital transformation', () => {
  it('counts each figure by its share of what is to be reached', () => {
    const set = shippedSet('digital')
    const { at } = workedAlone(set, {
      '1.1': 1,
      '1.2': 0,
      '1.3': 0.9,
      '2.1': 0.8,
      '2.2': 1,
      '2.3': 0.45,
      '3.1': 0.4,
      '3.2': 1,
      '4.1': 0.5,
      '4.2': 0.9,
      '5.1': 0.98,
      '5.2': 0.99,
      '5.3': 0.8,
      '5.4': 6,
      '6.1': 0.25,
      '6.2': 0.12,
      '6.3': 0.6,
    })
    // 4 + 0 + 2.7; 4 + 5 + 2.5; 5 + 5; 5 + 4.5; 9.8 + 10 + 4 + 3; 2.5 + 2 + 3.
    expect(['1', '2', '3', '4', '5', '6'].map((code) => rounded(at(code).value))).toEqual([6.7, 11.5, 10, 9.5, 26.8, 7.5])
    expect(rounded(at('TOTAL').value)).toBe(72)
  })
})

/** Every number as good as it can be: maxima, whole shares, ten of ten counted, nothing late. */
function atBest(set: Questionnaire): Given {
  const bad = ['N.late', 'N.complained', 'N.feedback-bad']
  const isTown = set.id === 'town'
  return Object.fromEntries(
    nodesOf(set).flatMap(({ code, input, entry, draws, maximum }) => {
      if (input === undefined) return []
      if (draws) return [[code, draws.from === 'campaign' && draws.figure === 'share' ? 1 : bestDrawn(set.id, code, maximum)]]
      if (entry?.unit === 'points' || entry?.unit === 'number') return [[code, maximum ?? 10]]
      if (entry?.unit === 'count') return [[code, bad.includes(code) && !isTown ? 0 : 10]]
      return [[code, entry?.high ?? 1]]
    }),
  )
}

/** A share for what is drawn as one, and points where the figure is points. */
function bestDrawn(id: string, code: string, maximum: number | undefined): number {
  if (code === '3.6') return 100
  return id.startsWith('procedures') || id === 'governance' ? (maximum ?? 1) : 1
}

const rounded = (value: number | null | undefined): number | null => (typeof value === 'number' ? Number(value.toFixed(6)) : null)

type Texts = Readonly<Record<string, string>>

function textsIn(value: unknown): readonly Texts[] {
  if (isTexts(value)) return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

const isTexts = (value: unknown): value is Texts => value !== null && typeof value === 'object' && ('vi' in value || 'en' in value)
