import { type Database, whole } from './dialect'
import type { PasskeyChallengeRow, PasskeyRow } from './tables'

/** The passkeys of an account, the oldest first. */
export const passkeysOf = ({ db }: Database, user: string): Promise<readonly PasskeyRow[]> =>
  db.selectFrom('passkeys').selectAll().where('user_id', '=', user).orderBy('since').orderBy('id').execute()

/** A passkey with whose it is. */
export const findPasskey = ({ db }: Database, id: string) =>
  db
    .selectFrom('passkeys')
    .innerJoin('users', 'users.id', 'passkeys.user_id')
    .selectAll('passkeys')
    .select(['users.username', 'users.disabled_at'])
    .where('passkeys.id', '=', id)
    .executeTakeFirst()

export async function insertPasskey({ db }: Database, row: PasskeyRow): Promise<void> {
  await db.insertInto('passkeys').values(row).execute()
}

/** Takes a passkey of an account away; false where there is none. */
export async function deletePasskey({ db }: Database, user: string, id: string): Promise<boolean> {
  const gone = await db.deleteFrom('passkeys').where('user_id', '=', user).where('id', '=', id).returning('id').executeTakeFirst()
  return gone !== undefined
}

/** A passkey that has signed, and how often it says it has; 0 where it does not count. */
export type PasskeyUse = { readonly id: string; readonly counter: number; readonly day: string }

/** Takes the use of a passkey, unless its counter stands where it did or further back: then there are two of it. */
export async function takePasskeyUse({ db }: Database, { id, counter, day }: PasskeyUse): Promise<boolean> {
  const taken = await db
    .updateTable('passkeys')
    .set({ counter, used_on: day })
    .where('id', '=', id)
    .where('counter', counter === 0 ? '=' : '<', counter)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** Stores a session that begins by a passkey alone; `closed` where the account was disabled or reset at the same moment. */
export const beginByPasskey = (
  database: Database,
  user: string,
  use: PasskeyUse,
  store: (within: Database) => Promise<void>,
): Promise<'begun' | 'counted back' | 'closed'> =>
  whole(database, async (within) => {
    // Held until the end, as by who disables the account or takes its passkeys, so that none of them misses this session.
    const open = await within.db
      .updateTable('users')
      .set({ disabled_at: '' })
      .where('id', '=', user)
      .where('disabled_at', '=', '')
      .returning('id')
      .executeTakeFirst()
    if (!open || !(await findPasskey(within, use.id))) return 'closed'
    if (!(await takePasskeyUse(within, use))) return 'counted back'
    await store(within)
    return 'begun'
  })

/** Keeps what one browser is to have signed, in place of what it was given before; what ran out goes. */
export async function saveChallenge({ db }: Database, row: PasskeyChallengeRow, now: number): Promise<void> {
  await db.deleteFrom('passkey_challenges').where('expires_at', '<=', instant(now)).execute()
  const { challenge, expires_at } = row
  await db
    .insertInto('passkey_challenges')
    .values(row)
    .onConflict((conflict) => conflict.column('browser').doUpdateSet({ challenge, expires_at }))
    .execute()
}

/** Takes what a browser was to have signed: it is gone then, whatever comes of it. */
export async function takeChallenge({ db }: Database, browser: string, now: number): Promise<string | undefined> {
  const taken = await db.deleteFrom('passkey_challenges').where('browser', '=', browser).returningAll().executeTakeFirst()
  return taken && taken.expires_at > instant(now) ? taken.challenge : undefined
}

const instant = (time: number): string => new Date(time).toISOString()
