import { randomBytes } from 'node:crypto'
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/**
 * Touchpoints get codes that can be renewed, are paused, and are shown by a display whose code turns. What was stored before was not
 * signed and stays as it is printed. The first key that signs is made here, outside of any act that might be taken back.
 */
export const touchpointDoors = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<Tables>) => {
    const add = async (name: string, type: 'text' | 'integer', value: string | number) => {
      await db.schema
        .alterTable('touchpoints')
        .addColumn(name, type, (c) => c.notNull().defaultTo(value))
        .execute()
    }
    await add('signed', 'integer', 0)
    await add('revision', 'integer', 1)
    await add('turns', 'integer', 0)
    await add('paused_at', 'text', '')
    await db.schema
      .alterTable('touchpoints')
      .addColumn('link', key, (c) => c.notNull().defaultTo(''))
      .execute()
    await db.schema
      .alterTable('touchpoints')
      .addColumn('display', key, (c) => c.notNull().defaultTo(''))
      .execute()
    await db.schema.createIndex('touchpoints_by_link').on('touchpoints').column('link').execute()
    await db.schema.createIndex('touchpoints_by_display').on('touchpoints').column('display').execute()
    await db.schema
      .createTable('retired_codes')
      .addColumn('code', key, (c) => c.primaryKey())
      .addColumn('touchpoint', key, (c) => c.notNull())
      .addColumn('retired_at', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('retired_codes_by_touchpoint').on('retired_codes').column('touchpoint').execute()
    await db
      .insertInto('secrets')
      .values({ name: 'codes-0', value: randomBytes(32).toString('base64url') })
      .execute()
  },
})
