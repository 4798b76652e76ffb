import type { FormulaName } from '../instrument/schema'
import { remainingShare, shareInterval } from './intervals'
import { effectivePersons, type Estimate, linear } from './linear'
import { proportions, type RatioGroup, ratioGroups } from './rollups'
import {
  optionPoints,
  personsOf,
  placeAmongAgencies,
  plainNumber,
  positiveAnswer,
  type Read,
  type Sample,
  shareOfMaximum,
  shareOfRange,
  sumsAt,
} from './sums'
import type { NodeSlots } from './tally'

/** What a node's figure is, or undefined where the formula does not apply to its items. */
export type Formula = (node: NodeSlots, sample: Sample) => Estimate | undefined

/** How a formula reads each answer; those that count persons read none. */
export const readings: Readonly<Record<FormulaName, Read | undefined>> = {
  share: positiveAnswer,
  level: shareOfMaximum,
  rescaled: shareOfRange,
  points: optionPoints,
  'option-share': undefined,
  'all-positive': undefined,
  'mean-number': plainNumber,
  'min-max': placeAmongAgencies,
}

/** One line per formula; shares, levels and rescaled values are 0…1, points and numbers in their own unit. */
export const formulas: Readonly<Record<FormulaName, Formula>> = {
  share: (node, sample) => linear(node, sample, groupsOf(node, sample), positiveAnswer),
  level: (node, sample) => linear(node, sample, groupsOf(node, sample), shareOfMaximum),
  rescaled: (node, sample) => linear(node, sample, groupsOf(node, sample), shareOfRange),
  points: (node, sample) => linear(node, sample, groupsOf(node, sample), optionPoints),
  'option-share': (node, sample) => (node.indicator.kind === 'option' ? shareOfPersons(node, sample) : undefined),
  'all-positive': shareOfPersons,
  'mean-number': (node, sample) => linear(node, sample, groupsOf(node, sample), plainNumber),
  'min-max': (node, sample) => linear(node, sample, groupsOf(node, sample), placeAmongAgencies),
}

/** The share satisfied that stands beside every value (sums fall back to the mean over items). */
export const shareBeside: Formula = (node, sample) => linear(node, sample, proportionsOf(node, sample), positiveAnswer)

/** The level that stands beside every value: the mean score as a share of the maximum. */
export const levelBeside: Formula = (node, sample) => linear(node, sample, proportionsOf(node, sample), shareOfMaximum)

const hasBase =
  (sample: Sample) =>
  (place: number): boolean =>
    sumsAt(sample, place).base > 0
const isComplete = ({ items }: NodeSlots, sample: Sample): boolean => sample.isComplete || items.every(hasBase(sample))

/** The ratios whose weighted sum is the figure, over the items that have answers. */
export const groupsOf = (node: NodeSlots, sample: Sample): readonly RatioGroup[] =>
  isComplete(node, sample) ? node.groups : ratioGroups(node.indicator, hasBase(sample))
const proportionsOf = (node: NodeSlots, sample: Sample): readonly RatioGroup[] =>
  isComplete(node, sample) ? node.proportions : ratioGroups(node.indicator, hasBase(sample), proportions)

/** The effective persons of a node's figure: of an item, and where persons are counted, the persons themselves. */
export function effectiveOf(node: NodeSlots, sample: Sample): number {
  const { kind, formula } = node.indicator
  if (kind === 'item' || !readings[formula]) return personsOf(node, sample).persons
  return effectivePersons(node, sample, groupsOf(node, sample))
}

function shareOfPersons(node: NodeSlots, sample: Sample): Estimate | undefined {
  const { persons, hits } = personsOf(node, sample)
  if (persons <= 0) return undefined
  const share = hits / persons
  return { value: share, interval: () => shareInterval(share, persons, remainingShare(persons, sample.population)), method: 'wilson' }
}
