import { sentPicture } from '../../../surveys/designing/pictures'

/** What a picture is, read from its bytes: what its name or its sender says of it counts for nothing. */
export type PictureFormat = {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
  /** Whether anything stands in it besides what is drawn, such as where and with what it was taken. */
  readonly tells: boolean
}

/** Why a picture is refused. */
export type PictureProblem = 'picture_too_large' | 'picture_too_many_pixels' | 'picture_unreadable' | 'picture_moving' | 'picture_and_more'

export type PictureReading =
  { readonly ok: true; readonly picture: PictureFormat } | { readonly ok: false; readonly problem: PictureProblem }

/** Reads how a picture is built, PNG, JPEG or WebP, from its first byte to its last, and unpacks nothing. */
export function readPicture(bytes: Uint8Array): PictureReading {
  if (bytes.length > sentPicture.bytes) return { ok: false, problem: 'picture_too_large' }
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = png(data) ?? jpeg(data) ?? webp(data) ?? 'picture_unreadable'
  if (typeof read === 'string') return { ok: false, problem: read }
  const { width, height } = read
  if (width === 0 || height === 0) return { ok: false, problem: 'picture_unreadable' }
  const isTooLarge = Math.max(width, height) > sentPicture.side || width * height > sentPicture.pixels
  return isTooLarge ? { ok: false, problem: 'picture_too_many_pixels' } : { ok: true, picture: read }
}

/** What a reader of one format found; undefined: it is another format. */
type Found = PictureFormat | PictureProblem | undefined

/** Chunks of a PNG (W3C PNG, third edition) that draw, and those that say how bright or how large it is drawn. */
const drawing: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'sBIT', 'sRGB', 'gAMA', 'cHRM', 'pHYs'])

function png(data: Buffer): Found {
  if (!isPng(data)) return undefined
  const kinds: string[] = []
  let end = 8
  for (const chunk of chunksOf(data)) {
    if (chunk.kind === 'acTL') return 'picture_moving'
    kinds.push(chunk.kind)
    end = chunk.end
  }
  if (kinds[0] !== 'IHDR' || !kinds.includes('IDAT') || kinds.at(-1) !== 'IEND' || end > data.length) return 'picture_unreadable'
  if (end < data.length) return 'picture_and_more'
  const tells = kinds.some((kind) => !drawing.has(kind))
  return { type: 'image/png', width: data.readUInt32BE(16), height: data.readUInt32BE(20), tells }
}

const isPng = (data: Buffer): boolean => data.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n'

type Chunk = { readonly kind: string; readonly value: Buffer; readonly end: number }

/** The chunks of a PNG up to the one that ends it. */
function* chunksOf(data: Buffer): Generator<Chunk> {
  let [at, kind] = [8, '']
  while (at + 12 <= data.length && kind !== 'IEND') {
    const begin = at + 8
    kind = data.toString('latin1', at + 4, begin)
    at = begin + data.readUInt32BE(at) + 4
    yield { kind, value: data.subarray(begin, at - 4), end: at }
  }
}

/** The packed pixels of a PNG; undefined where it is another format. */
export function pixelsOf(bytes: Uint8Array): Buffer | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!isPng(data)) return undefined
  return Buffer.concat([...chunksOf(data)].flatMap(({ kind, value }) => (kind === 'IDAT' ? [value] : [])))
}

/** Marks of JPEG (ITU-T T.81): those of a frame say how large it is, those of an application and remarks draw nothing. */
const marks = { start: 0xd8, end: 0xd9, scan: 0xda, application: 0xe0, adobe: 0xee, remark: 0xfe } as const
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])
/** Scans that one picture is drawn in; a camera makes one, a progressive picture about ten. */
const mostScans = 24

function jpeg(data: Buffer): Found {
  if (data[0] !== 0xff || data[1] !== marks.start || data[2] !== 0xff) return undefined
  let [at, width, height, scans, tells] = [2, 0, 0, 0, false]
  while (at + 4 <= data.length && data[at] === 0xff) {
    const mark = data[at + 1] ?? 0
    // A mark may have any number of such bytes before it.
    if (mark === 0xff) {
      at += 1
      continue
    }
    if (mark === marks.end) break
    if (frames.has(mark) && at + 9 <= data.length) [height, width] = [data.readUInt16BE(at + 5), data.readUInt16BE(at + 7)]
    if (isTelling(data, at, mark)) tells = true
    at += 2 + data.readUInt16BE(at + 2)
    if (mark !== marks.scan) continue
    scans += 1
    at = endOfScan(data, at)
  }
  if (data[at] !== 0xff || data[at + 1] !== marks.end || scans === 0 || scans > mostScans) return 'picture_unreadable'
  return at + 2 < data.length ? 'picture_and_more' : { type: 'image/jpeg', width, height, tells }
}

/** JFIF, the profile of its colours and what Adobe says of them are needed to draw it. */
function isTelling(data: Buffer, at: number, mark: number): boolean {
  if (mark === marks.remark) return true
  if (mark < marks.application || mark > marks.application + 15 || mark === marks.adobe) return false
  return !/^(?:JFIF\0|ICC_PROFILE\0)/.test(data.toString('latin1', at + 4, at + 16))
}

/** Where the next mark stands behind what a scan draws: bytes of 255 in it are followed by 0, or by a place to begin anew. */
function endOfScan(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return data.length
}

/** WebP (RFC 9649): chunks in a RIFF, of which the extended head says that it moves and what it tells. */
function webp(data: Buffer): Found {
  if (data.toString('latin1', 0, 4) !== 'RIFF' || data.toString('latin1', 8, 12) !== 'WEBP' || data.length < 30) return undefined
  const end = 8 + data.readUInt32LE(4)
  if (end > data.length) return 'picture_unreadable'
  if (end < data.length) return 'picture_and_more'
  let [at, width, height] = [12, 0, 0]
  const kinds: string[] = []
  while (at + 8 <= end) {
    const kind = data.toString('latin1', at, at + 4)
    kinds.push(kind)
    if (kind === 'ANIM' || kind === 'ANMF') return 'picture_moving'
    const [begin, length] = [at + 8, data.readUInt32LE(at + 4)]
    const size = begin + 10 <= end ? sizeIn(data, kind, begin) : undefined
    if (size) [width, height] = [Math.max(width, size.width), Math.max(height, size.height)]
    at = begin + length + (length % 2)
  }
  if (at !== end || !kinds.some((kind) => kind === 'VP8 ' || kind === 'VP8L')) return 'picture_unreadable'
  return { type: 'image/webp', width, height, tells: kinds.some((kind) => !['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'].includes(kind)) }
}

function sizeIn(data: Buffer, kind: string, at: number): { readonly width: number; readonly height: number } | undefined {
  if (kind === 'VP8X') return { width: 1 + data.readUIntLE(at + 4, 3), height: 1 + data.readUIntLE(at + 7, 3) }
  if (kind === 'VP8 ') return { width: data.readUInt16LE(at + 6) & 0x3fff, height: data.readUInt16LE(at + 8) & 0x3fff }
  if (kind !== 'VP8L') return undefined
  const bits = data.readUInt32LE(at + 1)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
}
