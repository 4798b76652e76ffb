import type { Database } from './dialect'
import type { RefusalCountRow } from './tables'

/** How often somebody was refused within the last hour in which they were. */
export const refusalsOf = ({ db }: Database, account: string): Promise<RefusalCountRow | undefined> =>
  db.selectFrom('refusal_counts').selectAll().where('account', '=', account).executeTakeFirst()

/** Puts a count in place of the one before. */
export async function saveRefusals({ db }: Database, { account, ...count }: RefusalCountRow): Promise<void> {
  await db
    .insertInto('refusal_counts')
    .values({ account, ...count })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(count))
    .execute()
}

/** Counts one more of an hour in which so many are told; false where they are not yet. */
export async function countRefusal({ db }: Database, account: string, hour: string, told: number): Promise<boolean> {
  const counted = await db
    .updateTable('refusal_counts')
    .set((old) => ({ more: old('more', '+', 1) }))
    .where('account', '=', account)
    .where('hour', '=', hour)
    .where('told', '>=', told)
    .returning('account')
    .executeTakeFirst()
  return counted !== undefined
}

/** What was only counted in hours that are over. */
export const untoldRefusals = ({ db }: Database, hour: string): Promise<readonly RefusalCountRow[]> =>
  db.selectFrom('refusal_counts').selectAll().where('more', '>', 0).where('hour', '<', hour).orderBy('account').execute()
