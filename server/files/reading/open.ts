import { csvRows } from './csv-rows'
import { decoded, encodingOf } from './encoding'
import { kindOf, kindOfArchive, kindOfCompound, tellingBytes } from './kind'
import type { FileProblem } from '../../../client/text/imports'
import { sizeText } from '../../../client/text/numbers'
import type { FileRow } from './row'
import { type FileLimits, type NumberCells, workbookProblem, workbookRows } from './workbook-rows'

/** The two kinds of file that tables come in. */
export type TableKind = 'csv' | 'xlsx'

export type OpenedFile =
  | { readonly ok: true; readonly kind: TableKind; readonly pages: AsyncGenerator<readonly FileRow[]> }
  | { readonly ok: false; readonly problem: FileProblem }

/** Opens a file by what it is, whatever its name says: CSV in Unicode or a workbook; anything else is named. */
export async function openFile(source: AsyncIterable<Uint8Array>, limits: FileLimits, numbers?: NumberCells): Promise<OpenedFile> {
  const pieces = source[Symbol.asyncIterator]()
  const head = await gathered(pieces, tellingBytes)
  if (head.length === 0) return refused({ code: 'empty' })
  const kind = kindOf(head)
  if (kind === 'text') return openText(head, pieces, limits)
  const bytes = kind === 'zip' || kind === 'xls' ? await gathered(pieces, limits.bytes + 1, head) : head
  if (bytes.length > limits.bytes) return tooLarge(limits.bytes)
  if (kind === 'zip') return openArchive(bytes, limits, numbers)
  const named = kind === 'xls' ? kindOfCompound(bytes) : kind
  return named === 'text' || named === 'xlsx' ? refused({ code: 'damaged' }) : refused({ code: named })
}

function openText(head: Uint8Array, pieces: AsyncIterator<Uint8Array>, limits: FileLimits): OpenedFile {
  const encoding = encodingOf(head)
  if (typeof encoding !== 'string') return refused({ code: encoding.foreign === 'other' ? 'not-utf8' : encoding.foreign })
  return { ok: true, kind: 'csv', pages: bounded(csvRows(decoded(continued(head, pieces), encoding)), limits) }
}

function openArchive(bytes: Uint8Array, limits: FileLimits, numbers: NumberCells | undefined): OpenedFile {
  const kind = kindOfArchive(bytes)
  if (kind !== 'xlsx') return refused({ code: kind === 'text' ? 'zip' : kind })
  const problem = workbookProblem(bytes, limits)
  if (problem === 'too-large') return tooLarge(bytes.length > limits.bytes ? limits.bytes : limits.unpacked)
  return problem ? refused({ code: problem }) : { ok: true, kind: 'xlsx', pages: workbookRows(bytes, limits, numbers) }
}

const refused = (problem: FileProblem): OpenedFile => ({ ok: false, problem })
const tooLarge = (bytes: number): OpenedFile => refused({ code: 'too-large', allowed: sizeText(bytes) })

/** Bytes from a source until there are so many, after those that are there already. */
async function gathered(pieces: AsyncIterator<Uint8Array>, least: number, had: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
  const parts = [had]
  let length = had.length
  while (length < least) {
    const { done, value } = await pieces.next()
    if (done === true) break
    parts.push(value)
    length += value.length
  }
  return parts.length === 2 && had.length === 0 ? (parts[1] ?? had) : Buffer.concat(parts)
}

async function* continued(head: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value
  } finally {
    await pieces.return?.()
  }
}

/** Ends a text of more rows than are taken with a row that says so. */
async function* bounded(
  pages: AsyncGenerator<readonly FileRow[]>,
  { rows: most, columns }: FileLimits,
): AsyncGenerator<readonly FileRow[]> {
  let count = 0
  for await (const page of pages) {
    const room = most - count
    count += page.length
    const wide = page.findIndex(({ cells }) => cells !== undefined && cells.length > columns)
    if (wide < 0 && page.length <= room) {
      yield page
      continue
    }
    const last = wide < 0 || wide > room ? room : wide
    yield [
      ...page.slice(0, last),
      { line: page[last]?.line ?? count, cells: undefined, fault: last === wide ? 'too-many-columns' : 'too-many-rows' },
    ]
    return
  }
}

/** Bytes that are all there, as a source. */
export async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
