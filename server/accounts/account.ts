import { randomUUID } from 'node:crypto'
import { endSessionsOf } from '../db/sessions'
import type { UserRow } from '../db/tables'
import type { Accounts } from './accounts'
import { forgetGuesses } from './guessing'
import { newKey } from './keys'
import { hashPassword } from './password'

/** Makes an account whose password nobody knows yet. */
export async function createAccount({ auth }: Accounts, username: string, name: string): Promise<UserRow> {
  const { internalAdapter } = await auth.$context
  const shown = name.trim() || username
  // The library wants an address; one under ".invalid" reaches nobody.
  const email = `${randomUUID()}@accounts.invalid`
  const { id } = await internalAdapter.createUser({ username, name: shown, email, emailVerified: false }, { method: 'admin' })
  await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: await hashPassword(newKey()) })
  return { id, username: username.toLowerCase(), name: shown }
}

/** Sets a password and ends every session of the account. */
export async function setPassword(accounts: Accounts, { id, username }: UserRow, password: string): Promise<void> {
  const { internalAdapter } = await accounts.auth.$context
  await internalAdapter.updatePassword(id, await hashPassword(password))
  await endSessionsOf(accounts.database, id)
  await forgetGuesses(accounts, username)
}
