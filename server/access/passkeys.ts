import type { AuthenticationResponseJSON, AuthenticatorTransport, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Context } from 'hono'
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'
import { localDay } from '../../surveys/instrument/calendar'
import { findPasskey, passkeysOf, type PasskeyUse, saveChallenge, takeChallenge } from '../db/passkeys'
import type { PasskeyRow } from '../db/tables'
import { publicAddress } from '../public-address'
import type { Accounts } from './accounts'
import { halfMs, hashOf } from './keys'
import { isSecure } from './origin'
import type { Half, Session } from './session'

/** Whom a passkey is made for and shown to: the host that it is bound to, and where a browser says that its page is from. */
export type Party = { readonly id: string; readonly origin: string }

/** Whether passkeys work where somebody is: here, at another address of ours, or nowhere as the server stands. */
export type PasskeyPlace =
  { readonly kind: 'here'; readonly party: Party } | { readonly kind: 'elsewhere'; readonly at: string } | { readonly kind: 'nowhere' }

/** Browsers bind a passkey to the name of a host, over https or on the machine itself, and to no number. */
export async function passkeyPlace({ config, database }: Pick<Accounts, 'config' | 'database'>, c: Context): Promise<PasskeyPlace> {
  const here = new URL(c.req.url)
  const address = await publicAddress({ config, database })
  const shared = address !== undefined && isBindable(new URL(address)) ? new URL(address) : undefined
  if (shared?.host === here.host) return placeOf(shared)
  if (isOwnMachine(here.hostname)) return placeOf(new URL(`${isSecure(config, c) ? 'https' : 'http'}://${here.host}`))
  if (shared) return { kind: 'elsewhere', at: shared.origin }
  return /^(127\.|\[::1\]$)/.test(here.hostname)
    ? { kind: 'elsewhere', at: `http://localhost${here.port === '' ? '' : `:${here.port}`}` }
    : { kind: 'nowhere' }
}

const placeOf = ({ hostname, origin }: URL): PasskeyPlace => ({ kind: 'here', party: { id: hostname, origin } })

const isBindable = ({ protocol, hostname }: URL): boolean =>
  isOwnMachine(hostname) || (protocol === 'https:' && isIP(hostname.replace(/^\[|\]$/g, '')) === 0)

const isOwnMachine = (hostname: string): boolean => /^(.*\.)?localhost$/.test(hostname)

/** Loaded where it is needed: most who sign in never do. */
const library = () => import('@simplewebauthn/server')

/** What a browser has signed for: to make a passkey in a session, to be let in after the password or by it alone, to show again who is signed in. */
type Purpose = 'add' | 'second' | 'alone' | 'again'

/** Challenges are one to a browser and purpose, by what that browser alone holds. */
const browserOf = (purpose: Purpose, key: string): string => hashOf(`${purpose} ${key}`)

async function newChallenge({ database, now }: Accounts, purpose: Purpose, key: string): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32))
  const expires_at = new Date(now() + halfMs).toISOString()
  const row = { browser: browserOf(purpose, key), challenge: Buffer.from(challenge).toString('base64url'), expires_at }
  await saveChallenge(database, row, now())
  return challenge
}

const challengeOf = ({ database, now }: Accounts, purpose: Purpose, key: string): Promise<string | undefined> =>
  takeChallenge(database, browserOf(purpose, key), now())

/** What a browser needs to make a passkey for who is signed in. */
export async function newPasskeyOptions(accounts: Accounts, { token, user }: Session, { id }: Party) {
  const held = await passkeysOf(accounts.database, user.id)
  return (await library()).generateRegistrationOptions({
    rpName: 'SIPAS',
    rpID: id,
    userName: user.username,
    userDisplayName: user.name,
    userID: handleOf(user.id),
    challenge: await newChallenge(accounts, 'add', token),
    timeout: halfMs,
    excludeCredentials: described(held, id),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/** What a device keeps to say whose passkey it is; it names nobody. */
const handleOf = (user: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(user))

/** A passkey that has just been made, before it is given a name. */
export type MadePasskey = Pick<PasskeyRow, 'id' | 'party' | 'public_key' | 'transports' | 'counter'>

/** Reads what a browser made in answer to `newPasskeyOptions`; undefined where it is anything else. */
export async function madePasskey(accounts: Accounts, { token }: Session, party: Party, typed: string): Promise<MadePasskey | undefined> {
  const expectedChallenge = await challengeOf(accounts, 'add', token)
  const response = read(registration, typed)
  if (expectedChallenge === undefined || !response) return undefined
  const answer: RegistrationResponseJSON = { ...response, clientExtensionResults: {} }
  const { verifyRegistrationResponse } = await library()
  // It throws whatever does not fit together.
  const result = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: false,
  }).catch(() => undefined)
  if (!result?.verified) return undefined
  const { id, publicKey, counter } = result.registrationInfo.credential
  return {
    id,
    counter,
    party: party.id,
    public_key: Buffer.from(publicKey).toString('base64url'),
    transports: response.response.transports.filter(isTransport).join(','),
  }
}

/** What a browser needs to show a passkey after the right password: those of the account that are bound to this host. */
export async function secondStepOptions(accounts: Accounts, { hash, user }: Half, { id }: Party) {
  return (await library()).generateAuthenticationOptions({
    rpID: id,
    challenge: await newChallenge(accounts, 'second', hash),
    timeout: halfMs,
    allowCredentials: described(await passkeysOf(accounts.database, user.id), id),
    userVerification: 'preferred',
  })
}

/** What a browser needs for its owner to show again who they are: a passkey of theirs that is bound to this host, unlocked. */
export async function againOptions(accounts: Accounts, { token, user }: Session, { id }: Party) {
  return (await library()).generateAuthenticationOptions({
    rpID: id,
    challenge: await newChallenge(accounts, 'again', token),
    timeout: halfMs,
    allowCredentials: described(await passkeysOf(accounts.database, user.id), id),
    userVerification: 'required',
  })
}

/** What a browser needs to show any passkey that it knows for this host, unlocked by its owner. */
export async function aloneOptions(accounts: Accounts, key: string, { id }: Party) {
  const challenge = await newChallenge(accounts, 'alone', key)
  return (await library()).generateAuthenticationOptions({ rpID: id, challenge, timeout: halfMs, userVerification: 'required' })
}

function described(held: readonly PasskeyRow[], party: string) {
  const ours = held.filter((one) => one.party === party)
  return ours.map(({ id, transports }) => ({ id, transports: transports.split(',').filter(isTransport) }))
}

const reachedBy: readonly AuthenticatorTransport[] = ['ble', 'hybrid', 'internal', 'nfc', 'usb']

const isTransport = (text: string): text is AuthenticatorTransport => reachedBy.some((transport) => transport === text)

/** A passkey that somebody has shown, and whose it is. */
export type ShownPasskey = { readonly passkey: NonNullable<Awaited<ReturnType<typeof findPasskey>>>; readonly use: PasskeyUse }

/** Reads a passkey that is shown after the password, of whomever it is. */
export const shownSecond = async (accounts: Accounts, { hash }: Half, party: Party, typed: string): Promise<ShownPasskey | undefined> =>
  shown(accounts, party, await challengeOf(accounts, 'second', hash), typed, 'touched')

/** Reads a passkey, of whomever it is, that is shown by who is signed in: unlocked, since a key that stays in its socket is touched by anybody. */
export const shownAgain = async (accounts: Accounts, { token }: Session, party: Party, typed: string): Promise<ShownPasskey | undefined> =>
  shown(accounts, party, await challengeOf(accounts, 'again', token), typed, 'unlocked')

/** Whose passkey somebody claims to show, before anything about it is known to be true. */
export async function claimedPasskey({ database }: Accounts, typed: string): Promise<ShownPasskey['passkey'] | undefined> {
  const answer = read(assertion, typed)
  return answer && findPasskey(database, answer.id)
}

/** Reads a passkey that is shown alone: its owner has unlocked it, and the device says whose it is. */
export async function shownAlone(accounts: Accounts, key: string, party: Party, typed: string): Promise<ShownPasskey | undefined> {
  const found = await shown(accounts, party, await challengeOf(accounts, 'alone', key), typed, 'unlocked')
  const handle = read(assertion, typed)?.response.userHandle
  return found && handle === Buffer.from(handleOf(found.passkey.user_id)).toString('base64url') ? found : undefined
}

async function shown(
  accounts: Accounts,
  party: Party,
  expectedChallenge: string | undefined,
  typed: string,
  how: 'touched' | 'unlocked',
): Promise<ShownPasskey | undefined> {
  const answer = read(assertion, typed)
  const passkey = answer && (await findPasskey(accounts.database, answer.id))
  if (!answer || !passkey || expectedChallenge === undefined) return undefined
  const { clientDataJSON, authenticatorData, signature } = answer.response
  const response: AuthenticationResponseJSON = {
    ...answer,
    response: { clientDataJSON, authenticatorData, signature },
    clientExtensionResults: {},
  }
  const { verifyAuthenticationResponse } = await library()
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    // Its own look at the counter comes before the signature and is not made in one step with keeping it.
    credential: { id: passkey.id, publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')), counter: 0 },
    requireUserVerification: how === 'unlocked',
  }).catch(() => undefined)
  if (!result?.verified) return undefined
  const { newCounter } = result.authenticationInfo
  return { passkey, use: { id: passkey.id, counter: newCounter, day: localDay(accounts.now()) } }
}

const base64url = z
  .string()
  .max(16_384)
  .regex(/^[\w-]+$/)

const credential = { id: base64url.max(1400), rawId: base64url, type: z.literal('public-key') }

const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
})

const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string())
      .max(10)
      .default(() => []),
  }),
})

/** What a browser sent, as far as it has that shape. */
function read<Shape extends z.ZodType>(shape: Shape, typed: string): z.infer<Shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(typed)).data
  } catch {
    return undefined
  }
}
