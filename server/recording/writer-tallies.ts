import type { Expression, Kysely } from 'kysely'
import type { Channel } from '../../surveys/fielding/campaign'
import { addMarked, decodeTally, emptyTally, encodeTally, markAnswers, type Tally } from '../../surveys/figures/tally'
import { monthOf } from '../../surveys/instrument/calendar'
import type { Database, Executing } from '../db/dialect'
import { tallyLayoutOf } from '../db/questionnaires'
import { bulkInsert, onceBuilt } from '../db/statements'
import type { Tables } from '../db/tables'
import type { Prepared } from './prepare'

/** The tally rows of one writer, kept in memory and written as absolute values. */
export type WriterTallies = {
  /** Adds responses (or takes them away) and writes the touched rows. */
  readonly add: (within: Executing, writer: number, responses: readonly Prepared[], sign: 1 | -1) => Promise<void>
  /** Forgets everything, so that it is read again; after a rollback the memory is ahead of the database. */
  readonly forget: () => void
}

type Entry = { readonly key: Key; readonly tally: Tally }
export type Key = {
  readonly campaign: string
  readonly month: string
  readonly version: number
  readonly agency: string
  readonly touchpoint: string
  readonly service: string
  readonly channel: Channel
}

const keptRows = 4_000

export function writerTallies(database: Database): WriterTallies {
  const kept = new Map<string, Entry>()
  const load = onceBuilt(database, selectSums)
  const upsert = bulkInsert(database, tallyColumns, upsertSums)
  const entryOf = async (within: Executing, writer: number, key: Key, { questionnaire }: Prepared): Promise<Entry> => {
    const [row] = await load(within, [key.campaign, key.month, key.agency, key.version, key.touchpoint, key.service, key.channel, writer])
    const layout = tallyLayoutOf(questionnaire)
    return { key, tally: row ? decodeTally(layout, row.sums) : emptyTally(layout) }
  }
  return {
    forget: () => kept.clear(),
    add: async (within, writer, responses, sign) => {
      const touched = new Map<string, Entry>()
      for (const response of responses) {
        const layout = tallyLayoutOf(response.questionnaire)
        const entries: Entry[] = []
        for (const key of keysOf(response)) {
          const name = tallyName(key)
          const entry = touched.get(name) ?? kept.get(name) ?? (await entryOf(within, writer, key, response))
          touched.set(name, entry)
          entries.push(entry)
        }
        markAnswers(layout, response.answers)
        for (const { tally } of entries) addMarked(layout, tally, sign)
      }
      keepNewest(kept, touched)
      await upsert(
        within,
        [...touched.values()].map(({ key, tally }) => ({ ...key, writer, sums: encodeTally(tally) })),
      )
    },
  }
}

/** What of a response says where it is tallied. */
export type Tallied = Pick<Prepared, 'breakdown'> & {
  readonly row: Pick<Prepared['row'], 'campaign' | 'version' | 'agency' | 'channel' | 'answered_on'>
}

/** The row of its month and the row of the whole campaign. */
function keysOf(response: Tallied): readonly Key[] {
  const month = monthKeyOf(response)
  return [{ ...month, month: '' }, month]
}

/** The row of its month; that of the whole campaign is the sum of the months'. */
export function monthKeyOf({ row, breakdown }: Tallied): Key {
  const { campaign, version, agency, channel } = row
  const { touchpoint, service } = breakdown
  return { campaign, month: monthOf(row.answered_on), version, agency, touchpoint, service, channel }
}

export const tallyName = ({ campaign, month, version, agency, touchpoint, service, channel }: Key): string =>
  `${campaign} ${month} ${version} ${agency} ${touchpoint} ${service} ${channel}`

/** What was touched last stays; what was touched longest ago goes. */
function keepNewest(kept: Map<string, Entry>, touched: ReadonlyMap<string, Entry>): void {
  for (const [name, entry] of touched) {
    kept.delete(name)
    kept.set(name, entry)
  }
  for (const name of kept.keys()) {
    if (kept.size <= keptRows) return
    kept.delete(name)
  }
}

const selectSums = (db: Kysely<Tables>) =>
  db
    .selectFrom('tallies')
    .select('sums')
    .where('campaign', '=', '')
    .where('month', '=', '')
    .where('agency', '=', '')
    .where('version', '=', 0)
    .where('touchpoint', '=', '')
    .where('service', '=', '')
    .where('channel', '=', 'kiosk')
    .where('writer', '=', 0)

const tallyColumns = ['campaign', 'month', 'version', 'agency', 'touchpoint', 'service', 'channel', 'writer', 'sums'] as const

const upsertSums = (db: Kysely<Tables>, rows: Expression<unknown>) =>
  db
    .insertInto('tallies')
    .columns(tallyColumns)
    .expression(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['campaign', 'month', 'agency', 'version', 'touchpoint', 'service', 'channel', 'writer'])
        .doUpdateSet((update) => ({ sums: update.ref('excluded.sums') })),
    )
