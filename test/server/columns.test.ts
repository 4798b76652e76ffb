import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { migratedDatabase } from './harness'

describe('columns that go to PostgreSQL as bytes', () => {
  let database: Database
  beforeAll(async () => {
    database = openDatabase(await migratedDatabase('PostgreSQL', ''))
  })
  afterAll(() => database.db.destroy())
  const echoed = (type: string, column: readonly unknown[]) =>
    database.transact(async (within) => {
      const { rows } = await within.executeQuery<{ value: unknown }>(
        CompiledQuery.raw(`select * from unnest($1::${type}) as sent (value)`, [column]),
      )
      return rows.map(({ value }) => value)
    })

  it('arrive as they were', async () => {
    const texts = ['Xã Tân Lập', '', '{"a":"NULL, \\"}"}', 'NULL', '👩‍👩‍👧', 'x'.repeat(70_000)]
    expect(await echoed('text[]', texts)).toEqual(texts)
    const numbers = [0, 1, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    expect(await echoed('bigint[]', numbers)).toEqual(numbers)
    const bytes = [Buffer.from([0, 255, 92]), Buffer.alloc(0), Buffer.alloc(9_000, 7)]
    expect(await echoed('bytea[]', bytes)).toEqual(bytes)
  })

  it('are refused, and nothing of them stored, where a value is no whole number or not of its column', async () => {
    for (const column of [[1.5], [Number.NaN], ['a', 1], [1, 'a'], [null]]) await expect(echoed('text[]', column)).rejects.toThrow()
    expect(await echoed('text[]', ['after'])).toEqual(['after'])
  })

  it('leave nothing behind of a transaction that failed', async () => {
    const put = CompiledQuery.raw('insert into settings (name, value) select * from unnest($1::text[], $2::text[])', [['n1'], ['x']])
    const failing = database.transact(async (within) => {
      await within.executeQuery(put)
      throw new Error('given up')
    })
    await expect(failing).rejects.toThrow('given up')
    expect(await database.db.selectFrom('settings').selectAll().where('name', '=', 'n1').execute()).toEqual([])
    await database.transact((within) => within.executeQuery(put))
    expect(await database.db.selectFrom('settings').select('value').where('name', '=', 'n1').execute()).toEqual([{ value: 'x' }])
  })
})
