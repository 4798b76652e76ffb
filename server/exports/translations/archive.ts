/** Bytes that all parts of an archive unpack to, by its directory; undefined where the directory cannot be trusted. */
export function unpackedSize(archive: Uint8Array): number | undefined {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = endOfDirectory(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let sum = 0
  if (count === unsaid16 || at === unsaid32) return undefined
  for (let entry = 0; entry < count; entry += 1) {
    const size = at + directoryHead <= archive.length && view.getUint32(at, true) === directorySignature ? sizeOf(view, at) : undefined
    if (size === undefined) return undefined
    sum += size
    at += directoryHead + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return sum
}

const directorySignature = 0x02014b50
const endSignature = 0x06054b50
const directoryHead = 46
const endLength = 22
const unsaid16 = 0xffff
const unsaid32 = 0xffff_ffff

/** The last one, as the reader finds it. */
function endOfDirectory(view: DataView): number | undefined {
  for (let at = view.byteLength - endLength; at >= Math.max(0, view.byteLength - endLength - unsaid16); at -= 1) if (view.getUint32(at, true) === endSignature) return at
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
