import type { Database } from './dialect'
import type { UserRow } from './tables'

/** Whom a provider of identities means; both are compared to the letter, as it gives them. */
export type Subject = { readonly issuer: string; readonly subject: string }

export const userOfSubject = ({ db }: Database, { issuer, subject }: Subject): Promise<UserRow | undefined> =>
  db
    .selectFrom('provider_accounts')
    .innerJoin('users', 'users.id', 'provider_accounts.user_id')
    .select(['users.id', 'username', 'name', 'disabled_at'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()

export async function linkSubject({ db }: Database, { issuer, subject }: Subject, user: string, since: string): Promise<void> {
  await db.insertInto('provider_accounts').values({ issuer, subject, user_id: user, since }).execute()
}

/** The instant since which an account has been known to a provider. */
export async function linkedSince({ db }: Database, user: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('provider_accounts')
    .select('since')
    .where('user_id', '=', user)
    .orderBy('since')
    .limit(1)
    .executeTakeFirst()
  return row?.since
}

/** Lets nobody into an account by a provider any more; false where nobody could, and the roles that came that way go too. */
export async function unlinkSubjects({ db }: Database, user: string): Promise<boolean> {
  await db.deleteFrom('group_grants').where('user_id', '=', user).execute()
  return (await db.deleteFrom('provider_accounts').where('user_id', '=', user).returning('user_id').execute()).length > 0
}

/** Uses a way to the provider and back up; false when it was used before. What ran out is forgotten. */
export async function spendErrand({ db }: Database, hash: string, expiresAt: string, now: string): Promise<boolean> {
  await db.deleteFrom('spent_errands').where('expires_at', '<=', now).execute()
  const spent = await db
    .insertInto('spent_errands')
    .values({ hash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash')
    .executeTakeFirst()
  return spent !== undefined
}
