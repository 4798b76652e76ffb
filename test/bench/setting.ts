import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, openDatabase } from '../../server/db/dialect'
import { type Product, startProduct, stopProduct } from '../faults/product'
import type { Table } from './table'

/** One part of the bench. */
export type Part = { readonly name: string; readonly about: string; readonly run: (setting: Setting) => Promise<readonly Table[]> }

export type Setting = {
  /** Everything that parts write; what is filled there can be used again. */
  readonly folder: string
  /** A glance instead of a measurement. */
  readonly quick: boolean
  readonly say: (line: string) => void
}

/** A folder of its own below the bench's. */
export function folderFor({ folder }: Setting, name: string): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}

/** Runs the built product over a folder while work lasts, with a second connection to its database for arranging and looking. */
export async function withProduct<T>(
  folder: string,
  address: string | undefined,
  work: (product: Product, database: Database) => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  const product = await startProduct(folder, address, { LOG_LEVEL: 'info', ...settings })
  const database = openDatabase(address ?? join(folder, 'sipas.sqlite'))
  try {
    return await work(product, database)
  } finally {
    await database.db.destroy()
    await stopProduct(product)
  }
}

/** A new database on a server of PostgreSQL that has none of ours yet. */
export async function databaseOn(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query('create database bench')
  await client.end()
  return `${server}/bench`
}

export type Reference = { readonly port: number; readonly pid: number }

/** Runs what the product is held against while work lasts. */
export async function withReference<T>(folder: string, work: (reference: Reference) => Promise<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, 'reference.ts'), [folder], { execArgv: ['--import', 'tsx'] })
  try {
    return await work({ port: await portOf(child), pid: child.pid ?? 0 })
  } finally {
    child.kill()
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const [port]: unknown[] = await once(child, 'message')
  if (typeof port !== 'number') throw new Error('the reference server has no port')
  return port
}
