import { type Document, type Encoder, type Look, onePage, type Sheet, type SheetCell, type SheetColumn } from './document'
import { escapedXml, columnLetters, packaging, relation, relations } from './office-xml'
import { type Drawing, drawingParts, drawnType } from './xlsx-charts'
import { type Entry, zipped } from './zip'

/** A workbook of Office Open XML (ECMA-376): typed cells, no formulas, nothing that runs. */
export const xlsx: Encoder = {
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  write: (document) => workbook(document),
}

/** The bytes of a workbook, sheet by sheet while their rows are read; nothing but the names of the sheets is kept. */
export const workbook = (document: Pick<Document, 'title' | 'sheets'>, limits: Limits = spreadsheetLimits): AsyncGenerator<Uint8Array> =>
  zipped(entries(document, limits))

async function* entries({ title, sheets }: Pick<Document, 'title' | 'sheets'>, limits: Limits): AsyncGenerator<Entry> {
  const names: string[] = []
  const drawings: Drawing[] = []
  for (const sheet of sheets)
    for await (const { name, parts } of worksheets(sheet, limits)) {
      names.push(name)
      yield { path: `xl/worksheets/sheet${names.length}.xml`, parts }
      if (name === sheet.name && sheet.charts && sheet.charts.length > 0) drawings.push({ sheet: names.length, name, charts: sheet.charts })
    }
  const drawn = drawingParts(drawings)
  for (const [path, xml] of drawn) yield { path, parts: onePageOf(`${declaration}${xml}`) }
  const rest = {
    'xl/styles.xml': styles,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${names.map((name, index) => `<sheet name="${escapedXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...names.map((_, index) => [`${relation}/worksheet`, `worksheets/sheet${index + 1}.xml`] as const),
      [`${relation}/styles`, 'styles.xml'],
    ]),
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="${packaging}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapedXml(title)}</dc:title></cp:coreProperties>`,
    '_rels/.rels': relations([
      [`${relation}/officeDocument`, 'xl/workbook.xml'],
      [`${packaging}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    '[Content_Types].xml': contentTypes(names.length, drawn.keys()),
  }
  for (const [path, xml] of Object.entries(rest)) yield { path, parts: onePageOf(`${declaration}${xml}`) }
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const kind = 'application/vnd.openxmlformats'

async function* onePageOf(text: string): AsyncGenerator<string> {
  for await (const page of onePage([text])) yield* page
}

function contentTypes(sheets: number, drawn: Iterable<string>): string {
  const parts = [
    ['/xl/workbook.xml', `${kind}-officedocument.spreadsheetml.sheet.main+xml`],
    ['/xl/styles.xml', `${kind}-officedocument.spreadsheetml.styles+xml`],
    ['/docProps/core.xml', `${kind}-package.core-properties+xml`],
    ...Array.from({ length: sheets }, (_, index) => [
      `/xl/worksheets/sheet${index + 1}.xml`,
      `${kind}-officedocument.spreadsheetml.worksheet+xml`,
    ]),
    ...[...drawn].flatMap((path) => {
      const type = drawnType(path)
      return type === undefined ? [] : [[`/${path}`, `${kind}-officedocument.${type}+xml`]]
    }),
  ]
  return `<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="${kind}-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join('')}</Types>`
}

/** A worksheet of the file; a sheet with more rows than fit goes on in the next. */
export type Worksheet = { readonly name: string; readonly parts: AsyncIterable<string> }

type Limits = {
  /** Rows of one worksheet, its head among them. */ readonly rows: number
  /** Characters of its XML. */ readonly characters: number
}

/** What spreadsheet programs open, and what stays below 4 GiB in the archive. */
const spreadsheetLimits: Limits = { rows: 1_048_576, characters: 3_000_000_000 }

export async function* worksheets(sheet: Sheet, limits: Limits): AsyncGenerator<Worksheet> {
  const rows = reading(sheet.pages)
  try {
    for (let part = 1; part === 1 || (await rows.isMore()); part += 1)
      yield { name: part === 1 ? sheet.name : `${sheet.name} ${part}`, parts: worksheet(sheet, rows, limits) }
  } finally {
    await rows.close()
  }
}

/** Rows that become one piece of text: enough to pack well, few enough that nobody else waits for them. */
const rowsAtOnce = 50

async function* worksheet({ columns, charts = [] }: Sheet, rows: Rows, limits: Limits): AsyncGenerator<string> {
  const letters = columns.map((_, index) => columnLetters(index))
  const encode = rowXml(columns, letters)
  yield `${declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}<cols>${columns.map(columnXml).join('')}</cols><sheetData>`
  yield `<row r="1"${headHeight(columns)}>${columns.map(({ title }, index) => textXml(`${letters[index] ?? ''}1`, title, headStyle)).join('')}</row>`
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
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1) ?? 'A'}${last}"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>${charts.length > 0 ? `<drawing xmlns:r="${relation}" r:id="rId1"/>` : ''}</worksheet>`
}

/** High enough for titles that take several lines, since not every program makes room for them by itself. */
function headHeight(columns: readonly SheetColumn[]): string {
  const lines = Math.max(...columns.map(({ title, width }) => Math.ceil(title.length / Math.max(1, width - 2))), 1)
  return lines === 1 ? '' : ` ht="${15 * Math.min(lines, 4)}" customHeight="1"`
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const view =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'

const columnXml = ({ width }: SheetColumn, index: number): string =>
  `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`

const rowXml =
  (columns: readonly SheetColumn[], letters: readonly string[]) =>
  (cells: readonly SheetCell[], row: number): string => {
    let xml = `<row r="${row}">`
    for (let index = 0; index < cells.length; index++) xml += cellXml(`${letters[index] ?? ''}${row}`, cells[index], columns[index]?.look)
    return `${xml}</row>`
  }

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

/** The places of the looks in the workbook's styles; 0 is none, 1 the head. */
export const styleOf: Readonly<Record<Look, number>> = {
  whole: 2,
  day: 3,
  wrapped: 4,
  number0: 5,
  number1: 6,
  number2: 7,
  number3: 8,
  number4: 9,
  number5: 10,
  number6: 11,
  percent0: 12,
  percent1: 13,
  percent2: 14,
  percent3: 15,
  percent4: 16,
  percent5: 17,
  percent6: 18,
}
const headStyle = 1

/** One cell: a number to its last digit, or text that stays text whatever it begins with; an empty one is left out. */
function cellXml(place: string, cell: SheetCell | undefined, look: Look | undefined): string {
  if (cell === null || cell === undefined || cell === '') return ''
  if (typeof cell === 'object') return numberXml(place, cell.number, styleOf[cell.look])
  if (typeof cell === 'number') return numberXml(place, cell, look === undefined ? 0 : styleOf[look])
  const day = look === 'day' ? serialOf(cell) : undefined
  return day === undefined ? textXml(place, cell, look === 'wrapped' ? styleOf.wrapped : 0) : numberXml(place, day, styleOf.day)
}

function textXml(place: string, text: string, style = 0): string {
  const attributes = style === 0 ? '' : ` s="${style}"`
  return `<c r="${place}"${attributes} t="inlineStr"><is><t${spaced.test(text) ? ' xml:space="preserve"' : ''}>${escapedXml(text)}</t></is></c>`
}

const numberXml = (place: string, value: number, style: number): string =>
  Number.isFinite(value) ? `<c r="${place}"${style === 0 ? '' : ` s="${style}"`}><v>${value}</v></c>` : ''

const spaced = /^\s|\s$|[\n\t]|\s\s/
/** A day as spreadsheets count it, from 30 December 1899. */
function serialOf(day: string): number | undefined {
  const known = serials.get(day)
  if (known !== undefined) return known
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return undefined
  const serial = Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569
  if (serials.size < 10_000) serials.set(day, serial)
  return serial
}

const serials = new Map<string, number>()

/** Those of figures by their digits, where the standard has none of its own: `#,##0.0`, `0.000%`. */
const formats: readonly (readonly [id: number, code: string])[] = [
  [164, 'yyyy\\-mm\\-dd'],
  ...[1, 3, 4, 5, 6].map((digits) => [170 + digits, `#,##0.${'0'.repeat(digits)}`] as const),
  ...[1, 3, 4, 5, 6].map((digits) => [180 + digits, `0.${'0'.repeat(digits)}%`] as const),
]
const ofNumbers = [3, 171, 4, 173, 174, 175, 176]
const ofPercents = [9, 181, 10, 183, 184, 185, 186]

const formatted = (format: number): string => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`

/** Head in bold on a tint; then the looks in the order of `styleOf`. */
const styles = [
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  `<numFmts count="${formats.length}">${formats.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('')}</numFmts>`,
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE2F0F0"/></patternFill></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="19">',
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
  ...[3, 164].map(formatted),
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
  ...[...ofNumbers, ...ofPercents].map(formatted),
  '</cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('')
