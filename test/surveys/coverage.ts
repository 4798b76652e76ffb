import { type Figure, nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { ids, satisfaction } from './fixtures'
import { normal, seeded } from './random'

export type CoverageRow = {
  readonly items: number
  readonly persons: number
  readonly share: number
  readonly missing: number
  readonly samples: number
  /** How often the 95 % interval holds the true figure, and its mean width. */
  readonly shareCoverage: number
  readonly shareWidth: number
  readonly levelCoverage: number
  readonly levelWidth: number
}

type Setting = Pick<CoverageRow, 'items' | 'persons' | 'share' | 'missing' | 'samples'>

/** How honest a node's interval is: answers of one person correlate by a person effect, and any may be missing. */
export function coverageTable(samples: number, seed = 20261): readonly CoverageRow[] {
  const uniform = seeded(seed)
  return [4, 22].flatMap((items) =>
    [12, 30, 100, 400].flatMap((persons) =>
      [0.8, 0.9, 0.95, 0.98].flatMap((share) => [0, 0.3].map((missing) => coverage({ items, persons, share, missing, samples }, uniform))),
    ),
  )
}

/** The table as fixed-width text. */
export function coverageText(rows: readonly CoverageRow[]): string {
  const percent = (value: number): string => (100 * value).toFixed(1).padStart(7)
  const head = 'items persons  share missing | share cover  width | level cover  width'
  return [
    head,
    ...rows.map(
      (row) =>
        `${String(row.items).padStart(5)} ${String(row.persons).padStart(7)}${percent(row.share)} ${percent(row.missing)} |    ${percent(row.shareCoverage)}${percent(row.shareWidth)} |    ${percent(row.levelCoverage)}${percent(row.levelWidth)}`,
    ),
  ].join('\n')
}

/** Correlation of two answers of one person on the latent normal scale. */
const correlation = 0.6

function coverage(setting: Setting, uniform: () => number): CoverageRow {
  const { items, persons, share, missing, samples } = setting
  const questionnaire = satisfaction({ A: items })
  const layout = tallyLayout(questionnaire)
  const names = ids('A', items)
  const cuts = cutsFor(share)
  const truth = { share, level: trueLevel(cuts) }
  const seen = { shareCoverage: 0, shareWidth: 0, levelCoverage: 0, levelWidth: 0 }
  for (let sample = 0; sample < samples; sample++) {
    const tally = emptyTally(layout)
    for (let person = 0; person < persons; person++) addAnswers(layout, tally, drawAnswers(names, cuts, missing, uniform), 1)
    const root = nodeResults(layout, tally, { threshold: 1 })[0]
    seen.shareCoverage += holds(root?.share, truth.share) / samples
    seen.shareWidth += width(root?.share) / samples
    seen.levelCoverage += holds(root?.level, truth.level) / samples
    seen.levelWidth += width(root?.level) / samples
  }
  return { ...setting, ...seen }
}

function drawAnswers(names: readonly string[], cuts: readonly number[], missing: number, uniform: () => number): Record<string, string> {
  const person = Math.sqrt(correlation) * normal(uniform)
  const answers: Record<string, string> = {}
  for (const name of names) {
    if (missing > 0 && uniform() < missing) continue
    const latent = person + Math.sqrt(1 - correlation) * normal(uniform)
    const place = cuts.findIndex((cut) => latent < cut)
    answers[name] = 'abcde'[place < 0 ? 4 : place] ?? 'e'
  }
  return answers
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
