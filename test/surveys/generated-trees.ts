import { isClosed } from '../../surveys/instrument/item'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import type { BandSet, IndicatorNode, IndicatorTree, LocalText, Question, Scale } from '../../surveys/instrument/schema'
import type { Dealer } from './dealer'

type Forest = { readonly trees: readonly IndicatorTree[]; readonly bandSets: readonly BandSet[] }
type Say = () => LocalText

/** Trees over the items that can be counted, with bands for some nodes; none where nothing can be counted. */
export function generatedTrees(deal: Dealer, say: Say, questions: readonly Question[], scales: readonly Scale[]): Forest {
  const bandSets = deal.oneIn(2) ? [generatedBands(deal, say)] : []
  const counted = questions.flatMap((question) =>
    isClosed(question) && question.type !== 'multiple' && question.type !== 'ranking' ? itemsOf(question).map(({ id }) => id) : [],
  )
  const ids = (['satisfaction', 'perception', 'expectation'] as const).filter((_, place) => place === 0 || deal.oneIn(3))
  const trees = ids.map((id): IndicatorTree => {
    const prefix = id.slice(0, 1).toUpperCase()
    const nodes = [
      ...inLevels(deal, say, prefix, counted),
      ...numberNodes(say, prefix, questions),
      ...optionNodes(deal, say, prefix, questions, scales),
    ]
    const banded = nodes.map((node) => (bandSets.length > 0 && deal.oneIn(4) ? { ...node, bands: 'grades', target: 0.8 } : node))
    return {
      id,
      label: say(),
      formula: deal.one(['share', 'level', 'rescaled'] as const),
      rollUp: deal.one(['mean-of-items', 'pooled', 'mean-of-children'] as const),
      nodes: banded,
    }
  })
  return { trees: trees.filter(({ nodes }) => nodes.length > 0), bandSets }
}

/** Factors of a few items each, aspects over them, and the whole. */
function inLevels(deal: Dealer, say: Say, prefix: string, counted: readonly string[]): readonly IndicatorNode[] {
  if (counted.length === 0) return []
  const size = 1 + deal.upTo(3)
  const groups = Array.from({ length: Math.ceil(counted.length / size) }, (_, place) => counted.slice(place * size, (place + 1) * size))
  const factors = groups.map((items, place): IndicatorNode => ({
    code: `${prefix}.F${place + 1}`,
    kind: items.length === 1 && deal.oneIn(2) ? 'item' : 'factor',
    label: say(),
    items,
    ...rolled(deal, items.length),
  }))
  const codes = factors.map(({ code }) => code)
  const overall = (parts: readonly string[]): IndicatorNode => ({
    code: prefix,
    kind: 'overall',
    label: say(),
    children: parts,
    ...rolled(deal, parts.length),
  })
  if (deal.oneIn(2)) return [overall(codes), ...factors]
  const aspect: IndicatorNode = { code: `${prefix}.A`, kind: 'aspect', label: say(), children: codes, ...rolled(deal, codes.length) }
  return deal.oneIn(2) ? [...factors, aspect, overall([aspect.code])] : [overall([aspect.code]), aspect, ...factors]
}

function rolled(deal: Dealer, parts: number): Pick<IndicatorNode, 'formula' | 'rollUp' | 'weights' | 'cap'> {
  const formula = deal.oneIn(3) ? { formula: deal.one(['share', 'level', 'rescaled', 'points', 'all-positive'] as const) } : {}
  const rollUp = deal.one([undefined, 'mean-of-items', 'pooled', 'weighted', 'sum', 'capped-sum'].map((name) => ({ name }))).name
  if (rollUp === 'weighted') return { ...formula, rollUp, weights: Array.from({ length: parts }, () => 0.5 + deal.upTo(4)) }
  if (rollUp === 'capped-sum') return { ...formula, rollUp, cap: 1 + deal.upTo(100) }
  if (rollUp === 'mean-of-items' || rollUp === 'pooled' || rollUp === 'sum') return { ...formula, rollUp }
  return formula
}

const numberNodes = (say: Say, prefix: string, questions: readonly Question[]): readonly IndicatorNode[] =>
  questions
    .filter(({ type }) => type === 'number')
    .slice(0, 1)
    .map(({ id }) => ({ code: `${prefix}.N`, kind: 'factor', label: say(), items: [id], formula: 'mean-number' }))

function optionNodes(
  deal: Dealer,
  say: Say,
  prefix: string,
  questions: readonly Question[],
  scales: readonly Scale[],
): readonly IndicatorNode[] {
  const many = questions.find(({ type }) => type === 'multiple')
  const codes = many && isClosed(many) ? (scales.find(({ id }) => id === many.scale)?.options ?? []).map(({ code }) => code) : []
  return many && codes.length > 0
    ? [{ code: `${prefix}.O`, kind: 'option', label: say(), items: [many.id], options: [deal.one(codes)], formula: 'option-share' }]
    : []
}

function generatedBands(deal: Dealer, say: Say): BandSet {
  const bounds = [0, 0.5, 0.65, 0.8, 1].slice(0, 2 + deal.upTo(4))
  return {
    id: 'grades',
    bands: bounds.slice(1).map((to, place) => ({ code: `band${place + 1}`, label: say(), from: bounds[place] ?? 0, to })),
  }
}
