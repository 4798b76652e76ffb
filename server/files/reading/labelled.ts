import { labelledHeads } from '../../../client/text/exchange'
import type { FileProblem } from '../../../client/text/imports'
import {
  distinctCells,
  distinctWords,
  type Doubts,
  guessedMapping,
  type LabelledAgency,
  type LabelledSheet,
  type LabelMapping,
} from '../../../surveys/exchange/labelled'
import { items } from '../../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { isBlankRow } from './row'
import type { RowsReading } from './table'

/** What a sheet with labels is read against; the columns where it is known already what they mean. */
export type LabelledSetting = {
  readonly questionnaire: Questionnaire
  readonly agencies: readonly LabelledAgency[]
  readonly columns?: readonly string[]
}

/** What somebody who maps a sheet has to see of it: not its rows. */
export type LabelledLook = {
  readonly heads: readonly string[]
  readonly lines: number
  /** Of each column the two words that stand there most. */
  readonly samples: readonly (readonly string[])[]
  readonly mapping: LabelMapping
  readonly doubts: Doubts
  /** Of each column what stands there, where that has to be mapped. */
  readonly words: readonly (readonly string[])[]
}

export type LabelledReading = { readonly ok: true; readonly look: LabelledLook } | { readonly ok: false; readonly problem: FileProblem }

export type SheetRead = { readonly ok: true; readonly sheet: LabelledSheet } | { readonly ok: false; readonly problem: FileProblem }

/** A sheet of responses as another tool writes it: its first line that is not blank is its head. */
export function sheetIn(reading: RowsReading): SheetRead {
  if (!reading.ok) return reading
  const [head, ...rows] = reading.rows.filter((row) => !isBlankRow(row))
  const faulty = reading.rows.find(({ cells }) => cells === undefined)
  if (faulty && faulty.cells === undefined)
    return { ok: false, problem: { code: faulty.fault === 'stray-quote' ? 'damaged' : faulty.fault } }
  if (!head?.cells || rows.length === 0) return { ok: false, problem: { code: head ? 'no-lines' : 'empty' } }
  return { ok: true, sheet: { heads: head.cells, rows: rows.flatMap(({ line, cells }) => (cells ? [{ line, cells }] : [])) } }
}

/** Looks at a sheet with labels: what its columns and words may mean. */
export function labelledIn(reading: RowsReading, { questionnaire, agencies, columns }: LabelledSetting): LabelledReading {
  const read = sheetIn(reading)
  if (!read.ok) return read
  const { sheet } = read
  const { mapping, doubts } = guessedMapping(questionnaire, agencies, sheet, labelledHeads, columns)
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const words = mapping.columns.map((meant, at) => {
    const item = known.get(meant)
    if (meant === '@agency') return distinctCells(sheet, at)
    return item?.scale ? distinctWords(sheet, at, item) : []
  })
  const samples = sheet.heads.map((_, at) => distinctCells(sheet, at).slice(0, 2))
  return { ok: true, look: { heads: sheet.heads, lines: sheet.rows.length, samples, mapping, doubts, words } }
}
