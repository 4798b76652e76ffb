import { type Grant, isRole, type RoleName } from '../../surveys/people/roles'
import type { Database } from './dialect'
import type { GrantRow } from './tables'

/** The roles of somebody, those that have ended too, in the order of their names. */
export async function grantsOf({ db }: Database, user: string): Promise<readonly Grant[]> {
  const rows = await db.selectFrom('grants').selectAll().where('user_id', '=', user).orderBy('role').orderBy('agency').execute()
  return rows.flatMap(grantIn)
}

/** Everybody's, by account. */
export async function allGrants({ db }: Database): Promise<ReadonlyMap<string, readonly Grant[]>> {
  const rows = await db.selectFrom('grants').selectAll().orderBy('role').orderBy('agency').execute()
  const found = new Map<string, Grant[]>()
  for (const row of rows) {
    const own = found.get(row.user_id) ?? []
    found.set(row.user_id, own)
    own.push(...grantIn(row))
  }
  return found
}

/** A role of a later version is none. */
const grantIn = ({ role, agency, ends_on }: GrantRow): readonly Grant[] => (isRole(role) ? [{ role, agency, endsOn: ends_on }] : [])

/** Gives a role, or another end to one that is held. */
export async function saveGrant({ db }: Database, user: string, { role, agency, endsOn }: Grant): Promise<void> {
  await db
    .insertInto('grants')
    .values({ user_id: user, role, agency, ends_on: endsOn })
    .onConflict((conflict) => conflict.columns(['user_id', 'role', 'agency']).doUpdateSet({ ends_on: endsOn }))
    .execute()
}

export async function deleteGrant({ db }: Database, user: string, { role, agency }: Pick<Grant, 'role' | 'agency'>): Promise<void> {
  await db.deleteFrom('grants').where('user_id', '=', user).where('role', '=', role).where('agency', '=', agency).execute()
}

/** Accounts that can sign in and are administrators for good. */
export async function lastingAdministrators({ db }: Database): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('grants')
    .innerJoin('users', 'users.id', 'grants.user_id')
    .innerJoin('credentials', 'credentials.user_id', 'users.id')
    .select('users.id')
    .distinct()
    .where('role', '=', 'administrator' satisfies RoleName)
    .where('ends_on', '=', '')
    .where('disabled_at', '=', '')
    .orderBy('users.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** The agencies at and below some of them. */
export async function agenciesBelow({ db }: Pick<Database, 'db'>, roots: readonly string[]): Promise<ReadonlySet<string>> {
  if (roots.length === 0) return new Set()
  const rows = await db
    .withRecursive('below', (make) =>
      make
        .selectFrom('agencies')
        .select('code')
        .where('code', 'in', roots)
        .union(make.selectFrom('agencies').innerJoin('below', 'below.code', 'agencies.parent').select('agencies.code')),
    )
    .selectFrom('below')
    .select('code')
    .execute()
  return new Set(rows.map(({ code }) => code))
}
