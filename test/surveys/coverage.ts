import { type Figure, oneNodeResult } from '../../surveys/figures/results'
import { addDayScatter, addMarkedDay, emptyDays, type MonthDays, scatterIn } from '../../surveys/figures/days'
import { addAnswers, readableTally, tallyLayout } from '../../surveys/figures/tally'
import { ids, satisfaction } from './fixtures'
import { normal, seeded } from './random'

/** Which items a person is asked and answers: all; each with three chances in ten of a blank; one half of them only 15 % of the persons. */
type Asked = 'all' | 'with blanks' | 'half of few'

type Setting = {
  readonly items: number
  /** Effective persons (Kish 1965) that are to be expected. */
  readonly effective: number
  readonly asked: Asked
  /** Of what the answers of two persons say in the mean over items, the part that those of one day at one agency share; ten answer a day. */
  readonly dayPart: number
  readonly share: number
  readonly samples: number
}

export type CoverageRow = Setting & {
  /** How often the 95 % interval holds the true figure, and its mean width. */
  readonly shareCoverage: number
  readonly shareWidth: number
  readonly levelCoverage: number
  readonly levelWidth: number
}

const shares = [0.8, 0.9, 0.95, 0.98]

/** How honest a node's interval is: answers of one person correlate by a person effect, those of one day by a day effect. */
export function coverageTable(samples: number, dayParts: readonly number[], seed = 20261): readonly CoverageRow[] {
  const settings = [4, 22].flatMap((items) =>
    [12, 30, 100].flatMap((effective) =>
      (['all', 'with blanks', 'half of few'] as const).flatMap((asked) =>
        dayParts.flatMap((dayPart) => shares.map((share) => ({ items, effective, asked, dayPart, share, samples }))),
      ),
    ),
  )
  // Each with chances of its own, so that one can be looked at again without the others.
  return settings.map((setting, place) => coverage(setting, seeded(seed + place)))
}

/** The table as the README has it: a line for each setting, the shares beside each other. */
export function coverageText(rows: readonly CoverageRow[]): string {
  const percent = (value: number): string => (100 * value).toFixed(1)
  const lines = rows
    .filter(({ share }) => share === shares[0])
    .map((first) => {
      const line = rows.filter(
        ({ items, effective, asked, dayPart }) =>
          items === first.items && effective === first.effective && asked === first.asked && dayPart === first.dayPart,
      )
      return [
        first.items,
        first.effective,
        first.asked,
        first.dayPart,
        ...line.map(({ shareCoverage }) => percent(shareCoverage)),
        ...line.map(({ levelCoverage }) => percent(levelCoverage)),
      ]
    })
  return [
    [
      'items',
      'effective persons',
      'asked',
      'of the day',
      ...shares.map((share) => `share ${share}`),
      ...shares.map((share) => `level ${share}`),
    ],
    Array.from({ length: 12 }, () => '---'),
    ...lines,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** Correlation of two answers of one person on the latent normal scale. */
const correlation = 0.6

/** Of the persons asked about half of the items. */
const few = 0.15
const aDay = 10

/** As many as are worth the effective persons wanted; blanks at random cost too little to be made up for. */
const personsFor = ({ effective, asked }: Setting): number =>
  asked === 'half of few' ? Math.round(effective * (few * (0.5 + 0.5 / few) ** 2 + (1 - few) * 0.5 ** 2)) : effective

function coverage(setting: Setting, uniform: () => number): CoverageRow {
  const { items, share, samples } = setting
  const layout = tallyLayout(satisfaction({ A: items }))
  const first = layout.nodes[0]
  const names = ids('A', items)
  const cuts = cutsFor(share)
  const truth = { share, level: trueLevel(cuts) }
  const seen = { shareCoverage: 0, shareWidth: 0, levelCoverage: 0, levelWidth: 0 }
  for (let sample = 0; sample < samples; sample++) {
    const tally = readableTally(layout)
    const months: MonthDays[] = []
    for (const [place, answers] of drawPersons(setting, names, cuts, uniform).entries()) {
      addAnswers(layout, tally, answers, 1)
      const day = Math.floor(place / aDay)
      const month = (months[Math.floor(day / 28)] ??= emptyDays(layout))
      addMarkedDay(layout, month, (day % 28) + 1, 1)
    }
    addDayScatter(layout, scatterIn(layout, tally), months)
    const root = first && oneNodeResult(layout, first, tally, { threshold: 1 })
    seen.shareCoverage += holds(root?.share, truth.share) / samples
    seen.shareWidth += width(root?.share) / samples
    seen.levelCoverage += holds(root?.level, truth.level) / samples
    seen.levelWidth += width(root?.level) / samples
  }
  return { ...setting, ...seen }
}

function drawPersons(setting: Setting, names: readonly string[], cuts: readonly number[], uniform: () => number): Record<string, string>[] {
  const { asked, dayPart } = setting
  const dayVariance = dayPart * (correlation + (1 - correlation) / names.length)
  let day = 0
  return Array.from({ length: personsFor(setting) }, (_, place) => {
    if (place % aDay === 0) day = Math.sqrt(dayVariance) * normal(uniform)
    const person = day + Math.sqrt(correlation - dayVariance) * normal(uniform)
    const isAskedAll = asked !== 'half of few' || uniform() < few
    const answers: Record<string, string> = {}
    for (const [at, name] of names.entries()) {
      if ((asked === 'with blanks' && uniform() < 0.3) || (!isAskedAll && at >= names.length / 2)) continue
      const latent = person + Math.sqrt(1 - correlation) * normal(uniform)
      const cut = cuts.findIndex((edge) => latent < edge)
      answers[name] = 'abcde'[cut < 0 ? 4 : cut] ?? 'e'
    }
    return answers
  })
}

/** Where the latent scale is cut into five answers, so that the upper two have the share wanted. */
const cutsFor = (share: number): readonly number[] =>
  [0.15, 0.4, 1].map((part) => quantile((1 - share) * part)).concat(quantile(1 - share * 0.4))

const trueLevel = (cuts: readonly number[]): number => (5 - cuts.reduce((sum, cut) => sum + probability(cut), 0)) / 5

const holds = (figure: Figure | null | undefined, truth: number): number =>
  figure?.interval && figure.interval[0] <= truth && truth <= figure.interval[1] ? 1 : 0

const width = (figure: Figure | null | undefined): number => (figure?.interval ? figure.interval[1] - figure.interval[0] : 0)

/** The standard normal distribution function by its series (Marsaglia 2004). */
function probability(x: number): number {
  let sum = x
  let term = x
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

function quantile(p: number): number {
  let [low, high] = [-6, 6]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (probability(middle) < p) low = middle
    else high = middle
  }
  return low
}
