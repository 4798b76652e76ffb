import fc from 'fast-check'
import { openOutboxStore } from '../../client/outbox/store'
import { databaseDefects, defects, holds, sound, type World } from '../client/outbox-law'

/** The browser's own database and its own locks; each run has a database of its own, opened twice, of a kiosk that numbers what it keeps. */
const inBrowser = (key: CryptoKey): World => ({
  open: async () => {
    await deleted(name)
    const [here, there] = [await openOutboxStore(name), await openOutboxStore(name)]
    await here.enrol({ id: 'k1', called: 'Kiosk', touchpoint: 'hall', key, staff: { salt: '', hash: '' } })
    return [here, there]
  },
  alone: () => (work) => navigator.locks.request(name, work),
})

const name = 'law'

/** Whoever has it open closes it. */
const deleted = (database: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(database)
    request.addEventListener('success', () => resolve())
    request.addEventListener('error', () => reject(request.error))
  })

const all = { ...defects, ...databaseDefects }
const isDefect = (wanted: string): wanted is keyof typeof all => Object.hasOwn(all, wanted)

/** Checks the law in this very page, of the outbox as it is or with a gate broken; what it found is empty where all is well. */
Object.assign(globalThis, {
  checkLaw: async (wanted: string, numRuns: number, seed: number): Promise<{ readonly runs: number; readonly found: string }> => {
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const defect = isDefect(wanted) ? all[wanted].defect : sound
    const {
      failed,
      errorInstance,
      numRuns: runs,
    } = await fc.check(holds(inBrowser(privateKey), defect), { numRuns, seed, endOnFailure: true })
    return { runs, found: failed ? String(errorInstance) : '' }
  },
})
