import { sql } from 'kysely'
import type { Database } from '../../server/db/dialect'

/** Everything that a database holds, row by row as text. */
export type Rows = Readonly<Record<string, readonly string[]>>

export async function rowsOf({ db }: Database): Promise<Rows> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name).sort()
  const read = tables.map(async (table) => {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(db)
    return [table, rows.map((row) => JSON.stringify(row)).sort()] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** The tables in which anything is other than before. */
export const changedTables = (before: Rows, after: Rows): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (table) => JSON.stringify(before[table]) !== JSON.stringify(after[table]),
  )

/** Calls a route, which `every-change.test.ts` looks for here, and gives what the log has entered since. */
export async function written(
  { database: { db } }: { readonly database: Database },
  route: string,
  calling: () => Promise<Response>,
): Promise<{ readonly reply: Response; readonly left: readonly string[] }> {
  const before = (await db.selectFrom('events').select('seq').execute()).length
  const reply = await calling()
  if (reply.status >= 400) throw new Error(`${route}: ${reply.status}`)
  const entries = await db.selectFrom('events').select('act').orderBy('seq').execute()
  return { reply, left: entries.slice(before).map(({ act }) => act) }
}
