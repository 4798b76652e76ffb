import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { isDay } from '../../surveys/calendar'
import type { Agency } from '../../surveys/campaign'

export type AgencyReading = { readonly ok: true; readonly agencies: readonly Agency[] } | { readonly ok: false; readonly lines: readonly string[] }

const columns = ['code', 'name', 'name_en', 'block', 'parent', 'valid_from', 'valid_to', 'predecessors'] as const
type Cells = Readonly<Record<(typeof columns)[number], string>>

const records = z.array(z.array(z.string()))

/** Reads agencies from CSV; parents and predecessors stand in the file or are known already. */
export function readAgencies(text: string, known: ReadonlySet<string>): AgencyReading {
  const table = readTable(text)
  if (!table.ok) return table
  const codes = new Set([...known, ...table.rows.map(({ code }) => code)])
  const lines = table.rows.flatMap((row, index) => {
    const isRepeated = table.rows.findIndex(({ code }) => code === row.code) !== index
    return [...(isRepeated ? [`column code: "${row.code}" stands in the file twice`] : []), ...wrongIn(row, codes)].map((sentence) => `Line ${index + 2}, ${sentence}.`)
  })
  return lines.length > 0 ? { ok: false, lines } : { ok: true, agencies: table.rows.map(agencyOf) }
}

type Table = { readonly ok: true; readonly rows: readonly Cells[] } | { readonly ok: false; readonly lines: readonly string[] }

function readTable(text: string): Table {
  const [header = [], ...body] = parsed(text)
  const unknown = header.filter((name) => !columns.some((column) => column === name))
  if (unknown.length > 0) return { ok: false, lines: [`Unknown columns: ${unknown.join(', ')}. Allowed: ${columns.join(', ')}.`] }
  const missing = ['code', 'name'].filter((name) => !header.includes(name))
  if (missing.length > 0) return { ok: false, lines: [`Missing columns: ${missing.join(', ')}.`] }
  const cell = (record: readonly string[], name: string): string => record[header.indexOf(name)]?.trim() ?? ''
  const rows = body.map((record) => ({
    code: cell(record, 'code'),
    name: cell(record, 'name'),
    name_en: cell(record, 'name_en'),
    block: cell(record, 'block'),
    parent: cell(record, 'parent'),
    valid_from: cell(record, 'valid_from'),
    valid_to: cell(record, 'valid_to'),
    predecessors: cell(record, 'predecessors'),
  }))
  return { ok: true, rows }
}

function parsed(text: string): readonly (readonly string[])[] {
  try {
    return records.parse(parse(text, { bom: true, skip_empty_lines: true, relax_column_count_less: true }))
  } catch (error) {
    if (error instanceof CsvError) return [[error.message]]
    throw error
  }
}

const codeShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Everything wrong with a line, as "column …: …". */
function wrongIn(row: Cells, codes: ReadonlySet<string>): readonly string[] {
  const wrong: string[] = []
  for (const column of ['code', 'block'] as const)
    if ((column === 'code' || row[column] !== '') && !codeShape.test(row[column])) wrong.push(`column ${column}: "${row[column]}" is not a code (1 to 64 letters, digits, ".", "_" or "-")`)
  if (row.name === '') wrong.push('column name: an agency needs a name')
  if (row.parent !== '' && (row.parent === row.code || !codes.has(row.parent))) wrong.push(`column parent: "${row.parent}" is not another agency`)
  for (const code of listIn(row.predecessors)) if (code === row.code || !codes.has(code)) wrong.push(`column predecessors: "${code}" is not another agency`)
  for (const column of ['valid_from', 'valid_to'] as const) if (row[column] !== '' && !isDay(row[column])) wrong.push(`column ${column}: "${row[column]}" is not a day (year-month-day)`)
  if (row.valid_from !== '' && row.valid_to !== '' && row.valid_to < row.valid_from) wrong.push(`column valid_to: ${row.valid_to} is before ${row.valid_from}`)
  return wrong
}

const listIn = (cell: string): readonly string[] => cell.split('|').map((code) => code.trim()).filter((code) => code !== '')

/** Agencies whose file names no block are ranked together. */
const agencyOf = ({ code, name, name_en, block, parent, valid_from, valid_to, predecessors }: Cells): Agency => ({
  code,
  name: name_en === '' ? { vi: name } : { vi: name, en: name_en },
  block: block || 'other',
  parent: parent || null,
  validFrom: valid_from || null,
  validTo: valid_to || null,
  predecessors: listIn(predecessors),
})
