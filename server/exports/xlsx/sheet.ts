import type { Sheet, SheetCell, SheetColumn } from '../document'
import { cellXml, headStyle, textXml } from './cells'

/** A worksheet of the file; a sheet with more rows than fit goes on in the next. */
export type Worksheet = { readonly name: string; readonly parts: AsyncIterable<string> }

export type Limits = { /** Rows of one worksheet, its head among them. */ readonly rows: number; /** Characters of its XML. */ readonly characters: number }

/** What spreadsheet programs open, and what stays below 4 GiB in the archive. */
export const spreadsheetLimits: Limits = { rows: 1_048_576, characters: 3_000_000_000 }

export async function* worksheets(sheet: Sheet, limits: Limits): AsyncGenerator<Worksheet> {
  const rows = reading(sheet.pages)
  try {
    for (let part = 1; part === 1 || (await rows.isMore()); part += 1)
      yield { name: part === 1 ? sheet.name : `${sheet.name} ${part}`, parts: worksheet(sheet.columns, rows, limits) }
  } finally {
    await rows.close()
  }
}

/** Rows that become one piece of text: enough to pack well, few enough that nobody else waits for them. */
const rowsAtOnce = 50

async function* worksheet(columns: readonly SheetColumn[], rows: Rows, limits: Limits): AsyncGenerator<string> {
  const letters = columns.map((_, index) => lettersOf(index))
  const encode = rowXml(columns, letters)
  yield `${declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}<cols>${columns.map(columnXml).join('')}</cols><sheetData>`
  yield `<row r="1">${columns.map(({ title }, index) => textXml(`${letters[index] ?? ''}1`, title, headStyle)).join('')}</row>`
  let last = 1
  let characters = 0
  while (last < limits.rows && characters < limits.characters && (await rows.isMore())) {
    const first = last + 1
    const piece = rows.take(Math.min(rowsAtOnce, limits.rows - last)).map((cells, index) => encode(cells, first + index))
    last += piece.length
    const text = piece.join('')
    characters += text.length
    yield text
  }
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1) ?? 'A'}${last}"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`
}

export const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const view = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'

const columnXml = ({ width }: SheetColumn, index: number): string => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`

const rowXml =
  (columns: readonly SheetColumn[], letters: readonly string[]) =>
  (cells: readonly SheetCell[], row: number): string => {
    let xml = `<row r="${row}">`
    for (let index = 0; index < cells.length; index++) xml += cellXml(`${letters[index] ?? ''}${row}`, cells[index], columns[index]?.look)
    return `${xml}</row>`
  }

/** A, B, … Z, AA, … */
const lettersOf = (index: number): string => (index < 26 ? '' : lettersOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

type Rows = ReturnType<typeof reading>

/** The rows of pages, some at a time. */
function reading(pages: Sheet['pages']) {
  const source = pages[Symbol.asyncIterator]()
  let page: readonly (readonly SheetCell[])[] = []
  let next = 0
  return {
    isMore: async (): Promise<boolean> => {
      while (next >= page.length) {
        const { done, value } = await source.next()
        if (done === true) return false
        page = value
        next = 0
      }
      return true
    },
    take: (most: number) => {
      const taken = page.slice(next, next + most)
      next += taken.length
      return taken
    },
    close: async () => void (await source.return?.()),
  }
}
