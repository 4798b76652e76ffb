import { randomUUID } from 'node:crypto'
import { type Database, whole } from './dialect'
import { oftenAsked } from './statements'
import type { HalfSignInRow, SessionRow } from './tables'

/** Notes that a session is in use; one that has ended meanwhile does not come back. */
export async function touchSession({ db }: Database, token: string, now: string): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('token', '=', token).execute()
}

/** The session under the hash of a key, and whose it is; asked with every request of somebody who is signed in. */
export async function sessionUnder(database: Database, token: string) {
  const [row] = await askSession(database, [token])
  return row
}

const askSession = oftenAsked((db, [token = '']) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'started_at', 'seen_at', 'proved_at', 'entered_by', 'seeing_as', 'seeing_since', 'user_id', 'username', 'name'])
    .select('disabled_at')
    .where('token', '=', token),
)

/** Whether a session goes on, under whatever key, and its account is open. */
export async function isSignedIn({ db }: Database, session: string): Promise<boolean> {
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('sessions.id')
    .where('sessions.id', '=', session)
    .where('disabled_at', '=', '')
    .executeTakeFirst()
  return found !== undefined
}

/** Where a user is signed in, the latest first. */
export const sessionsOf = ({ db }: Database, user: string): Promise<readonly SessionRow[]> =>
  db
    .selectFrom('sessions')
    .select(['id', 'token', 'user_id', 'started_at', 'seen_at', 'entered_by'])
    .where('user_id', '=', user)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .execute()

export async function endSession({ db }: Database, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token', '=', token).execute()
}

/** Ends one session of a user, by the id it is listed under; false when it is over or somebody else's. */
export async function endSessionOf({ db }: Database, user: string, id: string): Promise<boolean> {
  const ended = await db.deleteFrom('sessions').where('user_id', '=', user).where('id', '=', id).returning('id').executeTakeFirst()
  return ended !== undefined
}

/** Ends every session of a user and what is on the way to one; that first, so that none comes out of it in between. */
export async function endSessionsOf({ db }: Database, user: string): Promise<void> {
  await db.deleteFrom('half_sign_ins').where('user_id', '=', user).execute()
  await db.deleteFrom('sessions').where('user_id', '=', user).execute()
}

/** As `endSessionsOf`, but for the session under this hash; gives how many those were, with those that were half begun. */
export async function endOtherSessions({ db }: Database, user: string, token: string): Promise<number> {
  const half = await db.deleteFrom('half_sign_ins').where('user_id', '=', user).returning('hash').execute()
  const whole = await db.deleteFrom('sessions').where('user_id', '=', user).where('token', '<>', token).returning('id').execute()
  return half.length + whole.length
}

/** Notes when the owner of the session under this hash last showed who they are. */
export async function markProved({ db }: Database, token: string, at: string): Promise<void> {
  await db.updateTable('sessions').set({ proved_at: at }).where('token', '=', token).execute()
}

/** Lets a session look at the office as another account from now on; false where it does already, or has ended. */
export async function markSeeing({ db }: Database, session: string, as: string, since: string): Promise<boolean> {
  const marked = await db
    .updateTable('sessions')
    .set({ seeing_as: as, seeing_since: since })
    .where('id', '=', session)
    .where('seeing_as', '=', '')
    .returning('id')
    .executeTakeFirst()
  return marked !== undefined
}

/** Ends that; false where somebody else has just ended it. */
export async function markSeen({ db }: Database, session: string): Promise<boolean> {
  const ended = await db
    .updateTable('sessions')
    .set({ seeing_as: '', seeing_since: '' })
    .where('id', '=', session)
    .where('seeing_as', '<>', '')
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Puts a session under the hash of another key; one that has ended meanwhile does not come back. */
export async function rekeySession({ db }: Database, token: string, renewed: string): Promise<void> {
  await db.updateTable('sessions').set({ token: renewed }).where('token', '=', token).execute()
}

/** Keeps that the right password was typed in a browser; what ran out goes. */
export async function beginHalf({ db }: Database, half: Omit<HalfSignInRow, 'tries'>, now: number): Promise<void> {
  await db.deleteFrom('half_sign_ins').where('expires_at', '<=', instant(now)).execute()
  await db
    .insertInto('half_sign_ins')
    .values({ ...half, tries: 0 })
    .execute()
}

/** Whose half sign-in this is, and how many codes were tried in it. */
export const findHalf = ({ db }: Database, hash: string, now: number) =>
  db
    .selectFrom('half_sign_ins')
    .innerJoin('users', 'users.id', 'half_sign_ins.user_id')
    .select(['half_sign_ins.hash', 'tries', 'users.id', 'username', 'name', 'disabled_at'])
    .where('hash', '=', hash)
    .where('expires_at', '>', instant(now))
    .executeTakeFirst()

/** Takes one of so many tries before it is known whether the code is right, so that many at once gain nothing; gives which one it is, if any is left. */
export async function takeHalfTry({ db }: Database, hash: string, most: number): Promise<number | undefined> {
  const taken = await db
    .updateTable('half_sign_ins')
    .set((old) => ({ tries: old('tries', '+', 1) }))
    .where('hash', '=', hash)
    .where('tries', '<', most)
    .returning('tries')
    .executeTakeFirst()
  return taken?.tries
}

export async function endHalf({ db }: Database, hash: string): Promise<boolean> {
  return (await db.deleteFrom('half_sign_ins').where('hash', '=', hash).returning('hash').executeTakeFirst()) !== undefined
}

/** `expires_at` is for the account library, which looks at the machine's clock. */
export type NewSession = { readonly user: string; readonly token: string; readonly expires_at: string }

/** Puts a session in place of a half sign-in; false where that has ended, such as by a reset at the same moment. */
export const completeHalf = (database: Database, hash: string, session: NewSession, now: number): Promise<boolean> =>
  whole(database, async (within) => {
    const half = await within.db.deleteFrom('half_sign_ins').where('hash', '=', hash).returning('entered_by').executeTakeFirst()
    if (!half) return false
    await insertSession(within, session, half.entered_by, now)
    return true
  })

/** Stores a session of somebody who has shown who they are; `enteredBy` as in its row. */
export async function insertSession(
  { db }: Database,
  { user, token, expires_at }: NewSession,
  enteredBy: string,
  now: number,
): Promise<void> {
  const at = instant(now)
  const times = { started_at: at, seen_at: at, expires_at, created_at: at, updated_at: at }
  await db
    .insertInto('sessions')
    .values({ id: randomUUID(), token, user_id: user, entered_by: enteredBy, ...times })
    .execute()
}

/** Removes sessions that nobody has used since then, or that began before. */
export async function sweepSessions({ db }: Database, unusedSince: string, begunBefore: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('seen_at', '<', unusedSince), where('started_at', '<', begunBefore)]))
    .execute()
}

const instant = (time: number): string => new Date(time).toISOString()
