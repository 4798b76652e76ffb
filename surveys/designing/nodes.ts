import type { IndicatorNode, IndicatorTree } from '../schema'
import { isGroup } from './outline'

export type NodeChange = Partial<Omit<IndicatorNode, 'code'>>

/** A node with something changed: the weights follow its parts, and what means nothing any more goes. */
export function changedNode(tree: IndicatorTree, before: IndicatorNode, change: NodeChange): IndicatorNode {
  const node = { ...before, ...change }
  const weights = change.weights ?? (node.rollUp === 'weighted' || before.weights ? followed(before, node) : undefined)
  return tidyNode(tree, { ...node, weights })
}

/** A node without fields that mean nothing for its kind and roll-up, and without empty ones. */
export function tidyNode(tree: Pick<IndicatorTree, 'rollUp'>, node: IndicatorNode): IndicatorNode {
  const { code, kind, label, items, children, options, formula, rollUp, weights, cap, bands, target } = node
  const combined = isGroup(node) ? (rollUp ?? tree.rollUp) : undefined
  return {
    code,
    kind,
    label,
    ...(items?.length && { items }),
    ...(children?.length && { children }),
    ...(options?.length && kind === 'option' && { options }),
    ...(formula && { formula }),
    ...(rollUp && { rollUp }),
    ...(weights?.length && combined === 'weighted' && { weights }),
    ...(cap !== undefined && combined === 'capped-sum' && { cap }),
    ...(bands !== undefined && { bands }),
    ...(target !== undefined && { target }),
  }
}

/** What a node rolls up, in the order of its weights: codes of children, then ids of items. */
export const partsOf = ({ children = [], items = [] }: IndicatorNode): readonly string[] => [...children, ...items]

/** The parts with one more, before the first that comes later in the order. */
export function joined(parts: readonly string[], part: string, order: readonly string[]): readonly string[] {
  if (parts.includes(part)) return parts
  const later = parts.findIndex((one) => order.indexOf(one) > order.indexOf(part))
  return later < 0 ? [...parts, part] : [...parts.slice(0, later), part, ...parts.slice(later)]
}

/** A part keeps its weight wherever it goes; a new one weighs 1. */
function followed(before: IndicatorNode, after: IndicatorNode): readonly number[] {
  const known = new Map(partsOf(before).map((part, place) => [part, before.weights?.[place] ?? 1]))
  return partsOf(after).map((part) => known.get(part) ?? 1)
}
