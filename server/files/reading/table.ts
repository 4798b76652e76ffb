import { knownNames, theOneCalled } from '../../../surveys/instrument/called'
import { composed, ownValue, trimmed } from '../../../surveys/instrument/spelling'
import { legacyFont } from './encoding'
import { openFile, type TableKind } from './open'
import type { FileProblem } from '../../../client/text/imports'
import { type FaultyRow, type FileRow, isBlankRow } from './row'
import type { FileLimits, NumberCells } from './workbook-rows'

/** The columns that an import knows, by name, each with what else it may be called. */
export type TableColumns = {
  readonly names: readonly string[]
  readonly needed: readonly string[]
  /** Other headings of a column; letters' case and spaces make no difference, nor do marks that are left out. */
  readonly aliases: Readonly<Record<string, readonly string[]>>
  /** Headings of columns that may stand there and are not read; `others` where every known column is needed, so that none can be misspelt unseen. */
  readonly ignored: readonly string[] | 'others'
  /** Of a workbook; as they are stored where nothing is said. */
  readonly numbers?: NumberCells
}

/** Where each known column of a file stands. A heading without a name of ours stands for nothing. */
export type TableHeader = {
  readonly count: number
  readonly names: readonly string[]
  readonly place: ReadonlyMap<string, number>
  /** Headings that may be there and are not read. */ readonly ignored: ReadonlySet<number>
}
export type HeaderReading =
  | { readonly ok: true; readonly header: TableHeader; /** Rows from which the lines below follow. */ readonly below: number }
  | { readonly ok: false; readonly problem: FileProblem }

/** Above its header a table may have a title and empty rows. */
const rowsAboveHeader = 10

/**
 * Finds the header among the first rows: the first that can be one, else the row that comes nearest to it says what is wrong.
 * A row that names every needed column is nearest, then the one with most columns that are known.
 */
export function readHeader(columns: TableColumns, rows: readonly FileRow[]): HeaderReading {
  const first = rows.slice(0, rowsAboveHeader)
  const naming = namingOf(columns)
  const tries = first.flatMap((row, index) =>
    row.cells === undefined || isBlankRow(row) ? [] : [headerOf(columns, naming, row.cells, index + 1)],
  )
  const found = tries.find(({ reading }) => reading.ok)
  if (found) return found.reading
  const font = fontOf(first)
  if (font) return { ok: false, problem: { code: font } }
  const nearest = tries.reduce<HeaderTry | undefined>((best, one) => (best === undefined || one.known > best.known ? one : best), undefined)
  return nearest?.reading ?? { ok: false, problem: { code: 'empty' } }
}

type HeaderTry = { readonly reading: HeaderReading; readonly known: number }

/** The font of the 1990s in which rows are typed; their letters are good Unicode and mean nothing. */
const fontOf = (rows: readonly FileRow[]): 'tcvn3' | 'vni' | undefined => legacyFont(rows.flatMap(({ cells }) => cells ?? []).join('\n'))

function headerOf(columns: TableColumns, { columnNamed, isIgnored }: Naming, cells: readonly string[], below: number): HeaderTry {
  const names = cells.map(columnNamed)
  const place = new Map(names.flatMap((name, index) => (name === undefined ? [] : [[name, index] as const])))
  const wrong = {
    'unknown-columns': cells
      .filter((cell, index) => names[index] === undefined && bareHeading(cell) !== '' && !isIgnored(cell))
      .map((cell) => cell.trim()),
    'missing-columns': columns.needed.filter((name) => !place.has(name)),
    'repeated-columns': names.flatMap((name, index) => (name !== undefined && names.indexOf(name) !== index ? [name] : [])),
  } as const
  const known = wrong['missing-columns'].length === 0 ? Infinity : place.size
  for (const code of ['unknown-columns', 'missing-columns', 'repeated-columns'] as const)
    if (wrong[code].length > 0)
      return { known, reading: { ok: false, problem: { code, seen: wrong[code].join(', '), allowed: columns.names.join(', ') } } }
  const ignored = new Set(cells.flatMap((cell, index) => (names[index] === undefined && isIgnored(cell) ? [index] : [])))
  return {
    known,
    reading: { ok: true, below, header: { count: lastFilled(cells) + 1, names: names.map((name) => name ?? ''), place, ignored } },
  }
}

/** What headings mean. */
type Naming = {
  /** By its own name, else by what else it is called where only one can be meant. */
  readonly columnNamed: (heading: string) => string | undefined
  readonly isIgnored: (heading: string) => boolean
}

function namingOf({ names, aliases, ignored }: TableColumns): Naming {
  const own = new Set(names)
  const called = theOneCalled(names, (name) => [name, ...(ownValue(aliases, name) ?? [])].map(bareHeading))
  const others = ignored === 'others' ? [] : ignored
  const isOther = knownNames(others.map(bareHeading))
  return {
    columnNamed: (heading) => {
      const whole = heading.trim()
      if (own.has(whole)) return whole
      // Else it could be taken for a column that is called the same but for its case.
      return others.includes(whole) || bareHeading(heading) === '' ? undefined : called(bareHeading(heading))
    },
    isIgnored: (heading) => ignored === 'others' || isOther(bareHeading(heading)),
  }
}

/** A heading without what makes no difference: any kind of space, a sign that it is needed. */
const bareHeading = (heading: string): string =>
  heading
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/[\s_]+/g, ' ')
    .replace(/[\s*:]+$/, '')
    .trim()

function lastFilled(cells: readonly string[]): number {
  let last = cells.length - 1
  while (last > 0 && bareHeading(cells[last] ?? '') === '') last -= 1
  return last
}

/** A line below the header: what stands in each column that is there. A line that is too short lacks the last ones. */
export type TableLine = {
  readonly line: number
  readonly cells: Readonly<Partial<Record<string, string>>>
  /** Something stands beside the named columns. */ readonly overhangs: boolean
}

export type TableReading =
  | {
      readonly ok: true
      readonly kind: TableKind
      readonly columns: readonly string[]
      readonly lines: readonly TableLine[]
      readonly faults: readonly FaultyRow[]
    }
  | { readonly ok: false; readonly problem: FileProblem }

/** Every row of a file, for whoever knows its columns by their place. */
export type RowsReading =
  { readonly ok: true; readonly kind: TableKind; readonly rows: readonly FileRow[] } | { readonly ok: false; readonly problem: FileProblem }

export async function readRows(source: AsyncIterable<Uint8Array>, limits: FileLimits, numbers?: NumberCells): Promise<RowsReading> {
  const opened = await openFile(source, limits, numbers)
  if (!opened.ok) return opened
  const rows: FileRow[] = []
  for await (const page of opened.pages) rows.push(...page)
  return { ok: true, kind: opened.kind, rows }
}

/** Reads a whole file as a table; for lists that are taken whole or not at all. */
export async function readTable(source: AsyncIterable<Uint8Array>, columns: TableColumns, limits: FileLimits): Promise<TableReading> {
  const opened = await readRows(source, limits, columns.numbers)
  if (!opened.ok) return opened
  const { rows, kind } = opened
  const reading = readHeader(columns, rows)
  if (!reading.ok) return { ok: false, problem: endOf(rows) ?? reading.problem }
  const font = fontOf(rows)
  if (font) return { ok: false, problem: { code: font } }
  const { header, below } = reading
  const lines: TableLine[] = []
  const faults: FaultyRow[] = []
  for (const row of rows.slice(below)) {
    if (row.cells === undefined) faults.push(row)
    else if (!isBlankRow(row)) lines.push(lineOf(header, row.line, row.cells))
  }
  if (lines.length + faults.length === 0) return { ok: false, problem: { code: 'no-lines' } }
  return { ok: true, kind, columns: header.names.filter((name) => name !== ''), lines, faults }
}

/** Why a file without a header ends where it does. */
function endOf(rows: readonly FileRow[]): FileProblem | undefined {
  const last = rows.at(-1)
  return last === undefined || last.cells !== undefined || last.fault === 'stray-quote' ? undefined : { code: last.fault }
}

function lineOf({ place, names, ignored }: TableHeader, line: number, row: readonly string[]): TableLine {
  const cells: Record<string, string> = Object.create(null)
  for (const [name, index] of place) if (index < row.length) cells[name] = composed(trimmed(row[index] ?? ''))
  return { line, cells, overhangs: row.some((cell, index) => (names[index] ?? '') === '' && !ignored.has(index) && cell.trim() !== '') }
}
