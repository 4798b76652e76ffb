import { Hono } from 'hono'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyOffice, type Permission } from '../../surveys/people/roles'
import { openAccounts } from '../../server/access/accounts'
import { type Person, personOf } from '../../server/access/permission'
import { addPasskey, createAccount, disableAccount, enableAccount, makeToken, resetAccount, takeRole } from '../../server/acts/accounts'
import { act, atCommandLine } from '../../server/acts/act'
import { engines, startServer, type TestServer } from './harness'
import { cookieOf, sendForm } from './signed-in'

const old = 'mưa rơi trên mái ngói'
const wanted = 'bốn con cá bơi ngược'
const config = { trustProxy: 0, publicUrl: undefined, mail: undefined }

describe.each(engines)('who is overtaken by being locked out, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
  })
  afterAll(() => server.close())

  const deps = () => ({ database: server.database, now: server.now, config })
  const choose = (path: string): Promise<Response> => sendForm(server, path, { wanted: old, again: old })
  /** A colleague who may do everything and is signed in. */
  const colleague = async (username: string): Promise<string> => {
    const person = { username, name: username, kind: 'person', grants: everyOffice } as const
    const came = await act(deps(), atCommandLine(), createAccount, person)
    return came.kind === 'done' ? cookieOf(await choose(came.value.path ?? '')) : expect.fail(came.kind)
  }
  const reset = async (username: string): Promise<string> => {
    const came = await act(deps(), atCommandLine(), resetAccount, { username })
    return came.kind === 'done' ? (came.value.path ?? '') : expect.fail(came.kind)
  }
  /** Who a request is from, as it is known before its act has its turn. */
  const asking = async (headers: Readonly<Record<string, string>>): Promise<Person> => {
    const known = { database: server.database, accounts: await openAccounts(server.database, config, server.now) }
    const found: (Person | undefined)[] = []
    const app = new Hono().get('/', async (c) => c.text(String(found.push(await personOf(known, c)))))
    await app.request('http://localhost/', { headers })
    return found[0] ?? expect.fail('nobody asks')
  }
  const scope: readonly Permission[] = ['accounts.change']
  const token = (username: string) => ({ username, label: 'x', scope, days: 9 })
  const asProgram = async (username: string): Promise<Person> => {
    const came = await act(deps(), atCommandLine(), makeToken, token(username))
    return came.kind === 'done' ? asking({ Authorization: `Bearer ${came.value.token}` }) : expect.fail(came.kind)
  }
  const passkey = { id: 'k', party: 'localhost', public_key: 'x', transports: '', counter: 0, name: 'x' }
  const tried = async (person: Person, username: string): Promise<readonly string[]> => [
    (await act(deps(), { ...person, door: 'page' }, makeToken, token(username))).kind,
    (await act(deps(), { ...person, door: 'page' }, addPasskey, { passkey, codes: ['x'], session: '' })).kind,
  ]

  it('does nothing, and gets no way in, where their turn comes after it', async () => {
    const [thu, mai] = [await asking({ Cookie: await colleague('thu') }), await asking({ Cookie: await colleague('mai') })]
    const program = await asProgram('thu')
    await reset('thu')
    expect([await tried(thu, 'thu'), await tried(program, 'thu')]).toEqual([
      ['refused', 'refused'],
      ['refused', 'refused'],
    ])
    // The last administrator could not be disabled.
    await colleague('lan')
    expect((await act(deps(), atCommandLine(), disableAccount, { username: 'mai' })).kind).toBe('done')
    await act(deps(), atCommandLine(), enableAccount, { username: 'mai' })
    expect(await tried(mai, 'mai')).toEqual(['refused', 'refused'])
  })

  it('does what is left to them where it was a role that was taken', async () => {
    const [hoa, program] = [await asking({ Cookie: await colleague('hoa') }), await asProgram('hoa')]
    await act(deps(), atCommandLine(), takeRole, { username: 'hoa', role: 'administrator', agency: '' })
    expect(await act(deps(), { ...program, door: 'api' }, makeToken, token('hoa'))).toEqual({ kind: 'refused' })
    expect(await tried(hoa, 'hoa')).toEqual(['refused', 'done'])
  })

  it('is let in by no sign-in, and by no new password, that was on its way', async () => {
    const first = await colleague('binh')
    const tries = async (): Promise<number> =>
      (await server.database.db.selectFrom('guesses').select('tries').execute()).reduce((sum, one) => sum + one.tries, 0)
    /** A try is counted before its password is looked at, which takes longest. */
    const overtaken = async (ask: () => readonly Promise<Response>[]) => {
      const before = await tries()
      const asked = ask()
      while ((await tries()) <= before) await wait(1)
      return { path: await reset('binh'), replies: await Promise.all(asked) }
    }
    const page = async (cookie: string): Promise<number> =>
      (await fetch(`${server.url}/admin/accounts`, { headers: { Cookie: cookie }, redirect: 'manual' })).status
    const enter = (password: string) => sendForm(server, '/admin/sign-in', { username: 'binh', password })
    expect(await page(first)).toBe(200)
    const { path, replies } = await overtaken(() => [1, 2, 3].map(() => enter(old)))
    for (const cookie of [first, ...replies.map(cookieOf)]) expect(await page(cookie)).toBe(401)
    const fields = { present: old, wanted, again: wanted }
    const back = cookieOf(await choose(path))
    const changed = await overtaken(() => [sendForm(server, '/admin/accounts/password', fields, { Cookie: back })])
    expect((await enter(wanted)).status).toBe(401)
    expect((await choose(changed.path)).status).toBe(303)
  })
})
