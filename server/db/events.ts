import { beforeAll, beginning, entryHash, followed, type LogFault, type Mark } from './chain'
import type { Database } from './dialect'
import type { EventRow } from './tables'

/** What says more about an event; what it holds depends on the act. */
export type Details = { readonly [name: string]: Detail }
export type Detail = string | number | boolean | null | readonly Detail[] | Details

/** One thing that somebody did; its details are JSON. */
export type Event = Readonly<Omit<EventRow, 'once' | 'hash'>>

export const doors = ['page', 'api', 'command'] as const
export type Door = (typeof doors)[number]

/** What somebody did to an object, as an entry to come; a name begins with the kind of its object. */
export const eventFor = (
  seq: number,
  now: number,
  { id, name, door }: { readonly id: string; readonly name: string; readonly door: Door },
  act: string,
  object: string,
  details: Details,
): Event => ({
  seq,
  at: `${new Date(now).toISOString().slice(0, 19)}Z`,
  account: id,
  person: storable(name),
  door,
  act,
  kind: kindOf(act),
  object: storable(object),
  details: JSON.stringify(details),
})

/** The name of an act begins with the kind of its object. */
const kindOf = (act: string): string => act.split('.')[0] ?? act

/**
 * A text as every database gives it back: half a character, as is left where a long text is cut, is stored as another one, and the entry would
 * not be what was hashed.
 */
const storable = (text: string): string => text.replace(/[\p{Surrogate}\0]/gu, '\uFFFD')

/** Waits until nobody else acts, for what leaves no entry: what is read after it holds until the transaction ends. */
export async function waitTurn({ db }: Database): Promise<void> {
  await db
    .updateTable('event_turn')
    .set((row) => ({ seq: row.ref('seq') }))
    .where('log', '=', 'events')
    .execute()
}

/** Waits until nobody else acts and gives the number of the event to come; both end with the transaction. */
export async function takeTurn({ db }: Database): Promise<number> {
  const turn = await db
    .updateTable('event_turn')
    .set((row) => ({ seq: row('seq', '+', 1) }))
    .where('log', '=', 'events')
    .returning('seq')
    .executeTakeFirstOrThrow()
  return turn.seq
}

/** Writes an event behind the one before it; only whoever has the turn does. */
export async function writeEvent({ db }: Database, event: Event, once: string | undefined): Promise<void> {
  const last = await db.selectFrom('events').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const entry = { ...event, once: once ?? null }
  await db
    .insertInto('events')
    .values({ ...entry, hash: entryHash(last?.hash ?? beginning, entry) })
    .execute()
}

const columns = ['seq', 'at', 'account', 'person', 'door', 'act', 'kind', 'object', 'details'] as const

/** What came of a form that was sent before. */
export const eventOnce = ({ db }: Database, once: string): Promise<Event | undefined> =>
  db.selectFrom('events').select(columns).where('once', '=', once).executeTakeFirst()

/** What was done to one object, the newest first. */
export const eventsOf = ({ db }: Database, kind: string, object: string): Promise<readonly Event[]> =>
  db.selectFrom('events').select(columns).where('kind', '=', kind).where('object', '=', object).orderBy('seq', 'desc').execute()

/** What was done of some kind to these objects since then, the newest first. */
export const eventsSince = async (
  { db }: Database,
  acts: readonly string[],
  objects: readonly string[],
  since: string,
): Promise<readonly Event[]> =>
  objects.length === 0
    ? []
    : db
        .selectFrom('events')
        .select(columns)
        .where('kind', 'in', [...new Set(acts.map(kindOf))])
        .where('act', 'in', acts)
        .where('object', 'in', objects)
        .where('at', '>=', since)
        .orderBy('seq', 'desc')
        .execute()

/** What was done last of some kind, the newest first. */
export const lastEvents = ({ db }: Database, acts: readonly string[], most: number): Promise<readonly Event[]> =>
  db.selectFrom('events').select(columns).where('act', 'in', acts).orderBy('seq', 'desc').limit(most).execute()

/** Every time that something was done since an instant, in its order. */
export const eventsNamed = ({ db }: Database, act: string, since: string): Promise<readonly Event[]> =>
  db
    .selectFrom('events')
    .select(columns)
    .where('kind', '=', kindOf(act))
    .where('act', '=', act)
    .where('at', '>=', since)
    .orderBy('seq')
    .execute()

/** What was done after an entry, in its order, so many at most. */
export const eventsAfter = ({ db }: Database, seq: number, most: number): Promise<readonly Event[]> =>
  db.selectFrom('events').select(columns).where('seq', '>', seq).orderBy('seq').limit(most).execute()

/** One event by its number. */
export const findEvent = ({ db }: Database, seq: number): Promise<Event | undefined> =>
  db.selectFrom('events').select(columns).where('seq', '=', seq).executeTakeFirst()

/** Every object of a kind to which this was ever done. */
export async function objectsOf({ db }: Database, kind: string, act: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('events')
    .select('object')
    .distinct()
    .where('kind', '=', kind)
    .where('act', '=', act)
    .orderBy('object')
    .execute()
  return rows.map(({ object }) => object)
}

/** The whole log in its order, in pages. */
export async function* wholeLog({ db }: Database): AsyncGenerator<readonly EventRow[]> {
  for (let last: number | undefined; ;) {
    const rows = await db
      .selectFrom('events')
      .selectAll()
      .$if(last !== undefined, (query) => query.where('seq', '>', last ?? 0))
      .orderBy('seq')
      .limit(atOnce)
      .execute()
    yield rows
    last = rows.at(-1)?.seq
    if (rows.length < atOnce) return
  }
}

const atOnce = 1_000

/** The newest entry, as somebody else may keep it to see later that this log still holds it. */
export async function logMark({ db }: Database): Promise<Mark> {
  return (await db.selectFrom('events').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? beforeAll
}

/** Whether the log holds this entry still. */
export async function isHeld({ db }: Database, { seq, hash }: Mark): Promise<boolean> {
  if (seq === 0) return true
  return (await db.selectFrom('events').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash === hash
}

/** How many entries were written by the count of those who wrote them. */
const turnsTaken = async ({ db }: Database): Promise<number> =>
  (await db.selectFrom('event_turn').select('seq').where('log', '=', 'events').executeTakeFirst())?.seq ?? 0

export type LogRead = { readonly mark: Mark; readonly fault: LogFault | undefined }

/**
 * Reads the log through as of one moment: how far it holds, and the first entry that was altered, removed, added or swapped. `known` are
 * entries as they were seen before, by whoever kept them; without one a log that was cut off together with its count seems whole.
 */
export const readThrough = (database: Database, known: readonly Mark[] = []): Promise<LogRead> =>
  database.engine.snapshot(database.db, (db) => readWithin({ ...database, db }, known))

/** The same within a transaction that somebody has open. */
export async function readWithin(within: Database, known: readonly Mark[] = []): Promise<LogRead> {
  let mark = beforeAll
  for await (const page of wholeLog(within))
    for (const row of page) {
      const step = followed(mark, row)
      if (!step.ok) return { mark, fault: step.fault }
      mark = step.mark
      const { seq, hash } = mark
      if (known.some((one) => one.seq === seq && one.hash !== hash)) return { mark, fault: { seq, code: 'unlike' } }
    }
  const turns = await turnsTaken(within)
  if (mark.seq > turns) return { mark, fault: { seq: turns + 1, code: 'added' } }
  const most = Math.max(turns, ...known.map(({ seq }) => seq))
  return { mark, fault: most > mark.seq ? { seq: mark.seq + 1, code: 'cut' } : undefined }
}

/** Columns that entries are looked for by; empty ones are not looked at. `from` and `before` are instants. */
export type LogWanted = {
  readonly person: string
  readonly kind: string
  readonly door: string
  readonly from: string
  readonly before: string
}

/** Entries below a number, the newest first, in pages. */
export async function* logBackwards({ db }: Database, wanted: LogWanted, below: number | undefined): AsyncGenerator<readonly EventRow[]> {
  for (let last = below; ;) {
    let select = db.selectFrom('events').selectAll()
    if (last !== undefined) select = select.where('seq', '<', last)
    if (wanted.person !== '') select = select.where('person', '=', wanted.person)
    if (wanted.kind !== '') select = select.where('kind', '=', wanted.kind)
    const door = doors.find((one) => one === wanted.door)
    if (door) select = select.where('door', '=', door)
    if (wanted.from !== '') select = select.where('at', '>=', wanted.from)
    if (wanted.before !== '') select = select.where('at', '<', wanted.before)
    const rows = await select.orderBy('seq', 'desc').limit(shownAtOnce).execute()
    yield rows
    last = rows.at(-1)?.seq
    if (rows.length < shownAtOnce) return
  }
}

/** Details may be a whole design, so a page of the log is short. */
const shownAtOnce = 100

/** Everybody whom the log names, and every kind of object, for lists to choose from. */
export async function logNames({ db }: Database): Promise<{ readonly persons: readonly string[]; readonly kinds: readonly string[] }> {
  const persons = await db.selectFrom('events').select('person').distinct().orderBy('person').execute()
  const kinds = await db.selectFrom('events').select('kind').distinct().orderBy('kind').execute()
  return { persons: persons.map(({ person }) => person).filter((person) => person !== ''), kinds: kinds.map(({ kind }) => kind) }
}
