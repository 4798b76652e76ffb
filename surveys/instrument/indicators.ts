import { askedText, localised } from './language'
import type { Countable } from './item'
import { itemsById } from './questionnaire'
import { rollUpOperations, type Where } from './operations'
import type { FormulaName, IndicatorNode, IndicatorTree, Questionnaire, RollUpName, NodeStep } from './schema'

/** A node of a tree with everything it inherits; an item that a node names is a node of its own. */
export type Indicator = {
  readonly code: string
  readonly tree: IndicatorTree['id']
  readonly kind: IndicatorNode['kind']
  readonly formula: FormulaName
  /** Null where nothing is rolled up: items and options. */
  readonly rollUp: RollUpName | null
  readonly parts: readonly Indicator[]
  readonly weights: readonly number[] | undefined
  readonly where: Where
  readonly ofNothing: number | undefined
  /** What becomes of the value, in order: a cap, the steps, the maximum. */
  readonly steps: readonly NodeStep[]
  readonly maximum: number | undefined
  readonly unit: IndicatorNode['unit']
  readonly direction: NonNullable<IndicatorNode['direction']>
  /** A number entered, counted or drawn for an agency and a period, known by the node's code. */
  readonly input: IndicatorNode['input']
  readonly entry: IndicatorNode['entry']
  readonly draws: IndicatorNode['draws']
  /** Places of the items that its figure stands on, each once. */
  readonly items: readonly number[]
  /** The item nodes at its ends, each reading of an item once. */
  readonly leaves: readonly Indicator[]
  /** A weighted sum of ratios of answers all the way down, without steps between. */
  readonly isLinear: boolean
  /** Places of all items below, those of options included. */
  readonly asked: readonly number[]
  /** Option codes that count, of an option node. */
  readonly options: readonly string[]
}

export const figureKey = ({ tree, code }: Pick<Indicator, 'tree' | 'code'>): string => `${tree} ${code}`

/** The trees' indicators, parents before their parts, each code once in its tree. */
export function indicators(questionnaire: Questionnaire, countables: readonly Countable[]): readonly Indicator[] {
  return questionnaire.trees.flatMap((tree) => unique(rootsOf(questionnaire, tree, countables).flatMap(withParts), ({ code }) => code))
}

/** As `indicators`, and what several nodes name and read in different ways once for each of these. */
export function everyReading(questionnaire: Questionnaire, countables: readonly Countable[]): readonly Indicator[] {
  return questionnaire.trees.flatMap((tree) =>
    unique(rootsOf(questionnaire, tree, countables).flatMap(withParts), ({ code, formula }) => `${code} ${formula}`),
  )
}

/** The nodes that no other node of their tree names, be it as a child or as one of its items. */
export function rootNodes({ nodes }: IndicatorTree): readonly IndicatorNode[] {
  const groups = nodes.filter((node) => !describesItem(node) && node.kind !== 'option')
  const named = new Set(groups.flatMap(({ children = [] }) => children))
  const rolledUp = new Set(groups.flatMap(({ items = [] }) => items))
  return nodes.filter((node) => !named.has(node.code) && !(describesItem(node) && rolledUp.has(node.items?.[0] ?? '')))
}

/** The node that ranks agencies: the headline that is named, else the first root of the satisfaction tree; without such a tree, and of an indicator set, that of the first one. */
export function headlineOf({ kind, headline, trees }: Pick<Questionnaire, 'kind' | 'headline' | 'trees'>): string | undefined {
  const own = kind === undefined ? trees.filter(({ id }) => id === 'satisfaction') : []
  return headline ?? [...own, ...trees].flatMap(rootNodes)[0]?.code
}

/** Whether a node says more about one item, such as its label, than the node above that names the item. */
export const describesItem = ({ kind, items }: IndicatorNode): boolean => kind === 'item' && items?.length === 1

type Context = {
  readonly tree: IndicatorTree
  readonly nodes: ReadonlyMap<string, IndicatorNode>
  readonly itemNodes: ReadonlyMap<string, IndicatorNode>
  readonly places: ReadonlyMap<string, number>
  readonly fail: (message: string) => never
}

function rootsOf(questionnaire: Questionnaire, tree: IndicatorTree, countables: readonly Countable[]): readonly Indicator[] {
  const context: Context = {
    tree,
    nodes: new Map(tree.nodes.map((node) => [node.code, node])),
    itemNodes: new Map(tree.nodes.filter(describesItem).map((node) => [node.items?.[0] ?? '', node])),
    places: new Map(countables.map(({ id, index }) => [id, index])),
    fail: (message) => {
      throw new Error(`questionnaire "${questionnaire.id}" version ${questionnaire.version}, tree "${tree.id}": ${message}`)
    },
  }
  return rootNodes(tree).map((node) => resolve(context, node, tree.formula))
}

function resolve(context: Context, node: IndicatorNode, inherited: FormulaName): Indicator {
  const formula = node.formula ?? (node.kind === 'option' ? 'option-share' : inherited)
  const itemIds = node.items ?? []
  if (node.input !== undefined)
    return { ...plain(context, node.code, node, formula), input: node.input, entry: node.entry, draws: node.draws, isLinear: false }
  if (node.kind === 'option') return optionIndicator(context, node, formula)
  if (describesItem(node)) return itemIndicator(context, itemIds[0] ?? '', formula, node)
  const parts = [
    ...(node.children ?? []).map((code) => resolve(context, childNode(context, node, code), formula)),
    ...itemIds.map((id) => itemIndicator(context, id, context.itemNodes.get(id)?.formula ?? formula)),
  ]
  const rollUp = node.rollUp ?? context.tree.rollUp
  const own = plain(context, node.code, node, formula)
  const leaves = [...new Map(parts.flatMap((part) => part.leaves.map((leaf) => [readingOf(leaf), leaf] as const))).values()]
  return {
    ...own,
    rollUp,
    parts,
    weights: node.weights,
    steps: [...(rollUp === 'capped-sum' && node.cap !== undefined ? [{ type: 'clamp' as const, high: node.cap }] : []), ...own.steps],
    items: [...new Set(parts.flatMap(({ items }) => items))],
    leaves,
    isLinear: countsAnswers(formula) && partsAreLinear(rollUp, parts, leaves),
    asked: [...new Set(parts.flatMap(({ asked }) => asked))],
  }
}

/** Nodes that read one item alike are one reading of it, however they are called. */
const readingOf = ({ items, formula, steps }: Indicator): string => JSON.stringify([items[0], formula, steps])

/** Whether a formula reads answers one by one, rather than the persons as a whole. */
export const countsAnswers = (formula: FormulaName): boolean => formula !== 'all-positive'

/** Options, and the share of persons whose every answer is positive, count persons. */
export const isPersons = ({ kind, formula, input }: Indicator): boolean =>
  input === undefined && (kind === 'option' || !countsAnswers(formula))

/** Shares, levels and the like are read in percent; points, numbers and a net score in their own unit. */
export const isPercent = (formula: FormulaName): boolean => formula !== 'points' && formula !== 'mean-number' && formula !== 'net-promoters'

const partsAreLinear = (rollUp: RollUpName, parts: readonly Indicator[], leaves: readonly Indicator[]): boolean =>
  rollUpOperations[rollUp].interval === 'linear' &&
  (rollUp === 'pooled' ||
    (rollUpOperations[rollUp].on === 'items' ? leaves : parts).every(({ isLinear, steps }) => isLinear && steps.length === 0))

function itemIndicator(context: Context, id: string, formula: FormulaName, node = context.itemNodes.get(id)): Indicator {
  const code = node?.code ?? id
  const place = placeOf(context, code, id)
  const item = { ...plain(context, code, { ...node, kind: 'item' }, formula), items: [place], asked: [place], isLinear: true }
  return { ...item, leaves: [item] }
}

function optionIndicator(context: Context, node: IndicatorNode, formula: FormulaName): Indicator {
  return {
    ...plain(context, node.code, node, formula),
    asked: [placeOf(context, node.code, node.items?.[0] ?? '')],
    options: node.options ?? [],
  }
}

type Settings = Pick<IndicatorNode, 'kind' | 'where' | 'ofNothing' | 'steps' | 'maximum' | 'unit' | 'direction'>

const plain = ({ tree }: Context, code: string, settings: Settings, formula: FormulaName): Indicator => ({
  code,
  tree: tree.id,
  kind: settings.kind,
  formula,
  rollUp: null,
  parts: [],
  weights: undefined,
  where: settings.where ?? {},
  ofNothing: settings.ofNothing,
  steps: [...(settings.steps ?? []), ...(settings.maximum === undefined ? [] : [{ type: 'clamp' as const, high: settings.maximum }])],
  maximum: settings.maximum,
  unit: settings.unit,
  direction: settings.direction ?? 'higher',
  input: undefined,
  entry: undefined,
  draws: undefined,
  items: [],
  leaves: [],
  isLinear: false,
  asked: [],
  options: [],
})

const childNode = ({ nodes, fail }: Context, parent: IndicatorNode, code: string): IndicatorNode =>
  nodes.get(code) ?? fail(`node "${parent.code}" names child "${code}", which is not there`)

const placeOf = ({ places, fail }: Context, code: string, id: string): number =>
  places.get(id) ?? fail(`node "${code}" names item "${id}", which is not there or cannot be counted`)

const withParts = (indicator: Indicator): readonly Indicator[] => [indicator, ...indicator.parts.flatMap(withParts)]

/** Of a node that several name, the reading that stands first: the others are shown where they are used. */
function unique(all: readonly Indicator[], keyOf: (indicator: Indicator) => string): readonly Indicator[] {
  const known = new Map<string, Indicator>()
  for (const indicator of all) {
    const key = keyOf(indicator)
    if (!known.has(key)) known.set(key, indicator)
  }
  return [...known.values()]
}

/** The words of every node by its code: an item node is called as its item. */
export function nodeLabels(questionnaire: Questionnaire, language: string): ReadonlyMap<string, string> {
  const labels = new Map([...itemsById(questionnaire)].map(([id, { text }]) => [id, askedText(text, language, questionnaire.languages)]))
  for (const { nodes } of questionnaire.trees)
    for (const node of nodes) labels.set(node.code, localised(node.label, language, questionnaire.languages))
  return labels
}
