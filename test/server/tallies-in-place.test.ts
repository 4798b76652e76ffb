import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { migratedDatabase } from './harness'

describe('tally rows of 3 kB on PostgreSQL', () => {
  let database: Database
  beforeAll(async () => {
    database = openDatabase(await migratedDatabase('PostgreSQL', ''))
  })
  afterAll(() => database.db.destroy())

  it('are written over in their page: nothing is laid aside and no index changes', async () => {
    const agencies = Array.from({ length: 10 }, (_, index) => `A${index}`)
    // No pattern that a compression could use.
    const sums = Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * index * 7 + (index >> 3) * 31) % 251))
    const changed = Buffer.from(sums.toReversed())
    const key = { campaign: 'c1', month: '', version: 1, touchpoint: '', service: '', channel: 'qr', writer: 1 } as const
    await database.db
      .insertInto('tallies')
      .values(agencies.map((agency) => ({ ...key, agency, sums })))
      .execute()
    const hot = await database.db.transaction().execute(async (trx) => {
      for (const agency of agencies)
        await trx.updateTable('tallies').set({ sums: changed }).where('campaign', '=', 'c1').where('agency', '=', agency).execute()
      return sql<{ count: number }>`select pg_stat_get_xact_tuples_hot_updated('tallies'::regclass) as count`.execute(trx)
    })
    expect(hot.rows).toEqual([{ count: agencies.length }])
    const aside = sql<{ bytes: number }>`select pg_relation_size(reltoastrelid) as bytes from pg_class where oid = 'tallies'::regclass`
    expect((await aside.execute(database.db)).rows).toEqual([{ bytes: 0 }])
    const stored = await database.db.selectFrom('tallies').select('sums').execute()
    expect(stored.map((row) => row.sums)).toEqual(agencies.map(() => changed))
  })
})
