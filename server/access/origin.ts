import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isIP } from 'node:net'
import type { Config } from '../config'

type Where = Pick<Config, 'trustProxy' | 'publicUrl'>

/** Whether the reader's browser speaks https; a proxy's word on it counts only where one is said to stand in front. */
export function isSecure({ trustProxy }: Where, c: Context): boolean {
  const forwarded = trustProxy > 0 ? c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() : undefined
  return forwarded === undefined ? c.req.url.startsWith('https:') : forwarded === 'https'
}

/** Whether readers can be held to https from now on: by the proxy's word, else by the address that citizens see. */
export function isHeldToHttps(where: Where, c: Context): boolean {
  const isProxied = where.trustProxy > 0 && c.req.header('x-forwarded-proto') !== undefined
  return isProxied ? isSecure(where, c) : isSecure(where, c) || where.publicUrl?.startsWith('https://') === true
}

/** This site as its reader's browser knows it. */
export const originOf = (where: Where, c: Context): string => `${isSecure(where, c) ? 'https' : 'http'}://${new URL(c.req.url).host}`

/** Whether a form comes from this site, as its readers see it: behind a proxy that is https, or the public address. */
export const isOwnOrigin =
  (where: Where) =>
  (origin: string, c: Context): boolean =>
    origin === originOf(where, c) || (where.publicUrl !== undefined && origin === new URL(where.publicUrl).origin)

/** Whether a request that changes something was made by a page of ours; browsers say so by themselves. */
export function isOwnRequest(where: Where, c: Context): boolean {
  const origin = c.req.header('origin')
  return c.req.header('sec-fetch-site') === 'same-origin' || (origin !== undefined && isOwnOrigin(where)(origin, c))
}

/** The network a request comes from: the /24 of an IPv4 address, the /56 of an IPv6 one. */
export function networkOf(c: Context, trustProxy: number): string {
  return prefixOf(clientOf([...forwarded(c), connectionOf(c)], trustProxy))
}

/** The same; undefined where it says nothing of who asks: on the server's own machine, where all come from behind a proxy that nobody has told of. */
export function networkBeyond(c: Context, trustProxy: number): string | undefined {
  const network = networkOf(c, trustProxy)
  return ownNetworks.has(network) ? undefined : network
}

/** Each trusted proxy has written down whom it heard, from the right; what stands further left anybody can have made up. */
export const clientOf = (heard: readonly string[], trustProxy: number): string => heard[Math.max(0, heard.length - 1 - trustProxy)] ?? ''

const ownNetworks: ReadonlySet<string> = new Set(['', '127.0.0.1', '::1'].map(prefixOf))

/** However the address is spelled: an IPv4 one written as IPv6, in decimal or in hex, is in its IPv4 network. */
export function prefixOf(address: string): string {
  const plain = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  if (isIP(plain) === 4) return plain.split('.').slice(0, 3).join('.')
  if (isIP(plain) !== 6) return 'unknown'
  const groups = groupsOf(plain.replace(/%.*$/, ''))
  return mappedPrefix(groups) ?? groups.slice(0, 4).join(':').slice(0, -2)
}

/** The /24 within `::ffff:0:0/96`, where IPv4 addresses are mapped to (RFC 4291, 2.5.5.2). */
function mappedPrefix(groups: readonly string[]): string | undefined {
  if (groups.slice(0, 6).join(':') !== '0000:0000:0000:0000:0000:ffff') return undefined
  const bytes = Buffer.from(groups.slice(6).join(''), 'hex')
  return [...bytes.subarray(0, 3)].join('.')
}

const forwarded = (c: Context): readonly string[] =>
  (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Requests made inside the process have no connection. */
const connectionOf = (c: Context): string =>
  typeof c.env === 'object' && c.env !== null && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? '') : ''

/** The eight groups of an IPv6 address, four digits each. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail ?? ''].map((half) => half.split(':').filter((group) => group !== ''))
  const middle = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0')
  return [...(first ?? []), ...middle, ...(last ?? [])].map((group) => group.padStart(4, '0'))
}
