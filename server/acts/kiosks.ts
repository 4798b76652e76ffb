import { randomInt, randomUUID } from 'node:crypto'
import { kioskCondition, type OfficeHours } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import { hashOf } from '../access/keys'
import {
  changeKiosk,
  enrolDevice,
  findKiosk,
  insertKiosk,
  kioskEnrolledWith,
  type KioskRecord,
  kioskWithCode,
  knownKiosk,
  lostWith,
  noteLook,
  startNumbersAgain,
} from '../db/kiosks'
import { readOfficeHours, saveOfficeHours } from '../db/settings'
import { findTouchpoint } from '../db/touchpoints'
import { type Act, type ActDeps, type Actor, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Named = { readonly id: string }
type NewKiosk = { readonly name: string; readonly touchpoint: string }

/** What an administrator types on the device, or lets it scan; the code is empty where a form came twice, since nobody keeps one. */
export type Invitation = { readonly id: string; readonly code: string }

/** The agencies that touchpoints serve; undefined where one of them is nowhere. */
async function servedAt({ database }: ActDeps, touchpoints: readonly string[]): Promise<readonly string[] | undefined> {
  const found = await Promise.all(touchpoints.map((code) => findTouchpoint(database, code)))
  return found.every((one) => one !== undefined) ? found.flatMap((one) => one?.agencies ?? []) : undefined
}

async function standingAt(deps: ActDeps, { id }: Named): Promise<readonly string[] | undefined> {
  const kiosk = await findKiosk(deps.database, id)
  return kiosk && servedAt(deps, [kiosk.touchpoint])
}

/** Makes a kiosk at a touchpoint, with a code that enrols one device within a day. */
export const addKiosk: Act<NewKiosk, Invitation, Unknown | { readonly code: 'not_a_kiosk' | 'nameless' }> = {
  name: 'kiosks.add',
  about: async (deps, { touchpoint }) => servedAt(deps, [touchpoint]),
  run: async ({ database, now }, _, { name, touchpoint: at }) => {
    if (name === '') return failed({ code: 'nameless' })
    const touchpoint = await findTouchpoint(database, at)
    if (!touchpoint) return failed({ code: 'unknown' })
    if (touchpoint.kind !== 'kiosk') return failed({ code: 'not_a_kiosk' })
    const id = randomUUID()
    await insertKiosk(database, { id, name, touchpoint: at })
    return did(id, { name, touchpoint: at }, { id, code: await invited({ database, now }, id) })
  },
  again: ({ object }) => ({ id: object, code: '' }),
}

/** Gives a new code, for another device or the same one set up anew; the device that was enrolled is shut out when the new one comes. */
export const inviteKiosk: Act<Named, Invitation, Unknown> = {
  name: 'kiosks.invite',
  about: standingAt,
  run: async ({ database, now }, _, { id }) => {
    const kiosk = await findKiosk(database, id)
    if (!kiosk) return failed({ code: 'unknown' })
    return did(id, { name: kiosk.name }, { id, code: await invited({ database, now }, id) })
  },
}

/** Shuts a device out; what waits on it stays there, sealed, until it is enrolled again. */
export const revokeKiosk: Act<Named, undefined, Unknown> = {
  name: 'kiosks.revoke',
  about: standingAt,
  finalWhen: async ({ database }, { id }) => {
    const kiosk = await findKiosk(database, id)
    return kiosk !== undefined && kiosk.waiting + kiosk.set_aside > 0
  },
  run: async ({ database, now }, _, { id }) => {
    const kiosk = await findKiosk(database, id)
    if (!kiosk) return failed({ code: 'unknown' })
    if (kiosk.revoked_on !== '') return nothing(undefined)
    await changeKiosk(database, id, { revoked_on: localDay(now()), code_hash: '', code_expires_at: '' })
    return did(id, { name: kiosk.name })
  },
}

/** Moves a kiosk to another touchpoint, or calls it otherwise. */
export const changeKioskPlace: Act<Named & NewKiosk, undefined, Unknown | { readonly code: 'not_a_kiosk' | 'nameless' }> = {
  name: 'kiosks.change',
  about: async (deps, { id, touchpoint }) => {
    const kiosk = await findKiosk(deps.database, id)
    return kiosk && servedAt(deps, [kiosk.touchpoint, touchpoint])
  },
  run: async ({ database }, _, { id, name, touchpoint: at }) => {
    if (name === '') return failed({ code: 'nameless' })
    const [kiosk, touchpoint] = [await findKiosk(database, id), await findTouchpoint(database, at)]
    if (!kiosk || !touchpoint) return failed({ code: 'unknown' })
    if (touchpoint.kind !== 'kiosk') return failed({ code: 'not_a_kiosk' })
    if (kiosk.name === name && kiosk.touchpoint === at) return nothing(undefined)
    await changeKiosk(database, id, { name, touchpoint: at })
    return did(id, { before: { name: kiosk.name, touchpoint: kiosk.touchpoint }, after: { name, touchpoint: at } })
  },
}

type Enrolling = { readonly codeHash: string; readonly publicKey: string }

/** A device takes a kiosk's place with the code that somebody gave it; from then on the code is worth nothing but the same answer to the same device. */
export const enrolKiosk: Act<Enrolling, undefined, Unknown> = {
  name: 'kiosks.enrol',
  run: async ({ database, now }, _, { codeHash, publicKey }) => {
    // Asked for here, where one waits for the other: two devices that come with one code at once are not both taken.
    const at = new Date(now()).toISOString()
    const kiosk = await kioskWithCode(database, codeHash, at)
    if (!kiosk) return (await kioskEnrolledWith(database, codeHash, publicKey, at)) ? nothing(undefined) : failed({ code: 'unknown' })
    const { id } = kiosk
    // What still waits on the device before is lost to us until it comes back under its own key, which it cannot.
    const gone = lostWith(kiosk)
    await startNumbersAgain(database, kiosk, kiosk.lost + gone)
    await enrolDevice(database, id, codeHash, publicKey, localDay(now()))
    return did(id, { name: kiosk.name, lost: gone })
  },
}

type Look = { readonly troubles: readonly string[] }

/** Somebody has seen a kiosk's troubles as they are: they stay in the list and ask for nobody, until something comes on top. Silence ends by itself. */
export const lookAtKiosk: Act<Named, Look, Unknown> = {
  name: 'kiosks.look',
  about: standingAt,
  run: async ({ database, now }, { name: by }, { id }) => {
    const kiosk = await findKiosk(database, id)
    if (!kiosk) return failed({ code: 'unknown' })
    const { never, missing, troubles } = kioskCondition(knownKiosk(kiosk), await readOfficeHours(database), now())
    const shown = troubles.filter((trouble) => trouble !== 'silent')
    if (shown.length === 0) return nothing({ troubles: [] })
    const numbers = kiosk.held && { missing, aside: kiosk.held.aside }
    const seen = { never, setAside: kiosk.set_aside, ...numbers, refused: kiosk.refused }
    await noteLook(database, id, { ...seen, by, on: localDay(now()) })
    return did(id, { name: kiosk.name, troubles: shown, ...seen }, { troubles: shown })
  },
}

/** Says when people are at the office, by which a kiosk's silence is told. */
export const setOfficeHours: Act<OfficeHours, undefined, never> = {
  name: 'kiosks.set-hours',
  run: async ({ database }, _, hours) => {
    const told = changes(await readOfficeHours(database), hours)
    if (Object.keys(told.after).length === 0) return nothing(undefined)
    await saveOfficeHours(database, hours)
    return did('hours', told)
  },
}

const codeMs = 24 * 3_600_000

async function invited({ database, now }: Parameters<typeof addKiosk.run>[0], id: string): Promise<string> {
  const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
  await changeKiosk(database, id, { code_hash: hashOf(code), code_expires_at: new Date(now() + codeMs).toISOString() })
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** Without what is read for something else: 50 bits, for a day. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The device itself, which may do nothing but take its place with its code. */
export const atKiosk = ({ id, name }: Pick<KioskRecord, 'id' | 'name'>): Actor => ({
  id: '',
  name: `kiosk:${name} ${id.slice(0, 8)}`,
  via: 'kiosk',
  permissions: ['touchpoints.change'],
  door: 'api',
})
