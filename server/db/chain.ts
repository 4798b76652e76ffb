import { createHash } from 'node:crypto'
import type { EventRow } from './tables'

/** An entry of the log as it is hashed: every column but the hash itself. */
type Entry = Omit<EventRow, 'hash'>

/** What the first entry follows. */
export const beginning = '0'.repeat(64)

/**
 * What chains an entry to the one before it: SHA-256 (FIPS 180-4), in hex, of the entry and the hash before it in the one spelling of
 * RFC 8785. Whoever has an export can compute it with any tool.
 */
export const entryHash = (before: string, entry: Entry): string =>
  createHash('sha256')
    .update(oneSpelling({ ...entry, before }))
    .digest('hex')

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * JSON in the one spelling of RFC 8785. Unlike the spelling that pins questionnaires it composes no letters: here a text
 * that only looks the same is another one.
 */
export function oneSpelling(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(oneSpelling).join(',')}]`
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${oneSpelling(field)}`).join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** How far a log was read, and the hash of the last entry that holds. */
export type Mark = { readonly seq: number; readonly hash: string }

export const beforeAll: Mark = { seq: 0, hash: beginning }

/**
 * The first thing that is wrong with a log, by the number of its entry. `changed`: its content is not what was written, or does not follow
 * the entry before it; `missing`: the number is skipped; `added`: it stands where no number was given; `cut`: more was written than is there;
 * `unlike`: it is not the entry that was known under this number elsewhere.
 */
export type LogFault = { readonly seq: number; readonly code: 'changed' | 'missing' | 'added' | 'cut' | 'unlike' }

export type Followed = { readonly ok: true; readonly mark: Mark } | { readonly ok: false; readonly fault: LogFault }

/** Goes on from an entry to the next one, or says what is wrong there. */
export function followed(last: Mark, { hash, ...entry }: EventRow): Followed {
  const seq = last.seq + 1
  if (entry.seq > seq) return { ok: false, fault: { seq, code: 'missing' } }
  if (entry.seq < seq) return { ok: false, fault: { seq: entry.seq, code: 'added' } }
  return entryHash(last.hash, entry) === hash ? { ok: true, mark: { seq, hash } } : { ok: false, fault: { seq, code: 'changed' } }
}
