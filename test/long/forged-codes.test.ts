import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeLetters } from '../../surveys/fielding/codes'
import { codeKeys, type CodeKeys, newCode } from '../../server/db/codes'
import { findTouchpoint, makeTouchpoint, renewCode } from '../../server/db/touchpoints'
import { fielded, post, response } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { seeded } from '../surveys/random'

const times = 10_000
const atOnce = 40

describe('ten thousand codes of each kind that open nothing', () => {
  let server: TestServer
  let keys: CodeKeys
  let real: string
  const random = seeded(1329)
  const letter = (): string => codeLetters.charAt(Math.floor(random() * codeLetters.length))
  const at = (length: number): number => Math.floor(random() * length)
  const answers = new Set<string>()

  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database, { touchpoints: [] })
    real =
      (await makeTouchpoint(server.database, 'c1', { code: undefined, kind: 'qr', label: { vi: 'Quầy 1' }, agencies: ['A1'] }, '')) ?? ''
    keys = await codeKeys(server.database)
  })
  afterAll(() => server.close())

  const page = async (code: string): Promise<string> => {
    const reply = await fetch(`${server.url}/s/${code}`, { headers: { Accept: 'text/html' } })
    return `GET ${reply.status} ${await reply.text()}`
  }
  const sent = async (code: string): Promise<string> => {
    const reply = await post(server.url, response(undefined, { touchpoint: code }))
    return `POST ${reply.status} ${await reply.text()}`
  }

  /** Comes by each of them and sends an answer to it, so many at once. */
  async function tried(codes: readonly string[]): Promise<void> {
    for (let from = 0; from < codes.length; from += atOnce)
      for (const told of await Promise.all(codes.slice(from, from + atOnce).flatMap((code) => [page(code), sent(code)]))) answers.add(told)
  }

  it.each<readonly [string, () => string]>([
    ['forged', () => Array.from({ length: 12 }, letter).join('')],
    ['cut', () => real.slice(0, 1 + at(11))],
    [
      'with a bit flipped',
      () => {
        const place = at(12)
        const letterOf = codeLetters.indexOf(real.charAt(place)) ^ (1 << at(5))
        return `${real.slice(0, place)}${codeLetters.charAt(letterOf)}${real.slice(place + 1)}`
      },
    ],
    ['of another installation', () => newCode(new Map([['0', 'a key of others']]))],
    ['sealed well and never given', () => newCode(keys)],
    ['of two others', () => `${newCode(keys).slice(0, 6)}${newCode(keys).slice(6)}`],
  ])('%s: each is answered as the others, and nothing is stored', async (_, make) => {
    await tried(Array.from({ length: times }, make))
    expect(answers.size).toBe(2)
  })

  it('revoked: they are answered as if there had never been any', async () => {
    const codes: string[] = []
    for (let made = 0; made < times; made++) {
      const touchpoint = await findTouchpoint(server.database, real)
      if (!touchpoint) throw new Error('made above')
      if (touchpoint.door.link !== real) codes.push(touchpoint.door.link)
      await renewCode(server.database, touchpoint, '2026-01-01T00:00:00.000Z')
    }
    await tried([real, ...codes])
    expect(answers.size).toBe(2)
  })

  it('have left nothing behind', async () => {
    expect([...answers].map((told) => told.slice(0, 8)).sort((a, b) => (a < b ? -1 : 1))).toEqual(['GET 404 ', 'POST 422'])
    expect(await server.database.db.selectFrom('responses').select('id').execute()).toEqual([])
  })
})
