import { type KioskState, type NumberRanges, withNumber } from '../../surveys/fielding/kiosk'
import type { Database } from './dialect'
import type { KioskRow } from './tables'

/** A kiosk as the office sees it. */
export type KioskRecord = Omit<KioskRow, 'arrived' | 'code_hash'> & { readonly arrived: NumberRanges }

const kioskOf = ({ arrived, code_hash: _, ...row }: KioskRow): KioskRecord => {
  const ranges: NumberRanges = JSON.parse(arrived)
  return { ...row, arrived: ranges }
}

/** In the order of their names. */
export async function listKiosks({ db }: Database): Promise<readonly KioskRecord[]> {
  const rows = await db.selectFrom('kiosks').selectAll().orderBy('id').execute()
  return rows.map(kioskOf).toSorted((a, b) => new Intl.Collator('vi').compare(a.name, b.name))
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
      refused: '',
    })
    .execute())

export const changeKiosk = async ({ db }: Database, id: string, change: Partial<Omit<KioskRow, 'id' | 'arrived'>>): Promise<void> =>
  void (await db.updateTable('kiosks').set(change).where('id', '=', id).execute())

/** A device takes the place of the one before, which counted by itself; what never came of that one stays known. */
export const startNumbersAgain = async ({ db }: Database, id: string, lost: number): Promise<void> =>
  void (await db
    .updateTable('kiosks')
    .set({ made: 0, waiting: 0, set_aside: 0, lost, arrived: '[]', refused: '' })
    .where('id', '=', id)
    .execute())

export type Reported = KioskState & { readonly at: string; readonly build: string; readonly refused: string }

/** Notes what a kiosk tells of itself, and which numbers have arrived; two that tell at once are both noted. */
export async function noteKiosk({ db }: Database, id: string, numbers: readonly number[], reported: Reported): Promise<void> {
  const { made, waiting, setAside, at, build, refused } = reported
  for (;;) {
    const row = await db.selectFrom('kiosks').select('arrived').where('id', '=', id).executeTakeFirst()
    if (!row) return
    const before: NumberRanges = JSON.parse(row.arrived)
    const done = await db
      .updateTable('kiosks')
      .set({ made, waiting, set_aside: setAside, seen_at: at, build, refused, arrived: JSON.stringify(numbers.reduce(withNumber, before)) })
      .where('id', '=', id)
      .where('arrived', '=', row.arrived)
      .returning('id')
      .executeTakeFirst()
    if (done) return
  }
}

/** Notes why nothing was taken of what came under a kiosk's name. */
export const noteRefusal = async ({ db }: Database, id: string, refused: string): Promise<void> =>
  void (await db.updateTable('kiosks').set({ refused }).where('id', '=', id).where('refused', '!=', refused).execute())
