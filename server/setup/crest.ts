import { PNG } from 'pngjs'

/** The largest crest that is taken. */
export const crestBytes = 256 * 1024
const crestPixels = 1024

export type CrestReading = { readonly ok: true; readonly png: Uint8Array } | { readonly ok: false; readonly code: 'too-large' | 'not-png' | 'too-wide' }

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
