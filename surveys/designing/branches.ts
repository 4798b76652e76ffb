import { describesItem } from '../instrument/indicators'
import { items, itemsOf } from '../instrument/questionnaire'
import type { IndicatorNode, IndicatorTree, LocalText, Questionnaire } from '../instrument/schema'
import { freeName, isCode, moved } from './lists'
import {
  changedNode,
  codesBelow,
  countableItems,
  inTree,
  knownScales,
  type NodeChange,
  nodesBelow,
  outline,
  removeTree,
  setHeadline,
  tidyNode,
  type TreeId,
  treeOf,
} from './trees'

/** The design with something of one node changed; a code that is not there changes nothing. */
export const changeNode = (design: Questionnaire, id: TreeId, code: string, change: NodeChange): Questionnaire =>
  inTree(design, id, (tree) => ({
    ...tree,
    nodes: tree.nodes.map((node) => (node.code === code ? changedNode(tree, node, change) : node)),
  }))

/** A code for a new node that neither a node nor an item bears: `factor`, `factor2` … */
export const freeNodeCode = (design: Questionnaire, base: string): string => freeName(base, takenCodes(design))

/** The codes that no other node may bear. */
export const nodeCodes = ({ trees }: Questionnaire): readonly string[] => trees.flatMap(({ nodes }) => nodes.map(({ code }) => code))

/** The design with a new node, at the end of the tree or of a node's children; a code that is taken or no code changes nothing. */
export function addNode(design: Questionnaire, id: TreeId, node: IndicatorNode, under?: string): Questionnaire {
  if (!isCode(node.code) || nodeCodes(design).includes(node.code)) return design
  const grown = inTree(design, id, (tree) => ({ ...tree, nodes: [...tree.nodes, tidyNode(tree, node)] }))
  return under === undefined ? grown : attached(grown, id, node, under)
}

/** The design without a node and all below it that no other node names; without its last node a tree goes too. */
export function removeNode(design: Questionnaire, id: TreeId, code: string): Questionnaire {
  const tree = treeOf(design, id)
  const node = tree?.nodes.find((one) => one.code === code)
  if (!tree || !node) return design
  const below = codesBelow(tree, node)
  const staying = tree.nodes.filter((one) => one.code !== code && !below.has(one.code))
  const held = new Set(staying.flatMap((one) => [...codesBelow({ ...tree, nodes: tree.nodes.filter((other) => other !== node) }, one)]))
  const nodes = tree.nodes.filter((one) => one.code !== code && (!below.has(one.code) || held.has(one.code)))
  if (nodes.length === 0) return removeTree(design, id)
  const cut = inTree(design, id, () => ({ ...tree, nodes: nodes.map((one) => withoutChild(tree, one, code)) }))
  return design.headline !== undefined && !nodeCodes(cut).includes(design.headline) ? setHeadline(cut, undefined) : cut
}

/** Another code for a node; parents and the headline follow. A taken one or no code changes nothing. */
export function renameNode(design: Questionnaire, id: TreeId, from: string, to: string): Questionnaire {
  if (from === to || !isCode(to) || nodeCodes(design).includes(to)) return design
  const named = (code: string): string => (code === from ? to : code)
  const renamed = inTree(design, id, (tree) => ({
    ...tree,
    nodes: tree.nodes.map((node) => ({
      ...node,
      code: named(node.code),
      ...(node.children && { children: node.children.map(named) }),
      ...(node.entry?.within !== undefined && { entry: { ...node.entry, within: named(node.entry.within) } }),
    })),
  }))
  return design.headline === from ? setHeadline(renamed, to) : renamed
}

/** The design with a node one place up (−1) or down (1) among those beside it; its weight goes along. */
export function moveNode(design: Questionnaire, id: TreeId, code: string, parent: string | undefined, by: -1 | 1): Questionnaire {
  return inTree(design, id, (tree) => {
    const rows = outline(tree).filter((row) => row.parent?.code === parent)
    const beside = [...new Set(rows.map(({ node }) => node))]
    const at = beside.findIndex((node) => node.code === code)
    const [one, other] = [beside[at], beside[at + by]]
    if (!one || !other) return tree
    if (parent === undefined) return { ...tree, nodes: moved(tree.nodes, tree.nodes.indexOf(one), tree.nodes.indexOf(other)) }
    return { ...tree, nodes: tree.nodes.map((node) => (node.code === parent ? swappedParts(tree, node, one, other) : node)) }
  })
}

/** The design with a node under another parent, or under none; under itself or what lies below it, nothing changes. */
export function placeUnder(design: Questionnaire, id: TreeId, code: string, parent: string | undefined): Questionnaire {
  const tree = treeOf(design, id)
  const node = tree?.nodes.find((one) => one.code === code)
  if (!tree || !node || parent === code || (parent !== undefined && codesBelow(tree, node).has(parent))) return design
  const freed = inTree(design, id, () => ({ ...tree, nodes: tree.nodes.map((one) => withoutPart(tree, one, node)) }))
  return parent === undefined ? freed : attached(freed, id, node, parent)
}

/** A node that describes an item joins a node that lists items as one of them, any other as a child. */
const attached = (design: Questionnaire, id: TreeId, node: IndicatorNode, under: string): Questionnaire =>
  inTree(design, id, (tree) => ({
    ...tree,
    nodes: tree.nodes.map((one) => {
      if (one.code !== under) return one
      const { items: listed = [], children = [] } = one
      const item = describesItem(node) && listed.length > 0 ? node.items?.[0] : undefined
      return changedNode(
        tree,
        one,
        item === undefined ? { children: [...children, node.code] } : { items: [...new Set([...listed, item])] },
      )
    }),
  }))

const withoutChild = (tree: IndicatorTree, node: IndicatorNode, code: string): IndicatorNode =>
  node.children?.includes(code) ? changedNode(tree, node, { children: node.children.filter((child) => child !== code) }) : node

function withoutPart(tree: IndicatorTree, node: IndicatorNode, part: IndicatorNode): IndicatorNode {
  if (!nodesBelow(tree, node).includes(part)) return node
  const rest = withoutChild(tree, node, part.code)
  return describesItem(part) && rest.items ? changedNode(tree, rest, { items: rest.items.filter((id) => id !== part.items?.[0]) }) : rest
}

function swappedParts(tree: IndicatorTree, node: IndicatorNode, one: IndicatorNode, other: IndicatorNode): IndicatorNode {
  const { children = [], items: listed = [] } = node
  const [from, to] = [children.indexOf(one.code), children.indexOf(other.code)]
  if (from >= 0 && to >= 0) return changedNode(tree, node, { children: moved(children, from, to) })
  return changedNode(tree, node, { items: moved(listed, listed.indexOf(one.items?.[0] ?? ''), listed.indexOf(other.items?.[0] ?? '')) })
}

const takenCodes = (design: Questionnaire): ReadonlySet<string> =>
  new Set([...nodeCodes(design), ...items(knownScales(design)).map(({ id }) => id)])

type Labels = { readonly tree: LocalText; readonly overall: LocalText }

/** A tree of one overall node that stands on nothing yet. */
export const emptyTree = (design: Questionnaire, id: TreeId, labels: Labels): IndicatorTree => ({
  id,
  label: labels.tree,
  formula: 'share',
  rollUp: 'mean-of-items',
  nodes: [{ code: freeNodeCode(design, 'overall'), kind: 'overall', label: labels.overall }],
})

/**
 * A tree made from the sections: a factor for each section with the items that say how satisfied people are and that no tree
 * counts yet, an overall node above. Where no option counts as satisfied, the items with scores and their level.
 */
export function grownTree(design: Questionnaire, id: TreeId, labels: Labels): IndicatorTree {
  const counted = new Set(design.trees.flatMap(({ nodes }) => nodes.flatMap(({ items = [] }) => items)))
  const free = countableItems(design).filter((item) => item.answer === 'one' && !counted.has(item.id))
  const formula = free.some(({ hasShare }) => hasShare) ? 'share' : 'level'
  const fit = new Set(free.filter(({ hasShare, points }) => (formula === 'share' ? hasShare : points !== undefined)).map((item) => item.id))
  const empty = emptyTree(design, id, labels)
  const factors = factorsOf(design, fit)
  if (factors.length === 0) return empty
  return { ...empty, formula, nodes: [...empty.nodes.map((node) => ({ ...node, children: factors.map(({ code }) => code) })), ...factors] }
}

function factorsOf(design: Questionnaire, fit: ReadonlySet<string>): IndicatorTree['nodes'] {
  return design.sections.flatMap(({ id, title, questions }) => {
    const items = questions
      .flatMap(itemsOf)
      .filter((item) => fit.has(item.id))
      .map((item) => item.id)
    return items.length === 0 ? [] : [{ code: freeNodeCode(design, id), kind: 'factor' as const, label: title, items }]
  })
}
