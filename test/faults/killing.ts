import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../server/db/dialect'
import { readThrough } from '../../server/db/events'
import { createTouchpoint } from '../../server/db/touchpoints'
import { fielded } from '../server/fielded'
import { type EngineName, migratedDatabase, theBuild } from '../server/harness'
import { officeOf } from '../server/office'
import { tokenOf } from '../server/token'
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
    await createTouchpoint(database, {
      code: 'in1',
      campaign: 'c1',
      kind: 'interviewer',
      label: { vi: 'Hỏi tại nhà' },
      agencies: ['A1', 'A2'],
    })
    ledger = newLedger(await tokenOf(database, 'hoa', [{ role: 'interviewer', agency: '', touchpoint: 'in1', endsOn: '' }]))
    await killedUnderLoad({ folder, address, token: await tokenOf(database, 'acting') }, ledger, kills)
    stored = await readStored(database)
  }, 600_000)
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`keeps every promise after ${kills} kills: nothing acknowledged is lost, nothing counted twice, every tally right to the bit, every sheet counted for who entered it`, () => {
    expect(brokenPromises(ledger, stored)).toEqual([])
  })

  it('answered, was cut off and was asked again often enough for that to mean something', () => {
    expect(ledger.acknowledged.size).toBeGreaterThan(kills * 10)
    expect(ledger.waiting).toEqual([])
    expect(stored.entered.stored).toBeGreaterThan(kills)
    expect(stored.rows).toHaveLength(ledger.sent.size)
  })

  it('has an entry in the log for every act that was done and for none that was cut off, in a chain that holds', async () => {
    const made = await database.db.selectFrom('agencies').select('code').where('code', 'like', 'K-%').execute()
    const told = await database.db.selectFrom('events').select('object').where('act', '=', 'agencies.create').execute()
    expect(told.length).toBeGreaterThanOrEqual(kills)
    expect(told.map(({ object }) => object).sort()).toEqual(made.map(({ code }) => code).sort())
    expect((await readThrough(database)).fault).toBeUndefined()
  })

  it('takes up the slot of the process that died', () => {
    expect(stored.writers.length).toBeLessThanOrEqual(2)
  })

  it.runIf(engine === 'SQLite')('leaves a sound file', async () => {
    expect(await integrityOf(database)).toBe('ok')
  })
}

/** Each round loads the server until so many answers came, ends it without warning and starts it again; at the end everything is sent that still waits. */
async function killedUnderLoad({ folder, address, token }: Where, ledger: Ledger, rounds: number): Promise<void> {
  const random = seeded(20_261_122)
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct(folder, address)
    const clients = startClients(product.port, ledger, clientCount, random)
    const acting = startActing(product.url, token, round)
    await Promise.all([clients.acknowledged(11 + Math.floor(random() * mostAnswers)), acting.acted])
    product.signal('SIGKILL')
    await product.ended
    await Promise.all([clients.stop(), acting.stop()])
  }
  const product = await startProduct(folder, address)
  await sendWaiting(product.port, ledger)
  await stopProduct(product)
}

type Where = { readonly folder: string; readonly address: string | undefined; readonly token: string }

/** Somebody who adds one agency after the other, until the server is gone in the middle of one. */
function startActing(url: string, token: string, round: number): { readonly acted: Promise<void>; readonly stop: () => Promise<void> } {
  let isOver = false
  let tell: () => void = () => undefined
  const acted = new Promise<void>((resolve) => (tell = resolve))
  const office = officeOf({ url, token })
  const running = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const fields = { code: `K-${round}-${number}`, name: `Xã ${number}`, block: 'commune', valid_from: '2020-01-01' }
      await office.send('/admin/new/agency', fields).then(tell, () => delay(5))
    }
  })()
  return {
    acted,
    stop: () => {
      isOver = true
      return running
    },
  }
}
