import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { localDay } from '../../surveys/instrument/calendar'
import { type GroupRole, type GroupRoleNotGiven, groupRolesEnd, rolesOfGroups } from '../../surveys/people/groups'
import { deleteCredential, dropLinkOf, findLink, insertUser, spendLink, userNamed, userWithId } from '../db/accounts'
import { endSessionsOf } from '../db/sessions'
import type { Database } from '../db/dialect'
import type { Details } from '../db/events'
import { grantsOf, groupRoles, type HeldGrant, isByHand, isLastAdministrator, replaceGroupGrants } from '../db/grants'
import { linkedSince, linkSubject, spendErrand, type Subject, userOfSubject } from '../db/provider-accounts'
import { hasFactor } from '../db/second-factors'
import type { UserRow } from '../db/tables'
import { nobodyKnown, note, type Noted, noted } from '../log/note'
import { newUser } from './account'
import type { Accounts } from './accounts'
import { isUsername } from './credentials'
import { hashOf, isSealed, newKey, sealOf } from './keys'
import { originOf } from './origin'
import type { Answered, Errand, Identity, Provider, ProviderTrouble } from './provider'
import { atPage, type Coming, cookieAttributes, cookieNamed, currentSession, halfFor, type Session, sessionFor } from './session'

/**
 * What somebody goes to the provider for: to sign in, and where to then; `link` and `own` are hashes, of a one-time link and of the session that
 * they have. `again`: to show anew who they are.
 */
type Purpose = { readonly next: string; readonly link?: string; readonly own?: string; readonly again?: true }

/** What the browser keeps meanwhile, under our seal. `until` is in milliseconds. */
type Kept = Purpose & { readonly state: string; readonly until: number }

/** For typing a password there, a second factor too, and looking for the phone. */
const errandMs = 10 * 60_000

/** Where the provider sends everybody back to; it has to know this address. */
const backPath = '/admin/sign-in/provider/back'

/** Where to send a browser that is to sign in by the provider. It gets a cookie of its own for each time, and nothing is stored. */
export async function sendToProvider(accounts: Accounts, provider: Provider, c: Context, purpose: Purpose): Promise<Answered<URL>> {
  const [key, state] = [newKey(), newKey()]
  const found = await provider.asking(errandOf(accounts, c, key, state), purpose.again ? 'anew' : 'as-known')
  if (!found.ok) {
    await noteStop(accounts, found.why, found.detail)
    return found
  }
  dropMany(accounts, c)
  const kept: Kept = { ...purpose, state, until: accounts.now() + errandMs }
  const text = Buffer.from(JSON.stringify(kept)).toString('base64url')
  const value = `${key}.${text}.${sealOf(accounts.secret, 'errand', key, text)}`
  setCookie(c, errandCookie(accounts, c, state), value, { ...cookieAttributes(accounts.config, c), maxAge: errandMs / 1000 })
  return found
}

/** Of ways that nobody came back on a browser keeps a few: a site that sends it here again and again would make its requests too long for any server. */
function dropMany({ config }: Accounts, c: Context): void {
  const begins = cookieNamed(config, c, errandName)
  const open = Object.keys(getCookie(c)).filter((name) => name.startsWith(begins))
  if (open.length >= mostErrands) for (const name of open) deleteCookie(c, name, cookieAttributes(config, c))
}

const errandName = 'sipas_errand_'

/** More tabs than somebody signs in with. */
const mostErrands = 8

/** What proves that an answer is to our question follows from the browser's key, so that it is stored nowhere. */
const errandOf = ({ config }: Accounts, c: Context, key: string, state: string): Errand => ({
  state,
  nonce: sealOf(key, 'nonce', state),
  verifier: sealOf(key, 'verifier', state),
  back: `${originOf(config, c)}${backPath}`,
})

/** One for each way, so that two tabs do not meet. */
const errandCookie = ({ config, secret }: Accounts, c: Context, state: string): string =>
  cookieNamed(config, c, `${errandName}${sealOf(secret, 'errand', state).slice(0, 8)}`)

type Found = { readonly key: string; readonly kept: Kept }

function keptIn(accounts: Accounts, c: Context): Found | undefined {
  const state = c.req.query('state') ?? ''
  const [key = '', text = '', seal = ''] = (getCookie(c, errandCookie(accounts, c, state)) ?? '').split('.')
  if (!isSealed(seal, accounts.secret, 'errand', key, text)) return undefined
  const kept: Kept = JSON.parse(Buffer.from(text, 'base64url').toString())
  return kept.state === state && accounts.now() < kept.until ? { key, kept } : undefined
}

/**
 * Why nobody is signed in. `lost`: this browser did not ask, or too long ago; `no_role`: nothing that they are in lets them be anything here;
 * `disabled`: their account is closed; `taken`: an account has their name and may be theirs; `link_gone`: the one-time link is over;
 * `elsewhere`: they have another account; `linked`: their account is opened by somebody else of the provider; `last_administrator`: they are the last administrator and would have no password.
 */
export type Stop = ProviderTrouble | 'lost' | 'no_role' | 'disabled' | 'taken' | 'link_gone' | 'elsewhere' | 'linked' | 'last_administrator'

export type Stopped = { readonly kind: 'stopped'; readonly why: Stop; readonly username: string }
type Entered = { readonly kind: 'in' | 'half'; readonly next: string; readonly notGiven: readonly GroupRoleNotGiven[] }
/** Somebody who is signed in has shown whom the provider calls them; `spent` is written with what is done about it. */
type Shown = { readonly kind: 'own'; readonly session: Session; readonly subject: Subject; readonly spent: Spent }
export type Spent = { readonly hash: string; readonly expiresAt: string }
export type Return = Entered | Shown | Stopped

/** Takes what the provider answers: signs in whom it names, or says why not, and then nothing has changed. */
export async function comeFromProvider(accounts: Accounts, provider: Provider, c: Context): Promise<Return> {
  const found = keptIn(accounts, c)
  if (!found) return stopped(accounts, 'lost')
  const { key, kept } = found
  deleteCookie(c, errandCookie(accounts, c, kept.state), cookieAttributes(accounts.config, c))
  const came = await provider.identify(errandOf(accounts, c, key, kept.state), new URL(c.req.url).searchParams)
  if (!came.ok) return stopped(accounts, came.why, came.detail)
  if (kept.own === undefined) return entered(accounts, c, kept, came.value)
  const session = await currentSession(accounts, c)
  if (session?.token !== kept.own) return stopped(accounts, 'lost')
  return { kind: 'own', session, subject: came.value, spent: spentOf(kept) }
}

const spentOf = ({ state, until }: Kept): Spent => ({ hash: hashOf(state), expiresAt: instant(until) })

async function stopped(accounts: Accounts, why: Stop, detail = '', username = ''): Promise<Stopped> {
  await noteStop(accounts, why, detail, username)
  return { kind: 'stopped', why, username }
}

const noteStop = (accounts: Accounts, why: Stop, detail = '', username = ''): Promise<void> =>
  note(accounts, nobodyKnown, 'sessions.fail-provider', username, detail === '' ? { why } : { why, detail })

async function entered(accounts: Accounts, c: Context, kept: Kept, identity: Identity): Promise<Return> {
  const came = await noted(accounts, (within) => enter(accounts, within, kept, identity))
  if (came.kind === 'stopped') return stopped(accounts, came.why, '', came.username)
  await came.coming.settle(c)
  return came
}

type Entering = (Entered & { readonly coming: Coming }) | Stopped

const stop = (why: Stop, username = ''): Noted<Entering> => ({ kind: 'nothing', value: { kind: 'stopped', why, username } })

/** Everything that a sign-in writes, as of one moment: whose account it is, the roles that follow from its groups, and the session. */
async function enter(accounts: Accounts, within: Database, kept: Kept, identity: Identity): Promise<Noted<Entering>> {
  const { hash, expiresAt } = spentOf(kept)
  const now = accounts.now()
  if (!(await spendErrand(within, hash, expiresAt, instant(now)))) return stop('spent')
  const roles = { table: await groupRoles(within), groups: identity.groups, day: localDay(now) }
  const owner = await (kept.link === undefined ? ownerOf(within, identity, roles, now) : invited(within, identity, kept.link, now))
  if (owner.kind === 'not') return stop(owner.why)
  const { user } = owner
  if (user.disabled_at !== '') return stop('disabled', user.username)
  const held = await grantsOf(within, user.id)
  const { given, notGiven } = rolesOfGroups(roles.table, roles.groups, held.filter(isByHand), roles.day)
  await replaceGroupGrants(within, user.id, given, groupRolesEnd(now))
  const isHalf = !identity.showedFactor && (await hasFactor(within, user.id))
  const enteredBy = identity.showedFactor ? 'provider-factor' : 'provider'
  const coming = isHalf ? halfFor(accounts, user, enteredBy) : sessionFor(accounts, user, enteredBy, provedThere(identity, now))
  await coming.store(within)
  return {
    kind: 'told',
    doer: atPage(user),
    name: isHalf ? 'sessions.begin-half' : 'sessions.begin',
    object: user.username,
    details: { through: 'provider', ...owner.told, ...changed(held, given), ...refusals(notGiven) },
    value: { kind: isHalf ? 'half' : 'in', next: kept.next, notGiven, coming },
  }
}

/** When somebody showed a provider who they are, as it says; where it does not, they are taken to have done so now. */
const provedThere = ({ askedAt = Infinity }: Identity, now: number): string => instant(Math.max(0, Math.min(askedAt, now)))

type Roles = { readonly table: readonly GroupRole[]; readonly groups: readonly string[]; readonly day: string }
type Owner = { readonly kind: 'owner'; readonly user: UserRow; readonly told: Details } | { readonly kind: 'not'; readonly why: Stop }

/** Whose account this is; a new one where groups let somebody be something who has none. */
async function ownerOf(within: Database, identity: Identity, { table, groups, day }: Roles, now: number): Promise<Owner> {
  const known = await userOfSubject(within, identity)
  if (known) return { kind: 'owner', user: known, told: {} }
  if (rolesOfGroups(table, groups, [], day).given.length === 0) return { kind: 'not', why: 'no_role' }
  const username = await freeUsername(within, identity)
  if (username === undefined) return { kind: 'not', why: 'taken' }
  const user = newUser(username, identity.name)
  await insertUser(within, user, undefined, now)
  await linkSubject(within, identity, user.id, instant(now))
  return { kind: 'owner', user, told: { made: true } }
}

/** The account that an administrator's one-time link is for, from now on opened by the provider in place of a password, which nobody has chosen yet. */
async function invited(within: Database, identity: Identity, hash: string, now: number): Promise<Owner> {
  const link = await findLink(within, hash)
  const user = link && link.expires_at > instant(now) ? await userWithId(within, link.user_id) : undefined
  if (!user || user.disabled_at !== '' || !(await spendLink(within, hash))) return { kind: 'not', why: 'link_gone' }
  const known = await userOfSubject(within, identity)
  if (known && known.id !== user.id) return { kind: 'not', why: 'elsewhere' }
  if (!known && (await linkedSince(within, user.id)) !== undefined) return { kind: 'not', why: 'linked' }
  if (await isLastAdministrator(within, user.id)) return { kind: 'not', why: 'last_administrator' }
  if (!known) await linkSubject(within, identity, user.id, instant(now))
  await deleteCredential(within, user.id)
  await endSessionsOf(within, user.id)
  await dropLinkOf(within, user.id)
  return { kind: 'owner', user, told: { linked: true } }
}

/**
 * What somebody new is called here; undefined where an account has the name that no provider opens and that may be theirs. A name makes
 * nobody the owner of anything: it may have been somebody else's.
 */
async function freeUsername(within: Database, { username, issuer, subject }: Identity): Promise<string | undefined> {
  const [own = ''] = username.split('@')
  const wanted = isUsername(own) ? own.toLowerCase() : `sso-${hashOf(JSON.stringify([issuer, subject])).slice(0, 8)}`
  for (let place = 1; ; place += 1) {
    const name = place === 1 ? wanted : `${wanted.slice(0, 58)}-${place}`
    const taken = await userNamed(within, name)
    if (!taken) return name
    if ((await linkedSince(within, taken.id)) === undefined) return undefined
  }
}

/** The roles by groups before and after, where they changed. */
function changed(held: readonly HeldGrant[], given: readonly GroupRole[]): Details {
  const had = held.flatMap(({ group, role, agency }) => (group === undefined ? [] : [{ group, role, agency }]))
  const [before, after] = [had.map(roleText).sort(), given.map(roleText).sort()]
  return before.join('\n') === after.join('\n') ? {} : { before: { roles: before }, after: { roles: after } }
}

const refusals = (notGiven: readonly GroupRoleNotGiven[]): Details =>
  notGiven.length === 0 ? {} : { notGiven: notGiven.map((one) => `${roleText(one)} (${one.why})`) }

const roleText = ({ group, role, agency }: GroupRole): string => `${group}: ${role}${agency === '' ? '' : `@${agency}`}`

/** Within so long after typing their password somebody who is signed in may go to the provider to have their account opened by it. */
const linkingMs = 5 * 60_000

/** Lets this session, and no other, go to the provider to link its account; given to whoever has just typed the password in it. */
export function linkingPass({ secret, now }: Accounts, { token }: Session): string {
  const until = String(now() + linkingMs)
  return `${until}.${sealOf(secret, 'linking', token, until)}`
}

export function isLinkingPass({ secret, now }: Accounts, { token }: Session, pass: string): boolean {
  const [until = '', seal = ''] = pass.split('.')
  return isSealed(seal, secret, 'linking', token, until) && now() < Number(until)
}

const instant = (time: number): string => new Date(time).toISOString()
