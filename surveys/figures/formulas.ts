import { figureKey, type Indicator, isPersons } from '../instrument/indicators'
import { rollUpOperations, type Part, type Reach, stepped } from '../instrument/operations'
import { steady } from '../instrument/decimal'
import type { NodeStep } from '../instrument/schema'
import { personDaySquares } from './days'
import { countsDays, type Interval, meanInterval } from './intervals'
import {
  effectivePersons,
  type Estimate,
  intervalOf,
  linear,
  type NoInterval,
  readingAt,
  spreadOf,
  shareEstimate,
  heldInBounds,
  heldWithin,
  weightedSum,
} from './linear'
import { proportions, type RatioGroup, ratioGroups, scaled } from './rollups'
import { type Inputs, itemRanges, personsOf, type Ranges, type Reading, type Sample, sampleOf, stepKey, sumsAt } from './sums'
import type { NodeSlots, Tally, TallyLayout } from './tally'

/**
 * Why a node has no value: nobody answered; a part of it has none; its divisor is 0; the formula does not fit the answers; other
 * agencies, and different ones, are needed; its number was not entered.
 */
export type NoValue = 'no-answers' | 'incomplete' | 'zero-divisor' | 'formula-unfit' | 'needs-agencies' | 'no-input'

/** Parts right below a node that have no value, and the share of the node's weights that is theirs. */
export type Missing = { readonly codes: readonly string[]; readonly weight: number }

/** A node's figure, or why there is none; `missing` either way. */
export type NodeOutcome = {
  readonly estimate: Estimate | undefined
  readonly lacking?: NoValue | undefined
  readonly missing?: Missing | undefined
}

/** Whether some answers move a node's value up and others down, as a ratio's two parts do: then what they have in common makes it scatter less. */
export function movesBothWays(node: NodeSlots, sample: Sample): boolean {
  const { indicator } = node
  const formed = indicator.isLinear && indicator.steps.length === 0 ? undefined : combinedOf(indicator, sample)
  const groups = formed === undefined ? groupsOf(node, sample) : isFormed(formed) ? formed.groups : []
  const ways = groups.flatMap(({ weight, items, reads }) =>
    items.map((item, place) => Math.sign(weight * (readingAt(item, sample, reads[place])?.factor ?? 0))),
  )
  return ways.includes(1) && ways.includes(-1)
}

/** What a node comes to over a tally. */
export function outcomeOf(node: NodeSlots, sample: Sample): NodeOutcome {
  const { indicator } = node
  if (!indicator.isLinear || indicator.steps.length > 0) return steppedOutcome(node, sample)
  const groups = groupsOf(node, sample)
  const missing = isComplete(node, sample) ? undefined : missingOf(indicator, sample)
  if (groups.length === 0) return { estimate: undefined, lacking: missing && missing.weight < 1 ? 'incomplete' : 'no-answers', missing }
  const estimate = linear(node, sample, groups)
  return { estimate, lacking: estimate ? undefined : unfit(indicator, sample), missing }
}

/** The share satisfied that stands beside every value (sums and the like fall back to the mean over items). */
export const shareBeside = (node: NodeSlots, sample: Sample): Estimate | undefined => linear(node, sample, shareGroups(node, sample))

const shareGroups = (node: NodeSlots, sample: Sample): readonly RatioGroup[] =>
  isComplete(node, sample) ? node.share : proportions(node.indicator, hasBase(sample), 'share')

/** The level that stands beside every value: the mean score as a share of the maximum. */
export const levelBeside = (node: NodeSlots, sample: Sample): Estimate | undefined =>
  linear(node, sample, isComplete(node, sample) ? node.level : proportions(node.indicator, hasBase(sample), 'level'))

const hasBase =
  (sample: Sample) =>
  (place: number): boolean =>
    sumsAt(sample, place).base > 0

function isComplete({ items }: NodeSlots, sample: Sample): boolean {
  if (sample.isComplete) return true
  for (let at = 0; at < items.length; at++) if (sumsAt(sample, items[at] ?? -1).base <= 0) return false
  return true
}

/** The ratios whose weighted sum is a linear figure, over the items that have answers. */
export const groupsOf = (node: NodeSlots, sample: Sample): readonly RatioGroup[] =>
  isComplete(node, sample) ? node.groups : ratioGroups(node.indicator, hasBase(sample))

/**
 * The effective persons of a node's figure: of an item, and where persons are counted, the persons themselves. What is no weighted
 * sum of ratios stands on those of the mean over its items, and where only options were answered on whoever answered them.
 */
export function effectiveOf(node: NodeSlots, sample: Sample): number {
  const { indicator } = node
  if (indicator.kind === 'item' || isPersons(indicator) || indicator.items.length === 0) return personsOf(node, sample).persons
  const groups = indicator.isLinear ? groupsOf(node, sample) : []
  const weighing = groups.length > 0 ? groups : shareGroups(node, sample)
  return weighing.length > 0 ? effectivePersons(node, sample, weighing) : personsOf(node, sample).persons
}

/** What an indicator is over a tally, before its interval. */
type Formed = {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Ratios by whose weighted sum it moves as the answers move; none where `lost` says that they are not known. */
  readonly groups: readonly RatioGroup[]
  readonly first: Reading | undefined
  readonly lost: NoInterval | undefined
  readonly isExact: boolean
  readonly missing: Missing | undefined
}

type Unformed = { readonly lacking: NoValue; readonly missing?: Missing | undefined }

const isFormed = (one: Formed | Unformed): one is Formed => 'value' in one

/** One step further: what a step makes of what went before. */
export type StepDone = { readonly step: NodeStep; readonly value: number }

/** How a node's value comes about: what its operation gives, and what each step makes of it. */
export type Course = {
  readonly combined: number
  readonly steps: readonly StepDone[]
  readonly parts: readonly PartDone[]
  readonly missing: Missing | undefined
}

/** A part right below, its own value or why it has none, and its weight among the parts that have one (0…1 in a mean). */
export type PartDone = {
  readonly indicator: Indicator
  readonly value: number | undefined
  readonly lacking: NoValue | undefined
  readonly weight: number
}

/** The value of an indicator by its children's own values and its steps; undefined where it has none. */
export function courseOf(indicator: Indicator, sample: Sample): Course | undefined {
  const combined = combinedOf(indicator, sample)
  if (!isFormed(combined)) return undefined
  const steps: StepDone[] = []
  let value = combined.value
  for (const [place, step] of indicator.steps.entries()) {
    const made = stepped(step, value, rangeOf(indicator, place, sample))
    if (!made) return undefined
    value = made.value
    steps.push({ step, value })
  }
  const parts = partsOf(indicator).map(({ indicator: part, weight }) => {
    const formed = formedOf(part, sample)
    return {
      indicator: part,
      weight,
      value: isFormed(formed) ? formed.value : undefined,
      lacking: isFormed(formed) ? undefined : formed.lacking,
    }
  })
  const present = parts.filter(({ value: one }) => one !== undefined).reduce((sum, { weight }) => sum + weight, 0)
  return {
    combined: combined.value,
    steps,
    missing: combined.missing,
    parts: parts.map((part) => ({ ...part, weight: part.value === undefined ? 0 : part.weight / present })),
  }
}

/** Across the agencies with enough persons the lowest and the highest of what is placed among them: items' means, and nodes' values. */
export function rangesAmong(
  layout: TallyLayout,
  agencies: readonly { readonly tally: Tally; readonly inputs?: Inputs }[],
  threshold: number,
): Ranges {
  const roots = layout.nodes.map(({ indicator }) => indicator)
  const ranges = new Map<number | string, { readonly low: number; readonly high: number }>(
    roots.some(({ formula }) => formula === 'min-max') ? itemRanges(layout, agencies, threshold) : [],
  )
  if (roots.some(isObserved)) {
    const samples = agencies.map(({ tally, inputs }) => sampleOf(layout, tally, { ranges, ...(inputs && { inputs }) }))
    for (const indicator of roots) observe(indicator, samples, threshold, ranges)
  }
  return ranges
}

const isObserved = ({ steps, parts }: Indicator): boolean => steps.some(({ type }) => type === 'observed') || parts.some(isObserved)

/** The ranges of a node's steps, those of its parts before its own. */
function observe(indicator: Indicator, samples: readonly Sample[], threshold: number, ranges: Map<number | string, Reach>): void {
  if (!isObserved(indicator)) return
  for (const part of indicator.parts) observe(part, samples, threshold, ranges)
  for (const [place, { type }] of indicator.steps.entries()) {
    const key = stepKey(indicator.tree, indicator.code, indicator.formula, place)
    if (type !== 'observed' || ranges.has(key)) continue
    const values = samples.flatMap((sample) => {
      const slots = sample.layout.slots.get(figureKey(indicator))
      const persons = slots && indicator.asked.length > 0 ? effectiveOf(slots, sample) : Infinity
      return isFew(persons, threshold) ? [] : (valueBefore(indicator, place, sample) ?? [])
    })
    if (values.length > 1) ranges.set(key, { low: Math.min(...values), high: Math.max(...values) })
  }
}

/** The value of an indicator before one of its steps. */
function valueBefore(indicator: Indicator, place: number, sample: Sample): number | undefined {
  const formed = combinedOf(indicator, sample)
  return isFormed(formed) ? formedAfter(indicator, formed, indicator.steps.slice(0, place), sample)?.value : undefined
}

/** A node with steps, or whose value is no weighted sum of ratios. */
function steppedOutcome(node: NodeSlots, sample: Sample): NodeOutcome {
  const { indicator } = node
  const combined = combinedOf(indicator, sample)
  if (!isFormed(combined)) return { estimate: undefined, ...combined }
  const { missing } = combined
  const formed = formedAfter(indicator, combined, indicator.steps, sample)
  if (!formed) return { estimate: undefined, lacking: 'needs-agencies', missing }
  const { interval, method, lost, made } = combinedInterval(node, sample, combined)
  const observed = indicator.steps.some(({ type }) => type === 'observed')
  if (observed) return { estimate: { value: formed.value, interval: () => null, method: () => null, lost: 'observed' }, missing }
  return { estimate: { value: formed.value, interval: () => through(indicator.steps, interval()), method, lost, made }, missing }
}

/** An interval as the steps leave it: each goes up or down all the way, so that the ends stay the ends. */
export function through(steps: readonly NodeStep[], interval: Interval | null): Interval | null {
  if (!interval) return null
  const ends = interval.map((end) => steps.reduce((value, step) => stepped(step, value, undefined)?.value ?? value, end))
  return [Math.min(...ends), Math.max(...ends)]
}

function combinedInterval(node: NodeSlots, sample: Sample, formed: Formed): Estimate {
  const { value, low, high, groups, first, lost, isExact } = formed
  const { indicator } = node
  if (isPersons(indicator)) return personsEstimate(node, sample, value)
  if (lost || !first) return { value, interval: () => null, method: () => null, lost: lost ?? 'input' }
  if (indicator.isLinear) return linear(node, sample, groups) ?? { value, interval: () => null, method: () => null }
  const sum = { value, low, high, first, lost }
  if (isExact) return intervalOf(node, sample, groups, sum)
  const spread = spreadOf(node, sample, groups, sum)
  return {
    value,
    made: spread,
    interval: () => heldWithin(meanInterval(spread()), low, high),
    method: () => (countsDays(spread()) ? 'delta-days' : 'delta'),
  }
}

function personsEstimate(node: NodeSlots, sample: Sample, value: number): Estimate {
  const { persons } = personsOf(node, sample)
  return shareEstimate(value, persons, sample, personDaySquares(node, sample.layout, sample.tally, persons))
}

/** An indicator after all its steps. */
function formedOf(indicator: Indicator, sample: Sample): Formed | Unformed {
  const combined = combinedOf(indicator, sample)
  if (!isFormed(combined)) return combined
  return formedAfter(indicator, combined, indicator.steps, sample) ?? { lacking: 'needs-agencies' }
}

/** Nobody, or below the threshold by more than the noise of adding weights. */
export const isFew = (effective: number, threshold: number): boolean => effective <= 0 || effective < threshold * (1 - 1e-9)

/** An indicator before its steps. */
function combinedOf(indicator: Indicator, sample: Sample): Formed | Unformed {
  if (indicator.input !== undefined) return enteredOf(indicator, sample)
  if (isPersons(indicator)) return countedPersons(indicator, sample)
  if (indicator.isLinear) return linearOf(indicator, sample)
  return combinedParts(indicator, sample)
}

function enteredOf({ code }: Indicator, { inputs }: Sample): Formed | Unformed {
  const entered = inputs.get(code)
  const value = entered?.verified ?? entered?.self ?? null
  if (value === null) return { lacking: 'no-input' }
  return { value, low: -Infinity, high: Infinity, groups: [], first: undefined, lost: 'input', isExact: true, missing: undefined }
}

function countedPersons(indicator: Indicator, sample: Sample): Formed | Unformed {
  if (indicator.kind === 'option' && indicator.formula !== 'option-share' && indicator.formula !== 'all-positive')
    return { lacking: 'formula-unfit' }
  const slots = sample.layout.slots.get(figureKey(indicator))
  const { persons, hits } = slots ? personsOf(slots, sample) : { persons: 0, hits: 0 }
  if (persons <= 0) return { lacking: 'no-answers' }
  return { value: hits / persons, low: 0, high: 1, groups: [], first: undefined, lost: 'persons', isExact: true, missing: undefined }
}

function linearOf(indicator: Indicator, sample: Sample): Formed | Unformed {
  const groups = ratioGroups(indicator, hasBase(sample))
  const missing = missingOf(indicator, sample)
  if (groups.length === 0) return { lacking: missing && missing.weight < 1 ? 'incomplete' : 'no-answers', missing }
  const sum = weightedSum(sample, groups)
  if (!sum) return { lacking: unfit(indicator, sample) }
  const { low, high, first, lost } = sum
  return { value: heldInBounds(sum.value, low, high), low, high, groups, first, lost, isExact: true, missing }
}

function combinedParts(indicator: Indicator, sample: Sample): Formed | Unformed {
  const { rollUp, where } = indicator
  if (rollUp === null) return { lacking: 'formula-unfit' }
  const operation = rollUpOperations[rollUp]
  const all = partsOf(indicator).map((part) => ({ ...part, formed: formedOf(part.indicator, sample) }))
  const hopeless = all.flatMap(({ formed }) => (!isFormed(formed) && isHopeless(formed.lacking) ? [formed.lacking] : []))[0]
  if (hopeless) return { lacking: hopeless }
  const present = all.flatMap(({ formed, weight }) => (isFormed(formed) ? [{ ...formed, weight }] : []))
  const missing = missingAmong(all.map(({ indicator: { code }, weight, formed }) => ({ code, weight, isMissing: !isFormed(formed) })))
  if (present.length === 0) return { lacking: 'no-answers', missing }
  if (missing && operation.lacking === 'no-value') return { lacking: 'incomplete', missing }
  const parts: readonly Part[] = present
  const value = operation.combine(parts, where) ?? valueOfNothing(indicator, parts)
  if (value === undefined) return { lacking: 'zero-divisor', missing }
  const slopes = operation.slopes(parts)
  const { low, high } = operation.reach(present)
  const firsts = present.flatMap(({ first }) => (first ? [first] : []))
  return {
    value: heldInBounds(value, low, high),
    low,
    high,
    groups: slopes ? present.flatMap(({ groups }, place) => scaled(groups, slopes[place] ?? { times: 0, over: 1 })) : [],
    first: firsts.find(({ interval }) => interval === 'unbounded') ?? firsts[0],
    lost: present.find(({ lost }) => lost)?.lost ?? (slopes ? undefined : 'operation') ?? (isMixed(firsts) ? 'mixed' : undefined),
    isExact: operation.interval === 'linear' && present.every(({ isExact }) => isExact),
    missing,
  }
}

/** What a ratio says where both of its parts are 0. */
export const valueOfNothing = ({ ofNothing }: Pick<Indicator, 'ofNothing'>, parts: readonly Part[]): number | undefined =>
  parts.every(({ value }) => steady(value) === 0) ? ofNothing : undefined

const isMixed = (firsts: readonly Reading[]): boolean => firsts.some(({ measure }) => measure !== firsts[0]?.measure)

/** What no answers can mend; a part without answers, or one that lacks a number, is only missing. */
export const isHopeless = (lacking: NoValue): boolean => lacking === 'formula-unfit' || lacking === 'needs-agencies'

/** What an operation stands on, each with its weight. */
function partsOf({ rollUp, parts, leaves, weights }: Indicator): readonly { readonly indicator: Indicator; readonly weight: number }[] {
  if (rollUp === null) return []
  if (rollUpOperations[rollUp].on === 'items') return leaves.map((indicator) => ({ indicator, weight: 1 }))
  return parts.map((indicator, place) => ({ indicator, weight: rollUp === 'weighted' ? (weights?.[place] ?? 1) : 1 }))
}

/** The parts of a linear indicator that have no answers; pooled answers weigh as many as there are, so that none is missing. */
function missingOf(indicator: Indicator, sample: Sample): Missing | undefined {
  const found = missingAmong(
    partsOf(indicator).map(({ indicator: part, weight }) => ({
      code: part.code,
      weight,
      isMissing: ratioGroups(part, hasBase(sample)).length === 0,
    })),
  )
  return found && indicator.rollUp === 'pooled' && found.weight < 1 ? { ...found, weight: 0 } : found
}

/** Which parts have no value, and their share of the weights. */
export function missingAmong(
  parts: readonly { readonly code: string; readonly weight: number; readonly isMissing: boolean }[],
): Missing | undefined {
  const gone = parts.filter(({ isMissing }) => isMissing)
  if (gone.length === 0) return undefined
  const total = (of: readonly { readonly weight: number }[]): number => of.reduce((sum, { weight }) => sum + weight, 0)
  return { codes: gone.map(({ code }) => code), weight: gone.length === parts.length ? 1 : total(gone) / total(parts) }
}

/** Why readings of items that have answers give no value. */
function unfit({ leaves }: Indicator, sample: Sample): NoValue {
  const unread = leaves.filter(({ items: [place], formula }) => hasBase(sample)(place ?? -1) && !readingAt(place ?? -1, sample, formula))
  return unread.every(({ formula }) => formula === 'min-max') ? 'needs-agencies' : 'formula-unfit'
}

const rangeOf = ({ tree, code, formula }: Indicator, place: number, { ranges }: Sample) => ranges.get(stepKey(tree, code, formula, place))

function formedAfter(indicator: Indicator, combined: Formed, steps: readonly NodeStep[], sample: Sample): Formed | undefined {
  let formed = combined
  for (const [place, step] of steps.entries()) {
    const range = rangeOf(indicator, place, sample)
    const made = stepped(step, formed.value, range)
    if (!made) return undefined
    const ends = [formed.low, formed.high].map((end) => stepped(step, end, range)?.value ?? end)
    formed = {
      ...formed,
      value: made.value,
      low: Math.min(...ends),
      high: Math.max(...ends),
      groups: made.factor === 1 ? formed.groups : scaled(formed.groups, { times: made.factor, over: 1 }),
      lost: formed.lost ?? made.loss,
    }
  }
  return formed
}
