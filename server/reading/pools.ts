import { sql } from 'kysely'
import { type Form, personPools } from '../../surveys/figures/forms'
import { firstOf } from '../../surveys/figures/integers'
import type { Pools } from '../../surveys/figures/results'
import { emptyTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import { monthOf } from '../../surveys/instrument/calendar'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { erasuresIn, listedByNumber, type ListedResponse, responsePages } from '../db/responses'
import { countingOn } from './counting-on'
import { type Filter, shownBy } from './filter'

/** Several agencies added up by persons: those that a filter shows, by block, month and channel. */
export type PersonPools = Pools &
  Readonly<Record<'month' | 'channel', ReadonlyMap<string, Tally>>> & {
    /** Of which responses they are. */
    readonly stamp: string
  }

/** `goesOn`: whether more can be added to it, or forms came so that all are to be counted anew. */
type Kept = { readonly stamp: string; readonly pools: Promise<PersonPools>; readonly goesOn: { yes: boolean } }

const mostKept = 12
const keptPools = new WeakMap<Database, Map<string, Kept>>()

/**
 * Where one person rates several agencies, what is pooled over agencies is counted from the responses and not from the tallies, which belong to one
 * agency each and do not know who gave several. Kept until a response more or less is there, and then counted on; undefined where nobody rates several.
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
  const goesOn = known?.goesOn ?? { yes: true }
  const pools = countedOnOrAnew(database, layout, record, { query, name, goesOn }).then((counted) => ({ ...counted, stamp }))
  // What failed is tried again.
  pools.catch(() => kept.delete(name))
  kept.delete(name)
  kept.set(name, { stamp, pools, goesOn })
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

type Counted = Omit<PersonPools, 'stamp'>
type How = { readonly query: Filter; readonly name: string; readonly goesOn: { yes: boolean } }

/** A form whose ratings did not come one behind the other, as from a file that is in the order of agencies. */
class CameApart extends Error {}

async function countedOnOrAnew(
  database: Database,
  layout: TallyLayout,
  record: CampaignRecord,
  { query, name, goesOn }: How,
): Promise<Counted> {
  if (goesOn.yes)
    try {
      return await countedOn(database, layout, record, query, name)
    } catch (error) {
      if (!(error instanceof CameApart)) throw error
      goesOn.yes = false
    }
  return countedPools(database, layout, record, query)
}

type Sums = {
  readonly counter: ReturnType<typeof personPools>
  /** Every form that was begun. */
  readonly forms: Set<string>
  /** The form of which each writer recorded a rating last; its others come next, if there are any. */
  readonly open: Map<number, { readonly form: string; readonly rows: ListedResponse[] }>
}

/** So many ratings at a time that whoever records meanwhile hardly waits. */
const counts = countingOn<Sums>({ most: mostKept, slice: 2_000 })

/** Whoever records gives the ratings of a form numbers one behind the other, in one transaction. */
function countedOn(database: Database, layout: TallyLayout, record: CampaignRecord, query: Filter, name: string): Promise<Counted> {
  const { code: campaign } = record.campaign
  const narrowed = narrowedTo(record, query)
  const formOf = formsIn(record)
  return counts(database, name, {
    campaign,
    empty: () => ({ counter: personPools(layout), forms: new Set(), open: new Map() }),
    add: async ({ counter, forms, open }, numbers) => {
      for (const row of await listedByNumber(database, campaign, narrowed, numbers)) {
        const form = row.form === '' ? row.id : row.form
        const before = open.get(numbers.writer)
        if (before?.form === form) {
          before.rows.push(row)
          continue
        }
        if (before) counter.add(formOf(before.rows))
        if (forms.has(form)) throw new CameApart(form)
        forms.add(form)
        open.set(numbers.writer, { form, rows: [row] })
      }
    },
    told: ({ counter, open }) => {
      for (const { rows } of open.values()) counter.add(formOf(rows))
      open.clear()
      // What is told stays as it is when more is added.
      return poolsIn(layout, new Map([...counter.tallies()].map(([pool, tally]) => [pool, tally.slice()])))
    },
  })
}

const narrowedTo = (record: CampaignRecord, query: Filter) => ({ ...query, agencies: [...shownBy(record, query)], agency: null })

/** A form of its ratings, in the order of their ids. */
function formsIn({ peers }: CampaignRecord): (rows: readonly ListedResponse[]) => Form {
  const blocks = new Map(peers.map(({ agency }) => [agency.code, agency.block]))
  return (rows) => {
    const sorted = [...rows].sort((one, other) => (one.id < other.id ? -1 : 1))
    const day = sorted[0]?.answered_on ?? ''
    return {
      day,
      ratings: sorted.map(({ agency, channel, answers }) => ({
        answers: JSON.parse(answers),
        pools: ['total', `block ${blocks.get(agency) ?? ''}`, `month ${monthOf(day)}`, `channel ${channel}`],
      })),
    }
  }
}

/** The rows of one form lie together in the order of their ids, which begin alike. */
async function countedPools(database: Database, layout: TallyLayout, record: CampaignRecord, query: Filter): Promise<Counted> {
  const counter = personPools(layout)
  const formOf = formsIn(record)
  const open = new Map<string, ListedResponse[]>()
  let beginning = ''
  const close = (): void => {
    for (const rows of open.values()) counter.add(formOf(rows))
    open.clear()
  }
  for await (const page of responsePages(database, record.campaign.code, narrowedTo(record, query)))
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

function poolsIn(layout: TallyLayout, tallies: ReadonlyMap<string, Tally>): Counted {
  const of = (kind: string): ReadonlyMap<string, Tally> =>
    new Map([...tallies].flatMap(([name, tally]) => (name.startsWith(`${kind} `) ? [[name.slice(kind.length + 1), tally] as const] : [])))
  return { total: tallies.get('total') ?? emptyTally(layout), blocks: of('block'), month: of('month'), channel: of('channel') }
}
