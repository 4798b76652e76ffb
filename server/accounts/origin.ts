import type { Context } from 'hono'
import type { Config } from '../config'

type Where = Pick<Config, 'trustProxy' | 'publicUrl'>

/** Whether the reader's browser speaks https; a proxy's word on it counts only where one is said to stand in front. */
export function isSecure({ trustProxy }: Where, c: Context): boolean {
  const forwarded = trustProxy > 0 ? c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() : undefined
  return (forwarded ?? new URL(c.req.url).protocol.slice(0, -1)) === 'https'
}

/** Whether readers can be held to https from now on: by the proxy's word, else by the address that citizens see. */
export function isHeldToHttps(where: Where, c: Context): boolean {
  const isProxied = where.trustProxy > 0 && c.req.header('x-forwarded-proto') !== undefined
  return isProxied ? isSecure(where, c) : isSecure(where, c) || where.publicUrl?.startsWith('https://') === true
}

/** Whether a form comes from this site, as its readers see it: behind a proxy that is https, or the public address. */
export const isOwnOrigin =
  (where: Where) =>
  (origin: string, c: Context): boolean => {
    const { host } = new URL(c.req.url)
    return origin === `${isSecure(where, c) ? 'https' : 'http'}://${host}` || (where.publicUrl !== undefined && origin === new URL(where.publicUrl).origin)
  }

/** Whether a request that changes something was made by a page of ours; browsers say so by themselves. */
export function isOwnRequest(where: Where, c: Context): boolean {
  const origin = c.req.header('origin')
  return c.req.header('sec-fetch-site') === 'same-origin' || (origin !== undefined && isOwnOrigin(where)(origin, c))
}
