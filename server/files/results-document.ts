import { type FieldReader, fieldTitle } from '../../client/text/fields'
import { spokenFor } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import type { RateBase, ResponseRates } from '../../surveys/fielding/dossiers'
import { type AsideLine, asideLines, optionLines } from '../../surveys/figures/profile-row'
import { decimalsOf, partDigitsOf, partsOfWhole } from '../../surveys/figures/rounding'
import { type FieldName, fieldNames, type FigureGroups, type FigureNode } from '../../surveys/figures/row'
import { rounded } from '../../surveys/instrument/decimal'
import { nodeLabels } from '../../surveys/instrument/indicators'
import { isValidOption } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import type { Option } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { tallyLayoutOf } from '../db/questionnaires'
import { readRates } from '../reading/dossiers'
import { readResults } from '../reading/results'
import { type Cell, type Document, inParts, type Sheet, type SheetCell, type SheetColumn, type Table } from './document'
import { codebook, methodOfResults } from './explanations'
import { type Facts, filterText, markColumns, marksOf, type Source, titleOf } from './facts'
import {
  asideLabels,
  asideRowsIn,
  type FigureGroup,
  type FigureLine,
  figureGroupsOf,
  lookOf,
  fileReaderOf,
  rowsIn,
  sheetCell,
  tableCell,
} from './figure-lines'
import { agencySheets } from './agency-sheets'

/** The figures of a campaign under a filter: as one long table, and as a sheet for each level. */
export async function resultsDocument(source: Source, facts: Facts): Promise<Document> {
  const results = await readResults(source, facts.record, facts.filter, facts.language)
  const rates = await readRates(source, facts.record, facts.filter)
  const beside = rates && rates.total.agencies > 0 ? besideOf(rates, exportWords(facts.language)) : []
  const { campaign } = facts.record
  const head = {
    campaign: campaign.code,
    questionnaire: campaign.questionnaire,
    version: campaign.version,
    filter: filterText(facts.filter),
  }
  return {
    title: titleOf(facts),
    table: figuresTable(facts, results, { head, beside }),
    sheets: [
      ...levelSheets(facts, results, beside),
      ...agencySheets(facts, results),
      distribution(facts, results),
      ...asideSheet(facts, results),
      codebook(facts),
      methodOfResults(facts, results, rates),
    ],
  }
}

/** How many of those who were served answered, in the rows of every agency, block and the total; nothing where dossiers say nothing of a row. */
function besideOf({ agencies, blocks, total }: ResponseRates, say: FilesSay): readonly BesideFigure[] {
  const known = new Map<string, RateBase>([
    ...agencies.filter(({ counted }) => counted.length > 0).map((rate) => [`agency ${rate.code}`, rate] as const),
    ...blocks.filter((rate) => rate.agencies > 0).map((rate) => [`block ${rate.code}`, rate] as const),
    ['total ', total],
  ])
  const column = (name: string, title: string, of: (rate: RateBase) => number | null): BesideFigure => ({
    name,
    column: { title, width: 16 },
    cell: ({ level, code }) => {
      const rate = known.get(`${level} ${code}`)
      return rate ? of(rate) : null
    },
  })
  return [
    column('rate_responses', say('rateResponses'), ({ responses }) => responses),
    column('dossiers', say('dossiers'), ({ handled }) => handled),
    column('response_rate', say('responseRate'), ({ rate }) => rate),
  ]
}

/** What stands in a row besides the figure, named for programs and for people; a question outside of indicators has no node. */
export type BesideFigure = {
  readonly name: string
  readonly column: SheetColumn
  readonly cell: (group: FigureGroup, node: FigureNode | undefined) => Cell
}

type Framed = { readonly head: Readonly<Record<string, Cell>>; readonly beside: readonly BesideFigure[] }

/** What a column of the table is called: as its field, in the writing of tables; `level` is the group's. */
export const fieldColumn = (name: FieldName): string =>
  name === 'level' ? 'level_value' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const groupColumns = ['level', 'code', 'name', 'responses'] as const

/** One row for each figure of each agency, block and the total, unrounded, with all that it carries. */
export function figuresTable(facts: Facts, results: FigureGroups<number | null>, { head, beside }: Framed): Table {
  const rows = rowsIn(facts)
  const marks = facts.record.campaign.synthetic ? ['synthetic'] : []
  const heads = Object.values(head)
  const asides = asideRowsIn(facts)
  const rowsOf = (group: FigureGroup) =>
    [...rows(group), ...asides(group).map((row) => ({ row, node: undefined }))].map(({ node, row }): readonly Cell[] => [
      ...heads,
      group.level,
      group.code,
      group.name,
      group.responses,
      ...fieldNames.map((name) => tableCell(row[name])),
      ...beside.map(({ cell }) => cell(group, node)),
      ...marks,
    ])
  const columns = [...Object.keys(head), ...groupColumns, ...fieldNames.map(fieldColumn), ...beside.map(({ name }) => name), ...marks]
  return { columns, pages: inParts(figureGroupsOf(facts, results), rowsOf) }
}

/** A sheet for everything, one for the blocks and one for the agencies: a row for each figure, as it is read and unrounded. */
export function levelSheets(facts: Facts, results: FigureGroups, beside: readonly BesideFigure[]): readonly Sheet[] {
  const say = exportWords(facts.language)
  const groups = figureGroupsOf(facts, results)
  const context = { facts, say, reader: fileReaderOf(facts), rows: rowsIn(facts), beside }
  const parts = groups.filter(({ level }) => level === 'part')
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
      [code(14), { column: { title: say('name'), width: 28 }, cell: (group) => nameOf(say, group) }],
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
    ...(parts.length > 0 ? [sheet(context, say('parts'), parts, [code(14)], fieldsOf('part'))] : []),
  ]
}

/** Only agencies have ranks, only others a mean of agencies; a value is shown as it is read, so that saying it twice would be too much. */
const fieldsOf = (level: FigureGroup['level']): readonly FieldName[] =>
  fieldNames.filter(
    (name) =>
      name !== 'shown' && (level === 'agency' || !ofAgencies.has(name)) && (level === 'total' || level === 'block' || !ofOthers.has(name)),
  )

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
  withheld === 'small'
    ? say('small', { n: String(threshold) })
    : withheld === 'no-answers'
      ? say('none')
      : withheld === 'joint'
        ? say('joint')
        : null

type Context = {
  readonly facts: Facts
  readonly say: FilesSay
  readonly reader: FieldReader
  readonly rows: (group: FigureGroup) => readonly FigureLine[]
  readonly beside: readonly BesideFigure[]
}
type Own = { readonly column: SheetColumn; readonly cell: (group: FigureGroup) => SheetCell }

function sheet(context: Context, name: string, groups: readonly FigureGroup[], own: readonly Own[], names: readonly FieldName[]): Sheet {
  const { facts, say, rows, beside } = context
  const unrounded = unroundedOf(names)
  const rowsOf = (group: FigureGroup) =>
    rows(group).map(({ node, row }) => [
      ...own.map(({ cell }) => cell(group)),
      group.responses,
      ...names.map((field) => sheetCell(context.reader, row, field)),
      ...beside.map(({ cell }) => cell(group, node)),
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
    ...beside.map((one) => one.column),
    ...unrounded.map((field) => ({ title: say('unrounded', { field: fieldTitle(say, field) }), width: 22 })),
    ...markColumns(facts, say),
  ]
  return { name, columns, pages: inParts(groups, rowsOf) }
}

/** How often each option of each criterion was chosen, in all, in each block and each agency. */
export function distribution(facts: Facts, results: FigureGroups): Sheet {
  const { language, questionnaire } = facts
  const say = exportWords(language)
  const labels = nodeLabels(questionnaire, language)
  const closed = closedNodes(facts)
  const rowsOf = (group: FigureGroup) =>
    closed.flatMap(({ place, options }) => {
      const node = group.nodes[place]
      if (!node) return []
      const head = [levelOf(say, group), group.code, nameOf(say, group), node.tree, node.code, labels.get(node.code) ?? node.code]
      return optionRows(facts, say, node, options).map((cells) => [...head, ...cells, ...marksOf(facts, say)])
    })
  return { name: say('distribution'), columns: columnsOf(facts, say), pages: inParts(figureGroupsOf(facts, results), rowsOf) }
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
  node: FigureNode,
  options: readonly Option[],
): readonly (readonly SheetCell[])[] {
  const { counts, base } = node
  if (!counts || base === null) return [[null, null, null, null, whyWithheld(say, node.withheld, record.campaign.threshold), base, null]]
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

/** The questions that no indicator stands on: who answered, what was put in order, net scores and means; none where there are no such questions. */
function asideSheet(facts: Facts, results: FigureGroups): readonly Sheet[] {
  const { language, questionnaire, record } = facts
  const [say, reader, labelsOf] = [exportWords(language), numbersOf(spokenFor(language)), asideLabels(facts)]
  const groups = figureGroupsOf(facts, results)
  if (groups.every(({ profile = [] }) => profile.length === 0)) return []
  const seen = (line: AsideLine, value: number): SheetCell => ({ number: value, look: lookOf(line.unit, line.digits) })
  const cellsOf = (line: AsideLine): readonly SheetCell[] => [
    line.count,
    line.base,
    whyWithheld(say, line.withheld, record.campaign.threshold) ??
      (line.shown?.kind === 'rounded' ? seen(line, line.shown.value) : line.shown && reader.shown(line.shown, line.unit)),
    ...[0, 1].map((end) => {
      const value = line.interval?.[end]
      return value === undefined ? null : seen(line, rounded(value, decimalsOf(line.unit, line.digits)))
    }),
    line.intervalMethod,
    line.value,
  ]
  const rowsOf = (group: FigureGroup) =>
    (group.profile ?? []).flatMap((profiled) =>
      [...asideLines(questionnaire, profiled), ...optionLines(questionnaire, profiled)].map((line) => {
        const { question, option } = labelsOf(profiled, line)
        const head = [
          levelOf(say, group),
          group.code,
          nameOf(say, group),
          line.item,
          question,
          line.option,
          option,
          say(`aside_${line.formula}`),
        ]
        return [...head, ...cellsOf(line), ...marksOf(facts, say)]
      }),
    )
  return [{ name: say('aside'), columns: asideColumns(facts, say), pages: inParts(groups, rowsOf) }]
}

const asideColumns = (facts: Facts, say: FilesSay): Sheet['columns'] => [
  { title: say('level'), width: 11 },
  { title: say('code'), width: 12 },
  { title: say('name'), width: 34 },
  { title: say('item'), width: 12 },
  { title: say('question'), width: 44, look: 'wrapped' },
  { title: say('optionCode'), width: 11 },
  { title: say('option'), width: 28 },
  { title: say('figure'), width: 26 },
  { title: say('count'), width: 12, look: 'whole' },
  { title: say('base'), width: 12, look: 'whole' },
  { title: say('value'), width: 16 },
  { title: say('low'), width: 12 },
  { title: say('high'), width: 12 },
  { title: say('intervalMethod'), width: 15 },
  { title: say('unrounded', { field: say('value') }), width: 22 },
  ...markColumns(facts, say),
]

function closedNodes({ questionnaire }: Facts): readonly { readonly place: number; readonly options: readonly Option[] }[] {
  const { nodes, items } = tallyLayoutOf(questionnaire)
  return nodes.flatMap(({ indicator: { kind, asked } }, place) => {
    const item = items[asked[0] ?? -1]
    return kind === 'item' && item && item.answer !== 'number' ? [{ place, options: item.options }] : []
  })
}

const levelOf = (say: FilesSay, { level }: FigureGroup): string =>
  say(({ total: 'total', block: 'blocks', agency: 'agencies', part: 'parts' } as const)[level])

const nameOf = (say: FilesSay, { level, name, code }: FigureGroup): string =>
  level === 'block' ? [blockName(say, code), name].filter((part) => part !== '').join(' · ') : name
