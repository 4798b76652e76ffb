import { Agent, request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countResponses } from '../../server/db/responses'
import { fielded, response } from './fielded'
import { isLongRun, startServer, type TestServer } from './harness'

const bodies = isLongRun ? 10_000 : 1_500
const atOnce = 50
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

/** A valid response spoilt in one place, or something that is no response at all. */
const malformed = fc.oneof(
  fc.json().map((text) => text),
  fc.string().map((text) => text),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1e309',
    '{"id":',
    '\u0000',
    '{"__proto__":{"polluted":1}}',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  ),
  fc
    .tuple(fc.constantFrom('id', 'campaign', 'version', 'touchpoint', 'agency', 'language', 'answeredOn', 'answers'), fc.jsonValue())
    .map(([key, value]) => {
      const body = { ...response(), [key]: value }
      return isStillValid(key, value) ? '{' : JSON.stringify(body)
    }),
  fc
    .tuple(fc.string({ minLength: 1 }), fc.jsonValue())
    .map(([key, value]) => JSON.stringify({ ...response(), answers: { [`x${key}`]: value } })),
  fc.constantFrom('\ud800', '\u0000', 'A1\u0000', '9', 'constructor').map((code) => JSON.stringify(response({ A1: code, overall: '4' }))),
  fc.nat(180).map((end) => JSON.stringify(response()).slice(0, end)),
  fc.constantFrom('constructor', '__proto__', 'toString').map((key) => `{"id":"x","answers":{"${key}":"1"}}`),
)

const isStillValid = (key: string, value: unknown): boolean =>
  (key === 'version' && value === 1) ||
  (key === 'answers' && JSON.stringify(value) === '{}') ||
  (key === 'answeredOn' && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))

describe('malformed bodies', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => {
    agent.destroy()
    return server.close()
  })

  it(`are refused, ${bodies.toLocaleString('en')} of them, without a server error, a row, or a change of prototypes`, async () => {
    const samples = fc.sample(malformed, { numRuns: bodies, seed: 20_261_122 })
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']
    const statuses = new Map<number, number>()
    const taken: string[] = []
    for (let first = 0; first < samples.length; first += atOnce) {
      const sent = samples
        .slice(first, first + atOnce)
        .map((body, index) => post(server.url, body, index % 10 === 0 ? (types[index % types.length] ?? '') : 'application/json'))
      for (const [index, status] of (await Promise.all(sent)).entries()) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status < 400) taken.push(samples[first + index] ?? '')
      }
    }
    expect(taken).toEqual([])
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([])
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(bodies)
    expect(await countResponses(server.database, 'c1')).toBe(0)
    expect(await server.database.db.selectFrom('tallies').select('campaign').execute()).toEqual([])
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('a body that holds far more than any form of ours', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const many = (count: number, value: unknown) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, value]))
  const sent = async (body: unknown) => {
    const reply = await fetch(`${server.url}/api/v1/responses`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: reply.status, details: (await reply.json()).details }
  }

  it.each([
    [
      'values',
      { A1: Array.from({ length: 1_001 }, () => '1') },
      { path: 'answers', rule: 'too_big', message: 'Lớn hoặc dài quá: nhiều nhất là 1000.' },
    ],
    [
      'answers of no known kind',
      many(900, {}),
      { path: 'answers.x0', rule: 'answer_form', message: 'Câu trả lời là một mã, vài mã, một số, một văn bản, hoặc một mã kèm văn bản.' },
    ],
  ])('is refused for its %s with one detail', async (_, answers, detail) => {
    expect(await sent({ ...response(), answers })).toEqual({ status: 422, details: [detail] })
  })

  it('is not read as a form with more fields than any has', async () => {
    const post = (fields: number) =>
      fetch(`${server.url}/s/q1`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'a&'.repeat(fields),
      })
    const [many, some] = [await post(4_001), await post(4_000)]
    expect([many.status, some.status]).toEqual([422, 422])
    expect(await many.text()).toContain('Không đọc được')
    expect(await some.text()).not.toContain('Không đọc được')
  })

  it('is not read as a form with many files', async () => {
    const post = async (files: number) => {
      const body = new FormData()
      for (let file = 0; file < files; file++) body.append(`f${file}`, new Blob(['x']), 'x')
      return (await fetch(`${server.url}/s/q1`, { method: 'POST', body })).text()
    }
    expect(await post(21)).toContain('Không đọc được')
    expect(await post(20)).not.toContain('Không đọc được')
  })
})

function post(url: string, body: string, type: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = type === '' ? {} : { 'Content-Type': type }
    const sent = request(
      `${url}/api/v1/responses`,
      { agent, method: 'POST', headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
