import { createHash } from 'node:crypto'
import { type Database, whole } from '../db/dialect'
import { type Details, type Door, eventFor, eventOnce, takeTurn, writeEvent } from '../db/events'

/**
 * What is written into the log beside the acts: somebody came or left, tried what they may not, or took something out. `each`: every time;
 * `hour`: once in an hour for the same person, object and details, so that guessing and reloading do not flood the log.
 */
export const noteTable = {
  'sessions.begin': 'each',
  'sessions.fail': 'hour',
  'sessions.end': 'each',
  'sessions.end-elsewhere': 'each',
  'sessions.lapse': 'hour',
  'sessions.use-link': 'each',
  'sessions.change-password': 'each',
  'sessions.prove': 'each',
  'sessions.see-as': 'each',
  'sessions.see-as-end': 'each',
  'refusals.attempt': 'hour',
  'files.fetch': 'each',
  'comments.read': 'hour',
  'log.read': 'hour',
  'log.export': 'each',
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
