import { Migrator } from 'kysely'
import type { Database } from './dialect'
import { start } from './migrations/0001-start'

/** Brings the schema to the newest state and names the steps that were taken; running it again does nothing. */
export async function migrate({ db, engine }: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ '0001-start': start(engine) }) } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error })
  return results.map(({ migrationName }) => migrationName)
}

/** Whether every migration of this build has run, for readiness. */
export async function isMigrated({ db, engine }: Database): Promise<boolean> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ '0001-start': start(engine) }) } })
  return (await migrator.getMigrations()).every(({ executedAt }) => executedAt !== undefined)
}
