/**
 * Scores of agencies that persons have rated, each indicator placed between the lowest and the highest agency (1 to 10) and weighed: as DDCI
 * is put together. Whoever is lowest or highest decides what everybody else has, so that no formula says how far a score scatters.
 */

/** What one person said of one agency: a number by place of the item, NaN where they said nothing. */
export type PersonRating = { readonly agency: number; readonly values: Float64Array }

/** All that one person said: the ratings of one form. */
export type PersonForm = readonly PersonRating[]

/** An indicator: the mean of what persons said of an item, or a number that is given for each agency, which does not scatter. */
export type PlacedIndicator = { readonly better: 'higher' | 'lower' } & (
  { readonly item: number } | { readonly given: readonly (number | undefined)[] }
)

/** A component is the mean of its indicators, and the score the weighted mean of components. */
export type ScorePlan = {
  readonly agencies: number
  readonly items: number
  readonly components: readonly { readonly weight: number; readonly indicators: readonly PlacedIndicator[] }[]
}

/** The ends between which an indicator is placed. */
const [lowest, highest] = [1, 10]

/** Sums and counts by agency and item, at agency · items + item. */
type Sums = { readonly sum: Float64Array; readonly count: Float64Array }

/** The mean of what was said of an agency, by place of the item; undefined where nothing was. */
export type MeanOf = (agency: number, item: number) => number | undefined

/** Of every agency, undefined where it has none. */
type Scores = readonly (number | undefined)[]

/** What is made of the means of all agencies: one or several scores of each. */
export type Scoring = {
  readonly agencies: number
  readonly items: number
  /** The items that each score stands on. */
  readonly standOn: readonly (readonly number[])[]
  readonly scores: (meanOf: MeanOf) => readonly Scores[]
}

/** The score of each agency; undefined where it has no number of some component. */
export const placedScores = (plan: ScorePlan, forms: readonly PersonForm[]): Scores =>
  scoresFrom(plan, meansIn(plan, sumsOver(plan, forms)))

export type ScoreInterval = {
  readonly value: number | undefined
  /** 95 %, over persons; null where there is no value, or too few persons or resamples tell of it. */
  readonly interval: readonly [number, number] | null
  /** Persons who have rated the agency. */
  readonly persons: number
}

/** How it is drawn: uniform numbers in [0, 1), the same for the same figures, and how often all persons are drawn anew. */
export type PersonsDrawn = {
  readonly uniform: () => number
  readonly resamples: number
  /** Hears how often they have been drawn. */
  readonly onDrawn?: (times: number) => void
}

/** Fewer persons are too few to draw from. */
const fewestPersons = 10

/** The intervals of placed scores, which lie between 1 and 10. */
export function scoreIntervals(plan: ScorePlan, forms: readonly PersonForm[], drawn: PersonsDrawn): readonly ScoreInterval[] {
  const standOn = [plan.components.flatMap(({ indicators }) => indicators.flatMap((one) => ('item' in one ? [one.item] : [])))]
  const [found = []] = intervalsOver({ ...plan, standOn, scores: (meanOf) => [scoresFrom(plan, meanOf)] }, forms, drawn)
  return found.map((one) => ({
    ...one,
    interval: one.interval && [Math.max(lowest, one.interval[0]), Math.min(highest, one.interval[1])],
  }))
}

/**
 * Intervals of each score and agency by drawing persons anew with all that each of them said (Efron 1979), between the quantiles of what was drawn.
 * Persons and not ratings are drawn, since the mood of a person is in all of their ratings. The lowest and the highest agency lie further apart in a
 * sample than they do, by as much as in what is drawn from it they lie further apart than in the sample; the scores scatter by so much less, and the
 * interval is made wider by it.
 */
export function intervalsOver(
  scoring: Scoring,
  forms: readonly PersonForm[],
  { uniform, resamples, onDrawn }: PersonsDrawn,
): readonly (readonly ScoreInterval[])[] {
  const all = meansIn(scoring, sumsOver(scoring, forms))
  const seen = scoring.scores(all)
  const reach = ranges(scoring, all)
  const drawn = seen.map((scores) => scores.map(() => new Array<number>()))
  const wider = reach.map(() => new Array<number>())
  const times = new Uint16Array(forms.length)
  for (let round = 0; round < resamples; round++) {
    const means = meansIn(scoring, drawnSums(scoring, forms, times, uniform))
    for (const [which, scores] of scoring.scores(means).entries())
      for (const [agency, score] of scores.entries()) if (score !== undefined) drawn[which]?.[agency]?.push(score)
    for (const [place, range] of ranges(scoring, means).entries())
      if ((reach[place] ?? 0) > 0) wider[place]?.push(range / (reach[place] ?? 1))
    onDrawn?.(round + 1)
  }
  const persons = personsOf(scoring, forms)
  return seen.map((scores, which) => {
    const widening = Math.max(1, mean((scoring.standOn[which] ?? []).flatMap((place) => wider[place] ?? [])))
    return scores.map((value, agency) => {
      const own = persons[agency] ?? 0
      const again = drawn[which]?.[agency] ?? []
      const isTold = value !== undefined && own >= fewestPersons && again.length >= fewestTold * resamples
      return { value, persons: own, interval: isTold ? widened(value, again, widening) : null }
    })
  })
}

/** Of the resamples; where an agency has no score in more of them, the others tell of chance. */
const fewestTold = 0.9

/** As many persons as there are, drawn one by one. */
function drawnSums(plan: Size, forms: readonly PersonForm[], times: Uint16Array, uniform: () => number): Sums {
  times.fill(0)
  for (let draw = 0; draw < forms.length; draw++) {
    const at = Math.floor(uniform() * forms.length)
    times[at] = (times[at] ?? 0) + 1
  }
  const sums = emptySums(plan)
  for (let at = 0; at < forms.length; at++) {
    const often = times[at] ?? 0
    const form = forms[at]
    if (often > 0 && form) addForm(plan, sums, form, often)
  }
  return sums
}

/** How far the agencies lie apart in each item. */
const ranges = ({ agencies, items }: Size, meanOf: MeanOf): readonly number[] =>
  Array.from({ length: items }, (_, item) => {
    const there = Array.from({ length: agencies }, (_unused, agency) => meanOf(agency, item)).flatMap((one) => one ?? [])
    return there.length < 2 ? 0 : Math.max(...there) - Math.min(...there)
  })

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length

type Size = Pick<ScorePlan, 'agencies' | 'items'>

const emptySums = ({ agencies, items }: Size): Sums => ({
  sum: new Float64Array(agencies * items),
  count: new Float64Array(agencies * items),
})

function sumsOver(size: Size, forms: readonly PersonForm[]): Sums {
  const sums = emptySums(size)
  for (const form of forms) addForm(size, sums, form, 1)
  return sums
}

const meansIn =
  ({ items }: Size, { sum, count }: Sums): MeanOf =>
  (agency, item) => {
    const at = agency * items + item
    const said = count[at] ?? 0
    return said > 0 ? (sum[at] ?? 0) / said : undefined
  }

function addForm({ items }: Size, { sum, count }: Sums, form: PersonForm, often: number): void {
  for (const { agency, values } of form)
    for (let item = 0; item < items; item++) {
      const value = values[item] ?? NaN
      if (Number.isNaN(value)) continue
      const at = agency * items + item
      sum[at] = (sum[at] ?? 0) + often * value
      count[at] = (count[at] ?? 0) + often
    }
}

function scoresFrom(plan: ScorePlan, meanOf: MeanOf): readonly (number | undefined)[] {
  const components = plan.components.map(({ weight, indicators }) => ({
    weight,
    placed: indicators.map((indicator) => placed(indicator, numbersOf(plan, meanOf, indicator))),
  }))
  return Array.from({ length: plan.agencies }, (_, agency) => {
    let [score, weights] = [0, 0]
    for (const { weight, placed: all } of components) {
      const own = all.flatMap((values) => values[agency] ?? [])
      if (own.length === 0) return undefined
      score += weight * (own.reduce((sum, value) => sum + value, 0) / own.length)
      weights += weight
    }
    return weights > 0 ? score / weights : undefined
  })
}

const numbersOf = ({ agencies }: ScorePlan, meanOf: MeanOf, indicator: PlacedIndicator): readonly (number | undefined)[] =>
  'given' in indicator ? indicator.given : Array.from({ length: agencies }, (_, agency) => meanOf(agency, indicator.item))

/** Each number between the lowest (1) and the highest (10), the other way round where less is better; none where all are equal. */
function placed({ better }: PlacedIndicator, numbers: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const there = numbers.flatMap((one) => one ?? [])
  const [low, high] = [Math.min(...there), Math.max(...there)]
  if (!(high > low)) return numbers.map(() => undefined)
  return numbers.map((one) => {
    if (one === undefined) return undefined
    const share = (one - low) / (high - low)
    return lowest + (highest - lowest) * (better === 'higher' ? share : 1 - share)
  })
}

function personsOf({ agencies }: Size, forms: readonly PersonForm[]): readonly number[] {
  const persons = Array.from({ length: agencies }, () => 0)
  for (const form of forms) for (const agency of new Set(form.map((rating) => rating.agency))) persons[agency] = (persons[agency] ?? 0) + 1
  return persons
}

/** Between the quantiles of what was drawn, each as much further off; it never misses the value. */
function widened(value: number, scores: readonly number[], widening: number): readonly [number, number] {
  const sorted = [...scores].sort((a, b) => a - b)
  const end = (share: number): number => value + widening * (quantile(sorted, share) - value)
  return [Math.min(value, end(0.025)), Math.max(value, end(0.975))]
}

function quantile(sorted: readonly number[], share: number): number {
  const place = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5))
  const [low, high] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN]
  return low + (high - low) * (place - Math.floor(place))
}

/** Repeatable uniform numbers in [0, 1) (mulberry32), so that the same persons have the same intervals. */
export function repeatable(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
