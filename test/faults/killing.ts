import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { fielded } from '../server/fielded'
import { type EngineName, migratedDatabase, theBuild } from '../server/harness'
import { seeded } from '../surveys/random'
import { type Ledger, newLedger, sendWaiting, startClients } from './clients'
import { startProduct, stopProduct } from './product'
import { brokenPromises } from './promises'
import { integrityOf, readStored, type Stored } from './stored'

const clientCount = 32
/** Acknowledgements after which a server is killed, at most. */
const mostAnswers = 400

/** What holds of the built server after so many kills under load. */
export function keepsItsPromises(engine: EngineName, kills: number): void {
  let folder: string
  let database: Database
  let ledger: Ledger
  let stored: Stored
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-kill-'))
    const [made] = await Promise.all([migratedDatabase(engine, folder), theBuild()])
    const address = engine === 'SQLite' ? undefined : made
    database = openDatabase(address ?? join(folder, 'sipas.sqlite'))
    await fielded(database)
    ledger = newLedger()
    await killedUnderLoad(folder, address, ledger, kills)
    stored = await readStored(database)
  }, 600_000)
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`keeps every promise after ${kills} kills: nothing acknowledged is lost, nothing counted twice, every tally right to the bit`, () => {
    expect(brokenPromises(ledger, stored)).toEqual([])
  })

  it('answered, was cut off and was asked again often enough for that to mean something', () => {
    expect(ledger.acknowledged.size).toBeGreaterThan(kills * 10)
    expect(ledger.waiting).toEqual([])
    expect(stored.rows).toHaveLength(ledger.sent.size)
  })

  it('takes up the slot of the process that died', () => {
    expect(stored.writers.length).toBeLessThanOrEqual(2)
  })

  it.runIf(engine === 'SQLite')('leaves a sound file', async () => {
    expect(await integrityOf(database)).toBe('ok')
  })
}

/** Each round loads the server until so many answers came, ends it without warning and starts it again; at the end everything is sent that still waits. */
async function killedUnderLoad(folder: string, address: string | undefined, ledger: Ledger, rounds: number): Promise<void> {
  const random = seeded(20_261_122)
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct(folder, address)
    const clients = startClients(product.port, ledger, clientCount, random)
    await clients.acknowledged(11 + Math.floor(random() * mostAnswers))
    product.signal('SIGKILL')
    await product.ended
    await clients.stop()
  }
  const product = await startProduct(folder, address)
  await sendWaiting(product.port, ledger)
  await stopProduct(product)
}
