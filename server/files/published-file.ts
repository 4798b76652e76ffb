import { type FileProblem, headingsOf, type LineFault } from '../../client/text/imports'
import { type Published, type PublishedFields, readEarlierFigures } from '../../surveys/figures/published'
import type { TableColumns, TableLine, TableReading } from './reading/table'

export const publishedFields = ['year', 'place', 'node', 'value', 'formula', 'source'] as const

export type RefusedFigure = { readonly line: number } & (
  { readonly problems: Extract<ReturnType<typeof readEarlierFigures>, { ok: false }>['problems'] } | { readonly fault: LineFault }
)
export type FileReading =
  | { readonly ok: true; readonly figures: readonly Published[]; readonly refused: readonly RefusedFigure[] }
  | { readonly ok: false; readonly problem: FileProblem }

/** What a file of published figures may hold at most. */
export const publishedFileLimits = { bytes: 262_144, unpacked: 8_388_608, rows: 10_000, columns: 200 } as const

/** The columns of published figures, with what offices call them. */
export const publishedColumns: TableColumns = {
  names: publishedFields,
  needed: publishedFields,
  aliases: headingsOf('published'),
  ignored: 'others',
}

/** Reads published figures from a table; what is wrong with a line is told, and the others go in. */
export function publishedOf(table: TableReading): FileReading {
  if (!table.ok) return table
  const readings = table.lines.map((line) => ({ line: line.line, reading: figureOf(line, table.kind) }))
  const refused = [
    ...table.faults.map(({ line, fault }) => ({ line, fault })),
    ...readings.flatMap(({ line, reading }): readonly RefusedFigure[] => (reading.ok ? [] : [{ line, problems: reading.problems }])),
  ]
  return {
    ok: true,
    figures: readings.flatMap(({ reading }) => (reading.ok ? [reading.figure] : [])),
    refused: refused.sort((a, b) => a.line - b.line),
  }
}

/** In a workbook 0.8266 may be 82.66 % or less than one: nobody can tell, so it is refused. */
function figureOf({ cells }: TableLine, kind: 'csv' | 'xlsx'): ReturnType<typeof readEarlierFigures> {
  const fields = publishedFieldsOf((field) => cells[field] ?? '')
  const isDoubtful = kind === 'xlsx' && /^(0(\.\d+)?|1)$/.test(fields.value)
  return readEarlierFigures(isDoubtful ? { ...fields, value: '' } : fields)
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
