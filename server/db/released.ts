import { decodeIntegers, encodeIntegers } from '../../surveys/figures/integers'
import { type Held, type Holder, keyOfHolder, type ReleaseLayout, type ReleaseState } from '../../surveys/figures/release'
import type { Database } from './dialect'
import type { ReleasedSumsRow } from './tables'

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
