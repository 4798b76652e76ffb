import type { Context } from 'hono'
import { endOtherSessions, endSession, sessionsOf, sweepSessions, touchSession } from '../db/sessions'
import type { UserRow } from '../db/tables'
import type { Accounts } from './accounts'
import { dropSessionKey, keepDevice, keepSessionKey, sessionKey } from './cookies'
import { hashOf, newKey } from './keys'
import { absoluteMs, idleMs, isAlive, noteEveryMs } from './lifetimes'
import { tokenHeader } from './token-header'

/** Somebody signed in; `token` is the hash of the key in their browser. */
export type Session = { readonly token: string; readonly user: UserRow }

/** The session of the browser that asks, if it still lives; being asked for keeps it alive. */
export async function currentSession(accounts: Accounts, c: Context): Promise<Session | undefined> {
  const key = sessionKey(accounts, c)
  if (key === undefined) return undefined
  const token = hashOf(key)
  const found = await accounts.auth.api.getSession({ headers: bearing(token) })
  if (!found) return undefined
  const { database, now } = accounts
  if (!isAlive(found.session, now())) {
    await endSession(database, token)
    return undefined
  }
  if (now() - Date.parse(found.session.seenAt) >= noteEveryMs) await touchSession(database, token, instant(now()))
  return { token, user: { id: found.user.id, name: found.user.name, username: found.user.username ?? '' } }
}

/** Begins a session under a new key, in place of one that this browser may have; false when the password is wrong. */
export async function beginSession(accounts: Accounts, c: Context, username: string, password: string): Promise<boolean> {
  const key = newKey()
  const { auth, database, now } = accounts
  const right = await isTaken(auth.api.signInUsername({ body: { username, password }, headers: new Headers({ [tokenHeader]: hashOf(key) }) }))
  if (!right) return false
  await endCurrent(accounts, c)
  await sweepSessions(database, instant(now() - idleMs), instant(now() - absoluteMs))
  keepSessionKey(accounts, c, key)
  keepDevice(accounts, c, username)
  return true
}

/** Ends the session on the server, so that a copy of its cookie is worth nothing. */
export async function signOut(accounts: Accounts, c: Context): Promise<void> {
  await endCurrent(accounts, c)
  dropSessionKey(accounts, c)
}

/** Puts a new password in place of the present one; every session ends and this browser gets a new one. */
export async function replacePassword(accounts: Accounts, c: Context, { token }: Session, currentPassword: string, newPassword: string): Promise<boolean> {
  const key = newKey()
  const headers = bearing(token)
  headers.set(tokenHeader, hashOf(key))
  const isDone = await isTaken(accounts.auth.api.changePassword({ body: { currentPassword, newPassword, revokeOtherSessions: true }, headers }))
  if (isDone) keepSessionKey(accounts, c, key)
  return isDone
}

export type Place = { readonly startedAt: string; readonly seenAt: string; readonly isHere: boolean }

/** Where somebody is signed in now, the latest first. */
export async function placesOf({ database, now }: Accounts, { user, token }: Session): Promise<readonly Place[]> {
  const rows = await sessionsOf(database, user.id)
  return rows.map((row) => ({ startedAt: row.started_at, seenAt: row.seen_at, isHere: row.token === token })).filter((place) => isAlive(place, now()))
}

export const signOutElsewhere = ({ database }: Accounts, { user, token }: Session): Promise<void> => endOtherSessions(database, user.id, token)

async function endCurrent(accounts: Accounts, c: Context): Promise<void> {
  const key = sessionKey(accounts, c)
  if (key !== undefined) await endSession(accounts.database, hashOf(key))
}

/** Whether the library took it; what it refuses is an expected failure, everything else a bug. */
async function isTaken(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked
    return true
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) return false
    throw error
  }
}

const bearing = (token: string): Headers => new Headers({ authorization: `Bearer ${token}` })

const instant = (time: number): string => new Date(time).toISOString()
