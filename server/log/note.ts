import { createHash } from 'node:crypto'
import { type Database, whole } from '../db/dialect'
import { type Details, type Door, eventFor, eventOnce, takeTurn, writeEvent } from '../db/events'

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
  'refusals.alone': 'hour',
  'files.fetch': 'each',
  'comments.read': 'hour',
  'log.read': 'hour',
  'log.export': 'each',
  'letters.fail': 'each',
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
    .update(JSON.stringify([...of, new Date(at).toISOString().slice(0, 13)]))
    .digest('hex')

/** Somebody tried to do what they may not, on this object as far as it is known. */
export const noteRefusal = (deps: NoteDeps, doer: Doer, attempt: Attempt): Promise<void> =>
  note(deps, doer, 'refusals.attempt', attempt.object, { tried: attempt.tried, needs: attempt.needs })

export type Attempt = { readonly tried: string; readonly needs: string; readonly object: string }
