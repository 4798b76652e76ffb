import type { Database } from './dialect'
import type { UserRow } from './tables'

export async function hasUsers({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The account of that name; names are kept in lower case. */
export const userNamed = ({ db }: Database, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(['id', 'username', 'name']).where('username', '=', username.toLowerCase()).executeTakeFirst()

export const userWithId = ({ db }: Database, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(['id', 'username', 'name']).where('id', '=', id).executeTakeFirst()

/** Every account by name, with the bearer tokens it holds and the places where it is signed in. */
export async function listUsers({ db }: Database): Promise<readonly (UserRow & { readonly tokens: number; readonly sessions: number })[]> {
  const users = await db.selectFrom('users').select(['id', 'username', 'name']).orderBy('username').execute()
  const tokens = await db.selectFrom('access_tokens').select((select) => ['name', select.fn.countAll<number>().as('count')]).groupBy('name').execute()
  const sessions = await db.selectFrom('sessions').select((select) => ['user_id', select.fn.countAll<number>().as('count')]).groupBy('user_id').execute()
  return users.map((user) => ({
    ...user,
    tokens: tokens.find(({ name }) => name === user.username)?.count ?? 0,
    sessions: sessions.find(({ user_id }) => user_id === user.id)?.count ?? 0,
  }))
}
