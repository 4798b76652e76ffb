import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAccounts } from '../../server/access/accounts'
import { personOf, requireAct } from '../../server/access/permission'
import { everyOffice, permissions as acts } from '../../surveys/people/roles'
import { tokenOf } from './token'
import { startServer, type TestServer } from './harness'
import { officer, signIn } from './signed-in'

describe('what somebody may do', () => {
  let server: TestServer
  let cookie: string
  let app: Hono
  beforeAll(async () => {
    server = await startServer()
    cookie = await signIn(server)
    const deps = {
      database: server.database,
      accounts: await openAccounts(server.database, { trustProxy: 0, publicUrl: 'https://khaosat.example.vn', mail: undefined }),
    }
    app = new Hono()
    for (const act of acts) app.all(`/${act}`, requireAct(deps, act), async (c) => c.json(await personOf(deps, c)))
  })
  afterAll(() => server.close())
  const ask = (act: string, init: RequestInit = {}) => app.request(`http://localhost/${act}`, init)

  it('is nothing for nobody', async () => {
    for (const act of acts) {
      const reply = await ask(act)
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
      expect((await ask(act, { headers: { Authorization: 'Bearer sipas_wrong', Cookie: cookie } })).status).toBe(401)
    }
  })

  it('is everything for an account, signed in or with a token, and its answers are in no cache', async () => {
    const token = await tokenOf(server.database, officer.username)
    for (const act of acts) {
      const signedIn = await ask(act, { headers: { Cookie: cookie } })
      const script = await ask(act, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
      expect([signedIn.status, signedIn.headers.get('cache-control'), script.status]).toEqual([200, 'private, no-store', 200])
      const held = [...everyOffice].sort((one, other) => (one.role < other.role ? -1 : 1))
      const [person, holder] = [await signedIn.json(), await script.json()]
      expect([person, holder]).toEqual([
        {
          id: person.id,
          name: officer.name,
          via: 'session',
          tree: expect.any(String),
          provedAt: expect.any(String),
          permissions: [...acts],
          grants: [...held],
        },
        { id: person.id, name: officer.name, via: 'token', permissions: [...acts], grants: [...held] },
      ])
    }
  })

  it.each([
    [{}, 403],
    [{ Origin: 'https://elsewhere.example' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'http://localhost' }, 200],
    [{ Origin: 'https://khaosat.example.vn' }, 200],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 200],
  ])('changes something with a session only from a page of ours: %o is %i', async (headers, status) => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(
        (await ask('campaigns.change', { method, headers: { Cookie: cookie, 'Content-Type': 'application/json', ...headers } })).status,
      ).toBe(status)
  })
})
