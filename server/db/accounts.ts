import type { Database } from './dialect'
import { oftenAsked } from './statements'
import type { AccountLinkRow, UserRow } from './tables'

/** Whether anybody can sign in, or could but for being disabled; accounts of scripts cannot. */
export async function hasUsers({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('credentials').select('user_id').limit(1).executeTakeFirst()) !== undefined
}

export const userColumns = ['id', 'username', 'name', 'disabled_at'] as const

/** The account of that name; names are kept in lower case. */
export const userNamed = ({ db }: Database, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(userColumns).where('username', '=', username.toLowerCase()).executeTakeFirst()

export const userWithId = ({ db }: Database, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(userColumns).where('id', '=', id).executeTakeFirst()

/** The account of that name and the hash of its password, undefined where none can be typed: one query, whatever there is. */
export async function userOpening(
  database: Database,
  username: string,
): Promise<{ readonly user: UserRow; readonly hash: string | undefined } | undefined> {
  const [row] = await askOpening(database, [username.toLowerCase()])
  return (
    row && { user: { id: row.id, username: row.username, name: row.name, disabled_at: row.disabled_at }, hash: row.password || undefined }
  )
}

const askOpening = oftenAsked((db, [username = '']) =>
  db
    .selectFrom('users')
    .leftJoin('credentials', 'credentials.user_id', 'users.id')
    .select(['users.id', 'username', 'name', 'disabled_at', 'password'])
    .where('username', '=', username),
)

/** Stores an account; without the hash of a password nobody types one for it: a script's, or one that a provider lets in. `unchosen`: its owner is to choose one. */
export async function insertUser(
  { db }: Database,
  { id, username, name }: Omit<UserRow, 'disabled_at'>,
  hash: string | undefined,
  now: number,
): Promise<void> {
  const made = { created_at: instant(now), updated_at: instant(now) }
  await db
    .insertInto('users')
    .values({ id, username, name, email: noAddress(id), email_verified: 0, disabled_at: '', signed_in_at: '', ...made })
    .execute()
  if (hash !== undefined) await insertCredential({ db }, id, hash, now)
}

/** Stands in place of the hash of a password that somebody is to choose by a link. */
export const unchosen = ''

/** Lets no password open an account any more. */
export async function deleteCredential({ db }: Database, user: string): Promise<void> {
  await db.deleteFrom('credentials').where('user_id', '=', user).execute()
}

/** Lets an account that had none be opened by a password. */
export async function insertCredential({ db }: Pick<Database, 'db'>, id: string, hash: string, now: number): Promise<void> {
  await db
    .insertInto('credentials')
    .values({
      id: `password-${id}`,
      account_id: id,
      provider_id: 'credential',
      user_id: id,
      password: hash,
      created_at: instant(now),
      updated_at: instant(now),
    })
    .execute()
}

/** The library wants an address; one under ".invalid" reaches nobody. */
const noAddress = (id: string): string => `${id}${nowhere}`
const nowhere = '@accounts.invalid'

/** An address as the library's column holds it; empty where it stands for none. */
export const addressIn = (email: string): string => (email.endsWith(nowhere) ? '' : email)

/** The e-mail address of an account; empty where it has none. */
export async function mailAddressOf({ db }: Database, id: string): Promise<string> {
  const row = await db.selectFrom('users').select('email').where('id', '=', id).executeTakeFirst()
  return row ? addressIn(row.email) : ''
}

/** Gives an account another address, or none. */
export async function saveAddress({ db }: Database, id: string, address: string): Promise<void> {
  await db
    .updateTable('users')
    .set({ email: address || noAddress(id) })
    .where('id', '=', id)
    .execute()
}

/** Whose address this is. */
export async function holderOfAddress({ db }: Database, address: string): Promise<string | undefined> {
  return (await db.selectFrom('users').select('id').where('email', '=', address).executeTakeFirst())?.id
}

/** Keeps when somebody was last signed in. */
export async function markSignedIn({ db }: Database, username: string, at: string): Promise<void> {
  await db.updateTable('users').set({ signed_in_at: at }).where('username', '=', username).execute()
}

/** Puts the hash of another password in place; false where the account has none. */
export async function replaceCredential({ db }: Database, user: string, hash: string): Promise<boolean> {
  const changed = await db
    .updateTable('credentials')
    .set({ password: hash })
    .where('user_id', '=', user)
    .where('provider_id', '=', 'credential')
    .returning('id')
    .execute()
  return changed.length > 0
}

export async function markDisabled({ db }: Database, user: string, at: string): Promise<void> {
  await db.updateTable('users').set({ disabled_at: at }).where('id', '=', user).execute()
}

/** Whether anybody can sign in with an account; nobody can with that of a script. */
export async function signsIn({ db }: Database, user: string): Promise<boolean> {
  for (const table of ['credentials', 'provider_accounts'] as const)
    if (await db.selectFrom(table).select('user_id').where('user_id', '=', user).executeTakeFirst()) return true
  return false
}

/** Whether an account has a password that can be typed. */
export async function hasPassword({ db }: Database, user: string): Promise<boolean> {
  const found = await db
    .selectFrom('credentials')
    .select('id')
    .where('user_id', '=', user)
    .where('provider_id', '=', 'credential')
    .where('password', '<>', unchosen)
    .executeTakeFirst()
  return found !== undefined
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

/** Takes a user's link out of use, if there is one. */
export async function dropLinkOf({ db }: Database, user: string): Promise<void> {
  await db.deleteFrom('account_links').where('user_id', '=', user).execute()
}

const instant = (time: number): string => new Date(time).toISOString()
