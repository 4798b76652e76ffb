import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { tokenHolder } from './db/access-tokens'
import type { Database } from './db/dialect'
import { problemOf } from './problems'
import { languageOf } from './routes/reading'

export const tokenCookie = 'sipas_token'

/** Who asks: the holder of the bearer token, or of the token that signing in put into the cookie. */
export async function holderOf(database: Database, c: Context): Promise<string | undefined> {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const token = bearer ?? getCookie(c, tokenCookie)
  return token === undefined ? undefined : tokenHolder(database, token)
}

/** Lets only holders of a token pass. */
export const requireToken =
  (database: Database): MiddlewareHandler =>
  async (c, next) => {
    if ((await holderOf(database, c)) === undefined) {
      c.header('WWW-Authenticate', 'Bearer')
      return c.json(problemOf('token_needed', languageOf(c)), 401)
    }
    await next()
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'private, no-store')
    return undefined
  }
