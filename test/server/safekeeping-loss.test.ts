import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/db/dialect'
import { damagedLog } from '../../server/db/wal'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { post, response } from './fielded'
import { oneEngine, until } from './harness'
import { startProcess } from './process'

/** The files of a server that was killed after it had acknowledged so many responses one after another. */
async function killed(count: number): Promise<{ readonly cli: CommandLine; readonly log: string }> {
  const cli = await commandLine()
  await fieldedByCommand(cli)
  await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr', '--code', 'q1'))
  const server = await startProcess(cli.settings)
  for (let done = 0; done < count; done += 1) expect((await post(server.url, response())).status).toBe(201)
  await until(() => existsSync(join(cli.folder, 'recorded.json')))
  await server.end('SIGKILL')
  return { cli, log: join(cli.folder, 'sipas.sqlite-wal') }
}

describe('a write-ahead log beside the database', () => {
  let cli: CommandLine
  let log: string
  let whole: Buffer
  let database: Buffer
  let frames: number
  const bytes = 24 + 4096
  beforeAll(async () => {
    ;({ cli, log } = await killed(12))
    whole = written(readFileSync(log), bytes)
    database = readFileSync(join(cli.folder, 'sipas.sqlite'))
    frames = (whole.length - 32) / bytes
  })
  afterAll(() => cli.close())

  const withByte = (frame: number): void => {
    const copy = Buffer.from(whole)
    const at = 32 + frame * bytes + 24 + 100
    copy[at] = (copy[at] ?? 0) ^ 0xff
    writeFileSync(log, copy)
  }

  it('that a kill left is sound', () => {
    expect(frames).toBeGreaterThan(20)
    expect(damagedLog(join(cli.folder, 'sipas.sqlite'))).toBeUndefined()
  })

  it('of which the last transaction was torn by a crash is sound: nobody was told that it is stored', () => {
    writeFileSync(log, whole.subarray(0, whole.length - 1_000))
    expect(damagedLog(join(cli.folder, 'sipas.sqlite'))).toBeUndefined()
    withByte(frames - 1)
    expect(damagedLog(join(cli.folder, 'sipas.sqlite'))).toBeUndefined()
  })

  it('that is damaged in the middle stops the next start and every command, says what is lost, and is left as it is', async () => {
    withByte(Math.floor(frames / 2))
    const damage = damagedLog(join(cli.folder, 'sipas.sqlite'))
    expect(damage?.frame).toBe(Math.floor(frames / 2) + 1)
    expect(damage?.transactions).toBeGreaterThan(3)
    const before = readFileSync(log)
    await expect(startProcess(cli.settings)).rejects.toThrow(
      /sqlite-wal\) hỏng từ khung[\s\S]*sqlite-wal\) is damaged from frame[\s\S]*--as-is/,
    )
    const { code, stderr } = await cli.run('campaigns', 'list')
    expect(code).toBe(1)
    expect(stderr).toContain('is damaged')
    expect(readFileSync(log).equals(before)).toBe(true)
  })

  it('that is whole again opens again, with every response', async () => {
    writeFileSync(log, whole)
    const { stderr } = await succeeding(cli.run('recount'))
    expect(stderr).toContain('12 responses')
  })

  it('that is damaged can be given up: its files are kept aside, and what is left agrees and is served', async () => {
    writeFileSync(join(cli.folder, 'sipas.sqlite'), database)
    withByte(Math.floor(frames / 2))
    const { code, stdout } = await cli.run('doctor', '--format', 'json', '--language', 'en')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ code: 'log_damaged', severity: 'grave' }))
    const gone = await succeeding(cli.run('restore', '--as-is'))
    expect(gone.stdout).toMatch(/^\d responses and \d tallies are left and agree/)
    const aside = readdirSync(cli.folder).find((name) => name.startsWith('damaged-')) ?? ''
    expect(readFileSync(join(cli.folder, aside, 'sipas.sqlite-wal')).length).toBe(whole.length)
    const server = await startProcess(cli.settings)
    expect((await post(server.url, response())).status).toBe(201)
    expect(await server.end('SIGTERM')).toBe(0)
  })
})

/** A log up to its last transaction; behind that lies the room that the server makes when it starts. */
function written(log: Buffer, frameBytes: number): Buffer {
  let end = 32
  for (let at = 32; at + frameBytes <= log.length; at += frameBytes) if (log.readUInt32BE(at + 4) > 0) end = at + frameBytes
  return log.subarray(0, end)
}

describe('a log that was written over many times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-log-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is sound: what older rounds left behind the newest frames is no damage', async () => {
    const file = join(folder, 'sipas.sqlite')
    const database = openDatabase(file)
    const { sql } = await import('kysely')
    await sql`create table t (a text)`.execute(database.db)
    for (let round = 0; round < 4; round += 1) {
      for (let row = 0; row < 40 - round * 10; row += 1) await sql`insert into t values (${'x'.repeat(3_000)})`.execute(database.db)
      await sql`pragma wal_checkpoint(restart)`.execute(database.db)
    }
    await sql`insert into t values ('y'), ('z')`.execute(database.db)
    await sql`insert into t values ('y')`.execute(database.db)
    for (const ending of ['', '-wal']) copyFileSync(`${file}${ending}`, join(folder, `copy.sqlite${ending}`))
    await database.db.destroy()
    expect(statSync(join(folder, 'copy.sqlite-wal')).size).toBeGreaterThan(100_000)
    expect(damagedLog(join(folder, 'copy.sqlite'))).toBeUndefined()
  })
})

describe.each(oneEngine)('a database on %s that knows less than was acknowledged', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine)
    await fieldedByCommand(cli)
    await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr', '--code', 'q1'))
    const server = await startProcess(cli.settings)
    for (let done = 0; done < 5; done += 1) expect((await post(server.url, response())).status).toBe(201)
    await server.end('SIGTERM')
  })
  afterAll(() => cli.close())

  it('starts as long as it knows all', async () => {
    const server = await startProcess(cli.settings)
    expect((await post(server.url, response())).status).toBe(201)
    expect(await server.end('SIGTERM')).toBe(0)
  })

  it('does not start, and says how many are missing', async () => {
    const database = cli.database()
    await database.db.deleteFrom('responses').where('seq', '>', 2).execute()
    await database.db.updateTable('writers').set({ last_seq: 2 }).execute()
    await database.db.destroy()
    await expect(startProcess(cli.settings)).rejects.toThrow(/fewer responses than were acknowledged: #1: 2 < 6/)
  })

  it('does not start on a database that holds nothing where there was one, until that is said to be meant', async () => {
    const database = cli.database()
    await database.db.deleteFrom('responses').execute()
    await database.db.deleteFrom('tallies').execute()
    await database.db.updateTable('writers').set({ last_seq: 0 }).execute()
    await database.db.updateTable('secrets').set({ value: 'of a new one' }).where('name', '=', 'identity').execute()
    await database.db.destroy()
    await expect(startProcess(cli.settings)).rejects.toThrow(/fewer responses than were acknowledged: #1: 0 < \d/)
    await succeeding(cli.run('restore', '--as-is'))
    expect(await (await startProcess(cli.settings)).end('SIGTERM')).toBe(0)
  })
})

describe('a log that was cut off', () => {
  it('is seen by the count beside the database, once that was written', async () => {
    const { cli, log } = await killed(3)
    const database = cli.database()
    const { last_seq } = await database.db.selectFrom('writers').select('last_seq').where('slot', '=', 1).executeTakeFirstOrThrow()
    const { value } = await database.db.selectFrom('secrets').select('value').where('name', '=', 'identity').executeTakeFirstOrThrow()
    await database.db.destroy()
    expect(last_seq).toBe(3)
    writeFileSync(join(cli.folder, 'recorded.json'), JSON.stringify({ database: value, writers: [{ slot: 1, lastSeq: 4 }] }))
    rmSync(log, { force: true })
    await expect(startProcess(cli.settings)).rejects.toThrow(/fewer responses/)
    cli.close()
  })
})

describe('a database whose file is no database any more', () => {
  it('does not start, shows the way back, and that leads back', async () => {
    const cli = await commandLine('SQLite')
    await fieldedByCommand(cli)
    const [file, copy] = [join(cli.folder, 'sipas.sqlite'), join(cli.folder, 'copy.tar.gz')]
    await succeeding(cli.run('backup', copy))
    writeFileSync(file, Buffer.concat([Buffer.alloc(100, 7), readFileSync(file).subarray(100)]))
    await expect(startProcess(cli.settings)).rejects.toThrow(/file is not a database[^]*restore FILE --replace/)
    expect((await cli.run('doctor', '--language', 'en')).stdout).toContain('The database file has faults')
    expect((await cli.run('restore', copy)).stderr).toContain('--replace')
    await succeeding(cli.run('restore', copy, '--replace'))
    expect(await (await startProcess(cli.settings)).end('SIGTERM')).toBe(0)
    cli.close()
  })
})

describe('the files of a new database', () => {
  it('are readable by nobody else, from the start', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'sipas-modes-'))
    const folder = join(parent, 'data')
    const mask = process.umask(0o022)
    const server = await startProcess({ DATA_DIR: folder, DATABASE_URL: '' })
    process.umask(mask)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const names = readdirSync(folder).filter((name) => name.startsWith('sipas.sqlite'))
    expect(names.sort()).toEqual(['sipas.sqlite', 'sipas.sqlite-shm', 'sipas.sqlite-wal'])
    for (const name of names) expect(`${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`).toBe(`${name} 600`)
    await server.end('SIGTERM')
    rmSync(parent, { recursive: true, force: true })
  })
})
