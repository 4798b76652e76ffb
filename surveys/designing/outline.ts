import { describesItem, rootNodes } from '../indicators'
import type { FormulaName, IndicatorNode, IndicatorTree, RollUpName } from '../schema'

/** One line of a tree as it is read from above: a node under each node that names it. */
export type OutlineRow = {
  readonly node: IndicatorNode
  readonly depth: number
  readonly parent: IndicatorNode | undefined
  /** Its place among the nodes beside it, and how many those are. */
  readonly place: number
  readonly beside: number
  readonly formula: FormulaName
  /** The formula that it has when it names none. */
  readonly inherited: FormulaName
  /** Null where nothing is rolled up: items and options. */
  readonly rollUp: RollUpName | null
}

/** Every node of a tree at least once, parents before their parts; nodes that only name each other in a circle stand at the end. */
export function outline(tree: IndicatorTree): readonly OutlineRow[] {
  const rows = rowsOf(tree, rootNodes(tree), tree.formula, [])
  const seen = new Set(rows.map(({ node }) => node))
  const lost = tree.nodes.filter((node) => !seen.has(node))
  return [...rows, ...lost.map((node, place) => ({ ...rowOf(tree, node, tree.formula), depth: 0, parent: undefined, place, beside: lost.length }))]
}

/** The nodes right below a node: its children, or the nodes that say more about its items. */
export function nodesBelow({ nodes }: IndicatorTree, node: IndicatorNode): readonly IndicatorNode[] {
  if (!isGroup(node)) return []
  const children = (node.children ?? []).flatMap((code) => nodes.find((one) => one.code === code) ?? [])
  const described = (node.items ?? []).flatMap((id) => nodes.find((one) => describesItem(one) && one.items?.[0] === id) ?? [])
  return [...new Set([...children, ...described])]
}

/** The codes of all nodes below a node, at any depth; its own too when it stands in a circle. */
export function codesBelow(tree: IndicatorTree, node: IndicatorNode): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (at: IndicatorNode): void => {
    for (const below of nodesBelow(tree, at)) {
      if (found.has(below.code)) continue
      found.add(below.code)
      visit(below)
    }
  }
  visit(node)
  return found
}

/** Whether a node rolls others up, rather than standing for one item or its options. */
export const isGroup = (node: IndicatorNode): boolean => node.kind !== 'option' && !describesItem(node)

function rowsOf(tree: IndicatorTree, nodes: readonly IndicatorNode[], above: FormulaName, path: readonly IndicatorNode[]): readonly OutlineRow[] {
  const fresh = nodes.filter((node) => !path.includes(node))
  return fresh.flatMap((node, place) => {
    const row = { ...rowOf(tree, node, above), depth: path.length, parent: path.at(-1), place, beside: fresh.length }
    return [row, ...rowsOf(tree, nodesBelow(tree, node), row.formula, [...path, node])]
  })
}

function rowOf(tree: IndicatorTree, node: IndicatorNode, above: FormulaName): Pick<OutlineRow, 'node' | 'formula' | 'inherited' | 'rollUp'> {
  const inherited = node.kind === 'option' ? 'option-share' : above
  return { node, inherited, formula: node.formula ?? inherited, rollUp: isGroup(node) ? (node.rollUp ?? tree.rollUp) : null }
}
