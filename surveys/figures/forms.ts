import { monthOf } from '../instrument/calendar'
import type { Answers } from '../instrument/schema'
import { addDayScatter, addMarkedDay, dayOf, emptyDays, type MonthDays, scatterIn } from './days'
import {
  addMarked,
  addRating,
  emptyForm,
  type FormMarks,
  markAnswers,
  markForm,
  readableTally,
  type Tally,
  type TallyLayout,
} from './tally'

/** The form of one person: their answers about each agency, those that were asked once among them, and the local day. */
export type Form = { readonly day: string; readonly ratings: readonly FormRating[] }

/** `pools`: the names of what it is added up in, such as everything, a block or a month. */
export type FormRating = { readonly answers: Answers; readonly pools: readonly string[] }

type Pool = { readonly tally: Tally; readonly months: Map<string, MonthDays> }

/**
 * Adds forms up by persons. In each pool a person counts once, with the sums of the ratings that fall into it: so the variance of a figure over
 * persons is that of clusters, and no rating is taken for an independent voice.
 */
export function personPools(layout: TallyLayout) {
  const pools = new Map<string, Pool>()
  const poolOf = (name: string): Pool => {
    const pool = pools.get(name) ?? { tally: readableTally(layout), months: new Map<string, MonthDays>() }
    pools.set(name, pool)
    return pool
  }
  return {
    add: ({ day, ratings }: Form): void => {
      for (const [name, form] of inPools(layout, ratings)) {
        const { tally, months } = poolOf(name)
        markForm(layout, form)
        addMarked(layout, tally, 1)
        const days = months.get(monthOf(day)) ?? emptyDays(layout)
        months.set(monthOf(day), days)
        addMarkedDay(layout, days, dayOf(day), 1)
      }
    },
    /** Every pool as a tally that is read, with how its days scatter behind its sums. */
    tallies: (): ReadonlyMap<string, Tally> => {
      for (const { tally, months } of pools.values()) {
        const scatter = scatterIn(layout, tally).fill(0)
        addDayScatter(
          layout,
          scatter,
          [...months].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, days]) => days),
        )
      }
      return new Map([...pools].map(([name, { tally }]) => [name, tally]))
    },
  }
}

function inPools(layout: TallyLayout, ratings: readonly FormRating[]): ReadonlyMap<string, FormMarks> {
  const found = new Map<string, FormMarks>()
  for (const { answers, pools } of ratings) {
    markAnswers(layout, answers)
    for (const name of pools) {
      const known = found.get(name)
      const form = known ?? emptyForm(layout)
      found.set(name, form)
      addRating(layout, form, known ? 'further' : 'first')
    }
  }
  return found
}
