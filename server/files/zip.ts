import type { Transform } from 'node:stream'
import { constants, crc32, createDeflateRaw } from 'node:zlib'

export type Entry = { readonly path: string; readonly parts: AsyncIterable<string | Uint8Array> }

/** A ZIP archive while its entries are made; sizes stand behind each entry, as they are unknown before. */
export async function* zipped(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const { path, parts } of entries) {
    const measure = { crc: 0, size: 0, packed: 0 }
    const head = record(0x04034b50, [u16(20), ...common(noMeasure), u16(Buffer.byteLength(path)), u16(0)], path)
    yield head
    for await (const piece of deflated(parts, measure)) yield piece
    if (Math.max(measure.size, measure.packed, offset) > most)
      throw new Error(`${path} does not fit an archive: ${measure.size} bytes, packed ${measure.packed}, at ${offset}`)
    yield record(0x08074b50, sizes(measure))
    directory.push(
      record(
        0x02014b50,
        [u16(20), u16(20), ...common(measure), u16(Buffer.byteLength(path)), ...[0, 0, 0, 0].map(u16), u32(0), u32(offset)],
        path,
      ),
    )
    offset += head.length + measure.packed + 16
  }
  yield* directory
  const bytes = directory.reduce((sum, { length }) => sum + length, 0)
  yield record(0x06054b50, [u16(0), u16(0), u16(directory.length), u16(directory.length), u32(bytes), u32(offset), u16(0)])
}

type Measure = { crc: number; size: number; packed: number }

const noMeasure: Measure = { crc: 0, size: 0, packed: 0 }
const most = 0xffff_ffff

/** The packing runs outside the main thread; the next part is asked for when there is room for it. */
async function* deflated(parts: Entry['parts'], measure: Measure): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 })
  feed(packer, parts, measure).catch((error: unknown) =>
    packer.destroy(error instanceof Error ? error : new Error('an entry could not be written', { cause: error })),
  )
  for await (const piece of packer) {
    const bytes: Buffer = piece
    measure.packed += bytes.length
    yield bytes
  }
}

const roomBytes = 256 * 1024

/** Every part passes through the same room, so that memory stays flat: it is free again when the part is packed. */
async function feed(packer: Transform, parts: Entry['parts'], measure: Measure): Promise<void> {
  const room = Buffer.allocUnsafeSlow(roomBytes)
  for await (const part of parts) {
    const bytes = typeof part !== 'string' ? part : part.length * 3 > roomBytes ? Buffer.from(part) : room.subarray(0, room.write(part))
    measure.crc = crc32(bytes, measure.crc)
    measure.size += bytes.length
    await new Promise<void>((resolve, reject) => packer.write(bytes, (error) => (error ? reject(error) : resolve())))
  }
  packer.end()
}

/** Sizes follow (bit 3), names are UTF-8 (bit 11), deflated, dated 1 January 1980, which means no date. */
const common = (measure: Measure): readonly Buffer[] => [u16(0x0808), u16(8), u16(0), u16(0x21), ...sizes(measure)]

const sizes = ({ crc, packed, size }: Measure): readonly Buffer[] => [u32(crc), u32(packed), u32(size)]

const record = (signature: number, fields: readonly Buffer[], name = ''): Buffer =>
  Buffer.concat([u32(signature), ...fields, Buffer.from(name)])

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
