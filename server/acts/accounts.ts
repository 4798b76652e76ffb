import { newUser, passwordLink } from '../access/account'
import { isUsername } from '../access/credentials'
import { sealOf } from '../access/keys'
import { type Grant, type GrantFault, grantFault, grantsAt, isSameGrant, type Permission } from '../../surveys/people/roles'
import { enteringState, entererAt } from '../../surveys/people/entering'
import {
  mailAddressOf,
  dropLinkOf,
  holderOfAddress,
  hasPassword,
  insertCredential,
  insertUser,
  markDisabled,
  replaceCredential,
  saveAddress,
  unchosen,
  userNamed,
  userWithId,
} from '../db/accounts'
import { createToken, listTokens, revokeToken, revokeTokens } from '../db/tokens'
import { endOtherSessions, endSessionsOf } from '../db/sessions'
import { secretNamed } from '../db/secrets'
import { deletePasskey, findPasskey, insertPasskey, passkeysOf } from '../db/passkeys'
import {
  deleteApp,
  deleteFactor,
  dropCodesWithoutFactor,
  factorOf,
  hasFactor,
  insertFactor,
  replaceRecoveryCodes,
} from '../db/second-factors'
import { hasAgency } from '../db/agencies'
import type { Database } from '../db/dialect'
import { listEntryPlaces } from '../db/entering'
import { deleteGrant, grantsOf, isByHand, isLastAdministrator, isLasting, saveGrant } from '../db/grants'
import { linkedSince, linkSubject, type Subject, spendErrand, unlinkSubjects, userOfSubject } from '../db/provider-accounts'
import type { PasskeyRow, UserRow } from '../db/tables'
import { type MailDeps, sendLink, sendTrial, tellOwner } from '../mail/outbox'
import { readMailAddress } from '../mail/setting'
import { localDay } from '../../surveys/instrument/calendar'
import { type Act, type ActDeps, type Actor, did, failed, nothing } from './act'

type Named = { readonly username: string }
type Unknown = { readonly code: 'unknown' }

type AddressFault = 'address' | 'address_taken'

/** Roles that open everything: of accounts, and of what people wrote. */
const opensAll = ({ role }: Grant): boolean => role === 'administrator' || role === 'protection'

/** Somebody who signs in, or a script that only holds tokens. `address` is for letters, and may be empty. */
type NewAccount = Named & {
  readonly name: string
  readonly kind: 'person' | 'script'
  readonly address?: string
  readonly grants: readonly Grant[]
}

/** The path of a link with which a password is chosen, and the letter that carries it, where one does. */
type GivenLink = { readonly path?: string; readonly letter?: string }

/** Why an account cannot be made; `place` is of the role that is meant. */
type NewAccountFault =
  { readonly code: 'username' | 'taken' | 'no_role' | AddressFault } | { readonly code: PlaceFault; readonly place: number }

/** Makes an account; a person gets the path of a one-time link with which to choose a password, in a letter where mail reaches them. */
export const createAccount: Act<NewAccount, { readonly user: UserRow } & GivenLink, NewAccountFault, MailDeps> = {
  name: 'accounts.create',
  finalWhen: (_, { grants }) => Promise.resolve(grants.some(opensAll)),
  run: async (deps, _, { username, name, kind, address = '', grants }) => {
    const { database, now } = deps
    if (!isUsername(username)) return failed({ code: 'username' })
    if (await userNamed(database, username)) return failed({ code: 'taken' })
    const reached = await addressWanted(database, undefined, address)
    if (reached.fault) return failed({ code: reached.fault })
    if (grants.length === 0) return failed({ code: 'no_role' })
    for (const [place, grant] of grants.entries()) {
      const fault = await faultOf({ database, now }, grants.slice(0, place), grant)
      if (fault) return failed({ code: fault, place })
    }
    const user = newUser(username, name)
    await insertUser(database, user, kind === 'person' ? unchosen : undefined, now())
    if (reached.address !== '') await saveAddress(database, user.id, reached.address)
    for (const grant of grants) await saveGrant(database, user.id, grant)
    const link = kind === 'person' ? await givenLink(deps, user, 'invitation') : {}
    const reaching = reached.address === '' ? {} : await addressKept(database, reached.address)
    return did(user.username, { name: user.name, kind, roles: grants, ...reaching, ...told(link) }, { user, ...link })
  },
}

async function givenLink(deps: MailDeps, user: UserRow, kind: 'invitation' | 'reset'): Promise<GivenLink> {
  const link = await passwordLink(deps, user)
  const letter = await sendLink(deps, user, kind, link)
  return { path: link.path, ...(letter === undefined ? {} : { letter }) }
}

const told = ({ letter }: GivenLink) => (letter === undefined ? {} : { letter: 'written' })

type WantedAddress = { readonly fault: AddressFault } | { readonly fault?: undefined; readonly address: string }

/** An address as it will be kept, or why it cannot be had; nothing typed is none. */
async function addressWanted(database: Database, user: string | undefined, typed: string): Promise<WantedAddress> {
  const address = typed === '' ? '' : readMailAddress(typed)
  if (address === undefined) return { fault: 'address' }
  const holder = address === '' ? undefined : await holderOfAddress(database, address)
  return holder !== undefined && holder !== user ? { fault: 'address_taken' } : { address }
}

/** As `grantFault` says; or its agency is nowhere, or its touchpoint, or that is of another kind or its campaign over. */
type PlaceFault = GrantFault | 'agency' | 'touchpoint'

/** Why a role cannot be given. */
async function faultOf({ database, now }: ActDeps, held: readonly Grant[], wanted: Grant): Promise<PlaceFault | undefined> {
  const today = localDay(now())
  const fault = grantFault(held, wanted, today)
  if (fault !== undefined) return fault
  if (wanted.touchpoint === undefined) return wanted.agency !== '' && !(await hasAgency(database, wanted.agency)) ? 'agency' : undefined
  const [place] = await listEntryPlaces(database, '', [wanted.touchpoint])
  const isEntered = place && entererAt(place.touchpoint.kind) === wanted.role
  return isEntered && enteringState(place.campaign, place.touchpoint.kind, today) !== 'closed' ? undefined : 'touchpoint'
}

/** The role wanted; one that is held at touchpoints, at each of these. */
type Granted = Named & { readonly grant: Grant; readonly touchpoints?: readonly string[] }

/** Gives an account a role, or another end to one it holds. */
export const grantRole: Act<Granted, undefined, Unknown | { readonly code: PlaceFault | 'last_administrator' }> = {
  name: 'accounts.grant',
  finalWhen: (_, { grant }) => Promise.resolve(opensAll(grant)),
  run: async ({ database, now }, _, { username, grant, touchpoints = [] }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    const held = await grantsOf(database, user.id)
    const sameOf = (wanted: Grant) => held.filter(isByHand).find((one) => isSameGrant(one, wanted))
    const changed = grantsAt(grant, touchpoints).filter((wanted) => sameOf(wanted)?.endsOn !== wanted.endsOn)
    for (const wanted of changed) {
      const same = sameOf(wanted)
      const fault = await faultOf(
        { database, now },
        held.filter((one) => one !== same),
        wanted,
      )
      if (fault) return failed({ code: fault })
      if (isLasting(same) && wanted.endsOn !== '' && (await isLastAdministrator(database, user.id)))
        return failed({ code: 'last_administrator' })
    }
    if (changed.length === 0) return nothing(undefined)
    for (const wanted of changed) await saveGrant(database, user.id, wanted)
    const before = changed.flatMap((wanted) => sameOf(wanted) ?? [])
    const told = touchpoints.length === 0 ? grant : { ...grant, touchpoints: changed.flatMap(({ touchpoint = '' }) => touchpoint) }
    return did(user.username, before.length === 0 ? { ...told } : { ...told, before: { endsOn: before[0]?.endsOn ?? '' } })
  },
}

/** Takes a role away, at once and everywhere. */
export const takeRole: Act<
  Named & Omit<Grant, 'endsOn'>,
  undefined,
  Unknown | { readonly code: 'not_held' | 'last_administrator' | 'from_group' }
> = {
  name: 'accounts.take-role',
  run: async ({ database }, _, { username, ...taken }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    const all = (await grantsOf(database, user.id)).filter((one) => isSameGrant(one, taken))
    const held = all.find(isByHand)
    if (!held) return failed({ code: all.length > 0 ? 'from_group' : 'not_held' })
    if (isLasting(held) && (await isLastAdministrator(database, user.id))) return failed({ code: 'last_administrator' })
    await deleteGrant(database, user.id, held)
    return did(user.username, { before: { ...taken } })
  },
}

/** Locks everybody out of an account: its password, second factor, sessions, tokens and links end, and no provider opens it. Its owner comes back by the new link alone; an account of a script has none. */
export const resetAccount: Act<Named, { readonly user: UserRow } & GivenLink, Unknown | { readonly code: 'own' }, MailDeps> = {
  name: 'accounts.reset',
  takesAnother: ({ code }) => code === 'own',
  run: async (deps, actor, { username }) => {
    const { database, now } = deps
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    // Whoever sits at a screen that was left open would get around password and second factor.
    if (user.id === actor.id) return failed({ code: 'own' })
    const [hadPassword, hadProvider] = [await replaceCredential(database, user.id, unchosen), await unlinkSubjects(database, user.id)]
    if (!hadPassword && hadProvider) await insertCredential(database, user.id, unchosen, now())
    const signsIn = hadPassword || hadProvider
    // Before the sessions, so that none begins by a passkey in between.
    const secondFactor = await deleteFactor(database, user.id)
    await endSessionsOf(database, user.id)
    const tokens = await revokeTokens(database, user.id)
    // A letter alone opens no account that took more than a password: whoever reads somebody's mail would have it.
    const tookMore = secondFactor || hadProvider
    const link: GivenLink = !signsIn
      ? {}
      : tookMore
        ? { path: (await passwordLink(deps, user)).path }
        : await givenLink(deps, user, 'reset')
    if (signsIn && link.letter === undefined) await tellOwner(deps, user, 'password-reset')
    const gone = { ...(secondFactor ? { secondFactor: 'removed' } : {}), ...(hadProvider ? { provider: 'removed' } : {}) }
    return did(user.username, { tokens, ...gone, ...told(link) }, { user, ...link })
  },
}

type AddressChange = { readonly address: string }

/** Gives somebody else's account another e-mail address, or none; whose it was before is told too. */
export const changeAddress: Act<Named & AddressChange, undefined, Unknown | { readonly code: 'own' | AddressFault }, MailDeps> = {
  name: 'accounts.change-address',
  run: async (deps, actor, { username, address }) => {
    const user = await userNamed(deps.database, username)
    if (!user) return failed({ code: 'unknown' })
    // One's own asks for the password: letters with links that open the account would go there.
    if (user.id === actor.id) return failed({ code: 'own' })
    return addressChanged(deps, user, address)
  },
}

/** Gives one's own account another e-mail address, or none. */
export const changeOwnAddress: Act<AddressChange, undefined, Unknown | { readonly code: AddressFault }, MailDeps> = {
  name: 'accounts.change-own-address',
  run: async (deps, { id }, { address }) => {
    const user = await userWithId(deps.database, id)
    return user ? addressChanged(deps, user, address) : failed({ code: 'unknown' })
  },
}

async function addressChanged(deps: MailDeps, user: UserRow, typed: string) {
  const [before, wanted] = [await mailAddressOf(deps.database, user.id), await addressWanted(deps.database, user.id, typed)]
  if (wanted.fault) return failed({ code: wanted.fault })
  if (wanted.address === before) return nothing(undefined)
  await saveAddress(deps.database, user.id, wanted.address)
  await tellOwner(deps, user, 'address-changed', before)
  return did(user.username, {
    address: wanted.address === '' ? 'removed' : before === '' ? 'set' : 'changed',
    before: await addressKept(deps.database, before),
    after: await addressKept(deps.database, wanted.address),
  })
}

/** An address as the log keeps it: whoever knows one can tell whether it was that, and nobody can read it there. */
async function addressKept(database: Database, address: string): Promise<{ readonly addressHash: string }> {
  return { addressHash: address === '' ? '' : sealOf(await secretNamed(database, 'accounts'), 'address', address) }
}

/** Sends a letter to whoever asks, to see whether mail works. */
export const tryMail: Act<undefined, { readonly letter: string }, Unknown | { readonly code: 'no_mail' }, MailDeps> = {
  name: 'letters.try',
  run: async (deps, { id }: Actor) => {
    const user = await userWithId(deps.database, id)
    if (!user) return failed({ code: 'unknown' })
    const letter = await sendTrial(deps, user)
    return letter === undefined ? failed({ code: 'no_mail' }) : did(user.username, {}, { letter })
  },
}

/** Closes an account until it is enabled again: nobody signs in with it, and its sessions, links and tokens end. */
export const disableAccount: Act<Named, undefined, Unknown | { readonly code: 'last' }> = {
  name: 'accounts.disable',
  run: async ({ database, now }, _, { username }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at !== '') return nothing(undefined)
    if (await isLastAdministrator(database, user.id)) return failed({ code: 'last' })
    await markDisabled(database, user.id, `${new Date(now()).toISOString().slice(0, 19)}Z`)
    await endSessionsOf(database, user.id)
    await dropLinkOf(database, user.id)
    const tokens = await revokeTokens(database, user.id)
    return did(user.username, { tokens })
  },
}

export const enableAccount: Act<Named, undefined, Unknown> = {
  name: 'accounts.enable',
  run: async ({ database }, _, { username }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at === '') return nothing(undefined)
    await markDisabled(database, user.id, '')
    return did(user.username)
  },
}

type WantedToken = Named & { readonly label: string; readonly scope: readonly Permission[]; readonly days: number }
type MadeToken = { readonly id: string; readonly token: string; readonly expiresOn: string }

/** In days; a script that is still needed gets another token once a year. */
export const longestToken = 366

/** Makes an access token for an account, for some permissions and so many days; it can be shown only now. */
export const makeToken: Act<WantedToken, MadeToken, Unknown | { readonly code: 'disabled' | 'days' | 'scope' }> = {
  name: 'accounts.make-token',
  run: async ({ database, now }, actor, { username, label, scope, days }) => {
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.disabled_at !== '') return failed({ code: 'disabled' })
    if (!Number.isInteger(days) || days < 1 || days > longestToken) return failed({ code: 'days' })
    if (scope.length === 0 || scope.some((permission) => !actor.permissions.includes(permission))) return failed({ code: 'scope' })
    const expiresOn = localDay(now() + days * 86_400_000)
    const wanted = { user_id: user.id, label, scope: scope.join(','), created_on: localDay(now()), expires_on: expiresOn }
    const { id, token } = await createToken(database, wanted)
    return did(user.username, { token: id, label, scope, expiresOn }, { id, token, expiresOn })
  },
}

/** Takes one access token back; where an account is named, one of that account. */
export const takeTokenBack: Act<{ readonly id: string; readonly username?: string }, { readonly username: string }, Unknown> = {
  name: 'accounts.revoke-token',
  run: async ({ database }, _, { id, username }) => {
    const held = (await listTokens(database)).find((one) => one.id === id && (username === undefined || one.username === username))
    if (!held) return failed({ code: 'unknown' })
    await revokeToken(database, id)
    return did(held.username, { token: id, label: held.label }, { username: held.username })
  },
}

/** What somebody has set up and shown: the sealed secret, the time step of the code that confirmed it, and hashes of recovery codes. */
type NewFactor = {
  readonly secret: string
  readonly step: number
  readonly codes: readonly string[]
  /** The session in which it was set up; all others began without it and end. */
  readonly session: string
}

/** Sets one's own second factor up. */
export const addFactor: Act<NewFactor, undefined, Unknown | { readonly code: 'there' }, MailDeps> = {
  name: 'accounts.add-factor',
  run: async (deps, { id }, { secret, step, codes, session }) => {
    const { database, now } = deps
    const user = await userWithId(database, id)
    if (!user) return failed({ code: 'unknown' })
    if (await factorOf(database, id)) return failed({ code: 'there' })
    await insertFactor(database, { user_id: id, secret, since: new Date(now()).toISOString(), last_step: step }, codes)
    await endOtherSessions(database, id, session)
    await tellOwner(deps, user, 'factor-added')
    return did(user.username, { recoveryCodes: codes.length })
  },
}

/** Puts new recovery codes in place of all that one had. */
export const renewRecoveryCodes: Act<{ readonly codes: readonly string[] }, undefined, Unknown, MailDeps> = {
  name: 'accounts.renew-recovery-codes',
  run: async (deps, { id }, { codes }) => {
    const { database } = deps
    const user = await userWithId(database, id)
    if (!user || !(await hasFactor(database, id))) return failed({ code: 'unknown' })
    await replaceRecoveryCodes(database, id, codes)
    await tellOwner(deps, user, 'codes-renewed')
    return did(user.username, { recoveryCodes: codes.length })
  },
}

/** Takes one's own app away; passkeys stay. */
export const removeOwnFactor: Act<undefined, undefined, Unknown, MailDeps> = {
  name: 'accounts.remove-own-factor',
  run: async (deps, { id }) => {
    const { database } = deps
    const user = await userWithId(database, id)
    if (!user || !(await deleteApp(database, id))) return failed({ code: 'unknown' })
    await tellOwner(deps, user, 'factor-removed')
    return did(user.username)
  },
}

/** What a device has made and its owner has named; hashes of recovery codes, which count only where it is the first second factor. */
type NewPasskey = Pick<NewFactor, 'codes' | 'session'> & { readonly passkey: Omit<PasskeyRow, 'user_id' | 'since' | 'used_on'> }

/** More than anybody carries; a page lists them all. */
export const mostPasskeys = 10

/** Adds a passkey to one's own account; the first second factor brings recovery codes and ends what began without it. */
export const addPasskey: Act<NewPasskey, { readonly isFirst: boolean }, Unknown | { readonly code: 'there' | 'many' }, MailDeps> = {
  name: 'accounts.add-passkey',
  run: async (deps, { id }, { passkey, codes, session }) => {
    const { database, now } = deps
    const user = await userWithId(database, id)
    if (!user) return failed({ code: 'unknown' })
    if (await findPasskey(database, passkey.id)) return failed({ code: 'there' })
    if ((await passkeysOf(database, id)).length >= mostPasskeys) return failed({ code: 'many' })
    const isFirst = !(await hasFactor(database, id))
    await insertPasskey(database, { ...passkey, user_id: id, since: new Date(now()).toISOString(), used_on: '' })
    if (isFirst) {
      await replaceRecoveryCodes(database, id, codes)
      await endOtherSessions(database, id, session)
    }
    await tellOwner(deps, user, 'factor-added')
    return did(user.username, { passkey: passkey.name, ...(isFirst ? { recoveryCodes: codes.length } : {}) }, { isFirst })
  },
}

/** Takes one of one's own passkeys away. */
export const removePasskey: Act<{ readonly id: string }, undefined, Unknown, MailDeps> = {
  name: 'accounts.remove-passkey',
  run: async (deps, actor, { id }) => {
    const { database } = deps
    const [user, passkey] = [await userWithId(database, actor.id), await findPasskey(database, id)]
    if (!user || !passkey || !(await deletePasskey(database, actor.id, id))) return failed({ code: 'unknown' })
    await dropCodesWithoutFactor(database, actor.id)
    await tellOwner(deps, user, 'factor-removed')
    return did(user.username, { passkey: passkey.name })
  },
}

/** Takes every second factor of somebody away who has lost it, and ends their sessions; nobody gets around their own that way. */
export const removeFactor: Act<Named, undefined, Unknown | { readonly code: 'own' }, MailDeps> = {
  name: 'accounts.remove-factor',
  takesAnother: ({ code }) => code === 'own',
  run: async (deps, actor, { username }) => {
    const { database } = deps
    const user = await userNamed(database, username)
    if (!user) return failed({ code: 'unknown' })
    if (user.id === actor.id) return failed({ code: 'own' })
    if (!(await deleteFactor(database, user.id))) return nothing(undefined)
    await endSessionsOf(database, user.id)
    await tellOwner(deps, user, 'factor-removed')
    return did(user.username)
  },
}

/** Whom the provider of identities calls somebody who is signed in, and the way on which it said so, which is used up with this. */
type Linked = { readonly subject: Subject; readonly spent: { readonly hash: string; readonly expiresAt: string } }

/** Lets the provider open one's own account from now on, beside the password; for one person there, so that nobody adds a second unseen. */
export const linkProvider: Act<Linked, undefined, Unknown | { readonly code: 'elsewhere' | 'linked' | 'spent' }, MailDeps> = {
  name: 'accounts.link-provider',
  run: async (deps, { id }, { subject, spent }) => {
    const { database, now } = deps
    const user = await userWithId(database, id)
    if (!user) return failed({ code: 'unknown' })
    const at = new Date(now()).toISOString()
    if (!(await spendErrand(database, spent.hash, spent.expiresAt, at))) return failed({ code: 'spent' })
    const known = await userOfSubject(database, subject)
    if (known) return known.id === id ? nothing(undefined) : failed({ code: 'elsewhere' })
    if ((await linkedSince(database, id)) !== undefined) return failed({ code: 'linked' })
    await linkSubject(database, subject, id, at)
    await tellOwner(deps, user, 'factor-added')
    return did(user.username)
  },
}

/** Lets the password alone open one's own account; the roles that came by the provider's groups go with it. */
export const unlinkProvider: Act<undefined, undefined, Unknown | { readonly code: 'no_password' }, MailDeps> = {
  name: 'accounts.unlink-provider',
  run: async (deps, { id }) => {
    const { database } = deps
    const user = await userWithId(database, id)
    if (!user) return failed({ code: 'unknown' })
    if (!(await hasPassword(database, id))) return failed({ code: 'no_password' })
    if (!(await unlinkSubjects(database, id))) return nothing(undefined)
    await tellOwner(deps, user, 'factor-removed')
    return did(user.username)
  },
}
