import type { CsvRecord } from './csv-lines'
import type { ImportColumns } from './import-columns'
import { type ImportSetting, lineReader } from './import-line'
import type { Refusal } from './import-refusal'
import type { Prepared } from './prepare'

/** Some lines of a file after checking: those that stay out, and portions of `CheckedLine[]` as JSON, in the order in which to store them. */
export type ImportWindow = { readonly refused: readonly RefusedLine[]; readonly portions: readonly string[] }
export type RefusedLine = { readonly line: number; readonly refusals: readonly Refusal[] }
/** A row that is ready to be stored; its packed answers as text, a character for each byte. */
export type CheckedLine = { readonly line: number; readonly row: Omit<Prepared['row'], 'packed'> & { readonly packed: string } }

/** The first lines come soon, so that storing begins; later more are put in order at once, so that fewer tally rows are written. */
const fewestLines = 5_000
const mostLines = 20_000
const linesInPortion = 1_000

/** Checks the lines of a file. Two lines with one id never share a window, so that the first is stored first. */
export async function* importWindows(setting: ImportSetting, columns: ImportColumns, receivedOn: string, pages: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<ImportWindow> {
  const read = lineReader(setting, columns, receivedOn)
  const refused: RefusedLine[] = []
  const checked = new Map<string, Checked>()
  let size = fewestLines
  const taken = (): ImportWindow => {
    const window = { refused: [...refused], portions: portionsOf([...checked.values()]) }
    refused.length = 0
    checked.clear()
    size = Math.min(mostLines, size * 2)
    return window
  }
  for await (const page of pages)
    for (const { line, cells } of page.filter(isFilled)) {
      const reading = cells ? read(cells) : strayQuote
      if (!reading.ok) refused.push({ line, refusals: reading.refusals })
      else {
        const { row } = reading.prepared
        if (checked.has(row.id)) yield taken()
        checked.set(row.id, checkedLine(line, row))
      }
      if (checked.size + refused.length >= size) yield taken()
    }
  yield taken()
}

type Checked = { readonly key: string; readonly text: string }

/** Text takes less memory than the row and travels faster to the thread that stores it. */
function checkedLine(line: number, row: Prepared['row']): Checked {
  const ready: CheckedLine = { line, row: { ...row, packed: Buffer.from(row.packed).toString('latin1') } }
  return { key: `${row.agency} ${row.answered_on}`, text: JSON.stringify(ready) }
}

/** Lines of one agency and month next to each other, so that a group touches few tally rows. */
function portionsOf(lines: Checked[]): readonly string[] {
  lines.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
  const portions: string[] = []
  for (let first = 0; first < lines.length; first += linesInPortion) portions.push(`[${lines.slice(first, first + linesInPortion).map(({ text }) => text).join(',')}]`)
  return portions
}

const isFilled = ({ cells }: CsvRecord): boolean => cells?.length !== 1 || cells[0] !== ''

const strayQuote = { ok: false, refusals: [{ column: '', rule: 'stray_quote' }] } as const
