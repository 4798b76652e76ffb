import { firstOf } from '../../surveys/figures/integers'
import { type DayScatter, scatterIn } from '../../surveys/figures/days'
import { addEncodedTally, addTally, readableTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { erasuresIn } from '../db/responses'
import { type Filter, noFilter, shownBy } from './filter'
import { dayRows, scattersBy, spanOf, type SumsRow, sumsRows } from './results'

type KeptValue<T> = { readonly stamp: string; readonly value: T }

/**
 * Keeps what was computed from a campaign's tallies and gives it again until the campaign or its responses changed. Adding up
 * every month of every agency is most of the work of a results page, and officers read more often than answers come in.
 */
export function keeper<T>(
  most: number,
): (database: Database, record: CampaignRecord, name: readonly unknown[], make: (db: Database['db']) => Promise<T>) => Promise<T> {
  const byDatabase = new WeakMap<Database, Map<string, KeptValue<T>>>()
  return (database, record, name, make) =>
    database.engine.snapshot(database.db, async (db) => {
      const stamp = await stampOf(db, record)
      const kept = byDatabase.get(database) ?? new Map<string, KeptValue<T>>()
      byDatabase.set(database, kept)
      const key = JSON.stringify([record.campaign.code, name])
      const known = kept.get(key)
      if (known?.stamp === stamp) return known.value
      const value = await make(db)
      if (kept.size >= most) kept.clear()
      kept.set(key, { stamp, value })
      return value
    })
}

/** Another one whenever one of its responses was recorded or any was erased, or the campaign or an agency was changed: while nothing is erased, responses only grow in number. */
async function stampOf(db: Database['db'], record: CampaignRecord): Promise<string> {
  const erasures = await erasuresIn(db)
  const whole = await sumsRows(db, record, noFilter, 'whole')
  const responses = whole.reduce((sum, row) => sum + firstOf(row.sums), 0)
  return JSON.stringify([responses, erasures, record])
}

/** A campaign's tallies under a filter: of every agency, and of the agencies shown by month and by channel. */
export type Sums = Readonly<Record<SummedBy, ReadonlyMap<string, Tally>>>

type SummedBy = 'agency' | 'month' | 'channel'
type KeptSums = {
  readonly layout: TallyLayout
  readonly erasures: number
  readonly rows: Map<string, SumsRow>
  readonly sums: Readonly<Record<SummedBy, Map<string, Tally>>>
  /** How the days of each agency scatter in each of the sums. */
  readonly days: Readonly<Record<SummedBy, Map<string, Map<string, DayScatter>>>>
  turn: number
}

/**
 * Tally rows added up, for whoever reads them again and again. While nothing is erased rows only grow, the row of a whole
 * campaign with each of its months: only the months of agencies whose whole has grown are read again, taken out and added
 * anew. Whole numbers leave no trace of that. A sum that changed is another object than before, one that did not is the same.
 */
export function sumsKeeper(most: number) {
  const byDatabase = new WeakMap<Database, Map<string, KeptSums>>()
  return async (database: Database, db: Database['db'], record: CampaignRecord, query: Filter, layout: TallyLayout): Promise<Sums> => {
    const all = byDatabase.get(database) ?? new Map<string, KeptSums>()
    byDatabase.set(database, all)
    const shown = shownBy(record, query)
    const name = JSON.stringify([record.campaign.code, query, [...shown]])
    const erasures = await erasuresIn(db)
    const whole = await sumsRows(db, record, query, 'whole')
    for (;;) {
      const known = all.get(name)
      const kept = known?.layout === layout && known.erasures === erasures ? known : emptyOf(layout, erasures)
      const { turn } = kept
      const grown = whole.filter((row) => isOther(kept, row))
      const agencies = grown.length < whole.length ? [...new Set(grown.map(({ agency }) => agency))] : undefined
      const months = grown.length === 0 ? [] : await sumsRows(db, record, query, 'months', agencies)
      const days = grown.length === 0 ? [] : await dayRows(db, record, query, agencies)
      // Another reader may have come first, with what stood at another moment.
      if (kept.turn !== turn) continue
      kept.turn += 1
      take(kept, { sums: [...grown, ...months.filter((row) => isOther(kept, row))], days }, cutsOf(query, shown))
      keepNewest(all, name, kept, most)
      return kept.sums
    }
  }
}

/** What was read longest ago goes. */
function keepNewest(all: Map<string, KeptSums>, name: string, kept: KeptSums, most: number): void {
  all.delete(name)
  all.set(name, kept)
  const [oldest] = all.keys()
  if (oldest !== undefined && all.size > most) all.delete(oldest)
}

const emptyOf = (layout: TallyLayout, erasures: number): KeptSums => ({
  layout,
  erasures,
  rows: new Map(),
  sums: { agency: new Map(), month: new Map(), channel: new Map() },
  days: { agency: new Map(), month: new Map(), channel: new Map() },
  turn: 0,
})

const idOf = ({ agency, month, channel, service, touchpoint, writer }: SumsRow): string =>
  `${agency} ${month} ${channel} ${service} ${touchpoint} ${writer}`

function isOther({ rows }: KeptSums, row: SumsRow): boolean {
  const before = rows.get(idOf(row))
  return !before || Buffer.compare(before.sums, row.sums) !== 0
}

/** In which sums a row counts: months in their own cut, and elsewhere whatever the filter reads. */
const cutsOf =
  (query: Filter, shown: ReadonlySet<string>) =>
  ({ agency, month }: SumsRow): readonly SummedBy[] => {
    const isRead = (month === '') === (spanOf(query) === 'whole')
    return [
      ...(isRead ? (['agency'] as const) : []),
      ...(isRead && shown.has(agency) ? (['channel'] as const) : []),
      ...(month !== '' && shown.has(agency) ? (['month'] as const) : []),
    ]
  }

type Grown = { readonly sums: readonly SumsRow[]; readonly days: readonly SumsRow[] }

function take(kept: KeptSums, grown: Grown, cuts: (row: SumsRow) => readonly SummedBy[]): void {
  const { layout, rows, sums } = kept
  const renewed = { agency: new Map<string, Set<string>>(), month: new Map<string, Set<string>>(), channel: new Map<string, Set<string>>() }
  for (const row of grown.sums) {
    const before = rows.get(idOf(row))
    for (const cut of cuts(row)) {
      const key = row[cut]
      const touched = renewed[cut].get(key)
      const sum = (touched ? sums[cut].get(key) : sums[cut].get(key)?.slice()) ?? readableTally(layout)
      renewed[cut].set(key, (touched ?? new Set()).add(row.agency))
      sums[cut].set(key, sum)
      if (before) addEncodedTally(layout, sum, before.sums, -1)
      addEncodedTally(layout, sum, row.sums, 1)
    }
    rows.set(idOf(row), row)
  }
  for (const cut of ['agency', 'month', 'channel'] as const) takeDays(kept, cut, renewed[cut], grown.days)
}

/** Counts the days of the agencies that have changed anew, for each sum that they are part of, and adds those of the others again. */
function takeDays(
  { layout, sums, days: known }: KeptSums,
  cut: SummedBy,
  renewed: ReadonlyMap<string, ReadonlySet<string>>,
  days: readonly SumsRow[],
): void {
  const changed = days.filter((row) => renewed.get(row[cut])?.has(row.agency))
  for (const { key, agency, scatter } of scattersBy(layout, changed, cut)) {
    const all = known[cut].get(key) ?? new Map<string, DayScatter>()
    known[cut].set(key, all.set(agency, scatter))
  }
  for (const key of renewed.keys()) {
    const sum = sums[cut].get(key)
    if (!sum) continue
    const own = scatterIn(layout, sum).fill(0)
    for (const scatter of known[cut].get(key)?.values() ?? []) addTally(own, scatter)
  }
}
