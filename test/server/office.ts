import type { TestServer } from './harness'
import { justSignedIn } from './signed-in'

export type Fields = Readonly<Record<string, string | readonly string[] | Blob>>

/** Somebody at their desk: pages and forms as a browser sends them. */
export type Office = {
  readonly get: (path: string, language?: string) => Promise<Response>
  readonly html: (path: string, language?: string) => Promise<string>
  /** Sends a form; the answer is not followed. */
  readonly send: (path: string, fields?: Fields, language?: string) => Promise<Response>
}

/** The office of a server's first token. */
export const officeOf = ({ url, token }: Pick<TestServer, 'url' | 'token'>): Office => officeAs(url, { Authorization: `Bearer ${token}` })

/** The same for whoever has just signed in, with each form anew: what cannot be undone is done so. */
export function officeInPerson(server: Pick<TestServer, 'url' | 'token' | 'database' | 'now'>): Office {
  return { ...officeOf(server), send: async (...sent) => officeWith(server, await justSignedIn(server)).send(...sent) }
}

/** The office of somebody who is signed in, which has pages that no token sees. */
export const officeWith = ({ url }: Pick<TestServer, 'url'>, cookie: string): Office => officeAs(url, { Cookie: cookie })

function officeAs(url: string, who: Readonly<Record<string, string>>): Office {
  const headers = (language: string) => ({
    ...who,
    'Accept-Language': language,
    Origin: url,
  })
  const get = (path: string, language = 'vi') => fetch(url + path, { headers: headers(language), redirect: 'manual' })
  return {
    get,
    html: async (path, language) => (await get(path, language)).text(),
    send: (path, fields = {}, language = 'vi') =>
      fetch(url + path, { method: 'POST', redirect: 'manual', headers: headers(language), body: formOf(fields) }),
  }
}

export function formOf(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value)
    else if (value instanceof Blob) form.append(name, value, 'file')
    else for (const one of value) form.append(name, one)
  }
  return form
}

/** What a page says, without its markup. */
export const said = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** What no page shows: figures that are none, untranslated words, unfilled places. */
export const unsaid = /NaN|undefined|Infinity|\bnull\b|\[object|\{[a-z]+\}|\b(wrong|done|step|forWhat|poster|kind|scope|spread)_/
