import type { Context } from 'hono'
import type { Accounts } from '../../accounts/accounts'
import { signOut as endSession } from '../../accounts/session'
import { signIn as enter, type SlowedDown } from '../../accounts/sign-in'
import { fieldsOf } from './account/fields'
import { page } from './document'
import { readerOf } from './reader'
import { SignIn } from './SignIn'

type Deps = { readonly accounts: Accounts }

/** Signs in and leads to the page that was asked for. */
export const signIn =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const field = await fieldsOf(c)
    const next = safePlace(field('next'))
    const outcome = await enter(accounts, c, field('username'), field('password'))
    return outcome.kind === 'in' ? c.redirect(next, 303) : doorPage(c, next, outcome, field('username'))
  }

export const signOut =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    await endSession(accounts, c)
    return c.redirect(home, 303)
  }

/** The door instead of the page asked for, which opens after the sign-in. */
export function signInPage(c: Context): Response {
  const { pathname, search } = new URL(c.req.url)
  return doorPage(c, c.req.method === 'GET' ? safePlace(pathname + search) : home)
}

const home = '/admin'

type Refused = { readonly kind: 'wrong' } | SlowedDown

function doorPage(c: Context, next: string, refused?: Refused, username = ''): Response {
  const reader = readerOf(c)
  if (refused?.kind === 'slowed') c.header('Retry-After', String(refused.seconds))
  const asked = c.req.method === 'GET' && (next === home || next.startsWith(`${home}?`)) ? 200 : 401
  const wrong = refused && (refused.kind === 'wrong' ? reader.say('signInWrong') : slowedText(reader, refused))
  return page(c, { reader, title: reader.say('signInTitle'), status: refused?.kind === 'slowed' ? 429 : asked, body: <SignIn {...{ reader, next, wrong, username }} /> })
}

/** How long to wait, in the unit that people count in. */
export const slowedText = ({ say, numbers }: ReturnType<typeof readerOf>, { seconds }: SlowedDown): string =>
  seconds > 90 ? say('slowedMinutes', { n: numbers.count(Math.ceil(seconds / 60)) }) : say('slowedSeconds', { n: numbers.count(seconds) })

/** Only a page of our own, so that signing in never leads elsewhere. */
const safePlace = (place: string): string => (/^\/admin(?:[/?][\x21-\x7e]*)?$/.test(place) && !place.includes('\\') ? place : home)
