import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginning, entryHash, oneSpelling } from '../../server/db/chain'
import { type Database, openDatabase, whole } from '../../server/db/dialect'
import { eventFor, logMark, readWithin, readThrough, takeTurn, writeEvent } from '../../server/db/events'
import { logChain } from '../../server/db/migrations/0023-log-chain'
import type { EventRow } from '../../server/db/tables'
import { keepRecorded, recordedFile } from '../../server/safekeeping/recorded'
import { type CommandLine, commandLine } from './cli'
import { engines, migratedDatabase } from './harness'
import { filled, lan, missedTamperings, now } from './tampered'

describe('the chain of the log', () => {
  it.each([
    // RFC 8785, 3.2.2 and 3.2.3, without the numbers that a log has none of.
    [
      { numbers: [4.5, 2e-3, 1e30], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] },
      '{"literals":[null,true,false],"numbers":[4.5,0.002,1e+30],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew', '1': 'One', '\u0080': 'Control', '\u00f6': 'Latin o' },
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin o","€":"Euro Sign","\ufb33":"Hebrew"}',
    ],
  ])('spells JSON as RFC 8785 does', (value, text) => {
    expect(oneSpelling(value)).toBe(text)
  })

  it('is SHA-256 over the entry and the hash before it, as any other tool computes it', () => {
    const entry = {
      seq: 1,
      at: '2026-11-28T01:02:03Z',
      account: 'a',
      person: 'Lan',
      door: 'page',
      act: 'campaigns.open',
      kind: 'campaigns',
      object: 'c1',
      details: '{}',
      once: null,
    } as const
    expect(createHash('sha256').update('abc').digest('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(entryHash(beginning, entry)).toBe('e5843b98e44284b9e1f46006f993fd318647b231a0eb2d15b300ef70fa630689')
  })
})

describe.each(engines)('the log on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-audit-'))
  let database: Database
  beforeAll(async () => {
    database = openDatabase(await migratedDatabase(engine, folder))
    await database.db.deleteFrom('events').execute()
    await database.db.updateTable('event_turn').set({ seq: 0 }).execute()
    await filled(database, 9)
  })
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true })
  })

  it('is whole after every act, one after the other and many at once', async () => {
    await Promise.all([filled(database, 2), filled(database, 1)])
    expect(await readThrough(database)).toEqual({ mark: await logMark(database), fault: undefined })
    expect((await logMark(database)).seq).toBe(12)
  })

  const rounds = { SQLite: 600, PostgreSQL: 60 }[engine]
  it(`names the first entry that is not as it was written: ${rounds} entries altered, removed, swapped and put in by chance`, async () => {
    expect(await missedTamperings(database, rounds)).toEqual([])
  })

  it('says that its end is missing where the count of turns knows more, and where a mark that was kept does', async () => {
    const last = await logMark(database)
    await whole(database, async (within) => {
      await within.db.deleteFrom('events').where('seq', '>', 10).execute()
      expect((await readWithin(within)).fault).toEqual({ seq: 11, code: 'cut' })
      await within.db.updateTable('event_turn').set({ seq: 10 }).execute()
      expect((await readWithin(within)).fault).toBeUndefined()
      expect((await readWithin(within, [last])).fault).toEqual({ seq: 11, code: 'cut' })
      for (const seq of [await takeTurn(within), await takeTurn(within)])
        await writeEvent(within, eventFor(seq, now(), lan, 'campaigns.open', 'x', {}), undefined)
      expect((await readWithin(within)).fault).toBeUndefined()
      expect((await readWithin(within, [last])).fault).toEqual({ seq: 12, code: 'unlike' })
      throw new Error('taken back')
    }).catch((error: unknown) => expect(String(error)).toContain('taken back'))
    expect((await readThrough(database, [last])).fault).toBeUndefined()
  })

  it('goes on after its end was cut off, and the gap stays named', async () => {
    await whole(database, async (within) => {
      await within.db.deleteFrom('events').where('seq', '=', 12).execute()
      await writeEvent(within, eventFor(await takeTurn(within), now(), lan, 'campaigns.open', 'x', {}), undefined)
      expect((await readWithin(within)).fault).toEqual({ seq: 12, code: 'missing' })
      throw new Error('taken back')
    }).catch((error: unknown) => expect(String(error)).toContain('taken back'))
  })

  it('of an installation from before is chained as it stands', async () => {
    const other = openDatabase(await migratedDatabase(engine, mkdtempSync(join(folder, 'before-'))))
    await filled(other, 5)
    const before = await logMark(other)
    await other.db.schema.alterTable('events').dropColumn('hash').execute()
    await logChain(other.engine).up(other.db)
    expect(await readThrough(other, [before])).toEqual({ mark: before, fault: undefined })
    await other.db.destroy()
  })

  it('is noted beside the database, and what was noted once stays known after the end was cut off', async () => {
    const other = openDatabase(await migratedDatabase(engine, mkdtempSync(join(folder, 'noted-'))))
    const dataDir = mkdtempSync(join(folder, 'data-'))
    await filled(other, 3)
    const last = await logMark(other)
    const noted = () => JSON.parse(readFileSync(recordedFile(dataDir), 'utf8')).log
    const kept = keepRecorded({ database: other, dataDir, log: pino({ level: 'silent' }) })
    await kept.stop()
    expect(noted()).toEqual(last)
    await other.db
      .deleteFrom('events')
      .where('seq', '>', last.seq - 2)
      .execute()
    await other.db
      .updateTable('event_turn')
      .set({ seq: last.seq - 2 })
      .execute()
    await keepRecorded({ database: other, dataDir, log: pino({ level: 'silent' }) }).stop()
    expect(noted()).toEqual(last)
    await other.db.destroy()
  })
})

describe.each(engines)('the command line over the log on %s', (engine) => {
  let cli: CommandLine
  let database: Database
  beforeAll(async () => {
    cli = await commandLine(engine)
    database = cli.database()
    await filled(database, 3)
  })
  afterAll(async () => {
    await database.db.destroy()
    cli.close()
  })
  const told = async (...words: readonly string[]) => {
    const { code, stdout } = await cli.run(...words, '--format', 'json')
    return { code, ...JSON.parse(stdout) }
  }

  it('says that the log is whole, with a mark to keep that it knows again later', async () => {
    const { mark, ...found } = await told('audit', 'verify')
    expect(found).toMatchObject({ code: 0, ok: true, entry: null, fault: null })
    expect((await told('verify-audit', '--mark', mark)).ok).toBe(true)
    expect(await told('audit', 'verify', '--mark', `1:${'0'.repeat(64)}`)).toMatchObject({ code: 1, entry: 1, fault: 'unlike' })
    expect((await cli.run('audit', 'verify', '--mark', 'x')).code).toBe(2)
  })

  it('writes the whole log in three formats, from which every hash can be computed again', async () => {
    const { stdout: lines } = await cli.run('audit', 'export', '--format', 'jsonl')
    const rows: readonly EventRow[] = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    let before = beginning
    for (const { hash, ...row } of rows) {
      const fields = Object.entries({ ...row, before }).sort(([a], [b]) => (a < b ? -1 : 1))
      before = createHash('sha256')
        .update(`{${fields.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join(',')}}`)
        .digest('hex')
      expect(hash).toBe(before)
    }
    expect(rows.at(-1)).toMatchObject({ act: 'log.export', door: 'command', seq: rows.length })
    const { stdout: list } = await cli.run('audit', 'export', '--format', 'json')
    expect(JSON.parse(list).slice(0, -1)).toEqual(rows)
    const file = join(cli.folder, 'log.csv')
    expect((await cli.run('audit', 'export', '--from', '2026-11-28', '--to', '2026-11-28', '--output', file)).code).toBe(0)
    const inside = readFileSync(file, 'utf8').split('\r\n').slice(0, -1)
    expect(inside[0]).toBe('\uFEFFseq,at,account,person,door,act,kind,object,details,once,hash')
    expect(inside.slice(1).every((line) => /^\d+,2026-11-2[78]T/.test(line))).toBe(true)
    expect(inside.filter((line) => line.includes('campaigns.open'))).toHaveLength(3)
    const { stdout: none } = await cli.run('audit', 'export', '--to', '2001-01-01', '--format', 'json')
    expect(JSON.parse(none)).toEqual([])
    expect((await cli.run('audit', 'export', '--from', '28/11/2026')).code).toBe(2)
  })

  it('names the entry that somebody altered in the database, and so does the doctor, in both languages', async () => {
    const { seq } = await logMark(database)
    await database.db
      .updateTable('events')
      .set({ person: 'Ai đó' })
      .where('seq', '=', seq - 1)
      .execute()
    expect(await told('audit', 'verify')).toMatchObject({ code: 1, ok: false, entry: seq - 1, fault: 'changed' })
    const text = await cli.run('verify-audit')
    expect([text.code, text.stdout]).toEqual([1, expect.stringContaining(`entry ${seq - 1} is not as it was written`)])
    const doctor = await cli.run('doctor')
    expect([doctor.code, doctor.stdout]).toEqual([2, expect.stringContaining(`mục số ${seq - 1} không còn như lúc ghi`)])
  })

  it('names the end that is missing by what was noted beside the database', async () => {
    const known = { seq: (await logMark(database)).seq + 5, hash: 'f'.repeat(64) }
    const identity = await database.db.selectFrom('secrets').select('value').where('name', '=', 'identity').executeTakeFirst()
    await database.db
      .deleteFrom('events')
      .where('seq', '>=', known.seq - 6)
      .execute()
    await database.db
      .updateTable('event_turn')
      .set({ seq: known.seq - 7 })
      .execute()
    writeFileSync(recordedFile(cli.folder), JSON.stringify({ database: identity?.value, writers: [], log: known }))
    expect(await told('audit', 'verify')).toMatchObject({ code: 1, entry: known.seq - 6, fault: 'cut' })
  })
})
