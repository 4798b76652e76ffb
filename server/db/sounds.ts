import { createHash } from 'node:crypto'
import type { Database } from './dialect'
import type { SoundRow } from './tables'

/** Keeps a recording under the name that its bytes give it, which it also has where it is kept already. */
export async function saveSound({ db }: Database, sound: Omit<SoundRow, 'name'>): Promise<string> {
  const name = soundName(sound.bytes)
  await db
    .insertInto('sounds')
    .values({ name, ...sound })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return name
}

const soundName = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')

export const findSound = ({ db }: Database, name: string): Promise<SoundRow | undefined> =>
  db.selectFrom('sounds').selectAll().where('name', '=', name).executeTakeFirst()
