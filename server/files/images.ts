import { crc32, deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { encode } from 'uqr'

/** Modules of a QR code, true for dark, with the quiet zone of four light ones around it. */
export type QrModules = readonly (readonly boolean[])[]

/** A code of error correction Q: a quarter of it may be torn, stained or covered. */
export const qrModules = (text: string): QrModules => encode(text, { ecc: 'Q', boostEcc: false, border: 4 }).data

/** The dark modules as one path in module units, a run of them at a time. */
export function qrPath(modules: QrModules): string {
  const runs: string[] = []
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const first = x
      while (row[x] === true) x++
      if (x > first) runs.push(`M${first} ${y}h${x - first}v1h-${x - first}z`)
    }
  })
  return runs.join('')
}

/** The code as a file that scales to any size. */
export function qrSvg(modules: QrModules): string {
  const size = modules.length
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 10}" height="${size * 10}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${qrPath(modules)}"/></svg>`
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** The code as an image of so many pixels a side; modules are whole pixels, what is left over goes to the quiet zone. */
export function qrPng(modules: QrModules, size: number): Uint8Array<ArrayBuffer> {
  const scale = Math.max(1, Math.floor(size / modules.length))
  const side = Math.max(size, modules.length)
  const margin = Math.floor((side - scale * modules.length) / 2)
  const rowBytes = 1 + Math.ceil(side / 8)
  const pixels = Buffer.alloc(side * rowBytes, 0xff)
  for (let y = 0; y < side; y++) pixels[y * rowBytes] = 0
  modules.forEach((row, y) => {
    const line = lineOf(row, margin, scale, rowBytes)
    for (let copy = 0; copy < scale; copy++) line.copy(pixels, (margin + y * scale + copy) * rowBytes)
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([bitDepth, grey], 8)
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(signature),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(pixels, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

/** A PNG of one bit a pixel (W3C PNG, third edition): what a library makes of four bytes a pixel takes a second for a banner. */
const [bitDepth, grey] = [1, 0]

/** One row of pixels, light being 1, behind the byte that says it is not filtered. */
function lineOf(row: readonly boolean[], margin: number, scale: number, rowBytes: number): Buffer {
  const line = Buffer.alloc(rowBytes, 0xff)
  line[0] = 0
  row.forEach((isDark, module) => {
    if (!isDark) return
    for (let x = margin + module * scale; x < margin + (module + 1) * scale; x++)
      line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) & ~(0x80 >> (x & 7))
  })
  return line
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** The largest crest that is taken. */
export const crestBytes = 256 * 1024
const crestPixels = 1024

export type CrestReading =
  { readonly ok: true; readonly png: Uint8Array } | { readonly ok: false; readonly code: 'too-large' | 'not-png' | 'too-wide' }

/** Takes an image that is a PNG to the last chunk, and writes it anew, so that nothing but its pixels is kept. */
export function readCrest(bytes: Uint8Array): CrestReading {
  if (bytes.length > crestBytes) return { ok: false, code: 'too-large' }
  if (bytes.length < 33 || !signature.every((byte, index) => bytes[index] === byte)) return { ok: false, code: 'not-png' }
  const head = new DataView(bytes.buffer, bytes.byteOffset)
  const [width, height] = [head.getUint32(16), head.getUint32(20)]
  if (width > crestPixels || height > crestPixels) return { ok: false, code: 'too-wide' }
  try {
    return { ok: true, png: PNG.sync.write(PNG.sync.read(Buffer.from(bytes))) }
  } catch {
    return { ok: false, code: 'not-png' }
  }
}
