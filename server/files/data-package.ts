import { createHash } from 'node:crypto'
import { csv } from './csv'
import type { Document, Encoder, Pack } from './document'
import { type Entry, zipped } from './zip'

/** A data package (Frictionless, profile `tabular-data-package`) as one archive: the table, what it means, how it came about, and sums over all. */
export const dataPackage: Encoder = {
  contentType: 'application/zip',
  extension: 'zip',
  write: (document) => {
    const { study } = document
    const pack = document.pack ?? (study && { ...study, resource: 'responses' as const, key: 'id' })
    if (!pack) throw new Error('a data package is made of responses one by one, or of figures that are released')
    return zipped(entries(document, pack))
  },
}

async function* entries(document: Document, pack: Pack): AsyncGenerator<Entry> {
  const { title } = document
  const sums = new Map<string, Sum>()
  const put = (path: string, pieces: AsyncIterable<Uint8Array>): Entry => ({
    path,
    parts: summed(pieces, (sum) => void sums.set(path, sum)),
  })
  const [data, codes] = [`data/${pack.name}.csv`, 'codebook.csv']
  yield put(data, csv.write(document))
  yield put(codes, csv.write({ title, sheets: [], table: pack.codebook }))
  if (pack.script !== '') yield put(`${pack.name}.R`, wholePiece(pack.script))
  for (const [name, text] of Object.entries(pack.texts)) yield put(name, wholePiece(text))
  yield put(
    'datapackage.json',
    wholePiece(described(title, pack, { path: data, sum: sums.get(data) }, { path: codes, sum: sums.get(codes) })),
  )
  yield { path: 'checksums.sha256', parts: wholePiece([...sums].map(([path, { hash }]) => `${hash}  ${path}\n`).join('')) }
}

type Sum = { readonly bytes: number; readonly hash: string }

/** The same pieces; once they are through it is known how many bytes they were, and their sum. */
async function* summed(pieces: AsyncIterable<Uint8Array>, note: (sum: Sum) => void): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
    yield piece
  }
  note({ bytes, hash: hash.digest('hex') })
}

/** A content that is all there. */
export async function* wholePiece(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content)
}

/** How many bytes a content is, and their sum. */
export const contentSum = (content: Uint8Array): Sum => ({
  bytes: content.length,
  hash: createHash('sha256').update(content).digest('hex'),
})

type Part = { readonly path: string; readonly sum: Sum | undefined }

/** A table of ours as a package describes it. */
export const tabularResource = ({ path, sum }: Part, name: string, schema: unknown) => ({
  name,
  path,
  profile: 'tabular-data-resource',
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', doubleQuote: true, header: true, lineTerminator: '\r\n' },
  ...(sum && { bytes: sum.bytes, hash: `sha256:${sum.hash}` }),
  schema,
})

/** The package as programs read it. */
function described(title: string, { name, resource, key, fields, codebook, script, texts }: Pack, data: Part, codes: Part): string {
  const codeFields = codebook.columns.map((column) => ({
    name: column,
    type: column === 'score' || column === 'value' ? 'number' : 'string',
  }))
  return `${JSON.stringify(
    {
      profile: 'tabular-data-package',
      name: name.toLowerCase().replace(/[^a-z0-9._-]/g, '-'),
      title,
      description: texts['README.md'] ?? '',
      resources: [
        tabularResource(data, resource, { fields, missingValues: [''], ...(key !== undefined && { primaryKey: key }) }),
        tabularResource(codes, 'codebook', { fields: codeFields, missingValues: [''] }),
      ],
      scripts: script === '' ? [] : [{ path: `${name}.R` }],
    },
    null,
    2,
  )}\n`
}
