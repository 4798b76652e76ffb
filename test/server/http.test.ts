import { Hono } from 'hono'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listening } from '../../server/boot'
import { closeCampaign } from '../../server/db/campaigns'
import { openLog } from '../../server/metrics'
import { verdicts } from '../../server/recording/answering'
import { fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'

describe('what an answer carries', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const asking = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.url}${path}`, init)
  const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } }

  it.each<[number, string, RequestInit?]>([
    [200, '/api/v1/openapi.json'],
    [200, '/api/docs'],
    [200, '/healthz'],
    [400, '/api/v1/responses', { ...json, body: '{' }],
    [401, '/api/v1/campaigns/c1/results'],
    [404, '/nothing'],
    [404, '/assets/nothing.js'],
    [404, '/s/nothing/model.json'],
    [413, '/api/v1/responses', { ...json, body: 'x'.repeat(65_537) }],
    [422, '/api/v1/responses', { ...json, body: '{}' }],
  ])('%i of %s is for this reader and this moment only: nothing between keeps it', async (status, path, init) => {
    const answer = await asking(path, init)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, 'no-store'])
  })

  it('comes packed to whoever takes it so, and as it is to others', async () => {
    const [as, packed] = [await asking('/s/q1'), await asking('/s/q1', { headers: { 'Accept-Encoding': 'gzip' } })]
    expect([as, packed].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip'])
    expect(await packed.text()).toContain('</html>')
  })

  it('may be kept for good where its address changes with it', async () => {
    const page = await (await asking('/s/q1')).text()
    for (const [address = ''] of page.matchAll(/\/assets\/[^"]+\.js|\/s\/q1\/model\.json[^"]+/g))
      expect((await asking(address)).headers.get('cache-control')).toContain('immutable')
  })

  it('holds browsers to https where citizens come over https, and only there', async () => {
    const held = async (settings: Record<string, string>, forwarded?: string): Promise<string | null> => {
      const other = await startServer({ settings })
      const { headers } = await fetch(`${other.url}/s/nothing`, {
        headers: forwarded === undefined ? {} : { 'X-Forwarded-Proto': forwarded },
      })
      await other.close()
      return headers.get('strict-transport-security')
    }
    const [proxied, https] = [{ TRUST_PROXY: '1' }, { PUBLIC_URL: 'https://khaosat.example.vn' }]
    expect([await held(proxied, 'https'), await held(https), await held({ ...proxied, ...https })]).toEqual(
      Array(3).fill('max-age=31536000'),
    )
    expect([
      await held({}),
      await held({}, 'https'),
      await held(proxied, 'http'),
      await held({ ...proxied, ...https }, 'http'),
      await held({ PUBLIC_URL: 'http://khaosat.example.vn' }),
    ]).toEqual(Array(5).fill(null))
  })
})

describe('nonsense', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const answering = (answers: object) => ({ ...response(), answers })
  const many = (count: number, entry: (n: number) => readonly [string, unknown]) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => entry(n)))

  it.each<[string, unknown]>([
    ['answers of no shape', answering(many(5_000, (n) => [`x${n}`, {}]))],
    ['unknown items', answering(many(4_000, (n) => [`x${n}`, '1']))],
    ['unknown fields', { ...response(), ...many(4_000, (n) => [`x${n}`, 1]) }],
    ['one long name', { ...response(), ['x'.repeat(60_000)]: 1 }],
    ['long names of items', answering(many(900, (n) => [`${n}`.padStart(60, 'x'), '1']))],
  ])('of 64 KB is answered in 24 KB at most: %s', async (_, body) => {
    expect(JSON.stringify(body).length).toBeLessThan(65_536)
    const answer = await post(server.url, body)
    expect([answer.status, (await answer.text()).length]).toEqual([422, expect.toSatisfy((length: number) => length <= 24 * 1024)])
  })

  it('is told what is wrong with it a hundred times at most, and how often more', async () => {
    const answer = await (await post(server.url, answering({ ...response().answers, ...many(250, (n) => [`x${n}`, '1']) }))).json()
    expect([answer.details.length + answer.more, answer.details.length <= 100]).toEqual([250, true])
    expect(await (await post(server.url, response({ x: '1' }))).json()).not.toHaveProperty('more')
  })

  it('is told no more of a batch than of one response', async () => {
    const wrong = Array.from({ length: 8 }, () => answering(many(60, (n) => [`x${n}`, '1'])))
    const none = Array.from({ length: 8 }, () => ({ id: '', campaign: 1, version: '', touchpoint: 2, agency: 3 }))
    for (const [responses, told, more] of [
      [wrong, 96, 392],
      [none, 64, 0],
    ] as const) {
      const reply = await fetch(`${server.url}/api/v1/responses/batch`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ responses }),
      })
      const { results } = verdicts.parse(await reply.json())
      expect(results).toHaveLength(8)
      expect(results.flatMap(({ problem }) => problem?.details ?? [])).toHaveLength(told)
      expect(results.reduce((sum, { problem }) => sum + (problem?.more ?? 0), 0)).toBe(more)
    }
  })

  it('is not looked into where a response of a batch has many more fields than any has', async () => {
    const stuffed = Array.from({ length: 8 }, () => ({ ...response(), ...many(900, (n) => [`x${n}`, 1]) }))
    const reply = await fetch(`${server.url}/api/v1/responses/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en' },
      body: JSON.stringify({ responses: stuffed }),
    })
    const { results } = verdicts.parse(await reply.json())
    expect(results.map(({ id, status }) => [id, status])).toEqual(stuffed.map(({ id }) => [id, 422]))
    const told = { path: '', rule: 'too_big', message: 'This is too large or too long: at most 20.' }
    expect(results.flatMap(({ problem }) => problem?.details ?? [])).toEqual(stuffed.map(() => told))
  })

  it('takes no room: codes as long as an address may be', async () => {
    const address = (n: number): string => `/s/${`${n}-`.padEnd(12_000, 'x')}`
    const ask = async (first: number, count: number): Promise<void> => {
      for (let n = first; n < first + count; n += 50)
        await Promise.all(
          Array.from({ length: 50 }, async (__, more) => {
            const answer = await fetch(server.url + address(n + more))
            // An answer that nobody reads keeps its connection, and that the address.
            await answer.arrayBuffer()
            expect(answer.status).toBe(404)
          }),
        )
    }
    await ask(0, 200)
    const before = heapBytes()
    await ask(1_000, 800)
    expect(heapBytes() - before).toBeLessThan(4 * 1024 * 1024)
  })
})

/** What is still referred to. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

describe('a clock that is set back an hour', () => {
  it('keeps no closed campaign open', async () => {
    let time = Date.parse('2026-11-20T05:00:00Z')
    const server = await startServer({ now: () => time })
    await fielded(server.database)
    const send = async () => (await post(server.url, response(undefined, { answeredOn: '2026-11-20' }))).status
    expect(await send()).toBe(201)
    await closeCampaign(server.database, 'c1', '2026-11-20')
    time -= 3_600_000
    expect(await fetch(`${server.url}/s/q1`).then((page) => page.text())).toContain('đã kết thúc')
    await server.close()
  })
})

describe('a sender who leaves in the middle', () => {
  it('is no failure of ours', async () => {
    const lines: string[] = []
    const server = await startServer({ log: openLog('error', { write: (line) => void lines.push(line) }) })
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{')
    setTimeout(() => socket.destroy(), 200)
    await expect.poll(async () => (await fetch(`${server.url}/metrics`)).text()).toMatch(/route="\/api\/v1\/responses",status="400"/)
    expect(lines).toEqual([])
    await server.close()
  })
})

describe('connections that dawdle', () => {
  const limits = { connections: 30, headMs: 300, requestMs: 600, silentMs: 900, checkMs: 50 }
  const app = new Hono().get('/', (c) => c.text('here')).post('/', async (c) => c.text(await c.req.text()))
  let port = 0
  let close: () => void
  beforeAll(async () => {
    const server = await listening({ host: '127.0.0.1', port: 0 }, app.fetch, limits)
    port = portOf(server)
    close = () => void server.close()
  })
  afterAll(() => close())

  it.each([
    ['say nothing', ''],
    ['never finish a head', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['never send the body they announced', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc'],
  ])('are ended when they %s', async (_, said) => {
    const sockets = Array.from({ length: 8 }, () => opened(port, said))
    await Promise.all(sockets.map((socket) => gone(socket)))
    await expect.poll(() => heard(port)).toMatch(/^HTTP\/1.1 200 /)
  })

  it('are ended though a byte comes now and then', async () => {
    const socket = opened(port, 'GET / HTTP/1.1\r\n')
    const trickle = setInterval(() => socket.write('X'), 50)
    await gone(socket)
    clearInterval(trickle)
  })

  it('are refused beyond the most that one process holds, and there is room again once they are gone', async () => {
    const long = 600_000
    const patient = await listening({ host: '127.0.0.1', port: 0 }, app.fetch, { ...limits, headMs: long, requestMs: long, silentMs: long })
    const full = portOf(patient)
    const sockets = Array.from({ length: limits.connections }, () => opened(full, ''))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    expect(await heard(full)).toBe('')
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => heard(full)).toMatch(/^HTTP\/1.1 200 /)
    patient.close()
  })

  it('are held to such limits in the product too', async () => {
    const server = await listening({ host: '127.0.0.1', port: 0 }, app.fetch)
    expect(server).toMatchObject({ maxConnections: 4_096, headersTimeout: 15_000, requestTimeout: 180_000, timeout: 120_000 })
    server.close()
  })
})

const portOf = (server: { readonly address: () => AddressInfo | string | null }): number => {
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

const opened = (port: number, said: string): Socket => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write(said)
  return socket
}

/** What a connection of its own is answered. */
async function heard(port: number): Promise<string> {
  const socket = opened(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  let text = ''
  socket.on('data', (part) => (text += String(part)))
  await gone(socket)
  return text
}

/** Reads to the end, be it a reset. */
const gone = (socket: Socket): Promise<unknown> =>
  socket.closed ? Promise.resolve() : new Promise((resolve) => socket.resume().once('close', resolve))
