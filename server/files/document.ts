import { setImmediate as turn } from 'node:timers/promises'
import type { Digits, Unit } from '../../surveys/figures/rounding'

/** A cell keeps its type: a number stays one, null is "no value", which is not 0. */
export type Cell = string | number | null

/** A table that is made while it is read, a page of rows at a time. */
export type Table<C = Cell> = { readonly columns: readonly string[]; readonly pages: AsyncIterable<readonly (readonly C[])[]> }

/** How a workbook shows the numbers of a column, figures with so many digits, or its texts: over several lines. */
export type Look = 'whole' | 'day' | 'wrapped' | `${Unit}${Digits}`

/** A number that is shown otherwise than its column. */
export type SheetCell = Cell | { readonly number: number; readonly look: Look }
export type SheetColumn = { readonly title: string; readonly width: number; readonly look?: Look }
export type Sheet = {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly pages: AsyncIterable<readonly (readonly SheetCell[])[]>
}

/** What leaves as one file: the same content as one table and as the sheets of a workbook; a format takes what it can hold. */
export type Document = { readonly title: string; readonly table: Table; readonly sheets: readonly Sheet[] }

/** An export format. The bytes are made while they are read, so that memory stays flat. */
export type Encoder = {
  readonly contentType: string
  readonly extension: string
  readonly write: (document: Document) => AsyncGenerator<Uint8Array>
}

/** Rows made one part after another; whoever else waits is answered between two of them. */
export async function* inParts<Part, Row>(parts: readonly Part[], rowsOf: (part: Part) => readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (const part of parts) {
    yield rowsOf(part)
    await turn()
  }
}

/** Rows that are all there, as one page. */
export async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield await Promise.resolve(rows)
}
