import type { Countable } from '../countable'
import { isValidOption } from '../questionnaire'
import type { Questionnaire } from '../schema'
import { type Counts, fromBest, type MadeUp } from './made-up'
import { countableItems } from './names'

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
  if (item.answer === 'number') return apportioned(numbersOf(item, name).map((number) => [String(number), 1]), persons)
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
  return Object.fromEntries(shares.map((share) => [share.key, Math.floor(share.exact) + Number(next.includes(share))]).filter(([, count]) => count !== 0))
}
