import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { localDay } from '../surveys/instrument/calendar'
import { noteIntervals, takeUpIntervals } from './db/assessment-intervals'
import type { Database } from './db/dialect'
import { countScoresAside } from './reading/rated-thread'

type Deps = { readonly database: Database; readonly now: () => number; readonly log: Logger }

export type IntervalCounting = {
  /** Looks at once whether any wait to be counted. */
  readonly look: () => void
  readonly stop: () => Promise<void>
}

const lookEveryMs = 60_000
const noteEveryMs = 1_000
/** Longer than a note takes to come; a process that renews nothing for so long is gone. */
const leaseMs = 30_000

/** Counts the intervals of assessments that wait for it, one after another on a thread, whichever process was asked. */
export function keepCountingIntervals(deps: Deps): IntervalCounting {
  const owner = randomUUID()
  const stop = new AbortController()
  let last = Promise.resolve()
  const look = (): void => {
    last = last
      .then(() => countWaiting(deps, owner, stop.signal))
      .catch((error: unknown) => deps.log.error({ err: error }, 'no intervals of assessments could be counted'))
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    look,
    stop: () => {
      clearInterval(timer)
      stop.abort()
      return last
    },
  }
}

async function countWaiting(deps: Deps, owner: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const code = await takeUpIntervals(deps.database, { owner, leased_until: leaseFrom(deps) }, new Date(deps.now()).toISOString())
    if (code === undefined) return
    await countOne(deps, owner, code, stop)
  }
}

const leaseFrom = ({ now }: Deps): string => new Date(now() + leaseMs).toISOString()

async function countOne(deps: Deps, owner: string, code: string, stop: AbortSignal): Promise<void> {
  const { database, now, log } = deps
  const given = new AbortController()
  const end = (): void => given.abort()
  stop.addEventListener('abort', end)
  let drawn = 0
  const note = async (): Promise<void> => {
    // Ordered anew, or another's: what this thread counts nobody waits for.
    if (!(await noteIntervals(database, code, owner, { drawn, leased_until: leaseFrom(deps) }))) end()
  }
  const noting = setInterval(() => void note().catch(() => undefined), noteEveryMs)
  try {
    const found = await countScoresAside(database, code, { onDrawn: (times) => (drawn = times), stop: given.signal })
    const ended =
      typeof found === 'string'
        ? ({ state: 'failed' } as const)
        : ({ state: 'done', stamp: found.stamp, found: JSON.stringify(found.counted), counted_on: localDay(now()) } as const)
    await noteIntervals(database, code, owner, { ...ended, drawn: 0, leased_until: '' })
  } catch (error) {
    // Who stops leaves it to whoever comes next.
    const ended = stop.aborted ? ({ state: 'waiting', leased_until: '' } as const) : ({ state: 'failed', leased_until: '' } as const)
    if (!given.signal.aborted) log.error({ err: error, assessment: code }, 'the intervals of an assessment could not be counted')
    await noteIntervals(database, code, owner, ended)
  } finally {
    clearInterval(noting)
    stop.removeEventListener('abort', end)
  }
}
