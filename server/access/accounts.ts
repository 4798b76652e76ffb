import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '../config'
import { secretNamed } from '../db/secrets'
import { nameTree } from '../db/agency-tree'
import type { Database } from '../db/dialect'
import type { Auth } from './auth'
import { openProvider, type Provider } from './provider'

/** What everything about accounts works with; the functions beside this file take it first. */
export type Accounts = {
  readonly database: Database
  readonly config: Pick<Config, 'trustProxy' | 'publicUrl' | 'mail'>
  /** Who signs people in besides this product; undefined where nobody does. */
  readonly provider: Provider | undefined
  readonly auth: Auth
  readonly secret: string
  readonly now: () => number
  /** Does something at a moment that nobody outside can know, so that neither the time of an answer nor of the next one tells of it. */
  readonly soon: (work: () => Promise<void>) => void
  /** Does all of that now and resolves when it is done. */
  readonly settled: () => Promise<void>
}

/** Loads the account library only where accounts are asked for: it takes longer than most commands run. */
export async function openAccounts(
  database: Database,
  config: Accounts['config'] & Partial<Pick<Config, 'provider'>>,
  now: () => number = Date.now,
  onTrouble: (error: unknown) => void = () => undefined,
): Promise<Accounts> {
  const { createAuth } = await import('./auth')
  const secret = await secretNamed(database, 'accounts')
  await nameTree(database)
  const provider = config.provider && openProvider(config.provider, now)
  return { database, config, provider, secret, now, auth: createAuth(database, secret), ...afterwards(onTrouble) }
}

/** What waits is done together and in its order. */
function afterwards(onTrouble: (error: unknown) => void): Pick<Accounts, 'soon' | 'settled'> {
  const waiting: (() => Promise<void>)[] = []
  const hurry = new AbortController()
  let done: Promise<void> | undefined
  const begin = async (): Promise<void> => {
    await wait(randomInt(...soonMs), undefined, { signal: hurry.signal }).catch(() => undefined)
    for (let work = waiting.shift(); work; work = waiting.shift()) await work().catch(onTrouble)
    done = undefined
  }
  return {
    soon: (work) => {
      waiting.push(work)
      done ??= begin()
    },
    settled: async () => {
      hurry.abort()
      await done
    },
  }
}

/** Behind the answer, which goes out compressed some turns after it was given, and anywhere among those that come next. */
const soonMs = [100, 1_000] as const
