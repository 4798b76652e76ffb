import { newUser, passwordPath, unusablePassword } from '../access/account'
import { isUsername } from '../access/credentials'
import type { Permission } from '../access/permission'
import {
  createToken,
  dropLinkOf,
  endSessionsOf,
  insertUser,
  listTokens,
  markDisabled,
  othersWhoSignIn,
  replaceCredential,
  revokeToken,
  revokeTokens,
  userNamed,
} from '../db/accounts'
import type { UserRow } from '../db/tables'
import { localDay } from '../../surveys/instrument/calendar'
import { type Act, did, failed, nothing } from './act'

type Named = { readonly username: string }
type Unknown = { readonly code: 'unknown' }

/** Somebody who signs in, or a script that only holds tokens. */
type NewAccount = Named & { readonly name: string; readonly kind: 'person' | 'script' }

/** Makes an account; a person gets the path of a one-time link with which to choose a password. */
export const createAccount: Act<NewAccount, { readonly user: UserRow; readonly path?: string }, { readonly code: 'username' | 'taken' }> = {
  name: 'accounts.create',
  run: async ({ database, now }, _, { username, name, kind }) => {
    if (!isUsername(username)) return failed({ code: 'username' })
    if (await userNamed(database, username)) return failed({ code: 'taken' })
    const user = newUser(username, name)
    await insertUser(database, user, kind === 'person' ? await unusablePassword() : undefined, now())
    const path = kind === 'person' ? { path: await passwordPath({ database, now }, user) } : {}
    return did(user.username, { name: user.name, kind }, { user, ...path })
  },
}

/** Locks everybody out of an account: its password, sessions, tokens and links end. Its owner comes back by the new link alone; an account of a script has none. */
export const resetAccount: Act<Named, { readonly path?: string }, Unknown> = {
  name: 'accounts.reset',
  run: async ({ database, now }, _, { username }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    const signsIn = await replaceCredential(database, user.id, await unusablePassword())
    await endSessionsOf(database, user.id)
    const tokens = await revokeTokens(database, user.id)
    return did(user.username, { tokens }, signsIn ? { path: await passwordPath({ database, now }, user) } : {})
  },
}

/** Closes an account until it is enabled again: nobody signs in with it, and its sessions, links and tokens end. */
export const disableAccount: Act<Named, undefined, Unknown | { readonly code: 'last' }> = {
  name: 'accounts.disable',
  run: async ({ database, now }, _, { username }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at !== '') return nothing(undefined)
    if ((await othersWhoSignIn(database, user.id)) === 0) return failed({ code: 'last' })
    await markDisabled(database, user.id, `${new Date(now()).toISOString().slice(0, 19)}Z`)
    await endSessionsOf(database, user.id)
    await dropLinkOf(database, user.id)
    const tokens = await revokeTokens(database, user.id)
    return did(user.username, { tokens })
  },
}

export const enableAccount: Act<Named, undefined, Unknown> = {
  name: 'accounts.enable',
  run: async ({ database }, _, { username }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at === '') return nothing(undefined)
    await markDisabled(database, user.id, '')
    return did(user.username)
  },
}

type WantedToken = Named & { readonly label: string; readonly scope: readonly Permission[]; readonly days: number }
type MadeToken = { readonly id: string; readonly token: string; readonly expiresOn: string }

/** In days; a script that is still needed gets another token once a year. */
export const longestToken = 366

/** Makes an access token for an account, for some permissions and so many days; it can be shown only now. */
export const makeToken: Act<WantedToken, MadeToken, Unknown | { readonly code: 'disabled' | 'days' | 'scope' }> = {
  name: 'accounts.make-token',
  run: async ({ database, now }, actor, { username, label, scope, days }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at !== '') return failed({ code: 'disabled' })
    if (!Number.isInteger(days) || days < 1 || days > longestToken) return failed({ code: 'days' })
    if (scope.length === 0 || scope.some((permission) => !actor.permissions.includes(permission))) return failed({ code: 'scope' })
    const expiresOn = localDay(now() + days * 86_400_000)
    const wanted = { user_id: user.id, label, scope: scope.join(','), created_on: localDay(now()), expires_on: expiresOn }
    const { id, token } = await createToken(database, wanted)
    return did(user.username, { token: id, label, scope, expiresOn }, { id, token, expiresOn })
  },
}

/** Takes one access token back. */
export const takeTokenBack: Act<{ readonly id: string }, { readonly username: string }, Unknown> = {
  name: 'accounts.revoke-token',
  run: async ({ database }, _, { id }) => {
    const held = (await listTokens(database)).find((one) => one.id === id)
    if (!held) return failed({ code: 'unknown' })
    await revokeToken(database, id)
    return did(held.username, { token: id, label: held.label }, { username: held.username })
  },
}
