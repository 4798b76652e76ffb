import { setImmediate as turn } from 'node:timers/promises'
import type { Config } from '../config'
import { secretNamed } from '../db/accounts'
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
  /** Does something after the answer has left, so that the time of an answer tells nothing of it. */
  readonly soon: (work: () => Promise<void>) => void
  /** Resolves when all of that is done. */
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
  const provider = config.provider && openProvider(config.provider, now)
  return { database, config, provider, secret, now, auth: createAuth(database, secret), ...afterwards(onTrouble) }
}

function afterwards(onTrouble: (error: unknown) => void): Pick<Accounts, 'soon' | 'settled'> {
  const pending = new Set<Promise<void>>()
  return {
    soon: (work) => {
      const one = turn()
        .then(work)
        .catch(onTrouble)
        .finally(() => pending.delete(one))
      pending.add(one)
    },
    settled: async () => void (await Promise.all(pending)),
  }
}
