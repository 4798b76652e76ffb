import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FactorRule } from '../../surveys/people/roles'
import { stateName } from './agency-tree'
import type { Database } from './dialect'
import { grantIn, type HeldGrant, nowhere } from './grants'
import { factorRuleIn } from './settings'
import { oftenAsked } from './statements'
import type { Tables } from './tables'

/** What decides with every request what somebody may: their roles, who needs a second factor, and whether they have one. */
export type Footing = { readonly grants: readonly HeldGrant[]; readonly rule: FactorRule; readonly hasFactor: boolean }

/** How somebody stands at this moment, in one statement. */
export async function footingOf(database: Database, user: string): Promise<Footing> {
  const rows = await askFooting(database, [user, user, user, user])
  return footingIn(
    rows,
    rows.find(({ rule }) => rule !== ''),
  )
}

/**
 * Who asks, by the hash of a session's key: the session, how its owner stands, and the name of the tree of agencies. It is asked before
 * every page, so it is one statement, as of one moment.
 */
export async function askerUnder(database: Database, token: string) {
  const rows = await askAsker(database, [token, token, token, token])
  const session = rows.find(({ id }) => id !== '')
  return session && { session, footing: footingIn(rows, session), tree: session.tree }
}

type FootingRow = Parameters<typeof grantIn>[0] & { readonly rule: string; readonly has_factor: number }

const footingIn = (rows: readonly FootingRow[], office: FootingRow | undefined): Footing => ({
  grants: rows.flatMap(grantIn),
  rule: factorRuleIn(office?.rule),
  hasFactor: office?.has_factor === 1,
})

/** One row for what the office asks, and one for each role. */
const askFooting = oftenAsked((db, [user = '', ...again]) => {
  const [overAgencies, byGroups, atTouchpoints] = rolesOf(
    db,
    again.map((value) => sql<string>`${value}`),
  )
  return db
    .selectFrom('users')
    .select(noRole)
    .select(officeAsks)
    .where('users.id', '=', user)
    .unionAll(overAgencies)
    .unionAll(byGroups)
    .unionAll(atTouchpoints)
})

/** One row with the session, and one for each role. */
const askAsker = oftenAsked((db, [token = '', ...again]) => {
  const [overAgencies, byGroups, atTouchpoints] = rolesOf(
    db,
    again.map((value) => sql<string>`(select user_id from sessions where token = ${value})`),
  )
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(noRole)
    .select(officeAsks)
    .select(['sessions.id', 'started_at', 'seen_at', 'proved_at', 'entered_by', 'seeing_as', 'seeing_since'])
    .select(['user_id', 'username', 'name', 'disabled_at'])
    .select(sql<string>`coalesce((select value from settings where name = ${sql.lit(stateName)}), '')`.as('tree'))
    .where('token', '=', token)
    .unionAll(overAgencies.select(noSession))
    .unionAll(byGroups.select(noSession))
    .unionAll(atTouchpoints.select(noSession))
})

function rolesOf(db: Kysely<Tables>, [overAgencies = whoever, byGroups = whoever, atTouchpoints = whoever]: readonly RawBuilder<string>[]) {
  return [
    db
      .selectFrom('grants')
      .select(['role', 'agency', nowhere.as('touchpoint'), 'ends_on', nowhere.as('group_name')])
      .select(noOffice)
      .where('user_id', '=', overAgencies),
    db
      .selectFrom('group_grants')
      .select(['role', 'agency', nowhere.as('touchpoint'), 'ends_on', 'group_name'])
      .select(noOffice)
      .where('user_id', '=', byGroups),
    db
      .selectFrom('touchpoint_grants')
      .select(['role', nowhere.as('agency'), 'touchpoint', 'ends_on', nowhere.as('group_name')])
      .select(noOffice)
      .where('user_id', '=', atTouchpoints),
  ] as const
}

const whoever = sql<string>`''`

const noRole = (['role', 'agency', 'touchpoint', 'ends_on', 'group_name'] as const).map((column) => nowhere.as(column))

const officeAsks = [
  sql<string>`coalesce((select value from settings where name = 'second-factor'), 'free')`.as('rule'),
  sql<number>`case
    when exists (select 1 from second_factors where second_factors.user_id = users.id) then 1
    when exists (select 1 from passkeys where passkeys.user_id = users.id) then 1
    else 0 end`.as('has_factor'),
] as const

const noOffice = [nowhere.as('rule'), sql<number>`0`.as('has_factor')] as const

const noSession = (
  [
    'id',
    'started_at',
    'seen_at',
    'proved_at',
    'entered_by',
    'seeing_as',
    'seeing_since',
    'user_id',
    'username',
    'name',
    'disabled_at',
    'tree',
  ] as const
).map((column) => nowhere.as(column))
