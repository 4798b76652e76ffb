import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import {
  beginHalf,
  completeHalf,
  endOtherSessions,
  endSession,
  endSessionOf,
  findHalf,
  insertSession,
  isSignedIn,
  markProved,
  type NewSession,
  rekeySession,
  sessionsOf,
  sessionUnder,
  sweepSessions,
  touchSession,
} from '../db/sessions'
import { dropLinkOf, markSignedIn, replaceCredential, userOpening, userWithId } from '../db/accounts'
import { type Database, whole } from '../db/dialect'
import { waitTurn } from '../db/events'
import { beginByPasskey, type PasskeyUse } from '../db/passkeys'
import { hasFactor } from '../db/second-factors'
import { askerUnder, type Footing } from '../db/standing'
import type { UserRow } from '../db/tables'
import { type Doer, note, notedChange } from '../log/note'
import { tellOwner } from '../mail/outbox'
import type { Accounts } from './accounts'
import { hashOfNobody, hashPassword, isUsername, verifyPassword } from './credentials'
import { absoluteMs, halfMs, hashOf, idleMs, isAlive, isSealed, newKey, noteEveryMs, provedMs, sealOf } from './keys'
import { isSecure } from './origin'

/** Somebody signed in; `token` is the hash of the key in their browser. */
export type Session = {
  readonly id: string
  readonly token: string
  readonly user: UserRow
  /** The instant at which they last showed who they are: by signing in, or again since. */
  readonly provedAt: string
  /** By which door they came, as in its row. */
  readonly enteredBy: string
  /** As whom they look at the office, and since when. */
  readonly seeing: { readonly user: string; readonly since: string } | undefined
}

/** The session of the browser that asks, if it still lives. */
export async function currentSession(accounts: Accounts, c: Context): Promise<Session | undefined> {
  const key = sessionKey(accounts, c)
  if (key === undefined) return undefined
  const token = hashOf(key)
  return alive(accounts, c, token, await sessionUnder(accounts.database, token))
}

/** The same, with how its owner stands and the name of the tree of agencies at the same moment. */
export async function currentAsker(
  accounts: Accounts,
  c: Context,
): Promise<{ readonly session: Session; readonly footing: Footing; readonly tree: string } | undefined> {
  const key = sessionKey(accounts, c)
  if (key === undefined) return undefined
  const token = hashOf(key)
  const found = await askerUnder(accounts.database, token)
  const session = await alive(accounts, c, token, found?.session)
  return found && session && { session, footing: found.footing, tree: found.tree }
}

/** What was found under the hash of a key, where it still lives; being asked for keeps it alive. */
async function alive(
  accounts: Accounts,
  c: Context,
  token: string,
  found: Awaited<ReturnType<typeof sessionUnder>>,
): Promise<Session | undefined> {
  const { database, now } = accounts
  if (found?.disabled_at !== '') return undefined
  const { id, started_at: startedAt, seen_at: seenAt, proved_at, entered_by: enteredBy, seeing_as, seeing_since } = found
  const user = { id: found.user_id, name: found.name, username: found.username, disabled_at: '' }
  if (!isAlive({ startedAt, seenAt }, now())) {
    await endSession(database, token)
    if (seeing_as !== '') await noteSeen(accounts, user, seeing_as, 'lapsed')
    await note(accounts, atPage(user), 'sessions.lapse', user.username)
    return undefined
  }
  if (!asksByItself(c) && now() - Date.parse(seenAt) >= noteEveryMs) await touchSession(database, token, instant(now()))
  const seeing = seeing_as === '' ? undefined : { user: seeing_as, since: seeing_since }
  return { id, token, user, provedAt: proved_at || startedAt, enteredBy, seeing }
}

/** A page that stands open alone keeps nobody signed in. */
const asksByItself = (c: Context): boolean => c.req.header('accept') === 'text/event-stream'

/** Why somebody looks as themselves again. */
export type SeenWhy = 'asked' | 'time' | 'permission' | 'account' | 'sign-out' | 'lapsed'

/** Writes down that somebody looks as somebody else no more. */
export async function noteSeen(accounts: Accounts, doer: Pick<UserRow, 'id' | 'name'>, as: string, why: SeenWhy): Promise<void> {
  const seen = await userWithId(accounts.database, as)
  await note(accounts, atPage(doer), 'sessions.see-as-end', seen?.username ?? '', { why })
}

/** Whether somebody has just shown all that the door asks for. */
export const hasJustProved = ({ now }: Accounts, { provedAt }: Pick<Session, 'provedAt'>, within = provedMs): boolean =>
  now() - Date.parse(provedAt) < within

/** Signed in; or the password was right and a second factor is asked for; or it was wrong. */
export type Begun = 'in' | 'half' | 'wrong'

/** Begins a session in place of one that this browser may have; only half of it where a second factor was set up. */
export async function beginSession(accounts: Accounts, c: Context, username: string, password: string): Promise<Begun> {
  const { database } = accounts
  const found = isUsername(username) ? await userOpening(database, username) : undefined
  // The same is asked and the same is hashed, whatever there is: a closed account, a program and a name of nobody are told alike.
  const isRight = await verifyPassword({ hash: found?.hash ?? hashOfNobody, password })
  if (!isRight || !found || found.user.disabled_at !== '') return 'wrong'
  const begun = await whole(database, async (within) => {
    await waitTurn(within)
    // While the password was looked at the account may have been reset or closed, or given a second factor.
    const open = await userOpening(within, username)
    if (!open || open.hash !== found.hash || open.user.disabled_at !== '') return undefined
    const isHalf = await hasFactor(within, found.user.id)
    const coming = isHalf ? halfFor(accounts, found.user, '') : sessionFor(accounts, found.user, '')
    await coming.store(within)
    return { kind: isHalf ? 'half' : 'in', coming } as const
  })
  await begun?.coming.settle(c)
  return begun?.kind ?? 'wrong'
}

/** A session, or half of one, to come: its row is stored where the rest of a sign-in is, and the browser gets its key once that stands. */
export type Coming = { readonly store: (within: Database) => Promise<void>; readonly settle: (c: Context) => Promise<void> }

/** A session of somebody who was let in, `enteredBy` as in its row; `provedAt` is the instant at which they showed that one who they are, empty for now. */
export function sessionFor(accounts: Accounts, { id, username }: Whose, enteredBy: string, provedAt = ''): Coming {
  const key = newKey()
  return {
    store: async (within) => {
      await insertSession(within, rowOf(id, key), enteredBy, accounts.now())
      await markProved(within, hashOf(key), provedAt)
    },
    settle: (c) => settle(accounts, c, username, key),
  }
}

/** Half a session of somebody whose second factor is still to be shown. */
export function halfFor(accounts: Accounts, { id }: Whose, enteredBy: string): Coming {
  const key = newKey()
  const { config, now } = accounts
  const half = { hash: hashOf(key), user_id: id, expires_at: instant(now() + halfMs), entered_by: enteredBy }
  return {
    store: (within) => beginHalf(within, half, now()),
    settle: (c) => Promise.resolve(setCookie(c, halfCookie(accounts, c), key, { ...cookieAttributes(config, c), maxAge: halfMs / 1000 })),
  }
}

type Whose = Pick<UserRow, 'id' | 'username'>

/** A new session of this browser, in place of the one that it may have. */
async function settle(accounts: Accounts, c: Context, username: string, key: string): Promise<void> {
  const { database, now } = accounts
  await endCurrent(accounts, c)
  await sweepSessions(database, instant(now() - idleMs), instant(now() - absoluteMs))
  await markSignedIn(database, username, instant(now()))
  keepSessionKey(accounts, c, key)
  keepDevice(accounts, c, username)
}

/** Somebody who has typed the right password in this browser and opens nothing yet. */
export type Half = { readonly hash: string; readonly user: Pick<UserRow, 'id' | 'username'> }

export async function currentHalf(accounts: Accounts, c: Context): Promise<Half | undefined> {
  const key = getCookie(c, halfCookie(accounts, c))
  const found = key === undefined ? undefined : await findHalf(accounts.database, hashOf(key), accounts.now())
  return found?.disabled_at === '' ? { hash: found.hash, user: { id: found.id, username: found.username } } : undefined
}

/** Makes a session out of a half one; false where it has ended meanwhile. */
export async function completeSession(accounts: Accounts, c: Context, { hash, user: { id, username } }: Half): Promise<boolean> {
  const key = newKey()
  const { database, now } = accounts
  if (!(await completeHalf(database, hash, rowOf(id, key), now()))) return false
  deleteCookie(c, halfCookie(accounts, c), cookieAttributes(accounts.config, c))
  await settle(accounts, c, username, key)
  return true
}

/** The library looks at the end by the machine's clock; ours decides by `isAlive`. */
const rowOf = (user: string, key: string): NewSession => ({ user, token: hashOf(key), expires_at: instant(Date.now() + absoluteMs) })

const halfCookie = ({ config }: Pick<Accounts, 'config'>, c: Context): string => cookieNamed(config, c, 'sipas_half')

/** Signs somebody in who has shown a passkey that stands for both steps. */
export async function beginPasskeySession(accounts: Accounts, c: Context, user: Whose, use: PasskeyUse): ReturnType<typeof beginByPasskey> {
  const session = sessionFor(accounts, user, '')
  const begun = await beginByPasskey(accounts.database, user.id, use, session.store)
  if (begun === 'begun') await session.settle(c)
  return begun
}

/** What this browser alone holds between asking for a passkey and showing it. */
export const passkeyKey = ({ config }: Accounts, c: Context): string | undefined => getCookie(c, cookieNamed(config, c, 'sipas_passkey'))

export function keepPasskeyKey({ config }: Accounts, c: Context): string {
  const key = newKey()
  setCookie(c, cookieNamed(config, c, 'sipas_passkey'), key, { ...cookieAttributes(config, c), maxAge: halfMs / 1000 })
  return key
}

export const dropPasskeyKey = ({ config }: Accounts, c: Context): void =>
  void deleteCookie(c, cookieNamed(config, c, 'sipas_passkey'), cookieAttributes(config, c))

/** Gives this browser another key for its session, as after everything that makes it worth more. */
export async function renewKey(accounts: Accounts, c: Context, { token }: Session): Promise<void> {
  const key = newKey()
  await rekeySession(accounts.database, token, hashOf(key))
  keepSessionKey(accounts, c, key)
}

/** Whether somebody who is signed in knows the password. */
export const knowsPassword = ({ auth }: Accounts, { token }: Session, password: string): Promise<boolean> =>
  isTaken(auth.api.verifyPassword({ body: { password }, headers: bearing(token) }))

/** Ends the session on the server, so that a copy of its cookie is worth nothing; gives which one it was. */
export async function signOut(accounts: Accounts, c: Context): Promise<Session | undefined> {
  const session = await currentSession(accounts, c)
  dropSessionKey(accounts, c)
  if (!session) return undefined
  const { token, user, seeing } = session
  if (seeing) await noteSeen(accounts, user, seeing.user, 'sign-out')
  await notedChange(accounts, atPage(user), 'sessions.end', user.username, async (within) => {
    await endSession(within, token)
    return {}
  })
  return session
}

/** Who did something with their own account. */
export const atPage = ({ id, name }: Pick<UserRow, 'id' | 'name'>): Doer => ({ id, name, door: 'page' })

/** Puts a new password in place of the present one; every other session ends and this browser gets a new key. What it proved stays as it was. */
export async function replacePassword(
  accounts: Accounts,
  c: Context,
  session: Session,
  currentPassword: string,
  newPassword: string,
): Promise<boolean> {
  if (!(await knowsPassword(accounts, session, currentPassword))) return false
  const { id, token, user } = session
  const [key, hash] = [newKey(), await hashPassword(newPassword)]
  const isChanged = await notedChange(accounts, atPage(user), 'sessions.change-password', user.username, async (within) => {
    // Whoever reset or closed the account meanwhile has locked this session out.
    if (!(await isSignedIn(within, id))) return undefined
    await replaceCredential(within, user.id, hash)
    await dropLinkOf(within, user.id)
    await endOtherSessions(within, user.id, token)
    await rekeySession(within, token, hashOf(key))
    await tellOwner({ ...accounts, database: within }, user, 'password-changed')
    return {}
  })
  if (isChanged) keepSessionKey(accounts, c, key)
  return isChanged
}

export type SignedInPlace = { readonly id: string; readonly startedAt: string; readonly seenAt: string; readonly isHere: boolean }

/** Where somebody is signed in now, the latest first. */
export async function placesOf({ database, now }: Accounts, { user, token }: Session): Promise<readonly SignedInPlace[]> {
  const rows = await sessionsOf(database, user.id)
  return rows
    .map((row) => ({ id: row.id, startedAt: row.started_at, seenAt: row.seen_at, isHere: row.token === token }))
    .filter((place) => isAlive(place, now()))
}

export async function signOutElsewhere(accounts: Accounts, { user, token }: Session): Promise<void> {
  await notedChange(accounts, atPage(user), 'sessions.end-elsewhere', user.username, async (within) => {
    const ended = await endOtherSessions(within, user.id, token)
    return ended > 0 ? { ended } : undefined
  })
}

export const signOutAt = (accounts: Accounts, { user }: Session, place: string): Promise<boolean> =>
  notedChange(accounts, atPage(user), 'sessions.end-elsewhere', user.username, async (within) =>
    (await endSessionOf(within, user.id, place)) ? { ended: 1 } : undefined,
  )

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

/** The key of the session that this browser holds. */
const sessionKey = ({ config }: Accounts, c: Context): string | undefined => getCookie(c, cookieNamed(config, c, 'sipas_session'))

/** No script reads it and no other site's form brings it along. */
const keepSessionKey = ({ config }: Accounts, c: Context, key: string): void =>
  setCookie(c, cookieNamed(config, c, 'sipas_session'), key, { ...cookieAttributes(config, c), maxAge: absoluteMs / 1000 })

const dropSessionKey = ({ config }: Accounts, c: Context): void =>
  void deleteCookie(c, cookieNamed(config, c, 'sipas_session'), cookieAttributes(config, c))

/** The device on which this account was signed in before, if this is one. */
export function knownDevice({ config, secret }: Accounts, c: Context, username: string): string | undefined {
  const [device = '', seal = ''] = (getCookie(c, deviceCookie({ config, secret }, c, username)) ?? '').split('.')
  return isSealed(seal, secret, 'device', device, username) ? device : undefined
}

/** Lets this device be known to the account from now on; it says nothing about whose it is. */
function keepDevice(accounts: Accounts, c: Context, username: string): void {
  const device = knownDevice(accounts, c, username) ?? newKey()
  const value = `${device}.${sealOf(accounts.secret, 'device', device, username)}`
  setCookie(c, deviceCookie(accounts, c, username), value, { ...cookieAttributes(accounts.config, c), maxAge: deviceSeconds })
}

const deviceSeconds = 180 * 24 * 3600

type Where = Accounts['config']

/** One for each account, since people share a desk. */
const deviceCookie = ({ config, secret }: Pick<Accounts, 'config' | 'secret'>, c: Context, username: string): string =>
  cookieNamed(config, c, `sipas_device_${sealOf(secret, 'cookie', username).slice(0, 8)}`)

/** Over https no other host of the domain can plant a cookie of that name. */
export const cookieNamed = (config: Where, c: Context, name: string): string => (isSecure(config, c) ? `__Host-${name}` : name)

export const cookieAttributes = (config: Where, c: Context) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(config, c) }) as const
