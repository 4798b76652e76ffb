import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Agency } from '../../surveys/fielding/campaign'
import { type AgencyDraft, agencyFields, agencyOf, checkAgency, type DraftProblem } from '../../surveys/fielding/drafts'
import { composed } from '../../surveys/instrument/spelling'

/** A refused line of a file: its number as an editor counts, and what is wrong in which column. */
export type LineProblem = DraftProblem & { readonly line: number }

/** Why a file cannot be read as a table of agencies at all. */
export type TableProblem = { readonly code: 'unreadable' | 'unknown-columns' | 'missing-columns' | 'no-lines'; readonly seen: string }

export type AgencyReading =
  | { readonly ok: true; readonly agencies: readonly Agency[] }
  | { readonly ok: false; readonly table: TableProblem }
  | { readonly ok: false; readonly lines: readonly LineProblem[] }

/** Reads agencies from CSV; parents and predecessors stand in the file or are known already. All lines or none. */
export function readAgencies(text: string, known: ReadonlySet<string>): AgencyReading {
  const table = readTable(text)
  if (!table.ok) return table
  const codes = new Set([...known, ...table.rows.map(({ draft }) => draft.code)])
  const seen = new Set<string>()
  const lines = table.rows.flatMap(({ draft, line }) => {
    const repeated = seen.has(draft.code) ? [{ field: 'code', code: 'twice', seen: draft.code } as const] : []
    seen.add(draft.code)
    return [...repeated, ...checkAgency(draft, codes)].map((problem) => ({ ...problem, line }))
  })
  return lines.length > 0 ? { ok: false, lines } : { ok: true, agencies: table.rows.map(({ draft }) => agencyOf(draft)) }
}

type Row = { readonly draft: AgencyDraft; readonly line: number }
type Table = { readonly ok: true; readonly rows: readonly Row[] } | { readonly ok: false; readonly table: TableProblem }

function readTable(text: string): Table {
  const parsed = parsedLines(text)
  if (!parsed.ok) return parsed
  const [first, ...body] = parsed.lines
  const header = first?.record ?? []
  const unknown = header.filter((name) => !agencyFields.some((field) => field === name))
  if (unknown.length > 0) return { ok: false, table: { code: 'unknown-columns', seen: unknown.join(', ') } }
  const missing = ['code', 'name'].filter((name) => !header.includes(name))
  if (missing.length > 0) return { ok: false, table: { code: 'missing-columns', seen: missing.join(', ') } }
  if (body.length === 0) return { ok: false, table: { code: 'no-lines', seen: '' } }
  return { ok: true, rows: body.map(({ record, line }) => ({ line, draft: draftOf(header, record) })) }
}

function draftOf(header: readonly string[], record: readonly string[]): AgencyDraft {
  const cell = (name: string): string => composed(record[header.indexOf(name)]?.trim() ?? '')
  return {
    code: cell('code'),
    name: cell('name'),
    name_en: cell('name_en'),
    block: cell('block'),
    parent: cell('parent'),
    valid_from: cell('valid_from'),
    valid_to: cell('valid_to'),
    predecessors: cell('predecessors'),
  }
}

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))
type Lines =
  | { readonly ok: true; readonly lines: readonly { readonly record: readonly string[]; readonly line: number }[] }
  | { readonly ok: false; readonly table: TableProblem }

function parsedLines(text: string): Lines {
  try {
    const parsed = records.parse(
      parse(text, { bom: true, info: true, skip_empty_lines: true, relax_column_count_less: true, delimiter: delimiterOf(text) }),
    )
    return { ok: true, lines: parsed.map(({ record, info }) => ({ record, line: info.lines })) }
  } catch (error) {
    if (error instanceof CsvError) return { ok: false, table: { code: 'unreadable', seen: error.message } }
    throw error
  }
}

/** Spreadsheets in Vietnamese write semicolons. */
const delimiterOf = (text: string): string => (/^[^,\r\n]*;/.test(text) ? ';' : ',')
