import {
  type HeldNumbers,
  type KioskLook,
  type KioskRefusal,
  type KioskState,
  type KnownKiosk,
  type NumberRanges,
  missingNumbers,
  neverArrived,
  sizeOf,
  numbersLeft,
  withNumber,
  withRefusals,
} from '../../surveys/fielding/kiosk'
import type { Database, Executing } from './dialect'
import type { KioskRow } from './tables'

/** A kiosk as the office sees it. */
export type KioskRecord = Omit<KioskRow, 'code_hash' | keyof Unpacked> & Unpacked

type Unpacked = {
  readonly arrived: NumberRanges
  readonly held: HeldNumbers | undefined
  readonly refused: readonly KioskRefusal[]
  readonly former: readonly FormerDevice[]
  readonly looked: KioskLook | undefined
}

/** A device that stood here before: its key, what has arrived from it, and where it told its numbers, those that had not when it was replaced. */
export type FormerDevice = { readonly key: string; readonly arrived: NumberRanges; readonly gone?: NumberRanges }

/** The numbers of a device that stood here before which have not come to this day. */
export const stillGone = ({ arrived, gone = [] }: FormerDevice): NumberRanges => numbersLeft(gone, arrived)

/** The numbers that nobody will get from a device unless its queue comes as a file; unknown where it told counts alone. */
const goneWith = ({ arrived, held }: Pick<KioskRecord, 'arrived' | 'held'>): NumberRanges | undefined =>
  held && missingNumbers(arrived, { ...held, waiting: [], aside: [] })

/** How many responses are lost with a device that another one replaces. */
export const lostWith = (kiosk: KioskRecord): number => {
  const gone = goneWith(kiosk)
  return gone ? sizeOf(gone) : neverArrived(kiosk.arrived, { made: kiosk.made, waiting: 0, setAside: 0 })
}

const kioskOf = ({ code_hash, looked, held, ...row }: KioskRow): KioskRecord => ({
  ...row,
  code_expires_at: code_hash.startsWith(spentBy) ? '' : row.code_expires_at,
  arrived: rangesIn(row.arrived),
  held: held === '' ? undefined : heldIn(held),
  refused: refusalsIn(row.refused),
  former: devicesIn(row.former),
  looked: looked === '' ? undefined : lookIn(looked),
})

/** What its condition follows from. */
export const knownKiosk = (kiosk: KioskRecord): KnownKiosk => ({
  arrived: kiosk.arrived,
  made: kiosk.made,
  waiting: kiosk.waiting,
  setAside: kiosk.set_aside,
  held: kiosk.held,
  lost: kiosk.lost,
  enrolledOn: kiosk.enrolled_on,
  revokedOn: kiosk.revoked_on,
  seenAt: kiosk.seen_at,
  refused: kiosk.refused,
  looked: kiosk.looked,
})

const rangesIn = (text: string): NumberRanges => JSON.parse(text)
const heldIn = (text: string): HeldNumbers => JSON.parse(text)
const refusalsIn = (text: string): readonly KioskRefusal[] => JSON.parse(text)
const devicesIn = (text: string): readonly FormerDevice[] => JSON.parse(text)
const lookIn = (text: string): KioskLook => JSON.parse(text)

/** In the order of their names. */
export async function listKiosks({ db }: Database): Promise<readonly KioskRecord[]> {
  const rows = await db.selectFrom('kiosks').selectAll().orderBy('id').execute()
  return rows.map(kioskOf).toSorted((a, b) => new Intl.Collator('vi').compare(a.name, b.name))
}

/** Those that stand at any of these touchpoints and may send. */
export async function kiosksAt({ db }: Database, touchpoints: readonly string[]): Promise<readonly KioskRecord[]> {
  if (touchpoints.length === 0) return []
  const rows = await db
    .selectFrom('kiosks')
    .selectAll()
    .where('touchpoint', 'in', touchpoints)
    .where('revoked_on', '=', '')
    .orderBy('id')
    .execute()
  return rows.map(kioskOf)
}

export async function findKiosk({ db }: Database, id: string): Promise<KioskRecord | undefined> {
  const row = await db.selectFrom('kiosks').selectAll().where('id', '=', id).executeTakeFirst()
  return row && kioskOf(row)
}

/** The kiosk that a code enrols, as long as it does. */
export async function kioskWithCode({ db }: Database, codeHash: string, at: string): Promise<KioskRecord | undefined> {
  const row = await db
    .selectFrom('kiosks')
    .selectAll()
    .where('code_hash', '=', codeHash)
    .where('code_expires_at', '>', at)
    .executeTakeFirst()
  return row && kioskOf(row)
}

/** What stands for a code that a device was enrolled with: only that device is known by it. */
const spentCode = (codeHash: string, publicKey: string): string => `${spentBy}${codeHash} ${publicKey}`

const spentBy = 'spent '

/** The kiosk that a device was enrolled as with this code, as long as the code is told apart. */
export const kioskEnrolledWith = (database: Database, codeHash: string, publicKey: string, at: string): Promise<KioskRecord | undefined> =>
  kioskWithCode(database, spentCode(codeHash, publicKey), at)

/** A device stands there, and the code that it came with lets nobody else in. */
export const enrolDevice = (database: Database, id: string, codeHash: string, publicKey: string, on: string): Promise<void> =>
  changeKiosk(database, id, { public_key: publicKey, enrolled_on: on, revoked_on: '', code_hash: spentCode(codeHash, publicKey) })

export const insertKiosk = async (
  { db }: Database,
  { id, name, touchpoint }: Pick<KioskRow, 'id' | 'name' | 'touchpoint'>,
): Promise<void> =>
  void (await db
    .insertInto('kiosks')
    .values({
      id,
      name,
      touchpoint,
      code_hash: '',
      code_expires_at: '',
      public_key: '',
      enrolled_on: '',
      revoked_on: '',
      seen_at: '',
      build: '',
      made: 0,
      waiting: 0,
      set_aside: 0,
      lost: 0,
      arrived: '[]',
      held: '',
      sendings: 0,
      refused: '[]',
      former: '[]',
      looked: '',
    })
    .execute())

export const changeKiosk = async ({ db }: Database, id: string, change: Partial<Omit<KioskRow, 'id' | keyof Unpacked>>): Promise<void> =>
  void (await db.updateTable('kiosks').set(change).where('id', '=', id).execute())

/** A device takes the place of the one before, which counted by itself; what never came of that one stays known. */
export const startNumbersAgain = async ({ db }: Database, kiosk: KioskRecord, lost: number): Promise<void> => {
  const { id, public_key: key, arrived, former } = kiosk
  await db
    .updateTable('kiosks')
    .set({
      made: 0,
      waiting: 0,
      set_aside: 0,
      lost,
      arrived: '[]',
      held: '',
      sendings: 0,
      refused: '[]',
      looked: '',
      former: JSON.stringify(key === '' ? former : [...former, { key, arrived, gone: goneWith(kiosk) }]),
    })
    .where('id', '=', id)
    .execute()
}

export type Reported = KioskState & { readonly at: string; readonly build: string; readonly sending?: number | undefined }

/** Notes what the device of a kiosk tells of itself, unless another one has taken its place meanwhile, or it has told something newer. */
export const noteKiosk = async (
  { db }: Database,
  { id, public_key: key }: Pick<KioskRow, 'id' | 'public_key'>,
  { made, waiting, setAside, held, at, build, sending }: Reported,
): Promise<void> =>
  void (await db
    .updateTable('kiosks')
    .set({
      made,
      waiting,
      set_aside: setAside,
      held: held ? JSON.stringify(held) : '',
      seen_at: at,
      build,
      ...(sending !== undefined && { sendings: sending }),
    })
    .where('id', '=', id)
    .where('public_key', '=', key)
    .where('sendings', sending === undefined ? '=' : '<', sending ?? 0)
    .execute())

/** Notes that a device has spoken, though nothing of it can be taken; false where it was heard already, or another has taken its place meanwhile. */
export const noteSending = async (
  { db }: Database,
  { id, public_key: key }: Pick<KioskRow, 'id' | 'public_key'>,
  sending: number,
): Promise<boolean> =>
  (await db
    .updateTable('kiosks')
    .set({ sendings: sending })
    .where('id', '=', id)
    .where('public_key', '=', key)
    .where('sendings', '<', sending)
    .returning('id')
    .executeTakeFirst()) !== undefined

/** A number that a device gave to a response: the device by the public half of its key. */
export type Numbered = { readonly kiosk: string; readonly device: string; readonly number: number }

/**
 * Notes that numbers have arrived, with the responses that bear them or not at all; two that note at once are both noted. What
 * comes of a device that stood there before was thought lost.
 */
export async function noteArrived(within: Executing, { db }: Database, all: readonly Numbered[]): Promise<void> {
  // In one order everywhere, so that two processes never wait for each other in a circle.
  for (const id of [...new Set(all.map(({ kiosk }) => kiosk))].sort())
    while (
      !(await noteArrivedOf(
        within,
        db,
        id,
        all.filter(({ kiosk }) => kiosk === id),
      ))
    );
}

async function noteArrivedOf(within: Executing, db: Database['db'], id: string, numbers: readonly Numbered[]): Promise<boolean> {
  const asked = db.selectFrom('kiosks').select(['public_key', 'arrived', 'former', 'lost']).where('id', '=', id).compile()
  const [row] = (await within.executeQuery(asked)).rows
  if (!row) return true
  const of = (key: string, before: NumberRanges) =>
    numbers.filter(({ device }) => device === key).reduce((ranges, { number }) => withNumber(ranges, number), before)
  const devices = devicesIn(row.former)
  const former = devices.map((device) => ({ ...device, arrived: of(device.key, device.arrived) }))
  const found = former.reduce((sum, device, place) => sum + foundSince(device, devices[place] ?? device), 0)
  const change = {
    arrived: JSON.stringify(of(row.public_key, rangesIn(row.arrived))),
    former: JSON.stringify(former),
    lost: Math.max(0, row.lost - found),
  }
  const changing = db
    .updateTable('kiosks')
    .set(change)
    .where('id', '=', id)
    .where('arrived', '=', row.arrived)
    .where('former', '=', row.former)
    .returning('id')
    .compile()
  return (await within.executeQuery(changing)).rows.length > 0
}

/** How many of those that were thought lost have come of a device; what it made after its last word was never thought of. */
const foundSince = (after: FormerDevice, before: FormerDevice): number =>
  before.gone ? sizeOf(stillGone(before)) - sizeOf(stillGone(after)) : sizeOf(after.arrived) - sizeOf(before.arrived)

/** Notes on which day something of a kiosk was refused, and why; what is known of that day is not written again. */
export async function noteRefusals({ db }: Database, id: string, codes: readonly string[], on: string): Promise<void> {
  for (;;) {
    const row = await db.selectFrom('kiosks').select('refused').where('id', '=', id).executeTakeFirst()
    const before = row && refusalsIn(row.refused)
    if (!before || codes.every((code) => before.some((one) => one.code === code && one.on === on))) return
    const done = await db
      .updateTable('kiosks')
      .set({ refused: JSON.stringify(withRefusals(before, codes, on)) })
      .where('id', '=', id)
      .where('refused', '=', row.refused)
      .returning('id')
      .executeTakeFirst()
    if (done) return
  }
}

export const noteLook = async ({ db }: Database, id: string, look: KioskLook): Promise<void> =>
  void (await db
    .updateTable('kiosks')
    .set({ looked: JSON.stringify(look) })
    .where('id', '=', id)
    .execute())
