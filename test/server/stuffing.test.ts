import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { solved } from '../../client/outbox/puzzle'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { agency, fielded, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'

const items = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'B5', 'C1', 'C2', 'C3']
const all = (code: string) => Object.fromEntries(items.map((item) => [item, code]))
const mixed = Object.fromEntries(items.map((item, place) => [item, String(2 + (place % 4))]))

describe.each(oneEngine)('whoever sends more than people do, on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-11-20T03:00:00Z')
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time, settings: { TRUST_PROXY: '1' } })
    const codes = ['one', 'many', 'plain', 'days', 'alike', 'other']
    const qr = codes.map((code) => ({ code, campaign: 'c1', kind: 'qr' as const, label: {}, agencies: ['A1'] }))
    const kiosks = ['k2', 'hall'].map((code) => ({ code, campaign: 'c1', kind: 'kiosk' as const, label: {}, agencies: ['A1'] }))
    await fielded(server.database, { agencies: [agency('A1')], touchpoints: [...qr, ...kiosks] })
  })
  afterAll(() => server.close())

  const paper = (wanted: Partial<SubmittedResponse>) => response({ ...mixed, overall: '4' }, { answeredOn: '2026-11-20', ...wanted })
  const send = (body: SubmittedResponse, network: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/api/v1/responses`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(network === '' ? {} : { 'X-Forwarded-For': network }), ...headers },
      body: JSON.stringify(body),
    })
  const flagsOf = async (id: string) =>
    (await server.database.db.selectFrom('responses').select('flags').where('id', '=', id).executeTakeFirst())?.flags
  const puzzleIn = async (reply: Response): Promise<string> => {
    const { code, details }: { readonly code: string; readonly details: readonly { readonly puzzle: string }[] } = await reply.json()
    expect([reply.status, code, reply.headers.get('retry-after')]).toEqual([429, 'puzzle_needed', '20'])
    return details[0]?.puzzle ?? ''
  }
  const spend = async (touchpoint: string, network: string, count = 30) => {
    for (let n = 0; n < count; n++) expect((await send(paper({ touchpoint }), network)).status).toBe(201)
  }

  it('is asked from the same network to work for each response, which is taken then and marked', async () => {
    await spend('one', '203.0.113.7')
    const [mine, another] = [paper({ touchpoint: 'one' }), paper({ touchpoint: 'one' })]
    const puzzle = await puzzleIn(await send(mine, '203.0.113.99'))
    expect((await send(paper({ touchpoint: 'one' }), '203.0.114.7')).status).toBe(201)
    const solution = (await solved(puzzle, mine.id)) ?? ''
    await puzzleIn(await send(another, '203.0.113.7', { Solution: solution }))
    await puzzleIn(await send(mine, '203.0.113.7', { Solution: `${solution}1` }))
    expect((await send(mine, '203.0.113.7', { Solution: solution })).status).toBe(201)
    expect((await send(mine, '203.0.113.7', { Solution: solution })).status).toBe(200)
    expect(await flagsOf(mine.id)).toBe('burst')
  })

  it('cannot bring what was worked for elsewhere, too long ago, or made up', async () => {
    await spend('other', '203.0.113.7')
    const body = paper({ touchpoint: 'other' })
    const late = (await solved(await puzzleIn(await send(body, '203.0.113.7')), body.id)) ?? ''
    const [head, mark] = [late.slice(0, late.lastIndexOf('.')), late.slice(late.lastIndexOf('.'))]
    await spend('many', '203.0.113.7')
    const elsewhere = paper({ touchpoint: 'many' })
    const foreign = (await solved(await puzzleIn(await send(elsewhere, '203.0.113.7')), body.id)) ?? ''
    const forged = [
      foreign,
      `${head.replace('1.14.', '1.00.')}${mark}`,
      `${head}${mark.replace(/\w/, (letter) => (letter === 'A' ? 'B' : 'A'))}`,
      'x',
    ]
    for (const solution of forged) await puzzleIn(await send(body, '203.0.113.7', { Solution: solution }))
    time += 15 * 60_000
    await spend('other', '203.0.113.7')
    await puzzleIn(await send(body, '203.0.113.7', { Solution: late }))
  })

  it('is seen at a touchpoint, from however many networks they come', async () => {
    time += 3_600_000
    const from = (n: number) => `198.${18 + (n % 2)}.${n}.1`
    for (let n = 0; n < 120; n++) expect((await send(paper({ touchpoint: 'many' }), from(n))).status).toBe(201)
    const body = paper({ touchpoint: 'many' })
    const puzzle = await puzzleIn(await send(body, from(200)))
    const taken = await fetch(`${server.url}/api/v1/responses/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': from(200) },
      body: JSON.stringify({ responses: [body], solutions: [{ id: body.id, solution: await solved(puzzle, body.id) }] }),
    })
    expect(await taken.json()).toMatchObject({ results: [{ id: body.id, status: 201 }] })
    expect(await flagsOf(body.id)).toBe('burst')
  })

  it('loses nothing without a script: the form is taken and marked as nobody vouches for it', async () => {
    await spend('plain', '203.0.113.7')
    const fields = new URLSearchParams({ ...mixed, overall: '4', _agency: 'A1' })
    const reply = await fetch(`${server.url}/s/plain?lang=vi`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': '203.0.113.7' },
      body: fields,
    })
    expect(reply.status).toBe(200)
    const { flags } = await server.database.db
      .selectFrom('responses')
      .select('flags')
      .where('touchpoint', '=', 'plain')
      .where('flags', '<>', '')
      .executeTakeFirstOrThrow()
    expect(flags).toBe('burst unproven')
  })

  it('is asked for nothing at a screen that strangers share, nor on the server itself', async () => {
    time += 3_600_000
    await spend('k2', '203.0.113.7', 40)
    await spend('alike', '', 125)
    const marked = async (touchpoint: string) =>
      (await server.database.db.selectFrom('responses').select('flags').where('touchpoint', '=', touchpoint).execute()).filter(
        ({ flags }) => flags === 'burst',
      ).length
    expect(await marked('k2')).toBeGreaterThanOrEqual(10)
    expect(await marked('alike')).toBeGreaterThanOrEqual(5)
  })

  it('is told of with those that came before it, once it is sure, whether they praise or blame', async () => {
    for (const code of ['5', '1']) {
      time += 3 * 3_600_000
      const bodies = Array.from({ length: 12 }, () => paper({ touchpoint: 'hall', answers: { ...all(code), overall: code } }))
      for (const body of bodies) {
        time += 15_000
        expect((await send(body, '203.0.113.7')).status).toBe(201)
      }
      const flags = await Promise.all(bodies.map(({ id }) => flagsOf(id)))
      expect(flags.filter((text) => text === 'burst straight').length).toBeGreaterThanOrEqual(11)
    }
  })

  it('is believed by an open channel for three days about the day: what comes later counts and is marked', async () => {
    time += 3_600_000
    const [soon, late] = [paper({ touchpoint: 'days', answeredOn: '2026-11-17' }), paper({ touchpoint: 'days', answeredOn: '2026-11-16' })]
    for (const body of [soon, late]) expect((await send(body, '192.0.2.1')).status).toBe(201)
    expect([await flagsOf(soon.id), await flagsOf(late.id)]).toEqual(['', 'late'])
  })

  it('does not become an interviewer by saying so', async () => {
    const body = paper({ touchpoint: 'days', assisted: true })
    expect((await send(body, '192.0.2.1')).status).toBe(201)
    expect(await flagsOf(body.id)).toBe('unproven')
  })

  it('is quick only where the device says so, and that is no verdict', async () => {
    const body = paper({ touchpoint: 'days', pace: { fast: true } })
    expect((await send(body, '192.0.2.1')).status).toBe(201)
    const { pace: _, ...same } = body
    expect((await send(same, '192.0.2.1')).status).toBe(200)
    expect(await flagsOf(body.id)).toBe('fast')
  })
})
