import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/dialect'
import { copyName, surplus } from '../../server/safekeeping/kept'
import { type MakeCopy, makeInProcess, makeWhenDue, type ScheduleDeps } from '../../server/safekeeping/schedule'
import { localDay } from '../../surveys/instrument/calendar'
import { builtMain } from '../faults/product'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { oneEngine, theBuild } from './harness'

const dayAfter = (first: string, days: number): string =>
  new Date(Date.parse(`${first}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What lies in the folder when a copy was made on each of these days and what had its time was taken away each time. */
function keptOf(days: readonly string[]): readonly string[] {
  let names: readonly string[] = []
  for (const day of days) {
    names = [...names, copyName(day, 'encrypted')]
    const gone = new Set(surplus(names))
    names = names.filter((name) => !gone.has(name))
  }
  return names
}

describe('the copies that stay', () => {
  it('are those of the last fourteen days, and the first of each of the last 24 months', () => {
    const kept = keptOf(Array.from({ length: 1_000 }, (_, index) => dayAfter('2024-03-10', index)))
    expect(kept.slice(-14)).toEqual(Array.from({ length: 14 }, (_, index) => `sipas-${dayAfter('2024-03-10', 986 + index)}.tar.gz.age`))
    expect(kept.slice(0, -14).every((name) => /-01\.tar/.test(name))).toBe(true)
    expect(kept).toHaveLength(14 + 23)
    expect(kept[0]).toBe('sipas-2025-01-01.tar.gz.age')
  })

  it('are the last fourteen that there are when the machine stood still for a while', () => {
    const days = [...Array.from({ length: 20 }, (_, index) => dayAfter('2026-01-05', index)), '2026-09-01', '2026-09-02']
    expect(keptOf(days)).toEqual(['2026-01-05', ...days.slice(-14)].map((day) => `sipas-${day}.tar.gz.age`))
  })

  it('are never files of somebody else, doubtful ones or ones being written', () => {
    const strange = ['notes.txt', 'sipas-2020-01-01.tar.gz.part', 'sipas-2020-01-02.tar.gz.doubtful', 'sipas-2020-01-03.tar.gz.age.bak']
    expect(
      surplus([...strange, ...Array.from({ length: 40 }, (_, index) => copyName(dayAfter('2026-01-01', index), 'plain'))]).filter((name) =>
        strange.includes(name),
      ),
    ).toEqual([])
  })
})

describe.each(oneEngine)('the backup of the day on %s', (engine) => {
  let cli: CommandLine
  let database: Database
  let time = Date.parse('2026-11-27T01:30:00+07:00')
  beforeAll(async () => {
    await theBuild()
    cli = await commandLine(engine)
    await fieldedByCommand(cli)
    database = cli.database()
  })
  afterAll(async () => {
    await database.db.destroy()
    cli.close()
  })

  const folder = (): string => join(cli.folder, 'copies')
  const deps = (make: MakeCopy): ScheduleDeps => ({
    database,
    address: cli.settings.DATABASE_URL || join(cli.folder, 'sipas.sqlite'),
    folder: folder(),
    encryption: 'plain',
    now: () => time,
    log: pino({ level: 'silent' }),
    make,
  })
  const real: MakeCopy = (file, stop) => makeInProcess(builtMain, { ...process.env, ...cli.settings })(file, stop)
  const never: MakeCopy = () => Promise.reject(new Error('nobody should make one now'))
  const open = new AbortController().signal

  it('is not made before two in the night, is made then, and once', async () => {
    expect(await makeWhenDue(deps(never), open)).toBe('not-due')
    time = Date.parse('2026-11-27T02:10:00+07:00')
    expect(await makeWhenDue(deps(real), open)).toBe('made')
    expect(readdirSync(folder())).toEqual(['sipas-2026-11-27.tar.gz'])
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
    expect(await makeWhenDue(deps(never), open)).toBe('not-due')
  })

  it('is made by one of several processes that look at the same moment', async () => {
    time = Date.parse('2026-11-28T03:00:00+07:00')
    let begun = 0
    const slow: MakeCopy = async (file) => {
      begun += 1
      await new Promise((resolve) => setTimeout(resolve, 300))
      writeFileSync(file, '')
      return undefined
    }
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => makeWhenDue(deps(slow), open)))
    expect(begun).toBe(1)
    expect(outcomes.sort()).toEqual(['made', 'not-due', 'not-due', 'not-due'])
  })

  it('that failed is told by the doctor, and tried again an hour later', async () => {
    time = Date.parse('2026-11-29T03:00:00+07:00')
    expect(
      await makeWhenDue(
        deps(() => Promise.resolve('the disk is gone')),
        open,
      ),
    ).toBe('failed')
    time += 30 * 60_000
    expect(await makeWhenDue(deps(never), open)).toBe('not-due')
    const { stdout } = await cli.run('doctor', '--format', 'json', '--language', 'en')
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ code: 'backup_failed', severity: 'warning', what: expect.stringContaining('the disk is gone') }),
    )
    time += 31 * 60_000
    expect(await makeWhenDue(deps(real), open)).toBe('made')
  })

  it('whose folder cannot be had has failed like any other, and keeps nobody from the next try', async () => {
    time = Date.parse('2026-11-29T06:00:00+07:00')
    writeFileSync(join(cli.folder, 'no-folder'), '')
    expect(await makeWhenDue({ ...deps(never), folder: join(cli.folder, 'no-folder', 'copies') }, open)).toBe('failed')
    const { stdout } = await cli.run('doctor', '--format', 'json', '--language', 'en')
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ code: 'backup_failed', what: expect.stringContaining('no-folder') }),
    )
    const hold = await database.db.selectFrom('settings').select('value').where('name', '=', 'backup-hold').executeTakeFirstOrThrow()
    expect(JSON.parse(hold.value).until).toBe(new Date(time).toISOString())
  })

  it('that was killed leaves no copy, and the next one clears what it left', async () => {
    time = Date.parse('2026-11-30T03:00:00+07:00')
    let stopping = new AbortController()
    // As soon as it has begun to write: after a while that is measured it could be done.
    const killed: MakeCopy = async (file, stop) => {
      const written = watch(folder(), () => stopping.abort())
      return real(file, stop).finally(() => written.close())
    }
    // It may be done before a machine that stands still hears of it: then the next day's is killed.
    while ((await makeWhenDue(deps(killed), stopping.signal)) === 'made') {
      time += 24 * 3_600_000
      stopping = new AbortController()
    }
    const copy = copyName(localDay(time), 'plain')
    expect(existsSync(join(folder(), copy))).toBe(false)
    mkdirSync(join(folder(), '.sipas-work-left'))
    writeFileSync(join(folder(), `${copy}.part`), 'half')
    expect(await makeWhenDue(deps(real), open)).toBe('made')
    expect(readdirSync(folder()).filter((name) => /part|work/.test(name))).toEqual([])
    expect(existsSync(join(folder(), copy))).toBe(true)
  })
})

describe('the doctor', () => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine('SQLite', { PUBLIC_URL: 'https://khaosat.example.vn' })
    await fieldedByCommand(cli)
    chmodSync(join(cli.folder, 'sipas.sqlite'), 0o600)
  })
  afterAll(() => cli.close())

  const found = async (
    ...words: readonly string[]
  ): Promise<{ readonly code: number | null; readonly severities: Readonly<Record<string, string>> }> => {
    const { code, stdout } = await cli.run('doctor', '--format', 'json', ...words)
    const rows: readonly { readonly code: string; readonly severity: string }[] = JSON.parse(stdout)
    return { code, severities: Object.fromEntries(rows.map((row) => [row.code, row.severity])) }
  }

  it('finds a new installation without a copy worth a look, and says what is well too', async () => {
    const { code, severities } = await found('--whole')
    expect(code).toBe(1)
    expect(severities).toMatchObject({
      backup_none: 'warning',
      backup_plain: 'warning',
      schema_well: 'well',
      counts_well: 'well',
      modes_well: 'well',
      clock_well: 'well',
    })
  })

  it('speaks Vietnamese unless asked otherwise, and says what to do', async () => {
    expect((await cli.run('doctor')).stdout).toMatch(/Cần xem lại: Trong .* chưa có bản sao lưu nào[\s\S]*Cách xử lý: /)
    expect((await cli.run('doctor', '--language', 'en')).stdout).toMatch(/Look at this: There is no backup that counts[\s\S]*What to do: /)
  })

  it('sees a folder that others can read, an old copy, and a doubtful one', async () => {
    chmodSync(cli.folder, 0o755)
    mkdirSync(join(cli.folder, 'backups'), { mode: 0o700 })
    writeFileSync(join(cli.folder, 'backups/sipas-2026-01-01.tar.gz'), '')
    writeFileSync(join(cli.folder, 'backups/sipas-2026-01-02.tar.gz.doubtful'), '')
    const { code, severities } = await found()
    expect(code).toBe(2)
    expect(severities).toMatchObject({ mode_open: 'warning', backup_old: 'grave', backup_doubtful: 'grave' })
    chmodSync(cli.folder, 0o700)
    rmSync(join(cli.folder, 'backups'), { recursive: true })
  })

  it('sees rows that somebody took out of the database', async () => {
    await succeeding(
      cli.run(
        'responses',
        'import',
        cli.file(
          'few.csv',
          'id,agency,submitted_at,channel,A1,overall\n00000000-0000-4000-8000-000000000001,A1,2026-05-01,paper,5,5\n00000000-0000-4000-8000-000000000002,A1,2026-05-01,paper,5,5\n',
        ),
        '--campaign',
        'c1',
      ),
    )
    const database = cli.database()
    await database.db.deleteFrom('responses').where('seq', '=', 1).execute()
    await database.db.destroy()
    expect(await found()).toMatchObject({ code: 2, severities: { count_gap: 'grave', tallies_differ: 'grave' } })
  })

  it('says which setting is wrong, and that a database cannot be reached', async () => {
    const wrong = await commandLine('SQLite', { PORT: 'many', BACKUP_KEY: 'age1short' })
    const { code, stdout } = await wrong.run('doctor', '--format', 'json')
    expect(code).toBe(2)
    expect(stdout).toContain('PORT')
    expect(stdout).toContain('BACKUP_KEY')
    wrong.close()
    const away = await commandLine('SQLite', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect((await away.run('doctor')).code).toBe(2)
    away.close()
  })
})
