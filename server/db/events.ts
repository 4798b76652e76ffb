import type { Database } from './dialect'
import type { EventRow } from './tables'

/** What says more about an event; what it holds depends on the act. */
export type Details = { readonly [name: string]: Detail }
type Detail = string | number | boolean | null | readonly Detail[] | Details

/** One thing that somebody did; its details are JSON. */
export type Event = Readonly<Omit<EventRow, 'once'>>

export type Door = EventRow['door']

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

export async function writeEvent({ db }: Database, event: Event, once: string | undefined): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...event, once: once ?? null })
    .execute()
}

const columns = ['seq', 'at', 'account', 'person', 'door', 'act', 'kind', 'object', 'details'] as const

/** What came of a form that was sent before. */
export const eventOnce = ({ db }: Database, once: string): Promise<Event | undefined> =>
  db.selectFrom('events').select(columns).where('once', '=', once).executeTakeFirst()

/** What was done to one object, the newest first. */
export const eventsOf = ({ db }: Database, kind: string, object: string): Promise<readonly Event[]> =>
  db.selectFrom('events').select(columns).where('kind', '=', kind).where('object', '=', object).orderBy('seq', 'desc').execute()

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
