import type { Context } from 'hono'
import { tokenHolder } from '../db/access-tokens'
import type { Database } from '../db/dialect'
import { userNamed } from '../db/users'
import type { Accounts } from './accounts'
import { currentSession } from './session'

/** Who asks: somebody signed in, or a script with a token of somebody. */
export type Person = { readonly id: string; readonly name: string; readonly via: 'session' | 'token' }

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

async function lookedUp({ database, accounts }: PersonDeps, c: Context): Promise<Person | undefined> {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer !== undefined) return holderOf(database, bearer)
  const session = await currentSession(accounts, c)
  return session && { id: session.user.id, name: session.user.name, via: 'session' }
}

async function holderOf(database: Database, token: string): Promise<Person | undefined> {
  const username = await tokenHolder(database, token)
  if (username === undefined) return undefined
  const user = await userNamed(database, username)
  return { id: user?.id ?? username, name: user?.name ?? username, via: 'token' }
}
