/** One record of a CSV file with the line on which it begins; no cells when its quotes do not match. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] | undefined }

/** A quoted cell that is still open after so many characters began with a stray quote; it is not a long text. */
const longestRecord = 100_000

/**
 * The records of a CSV text that arrives in pieces, some at a time. A record with a stray quote is given
 * without cells, and reading goes on at the line after it.
 */
export async function* csvRecords(pieces: AsyncIterable<string>): AsyncGenerator<readonly CsvRecord[]> {
  let rest = ''
  let line = 1
  let delimiter: string | undefined
  const take = (text: string, isEnd: boolean): readonly CsvRecord[] => {
    delimiter ??= delimiterOf(text)
    const { records, used, lines } = recordsOf(text, line, delimiter, isEnd)
    rest = text.slice(used)
    line += lines
    return records
  }
  for await (const piece of pieces) {
    const text = line === 1 && rest === '' ? piece.replace(/^\uFEFF/, '') : rest + piece
    if (delimiter === undefined && !text.includes('\n')) rest = text
    else yield take(text, false)
  }
  if (rest !== '') yield take(rest, true)
}

/** A spreadsheet whose decimal sign is a comma writes semicolons between cells; the header tells. */
function delimiterOf(text: string): string {
  const header = text.slice(0, lineEnd(text, 0))
  return [',', ';', '\t'].find((sign) => header.includes(sign)) ?? ','
}

type Part = { readonly records: readonly CsvRecord[]; readonly used: number; readonly lines: number }

/** The whole records of a text; at the end of the file the last needs no line break. */
function recordsOf(text: string, firstLine: number, delimiter: string, isEnd: boolean): Part {
  const records: CsvRecord[] = []
  let at = 0
  let line = firstLine
  let quote = nextQuote(text, 0)
  while (at < text.length) {
    const end = lineEnd(text, at)
    if (quote < at) quote = nextQuote(text, at)
    const read = quote < end ? quotedRecord(text, at, delimiter, isEnd) : { cells: plainCells(text, at, end, delimiter), end }
    if (read === 'cut off' || (read.end === text.length && !isEnd)) break
    records.push({ line, cells: read.cells })
    line += quote < end ? linesIn(text, at, read.end) : 1
    at = read.end + 1
  }
  return { records, used: Math.min(at, text.length), lines: line - firstLine }
}

const plainCells = (text: string, start: number, end: number, delimiter: string): readonly string[] =>
  text.slice(start, isReturn(text, end - 1) ? end - 1 : end).split(delimiter)

type Read = { readonly cells: readonly string[] | undefined; readonly end: number }

/** A record cell by cell; its quotes may hold delimiters and line breaks. */
function quotedRecord(text: string, start: number, delimiter: string, isEnd: boolean): Read | 'cut off' {
  const stray: Read = { cells: undefined, end: lineEnd(text, start) }
  const cells: string[] = []
  for (let at = start; ;) {
    const cell = text.charCodeAt(at) === quoteCode ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter)
    if (cell === 'stray') return stray
    if (cell === 'open') return isEnd || text.length - start > longestRecord ? stray : 'cut off'
    cells.push(cell.text)
    if (cell.isLast) return { cells, end: cell.end }
    at = cell.end + 1
  }
}

/** A cell up to the delimiter or line break at `end`; the last of its record or not. */
type Cell = { readonly text: string; readonly end: number; readonly isLast: boolean }

function plainCell(text: string, start: number, delimiter: string): Cell {
  const line = lineEnd(text, start)
  const next = text.indexOf(delimiter, start)
  if (next >= 0 && next < line) return { text: text.slice(start, next), end: next, isLast: false }
  return { text: text.slice(start, isReturn(text, line - 1) ? line - 1 : line), end: line, isLast: true }
}

function quotedCell(text: string, start: number, delimiter: string): Cell | 'open' | 'stray' {
  const close = closingQuote(text, start)
  if (close < 0) return 'open'
  const inside = text.slice(start + 1, close).replaceAll('""', '"')
  if (text[close + 1] === delimiter) return { text: inside, end: close + 1, isLast: false }
  const end = isReturn(text, close + 1) ? close + 2 : close + 1
  return end >= text.length || text.charCodeAt(end) === breakCode
    ? { text: inside, end: Math.min(end, text.length), isLast: true }
    : 'stray'
}

const quoteCode = 34
const breakCode = 10

const isReturn = (text: string, at: number): boolean => text.charCodeAt(at) === 13

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text.charCodeAt(at + 1) === quoteCode) at = text.indexOf('"', at + 2)
  return at
}

const nextQuote = (text: string, from: number): number => orEnd(text, text.indexOf('"', from))
const lineEnd = (text: string, from: number): number => orEnd(text, text.indexOf('\n', from))
const orEnd = (text: string, at: number): number => (at < 0 ? text.length : at)

/** Lines of a record, its own last line break counted. */
function linesIn(text: string, start: number, end: number): number {
  let lines = 1
  for (let at = lineEnd(text, start); at < end; at = lineEnd(text, at + 1)) lines += 1
  return lines
}
