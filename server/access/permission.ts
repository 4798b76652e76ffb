import type { Context, MiddlewareHandler } from 'hono'
import { localDay } from '../../surveys/instrument/calendar'
import { type Grant, heldOn, needsFactor, type Permission, permissionsOf, rootsFor } from '../../surveys/people/roles'
import type { ProblemCode } from '../../client/text/problems'
import { isSignedIn } from '../db/sessions'
import { tokenHolder } from '../db/tokens'
import type { Area } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { readFactorRule } from '../db/settings'
import { agenciesBelow } from '../db/agency-tree'
import { grantsOf } from '../db/grants'
import { type Footing, footingOf } from '../db/standing'
import type { UserRow } from '../db/tables'
import { type Doer, noteRefusal } from '../log/note'
import { languageWanted, problemOf } from '../problems'
import type { Accounts } from './accounts'
import { isOwnRequest } from './origin'
import { seeingNow } from './see-as'
import { currentAsker, type SeenWhy, type Session } from './session'

/** May this person do this somewhere? The one place that says so; where, `areaOf` says. */
export const may = ({ permissions: own }: Pick<Person, 'permissions'>, needed: Permission): boolean => own.includes(needed)

/** Who asks: somebody signed in, a script with a token of somebody, or whoever runs the server. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly via: 'session' | 'token' | 'command' | 'kiosk' | 'review'
  readonly permissions: readonly Permission[]
  /** Their roles need a second factor, and this person has to set one up before anything else. */
  readonly isHeldBack?: true
  /** The roles that these follow from; whoever runs the server, and a kiosk in its own matters, have none and may do it everywhere. */
  readonly grants?: readonly Grant[]
  /** The name of the tree of agencies when they were asked for; it may have another one by the time of their turn. */
  readonly tree?: string | undefined
  /** The instant at which somebody who is signed in last showed who they are. */
  readonly provedAt?: string
  /** Their roles at another moment; undefined where the session or the token by which they ask has ended. */
  readonly standing?: (within: Database) => Promise<readonly Grant[] | undefined>
  /** As whom they look at the office: with `grants` of that account, with `permissions` that both hold, and changing nothing. */
  readonly seeing?: SeenAs
  /** They looked as somebody until this request, which is told so. */
  readonly seeingOver?: SeenWhy
}

/** Somebody as whom another looks at the office: what they may do, of which that other is shown what they may read themselves. */
export type SeenAs = Pick<UserRow, 'id' | 'name' | 'username'> & {
  readonly permissions: readonly Permission[]
  /** The roles of who looks. */
  readonly grantsOfLooker: readonly Grant[]
}

/** How far somebody may do this: everywhere, or at some agencies and all below them. */
export async function areaOf(database: Database, { permissions: own, grants, seeing, tree }: Person, needed: Permission): Promise<Area> {
  if (!own.includes(needed)) return new Set()
  if (!grants) return 'everywhere'
  const areaBy = async (held: readonly Grant[]): Promise<Area> => {
    const roots = rootsFor(held, needed)
    return roots.includes('') ? 'everywhere' : agenciesBelow(database, roots, tree)
  }
  const area = await areaBy(grants)
  return seeing ? common(area, await areaBy(seeing.grantsOfLooker)) : area
}

function common(one: Area, other: Area): Area {
  if (one === 'everywhere') return other
  return other === 'everywhere' ? one : new Set([...one].filter((agency) => other.has(agency)))
}

/** Whether somebody who may do this may do it at all agencies, and nothing is hidden from them. */
const isEverywhere = ({ grants }: Person, needed: Permission): boolean => !grants || rootsFor(grants, needed).includes('')

export const isWithin = (area: Area, agency: string): boolean => area === 'everywhere' || area.has(agency)

/** Who did something, as the log names them, and the door they came through. */
export const doerOf = ({ id, name, via }: Person): Doer => ({
  id,
  name,
  door: via === 'token' ? 'api' : via === 'command' ? 'command' : 'page',
})

/** Who asks, as they stand now that it is their turn: they may have been locked out, or have lost a role, while they waited for it. */
export async function standingNow<Asking extends Person>(within: Database, person: Asking): Promise<Asking | undefined> {
  if (!person.standing) return person
  const grants = await person.standing(within)
  if (!grants) return undefined
  const held = permissionsOf(grants)
  return { ...person, grants, tree: undefined, permissions: person.permissions.filter((permission) => held.includes(permission)) }
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

async function lookedUp(deps: PersonDeps, c: Context): Promise<Person | undefined> {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer !== undefined) return holderOf(deps, bearer)
  const asker = await currentAsker(deps.accounts, c)
  if (!asker) return undefined
  const { session, tree } = asker
  const { id, name } = session.user
  const footing = heldNow(deps, asker.footing)
  const { grants } = footing
  const standing = async (within: Database) => ((await isSignedIn(within, session.id)) ? rolesNow(deps, within, id) : undefined)
  const person = { id, name, via: 'session', grants, tree, provedAt: session.provedAt, standing } as const
  const own: Person = isHeldBack(session, footing)
    ? { ...person, permissions: [], isHeldBack: true }
    : { ...person, permissions: permissionsOf(grants) }
  const seeing = await seeingNow(deps.accounts, session, () => may(own, 'accounts.change'))
  if (!seeing) return own
  return seeing.kind === 'seen' ? lookingAs(deps, { ...own, grants }, seeing.user) : { ...own, seeingOver: seeing.why }
}

/** Somebody who looks as somebody else: nothing is read that both may not. */
async function lookingAs(deps: PersonDeps, looker: Person & { readonly grants: readonly Grant[] }, seen: UserRow): Promise<Person> {
  const { id, name, username } = seen
  const { grants } = await footingNow(deps, id)
  const permissions = permissionsOf(grants)
  return {
    ...looker,
    grants,
    permissions: permissions.filter((permission) => may(looker, permission)),
    seeing: { id, name, username, permissions, grantsOfLooker: looker.grants },
  }
}

/** Whoever came by a provider that asked for a second factor has shown one. */
const isHeldBack = ({ enteredBy }: Session, { grants, rule, hasFactor }: Footing): boolean =>
  enteredBy !== 'provider-factor' && !hasFactor && needsFactor(rule, grants)

/** Whether the office asks somebody for a second factor, by the roles they hold now. */
export const isFactorNeeded = async (database: Database, { grants = [] }: Pick<Person, 'grants'>): Promise<boolean> =>
  needsFactor(await readFactorRule(database), grants)

/** Asked anew for each request, so that a role that is given, taken or ended counts at once, in every process. */
const footingNow = async (deps: PersonDeps, user: string): Promise<Footing> => heldNow(deps, await footingOf(deps.database, user))

const heldNow = ({ accounts }: PersonDeps, footing: Footing): Footing => ({
  ...footing,
  grants: heldOn(footing.grants, localDay(accounts.now())),
})

const rolesNow = async ({ accounts }: PersonDeps, within: Database, user: string): Promise<readonly Grant[]> =>
  heldOn(await grantsOf(within, user), localDay(accounts.now()))

/** A token does what it was made for, and never more than its owner. */
async function holderOf(deps: PersonDeps, token: string): Promise<Person | undefined> {
  const { database, accounts } = deps
  const holder = await tokenHolder(database, token, localDay(accounts.now()))
  if (!holder) return undefined
  const { user, scope } = holder
  const { grants } = await footingNow(deps, user.id)
  const allowed = permissionsOf(grants).filter((permission) => scope.includes(permission))
  const standing = async (within: Database) =>
    (await tokenHolder(within, token, localDay(accounts.now()))) ? rolesNow(deps, within, user.id) : undefined
  return { id: user.id, name: user.name, via: 'token', permissions: allowed, grants, standing }
}

/**
 * Nobody asks, or somebody who may not, or for whom there is no such thing. `hidden`: the person as whom somebody looks may, and they may not;
 * `unproved`: what cannot be undone waits until they show again who they are; `in-person`: it is not done with a token.
 */
export type NotLet = 401 | 403 | 404 | 'hidden' | 'unproved' | 'in-person'

export type Refuse = (c: Context, why: NotLet) => Response | Promise<Response>

/** Lets pass who may do this; `refuse` answers the others, with the API's problem unless a page says it kindlier. */
export const requireAct =
  (deps: PersonDeps, needed: Permission, refuse: Refuse = permissionProblem): MiddlewareHandler =>
  async (c, next) => {
    const person = await personOf(deps, c)
    if (!person) return refuse(c, 401)
    const isAsked = person.via === 'token' || isReading(c) || isOwnRequest(deps.accounts.config, c)
    // What another site sent in somebody's name is no attempt of theirs.
    if (!isAsked) return refuse(c, 403)
    if (person.seeing && (!isReading(c) || !may(person, needed)))
      return refuse(c, isReading(c) && person.seeing.permissions.includes(needed) ? 'hidden' : 403)
    if (!may(person, needed)) {
      await noteAttempt(deps, c, person, needed)
      return refuse(c, 403)
    }
    await next()
    const isHidden = c.res.status === 404 && !person.seeing && !isEverywhere(person, needed)
    if (isHidden && !told.has(c.req.raw)) await noteAttempt(deps, c, person, needed)
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'private, no-store')
    return undefined
  }

/** Somebody asked for what is not there for them: whether it is there for others, the entry does not say. */
function noteAttempt({ database, accounts }: PersonDeps, c: Context, person: Person, needs: Permission): Promise<void> {
  const named = [...Object.values(c.req.param()), c.req.query('agency') ?? '', c.req.query('campaign') ?? '']
  const attempt = { tried: `${c.req.method} ${c.req.routePath}`, needs, object: named.filter((one) => one !== '').join(' ') }
  return noteRefusal({ database, now: accounts.now }, doerOf(person), attempt)
}

/** The log has this request's refusal already: the act wrote it. */
export const refusalIsTold = (c: Context): void => void told.add(c.req.raw)

const told = new WeakSet<Request>()

/** A browser sends its cookie along whoever made it ask; what changes something must come from a page of ours. */
export const isReading = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

/** What the API answers somebody who may not. */
export function permissionProblem(c: Context, why: NotLet): Response {
  if (why === 401) c.header('WWW-Authenticate', 'Bearer')
  const { code, status } = refusals[why]
  return c.json(problemOf(code, languageWanted(c)), status)
}

const refusals = {
  401: { code: 'token_needed', status: 401 },
  403: { code: 'not_allowed', status: 403 },
  404: { code: 'not_found', status: 404 },
  hidden: { code: 'not_allowed', status: 403 },
  unproved: { code: 'proof_needed', status: 401 },
  'in-person': { code: 'in_person', status: 403 },
} as const satisfies Readonly<Record<NotLet, { readonly code: ProblemCode; readonly status: 401 | 403 | 404 }>>
