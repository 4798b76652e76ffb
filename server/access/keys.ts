import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits that nobody guesses, for cookies and links. */
export const newKey = (): string => randomBytes(32).toString('base64url')

/** What is stored of such a key. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** A name for something that must not be read from the database, or a proof that we wrote it. */
export const sealOf = (secret: string, ...parts: readonly string[]): string =>
  createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')

export function isSealed(seal: string, secret: string, ...parts: readonly string[]): boolean {
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(secret, ...parts))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** A session that nobody uses for so long has ended. */
export const idleMs = 30 * 60_000

/** No session lives longer, however much it is used. */
export const absoluteMs = 12 * 3_600_000

/** So long after the right password the second factor can be shown. */
export const halfMs = 5 * 60_000

/** Use is noted once in so long, so that reading pages does not write each time. */
export const noteEveryMs = 60_000

/** So long after somebody showed who they are, they do what cannot be undone without showing it again. */
export const provedMs = 10 * 60_000

/** Milliseconds after coming in by the provider in which who has nothing to type here adds or removes a way in. */
export const cameInMs = 3 * 60_000

/** So long somebody looks at the office as somebody else. */
export const seeingMs = 15 * 60_000

/** A link to choose a password is for the days in which somebody hands it over. */
export const linkMs = 3 * 24 * 3_600_000

type Times = { readonly startedAt: string; readonly seenAt: string }

/** Whether a session lives by both rules. */
export const isAlive = ({ startedAt, seenAt }: Times, now: number): boolean =>
  now - Date.parse(seenAt) < idleMs && now - Date.parse(startedAt) < absoluteMs
