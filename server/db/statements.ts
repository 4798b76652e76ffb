import { type Compilable, CompiledQuery, type Kysely, type Transaction } from 'kysely'
import type { Tables } from './tables'

/**
 * Inserts many rows by statements that are built once for each number of rows: building one takes longer
 * than running it. Gives how many rows were written.
 */
export function bulkInsert<Row extends Readonly<Record<string, unknown>>>(
  rowsAtOnce: number,
  columns: readonly (keyof Row & string)[],
  statement: (db: Kysely<Tables>, rows: readonly Row[]) => Compilable,
): (trx: Transaction<Tables>, rows: readonly Row[]) => Promise<number> {
  const texts = new Map<number, string>()
  return async (trx, rows) => {
    let written = 0
    for (let first = 0; first < rows.length; first += rowsAtOnce) {
      const some = rowsAtOnce >= rows.length ? rows : rows.slice(first, first + rowsAtOnce)
      const values = valuesOf(some, columns)
      const text = texts.get(some.length) ?? textOf(statement(trx, some).compile(), values)
      texts.set(some.length, text)
      const result = await trx.executeQuery(CompiledQuery.raw(text, values))
      written += Number(result.numAffectedRows ?? 0)
    }
    return written
  }
}

/** A query of one shape, built once; its values come in the order in which the query names them. */
export function onceBuilt<Row>(
  statement: (db: Kysely<Tables>) => Compilable<Row>,
): (trx: Transaction<Tables>, values: readonly unknown[]) => Promise<readonly Row[]> {
  let text: string | undefined
  return async (trx, values) => {
    text ??= statement(trx).compile().sql
    const { rows } = await trx.executeQuery<Row>({ ...CompiledQuery.raw(text, [...values]) })
    return rows
  }
}

function textOf({ sql, parameters }: CompiledQuery, values: readonly unknown[]): string {
  if (parameters.length === values.length && parameters.every((value, index) => value === values[index])) return sql
  throw new Error(`the rows do not name their columns in the order of the statement: ${sql}`)
}

function valuesOf<Row>(rows: readonly Row[], columns: readonly (keyof Row)[]): unknown[] {
  const values: unknown[] = []
  for (const row of rows) for (const column of columns) values.push(row[column])
  return values
}
