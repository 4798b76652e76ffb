import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from '../db/dialect'
import { countsOfWriters, firstNumberOf } from '../db/responses'
import { oneAtATime } from '../turns'

/** The numbers behind one and up to another that a writer gave to responses. */
export type ArrivalNumbers = { readonly writer: number; readonly after: number; readonly upTo: number }

/** What is counted: how it begins, and how the responses with some numbers are added. */
type Counted<Sums> = {
  readonly campaign: string
  readonly empty: () => Sums
  readonly add: (sums: Sums, numbers: ArrivalNumbers) => Promise<void>
}

/** `told`: what of it is told, which nothing changes later. */
type Counting<Sums, Told> = Counted<Sums> & { readonly told: (sums: Sums) => Told }

type Kept<Sums> = {
  readonly inTurn: ReturnType<typeof oneAtATime>
  erasures: number
  /** Up to which of its numbers each writer's responses are counted. */
  counted: Map<number, number>
  sums: Sums
}

/** `most`: how many counts are kept of a database; `slice`: how many numbers are counted before everybody else has a turn. */
type Limits = { readonly most: number; readonly slice: number }

/**
 * Counts of the responses of a campaign that go on from the last time, by name. A writer numbers its responses without a gap, so only those behind the
 * last number are counted; once anything was taken out or put back, all of them are. What is asked at once under one name is counted once.
 */
export function countingOn<Sums>({ most, slice }: Limits) {
  const kept = new WeakMap<Database, Map<string, Kept<Sums>>>()
  return <Told>(database: Database, name: string, counting: Counting<Sums, Told>): Promise<Told> => {
    const own = kept.get(database) ?? new Map<string, Kept<Sums>>()
    kept.set(database, own)
    const state = own.get(name) ?? { inTurn: oneAtATime(), erasures: -1, counted: new Map<number, number>(), sums: counting.empty() }
    // The last that was asked for stands last, and the first goes.
    own.delete(name)
    own.set(name, state)
    const [oldest] = own.keys()
    if (oldest !== undefined && own.size > most) own.delete(oldest)
    return state.inTurn(async () => {
      try {
        await countOn(database, state, counting, slice)
        return counting.told(state.sums)
      } catch (error) {
        // What was half added is counted anew.
        state.erasures = -1
        throw error
      }
    })
  }
}

async function countOn<Sums>(database: Database, state: Kept<Sums>, { campaign, empty, add }: Counted<Sums>, slice: number): Promise<void> {
  // Before the rows: what is taken out while they are read is then seen the next time.
  const writers = await countsOfWriters(database)
  const erasures = writers.reduce((sum, one) => sum + one.erasures, 0)
  if (state.erasures !== erasures) Object.assign(state, { erasures, counted: new Map<number, number>(), sums: empty() })
  for (const { slot: writer, last_seq: last } of writers) {
    let after = state.counted.get(writer) ?? Math.min(((await firstNumberOf(database, campaign, writer)) ?? Infinity) - 1, last)
    while (after < last) {
      const upTo = Math.min(after + slice, last)
      await add(state.sums, { writer, after, upTo })
      after = upTo
      if (after < last) await turn()
    }
    state.counted.set(writer, last)
  }
}
