import type { Inputs } from '../figures/sums'
import type { IndicatorNode, IndicatorTree } from '../instrument/schema'

/** Numbers by the code of their node, as somebody makes them up to see what a set comes to. */
export type MadeNumbers = Readonly<Record<string, number>>

/** The nodes of a tree whose numbers come from outside. */
export const numbersOfTree = ({ nodes }: Pick<IndicatorTree, 'nodes'>): readonly IndicatorNode[] =>
  nodes.filter(({ input }) => input !== undefined)

/** Every number as good as it can be entered: maxima, whole shares, ten of ten counted. */
export const bestNumbers = (tree: Pick<IndicatorTree, 'nodes'>): MadeNumbers =>
  Object.fromEntries(numbersOfTree(tree).map((node) => [node.code, bestOf(node)]))

function bestOf({ entry, draws, maximum }: IndicatorNode): number {
  if (draws) return draws.from === 'campaign' && draws.figure !== 'value' ? 1 : (maximum ?? 1)
  if (entry?.unit === 'count') return entry.high ?? 10
  if (entry?.unit === 'percent' || entry?.unit === 'yes-no') return entry.high ?? 1
  return entry?.high ?? maximum ?? 10
}

/** Made-up numbers as an agency would give them. */
export const inputsFrom = (numbers: MadeNumbers): Inputs =>
  new Map(Object.entries(numbers).map(([code, self]) => [code, { self, verified: null }]))
