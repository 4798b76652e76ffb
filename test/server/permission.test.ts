import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAccounts } from '../../server/access/accounts'
import { personOf, requireAct } from '../../server/access/permission'
import { deleteAgency, saveAgencies } from '../../server/db/agencies'
import { agenciesBelow } from '../../server/db/agency-tree'
import { type Database, whole } from '../../server/db/dialect'
import { everyOffice, permissions } from '../../surveys/people/roles'
import { tokenOf } from './token'
import { agency } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officer, signIn } from './signed-in'

/** All that the office may; what an agency states and enters it does for itself. */
const acts = permissions.filter((permission) => permission !== 'statements.write' && permission !== 'assessments.enter')

describe.each(engines)('what somebody may do, on %s', (engine) => {
  let server: TestServer
  let cookie: string
  let app: Hono
  beforeAll(async () => {
    server = await startServer({ engine })
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

  it('reaches what stands below an agency at that moment, also where another process moved it or a change was taken back', async () => {
    const { database } = server
    // What is kept in memory is kept by connection.
    const other: Database = { ...database, transact: (work) => database.transact(work) }
    const below = async (at = database): Promise<readonly string[]> => [...(await agenciesBelow(at, ['A']))].sort()
    const at = (code: string, parent: string | null) => ({ ...agency(code), parent })
    await saveAgencies(database, [at('P', null), at('A', 'P'), at('B', 'A'), at('C', 'B')])
    expect([await below(), await below(other)]).toEqual([
      ['A', 'B', 'C'],
      ['A', 'B', 'C'],
    ])
    await saveAgencies(other, [at('B', 'P')])
    expect(await below()).toEqual(['A'])
    const back = whole(database, async (within) => {
      await saveAgencies(within, [at('B', 'A')])
      expect(await below(within)).toEqual(['A', 'B', 'C'])
      throw new Error('taken back')
    })
    await expect(back).rejects.toThrow('taken back')
    expect([await below(), await below(other)]).toEqual([['A'], ['A']])
    await saveAgencies(other, [at('A', 'B'), at('B', 'A')])
    expect(await below()).toEqual(['A', 'B', 'C'])
    await deleteAgency(other, 'A')
    expect(await below()).toEqual([])
  })

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
