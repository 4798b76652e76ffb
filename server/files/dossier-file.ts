import { type FileProblem, headingsOf, numberingHeadings } from '../../client/text/imports'
import {
  cellOf,
  type Handled,
  type HandledDraft,
  handledFields,
  type HandledKey,
  handledName,
  type HandledSurroundings,
  readHandled,
} from '../../surveys/fielding/dossiers'
import { theOneCalled } from '../../surveys/instrument/called'
import type { LocalText } from '../../surveys/instrument/schema'
import { inTurns } from '../turns'
import { faultsOf, type LineProblem } from './agency-file'
import { isoDay } from './reading/day'
import type { TableColumns, TableLine, TableReading } from './reading/table'

/** A cell that a file would fill, with what stands in it. */
export type HandledEdit = { readonly handled: Handled; readonly before: Handled | undefined }

export type DossierReading =
  | { readonly ok: true; readonly edits: readonly HandledEdit[] }
  | { readonly ok: false; readonly file: FileProblem }
  | { readonly ok: false; readonly lines: readonly LineProblem[] }

/** What a file of dossiers may hold at most: a year of 150 communes by field, or a month of them by procedure. */
export const dossierFileLimits = { bytes: 4_194_304, unpacked: 33_554_432, rows: 20_000, columns: 200 } as const

/** The columns of dossiers handled, with what offices call them. */
export const dossierColumns: TableColumns = {
  names: handledFields,
  needed: ['agency', 'month', 'handled'],
  aliases: headingsOf('dossiers'),
  ignored: numberingHeadings,
}

type Known = (keys: readonly HandledKey[]) => Promise<ReadonlyMap<string, Handled>>

/** What a table of dossiers would change, all lines or none. Agencies and services are named by code, or as they are called where only one is. */
export async function dossierEdits(table: TableReading, around: HandledSurroundings, known: Known): Promise<DossierReading> {
  if (!table.ok) return { ok: false, file: table.problem }
  const [agencies, services] = [codeMeant(around.agencies), codeMeant(around.services)]
  const draftOf = ({ cells }: TableLine): HandledDraft => ({
    agency: agencies(cells['agency']),
    service: services(cells['service']),
    month: isoDay(cells['month'] ?? '', table.kind),
    handled: cells['handled'] ?? '',
    on_time: cells['on_time'] ?? '',
  })
  const seen = new Map<string, number>()
  const read = await inTurns(table.lines, linesAtOnce, (line) => {
    const reading = readHandled(draftOf(line), around)
    const problems = [...faultsOf(line), ...(reading.ok ? repeatedIn(seen, reading.handled, line.line) : reading.problems)]
    return { reading, problems: problems.map((problem): LineProblem => ({ ...problem, line: line.line })) }
  })
  const faults = table.faults.map(({ line, fault }): LineProblem => ({ line, field: '', code: fault }))
  const lines = [...faults, ...read.flatMap(({ problems }) => problems)].sort((a, b) => a.line - b.line)
  if (lines.length > 0) return { ok: false, lines }
  const all = read.flatMap(({ reading }) => (reading.ok ? [reading.handled] : []))
  const before = await known(all)
  return { ok: true, edits: all.map((handled) => ({ handled, before: before.get(handledName(handled)) })) }
}

/** Some five milliseconds' worth. */
const linesAtOnce = 500

function repeatedIn(seen: Map<string, number>, handled: Handled, line: number) {
  const name = handledName(handled)
  const first = seen.get(name)
  if (first === undefined) seen.set(name, line)
  return first === undefined ? [] : [{ field: 'agency', code: 'twice', seen: name.replace(/ +/g, ' ') } as const]
}

type Named = ReadonlyMap<string, { readonly code: string; readonly name: LocalText }>

/** The code that a cell means: its own, or that of the only one that is called so; what means none stays as it is. */
function codeMeant(all: Named): (cell: string | undefined) => string {
  const called = theOneCalled(all.values(), ({ name }) => Object.values(name))
  return (cell = '') => (all.has(cell) ? cell : (called(cell)?.code ?? cell))
}

export const isNewCell = ({ before }: HandledEdit): boolean => before === undefined
export const isChangedCell = ({ before, handled }: HandledEdit): boolean => before !== undefined && cellOf(before) !== cellOf(handled)
