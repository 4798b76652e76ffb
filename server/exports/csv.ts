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
  return isPlain(cell) ? cell : textCell(cell)
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

function textCell(cell: string): string {
  const safe = looksLikeFormula.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
