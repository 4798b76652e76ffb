import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/db/dialect'
import { engines, migratedDatabase } from '../server/harness'
import { filled, missedTamperings } from '../server/tampered'

const rounds = { SQLite: 10_000, PostgreSQL: 1_000 } as const

describe.each(engines)('the log on %s', (engine) => {
  it(`names the first entry that is not as it was written, of ${rounds[engine]} that were altered, removed, swapped and put in`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipas-audit-'))
    const database = openDatabase(await migratedDatabase(engine, folder))
    await filled(database, 9)
    expect(await missedTamperings(database, rounds[engine])).toEqual([])
    await database.db.destroy()
    rmSync(folder, { recursive: true })
  }, 600_000)
})
