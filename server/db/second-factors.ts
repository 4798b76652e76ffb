import type { Database } from './dialect'
import type { SecondFactorRow } from './tables'

export const factorOf = ({ db }: Database, user: string): Promise<SecondFactorRow | undefined> =>
  db.selectFrom('second_factors').selectAll().where('user_id', '=', user).executeTakeFirst()

/** Stores what was set up, with the hashes of its recovery codes. */
export async function insertFactor(database: Database, row: SecondFactorRow, hashes: readonly string[]): Promise<void> {
  await database.db.insertInto('second_factors').values(row).execute()
  await replaceRecoveryCodes(database, row.user_id, hashes)
}

/** Takes a second factor away with its recovery codes; false where there is none. */
export async function deleteFactor({ db }: Database, user: string): Promise<boolean> {
  await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute()
  return (await db.deleteFrom('second_factors').where('user_id', '=', user).returning('user_id').executeTakeFirst()) !== undefined
}

/** Takes the code of a time step, unless one of this step or a later one was taken before. */
export async function takeStep({ db }: Database, user: string, step: number): Promise<boolean> {
  const taken = await db
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('user_id', '=', user)
    .where('last_step', '<', step)
    .returning('user_id')
    .executeTakeFirst()
  return taken !== undefined
}

export async function replaceRecoveryCodes({ db }: Database, user: string, hashes: readonly string[]): Promise<void> {
  await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute()
  await db
    .insertInto('recovery_codes')
    .values(hashes.map((hash) => ({ user_id: user, hash })))
    .execute()
}

/** Takes a recovery code out of use; false when there is none like it. */
export async function spendRecoveryCode({ db }: Database, user: string, hash: string): Promise<boolean> {
  const spent = await db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .returning('hash')
    .executeTakeFirst()
  return spent !== undefined
}

export async function countRecoveryCodes({ db }: Database, user: string): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_codes')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_id', '=', user)
    .executeTakeFirstOrThrow()
  return count
}
