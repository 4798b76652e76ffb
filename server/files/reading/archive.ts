import { crc32, inflateRawSync } from 'node:zlib'

/** A file of an archive by its directory; its size is unknown where the directory cannot be trusted. */
export type ArchiveEntry = {
  readonly name: string
  readonly size: number | undefined
  readonly at: number
  readonly packed: number
  readonly method: number
  readonly sum: number
}

/** The directory of a ZIP archive; undefined when there is none that can be read. */
export function directoryOf(archive: Uint8Array): readonly ArchiveEntry[] | undefined {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = endOfDirectory(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === unsaid16 || at === unsaid32) return undefined
  const entries: ArchiveEntry[] = []
  for (let entry = 0; entry < count; entry += 1) {
    if (at + directoryHead > archive.length || view.getUint32(at, true) !== directorySignature) return undefined
    const length = view.getUint16(at + 28, true)
    const name = Buffer.from(
      archive.buffer,
      archive.byteOffset + at + directoryHead,
      Math.min(length, archive.length - at - directoryHead),
    ).toString('utf8')
    entries.push({
      name,
      size: sizeOf(view, at),
      at: view.getUint32(at + 42, true),
      packed: view.getUint32(at + 20, true),
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
    })
    at += directoryHead + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Bytes that all parts of an archive unpack to, by its directory; undefined where that cannot be trusted. */
export function unpackedSize(archive: Uint8Array): number | undefined {
  let sum = 0
  for (const { size } of directoryOf(archive) ?? [{ size: undefined }]) {
    if (size === undefined) return undefined
    sum += size
  }
  return sum
}

/** Whether every part unpacks to the bytes that the directory promises; a file cut off or damaged on its way does not. */
export const isWhole = (archive: Uint8Array): boolean => {
  const entries = directoryOf(archive)
  return entries !== undefined && entries.every((entry) => isWholeEntry(archive, entry))
}

/** The bytes of one part of an archive that is whole; undefined where it has no such part, or a larger one. */
export function archivedPart(archive: Uint8Array, name: string, most: number): Uint8Array | undefined {
  const entry = directoryOf(archive)?.find((one) => one.name === name)
  if (entry?.size === undefined || entry.size > most || !isWholeEntry(archive, entry)) return undefined
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const start = entry.at + localHead + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  const bytes = archive.subarray(start, start + entry.packed)
  return entry.method === stored ? bytes : inflateRawSync(bytes, { maxOutputLength: Math.max(1, entry.size) })
}

function isWholeEntry(archive: Uint8Array, { at, packed, size, method, sum }: ArchiveEntry): boolean {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  if (size === undefined || at + localHead > archive.length || view.getUint32(at, true) !== localSignature) return false
  const start = at + localHead + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  const bytes = archive.subarray(start, start + packed)
  try {
    return crc32(method === stored || size === 0 ? bytes.subarray(0, size) : inflateRawSync(bytes, { maxOutputLength: size })) === sum
  } catch {
    return false
  }
}

const stored = 0
const localHead = 30
const localSignature = 0x04034b50
const directorySignature = 0x02014b50
const endSignature = 0x06054b50
const directoryHead = 46
const endLength = 22
const unsaid16 = 0xffff
const unsaid32 = 0xffff_ffff

/** The last one, as the reader finds it. */
function endOfDirectory(view: DataView): number | undefined {
  for (let at = view.byteLength - endLength; at >= Math.max(0, view.byteLength - endLength - unsaid16); at -= 1)
    if (view.getUint32(at, true) === endSignature) return at
  return undefined
}

/** The reader unpacks no part beyond the size said here, but any part whose size is not said. */
function sizeOf(view: DataView, at: number): number | undefined {
  const packed = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const saysLater = (view.getUint16(at + 8, true) & 8) !== 0
  const unsaid = packed === unsaid32 || size === unsaid32 || (size === 0 && packed > 2) || (packed === 0 && (saysLater || size > 0))
  return unsaid ? undefined : Math.max(size, packed)
}
