import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fielded } from './fielded'
import { isLongRun, oneEngine, startServer, type TestServer } from './harness'
import { signIn } from './signed-in'

/** A name of the language, what a database cannot hold, half of a character, and what is no UTF-8, as addresses and forms spell them. */
const odd = ['__proto__', 'a%00', '%ED%A0%80', '%FF']
/** A name of the language is one whatever stores it. */
const oddTo = { SQLite: odd, PostgreSQL: odd.slice(1) } as const

/** What pages and the API are asked for by name. */
const asked = ['lang', 'agency', 'block', 'from', 'to', 'channel', 'service', 'touchpoint', 'campaign', 'item', 'sort', 'find', 'v', 'done']
const typed = [
  'username',
  'code',
  'name',
  'title',
  'label',
  'kind',
  'agencies',
  'year',
  'node',
  'place',
  'value',
  'file',
  'reason',
  'lines',
]
const answered = ['_id', '_day', '_campaign', '_version', '_agency', '_language', 'overall', 'comment', 'A1']

describe.each(oneEngine)('names that nobody gives, on %s', (engine) => {
  let server: TestServer
  let headers: Readonly<Record<string, string>>
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
    headers = { Cookie: await signIn(server), Origin: server.url }
  })
  afterAll(() => server.close())

  /** Every route of a method, each of its parameters filled with a name, and again with what is there; in the short run the names are dealt out to the routes. */
  const addresses = (method: 'GET' | 'POST', name: string): readonly string[] =>
    [...new Set(server.app.routes.filter((route) => route.method === method).map(({ path }) => path))]
      .filter((path) => !path.endsWith('*') && !/docs|sign-out|password/.test(path))
      .filter((_, at) => isLongRun || oddTo[engine][at % oddTo[engine].length] === name)
      .flatMap((path) => {
        const there = path
          .replace('/s/:touchpoint', '/s/q1')
          .replace('campaigns/:code', 'campaigns/c1')
          .replace('agencies/:code', 'agencies/A1')
        return [path, there].map((one) => one.replace(/:\w+(\{[^}]*\})?/g, name))
      })

  const withNames = (names: readonly string[], value: string): string => [value, ...names].map((name) => `${name}=${value}`).join('&')

  it.each(oddTo[engine])('break nothing as %s in an address', async (name) => {
    const broken: string[] = []
    for (const address of addresses('GET', name)) {
      const reply = await fetch(`${server.url}${address}?${withNames(asked, name)}`, { headers, redirect: 'manual' })
      // A page that stays open never ends.
      await (reply.headers.get('content-type') === 'text/event-stream' ? reply.body?.cancel() : reply.arrayBuffer())
      if (reply.status >= 500) broken.push(`${reply.status} ${address}`)
    }
    expect(broken).toEqual([])
  })

  it.each(oddTo[engine])('break nothing as %s in a form', async (name) => {
    const broken: string[] = []
    const form = { method: 'POST', redirect: 'manual', body: withNames([...typed, ...answered], name) } as const
    for (const address of addresses('POST', name)) {
      const reply = await fetch(server.url + address, {
        ...form,
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      })
      await reply.arrayBuffer()
      if (reply.status >= 500) broken.push(`${reply.status} ${address}`)
    }
    expect(broken).toEqual([])
  })

  it('are refused where a good form would store them', async () => {
    const good = { code: 'A9', name: 'Xã A9', block: 'commune' }
    const sent = async (fields: Readonly<Record<string, string>>) =>
      (await fetch(`${server.url}/admin/new/agency`, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) }))
        .status
    expect([await sent({ ...good, name: 'Xã \0' }), await sent(good)]).toEqual([400, 303])
  })
})
