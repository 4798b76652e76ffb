import { folded } from '../instrument/folding'
import { type Grant, heldOn, type RoleName } from './roles'

/** `invited`: has never signed in; `ended`: holds no role any more; a program neither signs in nor is invited. */
export const standings = ['open', 'invited', 'disabled', 'ended'] as const
export type AccountStanding = (typeof standings)[number]

/** Whoever has an account, as a list of people is looked through. */
export type Somebody = {
  readonly username: string
  readonly name: string
  readonly address: string
  readonly signsIn: boolean
  /** Instants; empty: not disabled, never signed in. */
  readonly disabledAt: string
  readonly signedInAt: string
  readonly grants: readonly Grant[]
}

/** How an account stands on a local day: what keeps somebody out for longest is named. */
export function accountStanding(
  { disabledAt, grants, signsIn, signedInAt }: Omit<Somebody, 'username' | 'name' | 'address'>,
  day: string,
): AccountStanding {
  if (disabledAt !== '') return 'disabled'
  if (heldOn(grants, day).length === 0) return 'ended'
  return signsIn && signedInAt === '' ? 'invited' : 'open'
}

/** The roles by which somebody is listed on a local day: those that hold, else those that have ended. */
export function listedGrants<Held extends Grant>(grants: readonly Held[], day: string): readonly Held[] {
  const held = grants.filter((grant) => heldOn([grant], day).length > 0)
  return held.length > 0 ? held : grants
}

/** Who is looked for; what is empty or undefined is not asked. `agencies` are one and all below it. */
export type PeopleWanted = {
  readonly words: string
  readonly role: RoleName | ''
  readonly agencies: ReadonlySet<string> | undefined
  readonly standing: AccountStanding | ''
}

/** Whom a search finds on a local day, in the order in which they are given. Names are found without marks. */
export function peopleFound<Person extends Somebody>(people: readonly Person[], wanted: PeopleWanted, day: string): readonly Person[] {
  const words = folded(wanted.words)
    .split(/\s+/)
    .filter((word) => word !== '')
  const isMeant = ({ role, agency }: Grant): boolean =>
    (wanted.role === '' || role === wanted.role) && (!wanted.agencies || wanted.agencies.has(agency))
  const isAnyRole = wanted.role === '' && !wanted.agencies
  return people.filter((person) => {
    if (wanted.standing !== '' && accountStanding(person, day) !== wanted.standing) return false
    if (!isAnyRole && !listedGrants(person.grants, day).some(isMeant)) return false
    if (words.length === 0) return true
    const text = folded(`${person.name} ${person.username} ${person.address}`)
    return words.every((word) => text.includes(word))
  })
}
