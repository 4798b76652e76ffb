import { sql } from 'kysely'
import type { Channel } from '../../surveys/fielding/campaign'
import type { SetAside } from '../../surveys/fielding/set-aside'
import type { Flag } from '../../surveys/quality/flags'
import type { Database } from './dialect'
import { endOfSlice, hasFlag, isDoubtfulRow, sliceRows } from './responses'
import type { StoredResponse } from './tables'

const shown = ['id', 'form', 'agency', 'touchpoint', 'channel', 'answered_on', 'received_on', 'flags', 'set_aside'] as const

/** A response without anything of what was answered. */
export type ResponseLine = Pick<StoredResponse, (typeof shown)[number]>

/** What a list of responses is narrowed to; null: all. `marked`: with any mark; `doubtful`: with those that the second figure leaves out. */
export type LineQuery = {
  readonly agency: string | null
  readonly touchpoint: string | null
  readonly channel: Channel | null
  /** The local day on which it arrived. */
  readonly day: string | null
  readonly flag: Flag | 'marked' | 'doubtful' | null
  readonly state: SetAside | 'aside' | null
}

/** `next`: the id behind which to go on; undefined at the end. */
export type Lines = { readonly rows: readonly ResponseLine[]; readonly next: string | undefined }

/** Rows that are looked through for one page, so that a rare mark in a million responses holds nobody up: the next page goes on from there. */
const mostLooked = 30_000

/**
 * Responses of a campaign, counted or not, in the order of their ids, which are random: the order of arrival would tell who answered when. Fewer than
 * wanted where too many would have to be looked through.
 */
export async function responseLines(database: Database, campaign: string, query: LineQuery, after: string, most: number): Promise<Lines> {
  if (query.state !== null && query.state !== '') return asideLines(database, campaign, query, after, most)
  const rows: ResponseLine[] = []
  for (let from = after, looked = sliceRows; ; looked += sliceRows) {
    const last = await endOfSlice(database, campaign, from)
    let select = narrowed(database, campaign, query).where('id', '>', from)
    if (last !== undefined) select = select.where('id', '<=', last)
    rows.push(
      ...(await select
        .orderBy('id')
        .limit(most + 1 - rows.length)
        .execute()),
    )
    if (rows.length > most) return { rows: rows.slice(0, most), next: rows[most - 1]?.id }
    if (last === undefined) return { rows, next: undefined }
    if (looked >= mostLooked) return { rows, next: last }
    from = last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Those that do not count, from their own index, whose order is another. */
async function asideLines(database: Database, campaign: string, query: LineQuery, after: string, most: number): Promise<Lines> {
  const all = await narrowed(database, campaign, query).where('set_aside', '<>', '').orderBy('agency').orderBy('id').execute()
  const rows = all.filter(({ id }) => id > after).sort((one, other) => (one.id < other.id ? -1 : 1))
  return { rows: rows.slice(0, most), next: rows.length > most ? rows[most - 1]?.id : undefined }
}

function narrowed({ db }: Database, campaign: string, { agency, touchpoint, channel, day, flag, state }: LineQuery) {
  let select = db.selectFrom('responses').select(shown).where('campaign', '=', campaign).where('erased', '=', 0)
  if (agency !== null) select = select.where('agency', '=', agency)
  if (touchpoint !== null) select = select.where('touchpoint', '=', touchpoint)
  if (channel !== null) select = select.where('channel', '=', channel)
  if (day !== null) select = select.where('received_on', '=', day)
  if (flag === 'marked') select = select.where('flags', '<>', '')
  else if (flag === 'doubtful') select = select.where(isDoubtfulRow)
  else if (flag !== null) select = select.where(hasFlag(flag))
  return state === null || state === 'aside' ? select : select.where('set_aside', '=', state)
}

/** Those of one campaign whose ids lie from one to before another. */
export const linesBetween = (
  { db }: Database,
  campaign: string,
  { from, before }: { readonly from: string; readonly before: string },
): Promise<readonly ResponseLine[]> =>
  db
    .selectFrom('responses')
    .select(shown)
    .where('campaign', '=', campaign)
    .where('id', '>=', from)
    .where('id', '<', before)
    .where('erased', '=', 0)
    .orderBy('id')
    .execute()

const marked = ['id', 'form', 'agency', 'touchpoint', 'flags', 'set_aside', 'packed'] as const

/** What of a response its marks and copies follow from; its answers only where it is marked, set aside, or at one of the places asked for. */
export type MarkedResponse = Pick<StoredResponse, (typeof marked)[number]> & { readonly answers: string }

/** Every response of a campaign, counted or not, in the order in which they lie on the disk, for counting only; between two slices everybody has a turn. */
export async function* markedPages(
  { db }: Database,
  campaign: string,
  answersAt: readonly string[],
): AsyncGenerator<readonly MarkedResponse[]> {
  const isRead = sql<boolean>`flags <> '' or set_aside <> ''`
  const answers = answersAt.length === 0 ? isRead : sql<boolean>`${isRead} or touchpoint in (${sql.join(answersAt)})`
  for (const { slot } of await db.selectFrom('writers').select('slot').orderBy('slot').execute())
    for (let after = 0; ;) {
      const rows = await db
        .selectFrom('responses')
        .select([...marked, 'seq', sql<string>`case when ${answers} then answers else '' end`.as('answers')])
        .where('campaign', '=', campaign)
        .where('writer', '=', slot)
        .where('seq', '>', after)
        .where('erased', '=', 0)
        .orderBy('seq')
        .limit(sliceRows)
        .execute()
      yield rows
      const last = rows.at(-1)?.seq
      if (last === undefined || rows.length < sliceRows) break
      after = last
      await new Promise((resolve) => setImmediate(resolve))
    }
}

/** What tells whether anything was recorded, marked or set aside since: it rises with each. */
export async function arrivalMark({ db }: Pick<Database, 'db'>): Promise<string> {
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq', 'erasures']).orderBy('slot').execute()
  return writers.map(({ slot, last_seq: seq, erasures }) => `${slot}:${seq}:${erasures}`).join(' ')
}

/** Of these ids the lines, in their order. */
export async function linesNamed({ db }: Database, campaign: string, ids: readonly string[]): Promise<readonly ResponseLine[]> {
  const rows: ResponseLine[] = []
  for (let at = 0; at < ids.length; at += sliceRows)
    rows.push(
      ...(await db
        .selectFrom('responses')
        .select(shown)
        .where('campaign', '=', campaign)
        .where('id', 'in', ids.slice(at, at + sliceRows))
        .where('erased', '=', 0)
        .orderBy('id')
        .execute()),
    )
  return rows
}
