import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { type Published, type PublishedFields, readPublished } from '../../surveys/figures/published'

export const publishedFields = ['year', 'place', 'node', 'value', 'formula', 'source'] as const

export type RefusedFigure = {
  readonly line: number
  readonly problems: Extract<ReturnType<typeof readPublished>, { ok: false }>['problems']
}
export type FileReading =
  | { readonly ok: true; readonly figures: readonly Published[]; readonly refused: readonly RefusedFigure[] }
  | { readonly ok: false; readonly why: 'columns' | 'unreadable' | 'empty' }

/** Reads published figures from CSV with a header line; what is wrong with a line is told, and the others go in. */
export function readPublishedFile(bytes: Uint8Array): FileReading {
  const lines = linesOf(bytes)
  if (!lines) return { ok: false, why: 'unreadable' }
  const header = (lines[0]?.record ?? []).map((name) => name.trim().toLowerCase())
  if (publishedFields.some((field) => !header.includes(field))) return { ok: false, why: 'columns' }
  const body = lines.slice(1)
  if (body.length === 0) return { ok: false, why: 'empty' }
  const readings = body.map(({ record, line }) => ({
    line,
    reading: readPublished(publishedFieldsOf((field) => record[header.indexOf(field)] ?? '')),
  }))
  return {
    ok: true,
    figures: readings.flatMap(({ reading }) => (reading.ok ? [reading.figure] : [])),
    refused: readings.flatMap(({ line, reading }) => (reading.ok ? [] : [{ line, problems: reading.problems }])),
  }
}

/** The fields of a figure, each from where it stands. */
export const publishedFieldsOf = (of: (field: keyof PublishedFields) => string): PublishedFields => ({
  year: of('year'),
  place: of('place'),
  node: of('node'),
  value: of('value'),
  formula: of('formula'),
  source: of('source'),
})

type Line = { readonly record: readonly string[]; readonly line: number }

function linesOf(bytes: Uint8Array): readonly Line[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const parsed = records.parse(
      parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(text) }),
    )
    return parsed.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    if (error instanceof CsvError || error instanceof TypeError) return undefined
    throw error
  }
}

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

/** Spreadsheets in Vietnamese write semicolons. */
const delimiterOf = (text: string): string => (/^[^,\r\n]*;/.test(text) ? ';' : ',')
