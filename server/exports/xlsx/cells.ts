import type { Look, SheetCell } from '../document'

/** The places of the looks in the workbook's styles; 0 is none, 1 the head. */
export const styleOf: Readonly<Record<Look, number>> = { whole: 2, decimal: 3, percent: 4, day: 5, wrapped: 6 }
export const headStyle = 1

/** One cell: a number to its last digit, or text that stays text whatever it begins with; an empty one is left out. */
export function cellXml(place: string, cell: SheetCell | undefined, look: Look | undefined): string {
  if (cell === null || cell === undefined || cell === '') return ''
  if (typeof cell === 'object') return numberXml(place, cell.number, styleOf[cell.look])
  if (typeof cell === 'number') return numberXml(place, cell, look === undefined ? 0 : styleOf[look])
  const day = look === 'day' ? serialOf(cell) : undefined
  return day === undefined ? textXml(place, cell, look === 'wrapped' ? styleOf.wrapped : 0) : numberXml(place, day, styleOf.day)
}

export function textXml(place: string, text: string, style = 0): string {
  const attributes = style === 0 ? '' : ` s="${style}"`
  return `<c r="${place}"${attributes} t="inlineStr"><is><t${spaced.test(text) ? ' xml:space="preserve"' : ''}>${escapedXml(text)}</t></is></c>`
}

/** Text for XML 1.0; what XML cannot hold becomes U+FFFD, and what spreadsheets would decode (`_x0041_`) is kept from it. */
export function escapedXml(text: string): string {
  if (!special.test(text)) return text
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
}

const numberXml = (place: string, value: number, style: number): string =>
  Number.isFinite(value) ? `<c r="${place}"${style === 0 ? '' : ` s="${style}"`}><v>${value}</v></c>` : ''

const spaced = /^\s|\s$|[\n\t]|\s\s/
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const special = /[&<>"_\u0000-\u001f\ud800-\udfff\ufffe\uffff]/
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

/** A day as spreadsheets count it, from 30 December 1899. */
function serialOf(day: string): number | undefined {
  const known = serials.get(day)
  if (known !== undefined) return known
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return undefined
  const serial = Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569
  if (serials.size < 10_000) serials.set(day, serial)
  return serial
}

const serials = new Map<string, number>()
