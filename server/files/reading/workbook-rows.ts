import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import { steady } from '../../../surveys/instrument/decimal'
import { isWhole, unpackedSize } from './archive'
import type { FileRow, RowFault } from './row'

/** What a file may hold at most: bytes as it lies, bytes unpacked, rows and columns. */
export type FileLimits = { readonly bytes: number; readonly unpacked: number; readonly rows: number; readonly columns: number }

/** Why a workbook is not opened at all. */
export function workbookProblem(bytes: Uint8Array, limits: FileLimits): 'damaged' | 'too-large' | undefined {
  if (bytes.length > limits.bytes) return 'too-large'
  const unpacked = unpackedSize(bytes)
  if (unpacked === undefined) return 'damaged'
  if (unpacked > limits.unpacked) return 'too-large'
  return isWhole(bytes) ? undefined : 'damaged'
}

const rowsAtOnce = 500

/** How numbers of a workbook come: as they are stored, 0.625, or as an office sees them, 62.5% where they are shown so. */
export type NumberCells = 'stored' | 'shown'

/** The rows of one sheet of a workbook, the first unless named, as texts; a formula gives what it came to. Whatever the reader stumbles over is the file's fault. */
export async function* workbookRows(
  bytes: Uint8Array,
  limits: FileLimits,
  numbers: NumberCells = 'stored',
  sheet?: string,
): AsyncGenerator<readonly FileRow[]> {
  let page: FileRow[] = []
  let line = 1
  const held = { letters: 0, beside: 0 }
  try {
    const inPercent = numbers === 'shown' ? await percentCells(bytes, limits) : new Set<string>()
    for await (const { index, values } of streamXlsxRows(bytes, sheet === undefined ? {} : { sheet })) {
      line = index + 1
      const cells = trimmedEnd(values).map((value, column) =>
        numbers === 'shown' && typeof value === 'number' ? shownOf(value, inPercent.has(`${index},${column}`)) : textOf(value),
      )
      held.letters += cells.reduce((sum, cell) => sum + cell.length, 0)
      held.beside += Math.max(0, values.length - limits.columns)
      const fault = faultOf(line, cells, held, limits)
      page.push(fault ? { line, cells: undefined, fault } : { line, cells })
      if (fault) break
      if (page.length < rowsAtOnce) continue
      yield page
      page = []
    }
  } catch {
    page.push({ line: line + 1, cells: undefined, fault: 'damaged' })
  }
  yield page
}

/** What the rows so far have made of a file: letters of all cells, and empty cells beyond the columns that are taken. */
type Held = { readonly letters: number; readonly beside: number }

/** A text may lie in a workbook once and stand in every cell, and one cell at the edge makes a row of thousands; neither is more than the file unpacks to. */
function faultOf(
  line: number,
  cells: readonly string[],
  { letters, beside }: Held,
  { rows, columns, unpacked }: FileLimits,
): RowFault | undefined {
  if (line > rows) return 'too-many-rows'
  if (cells.length > columns || beside * fewestBytes > unpacked) return 'too-many-columns'
  return letters > unpacked ? 'too-much-text' : undefined
}

/** In which a cell is written. */
const fewestBytes = 8

/** Cells up to the last that holds anything; formatted empty ones often go on to the sheet's edge. */
function trimmedEnd(values: readonly unknown[]): readonly unknown[] {
  let length = values.length
  while (length > 0 && textOf(values[length - 1]).trim() === '') length -= 1
  return values.slice(0, length)
}

/** The cells that are shown in percent, by row and column from 0. */
async function percentCells(bytes: Uint8Array, { rows }: FileLimits): Promise<ReadonlySet<string>> {
  const { sheets } = await readXlsx(bytes, { sheets: [0], readStyles: true, maxRows: rows })
  const cells = [...(sheets[0]?.cells ?? [])]
  return new Set(cells.flatMap(([place, { style }]) => (style?.numFmt?.includes('%') ? [place] : [])))
}

/** Three decimals of a number would look as a group of thousands does in a text, so a fourth makes it none. */
const shownOf = (value: number, isPercent: boolean): string =>
  isPercent ? `${steady(value * 100)}%` : String(value).replace(/\.\d{3}$/, '$&0')

/** What a person sees in a cell; a day as `YYYY-MM-DD`, with its time of day where it has one. */
function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : momentText(value.toISOString())
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const momentText = (iso: string): string => (iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19))
