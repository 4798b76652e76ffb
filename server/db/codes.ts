import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { codeLetters, nameLength, readCode, type ReadCode, sealLength, written } from '../../surveys/fielding/codes'
import { secretNamed } from './secrets'
import type { Database } from './dialect'

/** The keys that seal codes, by the letter that names each in a code. */
export type CodeKeys = ReadonlyMap<string, string>

/** A code that this server made, and whether a display shows it at this time. */
export type KnownCode = { readonly link: string; readonly turn: 'now' | 'past' | undefined }

/** Reads the keys; the first was made with the tables. */
export async function codeKeys(database: Database): Promise<CodeKeys> {
  const rows = await database.db.selectFrom('secrets').selectAll().where('name', 'like', 'codes-_').orderBy('name').execute()
  return new Map(rows.map(({ name, value }) => [name.slice(keyName('').length), value]))
}

const keyName = (letter: string): string => `codes-${letter}`

/** Another key for what is made from now on; undefined when all letters are taken. Codes of the others stay good. */
export async function addCodeKey(database: Database): Promise<string | undefined> {
  const keys = await codeKeys(database)
  const letter = [...codeLetters].find((one) => !keys.has(one))
  if (letter !== undefined) await secretNamed(database, keyName(letter))
  return letter
}

/** A code under the newest key; `draw` gives an even whole number below its argument. */
export function newCode(keys: CodeKeys, draw: (below: number) => number = (below) => randomInt(below)): string {
  const [key, secret] = [...keys].at(-1) ?? noKey()
  const name = Array.from({ length: nameLength }, () => codeLetters[draw(codeLetters.length)]).join('')
  return written({ name, key, seal: letters(secret, sealLength, 'code', key, name) })
}

const noKey = (): never => {
  throw new Error('there is no key that seals codes')
}

/** What stands in an address, by its seal alone: nothing is looked up for what somebody made up. */
export function knownCode(keys: CodeKeys, code: string, now: number): KnownCode | undefined {
  const read = readCode(code)
  const secret = read && keys.get(read.key)
  if (!read || secret === undefined) return undefined
  if (!isSame(read.seal, letters(secret, sealLength, 'code', read.key, read.name))) return undefined
  return { link: read.link, turn: turnOf(secret, read, now) }
}

/** The code that a display shows, a few minutes long; one that is read from it is good in these and the next. */
export function turningCode(keys: CodeKeys, link: string, now: number): string {
  const read = readCode(link)
  const secret = (read && keys.get(read.key)) ?? noKey()
  return `${link}${letters(secret, sealLength, 'turn', link, turnAt(now))}`
}

export const turnMs = 3 * 60_000

const turnAt = (now: number): number => Math.floor(now / turnMs)

function turnOf(secret: string, { link, turn }: ReadCode, now: number): KnownCode['turn'] {
  if (turn === undefined) return undefined
  const at = turnAt(now)
  // All of them each time, so that how long it takes tells nothing.
  const shown = [at - 1, at, at + 1].filter((one) => isSame(turn, letters(secret, sealLength, 'turn', link, one)))
  return shown.length > 0 ? 'now' : 'past'
}

/** Says when a page was opened at a touchpoint, to the minute; it travels with the answers and is stored nowhere. */
export function visitSeal(keys: CodeKeys, touchpoint: string, now: number): string {
  const [key, secret] = [...keys].at(-1) ?? noKey()
  const minute = Math.floor(now / minuteMs)
  return `${key}${minute.toString(36)}-${letters(secret, visitLength, 'visit', touchpoint, minute)}`
}

/** When that was, in milliseconds since 1970; undefined for what this server never sealed. */
export function visitAt(keys: CodeKeys, touchpoint: string, visit: string, now: number): number | undefined {
  const [, key = '', minute = '', seal = ''] = /^(.)([0-9a-z]{1,9})-([0-9a-z]+)$/.exec(visit) ?? []
  const secret = keys.get(key)
  const at = Number.parseInt(minute, 36)
  if (secret === undefined || !isSame(seal, letters(secret, visitLength, 'visit', touchpoint, at))) return undefined
  return at * minuteMs > now ? undefined : at * minuteMs
}

const minuteMs = 60_000
/** 60 bits: it is never typed. */
const visitLength = 12

/** So many letters of five bits that nobody makes without the key. */
function letters(secret: string, length: number, ...parts: readonly (string | number)[]): string {
  const bytes = createHmac('sha256', secret).update(JSON.stringify(parts)).digest()
  return Array.from(bytes.subarray(0, length), (byte) => codeLetters.charAt(byte & 31)).join('')
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}
