import type { Transaction } from 'kysely'
import { createHash, randomBytes } from 'node:crypto'
import type { Database } from './dialect'
import type { AccountLinkRow, SessionRow, Tables, UserRow } from './tables'

export async function hasUsers({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The account of that name; names are kept in lower case. */
export const userNamed = ({ db }: Database, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(['id', 'username', 'name']).where('username', '=', username.toLowerCase()).executeTakeFirst()

export const userWithId = ({ db }: Database, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(['id', 'username', 'name']).where('id', '=', id).executeTakeFirst()

/** Every account by name, with the bearer tokens it holds and the places where it is signed in. */
export async function listUsers({ db }: Database): Promise<readonly (UserRow & { readonly tokens: number; readonly sessions: number })[]> {
  const users = await db.selectFrom('users').select(['id', 'username', 'name']).orderBy('username').execute()
  const tokens = await db
    .selectFrom('access_tokens')
    .select((select) => ['name', select.fn.countAll<number>().as('count')])
    .groupBy('name')
    .execute()
  const sessions = await db
    .selectFrom('sessions')
    .select((select) => ['user_id', select.fn.countAll<number>().as('count')])
    .groupBy('user_id')
    .execute()
  return users.map((user) => ({
    ...user,
    tokens: tokens.find(({ name }) => name === user.username)?.count ?? 0,
    sessions: sessions.find(({ user_id }) => user_id === user.id)?.count ?? 0,
  }))
}

/** Notes that a session is in use; one that has ended meanwhile does not come back. */
export async function touchSession({ db }: Database, token: string, now: string): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('token', '=', token).execute()
}

/** Where a user is signed in, the latest first. */
export const sessionsOf = ({ db }: Database, user: string): Promise<readonly SessionRow[]> =>
  db
    .selectFrom('sessions')
    .select(['id', 'token', 'user_id', 'started_at', 'seen_at'])
    .where('user_id', '=', user)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .execute()

export async function endSession({ db }: Database, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token', '=', token).execute()
}

export async function endSessionsOf({ db }: Database, user: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', user).execute()
}

export async function endOtherSessions({ db }: Database, user: string, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', user).where('token', '<>', token).execute()
}

/** Removes sessions that nobody has used since then, or that began before. */
export async function sweepSessions({ db }: Database, unusedSince: string, begunBefore: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('seen_at', '<', unusedSince), where('started_at', '<', begunBefore)]))
    .execute()
}

/** Keeps the one link of a user, in place of the one before. */
export async function saveLink({ db }: Database, row: AccountLinkRow): Promise<void> {
  const { hash, expires_at } = row
  await db
    .insertInto('account_links')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ hash, expires_at }))
    .execute()
}

export const findLink = ({ db }: Database, hash: string): Promise<AccountLinkRow | undefined> =>
  db.selectFrom('account_links').selectAll().where('hash', '=', hash).executeTakeFirst()

/** Takes a link out of use; false when somebody else has just used it. */
export async function spendLink({ db }: Database, hash: string): Promise<boolean> {
  return (await db.deleteFrom('account_links').where('hash', '=', hash).returning('hash').executeTakeFirst()) !== undefined
}

/** Makes a token for a person or a script; only its hash is stored, so it can be shown only now. */
export async function createToken({ db }: Database, name: string, today: string): Promise<string> {
  const token = `sipas_${randomBytes(24).toString('base64url')}`
  await db
    .insertInto('access_tokens')
    .values({ hash: hashOf(token), name, created_on: today })
    .execute()
  return token
}

/** Whose token this is; undefined when nobody's. */
export async function tokenHolder({ db }: Database, token: string): Promise<string | undefined> {
  const row = await db.selectFrom('access_tokens').select('name').where('hash', '=', hashOf(token)).executeTakeFirst()
  return row?.name
}

/** Takes every token of a name back. */
export async function revokeTokens({ db }: Database, name: string): Promise<void> {
  await db.deleteFrom('access_tokens').where('name', '=', name).execute()
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Where tries are counted, and how long the next one has to wait after so many; all in milliseconds. */
export type Budget = { readonly key: string; readonly waitAfter: (tries: number) => number; readonly forgetAfter: number }

/**
 * Takes one try out of a budget before it is known whether it succeeds, so that many at once gain nothing.
 * Gives how long to wait when none is left.
 */
export async function takeTry({ db, engine }: Database, budget: Budget, now: number): Promise<number> {
  for (;;) {
    try {
      return await db.transaction().execute((trx) => taken(trx, budget, now))
    } catch (error) {
      if (!engine.isRetryable(error)) throw error
    }
  }
}

async function taken(trx: Transaction<Tables>, { key, waitAfter, forgetAfter }: Budget, now: number): Promise<number> {
  await trx.deleteFrom('guesses').where('forgotten_at', '<=', instant(now)).execute()
  const counted = await trx
    .insertInto('guesses')
    .values({ key, tries: 1, refused_until: instant(now), forgotten_at: instant(now + forgetAfter) })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((old) => ({ tries: old('guesses.tries', '+', 1) }))
        .where('guesses.refused_until', '<=', instant(now)),
    )
    .returning('tries')
    .executeTakeFirst()
  if (!counted) {
    const full = await trx.selectFrom('guesses').select('refused_until').where('key', '=', key).executeTakeFirst()
    return Math.max(1, Date.parse(full?.refused_until ?? instant(now)) - now)
  }
  const until = now + waitAfter(counted.tries)
  await trx
    .updateTable('guesses')
    .set({ refused_until: instant(until), forgotten_at: instant(until + forgetAfter) })
    .where('key', '=', key)
    .execute()
  return 0
}

/** Gives a try back that succeeded: its wait too, but not those before it. */
export async function giveTryBack({ db }: Database, key: string, now: number): Promise<void> {
  await db
    .updateTable('guesses')
    .set((old) => ({ tries: old('tries', '-', 1), refused_until: instant(now) }))
    .where('key', '=', key)
    .where('tries', '>', 0)
    .execute()
}

export async function forgetTries({ db }: Database, key: string): Promise<void> {
  await db.deleteFrom('guesses').where('key', '=', key).execute()
}

const instant = (time: number): string => new Date(time).toISOString()

/** The secret of that name, made when it is first asked for; whichever process comes first, all read the same. */
export async function secretNamed({ db }: Database, name: string): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return value
}
