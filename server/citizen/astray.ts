import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { languageName, languages } from '../../client/text/languages'
import { notice, type NoticeWord } from '../../client/text/notices'
import { spelledCode } from '../../surveys/fielding/codes'
import { chosenLanguage } from '../../surveys/instrument/language'
import { namePatterns, seen } from '../../surveys/instrument/spelling'
import type { ProblemCode } from '../../client/text/problems'
import { languageWanted, problemOf } from '../problems'
import { documentOf, pageHeaders } from './document'
import { noticeBody } from './place'

export type AstrayDeps = {
  /** The code of the one touchpoint that is meant, in whatever case it was typed. */
  readonly codeMeant: (typed: string) => Promise<string | undefined>
}

/** Leads to the page that somebody meant who typed its address in capitals or pasted it with something around it. */
export async function ledBack({ codeMeant }: AstrayDeps, c: Context): Promise<Response | undefined> {
  if (c.req.method !== 'GET') return undefined
  const { pathname, search } = new URL(c.req.url)
  const [room = '', ...rest] = partsOf(pathname)
  const meant = room === 's' ? await touchpointMeant(codeMeant, rest) : officeMeant(pathname)
  return meant === undefined || meant === pathname ? undefined : c.redirect(meant + search)
}

const officeMeant = (pathname: string): string | undefined =>
  /^\/+admin(?=\/|$)/i.test(pathname) ? pathname.replace(/^\/+admin/i, '/admin').replace(/\/$/, '') : undefined

async function touchpointMeant(codeMeant: AstrayDeps['codeMeant'], [typed = '', ...more]: readonly string[]): Promise<string | undefined> {
  if (more.length > 0) return undefined
  // A sentence's full stop or bracket is taken for a part of the address by whatever made it a link.
  const spellings = [...new Set([typed, typed.replace(/[^A-Za-z0-9]+$/, ''), spelledCode(typed)])].filter((code) =>
    namePatterns.code.test(code),
  )
  for (const spelling of spellings) {
    const code = await codeMeant(spelling)
    if (code !== undefined) return `/s/${code}`
  }
  return undefined
}

/** The parts of a path as they were meant: the first in lower case, without empty ones and what cannot be seen. */
function partsOf(pathname: string): readonly string[] {
  const [room = '', ...rest] = decoded(pathname)
    .split('/')
    .map(seen)
    .filter((part) => part !== '')
  return [room.toLowerCase(), ...rest]
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).normalize('NFKC')
  } catch {
    return ''
  }
}

/** A failure, told to each in their own way: a page to people, a typed problem to programs and to whoever uses the API. */
export function brokenPage(
  c: Context,
  code: keyof typeof words,
  status: ContentfulStatusCode,
  headers: Readonly<Record<string, string>> = {},
): Response | Promise<Response> {
  if (!isPerson(c)) return c.json(problemOf(code, languageWanted(c)), status, headers)
  const layout = c.req.query('kiosk') === undefined ? 'phone' : 'kiosk'
  const accepted = layout === 'kiosk' ? undefined : c.req.header('accept-language')
  const language = chosenLanguage(c.req.query('lang') ?? accepted, languages)
  const isSurvey = partsOf(new URL(c.req.url).pathname)[0] === 's'
  const [title, text] = code === 'not_found' && isSurvey ? (['lostTitle', 'lostText'] as const) : words[code]
  const write = (word: NoticeWord) => notice(language, word)
  const office = { title: write('officeTitle'), text: write('officeText'), link: { href: '/admin', text: write('officeLink') } }
  const body = noticeBody({
    title: write(title),
    text: write(text),
    languages: languages.filter((tag) => tag !== language).map((tag) => ({ tag, name: languageName(tag), href: `?lang=${tag}` })),
    aside: code === 'not_found' && !isSurvey ? office : undefined,
  })
  // A kiosk has nobody who loads the page again.
  const refresh = layout === 'kiosk' ? 60 : undefined
  return c.html(documentOf({ language, title: write(title), layout, body, refresh }), status, { ...pageHeaders(), ...headers })
}

const words = {
  not_found: ['nowhereTitle', 'nowhereText'],
  body_malformed: ['unreadableTitle', 'unreadableText'],
  body_too_large: ['tooMuchTitle', 'tooMuchText'],
  batch_too_large: ['tooMuchTitle', 'tooMuchText'],
  form_too_large: ['tooMuchTitle', 'tooMuchText'],
  unavailable: ['busyTitle', 'busyText'],
  internal: ['brokenTitle', 'brokenText'],
} as const satisfies Partial<Record<ProblemCode, readonly [NoticeWord, NoticeWord]>>

/** Whether a person sees the answer: a browser says so when it opens a page. */
const isPerson = (c: Context): boolean =>
  !c.req.path.startsWith('/api/') &&
  (c.req.header('sec-fetch-mode') === 'navigate' ||
    accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'application/json' }) === 'text/html')
