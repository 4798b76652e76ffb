import { addedUp, type AgencyCounts, type HandledSum, rateMonths, type ResponseRates, responseRates } from '../../surveys/fielding/dossiers'
import { codesUnder } from '../../surveys/fielding/services'
import { firstOf } from '../../surveys/figures/integers'
import { localDay } from '../../surveys/instrument/calendar'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type MonthSum, serviceSums, wholeSums } from '../db/dossiers'
import { listServices } from '../db/services'
import { type Filter, shownBy } from './filter'
import { responsesByMonth } from './results'

/** By agency, then by month. */
type ByAgency<Value> = ReadonlyMap<string, ReadonlyMap<string, Value>>

/**
 * How many dossiers each agency handled in each month of a span, both inclusive: all of them, or those of a service and of the procedures in
 * it. A month of which nothing is known is not there.
 */
export async function readDossiers(
  { db }: Pick<Database, 'db'>,
  { from, to, service }: { readonly from: string; readonly to: string; readonly service: string | null },
): Promise<ByAgency<HandledSum>> {
  if (service === null) return byAgency((await wholeSums({ db }, from, to)).map((row) => ({ ...row, value: sumIn(row) })))
  const codes = codesUnder(await listServices({ db }), service)
  const rows = await serviceSums({ db }, from, to, codes)
  const own = byAgency(rows.filter((row) => row.service === service).map((row) => ({ ...row, value: sumIn(row) })))
  const parts = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) {
    if (row.service === service || own.get(row.agency)?.has(row.month)) continue
    const name = `${row.agency} ${row.month}`
    parts.set(name, [...(parts.get(name) ?? []), row])
  }
  const added = [...parts.values()].flatMap((some) => {
    const [first] = some
    return first ? [{ agency: first.agency, month: first.month, value: { ...addedUp(some.map(sumIn)), isSummed: true } }] : []
  })
  return byAgency([...[...own].flatMap(([agency, months]) => [...months].map(([month, value]) => ({ agency, month, value }))), ...added])
}

const sumIn = ({ handled, on_time, summed }: MonthSum): HandledSum => ({ handled, onTime: on_time, isSummed: summed === 1 })

function byAgency<Value>(rows: readonly { readonly agency: string; readonly month: string; readonly value: Value }[]): ByAgency<Value> {
  const agencies = new Map<string, Map<string, Value>>()
  for (const { agency, month, value } of rows) {
    const months = agencies.get(agency)
    if (months) months.set(month, value)
    else agencies.set(agency, new Map([[month, value]]))
  }
  return agencies
}

type Deps = { readonly database: Database; readonly now: () => number }

/**
 * Responses to dossiers handled of the agencies under a filter, over the whole months of the campaign that are over. Nothing under a channel
 * or a touchpoint: dossiers are of all ways of answering. Working figures alone: what is released tells no counts of single agencies.
 */
export async function readRates({ database, now }: Deps, record: CampaignRecord, filter: Filter): Promise<ResponseRates | undefined> {
  const { campaign, measured } = record
  if (filter.channel !== null || filter.touchpoint !== null || campaign.kind === 'sampled') return undefined
  const months = rateMonths(campaign, filter, localDay(now()))
  const [from, to] = [months[0]?.month, months.at(-1)?.month]
  const shown = shownBy(record, filter)
  const agencies = measured.flatMap(({ agency }) => (shown.has(agency.code) ? [agency] : []))
  if (from === undefined || to === undefined) return responseRates(months, agencies.map(withoutCounts))
  const codes = filter.service === null ? undefined : codesUnder(await listServices(database), filter.service)
  const handled = await readDossiers(database, { from, to, service: filter.service })
  const rows = handled.size === 0 ? [] : await responsesByMonth(database.db, record, { from, to, services: codes })
  const responses = added(rows.map(({ agency, month, sums }) => ({ agency, month, responses: firstOf(sums) })))
  return responseRates(
    months,
    agencies.map((agency) => ({
      ...agency,
      responses: responses.get(agency.code) ?? new Map(),
      handled: handled.get(agency.code) ?? new Map(),
    })),
  )
}

const withoutCounts = (agency: Omit<AgencyCounts, 'responses' | 'handled'>): AgencyCounts => ({
  ...agency,
  responses: new Map(),
  handled: new Map(),
})

function added(rows: readonly { readonly agency: string; readonly month: string; readonly responses: number }[]): ByAgency<number> {
  const agencies = new Map<string, Map<string, number>>()
  for (const { agency, month, responses } of rows) {
    const months = agencies.get(agency) ?? new Map<string, number>()
    agencies.set(agency, months.set(month, (months.get(month) ?? 0) + responses))
  }
  return agencies
}
