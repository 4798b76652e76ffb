import type { Configuration, IDToken, ServerMetadata } from 'openid-client'
import type { ProviderSettings } from '../config'
import { isLoopback } from '../public-address'
import { absoluteMs } from './keys'

/** Whom a provider says somebody is. */
export type Identity = {
  /** These two together are who it is, to the letter; everything else may change, or belong to somebody else tomorrow. */
  readonly issuer: string
  readonly subject: string
  /** What they are called there; either may be empty. */
  readonly username: string
  readonly name: string
  readonly groups: readonly string[]
  /** It asked for more than a password. */
  readonly showedFactor: boolean
  /** The instant in milliseconds at which it last asked who it is, where it says so: it lets in by itself whom it knows still. */
  readonly askedAt: number | undefined
}

/**
 * Why there is no identity. `unreachable`: it does not answer, or not in time; `misconfigured`: it does not know us, or is not what we were told;
 * `denied`: whoever was asked did not agree; `clock`: its clock and ours differ; `spent`: the code was used or is over; `unsound`: what it
 * said proves nothing.
 */
export type ProviderTrouble = 'unreachable' | 'misconfigured' | 'denied' | 'clock' | 'spent' | 'unsound'

/** `detail` is a code of the protocol, for whoever runs the server. */
export type Hindered = { readonly ok: false; readonly why: ProviderTrouble; readonly detail: string }
export type Answered<Value> = { readonly ok: true; readonly value: Value } | Hindered

/** One way there and back: what the answer must hold to be the answer to our question, and where it comes to. */
export type Errand = { readonly state: string; readonly nonce: string; readonly verifier: string; readonly back: string }

/** A provider of identities over OpenID Connect. */
export type Provider = {
  /** What the office calls it. */
  readonly name: string
  /** Where to send somebody to be asked who they are; `anew`: whom it knows still as well. */
  readonly asking: (errand: Errand, how: 'as-known' | 'anew') => Promise<Answered<URL>>
  /** Who somebody is who came back with an answer; its code is worth nothing from then on. */
  readonly identify: (errand: Errand, answer: URLSearchParams) => Promise<Answered<Identity>>
  /** Where to send somebody who is to be signed out there as well, and comes back to that address; undefined where it has no such place. */
  readonly leaving: (home: string) => Promise<URL | undefined>
}

/** In seconds, for each thing that is asked of it: whoever waits is told, and the password still works. */
const patience = 5

/** In seconds: how far its clock may be from ours. */
const clockTolerance = 60

/** So long what it says of itself is not asked again, in milliseconds. */
const knownMs = 3_600_000

/** Asks nothing before somebody signs in: the product starts, and takes passwords, while the provider is down. */
export function openProvider({ issuer, clientId, clientSecret, groupsClaim, name }: ProviderSettings, now: () => number): Provider {
  const about = remembered(() => discovered(issuer), now)

  const configured = async (): Promise<Configuration> => {
    const [client, metadata] = [await library(), await about()]
    const skew = { [client.clockSkew]: Math.round((now() - Date.now()) / 1000), [client.clockTolerance]: clockTolerance }
    const methods = metadata.token_endpoint_auth_methods_supported
    const isBasic = methods?.includes('client_secret_basic') ?? true
    const proof = isBasic ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret)
    const config = new client.Configuration(metadata, clientId, skew, proof)
    config.timeout = patience
    // The library trusts the connection alone; a signature also holds where the connection is looked into on its way.
    client.enableNonRepudiationChecks(config)
    if (isPlain(issuer)) client.allowInsecureRequests(config)
    return config
  }

  return {
    name,
    asking: ({ state, nonce, verifier, back }, how) =>
      answered(async () => {
        const [client, config] = [await library(), await configured()]
        return client.buildAuthorizationUrl(config, {
          redirect_uri: back,
          scope: scopeFor(config.serverMetadata(), groupsClaim),
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          // Whoever is asked for this has to say when it asked (OpenID Connect Core, 2); no session of ours is older.
          max_age: String(absoluteMs / 1000),
          ...(how === 'anew' ? { prompt: 'login' } : {}),
        })
      }),
    identify: ({ state, nonce, verifier, back }, answer) =>
      answered(async () => {
        const [client, config] = [await library(), await configured()]
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
        const tokens = await client.authorizationCodeGrant(config, new URL(`${back}?${answer}`), checks)
        const token = tokens.claims()
        if (!token) throw new Unsound('no id_token')
        // A token that was just made says when; what is older, or comes from the future, is no answer to what was asked just now.
        if (Math.abs(now() / 1000 - token.iat) > clockTolerance) throw new Unsound('iat', 'clock')
        const isWhole = token[groupsClaim] !== undefined || config.serverMetadata().userinfo_endpoint === undefined
        return identityIn(token, isWhole ? {} : await client.fetchUserInfo(config, tokens.access_token, token.sub), groupsClaim)
      }),
    leaving: async (home) => {
      const client = await library()
      const config = await answered(configured)
      if (!config.ok || config.value.serverMetadata().end_session_endpoint === undefined) return undefined
      return client.buildEndSessionUrl(config.value, { post_logout_redirect_uri: home })
    },
  }
}

/** Loaded where somebody signs in so, as the account library is. */
const library = () => import('openid-client')

const isPlain = (issuer: string): boolean => new URL(issuer).protocol === 'http:' && isLoopback(new URL(issuer).hostname)

async function discovered(issuer: string): Promise<ServerMetadata> {
  const client = await library()
  const found = await client.discovery(new URL(issuer), 'unused', undefined, undefined, {
    timeout: patience,
    ...(isPlain(issuer) ? { execute: [client.allowInsecureRequests] } : {}),
  })
  const metadata = found.serverMetadata()
  // The library lets some providers speak for every organisation that they have.
  if (new URL(metadata.issuer).href !== new URL(issuer).href) throw new Unsound('issuer', 'misconfigured')
  return metadata
}

/** What was found stays for a while; many who ask at once ask once, and a failure is not kept. */
function remembered<Value>(find: () => Promise<Value>, now: () => number): () => Promise<Value> {
  let known: { readonly value: Value; readonly until: number } | undefined
  let asked: Promise<Value> | undefined
  const ask = async (): Promise<Value> => {
    try {
      const value = await find()
      known = { value, until: now() + knownMs }
      return value
    } finally {
      asked = undefined
    }
  }
  return () => (known && now() < known.until ? Promise.resolve(known.value) : (asked ??= ask()))
}

/** Groups are asked for by name where the provider wants that. */
const scopeFor = ({ scopes_supported: known = [] }: ServerMetadata, groupsClaim: string): string =>
  ['openid', 'profile', ...(known.includes(groupsClaim) ? [groupsClaim] : [])].join(' ')

type Claims = Readonly<Record<string, unknown>>

function identityIn(token: IDToken, more: Claims, groupsClaim: string): Identity {
  const text = (claim: string): string => printable(token[claim] ?? more[claim])
  if (!isStorable(token.sub)) throw new Unsound('sub')
  return {
    issuer: token.iss,
    subject: token.sub,
    username: text('preferred_username'),
    name: text('name').slice(0, 100),
    groups: textsIn(token[groupsClaim] ?? more[groupsClaim]),
    showedFactor: saysTwoFactors(token['amr'], token.acr),
    askedAt: typeof token.auth_time === 'number' ? token.auth_time * 1000 : undefined,
  }
}

/** 255 characters of ASCII (OpenID Connect Core, 2). */
const isStorable = (subject: string): boolean => /^[\x20-\x7e]{1,255}$/.test(subject)

/** Without what no name holds and not every database can. */
const printable = (value: unknown): string => (typeof value === 'string' ? value.replace(/\p{C}/gu, '') : '')

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/** Whether a provider says that more than one factor was asked for: by methods (RFC 8176, 2) or by a level that means nothing else. */
export const saysTwoFactors = (methods: unknown, level: unknown): boolean =>
  textsIn(methods).includes('mfa') || (typeof level === 'string' && levelsOfTwo.has(level))

const levelsOfTwo: ReadonlySet<string> = new Set([
  'mfa',
  'aal2',
  'aal3',
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  'http://schemas.microsoft.com/claims/multipleauthn',
  'https://refeds.org/profile/mfa',
])

/** What a provider said is no proof. */
class Unsound extends Error {
  constructor(
    readonly detail: string,
    readonly why: ProviderTrouble = 'unsound',
  ) {
    super(detail)
  }
}

/** What a provider can do wrong is expected; the rest is a bug. */
async function answered<Value>(asking: () => Promise<Value>): Promise<Answered<Value>> {
  try {
    return { ok: true, value: await asking() }
  } catch (error) {
    const trouble = await troubleIn(error)
    if (!trouble) throw error
    return { ok: false, ...trouble }
  }
}

type Trouble = Omit<Hindered, 'ok'>

async function troubleIn(error: unknown): Promise<Trouble | undefined> {
  const client = await library()
  if (error instanceof Unsound) return { why: error.why, detail: error.detail }
  // Anybody can write another into the address.
  if (error instanceof client.AuthorizationResponseError)
    return { why: whyAt(error.error), detail: errorsThere.has(error.error) ? error.error : 'other' }
  if (error instanceof client.ResponseBodyError)
    return { why: error.status >= 500 ? 'unreachable' : whyAt(error.error), detail: codeIn(error.error) }
  if (error instanceof client.WWWAuthenticateChallengeError) return { why: 'misconfigured', detail: 'challenge' }
  if (error instanceof client.ClientError) return { why: whyOf(error), detail: codeIn(error.code ?? 'unknown') }
  // What `fetch` could not reach; a mistake of ours in calling the library has a code.
  return error instanceof TypeError && !('code' in error) ? { why: 'unreachable', detail: 'network' } : undefined
}

/** What a provider may send somebody back with (the same places). */
const errorsThere: ReadonlySet<string> = new Set([
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
])

/** What an error of the protocol means here (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core, 3.1.2.6). */
function whyAt(error: string): ProviderTrouble {
  if (['access_denied', 'login_required', 'interaction_required', 'consent_required'].includes(error)) return 'denied'
  if (['temporarily_unavailable', 'server_error'].includes(error)) return 'unreachable'
  return error === 'invalid_grant' ? 'spent' : 'misconfigured'
}

function whyOf({ code, cause }: { readonly code?: string | undefined; readonly cause?: unknown }): ProviderTrouble {
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return 'unreachable'
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clock'
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return isItsOwnFault(cause) ? 'unreachable' : 'misconfigured'
  return ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR'].includes(code ?? '')
    ? 'misconfigured'
    : 'unsound'
}

/** An answer that it broke; what serves our pages puts a class of its own in place of `Response`, so that nothing is an instance of it. */
const isItsOwnFault = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'number' && answer.status >= 500

/** Of what a stranger wrote, only what is a code. */
const codeIn = (text: string): string => (/^\w{1,60}$/.test(text) ? text : 'other')
