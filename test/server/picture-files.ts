import { createCanvas } from '@napi-rs/canvas'
import { crc32, deflateSync } from 'node:zlib'

type PictureLook = { readonly width?: number; readonly height?: number; readonly hue?: number }

/** A picture of its own colour, as a camera or a drawing program writes it. */
export function pictureOf(
  type: 'png' | 'jpeg' | 'webp',
  { width = 640, height = 480, hue = 200 }: PictureLook = {},
): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  for (let at = 0; at < 40; at += 1) {
    pen.fillStyle = `hsl(${hue + at} 60% ${30 + at}%)`
    pen.fillRect((at * width) / 40, (at * height) / 80, width / 20, height)
  }
  if (type === 'png') return new Uint8Array(canvas.toBuffer('image/png'))
  return new Uint8Array(type === 'jpeg' ? canvas.toBuffer('image/jpeg') : canvas.toBuffer('image/webp'))
}

/** The picture with chunks of a PNG before its pixels. */
export function withChunks(png: Uint8Array, ...chunks: readonly (readonly [kind: string, data: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), ...chunks.map(([kind, data]) => chunkOf(kind, data)), png.subarray(33)]))
}

/** A PNG that says that it is so large, and packs what is given as its pixels. */
export function pngOf(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return new Uint8Array(
    Buffer.concat([signature, chunkOf('IHDR', head), chunkOf('IDAT', deflateSync(pixels)), chunkOf('IEND', new Uint8Array())]),
  )
}

/** The JPEG with a segment behind its first mark, such as where it was taken. */
export function withSegment(jpeg: Uint8Array, mark: number, text: string): Uint8Array<ArrayBuffer> {
  const body = Buffer.from(text, 'latin1')
  const head = Buffer.from([0xff, mark, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]))
}

/** A WebP of so many frames that are none. */
export function movingWebp(frames: number): Uint8Array<ArrayBuffer> {
  const riff = (kind: string, body: Uint8Array): Buffer => {
    const head = Buffer.alloc(8)
    head.write(kind, 'latin1')
    head.writeUInt32LE(body.length, 4)
    return Buffer.concat([head, body])
  }
  const extended = Buffer.from([2, 0, 0, 0, 99, 0, 0, 99, 0, 0])
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riff('VP8X', extended),
    riff('ANIM', Buffer.alloc(6)),
    ...Array.from({ length: frames }, () => riff('ANMF', Buffer.alloc(24))),
  ])
  return new Uint8Array(riff('RIFF', body))
}

function chunkOf(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
