import { createHash } from 'node:crypto'
import { type Database, whole } from '../db/dialect'
import { type Details, type Door, doors, eventFor, eventOnce, takeTurn, waitTurn, writeEvent } from '../db/events'
import { countRefusal, refusalsOf, saveRefusals, untoldRefusals } from '../db/refusals'
import type { RefusalCountRow } from '../db/tables'

/**
 * What is written into the log beside the acts: somebody came or left, tried what they may not, or took something out. `each`: every time;
 * `hour`: once in an hour for the same person, object and details, so that guessing and reloading do not flood the log.
 */
export const noteTable = {
  'sessions.begin': 'each',
  'sessions.begin-half': 'each',
  'sessions.fail': 'hour',
  'sessions.fail-provider': 'hour',
  'sessions.end': 'each',
  'sessions.end-elsewhere': 'each',
  'sessions.lapse': 'hour',
  'sessions.use-link': 'each',
  'sessions.change-password': 'each',
  'sessions.prove': 'each',
  'sessions.see-as': 'each',
  'sessions.see-as-end': 'each',
  'refusals.attempt': 'hour',
  'refusals.more': 'each',
  'refusals.alone': 'hour',
  'files.fetch': 'each',
  'assessments.fetch': 'each',
  'responses.import': 'each',
  'comments.read': 'hour',
  'contacts.read': 'each',
  'log.read': 'hour',
  'log.export': 'each',
  'letters.fail': 'each',
  'schedules.deliver': 'each',
  'schedules.fail': 'each',
  'webhooks.fail': 'each',
} as const satisfies Readonly<Record<string, 'each' | 'hour'>>

export type NoteName = keyof typeof noteTable

/** Who did it; nobody where it is not known. */
export type Doer = { readonly id: string; readonly name: string; readonly door: Door }

export const nobodyKnown: Doer = { id: '', name: '', door: 'page' }

export type NoteDeps = { readonly database: Database; readonly now: () => number }

/** Writes a note, in a transaction that holds nothing else; one that the log holds already for this hour is not written again. */
export async function note({ database, now }: NoteDeps, doer: Doer, name: NoteName, object: string, details: Details = {}): Promise<void> {
  const at = now()
  const once = noteTable[name] === 'each' ? undefined : windowHash([name, doer.id, doer.door, object, details], at)
  const isTold = async (within: Database): Promise<boolean> => once !== undefined && (await eventOnce(within, once)) !== undefined
  // Asked before the turn is waited for: most of what comes again comes here.
  if (await isTold(database)) return
  try {
    await whole(database, async (within) => {
      const seq = await takeTurn(within)
      if (await isTold(within)) throw new ToldAlready()
      await writeEvent(within, eventFor(seq, at, doer, name, object.slice(0, longestObject), details), once)
    })
  } catch (error) {
    if (!(error instanceof ToldAlready)) throw error
  }
}

/** Gives back the turn. */
class ToldAlready extends Error {}

/** What was done, as its one note tells it; or what came of it where nothing was. */
export type Noted<Value> =
  | {
      readonly kind: 'told'
      readonly doer: Doer
      readonly name: NoteName
      readonly object: string
      readonly details: Details
      readonly value: Value
    }
  | { readonly kind: 'nothing'; readonly value: Value }

/** Does something that is no act, since nobody is known before it, in one transaction with its note; what was written without one is taken back. */
export async function noted<Value>({ database, now }: NoteDeps, work: (within: Database) => Promise<Noted<Value>>): Promise<Value> {
  let undone: { readonly value: Value } | undefined
  try {
    return await whole(database, async (within) => {
      const seq = await takeTurn(within)
      const came = await work(within)
      if (came.kind === 'nothing') {
        undone = came
        throw new NothingToTell()
      }
      await writeEvent(within, eventFor(seq, now(), came.doer, came.name, came.object.slice(0, longestObject), came.details), undefined)
      return came.value
    })
  } catch (error) {
    if (error instanceof NothingToTell && undone) return undone.value
    throw error
  }
}

/** Takes back what was written. */
class NothingToTell extends Error {}

/**
 * Does something to somebody's own account, with its note in the same transaction. `change` gives the note's details; undefined where it was so
 * before, and then nothing is written.
 */
export const notedChange = (
  deps: NoteDeps,
  doer: Doer,
  name: NoteName,
  object: string,
  change: (within: Database) => Promise<Details | undefined>,
): Promise<boolean> =>
  noted<boolean>(deps, async (within) => {
    const details = await change(within)
    return details ? { kind: 'told', doer, name, object, details, value: true } : { kind: 'nothing', value: false }
  })

/** In characters; what somebody typed into an address is not kept whole. */
const longestObject = 200

const windowHash = (of: readonly unknown[], at: number): string =>
  createHash('sha256')
    .update(JSON.stringify([...of, hourOf(at)]))
    .digest('hex')

/** The hour of an instant, as windows and counts know it. */
const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13)

export type Attempt = { readonly tried: string; readonly needs: string; readonly object: string }

/** Of one account in one hour; what it tries besides is counted. */
export const mostRefusals = 30

/** Somebody tried to do what they may not, on this object as far as it is known: an entry, or one more that is counted for the hour. */
export async function noteRefusal({ database, now }: NoteDeps, doer: Doer, { object, ...details }: Attempt): Promise<void> {
  const [at, name] = [now(), 'refusals.attempt'] as const
  const once = windowHash([name, doer.id, doer.door, object, details], at)
  if (await eventOnce(database, once)) return
  if (await countRefusal(database, doer.id, hourOf(at), mostRefusals)) return
  await whole(database, async (within) => {
    await waitTurn(within)
    if ((await eventOnce(within, once)) || (await countRefusal(within, doer.id, hourOf(at), mostRefusals))) return
    const before = await refusalsOf(within, doer.id)
    if (before && before.more > 0) await tellCounted(within, before, at)
    const told = before?.hour === hourOf(at) ? before.told : 0
    await saveRefusals(within, { account: doer.id, person: doer.name, door: doer.door, hour: hourOf(at), told: told + 1, more: 0 })
    await writeEvent(within, eventFor(await takeTurn(within), at, doer, name, object.slice(0, longestObject), details), once)
  })
}

/** Writes down what was only counted in hours that are over: before somebody reads the log, since nobody sees it otherwise. */
export async function tellRefusals({ database, now }: NoteDeps): Promise<void> {
  const at = now()
  if ((await untoldRefusals(database, hourOf(at))).length === 0) return
  await whole(database, async (within) => {
    await waitTurn(within)
    for (const count of await untoldRefusals(within, hourOf(at))) {
      await tellCounted(within, count, at)
      await saveRefusals(within, { ...count, more: 0 })
    }
  })
}

/** One entry for all that was counted of somebody within an hour. */
async function tellCounted(within: Database, { account, person, door, hour, more }: RefusalCountRow, at: number): Promise<void> {
  const doer = { id: account, name: person, door: doors.find((one) => one === door) ?? 'page' }
  const details = { more, since: `${hour}:00:00Z` }
  await writeEvent(within, eventFor(await takeTurn(within), at, doer, 'refusals.more', '', details), undefined)
}
