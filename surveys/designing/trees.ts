import type { IndicatorTree, Questionnaire } from '../schema'
import { tidyNode } from './nodes'

export type TreeId = IndicatorTree['id']
export type TreeChange = Partial<Pick<IndicatorTree, 'label' | 'formula' | 'rollUp'>>

export const treeIds = ['satisfaction', 'perception', 'expectation'] as const satisfies readonly TreeId[]

export const treeOf = ({ trees }: Questionnaire, id: TreeId): IndicatorTree | undefined => trees.find((tree) => tree.id === id)

/** The design with one more tree, in the order of the kinds; each kind at most once. */
export function addTree(design: Questionnaire, tree: IndicatorTree): Questionnaire {
  if (treeOf(design, tree.id)) return design
  return { ...design, trees: treeIds.flatMap((id) => (id === tree.id ? tree : (treeOf(design, id) ?? []))) }
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
