import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import { goalsOf } from '../../surveys/figures/goals'
import type { AgencyMean, NodeResult } from '../../surveys/figures/results'
import { nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import { isValidOption } from '../../surveys/instrument/item'
import type { FormulaName, Option } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { tallyLayoutOf } from '../db/questionnaires'
import { readResults, type Results } from '../reading/results'
import { type Cell, type Document, inParts, type Look, type Sheet, type SheetCell, type SheetColumn, type Table } from './document'
import { codebook, methodOfResults } from './explanations'
import { type Facts, filterText, markColumns, marksOf, type Source, titleOf } from './facts'

/** The figures of a campaign under a filter: as one long table, and as a sheet for each level. */
export async function resultsDocument(source: Source, facts: Facts): Promise<Document> {
  const results = await readResults(source, facts.record, facts.filter, facts.language)
  return {
    title: titleOf(facts),
    table: resultsTable(facts, results),
    sheets: [...levelSheets(facts, results), distribution(facts, results), codebook(facts), methodOfResults(facts, results)],
  }
}

const columns = [
  'campaign',
  'questionnaire',
  'version',
  'filter',
  'level',
  'code',
  'name',
  'rank',
  'responses',
  'tree',
  'node',
  'label',
  'kind',
  'roll_up',
  'formula',
  'persons',
  'base',
  'withheld',
  'value',
  'interval_low',
  'interval_high',
  'interval_method',
  'share',
  'share_low',
  'share_high',
  'level_value',
  'level_low',
  'level_high',
  'grade',
  'target',
  'agencies_in_mean',
  'mean_of_agencies',
] as const

/** One row for each figure of each agency, block and the total, unrounded, with its base and interval. */
function resultsTable({ record: { campaign }, filter, questionnaire, language }: Facts, results: Results): Table {
  const labels = nodeLabels(questionnaire, language)
  const marks = campaign.synthetic ? ['synthetic'] : []
  const rowsOf = ({ level, code, name, rank, responses, nodes, meanOfAgencies }: Group) =>
    nodes.map((node): readonly Cell[] => {
      const mean = meanOfAgencies.get(node)
      const { band, target } = goalsOf(questionnaire, node)
      return [
        campaign.code,
        campaign.questionnaire,
        campaign.version,
        filterText(filter),
        level,
        code,
        name,
        rank,
        responses,
        node.tree,
        node.code,
        labels.get(node.code) ?? node.code,
        node.kind,
        node.rollUp,
        node.formula,
        node.persons,
        node.base,
        node.withheld ?? null,
        node.value,
        node.interval?.[0] ?? null,
        node.interval?.[1] ?? null,
        node.intervalMethod,
        node.share?.value ?? null,
        node.share?.interval?.[0] ?? null,
        node.share?.interval?.[1] ?? null,
        node.level?.value ?? null,
        node.level?.interval?.[0] ?? null,
        node.level?.interval?.[1] ?? null,
        band?.code ?? null,
        target ?? null,
        mean?.agencies ?? null,
        mean?.value ?? null,
        ...marks,
      ]
    })
  return { columns: [...columns, ...marks], pages: inParts(groupsOf(results), rowsOf) }
}

/** An agency, a block or everything, with its figures. */
type Group = {
  readonly level: 'total' | 'block' | 'agency'
  readonly code: string
  readonly name: string
  readonly block: string
  readonly rank: number | null
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  readonly meanOfAgencies: ReadonlyMap<NodeResult, AgencyMean>
}

const groupsOf = ({ total, blocks, agencies }: Results): readonly Group[] => [
  { level: 'total', code: '', name: '', block: '', rank: null, ...total, meanOfAgencies: meansOf(total) },
  ...blocks.map((block) => ({
    level: 'block' as const,
    name: '',
    block: block.code,
    rank: null,
    ...block,
    meanOfAgencies: meansOf(block),
  })),
  ...agencies.map((agency) => ({ level: 'agency' as const, ...agency, meanOfAgencies: new Map<NodeResult, AgencyMean>() })),
]

/** A sheet for everything, one for the blocks and one for the agencies: a row for each figure, unrounded, beside its base. */
function levelSheets(facts: Facts, results: Results): readonly Sheet[] {
  const say = exportWords(facts.language)
  const groups = groupsOf(results)
  const context = { facts, say, labels: nodeLabels(facts.questionnaire, facts.language) }
  return [
    sheet(
      context,
      say('total'),
      groups.filter(({ level }) => level === 'total'),
      [],
    ),
    sheet(
      context,
      say('blocks'),
      groups.filter(({ level }) => level === 'block'),
      [
        { column: { title: say('code'), width: 14 }, cell: ({ code }) => code },
        { column: { title: say('name'), width: 28 }, cell: ({ code }) => blockName(say, code) },
      ],
    ),
    sheet(
      context,
      say('agencies'),
      groups.filter(({ level }) => level === 'agency'),
      [
        { column: { title: say('code'), width: 12 }, cell: ({ code }) => code },
        { column: { title: say('name'), width: 34 }, cell: ({ name }) => name },
        { column: { title: say('block'), width: 22 }, cell: ({ block }) => blockName(say, block) },
        { column: { title: say('rank'), width: 9, look: 'whole' }, cell: ({ rank }) => rank },
      ],
    ),
  ]
}

/** Why there is no figure, in its place. */
const whyWithheld = (say: FilesSay, { withheld }: Pick<NodeResult, 'withheld'>, threshold: number): string | undefined =>
  withheld && (withheld === 'small' ? say('small', { n: String(threshold) }) : say('none'))

type Context = { readonly facts: Facts; readonly say: FilesSay; readonly labels: ReadonlyMap<string, string> }
type Own = { readonly column: SheetColumn; readonly cell: (group: Group) => SheetCell }

function sheet(context: Context, name: string, groups: readonly Group[], own: readonly Own[]): Sheet {
  const { facts, say } = context
  const rowsOf = (group: Group) =>
    group.nodes.map((node) => [
      ...own.map(({ cell }) => cell(group)),
      group.responses,
      ...nodeCells(context, group, node),
      ...marksOf(facts, say),
    ])
  const columns = [
    ...own.map(({ column }) => column),
    { title: say('responses'), width: 10, look: 'whole' as const },
    ...nodeColumns(say),
    ...markColumns(facts, say),
  ]
  return { name, columns, pages: inParts(groups, rowsOf) }
}

function nodeColumns(say: FilesSay): readonly SheetColumn[] {
  const text = (title: string, width: number): SheetColumn => ({ title, width })
  const number = (title: string, look: Look): SheetColumn => ({ title, width: 12, look })
  const figures = ['value', 'low', 'high', 'share', 'shareLow', 'shareHigh', 'degree', 'degreeLow', 'degreeHigh'] as const
  return [
    text(say('tree'), 13),
    text(say('node'), 12),
    { title: say('label'), width: 44, look: 'wrapped' },
    text(say('kind'), 11),
    number(say('persons'), 'whole'),
    number(say('base'), 'whole'),
    ...figures.map((word) => number(say(word), 'percent')),
    text(say('intervalMethod'), 15),
    number(say('mean'), 'percent'),
    number(say('meanOf'), 'whole'),
    text(say('formula'), 12),
    text(say('rollUp'), 15),
  ]
}

function nodeCells({ facts, say, labels }: Context, { meanOfAgencies }: Group, node: NodeResult): readonly SheetCell[] {
  const { interval, share, level } = node
  const why = whyWithheld(say, node, facts.record.campaign.threshold)
  const own = (value: number | null | undefined): SheetCell => ofUnit(value ?? null, node.formula)
  const mean = meanOfAgencies.get(node)
  return [
    node.tree,
    node.code,
    labels.get(node.code) ?? node.code,
    say(`kind_${node.kind}`),
    node.persons,
    node.base,
    why ?? own(node.value),
    own(interval?.[0]),
    own(interval?.[1]),
    why ?? share?.value ?? null,
    share?.interval?.[0] ?? null,
    share?.interval?.[1] ?? null,
    why ?? level?.value ?? null,
    level?.interval?.[0] ?? null,
    level?.interval?.[1] ?? null,
    node.intervalMethod,
    own(mean?.value),
    mean?.agencies ?? null,
    node.formula,
    node.rollUp,
  ]
}

/** Points and numbers are no percentages. */
const ofUnit = (value: number | null, formula: FormulaName): SheetCell =>
  value !== null && (formula === 'points' || formula === 'mean-number') ? { number: value, look: 'decimal' } : value

function meansOf({ nodes, meanOfAgencies }: Results['total']): ReadonlyMap<NodeResult, AgencyMean> {
  return new Map(nodes.flatMap((node, place) => (meanOfAgencies[place] ? [[node, meanOfAgencies[place]]] : [])))
}

/** How often each option of each criterion was chosen, in all, in each block and each agency. */
function distribution(facts: Facts, results: Results): Sheet {
  const { language, questionnaire } = facts
  const say = exportWords(language)
  const labels = nodeLabels(questionnaire, language)
  const closed = closedNodes(facts)
  const rowsOf = (group: Group) =>
    closed.flatMap(({ place, options }) => {
      const node = group.nodes[place]
      if (!node) return []
      const head = [levelOf(say, group), group.code, nameOf(say, group), node.tree, node.code, labels.get(node.code) ?? node.code]
      return optionRows(facts, say, node, options).map((cells) => [...head, ...cells, ...marksOf(facts, say)])
    })
  return { name: say('distribution'), columns: columnsOf(facts, say), pages: inParts(groupsOf(results), rowsOf) }
}

function columnsOf(facts: Facts, say: FilesSay): Sheet['columns'] {
  return [
    { title: say('level'), width: 11 },
    { title: say('code'), width: 12 },
    { title: say('name'), width: 34 },
    { title: say('tree'), width: 13 },
    { title: say('node'), width: 12 },
    { title: say('label'), width: 44, look: 'wrapped' },
    { title: say('optionCode'), width: 11 },
    { title: say('option'), width: 28 },
    { title: say('optionKind'), width: 14 },
    { title: say('counted'), width: 10 },
    { title: say('count'), width: 12, look: 'whole' },
    { title: say('base'), width: 12, look: 'whole' },
    { title: say('part'), width: 12, look: 'percent' },
    ...markColumns(facts, say),
  ]
}

/** A row an option; of a withheld criterion one row that says why. */
function optionRows(
  { record, language, questionnaire }: Facts,
  say: FilesSay,
  node: NodeResult,
  options: readonly Option[],
): readonly (readonly SheetCell[])[] {
  const { counts, base } = node
  if (!counts) return [[null, null, null, null, whyWithheld(say, node, record.campaign.threshold) ?? null, base, null]]
  return options.map((option) => {
    const count = ownValue(counts, option.code) ?? 0
    const isCounted = isValidOption(option)
    const label = localised(option.label, language, questionnaire.languages)
    return [option.code, label, option.kind, say(isCounted ? 'yes' : 'no'), count, base, isCounted && base > 0 ? count / base : null]
  })
}

function closedNodes({ questionnaire }: Facts): readonly { readonly place: number; readonly options: readonly Option[] }[] {
  const { nodes, items } = tallyLayoutOf(questionnaire)
  return nodes.flatMap(({ indicator: { kind, asked } }, place) => {
    const item = items[asked[0] ?? -1]
    return kind === 'item' && item && item.answer !== 'number' ? [{ place, options: item.options }] : []
  })
}

const levelOf = (say: FilesSay, { level }: Group): string => say(({ total: 'total', block: 'blocks', agency: 'agencies' } as const)[level])

const nameOf = (say: FilesSay, { level, name, code }: Group): string => (level === 'block' ? blockName(say, code) : name)
