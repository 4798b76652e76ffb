import type { TestServer } from './harness'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { runCommand } from '../../server/cli/main'
import { type Database, openDatabase } from '../../server/db/dialect'
import { type EngineName, migratedDatabase, theBuild } from './harness'

const built = join(import.meta.dirname, '../../dist/server/main.js')

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type CommandLine = {
  readonly folder: string
  readonly settings: Readonly<Record<string, string>>
  /** Runs a command here, as the built product does with these words. */
  readonly run: (...words: readonly string[]) => Promise<Ran>
  /** Runs the built product with these words in a process of its own. */
  readonly start: (...words: readonly string[]) => Promise<Ran>
  /** Runs a command that must succeed and reads what it prints as JSON. */
  readonly json: (...words: readonly string[]) => Promise<unknown>
  /** Writes a file into the folder and gives its path. */
  readonly file: (name: string, text: string) => string
  /** A second connection to the same database. */
  readonly database: () => Database
  /** Where the database is. */
  readonly address: string
  readonly close: () => void
}

/** The command line of the product on a database of its own. */
export async function commandLine(
  engine: EngineName = 'SQLite',
  more: Readonly<Record<string, string>> = {},
  made: typeof migratedDatabase = migratedDatabase,
): Promise<CommandLine> {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-cli-'))
  const address = await made(engine, folder)
  const settings = { DATA_DIR: folder, DATABASE_URL: engine === 'SQLite' ? '' : address, LOG_LEVEL: 'error', ...more }
  const env = { PUBLIC_URL: '', PORT: '', ...settings }
  const start = (...words: readonly string[]): Promise<Ran> => ranApart(words, env)
  const run = (...words: readonly string[]): Promise<Ran> => ranHere(words, env)
  return {
    folder,
    settings,
    run,
    start,
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
    address,
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

type Env = Readonly<Record<string, string>>

/** Runs a command on the database of a server that goes on serving it. */
export const commandOn = ({ dataDir, database }: Pick<TestServer, 'dataDir' | 'database'>, ...words: readonly string[]): Promise<Ran> =>
  ranHere(words, {
    DATA_DIR: dataDir,
    DATABASE_URL: database.address.startsWith('postgres') ? database.address : '',
    LOG_LEVEL: 'error',
    PUBLIC_URL: '',
    PORT: '',
  })

async function ranHere(words: readonly string[], env: Env): Promise<Ran> {
  const [out, err] = [heard(), heard()]
  const code = await runCommand({ env, out: out.stream, err: err.stream }, words)
  return { code, stdout: out.text(), stderr: err.text() }
}

function heard() {
  const chunks: Uint8Array[] = []
  const stream = new Writable({
    write: (chunk: Uint8Array, _, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

async function ranApart(words: readonly string[], env: Env): Promise<Ran> {
  await theBuild()
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [built, ...words],
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

export const agencyFile = 'code,name,name_en,block\nA1,Xã Một,Commune One,commune\nA2,Xã Hai,,commune\nS1,Sở Một,,department\n'

/** Three agencies and an open campaign `c1` of `sipas-service` from 2026 on: commands go by the machine's clock, and it is never over. */
export async function fieldedByCommand({ run, file }: CommandLine, ...more: readonly string[]): Promise<void> {
  await succeeding(run('agencies', 'import', file('agencies.csv', agencyFile)))
  await succeeding(
    run(
      'campaigns',
      'create',
      '--code',
      'c1',
      '--title',
      'Từ năm 2026',
      '--questionnaire',
      'sipas-service',
      '--from',
      '2026-01-01',
      '--to',
      '2099-12-31',
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
