import type { Database } from './dialect'
import type { SessionRow } from './tables'

/** Notes that a session is in use; one that has ended meanwhile does not come back. */
export async function touchSession({ db }: Database, token: string, now: string): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('token', '=', token).execute()
}

/** Where a user is signed in, the latest first. */
export const sessionsOf = ({ db }: Database, user: string): Promise<readonly SessionRow[]> =>
  db.selectFrom('sessions').select(['id', 'token', 'user_id', 'started_at', 'seen_at']).where('user_id', '=', user).orderBy('started_at', 'desc').orderBy('id').execute()

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
  await db.deleteFrom('sessions').where((where) => where.or([where('seen_at', '<', unusedSince), where('started_at', '<', begunBefore)])).execute()
}
