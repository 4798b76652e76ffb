import { CompiledQuery, sql } from 'kysely'
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../server/cli/main'
import { type Database, openDatabase } from '../../server/db/dialect'
import { eventsOf } from '../../server/db/events'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { commandLine, fieldedByCommand, succeeding } from './cli'
import { anotherWriter } from './erasing'
import { fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer, until } from './harness'
import { officeOf } from './office'
import { startProcess } from './process'
import { tokenOf } from './token'

const said = (name: string, length = 20): string => `ONLY ${name} SAID THIS `.padEnd(length, `${name} `)

describe.each(oneEngine)('an erased response on %s', (engine) => {
  let server: TestServer
  let address = ''
  const wanted = ['GONE', 'LONG', 'LATER', 'KEPT'] as const
  const sent = new Map<string, SubmittedResponse>()
  beforeAll(async () => {
    server = await startServer({ engine })
    address = engine === 'SQLite' ? join(server.dataDir, 'sipas.sqlite') : await addressOf(server.database)
    await fielded(server.database)
    for (const name of wanted) {
      const body = response({ overall: '4', comment: said(name, name === 'LONG' ? 990 : 20) })
      sent.set(name, body)
      expect((await post(server.url, body)).status).toBe(201)
    }
  })
  afterAll(() => server.close())
  const found = async (name: string): Promise<readonly string[]> => [
    ...filesUnder(server.dataDir).filter((file) => readFileSync(file).includes(said(name).trim())),
    ...(engine === 'SQLite' ? [] : (await tableBytes(server.database)).includes(said(name).trim()) ? ['the table'] : []),
  ]
  /** PostgreSQL keeps the bytes of what is gone in the free places of the table until something else is written there, or the table anew. */
  const writtenAnew = async (): Promise<void> => {
    if (engine === 'SQLite') return
    const { rows } = await sql<{
      readonly done: boolean
    }>`select last_vacuum is not null as done from pg_stat_user_tables where relname = 'responses'`.execute(server.database.db)
    expect(rows).toEqual([{ done: true }])
    await sql`vacuum full responses`.execute(server.database.db)
  }
  const erase = (name: string) => command(server, address, 'responses', 'erase', sent.get(name)?.id ?? '', '--campaign', 'c1')

  it('is nowhere in the files: not in the database, not in the log beside it, not in what was prepared', async () => {
    const ids = await Promise.all(['responses.csv', 'responses.xlsx', 'results.csv'].map((file) => prepared(server, file)))
    for (const name of wanted) expect((await found(name)).length, name).toBeGreaterThan(1)
    for (const name of ['GONE', 'LONG']) expect(await erase(name)).toMatchObject({ code: 0, stderr: '' })
    expect(filesUnder(join(server.dataDir, 'exports'))).toEqual([join(server.dataDir, 'exports', `${ids[2] ?? ''}.csv`)])
    await writtenAnew()
    expect(await found('GONE')).toEqual([])
    expect(await found('LONG')).toEqual([])
    expect((await found('KEPT')).length).toBeGreaterThan(0)
  })

  it('leaves one event that says who erased which, and not a word of it', async () => {
    const id = sent.get('GONE')?.id ?? ''
    expect(await eventsOf(server.database, 'responses', id)).toEqual([
      expect.objectContaining({ act: 'responses.erase', door: 'command', details: JSON.stringify({ campaign: 'c1' }) }),
    ])
    expect((await erase('GONE')).code).toBe(1)
    expect(await eventsOf(server.database, 'responses', id)).toHaveLength(1)
  })

  it('takes its files back with a word, and they can be made again without it', async () => {
    const office = officeOf(server)
    expect(await office.html('/admin/exports')).toContain('Đã gỡ, vì một phiếu trả lời trong tệp đã được xoá')
    const row = await server.database.db
      .selectFrom('exports')
      .selectAll()
      .where('format', '=', 'csv')
      .where('content', '=', 'responses')
      .executeTakeFirstOrThrow()
    expect((await office.get(`/admin/exports/${row.id}/file`)).status).toBe(404)
    expect((await office.send(`/admin/exports/${row.id}/again`)).status).toBe(303)
    await until(async () => (await exportState(server, row.id)) === 'done')
    const text = await (await office.get(`/admin/exports/${row.id}/file`)).text()
    expect([text.includes(said('KEPT').trim()), text.includes('GONE')]).toEqual([true, false])
  })

  it('leaves its key and nothing of what was said, where or when', async () => {
    const row = await server.database.db
      .selectFrom('responses')
      .selectAll()
      .where('id', '=', sent.get('GONE')?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ answers: '', hash: '', agency: '', touchpoint: '', answered_on: '', received_on: '', erased: 1 })
    expect((await post(server.url, sent.get('GONE') ?? response())).status).toBe(410)
  })

  it('is let go of by the next start when whoever erased it could not finish', async () => {
    const row = await server.database.db
      .selectFrom('responses')
      .selectAll()
      .where('id', '=', sent.get('LATER')?.id ?? '')
      .executeTakeFirstOrThrow()
    const id = await prepared(server, 'responses.csv')
    await (await anotherWriter(server)).erase(row)
    expect((await found('LATER')).length).toBeGreaterThan(0)
    const next = await startServer({ engine, address, settings: { DATA_DIR: server.dataDir } })
    await writtenAnew()
    expect(await found('LATER')).toEqual([])
    expect(filesUnder(join(server.dataDir, 'exports')).filter((file) => file.includes(id))).toEqual([])
    await next.close()
  })
})

describe.each(oneEngine)('a backup that is put back on %s', (engine) => {
  it('does not bring back what the database that it replaces knows to be erased', async () => {
    const cli = await commandLine(engine)
    await fieldedByCommand(cli)
    const [gone, kept] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    const lines = [`${gone},A1,2026-03-01,paper,5,${said('GONE').trim()}`, `${kept},A1,2026-03-01,paper,4,${said('KEPT').trim()}`]
    const file = cli.file('lines.csv', `id,agency,submitted_at,channel,overall,comment\n${lines.join('\n')}\n`)
    await succeeding(cli.run('responses', 'import', file, '--campaign', 'c1'))
    rmSync(file)
    const backup = join(cli.folder, 'backup.tar.gz')
    await succeeding(cli.run('backup', backup))
    await succeeding(cli.run('responses', 'erase', gone, '--campaign', 'c1'))
    expect((await succeeding(cli.run('restore', backup, '--replace'))).stdout).toContain(
      '1 of its responses was erased since and is erased again.',
    )
    const { stdout } = await succeeding(cli.run('responses', 'export', '--campaign', 'c1'))
    expect([stdout.includes(kept), stdout.includes(gone)]).toEqual([true, false])
    await succeeding(cli.run('recount'))
    expect(
      (
        await cli.run(
          'responses',
          'import',
          cli.file('again.csv', `id,agency,submitted_at,channel,overall\n${gone},A1,2026-03-01,paper,5\n`),
          '--campaign',
          'c1',
        )
      ).stderr,
    ).toContain('đã được xoá')
    expect(filesUnder(cli.folder).filter((path) => readFileSync(path).includes(said('GONE').trim()))).toEqual([])
    cli.close()
  })
})

describe('an erasure while somebody reads the file', () => {
  it('keeps nobody waiting, and is finished when the reader has left', async () => {
    const server = await startServer()
    await fielded(server.database)
    await post(server.url, response({ overall: '4', comment: said('GONE') }))
    const reader = openDatabase(join(server.dataDir, 'sipas.sqlite'))
    await reader.engine.snapshot(reader.db, async (db) => {
      await db.selectFrom('responses').select('id').execute()
      await post(server.url, response())
      expect(await server.database.letGo()).toBe(false)
      expect((await post(server.url, response())).status).toBe(201)
    })
    expect(await server.database.letGo()).toBe(true)
    expect(readFileSync(join(server.dataDir, 'sipas.sqlite-wal')).length).toBe(0)
    expect((await post(server.url, response())).status).toBe(201)
    await reader.db.destroy()
    await server.close()
  })
})

describe('what the product writes', () => {
  it('is for its own user alone, also where it stood open before', async () => {
    const cli = await commandLine()
    const file = join(cli.folder, 'sipas.sqlite')
    chmodSync(file, 0o644)
    await fieldedByCommand(cli)
    const running = await startProcess(cli.settings)
    const database = cli.database()
    const server = { database, url: running.url, token: await tokenOf(database, 'test') }
    await prepared(server, 'responses.csv')
    await succeeding(cli.start('responses', 'export', '--campaign', 'c1', '--output', join(cli.folder, 'out.csv')))
    const others = (path: string): boolean => (statSync(path).mode & 0o077) !== 0
    const written = filesUnder(cli.folder).filter((path) => !path.endsWith('agencies.csv'))
    expect(written.length).toBeGreaterThan(4)
    expect([...written, join(cli.folder, 'exports')].filter(others)).toEqual([])
    await running.end('SIGTERM')
    await database.db.destroy()
    cli.close()
  })
})

describe('every connection to an SQLite file', () => {
  it('fills with zeros what is deleted', async () => {
    const server = await startServer()
    const [row] = (await server.database.db.executeQuery<{ secure_delete: number }>(CompiledQuery.raw('pragma secure_delete'))).rows
    expect(row?.secure_delete).toBe(1)
    await server.close()
  })

  it('leaves nothing of a thousand responses that were erased in any order', async () => {
    const server = await startServer()
    await fielded(server.database)
    const { db } = server.database
    await post(server.url, response({ overall: '4' }))
    const row = await db.selectFrom('responses').selectAll().executeTakeFirstOrThrow()
    const lengths = [10, 300, 1_500, 9_000]
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      ...row,
      id: crypto.randomUUID(),
      seq: index + 2,
      answers: `CANARY${index} `.repeat(Math.ceil((lengths[index % 4] ?? 0) / 10)),
    }))
    for (let first = 0; first < rows.length; first += 50)
      await db
        .insertInto('responses')
        .values(rows.slice(first, first + 50))
        .execute()
    for (const { id } of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, 900))
      await db
        .updateTable('responses')
        .set({ answers: '', packed: Buffer.alloc(0), erased: 1 })
        .where('campaign', '=', 'c1')
        .where('id', '=', id)
        .execute()
    expect(await server.database.letGo()).toBe(true)
    const left = new Set(
      readFileSync(join(server.dataDir, 'sipas.sqlite'))
        .toString('latin1')
        .match(/CANARY\d+ /g),
    )
    expect(left.size).toBe(100)
    await server.close()
  })
})

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

async function prepared(server: Pick<TestServer, 'url' | 'token' | 'database'>, file: string): Promise<string> {
  const office = officeOf(server)
  expect((await office.send('/admin/exports', { campaign: 'c1', file })).status).toBe(303)
  const [content = '', format = ''] = file.split('.')
  const find = () =>
    server.database.db
      .selectFrom('exports')
      .select('id')
      .where('content', '=', content)
      .where('format', '=', format)
      .where('state', '=', 'done')
      .executeTakeFirst()
  await until(async () => (await find()) !== undefined)
  return (await find())?.id ?? ''
}

const exportState = async ({ database }: TestServer, id: string): Promise<string> =>
  (await database.db.selectFrom('exports').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

/** The command line beside the running server, on its database. */
async function command(server: TestServer, address: string, ...words: readonly string[]) {
  const chunks: string[] = []
  const err = new Writable({ write: (chunk: Uint8Array, _, done) => (chunks.push(chunk.toString()), done()) })
  const out = new Writable({ write: (_, __, done) => done() })
  const env = { DATA_DIR: server.dataDir, ...(address.startsWith('postgres') ? { DATABASE_URL: address } : {}) }
  return { code: await runCommand({ env, out, err }, words), stderr: chunks.join('') }
}

/** The bytes of the table as they lie on the disk. */
async function tableBytes({ db }: Database): Promise<Buffer> {
  await sql`checkpoint`.execute(db)
  const { rows } = await sql<{ readonly bytes: Buffer }>`select pg_read_binary_file(pg_relation_filepath('responses')) as bytes`.execute(db)
  return rows[0]?.bytes ?? Buffer.alloc(0)
}

async function addressOf({ db }: Database): Promise<string> {
  const { rows } = await sql<{
    readonly name: string
    readonly port: number
  }>`select current_database() as name, inet_server_port() as port`.execute(db)
  return `postgres://postgres:postgres@127.0.0.1:${rows[0]?.port ?? 0}/${rows[0]?.name ?? ''}`
}
