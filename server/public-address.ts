import type { Database } from './db/dialect'
import { readPublicUrl } from './db/settings'

export type AddressReading = { readonly ok: true; readonly address: string } | { readonly ok: false; readonly code: AddressFault }
export type AddressFault = 'not-an-address' | 'with-path'

/** Letters of a name in the DNS (RFC 1035). */
const longestHost = 253

/** Reads the address that citizens see: a scheme, a host and perhaps a port, since every page lies at the root of its host. */
export function readPublicAddress(text: string): AddressReading {
  if (!/^https?:\/\/[^/?#\\@\s]+([/?#]|$)/i.test(text) || !URL.canParse(text)) return { ok: false, code: 'not-an-address' }
  const { origin, hostname, pathname } = new URL(text)
  if (hostname.length > longestHost) return { ok: false, code: 'not-an-address' }
  return pathname === '/' && !/[?#]/.test(text) ? { ok: true, address: origin } : { ok: false, code: 'with-path' }
}

export type OriginsReading =
  | { readonly ok: true; readonly origins: readonly string[] }
  | { readonly ok: false; readonly code: AddressFault | 'not-https' | 'more-than'; readonly seen: string }

/** So many portals may show published results inside of theirs. */
export const mostOrigins = 20

/** Reads the addresses of sites that may show a page of ours inside of theirs, one a line: encrypted ones, each a single host. */
export function readOrigins(text: string): OriginsReading {
  const lines = text.split(/\s+/).filter((line) => line !== '')
  if (lines.length > mostOrigins) return { ok: false, code: 'more-than', seen: String(lines.length) }
  const origins = new Set<string>()
  for (const line of lines) {
    const reading = readPublicAddress(line)
    if (!reading.ok) return { ok: false, code: reading.code, seen: line }
    const { protocol, hostname, origin } = new URL(reading.address)
    if (protocol !== 'https:') return { ok: false, code: 'not-https', seen: line }
    // A pattern such as *.example.vn is no host, and nothing else may stand in a header.
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(hostname)) return { ok: false, code: 'not-an-address', seen: line }
    origins.add(origin)
  }
  return { ok: true, origins: [...origins] }
}

/** What whoever sets an address should know of it: only this machine reaches it, or what is sent there can be read on the way. */
export function addressDoubt(address: string): 'loopback' | 'plain' | undefined {
  const { protocol, hostname } = new URL(address)
  if (isLoopback(hostname)) return 'loopback'
  return protocol === 'https:' ? undefined : 'plain'
}

/** Whether a host, as an address spells it, is this machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

type Deps<Config> = { readonly config: Config; readonly database: Database }
type WithAddress = { readonly publicUrl: string | undefined }

/** The address that citizens see: the environment's, else the one set in the office. */
export const publicAddress = async ({ config, database }: Deps<WithAddress>): Promise<string | undefined> =>
  config.publicUrl ?? (await readPublicUrl(database))

/** The same, or where the server answers at this machine while none is set. */
export const addressHere = async ({ config, database }: Deps<WithAddress & { readonly port: number }>): Promise<string> =>
  (await publicAddress({ config, database })) ?? `http://localhost:${config.port}`
