import { decodeIntegers, encodeIntegers, firstOf } from '../../surveys/figures/integers'
import { type Held, type Holder, keyOfHolder, type ReleaseLayout, type ReleaseState, restAbove } from '../../surveys/figures/release'
import type { Database } from './dialect'
import type { ReleasedCommentRow, ReleasedSumsRow } from './tables'

/** The last night of a campaign, with what waited after it. */
export type Night = {
  /** The local day on which it began to count. */
  readonly night: string
  readonly settled: boolean
  /** Nothing comes any more but erasures. */
  readonly final: boolean
  readonly cells: number
  /** How often a response had been erased by then, in all campaigns. */
  readonly erasures: number
  readonly waiting: readonly { readonly holder: Holder; readonly responses: number }[]
}

export async function lastNight({ db }: Pick<Database, 'db'>, campaign: string): Promise<Night | undefined> {
  const row = await db
    .selectFrom('releases')
    .selectAll()
    .where('campaign', '=', campaign)
    .orderBy('night', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, settled: row.settled === 1, final: row.final === 1, waiting: JSON.parse(row.waiting) }
}

/** What a campaign has released so far. */
export async function releaseStateOf(
  { db }: Pick<Database, 'db'>,
  campaign: string,
  layout: ReleaseLayout,
  last: Night | undefined,
): Promise<ReleaseState> {
  const rows = last ? await db.selectFrom('released_sums').selectAll().where('campaign', '=', campaign).execute() : []
  const held = rows.map((row): Held => ({
    holder: { level: row.level, code: row.code, part: row.part },
    block: row.block,
    released: sumsIn(layout, row, 'released'),
    passed: sumsIn(layout, row, 'passed'),
  }))
  return { settled: last?.settled === true, held: new Map(held.map((one) => [keyOfHolder(one.holder), one])) }
}

function sumsIn({ slots }: ReleaseLayout, row: ReleasedSumsRow, column: 'released' | 'passed'): Float64Array {
  const { campaign, level, code, part } = row
  const sums = decodeIntegers(row[column], slots.length)
  if (!sums)
    throw new Error(
      `${column} sums of campaign "${campaign}", ${level} "${code}" ${part}: ${row[column].length} bytes are not ${slots.length} numbers`,
    )
  return sums
}

/** The campaigns of which something is released that does not agree with what is stored: sums that do not add up, comments of no response. */
export async function releasesAmiss(database: Pick<Database, 'db'>): Promise<readonly string[]> {
  return [...new Set([...(await sumsAmiss(database)), ...(await commentsAmiss(database))])]
}

/** Even of an erased response the key is left. */
async function commentsAmiss({ db }: Pick<Database, 'db'>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('released_comments')
    .leftJoin('responses', (join) =>
      join.onRef('responses.campaign', '=', 'released_comments.campaign').onRef('responses.id', '=', 'released_comments.response'),
    )
    .select('released_comments.campaign')
    .where('responses.id', 'is', null)
    .distinct()
    .execute()
  return rows.map(({ campaign }) => campaign)
}

/** The campaigns whose released sums do not add up: at a rest waits what came to it without what it released and passed on, as its last night wrote it. */
async function sumsAmiss({ db }: Pick<Database, 'db'>): Promise<readonly string[]> {
  const rows = await db.selectFrom('released_sums').selectAll().execute()
  const amiss: string[] = []
  for (const campaign of new Set(rows.map((row) => row.campaign))) {
    const waits = new Map<string, number>()
    const add = (holder: Holder, responses: number): void => {
      const key = keyOfHolder(holder)
      waits.set(key, (waits.get(key) ?? 0) + responses)
    }
    for (const row of rows.filter((one) => one.campaign === campaign)) {
      const holder = { level: row.level, code: row.code, part: row.part }
      const above = restAbove(holder, row.block)
      if (above) add(above, firstOf(row.passed))
      if (row.level !== 'leaf') add(holder, -firstOf(row.released) - firstOf(row.passed))
    }
    for (const { holder, responses } of (await lastNight({ db }, campaign))?.waiting ?? [])
      if (holder.level !== 'leaf') add(holder, -responses)
    if ([...waits.values()].some((left) => left !== 0)) amiss.push(campaign)
  }
  return amiss
}

/** Rows in one statement. */
const rowsAtOnce = 100

/** Writes a night and the sums that it moved. */
export async function saveNight({ db }: Database, campaign: string, { waiting, ...night }: Night, moved: readonly Held[]): Promise<void> {
  const flags = { settled: night.settled ? 1 : 0, final: night.final ? 1 : 0 }
  await db
    .insertInto('releases')
    .values({ ...night, ...flags, campaign, waiting: JSON.stringify(waiting) })
    .execute()
  for (let first = 0; first < moved.length; first += rowsAtOnce)
    await db
      .insertInto('released_sums')
      .values(moved.slice(first, first + rowsAtOnce).map((held) => rowOf(campaign, held)))
      .onConflict((conflict) =>
        conflict
          .columns(['campaign', 'level', 'code', 'part'])
          .doUpdateSet((row) => ({ released: row.ref('excluded.released'), passed: row.ref('excluded.passed') })),
      )
      .execute()
}

const rowOf = (campaign: string, { holder, block, released, passed }: Held): ReleasedSumsRow => ({
  campaign,
  ...holder,
  block,
  released: encodeIntegers(released),
  passed: encodeIntegers(passed),
})

/** The comments of a campaign that have left their place. */
export const releasedComments = ({ db }: Pick<Database, 'db'>, campaign: string): Promise<readonly ReleasedCommentRow[]> =>
  db.selectFrom('released_comments').selectAll().where('campaign', '=', campaign).orderBy('item').orderBy('response').execute()

type CommentKey = Pick<ReleasedCommentRow, 'item' | 'response'>

/** Writes where comments came to stand, and takes away those whose response was erased. */
export async function saveComments(
  { db }: Database,
  campaign: string,
  moved: readonly Omit<ReleasedCommentRow, 'campaign'>[],
  gone: readonly CommentKey[],
): Promise<void> {
  for (const { item, response } of gone)
    await db
      .deleteFrom('released_comments')
      .where('campaign', '=', campaign)
      .where('item', '=', item)
      .where('response', '=', response)
      .execute()
  for (let first = 0; first < moved.length; first += rowsAtOnce)
    await db
      .insertInto('released_comments')
      .values(moved.slice(first, first + rowsAtOnce).map((row) => ({ campaign, ...row })))
      .onConflict((conflict) =>
        conflict.columns(['campaign', 'item', 'response']).doUpdateSet((row) => ({
          level: row.ref('excluded.level'),
          code: row.ref('excluded.code'),
          pooled: row.ref('excluded.pooled'),
          text: row.ref('excluded.text'),
        })),
      )
      .execute()
}
