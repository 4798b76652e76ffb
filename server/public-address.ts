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
