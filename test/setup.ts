import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './server/postgres'

/** Builds the product once and starts one PostgreSQL server for all suites. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const built = spawnSync(process.execPath, ['--import', 'tsx', 'server/launch.ts', '--version'], { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the product does not build:\n${built.stdout}${built.stderr}`)
  const postgres = await startPostgres()
  project.provide('postgres', postgres.address)
  return postgres.stop
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgres: string
  }
}
