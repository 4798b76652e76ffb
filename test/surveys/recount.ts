import { isValidOption, type Item } from '../../surveys/instrument/item'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'

/** What one person said to one item, in the plainest form; null for blank, not applicable and no opinion. */
type Said = { readonly positive: number; readonly points: number } | null

/** One figure computed person by person: the slow, obvious way. */
export type Recount = {
  readonly value: number
  readonly variance: number
  /** Kish's effective persons, and the degrees of freedom that the items' own persons leave. */
  readonly effective: number
  readonly freedom: number
  readonly apart: number
  readonly base: number
  readonly persons: number
  readonly allPositive: number
}

type Mean = 'pooled' | 'mean-of-items'

/** A node over five-point items, from the answers themselves. */
export function recount(
  questionnaire: Questionnaire,
  responses: readonly Answers[],
  names: readonly string[],
  what: 'share' | 'level',
  mean: Mean,
): Recount {
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const table = responses.map((answers) => names.map((name) => said(known.get(name), answers)))
  const x = table.map((row) => row.map((one) => (one === null ? 0 : what === 'share' ? one.positive : one.points / 5)))
  const m = table.map((row) => row.map((one) => (one === null ? 0 : 1)))
  const columns = names.map((_, k) => ({ sum: total(x.map((row) => row[k] ?? 0)), base: total(m.map((row) => row[k] ?? 0)) }))
  const base = total(columns.map((column) => column.base))
  const persons = m.filter((row) => total(row) > 0).length
  const asked = columns.map((column, k) => ({ ...column, k })).filter((column) => column.base > 0)
  const value =
    mean === 'pooled' ? total(asked.map(({ sum }) => sum)) / base : total(asked.map((column) => column.sum / column.base)) / asked.length
  const deviations = responses.map((_, person) =>
    asked.map(({ k, sum, base: own }) => {
      const [answer, valid] = [x[person]?.[k] ?? 0, m[person]?.[k] ?? 0]
      return mean === 'pooled' ? (answer - value * valid) / base : (answer - (sum / own) * valid) / own / asked.length
    }),
  )
  const squares = total(deviations.map((parts) => total(parts) ** 2))
  const apart = total(deviations.flat().map((part) => part ** 2))
  const allPositive = table.filter(
    (row) => row.some((one) => one !== null) && row.every((one) => one === null || one.positive === 1),
  ).length
  // What one valid answer to each item weighs.
  const weighs = asked.map(({ base: own }) => (mean === 'pooled' ? 1 / base : 1 / own / asked.length))
  const squaredWeights = total(
    responses.map((_, person) => total(asked.map(({ k }, at) => (m[person]?.[k] ?? 0) * (weighs[at] ?? 0))) ** 2),
  )
  const effective = 1 / squaredWeights
  const parts = asked.map(({ base: own }, at) => (weighs[at] ?? 0) ** 2 * own)
  const perFreedom = total(asked.map(({ base: own }, at) => (parts[at] ?? 0) / Math.max(1, own - 1)))
  const freedom = Math.max(1, total(parts) / perFreedom, Math.min(5, effective - 1))
  return { value, effective, freedom, variance: (persons / (persons - 1)) * squares, apart, base, persons, allPositive }
}

function said(item: Item | undefined, answers: Answers): Said {
  const answer = item && answers[item.id]
  const option = item?.scale?.options.find(({ code }) => code === answer)
  if (!option || !isValidOption(option)) return null
  return { positive: option.positive ? 1 : 0, points: option.score ?? 0 }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
