import type { Context, MiddlewareHandler } from 'hono'
import { localDay } from '../../surveys/instrument/calendar'
import { tokenHolder } from '../db/accounts'
import type { Database } from '../db/dialect'
import { factorOf } from '../db/second-factors'
import { readFactorNeeded } from '../db/settings'
import { languageWanted, problemOf } from '../problems'
import type { Accounts } from './accounts'
import { isOwnRequest } from './origin'
import { currentSession } from './session'

/** Everything that somebody can be let do; what is not named here nobody may. */
export const permissions = [
  'results.read',
  'responses.export',
  'responses.erase',
  'campaigns.change',
  'agencies.change',
  'touchpoints.change',
  'questionnaires.publish',
  'published.change',
  'accounts.change',
] as const
export type Permission = (typeof permissions)[number]

export const isPermission = (text: string): text is Permission => permissions.some((permission) => permission === text)

/** May this person do this? The one place that says so. */
export const may = ({ permissions: own }: Person, needed: Permission): boolean => own.includes(needed)

/** Who asks: somebody signed in, a script with a token of somebody, or whoever runs the server. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly via: 'session' | 'token' | 'command' | 'kiosk'
  readonly permissions: readonly Permission[]
  /** Everybody needs a second factor, and this person has to set one up before anything else. */
  readonly isHeldBack?: true
}

export type PersonDeps = { readonly database: Database; readonly accounts: Accounts }

/** The person behind a request; a bearer token counts before a session. Asked once for each request. */
export function personOf(deps: PersonDeps, c: Context): Promise<Person | undefined> {
  const known = asked.get(c.req.raw)
  if (known) return known
  const person = lookedUp(deps, c)
  asked.set(c.req.raw, person)
  return person
}

const asked = new WeakMap<Request, Promise<Person | undefined>>()

// Whoever has an account may do everything.
async function lookedUp(deps: PersonDeps, c: Context): Promise<Person | undefined> {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer !== undefined) return holderOf(deps, bearer)
  const session = await currentSession(deps.accounts, c)
  if (!session) return undefined
  const { id, name } = session.user
  const person = { id, name, via: 'session' } as const
  return (await isHeldBack(deps, id)) ? { ...person, permissions: [], isHeldBack: true } : { ...person, permissions }
}

const isHeldBack = async ({ database }: PersonDeps, user: string): Promise<boolean> =>
  (await readFactorNeeded(database)) && !(await factorOf(database, user))

/** A token does what it was made for, and never more than its owner. */
async function holderOf({ database, accounts }: PersonDeps, token: string): Promise<Person | undefined> {
  const holder = await tokenHolder(database, token, localDay(accounts.now()))
  if (!holder) return undefined
  const { user, scope } = holder
  return { id: user.id, name: user.name, via: 'token', permissions: permissions.filter((permission) => scope.includes(permission)) }
}

/** Nobody asks, or somebody who may not. */
export type RefusalStatus = 401 | 403

export type Refuse = (c: Context, why: RefusalStatus) => Response | Promise<Response>

/** Lets pass who may do this; `refuse` answers the others, with the API's problem unless a page says it kindlier. */
export const requireAct =
  (deps: PersonDeps, needed: Permission, refuse: Refuse = permissionProblem): MiddlewareHandler =>
  async (c, next) => {
    const person = await personOf(deps, c)
    if (!person) return refuse(c, 401)
    const isAsked = person.via === 'token' || isReading(c) || isOwnRequest(deps.accounts.config, c)
    if (!isAsked || !may(person, needed)) return refuse(c, 403)
    await next()
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'private, no-store')
    return undefined
  }

/** A browser sends its cookie along whoever made it ask; what changes something must come from a page of ours. */
const isReading = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

/** What the API answers somebody who may not. */
export function permissionProblem(c: Context, why: RefusalStatus): Response {
  if (why === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json(problemOf(why === 401 ? 'token_needed' : 'not_allowed', languageWanted(c)), why)
}
