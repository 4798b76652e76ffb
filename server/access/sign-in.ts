import type { Context } from 'hono'
import { type Budget, forgetTries, giveTryBack, takeTry } from '../db/guesses'
import { endHalf, markProved, takeHalfTry } from '../db/sessions'
import { userNamed, userWithId } from '../db/accounts'
import type { Details } from '../db/events'
import { takePasskeyUse } from '../db/passkeys'
import { nobodyKnown, note } from '../log/note'
import type { Accounts } from './accounts'
import { type PasswordFault, passwordFault } from './credentials'
import { sealOf } from './keys'
import { networkOf } from './origin'
import { aloneOptions, claimedPasskey, type Party, shownAgain, shownAlone, shownSecond } from './passkeys'
import { showsFactor } from './second-factor'
import {
  atPage,
  beginPasskeySession,
  beginSession,
  completeSession,
  currentHalf,
  dropPasskeyKey,
  type Half,
  keepPasskeyKey,
  knowsPassword,
  knownDevice,
  passkeyKey,
  replacePassword,
  type Session,
} from './session'

export type SlowedDown = { readonly kind: 'slowed'; readonly seconds: number }
export type SignIn = { readonly kind: 'in' | 'half' | 'wrong' } | SlowedDown

/** Signs in with a user name and a password; an unknown name takes as long as a wrong password and is told the same. */
export async function signIn(accounts: Accounts, c: Context, name: string, password: string): Promise<SignIn> {
  const username = name.trim().toLowerCase()
  const { wait, succeeded } = await guess(accounts, c, username)
  if (wait > 0) return slowed(wait)
  const begun = await beginSession(accounts, c, username, password)
  if (begun === 'wrong') {
    const device = knownDevice(accounts, c, username) === undefined ? 'unknown' : 'known'
    const user = await userNamed(accounts.database, username)
    noteFailure(accounts, user?.username ?? '', user ? { device } : {})
    return { kind: 'wrong' }
  }
  if (begun === 'in') {
    const user = await userNamed(accounts.database, username)
    if (user) await note(accounts, atPage(user), 'sessions.begin', user.username)
  }
  await succeeded()
  return { kind: begun }
}

/** What was typed where there is no such account may be a password in the wrong field: it is not kept, and all such tries of an hour are one note. */
function noteFailure({ database, now, soon }: Accounts, username: string, details: Details): void {
  const at = now()
  soon(() => note({ database, now: () => at }, nobodyKnown, 'sessions.fail', username, details))
}

/** In one half sign-in; the account has its own budget besides. */
const mostCodes = 5

/** `over`: the time or the tries are, or nobody has typed a password in this browser. */
export type SecondStep = { readonly kind: 'in' | 'wrong' | 'over' } | SlowedDown

/** What somebody shows after the password: a code that was typed, or what a browser says of a passkey. */
export type ShownFactor = { readonly code: string } | { readonly passkey: string; readonly party: Party }

/** Signs in who has typed the right password and shows their second factor. */
export async function showFactor(accounts: Accounts, c: Context, shown: ShownFactor): Promise<SecondStep> {
  const half = await currentHalf(accounts, c)
  if (!half) return { kind: 'over' }
  const { wait, succeeded } = await guessCode(accounts, c, half.user.username)
  if (wait > 0) return slowed(wait)
  const tries = await takeHalfTry(accounts.database, half.hash, mostCodes)
  if (tries === undefined) return { kind: 'over' }
  const second = await looksRight(accounts, half, shown)
  if (!second.right) {
    await note(accounts, nobodyKnown, 'sessions.fail', half.user.username, { device: second.why })
    if (tries < mostCodes) return { kind: 'wrong' }
    await endHalf(accounts.database, half.hash)
    return { kind: 'over' }
  }
  if (!(await completeSession(accounts, c, half))) return { kind: 'over' }
  const user = await userWithId(accounts.database, half.user.id)
  if (user) await note(accounts, atPage(user), 'sessions.begin', user.username, { secondFactor: true, ...second.told })
  await succeeded()
  return { kind: 'in' }
}

type Looked = { readonly right: true; readonly told: Details } | { readonly right: false; readonly why: string }

async function looksRight(accounts: Accounts, half: Half, shown: ShownFactor): Promise<Looked> {
  if ('code' in shown)
    return (await showsFactor(accounts, half.user.id, shown.code)) ? { right: true, told: {} } : { right: false, why: 'second-factor' }
  const found = await shownSecond(accounts, half, shown.party, shown.passkey)
  if (found?.passkey.user_id !== half.user.id) return { right: false, why: 'passkey' }
  return (await takePasskeyUse(accounts.database, found.use))
    ? { right: true, told: { passkey: found.passkey.name } }
    : { right: false, why: countedBack }
}

/** In the log: a passkey whose counter did not go on has a copy somewhere. */
const countedBack = 'passkey-counter'

export type PasskeyAsked = { readonly kind: 'asked'; readonly options: Awaited<ReturnType<typeof aloneOptions>> } | SlowedDown

/** Lets a browser ask for a passkey alone. Nobody is known yet, so a network may do so only so often; each that succeeds costs it nothing. */
export async function askForPasskey(accounts: Accounts, c: Context, party: Party): Promise<PasskeyAsked> {
  const wait = await takeTry(accounts.database, { ...ofAsking, key: askingKey(accounts, c) }, accounts.now())
  if (wait > 0) return slowed(wait)
  return { kind: 'asked', options: await aloneOptions(accounts, keepPasskeyKey(accounts, c), party) }
}

/** Signs in with a passkey alone that its owner has unlocked, which is two factors in one. Whatever is wrong with it is told alike. */
export async function passkeySignIn(accounts: Accounts, c: Context, party: Party, typed: string): Promise<SignIn> {
  const claimed = await claimedPasskey(accounts, typed)
  const { wait, succeeded } = claimed ? await guessCode(accounts, c, claimed.username) : free
  if (wait > 0) return slowed(wait)
  const key = passkeyKey(accounts, c)
  dropPasskeyKey(accounts, c)
  const shown = key === undefined ? undefined : await shownAlone(accounts, key, party, typed)
  const user = shown && (await userWithId(accounts.database, shown.passkey.user_id))
  const begun = user ? await beginPasskeySession(accounts, c, user, shown.use) : 'closed'
  if (!user || begun !== 'begun') {
    const why = begun === 'counted back' ? countedBack : 'passkey'
    noteFailure(accounts, claimed?.username ?? '', { device: why })
    return { kind: 'wrong' }
  }
  await note(accounts, atPage(user), 'sessions.begin', user.username, { passkey: shown.passkey.name })
  await succeeded()
  await giveTryBack(accounts.database, askingKey(accounts, c), accounts.now())
  return { kind: 'in' }
}

/** What somebody who is signed in shows anew: the password, with a code where the account has a second factor, or a passkey. */
export type ShownAgain =
  { readonly password: string; readonly code?: string | undefined } | { readonly passkey: string; readonly party: Party }

/** `told`: what the log says of it. */
export type Proof = { readonly kind: 'right'; readonly told: Details } | { readonly kind: 'wrong' } | SlowedDown

/**
 * Whether somebody who is signed in is who they are. Tries come out of the budgets of signing in: a screen that was left open gives no more
 * of them.
 */
export const proved = (accounts: Accounts, c: Context, session: Session, shown: ShownAgain): Promise<Proof> =>
  'passkey' in shown ? provedByPasskey(accounts, c, session, shown) : provedByPassword(accounts, c, session, shown)

async function provedByPassword(
  accounts: Accounts,
  c: Context,
  session: Session,
  { password, code }: Extract<ShownAgain, { readonly password: string }>,
): Promise<Proof> {
  const { username, id } = session.user
  const first = await guess(accounts, c, username)
  if (first.wait > 0) return slowed(first.wait)
  if (!(await knowsPassword(accounts, session, password))) return unproved(accounts, session)
  const second = code === undefined ? undefined : await guessCode(accounts, c, username)
  if (second && second.wait > 0) return slowed(second.wait)
  if (code !== undefined && !(await showsFactor(accounts, id, code))) return unproved(accounts, session)
  await first.succeeded()
  await second?.succeeded()
  return { kind: 'right', told: code === undefined ? {} : { secondFactor: true } }
}

/** One of their own, and of no other account. */
async function provedByPasskey(
  accounts: Accounts,
  c: Context,
  session: Session,
  { passkey, party }: Extract<ShownAgain, { readonly passkey: string }>,
): Promise<Proof> {
  const { wait, succeeded } = await guessCode(accounts, c, session.user.username)
  if (wait > 0) return slowed(wait)
  const found = await shownAgain(accounts, session, party, passkey)
  if (found?.passkey.user_id !== session.user.id) return unproved(accounts, session, 'passkey')
  if (!(await takePasskeyUse(accounts.database, found.use))) return unproved(accounts, session, countedBack)
  await succeeded()
  return { kind: 'right', told: { passkey: found.passkey.name } }
}

/** The same, and notes that they have just shown it, in all processes. */
export async function proveAgain(accounts: Accounts, c: Context, session: Session, shown: ShownAgain): Promise<Proof> {
  const proof = await proved(accounts, c, session, shown)
  if (proof.kind !== 'right') return proof
  await markProved(accounts.database, session.token, new Date(accounts.now()).toISOString())
  await note(accounts, atPage(session.user), 'sessions.prove', session.user.username, proof.told)
  return proof
}

async function unproved(accounts: Accounts, { user }: Session, device = 'signed-in'): Promise<Proof> {
  await note(accounts, atPage(user), 'sessions.fail', user.username, { device })
  return { kind: 'wrong' }
}

export type PasswordChange =
  { readonly kind: 'changed' } | { readonly kind: 'wrong' } | { readonly kind: 'faulty'; readonly fault: PasswordFault } | SlowedDown

/** Changes the password of somebody who is signed in and knows the present one. */
export async function changePassword(
  accounts: Accounts,
  c: Context,
  session: Session,
  present: string,
  wanted: string,
): Promise<PasswordChange> {
  const fault = await passwordFault(wanted, session.user.username)
  if (fault) return { kind: 'faulty', fault }
  const { wait, succeeded } = await guess(accounts, c, session.user.username)
  if (wait > 0) return slowed(wait)
  if (!(await replacePassword(accounts, c, session, present, wanted))) {
    await note(accounts, atPage(session.user), 'sessions.fail', session.user.username, { device: 'signed-in' })
    return { kind: 'wrong' }
  }
  await succeeded()
  return { kind: 'changed' }
}

const slowed = (wait: number): SlowedDown => ({ kind: 'slowed', seconds: Math.ceil(wait / 1000) })

const second = 1000
const longestWait = 15 * 60 * second

/** Nothing for the first tries, then twice as long after each. */
const doubling = (free: number, first: number) => (tries: number) => (tries < free ? 0 : Math.min(longestWait, first * 2 ** (tries - free)))

/** At most nine tries on an account in the first quarter of an hour, then one in each. */
const ofAccount = { waitAfter: doubling(5, 30 * second), forgetAfter: 24 * 3600 * second }

/** An office behind one address mistypes a lot, and is forgotten sooner. */
const ofNetwork = { waitAfter: doubling(30, 30 * second), forgetAfter: longestWait }

/** To open the browser's question and close it again is no guess. */
const ofAsking = { waitAfter: doubling(100, second), forgetAfter: longestWait }

const askingKey = ({ secret, config }: Accounts, c: Context): string => sealOf(secret, 'guess', 'passkey', networkOf(c, config.trustProxy))

export type Guess = { readonly wait: number; readonly succeeded: () => Promise<void> }

/**
 * One try at an account's password. A device where the account was signed in before has a budget of its own:
 * whoever guesses from elsewhere does not keep the owner out.
 */
async function guess(accounts: Accounts, c: Context, username: string): Promise<Guess> {
  const device = knownDevice(accounts, c, username)
  if (device !== undefined) return tried(accounts, [{ ...ofAccount, key: sealOf(accounts.secret, 'guess', 'device', device, username) }])
  const network = { ...ofNetwork, key: sealOf(accounts.secret, 'guess', 'network', networkOf(c, accounts.config.trustProxy)) }
  return tried(accounts, [{ ...ofAccount, key: accountKey(accounts, username) }], network)
}

/** One try at the code of an account whose password was right; as with passwords, a known device has its own budget. */
function guessCode(accounts: Accounts, c: Context, username: string): Promise<Guess> {
  const device = knownDevice(accounts, c, username)
  const whose = device === undefined ? ['code', username] : ['code', 'device', device, username]
  return tried(accounts, [{ ...ofAccount, key: sealOf(accounts.secret, 'guess', ...whose) }])
}

/** A passkey that is none of ours is no try at any account. */
const free: Guess = { wait: 0, succeeded: () => Promise.resolve() }

/** What was tried on an account counts no more, once its owner has a new password. */
export const forgetGuesses = (accounts: Accounts, username: string): Promise<void> =>
  forgetTries(accounts.database, accountKey(accounts, username))

async function tried({ database, now }: Accounts, own: readonly Budget[], network?: Budget): Promise<Guess> {
  for (const budget of [...(network ? [network] : []), ...own]) {
    const wait = await takeTry(database, budget, now())
    if (wait > 0) return { wait, succeeded: () => Promise.resolve() }
  }
  return {
    wait: 0,
    succeeded: async () => {
      for (const { key } of own) await forgetTries(database, key)
      if (network) await giveTryBack(database, network.key, now())
    },
  }
}

const accountKey = ({ secret }: Accounts, username: string): string => sealOf(secret, 'guess', 'account', username)
