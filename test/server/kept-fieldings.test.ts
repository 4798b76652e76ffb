import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { questionnaireSource } from '../../server/db/questionnaires'
import { fieldingSource } from '../../server/db/touchpoints'
import { fielded } from './fielded'
import { engines, migratedDatabase } from './harness'

describe.each(engines)('what a touchpoint asks, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  let database: Database
  beforeAll(async () => {
    database = openDatabase(await migratedDatabase(engine, folder))
    await fielded(database)
    // What is known of all codes is read once for all who look for one.
    await counted(database).source.find('q1')
  })
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is read once for all who ask at once, and once more after two seconds', async () => {
    const alone = counted(database)
    await alone.source.find('q1')
    const { source, statements, clock } = counted(database)
    const all = () => Promise.all(Array.from({ length: 40 }, () => source.find('q1')))
    const first = await all()
    expect(first[0]?.campaign.code).toBe('c1')
    expect(new Set([...first, ...(await all())]).size).toBe(1)
    expect(statements()).toBe(alone.statements())
    clock.now += 2_000
    alone.clock.now += 2_000
    await Promise.all([all(), alone.source.find('q1')])
    expect(statements()).toBe(alone.statements())
  })

  it('is looked for each time while it does not exist, and found once it does', async () => {
    const { source } = counted(database)
    expect(await source.find('t9')).toBeUndefined()
    await database.db.insertInto('touchpoints').values({ code: 't9', campaign: 'c1', kind: 'qr', label: '{"vi":"Quầy 9"}' }).execute()
    expect((await source.find('t9'))?.touchpoint.label).toEqual({ vi: 'Quầy 9' })
  })
})

/** A source of fieldings at a clock of its own that tells how many statements it has made. */
function counted(database: Database) {
  const clock = { now: Date.UTC(2026, 10, 28) }
  let made = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      made += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const watched = { ...database, db: database.db.withPlugin(plugin) }
  return { source: fieldingSource(watched, questionnaireSource(watched), () => clock.now), statements: () => made, clock }
}
