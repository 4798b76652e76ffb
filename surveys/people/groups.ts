import { localDay } from '../instrument/calendar'
import { type Grant, type GrantFault, grantFault, type RoleName, sideOf } from './roles'

/** What a group at the office's provider of identities lets its members be here: a role over an agency and all below it, over the province where that is empty. */
export type GroupRole = { readonly group: string; readonly role: RoleName; readonly agency: string }

/** A role that would follow from a group and cannot be given. */
export type GroupRoleNotGiven = GroupRole & { readonly why: GrantFault }

/**
 * In days: so long a role from a group holds after the provider last said that somebody is in it. Whoever is asked there for a new
 * sign-in each day notices nothing; who left the group, and has a token or a password still, keeps it for a month at most.
 */
export const groupRoleDays = 30

/** The last local day of roles that a provider tells at an instant. */
export const groupRolesEnd = (now: number): string => localDay(now + groupRoleDays * 86_400_000)

export type GroupRolesGiven = { readonly given: readonly GroupRole[]; readonly notGiven: readonly GroupRoleNotGiven[] }

/**
 * What follows from somebody's groups on a day (`YYYY-MM-DD`) beside the roles that were given to them by hand, which stay. Where groups put somebody
 * on both sides they are among the rated: that lets them do less.
 */
export function rolesOfGroups(
  table: readonly GroupRole[],
  groups: readonly string[],
  byHand: readonly Grant[],
  day: string,
): GroupRolesGiven {
  const given: GroupRole[] = []
  const notGiven: GroupRoleNotGiven[] = []
  for (const wanted of ratedFirst(table.filter(({ group }) => groups.includes(group)))) {
    const why = grantFault([...byHand, ...given.map(forGood)], forGood(wanted), day)
    if (why) notGiven.push({ ...wanted, why })
    else given.push(wanted)
  }
  return { given, notGiven }
}

/** Why a group cannot have a role beside those that it has: nobody may be in it then without standing on both sides. */
export const groupRoleFault = (table: readonly GroupRole[], wanted: GroupRole, day: string): GrantFault | undefined =>
  grantFault(table.filter(({ group }) => group === wanted.group).map(forGood), forGood(wanted), day)

const forGood = ({ role, agency }: GroupRole): Grant => ({ role, agency, endsOn: '' })

const ratedFirst = (table: readonly GroupRole[]): readonly GroupRole[] => [
  ...table.filter(({ role }) => sideOf(role) === 'rated'),
  ...table.filter(({ role }) => sideOf(role) !== 'rated'),
]
