import type { Transaction } from 'kysely'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Database, whole } from './dialect'
import { oftenAsked } from './statements'
import type { AccessTokenRow, AccountLinkRow, HalfSignInRow, SessionRow, Tables, UserRow } from './tables'

/** Whether anybody can sign in, or could but for being disabled; accounts of scripts cannot. */
export async function hasUsers({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('credentials').select('user_id').limit(1).executeTakeFirst()) !== undefined
}

const userColumns = ['id', 'username', 'name', 'disabled_at'] as const

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

/** Notes that a session is in use; one that has ended meanwhile does not come back. */
export async function touchSession({ db }: Database, token: string, now: string): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('token', '=', token).execute()
}

/** The session under the hash of a key, and whose it is; asked with every request of somebody who is signed in. */
export async function sessionUnder(database: Database, token: string) {
  const [row] = await askSession(database, [token])
  return row
}

const askSession = oftenAsked((db, [token = '']) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'started_at', 'seen_at', 'proved_at', 'entered_by', 'seeing_as', 'seeing_since', 'user_id', 'username', 'name'])
    .select('disabled_at')
    .where('token', '=', token),
)

/** Whether a session goes on, under whatever key, and its account is open. */
export async function isSignedIn({ db }: Database, session: string): Promise<boolean> {
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('sessions.id')
    .where('sessions.id', '=', session)
    .where('disabled_at', '=', '')
    .executeTakeFirst()
  return found !== undefined
}

/** Where a user is signed in, the latest first. */
export const sessionsOf = ({ db }: Database, user: string): Promise<readonly SessionRow[]> =>
  db
    .selectFrom('sessions')
    .select(['id', 'token', 'user_id', 'started_at', 'seen_at', 'entered_by'])
    .where('user_id', '=', user)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .execute()

export async function endSession({ db }: Database, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token', '=', token).execute()
}

/** Ends one session of a user, by the id it is listed under; false when it is over or somebody else's. */
export async function endSessionOf({ db }: Database, user: string, id: string): Promise<boolean> {
  const ended = await db.deleteFrom('sessions').where('user_id', '=', user).where('id', '=', id).returning('id').executeTakeFirst()
  return ended !== undefined
}

/** Ends every session of a user and what is on the way to one; that first, so that none comes out of it in between. */
export async function endSessionsOf({ db }: Database, user: string): Promise<void> {
  await db.deleteFrom('half_sign_ins').where('user_id', '=', user).execute()
  await db.deleteFrom('sessions').where('user_id', '=', user).execute()
}

/** As `endSessionsOf`, but for the session under this hash; gives how many those were, with those that were half begun. */
export async function endOtherSessions({ db }: Database, user: string, token: string): Promise<number> {
  const half = await db.deleteFrom('half_sign_ins').where('user_id', '=', user).returning('hash').execute()
  const whole = await db.deleteFrom('sessions').where('user_id', '=', user).where('token', '<>', token).returning('id').execute()
  return half.length + whole.length
}

/** Notes when the owner of the session under this hash last showed who they are. */
export async function markProved({ db }: Database, token: string, at: string): Promise<void> {
  await db.updateTable('sessions').set({ proved_at: at }).where('token', '=', token).execute()
}

/** Lets a session look at the office as another account from now on; false where it does already, or has ended. */
export async function markSeeing({ db }: Database, session: string, as: string, since: string): Promise<boolean> {
  const marked = await db
    .updateTable('sessions')
    .set({ seeing_as: as, seeing_since: since })
    .where('id', '=', session)
    .where('seeing_as', '=', '')
    .returning('id')
    .executeTakeFirst()
  return marked !== undefined
}

/** Ends that; false where somebody else has just ended it. */
export async function markSeen({ db }: Database, session: string): Promise<boolean> {
  const ended = await db
    .updateTable('sessions')
    .set({ seeing_as: '', seeing_since: '' })
    .where('id', '=', session)
    .where('seeing_as', '<>', '')
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
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

/** Puts a session under the hash of another key; one that has ended meanwhile does not come back. */
export async function rekeySession({ db }: Database, token: string, renewed: string): Promise<void> {
  await db.updateTable('sessions').set({ token: renewed }).where('token', '=', token).execute()
}

/** Keeps that the right password was typed in a browser; what ran out goes. */
export async function beginHalf({ db }: Database, half: Omit<HalfSignInRow, 'tries'>, now: number): Promise<void> {
  await db.deleteFrom('half_sign_ins').where('expires_at', '<=', instant(now)).execute()
  await db
    .insertInto('half_sign_ins')
    .values({ ...half, tries: 0 })
    .execute()
}

/** Whose half sign-in this is, and how many codes were tried in it. */
export const findHalf = ({ db }: Database, hash: string, now: number) =>
  db
    .selectFrom('half_sign_ins')
    .innerJoin('users', 'users.id', 'half_sign_ins.user_id')
    .select(['half_sign_ins.hash', 'tries', 'users.id', 'username', 'name', 'disabled_at'])
    .where('hash', '=', hash)
    .where('expires_at', '>', instant(now))
    .executeTakeFirst()

/** Takes one of so many tries before it is known whether the code is right, so that many at once gain nothing; gives which one it is, if any is left. */
export async function takeHalfTry({ db }: Database, hash: string, most: number): Promise<number | undefined> {
  const taken = await db
    .updateTable('half_sign_ins')
    .set((old) => ({ tries: old('tries', '+', 1) }))
    .where('hash', '=', hash)
    .where('tries', '<', most)
    .returning('tries')
    .executeTakeFirst()
  return taken?.tries
}

export async function endHalf({ db }: Database, hash: string): Promise<boolean> {
  return (await db.deleteFrom('half_sign_ins').where('hash', '=', hash).returning('hash').executeTakeFirst()) !== undefined
}

/** `expires_at` is for the account library, which looks at the machine's clock. */
export type NewSession = { readonly user: string; readonly token: string; readonly expires_at: string }

/** Puts a session in place of a half sign-in; false where that has ended, such as by a reset at the same moment. */
export const completeHalf = (database: Database, hash: string, session: NewSession, now: number): Promise<boolean> =>
  whole(database, async (within) => {
    const half = await within.db.deleteFrom('half_sign_ins').where('hash', '=', hash).returning('entered_by').executeTakeFirst()
    if (!half) return false
    await insertSession(within, session, half.entered_by, now)
    return true
  })

/** Stores a session of somebody who has shown who they are; `enteredBy` as in its row. */
export async function insertSession(
  { db }: Database,
  { user, token, expires_at }: NewSession,
  enteredBy: string,
  now: number,
): Promise<void> {
  const at = instant(now)
  const times = { started_at: at, seen_at: at, expires_at, created_at: at, updated_at: at }
  await db
    .insertInto('sessions')
    .values({ id: randomUUID(), token, user_id: user, entered_by: enteredBy, ...times })
    .execute()
}

/** Removes sessions that nobody has used since then, or that began before. */
export async function sweepSessions({ db }: Database, unusedSince: string, begunBefore: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('seen_at', '<', unusedSince), where('started_at', '<', begunBefore)]))
    .execute()
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

/** Where tries are counted, and how long the next one has to wait after so many; all in milliseconds. */
export type Budget = { readonly key: string; readonly waitAfter: (tries: number) => number; readonly forgetAfter: number }

/**
 * Takes one try out of a budget before it is known whether it succeeds, so that many at once gain nothing.
 * Gives how long to wait when none is left.
 */
export async function takeTry({ db, engine }: Database, budget: Budget, now: number): Promise<number> {
  for (;;) {
    try {
      return await db.transaction().execute((trx) => taken(trx, budget, now))
    } catch (error) {
      if (!engine.isRetryable(error)) throw error
    }
  }
}

async function taken(trx: Transaction<Tables>, { key, waitAfter, forgetAfter }: Budget, now: number): Promise<number> {
  await trx.deleteFrom('guesses').where('forgotten_at', '<=', instant(now)).execute()
  const counted = await trx
    .insertInto('guesses')
    .values({ key, tries: 1, refused_until: instant(now), forgotten_at: instant(now + forgetAfter) })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((old) => ({ tries: old('guesses.tries', '+', 1) }))
        .where('guesses.refused_until', '<=', instant(now)),
    )
    .returning('tries')
    .executeTakeFirst()
  if (!counted) {
    const full = await trx.selectFrom('guesses').select('refused_until').where('key', '=', key).executeTakeFirst()
    return Math.max(1, Date.parse(full?.refused_until ?? instant(now)) - now)
  }
  const until = now + waitAfter(counted.tries)
  await trx
    .updateTable('guesses')
    .set({ refused_until: instant(until), forgotten_at: instant(until + forgetAfter) })
    .where('key', '=', key)
    .execute()
  return 0
}

/** Gives a try back that succeeded: its wait too, but not those before it. */
export async function giveTryBack({ db }: Database, key: string, now: number): Promise<void> {
  await db
    .updateTable('guesses')
    .set((old) => ({ tries: old('tries', '-', 1), refused_until: instant(now) }))
    .where('key', '=', key)
    .where('tries', '>', 0)
    .execute()
}

export async function forgetTries({ db }: Database, key: string): Promise<void> {
  await db.deleteFrom('guesses').where('key', '=', key).execute()
}

const instant = (time: number): string => new Date(time).toISOString()

/** The secret of that name, made when it is first asked for; whichever process comes first, all read the same. */
export async function secretNamed({ db }: Database, name: string): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return value
}
