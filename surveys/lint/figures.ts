import type { BandSet, IndicatorNode, IndicatorTree, Questionnaire } from '../schema'
import { itemsOf } from '../questionnaire'
import type { Warning } from './warning'

/** Figures that can say nothing: a share with nothing to count, grades that results miss. */
export const figureWarnings = (questionnaire: Questionnaire): readonly Warning[] => [
  ...nothingPositive(questionnaire),
  ...questionnaire.bandSets.filter(({ id }) => gradesShares(questionnaire, id)).flatMap(missedBands),
]

function nothingPositive({ trees, sections, scales }: Questionnaire): readonly Warning[] {
  const counted = new Set(trees.filter(({ formula }) => formula === 'share').flatMap(({ nodes }) => nodes.filter(({ kind }) => kind !== 'option').flatMap((node) => node.items ?? [])))
  const asked = sections.flatMap(({ questions }) => questions).filter((question) => itemsOf(question).some(({ id }) => counted.has(id)))
  const used = new Set(asked.flatMap((question) => ('scale' in question && question.type !== 'multiple' ? [question.scale] : [])))
  return scales
    .filter(({ id, options }) => used.has(id) && !options.some(({ positive }) => positive === true))
    .map(({ id }) => ({ path: `scales "${id}"`, rule: 'nothing_positive', seen: '' }))
}

const shares: readonly string[] = ['share', 'level', 'rescaled', 'option-share', 'all-positive', 'min-max']
const means: readonly string[] = ['mean-of-items', 'pooled', 'mean-of-children']

/** Whether the set grades only figures that run from 0 to 1. */
function gradesShares({ trees }: Questionnaire, bands: string): boolean {
  const graded = trees.flatMap((tree) => tree.nodes.filter((node) => node.bands === bands).map((node) => isShare(tree, node)))
  return graded.length > 0 && graded.every(Boolean)
}

const isShare = (tree: IndicatorTree, node: IndicatorNode): boolean => shares.includes(node.formula ?? tree.formula) && means.includes(node.rollUp ?? tree.rollUp)

function missedBands({ id, bands }: BandSet): readonly Warning[] {
  const [low, high] = [Math.min(...bands.map(({ from }) => from)), Math.max(...bands.map(({ to }) => to))]
  const path = `bandSets "${id}"`
  return [
    ...(bands.length > 0 && (low > 0 || high < 1) ? [{ path, rule: 'bands_uncovered' as const, seen: `${low}…${high}` }] : []),
    ...bands.filter(({ from }) => from > 1).map(({ code }) => ({ path: `${path}.bands "${code}"`, rule: 'band_beyond' as const, seen: code })),
  ]
}
