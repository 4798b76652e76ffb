import type { Channel } from '../../surveys/fielding/campaign'
import type { Database } from './dialect'
import type { ResponseRow } from './tables'

/** So few that whoever records a response between two pages hardly waits. */
const pageRows = 500

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

const listed = ['id', 'agency', 'answered_on', 'channel', 'touchpoint', 'language', 'answers', 'seq'] as const

/** A response without what only recording needs and what its campaign or its answers say already: every column costs time to read. */
export type ListedResponse = Pick<ResponseRow, (typeof listed)[number]>

/** The responses of a campaign, or some of them, as they stood at the call, writer by writer in order of arrival, in pages. */
export async function* responsePages(
  { db }: Database,
  campaign: string,
  narrowed: Narrowed = {},
): AsyncGenerator<readonly ListedResponse[]> {
  const writers = await db
    .selectFrom('responses')
    .select(['writer', (select) => select.fn.max('seq').as('last')])
    .where('campaign', '=', campaign)
    .groupBy('writer')
    .orderBy('writer')
    .execute()
  const conditions = conditionsOf(narrowed)
  for (const { writer, last } of writers) {
    let seq = 0
    for (;;) {
      let select = db
        .selectFrom('responses')
        .select(listed)
        .where('campaign', '=', campaign)
        .where('writer', '=', writer)
        .where('seq', '>', seq)
        .where('seq', '<=', last)
        .where('erased', '=', 0)
      for (const [column, operator, value] of conditions) select = select.where(column, operator, value)
      if (narrowed.agencies) select = select.where('agency', 'in', narrowed.agencies)
      const page = await select.orderBy('seq').limit(pageRows).execute()
      const end = page.at(-1)
      if (!end) break
      seq = end.seq
      yield page
    }
  }
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

/** One response that is stored and not erased. */
export async function findResponse({ db }: Database, campaign: string, id: string): Promise<ResponseRow | undefined> {
  return db
    .selectFrom('responses')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('id', '=', id)
    .where('erased', '=', 0)
    .executeTakeFirst()
}

export async function countResponses({ db }: Database, campaign: string): Promise<number> {
  const { count } = await db
    .selectFrom('responses')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .executeTakeFirstOrThrow()
  return count
}
