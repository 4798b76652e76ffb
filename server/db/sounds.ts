import { createHash } from 'node:crypto'
import { sql } from 'kysely'
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

/** The name that bytes give a recording. */
export const soundName = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')

export const findSound = ({ db }: Database, name: string): Promise<SoundRow | undefined> =>
  db.selectFrom('sounds').selectAll().where('name', '=', name).executeTakeFirst()

/** Which of these recordings are kept here, and of how many bytes. */
export async function soundSizes({ db }: Database, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  for (const some of inRuns([...names])) {
    const rows = await db
      .selectFrom('sounds')
      .select(['name', sql<number>`octet_length(bytes)`.as('size')])
      .where('name', 'in', some)
      .execute()
    for (const { name, size } of rows) sizes.set(name, size)
  }
  return sizes
}

/** These recordings by their names, a few at a time. */
export async function* eachSound({ db }: Database, names: Iterable<string>): AsyncGenerator<SoundRow> {
  for (const some of inRuns([...names].sort(), fewAtOnce))
    yield* await db.selectFrom('sounds').selectAll().where('name', 'in', some).orderBy('name').execute()
}

/** Recordings of half a megabyte at the most. */
const fewAtOnce = 8
const manyAtOnce = 500

const inRuns = <One>(all: readonly One[], size = manyAtOnce): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, run) => all.slice(run * size, (run + 1) * size))
