import { fromBase64url, toBase64url } from '../../surveys/answers/sealed'
import type { EnrolledKiosk } from '../outbox/store'

/** Times that a try is made costly: a code has few digits. */
const iterations = 300_000

export const isStaffCode = (typed: string): boolean => /^\d{6,20}$/.test(typed)

/** A code as a device keeps it. */
export async function hiddenCode(code: string): Promise<EnrolledKiosk['staff']> {
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(16)))
  return { salt, hash: await stretched(code, salt) }
}

export const fitsCode = async ({ salt, hash }: EnrolledKiosk['staff'], typed: string): Promise<boolean> =>
  (await stretched(typed, salt)) === hash

async function stretched(code: string, salt: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(code), 'PBKDF2', false, ['deriveBits'])
  const way = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64url(salt) ?? new Uint8Array(), iterations }
  return toBase64url(new Uint8Array(await crypto.subtle.deriveBits(way, key, 256)))
}
