import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery, sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../server/api/operations'
import { readConfig } from '../../server/config'
import { type Database, openDatabase } from '../../server/db/dialect'
import { migrate } from '../../server/db/migrate'
import { questionnaireSource } from '../../server/db/questionnaires'
import { countResponses } from '../../server/db/responses'
import { fieldingSource } from '../../server/db/touchpoints'
import { createMetrics } from '../../server/metrics'
import { createRecorder } from '../../server/recording/recorder'
import { openWriter } from '../../server/recording/writer'
import { publishShipped } from '../../server/shipped'
import { fielded, post, response } from './fielded'
import { freshDatabase, startServer, type TestServer } from './harness'
import { officeOf } from './office'

describe('a full disk', () => {
  let folder: string
  let database: Database
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-'))
    database = openDatabase(await freshDatabase('SQLite', folder))
    await migrate(database)
    await publishShipped({ database, now: Date.now }, folder)
    await fielded(database)
  })
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is told as it is, also from inside a transaction, and nothing of that transaction stays', async () => {
    const { rows } = await sql<{ readonly page_count: number }>`pragma page_count`.execute(database.db)
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(database.db)
    const writing = database.db.transaction().execute(async (trx) => {
      await sql`insert into settings values ('small', 'x')`.execute(trx)
      await sql`insert into settings values ('large', ${'x'.repeat(1_000_000)})`.execute(trx)
    })
    const error: unknown = await writing.catch((one: unknown) => one)
    expect([String(error), database.engine.isUnavailable(error)]).toEqual(['SqliteError: database or disk is full', true])
    expect((await sql`select name from settings where name = 'small'`.execute(database.db)).rows).toEqual([])
  })

  it('makes a response wait, which is stored once there is room', async () => {
    const writer = await openWriter(database)
    const recorder = createRecorder({ database, writer, fieldings: fieldingSource(database, questionnaireSource(database), Date.now) })
    const long = () => response({ A1: '5', overall: '4', comment: 'x'.repeat(1_000) })
    const sent = Array.from({ length: 60 }, long)
    const outcomes = await Promise.all(sent.map((one) => recorder.record(one, Date.now())))
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['unavailable']))
    expect(await countResponses(database, 'c1')).toBe(0)
    await sql`pragma max_page_count = 1073741823`.execute(database.db)
    const again = await Promise.all(sent.map((one) => recorder.record(one, Date.now())))
    expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['recorded']))
    await writer.release()
  })

  it('is known to whoever asks for readiness, as is a database that takes no writes', async () => {
    const reading = readConfig({ DATA_DIR: folder })
    if (!reading.ok) throw new Error(reading.lines.join())
    const ask = () =>
      operations({ database, metrics: createMetrics(pino({ level: 'silent' }), Date.now), config: reading.config }).request('/readyz')
    expect((await ask()).status).toBe(200)
    await sql`pragma query_only = on`.execute(database.db)
    const refused = await ask()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    await sql`pragma query_only = off`.execute(database.db)
    expect((await ask()).status).toBe(200)
  })
})

describe('another process that holds the lock', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => server.close())
  /** Does something while a second connection holds the lock for writing. */
  const whileLocked = <T>(work: (free: () => Promise<void>) => Promise<T>): Promise<T> =>
    server.database.db.connection().execute(async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      let isHeld = true
      const free = async () => {
        if (isHeld) await connection.executeQuery(CompiledQuery.raw('rollback'))
        isHeld = false
      }
      try {
        return await work(free)
      } finally {
        await free()
      }
    })

  it('holds up neither the process nor whoever only reads, and a response is stored once it lets go', async () => {
    const [health, page, sent] = await whileLocked(async (free) => {
      const sending = post(server.url, response())
      // Long enough for the response to stand before the lock.
      for (let asked = 0; asked < 20; asked++) await fetch(`${server.url}/healthz`)
      const read = await Promise.all([fetch(`${server.url}/healthz`), fetch(`${server.url}/s/k2`)])
      await free()
      return [...read, await sending] as const
    })
    expect([health.status, page.status, sent.status]).toEqual([200, 200, 201])
  })

  it('is answered with a plea to come again when it does not let go', async () => {
    const [sent, form] = await whileLocked(() =>
      Promise.all([
        post(server.url, response()),
        officeOf(server).send('/admin/new/agency', { code: 'N1', name: 'Xã mới', block: 'commune' }),
      ]),
    )
    expect([sent.status, sent.headers.get('retry-after'), (await sent.json()).code]).toEqual([503, '5', 'unavailable'])
    expect([form.status, form.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await post(server.url, response())).status).toBe(201)
  })
})
