import { randomUUID } from 'node:crypto'
import type { Database } from '../db/dialect'
import { type Committed, commitErasure, commitGroup, LeaseLost, responseInsert, type Slot } from './commit'
import { leaseMs, releaseLease, renewLease, takeLease } from './lease'
import type { Prepared } from './prepare'
import { writerTallies } from './writer-tallies'

/** One writer: it holds a slot and commits groups one after another. */
export type Writer = {
  readonly commit: (group: readonly Prepared[]) => Promise<readonly Committed[]>
  readonly erase: (response: Prepared) => Promise<void>
  readonly release: () => Promise<void>
}

const attempts = 5

/** Takes a slot and keeps its lease alive until it is released. */
export async function openWriter(database: Database): Promise<Writer> {
  const take = () => takeLease(database, randomUUID(), Date.now())
  const slot: Slot = { lease: await take(), tallies: writerTallies(database.engine), insertResponses: responseInsert(database.engine) }
  const takeAgain = async () => {
    slot.tallies.forget()
    slot.lease = await take()
  }
  const renewal = setInterval(() => {
    renewLease(database, slot.lease, Date.now()).catch(() => undefined)
  }, leaseMs / 3)
  renewal.unref()
  const run = <T>(work: () => Promise<T>) => retried(database, takeAgain, work)
  return {
    commit: (group) => run(() => commitGroup(database, slot, group)),
    erase: (response) => run(() => commitErasure(database, slot, response)),
    release: async () => {
      clearInterval(renewal)
      await releaseLease(database, slot.lease, Date.now())
    },
  }
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
