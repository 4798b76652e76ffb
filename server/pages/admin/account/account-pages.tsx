import { type Context, Hono } from 'hono'
import type { Accounts } from '../../../accounts/accounts'
import { may } from '../../../accounts/permission'
import { personOf, type PersonDeps } from '../../../accounts/person'
import { currentSession, placesOf, type Session, signOutElsewhere } from '../../../accounts/session'
import { changePassword, type PasswordChange } from '../../../accounts/sign-in'
import { listUsers } from '../../../db/users'
import { page } from '../document'
import { done } from '../flash'
import { noticePage } from '../notice-page'
import { readerOf } from '../reader'
import { slowedText } from '../session'
import { Account, type Refused } from './Account'
import { fieldsOf } from './fields'
import type { FormFault } from './PasswordFields'

/** One's own account, for everybody; all of them for who may change them. */
export const accountPages = (deps: PersonDeps): Hono =>
  new Hono()
    .get('/accounts', (c) => accountPage(deps, c))
    .post('/accounts/password', (c) => signedIn(deps, c, (session) => passwordChanged(deps, c, session)))
    .post('/accounts/sign-out-elsewhere', (c) => signedIn(deps, c, (session) => elsewhereEnded(deps.accounts, c, session)))

/** What somebody does with their own account needs no permission, but a session: a token is not enough. */
async function signedIn({ accounts }: PersonDeps, c: Context, act: (session: Session) => Promise<Response>): Promise<Response> {
  const session = await currentSession(accounts, c)
  return session ? act(session) : noticePage(c, 403, 'refusedTitle', 'notAllowedText')
}

const fine: Refused = { fault: undefined, slowed: undefined }

async function accountPage(deps: PersonDeps, c: Context, refused = fine): Promise<Response> {
  const { database, accounts } = deps
  const [reader, person, session] = [readerOf(c), await personOf(deps, c), await currentSession(accounts, c)]
  const own = session && { session, places: await placesOf(accounts, session) }
  const users = person && may(person, 'accounts.change') ? await listUsers(database) : undefined
  const status = refused.slowed !== undefined ? 429 : refused.fault !== undefined ? 422 : 200
  return page(c, { reader, title: reader.say('accountTitle'), status, body: <Account {...{ reader, own, users, refused }} /> })
}

async function passwordChanged(deps: PersonDeps, c: Context, session: Session): Promise<Response> {
  const field = await fieldsOf(c)
  if (field('wanted') !== field('again')) return accountPage(deps, c, { ...fine, fault: 'differs' })
  const change = await changePassword(deps.accounts, c, session, field('present'), field('wanted'))
  if (change.kind === 'changed') return done(c, '/admin/accounts', 'done_password')
  if (change.kind !== 'slowed') return accountPage(deps, c, { ...fine, fault: faultIn(change) })
  c.header('Retry-After', String(change.seconds))
  return accountPage(deps, c, { ...fine, slowed: slowedText(readerOf(c), change) })
}

const faultIn = (change: Exclude<PasswordChange, { readonly kind: 'changed' | 'slowed' }>): FormFault => (change.kind === 'wrong' ? 'wrong' : change.fault)

async function elsewhereEnded(accounts: Accounts, c: Context, session: Session): Promise<Response> {
  await signOutElsewhere(accounts, session)
  return done(c, '/admin/accounts', 'done_elsewhere')
}
