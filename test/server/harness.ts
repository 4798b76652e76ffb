import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { boot, type Running } from '../../server/boot'
import { readConfig } from '../../server/config'
import { createToken } from '../../server/db/access-tokens'
import { type Database, openDatabase } from '../../server/db/dialect'

export const engines = ['SQLite', 'PostgreSQL'] as const
export type EngineName = (typeof engines)[number]

export type TestServer = {
  readonly url: string
  /** A second connection to the same database, for arranging and looking. */
  readonly database: Database
  readonly app: Running['app']
  /** A token that reads results. */
  readonly token: string
  /** The path of the link that makes the first account. */
  readonly setupLink: string | undefined
  readonly dataDir: string
  readonly close: () => Promise<void>
}

export type Options = { readonly engine?: EngineName; readonly now?: () => number; readonly settings?: Readonly<Record<string, string>>; readonly address?: string }

export const clientDir = join(import.meta.dirname, '../../dist/client')

/** The whole product on a fresh database and a free port of loopback. */
export async function startServer({ engine = 'SQLite', now = Date.now, settings = {}, address }: Options = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sipas-'))
  const database = address ?? (await freshDatabase(engine, dataDir))
  const reading = readConfig({ PORT: '0', DATA_DIR: dataDir, ...settings, ...(database.startsWith('postgres') ? { DATABASE_URL: database } : {}) })
  if (!reading.ok) throw new Error(reading.lines.join('\n'))
  const config = { ...reading.config, database }
  const running = await boot(config, pino({ level: 'silent' }), clientDir, now)
  const server = serve({ fetch: running.app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const second = openDatabase(database)
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    database: second,
    app: running.app,
    token: await createToken(second, `test-${randomUUID()}`, '2026-01-01'),
    setupLink: running.setupLink,
    dataDir,
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

/** The address of an empty database of that engine. */
export async function freshDatabase(engine: EngineName, dataDir: string): Promise<string> {
  if (engine === 'SQLite') return join(dataDir, 'sipas.sqlite')
  const server = inject('postgres')
  const name = `t${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return `${server}/${name}`
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
