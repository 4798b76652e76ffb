import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import style from '../../../client/styles/office.css?inline'
import { escaped } from '../../citizen/document'
import { type Reader, readerOf } from './reader'
import { placeAt, SeeingBanner, Shell, usedBy } from './shell'

export type OfficeDocument = {
  readonly reader: Reader
  readonly title: string
  readonly body: VNode
  readonly status?: ContentfulStatusCode
  /** The whole style of a page that does not look like the others, such as one for print. */
  readonly sheet?: string
  /** A script of our own that adds to the page what it also does without. */
  readonly script?: string | undefined
  /** What the content policy allows besides. */
  readonly policy?: readonly string[]
}

/** A whole page: style inline under its hash, nothing that runs but a script of our own, nothing kept by any cache. */
export function page(c: Context, { reader, title, body, status = 200, sheet = style, script, policy = [] }: OfficeDocument): Response {
  c.header('Content-Security-Policy', [policyOf(sheet), ...(script === undefined ? [] : ["script-src 'self'"]), ...policy].join('; '))
  c.header('Cache-Control', 'private, no-store')
  c.header('Content-Language', reader.language)
  const html = `<!doctype html><html lang="${reader.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(`${title} · SIPAS`)}</title><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no"><link rel="icon" href="${icon}"><style>${sheet}</style>${script === undefined ? '' : `<script type="module" src="${escaped(script)}"></script>`}</head><body>${renderToString(<SeeingBanner reader={reader} />)}${renderToString(body)}</body></html>`
  // As bytes: a long page as a string is read over several times on its way out.
  return c.body(encoder.encode(html), status, { 'Content-Type': 'text/html; charset=UTF-8' })
}

/** JSON that no text in it can end early. */
export const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const encoder = new TextEncoder()

const policies = new Map<string, string>()

function policyOf(sheet: string): string {
  const known = policies.get(sheet) ?? writtenPolicy(sheet)
  policies.set(sheet, known)
  return known
}

const writtenPolicy = (sheet: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'`,
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const icon =
  "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2040%2040'%3E%3Crect%20width='40'%20height='40'%20rx='10'%20fill='%230b5d66'/%3E%3Cpath%20d='M11%2030V20M20%2030V10M29%2030V15'%20stroke='%23fff'%20stroke-width='5'/%3E%3C/svg%3E"

type Words = Parameters<ReturnType<typeof readerOf>['say']>

type NoticeStatus = 200 | 400 | 403 | 404 | 409 | 413 | 422

/** A page that only says something, in place of the one asked for; it leads on to what the address is about. */
export const noticePage = (c: Context, status: NoticeStatus, title: Words[0], ...text: Words): Response =>
  hinderedPage(c, status, [], title, ...text)

/** A page that says why something is not done, with what stands in its way. */
export function hinderedPage(c: Context, status: NoticeStatus, by: readonly Link[], title: Words[0], ...text: Words): Response {
  const reader = readerOf(c)
  // What lies over other agencies than those of both is nowhere for who looks as somebody else.
  const both = status === 404 && reader.seeing ? ` ${reader.say('seeAsLost')}` : ''
  const words = { title: reader.say(title), text: `${reader.say(...text)}${both}` }
  const link = wayOn(reader, status)
  return page(c, { reader, title: words.title, status, body: <Notice {...{ reader, ...words, by, link }} /> })
}

/** From a refusal to the object itself, from what is unknown to the list where it would stand, else home. */
function wayOn({ say, path, may, seeing }: Reader, status: NoticeStatus): Link | undefined {
  const object = /^\/admin\/(?:campaigns\/[^/]+\/setup|designs\/[^/]+|agencies\/[^/]+|accounts\/[^/]+|kiosks\/[^/]+)(?=\/)/.exec(path)?.[0]
  const isReviewed = object?.startsWith('/admin/designs/') && !may('questionnaires.publish')
  if (object !== undefined && (status === 200 || status === 409))
    return { href: isReviewed ? `${object}/review` : object, text: say('backToObject') }
  const place = status === 404 || status === 409 || status === 200 ? placeAt(path) : undefined
  // Who looks as somebody else is led away from what they may not read, if to anywhere.
  const other = seeing && status === 403 ? usedBy(may).find(({ owns }) => !owns.test(path)) : undefined
  if (seeing && status === 403) return other && { href: other.href, text: say('backTo', { place: say(other.word) }) }
  // Home is the first place that they may use.
  const { href, word } = place ?? { href: '/admin', word: usedBy(may)[0]?.word ?? 'results' }
  return { href, text: say('backTo', { place: say(word) }) }
}

/** A form from elsewhere or an unreadable one is answered kindly; what is a bug is the application's to log. */
export function refusedPage(error: Error, c: Context): Response {
  if (!(error instanceof HTTPException)) throw error
  return error.status === 403 ? noticePage(c, 403, 'refusedTitle', 'refusedText') : noticePage(c, 400, 'refusedTitle', 'unreadableText')
}

export type Link = { readonly href: string; readonly text: string }
type Props = {
  readonly reader: Reader
  readonly title: string
  readonly text: string
  /** What stands in the way. */
  readonly by?: readonly Link[]
  readonly link: Link | undefined
}

/** A page in place of the one asked for: what is the matter and where to go. */
export const Notice = ({ reader, title, text, by = [], link }: Props) => (
  <Shell reader={reader}>
    <h1>{title}</h1>
    <p class="sub">{text}</p>
    {by.length > 0 && (
      <ul class="inway">
        {by.map(({ href, text: name }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ul>
    )}
    {link && (
      <p class="acts">
        <a class="button" href={link.href}>
          {link.text}
        </a>
      </p>
    )}
  </Shell>
)
