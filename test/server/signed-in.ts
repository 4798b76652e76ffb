import { randomUUID } from 'node:crypto'
import { hashOf, newKey } from '../../server/access/keys'
import { tokenHolder } from '../../server/db/tokens'
import type { TestServer } from './harness'

/** Who makes the first account of a test server. */
export const officer = { username: 'lan', name: 'Nguyễn Thị Lan', password: 'bốn con cá bơi ngược' } as const

/** Sends a form as a browser on a page of that server does; redirects are not followed. */
export const sendForm = (
  server: Pick<TestServer, 'url'>,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: server.url, 'Accept-Language': 'vi', ...headers },
    body: new URLSearchParams(fields),
  })

/** Signs in as the officer, by the setup link the first time; gives the `Cookie` header of a browser that did. */
export async function signIn(server: TestServer): Promise<string> {
  const { username, name, password } = officer
  // A name that nobody has yet would be told in the log as a failed try, some time after the answer.
  const made = await firstAccount(server, { username, name, wanted: password, again: password })
  if (made?.status === 303) return cookieOf(made)
  const asked = await sendForm(server, '/admin/sign-in', { username, password })
  if (asked.status !== 303) throw new Error(`the officer could not sign in: ${asked.status} ${await asked.text()}`)
  return cookieOf(asked)
}

/** What the setup link answers; undefined where the server has none or it was tried before. */
async function firstAccount(server: TestServer, fields: Readonly<Record<string, string>>): Promise<Response | undefined> {
  if (server.setupLink === undefined || tried.has(server)) return undefined
  tried.add(server)
  return sendForm(server, server.setupLink, fields)
}

const tried = new WeakSet<TestServer>()

/** The cookie of a browser in which the owner of a token signed in at this very moment, by no door. */
export async function justSignedIn({ database, token, now }: Pick<TestServer, 'database' | 'token' | 'now'>): Promise<string> {
  const holder = await tokenHolder(database, token, '2026-01-01')
  if (!holder) throw new Error('nobody holds this token')
  const [key, at] = [newKey(), new Date(now()).toISOString()]
  const ends = new Date(Date.now() + 3_600_000).toISOString()
  await database.db
    .insertInto('sessions')
    .values({
      id: randomUUID(),
      token: hashOf(key),
      user_id: holder.user.id,
      entered_by: '',
      started_at: at,
      seen_at: at,
      expires_at: ends,
      created_at: at,
      updated_at: at,
    })
    .execute()
  return `sipas_session=${key}`
}

/** What a browser sends back of the cookies that an answer sets. */
export const cookieOf = (reply: Response): string =>
  reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')
