import { sql } from 'kysely'
import type { GroupRole } from '../../surveys/people/groups'
import { type Grant, isRole, type RoleName } from '../../surveys/people/roles'
import { unchosen } from './accounts'
import type { Database } from './dialect'
import type { GrantRow } from './tables'

/** A role as somebody holds it: given to them, or had from a group at the provider of identities, which last said so some days before it ends. */
export type HeldGrant = Grant & { readonly group?: string }

/** What was given by somebody, which alone is taken away by somebody. */
export const isByHand = ({ group }: HeldGrant): boolean => group === undefined

/** Those over agencies, by groups, and at touchpoints, in one query: they are asked for with every request. */
const held = ({ db }: Pick<Database, 'db'>) =>
  db
    .selectFrom('grants')
    .select(['user_id', 'role', 'agency', nowhere.as('touchpoint'), 'ends_on', nowhere.as('group_name')])
    .unionAll(db.selectFrom('group_grants').select(['user_id', 'role', 'agency', nowhere.as('touchpoint'), 'ends_on', 'group_name']))
    .unionAll(
      db
        .selectFrom('touchpoint_grants')
        .select(['user_id', 'role', nowhere.as('agency'), 'touchpoint', 'ends_on', nowhere.as('group_name')]),
    )

/** Stands for what a row of a union has none of. */
export const nowhere = sql<string>`''`

/** The roles of somebody, those that have ended too, in the order of their names. */
export async function grantsOf(database: Database, user: string): Promise<readonly HeldGrant[]> {
  const rows = await database.db
    .selectFrom(held(database).as('held'))
    .selectAll()
    .where('user_id', '=', user)
    .orderBy('role')
    .orderBy('agency')
    .orderBy('touchpoint')
    .orderBy('group_name')
    .execute()
  return rows.flatMap(grantIn)
}

/** Everybody's, by account. */
export async function allGrants(database: Database): Promise<ReadonlyMap<string, readonly HeldGrant[]>> {
  const rows = await database.db
    .selectFrom(held(database).as('held'))
    .selectAll()
    .orderBy('role')
    .orderBy('agency')
    .orderBy('touchpoint')
    .orderBy('group_name')
    .execute()
  const found = new Map<string, HeldGrant[]>()
  for (const row of rows) {
    const own = found.get(row.user_id) ?? []
    found.set(row.user_id, own)
    own.push(...grantIn(row))
  }
  return found
}

/** A role of a later version is none. */
export const grantIn = ({ role, agency, touchpoint, ends_on, group_name }: Omit<HeldRow, 'user_id'>): readonly HeldGrant[] =>
  isRole(role)
    ? [{ role, agency, ...(touchpoint !== '' && { touchpoint }), endsOn: ends_on, ...(group_name === '' ? {} : { group: group_name }) }]
    : []

type HeldRow = GrantRow & { readonly touchpoint: string; readonly group_name: string }

/** Gives a role, or another end to one that is held. */
export async function saveGrant({ db }: Database, user: string, { role, agency, touchpoint, endsOn }: Grant): Promise<void> {
  if (touchpoint !== undefined) {
    await db
      .insertInto('touchpoint_grants')
      .values({ user_id: user, role, touchpoint, ends_on: endsOn })
      .onConflict((conflict) => conflict.columns(['user_id', 'role', 'touchpoint']).doUpdateSet({ ends_on: endsOn }))
      .execute()
    return
  }
  await db
    .insertInto('grants')
    .values({ user_id: user, role, agency, ends_on: endsOn })
    .onConflict((conflict) => conflict.columns(['user_id', 'role', 'agency']).doUpdateSet({ ends_on: endsOn }))
    .execute()
}

export async function deleteGrant({ db }: Database, user: string, { role, agency, touchpoint }: Omit<Grant, 'endsOn'>): Promise<void> {
  if (touchpoint === undefined)
    await db.deleteFrom('grants').where('user_id', '=', user).where('role', '=', role).where('agency', '=', agency).execute()
  else
    await db
      .deleteFrom('touchpoint_grants')
      .where('user_id', '=', user)
      .where('role', '=', role)
      .where('touchpoint', '=', touchpoint)
      .execute()
}

/** What every group lets its members be, by the names of the groups. */
export async function groupRoles({ db }: Database): Promise<readonly GroupRole[]> {
  const rows = await db.selectFrom('group_roles').selectAll().orderBy('group_name').orderBy('role').orderBy('agency').execute()
  return rows.flatMap(({ group_name, role, agency }) => (isRole(role) ? [{ group: group_name, role, agency }] : []))
}

/** Lets the members of a group be something; false where it was so. */
export async function insertGroupRole({ db }: Database, { group, role, agency }: GroupRole): Promise<boolean> {
  const row = await db
    .insertInto('group_roles')
    .values({ group_name: group, role, agency })
    .onConflict((conflict) => conflict.columns(['group_name', 'role', 'agency']).doNothing())
    .returning('group_name')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes a role from a group and from all who have had it from there; gives from how many, undefined where there was none. */
export async function deleteGroupRole({ db }: Database, { group, role, agency }: GroupRole): Promise<number | undefined> {
  const gone = await db
    .deleteFrom('group_roles')
    .where('group_name', '=', group)
    .where('role', '=', role)
    .where('agency', '=', agency)
    .returning('group_name')
    .executeTakeFirst()
  if (!gone) return undefined
  const from = await db
    .deleteFrom('group_grants')
    .where('group_name', '=', group)
    .where('role', '=', role)
    .where('agency', '=', agency)
    .returning('user_id')
    .execute()
  return from.length
}

/** Puts these in place of all roles that somebody has had from groups, until a local day. */
export async function replaceGroupGrants({ db }: Database, user: string, given: readonly GroupRole[], endsOn: string): Promise<void> {
  await db.deleteFrom('group_grants').where('user_id', '=', user).execute()
  if (given.length === 0) return
  await db
    .insertInto('group_grants')
    .values(given.map(({ group, role, agency }) => ({ user_id: user, group_name: group, role, agency, ends_on: endsOn })))
    .execute()
}

/** An administrator's role for good, given to somebody: one must hold it who can sign in, and lets others in. */
export const isLasting = (grant: HeldGrant | undefined): boolean =>
  grant !== undefined && isByHand(grant) && grant.role === 'administrator' && grant.endsOn === ''

/**
 * Whether an account is administrator for good and nobody else is who can come in with a password now: a role that follows from a group ends
 * with the group, whoever comes by a provider alone stays out while it is down, and a link that waits for its owner may never be used.
 */
export async function isLastAdministrator(database: Database, user: string): Promise<boolean> {
  if (!(await grantsOf(database, user)).some(isLasting)) return false
  const another = await database.db
    .selectFrom('grants')
    .innerJoin('users', 'users.id', 'grants.user_id')
    .innerJoin('credentials', 'credentials.user_id', 'users.id')
    .select('users.id')
    .where('role', '=', 'administrator' satisfies RoleName)
    .where('ends_on', '=', '')
    .where('disabled_at', '=', '')
    .where('password', '<>', unchosen)
    .where('users.id', '<>', user)
    .limit(1)
    .executeTakeFirst()
  return another === undefined
}
