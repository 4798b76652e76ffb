import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/dialect'
import { type Narrowed, responsePages, sliceRows } from '../../server/db/responses'
import { createMetrics, openLog } from '../../server/metrics'
import { commandLine, type CommandLine, succeeding } from './cli'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { openWorkbook } from './unpacked'

describe.each(engines)('responses that leave on %s', (engine) => {
  let server: TestServer
  const arrived: string[] = []
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
    for (let person = 0; person < 30; person++) {
      const sent = response()
      arrived.push(sent.id)
      expect((await post(server.url, sent)).status).toBe(201)
    }
  })
  afterAll(() => server.close())
  const file = async (ending: string) => {
    const reply = await fetch(`${server.url}/api/v1/campaigns/c1/exports/responses.${ending}`, {
      headers: { Authorization: `Bearer ${server.token}` },
    })
    return Buffer.from(await reply.arrayBuffer())
  }

  it('stand in the order of their random ids, not in that of their arrival, as CSV, JSON Lines and workbook', async () => {
    const byChance = [...arrived].sort()
    expect(byChance).not.toEqual(arrived)
    expect(idsIn((await file('csv')).toString())).toEqual(byChance)
    expect(idsIn((await file('jsonl')).toString())).toEqual(byChance)
    expect([...new Set(idsIn(JSON.stringify(openWorkbook(await file('xlsx')))))]).toEqual(byChance)
  })

  it('have ids that tell no time: one made from the clock is refused', async () => {
    const reply = await post(server.url, response(undefined, { id: '019aab54-7c00-7a3b-8c4d-5e6f708192a3' }))
    expect(reply.status).toBe(422)
    expect(await reply.json()).toMatchObject({ code: 'body_invalid', details: [{ path: 'id' }] })
  })

  it('carry no number, instant or mark of their arrival', async () => {
    const [head = ''] = (await file('csv')).toString().slice(1).split('\r\n')
    expect(head.split(',').slice(0, 8)).toEqual([
      'id',
      'campaign',
      'version',
      'agency',
      'submitted_at',
      'channel',
      'touchpoint',
      'language',
    ])
  })
})

describe.each(engines)('responses that leave the command line on %s', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine)
  })
  afterAll(() => cli.close())

  it('stand in the order of their random ids', async () => {
    const database = cli.database()
    await fielded(database)
    await database.db.destroy()
    const ids = Array.from({ length: 20 }, () => randomUUID())
      .sort()
      .reverse()
    const lines = ids.map((id) => `${id},A1,2026-03-01,paper,5`)
    const file = cli.file('lines.csv', `id,agency,submitted_at,channel,overall\n${lines.join('\n')}\n`)
    await succeeding(cli.run('responses', 'import', file, '--campaign', 'c1'))
    const { stdout } = await succeeding(cli.run('responses', 'export', '--campaign', 'c1'))
    expect(idsIn(stdout)).toEqual([...ids].sort())
  })
})

describe.each(engines)('reading the responses of a big campaign on %s', (engine) => {
  let server: TestServer
  const many = sliceRows * 4 + 7
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
    await post(server.url, response())
    await multiply(server.database, many - 1)
  })
  afterAll(() => server.close())

  it('reads a bounded number of rows at once, whether they are wanted or not', async () => {
    const all = await pagesOf(server.database, {})
    const none = await pagesOf(server.database, { channel: 'post' })
    expect(all.map(({ length }) => length)).toEqual([sliceRows, sliceRows, sliceRows, sliceRows, 7])
    expect(none.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0])
  })

  it('lets everybody else have a turn after each', async () => {
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await pagesOf(server.database, { channel: 'post' })
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it('gives what was stored at the call, whatever is recorded meanwhile', async () => {
    const ids = new Set<string>()
    for await (const page of responsePages(server.database, 'c1')) {
      for (const { id } of page) ids.add(id)
      const late = response(undefined, { id: `ffffffff-ffff-4fff-8fff-${String(ids.size).padStart(12, '0')}` })
      expect((await post(server.url, late)).status).toBe(201)
    }
    expect(ids.size).toBe(many)
    expect([...ids].filter((id) => id.startsWith('ffffffff-ffff'))).toEqual([])
  })
})

describe('the log', () => {
  const lines: string[] = []
  let server: TestServer
  beforeEach(async () => {
    lines.length = 0
    const log = openLog('info', { write: (line) => void lines.push(line) })
    server = await startServer({ log, now: () => Date.parse('2026-11-20T03:59:59Z') })
    await fielded(server.database)
  })
  afterEach(() => server.close())
  const logged = () => lines.map((line) => JSON.parse(line))

  it('tells what citizens send by the hour and by no line of its own, what the office does at once', async () => {
    for (let person = 0; person < 3; person++) await post(server.url, response())
    await fetch(`${server.url}/s/q1`)
    const form = new URLSearchParams({ overall: '4', _agency: 'A1' })
    expect((await fetch(`${server.url}/s/q1`, { method: 'POST', body: form })).status).toBe(200)
    await fetch(`${server.url}/readyz`)
    expect(logged().map(({ route }) => route)).toEqual(['/readyz'])
    await server.close()
    const hour = '2026-11-20T03:00:00.000Z'
    expect(logged().filter(({ requests }) => requests !== undefined)).toEqual([
      expect.objectContaining({ hour, method: 'POST', route: '/api/v1/responses', status: 201, requests: 3 }),
      expect.objectContaining({ hour, method: 'GET', route: '/s/:touchpoint', status: 200, requests: 1 }),
      expect.objectContaining({ hour, method: 'POST', route: '/s/:touchpoint', status: 200, requests: 1 }),
    ])
    for (const line of logged()) if (line.requests !== undefined) expect(line.ms).toBeUndefined()
    server = await startServer()
  })
})

describe('what is told by the hour', () => {
  it('is told when the hour is over, in the log and in the metrics', async () => {
    let clock = Date.parse('2026-11-20T03:59:00Z')
    const lines: string[] = []
    const metrics = createMetrics(pino({}, { write: (line) => void lines.push(line) }), () => clock)
    const took = (status: number) => metrics.request({ method: 'POST', route: '/api/v1/responses', status }, 0.01)
    took(201)
    metrics.outcome('recorded')
    took(503)
    metrics.outcome('unavailable')
    await metrics.turn()
    expect(lines).toEqual([])
    const counts = async () =>
      [...(await metrics.text()).matchAll(/^sipas_(?:responses_total|http_request_seconds_count).* \d+$/gm)].map(([line]) => line)
    const failed = [
      'sipas_http_request_seconds_count{method="POST",route="/api/v1/responses",status="503"} 1',
      'sipas_responses_total{outcome="unavailable"} 1',
    ]
    expect(await counts()).toEqual(failed)
    clock += 60_000
    await metrics.turn()
    took(201)
    metrics.outcome('recorded')
    expect(lines.map((line) => JSON.parse(line)).map(({ hour, status, requests }) => [hour, status, requests])).toEqual([
      ['2026-11-20T03:00:00.000Z', 201, 1],
      ['2026-11-20T03:00:00.000Z', 503, 1],
    ])
    expect((await counts()).sort()).toEqual(
      [
        ...failed,
        'sipas_http_request_seconds_count{method="POST",route="/api/v1/responses",status="201"} 1',
        'sipas_responses_total{outcome="recorded"} 1',
      ].sort(),
    )
    metrics.close()
  })

  it('holds no row that a database could not take', () => {
    const lines: string[] = []
    const log = openLog('info', { write: (line) => void lines.push(line) })
    const error = Object.assign(new Error('null value in column "agency"'), { code: '23502', detail: 'Failing row contains (c1, Ý kiến).' })
    log.error({ err: error }, 'request failed')
    expect(lines[0]).toContain('23502')
    expect(lines[0]).not.toContain('Ý kiến')
  })
})

async function pagesOf(database: Database, narrowed: Narrowed) {
  const pages: (readonly unknown[])[] = []
  for await (const page of responsePages(database, 'c1', narrowed)) pages.push(page)
  return pages
}

const idsIn = (text: string): readonly string[] => text.match(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? []

/** Many more responses like the first, without their figures, as if another process had recorded them. */
async function multiply({ db }: Database, count: number): Promise<void> {
  const row = await db.selectFrom('responses').selectAll().executeTakeFirstOrThrow()
  const more = Array.from({ length: count }, (_, index) => ({ ...row, id: randomUUID(), writer: 9, seq: index + 1 }))
  for (let first = 0; first < count; first += 100)
    await db
      .insertInto('responses')
      .values(more.slice(first, first + 100))
      .execute()
  const elsewhere = { slot: 9, owner: 'elsewhere/1/x', expires_at: '2999-01-01T00:00:00.000Z', last_seq: count, erasures: 0 }
  await db.insertInto('writers').values(elsewhere).execute()
}
