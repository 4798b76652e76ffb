import { addAnswers, emptyTally, type Tally, type TallyLayout } from '../figures/tally'
import { type Countable, isValidOption } from '../instrument/item'
import type { Answer, Answers, Option, Questionnaire } from '../instrument/schema'
import { ownValue } from '../instrument/spelling'
import { countableItems } from './trees'

/** Made-up answers: by item id how many persons chose each option, or gave each number (written as text); the rest left it blank. */
export type MadeUp = { readonly persons: number; readonly items: Readonly<Record<string, Counts>> }
export type Counts = Readonly<Record<string, number>>

/**
 * The tally of made-up answers. To every item the first person gives the best answer there is and the last the worst, so that
 * who is content is content with all; choices of a multiple choice go round. Persons are as many as the fullest item needs.
 */
export function tallyOf(layout: TallyLayout, made: MadeUp): Tally {
  const dealt = layout.items.map((item) => ({ item, hands: handsOf(item, ownValue(made.items, item.id) ?? {}) }))
  const needed = dealt.map(({ item, hands }) =>
    item.answer === 'many' ? Math.max(0, ...hands.map(({ persons }) => persons)) : total(hands),
  )
  const persons = Math.max(whole(made.persons), ...needed)
  const stretches = dealt.map(({ item, hands }) => ({ item, stretches: stretchesOf(hands, item.answer === 'many' ? persons : Infinity) }))
  const cuts = new Set([0, persons, ...stretches.flatMap((one) => one.stretches.flatMap(({ from, to }) => [from, to]))])
  const edges = [...cuts].filter((edge) => edge <= persons).sort((a, b) => a - b)
  const tally = emptyTally(layout)
  for (const [place, from] of edges.slice(0, -1).entries())
    addAnswers(layout, tally, answersAt(stretches, from), (edges[place + 1] ?? from) - from)
  return tally
}

/** The options of an item from the best to the worst by score, then by whether they are positive; those outside the base last. */
export function fromBest({ options }: Pick<Countable, 'options'>): readonly Option[] {
  const worth = (option: Option): readonly number[] => [
    Number(isValidOption(option)),
    option.score ?? -Infinity,
    Number(option.positive === true),
  ]
  return [...options].sort(
    (a, b) =>
      worth(a)
        .map((one, place) => compared(worth(b)[place] ?? 0, one))
        .find((order) => order !== 0) ?? 0,
  )
}

type Hand = { readonly answer: string | number; readonly persons: number }
type Stretch = { readonly answer: string | number; readonly from: number; readonly to: number }
type Dealt = { readonly item: Countable; readonly stretches: readonly Stretch[] }

function handsOf(item: Countable, counts: Counts): readonly Hand[] {
  const persons = (key: string): number => whole(ownValue(counts, key) ?? 0)
  if (item.answer !== 'number') return fromBest(item).map(({ code }) => ({ answer: code, persons: persons(code) }))
  const numbers = Object.keys(counts).filter((key) => key.trim() !== '' && Number.isSafeInteger(Number(key)))
  return numbers.sort((a, b) => Number(b) - Number(a)).map((key) => ({ answer: Number(key), persons: persons(key) }))
}

/** One hand after the other; past the last person they begin again with the first. */
function stretchesOf(hands: readonly Hand[], persons: number): readonly Stretch[] {
  let next = 0
  return hands.flatMap(({ answer, persons: many }) => {
    const from = next
    next = (from + many) % persons
    if (many === 0) return []
    return from + many <= persons
      ? [{ answer, from, to: from + many }]
      : [
          { answer, from, to: persons },
          { answer, from: 0, to: next },
        ]
  })
}

function answersAt(dealt: readonly Dealt[], person: number): Answers {
  const answers: Record<string, Answer> = {}
  for (const { item, stretches } of dealt) {
    const given = stretches.filter(({ from, to }) => from <= person && person < to).map(({ answer }) => answer)
    const [only] = given
    if (only !== undefined) answers[item.id] = item.answer === 'many' ? given.map(String) : only
  }
  return answers
}

const total = (hands: readonly Hand[]): number => hands.reduce((sum, { persons }) => sum + persons, 0)

/** A count of persons that can be dealt; what is no count is none. */
const whole = (count: number): number => (Number.isFinite(count) ? Math.min(1_000_000, Math.max(0, Math.floor(count))) : 0)

const compared = (a: number, b: number): number => (a === b ? 0 : a - b)

export const scenarioNames = ['best', 'worst', 'middle', 'mixed'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** Everyone answers alike, or, with `mixed`, most are content and some are not, differently from item to item. */
export type Scenario = {
  readonly name: ScenarioName
  readonly persons: number
  /** The share of persons, 0…1, who say “does not apply” or “no opinion” where an item offers it. */
  readonly outside: number
}

/** Made-up answers to every item that can be counted; the same scenario gives the same answers each time. */
export const scenario = (design: Questionnaire, { name, persons, outside }: Scenario): MadeUp => ({
  persons,
  items: Object.fromEntries(countableItems(design).map((item) => [item.id, countsOf(item, name, persons, outside)])),
})

function countsOf(item: Countable, name: ScenarioName, persons: number, outside: number): Counts {
  if (item.answer === 'number')
    return apportioned(
      numbersOf(item, name).map((number) => [String(number), 1]),
      persons,
    )
  const ordered = fromBest(item)
  const away = ordered.find(({ kind }) => kind === 'not-applicable') ?? ordered.find((option) => !isValidOption(option))
  const absent = away ? Math.round(persons * Math.min(1, Math.max(0, outside))) : 0
  const valid = ordered.filter(isValidOption).map(({ code }) => code)
  const weights = valid.map((code, place): Weighted => [code, weightAt(name, place, valid.length, item.index)])
  return { ...apportioned(weights, persons - absent), ...(away && absent > 0 && { [away.code]: absent }) }
}

/** How many answer at a place from best to worst, in proportion. */
function weightAt(name: ScenarioName, place: number, options: number, item: number): number {
  if (name === 'best') return Number(place === 0)
  if (name === 'worst') return Number(place === options - 1)
  if (name === 'middle') return Number(place === Math.floor((options - 1) / 2) || place === Math.ceil((options - 1) / 2))
  return (0.3 + 0.1 * (item % 5)) ** place
}

function numbersOf({ points }: Countable, name: ScenarioName): readonly number[] {
  const { low, high } = points ?? { low: 0, high: 0 }
  const at = (share: number): number => Math.round(low + share * (high - low))
  if (name === 'mixed') return [...new Set([0, 0.25, 0.5, 0.75, 1].map(at))]
  return [at({ best: 1, worst: 0, middle: 0.5 }[name])]
}

type Weighted = readonly [key: string, weight: number]

/** Whole persons in proportion to the weights; those left over go to the largest remainders, the first first. */
function apportioned(weights: readonly Weighted[], persons: number): Counts {
  const sum = weights.reduce((all, [, weight]) => all + weight, 0)
  if (sum === 0) return {}
  const shares = weights.map(([key, weight]) => ({ key, exact: (persons * weight) / sum }))
  const given = shares.reduce((all, { exact }) => all + Math.floor(exact), 0)
  const next = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1)).slice(0, Math.max(0, persons - given))
  return Object.fromEntries(
    shares.map((share) => [share.key, Math.floor(share.exact) + Number(next.includes(share))]).filter(([, count]) => count !== 0),
  )
}
