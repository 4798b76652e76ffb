import type { Database } from './dialect'
import type { AccountLinkRow } from './tables'

/** Keeps the one link of a user, in place of the one before. */
export async function saveLink({ db }: Database, row: AccountLinkRow): Promise<void> {
  const { hash, expires_at } = row
  await db.insertInto('account_links').values(row).onConflict((conflict) => conflict.column('user_id').doUpdateSet({ hash, expires_at })).execute()
}

export const findLink = ({ db }: Database, hash: string): Promise<AccountLinkRow | undefined> =>
  db.selectFrom('account_links').selectAll().where('hash', '=', hash).executeTakeFirst()

/** Takes a link out of use; false when somebody else has just used it. */
export async function spendLink({ db }: Database, hash: string): Promise<boolean> {
  return (await db.deleteFrom('account_links').where('hash', '=', hash).returning('hash').executeTakeFirst()) !== undefined
}
