import { onePage, type Document } from '../document'
import { escapedXml } from './cells'
import { declaration, type Limits, spreadsheetLimits, worksheets } from './sheet'
import { styles } from './styles'
import { type Entry, zipped } from './zip'

/** The bytes of a workbook, sheet by sheet while their rows are read; nothing but the names of the sheets is kept. */
export const workbook = (document: Pick<Document, 'title' | 'sheets'>, limits: Limits = spreadsheetLimits): AsyncGenerator<Uint8Array> => zipped(entries(document, limits))

async function* entries({ title, sheets }: Pick<Document, 'title' | 'sheets'>, limits: Limits): AsyncGenerator<Entry> {
  const names: string[] = []
  for (const sheet of sheets)
    for await (const { name, parts } of worksheets(sheet, limits)) {
      names.push(name)
      yield { path: `xl/worksheets/sheet${names.length}.xml`, parts }
    }
  const rest = {
    'xl/styles.xml': styles,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${names.map((name, index) => `<sheet name="${escapedXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([...names.map((_, index) => [`${relation}/worksheet`, `worksheets/sheet${index + 1}.xml`] as const), [`${relation}/styles`, 'styles.xml']]),
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="${packaging}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapedXml(title)}</dc:title></cp:coreProperties>`,
    '_rels/.rels': relations([[`${relation}/officeDocument`, 'xl/workbook.xml'], [`${packaging}/relationships/metadata/core-properties`, 'docProps/core.xml']]),
    '[Content_Types].xml': contentTypes(names.length),
  }
  for (const [path, xml] of Object.entries(rest)) yield { path, parts: onePageOf(`${declaration}${xml}`) }
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaging = 'http://schemas.openxmlformats.org/package/2006'
const kind = 'application/vnd.openxmlformats'

async function* onePageOf(text: string): AsyncGenerator<string> {
  for await (const page of onePage([text])) yield* page
}

const relations = (targets: readonly (readonly [string, string])[]): string =>
  `<Relationships xmlns="${packaging}/relationships">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`

function contentTypes(sheets: number): string {
  const parts = [
    ['/xl/workbook.xml', `${kind}-officedocument.spreadsheetml.sheet.main+xml`],
    ['/xl/styles.xml', `${kind}-officedocument.spreadsheetml.styles+xml`],
    ['/docProps/core.xml', `${kind}-package.core-properties+xml`],
    ...Array.from({ length: sheets }, (_, index) => [`/xl/worksheets/sheet${index + 1}.xml`, `${kind}-officedocument.spreadsheetml.worksheet+xml`]),
  ]
  return `<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="${kind}-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join('')}</Types>`
}
