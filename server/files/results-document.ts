import { type FieldReader, fieldText, fieldTitle } from '../../client/text/fields'
import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import { spokenFor } from '../../client/text/languages'
import type { AgencyMean, AgencyRank, NodeResult } from '../../surveys/figures/results'
import { decimalsOf, type Digits, partDigitsOf, partsOfWhole, type Unit } from '../../surveys/figures/rounding'
import { rounded } from '../../surveys/instrument/decimal'
import { type FieldName, fieldNames, type FigureField, type FigureFields, figureRow } from '../../surveys/figures/row'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import { isValidOption } from '../../surveys/instrument/item'
import type { Option } from '../../surveys/instrument/schema'
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

/** What a column of the table is called: as its field, in the writing of tables; `level` is the group's. */
const columnOf = (name: FieldName): string =>
  name === 'level' ? 'level_value' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const groupColumns = ['campaign', 'questionnaire', 'version', 'filter', 'level', 'code', 'name', 'responses'] as const

/** One row for each figure of each agency, block and the total, unrounded, with all that it carries. */
function resultsTable(facts: Facts, results: Results): Table {
  const { record, filter } = facts
  const { campaign } = record
  const rows = rowsIn(facts)
  const marks = campaign.synthetic ? ['synthetic'] : []
  const head = [campaign.code, campaign.questionnaire, campaign.version, filterText(filter)]
  const rowsOf = (group: Group) =>
    rows(group).map((row): readonly Cell[] => [
      ...head,
      group.level,
      group.code,
      group.name,
      group.responses,
      ...fieldNames.map((name) => tableCell(row[name])),
      ...marks,
    ])
  return { columns: [...groupColumns, ...fieldNames.map(columnOf), ...marks], pages: inParts(groupsOf(results), rowsOf) }
}

function tableCell(field: FigureField): Cell {
  if (field.is !== 'truth') return field.value
  return field.value === null ? null : field.value ? 'yes' : 'no'
}

/** An agency, a block or everything, with its figures. */
type Group = {
  readonly level: 'total' | 'block' | 'agency'
  readonly code: string
  readonly name: string
  readonly block: string
  readonly rank?: AgencyRank
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  readonly meanOfAgencies: ReadonlyMap<NodeResult, AgencyMean>
}

const groupsOf = ({ total, blocks, agencies }: Results): readonly Group[] => [
  { level: 'total', code: '', name: '', block: '', ...total, meanOfAgencies: meansOf(total) },
  ...blocks.map((block) => ({
    level: 'block' as const,
    name: '',
    block: block.code,
    ...block,
    meanOfAgencies: meansOf(block),
  })),
  ...agencies.map((agency) => ({ level: 'agency' as const, ...agency, rank: agency, meanOfAgencies: new Map<NodeResult, AgencyMean>() })),
]

/** The figures of a group as rows of fields. */
function rowsIn({ questionnaire, language }: Facts): (group: Group) => readonly FigureFields[] {
  const [labels, headline] = [nodeLabels(questionnaire, language), headlineOf(questionnaire)]
  return ({ nodes, rank, meanOfAgencies }) =>
    nodes.map((node) =>
      figureRow({ questionnaire, node, label: labels.get(node.code) ?? node.code, agency: rank, mean: meanOfAgencies.get(node), headline }),
    )
}

/** A sheet for everything, one for the blocks and one for the agencies: a row for each figure, as it is read and unrounded. */
function levelSheets(facts: Facts, results: Results): readonly Sheet[] {
  const say = exportWords(facts.language)
  const groups = groupsOf(results)
  const { questionnaire, record, language } = facts
  const reader = { language: spokenFor(language), questionnaire, threshold: record.campaign.threshold }
  const context = { facts, say, reader, rows: rowsIn(facts) }
  const code = (width: number): Own => ({ column: { title: say('code'), width }, cell: (group) => group.code })
  return [
    sheet(
      context,
      say('total'),
      groups.filter(({ level }) => level === 'total'),
      [],
      fieldsOf('total'),
    ),
    sheet(
      context,
      say('blocks'),
      groups.filter(({ level }) => level === 'block'),
      [code(14), { column: { title: say('name'), width: 28 }, cell: (group) => blockName(say, group.code) }],
      fieldsOf('block'),
    ),
    sheet(
      context,
      say('agencies'),
      groups.filter(({ level }) => level === 'agency'),
      [
        code(12),
        { column: { title: say('name'), width: 34 }, cell: ({ name }) => name },
        { column: { title: say('block'), width: 22 }, cell: ({ block }) => blockName(say, block) },
      ],
      fieldsOf('agency'),
    ),
  ]
}

/** Only agencies have ranks, only others a mean of agencies; a value is shown as it is read, so that saying it twice would be too much. */
const fieldsOf = (level: Group['level']): readonly FieldName[] =>
  fieldNames.filter((name) => name !== 'shown' && !(level === 'agency' ? ofOthers : ofAgencies).has(name))

const ofAgencies: ReadonlySet<FieldName> = new Set(['rank', 'ranked', 'rankBest', 'rankWorst', 'tier'])
const ofOthers: ReadonlySet<FieldName> = new Set(['meanOfAgencies', 'agenciesInMean'])

/** How wide the column of a field is, where texts want more room than numbers. */
const widths: Readonly<Partial<Record<FieldName, number>>> = {
  rank: 9,
  ranked: 9,
  label: 44,
  withheld: 24,
  intervalMethod: 15,
  grade: 14,
  rollUp: 15,
}

/** Figures that are rounded where they are shown stand unrounded at the end of the row, for whoever goes on computing. */
const unroundedOf = (names: readonly FieldName[]): readonly FieldName[] => names.filter((name) => isFigure.has(name))
const isFigure: ReadonlySet<FieldName> = new Set([
  'value',
  'intervalLow',
  'intervalHigh',
  'share',
  'shareLow',
  'shareHigh',
  'level',
  'levelLow',
  'levelHigh',
  'meanOfAgencies',
])

/** Why there is no figure, in its place. */
const whyWithheld = (say: FilesSay, withheld: unknown, threshold: number): string | null =>
  withheld === 'small' ? say('small', { n: String(threshold) }) : withheld === 'no-answers' ? say('none') : null

type Context = {
  readonly facts: Facts
  readonly say: FilesSay
  readonly reader: FieldReader
  readonly rows: (group: Group) => readonly FigureFields[]
}
type Own = { readonly column: SheetColumn; readonly cell: (group: Group) => SheetCell }

function sheet(context: Context, name: string, groups: readonly Group[], own: readonly Own[], names: readonly FieldName[]): Sheet {
  const { facts, say, rows } = context
  const unrounded = unroundedOf(names)
  const rowsOf = (group: Group) =>
    rows(group).map((row) => [
      ...own.map(({ cell }) => cell(group)),
      group.responses,
      ...names.map((field) => sheetCell(context, row, field)),
      ...unrounded.map((field) => tableCell(row[field])),
      ...marksOf(facts, say),
    ])
  const column = (field: FieldName): SheetColumn => ({
    title: fieldTitle(say, field),
    width: widths[field] ?? 12,
    ...(field === 'label' ? { look: 'wrapped' as const } : {}),
  })
  const columns = [
    ...own.map(({ column: one }) => one),
    { title: say('responses'), width: 10, look: 'whole' as const },
    ...names.map(column),
    ...unrounded.map((field) => ({ title: say('unrounded', { field: fieldTitle(say, field) }), width: 22 })),
    ...markColumns(facts, say),
  ]
  return { name, columns, pages: inParts(groups, rowsOf) }
}

/** A field as a workbook shows it: a figure rounded already, so that no program rounds it in a way of its own. */
function sheetCell(context: Context, row: FigureFields, name: FieldName): SheetCell {
  const field = row[name]
  if (name === 'value' || name === 'share' || name === 'level') {
    const why = fieldText(context.reader, row, 'withheld')
    if (why !== null) return why
  }
  if (field.is === 'count') return field.value === null ? null : { number: field.value, look: 'whole' }
  if (field.is !== 'figure' || field.shown?.kind !== 'rounded') return fieldText(context.reader, row, name)
  return { number: field.shown.value, look: lookOf(field.unit, field.shown.digits) }
}

const lookOf = (unit: Unit, digits: Digits): Look => `${unit}${digits}`

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
    { title: say('part'), width: 12 },
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
  if (!counts) return [[null, null, null, null, whyWithheld(say, node.withheld, record.campaign.threshold), base, null]]
  const digits = partDigitsOf(questionnaire)
  const chosen = options.map((option) => (isValidOption(option) ? (ownValue(counts, option.code) ?? 0) : 0))
  const isOneEach = chosen.reduce((sum, count) => sum + count, 0) === base
  const together = partsOfWhole(chosen, decimalsOf('percent', digits))
  return options.map((option, place) => {
    const count = ownValue(counts, option.code) ?? 0
    const isCounted = isValidOption(option)
    const label = localised(option.label, language, questionnaire.languages)
    const part = isOneEach ? (together[place] ?? 0) : rounded(count / base, decimalsOf('percent', digits))
    const shown = isCounted && base > 0 ? { number: part, look: lookOf('percent', digits) } : null
    return [option.code, label, option.kind, say(isCounted ? 'yes' : 'no'), count, base, shown]
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
