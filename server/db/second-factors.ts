import type { Database } from './dialect'
import { passkeysOf } from './passkeys'
import type { SecondFactorRow } from './tables'

/** The app of an account that shows codes. */
export const factorOf = ({ db }: Database, user: string): Promise<SecondFactorRow | undefined> =>
  db.selectFrom('second_factors').selectAll().where('user_id', '=', user).executeTakeFirst()

/** Whether an account has something to show besides the password: an app or a passkey. */
export const hasFactor = async (database: Database, user: string): Promise<boolean> =>
  (await factorOf(database, user)) !== undefined || (await passkeysOf(database, user)).length > 0

/** Stores what was set up, with the hashes of its recovery codes. */
export async function insertFactor(database: Database, row: SecondFactorRow, hashes: readonly string[]): Promise<void> {
  await database.db.insertInto('second_factors').values(row).execute()
  await replaceRecoveryCodes(database, row.user_id, hashes)
}

/** Takes everything away that an account shows besides the password: app, passkeys, recovery codes. False where there is none. */
export async function deleteFactor(database: Database, user: string): Promise<boolean> {
  const keys = await database.db.deleteFrom('passkeys').where('user_id', '=', user).returning('id').execute()
  const hadApp = await deleteApp(database, user)
  return hadApp || keys.length > 0
}

/** Takes the app away that shows codes; false where there is none. */
export async function deleteApp(database: Database, user: string): Promise<boolean> {
  const gone = await database.db.deleteFrom('second_factors').where('user_id', '=', user).returning('user_id').executeTakeFirst()
  await dropCodesWithoutFactor(database, user)
  return gone !== undefined
}

/** Recovery codes stand for a second factor: without one they would open the account by themselves. */
export async function dropCodesWithoutFactor(database: Database, user: string): Promise<void> {
  if (!(await hasFactor(database, user))) await database.db.deleteFrom('recovery_codes').where('user_id', '=', user).execute()
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
