import { createPublicKey, verify } from 'node:crypto'
import type { KioskRecord } from '../db/kiosks'

/** Bytes of an uncompressed point on P-256, as a browser exports it: 4, then x and y. */
const pointBytes = 65

/** Whether this is a public key that a device could have: a point on the curve. */
export const isPublicKey = (key: string): boolean => keyOf(key) !== undefined

function keyOf(publicKey: string) {
  const point = Buffer.from(publicKey, 'base64url')
  if (point.length !== pointBytes || point[0] !== 4) return undefined
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** Whether the device that is enrolled has signed exactly these bytes (ECDSA, P-256, SHA-256, in the form that browsers make). */
export function hasSigned({ public_key }: Pick<KioskRecord, 'public_key'>, bytes: Uint8Array, signature: string): boolean {
  const key = keyOf(public_key)
  return key !== undefined && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}
