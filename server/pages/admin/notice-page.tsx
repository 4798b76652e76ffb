import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Refusal } from '../../accounts/require-act'
import { page } from './document'
import { Notice } from './Notice'
import { readerOf } from './reader'
import { signInPage } from './session'

type Words = Parameters<ReturnType<typeof readerOf>['say']>

/** A page that only says something, in place of the one asked for. */
export function noticePage(c: Context, status: 200 | 400 | 403 | 404 | 409 | 413, title: Words[0], ...text: Words): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say(title), status, body: <Notice reader={reader} title={reader.say(title)} text={reader.say(...text)} /> })
}

/** What `requireAct` answers on a page: the door to nobody, a kind word to somebody who may not. */
export const refused = (c: Context, why: Refusal): Response | Promise<Response> => (why === 401 ? signInPage(c) : noticePage(c, 403, 'refusedTitle', 'notAllowedText'))

/** A form from elsewhere or an unreadable one is answered kindly; what is a bug is the application's to log. */
export function refusedPage(error: Error, c: Context): Response {
  if (!(error instanceof HTTPException)) throw error
  return error.status === 403 ? noticePage(c, 403, 'refusedTitle', 'refusedText') : noticePage(c, 400, 'refusedTitle', 'unreadableText')
}
