import type { Compilable, CompiledQuery, Expression, Kysely } from 'kysely'
import type { Database, Engine, Executing } from './dialect'
import type { Tables } from './tables'

/**
 * Inserts many rows by statements that are built once for each number of values: building one takes longer
 * than running it. Gives how many rows were written.
 */
export function bulkInsert<Row extends Readonly<Record<string, unknown>>>(
  { db, engine: { rowsAtOnce, bulk } }: Database,
  columns: readonly (keyof Row & string)[],
  statement: (db: Kysely<Tables>, rows: Expression<unknown>) => Compilable,
): (within: Executing, rows: readonly Row[]) => Promise<number> {
  const built = new Map<number, CompiledQuery>()
  return async (within, rows) => {
    let written = 0
    for (let first = 0; first < rows.length; first += rowsAtOnce) {
      const some = rowsAtOnce >= rows.length ? rows : rows.slice(first, first + rowsAtOnce)
      const values = bulk.values(some, columns)
      const query = built.get(values.length) ?? inOrder(statement(db, bulk.source(values, columns.length)).compile(), values)
      built.set(values.length, query)
      const result = await within.executeQuery(given(query, values))
      written += Number(result.numAffectedRows ?? 0)
    }
    return written
  }
}

/** A query of one shape, built once; its values come in the order in which the query names them. */
export function onceBuilt<Row>(
  { db }: Pick<Database, 'db'>,
  statement: (db: Kysely<Tables>) => Compilable<Row>,
): (within: Executing, values: readonly unknown[]) => Promise<readonly Row[]> {
  const query = statement(db).compile()
  return async (within, values) => {
    const { rows } = await within.executeQuery(given(query, values))
    return rows
  }
}

/**
 * A query that is asked with every request, on whatever connection, built once for each engine and number of values: it depends on nothing
 * else. Its values come in the order in which the query names them, and it names nothing else.
 */
export function oftenAsked<Row>(
  statement: (db: Kysely<Tables>, values: readonly string[]) => Compilable<Row>,
): (database: Pick<Database, 'db' | 'engine' | 'planned'>, values: readonly string[]) => Promise<readonly Row[]> {
  const built = new WeakMap<Engine, Map<number, CompiledQuery<Row>>>()
  return async ({ db, engine, planned }, values) => {
    const own = built.get(engine) ?? new Map<number, CompiledQuery<Row>>()
    built.set(engine, own)
    const query = own.get(values.length) ?? inOrder(statement(db, values).compile(), values)
    own.set(values.length, query)
    const { rows } = await (planned && !db.isTransaction ? planned : db).executeQuery(given(query, values))
    return rows
  }
}

/** Spelled out: a copy of the builder's frozen query takes longer. */
const given = <Row>({ sql, query, queryId }: CompiledQuery<Row>, parameters: readonly unknown[]): CompiledQuery<Row> => ({
  sql,
  query,
  queryId,
  parameters,
})

function inOrder<Row>(query: CompiledQuery<Row>, values: readonly unknown[]): CompiledQuery<Row> {
  const { sql, parameters } = query
  if (parameters.length === values.length && parameters.every((value, index) => value === values[index])) return query
  throw new Error(`the values do not come in the order of the statement: ${sql}`)
}
