import { sql } from 'kysely'
import { personPools } from '../../surveys/figures/forms'
import { firstOf } from '../../surveys/figures/integers'
import type { Pools } from '../../surveys/figures/results'
import { emptyTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import { monthOf } from '../../surveys/instrument/calendar'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { erasuresIn, type ListedResponse, responsePages } from '../db/responses'
import { type Filter, shownBy } from './filter'

/** Several agencies added up by persons: those that a filter shows, by block, month and channel. */
export type PersonPools = Pools &
  Readonly<Record<'month' | 'channel', ReadonlyMap<string, Tally>>> & {
    /** Of which responses they are. */
    readonly stamp: string
  }

type Kept = { readonly stamp: string; readonly pools: Promise<PersonPools> }

const mostKept = 12
const keptPools = new WeakMap<Database, Map<string, Kept>>()

/**
 * Where one person rates several agencies, what is pooled over agencies is counted from the responses and not from the tallies, which belong to one
 * agency each and do not know who gave several. Kept until a response more or less is there; undefined where nobody rates several.
 */
export async function readPools(
  database: Database,
  layout: TallyLayout,
  record: CampaignRecord,
  query: Filter,
): Promise<PersonPools | undefined> {
  if (!layout.rated) return undefined
  const kept = keptPools.get(database) ?? new Map<string, Kept>()
  keptPools.set(database, kept)
  const name = JSON.stringify([record.campaign.code, query, [...shownBy(record, query)]])
  const stamp = await poolsStamp(database, record)
  const known = kept.get(name)
  if (known?.stamp === stamp) return known.pools
  const pools = countedPools(database, layout, record, query).then((counted) => ({ ...counted, stamp }))
  // What failed is tried again.
  pools.catch(() => kept.delete(name))
  kept.delete(name)
  kept.set(name, { stamp, pools })
  const [oldest] = kept.keys()
  if (oldest !== undefined && kept.size > mostKept) kept.delete(oldest)
  return pools
}

/** Another one whenever a response of the campaign was recorded or anything was taken out. */
export async function poolsStamp({ db }: Database, { campaign }: CampaignRecord): Promise<string> {
  const erasures = await erasuresIn(db)
  const rows = await db
    .selectFrom('tallies')
    // The beginning of a tally says how many responses there are.
    .select(sql<Uint8Array>`substr(sums, 1, 12)`.as('sums'))
    .where('campaign', '=', campaign.code)
    .where('version', '=', campaign.version)
    .where('month', '=', '')
    .execute()
  return `${erasures} ${rows.reduce((sum, row) => sum + firstOf(row.sums), 0)}`
}

/** The rows of one form lie together in the order of their ids, which begin alike. */
async function countedPools(
  database: Database,
  layout: TallyLayout,
  record: CampaignRecord,
  query: Filter,
): Promise<Omit<PersonPools, 'stamp'>> {
  const blocks = new Map(record.peers.map(({ agency }) => [agency.code, agency.block]))
  const counter = personPools(layout)
  const addForm = (rows: readonly ListedResponse[]): void => {
    const day = rows[0]?.answered_on ?? ''
    counter.add({
      day,
      ratings: rows.map(({ agency, channel, answers }) => ({
        answers: JSON.parse(answers),
        pools: ['total', `block ${blocks.get(agency) ?? ''}`, `month ${monthOf(day)}`, `channel ${channel}`],
      })),
    })
  }
  const narrowed = { ...query, agencies: [...shownBy(record, query)], agency: null }
  const open = new Map<string, ListedResponse[]>()
  let beginning = ''
  const close = (): void => {
    for (const rows of open.values()) addForm(rows)
    open.clear()
  }
  for await (const page of responsePages(database, record.campaign.code, narrowed))
    for (const row of page) {
      const start = row.id.slice(0, 11)
      if (start !== beginning) close()
      beginning = start
      const form = row.form === '' ? row.id : row.form
      const rows = open.get(form)
      if (rows) rows.push(row)
      else open.set(form, [row])
    }
  close()
  return poolsIn(layout, counter.tallies())
}

function poolsIn(layout: TallyLayout, tallies: ReadonlyMap<string, Tally>): Omit<PersonPools, 'stamp'> {
  const of = (kind: string): ReadonlyMap<string, Tally> =>
    new Map([...tallies].flatMap(([name, tally]) => (name.startsWith(`${kind} `) ? [[name.slice(kind.length + 1), tally] as const] : [])))
  return { total: tallies.get('total') ?? emptyTally(layout), blocks: of('block'), month: of('month'), channel: of('channel') }
}
