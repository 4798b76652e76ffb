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
  /** Drawn by the program that opens the workbook, from the cells of this sheet. */
  readonly charts?: readonly Chart[]
}

/** Bars of figures that stand in rows of a sheet one below the other; columns count from 0, rows from 1 as spreadsheets show them. */
export type Chart = {
  readonly title: string
  /** What it shows, for whoever does not see it. */
  readonly says: string
  readonly first: number
  readonly last: number
  readonly names: number
  readonly values: number
  /** How far an interval reaches below and above. */
  readonly reaches: { readonly below: number; readonly above: number }
  readonly look: Look
  /** The highest that the figures can be, where that is known. */
  readonly most?: number
  /** Whether anything reaches below 0, from where bars begin otherwise. */
  readonly hasNegative?: boolean
  /** Where it stands: its upper left cell, and how many rows it is high. */
  readonly at: { readonly column: number; readonly row: number; readonly rows: number }
}

/** What leaves as one file: the same content as one table and as the sheets of a workbook; a format takes what it can hold. */
export type Document = {
  readonly title: string
  readonly table: Table
  readonly sheets: readonly Sheet[]
  /** What is only there for responses one by one. */
  readonly study?: Study
  /** What a package of data says of the table. */
  readonly pack?: Pack
}

/** A table as a package of data describes it, and what stands beside it. */
export type Pack = {
  /** The name of the table's file, without its ending. */
  readonly name: string
  /** What a row is. */
  readonly resource: 'responses' | 'figures'
  /** The column that names a row. */
  readonly key?: string
  readonly fields: readonly Field[]
  readonly codebook: Table
  /** In the language R; empty where there is none. */
  readonly script: string
  /** Texts by the names of their files. */
  readonly texts: Readonly<Record<string, string>>
}

/** A variable of a program of statistics: what it is called and holds, and what its values say. */
export type Variable = {
  readonly name: string
  readonly label: string
  readonly holds: 'text' | 'number' | 'day' | 'moment'
  readonly measure: 'nominal' | 'ordinal' | 'scale'
  readonly values: readonly ValueLabel[]
  /** Bytes of its longest text, where that is known before the rows are read. */
  readonly widest?: number
}

/** What a value says; one that is missing stands outside every base. */
export type ValueLabel = { readonly value: string | number; readonly label: string; readonly isMissing: boolean }

/** Variables that are the options of one question, of which somebody chose several. */
export type AnswerSet = { readonly name: string; readonly label: string; readonly variables: readonly string[] }

/** Rows as programs of statistics want them, and what a reader needs to work with them alone. */
export type Study = {
  /** The name of the table's file, without its ending. */
  readonly name: string
  readonly variables: readonly Variable[]
  readonly sets: readonly AnswerSet[]
  readonly notes: readonly string[]
  /** The rows, to be looked over before they are written: all that can come among them meanwhile. */
  readonly before: () => AsyncIterable<readonly (readonly Cell[])[]>
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>
  /** In the language R: reads the table as CSV, and works the criteria out of it. */
  readonly script: string
  readonly fields: readonly Field[]
  readonly codebook: Table
  /** Texts in Markdown that travel with the table, by the names of their files. */
  readonly texts: Readonly<Record<string, string>>
}

/** A column of the table as its description says it. */
export type Field = {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'date' | 'datetime'
  readonly title?: string
  /** How a moment is written, where that is without seconds and zone. */
  readonly format?: string
  readonly constraints?: { readonly enum?: readonly string[]; readonly minimum?: number; readonly maximum?: number }
}

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
