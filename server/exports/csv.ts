import type { Cell } from './document'
import { textEncoder } from './text'

/**
 * RFC 4180 with a byte order mark, which spreadsheets need for Vietnamese. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front; numbers do not.
 */
export const csv = textEncoder({
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  head: (columns) => `\uFEFF${columns.map(cellText).join(',')}\r\n`,
  row: (_, cells) => `${cells.map(cellText).join(',')}\r\n`,
})

/** The text that stood in a cell before it was made safe, for reading an export again. */
export const unescaped = (text: string): string => (text.startsWith("'") && looksLikeFormula.test(text.slice(1)) ? text.slice(1) : text)

/** Also behind apostrophes, so that taking one away gives back what stood there. */
const looksLikeFormula = /^'*[=+\-@\t\r]/
const needsQuotes = /[",\r\n]/

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (cell.length > longestCode) return textCell(cell)
  const known = codes.get(cell) ?? textCell(cell)
  if (codes.size < keptCodes) codes.set(cell, known)
  return known
}

/** Most cells are option codes, the same few again and again. */
const codes = new Map<string, string>()
const longestCode = 12
const keptCodes = 1_000

function textCell(cell: string): string {
  const safe = looksLikeFormula.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
