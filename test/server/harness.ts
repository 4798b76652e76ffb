import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Logger, pino } from 'pino'
import { expect, inject, vi } from 'vitest'
import { boot, listening, openStore, type Running } from '../../server/boot'
import { type Config, readConfig } from '../../server/config'
import type { MailPace } from '../../server/mail/post'
import { localDay } from '../../surveys/instrument/calendar'
import { tokenOf } from './token'
import { type Database, openDatabase } from '../../server/db/dialect'

export const engines = ['SQLite', 'PostgreSQL'] as const
export type EngineName = (typeof engines)[number]

/** Whether this is `npm run test:long`. */
export const isLongRun = process.env['TEST_RUN'] === 'long'

/** What is slow by nature is shown in halves: on SQLite and in Vietnamese in the short run, on PostgreSQL and in English in the long one. */
export const oneEngine: readonly EngineName[] = [isLongRun ? 'PostgreSQL' : 'SQLite']
export const oneLanguage = [isLongRun ? 'en' : 'vi'] as const

/** Of many forms of one sentence those that stand first in the short run, and all in the long one. */
export const someOf = <One>(all: readonly One[], few: number): readonly One[] => (isLongRun ? all : all.slice(0, few))

export type TestServer = {
  readonly url: string
  /** A second connection to the same database, for arranging and looking. */
  readonly database: Database
  /** Writes down what waits to be counted. */
  readonly flush: () => Promise<void>
  readonly app: Running['app']
  /** A token that reads results. */
  readonly token: string
  /** The path of the link that makes the first account. */
  readonly setupLink: string | undefined
  readonly dataDir: string
  readonly now: () => number
  readonly close: () => Promise<void>
}

export type Options = {
  readonly engine?: EngineName
  readonly now?: () => number
  readonly settings?: Readonly<Record<string, string>>
  readonly address?: string
  readonly log?: Logger
  /** How often letters are looked for, and how long one that is sent at once is waited for. */
  readonly mailPace?: MailPace
}

/** A clock that stands at noon of this day in Viet Nam and goes on from there: for tests that say which day it is, and may run over its end. */
export function atNoon(): { readonly today: string; readonly now: () => number } {
  const today = localDay(Date.now())
  const ahead = Date.parse(`${today}T12:00:00+07:00`) - Date.now()
  return { today, now: () => Date.now() + ahead }
}

/** Resolves when it is so; only what hangs is given up, as everywhere. */
export const until = (isSo: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: 120_000, interval: 20 })

const silent = pino({ level: 'silent' })

export const clientDir = join(import.meta.dirname, '../../dist/client')

/** The whole product on a fresh database and a free port of loopback. */
export async function startServer({
  engine = 'SQLite',
  now = Date.now,
  settings = {},
  address,
  log = silent,
  mailPace,
}: Options = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sipas-'))
  const [database] = await Promise.all([address ?? migratedDatabase(engine, dataDir), theBuild()])
  const config = configOf(database, dataDir, settings)
  const running = await boot(config, log, clientDir, now, mailPace)
  const server = await listening({ host: '127.0.0.1', port: 0 }, running.app.fetch)
  // A browser asks again when a connection it kept is closed under it; `fetch` gives up, if the machine is busy just then.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0
  const second = openDatabase(database)
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    database: second,
    app: running.app,
    flush: running.flush,
    token: await tokenOf(second, `test-${randomUUID()}`),
    setupLink: running.setupLink,
    dataDir,
    now,
    close: async () => {
      await second.db.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await running.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function configOf(database: string, dataDir: string, settings: Readonly<Record<string, string>> = {}): Config {
  const reading = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ...settings,
    ...(database.startsWith('postgres') ? { DATABASE_URL: database } : {}),
  })
  if (!reading.ok) throw new Error(reading.lines.join('\n'))
  return { ...reading.config, database }
}

/** The address of an empty database of that engine. */
export const freshDatabase = async (engine: EngineName, dataDir: string): Promise<string> =>
  engine === 'SQLite' ? join(dataDir, 'sipas.sqlite') : createdDatabase('')

/** The address of a database as the product first leaves it: migrated, with what is shipped published. */
export async function migratedDatabase(engine: EngineName, dataDir: string): Promise<string> {
  if (engine === 'PostgreSQL') return createdDatabase(`template ${await (template.database ??= migratedOnPostgres())}`)
  const file = join(dataDir, 'sipas.sqlite')
  writeFileSync(file, await (template.file ??= migratedFile()))
  return file
}

/** What is migrated once and copied for every test server of this process. */
const template: { file?: Promise<Uint8Array>; database?: Promise<string> } = {}

async function migratedFile(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  const file = join(folder, 'sipas.sqlite')
  await migrated(file, folder)
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true })
  return bytes
}

async function migratedOnPostgres(): Promise<string> {
  const address = await createdDatabase('')
  await migrated(address, tmpdir())
  return address.slice(address.lastIndexOf('/') + 1)
}

async function migrated(address: string, dataDir: string): Promise<void> {
  const { db } = await openStore(configOf(address, dataDir))
  await db.destroy()
}

async function createdDatabase(like: string): Promise<string> {
  const server = await ask('postgres')
  const name = `t${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query(`create database ${name} ${like}`)
  await client.end()
  return `${server}/${name}`
}

/** Resolves when what is built is not older than its sources. */
export const theBuild = (): Promise<string> => ask('build')

/** Asks for what the whole run shares (`test/setup.ts`), which starts when the first file asks. */
async function ask(what: 'postgres' | 'build'): Promise<string> {
  const reply = await fetch(`${inject('shared')}/${what}`)
  const text = await reply.text()
  if (!reply.ok) throw new Error(text)
  return text
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
