import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/db/dialect'
import { migrate } from '../../server/db/migrate'

describe('the log beside an SQLite database that serves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-log-'))
  const file = join(folder, 'sipas.sqlite')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has its full size before the first response, so that no commit has to make it longer, and keeps nothing of that', async () => {
    const database = openDatabase(file)
    await migrate(database)
    const pages = async () => (await sql<{ page_count: number }>`pragma page_count`.execute(database.db)).rows[0]?.page_count
    const before = await pages()
    await database.engine.makeRoom(database.db)
    const size = statSync(`${file}-wal`).size
    expect(size).toBeGreaterThan(30_000_000)
    for (let n = 0; n < 50; n += 1) await sql`insert into settings (name, value) values (${`n${n}`}, 'x')`.execute(database.db)
    expect(statSync(`${file}-wal`).size).toBe(size)
    expect(await pages()).toBeLessThanOrEqual((before ?? 0) + 2)
    expect((await database.db.introspection.getTables()).map(({ name }) => name)).not.toContain('room_for_the_log')
    expect((await sql<{ cache_size: number }>`pragma cache_size`.execute(database.db)).rows).toEqual([{ cache_size: -32_000 }])
    expect((await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.db)).rows).toEqual([{ integrity_check: 'ok' }])
    await database.db.destroy()
  })
})
