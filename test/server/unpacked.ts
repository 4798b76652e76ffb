import { inflateRawSync } from 'node:zlib'

export type ReadCell = { readonly type: 'text' | 'number'; readonly value: string | number; readonly format: string }
export type ReadSheet = { readonly name: string; readonly rows: readonly (readonly (ReadCell | undefined)[])[]; readonly xml: string }

/** A workbook opened without the program that wrote it: the archive by its directory, the sheets by their XML. */
export function openWorkbook(bytes: Uint8Array): readonly ReadSheet[] {
  const files = unzip(Buffer.from(bytes))
  const part = (path: string): string => {
    const text = files.get(path)
    if (text === undefined) throw new Error(`the workbook has no ${path}`)
    return text
  }
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(([, id = '', target = '']) => [id, target]),
  )
  const formats = [
    ...part('xl/styles.xml')
      .replace(/.*<cellXfs/s, '')
      .replace(/<\/cellXfs>.*/s, '')
      .matchAll(/<xf numFmtId="(\d+)"/g),
  ].map(([, id = '']) => id)
  return [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"[^>]*r:id="([^"]+)"/g)].map(([, name = '', id = '']) => {
    const xml = part(`xl/${targets.get(id) ?? ''}`)
    return {
      name: decoded(name),
      xml,
      rows: [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, cells = '']) => cellsOf(cells, formats)),
    }
  })
}

/** The rows below the head, by its titles. */
export function recordsOf({ rows }: ReadSheet): readonly Readonly<Record<string, string | number | null>>[] {
  const [head = [], ...rest] = rows
  return rest.map((cells) => Object.fromEntries(head.map((title, column) => [title?.value ?? '', cells[column]?.value ?? null])))
}

function cellsOf(xml: string, formats: readonly string[]): readonly (ReadCell | undefined)[] {
  const cells: (ReadCell | undefined)[] = []
  for (const [, letters = '', attributes = '', content = ''] of xml.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
    const format = formats[Number(/ s="(\d+)"/.exec(attributes)?.[1] ?? 0)] ?? ''
    const text = /^<is><t[^>]*>(.*)<\/t><\/is>$/s.exec(content)?.[1]
    cells[columnOf(letters)] =
      text === undefined
        ? { type: 'number', value: Number(/^<v>(.*)<\/v>$/.exec(content)?.[1]), format }
        : { type: 'text', value: decoded(text), format }
  }
  return cells
}

const columnOf = (letters: string): number => letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

const decoded = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#13;/g, '\r')
    .replace(/&amp;/g, '&')
    .replace(/_x005F_/g, '_')

/** Every file of an archive, its checksums checked by inflating. */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    const [packed, size, name, extra, comment, start] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
      archive.readUInt32LE(at + 42),
    ]
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
    const content = inflateRawSync(archive.subarray(from, from + packed))
    if (content.length !== size) throw new Error(`${content.length} bytes instead of ${size}`)
    files.set(archive.toString('utf8', at + 46, at + 46 + name), content.toString('utf8'))
    at += 46 + name + extra + comment
  }
  return files
}
