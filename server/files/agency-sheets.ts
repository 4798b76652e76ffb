import type { FieldReader } from '../../client/text/fields'
import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import { decimalsOf, digitsOf } from '../../surveys/figures/rounding'
import type { FigureGroups } from '../../surveys/figures/row'
import { rounded } from '../../surveys/instrument/decimal'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { type Chart, inParts, type Look, onePage, type Sheet, type SheetCell } from './document'
import { type Facts, markColumns, marksOf } from './facts'
import { type FigureGroup, type FigureLine, figureGroupsOf, lookOf, fileReaderOf, rowsIn, sheetCell } from './figure-lines'

/** Every agency by factor, and charts of the factors and of each block's agencies. */
export function agencySheets(facts: Facts, results: FigureGroups): readonly Sheet[] {
  const groups = figureGroupsOf(facts, results)
  const context: Context = { facts, say: exportWords(facts.language), reader: fileReaderOf(facts), linesOf: rowsIn(facts) }
  const [total] = groups
  const tree = total?.nodes.find(({ code }) => code === headlineOf(facts.questionnaire))?.tree
  if (!total || tree === undefined) return []
  return [byFactor(context, total, groups, tree), charted(context, groups, tree)]
}

type Context = {
  readonly facts: Facts
  readonly say: FilesSay
  readonly reader: FieldReader
  readonly linesOf: (group: FigureGroup) => readonly FigureLine[]
}

const isFactor = (tree: string, { node }: FigureLine): boolean => node.tree === tree && (node.kind === 'factor' || node.kind === 'aspect')

/** The figure that ranks, then the factors below it: a row for everything, each block and each agency. */
function byFactor({ facts, say, reader, linesOf }: Context, total: FigureGroup, groups: readonly FigureGroup[], tree: string): Sheet {
  const headline = headlineOf(facts.questionnaire)
  const chosen = linesOf(total).flatMap((line, place) =>
    line.node.code === headline || isFactor(tree, line) ? [{ place, ...line.node }] : [],
  )
  const nodes = [...chosen.filter(({ code }) => code === headline), ...chosen.filter(({ code }) => code !== headline)]
  const labels = nodeLabels(facts.questionnaire, facts.language)
  const shown = groups.filter(({ level }) => level !== 'part')
  const rowsOf = (group: FigureGroup): readonly (readonly SheetCell[])[] => {
    const lines = linesOf(group)
    const cells = (field: 'value' | 'base') =>
      nodes.map(({ place }) => {
        const row = lines[place]?.row
        return row ? sheetCell(reader, row, field) : null
      })
    const block = group.block === '' ? null : blockName(say, group.block)
    const name = group.level === 'total' ? say('total') : group.level === 'block' ? blockName(say, group.code) : group.name
    return [[group.code, name, block, group.responses, ...cells('value'), ...cells('base'), ...marksOf(facts, say)]]
  }
  const called = ({ code }: { readonly code: string }): string => `${code} ${labels.get(code) ?? ''}`.trim()
  return {
    name: say('byFactor'),
    columns: [
      { title: say('code'), width: 12 },
      { title: say('name'), width: 34 },
      { title: say('block'), width: 22 },
      { title: say('responses'), width: 10, look: 'whole' },
      ...nodes.map((node) => ({ title: called(node), width: 18 })),
      ...nodes.map((node) => ({ title: `${say('base')}: ${node.code}`, width: 12, look: 'whole' as const })),
      ...markColumns(facts, say),
    ],
    pages: inParts(shown, rowsOf),
  }
}

/** A row of the sheet of charts. */
type Bar = { readonly code: string; readonly name: string; readonly line: FigureLine }
type Charted = { readonly title: string; readonly bars: readonly Bar[] }

const columns = { chart: 0, code: 1, name: 2, value: 3, below: 4, above: 5, base: 6, why: 7, place: 9 } as const

/** Figures with how far their intervals reach, one chart's below the other's, and the charts beside them. */
function charted(context: Context, groups: readonly FigureGroup[], tree: string): Sheet {
  const { facts, say } = context
  const mark = marksOf(facts, say).map((text) => ` (${text})`)
  const sections = [factors(context, groups, tree), ...blocks(context, groups)].filter(({ bars }) => bars.length > 0)
  const rows: (readonly SheetCell[])[] = []
  const charts: Chart[] = []
  let top = 1
  for (const { title, bars } of sections) {
    const [shown, withheld] = [bars.filter(isShown), bars.filter((bar) => !isShown(bar))]
    const first = rows.length + 2
    rows.push(...[...shown, ...withheld].map((bar) => barRow(context, title, bar)))
    if (shown.length === 0) continue
    const high = Math.max(10, Math.ceil(shown.length * 1.3) + 6)
    charts.push(chartOf(context, `${title}${mark.join('')}`, shown, { first, top, high }))
    top += high + 2
  }
  return {
    name: say('charts'),
    columns: [
      { title: say('chart'), width: 34 },
      { title: say('code'), width: 12 },
      { title: say('name'), width: 34 },
      { title: say('value'), width: 12 },
      { title: say('reachBelow'), width: 12 },
      { title: say('reachAbove'), width: 12 },
      { title: say('base'), width: 12, look: 'whole' },
      { title: say('withheld'), width: 24 },
      ...markColumns(facts, say),
    ],
    pages: onePage(rows),
    charts,
  }
}

function factors({ facts, say, linesOf }: Context, groups: readonly FigureGroup[], tree: string): Charted {
  const [total] = groups
  const labels = nodeLabels(facts.questionnaire, facts.language)
  const lines = total ? linesOf(total).filter((line) => isFactor(tree, line)) : []
  return {
    title: say('chartFactors'),
    bars: lines.map((line) => ({ code: line.node.code, name: labels.get(line.node.code) ?? line.node.code, line })),
  }
}

/** The agencies of each block by the figure that ranks, the highest first. */
function blocks({ facts, say, linesOf }: Context, groups: readonly FigureGroup[]): readonly Charted[] {
  const headline = headlineOf(facts.questionnaire)
  const agencies = groups.filter(({ level }) => level === 'agency')
  return [...new Set(agencies.map(({ block }) => block))].map((block) => {
    const bars = agencies
      .filter((agency) => agency.block === block)
      .flatMap((agency): readonly Bar[] => {
        const line = linesOf(agency).find(({ node }) => node.code === headline)
        return line ? [{ code: agency.code, name: agency.name, line }] : []
      })
    const valueOf = ({ line }: Bar): number => line.node.value ?? -Infinity
    return {
      title: say('chartAgencies', { node: headline ?? '', block: blockName(say, block) }),
      bars: bars.sort((a, b) => valueOf(b) - valueOf(a)),
    }
  })
}

const isShown = ({ line: { row } }: Bar): boolean => row.value.is === 'figure' && row.value.shown?.kind === 'rounded'

/** A figure as it is read, and how far its interval reaches from it; where there is none the cell is empty, for a chart draws text as 0. */
function barRow({ facts, say, reader }: Context, title: string, bar: Bar): readonly SheetCell[] {
  const { row } = bar.line
  const cell = sheetCell(reader, row, 'value')
  const value = isShown(bar) ? cell : null
  const why = isShown(bar) ? null : cell
  return [
    title,
    bar.code,
    bar.name,
    value,
    reach(bar.line, 'low'),
    reach(bar.line, 'high'),
    sheetCell(reader, row, 'base'),
    why,
    ...marksOf(facts, say),
  ]
}

function reach({ row }: FigureLine, end: 'low' | 'high'): SheetCell {
  const [value, limit] = [row.value, end === 'low' ? row.intervalLow : row.intervalHigh]
  if (value.is !== 'figure' || limit.is !== 'figure' || value.shown?.kind !== 'rounded' || limit.shown?.kind !== 'rounded') return null
  const places = decimalsOf(value.unit, Math.max(value.shown.digits, limit.shown.digits))
  const length = Math.max(0, end === 'low' ? value.shown.value - limit.shown.value : limit.shown.value - value.shown.value)
  return { number: rounded(length, places), look: lookOf(value.unit, value.shown.digits) }
}

type Place = { readonly first: number; readonly top: number; readonly high: number }

function chartOf({ facts, say }: Context, title: string, shown: readonly Bar[], { first, top, high }: Place): Chart {
  const unit = shown.some(({ line }) => line.row.value.is === 'figure' && line.row.value.unit === 'percent') ? 'percent' : 'number'
  const look: Look = lookOf(unit, digitsOf(facts.questionnaire))
  return {
    title,
    says: `${title}. ${say('chartSays', { first: String(first), last: String(first + shown.length - 1) })}`,
    first,
    last: first + shown.length - 1,
    names: columns.name,
    values: columns.value,
    reaches: { below: columns.below, above: columns.above },
    look,
    ...(unit === 'percent' ? { most: 1 } : {}),
    hasNegative: shown.some(({ line: { row } }) => [row.value, row.intervalLow].some((one) => one.is === 'figure' && (one.value ?? 0) < 0)),
    at: { column: columns.place, row: top, rows: high },
  }
}
