import { isDay } from '../instrument/calendar'

/** Everything that somebody can be let do; what is not named here nobody may. */
export const permissions = [
  'office.read',
  'results.read',
  'released.read',
  'comments.read',
  'contacts.handle',
  'responses.export',
  'responses.erase',
  'responses.set-aside',
  'responses.enter',
  'campaigns.change',
  'agencies.change',
  'dossiers.change',
  'touchpoints.change',
  'designs.read',
  'questionnaires.publish',
  'questionnaires.approve',
  'published.change',
  'statements.write',
  'assessments.enter',
  'assessments.decide',
  'accounts.read',
  'accounts.change',
  'settings.read',
  'settings.change',
  'log.read',
] as const
export type Permission = (typeof permissions)[number]

export const isPermission = (text: string): text is Permission => permissions.some((permission) => permission === text)

/** Whether a role judges agencies, or is judged: nobody holds both. */
export type Side = 'rates' | 'rated' | 'neither'

type RoleEntry = {
  readonly may: readonly Permission[]
  /** Over the whole province alone, over an agency and all below it as well, or at touchpoints that are named one by one. */
  readonly over: 'province' | 'subtree' | 'touchpoint'
  readonly side: Side
}

/** Who may do what: the one table, from which the server decides, the screens are drawn and the README is written. */
export const roles = {
  administrator: {
    may: [
      'office.read',
      'released.read',
      'agencies.change',
      'dossiers.change',
      'touchpoints.change',
      'accounts.read',
      'accounts.change',
      'settings.read',
      'settings.change',
      'log.read',
    ],
    over: 'province',
    side: 'rates',
  },
  author: { may: ['office.read', 'designs.read', 'questionnaires.publish', 'questionnaires.approve'], over: 'province', side: 'rates' },
  manager: {
    may: [
      'office.read',
      'results.read',
      'released.read',
      'contacts.handle',
      'responses.set-aside',
      'responses.enter',
      'campaigns.change',
      'dossiers.change',
      'touchpoints.change',
      'designs.read',
      'questionnaires.approve',
      'published.change',
      'assessments.decide',
    ],
    over: 'subtree',
    side: 'rates',
  },
  analyst: { may: ['office.read', 'results.read', 'released.read'], over: 'subtree', side: 'neither' },
  reader: { may: ['released.read', 'statements.write', 'assessments.enter'], over: 'subtree', side: 'rated' },
  // Everything that is read, but what people answered and wrote.
  auditor: {
    may: ['office.read', 'results.read', 'released.read', 'designs.read', 'accounts.read', 'settings.read', 'log.read'],
    over: 'province',
    side: 'neither',
  },
  protection: {
    may: [
      'office.read',
      'results.read',
      'released.read',
      'comments.read',
      'responses.export',
      'responses.erase',
      'responses.set-aside',
      'log.read',
    ],
    over: 'province',
    side: 'rates',
  },
  // On no side: what they enter, a citizen could as well, and often they are of the agency that is rated.
  interviewer: { may: ['responses.enter'], over: 'touchpoint', side: 'neither' },
  clerk: { may: ['responses.enter'], over: 'touchpoint', side: 'neither' },
} as const satisfies Readonly<Record<string, RoleEntry>>

export type RoleName = keyof typeof roles

const entries: Readonly<Record<RoleName, RoleEntry>> = roles

export const roleNames = Object.keys(roles).filter(isRole)

export function isRole(text: string): text is RoleName {
  return Object.hasOwn(roles, text)
}

/**
 * A role of somebody: over an agency and all below it, over the province where that is empty, or at one touchpoint for a role that is
 * held there; until a local day, or for good.
 */
export type Grant = { readonly role: RoleName; readonly agency: string; readonly touchpoint?: string; readonly endsOn: string }

/** Whether two are one role at one place, whatever their days. */
export const isSameGrant = (one: Omit<Grant, 'endsOn'>, other: Omit<Grant, 'endsOn'>): boolean =>
  one.role === other.role && one.agency === other.agency && (one.touchpoint ?? '') === (other.touchpoint ?? '')

/** Whether a role is held at touchpoints that are named one by one. */
export const isAtTouchpoints = (role: RoleName): boolean => entries[role].over === 'touchpoint'

/** Whether a role can be held over less than the province, so that whoever gives it chooses over what. */
export const isOverSubtree = (role: RoleName): boolean => entries[role].over === 'subtree'

/** The same role at each of these touchpoints; as it is where none is named. */
export const grantsAt = (grant: Grant, touchpoints: readonly string[]): readonly Grant[] =>
  touchpoints.length === 0 ? [grant] : [...new Set(touchpoints)].map((touchpoint) => ({ ...grant, touchpoint }))

/** What whoever makes the first account holds: a small office begins with one person, and gives roles away later. */
export const everyOffice: readonly Grant[] = (['administrator', 'author', 'manager', 'protection'] as const).map((role) => ({
  role,
  agency: '',
  endsOn: '',
}))

/** Roles that hold on a local day, the last one still. */
export const heldOn = <Held extends Grant>(grants: readonly Held[], day: string): readonly Held[] =>
  grants.filter(({ endsOn }) => endsOn === '' || day <= endsOn)

/** Everything that roles let somebody do somewhere, in the order of the table. */
export const permissionsOf = (grants: readonly Grant[]): readonly Permission[] =>
  permissions.filter((permission) => grants.some(({ role }) => lets(role, permission)))

/** Over which agencies and all below them somebody may do this; all of the province where one of them is empty. */
export const rootsFor = (grants: readonly Grant[], permission: Permission): readonly string[] =>
  grants.filter(({ role }) => lets(role, permission) && !isAtTouchpoints(role)).map(({ agency }) => agency)

/** The touchpoints at which somebody may do this, wherever they stand. */
export const touchpointsFor = (grants: readonly Grant[], permission: Permission): readonly string[] =>
  grants.flatMap(({ role, touchpoint }) => (touchpoint !== undefined && lets(role, permission) ? [touchpoint] : []))

const lets = (role: RoleName, permission: Permission): boolean => entries[role].may.includes(permission)

/** Which side a role stands on. */
export const sideOf = (role: RoleName): Side => entries[role].side

/** Who has to show a second factor at the door: nobody, everybody, or whoever holds one of these roles. */
export type FactorRule = 'nobody' | 'everybody' | readonly RoleName[]

/** Whether somebody who holds these roles has to show a second factor. */
export const needsFactor = (rule: FactorRule, held: readonly Grant[]): boolean =>
  rule === 'everybody' || (rule !== 'nobody' && held.some(({ role }) => rule.includes(role)))

/** Whether somebody could have to show one by the rule before and not by the one after. */
export const asksFewer = (before: FactorRule, after: FactorRule): boolean => {
  if (before === 'nobody' || after === 'everybody') return false
  return before === 'everybody' || after === 'nobody' || before.some((role) => !after.includes(role))
}

/** Why somebody cannot be given a role beside those they hold. */
export type GrantFault = 'province_only' | 'touchpoint_needed' | 'no_touchpoints' | 'both_sides' | 'day'

/** What is wrong with giving a role to somebody who holds others; `day` is today's, and a role that has ended already cannot be given. */
export function grantFault(held: readonly Grant[], wanted: Grant, day: string): GrantFault | undefined {
  const { over, side } = entries[wanted.role]
  if (over === 'touchpoint' && (wanted.touchpoint === undefined || wanted.agency !== '')) return 'touchpoint_needed'
  if (over !== 'touchpoint' && wanted.touchpoint !== undefined) return 'no_touchpoints'
  if (over === 'province' && wanted.agency !== '') return 'province_only'
  if (wanted.endsOn !== '' && !(isDay(wanted.endsOn) && wanted.endsOn >= day)) return 'day'
  const others = heldOn(held, day).map(({ role }) => entries[role].side)
  if ((side === 'rated' && others.includes('rates')) || (side === 'rates' && others.includes('rated'))) return 'both_sides'
  return undefined
}
