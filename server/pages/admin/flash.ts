import type { Context } from 'hono'
import { isOfficeWord, type Say } from '../../../client/text/office/words'
import type { Numbers } from './numbers'

/** Leads on after something was done; the next page says what. */
export function done(c: Context, href: string, word: `done_${string}`, n?: number): Response {
  const query = new URLSearchParams({ done: word.slice(5), ...(n === undefined ? {} : { n: String(n) }) })
  return c.redirect(`${href}${href.includes('?') ? '&' : '?'}${query}`, 303)
}

/** What the page before has done, in words of our own only. */
export function doneText(c: Context, say: Say, numbers: Numbers): string | undefined {
  const word = `done_${c.req.query('done') ?? ''}`
  const n = c.req.query('n') ?? ''
  return isOfficeWord(word) ? say(word, { n: /^\d{1,7}$/.test(n) ? numbers.count(Number(n)) : '' }) : undefined
}
