import type { Somebody } from '../../surveys/people/standing'
import type { LocalText } from '../../surveys/instrument/schema'
import { addressIn, userColumns } from './accounts'
import type { Database } from './dialect'
import { allGrants, grantsOf, type HeldGrant } from './grants'
import type { Tables, UserRow } from './tables'

export type ListedPerson = Omit<Somebody, 'grants'> & { readonly id: string; readonly grants: readonly HeldGrant[] }

const personColumns = ['id', 'username', 'name', 'email', 'disabled_at', 'signed_in_at'] as const

/** Everybody who has an account, with what a search looks at and no more: a few queries, however many there are. */
export async function allPeople(database: Database): Promise<readonly ListedPerson[]> {
  const { db } = database
  const users = await db.selectFrom('users').select(personColumns).orderBy('username').execute()
  const signing = new Set(
    (await db.selectFrom('credentials').select('user_id').union(db.selectFrom('provider_accounts').select('user_id')).execute()).map(
      ({ user_id }) => user_id,
    ),
  )
  const grants = await allGrants(database)
  return users.map((user) => personIn(user, signing.has(user.id), grants.get(user.id) ?? []))
}

/** The same of one. */
export async function personNamed(database: Database, username: string): Promise<ListedPerson | undefined> {
  const { db } = database
  const user = await db.selectFrom('users').select(personColumns).where('username', '=', username).executeTakeFirst()
  if (!user) return undefined
  const byPassword = await db.selectFrom('credentials').select('user_id').where('user_id', '=', user.id).limit(1).executeTakeFirst()
  const byProvider = await db.selectFrom('provider_accounts').select('user_id').where('user_id', '=', user.id).executeTakeFirst()
  return personIn(user, (byPassword ?? byProvider) !== undefined, await grantsOf(database, user.id))
}

const personIn = (
  { id, username, name, email, disabled_at, signed_in_at }: Pick<Tables['users'], (typeof personColumns)[number]>,
  signsIn: boolean,
  grants: ListedPerson['grants'],
): ListedPerson => ({
  id,
  username,
  name,
  address: addressIn(email),
  signsIn,
  disabledAt: disabled_at,
  signedInAt: signed_in_at,
  grants,
})

/** The agencies over which somebody holds a role or held one. */
export async function agenciesWithRoles({ db }: Database): Promise<readonly { readonly code: string; readonly name: LocalText }[]> {
  const rows = await db
    .selectFrom('agencies')
    .select(['code', 'name'])
    .where('code', 'in', (make) => make.selectFrom('grants').select('agency'))
    .orderBy('code')
    .execute()
  return rows.map(({ code, name }) => ({ code, name: JSON.parse(name) }))
}

/** What some of them hold besides: when each set up a second factor, and the last days of their access tokens. */
export async function holdingsOf(
  { db }: Database,
  ids: readonly string[],
): Promise<{ readonly factorSince: ReadonlyMap<string, string>; readonly tokenEnds: ReadonlyMap<string, readonly string[]> }> {
  if (ids.length === 0) return { factorSince: new Map(), tokenEnds: new Map() }
  const apps = await db.selectFrom('second_factors').select(['user_id', 'since']).where('user_id', 'in', ids).execute()
  const keys = await db.selectFrom('passkeys').select(['user_id', 'since']).where('user_id', 'in', ids).execute()
  // The first of each comes last.
  const factors = [...apps, ...keys].sort((one, other) => (one.since < other.since ? 1 : -1))
  const tokens = await db
    .selectFrom('access_tokens')
    .select(['user_id', 'expires_on'])
    .where('user_id', 'in', ids)
    .orderBy('expires_on')
    .execute()
  const tokenEnds = new Map<string, string[]>()
  for (const { user_id, expires_on } of tokens) tokenEnds.set(user_id, [...(tokenEnds.get(user_id) ?? []), expires_on])
  return { factorSince: new Map(factors.map(({ user_id, since }) => [user_id, since])), tokenEnds }
}

export type ListedUser = UserRow & {
  readonly signsIn: boolean
  readonly tokens: number
  readonly sessions: number
  /** The instant at which a second factor was set up; undefined without one. */
  readonly factorSince: string | undefined
  /** The instant since which a provider of identities lets its owner in. */
  readonly linkedSince: string | undefined
}

/** Every account by name, with the access tokens it holds, the places where it is signed in and its second factor. */
export async function listUsers({ db }: Database): Promise<readonly ListedUser[]> {
  const users = await db.selectFrom('users').select(userColumns).orderBy('username').execute()
  const counted = async (table: 'access_tokens' | 'sessions' | 'credentials'): Promise<ReadonlyMap<string, number>> => {
    const rows = await db
      .selectFrom(table)
      .select((select) => ['user_id', select.fn.countAll<number>().as('count')])
      .groupBy('user_id')
      .execute()
    return new Map(rows.map(({ user_id, count }) => [user_id, count]))
  }
  const [tokens, sessions, credentials] = [await counted('access_tokens'), await counted('sessions'), await counted('credentials')]
  const apps = await db.selectFrom('second_factors').select(['user_id', 'since']).execute()
  const keys = await db.selectFrom('passkeys').select(['user_id', 'since']).execute()
  const latest = [...apps, ...keys].sort((one, other) => (one.since < other.since ? 1 : -1))
  // The first of them comes last.
  const factorSince = new Map(latest.map(({ user_id, since }) => [user_id, since]))
  const linked = new Map(
    (await db.selectFrom('provider_accounts').select(['user_id', 'since']).execute()).map(({ user_id, since }) => [user_id, since]),
  )
  return users.map((user) => ({
    ...user,
    factorSince: factorSince.get(user.id),
    linkedSince: linked.get(user.id),
    signsIn: credentials.has(user.id) || linked.has(user.id),
    tokens: tokens.get(user.id) ?? 0,
    sessions: sessions.get(user.id) ?? 0,
  }))
}
