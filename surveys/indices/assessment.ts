import { ranksOf } from '../figures/comparison'
import { type Missing, type NoValue, outcomeOf, rangesAmong, through, valueOfNothing } from '../figures/formulas'
import type { Interval } from '../figures/intervals'
import { type Inputs, type Sample, sampleOf, stepKey } from '../figures/sums'
import { emptyTally, type NodeSlots, type TallyLayout } from '../figures/tally'
import { steady } from '../instrument/decimal'
import { figureKey, headlineOf, type Indicator } from '../instrument/indicators'
import { gradeAmong } from './grades'
import { rollUpOperations, stepped } from '../instrument/operations'
import type { Questionnaire } from '../instrument/schema'

/** An agency that is assessed, with its numbers by the code of their node, and the intervals of those that were drawn. */
export type AssessedAgency = {
  readonly code: string
  readonly block: string
  readonly inputs: Inputs
  readonly intervals?: ReadonlyMap<string, Interval>
}

/** How many of the numbers below a node are there. */
export type NumbersThere = { readonly there: number; readonly wanted: number }

/** A node of a set for one agency; unrounded, null for what has no value. */
export type AssessedNode = {
  readonly code: string
  readonly tree: string
  /** What stands: verified numbers, and where there are none the agency's own. */
  readonly value: number | null
  /** By the agency's own numbers, and those that are drawn. */
  readonly self: number | null
  readonly lacking?: NoValue | undefined
  /** Parts without a value; never counted as zero. */
  readonly missing?: Missing | undefined
  readonly filled: NumbersThere
  /** Of a number that was drawn from a survey; what is put together of several has none. */
  readonly interval: Interval | null
  /** The code of its grade, where it is graded; by quantiles among those of its block. */
  readonly grade: string | null
}

export type AssessedResult = {
  readonly code: string
  readonly block: string
  readonly nodes: readonly AssessedNode[]
  /** By the headline, within its block: 1, 1, 3; null without a value. */
  readonly rank: number | null
  readonly ranked: number
}

/** The mean of the agencies that have a value of a node, and how many those are. */
export type MeanOfAssessed = { readonly code: string; readonly tree: string; readonly value: number | null; readonly agencies: number }

export type AssessmentResults = { readonly agencies: readonly AssessedResult[]; readonly means: readonly MeanOfAssessed[] }

type Ungraded = Omit<AssessedNode, 'grade'>

/** What every node of a set comes to for each agency: children's own values level by level, as the figures of a campaign are made. */
export function assessed(set: Questionnaire, layout: TallyLayout, agencies: readonly AssessedAgency[]): AssessmentResults {
  const drawn = new Set(layout.nodes.flatMap(({ indicator: { input, code } }) => (input === 'drawn' ? [code] : [])))
  const [own, standing] = [samplesBy(layout, agencies, (inputs) => selfIn(inputs, drawn)), samplesBy(layout, agencies)]
  const found = agencies.map((agency, place) => ({
    code: agency.code,
    block: agency.block,
    nodes: layout.nodes.map((node) => nodeOf(node, agency, sampleAt(own, place), sampleAt(standing, place))),
  }))
  const ranks = ranksWithinBlocks(layout, headlineOf(set), found)
  const grades = gradesOf(set, layout, found)
  return {
    agencies: found.map((one) => ({
      ...one,
      nodes: one.nodes.map((node, place) => ({ ...node, grade: grades(one.block, place, node.value) })),
      ...(ranks.get(one.code) ?? { rank: null, ranked: 0 }),
    })),
    means: layout.nodes.map(({ indicator: { code, tree } }, place) => {
      const values = found.flatMap(({ nodes }) => nodes[place]?.value ?? [])
      return {
        code,
        tree,
        agencies: values.length,
        value: values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length,
      }
    }),
  }
}

/** A number that is not yet at its maximum, and how far the headline would rise if it were; null where that cannot be said yet. */
export type Shortfall = { readonly code: string; readonly value: number | null; readonly maximum: number; readonly brings: number | null }

/** The lowest nodes with a maximum that an agency has not reached, what brings most first; `among`: all who are assessed, itself too. */
export function shortfalls(
  set: Questionnaire,
  layout: TallyLayout,
  agency: AssessedAgency,
  among: readonly AssessedAgency[],
): readonly Shortfall[] {
  const samples = samplesBy(layout, among)
  const sample = sampleAt(
    samples,
    among.findIndex(({ code }) => code === agency.code),
  )
  const head = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(set))?.indicator
  const now = head && valueOf(head, sample, new Map())
  const below = layout.nodes.flatMap(({ indicator }): readonly Shortfall[] => {
    const { code, maximum, parts } = indicator
    if (maximum === undefined || parts.some(hasMaximum)) return []
    const value = valueOf(indicator, sample, new Map()) ?? null
    if (value !== null && steady(value) >= steady(maximum)) return []
    const then = head && valueOf(head, sample, new Map([[code, maximum]]))
    return [{ code, value, maximum, brings: now === undefined || then === undefined ? null : steady(then - now) }]
  })
  return below.sort((a, b) => (b.brings ?? 0) - (a.brings ?? 0))
}

const hasMaximum = ({ maximum, parts }: Indicator): boolean => maximum !== undefined || parts.some(hasMaximum)

/** The value of an indicator as if some nodes below it had other values. */
function valueOf(indicator: Indicator, sample: Sample, instead: ReadonlyMap<string, number>): number | undefined {
  const { rollUp, where, parts, weights, steps, tree, code, formula } = indicator
  const given = instead.get(code)
  if (given !== undefined) return given
  if (instead.size === 0 || rollUp === null) return standingValue(indicator, sample)
  const operation = rollUpOperations[rollUp]
  const present = parts.flatMap((part, place) => {
    const value = valueOf(part, sample, instead)
    return value === undefined ? [] : [{ value, weight: rollUp === 'weighted' ? (weights?.[place] ?? 1) : 1 }]
  })
  if (present.length === 0 || (present.length < parts.length && operation.lacking === 'no-value')) return undefined
  return steps.reduce<number | undefined>(
    (value, step, place) =>
      value === undefined ? undefined : stepped(step, value, sample.ranges.get(stepKey(tree, code, formula, place)))?.value,
    operation.combine(present, where) ?? valueOfNothing(indicator, present),
  )
}

function standingValue(indicator: Indicator, sample: Sample): number | undefined {
  const node = sample.layout.slots.get(figureKey(indicator))
  return node && outcomeOf(node, sample).estimate?.value
}

function samplesBy(
  layout: TallyLayout,
  agencies: readonly AssessedAgency[],
  read: (inputs: Inputs) => Inputs = (inputs) => inputs,
): readonly Sample[] {
  const tally = emptyTally(layout)
  const given = agencies.map(({ inputs }) => ({ tally, inputs: read(inputs) }))
  const ranges = rangesAmong(layout, given, 0)
  return given.map(({ inputs }) => sampleOf(layout, tally, { inputs, ranges }))
}

/** Numbers as an agency gave them itself, beside those that nobody gives but are drawn. */
const selfIn = (inputs: Inputs, drawn: ReadonlySet<string>): Inputs =>
  new Map([...inputs].map(([code, one]) => [code, drawn.has(code) ? one : { self: one.self, verified: null }]))

const sampleAt = (samples: readonly Sample[], place: number): Sample => {
  const sample = samples[place]
  if (!sample) throw new Error(`agency ${place} of ${samples.length} is not assessed`)
  return sample
}

function nodeOf(node: NodeSlots, { inputs, intervals }: AssessedAgency, own: Sample, standing: Sample): Ungraded {
  const { indicator } = node
  const { estimate, lacking, missing } = outcomeOf(node, standing)
  const drawn = intervals?.get(indicator.code)
  return {
    code: indicator.code,
    tree: indicator.tree,
    value: estimate?.value ?? null,
    self: outcomeOf(node, own).estimate?.value ?? null,
    lacking,
    missing,
    filled: filledIn(indicator, inputs),
    interval: drawn ? through(indicator.steps, drawn) : null,
  }
}

/** A number that several nodes stand on is one number. */
function filledIn(indicator: Indicator, inputs: Inputs): NumbersThere {
  const wanted = numbersBelow(indicator)
  const there = [...wanted].filter((code) => {
    const one = inputs.get(code)
    return (one?.verified ?? one?.self ?? null) !== null
  })
  return { there: there.length, wanted: wanted.size }
}

/** The codes of the numbers that a node stands on, worked out once for all agencies. */
function numbersBelow(indicator: Indicator): ReadonlySet<string> {
  const known = numbers.get(indicator)
  if (known) return known
  const found = new Set(indicator.input === undefined ? indicator.parts.flatMap((part) => [...numbersBelow(part)]) : [indicator.code])
  numbers.set(indicator, found)
  return found
}

const numbers = new WeakMap<Indicator, ReadonlySet<string>>()

/** The grade of a value of the node at a place of the layout, among those of a block. */
function gradesOf(
  { trees, bandSets }: Questionnaire,
  { nodes }: TallyLayout,
  found: readonly { readonly block: string; readonly nodes: readonly Ungraded[] }[],
): (block: string, place: number, value: number | null) => string | null {
  const bands = new Map(trees.flatMap((tree) => tree.nodes.map((node) => [figureKey({ tree: tree.id, code: node.code }), node.bands])))
  const graded = nodes.map(({ indicator }) => bands.get(figureKey(indicator)))
  const blocks = new Map([...new Set(found.map(({ block }) => block))].map((block) => [block, found.filter((one) => one.block === block)]))
  return (block, place, value) => {
    const [set, node] = [graded[place], nodes[place]]
    if (set === undefined || !node) return null
    const peers = (blocks.get(block) ?? []).flatMap((one) => one.nodes[place]?.value ?? [])
    return gradeAmong({ bandSets }, set, node.indicator, value, peers)
  }
}

function ranksWithinBlocks(
  { nodes }: TallyLayout,
  headline: string | undefined,
  found: readonly { readonly code: string; readonly block: string; readonly nodes: readonly Ungraded[] }[],
): ReadonlyMap<string, Pick<AssessedResult, 'rank' | 'ranked'>> {
  const sign = nodes.find(({ indicator }) => indicator.code === headline)?.indicator.direction === 'lower' ? -1 : 1
  return new Map(
    [...new Set(found.map(({ block }) => block))].flatMap((block) => {
      const peers = found.filter((one) => one.block === block)
      const values = peers.map((one) => one.nodes.find(({ code }) => code === headline)?.value ?? null)
      const ranks = ranksOf(values.map((value) => (value === null ? null : sign * value)))
      const ranked = ranks.filter((rank) => rank !== null).length
      return peers.map(({ code }, place) => [code, { rank: ranks[place] ?? null, ranked }] as const)
    }),
  )
}
