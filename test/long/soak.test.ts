import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenOf } from '../server/token'
import { type Database, openDatabase } from '../../server/db/dialect'
import { newLedger, startClients } from '../faults/clients'
import { type Product, startProduct, stopProduct } from '../faults/product'
import { brokenPromises } from '../faults/promises'
import { readStored } from '../faults/stored'
import { fielded } from '../server/fielded'
import { engines, migratedDatabase, theBuild } from '../server/harness'
import { seeded } from '../surveys/random'

const responses = 100_000

describe.each(engines)('the built server on %s', (engine) => {
  let folder: string
  let database: Database
  let product: Product
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-soak-'))
    const [address] = await Promise.all([migratedDatabase(engine, folder), theBuild()])
    database = openDatabase(address)
    await fielded(database)
    product = await startProduct(folder, engine === 'SQLite' ? undefined : address)
  })
  afterAll(async () => {
    await stopProduct(product)
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`takes ${responses} responses while its results are read and exported all along, and keeps every promise`, async () => {
    const ledger = newLedger()
    const headers = { Authorization: `Bearer ${await tokenOf(database, 'reader')}` }
    const clients = startClients(product.port, ledger, 32, seeded(2))
    let isOver = false
    const statuses = new Set<number>()
    const reading = (async () => {
      while (!isOver)
        for (const path of ['results', 'exports/results.xlsx', 'exports/responses.csv']) {
          const reply = await fetch(`${product.url}/api/v1/campaigns/c1/${path}`, { headers })
          await reply.arrayBuffer()
          statuses.add(reply.status)
        }
    })()
    await clients.acknowledged(responses)
    isOver = true
    await Promise.all([clients.stop(), reading])
    expect([...statuses]).toEqual([200])
    expect(ledger.waiting).toEqual([])
    expect(brokenPromises(ledger, await readStored(database))).toEqual([])
  })
})
