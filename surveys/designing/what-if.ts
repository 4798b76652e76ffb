import type { NoValue } from '../figures/formulas'
import { type Goals, goalsOf } from '../figures/goals'
import { type NodeResult, nodeResults } from '../figures/results'
import type { Inputs } from '../figures/sums'
import { tallyLayout } from '../figures/tally'
import type { Indicator } from '../instrument/indicators'
import { items } from '../instrument/questionnaire'
import type { IndicatorNode, IndicatorTree, Questionnaire } from '../instrument/schema'
import { type MadeUp, tallyOf } from './made-up'
import { codesBelow, countableItems, knownScales } from './trees'

/** What a tree would say of made-up answers, or why it says nothing. */
export type WhatIfOutcome =
  | { readonly ok: true; readonly persons: number; readonly nodes: readonly WhatIfNode[] }
  | { readonly ok: false; readonly obstacles: readonly Obstacle[] }

export type WhatIfNode = Goals & {
  readonly result: NodeResult
  readonly depth: number
  /** Why there is no value. */
  readonly lacking: Lacking | undefined
}

/** Nothing is below, or as a real figure lacks its value. */
export type Lacking = 'no-parts' | NoValue

/** The figures of one tree for made-up answers, and numbers, counted and computed by the functions that real results come from. */
export function whatIf(design: Questionnaire, tree: IndicatorTree, made: MadeUp, inputs: Inputs = new Map()): WhatIfOutcome {
  const found = obstacles(design, tree)
  if (found.length > 0) return { ok: false, obstacles: found }
  const layout = tallyLayout({ ...knownScales(design), trees: [tree] })
  const tally = tallyOf(layout, made)
  const results = nodeResults(layout, tally, { threshold: 1, inputs })
  const depths = depthsOf(layout.nodes.map(({ indicator }) => indicator))
  const nodes = layout.nodes.flatMap(({ indicator }, place) => {
    const result = results[place]
    return result
      ? [{ result, depth: depths.get(indicator.code) ?? 0, ...goalsOf(design, result), lacking: lackingOf(indicator, result) }]
      : []
  })
  return { ok: true, persons: tally[0] ?? 0, nodes }
}

function lackingOf({ asked, input, parts }: Indicator, { value, lacking }: NodeResult): Lacking | undefined {
  if (value !== null) return undefined
  return asked.length === 0 && input === undefined && parts.length === 0 ? 'no-parts' : (lacking ?? 'no-answers')
}

function depthsOf(found: readonly Indicator[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  for (const { code, parts } of found) {
    const depth = depths.get(code) ?? 0
    depths.set(code, depth)
    for (const part of parts) depths.set(part.code, depth + 1)
  }
  return depths
}

/** Why a tree cannot be computed: what is wrong, and with which node, question or item. */
type Obstacle = { readonly kind: ObstacleKind; readonly of: string; readonly names?: string }
export type ObstacleKind =
  'unknown-item' | 'uncountable-item' | 'unknown-child' | 'circle' | 'option-item' | 'option-code' | 'same-code' | 'same-item'

/** Everything that keeps a tree of a design from being computed; what is merely incomplete does not. */
function obstacles(design: Questionnaire, tree: IndicatorTree): readonly Obstacle[] {
  const known = new Set(items(knownScales(design)).map(({ id }) => id))
  const counted = new Map(countableItems(design).map((item) => [item.id, new Set(item.options.map(({ code }) => code))]))
  return [
    ...twice(tree.nodes.map(({ code }) => code)).map((of) => ({ kind: 'same-code' as const, of })),
    ...twice(items(knownScales(design)).map(({ id }) => id)).map((of) => ({ kind: 'same-item' as const, of })),
    ...tree.nodes.flatMap((node) => [...partObstacles(tree, node, known, new Set(counted.keys())), ...optionObstacles(node, counted)]),
  ]
}

function partObstacles(
  tree: IndicatorTree,
  node: IndicatorNode,
  known: ReadonlySet<string>,
  counted: ReadonlySet<string>,
): readonly Obstacle[] {
  const of = node.code
  const codes = new Set(tree.nodes.map(({ code }) => code))
  const wrong = (node.items ?? []).filter((id) => !counted.has(id))
  return [
    ...wrong.map((names) => ({ kind: known.has(names) ? ('uncountable-item' as const) : ('unknown-item' as const), of, names })),
    ...(node.children ?? []).filter((child) => !codes.has(child)).map((names) => ({ kind: 'unknown-child' as const, of, names })),
    ...(codesBelow(tree, node).has(of) ? [{ kind: 'circle' as const, of }] : []),
  ]
}

function optionObstacles(node: IndicatorNode, counted: ReadonlyMap<string, ReadonlySet<string>>): readonly Obstacle[] {
  if (node.kind !== 'option') return []
  const [item, ...others] = node.items ?? []
  if (item === undefined || others.length > 0 || !node.options?.length) return [{ kind: 'option-item', of: node.code }]
  return node.options
    .filter((code) => counted.get(item)?.has(code) === false)
    .map((names) => ({ kind: 'option-code', of: node.code, names }))
}

const twice = (names: readonly string[]): readonly string[] => [...new Set(names.filter((name, place) => names.indexOf(name) !== place))]
