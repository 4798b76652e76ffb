import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../server/db/dialect'
import { type EngineName, migratedDatabase, theBuild } from './harness'

const built = join(import.meta.dirname, '../../dist/server/main.js')

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type CommandLine = {
  readonly folder: string
  readonly settings: Readonly<Record<string, string>>
  /** Runs the built product with these words. */
  readonly run: (...words: readonly string[]) => Promise<Ran>
  /** Runs a command that must succeed and reads what it prints as JSON. */
  readonly json: (...words: readonly string[]) => Promise<unknown>
  /** Writes a file into the folder and gives its path. */
  readonly file: (name: string, text: string) => string
  /** A second connection to the same database. */
  readonly database: () => Database
  readonly close: () => void
}

/** The command line of the product on a database of its own. */
export async function commandLine(engine: EngineName = 'SQLite', more: Readonly<Record<string, string>> = {}): Promise<CommandLine> {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-cli-'))
  const [address] = await Promise.all([migratedDatabase(engine, folder), theBuild()])
  const settings = { DATA_DIR: folder, DATABASE_URL: engine === 'SQLite' ? '' : address, LOG_LEVEL: 'error', ...more }
  const run = (...words: readonly string[]): Promise<Ran> => ran(words, settings)
  return {
    folder,
    settings,
    run,
    json: async (...words) => {
      const { code, stdout, stderr } = await run(...words, '--format', 'json')
      if (code !== 0) throw new Error(`${words.join(' ')}: ${String(code)} ${stderr}`)
      return JSON.parse(stdout)
    },
    file: (name, text) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    },
    database: () => openDatabase(address),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const ran = (words: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [built, ...words],
      { env: { ...process.env, PUBLIC_URL: '', PORT: '', ...settings }, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })

export const agencyFile = 'code,name,name_en,block\nA1,Xã Một,Commune One,commune\nA2,Xã Hai,,commune\nS1,Sở Một,,department\n'

/** Three agencies and an open campaign `c1` of `sipas-service` in 2026. */
export async function fieldedByCommand({ run, file }: CommandLine, ...more: readonly string[]): Promise<void> {
  await succeeding(run('agencies', 'import', file('agencies.csv', agencyFile)))
  await succeeding(
    run(
      'campaigns',
      'create',
      '--code',
      'c1',
      '--title',
      'Năm 2026',
      '--questionnaire',
      'sipas-service',
      '--from',
      '2026-01-01',
      '--to',
      '2026-12-31',
      ...more,
    ),
  )
  await succeeding(run('campaigns', 'open', 'c1'))
}

export async function succeeding(running: Promise<Ran>): Promise<Ran> {
  const result = await running
  if (result.code !== 0) throw new Error(`exit code ${String(result.code)}: ${result.stderr}`)
  return result
}
