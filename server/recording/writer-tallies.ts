import type { Expression, Kysely } from 'kysely'
import type { Channel } from '../../surveys/fielding/campaign'
import { addMarkedKept, dayOf, encodeKept, keptMonth } from '../../surveys/figures/days'
import { addMarked, decodeTally, emptyTally, encodeTally, markAnswers, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import { monthOf } from '../../surveys/instrument/calendar'
import type { Database, Executing } from '../db/dialect'
import { tallyLayoutOf } from '../db/questionnaires'
import { bulkInsert, onceBuilt } from '../db/statements'
import type { Tables } from '../db/tables'
import type { Prepared } from './prepare'

/** The tally rows and the days of one writer, kept in memory and written as absolute values. */
export type WriterTallies = {
  /** Adds responses (or takes them away) and writes the touched rows. */
  readonly add: (within: Executing, writer: number, responses: readonly Prepared[], sign: 1 | -1) => Promise<void>
  /** Forgets everything, so that it is read again; after a rollback the memory is ahead of the database. */
  readonly forget: () => void
}

export type Key = {
  readonly campaign: string
  readonly month: string
  readonly version: number
  readonly agency: string
  readonly touchpoint: string
  readonly service: string
  readonly channel: Channel
}

const keptTallies = 4_000
const keptMonths = 1_000

export function writerTallies(database: Database): WriterTallies {
  const tallies = keptRows(database, 'tallies', keptTallies, {
    read: (layout, stored): Tally => (stored ? decodeTally(layout, stored) : emptyTally(layout)),
    encode: encodeTally,
  })
  const months = keptRows(database, 'day_sums', keptMonths, { read: keptMonth, encode: encodeKept })
  return {
    forget: () => {
      tallies.forget()
      months.forget()
    },
    add: async (within, writer, responses, sign) => {
      const [sums, days] = [tallies.open(within, writer), months.open(within, writer)]
      for (const response of responses) {
        const layout = tallyLayoutOf(response.questionnaire)
        const month = monthKeyOf(response)
        const own = [await sums.entry({ ...month, month: '' }, layout), await sums.entry(month, layout)]
        const itsDays = await days.entry(month, layout)
        markAnswers(layout, response.answers)
        for (const tally of own) addMarked(layout, tally, sign)
        addMarkedKept(layout, itsDays, dayOf(response.row.answered_on), sign)
      }
      await Promise.all([sums.write(), days.write()])
    },
  }
}

type Table = 'tallies' | 'day_sums'

type Coding<Sums> = {
  readonly read: (layout: TallyLayout, stored: Uint8Array | undefined) => Sums
  readonly encode: (sums: Sums) => Uint8Array
}

/** The rows of one table that a writer touched lately. */
function keptRows<Sums>(database: Database, table: Table, most: number, { read, encode }: Coding<Sums>) {
  type Entry = { readonly key: Key; readonly sums: Sums }
  const kept = new Map<string, Entry>()
  const load = onceBuilt(database, selectSums(table))
  const upsert = bulkInsert(database, tallyColumns, upsertSums(table))
  return {
    forget: () => kept.clear(),
    /** For a group of responses: the rows that it touches, written when all is added. */
    open: (within: Executing, writer: number) => {
      const touched = new Map<string, Entry>()
      const loaded = async (key: Key, layout: TallyLayout): Promise<Entry> => {
        const { campaign, month, agency, version, touchpoint, service, channel } = key
        const [row] = await load(within, [campaign, month, agency, version, touchpoint, service, channel, writer])
        return { key, sums: read(layout, row?.sums) }
      }
      return {
        entry: async (key: Key, layout: TallyLayout): Promise<Sums> => {
          const name = tallyName(key)
          const entry = touched.get(name) ?? kept.get(name) ?? (await loaded(key, layout))
          touched.set(name, entry)
          return entry.sums
        },
        write: async (): Promise<void> => {
          keepNewest(kept, touched, most)
          await upsert(
            within,
            [...touched.values()].map(({ key, sums }) => ({ ...key, writer, sums: encode(sums) })),
          )
        },
      }
    },
  }
}

/** What of a response says where it is tallied. */
export type Tallied = Pick<Prepared, 'breakdown'> & {
  readonly row: Pick<Prepared['row'], 'campaign' | 'version' | 'agency' | 'channel' | 'answered_on'>
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
function keepNewest<Entry>(kept: Map<string, Entry>, touched: ReadonlyMap<string, Entry>, most: number): void {
  for (const [name, entry] of touched) {
    kept.delete(name)
    kept.set(name, entry)
  }
  for (const name of kept.keys()) {
    if (kept.size <= most) return
    kept.delete(name)
  }
}

const selectSums = (table: Table) => (db: Kysely<Tables>) =>
  db
    .selectFrom(table)
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

const upsertSums = (table: Table) => (db: Kysely<Tables>, rows: Expression<unknown>) =>
  db
    .insertInto(table)
    .columns(tallyColumns)
    .expression(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['campaign', 'month', 'agency', 'version', 'touchpoint', 'service', 'channel', 'writer'])
        .doUpdateSet((update) => ({ sums: update.ref('excluded.sums') })),
    )
