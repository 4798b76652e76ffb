import { sql } from 'kysely'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenOf } from './token'
import { engines, migratedDatabase, startServer, type TestServer } from './harness'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const { username, password } = officer
const minute = 60_000

describe.each(engines)('the first account on %s', (engine) => {
  let folder: string
  let address: string
  let server: TestServer
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-first-'))
    address = await migratedDatabase(engine, folder)
    server = await startServer({ address })
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const choose = (link: string | undefined, fields: Record<string, string> = {}) =>
    sendForm(server, link ?? '', { username, name: officer.name, wanted: password, again: fields['wanted'] ?? password, ...fields })

  it.each<[string, Record<string, string>, string]>([
    ['short', { wanted: 'ngắn quá' }, 'ít hơn 12 ký tự'],
    ['digits', { wanted: '0912 345 678 901' }, 'gần như chỉ có chữ số'],
    ['common', { wanted: 'MậtKhẩu@123456' }, 'hay bị đoán nhất'],
    ['the user name', { wanted: 'lanlan@12345678', username: 'lanlan' }, 'gần như chỉ là tên đăng nhập'],
    ['typed differently', { again: 'bốn con cá bơi xuôi' }, 'không giống nhau'],
    ['under a bad name', { username: 'Lan Nguyễn' }, 'Tên đăng nhập có 2 đến 64 ký tự'],
  ])('takes no password that is %s, and says why', async (_, fields, why) => {
    const reply = await choose(server.setupLink, fields)
    const page = await reply.text()
    expect([reply.status, page.includes(why), reply.headers.get('set-cookie')]).toEqual([422, true, null])
    expect(page).not.toContain(fields['wanted'] ?? password)
  })

  it('has no name that no database holds, and is not asked for under one', async () => {
    const asked = [
      await choose(server.setupLink, { name: 'Lan\0' }),
      await sendForm(server, '/admin/sign-in', { username: 'a\0', password }),
    ]
    expect(asked.map(({ status, headers }) => [status, headers.get('set-cookie')])).toEqual([
      [400, null],
      [400, null],
    ])
  })

  it('comes from a link that a newer start replaces and that works once', async () => {
    const newer = await startServer({ address })
    expect((await fetch(server.url + server.setupLink)).status).toBe(404)
    for (let look = 0; look < 2; look++) expect(await (await fetch(server.url + newer.setupLink)).text()).toContain('quản trị đầu tiên')
    const replies = await Promise.all([1, 2, 3].map((n) => choose(newer.setupLink, { username: `lan${n}` })))
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 404, 404])
    const made = replies.find(({ status }) => status === 303)
    expect((await fetch(`${server.url}/admin/accounts`, { headers: { Cookie: made ? cookieOf(made) : '' } })).status).toBe(200)
    expect((await choose(newer.setupLink, { username: 'again' })).status).toBe(404)
    await newer.close()
  })

  it('is the only one that a link at the start makes', async () => {
    const later = await startServer({ address })
    expect(later.setupLink).toBeUndefined()
    await later.close()
  })

  it.each(['/admin/setup/', '/admin/password/'])('is not made under %s by somebody who guesses', async (path) => {
    expect((await fetch(`${server.url}${path}${'a'.repeat(43)}`)).status).toBe(404)
    expect((await choose(`${path}${'a'.repeat(43)}`)).status).toBe(404)
  })
})

describe.each(engines)('a session on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-11-20T01:00:00Z')
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    await signIn(server)
  })
  afterAll(() => server.close())
  const page = (cookie: string, path = '/admin/account') =>
    fetch(server.url + path, { headers: { Cookie: cookie, 'Accept-Language': 'vi' } })
  const status = async (cookie: string): Promise<number> => (await page(cookie)).status
  const onlySession = (cookie: string): string => cookie.split('; ').find((one) => one.startsWith('sipas_session=')) ?? ''

  it('opens the application and the API, and leads to the page that was asked for', async () => {
    const asked = await page('', '/admin/campaigns/c1?channel=qr')
    expect([asked.status, (await asked.text()).includes('value="/admin/campaigns/c1?channel=qr"')]).toEqual([401, true])
    const entered = await sendForm(server, '/admin/sign-in', { username: ' LAN ', password, next: '/admin/campaigns/c1?channel=qr' })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/admin/campaigns/c1?channel=qr'])
    expect((await page(cookieOf(entered), '/api/v1/campaigns/none/results')).status).toBe(404)
    expect((await page('', '/api/v1/campaigns/none/results')).status).toBe(401)
  })

  it('that has ended takes nothing of a form, says so and leads back to the page it was on', async () => {
    const origin = { Origin: server.url, 'Accept-Language': 'vi' }
    const sent = async (referer: string) => {
      const reply = await sendForm(server, '/admin/new/agency', { code: 'N7' }, { ...origin, Referer: referer })
      return { status: reply.status, text: await reply.text() }
    }
    const late = await sent(`${server.url}/admin/new/agency?from=list`)
    expect([late.status, late.text.includes('chưa được lưu'), late.text.includes('value="/admin/new/agency?from=list"')]).toEqual([
      401,
      true,
      true,
    ])
    for (const elsewhere of ['https://example.org/admin/new/agency', 'nowhere', ''])
      expect((await sent(elsewhere)).text).toContain('name="next" value="/admin"')
    expect(await (await page('', '/admin/new/agency')).text()).not.toContain('chưa được lưu')
  })

  it('has a new key after each sign-in, whatever the browser brought along', async () => {
    const planted = 'sipas_session=planted-by-somebody-else'
    const entered = await sendForm(server, '/admin/sign-in', { username, password }, { Cookie: planted })
    expect(cookieOf(entered)).not.toContain('planted')
    expect(await status(planted)).toBe(401)
    const first = cookieOf(entered)
    const second = cookieOf(await sendForm(server, '/admin/sign-in', { username, password }, { Cookie: first }))
    expect(onlySession(second)).not.toBe(onlySession(first))
    expect([await status(first), await status(second)]).toEqual([401, 200])
  })

  it('is kept where no script reads it, and by the server only as a hash', async () => {
    const entered = await sendForm(server, '/admin/sign-in', { username, password })
    expect(
      entered.headers
        .getSetCookie()
        .find((one) => one.startsWith('sipas_session='))
        ?.split('; '),
    ).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Lax', 'Max-Age=43200']))
    const stored = JSON.stringify(await server.database.db.selectFrom('sessions').selectAll().execute())
    expect(stored).not.toContain(onlySession(cookieOf(entered)).slice('sipas_session='.length))
    expect(stored).not.toContain('127.0.0.1')
    expect(stored).toContain('"user_agent":null')
  })

  it('is over for every copy of its cookie after the sign-out', async () => {
    const cookie = await signIn(server)
    expect(await status(cookie)).toBe(200)
    const out = await sendForm(server, '/admin/sign-out', {}, { Cookie: cookie })
    expect([out.status, out.headers.get('location'), await status(cookie)]).toEqual([303, '/admin', 401])
  })

  it('ends after 30 minutes without use, and lives on while it is used', async () => {
    const [used, left] = [await signIn(server), await signIn(server)]
    for (const step of [20, 20, 20]) {
      time += step * minute
      expect(await status(used)).toBe(200)
    }
    expect(await status(left)).toBe(401)
    time += 30 * minute
    expect(await status(used)).toBe(401)
  })

  it('ends after 12 hours, however much it is used', async () => {
    const cookie = await signIn(server)
    for (let passed = 20; passed < 12 * 60; passed += 20) {
      time += 20 * minute
      expect(await status(cookie)).toBe(200)
    }
    time += 20 * minute
    expect(await status(cookie)).toBe(401)
  })

  it('ends everywhere else when its owner says so', async () => {
    const [here, elsewhere] = [await signIn(server), await signIn(server)]
    expect(await (await page(here)).text()).toContain('Đăng xuất ở mọi nơi khác')
    await sendForm(server, '/admin/accounts/sign-out-elsewhere', {}, { Cookie: here })
    expect([await status(here), await status(elsewhere)]).toEqual([200, 401])
  })

  it('ends everywhere else when the password changes, and here gets a new key', async () => {
    const [here, elsewhere] = [await signIn(server), await signIn(server)]
    const change = (present: string, wanted: string, cookie: string) =>
      sendForm(server, '/admin/accounts/password', { present, wanted, again: wanted }, { Cookie: cookie })
    const wrong = await change('not the password', 'một câu hoàn toàn khác', here)
    expect([wrong.status, (await wrong.text()).includes('Mật khẩu hiện tại chưa đúng')]).toEqual([422, true])
    expect([(await change(password, 'matkhau12345', here)).status, await status(elsewhere)]).toEqual([422, 200])
    const changed = await change(password, 'một câu hoàn toàn khác', here)
    expect(changed.status).toBe(303)
    expect([await status(here), await status(elsewhere), await status(cookieOf(changed))]).toEqual([401, 401, 200])
    expect((await sendForm(server, '/admin/sign-in', { username, password })).status).toBe(401)
    await change('một câu hoàn toàn khác', password, cookieOf(changed))
  })

  it('does nothing for another site', async () => {
    const cookie = await signIn(server)
    const forms = [
      '/admin/sign-in',
      '/admin/sign-out',
      '/admin/accounts/password',
      '/admin/accounts/sign-out-elsewhere',
      '/admin/setup/x',
      '/admin/password/x',
    ]
    for (const headers of [
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
      { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
    ])
      for (const path of forms) {
        const reply = await sendForm(
          server,
          path,
          { username, password, present: password, wanted: 'một câu hoàn toàn khác', again: 'một câu hoàn toàn khác' },
          { Cookie: cookie, ...headers },
        )
        expect([path, reply.status, reply.headers.getSetCookie()]).toEqual([path, 403, []])
      }
    expect(await status(cookie)).toBe(200)
  })

  it('is not what a token is: one changes no password and sees no sessions', async () => {
    const token = await tokenOf(server.database, username)
    const bearing = { Authorization: `Bearer ${token}` }
    const reply = await sendForm(
      server,
      '/admin/accounts/password',
      { present: password, wanted: 'một câu hoàn toàn khác', again: 'một câu hoàn toàn khác' },
      bearing,
    )
    expect(reply.status).toBe(403)
    expect(await (await fetch(`${server.url}/admin/accounts`, { headers: { ...bearing, 'Accept-Language': 'vi' } })).text()).toContain(
      'bằng mã truy cập',
    )
  })

  it.each(['https://elsewhere.example', '//elsewhere.example', '/admin//elsewhere.example\\', '/administration', 'javascript:alert(1)'])(
    'never leads to %s',
    async (next) => {
      expect((await sendForm(server, '/admin/sign-in', { username, password, next })).headers.get('location')).toBe('/admin')
    },
  )

  it('leaves no password and no library route behind', async () => {
    const { rows } = await sql<{ password: string }>`select password from credentials`.execute(server.database.db)
    expect(rows[0]?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    for (const path of ['/api/auth/ok', '/api/auth/get-session', '/api/auth/sign-in/username', '/admin/api/auth/ok'])
      expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(401)
  })
})

describe('a session behind https', () => {
  it('has a cookie that only this host can set, and the proxy is believed only where one stands', async () => {
    const [proxied, direct] = await Promise.all([startServer({ settings: { TRUST_PROXY: '1' } }), startServer()])
    await Promise.all([signIn(proxied), signIn(direct)])
    const https = { 'X-Forwarded-Proto': 'https' }
    const secure = await sendForm(
      proxied,
      '/admin/sign-in',
      { username, password },
      { ...https, Origin: proxied.url.replace('http:', 'https:') },
    )
    for (const cookie of secure.headers.getSetCookie())
      expect(cookie).toMatch(/^__Host-sipas_(session|device_[\w-]{8})=[^;]+;.* Path=\/;.*HttpOnly; Secure; SameSite=Lax/)
    expect((await fetch(`${proxied.url}/admin/accounts`, { headers: { ...https, Cookie: cookieOf(secure) } })).status).toBe(200)
    const plain = await sendForm(direct, '/admin/sign-in', { username, password }, https)
    expect(plain.headers.getSetCookie().join()).not.toMatch(/__Host-|Secure/)
    await Promise.all([proxied.close(), direct.close()])
  })
})
