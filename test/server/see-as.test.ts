import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser, markDisabled, unchosen, userNamed } from '../../server/db/accounts'
import { deleteGrant, saveGrant } from '../../server/db/grants'
import { everyOffice, type Grant } from '../../surveys/people/roles'
import { fielded, post, response } from './fielded'
import { oneEngine, migratedDatabase, startServer, type TestServer } from './harness'
import { type Office, officeWith, said } from './office'
import { officer, sendForm, signIn } from './signed-in'

const minute = 60_000
const administrator = { role: 'administrator', agency: '', endsOn: '' } as const

describe.each(oneEngine)('looking at the office as somebody else, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  let address: string
  let server: TestServer
  let time = Date.parse('2026-11-28T02:00:00Z')
  let cookie: string
  let lan: Office
  let lanId: string
  const person = async (name: string, grant: Grant): Promise<string> => {
    const user = newUser(name, `Trần ${name}`)
    await insertUser(server.database, user, unchosen, time)
    await saveGrant(server.database, user.id, grant)
    return user.id
  }
  beforeAll(async () => {
    address = await migratedDatabase(engine, folder)
    server = await startServer({ address, now: () => time })
    await signIn(server)
    lanId = (await userNamed(server.database, officer.username))?.id ?? ''
    await fielded(server.database)
    expect((await post(server.url, response())).status).toBe(201)
    await person('minh', { role: 'analyst', agency: 'A1', endsOn: '' })
    await person('hoa', administrator)
  })
  beforeEach(async () => {
    time += minute
    await held([administrator])
    cookie = await signIn(server)
    lan = officeWith(server, cookie)
  })
  afterEach(async () => {
    await server.database.db.deleteFrom('sessions').execute()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const held = async (grants: readonly Grant[]): Promise<void> => {
    for (const grant of everyOffice) await deleteGrant(server.database, lanId, grant)
    for (const grant of [
      { role: 'analyst', agency: '' },
      { role: 'analyst', agency: 'A2' },
    ] as const)
      await deleteGrant(server.database, lanId, grant)
    for (const grant of grants) await saveGrant(server.database, lanId, grant)
  }
  const log = async (): Promise<readonly string[]> =>
    (await server.database.db.selectFrom('events').selectAll().orderBy('seq').execute())
      .filter(({ act }) => act.startsWith('sessions.see-as'))
      .map(({ act, account, object, details }) => `${act} ${account === lanId ? 'lan' : account} ${object} ${details}`)
  const everything = async (): Promise<readonly string[]> =>
    (await server.database.db.selectFrom('events').select(['seq', 'act', 'object']).orderBy('seq').execute()).map(
      ({ act, object }) => `${act} ${object}`,
    )
  const asMinh = async (): Promise<void> => {
    expect((await lan.send('/admin/accounts/minh/see-as')).headers.get('location')).toBe('/admin')
  }
  const banner = 'Đang xem như Trần minh'

  it('shows navigation and pages as that person has them, under a banner, between two entries of the log', async () => {
    await held([administrator, { role: 'analyst', agency: '', endsOn: '' }])
    const before = await log()
    expect(said(await lan.html('/admin/accounts/minh'))).toContain('Xem như người này')
    await asMinh()
    const home = await lan.html('/admin')
    expect(said(home)).toContain(banner)
    const nav = said(/<nav[\s\S]*?<\/nav>/.exec(home)?.[0] ?? '')
    expect([nav.includes('Kết quả'), nav.includes('Thiết lập')]).toEqual([true, false])
    for (const path of ['/admin/campaigns/c1', '/admin/campaigns/c1/report', '/admin/agencies', '/admin/nowhere'])
      expect([path, said(await lan.html(path)).includes(banner)]).toEqual([path, true])
    expect(said(await lan.html('/admin/agencies', 'en'))).toContain('You see this as Trần minh')
    // Over A1 alone, though she reads the whole province herself.
    const { agencies } = await (await lan.get('/api/v1/campaigns/c1/results')).json()
    expect(agencies.map(({ code }: { readonly code: string }) => code)).toEqual(['A1'])
    expect((await lan.get('/admin/campaigns/c1?agency=A2')).status).toBe(404)
    expect((await lan.get('/admin/settings')).status).toBe(403)
    expect((await lan.send('/admin/see-as/end')).headers.get('location')).toBe('/admin/accounts/minh?done=see-as')
    expect(said(await lan.html('/admin/agencies'))).not.toContain(banner)
    expect((await lan.get('/admin/settings')).status).toBe(200)
    expect((await log()).slice(before.length)).toEqual([
      `sessions.see-as lan minh {"until":"${new Date(time + 15 * minute).toISOString()}"}`,
      'sessions.see-as-end lan minh {"why":"asked"}',
    ])
  })

  it('shows nothing that who looks may not read, and says so in words', async () => {
    await asMinh()
    for (const path of ['/admin', '/admin/campaigns/c1', '/admin/campaigns/c1/report']) {
      const reply = await lan.get(path)
      expect([path, reply.status, said(await reply.text()).includes('Người này xem được, bạn thì không')]).toEqual([path, 403, true])
    }
    // The way on leads to another place, which both may read.
    expect(await lan.html('/admin')).toContain('<a class="button" href="/admin/campaigns">')
    for (const path of ['/admin/account', '/admin/account/factor']) {
      const reply = await lan.get(path)
      expect([path, reply.status, said(await reply.text()).includes('Người này thấy trang ở đây')]).toEqual([path, 403, true])
    }
    expect((await lan.get('/api/v1/campaigns/c1/results')).status).toBe(403)
    expect(said(await lan.html('/admin/accounts'))).toContain('Trần minh')
    expect(said(await lan.html('/admin/accounts'))).not.toContain('Mọi tài khoản')
    // Elsewhere than that person is somewhere, but nowhere for both.
    await held([administrator, { role: 'analyst', agency: 'A2', endsOn: '' }])
    for (const path of ['/admin/campaigns/c1?agency=A1', '/admin/campaigns/c1?agency=A2', '/admin/campaigns/c1']) {
      const reply = await lan.get(path)
      expect([path, reply.status, said(await reply.text()).includes('có thể người này thấy trang này mà bạn thì không')]).toEqual([
        path,
        404,
        true,
      ])
    }
  })

  it('changes nothing: every form is refused but the one that ends it', async () => {
    await lan.send('/admin/accounts/hoa/see-as')
    const before = await everything()
    const asked: readonly (readonly [string, string])[] = [
      ['POST', '/admin/settings'],
      ['POST', '/admin/accounts/minh/disable'],
      ['POST', '/admin/accounts/minh/see-as'],
      ['POST', '/admin/accounts/password'],
      ['POST', '/admin/accounts/sign-out-elsewhere'],
      ['POST', '/admin/account/factor'],
      ['POST', '/admin/new/agency'],
      ['PUT', '/admin/designs/x'],
      ['DELETE', '/admin/designs/x'],
    ]
    for (const [method, path] of asked) {
      const reply = await fetch(server.url + path, { method, redirect: 'manual', headers: { Cookie: cookie, Origin: server.url } })
      expect([path, reply.status, said(await reply.text()).includes('không sửa được gì')]).toEqual([path, 403, true])
    }
    expect((await lan.get('/admin/accounts/minh')).status).toBe(200)
    expect(await everything()).toEqual(before)
  })

  it('is for a person who can sign in, other than oneself, and for who may change accounts', async () => {
    expect((await lan.send(`/admin/accounts/${officer.username}/see-as`)).status).toBe(409)
    expect((await lan.send('/admin/accounts/none/see-as')).status).toBe(404)
    await markDisabled(server.database, (await userNamed(server.database, 'hoa'))?.id ?? '', '2026-11-28T00:00:00Z')
    expect((await lan.send('/admin/accounts/hoa/see-as')).status).toBe(409)
    await markDisabled(server.database, (await userNamed(server.database, 'hoa'))?.id ?? '', '')
    await held([{ role: 'analyst', agency: '', endsOn: '' }])
    expect((await lan.send('/admin/accounts/minh/see-as')).status).toBe(403)
    expect(await server.database.db.selectFrom('sessions').select('id').where('seeing_as', '<>', '').execute()).toEqual([])
  })

  it('ends after fifteen minutes in every process, and what was asked at that moment is not done as oneself', async () => {
    const other = await startServer({ address, now: () => time })
    try {
      await asMinh()
      time += 15 * minute - 1
      expect(said(await officeWith(other, cookie).html('/admin/agencies'))).toContain(banner)
      time += 1
      const before = await log()
      const late = await officeWith(other, cookie).send('/admin/accounts/minh/disable')
      expect([late.status, said(await late.text()).includes('Đã hết 15 phút')]).toEqual([409, true])
      expect((await userNamed(server.database, 'minh'))?.disabled_at).toBe('')
      expect((await log()).slice(before.length)).toEqual(['sessions.see-as-end lan minh {"why":"time"}'])
      expect(said(await lan.html('/admin/agencies'))).not.toContain(banner)
    } finally {
      await other.close()
    }
  })

  it.each([
    ['the permission is lost', 'permission', () => held([{ role: 'analyst', agency: '', endsOn: '' }])],
    [
      'that account is closed',
      'account',
      async () => markDisabled(server.database, (await userNamed(server.database, 'minh'))?.id ?? '', '2026-11-28T00:00:00Z'),
    ],
  ])('ends when %s', async (_, why, happens) => {
    await asMinh()
    const before = await log()
    await happens()
    const replies = [(await lan.get('/admin/agencies')).status, (await lan.get('/admin/agencies')).status]
    expect([replies, (await log()).slice(before.length)]).toEqual([[409, 200], [`sessions.see-as-end lan minh {"why":"${why}"}`]])
    await markDisabled(server.database, (await userNamed(server.database, 'minh'))?.id ?? '', '')
  })

  it('ends with signing out, and with the session', async () => {
    await asMinh()
    const before = await log()
    await sendForm(server, '/admin/sign-out', {}, { Cookie: cookie })
    expect((await lan.get('/admin/agencies')).status).toBe(401)
    expect((await log()).slice(before.length)).toEqual(['sessions.see-as-end lan minh {"why":"sign-out"}'])
    lan = officeWith(server, await signIn(server))
    await asMinh()
    time += 30 * minute
    expect((await lan.get('/admin/agencies')).status).toBe(401)
    expect((await log()).at(-1)).toBe('sessions.see-as-end lan minh {"why":"lapsed"}')
  })
})
