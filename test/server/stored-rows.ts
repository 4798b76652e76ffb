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
