import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeLetters } from '../../surveys/fielding/codes'
import { codeKeys, type CodeKeys, knownCode, newCode, turningCode, turnMs, visitAt, visitSeal } from '../../server/db/codes'
import { findTouchpoint, makeTouchpoint, renewCode } from '../../server/db/touchpoints'
import { seeded } from '../surveys/random'
import { fielded, post, response } from './fielded'
import { isLongRun, oneEngine, startServer, type TestServer } from './harness'

const now = Date.UTC(2026, 10, 29, 3)
const keys: CodeKeys = new Map([
  ['0', 'the first key'],
  ['1', 'the second key'],
])
const random = seeded(39)
const draw = (below: number): number => Math.floor(random() * below)
const letter = (): string => codeLetters.charAt(draw(codeLetters.length))
const drawn = (under: CodeKeys = keys): string => newCode(under, draw)
const many = <T>(make: () => T): readonly T[] => Array.from({ length: 10_000 }, make)

/** What somebody makes of a code who has none of the keys. */
const forgeries: Readonly<Record<string, () => string>> = {
  forged: () => Array.from({ length: 12 }, letter).join(''),
  cut: () => drawn().slice(0, 1 + draw(11)),
  'with a letter more': () => `${drawn()}${letter()}`,
  'with another letter': () => {
    const [code, at] = [drawn(), draw(12)]
    const other = [...codeLetters].filter((one) => one !== code.charAt(at))[draw(31)] ?? ''
    return `${code.slice(0, at)}${other}${code.slice(at + 1)}`
  },
  'of another installation': () => drawn(new Map([['0', 'a key of others']])),
  'of two others': () => `${drawn().slice(0, 6)}${drawn().slice(6)}`,
}

describe('a code without the key', () => {
  it.each(Object.entries(forgeries))('is none when it is %s, ten thousand times', (_, make) => {
    // Drawn from a fixed seed: by true chance one run in three thousand makes two others of one name, whose halves are each other's.
    expect(many(make).filter((code) => knownCode(keys, code, now))).toEqual([])
  })

  it('is one with it, under the newest key and under those before', () => {
    expect(many(() => newCode(keys)).every((code) => knownCode(keys, code, now)?.link === code && code.charAt(5) === '1')).toBe(true)
    const before = newCode(new Map([['0', 'the first key']]))
    expect(knownCode(keys, before, now)).toEqual({ link: before, turn: undefined })
    expect(knownCode(new Map([['1', 'the second key']]), before, now)).toBeUndefined()
  })
})

describe('the code that a display shows', () => {
  const link = newCode(keys)

  it('is good in its minutes and in those beside, and never again', () => {
    const shown = turningCode(keys, link, now)
    const turn = (at: number) => knownCode(keys, shown, at)?.turn
    expect([-2, -1, 0, 1, 2, 20].map((turns) => turn(now + turns * turnMs))).toEqual(['past', 'now', 'now', 'now', 'past', 'past'])
  })

  it('is the code of no other touchpoint, and of no other day', () => {
    const other = turningCode(keys, newCode(keys), now)
    expect(knownCode(keys, `${link}${other.slice(12)}`, now)?.turn).toBe('past')
    expect(knownCode(keys, turningCode(keys, link, now + 86_400_000), now)?.turn).toBe('past')
  })
})

describe('what says when a page was opened', () => {
  it('is believed as it was sealed alone', () => {
    const visit = visitSeal(keys, 'q1', now)
    expect(visitAt(keys, 'q1', visit, now + 5_000)).toBe(now)
    expect(visitAt(keys, 'q2', visit, now)).toBeUndefined()
    expect(visitAt(keys, 'q1', visit, now - 60_000)).toBeUndefined()
    expect(
      visitAt(keys, 'q1', visitSeal(keys, 'q1', now - 3_600_000).replace(/^(.)[^-]*/, `$1${Math.floor(now / 60_000).toString(36)}`), now),
    ).toBeUndefined()
    for (const made of ['', 'x', '0abc-', '1zzzzzzzzz-000000000000', `${visit}0`]) expect(visitAt(keys, 'q1', made, now)).toBeUndefined()
  })
})

describe.each(oneEngine)('a touchpoint by its code on %s', (engine) => {
  let server: TestServer
  let code: string
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database, { touchpoints: [] })
    const planned = { code: undefined, kind: 'qr', label: { vi: 'Quầy 1' }, agencies: ['A1'] } as const
    code = (await makeTouchpoint(server.database, 'c1', planned, '')) ?? ''
  })
  afterAll(() => server.close())
  const page = (path: string) => fetch(`${server.url}/s/${path}`, { headers: { Accept: 'text/html' } })
  /** Codes that a touchpoint had before. */
  const retiredCodes = async (count: number): Promise<readonly string[]> => {
    const planned = { code: undefined, kind: 'qr', label: { vi: 'Quầy 2' }, agencies: ['A1'] } as const
    const own = (await makeTouchpoint(server.database, 'c1', planned, '')) ?? ''
    const codes: string[] = []
    while (codes.length < count) {
      const touchpoint = await findTouchpoint(server.database, own)
      if (!touchpoint) throw new Error(own)
      codes.push(touchpoint.door.link)
      await renewCode(server.database, touchpoint, '2026-01-01T00:00:00.000Z')
    }
    return codes
  }

  it('opens in whatever way it was typed from the poster, and takes an answer', async () => {
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/)
    for (const typed of [
      code,
      code.toUpperCase(),
      `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`,
      `${code.slice(0, 6)}%20${code.slice(6)}.`,
    ]) {
      const reply = await page(typed)
      expect([reply.status, new URL(reply.url).pathname]).toEqual([200, `/s/${code}`])
    }
    const sent = await post(server.url, response(undefined, { touchpoint: code }))
    expect(sent.status).toBe(201)
  })

  it('answers what was made up or taken back alike, many of each kind, and looks nothing up for it', async () => {
    const keysHere = await codeKeys(server.database)
    const ofEach = isLongRun ? 100 : 15
    const retired = await retiredCodes(ofEach)
    const made = [
      'none',
      'q1',
      ...Object.values(forgeries).flatMap((make) => Array.from({ length: ofEach }, make)),
      newCode(keysHere),
      ...retired,
    ]
    const pages = await Promise.all(
      made.map(async (one) => {
        const reply = await page(one)
        return [reply.status, await reply.text()]
      }),
    )
    expect(new Set(pages.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(pages[0]?.[0]).toBe(404)
    const sent = await Promise.all(made.map(async (one) => post(server.url, response(undefined, { touchpoint: one }))))
    const told = await Promise.all(sent.map(async (reply) => [reply.status, await reply.text()].join(' ')))
    expect(new Set(told).size).toBe(1)
    expect(told[0]).toContain('422')
  })
})
