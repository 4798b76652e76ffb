import { setImmediate as turn } from 'node:timers/promises'
import { type Handled, type HandledKey, handledName, type HandledSum, summedHandled } from '../../surveys/fielding/dossiers'
import type { Database } from './dialect'
import type { DossierRow } from './tables'

/** Where dossiers came from. */
export const dossierSources = ['page', 'file', 'api', 'command'] as const
export type DossierSource = (typeof dossierSources)[number]

/** A month's count as somebody gave it, and the door that it came by. */
export type StoredHandled = Handled & { readonly source: string }

type Wanted = {
  readonly from: string
  readonly to: string
  /** Every agency where none is named. */
  readonly agencies?: readonly string[]
  readonly services?: readonly string[]
}

/** What was given for a span of months, both inclusive; sums that nobody gave are left out. */
export async function listDossiers(database: Pick<Database, 'db'>, wanted: Wanted): Promise<readonly StoredHandled[]> {
  const rows = await rowsOf(database, wanted)
  return rows.filter(({ summed }) => summed === 0).map(storedInRow)
}

const storedInRow = ({ agency, service, month, handled, on_time, source }: DossierRow): StoredHandled => ({
  agency,
  service,
  month,
  handled,
  onTime: on_time,
  source,
})

async function rowsOf({ db }: Pick<Database, 'db'>, { from, to, agencies, services }: Wanted): Promise<readonly DossierRow[]> {
  const isFew = agencies !== undefined && agencies.length <= mostNamed
  let select = db.selectFrom('dossiers').selectAll().where('month', '>=', from).where('month', '<=', to)
  if (services) select = select.where('service', 'in', services)
  if (isFew) select = select.where('agency', 'in', agencies)
  const rows = await select.orderBy('month', 'desc').orderBy('agency').orderBy('service').execute()
  if (isFew || !agencies) return rows
  const named = new Set(agencies)
  return rows.filter(({ agency }) => named.has(agency))
}

/** More agencies than these are picked out here, not by the engine. */
const mostNamed = 500

/** A whole, or a service, of each agency and month. */
export type MonthSum = Pick<DossierRow, 'agency' | 'month' | 'handled' | 'on_time' | 'summed'>

/** What stands for all dossiers of each agency and month. */
export const wholeSums = ({ db }: Pick<Database, 'db'>, from: string, to: string): Promise<readonly MonthSum[]> =>
  db
    .selectFrom('dossiers')
    .select(['agency', 'month', 'handled', 'on_time', 'summed'])
    .where('service', '=', '')
    .where('month', '>=', from)
    .where('month', '<=', to)
    .execute()

/** What was given for these services, of each agency and month. */
export const serviceSums = (
  { db }: Pick<Database, 'db'>,
  from: string,
  to: string,
  services: readonly string[],
): Promise<readonly (MonthSum & Pick<DossierRow, 'service'>)[]> =>
  db
    .selectFrom('dossiers')
    .select(['agency', 'month', 'service', 'handled', 'on_time', 'summed'])
    .where('service', 'in', services)
    .where('month', '>=', from)
    .where('month', '<=', to)
    .execute()

/** The months for which anything was given, the latest first. */
export async function dossierMonths({ db }: Pick<Database, 'db'>): Promise<readonly string[]> {
  const rows = await db.selectFrom('dossiers').select('month').distinct().where('service', '=', '').orderBy('month', 'desc').execute()
  return rows.map(({ month }) => month)
}

/** What is to stand in a month's cell; undefined: nothing any more. */
export type HandledChange = HandledKey & { readonly wanted: Pick<Handled, 'handled' | 'onTime'> | undefined }

/** Writes what was given, and the wholes of those agencies and months that nobody gave; within one transaction others are answered meanwhile. */
export async function writeDossiers(
  database: Database,
  changes: readonly HandledChange[],
  source: DossierSource,
  fieldOf: ReadonlyMap<string, string>,
): Promise<void> {
  for (let at = 0; at < changes.length; at += savedAtOnce) {
    const some = changes.slice(at, at + savedAtOnce)
    await saveRows(
      database,
      some.flatMap(({ agency, service, month, wanted }) =>
        wanted ? [{ agency, service, month, handled: wanted.handled, on_time: wanted.onTime, summed: 0, source }] : [],
      ),
    )
    for (const { agency, service, month, wanted } of some) if (!wanted) await removeRow(database, { agency, service, month })
    await turn()
  }
  await sumAgain(database, changes, fieldOf)
}

/** Some two milliseconds' worth. */
const savedAtOnce = 100

async function saveRows({ db }: Database, rows: readonly DossierRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('dossiers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['service', 'month', 'agency']).doUpdateSet((update) => ({
        handled: update.ref('excluded.handled'),
        on_time: update.ref('excluded.on_time'),
        summed: update.ref('excluded.summed'),
        source: update.ref('excluded.source'),
      })),
    )
    .execute()
}

async function removeRow({ db }: Database, { agency, service, month }: HandledKey): Promise<void> {
  await db.deleteFrom('dossiers').where('service', '=', service).where('month', '=', month).where('agency', '=', agency).execute()
}

type Cell = Pick<HandledKey, 'agency' | 'month'>

/** Adds up the wholes of agencies and months anew where nobody gave them. */
export async function sumAgain(database: Database, touched: readonly Cell[], fieldOf: ReadonlyMap<string, string>): Promise<void> {
  const byMonth = new Map<string, Set<string>>()
  for (const { agency, month } of touched) byMonth.set(month, (byMonth.get(month) ?? new Set()).add(agency))
  for (const [month, agencies] of byMonth) {
    const all = [...agencies]
    for (let at = 0; at < all.length; at += savedAtOnce) await sumMonth(database, month, all.slice(at, at + savedAtOnce), fieldOf)
  }
}

async function sumMonth(
  database: Database,
  month: string,
  agencies: readonly string[],
  fieldOf: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = await rowsOf(database, { from: month, to: month, agencies })
  const sums: DossierRow[] = []
  for (const agency of agencies) {
    const given = rows.filter((row) => row.agency === agency)
    const whole = given.find(({ service }) => service === '')
    if (whole?.summed === 0) continue
    const sum = summedHandled(
      given.map(({ service, handled, on_time }) => ({ service, handled, onTime: on_time })),
      fieldOf,
    )
    if (sum) sums.push({ ...rowOfSum(sum), agency, month })
    else if (whole) await removeRow(database, { agency, month, service: '' })
  }
  await saveRows(database, sums)
  await turn()
}

const rowOfSum = ({ handled, onTime }: HandledSum) => ({ service: '', handled, on_time: onTime, summed: 1, source: '' })

/** The cells in which something of a service stands. */
export const cellsOfService = ({ db }: Pick<Database, 'db'>, service: string): Promise<readonly Cell[]> =>
  db.selectFrom('dossiers').select(['agency', 'month']).where('service', '=', service).execute()

/** What was given for these cells, by their names. */
export async function dossiersAt(database: Pick<Database, 'db'>, keys: readonly HandledKey[]): Promise<ReadonlyMap<string, StoredHandled>> {
  const months = keys.map(({ month }) => month).sort()
  const [from, to] = [months[0], months.at(-1)]
  if (from === undefined || to === undefined) return new Map()
  const agencies = [...new Set(keys.map(({ agency }) => agency))]
  const services = [...new Set(keys.map(({ service }) => service))]
  const known = await listDossiers(database, { from, to, agencies, ...(services.length <= mostNamed ? { services } : {}) })
  const wanted = new Set(keys.map(handledName))
  return new Map(known.flatMap((one) => (wanted.has(handledName(one)) ? [[handledName(one), one] as const] : [])))
}
