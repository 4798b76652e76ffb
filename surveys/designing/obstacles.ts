import { items } from '../questionnaire'
import type { IndicatorNode, IndicatorTree, Questionnaire } from '../schema'
import { countableItems, knownScales } from './names'
import { codesBelow } from './outline'

/** Why a tree cannot be computed: what is wrong, and with which node, question or item. */
export type Obstacle = { readonly kind: ObstacleKind; readonly of: string; readonly names?: string }
export type ObstacleKind = 'unknown-item' | 'uncountable-item' | 'unknown-child' | 'circle' | 'option-item' | 'option-code' | 'same-code' | 'same-item'

/** Everything that keeps a tree of a design from being computed; what is merely incomplete does not. */
export function obstacles(design: Questionnaire, tree: IndicatorTree): readonly Obstacle[] {
  const known = new Set(items(knownScales(design)).map(({ id }) => id))
  const counted = new Map(countableItems(design).map((item) => [item.id, new Set(item.options.map(({ code }) => code))]))
  return [
    ...twice(tree.nodes.map(({ code }) => code)).map((of) => ({ kind: 'same-code' as const, of })),
    ...twice(items(knownScales(design)).map(({ id }) => id)).map((of) => ({ kind: 'same-item' as const, of })),
    ...tree.nodes.flatMap((node) => [...partObstacles(tree, node, known, new Set(counted.keys())), ...optionObstacles(node, counted)]),
  ]
}

function partObstacles(tree: IndicatorTree, node: IndicatorNode, known: ReadonlySet<string>, counted: ReadonlySet<string>): readonly Obstacle[] {
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
  return node.options.filter((code) => counted.get(item)?.has(code) === false).map((names) => ({ kind: 'option-code', of: node.code, names }))
}

const twice = (names: readonly string[]): readonly string[] => [...new Set(names.filter((name, place) => names.indexOf(name) !== place))]
