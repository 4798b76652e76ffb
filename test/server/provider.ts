import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider'

/** How the product is known to a provider. */
export const client = { id: 'sipas', secret: 'ba-con-vit-qua-song-2026' } as const

/** What a provider's settings are for the product. */
export const settingsFor = (issuer: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: client.id,
  OIDC_CLIENT_SECRET: client.secret,
  OIDC_NAME: 'Cổng cán bộ',
  ...more,
})

export const backPath = '/admin/sign-in/provider/back'

export type Member = { readonly name: string; readonly username: string; readonly groups: readonly string[] }

export type TestProvider = {
  readonly issuer: string
  /** Whom it knows, by the name that they type there; it asks for no password. */
  readonly members: Map<string, Member>
  /** Lets a product at that address send people here. */
  readonly serve: (url: string) => void
  readonly close: () => Promise<void>
}

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A certified provider (oidc-provider) on a free port of loopback, with pages of its own; it answers once it knows whom it serves. */
export async function startProvider(): Promise<TestProvider> {
  const { server, url: issuer } = await opened()
  const members = new Map<string, Member>()
  const { privateKey } = keyPair()
  return {
    issuer,
    members,
    serve: (url) => {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [`${url}${backPath}`],
            post_logout_redirect_uris: [`${url}/admin`],
          },
        ],
        claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
        cookies: { keys: ['a key of the tests'] },
        jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'one' }] },
        features: {
          devInteractions: { enabled: false },
          rpInitiatedLogout: {
            enabled: true,
            logoutSource: (ctx, form) => {
              ctx.body = shown(`${form}<button form="op.logoutForm" name="logout" value="yes" id="leave">Đăng xuất</button>`)
            },
          },
        },
        interactions: { url: (_, { uid }) => `/login/${uid}` },
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claimsOf(members.get(id)) }) }),
        loadExistingGrant: async (ctx) => {
          const grant = new ctx.oidc.provider.Grant({ clientId: client.id, accountId: ctx.oidc.session?.accountId })
          grant.addOIDCScope('openid profile groups')
          await grant.save()
          return grant
        },
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      })
      const answer = provider.callback()
      server.on('request', (asked, reply) => void (asked.url?.startsWith('/login/') ? login(provider, asked, reply) : answer(asked, reply)))
    },
    close: () => closed(server),
  }
}

const claimsOf = (member: Member | undefined) =>
  member ? { name: member.name, preferred_username: member.username, groups: [...member.groups] } : {}

/** Its page on which somebody says who they are, or that they do not want to. */
async function login(provider: Provider, asked: IncomingMessage, reply: ServerResponse): Promise<void> {
  await provider.interactionDetails(asked, reply)
  if (asked.method === 'GET') {
    const form = `<form method="post"><label>Tên <input name="login" id="login"></label><button id="enter">Vào</button><button name="abort" value="yes">Huỷ</button></form>`
    return void reply.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(shown(form))
  }
  const fields = new URLSearchParams(await textOf(asked))
  const result = fields.has('abort')
    ? { error: 'access_denied', error_description: 'lý do mà không ai được thấy' }
    : { login: { accountId: fields.get('login') ?? '' } }
  return provider.interactionFinished(asked, reply, result, { mergeWithLastSubmission: false })
}

const shown = (body: string): string => `<!doctype html><html lang="vi"><title>Cổng cán bộ</title><h1>Cổng cán bộ</h1>${body}</html>`

type Claims = Readonly<Record<string, unknown>>

/** What an issuer without scruples answers next. */
export type Lie = {
  /** The token's claims, from what they should be. */
  readonly claims?: (right: Claims) => Claims
  readonly signedBy?: 'nobody' | 'another key'
  /** What the place for tokens answers instead. */
  readonly reply?: { readonly status: number; readonly body: string; readonly type?: string }
  /** Nothing is ever answered. */
  readonly silent?: true
  /** What it says of itself. */
  readonly about?: (right: Claims) => Claims
}

export type TestIssuer = {
  readonly issuer: string
  readonly lies: (lie: Lie) => void
  /** The nonce that it was asked to put into its next tokens. */
  readonly asked: (address: string) => void
  /** What was sent to its place for tokens. */
  readonly received: readonly URLSearchParams[]
  readonly close: () => Promise<void>
}

/** A small issuer that signs whatever it is told to, for each code as often as it is asked. */
export async function startIssuer(): Promise<TestIssuer> {
  const { server, url: issuer } = await opened()
  const [own, other] = [keyPair(), keyPair()]
  let lie: Lie = {}
  let nonce = ''
  const received: URLSearchParams[] = []
  const about: Claims = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  }
  const token = (): string => {
    const now = Math.floor(Date.now() / 1000)
    const right = { iss: issuer, aud: client.id, sub: 'sub-hostile', iat: now, exp: now + 300, nonce, groups: ['Phòng phân tích'] }
    return signed(
      lie.claims?.(right) ?? right,
      lie.signedBy === 'another key' ? other.privateKey : own.privateKey,
      lie.signedBy === 'nobody',
    )
  }
  server.on('request', (asked, reply) => {
    void (async () => {
      const json = (value: unknown) => reply.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
      if (lie.silent) return
      if (asked.url === '/.well-known/openid-configuration') return void json(lie.about?.(about) ?? about)
      if (asked.url === '/jwks')
        return void json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'own' }] })
      received.push(new URLSearchParams(await textOf(asked)))
      if (lie.reply)
        return void reply.writeHead(lie.reply.status, { 'Content-Type': lie.reply.type ?? 'application/json' }).end(lie.reply.body)
      return void json({ access_token: 'x', token_type: 'Bearer', id_token: token() })
    })()
  })
  return {
    issuer,
    lies: (next) => {
      lie = next
    },
    asked: (address) => {
      nonce = new URL(address).searchParams.get('nonce') ?? ''
    },
    received,
    close: () => closed(server),
  }
}

/** A token as RFC 7515 spells it. */
function signed(claims: Claims, key: KeyObject, isUnsigned: boolean): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part(isUnsigned ? { alg: 'none' } : { alg: 'RS256', kid: 'own' })}.${part(claims)}`
  return `${text}.${isUnsigned ? '' : sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

/** A browser without scripts: keeps cookies for each site and goes where it is sent. */
export type Visitor = {
  /** Goes to an address and on through redirects, to the first page or the first address that is to be looked at before it is opened. */
  readonly go: (address: string, until?: (address: string) => boolean) => Promise<Visited>
  /** Sends the form of a page, with these fields besides the hidden ones. */
  readonly send: (page: Visited, fields?: Readonly<Record<string, string>>, until?: (address: string) => boolean) => Promise<Visited>
  readonly cookies: (address: string) => string
}

export type Visited = { readonly url: string; readonly status: number; readonly html: string; readonly headers: Headers }

export function visitor(): Visitor {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (address: string): Map<string, string> => {
    const { origin } = new URL(address)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    return jar
  }
  const cookies = (address: string): string => [...jarOf(address)].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = async (address: string, init: RequestInit): Promise<Response> => {
    const headers = { Cookie: cookies(address), 'Accept-Language': 'vi', Origin: new URL(address).origin }
    const reply = await fetch(address, { redirect: 'manual', headers, ...init })
    for (const set of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970|max-age=0/i.test(set)) jarOf(address).delete(name)
      else jarOf(address).set(name, value)
    }
    return reply
  }
  const follow = async (address: string, init: RequestInit, until: (address: string) => boolean): Promise<Visited> => {
    let [url, how] = [address, init]
    for (;;) {
      const reply = await ask(url, how)
      const next = reply.headers.get('location')
      if (next === null) return { url, status: reply.status, html: await reply.text(), headers: reply.headers }
      url = new URL(next, url).href
      if (until(url)) return { url, status: reply.status, html: '', headers: reply.headers }
      how = {}
    }
  }
  const nowhere = (): boolean => false
  return {
    go: (address, until = nowhere) => follow(address, {}, until),
    send: ({ url, html }, fields = {}, until = nowhere) => {
      const action = /<form[^>]*\baction="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ])
      const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields })
      return follow(new URL(action, url).href, { method: 'POST', body }, until)
    },
    cookies,
  }
}

async function opened(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider has no port')
  return { server, url: `http://127.0.0.1:${address.port}` }
}

async function closed(server: Server): Promise<void> {
  const gone = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await gone
}

async function textOf(asked: IncomingMessage): Promise<string> {
  return (await asked.setEncoding('utf8').toArray()).join('')
}
