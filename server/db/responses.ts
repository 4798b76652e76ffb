import { withoutHidden } from './hidden-comments'
import { sql } from 'kysely'
import type { Channel } from '../../surveys/fielding/campaign'
import type { Flag } from '../../surveys/quality/flags'
import type { Database } from './dialect'
import type { ResponseRow, StoredResponse, WriterRow } from './tables'

/** Rows that one statement reads at most, whether they are wanted or not: so few that whoever records a response between two hardly waits. */
export const sliceRows = 500

/** What responses may be narrowed to; months are inclusive. */
export type Narrowed = {
  readonly agencies?: readonly string[] | undefined
  readonly agency?: string | null
  readonly from?: string | null
  readonly to?: string | null
  readonly channel?: Channel | null
  readonly service?: string | null
  readonly touchpoint?: string | null
}

const listed = ['id', 'form', 'agency', 'answered_on', 'channel', 'touchpoint', 'language', 'answers'] as const

/** A response without what only recording needs and what its campaign or its answers say already: every column costs time to read. */
export type ListedResponse = Pick<ResponseRow, (typeof listed)[number]>

/** Tells the responses that were stored at one moment from those that came later. */
export type StoredThen = (row: Pick<ResponseRow, 'writer' | 'seq'>) => boolean

/**
 * The responses of a campaign that count, or some of them, as they stood at the call or then, in slices. They come in the order of their ids,
 * which are random: the order of arrival would tell who answered when. A slice in which nothing is wanted is empty; between two of them
 * everybody else has a turn.
 */
export async function* responsePages(
  database: Database,
  campaign: string,
  narrowed: Narrowed = {},
  then?: StoredThen,
): AsyncGenerator<readonly ListedResponse[]> {
  const isStored = then ?? (await storedNow(database))
  const shown = await withoutHidden<ListedRow>(database, campaign)
  for await (const rows of slicesOf(database, campaign, narrowed)) yield shown(rows.filter((row) => isStored(row) && row.set_aside === ''))
}

/** All that these pages can come to hold of what was stored then, whatever is put back or shown again meanwhile. */
export async function* possiblePages(
  database: Database,
  campaign: string,
  narrowed: Narrowed,
  then: StoredThen,
): AsyncGenerator<readonly ListedResponse[]> {
  for await (const rows of slicesOf(database, campaign, narrowed)) yield rows.filter(then)
}

type ListedRow = ListedResponse & Pick<StoredResponse, 'writer' | 'seq' | 'set_aside'>

async function* slicesOf(database: Database, campaign: string, narrowed: Narrowed): AsyncGenerator<readonly ListedRow[]> {
  const { db } = database
  const conditions = conditionsOf(narrowed)
  for (let after = ''; ;) {
    const last = await endOfSlice(database, campaign, after)
    let select = db
      .selectFrom('responses')
      .select([...listed, 'writer', 'seq', 'set_aside'])
      .where('campaign', '=', campaign)
      .where('id', '>', after)
      .where('erased', '=', 0)
    if (last !== undefined) select = select.where('id', '<=', last)
    for (const [column, operator, value] of conditions) select = select.where(column, operator, value)
    if (narrowed.agencies) select = select.where('agency', 'in', narrowed.agencies)
    yield await select.orderBy('id').execute()
    if (last === undefined) return
    after = last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The responses with some numbers of a writer that count, or some of them, in the order of those: for counting only. */
export async function listedByNumber(
  { db }: Pick<Database, 'db'>,
  campaign: string,
  narrowed: Narrowed,
  { writer, after, upTo }: { readonly writer: number; readonly after: number; readonly upTo: number },
): Promise<readonly ListedResponse[]> {
  let select = db
    .selectFrom('responses')
    .select(listed)
    .where('campaign', '=', campaign)
    .where('writer', '=', writer)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
  for (const [column, operator, value] of conditionsOf(narrowed)) select = select.where(column, operator, value)
  if (narrowed.agencies) select = select.where('agency', 'in', narrowed.agencies)
  return await select.orderBy('seq').execute()
}

const counted = ['agency', 'answered_on', 'channel', 'touchpoint', 'answers'] as const

/** What of a response its tallies follow from. */
export type CountedResponse = Pick<ResponseRow, (typeof counted)[number]>

/** All agencies but some, or only some. */
export type Among = { readonly but: readonly string[] } | { readonly only: readonly string[] }

/**
 * The responses that count of those a campaign has among its agencies, for counting only, inside `snapshot`: in the order of arrival, in which
 * they lie on the disk, so that each page of the database is read once. What leaves goes by `responsePages`.
 */
export async function* arrivedPages({ db }: Database, campaign: string, among: Among): AsyncGenerator<readonly CountedResponse[]> {
  for (const { slot } of await db.selectFrom('writers').select('slot').orderBy('slot').execute())
    for (let after: number | undefined = 0; after !== undefined;) {
      const last = await endOfArrivals(db, campaign, slot, after)
      let select = db
        .selectFrom('responses')
        .select(counted)
        .where('campaign', '=', campaign)
        .where('writer', '=', slot)
        .where('seq', '>', after)
        .where('erased', '=', 0)
        .where('set_aside', '=', '')
      if (last !== undefined) select = select.where('seq', '<=', last)
      if ('only' in among) select = select.where('agency', 'in', among.only)
      else if (among.but.length > 0) select = select.where('agency', 'not in', among.but)
      yield await select.orderBy('seq').execute()
      after = last
      await new Promise((resolve) => setImmediate(resolve))
    }
}

export type ArrivedCount = Pick<ResponseRow, 'touchpoint' | 'agency' | 'channel' | 'answered_on'> & {
  readonly responses: number
  /** Of them those that are doubtful by their own marks; copies are found among all, later. */
  readonly doubtful: number
}

/** Whether a row bears that mark. */
export const hasFlag = (flag: Flag) => sql<boolean>`' ' || flags || ' ' like ${`% ${flag} %`}`
/** Whether its own marks make a row doubtful, as `isDoubtful` says. */
export const isDoubtfulRow = sql<boolean>`(${hasFlag('burst')} or ${hasFlag('unproven')} or (${hasFlag('fast')} and ${hasFlag('straight')}))`

/** How many responses of a campaign that count came to one writer behind one of its numbers and up to another: by place, agency, channel and day. */
export const countArrived = (
  { db }: Pick<Database, 'db'>,
  campaign: string,
  { writer, after, upTo }: { readonly writer: number; readonly after: number; readonly upTo: number },
): Promise<readonly ArrivedCount[]> =>
  db
    .selectFrom('responses')
    .select(['touchpoint', 'agency', 'channel', 'answered_on'])
    .select((select) => [
      select.fn.countAll<number>().as('responses'),
      select.fn.sum<number>(select.case().when(isDoubtfulRow).then(1).else(0).end()).as('doubtful'),
    ])
    .where('campaign', '=', campaign)
    .where('writer', '=', writer)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
    .where('form', '=', '')
    .groupBy(['touchpoint', 'agency', 'channel', 'answered_on'])
    .execute()

/** A rating in a form about several agencies, where and when it came; `doubtful`: 1 where its marks say so. */
export type ArrivedRating = Pick<StoredResponse, 'form' | 'touchpoint' | 'agency' | 'channel' | 'answered_on'> & {
  readonly doubtful: number
}

/** The ratings with some numbers of a writer that count, in the order of those. */
export const arrivedRatings = (
  { db }: Pick<Database, 'db'>,
  campaign: string,
  { writer, after, upTo }: { readonly writer: number; readonly after: number; readonly upTo: number },
): Promise<readonly ArrivedRating[]> =>
  db
    .selectFrom('responses')
    .select(['form', 'touchpoint', 'agency', 'channel', 'answered_on'])
    .select((select) => select.case().when(isDoubtfulRow).then(1).else(0).end().as('doubtful'))
    .where('campaign', '=', campaign)
    .where('writer', '=', writer)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
    .where('form', '<>', '')
    .orderBy('seq')
    .execute()

/** Every writer's counts: how many responses came to it, and how often anything was taken out of the sums or put back. */
export const countsOfWriters = ({ db }: Pick<Database, 'db'>): Promise<readonly Pick<WriterRow, 'slot' | 'last_seq' | 'erasures'>[]> =>
  db.selectFrom('writers').select(['slot', 'last_seq', 'erasures']).orderBy('slot').execute()

/** The first number that a writer gave to a response of a campaign, from the index alone; undefined where it gave none. */
export async function firstNumberOf({ db }: Pick<Database, 'db'>, campaign: string, writer: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('responses')
    .select('seq')
    .where('campaign', '=', campaign)
    .where('writer', '=', writer)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}

/** The last number of the slice behind a number, from the index alone; undefined when the rest is shorter than a slice. */
async function endOfArrivals(db: Database['db'], campaign: string, writer: number, after: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('responses')
    .select('seq')
    .where('campaign', '=', campaign)
    .where('writer', '=', writer)
    .where('seq', '>', after)
    .orderBy('seq')
    .offset(sliceRows - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}

/** Tells the responses that are stored now from those that are recorded later. */
export async function storedNow({ db }: Database): Promise<StoredThen> {
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq']).execute()
  const lastOf = new Map(writers.map(({ slot, last_seq }) => [slot, last_seq]))
  return ({ writer, seq }) => seq <= (lastOf.get(writer) ?? 0)
}

/** The last id of the slice behind an id, from the key alone; undefined when the rest is shorter than a slice. */
export async function endOfSlice({ db }: Database, campaign: string, after: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('responses')
    .select('id')
    .where('campaign', '=', campaign)
    .where('id', '>', after)
    .orderBy('id')
    .offset(sliceRows - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

type Column = 'agency' | 'answered_on' | 'channel' | 'service' | 'touchpoint'
type Operator = '=' | '>=' | '<='
type Condition = readonly [Column, Operator, string]

function conditionsOf({ agency, from, to, channel, service, touchpoint }: Narrowed): readonly Condition[] {
  const wanted: readonly (readonly [Column, Operator, string | null | undefined])[] = [
    ['agency', '=', agency],
    ['answered_on', '>=', from && `${from}-01`],
    ['answered_on', '<=', to && `${to}-31`],
    ['channel', '=', channel],
    ['service', '=', service],
    ['touchpoint', '=', touchpoint],
  ]
  return wanted.flatMap(([column, operator, value]) => (value ? [[column, operator, value]] : []))
}

/** One response that is stored and not erased, whether it counts or not. */
export async function findResponse({ db }: Database, campaign: string, id: string): Promise<StoredResponse | undefined> {
  return db
    .selectFrom('responses')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('id', '=', id)
    .where('erased', '=', 0)
    .executeTakeFirst()
}

/** What is stored and not erased of one form; the ids of its rows begin alike. */
export async function responsesOfForm({ db }: Pick<Database, 'db'>, campaign: string, form: string): Promise<readonly StoredResponse[]> {
  const beginning = form.slice(0, 11)
  return (
    db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('id', '>=', beginning)
      // Behind every digit of an id.
      .where('id', '<', `${beginning}g`)
      .where('form', '=', form)
      .where('erased', '=', 0)
      .orderBy('id')
      .execute()
  )
}

/** How many responses of a campaign count. */
export async function countResponses({ db }: Database, campaign: string): Promise<number> {
  const { count } = await db
    .selectFrom('responses')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
    .executeTakeFirstOrThrow()
  return count
}

/** How many forms of a campaign count in which any of some agencies is rated, or any at all. */
export async function countForms({ db }: Database, campaign: string, agencies: readonly string[] | undefined): Promise<number> {
  let select = db
    .selectFrom('responses')
    .select((row) => row.fn.count<number>('form').distinct().as('count'))
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .where('set_aside', '=', '')
  if (agencies) select = select.where('agency', 'in', agencies)
  return (await select.executeTakeFirstOrThrow()).count
}

/** How often responses were erased, set aside, counted again or mended; while the number stands, they only grow. */
export async function erasuresIn(db: Database['db']): Promise<number> {
  const writers = await db.selectFrom('writers').select('erasures').execute()
  return writers.reduce((sum, { erasures }) => sum + erasures, 0)
}

export type Receipted = Pick<StoredResponse, 'campaign' | 'id' | 'received_on' | 'erased' | 'set_aside'>

/** The responses of any campaign whose ids lie from one to before another; each campaign is looked into by its key. */
export const responsesBetween = (
  { db }: Database,
  { from, before }: { readonly from: string; readonly before: string },
): Promise<readonly Receipted[]> =>
  db
    .selectFrom('responses')
    .select(['campaign', 'id', 'received_on', 'erased', 'set_aside'])
    .where('campaign', 'in', (campaigns) => campaigns.selectFrom('campaigns').select('code'))
    .where('id', '>=', from)
    .where('id', '<', before)
    // A form has one receipt, that of the row which bears its id.
    .where((row) => row.or([row('form', '=', ''), row('form', '=', row.ref('id'))]))
    .orderBy('id')
    .execute()

/** Whether a response of any campaign has this id. */
export const isStored = async ({ db }: Database, id: string): Promise<boolean> =>
  (await db
    .selectFrom('responses')
    .select('id')
    .where('campaign', 'in', (campaigns) => campaigns.selectFrom('campaigns').select('code'))
    .where('id', '=', id)
    .limit(1)
    .executeTakeFirst()) !== undefined
