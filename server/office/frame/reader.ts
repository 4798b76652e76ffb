import { type Language, languages } from '../../../client/text/languages'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isOfficeWord, officeWords, type Say } from '../../../client/text/office'
import type { SeenAs } from '../../access/permission'
import type { Permission } from '../../../surveys/people/roles'
import { chosenLanguage } from '../../../surveys/instrument/language'
import type { Accounts } from '../../access/accounts'
import type { Database } from '../../db/dialect'
import { noProvince, type Province, readProvince } from '../../db/settings'
import { type Numbers, numbersOf } from '../../../client/text/numbers'

declare module 'hono' {
  interface ContextVariableMap {
    /** Whose administration it is, for the frame of every page. */
    readonly province?: Province
    /** What the office calls its provider of identities. */
    readonly provider?: string
    /** What whoever asks may do somewhere. */
    readonly permissions?: readonly Permission[]
    /** As whom they look at the office. */
    readonly seeing?: SeenAs
  }
}

/** Who reads: in which language, with its words and its way of writing figures. */
export type Reader = {
  readonly language: Language
  readonly say: Say
  readonly numbers: Numbers
  readonly province: Province
  /** What the office calls its provider of identities, where it has one. */
  readonly provider: string | undefined
  /** Whether they may do this somewhere: what they may not is not offered. */
  readonly may: (permission: Permission) => boolean
  /** As whom they look at the office, where they do. */
  readonly seeing: SeenAs | undefined
  /** The path of this page. */
  readonly path: string
  /** What the form before has done. */
  readonly done: string | undefined
  /** This page's address in each language. */
  readonly inLanguage: (language: Language) => string
}

/** The language of `?lang=`, which is kept from then on, else the one kept, else what the browser asks for. */
export function readerOf(c: Context): Reader {
  const asked = c.req.query('lang')
  const kept = getCookie(c, languageCookie)
  const language = languageNamed(asked ?? kept ?? c.req.header('accept-language'))
  if (asked !== undefined && asked !== kept)
    setCookie(c, languageCookie, language, { path: '/admin', httpOnly: true, sameSite: 'Lax', maxAge: 31_536_000 })
  const { pathname, search } = new URL(c.req.url)
  const [say, numbers] = [officeWords(language), numbersOf(language)]
  return {
    language,
    say,
    numbers,
    province: c.get('province') ?? noProvince,
    provider: c.get('provider'),
    may: (permission) => c.get('permissions')?.includes(permission) ?? false,
    seeing: c.get('seeing'),
    path: pathname,
    done: doneText(c, say, numbers),
    inLanguage: (other) => {
      const searchParams = new URLSearchParams(search)
      for (const told of ['done', 'n']) searchParams.delete(told)
      searchParams.set('lang', other)
      return `${c.req.method === 'GET' ? pathname : '/admin'}?${searchParams}`
    },
  }
}

export const blockName = ({ say }: Reader, code: string): string => named(say, `block_${code}`, code)
export const channelName = ({ say }: Reader, code: string): string => named(say, `channel_${code}`, code)

/** A word that may have no entry, since codes are free, then stands as its code. */
const named = (say: Say, word: string, code: string): string => (isOfficeWord(word) ? say(word) : code)

const languageNamed = (wanted: string | undefined): Language =>
  languages.find((language) => language === chosenLanguage(wanted, languages)) ?? languages[0]

const languageCookie = 'sipas_language'

/** Lets every page say whose it is. */
export const withProvince =
  ({ database }: { readonly database: Database }): MiddlewareHandler =>
  async (c, next) => {
    c.set('province', await readProvince(database))
    await next()
  }

/** Lets the door name who else signs people in. */
export const withProviderName =
  ({ accounts: { provider } }: { readonly accounts: Pick<Accounts, 'provider'> }): MiddlewareHandler =>
  async (c, next) => {
    if (provider) c.set('provider', provider.name)
    await next()
  }

/** Leads on after something was done; the next page says what. */
export function done(c: Context, href: string, word: `done_${string}`, n?: number): Response {
  const query = new URLSearchParams({ done: word.slice(5), ...(n === undefined ? {} : { n: String(n) }) })
  const [path = href, place] = href.split('#')
  return c.redirect(`${path}${path.includes('?') ? '&' : '?'}${query}${place === undefined ? '' : `#${place}`}`, 303)
}

/** What the page before has done, in words of our own only. */
function doneText(c: Context, say: Say, numbers: Numbers): string | undefined {
  const word = `done_${c.req.query('done') ?? ''}`
  const n = c.req.query('n') ?? ''
  return isOfficeWord(word) ? say(word, { n: /^\d{1,7}$/.test(n) ? numbers.count(Number(n)) : '' }) : undefined
}

/** An instant as a clock on the wall in Viet Nam shows it. */
export const momentText = ({ numbers }: Reader, instant: string): string => numbers.moment(instant)
