import { describe, expect, it } from 'vitest'
import { asideLines, asideRow, optionLines } from '../../surveys/figures/profile-row'
import { type ProfileItem, profileOf, withProfiles } from '../../surveys/figures/profile'
import { campaignResults, nodeResults } from '../../surveys/figures/results'
import { publishedResults } from '../../surveys/figures/row'
import { addAnswers, emptyTally, readableTally, type TallyLayout, tallyLayout } from '../../surveys/figures/tally'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { node, options, questionnaireWith, single, tree, whole } from './fixtures'
import { defined } from './looping'
import { seeded } from './random'

const text = { vi: 'R', en: 'R' }

/** One criterion with a tree over it, and beside it what no tree names; `also` puts those in a tree of their own. */
const asking = (also: 'outside' | 'in trees' = 'outside'): Questionnaire =>
  questionnaireWith({
    questions: [
      single('A1', 'abc'),
      { type: 'recommend', id: 'rec', text },
      whole('wait', 0, 90),
      { type: 'slider', id: 'ease', text, min: 0, max: 100, step: 10 },
      { type: 'ranking', id: 'order', text, scale: 'abcd', atMost: 3 },
      { type: 'date-time', id: 'met', text },
      single('sex', 'sexes'),
    ],
    scales: [
      options('abc', [
        { code: 'a', score: 1 },
        { code: 'b', score: 2, positive: true },
      ]),
      options('abcd', [{ code: 'a' }, { code: 'b' }, { code: 'c' }, { code: 'd' }]),
      options('sexes', [{ code: 'f' }, { code: 'm' }, { code: 'na', kind: 'not-applicable' }]),
    ],
    trees: [
      tree('satisfaction', [node('S', 'overall', { items: ['A1'] })]),
      ...(also === 'in trees'
        ? [
            tree('perception', [
              node('N', 'factor', { items: ['rec'], formula: 'net-promoters' }),
              node('W', 'factor', { items: ['wait'], formula: 'mean-number' }),
              node('E', 'factor', { items: ['ease'], formula: 'mean-number' }),
            ]),
          ]
        : []),
    ],
  })

function tallyOf(layout: TallyLayout, people: readonly Answers[]) {
  const tally = readableTally(layout)
  const own = emptyTally(layout)
  for (const answers of people) addAnswers(layout, own, answers, 1)
  tally.set(own)
  return tally
}

const itemOf = (profile: readonly ProfileItem[], id: string) => profile.find(({ item }) => item === id) ?? expect.fail(id)

/** So many made-up people of a seed, some of whom leave blank. */
function peopleOf(seed: number, count: number): readonly Answers[] {
  const chance = seeded(seed)
  const below = (end: number): number => Math.floor(chance() * end)
  const among = (codes: readonly string[]): string => codes[below(codes.length)] ?? ''
  return Array.from({ length: count }, () => {
    const order = ['a', 'b', 'c', 'd'].map((code) => ({ code, at: below(1000) })).sort((one, other) => one.at - other.at)
    const all: Answers = {
      A1: among(['a', 'b']),
      rec: String(below(11)),
      wait: below(91),
      ease: 10 * below(11),
      order: order.slice(0, 1 + below(3)).map(({ code }) => code),
      met: '2026-11-03T08:30',
      sex: among(['f', 'm', 'na']),
    }
    return Object.fromEntries(Object.entries(all).filter(() => below(5) > 0))
  })
}

describe('a question outside of every tree', () => {
  it('has as its figure what it would have in a tree, with the same interval by the same method', () => {
    const [outside, inside] = [tallyLayout(asking()), tallyLayout(asking('in trees'))]
    const people = peopleOf(7, 240)
    const profile = profileOf(outside, tallyOf(outside, people), { threshold: 10 })
    const nodes = nodeResults(inside, tallyOf(inside, people), { threshold: 10 })
    for (const item of ['rec', 'wait', 'ease']) {
      const { value, interval, intervalMethod, base } =
        nodes.find(({ code, kind }) => code === item && kind === 'item') ?? expect.fail(item)
      expect(itemOf(profile, item)).toMatchObject({ persons: base, figure: { value, interval, intervalMethod, noInterval: null } })
      expect(interval?.[0]).toBeLessThan(value ?? NaN)
    }
  })

  it('of days and times has no figure at all, and neither has what is written', () => {
    const layout = tallyLayout(asking())
    const profile = profileOf(layout, tallyOf(layout, peopleOf(1, 50)), { threshold: 10 })
    expect(profile.map(({ item }) => item)).toEqual(['rec', 'wait', 'ease', 'order', 'sex'])
  })

  it.each([3, 11, 400])('comes to what one counts person by person: %d people', (count) => {
    const [questionnaire, people] = [asking(), peopleOf(count, count)]
    const layout = tallyLayout(questionnaire)
    const profile = profileOf(layout, tallyOf(layout, people), { threshold: 10 })
    const given = (id: string) => people.flatMap((answers) => (answers[id] === undefined ? [] : [answers[id]]))
    const isTold = (many: number) => many >= 10
    const net = given('rec').map(Number)
    const share = (is: (likelihood: number) => boolean) => net.filter(is).length / net.length
    const score = 100 * (share((one) => one > 8) - share((one) => one < 7))
    expect(itemOf(profile, 'rec').persons).toBe(net.length)
    expect(itemOf(profile, 'rec').figure?.value).toEqual(isTold(net.length) ? expect.closeTo(score, 9) : undefined)
    for (const id of ['wait', 'ease']) {
      const numbers = given(id).map(Number)
      const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length
      expect(itemOf(profile, id).figure?.value).toEqual(isTold(numbers.length) ? expect.closeTo(mean, 9) : undefined)
    }
    const orders = given('order').map((order) => (Array.isArray(order) ? order.map(String) : []))
    const placed = itemOf(profile, 'order').order
    expect(placed === null).toBe(!isTold(orders.length))
    for (const option of placed?.options ?? []) {
      const places = orders.flatMap((order) => (order.includes(option.code) ? [order.indexOf(option.code) + 1] : []))
      const mean = places.reduce((sum, place) => sum + place, 0) / places.length
      expect(option.first).toBe(places.filter((place) => place === 1).length)
      expect(option.firstShare).toBeCloseTo(option.first / orders.length, 12)
      expect(option.amongFirst).toBe(places.filter((place) => place <= 3).length)
      expect(option.amongFirstShare).toBeCloseTo(option.amongFirst / orders.length, 12)
      expect([option.ranked, option.meanPlace]).toEqual([places.length, isTold(places.length) ? expect.closeTo(mean, 9) : null])
    }
    const sexes = given('sex').filter((sex) => sex !== 'na')
    expect(optionLines(questionnaire, itemOf(profile, 'sex')).map(({ option, count: chose, base }) => [option, chose, base])).toEqual(
      isTold(sexes.length)
        ? ['f', 'm'].map((code) => [code, sexes.filter((sex) => sex === code).length, sexes.length])
        : [[null, null, sexes.length]],
    )
  })

  it('says in every line why there is no figure, and on how many answers it would stand', () => {
    const questionnaire = asking()
    const layout = tallyLayout(questionnaire)
    const one: Answers = { rec: '9', wait: 5, order: ['a', 'b'] }
    const profile = profileOf(layout, tallyOf(layout, [one, one, one]), { threshold: 10 })
    const lines = profile.flatMap((profiled) => [...asideLines(questionnaire, profiled), ...optionLines(questionnaire, profiled)])
    expect(lines.length).toBe(1 + 1 + 1 + 1 + 4 * 3 + 1)
    for (const line of lines) {
      expect(line).toMatchObject({ value: null, shown: null, count: null, interval: null })
      expect([line.item, line.withheld, line.base]).toEqual(
        ['ease', 'sex'].includes(line.item) ? [line.item, 'no-answers', 0] : [line.item, 'small', 3],
      )
      expect(asideRow(line, '').value.value).toBeNull()
    }
  })

  it('is read with shares of who put an option first that add up to the whole, and a mean place of two digits', () => {
    const questionnaire = asking()
    const layout = tallyLayout(questionnaire)
    const orders = [
      ...Array.from({ length: 10 }, () => ['a', 'b', 'c']),
      ...Array.from({ length: 10 }, () => ['b', 'c', 'a']),
      ...Array.from({ length: 10 }, () => ['c', 'a']),
    ]
    const [profiled] = profileOf(
      layout,
      tallyOf(
        layout,
        orders.map((order) => ({ order })),
      ),
      { threshold: 10 },
    ).filter(({ item }) => item === 'order')
    const rows = asideLines(questionnaire, profiled ?? expect.fail()).map((line) => asideRow(line, line.item))
    expect(rows.filter(({ formula }) => formula.value === 'first-place').map(({ shown }) => shown.value)).toEqual([
      '33.4',
      '33.3',
      '33.3',
      '0.0',
    ])
    // a stands at 1, 3 and 2, c at 3, 2 and 1; b at 2 and 1, of twenty people.
    expect(
      rows
        .filter(({ formula }) => formula.value === 'mean-place')
        .map(({ node: of, shown, base, withheld }) => [of.value, shown.value, base.value, withheld.value]),
    ).toEqual([
      ['order_a', '2.00', 30, null],
      ['order_b', '1.50', 20, null],
      ['order_c', '2.00', 30, null],
      ['order_d', null, 0, 'no-answers'],
    ])
  })

  it('leaves with every agency, block and part and in all, each on its own answers', () => {
    const questionnaire = asking()
    const layout = tallyLayout(questionnaire)
    const [one, other] = [peopleOf(5, 30), peopleOf(6, 4)].map((people) => tallyOf(layout, people))
    const agencies = [one, other].map((tally, at) => ({ code: `A${at}`, name: '', block: 'x', tally: tally ?? expect.fail() }))
    const campaign = { code: 'c', kind: 'open', threshold: 10 } as const
    const input = { questionnaire, layout, campaign, filter: null, agencies, parts: agencies }
    const sent = publishedResults(questionnaire, withProfiles(campaignResults(input), input))
    const groups = [...sent.agencies, ...sent.blocks, sent.total, ...(sent.parts ?? [])]
    const net = groups.map(({ profile }) => profile.find(({ code }) => code === 'rec') ?? expect.fail())
    const [first, second, block, total, firstPart, secondPart] = net
    expect(second).toMatchObject({ withheld: 'small', figure: null, counts: null })
    expect([firstPart, secondPart]).toEqual([first, second])
    expect(block).toEqual(total)
    expect(total?.persons).toBe((first?.persons ?? 0) + (second?.persons ?? 0))
    expect(total?.figure?.shown).toBe(total?.figure?.value?.toFixed(2))
  })
})

describe('a number that is asked about each of several agencies', () => {
  const layout = tallyLayout(defined())
  const rated = (persons: number) =>
    tallyOf(
      layout,
      Array.from({ length: persons }, (_, person): Answers => ({ open: '5', asked: 'yes', paid: person })),
    )
  const paid = (persons: number, ratingsAPerson: number) =>
    itemOf(profileOf(layout, rated(persons), { threshold: 10, ratingsAPerson }), 'paid')

  it('has an interval of one agency, of whose people each gave one', () => {
    expect(paid(40, 1).figure).toMatchObject({ value: 19.5, noInterval: null, intervalMethod: 'student' })
  })

  it('has none over several, and waits for as many answers as too few people cannot give', () => {
    expect(paid(40, 4).figure).toMatchObject({ value: 19.5, noInterval: 'ratings', interval: null, intervalMethod: null })
    expect(paid(39, 4)).toMatchObject({ withheld: 'small', figure: null })
  })
})
