import { type FileProblem, headingsOf, type LineFault, numberingHeadings } from '../../client/text/imports'
import type { Agency } from '../../surveys/fielding/campaign'
import {
  type AgencyDraft,
  type AgencyEdit,
  agencyFields,
  amended,
  checkAgency,
  type DraftProblem,
  editOf,
} from '../../surveys/fielding/drafts'
import { setImmediate as turn } from 'node:timers/promises'
import { agencyTypes } from '../../surveys/fielding/campaign'
import { treeProblems } from '../../surveys/fielding/agency-tree'
import { isCalled } from '../../surveys/instrument/called'
import { languages } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { inTurns } from '../turns'
import { isoDay } from './reading/day'
import type { TableColumns, TableLine, TableReading } from './reading/table'

/** A refused line of a file: its number as an editor counts, and what is wrong in which column; the line itself has no column. */
export type LineProblem = (DraftProblem | { readonly field: ''; readonly code: LineFault }) & { readonly line: number }

export type AgencyReading =
  | { readonly ok: true; readonly edits: readonly AgencyEdit[] }
  | { readonly ok: false; readonly file: FileProblem }
  | { readonly ok: false; readonly lines: readonly LineProblem[] }

/** What a list of agencies may hold at most. */
export const agencyFileLimits = { bytes: 1_048_576, unpacked: 16_777_216, rows: 10_000, columns: 200 } as const

/** The columns of a list of agencies, with what offices call them. */
export const agencyColumns: TableColumns = {
  names: agencyFields,
  needed: ['code', 'name'],
  aliases: headingsOf('agencies'),
  ignored: numberingHeadings,
}

/**
 * What a table of agencies would change: columns that are not there, and the ends of short lines, stay as they are.
 * Parents and predecessors stand in the file or are known already. All lines or none.
 */
export async function agencyEdits(table: TableReading, known: readonly Agency[]): Promise<AgencyReading> {
  if (!table.ok) return { ok: false, file: table.problem }
  const byCode = new Map(known.map((agency) => [agency.code, agency]))
  const { lines: read, kind } = table
  const rows = await inTurns(read, linesAtOnce, (line) => {
    const fields = fieldsOf(line, kind)
    const before = byCode.get(fields.code ?? '')
    return { line, before, draft: amended(before, fields) }
  })
  const codes = new Set([...byCode.keys(), ...rows.map(({ draft }) => draft.code)])
  const seen = new Set<string>()
  const problems = await inTurns(rows, linesAtOnce, ({ draft, line }): readonly LineProblem[] => {
    const repeated = seen.has(draft.code) ? [{ field: 'code', code: 'twice', seen: draft.code } as const] : []
    seen.add(draft.code)
    return [...faultsOf(line), ...repeated, ...checkAgency(draft, codes)]
      .slice(0, mostTold)
      .map((problem) => ({ ...problem, line: line.line }))
  })
  const lines = [...table.faults.map(({ line, fault }): LineProblem => ({ line, field: '', code: fault })), ...problems.flat()].sort(
    (a, b) => a.line - b.line,
  )
  if (lines.length > 0) return { ok: false, lines }
  const edits = await inTurns(rows, linesAtOnce, ({ before, draft }) => editOf(before, draft))
  const lineOf = new Map(rows.map(({ draft, line }) => [draft.code, line.line]))
  const wrong = await misplaced(byCode, edits, lineOf)
  return wrong.length > 0 ? { ok: false, lines: wrong } : { ok: true, edits }
}

/** What would be wrong with the tree, at the lines that would make it so. */
async function misplaced(
  known: ReadonlyMap<string, Agency>,
  edits: readonly AgencyEdit[],
  lineOf: ReadonlyMap<string, number>,
): Promise<readonly LineProblem[]> {
  const changed = edits.filter(({ changes }) => changes.length > 0).map(({ agency }) => agency)
  const all = new Map([...known, ...changed.map((agency) => [agency.code, agency] as const)])
  await turn()
  return treeProblems([...all.values()], new Set(changed.map(({ code }) => code)))
    .map(({ agency, ...problem }) => ({ ...problem, line: lineOf.get(agency) ?? 0 }))
    .sort((a, b) => a.line - b.line)
}

/** Of one line: a cell may name thousands that are nowhere. */
export const mostTold = 20

/** Some five milliseconds' worth. */
const linesAtOnce = 500

function fieldsOf({ cells }: TableLine, kind: Parameters<typeof isoDay>[1]): Partial<AgencyDraft> {
  const days = Object.fromEntries(
    (['valid_from', 'valid_to'] as const).flatMap((field) => (cells[field] === undefined ? [] : [[field, isoDay(cells[field], kind)]])),
  )
  return { ...cells, ...days, ...(cells.type !== undefined && { type: typeNamed(cells.type) }) }
}

/** A kind of body by its code or by what it is called; what is neither stays as it is. */
function typeNamed(text: string): string {
  return (
    agencyTypes.find((type) => type === text || languages.some((one) => isCalled(text, officeWords(one)(`agencyType_${type}`)))) ?? text
  )
}

/** What is wrong with a line of any list, whatever its columns mean. */
export function faultsOf({ cells, overhangs }: TableLine): readonly { readonly field: ''; readonly code: LineFault }[] {
  const texts = Object.values(cells)
  return [
    ...(overhangs ? [{ field: '', code: 'beside-columns' } as const] : []),
    ...(texts.some((text) => text?.includes('\uFFFD')) ? [{ field: '', code: 'not-utf8' } as const] : []),
    ...(texts.some((text) => text !== undefined && failedFormula.test(text)) ? [{ field: '', code: 'failed-formula' } as const] : []),
  ]
}

/** What a spreadsheet leaves where a formula came to nothing. */
const failedFormula = /^#(REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!)$/
