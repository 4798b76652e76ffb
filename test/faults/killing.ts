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
  let answered: readonly string[]
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
    answered = await killedUnderLoad({ folder, address, token: await tokenOf(database, 'acting') }, ledger, kills)
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
    const made = await database.db.selectFrom('agencies').select(['code', 'name']).where('code', 'like', 'K-%').execute()
    const done = made.flatMap(({ code, name }) => [
      `agencies.create ${code}`,
      ...(name.includes(renamed(code)) ? [`agencies.change ${code}`] : []),
    ])
    const events = await database.db.selectFrom('events').select(['act', 'object']).where('object', 'like', 'K-%').execute()
    const told = events.map((event) => `${event.act} ${event.object}`)
    expect(told.toSorted()).toEqual(done.toSorted())
    expect((await readThrough(database)).fault).toBeUndefined()
    // What was answered as done is there, and not lost together with its entry.
    expect(answered.filter((one) => !told.includes(one))).toEqual([])
    expect(answered.filter((one) => one.startsWith('agencies.change')).length).toBeGreaterThanOrEqual(kills)
  })

  it('takes up the slot of the process that died', () => {
    expect(stored.writers.length).toBeLessThanOrEqual(2)
  })

  it.runIf(engine === 'SQLite')('leaves a sound file', async () => {
    expect(await integrityOf(database)).toBe('ok')
  })
}

/** Each round loads the server until so many answers came, ends it without warning and starts it again; at the end everything is sent that still waits. Gives what was answered as done in the office. */
async function killedUnderLoad({ folder, address, token }: Where, ledger: Ledger, rounds: number): Promise<readonly string[]> {
  const random = seeded(20_261_122)
  const answered: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct(folder, address)
    const clients = startClients(product.port, ledger, clientCount, random)
    const acting = startActing(product.url, token, round)
    await Promise.all([clients.acknowledged(11 + Math.floor(random() * mostAnswers)), acting.acted])
    product.signal('SIGKILL')
    await product.ended
    const [done] = await Promise.all([acting.stop(), clients.stop()])
    answered.push(...done)
  }
  const product = await startProduct(folder, address)
  await sendWaiting(product.port, ledger)
  await stopProduct(product)
  return answered
}

type Where = { readonly folder: string; readonly address: string | undefined; readonly token: string }
type Acting = { readonly acted: Promise<void>; readonly stop: () => Promise<readonly string[]> }

const renamed = (code: string): string => `Xã ${code} mới`

/** Somebody who adds one agency after the other and changes its name, until the server is gone in the middle of one. */
function startActing(url: string, token: string, round: number): Acting {
  let isOver = false
  let tell: () => void = () => undefined
  const acted = new Promise<void>((resolve) => (tell = resolve))
  const office = officeOf({ url, token })
  const done: string[] = []
  const send = async (path: string, name: string, what: string, code: string): Promise<void> => {
    const reply = await office.send(path, { code, name, block: 'commune', valid_from: '2020-01-01' }).catch(() => undefined)
    if (reply?.status === 303) done.push(`${what} ${code}`)
  }
  const running = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const code = `K-${round}-${number}`
      await send('/admin/new/agency', `Xã ${code}`, 'agencies.create', code)
      await send(`/admin/agencies/${code}`, renamed(code), 'agencies.change', code)
      if (done.at(-1)?.startsWith('agencies.change')) tell()
      else await delay(5)
    }
  })()
  return {
    acted,
    stop: async () => {
      isOver = true
      await running
      return done
    },
  }
}
