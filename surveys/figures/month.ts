import { daysLength, type MonthDays } from './days'
import { sampleOf, sumsAt } from './sums'
import type { Tally, TallyLayout } from './tally'

const daysOfMonth = 31

/** On how many days of a month anybody answered. */
export const daysWithAnswers = (month: MonthDays): number => daysIn(month).filter((sums) => sums.some((sum) => sum !== 0)).length

/** Whether the days of a month add up to what its tally says of the same responses. */
export function daysAddUp(layout: TallyLayout, tally: Tally, month: MonthDays): boolean {
  const totals = new Float64Array(daysLength(layout) / daysOfMonth)
  for (const day of daysIn(month)) for (let at = 0; at < day.length; at++) totals[at] = (totals[at] ?? 0) + (day[at] ?? 0)
  return totalsIn(layout, tally).every((total, at) => total === totals[at])
}

/** In the order of a day's numbers: of each item valid answers, positive ones, points; of each node that counts persons those and the hits. */
function totalsIn(layout: TallyLayout, tally: Tally): readonly number[] {
  const sample = sampleOf(layout, tally, {})
  const ofItems = [...layout.days.items].flatMap((place) => {
    const { base, positive, points } = sumsAt(sample, place)
    return [base, positive, points]
  })
  const ofNodes = [...layout.days.nodes].flatMap((place) => {
    const { offset = 0 } = layout.nodes[place] ?? {}
    return [tally[offset] ?? 0, tally[offset + 1] ?? 0]
  })
  return [...ofItems, ...ofNodes]
}

const daysIn = (month: MonthDays): readonly Float64Array[] => {
  const width = month.length / daysOfMonth
  return Array.from({ length: daysOfMonth }, (_, day) => month.subarray(day * width, (day + 1) * width))
}
