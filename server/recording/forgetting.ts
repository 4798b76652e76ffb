import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { contactsLetGo } from '../db/contacts'
import type { Database } from '../db/dialect'
import { erasuresIn } from '../db/responses'

type Deps = {
  readonly database: Database
  /** Takes away files of exports that were withdrawn. */
  readonly sweep: () => Promise<void>
}

/** Lets go of what was erased, wherever this process reaches; false while somebody still reads the engine's files. */
export async function forgetErased({ database, sweep }: Deps): Promise<boolean> {
  await sweep()
  return database.letGo()
}

const firstRestMs = 50
const longestRestMs = 2_000

/** The same, tried again for some seconds. */
export async function forgetSoon(deps: Deps, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs
  for (let restMs = firstRestMs; !(await forgetErased(deps)); restMs = Math.min(longestRestMs, restMs * 2)) {
    if (performance.now() > until) return false
    await delay(restMs)
  }
  return true
}

const lookMs = 60_000

/**
 * Sees to it that what anybody erased is let go of, also where whoever did it could not finish: now, and every minute in which
 * something was erased until nobody reads it any more.
 */
export async function keepForgetting(
  deps: Deps & { readonly log: Logger },
): Promise<{ readonly again: () => void; readonly stop: () => Promise<void> }> {
  const { database, log } = deps
  let forgotten = 0
  let asked = 0
  const look = async (): Promise<void> => {
    const erased = (await erasuresIn(database.db)) + (await contactsLetGo(database.db)) + asked
    if (erased === forgotten || !(await forgetErased(deps))) return
    // The log was cut off; it shall not grow under who records.
    if (isServing) await database.engine.makeRoom(database.db)
    forgotten = erased
  }
  let isServing = false
  const looked = (): Promise<void> => look().catch((error: unknown) => log.error({ err: error }, 'what was erased could not be let go of'))
  await looked()
  isServing = true
  let last = Promise.resolve()
  const timer = setInterval(() => void (last = last.then(looked)), lookMs)
  timer.unref()
  return {
    /** Something that was erased earlier was only now taken away. */
    again: () => void (asked += 1),
    stop: () => {
      clearInterval(timer)
      return last
    },
  }
}
