import { describe, expect, it } from 'vitest'
import { exportWords } from '../../client/text/files'
import { languages } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { addDayScatter, addMarkedDay, emptyDays, scatterIn } from '../../surveys/figures/days'
import { intervalWorking } from '../../surveys/figures/interval-workings'
import { type IntervalMethod, tQuantile, wilsonAt, z975 } from '../../surveys/figures/intervals'
import { daysWithAnswers } from '../../surveys/figures/month'
import { nodeResults } from '../../surveys/figures/results'
import { fewestADay, sampleOf } from '../../surveys/figures/sums'
import { addAnswers, addTally, readableTally, type Tally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers } from '../../surveys/instrument/schema'
import { fivePoint, node, questionnaireWith, single, tree, whole } from './fixtures'
import { seeded } from './random'

const questionnaire = questionnaireWith({
  questions: [single('a'), single('b'), whole('n')],
  scales: [fivePoint],
  trees: [
    tree('satisfaction', [
      node('S', 'overall', { items: ['a', 'b'] }),
      node('L', 'overall', { items: ['a', 'b'], formula: 'level' }),
      node('G', 'overall', { items: ['a', 'b'], formula: 'all-positive' }),
      node('N', 'overall', { items: ['n'], formula: 'mean-number' }),
      node('P', 'overall', { children: ['PA', 'PB'], rollUp: 'product' }),
      node('PA', 'factor', { items: ['a'] }),
      node('PB', 'factor', { items: ['b'] }),
      node('M', 'overall', { items: ['a', 'b'], steps: [{ type: 'linear', from: [0, 1], to: [10, 0] }] }),
    ]),
  ],
})
const layout = tallyLayout(questionnaire)

type Person = { readonly agency: string; readonly day: number; readonly answers: Answers }

/** As the results read it: each agency's tally and days, added up. */
function readOf(persons: readonly Person[]): Tally {
  const all = readableTally(layout)
  for (const agency of new Set(persons.map((person) => person.agency))) {
    const [tally, month] = [readableTally(layout), emptyDays(layout)]
    for (const { day, answers } of persons.filter((one) => one.agency === agency)) {
      addAnswers(layout, tally, answers, 1)
      addMarkedDay(layout, month, day, 1)
    }
    addDayScatter(layout, scatterIn(layout, tally), [month])
    addTally(all, tally)
  }
  return all
}

/** Days lean by so much one way or the other. */
function drawn(seed: number, agencies: number, days: number, aDay: number, lean: number): readonly Person[] {
  const uniform = seeded(seed)
  return Array.from({ length: agencies }, (_, agency) =>
    Array.from({ length: days }, (_unused, day) => {
      const good = 0.75 + lean * (uniform() - 0.5)
      return Array.from({ length: aDay }, (): Person => {
        const answer = () => (uniform() < good ? 'e' : uniform() < 0.5 ? 'b' : 'na')
        return { agency: `H${agency}`, day: 1 + day, answers: { a: answer(), b: answer(), n: Math.round(100 * good * uniform()) } }
      })
    }),
  ).flat(2)
}

const workingsOf = (tally: Tally) => {
  const sample = sampleOf(layout, tally, {})
  const results = nodeResults(layout, tally, { threshold: 1 })
  return layout.nodes.map((slots, place) => ({
    result: results[place],
    made: intervalWorking(slots, sample),
    steps: slots.indicator.steps,
  }))
}

const cases = [
  ['days that lean', drawn(3, 2, 8, 9, 0.5)],
  ['days that do not', drawn(4, 2, 8, 9, 0)],
  ['one day for each agency', drawn(5, 3, 1, 20, 0.5)],
  ['hardly two persons a day', drawn(6, 1, 20, 1, 0.5)],
  ['few days, unequal agencies', [...drawn(7, 1, 2, 15, 0.6), ...drawn(8, 1, 1, 12, 0)]],
] as const

describe('the working of an interval', () => {
  it.each(cases)('comes to the interval that is shown, by hand, from its own numbers: %s', (_, persons) => {
    for (const { result, made, steps } of workingsOf(readOf(persons))) {
      if (result?.interval === null || !result || !made) {
        expect([result?.code, made]).toEqual([result?.code, undefined])
        continue
      }
      const { scatter, value, persons: n, days, wilson } = made
      const overPersons = scatter
        ? ((scatter.freedom + 1) / scatter.freedom) * scatter.squares * (tQuantile(scatter.freedom) / z975) ** 2
        : (value * (1 - value)) / n
      const overDays = days ? days.squares * (tQuantile(Math.max(4, days.freedom)) / z975) ** 2 : 0
      const variance = Math.max(overPersons, overDays)
      expect([made.overPersons, days?.variance ?? 0]).toEqual([expect.closeTo(overPersons, 12), expect.closeTo(overDays, 12)])
      expect(made.counts).toBe(overDays > overPersons ? 'days' : 'persons')
      let ends: readonly number[] = [value - z975 * Math.sqrt(variance), value + z975 * Math.sqrt(variance)]
      if (wilson) {
        const spread = wilson.share * (1 - wilson.share) * wilson.reach ** 2
        const blended =
          wilson.informative === undefined ? variance : (wilson.informative * variance + spread / n) / (wilson.informative + 1)
        const answers = spread / Math.max(blended, wilson.independent ?? 0)
        expect(wilson.answers).toBeCloseTo(answers, 8)
        ends = wilsonAt(wilson.share, answers).map((end) => wilson.low + wilson.reach * end)
      }
      const highest = { P: 1, N: 100, n: 100 }[result.code]
      if (highest !== undefined) ends = [Math.max(0, ends[0] ?? 0), Math.min(highest, ends[1] ?? 0)]
      if (steps.length > 0) ends = ends.map((end) => 10 - 10 * end).toSorted((a, b) => a - b)
      expect(result.interval.map((end, place) => end - (ends[place] ?? NaN)).every((apart) => Math.abs(apart) < 1e-9)).toBe(true)
      expect(result.intervalMethod).toBe(made.method)
    }
  })

  it('counts the days on which anybody answered, whoever they are', () => {
    const month = emptyDays(layout)
    for (const [day, answers] of [
      [1, { a: 'e' }],
      [1, { a: 'b' }],
      [31, { n: 0 }],
      [9, { a: 'na' }],
    ] as const) {
      addAnswers(layout, readableTally(layout), answers, 1)
      addMarkedDay(layout, month, day, 1)
    }
    expect(daysWithAnswers(month)).toBe(2)
  })
})

const methods = [
  'wilson',
  'wilson-cluster',
  'student',
  'delta',
  'wilson-days',
  'student-days',
  'delta-days',
] as const satisfies readonly IntervalMethod[]
const bounds = ['wilson-bound', 'student-bound', 'delta-bound'] as const

/** What the sentences of a method say that its interval stands on, wherever the method is explained. */
function saidOf(method: (typeof methods)[number] | (typeof bounds)[number]): 'days' | 'persons' | 'not released' {
  const texts = languages.flatMap((language) => [officeWords(language)(`method_${method}`), exportWords(language)(`method_${method}`)])
  const said = texts.map((text) => {
    if (/days are not released|số liệu từng ngày không công bố/.test(text)) return 'not released'
    if (/days do not count|không tính theo ngày/.test(text)) return 'persons'
    return /days of each agency .*more than|ngày của từng cơ quan.*(lớn hơn|nhiều hơn)/s.test(text) ? 'days' : expect.fail(text)
  })
  expect(new Set(said).size).toBe(1)
  return said[0] ?? expect.fail('no sentence')
}

describe('the sentence of a method', () => {
  it('says of what is released that its days are not', () => {
    expect(bounds.map(saidOf)).toEqual(['not released', 'not released', 'not released'])
  })

  it('says that days count just where they do: on two days or more, with persons enough a day, and the larger variance', () => {
    const seen = new Set<string>()
    for (const [, persons] of cases) {
      const days = new Map<string, Set<number>>()
      for (const { agency, day } of persons) days.set(agency, (days.get(agency) ?? new Set()).add(day))
      const several = [...days.values()].filter((own) => own.size > 1)
      for (const { made } of workingsOf(readOf(persons))) {
        if (!made) continue
        const { overPersons, days: found, wilson, method } = made
        expect(found !== undefined).toBe(several.length > 0 && persons.length >= fewestADay * (found?.effective ?? Infinity))
        if (found) expect(found.agencies).toBe(several.length)
        const isLarger = found !== undefined && found.variance > Math.max(overPersons, wilson?.independent ?? 0)
        expect([method, saidOf(method)]).toEqual([method, isLarger ? 'days' : 'persons'])
        seen.add(method)
      }
    }
    expect([...seen].toSorted()).toEqual([...methods].toSorted())
    for (const language of languages)
      for (const say of [officeWords(language), exportWords(language)]) {
        const rule = say('daysRule', { n: String(fewestADay) })
        expect(rule).toMatch(
          /two days or more.* 2 times.*larger than that over persons|hai ngày trở lên.*gấp 2 lần.*lớn hơn phương sai theo người/,
        )
      }
  })
})
