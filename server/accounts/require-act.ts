import type { Context, MiddlewareHandler } from 'hono'
import { problemOf } from '../problems'
import { languageOf } from '../routes/reading'
import { isOwnRequest } from './origin'
import { type Act, may } from './permission'
import { personOf, type PersonDeps } from './person'

/** Nobody asks, or somebody who may not. */
export type Refusal = 401 | 403

type Refuse = (c: Context, why: Refusal) => Response | Promise<Response>

/** Lets pass who may do this; `refuse` answers the others, with the API's problem unless a page says it kindlier. */
export const requireAct =
  (deps: PersonDeps, act: Act, refuse: Refuse = problem): MiddlewareHandler =>
  async (c, next) => {
    const person = await personOf(deps, c)
    if (!person) return refuse(c, 401)
    const isAsked = person.via === 'token' || isReading(c) || isOwnRequest(deps.accounts.config, c)
    if (!isAsked || !may(person, act)) return refuse(c, 403)
    await next()
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'private, no-store')
    return undefined
  }

/** A browser sends its cookie along whoever made it ask; what changes something must come from a page of ours. */
const isReading = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

function problem(c: Context, why: Refusal): Response {
  if (why === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json(problemOf(why === 401 ? 'token_needed' : 'not_allowed', languageOf(c)), why)
}
