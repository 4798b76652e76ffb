import { csv } from './csv'
import { jsonLines } from './json-lines'

/** A cell keeps its type: a number stays one, null is "no value", which is not 0. */
export type Cell = string | number | null

export type Encoder = {
  readonly contentType: string
  readonly extension: string
  /** What stands before the first row. */
  readonly head: (columns: readonly string[]) => string
  readonly row: (columns: readonly string[], cells: readonly Cell[]) => string
}

/** The export formats by the ending of their address; a format is one file and one line here. */
export const encoders: Readonly<Record<string, Encoder>> = { csv, jsonl: jsonLines }

/** A table that is made while it is read, a page of rows at a time. */
export type Table = { readonly columns: readonly string[]; readonly pages: AsyncIterable<readonly (readonly Cell[])[]> }

/** The encoded text of a table, piece by piece, with flat memory. */
export async function* encode(encoder: Encoder, { columns, pages }: Table): AsyncGenerator<string> {
  yield encoder.head(columns)
  for await (const page of pages) yield page.map((cells) => encoder.row(columns, cells)).join('')
}
