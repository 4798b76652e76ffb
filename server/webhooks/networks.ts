import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Addresses and blocks of them (CIDR), with commas between; undefined where one of them is neither. */
export function readNetworks(text: string): readonly string[] | undefined {
  const named = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return named.length > 0 && named.every((one) => ipaddr.isValid(one) || ipaddr.isValidCIDR(one)) ? named : undefined
}

/** Where a message may go: outside, and to what the setting allows inside; without encryption only there. */
export type Bounds = { readonly allowed: readonly string[]; readonly isEncrypted: boolean }

/** Whether a host, as a URL spells it, is an address that nobody may send to. Where a name leads is seen when it is spoken to. */
export function isBarredHost(hostname: string, bounds: Bounds): boolean {
  if (/^(localhost|.*\.localhost)\.?$/i.test(hostname)) return isBarred('127.0.0.1', bounds)
  const host = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) && isBarred(host, bounds)
}

/** Whether an address lies inside (of this machine, its network, or spelled so that it leads there) and is not allowed. */
function isBarred(address: string, { allowed, isEncrypted }: Bounds): boolean {
  const parsed = ipaddr.parse(address)
  const isAllowed = allowed.some((one) => {
    if (ipaddr.isValid(one)) return ipaddr.parse(one).toNormalizedString() === parsed.toNormalizedString()
    const [network, bits] = ipaddr.parseCIDR(one)
    return network.kind() === parsed.kind() && parsed.match([network, bits])
  })
  return !isAllowed && (!isEncrypted || parsed.range() !== 'unicast' || !isGlobal(parsed))
}

/** Of the newer family only these are given to anybody (RFC 4291); one of the older at the end of zeros counts as `unicast` too. */
const isGlobal = (parsed: ReturnType<typeof ipaddr.parse>): boolean =>
  parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))

/** Looks a name up as ever, and fails where any of its addresses is barred: asked for the very connection that is made, whatever it led to before. */
export const lookupWithin =
  (bounds: Bounds, addressesOf: AddressesOf = lookup): LookupFunction =>
  (hostname, options, answer) => {
    addressesOf(hostname, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '')
      if (found.length === 0 || found.some(({ address }) => isBarred(address, bounds))) return answer(new Barred(hostname), '')
      return options.all ? answer(null, found) : answer(null, found[0]?.address ?? '', found[0]?.family)
    })
  }

/** Where a name leads, as the machine looks it up. */
export type AddressesOf = (
  hostname: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/** A name leads inside, and nobody has allowed it. */
export class Barred extends Error {}
