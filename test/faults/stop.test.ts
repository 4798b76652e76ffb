import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tokenOf } from '../server/token'
import { type Database, openDatabase } from '../../server/db/dialect'
import { fielded, multiply, post, response } from '../server/fielded'
import { type EngineName, oneEngine, migratedDatabase, theBuild } from '../server/harness'
import { seeded } from '../surveys/random'
import { halfSent, newLedger, startClients } from './clients'
import { type Product, startProduct, stopProduct } from './product'
import { brokenPromises } from './promises'
import { readStored } from './stored'

/** Whatever is not over after ten seconds is ended with another exit code than 0. One reader keeps its server for eight, so all are asked at once. */
describe.concurrent.each(oneEngine)('the built server on %s, asked to stop', (engine) => {
  it('answers whatever it stored, stores whatever it acknowledged, ends well within ten seconds and starts again', async ({
    onTestFinished,
  }) => {
    const { product, database, again, end } = await started(engine)
    onTestFinished(end)
    const ledger = newLedger()
    const clients = startClients(product.port, ledger, 32, seeded(1))
    await clients.acknowledged(100)
    expect(await stopProduct(product)).toBe(0)
    await clients.stop()
    const stored = await readStored(database)
    expect(brokenPromises(ledger, stored)).toEqual([])
    expect(ledger.acknowledged.size).toBeGreaterThan(32)
    expect(stored.rows.filter(({ id }) => !ledger.acknowledged.has(id))).toEqual([])
    expect((await post((await again()).url, response())).status).toBe(201)
  })

  it('does not wait for clients that keep a connection and say nothing, only for one that has begun to', async ({ onTestFinished }) => {
    const { product, end } = await started(engine)
    onTestFinished(end)
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200)
    const silent = connect(product.port, '127.0.0.1').on('error', () => undefined)
    await once(silent, 'connect')
    const speaking = await halfSent(product.url, JSON.stringify(response()))
    const ended = stopProduct(product)
    await once(silent.resume(), 'close')
    expect(await speaking.finish()).toBe(201)
    expect(await ended).toBe(0)
  })

  it('ends within ten seconds though somebody reads an export as slowly as can be', async ({ onTestFinished }) => {
    const { product, database, end } = await started(engine)
    onTestFinished(end)
    const token = await tokenOf(database, 'reader')
    await filled(product.url, database)
    const reading = await opened(`${product.url}/api/v1/campaigns/c1/exports/responses.csv`, token)
    expect(reading.statusCode).toBe(200)
    reading.pause()
    expect(await stopProduct(product)).toBe(0)
    reading.destroy()
  })
})

type Started = {
  readonly product: Product
  readonly database: Database
  /** Starts it once more on the same database. */
  readonly again: () => Promise<Product>
  readonly end: () => Promise<void>
}

async function started(engine: EngineName): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-stop-'))
  const [made] = await Promise.all([migratedDatabase(engine, folder), theBuild()])
  const address = engine === 'SQLite' ? undefined : made
  const products: Product[] = []
  const again = async (): Promise<Product> => {
    const product = await startProduct(folder, address)
    products.push(product)
    return product
  }
  const product = await again()
  const database = openDatabase(made)
  await fielded(database)
  return {
    product,
    database,
    again,
    end: async () => {
      for (const one of products) one.signal('SIGKILL')
      await Promise.all(products.map(({ ended }) => ended))
      await database.db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Enough responses with long comments that the export does not fit into what the sockets buffer. */
async function filled(url: string, database: Database): Promise<void> {
  const { status } = await post(url, response({ overall: '4', comment: 'ệ'.repeat(1_000) }))
  if (status !== 201) throw new Error(`a response was answered ${status}`)
  await multiply(database, 2_000)
}

const opened = (url: string, token: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${token}` } }, resolve).once('error', reject)
  })
