import type { Unit } from '../figures/rounding'
import { describesItem, rootNodes } from '../instrument/indicators'
import { type Countable, isClosed } from '../instrument/item'
import { rollUpOperations } from '../instrument/operations'
import { countables } from '../instrument/countables'
import {
  type FormulaName,
  type IndicatorNode,
  type IndicatorTree,
  mostSteps,
  type NodeStep,
  type Questionnaire,
  type RollUpName,
} from '../instrument/schema'
import { moved, replaced } from './lists'

export type TreeId = IndicatorTree['id']
export type TreeChange = Partial<Pick<IndicatorTree, 'label' | 'formula' | 'rollUp'>>

/** The trees that the product has words for. */
export const treeIds = ['satisfaction', 'perception', 'expectation'] as const satisfies readonly TreeId[]
export const isNamedTree = (id: TreeId): id is (typeof treeIds)[number] => treeIds.some((one) => one === id)

export const treeOf = ({ trees }: Questionnaire, id: TreeId): IndicatorTree | undefined => trees.find((tree) => tree.id === id)

/** The design with one more tree, those that the product has words for first and in their order; each id at most once. */
export function addTree(design: Questionnaire, tree: IndicatorTree): Questionnaire {
  if (treeOf(design, tree.id)) return design
  const trees = [...design.trees, tree]
  const named = treeIds.flatMap((id) => trees.find((one) => one.id === id) ?? [])
  return { ...design, trees: [...named, ...trees.filter(({ id }) => !isNamedTree(id))] }
}

/** The design without a tree; a headline in it is none any more. */
export function removeTree(design: Questionnaire, id: TreeId): Questionnaire {
  const codes = treeOf(design, id)?.nodes.map(({ code }) => code) ?? []
  const { headline, ...rest } = design
  const trees = design.trees.filter((tree) => tree.id !== id)
  return headline === undefined || codes.includes(headline) ? { ...rest, trees } : { ...rest, headline, trees }
}

/** Another label, formula or roll-up of a whole tree; weights and caps that mean nothing under the new roll-up go. */
export const changeTree = (design: Questionnaire, id: TreeId, change: TreeChange): Questionnaire =>
  inTree(design, id, (before) => {
    const tree = { ...before, ...change }
    return change.rollUp === undefined ? tree : { ...tree, nodes: tree.nodes.map((node) => tidyNode(tree, node)) }
  })

/** The node that ranks agencies and heads reports; without one it is the first of the satisfaction tree. */
export function setHeadline(design: Questionnaire, code: string | undefined): Questionnaire {
  const { headline: _before, ...rest } = design
  return code === undefined ? rest : { ...rest, headline: code }
}

/** The design with one of its trees made anew. */
export const inTree = (design: Questionnaire, id: TreeId, edit: (tree: IndicatorTree) => IndicatorTree): Questionnaire => ({
  ...design,
  trees: design.trees.map((tree) => (tree.id === id ? edit(tree) : tree)),
})

export type NodeChange = Partial<Omit<IndicatorNode, 'code'>>

/** A node with something changed: the weights follow its parts, and what means nothing any more goes. */
export function changedNode(tree: IndicatorTree, before: IndicatorNode, change: NodeChange): IndicatorNode {
  const node = { ...before, ...change }
  const weights = change.weights ?? (node.rollUp === 'weighted' || before.weights ? followed(before, node) : undefined)
  return tidyNode(tree, { ...node, weights })
}

/** A node without fields that mean nothing for its kind and roll-up, and without empty ones. */
export function tidyNode(tree: Pick<IndicatorTree, 'rollUp'>, node: IndicatorNode): IndicatorNode {
  const { code, kind, label, items, children, options, formula, rollUp, weights, cap, input, where, maximum, steps, unit, direction } = node
  const { bands, target, entry, draws, ofNothing } = node
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
    ...(input && { input }),
    ...(entry && (input === 'entered' || input === 'counted') && { entry }),
    ...(draws && input === 'drawn' && { draws }),
    ...(ofNothing !== undefined && combined === 'ratio' && { ofNothing }),
    ...(where && combined === 'count-where' && { where }),
    ...(maximum !== undefined && { maximum }),
    ...(steps?.length && { steps }),
    ...(unit && { unit }),
    ...(direction && { direction }),
    ...(bands !== undefined && { bands }),
    ...(target !== undefined && { target }),
  }
}

/** A step as it begins: over the whole of a share, or over 0…100 of what is read as a number; rounded to one digit as it is read. */
export function newStep(type: NodeStep['type'], unit: Unit): NodeStep {
  const whole = [0, unit === 'percent' ? 1 : 100] as const
  switch (type) {
    case 'linear':
      return { type, from: whole, to: whole }
    case 'observed':
      return { type, to: whole }
    case 'reverse':
      return { type, within: whole }
    case 'clamp':
      return { type, high: whole[1] }
    case 'round':
      return { type, digits: unit === 'percent' ? 3 : 1, mode: 'half-up' }
  }
}

type StepsEdit = (steps: readonly NodeStep[]) => readonly NodeStep[]

/** One more at the end, as long as there is room. */
export const addStep =
  (step: NodeStep): StepsEdit =>
  (steps) =>
    steps.length < mostSteps ? [...steps, step] : steps
export const changeStep =
  (place: number, step: NodeStep): StepsEdit =>
  (steps) =>
    replaced(steps, place, step)
/** One place earlier (−1) or later (1). */
export const moveStep =
  (place: number, by: -1 | 1): StepsEdit =>
  (steps) =>
    moved(steps, place, place + by)
export const removeStep =
  (place: number): StepsEdit =>
  (steps) =>
    steps.filter((_, at) => at !== place)

/** The design with another list of steps of one node; without any, the node has no such field. */
export const changeSteps = (design: Questionnaire, id: TreeId, code: string, edit: StepsEdit): Questionnaire =>
  inTree(design, id, (tree) => ({
    ...tree,
    nodes: tree.nodes.map((node) => (node.code === code ? changedNode(tree, node, { steps: edit(node.steps ?? []) }) : node)),
  }))

/** What a node combines, and how many: the items below it at any depth where its operation reads those, else its own parts. */
export function combinedParts(tree: IndicatorTree, node: IndicatorNode): { readonly of: 'items' | 'children'; readonly count: number } {
  const { children = [] } = node
  if (rollUpOperations[node.rollUp ?? tree.rollUp].on === 'children' && node.formula !== 'all-positive')
    return { of: children.length > 0 ? 'children' : 'items', count: partsOf(node).length }
  const below = codesBelow(tree, node)
  const groups = [node, ...tree.nodes.filter((one) => one !== node && below.has(one.code) && one.kind !== 'option')]
  return { of: 'items', count: new Set(groups.flatMap(({ items = [] }) => items)).size }
}

/** What a node rolls up, in the order of its weights: codes of children, then ids of items. */
export const partsOf = ({ children = [], items = [] }: IndicatorNode): readonly string[] => [...children, ...items]

/** The parts with one more, before the first that comes later in the order. */
export function joinedTree(parts: readonly string[], part: string, order: readonly string[]): readonly string[] {
  if (parts.includes(part)) return parts
  const later = parts.findIndex((one) => order.indexOf(one) > order.indexOf(part))
  return later < 0 ? [...parts, part] : [...parts.slice(0, later), part, ...parts.slice(later)]
}

/** A part keeps its weight wherever it goes; a new one weighs 1. */
function followed(before: IndicatorNode, after: IndicatorNode): readonly number[] {
  const known = new Map(partsOf(before).map((part, place) => [part, before.weights?.[place] ?? 1]))
  return partsOf(after).map((part) => known.get(part) ?? 1)
}

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
  return [
    ...rows,
    ...lost.map((node, place) => ({ ...rowOf(tree, node, tree.formula), depth: 0, parent: undefined, place, beside: lost.length })),
  ]
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

/** Whether a node rolls others up, rather than standing for one item, its options or a number. */
export const isGroup = (node: IndicatorNode): boolean => node.kind !== 'option' && node.input === undefined && !describesItem(node)

function rowsOf(
  tree: IndicatorTree,
  nodes: readonly IndicatorNode[],
  above: FormulaName,
  path: readonly IndicatorNode[],
): readonly OutlineRow[] {
  const fresh = nodes.filter((node) => !path.includes(node))
  return fresh.flatMap((node, place) => {
    const row = { ...rowOf(tree, node, above), depth: path.length, parent: path.at(-1), place, beside: fresh.length }
    return [row, ...rowsOf(tree, nodesBelow(tree, node), row.formula, [...path, node])]
  })
}

function rowOf(
  tree: IndicatorTree,
  node: IndicatorNode,
  above: FormulaName,
): Pick<OutlineRow, 'node' | 'formula' | 'inherited' | 'rollUp'> {
  const inherited = node.kind === 'option' ? 'option-share' : above
  return { node, inherited, formula: node.formula ?? inherited, rollUp: isGroup(node) ? (node.rollUp ?? tree.rollUp) : null }
}

/** The design without the questions whose scale is not there, which nothing can count. */
export function knownScales(design: Questionnaire): Questionnaire {
  const known = new Set(design.scales.map(({ id }) => id))
  return {
    ...design,
    sections: design.sections.map((section) => ({
      ...section,
      questions: section.questions.filter((question) => !isClosed(question) || known.has(question.scale)),
    })),
  }
}

/** The items of a design that can be counted, in the order of the questionnaire. */
export const countableItems = (design: Questionnaire): readonly Countable[] => countables(knownScales(design))
