import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { tokenCookie } from '../../access'
import type { Config } from '../../config'
import { tokenHolder } from '../../db/access-tokens'
import type { Database } from '../../db/dialect'
import { page } from './document'
import { readerOf } from './reader'
import { SignIn } from './SignIn'

type Deps = { readonly config: Config; readonly database: Database }

/** Seconds of a working day, after which the token is asked for again. */
const dayAtWork = 12 * 3600

/** Takes a token into a cookie that no script reads and no other site sends. */
export const signIn =
  ({ config, database }: Deps) =>
  async (c: Context): Promise<Response> => {
    const { token, next } = await fieldsOf(c)
    if ((await tokenHolder(database, token)) === undefined) return doorPage(c, next, 401)
    setCookie(c, tokenCookie, token, { ...cookie(config, c), maxAge: dayAtWork })
    return c.redirect(next, 303)
  }

export const signOut =
  ({ config }: Pick<Deps, 'config'>) =>
  (c: Context): Response => {
    deleteCookie(c, tokenCookie, cookie(config, c))
    return c.redirect('/admin', 303)
  }

/** The door instead of the page asked for, which opens once the token is given. */
export function signInPage(c: Context): Response {
  const { pathname, search } = new URL(c.req.url)
  const next = c.req.method === 'GET' ? safePlace(pathname + search) : home
  return doorPage(c, next, next === home || next.startsWith(`${home}?`) ? 200 : 401)
}

/** Whether a form comes from this site, as its readers see it: behind a proxy that is https, or the public address. */
export const isOwnOrigin =
  (config: Config) =>
  (origin: string, c: Context): boolean => {
    const { host } = new URL(c.req.url)
    return origin === `${isSecure(config, c) ? 'https' : 'http'}://${host}` || (config.publicUrl !== undefined && origin === new URL(config.publicUrl).origin)
  }

const home = '/admin'

function doorPage(c: Context, next: string, status: 200 | 401): Response {
  const reader = readerOf(c)
  const isWrong = c.req.method === 'POST' && status === 401
  return page(c, { reader, title: reader.say('signInTitle'), status, body: <SignIn {...{ reader, next, isWrong }} /> })
}

async function fieldsOf(c: Context): Promise<{ readonly token: string; readonly next: string }> {
  const form = await c.req.formData().catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  const [token, next] = [form.get('token'), form.get('next')]
  return { token: typeof token === 'string' ? token.trim() : '', next: safePlace(typeof next === 'string' ? next : home) }
}

/** Only a page of our own, so that signing in never leads elsewhere. */
const safePlace = (place: string): string => (/^\/admin(?:[/?][\x21-\x7e]*)?$/.test(place) && !place.includes('\\') ? place : home)

/** A proxy's word on the protocol counts only where one is said to stand in front. */
function isSecure({ trustProxy }: Config, c: Context): boolean {
  const forwarded = trustProxy > 0 ? c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() : undefined
  return (forwarded ?? new URL(c.req.url).protocol.slice(0, -1)) === 'https'
}

const cookie = (config: Config, c: Context) => ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(config, c) }) as const
