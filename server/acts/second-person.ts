import { isRole, type Permission, permissionsOf, type RoleName } from '../../surveys/people/roles'
import { userWithId } from '../db/accounts'
import type { Database } from '../db/dialect'
import { type Event, eventsSince } from '../db/events'
import type { ActDeps } from './act'

/** In milliseconds: so long somebody has to have been somebody here before they count as a second person. */
export const secondPersonMs = 7 * 24 * 3_600_000

/** The instant from which somebody can be the second person for this; undefined where they can be now. */
export async function secondFrom({ database, now }: ActDeps, account: string, needed: Permission): Promise<string | undefined> {
  const user = await userWithId(database, account)
  return user && (await secondsFrom({ database, now }, [user.username], needed)).get(user.username)
}

/** The same of all of these that cannot be yet, by their names. */
export async function secondsFrom(
  { database, now }: ActDeps,
  names: readonly string[],
  needed: Permission,
): Promise<ReadonlyMap<string, string>> {
  const fresh = await freshSince(database, names, needed, new Date(now() - secondPersonMs).toISOString())
  return new Map([...fresh].map(([name, at]) => [name, new Date(Date.parse(at) + secondPersonMs).toISOString()]))
}

/**
 * Accounts of these that somebody made, opened, or let do this for the whole province since then, each with the last instant: whoever did may be
 * the one who signs in with it.
 */
export async function freshSince(
  database: Database,
  names: readonly string[],
  needed: Permission,
  since: string,
): Promise<ReadonlyMap<string, string>> {
  const entries = (await eventsSince(database, freshening, names, since)).filter((entry) => isFreshening(entry, needed))
  // The newest come first.
  return new Map(entries.toReversed().map(({ object, at }) => [object, at]))
}

const freshening: readonly string[] = [
  'accounts.create',
  'accounts.reset',
  'accounts.enable',
  'accounts.remove-factor',
  'accounts.grant',
  'sessions.begin',
  'sessions.begin-half',
]

function isFreshening({ act, details }: Event, needed: Permission): boolean {
  if (act === 'accounts.grant') return isLetBy(details, needed)
  return act.startsWith('sessions.') ? isBroughtBy(details, needed) : true
}

function isLetBy(details: string, needed: Permission): boolean {
  const { role = '', agency = '' }: { readonly role?: string; readonly agency?: string } = JSON.parse(details)
  return agency === '' && isRole(role) && lets(role, needed)
}

type CameBy = { readonly made?: true; readonly linked?: true; readonly before?: Roles; readonly after?: Roles }
type Roles = { readonly roles?: readonly string[] }

/** Whether a sign-in made the account, linked it, or gave it by a group what lets it do this (`single-sign-on.ts` writes both). */
function isBroughtBy(details: string, needed: Permission): boolean {
  const { made, linked, before, after }: CameBy = JSON.parse(details)
  return made === true || linked === true || (isLetByGroup(after, needed) && !isLetByGroup(before, needed))
}

/** A group's name may hold anything; its role over the province stands last. */
const isLetByGroup = ({ roles = [] }: Roles = {}, needed: Permission): boolean =>
  roles.some((text) => {
    const role = text.slice(text.lastIndexOf(': ') + 2)
    return isRole(role) && lets(role, needed)
  })

const lets = (role: RoleName, needed: Permission): boolean => permissionsOf([{ role, agency: '', endsOn: '' }]).includes(needed)
