import { createHash, randomBytes } from 'node:crypto'
import { userWithId } from './accounts'
import type { Database } from './dialect'
import type { AccessTokenRow, UserRow } from './tables'

export type NewToken = Pick<AccessTokenRow, 'user_id' | 'label' | 'scope' | 'created_on' | 'expires_on'>

/** Makes an access token of an account; only its hash is stored, so it can be shown only now. */
export async function createToken({ db }: Database, wanted: NewToken): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomBytes(4).toString('hex'), `sipas_${randomBytes(24).toString('base64url')}`]
  await db
    .insertInto('access_tokens')
    .values({ id, hash: hashOf(token), ...wanted, used_on: '' })
    .execute()
  return { id, token }
}

export type TokenHolder = { readonly user: UserRow; readonly scope: readonly string[] }

/** Whose token this is on that day, and for what; undefined when it is nobody's, expired, or of a disabled account. Its use is noted by the day. */
export async function tokenHolder(database: Database, token: string, today: string): Promise<TokenHolder | undefined> {
  const { db } = database
  const row = await db.selectFrom('access_tokens').selectAll().where('hash', '=', hashOf(token)).executeTakeFirst()
  if (!row || row.expires_on < today) return undefined
  const user = await userWithId(database, row.user_id)
  if (!user || user.disabled_at !== '') return undefined
  if (row.used_on !== today) await db.updateTable('access_tokens').set({ used_on: today }).where('id', '=', row.id).execute()
  return { user, scope: row.scope.split(',') }
}

export type ListedToken = Omit<AccessTokenRow, 'hash'> & { readonly username: string }

/** Every access token by its owner and day, without anything that opens a door. */
export const listTokens = ({ db }: Database): Promise<readonly ListedToken[]> =>
  db
    .selectFrom('access_tokens')
    .innerJoin('users', 'users.id', 'access_tokens.user_id')
    .select(['access_tokens.id', 'user_id', 'label', 'scope', 'created_on', 'expires_on', 'used_on', 'username'])
    .orderBy('username')
    .orderBy('created_on')
    .orderBy('access_tokens.id')
    .execute()

/** Takes one token back and gives whose it was. */
export async function revokeToken({ db }: Database, id: string): Promise<string | undefined> {
  const gone = await db.deleteFrom('access_tokens').where('id', '=', id).returning('user_id').executeTakeFirst()
  return gone?.user_id
}

/** Takes every token of an account back and gives how many those were. */
export async function revokeTokens({ db }: Database, user: string): Promise<number> {
  return (await db.deleteFrom('access_tokens').where('user_id', '=', user).returning('id').execute()).length
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
