import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isIP } from 'node:net'

/** The network a request comes from: the /24 of an IPv4 address, the /56 of an IPv6 one. */
export function networkOf(c: Context, trustProxy: number): string {
  return prefixOf(clientOf([...forwarded(c), connectionOf(c)], trustProxy))
}

/** Each trusted proxy has written down whom it heard, from the right; what stands further left anybody can have made up. */
export const clientOf = (heard: readonly string[], trustProxy: number): string => heard[Math.max(0, heard.length - 1 - trustProxy)] ?? ''

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

const forwarded = (c: Context): readonly string[] => (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')

/** Requests made inside the process have no connection. */
const connectionOf = (c: Context): string => (typeof c.env === 'object' && c.env !== null && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? '') : '')

/** The eight groups of an IPv6 address, four digits each. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail ?? ''].map((half) => half.split(':').filter((group) => group !== ''))
  const middle = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0')
  return [...(first ?? []), ...middle, ...(last ?? [])].map((group) => group.padStart(4, '0'))
}
