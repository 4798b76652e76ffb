import { encodeRuns, type Runs, runBytes, runsIn, withRun } from './integers'
import type { Measure } from './sums'
import { addPersons, decodeSums, type NodeSlots, type Tally, type TallyLayout, undecodable } from './tally'

/**
 * What each day of a month adds up to, whole numbers: for every item its valid answers, the positive ones and their points,
 * for every node that counts persons those and the hits among them. Such sums stay additive over writers and erasures; products of a day's totals would not.
 */
export type MonthDays = Float64Array

const daysOfMonth = 31

/** Sums of one item on one day: valid answers, positive answers, points. */
const perItem = 3

/** Of one node: persons, hits. */
const perNode = 2

const itemsEnd = ({ days }: TallyLayout): number => perItem * days.items.length

const dayLength = (layout: TallyLayout): number => itemsEnd(layout) + perNode * layout.days.nodes.length

export const daysLength = (layout: TallyLayout): number => daysOfMonth * dayLength(layout)

export const emptyDays = (layout: TallyLayout): MonthDays => new Float64Array(daysLength(layout))

/** The day of its month, 1…31, of a local day `YYYY-MM-DD`. */
export const dayOf = (day: string): number => Number(day.slice(8))

/** Adds what `markAnswers` read last to a day of its month, 1…31. */
export const addMarkedDay = (layout: TallyLayout, month: MonthDays, day: number, sign: 1 | -1): void =>
  addMarkedAt(layout, month, (day - 1) * dayLength(layout), sign)

function addMarkedAt(layout: TallyLayout, sums: Float64Array, begin: number, sign: 1 | -1): void {
  const { days, marks, nodes: all } = layout
  const { items, nodes } = days
  for (let place = 0, at = begin; place < items.length; place++, at += perItem) {
    const item = items[place] ?? 0
    if (marks.valid[item] === 0) continue
    sums[at] = (sums[at] ?? 0) + sign * (marks.valid[item] ?? 0)
    sums[at + 1] = (sums[at + 1] ?? 0) + sign * (marks.positive[item] ?? 0)
    sums[at + 2] = (sums[at + 2] ?? 0) + sign * (marks.points[item] ?? 0)
  }
  for (let place = 0, at = begin + itemsEnd(layout); place < nodes.length; place++, at += perNode) {
    const node = all[nodes[place] ?? -1]
    if (node) addPersons(sums, at, node, marks, sign)
  }
}

/** A month as it is stored: each day's numbers as bytes by themselves, so that one day is written anew without the others. */
export function encodeDays(layout: TallyLayout, month: MonthDays): Uint8Array {
  const length = dayLength(layout)
  return encodeRuns(Array.from({ length: daysOfMonth }, (_, day) => month.subarray(day * length, (day + 1) * length)))
}

export const decodeDays = (layout: TallyLayout, bytes: Uint8Array): MonthDays => decodeSums(layout, daysLength(layout), bytes)

/** A month that a writer keeps: as it was stored last, and the numbers of the days that the writer has touched. */
export type KeptDays = { runs: Runs; readonly touched: Map<number, Float64Array>; readonly changed: Set<number> }

export function keptMonth(layout: TallyLayout, stored: Uint8Array | undefined): KeptDays {
  const bytes = stored ?? encodeDays(layout, emptyDays(layout))
  return { runs: runsIn(bytes, dayLength(layout), daysOfMonth) ?? undecodable(layout, bytes), touched: new Map(), changed: new Set() }
}

/** Adds what `markAnswers` read last to a day, 1…31, of a month that a writer keeps. */
export function addMarkedKept(layout: TallyLayout, { runs, touched, changed }: KeptDays, day: number, sign: 1 | -1): void {
  const sums = touched.get(day) ?? decodeSums(layout, dayLength(layout), runBytes(runs, day - 1))
  touched.set(day, sums)
  changed.add(day)
  addMarkedAt(layout, sums, 0, sign)
}

/** Its bytes with every change. */
export function encodeKept(kept: KeptDays): Uint8Array {
  for (const day of kept.changed) {
    const sums = kept.touched.get(day)
    if (sums) kept.runs = withRun(kept.runs, day - 1, sums)
  }
  kept.changed.clear()
  return kept.runs.bytes
}

/** How days scatter, with the places of `layout.days`. */
export type DayScatter = Float64Array

export const emptyScatter = ({ days }: TallyLayout): DayScatter => new Float64Array(days.length)

/** That of a tally that is read; of one as it is stored it is empty, and so without days. */
export const scatterIn = ({ length }: TallyLayout, tally: Tally): DayScatter => tally.subarray(length)

/**
 * Adds the days of one agency: of u = x − r·m, a day's answers less what the agency's own ratio makes of as many, the products
 * of every two items, D/(D − 1) · Σ over days. Agencies are strata: how they differ from each other is no scatter of days.
 */
export function addDayScatter(layout: TallyLayout, into: DayScatter, months: readonly MonthDays[]): void {
  const days = heldDays(layout, months)
  if (days.length < 2) return
  const { freedom, effective, positive, points } = layout.days
  const alike = effectiveDays(layout, days)
  into[freedom] = (into[freedom] ?? 0) + alike - 1
  into[effective] = (into[effective] ?? 0) + alike
  const residuals = new Float64Array(days.length * layout.items.length)
  for (const [place, begin] of [
    [1, positive],
    [2, points],
  ] as const) {
    fillResiduals(layout, residuals, days, place)
    addProducts(layout, into, residuals, days.length, begin)
  }
  addHits(layout, into, days)
}

/** Σe² over days of e = Σ answer·u over ascending places, as `addDayScatter` has u. */
export function sumOfDaySquares({ pairs, terms, days, length }: TallyLayout, tally: Tally, measure: Measure, places: Int32Array): number {
  const { answer } = terms
  const begin = length + days[measure]
  let own = 0
  let together = 0
  for (let first = 0; first < places.length; first++) {
    const k = places[first] ?? 0
    const a = answer[k] ?? 0
    own += a * a * (tally[begin + k] ?? 0)
    for (let second = first + 1; second < places.length; second++) {
      const l = places[second] ?? 0
      const beside = days.beside[k * pairs.count + l] ?? 0
      if (beside > 0) together += a * (answer[l] ?? 0) * (tally[begin + beside] ?? 0)
    }
  }
  return Math.max(0, own + 2 * together)
}

/** The same of one item's ratio, which moves with its answers by 1/base. */
export const itemDaySquares = ({ days, length }: TallyLayout, tally: Tally, measure: Measure, place: number, base: number): number =>
  (tally[length + days[measure] + place] ?? 0) / base ** 2

/** The same of a node that counts persons, whose share moves with each hit by 1/persons. */
export function personDaySquares({ indicator, day }: NodeSlots, layout: TallyLayout, tally: Tally, persons: number): number {
  if (day < 0) return itemDaySquares(layout, tally, 'positive', indicator.asked[0] ?? -1, persons)
  return (tally[layout.length + layout.days.persons + day] ?? 0) / persons ** 2
}

/** The days on which anybody answered, each as its numbers. */
function heldDays(layout: TallyLayout, months: readonly MonthDays[]): readonly Float64Array[] {
  const width = dayLength(layout)
  const found: Float64Array[] = []
  for (const month of months)
    for (let at = 0; at < month.length; at += width) {
      const day = month.subarray(at, at + width)
      if (answersOf(layout, day) > 0) found.push(day)
    }
  return found
}

/** How much a day was answered: its valid answers, and its persons once for each node that counts them. */
function answersOf(layout: TallyLayout, day: Float64Array): number {
  const end = itemsEnd(layout)
  let answers = 0
  for (let at = 0; at < end; at += perItem) answers += day[at] ?? 0
  for (let at = end; at < day.length; at += perNode) answers += day[at] ?? 0
  return answers
}

/** How many days of one size would tell as much (Kish 1965). */
function effectiveDays(layout: TallyLayout, days: readonly Float64Array[]): number {
  let sum = 0
  let squares = 0
  for (const day of days) {
    const answers = answersOf(layout, day)
    sum += answers
    squares += answers ** 2
  }
  return sum ** 2 / squares
}

/** Each item's answers of a day less what its ratio over all days makes of as many; one row an item. */
function fillResiduals({ days: { items } }: TallyLayout, residuals: Float64Array, days: readonly Float64Array[], place: number): void {
  for (let at = 0; at < items.length; at++) {
    let valid = 0
    let answers = 0
    for (const day of days) {
      valid += day[at * perItem] ?? 0
      answers += day[at * perItem + place] ?? 0
    }
    const ratio = valid === 0 ? 0 : answers / valid
    const row = (items[at] ?? 0) * days.length
    for (let day = 0; day < days.length; day++)
      residuals[row + day] = (days[day]?.[at * perItem + place] ?? 0) - ratio * (days[day]?.[at * perItem] ?? 0)
  }
}

function addProducts(
  { items, pairs, days: { items: summed, beside } }: TallyLayout,
  into: DayScatter,
  residuals: Float64Array,
  days: number,
  begin: number,
): void {
  const unbiased = days / (days - 1)
  for (let first = 0; first < summed.length; first++) {
    const k = summed[first] ?? 0
    into[begin + k] = (into[begin + k] ?? 0) + unbiased * product(residuals, k * days, k * days, days)
    const later = pairs.partners[k]
    if (!later) continue
    for (let place = 0; place < later.length; place++) {
      const l = later[place] ?? 0
      const at = begin + (beside[k * items.length + l] ?? 0)
      into[at] = (into[at] ?? 0) + unbiased * product(residuals, k * days, l * days, days)
    }
  }
}

/** Of each node that counts persons D/(D − 1) · Σ u², u = hits − r · persons of a day. */
function addHits(layout: TallyLayout, into: DayScatter, days: readonly Float64Array[]): void {
  const begin = layout.days.persons
  const unbiased = days.length / (days.length - 1)
  for (let place = 0, at = itemsEnd(layout); place < layout.days.nodes.length; place++, at += perNode) {
    let persons = 0
    let hits = 0
    for (const day of days) {
      persons += day[at] ?? 0
      hits += day[at + 1] ?? 0
    }
    const share = persons === 0 ? 0 : hits / persons
    let squares = 0
    for (const day of days) squares += ((day[at + 1] ?? 0) - share * (day[at] ?? 0)) ** 2
    into[begin + place] = (into[begin + place] ?? 0) + unbiased * squares
  }
}

function product(rows: Float64Array, one: number, other: number, length: number): number {
  let sum = 0
  for (let at = 0; at < length; at++) sum += (rows[one + at] ?? 0) * (rows[other + at] ?? 0)
  return sum
}
