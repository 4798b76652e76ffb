import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { firstOf } from '../../surveys/figures/integers'
import type { Database } from './dialect'

/** How far a writer has counted; the count has no gaps, so there are as many responses of it, erased ones too. */
export type WriterCount = { readonly slot: number; readonly lastSeq: number }

export async function writerCounts(db: Database['db']): Promise<readonly WriterCount[]> {
  const rows = await db.selectFrom('writers').select(['slot', 'last_seq']).orderBy('slot').execute()
  return rows.map(({ slot, last_seq }) => ({ slot, lastSeq: last_seq }))
}

export type CountedResponses = {
  readonly writers: readonly (WriterCount & { readonly rows: number })[]
  /** Responses that are stored and count: neither erased nor set aside. */
  readonly stored: number
  /** Responses of which the tallies are the sums. */
  readonly tallied: number
}

/** Counts the responses in all the ways in which the database can say how many there are. */
export async function countAll(db: Database['db']): Promise<CountedResponses> {
  const writers = await writerCounts(db)
  const rows = await db
    .selectFrom('responses')
    .select([
      'writer',
      (select) => select.fn.countAll<number>().as('rows'),
      (select) => select.fn.sum<number | string>(sql<number>`case when erased = 0 and set_aside = '' then 0 else 1 end`).as('apart'),
    ])
    .groupBy('writer')
    .execute()
  const whole = await db.selectFrom('tallies').select('sums').where('month', '=', '').execute()
  const slots = [...new Set([...writers, ...rows.map(({ writer }) => ({ slot: writer }))].map(({ slot }) => slot))].sort((a, b) => a - b)
  return {
    writers: slots.map((slot) => ({
      slot,
      lastSeq: writers.find((one) => one.slot === slot)?.lastSeq ?? 0,
      rows: rows.find(({ writer }) => writer === slot)?.rows ?? 0,
    })),
    stored: rows.reduce((sum, row) => sum + row.rows - Number(row.apart), 0),
    tallied: whole.reduce((sum, { sums }) => sum + firstOf(sums), 0),
  }
}

/** How many responses and tallies a database holds, as its own rows have it; writers that share a tally have one. */
export async function heldIn({ db }: Database): Promise<{ readonly responses: number; readonly tallies: number }> {
  const { stored } = await countAll(db)
  const shared = db
    .selectFrom('tallies')
    .select(['campaign', 'month', 'version', 'agency', 'touchpoint', 'service', 'channel'])
    .distinct()
    .as('shared')
  const { tallies } = await db
    .selectFrom(shared)
    .select((select) => select.fn.countAll<number>().as('tallies'))
    .executeTakeFirstOrThrow()
  return { responses: stored, tallies }
}

/** What a receipt follows from, and the hash that pins the whole response. */
export type Sampled = { readonly campaign: string; readonly id: string; readonly receivedOn: string; readonly hash: string }

/** Some responses of every campaign by chance; ids are random, so the one that follows a random id is any of them. */
export async function someResponses({ db }: Database, most: number): Promise<readonly Sampled[]> {
  const campaigns = await db.selectFrom('campaigns').select('code').orderBy('code').execute()
  const sampled = new Map<string, Sampled>()
  for (let turn = 0; turn < most && campaigns.length > 0; turn += 1) {
    const row = await db
      .selectFrom('responses')
      .select(['campaign', 'id', 'received_on', 'hash'])
      .where('campaign', '=', campaigns[turn % campaigns.length]?.code ?? '')
      .where('id', '>=', randomUUID())
      .where('erased', '=', 0)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (row) sampled.set(`${row.campaign} ${row.id}`, { campaign: row.campaign, id: row.id, receivedOn: row.received_on, hash: row.hash })
  }
  return [...sampled.values()]
}

/** Those of a sample that are not there as they were; one that was erased meanwhile is as it should be. */
export async function missingOf({ db }: Database, sample: readonly Sampled[]): Promise<readonly Sampled[]> {
  const missing: Sampled[] = []
  for (const one of sample) {
    const row = await db
      .selectFrom('responses')
      .select(['received_on', 'hash', 'erased'])
      .where('campaign', '=', one.campaign)
      .where('id', '=', one.id)
      .executeTakeFirst()
    const isThere = row && (row.erased === 1 || (row.hash === one.hash && row.received_on === one.receivedOn))
    if (!isThere) missing.push(one)
  }
  return missing
}

/** The last day on which a response arrived. */
export async function newestDay({ db }: Database): Promise<string | undefined> {
  const row = await db
    .selectFrom('responses')
    .select((select) => select.fn.max('received_on').as('day'))
    .executeTakeFirst()
  return row?.day ?? undefined
}
