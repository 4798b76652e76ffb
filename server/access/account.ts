import type { Context } from 'hono'
import { randomUUID } from 'node:crypto'
import { dropLinkOf, findLink, hasUsers, insertUser, replaceCredential, saveLink, spendLink, userNamed, userWithId } from '../db/accounts'
import { endSessionsOf } from '../db/sessions'
import { everyOffice } from '../../surveys/people/roles'
import type { Database } from '../db/dialect'
import { saveGrant } from '../db/grants'
import type { UserRow } from '../db/tables'
import type { Accounts } from './accounts'
import { hashPassword, isUsername, type PasswordFault, passwordFault } from './credentials'
import { hashOf, linkMs, newKey } from './keys'
import { notedChange } from '../log/note'
import { tellOwner } from '../mail/outbox'
import { atPage, beginSession } from './session'
import { forgetGuesses } from './sign-in'
import { hiddenSign, trimmed } from '../../surveys/instrument/spelling'

export const newUser = (username: string, name: string): UserRow => {
  const shown = username.toLowerCase()
  return { id: randomUUID(), username: shown, name: trimmed(name) || shown, disabled_at: '' }
}

/** The user of the link that makes the first account. */
const nobody = ''

/** While there is no account: the path of a new link to make the first one. The one before is worth nothing then. */
export async function setupPath(accounts: Accounts): Promise<string | undefined> {
  if (await hasUsers(accounts.database)) return undefined
  const key = newKey()
  await saveLink(accounts.database, { user_id: nobody, hash: hashOf(key), expires_at: never })
  return `/admin/setup/${key}`
}

/** A new link with which a user chooses a password, in place of one given before: its path, and until when it works. */
export async function passwordLink(
  { database, now }: Pick<Accounts, 'database' | 'now'>,
  { id }: UserRow,
): Promise<{ readonly path: string; readonly until: string }> {
  const [key, until] = [newKey(), new Date(now() + linkMs).toISOString()]
  await saveLink(database, { user_id: id, hash: hashOf(key), expires_at: until })
  return { path: `/admin/password/${key}`, until }
}

/** Whom a link is for: a user, or whoever makes the first account. */
export type LinkFor = { readonly kind: 'setup' } | { readonly kind: 'password'; readonly user: UserRow }

/** Looks at a link without using it up. */
export async function linkFor({ database, now }: Accounts, key: string): Promise<LinkFor | undefined> {
  const link = await findLink(database, hashOf(key))
  if (!link || link.expires_at <= new Date(now()).toISOString()) return undefined
  if (link.user_id === nobody) return (await hasUsers(database)) ? undefined : { kind: 'setup' }
  const user = await userWithId(database, link.user_id)
  return user?.disabled_at === '' ? { kind: 'password', user } : undefined
}

export type ChosenPassword = { readonly username: string; readonly name: string; readonly password: string; readonly again: string }
export type ChoiceFault = PasswordFault | 'username' | 'taken' | 'differs' | 'hidden'
export type LinkUse = { readonly kind: 'done' } | { readonly kind: 'gone' } | { readonly kind: 'faulty'; readonly fault: ChoiceFault }

/** Uses a link up, once: the password is set, every other session of the account ends, and its owner is signed in. */
export async function useLink(accounts: Accounts, c: Context, key: string, chosen: ChosenPassword): Promise<LinkUse> {
  const target = await linkFor(accounts, key)
  if (!target) return { kind: 'gone' }
  const username = target.kind === 'setup' ? chosen.username.trim().toLowerCase() : target.user.username
  const fault = await faultOf(accounts, target, username, chosen)
  if (fault) return { kind: 'faulty', fault }
  const user = target.kind === 'setup' ? newUser(username, chosen.name) : target.user
  const hash = await hashPassword(chosen.password)
  const isUsed = await notedChange(accounts, atPage(user), 'sessions.use-link', username, async (within) => {
    if (!(await spendLink(within, hashOf(key)))) return undefined
    if (target.kind === 'setup') await insertFirst(within, user, hash, accounts.now())
    await replaceCredential(within, user.id, hash)
    await endSessionsOf(within, user.id)
    await dropLinkOf(within, user.id)
    await tellOwner({ ...accounts, database: within }, user, 'password-changed')
    return { for: target.kind }
  })
  if (!isUsed) return { kind: 'gone' }
  await forgetGuesses(accounts, username)
  // Reset or closed again at this very moment, it does not open with the password that it has just been given.
  return { kind: (await beginSession(accounts, c, username, chosen.password)) === 'wrong' ? 'gone' : 'done' }
}

/** Makes the first account, for whoever holds the link of the first start. */
async function insertFirst(within: Database, user: UserRow, hash: string, now: number): Promise<void> {
  await insertUser(within, user, hash, now)
  for (const grant of everyOffice) await saveGrant(within, user.id, grant)
}

async function faultOf(
  { database }: Accounts,
  { kind }: LinkFor,
  username: string,
  { name, password, again }: ChosenPassword,
): Promise<ChoiceFault | undefined> {
  if (!isUsername(username)) return 'username'
  if (kind === 'setup' && (await userNamed(database, username))) return 'taken'
  if (kind === 'setup' && hiddenSign(name) !== undefined) return 'hidden'
  return (await passwordFault(password, username)) ?? (password === again ? undefined : 'differs')
}

const never = '9999-12-31T00:00:00.000Z'
