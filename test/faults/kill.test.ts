import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { fielded } from '../server/fielded'
import { engines, migratedDatabase, theBuild } from '../server/harness'
import { seeded } from '../surveys/random'
import { type Ledger, newLedger, sendWaiting, startClients } from './clients'
import { startProduct, stopProduct } from './product'
import { brokenPromises } from './promises'
import { integrityOf, readStored, type Stored } from './stored'

const kills = { SQLite: 100, PostgreSQL: 20 } as const
const clientCount = 32

describe.each(engines)('the built server on %s, killed under load', (engine) => {
  let folder: string
  let database: Database
  let ledger: Ledger
  let stored: Stored
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-kill-'))
    const [made] = await Promise.all([migratedDatabase(engine, folder), theBuild()])
    const address = engine === 'SQLite' ? undefined : made
    await stopProduct(await startProduct(folder, address))
    database = openDatabase(address ?? join(folder, 'sipas.sqlite'))
    await fielded(database)
    ledger = newLedger()
    await killedUnderLoad(folder, address, ledger, kills[engine])
    stored = await readStored(database)
  }, 600_000)
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`keeps every promise after ${kills[engine]} kills: nothing acknowledged is lost, nothing counted twice, every tally right to the bit`, () => {
    expect(brokenPromises(ledger, stored)).toEqual([])
  })

  it('answered, was cut off and was asked again often enough for that to mean something', () => {
    expect(ledger.acknowledged.size).toBeGreaterThan(kills[engine] * 10)
    expect(ledger.waiting).toEqual([])
    expect(stored.rows).toHaveLength(ledger.sent.size)
  })

  it('takes up the slot of the process that died', () => {
    expect(stored.writers.length).toBeLessThanOrEqual(2)
  })

  it.runIf(engine === 'SQLite')('leaves a sound file', async () => {
    expect(await integrityOf(database)).toBe('ok')
  })
})

/** Each round loads the server until 15 to 135 ms after its first answer, ends it without warning and starts it again; at the end everything is sent that still waits. */
async function killedUnderLoad(folder: string, address: string | undefined, ledger: Ledger, rounds: number): Promise<void> {
  const random = seeded(20_261_122)
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct(folder, address)
    const clients = startClients(product.port, ledger, clientCount, random)
    await clients.answered
    await delay(15 + random() * 120)
    product.signal('SIGKILL')
    await product.ended
    await clients.stop()
  }
  const product = await startProduct(folder, address)
  await sendWaiting(product.port, ledger)
  await stopProduct(product)
}

describe('the check itself', () => {
  const ledger = {
    ...newLedger(),
    sent: new Map([
      ['a', ''],
      ['b', ''],
    ]),
    acknowledged: new Set(['a', 'b']),
  }
  const rows = [
    { id: 'a', writer: 1, seq: 1 },
    { id: 'b', writer: 1, seq: 2 },
  ]
  const sound: Stored = { rows, writers: [{ slot: 1, last: 2 }], counted: { whole: 2, months: 2 }, wrongTallies: [] }
  const one = { rows: rows.slice(0, 1), writers: [{ slot: 1, last: 1 }], counted: { whole: 1, months: 1 } }

  it.each<[string, Partial<Stored>, string]>([
    ['a lost response', one, 'b was acknowledged and is lost'],
    [
      'a response stored twice',
      { rows: [...rows, { id: 'b', writer: 1, seq: 3 }], writers: [{ slot: 1, last: 3 }], counted: { whole: 3, months: 3 } },
      'b is stored twice',
    ],
    [
      'a response nobody sent',
      { rows: [...rows, { id: 'c', writer: 2, seq: 1 }], counted: { whole: 3, months: 3 } },
      'c is stored and was never sent',
    ],
    [
      'a response counted twice',
      { counted: { whole: 3, months: 2 } },
      '2 responses are stored, 3 counted in the campaign and 2 in its months',
    ],
    ['a gap', { writers: [{ slot: 1, last: 3 }] }, 'writer 1 counted 3 and has 2 responses, or a gap among them'],
    ['a wrong tally', { wrongTallies: ['x'] }, 'tally x is not what its responses give'],
  ])('names %s', (_, change, sentence) => {
    expect(brokenPromises(ledger, { ...sound, ...change })).toEqual([sentence])
    expect(brokenPromises(ledger, sound)).toEqual([])
  })
})
