import type { Database } from './dialect'
import type { EventRow } from './tables'

/** What says more about an event; what it holds depends on the act. */
export type Details = { readonly [name: string]: Detail }
type Detail = string | number | boolean | null | readonly Detail[] | Details

/** One thing that somebody did. */
export type Event = Omit<EventRow, 'details' | 'once'> & { readonly details: Details }

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

export async function writeEvent({ db }: Database, { details, ...event }: Event, once: string | undefined): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...event, details: JSON.stringify(details), once: once ?? null })
    .execute()
}

/** What came of a form that was sent before. */
export async function eventOnce({ db }: Database, once: string): Promise<Event | undefined> {
  const row = await db.selectFrom('events').selectAll().where('once', '=', once).executeTakeFirst()
  return row && eventOf(row)
}

/** What was done to one object, the newest first. */
export async function eventsOf({ db }: Database, kind: string, object: string): Promise<readonly Event[]> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('kind', '=', kind)
    .where('object', '=', object)
    .orderBy('seq', 'desc')
    .execute()
  return rows.map(eventOf)
}

function eventOf({ once: _, ...row }: EventRow): Event {
  const details: Details = JSON.parse(row.details)
  return { ...row, details }
}
