import { itemsOf } from '../questionnaire'
import type { IndicatorTree, LocalText, Questionnaire } from '../schema'
import { freeNodeCode } from './branches'
import { countableItems } from './names'
import type { TreeId } from './trees'

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
    const items = questions.flatMap(itemsOf).filter((item) => fit.has(item.id)).map((item) => item.id)
    return items.length === 0 ? [] : [{ code: freeNodeCode(design, id), kind: 'factor' as const, label: title, items }]
  })
}
