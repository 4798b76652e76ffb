import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Accounts } from './accounts'
import { isSealed, newKey, sealOf } from './keys'
import { absoluteMs } from './lifetimes'
import { isSecure } from './origin'

/** The key of the session that this browser holds. */
export const sessionKey = ({ config }: Accounts, c: Context): string | undefined => getCookie(c, named(config, c, 'sipas_session'))

/** No script reads it and no other site's form brings it along. */
export const keepSessionKey = ({ config }: Accounts, c: Context, key: string): void =>
  setCookie(c, named(config, c, 'sipas_session'), key, { ...attributes(config, c), maxAge: absoluteMs / 1000 })

export const dropSessionKey = ({ config }: Accounts, c: Context): void => void deleteCookie(c, named(config, c, 'sipas_session'), attributes(config, c))

/** The device on which this account was signed in before, if this is one. */
export function knownDevice({ config, secret }: Accounts, c: Context, username: string): string | undefined {
  const [device = '', seal = ''] = (getCookie(c, deviceCookie({ config, secret }, c, username)) ?? '').split('.')
  return isSealed(seal, secret, 'device', device, username) ? device : undefined
}

/** Lets this device be known to the account from now on; it says nothing about whose it is. */
export function keepDevice(accounts: Accounts, c: Context, username: string): void {
  const device = knownDevice(accounts, c, username) ?? newKey()
  const value = `${device}.${sealOf(accounts.secret, 'device', device, username)}`
  setCookie(c, deviceCookie(accounts, c, username), value, { ...attributes(accounts.config, c), maxAge: deviceSeconds })
}

const deviceSeconds = 180 * 24 * 3600

type Where = Accounts['config']

/** One for each account, since people share a desk. */
const deviceCookie = ({ config, secret }: Pick<Accounts, 'config' | 'secret'>, c: Context, username: string): string =>
  named(config, c, `sipas_device_${sealOf(secret, 'cookie', username).slice(0, 8)}`)

/** Over https no other host of the domain can plant a cookie of that name. */
const named = (config: Where, c: Context, name: string): string => (isSecure(config, c) ? `__Host-${name}` : name)

const attributes = (config: Where, c: Context) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(config, c) }) as const
