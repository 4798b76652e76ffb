import { localDay } from '../../surveys/instrument/calendar'
import { type GroupRole, groupRoleFault } from '../../surveys/people/groups'
import type { GrantFault } from '../../surveys/people/roles'
import { hasAgency } from '../db/agencies'
import { deleteGroupRole, groupRoles, insertGroupRole } from '../db/grants'
import { type Act, did, failed, nothing } from './act'

/** In characters. */
export const longestGroup = 200

/** Lets the members of a group at the provider of identities be something, from the next time on that they sign in by it. */
export const giveGroupRole: Act<GroupRole, undefined, { readonly code: GrantFault | 'agency' | 'group' }> = {
  name: 'groups.give-role',
  run: async ({ database, now }, _, wanted) => {
    const { group, role, agency } = wanted
    if (group === '' || group.length > longestGroup) return failed({ code: 'group' })
    if (agency !== '' && !(await hasAgency(database, agency))) return failed({ code: 'agency' })
    const fault = groupRoleFault(await groupRoles(database), wanted, localDay(now()))
    if (fault) return failed({ code: fault })
    return (await insertGroupRole(database, wanted)) ? did(group, { role, agency }) : nothing(undefined)
  },
}

/** Takes a role from a group, and at once from everybody who has had it from there. */
export const takeGroupRole: Act<GroupRole, undefined, { readonly code: 'unknown' }> = {
  name: 'groups.take-role',
  run: async ({ database }, _, held) => {
    const { group, role, agency } = held
    const people = await deleteGroupRole(database, held)
    return people === undefined ? failed({ code: 'unknown' }) : did(group, { before: { role, agency }, people })
  },
}
