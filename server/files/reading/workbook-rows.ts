import { streamXlsxRows } from 'hucre/xlsx'
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

/** The rows of a workbook's first sheet as texts; a formula gives what it came to. Whatever the reader stumbles over is the file's fault. */
export async function* workbookRows(bytes: Uint8Array, limits: FileLimits): AsyncGenerator<readonly FileRow[]> {
  let page: FileRow[] = []
  let line = 1
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      line = index + 1
      const fault = faultOf(line, values, limits)
      page.push(fault ? { line, cells: undefined, fault } : { line, cells: trimmedEnd(values).map(textOf) })
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

function faultOf(line: number, values: readonly unknown[], { rows, columns }: FileLimits): RowFault | undefined {
  if (line > rows) return 'too-many-rows'
  return trimmedEnd(values).length > columns ? 'too-many-columns' : undefined
}

/** Cells up to the last that holds anything; formatted empty ones often go on to the sheet's edge. */
function trimmedEnd(values: readonly unknown[]): readonly unknown[] {
  let length = values.length
  while (length > 0 && textOf(values[length - 1]).trim() === '') length -= 1
  return values.slice(0, length)
}

/** What a person sees in a cell; a day as `YYYY-MM-DD`, with its time of day where it has one. */
function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : momentText(value.toISOString())
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const momentText = (iso: string): string => (iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19))
