import type { Cell, Document, Encoder } from './document'

/** A format of text lines over one table. */
export type TextFormat = {
  readonly contentType: string
  readonly extension: string
  /** What stands before the first row. */
  readonly head: (columns: readonly string[]) => string
  readonly row: (columns: readonly string[], cells: readonly Cell[]) => string
}

export const textEncoder = ({ contentType, extension, ...format }: TextFormat): Encoder => ({ contentType, extension, write: (document) => written(format, document) })

const utf8 = new TextEncoder()

async function* written({ head, row }: Pick<TextFormat, 'head' | 'row'>, { table: { columns, pages } }: Document): AsyncGenerator<Uint8Array> {
  yield utf8.encode(head(columns))
  for await (const page of pages) yield utf8.encode(page.map((cells) => row(columns, cells)).join(''))
}
