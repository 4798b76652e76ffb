import { type FileProblem, headingsOf, numberingHeadings } from '../../client/text/imports'
import {
  amendedService,
  checkService,
  type Service,
  type ServiceDraft,
  type ServiceEdit,
  serviceEdit,
  serviceFields,
  surroundingServices,
} from '../../surveys/fielding/services'
import { inTurns } from '../turns'
import { faultsOf, type LineProblem, mostTold } from './agency-file'
import { isoDay } from './reading/day'
import type { TableColumns, TableLine, TableReading } from './reading/table'

export type ServiceReading =
  | { readonly ok: true; readonly edits: readonly ServiceEdit[] }
  | { readonly ok: false; readonly file: FileProblem }
  | { readonly ok: false; readonly lines: readonly LineProblem[] }

/** What a list of services may hold at most: the procedures of the country, some ten times. */
export const serviceFileLimits = { bytes: 2_097_152, unpacked: 16_777_216, rows: 10_000, columns: 200 } as const

/** The columns of a list of services, with what offices call them. */
export const serviceColumns: TableColumns = {
  names: serviceFields,
  needed: ['code', 'name'],
  aliases: headingsOf('services'),
  ignored: numberingHeadings,
}

type Known = { readonly services: readonly Service[]; readonly agencies: readonly { readonly code: string }[] }

/** What a table of services would change: columns that are not there stay as they are. Fields stand in the file or are known already. All lines or none. */
export async function serviceEdits(table: TableReading, { services, agencies }: Known): Promise<ServiceReading> {
  if (!table.ok) return { ok: false, file: table.problem }
  const byCode = new Map(services.map((service) => [service.code, service]))
  const rows = await inTurns(table.lines, linesAtOnce, (line) => {
    const fields = fieldsOf(line, table.kind)
    const before = byCode.get(fields.code ?? '')
    return { line, before, draft: amendedService(before, fields) }
  })
  const drafts = new Map(rows.map(({ draft }) => [draft.code, draft]))
  const around = surroundingServices([...services.filter(({ code }) => !drafts.has(code)), ...drafts.values()], agencies)
  const seen = new Set<string>()
  const problems = await inTurns(rows, linesAtOnce, ({ draft, line }): readonly LineProblem[] => {
    const repeated = seen.has(draft.code) ? [{ field: 'code', code: 'twice', seen: draft.code } as const] : []
    seen.add(draft.code)
    return [...faultsOf(line), ...repeated, ...checkService(draft, around)]
      .slice(0, mostTold)
      .map((problem) => ({ ...problem, line: line.line }))
  })
  const faults = table.faults.map(({ line, fault }): LineProblem => ({ line, field: '', code: fault }))
  const lines = [...faults, ...problems.flat()].sort((a, b) => a.line - b.line)
  if (lines.length > 0) return { ok: false, lines }
  return { ok: true, edits: rows.map(({ before, draft }) => serviceEdit(before, draft)) }
}

/** Some five milliseconds' worth. */
const linesAtOnce = 500

function fieldsOf({ cells }: TableLine, kind: Parameters<typeof isoDay>[1]): Partial<ServiceDraft> {
  const days = Object.fromEntries(
    (['valid_from', 'valid_to'] as const).flatMap((field) => (cells[field] === undefined ? [] : [[field, isoDay(cells[field], kind)]])),
  )
  return { ...cells, ...days }
}
