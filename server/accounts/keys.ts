import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits that nobody guesses, for cookies and links. */
export const newKey = (): string => randomBytes(32).toString('base64url')

/** What is stored of such a key. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** A name for something that must not be read from the database, or a proof that we wrote it. */
export const sealOf = (secret: string, ...parts: readonly string[]): string => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')

export function isSealed(seal: string, secret: string, ...parts: readonly string[]): boolean {
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(secret, ...parts))]
  return given.length === right.length && timingSafeEqual(given, right)
}
