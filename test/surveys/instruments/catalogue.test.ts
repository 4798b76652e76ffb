import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { screenWords } from '../../../client/text/screen'
import { type NodeResult, nodeResults } from '../../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../../surveys/figures/tally'
import { readDefinition } from '../../../surveys/instrument/definition'
import { lint } from '../../../surveys/instrument/lint'
import { items, itemsOf } from '../../../surveys/instrument/questionnaire'
import type { Answer, Answers, Questionnaire } from '../../../surveys/instrument/schema'
import type { WarningRule } from '../../../surveys/instrument/warnings'
import { setIds, shippedSet } from '../indices/sets'

const surveys = join(import.meta.dirname, '../../../surveys')
const catalogue = readdirSync(join(surveys, 'catalogue')).map((name) => name.replace('.json', ''))

function read(id: string, folder = 'catalogue'): Questionnaire {
  const reading = readDefinition(JSON.parse(readFileSync(join(surveys, folder, `${id}.json`), 'utf8')))
  if (reading.ok) return reading.questionnaire
  throw new Error(`${id}: ${JSON.stringify(reading.problems)}`)
}

/** What stands although the linter names it, each for its reason. */
const accepted: Readonly<Record<string, readonly WarningRule[]>> = {
  // Negative statements: to agree with one is bad, under the same label.
  'ddci-form': ['scored_differently'],
  // Numbered the other way round on the form, so that a clerk keys what is printed.
  outpatients: ['score_against_code'],
  // Rounded before the sum, as the Circular says; what is rounded has no interval above it.
  'procedures-61-form': ['interval_lost'],
  // Two-part criteria are the published ones; notice and apology are owed to whoever waited too long.
  'sipas-2017': ['two_questions', 'unequal_effort'],
  // For a drawn list and interviewers, and no kiosk.
  'sipas-2022': ['too_long'],
}

describe.each(catalogue)('the questionnaire %s of the catalogue', (id) => {
  const questionnaire = read(id)

  it('carries the name of its file and asks somebody', () => {
    expect([questionnaire.id, questionnaire.version, questionnaire.kind]).toEqual([id, 1, undefined])
  })

  it('leaves to a second look only what stands for a reason', () => {
    const found = new Set(lint(questionnaire, screenWords).map(({ rule }) => rule))
    expect([...found].sort()).toEqual([...(accepted[id] ?? [])].sort())
  })

  it('says where it comes from, in Vietnamese, in composed characters, and in English', () => {
    expect(questionnaire.languages).toEqual(['vi', 'en'])
    expect(JSON.stringify(questionnaire)).toBe(JSON.stringify(questionnaire).normalize('NFC'))
    expect(questionnaire.source['vi']).toMatch(/do chúng tôi|Không phải nguyên văn/)
    expect(questionnaire.privacy['vi']).toContain('91/2025/QH15')
  })

  it('requires no answer, and gives every option its place', () => {
    const questions = questionnaire.sections.flatMap((section) => section.questions)
    expect(questions.filter((question) => 'required' in question && question.required)).toEqual([])
    for (const { options } of questionnaire.scales) expect(new Set(options.map(({ code }) => code)).size).toBe(options.length)
  })
})

describe('the indicator sets', () => {
  it('and the questionnaires have ids of their own', () => {
    const ids = [...catalogue, ...setIds, 'sipas-2026', 'sipas-service', 'sipas-service-quick']
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('draw from nodes that the questionnaires and sets have', () => {
    const known = new Map(
      [
        ...catalogue.map((id) => read(id)),
        ...['sipas-2026', 'sipas-service'].map((id) => read(id, 'questionnaires')),
        ...setIds.map(shippedSet),
      ].map((one) => [one.id, new Set(one.trees.flatMap(({ nodes }) => nodes.map(({ code }) => code)))]),
    )
    for (const id of setIds)
      for (const { draws } of shippedSet(id).trees.flatMap(({ nodes }) => nodes))
        if (draws)
          expect([id, draws.node, known.get(draws.from === 'campaign' ? draws.questionnaire : draws.set)?.has(draws.node)]).toContain(true)
  })
})

describe('sipas-2017', () => {
  const questionnaire = read('sipas-2017')

  it('has 22 criteria in five factors', () => {
    const factors = nodesOf(questionnaire, 'satisfaction').filter(({ kind }) => kind === 'factor')
    expect(factors.map(({ children = [] }) => children.length)).toEqual([4, 5, 6, 3, 4])
  })

  it('is the share satisfied, as the mean over criteria', () => {
    // Of ten persons eight are satisfied with each of the four of access, all with the other 18: (4 · 0.8 + 18)/22.
    const persons = Array.from({ length: 10 }, (_, person) =>
      everything(questionnaire, (item) => (item.startsWith('A') && person < 2 ? '2' : '4')),
    )
    expect(figures(questionnaire, persons).get('SIPAS')).toBeCloseTo(21.2 / 22, 12)
    expect(figures(questionnaire, persons).get('A')).toBeCloseTo(0.8, 12)
  })
})

describe('sipas-2022', () => {
  const questionnaire = read('sipas-2022')

  it('has 33 contents, 14 of policies and 19 of services, and nine expectations on three levels', () => {
    const factors = nodesOf(questionnaire, 'satisfaction').filter(({ kind }) => kind === 'factor')
    expect(factors.map(({ children = [] }) => children.length)).toEqual([2, 2, 8, 2, 4, 4, 5, 3, 3])
    expect(nodesOf(questionnaire, 'expectation').filter(({ kind }) => kind === 'item')).toHaveLength(9)
    expect(questionnaire.scales.find(({ id }) => id === 'wish')?.options).toHaveLength(3)
  })

  it('is a level', () => {
    // Policies at 4 of 5, services at 5: (14 · 0.8 + 19)/33.
    const person = everything(questionnaire, (item) => (Number(/^Q9_(\d+)$/.exec(item)?.[1]) <= 14 ? '4' : '5'))
    expect(figures(questionnaire, [person]).get('SIPAS')).toBeCloseTo(30.2 / 33, 12)
  })
})

describe('procedures-61-form', () => {
  const questionnaire = read('procedures-61-form')

  it('means points over dossiers, rounds each mean to one decimal, and adds', () => {
    const dossiers: readonly Answers[] = [
      { P1: 'early', P2: 'on', P3: 'none', P4: 'one', P7: 'good' },
      { P1: 'early', P2: 'on', P3: 'none', P4: 'one', P7: 'good' },
      { P1: 'on', P2: 'on', P3: 'none', P4: 'one', P7: 'good' },
      { P1: 'on', P2: 'on', P3: 'once', P4: 'one', P7: 'good' },
      { P1: 'on', P2: 'on', P3: 'once', P4: 'one', P7: 'fair' },
      { P1: 'late', P2: 'dk', P3: 'more', P4: 'one', P7: 'fair' },
      { P1: 'early', P2: 'dk', P3: 'more', P4: 'one', P7: 'poor' },
    ]
    const found = figures(questionnaire, dossiers)
    // 9/7 = 1.2857, 5/5, 8/7 = 1.1429, 14/7, 10/7 = 1.4286; unrounded they came to 6.857.
    expect(['P1', 'P2', 'P3', 'P4', 'P7'].map((code) => found.get(code))).toEqual([1.3, 1, 1.1, 2, 1.4])
    expect(found.get('SUM')).toBeCloseTo(6.8, 12)
  })

  it('rounds a mean of 1.25 up', () => {
    const four = ['early', 'on', 'on', 'on'].map((answer) => ({ P1: answer }))
    expect(figures(questionnaire, four).get('P1')).toBe(1.3)
  })

  it('shows three levels of satisfaction, each by its share', () => {
    const five = ['very', 'very', 'yes', 'no', 'na'].map((overall) => ({ overall }))
    const found = figures(questionnaire, five)
    expect(['SATISFIED', 'S-very', 'S-yes', 'S-no'].map((code) => found.get(code))).toEqual([0.75, 0.5, 0.25, 0.25])
  })
})

describe('ddci-form', () => {
  const questionnaire = read('ddci-form')

  it('asks what is rated for each agency, and what the business is once', () => {
    expect(questionnaire.loop?.atMost).toBeGreaterThanOrEqual(2)
    expect(questionnaire.sections.map(({ id, each }) => [id, each])).toEqual([
      ['business', undefined],
      ...['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'].map((code) => [`C_${code}`, 'agency']),
      ['last', undefined],
    ])
  })

  it('counts disagreement with a negative statement as it counts agreement with a positive one', () => {
    const reversed = new Set(
      questionnaire.sections.flatMap(({ questions }) =>
        questions.flatMap((question) =>
          'scale' in question && question.scale === 'agree-reversed' ? itemsOf(question).map(({ id }) => id) : [],
        ),
      ),
    )
    expect(reversed.size).toBe(7)
    const fair = everything(questionnaire, (item) => (reversed.has(item) ? 'd' : 'a'))
    // (4 − 1)/4 everywhere.
    expect(figures(questionnaire, [fair]).get('DDCI-SOFT')).toBeCloseTo(0.75, 12)
    // Full agreement that information takes connections: 0; (0.75 + 0.75 + 0)/3.
    const found = figures(questionnaire, [{ ...fair, I_3: 'sa' }])
    expect([found.get('I.3'), found.get('I')]).toEqual([0, 0.5])
  })

  it('leaves out who has no opinion', () => {
    const found = figures(questionnaire, [{ I_1: 'sa' }, { I_1: 'dk' }])
    expect(found.get('I.1')).toBe(1)
  })
})

describe('governance-form', () => {
  const questionnaire = read('governance-form')

  it('brings each of eight dimensions to 1…10 and adds them', () => {
    // Everybody at 4 of 5: 1 + 9 · 0.75 = 7.75, eight times. Of dimension 3 one at 1: (0.75 + 0.75 + 0)/3 is a half, 5.5.
    const all = everything(questionnaire, () => '4')
    const found = figures(questionnaire, [{ ...all, D3_1: '1' }])
    expect([found.get('D1'), found.get('D3'), found.get('TOTAL')].map((value) => Number(value?.toFixed(9)))).toEqual([7.75, 5.5, 59.75])
    const [worst, best] = ['1', '5'].map((answer) => figures(questionnaire, [everything(questionnaire, () => answer)]).get('TOTAL'))
    expect([worst, best]).toEqual([8, 80])
  })
})

describe('parents and pupils of primary schools', () => {
  const parents = read('parents-primary')

  it('have 24 criteria in five contents, and 12 for children', () => {
    const sizes = (one: Questionnaire) =>
      nodesOf(one, 'satisfaction').flatMap(({ kind, children = [] }) => (kind === 'factor' ? [children.length] : []))
    expect([sizes(parents), sizes(read('pupils-primary'))]).toEqual([
      [5, 5, 5, 5, 4],
      [2, 3, 3, 2, 2],
    ])
  })

  it('mean the percentage of what was expected over those who say one', () => {
    const five = [80, 90, 100, 120].map((met) => ({ met }))
    // (80 + 90 + 100 + 120)/4; whoever leaves it blank is outside.
    expect(figures(parents, [...five, { A1: '4' }]).get('MET')).toBe(97.5)
  })

  it('count the persons whose every answer is positive', () => {
    const all = everything(parents, () => '4')
    const found = figures(parents, [all, { ...all, B2: '3' }, { ...all, B2: 'na' }, { ...all, E4: '1' }])
    expect(found.get('ALL')).toBe(0.5)
    // 24 criteria, four persons: two of them 3/4 less what does not apply: B2 of three 2/3, E4 3/4.
    expect(found.get('SAT')).toBeCloseTo((22 + 2 / 3 + 3 / 4) / 24, 12)
  })

  it('hear three faces from children, of which one is good', () => {
    const pupils = read('pupils-primary')
    expect(
      figures(
        pupils,
        ['3', '2', '1', '3', 'na'].map((A1) => ({ A1 })),
      ).get('A1'),
    ).toBe(0.5)
  })
})

describe('patients and staff in health', () => {
  const inpatients = read('inpatients')
  const all = (one: Questionnaire, answer: string) => everything(one, () => answer)

  it('have the share of answers, the mean, and the persons whose every answer is 4 or 5', () => {
    const four = [all(inpatients, '5'), all(inpatients, '4'), { ...all(inpatients, '4'), C3: '3' }, { ...all(inpatients, '4'), D5: 'na' }]
    const found = figures(inpatients, four)
    // 25 criteria · 4 persons less one that does not apply: 98 of 99 answers positive; (125 + 100 + 99 + 96)/(5 · 99); three persons of four.
    expect(found.get('GENERAL')).toBeCloseTo(98 / 99, 12)
    expect(found.get('MEAN')).toBeCloseTo(420 / 495, 12)
    expect(found.get('FULL')).toBe(0.75)
  })

  it('count as coming back the upper two of five levels, and of four on the other form', () => {
    const outpatients = read('outpatients')
    const back = (one: Questionnaire, answers: readonly string[]) =>
      figures(
        one,
        answers.map((come_back) => ({ come_back })),
      ).get('RETURN')
    expect([back(inpatients, ['1', '2', '3', '4', '5']), back(outpatients, ['1', '2', '3', '4', '4'])]).toEqual([0.4, 0.6])
  })

  it('read a scale that is numbered the other way round by its scores, and leave out “no opinion”', () => {
    // Very good 1, good 2/3, very poor 0.
    const found = figures(
      read('outpatients'),
      ['1', '2', '4', '5'].map((quality) => ({ quality })),
    )
    expect(found.get('QUALITY')).toBeCloseTo(5 / 9, 12)
  })

  it('ask staff about five things, with a figure for who is content with all', () => {
    const staff = read('health-staff')
    const found = figures(staff, [all(staff, '4'), { ...all(staff, '5'), C1: '2' }])
    expect([found.get('FULL'), found.get('C1')]).toEqual([0.5, 0.5])
    expect(found.get('GENERAL')).toBeCloseTo(47 / 48, 12)
  })
})

const nodesOf = ({ trees }: Questionnaire, id: string) => trees.find((tree) => tree.id === id)?.nodes ?? []

/** One answer for everything that is asked on a scale which has it. */
function everything(questionnaire: Questionnaire, chosen: (item: string) => string): Answers {
  return Object.fromEntries(
    items(questionnaire).flatMap(({ id, question, scale }): readonly (readonly [string, Answer])[] => {
      const code = chosen(id)
      return question.type === 'matrix' && scale?.options.some((option) => option.code === code) ? [[id, code]] : []
    }),
  )
}

/** What every node comes to, by its code. */
function figures(questionnaire: Questionnaire, responses: readonly Answers[]): ReadonlyMap<string, NodeResult['value']> {
  const layout = tallyLayout(questionnaire)
  const tally = emptyTally(layout)
  for (const answers of responses) addAnswers(layout, tally, answers, 1)
  return new Map(nodeResults(layout, tally, { threshold: 1 }).map(({ code, value }) => [code, value]))
}
