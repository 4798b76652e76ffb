import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** Which recordings and pictures some published version names, for the versions that there are too. */
export const publishedMediaTable = ({ types: { key } }: Engine) =>
  ({
    up: async (db: Kysely<Tables>) => {
      await db.schema
        .createTable('published_media')
        .addColumn('name', key, (c) => c.notNull().primaryKey())
        .execute()
      const versions = await db.selectFrom('questionnaires').select(['id', 'version']).orderBy('id').orderBy('version').execute()
      for (const { id, version } of versions) {
        const { definition } = await db
          .selectFrom('questionnaires')
          .select('definition')
          .where('id', '=', id)
          .where('version', '=', version)
          .executeTakeFirstOrThrow()
        for (const name of namedIn(JSON.parse(definition)))
          await db
            .insertInto('published_media')
            .values({ name })
            .onConflict((conflict) => conflict.column('name').doNothing())
            .execute()
      }
    },
  }) satisfies Migration

/** Every `picture`, and every recording under `sound`, which has one for each language. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(namedIn)
  return Object.entries(value).flatMap(([field, within]: [string, unknown]) => {
    if (field === 'picture') return typeof within === 'string' ? [within] : []
    if (field !== 'sound' || typeof within !== 'object' || within === null) return namedIn(within)
    return Object.values(within).filter((name) => typeof name === 'string')
  })
}
