import type { Cell, Document, Encoder } from './document'

/** A format of text lines over one table. */
export type TextFormat = {
  readonly contentType: string
  readonly extension: string
  /** What stands before the first row. */
  readonly head: (columns: readonly string[]) => string
  readonly row: (columns: readonly string[], cells: readonly Cell[]) => string
}

const textEncoder = ({ contentType, extension, ...format }: TextFormat): Encoder => ({
  contentType,
  extension,
  write: (document) => written(format, document),
})

const utf8 = new TextEncoder()

async function* written(
  { head, row }: Pick<TextFormat, 'head' | 'row'>,
  { table: { columns, pages } }: Document,
): AsyncGenerator<Uint8Array> {
  yield utf8.encode(head(columns))
  for await (const page of pages) yield utf8.encode(page.map((cells) => row(columns, cells)).join(''))
}

/** What may stand between the cells; spreadsheets whose decimal sign is a comma expect the semicolon, and what is pasted the tab. */
export const separators = { comma: ',', semicolon: ';', tab: '\t' } as const
export type Separator = keyof typeof separators

export const separatorNames = ['comma', 'semicolon', 'tab'] as const

export const isSeparator = (name: string): name is Separator => Object.hasOwn(separators, name)

/**
 * RFC 4180 with a byte order mark, which spreadsheets need for Vietnamese. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front; numbers do not.
 */
export function csvWith(separator: Separator): Encoder {
  const sign = separators[separator]
  const needsQuotes = new RegExp(`["${sign}\\r\\n]`)
  const text = (cell: Cell): string => cellText(cell, needsQuotes)
  return textEncoder({
    contentType: 'text/csv; charset=utf-8',
    extension: 'csv',
    head: (columns) => `\uFEFF${columns.map(text).join(sign)}\r\n`,
    row: (_, cells) => `${cells.map(text).join(sign)}\r\n`,
  })
}

export const csv = csvWith('comma')

/** The text that stood in a cell before it was made safe, for reading an export again. */
export const unescaped = (text: string): string => (text.includes("'") ? text.replace(apostrophes, '') : text)

/**
 * Where a cell would begin with a formula: at its own beginning, and behind whatever another reader may split at. Quotes and
 * apostrophes between do not help, and a second apostrophe lets the first be told from one that stood there.
 */
const formulaPlaces = /^(?=["']*[=+\-@\t\r])|(?<=[,;\t\r\n])(?=["']*[=+\-@])/g
const apostrophes = /^'(?=["']*[=+\-@\t\r])|(?<=[,;\t\r\n])'(?=["']*[=+\-@])/g

function cellText(cell: Cell, needsQuotes: RegExp): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return isPlain(cell) ? cell : textCell(cell, needsQuotes)
}

/** Most cells are codes, ids and days, which nothing needs to be done to. */
function isPlain(text: string): boolean {
  if (text.length > longestCode || text.startsWith('-')) return false
  for (let at = 0; at < text.length; at += 1) if (plainSigns[text.charCodeAt(at)] !== 1) return false
  return true
}

const longestCode = 36
const plainSigns = new Uint8Array(128)
for (const sign of '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz') plainSigns[sign.charCodeAt(0)] = 1

/** A number below zero is no formula, such as a net score as it is shown. */
const negative = /^-\d+(\.\d+)?$/

function textCell(cell: string, needsQuotes: RegExp): string {
  if (negative.test(cell)) return cell
  const safe = cell.replace(formulaPlaces, "'")
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One JSON object a line, keyed by column. */
export const jsonLines = textEncoder({
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: 'jsonl',
  head: () => '',
  row: (columns, cells) => `${JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])))}\n`,
})
