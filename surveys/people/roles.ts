/** Everything that somebody can be let do; what is not named here nobody may. */
export const permissions = [
  'office.read',
  'results.read',
  'released.read',
  'comments.read',
  'responses.export',
  'responses.erase',
  'campaigns.change',
  'agencies.change',
  'touchpoints.change',
  'questionnaires.publish',
  'questionnaires.approve',
  'published.change',
  'accounts.change',
  'settings.change',
  'log.read',
] as const
export type Permission = (typeof permissions)[number]

export const isPermission = (text: string): text is Permission => permissions.some((permission) => permission === text)

/** Whether a role judges agencies, or is judged: nobody holds both. */
export type Side = 'rates' | 'rated' | 'neither'

type RoleEntry = {
  readonly may: readonly Permission[]
  /** Over the whole province alone, or over an agency and all below it as well. */
  readonly over: 'province' | 'subtree'
  readonly side: Side
}

/** Who may do what: the one table, from which the server decides, the screens are drawn and the README is written. */
export const roles = {
  administrator: {
    may: ['office.read', 'released.read', 'agencies.change', 'touchpoints.change', 'accounts.change', 'settings.change', 'log.read'],
    over: 'province',
    side: 'rates',
  },
  author: { may: ['office.read', 'questionnaires.publish', 'questionnaires.approve'], over: 'province', side: 'rates' },
  manager: {
    may: [
      'office.read',
      'results.read',
      'released.read',
      'campaigns.change',
      'touchpoints.change',
      'questionnaires.approve',
      'published.change',
    ],
    over: 'subtree',
    side: 'rates',
  },
  analyst: { may: ['office.read', 'results.read', 'released.read'], over: 'subtree', side: 'neither' },
  reader: { may: ['released.read'], over: 'subtree', side: 'rated' },
  auditor: { may: ['office.read', 'results.read', 'released.read', 'log.read'], over: 'province', side: 'neither' },
  protection: {
    may: ['office.read', 'results.read', 'released.read', 'comments.read', 'responses.export', 'responses.erase', 'log.read'],
    over: 'province',
    side: 'rates',
  },
} as const satisfies Readonly<Record<string, RoleEntry>>

export type RoleName = keyof typeof roles

const entries: Readonly<Record<RoleName, RoleEntry>> = roles

export const roleNames = Object.keys(roles).filter(isRole)

export function isRole(text: string): text is RoleName {
  return Object.hasOwn(roles, text)
}

/** A role of somebody: over an agency and all below it, or over the province where that is empty; until a local day, or for good. */
export type Grant = { readonly role: RoleName; readonly agency: string; readonly endsOn: string }

/** What whoever makes the first account holds: a small office begins with one person, and gives roles away later. */
export const everyOffice: readonly Grant[] = (['administrator', 'author', 'manager', 'protection'] as const).map((role) => ({
  role,
  agency: '',
  endsOn: '',
}))

/** Roles that hold on a local day, the last one still. */
export const heldOn = (grants: readonly Grant[], day: string): readonly Grant[] =>
  grants.filter(({ endsOn }) => endsOn === '' || day <= endsOn)

/** Everything that roles let somebody do somewhere, in the order of the table. */
export const permissionsOf = (grants: readonly Grant[]): readonly Permission[] =>
  permissions.filter((permission) => grants.some(({ role }) => lets(role, permission)))

/** Over which agencies and all below them somebody may do this; all of the province where one of them is empty. */
export const rootsFor = (grants: readonly Grant[], permission: Permission): readonly string[] =>
  grants.filter(({ role }) => lets(role, permission)).map(({ agency }) => agency)

const lets = (role: RoleName, permission: Permission): boolean => entries[role].may.includes(permission)

/** Which side a role stands on. */
export const sideOf = (role: RoleName): Side => entries[role].side

/** Why somebody cannot be given a role beside those they hold. */
export type GrantFault = 'province_only' | 'both_sides' | 'day'

/** What is wrong with giving a role to somebody who holds others; `day` is today's, and a role that has ended already cannot be given. */
export function grantFault(held: readonly Grant[], wanted: Grant, day: string): GrantFault | undefined {
  const { over, side } = entries[wanted.role]
  if (over === 'province' && wanted.agency !== '') return 'province_only'
  if (wanted.endsOn !== '' && !(/^\d{4}-\d\d-\d\d$/.test(wanted.endsOn) && wanted.endsOn >= day)) return 'day'
  const others = heldOn(held, day).map(({ role }) => entries[role].side)
  if ((side === 'rated' && others.includes('rates')) || (side === 'rates' && others.includes('rated'))) return 'both_sides'
  return undefined
}
