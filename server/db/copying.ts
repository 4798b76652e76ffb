import { CompiledQuery, type Kysely, sql } from 'kysely'
import { type Database, openDatabase, type StoredRow } from './dialect'
import { isMigrated, migrate } from './migrate'
import type { Tables } from './tables'

/**
 * Makes an SQLite file with everything that a database holds as of one moment, while others write; whichever engine it comes
 * from, the file is the same kind of thing.
 */
export async function copyDatabase(database: Database, file: string): Promise<void> {
  if (database.copyItself) return database.copyItself(file)
  const copy = openDatabase(file)
  try {
    await migrate(copy)
    await copyRows(database, copy)
  } finally {
    await copy.db.destroy()
  }
}

/** Fills an empty database with every row of another; both have the schema of this build. */
export async function copyRows(from: Database, to: Database): Promise<void> {
  const tables = inOrderOfReferences(await tablesOf(to))
  await from.engine.snapshot(from.db, async (reading) => {
    if (!(await isMigrated({ ...from, db: reading })))
      throw new Error('the database that is copied has not the schema of this build; "migrate" brings it there')
    await to.db.transaction().execute(async (trx) => {
      // A migration may have put first rows into a table; the database that is copied has them too.
      for (const { name } of [...tables].reverse()) await sql`delete from ${sql.table(name)}`.execute(trx)
      for (const table of tables) {
        const insert = inserter(to, table)
        for await (const page of from.engine.rowsOf(reading, table.name)) await insert(trx, page)
      }
    })
  })
}

/** Moves every table, with what it holds, out of the way into a schema of that name; only where the engine has schemas. */
export async function setTablesAside({ db, engine }: Database, schema: string): Promise<void> {
  const tables = await engine.tables(db)
  await db.transaction().execute(async (trx) => {
    await sql`create schema ${sql.id(schema)}`.execute(trx)
    for (const { name } of tables) {
      await sql`alter table ${sql.table(name)} set schema ${sql.id(schema)}`.execute(trx)
      // The migrator takes its tables in any schema for those of the one it works in.
      if (name.startsWith(migratorPrefix))
        await sql`alter table ${sql.table(`${schema}.${name}`)} rename to ${sql.id(`set_aside_${name}`)}`.execute(trx)
    }
  })
}

const migratorPrefix = 'kysely_'

export async function isEmpty({ db, engine }: Database): Promise<boolean> {
  return (await engine.tables(db)).length === 0
}

type Table = { readonly name: string; readonly columns: readonly { readonly name: string; readonly dataType: string }[] }

const tablesOf = async ({ db, engine }: Database): Promise<readonly Table[]> =>
  (await engine.tables(db)).filter(({ name }) => !name.startsWith(migratorPrefix))

/** Accounts stand before what refers to them. */
const inOrderOfReferences = (tables: readonly Table[]): readonly Table[] =>
  [...tables].sort((a, b) => Number(b.name === 'users') - Number(a.name === 'users'))

/** Values that one statement may carry on either engine. */
const mostValues = 30_000

function inserter({ engine }: Database, { name, columns }: Table) {
  const texts = new Map<number, string>()
  const atOnce = Math.max(1, Math.min(engine.rowsAtOnce * 5, Math.floor(mostValues / columns.length)))
  return async (trx: Kysely<Tables>, page: readonly StoredRow[]): Promise<void> => {
    for (let first = 0; first < page.length; first += atOnce) {
      const some = page.slice(first, first + atOnce)
      const values = some.flatMap((row) => columns.map((column) => engine.taken(row[column.name], column.dataType)))
      const text = texts.get(some.length) ?? insertText(trx, name, columns, some.length)
      texts.set(some.length, text)
      await trx.executeQuery(CompiledQuery.raw(text, values))
    }
  }
}

function insertText(db: Kysely<Tables>, table: string, columns: Table['columns'], rows: number): string {
  const values = sql.join(Array.from({ length: rows }, () => sql`(${sql.join(columns.map(() => sql`${null}`))})`))
  return sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))}) values ${values}`.compile(db).sql
}
