import { ranksOf } from '../figures/comparison'
import { type Missing, type NoValue, through } from '../figures/formulas'
import type { Interval } from '../figures/intervals'
import type { Inputs } from '../figures/sums'
import type { NodeSlots, TallyLayout } from '../figures/tally'
import { steady } from '../instrument/decimal'
import { headlineOf, type Indicator } from '../instrument/indicators'
import type { Questionnaire } from '../instrument/schema'
import { gradeAmong } from './grades'
import { columnsOf, type NodeValue, numberOf, valueInstead, type Whose } from './values'

/** What a figure of a survey stands on: valid answers, and the persons who gave them; null where that is not known. */
export type Surveyed = { readonly interval: Interval | null; readonly base: number | null; readonly persons: number | null }

/** An agency that is assessed, with its numbers by the code of their node, and what those that were drawn stand on. */
export type AssessedAgency = {
  readonly code: string
  readonly block: string
  readonly inputs: Inputs
  readonly surveyed?: ReadonlyMap<string, Surveyed>
}

/** How many of the numbers below a node are there. */
export type NumbersThere = { readonly there: number; readonly wanted: number }

/** What a node comes to by some numbers; unrounded, null for what has no value. */
export type NodeSum = {
  readonly value: number | null
  readonly lacking?: NoValue | undefined
  /** Parts without a value; never counted as zero. */
  readonly missing?: Missing | undefined
  readonly filled: NumbersThere
}

/** A node of a set for one agency as it stands: by verified numbers, and where there are none by the agency's own. */
export type AssessedNode = NodeSum & {
  readonly code: string
  readonly tree: string
  /** By the agency's own numbers alone, and those that are drawn. */
  readonly self: NodeSum
  /** Of a number that was drawn from a survey; what is put together of several has none of these. */
  readonly interval: Interval | null
  readonly base: number | null
  readonly persons: number | null
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

/** What every node of a set comes to for each agency: children's own values level by level, as the figures of a campaign are made. */
export function assessed(set: Questionnaire, layout: TallyLayout, agencies: readonly AssessedAgency[]): AssessmentResults {
  const inputs = agencies.map((agency) => agency.inputs)
  const [own, standing] = [columnsOf(layout, inputs, 'own'), columnsOf(layout, inputs)]
  const columns = layout.nodes.map((node) => {
    const values = standing.of(node.indicator)
    return { node, own: own.of(node.indicator), values, grade: gradesOf(set, node, agencies, values) }
  })
  const found = agencies.map((agency, place) => ({
    code: agency.code,
    block: agency.block,
    nodes: columns.map((one) => nodeOf(one.node, agency, one.own[place], one.values[place], one.grade(place))),
  }))
  const ranks = ranksWithinBlocks(layout, headlineOf(set), found)
  return {
    agencies: found.map((one) => ({ ...one, ...(ranks.get(one.code) ?? { rank: null, ranked: 0 }) })),
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
  const { ranges } = columnsOf(
    layout,
    among.map(({ inputs }) => inputs),
  )
  const valueOf = (indicator: Indicator, instead: ReadonlyMap<string, number> = new Map()): number | undefined =>
    valueInstead(indicator, agency.inputs, ranges, instead).value
  const head = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(set))?.indicator
  const now = head && valueOf(head)
  const below = layout.nodes.flatMap(({ indicator }): readonly Shortfall[] => {
    const { code, maximum, parts } = indicator
    if (maximum === undefined || parts.some(hasMaximum)) return []
    const value = valueOf(indicator) ?? null
    if (value !== null && steady(value) >= steady(maximum)) return []
    const then = head && valueOf(head, new Map([[code, maximum]]))
    return [{ code, value, maximum, brings: now === undefined || then === undefined ? null : steady(then - now) }]
  })
  return below.sort((a, b) => (b.brings ?? 0) - (a.brings ?? 0))
}

/** Whether its value depends on those of the others who are assessed: it, or something below it, is placed between their lowest and highest. */
export const isPlacedAmongOthers = ({ steps, parts }: Indicator): boolean =>
  steps.some(({ type }) => type === 'observed') || parts.some(isPlacedAmongOthers)

const hasMaximum = ({ maximum, parts }: Indicator): boolean => maximum !== undefined || parts.some(hasMaximum)

function nodeOf(
  node: NodeSlots,
  { inputs, surveyed }: AssessedAgency,
  own: NodeValue | undefined,
  standing: NodeValue | undefined,
  grade: string | null,
): AssessedNode {
  const { indicator } = node
  const drawn = surveyed?.get(indicator.code)
  return {
    code: indicator.code,
    tree: indicator.tree,
    ...sumOf(standing, filledIn(indicator, inputs, 'standing')),
    self: sumOf(own, filledIn(indicator, inputs, 'own')),
    interval: drawn?.interval ? through(indicator.steps, drawn.interval) : null,
    base: drawn?.base ?? null,
    persons: drawn?.persons ?? null,
    grade,
  }
}

const sumOf = (made: NodeValue | undefined, filled: NumbersThere): NodeSum => ({
  value: made?.value ?? null,
  // Nobody answers a set: what has no number at all below it was not entered.
  lacking: made?.lacking === 'no-answers' ? 'no-input' : made?.lacking,
  missing: made?.missing,
  filled,
})

/** A number that several nodes stand on is one number. */
function filledIn(indicator: Indicator, inputs: Inputs, whose: Whose): NumbersThere {
  const wanted = numbersBelow(indicator)
  let there = 0
  for (const end of wanted.values()) if (numberOf(end, inputs, whose) !== null) there += 1
  return { there, wanted: wanted.size }
}

/** The numbers that a node stands on by their codes, worked out once for all agencies. */
function numbersBelow(indicator: Indicator): ReadonlyMap<string, Indicator> {
  const known = numbers.get(indicator)
  if (known) return known
  const found = new Map(
    indicator.input === undefined ? indicator.parts.flatMap((part) => [...numbersBelow(part)]) : [[indicator.code, indicator] as const],
  )
  numbers.set(indicator, found)
  return found
}

const numbers = new WeakMap<Indicator, ReadonlyMap<string, Indicator>>()

/** The grade of a node for the agency at each place, among those of its block. */
function gradesOf(
  { trees, bandSets }: Questionnaire,
  { indicator }: NodeSlots,
  agencies: readonly AssessedAgency[],
  values: readonly NodeValue[],
): (place: number) => string | null {
  const bands = trees.find(({ id }) => id === indicator.tree)?.nodes.find(({ code }) => code === indicator.code)?.bands
  if (bands === undefined) return () => null
  const peers = new Map<string, readonly number[]>()
  for (const block of new Set(agencies.map((one) => one.block)))
    peers.set(
      block,
      values.flatMap(({ value }, place) => (value === undefined || agencies[place]?.block !== block ? [] : [value])),
    )
  return (place) => gradeAmong({ bandSets }, bands, indicator, values[place]?.value ?? null, peers.get(agencies[place]?.block ?? '') ?? [])
}

function ranksWithinBlocks(
  { nodes }: TallyLayout,
  headline: string | undefined,
  found: readonly { readonly code: string; readonly block: string; readonly nodes: readonly AssessedNode[] }[],
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
