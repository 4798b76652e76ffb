import { Transaction } from 'kysely'
import { setImmediate as turn } from 'node:timers/promises'
import type { SetAside } from '../../surveys/fielding/set-aside'
import { insertContacts } from '../db/contacts'
import type { Database, Executing } from '../db/dialect'
import { withdrawExports } from '../db/exports'
import { bulkInsert, onceBuilt } from '../db/statements'
import type { ResponseRow, Tables } from '../db/tables'
import { type Lease, leaseMs, releaseLease, renewLease, takeLease } from './lease'
import { forgetKeying } from './paper'
import { type Prepared, wholeForm } from './prepare'
import { type WriterTallies, writerTallies } from './writer-tallies'

/** One writer: it holds a slot and commits groups one after another. */
export type Writer = {
  /** `along` is written with the group or not at all. */
  readonly commit: (group: readonly Prepared[], along?: Along) => Promise<readonly Committed[]>
  readonly erase: (response: Prepared) => Promise<void>
  /** The same within somebody's transaction, for a writer that commits nothing else until that has ended. */
  readonly eraseWithin: (within: Database, response: Prepared) => Promise<void>
  /** Takes responses out of the sums, or puts them into them again, within somebody's transaction; gives the ids of those that stood otherwise before. */
  readonly setAsideWithin: (within: Database, responses: readonly Prepared[], state: SetAside) => Promise<readonly string[]>
  /** Erases a response and stores another one in its place, within somebody's transaction. */
  readonly replaceWithin: (within: Database, wrong: Prepared, right: Prepared) => Promise<void>
  readonly release: () => Promise<void>
}

/** What is to be written in the transaction of a group; it is told what becomes of each response. */
export type Along = (within: Executing, outcomes: readonly Committed[]) => Promise<void>

const attempts = 5

/** Takes a slot and keeps its lease alive until it is released. */
export async function openWriter(database: Database): Promise<Writer> {
  const slot = slotOf(database, await takeLease(database, Date.now()))
  // Whoever took the slot lives, whatever its number says here: where one host name is borne twice, two would take it from each other for ever.
  const takeAgain = async () => {
    forget(slot)
    slot.lease = await takeLease(database, Date.now(), () => false)
  }
  const renewal = setInterval(() => {
    renewLease(database, slot.lease, Date.now()).catch(() => undefined)
  }, leaseMs / 3)
  renewal.unref()
  const run = <T>(work: () => Promise<T>) => retried(database, takeAgain, work)
  return {
    commit: (group, along) => run(() => commitGroup(database, slot, group, along)),
    erase: (response) => run(() => commitErasure(database, slot, response)),
    // Whether theirs is committed is not known here, so what is held in memory is read again.
    eraseWithin: ({ db }, response) => eraseWithin(transactionOf(db), slot, response).finally(() => forget(slot)),
    setAsideWithin: ({ db }, responses, state) => setAsideWithin(transactionOf(db), slot, responses, state).finally(() => forget(slot)),
    replaceWithin: ({ db }, wrong, right) => replaceWithin(transactionOf(db), slot, wrong, right).finally(() => forget(slot)),
    release: async () => {
      clearInterval(renewal)
      await releaseLease(database, slot.lease, Date.now())
    },
  }
}

/** Does something with a writer of its own slot: the server's own records meanwhile, and its sums in memory may not be touched in somebody's transaction. */
export async function withWriter<T>(database: Database, work: (writer: Writer) => Promise<T>): Promise<T> {
  const writer = await openWriter(database)
  try {
    return await work(writer)
  } finally {
    await writer.release()
  }
}

function transactionOf(db: Database['db']): Transaction<Tables> {
  if (db instanceof Transaction) return db
  throw new Error('what is stored is taken out of the sums within a transaction')
}

/** Runs a whole transaction again after a deadlock, a failed serialisation or a lost lease. */
async function retried<T>({ engine }: Database, takeAgain: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !(error instanceof LeaseLost || engine.isRetryable(error))) throw error
      if (error instanceof LeaseLost) await takeAgain()
    }
  }
}

type Slot = {
  lease: Lease
  /** The count of the writer's responses as the database has it; undefined where that is to be read first. */
  lastSeq?: number | undefined
  readonly tallies: WriterTallies
  readonly insertResponses: ResponseInsert
  readonly moveCounts: ReturnType<typeof countMover>
}

/** A writer's slot with what it keeps between groups; statements are built once for each, in its engine's own words. */
export const slotOf = (database: Database, lease: Lease): Slot => ({
  lease,
  tallies: writerTallies(database),
  insertResponses: responseInsert(database),
  moveCounts: countMover(database),
})

type ResponseInsert = (within: Executing, rows: readonly ResponseRow[]) => Promise<number>

/** Inserts responses and tells how many were new. */
const responseInsert = (database: Database): ResponseInsert =>
  bulkInsert(database, responseColumns, (db, rows) =>
    db
      .insertInto('responses')
      .columns(responseColumns)
      .expression(rows)
      .onConflict((conflict) => conflict.columns(['campaign', 'id']).doNothing()),
  )

const responseColumns = [
  'campaign',
  'id',
  'form',
  'version',
  'touchpoint',
  'agency',
  'service',
  'channel',
  'language',
  'answered_on',
  'received_on',
  'hash',
  'answers',
  'packed',
  'erased',
  'has_text',
  'flags',
  'writer',
  'seq',
] as const

/** What became of a response that was committed; its receipt follows from its id and the day it arrived. */
export type Committed =
  | { readonly kind: 'recorded' | 'repeated'; readonly id: string; readonly receivedOn: string }
  | { readonly kind: 'conflict' | 'erased' }
  /** Its touchpoint was deleted a moment ago. */
  | { readonly kind: 'nowhere' }

/** Another process took the writer's slot; the group was not written. */
class LeaseLost extends Error {}

/**
 * Commits a group in one transaction: rows, tally rows, and the writer's count. A response whose id is
 * stored already is answered from what is stored. All outcomes are true only after this returns.
 */
export async function commitGroup(
  database: Database,
  slot: Slot,
  group: readonly Prepared[],
  along?: Along,
): Promise<readonly Committed[]> {
  const stored = new Map<string, PresentRow>()
  const nowhere = new Set<string>()
  let waiting = firstOfEach(group)
  const outcomes = (): readonly Committed[] => outcomesOf(group, new Set(waiting), stored, nowhere)
  const alongside = along && ((within: Executing) => along(within, outcomes()))
  while (waiting.length > 0) {
    const inserted = await tryInsert(database, slot, waiting, alongside)
    if (inserted.kind === 'all') break
    if (inserted.kind === 'nowhere') for (const touchpoint of inserted.touchpoints) nowhere.add(touchpoint)
    else for (const row of await presentRows(database, waiting.flatMap(wholeForm))) stored.set(keyOf(row), row)
    waiting = waiting.filter(
      (response) => !nowhere.has(response.row.touchpoint) && wholeForm(response).every(({ row }) => !stored.has(keyOf(row))),
    )
  }
  // All of it was stored before.
  if (waiting.length === 0 && alongside) await database.transact(alongside)
  return outcomes()
}

function outcomesOf(
  group: readonly Prepared[],
  recorded: ReadonlySet<Prepared>,
  stored: ReadonlyMap<string, PresentRow>,
  nowhere: ReadonlySet<string>,
): readonly Committed[] {
  const present = new Map<string, PresentRow>(stored)
  for (const response of recorded) for (const { row } of wholeForm(response)) present.set(keyOf(row), row)
  return group.map((response) => {
    if (recorded.has(response)) return recordedNow(response)
    const found = present.get(keyOf(response.row))
    if (found) return outcomeOfPresent(found, response)
    // Somebody else's response has the id of one of its further ratings.
    if (response.others?.some(({ row }) => present.has(keyOf(row)))) return { kind: 'conflict' }
    return nowhere.has(response.row.touchpoint) ? { kind: 'nowhere' } : outcomeOfPresent(found, response)
  })
}

/** Takes a stored response out of the tallies and leaves its key, so that it can never come back. */
export async function commitErasure(database: Database, slot: Slot, response: Prepared): Promise<void> {
  await guarded(slot, () => database.db.transaction().execute((trx) => eraseWithin(trx, slot, response)))
}

/** The same inside a transaction; after it the writer's tallies in memory hold only when it is committed. */
async function eraseWithin(trx: Transaction<Tables>, slot: Slot, response: Prepared): Promise<void> {
  await countUp(trx, slot, { erasures: 1 })
  const { campaign, id, channel } = response.row
  const erase = trx.updateTable('responses').set(blank).where('campaign', '=', campaign).where('id', '=', id).where('erased', '=', 0)
  const counted = await erase.where('set_aside', '=', '').returning('id').executeTakeFirst()
  if (counted) await slot.tallies.add(trx, slot.lease.slot, [response], -1)
  // What was set aside stands in no sum.
  else await erase.execute()
  await trx.deleteFrom('set_asides').where('campaign', '=', campaign).where('response', '=', id).execute()
  if (channel === 'paper') await forgetKeying({ db: trx }, campaign, id)
  await withdrawExports(trx, campaign, ['responses'])
}

/** One goes as it is erased, and the other comes as it is recorded. */
async function replaceWithin(trx: Transaction<Tables>, slot: Slot, wrong: Prepared, right: Prepared): Promise<void> {
  for (const one of wholeForm(wrong)) await eraseWithin(trx, slot, one)
  const all = wholeForm(right)
  const [writer, last] = [slot.lease.slot, await countUp(trx, slot, { responses: all.length })]
  const rows = all.map(({ row }, place) => ({ ...row, writer, seq: last - all.length + 1 + place }))
  if ((await slot.insertResponses(trx, rows)) !== all.length) throw new Error(`response "${right.row.id}" was stored before`)
  await slot.tallies.add(trx, writer, all, 1)
}

/** Responses of one campaign, each named once: only what is moved from where it stood is taken out of the sums or put into them. */
async function setAsideWithin(
  trx: Transaction<Tables>,
  slot: Slot,
  responses: readonly Prepared[],
  state: SetAside,
): Promise<readonly string[]> {
  await countUp(trx, slot, { erasures: 1 })
  const moved: string[] = []
  for (let first = 0; first < responses.length; first += idsAtOnce) {
    const some = responses.slice(first, first + idsAtOnce)
    const counted = state === '' ? [] : await moveFrom(trx, some, state, 'counted')
    const others = await moveFrom(trx, some, state, 'apart')
    const [touched, sign] = state === '' ? ([others, 1] as const) : ([counted, -1] as const)
    if (touched.length > 0) await slot.tallies.add(trx, slot.lease.slot, touched, sign)
    moved.push(...[...counted, ...others].map(({ row }) => row.id))
    await turn()
  }
  return moved
}

/** Ids in one statement. */
const idsAtOnce = 200

/** Those of some responses of one campaign that counted before, or that stood apart in another state. */
async function moveFrom(
  trx: Transaction<Tables>,
  some: readonly Prepared[],
  state: SetAside,
  before: 'counted' | 'apart',
): Promise<readonly Prepared[]> {
  const [first] = some
  if (!first) return []
  const move = trx
    .updateTable('responses')
    .set({ set_aside: state })
    .where('campaign', '=', first.row.campaign)
    .where(
      'id',
      'in',
      some.map(({ row }) => row.id),
    )
    .where('erased', '=', 0)
    .where('set_aside', before === 'counted' ? '=' : '<>', '')
    .where('set_aside', '<>', state)
    .returning('id')
  const moved = new Set((await move.execute()).map(({ id }) => id))
  return some.filter(({ row }) => moved.has(row.id))
}

/** Nothing of what somebody said, nor where or when. */
const blank = {
  touchpoint: '',
  agency: '',
  service: '',
  language: '',
  answered_on: '',
  received_on: '',
  hash: '',
  answers: '',
  packed: Buffer.alloc(0),
  erased: 1,
  has_text: 0,
  set_aside: '',
  flags: '',
} as const

/** All of a group is stored, or nothing: an id was stored already, or touchpoints are not there any more. */
type Inserted = { readonly kind: 'all' | 'stored' } | { readonly kind: 'nowhere'; readonly touchpoints: readonly string[] }

async function tryInsert(
  database: Database,
  slot: Slot,
  responses: readonly Prepared[],
  alongside: ((within: Executing) => Promise<void>) | undefined,
): Promise<Inserted> {
  const writer = slot.lease.slot
  return guarded(slot, () =>
    database
      .transact(async (within) => {
        const before = slot.lastSeq ?? (await countUp(within, slot, {}))
        const all = responses.flatMap(wholeForm)
        const rows = all.map(({ row }, index) => ({ ...row, writer, seq: before + 1 + index }))
        // Sent together: where the database is far, a group waits for it once and not three times.
        // The touchpoints after the count: whoever deletes one lets nobody count meanwhile (`holdWriters`).
        const [lastSeq, inserted, , gone] = await inOneFlight(
          countUp(within, slot, { responses: rows.length }),
          slot.insertResponses(within, rows.sort(inOrderOfKeys)),
          slot.tallies.add(within, writer, all, 1),
          missingTouchpoints(within, database, rows),
        )
        if (gone.length > 0) throw new Nowhere(gone)
        if (lastSeq !== before + rows.length)
          throw new Error(`writer slot ${writer} counts ${lastSeq} responses after ${before} and ${rows.length} more`)
        if (inserted < rows.length) throw new AlreadyStored()
        await insertContacts(
          within,
          database,
          responses.flatMap(({ contact }) => contact ?? []),
        )
        await alongside?.(within)
        return lastSeq
      })
      .then((lastSeq): Inserted => {
        slot.lastSeq = lastSeq
        return { kind: 'all' }
      })
      .catch((error: unknown): Inserted => {
        if (!(error instanceof AlreadyStored || error instanceof Nowhere)) throw error
        forget(slot)
        return error instanceof Nowhere ? { kind: 'nowhere', touchpoints: error.touchpoints } : { kind: 'stored' }
      }),
  )
}

class AlreadyStored extends Error {}
class Nowhere extends Error {
  constructor(readonly touchpoints: readonly string[]) {
    super(`no touchpoint ${touchpoints.join(', ')}`)
  }
}

/** Of the touchpoints that responses name those that are not there; an import may name none. */
async function missingTouchpoints(
  within: Executing,
  { db }: Database,
  rows: readonly Pick<ResponseRow, 'touchpoint'>[],
): Promise<readonly string[]> {
  const named = [...new Set(rows.map(({ touchpoint }) => touchpoint))].filter((code) => code !== '')
  if (named.length === 0) return []
  const asked = db.selectFrom('touchpoints').select('code').where('code', 'in', named).compile()
  const { rows: found } = await within.executeQuery(asked)
  const there = new Set(found.map(({ code }) => code))
  return named.filter((code) => !there.has(code))
}

/** After a rollback the tallies in memory are ahead of the database and must be read again. */
async function guarded<T>(slot: Slot, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    forget(slot)
    throw error
  }
}

function forget(slot: Slot): void {
  slot.tallies.forget()
  slot.lastSeq = undefined
}

/** Waits for all of them whatever becomes of each, so that nothing is still on its way into a transaction that ends; the first failure counts. */
async function inOneFlight<A, B, C, D>(...work: readonly [Promise<A>, Promise<B>, Promise<C>, Promise<D>]): Promise<readonly [A, B, C, D]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

type Counted = { readonly responses?: number; readonly erasures?: number }

/** Moves the writer's counts on and gives that of its responses; also proves, inside the transaction, that the slot is still ours. */
async function countUp(within: Executing, { lease, moveCounts }: Slot, { responses = 0, erasures = 0 }: Counted): Promise<number> {
  const [mine] = await moveCounts(within, [responses, erasures, lease.slot, lease.owner])
  if (!mine) throw new LeaseLost(`writer slot ${lease.slot} was taken by another process`)
  return mine.last_seq
}

const countMover = (database: Database) =>
  onceBuilt(database, (db) =>
    db
      .updateTable('writers')
      .set((update) => ({ last_seq: update('last_seq', '+', 0), erasures: update('erasures', '+', 0) }))
      .where('slot', '=', 0)
      .where('owner', '=', '')
      .returning('last_seq'),
  )

type PresentRow = Pick<ResponseRow, 'campaign' | 'id' | 'hash' | 'received_on' | 'erased'>

const presentRows = ({ db }: Database, responses: readonly Prepared[]): Promise<readonly PresentRow[]> =>
  db
    .selectFrom('responses')
    .select(['campaign', 'id', 'hash', 'received_on', 'erased'])
    .where('campaign', 'in', [...new Set(responses.map(({ row }) => row.campaign))])
    .where(
      'id',
      'in',
      responses.map(({ row }) => row.id),
    )
    .execute()

const recordedNow = ({ row }: Prepared): Committed => ({ kind: 'recorded', id: row.id, receivedOn: row.received_on })

/** What came again, or together with the first of its id, is answered from what is stored by now. */
function outcomeOfPresent(present: PresentRow | undefined, { row }: Prepared): Committed {
  if (!present) throw new Error(`response "${row.id}" has no outcome`)
  if (present.erased === 1) return { kind: 'erased' }
  return present.hash === row.hash ? { kind: 'repeated', id: row.id, receivedOn: present.received_on } : { kind: 'conflict' }
}

const keyOf = ({ campaign, id }: { readonly campaign: string; readonly id: string }): string => `${campaign} ${id}`

/** Rows are inserted in one order everywhere, so that two processes never wait for each other in a circle. */
const inOrderOfKeys = (a: ResponseRow, b: ResponseRow): number =>
  a.campaign < b.campaign || (a.campaign === b.campaign && a.id < b.id) ? -1 : 1

/** One response of each id, in the order of arrival. */
function firstOfEach(group: readonly Prepared[]): readonly Prepared[] {
  const taken = new Set<string>()
  return group.filter((response) => {
    const keys = response.others ? wholeForm(response).map(({ row }) => keyOf(row)) : [keyOf(response.row)]
    if (keys.some((key) => taken.has(key))) return false
    for (const key of keys) taken.add(key)
    return true
  })
}
