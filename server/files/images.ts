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

/** The code as an image of so many pixels a side; modules are whole pixels, what is left over goes to the quiet zone. */
export function qrPng(modules: QrModules, size: number): Uint8Array<ArrayBuffer> {
  const scale = Math.max(1, Math.floor(size / modules.length))
  const side = Math.max(size, modules.length)
  const margin = Math.floor((side - scale * modules.length) / 2)
  const image = new PNG({ width: side, height: side, colorType: 0 })
  image.data.fill(255)
  modules.forEach((row, y) => row.forEach((isDark, x) => isDark && darken(image, margin + x * scale, margin + y * scale, scale)))
  return new Uint8Array(PNG.sync.write(image, { colorType: 0 }))
}

function darken({ data, width }: PNG, left: number, top: number, scale: number): void {
  for (let y = top; y < top + scale; y++)
    for (let x = left; x < left + scale; x++) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
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

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
