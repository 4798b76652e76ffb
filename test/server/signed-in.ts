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
  const asked = await sendForm(server, '/admin/sign-in', { username, password })
  if (asked.status === 303) return cookieOf(asked)
  const made = await sendForm(server, server.setupLink ?? '', { username, name, wanted: password, again: password })
  if (made.status !== 303) throw new Error(`the first account could not be made: ${made.status} ${await made.text()}`)
  return cookieOf(made)
}

/** What a browser sends back of the cookies that an answer sets. */
export const cookieOf = (reply: Response): string =>
  reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')
