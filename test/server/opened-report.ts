import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { unzip } from './unpacked'

type Opened = {
  readonly files: ReadonlyMap<string, string>
  readonly xml: string
  readonly text: string
  readonly rows: readonly (readonly string[])[]
}

/** A document without the program that wrote it: the archive by its directory, the text by its XML. */
export function openedDocx(bytes: Uint8Array): Opened {
  const files = unzip(Buffer.from(bytes))
  const xml = files.get('word/document.xml') ?? ''
  const wordsIn = (part: string): string =>
    decoded([...part.matchAll(/<w:t[ >][^<]*|<w:t>/g)].map(([run]) => run.replace(/^<w:t[^>]*>/, '')).join(''))
  const paragraphs = (part: string): readonly string[] => [...part.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([one]) => wordsIn(one))
  const tables = [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) => table).filter((table) => table.includes('<w:tblHeader/>'))
  const rows = tables.flatMap((table) =>
    [...table.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) =>
      [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => paragraphs(cell).join(' ')),
    ),
  )
  return { files, xml, text: paragraphs(xml).join('\n'), rows }
}

/** What stands in XML or HTML, as it is read. */
export const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')

type Tagged = { readonly role?: string; readonly alt?: string; readonly type?: string; readonly children?: readonly Tagged[] }

/** A PDF without the program that wrote it: what each sheet says, how it is tagged, and where its lowest letter stands, in points from the foot. */
export async function openedPdf(bytes: Uint8Array) {
  const file = await getDocument({ data: bytes, verbosity: 0 }).promise
  const { info } = await file.getMetadata()
  const [pages, tags, fonts, pictures]: [string[], Set<string>, Set<string>, string[]] = [[], new Set(), new Set(), []]
  let lowest = Infinity
  const walk = ({ role, alt, children = [] }: Tagged): void => {
    if (role !== undefined) tags.add(role)
    if (role === 'Figure' && alt !== undefined) pictures.push(alt)
    children.forEach(walk)
  }
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''))
    for (const item of items) if ('str' in item && item.str.trim() !== '') lowest = Math.min(lowest, Number(item.transform[5]))
    const tree: Tagged | null = await page.getStructTree()
    if (tree) walk(tree)
    await page.getOperatorList()
    for (const item of items)
      if ('fontName' in item && page.commonObjs.has(item.fontName)) fonts.add(page.commonObjs.get(item.fontName).name)
  }
  return { pages, text: pages.join('\n'), tags, fonts, pictures, lowest, info: Object(info) }
}

/** Lines break anywhere on paper. */
export const squeezed = (text: string): string => text.replace(/[\s\u00a0]+/g, '')
