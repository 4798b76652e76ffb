import { createHmac } from 'node:crypto'

/** The code that a phone shows at that time, as RFC 6238 says it: HMAC-SHA-1, 6 digits, 30 seconds. */
export function appCode(secret: string, time: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const place = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Base 32 as apps are given it (RFC 4648). */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The key that the page of an offer shows in groups, and the seal that its form carries. */
export function offerIn(html: string): { readonly secret: string; readonly seal: string } {
  const groups = /<p class="secret"><code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? ''
  return { secret: groups.replaceAll(' ', ''), seal: /name="seal" value="([^"]+)"/.exec(html)?.[1] ?? '' }
}

/** The recovery codes that a page shows. */
export const codesIn = (html: string): readonly string[] => html.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g)?.slice(0, 10) ?? []
