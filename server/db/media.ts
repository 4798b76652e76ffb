import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './dialect'
import type { MediaRow } from './tables'

/** Keeps a recording or a picture under the name that its bytes give it, which it also has where it is kept already. */
export async function saveMedia({ db }: Database, media: Omit<MediaRow, 'name'>, now: string): Promise<string> {
  const name = mediaName(media.bytes)
  await db
    .insertInto('media')
    .values({ name, ...media, named_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ named_at: now }))
    .execute()
  return name
}

/** Says of these that something named them until now. */
export async function namedUntil({ db }: Database, names: Iterable<string>, now: string): Promise<void> {
  for (const some of inRuns([...names])) await db.updateTable('media').set({ named_at: now }).where('name', 'in', some).execute()
}

/** Those that no published version names and that came, and were named last, before an instant. */
export const unpublishedMedia = ({ db }: Database, before: string): Promise<readonly { readonly name: string; readonly size: number }[]> =>
  db
    .selectFrom('media')
    .leftJoin('published_media', 'published_media.name', 'media.name')
    .select(['media.name', sql<number>`octet_length(bytes)`.as('size')])
    .where('published_media.name', 'is', null)
    .where('named_at', '<', before)
    .orderBy('media.name')
    .execute()

/** Whatever may be a name in a design, or in one that was discarded and can be brought back; some of it names nothing. One is read after the other. */
export async function namedInDesigns({ db }: Database): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  const take = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"([\w-]{22})"/g)) names.add(name)
  }
  const designs = await db.selectFrom('designs').select('questionnaire').orderBy('questionnaire').execute()
  for (const { questionnaire } of designs)
    take(
      (await db.selectFrom('designs').select('definition').where('questionnaire', '=', questionnaire).executeTakeFirstOrThrow()).definition,
    )
  const discarded = await db.selectFrom('events').select('seq').where('act', '=', 'questionnaires.discard').orderBy('seq').execute()
  for (const { seq } of discarded)
    take((await db.selectFrom('events').select('details').where('seq', '=', seq).executeTakeFirstOrThrow()).details)
  return names
}

export async function dropMedia({ db }: Database, names: readonly string[]): Promise<void> {
  for (const some of inRuns(names)) await db.deleteFrom('media').where('name', 'in', some).execute()
}

/** The name that bytes give what is kept. */
export const mediaName = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')

export const findMedia = ({ db }: Database, name: string): Promise<MediaRow | undefined> =>
  db.selectFrom('media').selectAll().where('name', '=', name).executeTakeFirst()

/** One that a published version names, which anybody may be shown. */
export const findPublishedMedia = ({ db }: Database, name: string): Promise<MediaRow | undefined> =>
  db
    .selectFrom('media')
    .innerJoin('published_media', 'published_media.name', 'media.name')
    .selectAll('media')
    .where('media.name', '=', name)
    .executeTakeFirst()

/** Says of these, whether they are kept here yet or not, that a published version names them. */
export async function publishMedia({ db }: Database, names: Iterable<string>): Promise<void> {
  for (const some of inRuns([...names]))
    await db
      .insertInto('published_media')
      .values(some.map((name) => ({ name })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
}

/** Which of these are kept here, and of how many bytes. */
export async function mediaSizes({ db }: Database, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  for (const some of inRuns([...names])) {
    const rows = await db
      .selectFrom('media')
      .select(['name', sql<number>`octet_length(bytes)`.as('size')])
      .where('name', 'in', some)
      .execute()
    for (const { name, size } of rows) sizes.set(name, size)
  }
  return sizes
}

/** Of which type those are that are kept here. */
export async function mediaTypes({ db }: Database, names: Iterable<string>): Promise<readonly Pick<MediaRow, 'name' | 'type'>[]> {
  const found: Pick<MediaRow, 'name' | 'type'>[] = []
  for (const some of inRuns([...names]))
    found.push(...(await db.selectFrom('media').select(['name', 'type']).where('name', 'in', some).execute()))
  return found
}

/** These by their names, a few at a time. */
export async function* eachMedia({ db }: Database, names: Iterable<string>): AsyncGenerator<MediaRow> {
  for (const some of inRuns([...names].sort(), fewAtOnce))
    yield* await db.selectFrom('media').selectAll().where('name', 'in', some).orderBy('name').execute()
}

/** Of half a megabyte at the most. */
const fewAtOnce = 8
const manyAtOnce = 500

const inRuns = <One>(all: readonly One[], size = manyAtOnce): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, run) => all.slice(run * size, (run + 1) * size))
