import { sql } from 'kysely'
import type { Database } from '../../server/db/dialect'
import { tallyLayoutOf, questionnaireSource } from '../../server/db/questionnaires'
import type { ResponseRow, TallyRow } from '../../server/db/tables'
import { addAnswers, decodeTally, emptyTally, encodeTally, type TallyLayout } from '../../surveys/figures/tally'
import { monthOf } from '../../surveys/instrument/calendar'
import { shippedVersion } from '../server/fielded'

/** What a database holds after a fault, as far as promises are made about it. */
export type Stored = {
  readonly rows: readonly { readonly id: string; readonly writer: number; readonly seq: number }[]
  readonly writers: readonly { readonly slot: number; readonly last: number }[]
  /** Responses by the tally rows of the whole campaign, and by those of single months. */
  readonly counted: { readonly whole: number; readonly months: number }
  /** Tally rows whose bytes differ from those that the stored responses give. */
  readonly wrongTallies: readonly string[]
  /** What interviewers entered: as responses, and as their counts say. */
  readonly entered: { readonly stored: number; readonly counted: number }
}

/** Reads everything and counts it anew. */
export async function readStored(database: Database): Promise<Stored> {
  const { db } = database
  const layout = tallyLayoutOf((await questionnaireSource(database).get('sipas-service', shippedVersion['sipas-service'])).questionnaire)
  const rows = await db.selectFrom('responses').selectAll().orderBy('writer').orderBy('seq').execute()
  const tallies = await db.selectFrom('tallies').selectAll().execute()
  const counts = await db.selectFrom('entered_counts').select('entered').execute()
  const entered = counts.reduce((sum, { entered: some }) => sum + some, 0)
  const writers = await db.selectFrom('writers').select(['slot', 'last_seq as last']).orderBy('slot').execute()
  const responsesIn = (wanted: (row: TallyRow) => boolean): number =>
    tallies.filter(wanted).reduce((sum, { sums }) => sum + (decodeTally(layout, sums)[0] ?? 0), 0)
  return {
    rows: rows.map(({ id, writer, seq }) => ({ id, writer, seq })),
    writers,
    counted: { whole: responsesIn(({ month }) => month === ''), months: responsesIn(({ month }) => month !== '') },
    entered: { stored: rows.filter(({ channel }) => channel === 'interviewer').length, counted: entered },
    wrongTallies: differences(recounted(layout, rows), new Map(tallies.map((row) => [nameOf(row, row.month), hex(row.sums)]))),
  }
}

/** `ok`, or what SQLite finds wrong with its file. */
export async function integrityOf({ db }: Database): Promise<unknown> {
  const { rows } = await sql<{ readonly integrity_check: string }>`pragma integrity_check`.execute(db)
  return rows.map((row) => row.integrity_check).join('\n')
}

function recounted(layout: TallyLayout, rows: readonly ResponseRow[]): ReadonlyMap<string, string> {
  const tallies = new Map<string, Float64Array>()
  for (const row of rows)
    for (const month of ['', monthOf(row.answered_on)]) {
      const tally = tallies.get(nameOf(row, month)) ?? emptyTally(layout)
      tallies.set(nameOf(row, month), tally)
      addAnswers(layout, tally, JSON.parse(row.answers), 1)
    }
  return new Map([...tallies].map(([name, tally]) => [name, hex(encodeTally(tally))]))
}

const nameOf = (
  { campaign, agency, channel, writer }: Pick<TallyRow, 'campaign' | 'agency' | 'channel' | 'writer'>,
  month: string,
): string => `${campaign}/${month}/${agency}/${channel}/${writer}`

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const differences = (wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...wanted.keys(), ...found.keys()])].filter((name) => wanted.get(name) !== found.get(name))
