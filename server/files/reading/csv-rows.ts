import type { FileRow } from './row'

/** How a file sets its cells and its lines apart. */
type Dialect = { readonly delimiter: string; readonly end: '\n' | '\r' }

/** A quoted cell that is still open after so many characters began with a stray quote; it is not a long text. */
const longestRow = 100_000

/**
 * The rows of a CSV text that arrives in pieces, some at a time. A row with a stray quote is given
 * without cells, and reading goes on at the line after it.
 */
export async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<readonly FileRow[]> {
  let rest = ''
  let line = 1
  let dialect: Dialect | undefined
  const take = (text: string, known: Dialect, isEnd: boolean): readonly FileRow[] => {
    const { rows, used, lines } = rowsOf(text, line, known, isEnd)
    rest = text.slice(used)
    line += lines
    return rows
  }
  const begin = (isEnd: boolean): Dialect | undefined => {
    const beginning = beginningOf(rest, isEnd)
    if (!beginning) return undefined
    rest = rest.slice(beginning.used)
    line += beginning.lines
    return beginning.dialect
  }
  for await (const piece of pieces) {
    rest += piece
    dialect ??= begin(false)
    if (dialect) yield take(rest, dialect, false)
  }
  dialect ??= begin(true)
  if (dialect && rest !== '') yield take(rest, dialect, true)
}

const delimiters = [',', ';', '\t'] as const
/** Lines that are looked at for a separator; a list of one column has none. */
const lookedAt = 10
const namedDelimiter = /^"?sep=([^"\r\n])"?$/i

type Beginning = { readonly dialect: Dialect; readonly used: number; readonly lines: number }

/**
 * How a file is to be read: by its line `sep=;` where it has one, else by what stands most often in the first line with
 * any separator. Undefined until enough of it is there.
 */
function beginningOf(text: string, isEnd: boolean): Beginning | undefined {
  const first = lineFrom(text, 0, isEnd)
  if (!first) return undefined
  const end = first.isReturn ? '\r' : '\n'
  const named = namedDelimiter.exec(first.text)?.[1]
  if (named !== undefined) return { dialect: { delimiter: named, end }, used: first.next, lines: 1 }
  let found = first
  for (let count = 1; ; count += 1) {
    const delimiter = mostFrequent(found.text)
    if (delimiter !== undefined) return { dialect: { delimiter, end }, used: 0, lines: 0 }
    const next = count < lookedAt ? lineFrom(text, found.next, isEnd) : 'enough'
    if (next === 'enough' || (next === undefined && isEnd)) return { dialect: { delimiter: ',', end }, used: 0, lines: 0 }
    if (next === undefined) return undefined
    found = next
  }
}

type Line = { readonly text: string; readonly next: number; /** It ends in a return without a line feed. */ readonly isReturn: boolean }

/** The line that begins there, line breaks between quotes apart; undefined while its end has not come. */
function lineFrom(text: string, start: number, isEnd: boolean): Line | undefined {
  if (start >= text.length) return undefined
  let isQuoted = false
  const most = Math.min(text.length, start + longestRow)
  for (let at = start; at < most; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quoteCode) isQuoted = !isQuoted
    if (isQuoted || (code !== returnCode && code !== feedCode)) continue
    if (code === returnCode && at + 1 === text.length && !isEnd) return undefined
    const isPair = code === returnCode && text.charCodeAt(at + 1) === feedCode
    return { text: text.slice(start, at), next: at + (isPair ? 2 : 1), isReturn: code === returnCode && !isPair && at + 1 < text.length }
  }
  if (isEnd || most < text.length)
    return { text: text.slice(start, most), next: most, isReturn: !text.includes('\n') && text.includes('\r') }
  return undefined
}

function mostFrequent(line: string): string | undefined {
  const bare = line.replace(/"[^"]*"/g, '')
  const counts = delimiters.map((sign) => ({ sign, count: bare.split(sign).length - 1 })).filter(({ count }) => count > 0)
  return counts.sort((a, b) => b.count - a.count)[0]?.sign
}

type Part = { readonly rows: readonly FileRow[]; readonly used: number; readonly lines: number }

/** The whole rows of a text; at the end of the file the last needs no line break. */
function rowsOf(text: string, firstLine: number, dialect: Dialect, isEnd: boolean): Part {
  const rows: FileRow[] = []
  let at = 0
  let line = firstLine
  let quote = nextQuote(text, 0)
  while (at < text.length) {
    const end = lineEnd(text, at, dialect)
    if (quote < at) quote = nextQuote(text, at)
    const read = quote < end ? quotedRow(text, at, dialect, isEnd) : { cells: plainCells(text, at, end, dialect), end }
    if (read === 'cut off' || (read.end === text.length && !isEnd)) break
    rows.push(read.cells ? { line, cells: read.cells } : { line, cells: undefined, fault: 'stray-quote' })
    line += quote < end ? linesIn(text, at, read.end, dialect) : 1
    at = read.end + 1
  }
  return { rows, used: Math.min(at, text.length), lines: line - firstLine }
}

const plainCells = (text: string, start: number, end: number, dialect: Dialect): readonly string[] =>
  text.slice(start, isReturn(text, end - 1, dialect) ? end - 1 : end).split(dialect.delimiter)

type Read = { readonly cells: readonly string[] | undefined; readonly end: number }

/** A row cell by cell; its quotes may hold delimiters and line breaks. */
function quotedRow(text: string, start: number, dialect: Dialect, isEnd: boolean): Read | 'cut off' {
  const stray: Read = { cells: undefined, end: lineEnd(text, start, dialect) }
  const cells: string[] = []
  for (let at = start; ;) {
    const cell = text.charCodeAt(at) === quoteCode ? quotedCell(text, at, dialect) : plainCell(text, at, dialect)
    if (cell === 'stray') return stray
    if (cell === 'open') return isEnd || text.length - start > longestRow ? stray : 'cut off'
    cells.push(cell.text)
    if (cell.isLast) return { cells, end: cell.end }
    at = cell.end + 1
  }
}

/** A cell up to the delimiter or line break at `end`; the last of its row or not. */
type Cell = { readonly text: string; readonly end: number; readonly isLast: boolean }

function plainCell(text: string, start: number, dialect: Dialect): Cell {
  const line = lineEnd(text, start, dialect)
  const next = text.indexOf(dialect.delimiter, start)
  if (next >= 0 && next < line) return { text: text.slice(start, next), end: next, isLast: false }
  return { text: text.slice(start, isReturn(text, line - 1, dialect) ? line - 1 : line), end: line, isLast: true }
}

function quotedCell(text: string, start: number, dialect: Dialect): Cell | 'open' | 'stray' {
  const close = closingQuote(text, start)
  if (close < 0) return 'open'
  const inside = text.slice(start + 1, close).replaceAll('""', '"')
  if (text[close + 1] === dialect.delimiter) return { text: inside, end: close + 1, isLast: false }
  const end = isReturn(text, close + 1, dialect) ? close + 2 : close + 1
  return end >= text.length || text[end] === dialect.end ? { text: inside, end: Math.min(end, text.length), isLast: true } : 'stray'
}

const quoteCode = 34
const returnCode = 13
const feedCode = 10

/** A return before a line feed belongs to the line break. */
const isReturn = (text: string, at: number, { end }: Dialect): boolean => end === '\n' && text.charCodeAt(at) === returnCode

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text.charCodeAt(at + 1) === quoteCode) at = text.indexOf('"', at + 2)
  return at
}

const nextQuote = (text: string, from: number): number => orEnd(text, text.indexOf('"', from))
const lineEnd = (text: string, from: number, { end }: Dialect): number => orEnd(text, text.indexOf(end, from))
const orEnd = (text: string, at: number): number => (at < 0 ? text.length : at)

/** Lines of a row, its own last line break counted. */
function linesIn(text: string, start: number, end: number, dialect: Dialect): number {
  let lines = 1
  for (let at = lineEnd(text, start, dialect); at < end; at = lineEnd(text, at + 1, dialect)) lines += 1
  return lines
}
