import type { Config } from '../config'
import { secretNamed } from '../db/accounts'
import type { Database } from '../db/dialect'
import type { Auth } from './auth'

/** What everything about accounts works with; the functions beside this file take it first. */
export type Accounts = {
  readonly database: Database
  readonly config: Pick<Config, 'trustProxy' | 'publicUrl'>
  readonly auth: Auth
  readonly secret: string
  readonly now: () => number
}

/** Loads the account library only where accounts are asked for: it takes longer than most commands run. */
export async function openAccounts(database: Database, config: Accounts['config'], now: () => number = Date.now): Promise<Accounts> {
  const { createAuth } = await import('./auth')
  const secret = await secretNamed(database, 'accounts')
  return { database, config, secret, now, auth: createAuth(database, secret, now) }
}
