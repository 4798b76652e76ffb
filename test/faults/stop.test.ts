import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tokenOf } from '../server/token'
import { type Database, openDatabase } from '../../server/db/dialect'
import { fielded, post, response } from '../server/fielded'
import { engines, freshDatabase, theBuild } from '../server/harness'
import { seeded } from '../surveys/random'
import { newLedger, startClients } from './clients'
import { type Product, startProduct, stopProduct } from './product'
import { brokenPromises } from './promises'
import { readStored } from './stored'

/** Whatever is not over after ten seconds is ended with another exit code than 0. */
describe.each(engines)('the built server on %s, asked to stop', (engine) => {
  let folder: string
  let address: string | undefined
  let database: Database
  let product: Product
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-stop-'))
    const [made] = await Promise.all([freshDatabase(engine, folder), theBuild()])
    address = engine === 'SQLite' ? undefined : made
    product = await startProduct(folder, address)
    database = openDatabase(address ?? join(folder, 'sipas.sqlite'))
    await fielded(database)
  })
  afterEach(async () => {
    product.signal('SIGKILL')
    await product.ended
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it('answers whatever it stored, stores whatever it acknowledged, ends well within ten seconds and starts again', async () => {
    const ledger = newLedger()
    const clients = startClients(product.port, ledger, 32, seeded(1))
    await clients.acknowledged(100)
    expect(await stopProduct(product)).toBe(0)
    await clients.stop()
    const stored = await readStored(database)
    expect(brokenPromises(ledger, stored)).toEqual([])
    expect(ledger.acknowledged.size).toBeGreaterThan(32)
    expect(stored.rows.filter(({ id }) => !ledger.acknowledged.has(id))).toEqual([])
    product = await startProduct(folder, address)
    expect((await post(product.url, response())).status).toBe(201)
  })

  it('does not wait for clients that keep a connection and say nothing', async () => {
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200)
    const silent = connect(product.port, '127.0.0.1')
    await once(silent, 'connect')
    expect(await stopProduct(product)).toBe(0)
    silent.destroy()
  })

  it('ends within ten seconds though somebody reads an export as slowly as can be', async () => {
    const token = await tokenOf(database, 'reader')
    await filled(product.url)
    const reading = await opened(`${product.url}/api/v1/campaigns/c1/exports/responses.csv`, token)
    expect(reading.statusCode).toBe(200)
    reading.pause()
    expect(await stopProduct(product)).toBe(0)
    reading.destroy()
  }, 120_000)
})

/** Enough responses with long comments that the export does not fit into what the sockets buffer. */
async function filled(url: string): Promise<void> {
  const comment = 'ệ'.repeat(1_000)
  for (let page = 0; page < 20; page += 1) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(url, response({ overall: '4', comment }))))
    if (answers.some(({ status }) => status !== 201))
      throw new Error(`a response was answered ${String(answers.find(({ status }) => status !== 201)?.status)}`)
  }
}

const opened = (url: string, token: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${token}` } }, resolve).once('error', reject)
  })
