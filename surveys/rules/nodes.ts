import type { Problem, Values } from './problem'
import type { Sentence } from './problem-words'
import { isClosed, type Item, items } from '../questionnaire'
import type { IndicatorNode, IndicatorTree, Questionnaire } from '../schema'
import { repeated } from './repeated'

/** Indicator trees: known items and children, no circles, every node standing on something. */
export function nodeProblems(questionnaire: Questionnaire): readonly Problem[] {
  const scalesKnown = questionnaire.sections
    .flatMap(({ questions }) => questions)
    .every((question) => !('scale' in question) || questionnaire.scales.some(({ id }) => id === question.scale))
  if (!scalesKnown) return []
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const codes = questionnaire.trees.flatMap(({ nodes }) => nodes.map(({ code }) => code))
  const headline = questionnaire.headline
  return [
    ...repeated('trees', questionnaire.trees.map(({ id }) => id)),
    ...repeated('trees.nodes', codes),
    ...(headline === undefined || codes.includes(headline)
      ? []
      : [{ path: 'headline', rule: 'unknown_node', message: `"${headline}" is not the code of a node`, sentence: 'unknown_headline' as const, values: { node: headline } }]),
    ...questionnaire.trees.flatMap((tree) => [
      ...tree.nodes.flatMap((node) => nodeProblem(questionnaire, tree, node, known)),
      ...circles(tree),
    ]),
  ]
}

function nodeProblem(questionnaire: Questionnaire, tree: IndicatorTree, node: IndicatorNode, known: ReadonlyMap<string, Item>): readonly Problem[] {
  const path = `trees "${tree.id}".nodes "${node.code}"`
  const { items: itemIds = [], children = [] } = node
  const say = (rule: string, message: string, values: Values = {}, sentence?: Sentence): Problem => ({ path, rule, message, values, ...(sentence && { sentence }) })
  const siblings = tree.nodes.map(({ code }) => code)
  const parts = itemIds.length + children.length
  return [
    ...(parts === 0 ? [say('node_without_items', 'names neither items nor children')] : []),
    ...(itemIds.length > 0 && children.length > 0 ? [say('items_and_children', 'names items and children; one of them is allowed')] : []),
    ...itemIds.filter((id) => !known.has(id)).map((id) => say('unknown_item', `item "${id}" is not in the questionnaire`, { item: id })),
    ...children.filter((code) => !siblings.includes(code)).map((code) => say('unknown_node', `child "${code}" is not a node of this tree`, { node: code })),
    ...(node.weights && node.weights.length !== parts ? [say('weights', `has ${node.weights.length} weights for ${parts} parts`, { weights: node.weights.length, parts })] : []),
    ...(node.rollUp === 'weighted' && !node.weights ? [say('weights', 'a weighted roll-up names its weights', {}, 'weights_missing')] : []),
    ...(node.rollUp === 'capped-sum' && node.cap === undefined ? [say('cap', 'a capped sum names its cap')] : []),
    ...(node.bands !== undefined && !questionnaire.bandSets.some(({ id }) => id === node.bands)
      ? [say('unknown_bands', `band set "${node.bands}" is not defined`, { bands: node.bands })]
      : []),
    ...(node.kind === 'option' && (itemIds.length !== 1 || !node.options?.length) ? [say('item_use', 'an option node names one item and its options', {}, 'option_node')] : []),
    ...itemIds.flatMap((id) => itemUse(node, known.get(id)).map(({ message, sentence, values }) => say('item_use', message, values, sentence))),
  ]
}

type Misuse = { readonly message: string; readonly sentence: Sentence; readonly values: Values }

function itemUse(node: IndicatorNode, item: Item | undefined): readonly Misuse[] {
  if (!item) return []
  if (node.kind === 'option') {
    const codes = item.scale?.options.map(({ code }) => code) ?? []
    const lacking = (node.options ?? []).filter((code) => !codes.includes(code))
    return lacking.map((code) => ({ message: `"${code}" is not an option of "${item.id}": ${codes.join(', ')}`, sentence: 'node_option', values: { option: code, item: item.id } }))
  }
  if (item.question.type === 'multiple') return [{ message: `multiple choice "${item.id}" may only stand under an option node`, sentence: 'multiple_counted', values: { item: item.id } }]
  if (!isClosed(item.question) && item.question.type !== 'number') return [{ message: `"${item.id}" is ${item.question.type} and cannot be counted`, sentence: 'words_counted', values: { item: item.id } }]
  return []
}

function circles({ id, nodes }: IndicatorTree): readonly Problem[] {
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const returns = (start: string, at: string, seen: ReadonlySet<string>): boolean =>
    (byCode.get(at)?.children ?? []).some((child) => child === start || (!seen.has(child) && returns(start, child, new Set([...seen, child]))))
  return nodes
    .filter(({ code }) => returns(code, code, new Set([code])))
    .map(({ code }) => ({ path: `trees "${id}".nodes "${code}"`, rule: 'circular_roll_up', message: 'is its own descendant' }))
}
