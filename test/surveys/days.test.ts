import { describe, expect, it } from 'vitest'
import {
  addDayScatter,
  addMarkedDay,
  addMarkedKept,
  decodeDays,
  emptyDays,
  encodeDays,
  encodeKept,
  keptMonth,
  type MonthDays,
  scatterIn,
} from '../../surveys/figures/days'
import { z975, tQuantile, wilsonAt } from '../../surveys/figures/intervals'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, addTally, markAnswers, readableTally, type Tally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { ids, multiple, node, options, questionnaireWith, satisfaction, single, tree } from './fixtures'
import { seeded } from './random'

const questionnaire = satisfaction({ A: 2, B: 3 })
const fiveItems = tallyLayout(questionnaire)
const items = [...ids('A', 2), ...ids('B', 3)]

/** A question whose options are figures. */
const withOptions = (question: ReturnType<typeof single>): Questionnaire =>
  questionnaireWith({
    questions: [question],
    scales: [options('where', [{ code: 'desk' }, { code: 'home' }])],
    trees: [tree('satisfaction', [node('Q-desk', 'option', { items: ['Q'], options: ['desk'], formula: 'option-share' })])],
  })

type Person = { readonly agency: string; readonly month: string; readonly day: number; readonly answers: Answers }

/** As the results read it: each agency's tally and days, added up. */
function readOf(persons: readonly Person[], layout = fiveItems): Tally {
  const all = readableTally(layout)
  for (const agency of new Set(persons.map((person) => person.agency))) {
    const tally = readableTally(layout)
    const months = new Map<string, MonthDays>()
    for (const person of persons.filter((one) => one.agency === agency)) {
      addAnswers(layout, tally, person.answers, 1)
      const month = months.get(person.month) ?? emptyDays(layout)
      months.set(person.month, month)
      addMarkedDay(layout, month, person.day, 1)
    }
    addDayScatter(layout, scatterIn(layout, tally), [...months.values()])
    addTally(all, tally)
  }
  return all
}

function grouped(persons: readonly Person[], keyOf: (person: Person) => string): ReadonlyMap<string, readonly Person[]> {
  const groups = new Map<string, Person[]>()
  for (const person of persons) groups.set(keyOf(person), [...(groups.get(keyOf(person)) ?? []), person])
  return groups
}

const isPositive = (answer: Answers[string] | undefined): number => (answer === 'd' || answer === 'e' ? 1 : 0)

/** D/(D − 1) · Σ over the days of each agency of (Σ over persons of e)², e written out for the mean of shares over all items. */
function slowVariance(persons: readonly Person[]): number {
  const answered = (of: readonly Person[], item: string) => of.filter(({ answers }) => item in answers)
  let variance = 0
  for (const agency of new Set(persons.map((person) => person.agency))) {
    const own = persons.filter((one) => one.agency === agency)
    const e = ({ answers }: Person): number =>
      items.reduce((sum, item) => {
        if (!(item in answers)) return sum
        const ratio = answered(own, item).reduce((all, one) => all + isPositive(one.answers[item]), 0) / answered(own, item).length
        return sum + (isPositive(answers[item]) - ratio) / items.length / answered(persons, item).length
      }, 0)
    const days = grouped(own, ({ month, day }) => `${month}-${day}`)
    const squares = [...days.values()].reduce((sum, day) => sum + day.reduce((all, one) => all + e(one), 0) ** 2, 0)
    if (days.size > 1) variance += (days.size / (days.size - 1)) * squares
  }
  return variance
}

/** Days of one size that tell as much, less one, over agencies. */
const slowFreedom = (persons: readonly Person[]): number =>
  [...grouped(persons, ({ agency }) => agency).values()].reduce((sum, own) => {
    const sizes = [...grouped(own, ({ month, day }) => `${month}-${day}`).values()].map((day) =>
      day.reduce((all, { answers }) => all + Object.keys(answers).length, 0),
    )
    const total = sizes.reduce((all, size) => all + size, 0)
    return sum + total ** 2 / sizes.reduce((all, size) => all + size ** 2, 0) - 1
  }, 0)

/** Whole days lean one way or the other. */
function drawn(seed: number, agencies: number, days: number, aDay: number): readonly Person[] {
  const uniform = seeded(seed)
  return Array.from({ length: agencies }, (_, agency) =>
    Array.from({ length: days }, (_unused, day) => {
      const good = 0.35 + 0.6 * uniform()
      return Array.from({ length: aDay }, (): Person => {
        const answers = items.flatMap((item) => (uniform() < 0.2 ? [] : [[item, uniform() < good ? 'e' : 'b'] as const]))
        return {
          agency: `H${agency}`,
          month: day % 2 === 0 ? '2026-10' : '2026-11',
          day: 1 + (day >> 1),
          answers: Object.fromEntries(answers),
        }
      })
    }),
  ).flat(2)
}

const rootOf = (tally: Tally) => nodeResults(fiveItems, tally, { threshold: 1 })[0]

describe('the days of an agency', () => {
  it.each([
    ['one agency', 1, 12, 8],
    ['three agencies together, which are strata', 3, 9, 6],
  ])('scatter as the sum of a day over all its persons does: %s', (_, agencies, days, aDay) => {
    const persons = drawn(7 + agencies, agencies, days, aDay)
    const root = rootOf(readOf(persons))
    const { value = null } = root?.share ?? {}
    if (value === null) throw new Error('there is no share')
    const widened = slowVariance(persons) * (tQuantile(slowFreedom(persons)) / z975) ** 2
    // One more person is taken to have shown what one whole answer a person would scatter.
    const { effectivePersons = 0, persons: all = 0 } = root ?? {}
    const hits = persons.filter(
      ({ answers }) => Object.values(answers).length > 0 && Object.values(answers).every((one) => isPositive(one) === 1),
    )
    const informative = (effectivePersons * (all - hits.length)) / all
    const blended = (informative * widened + (value * (1 - value)) / effectivePersons) / (informative + 1)
    const [low, high] = wilsonAt(value, (value * (1 - value)) / blended)
    expect(root?.intervalMethod).toBe('wilson-days')
    expect(root?.share?.interval?.[0]).toBeCloseTo(low, 10)
    expect(root?.share?.interval?.[1]).toBeCloseTo(high, 10)
  })

  it('do not count where they scatter no more than their persons', () => {
    const good = Object.fromEntries(items.map((item) => [item, 'e']))
    const bad = Object.fromEntries(items.map((item) => [item, 'b']))
    const even = Array.from({ length: 10 }, (_, day) =>
      [good, good, good, bad].map((answers): Person => ({ agency: 'H1', month: '2026-10', day: 1 + day, answers })),
    ).flat()
    const tally = readOf(even)
    const alone = nodeResults(fiveItems, tally.slice(0, fiveItems.length), { threshold: 1 })
    expect(nodeResults(fiveItems, tally, { threshold: 1 })).toEqual(alone)
    expect(rootOf(tally)?.intervalMethod).toBe('wilson-cluster')
  })

  it('do not count where hardly two persons share one, nor where there is one day alone', () => {
    const persons = drawn(3, 1, 20, 1)
    expect(rootOf(readOf(persons))?.intervalMethod).toBe('wilson-cluster')
    const oneDay = drawn(3, 1, 20, 8).map((person) => ({ ...person, month: '2026-10', day: 5 }))
    expect(rootOf(readOf(oneDay))?.intervalMethod).toBe('wilson-cluster')
  })

  it('widen the share of a single item too', () => {
    const persons = Array.from({ length: 6 }, (_, day) =>
      Array.from({ length: 5 }, (): Person => ({ agency: 'H1', month: '2026-10', day: 1 + day, answers: { A1: day < 4 ? 'e' : 'b' } })),
    ).flat()
    const item = nodeResults(fiveItems, readOf(persons), { threshold: 1 }).find(({ code }) => code === 'A1')
    // Four days of 5 · (1 − 2/3) and two of 5 · (0 − 2/3), over 30²; D/(D − 1) is 6/5, and Student's 0.975 at 5 degrees 2.5706.
    const variance = ((6 / 5) * (4 * (5 / 3) ** 2 + 2 * (10 / 3) ** 2)) / 900
    const [low, high] = wilsonAt(2 / 3, 2 / 9 / (variance * (2.570582 / z975) ** 2))
    expect(item?.intervalMethod).toBe('wilson-days')
    expect(item?.interval?.[0]).toBeCloseTo(low, 6)
    expect(item?.interval?.[1]).toBeCloseTo(high, 6)
  })

  it.each([
    [
      'persons whose every answer is positive',
      satisfaction({ A: 2 }, { formula: 'all-positive' }),
      'S',
      { A1: 'e', A2: 'd' },
      { A1: 'e', A2: 'b' },
    ],
    ['persons who chose an option of one', withOptions(single('Q', 'where')), 'Q-desk', { Q: 'desk' }, { Q: 'home' }],
    ['persons who chose an option among several', withOptions(multiple('Q', 'where')), 'Q-desk', { Q: ['desk', 'home'] }, { Q: ['home'] }],
  ])('widen a share of %s', (_, asked, code, hit, miss) => {
    const days = Array.from({ length: 6 }, (_unused, day) =>
      Array.from({ length: 5 }, (): Person => ({ agency: 'H1', month: '2026-10', day: 1 + day, answers: day < 4 ? hit : miss })),
    ).flat()
    const layout = tallyLayout(asked)
    const figure = nodeResults(layout, readOf(days, layout), { threshold: 1 }).find((one) => one.code === code)
    // The same days as those of the single item above.
    const variance = ((6 / 5) * (4 * (5 / 3) ** 2 + 2 * (10 / 3) ** 2)) / 900
    const [low, high] = wilsonAt(2 / 3, 2 / 9 / (variance * (2.570582 / z975) ** 2))
    expect(figure).toMatchObject({ value: 2 / 3, persons: 30, intervalMethod: 'wilson-days' })
    expect(figure?.interval?.[0]).toBeCloseTo(low, 6)
    expect(figure?.interval?.[1]).toBeCloseTo(high, 6)
    const alone = nodeResults(layout, readOf(days, layout).slice(0, layout.length), { threshold: 1 }).find((one) => one.code === code)
    expect(alone).toMatchObject({ value: 2 / 3, intervalMethod: 'wilson' })
  })

  it('widen a figure of scores below 0 as they widen the same answers scored from 1', () => {
    const scored = (from: number): Questionnaire =>
      questionnaireWith({
        questions: ids('A', 3).map((id) => single(id, 'scored')),
        scales: [
          options(
            'scored',
            ['a', 'b', 'c', 'd', 'e'].map((code, place) => ({ code, score: from + place, positive: place > 2 })),
          ),
        ],
        trees: [tree('satisfaction', [node('S', 'overall', { items: ids('A', 3) })], { formula: 'rescaled' })],
      })
    const persons = drawn(21, 2, 9, 6).map((person): Person => ({
      ...person,
      answers: Object.fromEntries(
        Object.entries(person.answers)
          .filter(([item]) => item.startsWith('B'))
          .map(([item, answer]) => [item.replace('B', 'A'), answer]),
      ),
    }))
    const [below, above] = [-2, 1].map((from) => {
      const layout = tallyLayout(scored(from))
      return nodeResults(layout, readOf(persons, layout), { threshold: 1 })[0]
    })
    expect(above).toMatchObject({ intervalMethod: 'wilson-days' })
    expect(below).toMatchObject({ intervalMethod: 'wilson-days', persons: above?.persons, base: above?.base })
    for (const of of [
      (one: typeof below) => one?.value,
      (one: typeof below) => one?.interval?.[0],
      (one: typeof below) => one?.interval?.[1],
    ])
      expect(of(below)).toBeCloseTo(of(above) ?? NaN, 10)
  })

  it('of two or three are widened as if they were five', () => {
    const persons = Array.from({ length: 2 }, (_, day) =>
      Array.from({ length: 10 }, (): Person => ({ agency: 'H1', month: '2026-10', day: 1 + day, answers: { A1: day === 0 ? 'e' : 'b' } })),
    ).flat()
    const item = nodeResults(fiveItems, readOf(persons), { threshold: 1 }).find(({ code }) => code === 'A1')
    const variance = (2 * (5 ** 2 + 5 ** 2)) / 400
    const [low, high] = wilsonAt(0.5, 0.25 / (variance * (2.776445 / z975) ** 2))
    expect(item?.interval?.[0]).toBeCloseTo(low, 6)
    expect(item?.interval?.[1]).toBeCloseTo(high, 6)
  })
})

describe('a month of days', () => {
  it('is the same bytes whether written whole or a day at a time, and reads back', () => {
    const uniform = seeded(11)
    const flat = emptyDays(fiveItems)
    let bytes: Uint8Array | undefined
    for (let group = 0; group < 40; group++) {
      const kept = keptMonth(fiveItems, bytes)
      for (let one = 0; one < 7; one++) {
        const day = 1 + Math.floor(uniform() * 31)
        const sign = uniform() < 0.8 ? 1 : -1
        markAnswers(fiveItems, Object.fromEntries(items.map((item) => [item, 'abcde'[Math.floor(uniform() * 5)] ?? 'a'])))
        addMarkedDay(fiveItems, flat, day, sign)
        addMarkedKept(fiveItems, kept, day, sign)
      }
      bytes = encodeKept(kept)
      expect(Buffer.from(bytes)).toEqual(Buffer.from(encodeDays(fiveItems, flat)))
      expect(decodeDays(fiveItems, bytes)).toEqual(flat)
    }
  })

  it('of another fiveItems is refused by name', () => {
    const other = tallyLayout(satisfaction({ A: 1 }))
    expect(() => keptMonth(fiveItems, encodeDays(other, emptyDays(other)))).toThrow(`tally of questionnaire "${questionnaire.id}"`)
  })
})
