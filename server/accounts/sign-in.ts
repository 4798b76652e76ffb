import type { Context } from 'hono'
import type { Accounts } from './accounts'
import { guess, guessAgain } from './guessing'
import { passwordFault, type PasswordFault } from './password'
import { beginSession, replacePassword, type Session } from './session'

export type SlowedDown = { readonly kind: 'slowed'; readonly seconds: number }
export type SignIn = { readonly kind: 'in' } | { readonly kind: 'wrong' } | SlowedDown

/** Signs in with a user name and a password; an unknown name takes as long as a wrong password and is told the same. */
export async function signIn(accounts: Accounts, c: Context, name: string, password: string): Promise<SignIn> {
  const username = name.trim().toLowerCase()
  const { wait, succeeded } = await guess(accounts, c, username)
  if (wait > 0) return slowed(wait)
  if (!(await beginSession(accounts, c, username, password))) return { kind: 'wrong' }
  await succeeded()
  return { kind: 'in' }
}

export type PasswordChange = { readonly kind: 'changed' } | { readonly kind: 'wrong' } | { readonly kind: 'faulty'; readonly fault: PasswordFault } | SlowedDown

/** Changes the password of somebody who is signed in and knows the present one. */
export async function changePassword(accounts: Accounts, c: Context, session: Session, present: string, wanted: string): Promise<PasswordChange> {
  const fault = passwordFault(wanted, session.user.username)
  if (fault) return { kind: 'faulty', fault }
  const { wait, succeeded } = await guessAgain(accounts, session.user.username)
  if (wait > 0) return slowed(wait)
  if (!(await replacePassword(accounts, c, session, present, wanted))) return { kind: 'wrong' }
  await succeeded()
  return { kind: 'changed' }
}

const slowed = (wait: number): SlowedDown => ({ kind: 'slowed', seconds: Math.ceil(wait / 1000) })
