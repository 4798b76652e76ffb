import { randomInt, webcrypto } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk } from '../../server/acts/kiosks'
import { countResponses } from '../../server/db/responses'
import { receiptCode } from '../../surveys/answers/receipt'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { fielded, response } from './fielded'
import { startServer, type TestServer } from './harness'

/** Twenty kiosks and a hundred phones of one office stand behind one address, and so does whoever guesses. */
describe('an office behind one address', () => {
  let server: TestServer
  let time = Date.parse('2026-11-28T03:00:00Z')
  beforeAll(async () => {
    server = await startServer({ now: () => time })
    await fielded(server.database)
  })
  afterAll(() => server.close())

  const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/api/v1/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
  const invited = async () => {
    const outcome = await act({ database: server.database, now: () => time }, atCommandLine(), addKiosk, { name: 'Sảnh', touchpoint: 'k2' })
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    return outcome.value
  }
  const newKey = async () => {
    const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    return { privateKey, shown: Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url') }
  }
  const madeUp = (length: number) => Array.from({ length }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join('')
  const look = (code: string) => fetch(`${server.url}/receipt?${new URLSearchParams({ code, lang: 'vi' })}`)
  const guessedReceipts = async (count: number) => Promise.all(Array.from({ length: count }, () => look(madeUp(8))))
  const guessedCodes = async (count: number) => {
    const { shown } = await newKey()
    const guess = () => send('kiosks/enrol', JSON.stringify({ code: madeUp(10), publicKey: shown }))
    return Promise.all(Array.from({ length: count }, guess))
  }
  const taken = async (reply: Promise<Response>): Promise<readonly unknown[]> => {
    const answer = await reply
    return [answer.status, (await answer.json()).results?.map((one: { readonly status: number }) => one.status)]
  }

  /** A kiosk from its code to what it has kept. */
  async function kiosk(papers: readonly SubmittedResponse[]): Promise<readonly unknown[]> {
    const { code } = await invited()
    const { privateKey, shown } = await newKey()
    const { id }: { readonly id: string } = await (await send('kiosks/enrol', JSON.stringify({ code, publicKey: shown }))).json()
    const state = { made: papers.length, waiting: 0, setAside: 0, build: 'a1' }
    const body = JSON.stringify({ kiosk: id, sending: 1, items: papers.map((one, place) => ({ number: place + 1, response: one })), state })
    const signature = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(body))
    return taken(send(`kiosks/${id}/batch`, body, { 'Kiosk-Signature': Buffer.from(signature).toString('base64url') }))
  }

  it('has everything taken that it sends at once, while somebody there guesses codes as fast as they can', async () => {
    const paper = (touchpoint: string) => response({ A1: '5', overall: '4' }, { touchpoint, answeredOn: '2026-11-28' })
    const kiosks = Array.from({ length: 20 }, () => Array.from({ length: 3 }, () => paper('k2')))
    const phones = Array.from({ length: 100 }, () => paper('q1'))
    const [codes, receipts, byKiosks, byPhones] = await Promise.all([
      guessedCodes(120),
      guessedReceipts(120),
      Promise.all(kiosks.map(kiosk)),
      Promise.all(phones.map((one) => taken(send('responses/batch', JSON.stringify({ responses: [one] }))))),
    ])
    expect(byKiosks).toEqual(kiosks.map(() => [200, [201, 201, 201]]))
    expect(byPhones).toEqual(phones.map(() => [200, [201]]))
    expect(await countResponses(server.database, 'c1')).toBe(160)
    expect(new Set(codes.map(({ status }) => status))).toEqual(new Set([404]))
    expect(receipts.filter(({ status }) => status === 404)).toHaveLength(100)
    expect(receipts.filter(({ status }) => status === 429)).toHaveLength(20)
  })

  it('looks its own receipts up again as soon as the guessing has stopped for as long as it is told, and those cost it nothing', async () => {
    const own = await server.database.db.selectFrom('responses').select('id').orderBy('id').limit(100).execute()
    const refused = await look(receiptCode(own[0]?.id ?? ''))
    const seconds = Number(refused.headers.get('retry-after'))
    expect([refused.status, seconds > 0 && seconds <= 10, (await refused.text()).includes(`Xin chờ ${seconds} giây`)]).toEqual([
      429,
      true,
      true,
    ])
    time += seconds * 1000
    for (const { id } of own) expect((await look(receiptCode(id))).status).toBe(200)
    time += 3_600_000
    expect((await guessedReceipts(101)).filter(({ status }) => status === 429)).toHaveLength(1)
  })

  it('shows nobody a code by guessing: one that enrols is one of 2^50, for a day', async () => {
    const { code } = await invited()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    const others = await Promise.all(Array.from({ length: 5 }, invited))
    expect(new Set(others.map((one) => one.code)).size).toBe(5)
  })
})
