import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stepOf } from '../../server/access/second-factor'
import { userNamed } from '../../server/db/accounts'
import { deleteGrant, saveGrant } from '../../server/db/grants'
import { appCode, codesIn, offerIn, wrongCode } from './authenticator'
import { type CommandLine, commandLine } from './cli'
import { join } from 'node:path'
import { engines, startServer, type TestServer } from './harness'
import { said } from './office'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { tokenOf } from './token'

const { username, password } = officer
const second = 1000
const minute = 60 * second

describe('a code of an app', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  // RFC 6238, appendix B, SHA-1, the last six digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i s is %s', async (time, code) => {
    expect(await stepOf(secret, code, time * second)).toBe(Math.floor(time / 30))
    expect(appCode(secret, time * second)).toBe(code)
  })

  it('is taken one step early or late, and no more', async () => {
    const at = 1111111111 * second
    const steps = [-120, -60, -30, 0, 30, 60, 120].map(async (late) => (await stepOf(secret, '050471', at + late * second)) !== undefined)
    expect(await Promise.all(steps)).toEqual([false, false, true, true, true, false, false])
    for (const other of ['', '50471', '0504710', '05047１', '050472']) expect(await stepOf(secret, other, at)).toBeUndefined()
  })
})

describe.each(engines)('a second factor on %s', (engine) => {
  let line: CommandLine
  let server: TestServer
  let time = Date.now()
  beforeAll(async () => {
    line = await commandLine(engine)
    const address = engine === 'SQLite' ? join(line.folder, 'sipas.sqlite') : (line.settings['DATABASE_URL'] ?? '')
    server = await startServer({ engine, address, now: () => time })
    await signIn(server)
  })
  // No code and no slowing down of one test reaches into the next.
  beforeEach(async () => {
    time += 2 * minute
    await server.database.db.deleteFrom('guesses').execute()
  })
  afterEach(async () => {
    for (const table of ['half_sign_ins', 'recovery_codes', 'second_factors'] as const) await server.database.db.deleteFrom(table).execute()
    await server.database.db.deleteFrom('settings').where('name', '=', 'second-factor').execute()
  })
  afterAll(async () => {
    await server.close()
    line.close()
  })

  const look = (path: string, cookie: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(server.url + path, { headers: { Cookie: cookie, 'Accept-Language': 'vi', ...headers }, redirect: 'manual' })
  const status = async (cookie: string, path = '/admin/account'): Promise<number> => (await look(path, cookie)).status
  const enter = (headers: Readonly<Record<string, string>> = {}, fields: Readonly<Record<string, string>> = {}): Promise<Response> =>
    sendForm(server, '/admin/sign-in', { username, password, ...fields }, headers)
  const send = (path: string, cookie: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    sendForm(server, path, fields, { Cookie: cookie })
  const show = (half: string, code: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> =>
    send('/admin/sign-in/code', half, { code, ...fields })
  const named = (cookie: string, name: RegExp): string =>
    cookie
      .split('; ')
      .filter((one) => name.test(one))
      .join('; ')
  const deviceIn = (cookie: string): string => named(cookie, /^sipas_device/)
  const events = async (): Promise<readonly string[]> =>
    (await server.database.db.selectFrom('events').selectAll().where('kind', '=', 'accounts').orderBy('seq').execute()).map(
      ({ act, object, details }) => `${act} ${object} ${details}`,
    )

  type SetUp = { readonly cookie: string; readonly secret: string; readonly codes: readonly string[] }
  /** Sets a second factor up from the page, and waits until its first code is used up. */
  async function setUp(cookie: string, present = password): Promise<SetUp> {
    const { secret, seal } = offerIn(await (await send('/admin/account/factor', cookie, { present })).text())
    const reply = await send('/admin/account/factor/confirm', cookie, { secret, seal, code: appCode(secret, time) })
    const codes = codesIn(await reply.text())
    time += minute
    return { cookie: cookieOf(reply), secret, codes }
  }

  it('is set up with the password and a right code, and shows ten recovery codes once', async () => {
    const [here, elsewhere] = [await signIn(server), await signIn(server)]
    expect(said(await (await look('/admin/account', here)).text())).toContain('Đang tắt')
    expect((await send('/admin/account/factor', here, { present: 'sai mất rồi nhé' })).status).toBe(422)
    const page = await send('/admin/account/factor', here, { present: password })
    const html = await page.text()
    const { secret, seal } = offerIn(html)
    expect([
      secret.length,
      html.includes('src="data:image/svg+xml,'),
      page.headers.get('content-security-policy')?.includes('data:'),
    ]).toEqual([32, true, true])
    const confirm = (fields: Readonly<Record<string, string>>) =>
      send('/admin/account/factor/confirm', here, { secret, seal, code: appCode(secret, time), ...fields })
    const wrong = await confirm({ code: appCode(secret, time - 2 * minute) })
    expect([wrong.status, offerIn(await wrong.text()).secret]).toEqual([422, secret])
    const planted = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    expect((await confirm({ secret: planted, code: appCode(planted, time) })).status).toBe(303)
    expect((await send('/admin/account/factor/confirm', elsewhere, { secret, seal, code: appCode(secret, time) })).status).toBe(303)
    expect(await server.database.db.selectFrom('second_factors').selectAll().execute()).toEqual([])
    const confirmed = await confirm({})
    const codes = codesIn(await confirmed.text())
    expect([confirmed.status, new Set(codes).size]).toEqual([200, 10])
    expect([await status(here), await status(elsewhere), await status(cookieOf(confirmed))]).toEqual([401, 401, 200])
    const own = said(await (await look('/admin/account', cookieOf(confirmed))).text())
    expect([own.includes('Còn 10 trong 10 mã'), own.includes(codes[0] ?? '')]).toEqual([true, false])
    const stored = JSON.stringify([
      await server.database.db.selectFrom('second_factors').selectAll().execute(),
      await server.database.db.selectFrom('recovery_codes').selectAll().execute(),
      await events(),
    ])
    for (const open of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) expect(stored).not.toContain(open)
    expect((await events()).at(-1)).toBe(`accounts.add-factor ${username} {"recoveryCodes":10}`)
  })

  it('is asked for after the right password, in that browser, for five minutes, and opens nothing before', async () => {
    const { secret } = await setUp(await signIn(server))
    const asked = await enter({}, { next: '/admin/account' })
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/admin/sign-in/code?next=%2Fadmin%2Faccount'])
    const half = cookieOf(asked)
    expect(asked.headers.getSetCookie().join()).toMatch(/^sipas_half=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(
      await server.database.db.selectFrom('sessions').select('id').where('started_at', '=', new Date(time).toISOString()).execute(),
    ).toEqual([])
    for (const path of ['/admin', '/admin/account', '/admin/account/factor', '/api/v1/campaigns/none/results'])
      expect(await status(half, path)).toBe(path === '/admin' ? 200 : 401)
    expect(await (await look('/admin', half)).text()).toContain('name="password"')
    expect(said(await (await look('/admin/sign-in/code?next=/admin/account', half)).text())).toContain('Mã 6 chữ số')
    const stored = JSON.stringify(await server.database.db.selectFrom('half_sign_ins').selectAll().execute())
    expect(stored).not.toContain(half.slice('sipas_half='.length))
    expect((await show('', appCode(secret, time))).status).toBe(401)
    expect((await show('sipas_half=made-up', appCode(secret, time))).status).toBe(401)
    const entered = await show(half, appCode(secret, time), { next: '/admin/account' })
    expect([entered.status, entered.headers.get('location'), await status(cookieOf(entered))]).toEqual([303, '/admin/account', 200])
    time += minute
    expect((await show(half, appCode(secret, time))).status).toBe(401)
    const late = cookieOf(await enter())
    time += 5 * minute
    const over = await show(late, appCode(secret, time))
    expect([over.status, said(await over.text()).includes('quá 5 phút')]).toEqual([401, true])
  })

  it('takes a code once, one step beside the clock, and none that is two minutes off', async () => {
    const { secret } = await setUp(await signIn(server))
    const taken = async (code: string): Promise<number> => (await show(cookieOf(await enter()), code)).status
    expect([await taken(appCode(secret, time)), await taken(appCode(secret, time))]).toEqual([303, 401])
    expect([await taken(appCode(secret, time - 30 * second)), await taken(appCode(secret, time + 30 * second))]).toEqual([401, 303])
    time += 5 * minute
    expect([await taken(appCode(secret, time - 2 * minute)), await taken(appCode(secret, time + 2 * minute))]).toEqual([401, 401])
    const [one, other] = [cookieOf(await enter()), cookieOf(await enter())]
    const both = await Promise.all([one, other].map((half) => show(half, appCode(secret, time))))
    expect(both.map(({ status: each }) => each).sort((a, b) => a - b)).toEqual([303, 401])
  })

  it('is not the code with which it was set up', async () => {
    const cookie = await signIn(server)
    const { secret, seal } = offerIn(await (await send('/admin/account/factor', cookie, { present: password })).text())
    await send('/admin/account/factor/confirm', cookie, { secret, seal, code: appCode(secret, time) })
    expect((await show(cookieOf(await enter()), appCode(secret, time))).status).toBe(401)
  })

  it('is guessed five times in one sign-in and slowed down on the account, also when many try at once; a known device has its own tries', async () => {
    const device = deviceIn(await signIn(server))
    const { secret } = await setUp(await signIn(server))
    const right = () => appCode(secret, time)
    const guess = async (half: string): Promise<number> => (await show(half, wrongCode(secret, time))).status
    const half = cookieOf(await enter())
    const many = await Promise.all(Array.from({ length: 12 }, () => guess(half)))
    expect(many.filter((each) => each !== 401 && each !== 429)).toEqual([])
    const next = cookieOf(await enter())
    const slowed = await show(next, right())
    expect([slowed.status, slowed.headers.get('retry-after'), said(await slowed.text()).includes('Xin chờ 30 giây')]).toEqual([
      429,
      '30',
      true,
    ])
    const known = cookieOf(await enter({ Cookie: device }))
    expect((await show(`${known}; ${device}`, right())).status).toBe(303)
    time += minute
    expect((await show(half, right())).status).toBe(401)
    expect((await show(next, right())).status).toBe(303)
    time += 24 * 60 * minute
    const fifth = cookieOf(await enter())
    const replies: string[] = []
    for (let n = 0; n < 5; n++) replies.push(said(await (await show(fifth, '12345')).text()))
    expect(replies.map((text) => text.includes('quá nhiều mã sai'))).toEqual([false, false, false, false, true])
  })

  it('leaves a wrong password, an unknown name and a name with a second factor alike', async () => {
    await setUp(await signIn(server))
    const replies = [await enter({}, { password: 'sai mất rồi nhé' }), await enter({}, { username: 'nobody', password: 'sai mất rồi nhé' })]
    const [known, unknown] = await Promise.all(
      replies.map(async (reply) => [reply.status, reply.headers.getSetCookie(), await reply.text()] as const),
    )
    expect([unknown?.[0], unknown?.[1], unknown?.[2].replaceAll('nobody', username)]).toEqual(known)
    expect(known?.slice(0, 2)).toEqual([401, []])
  })

  it('has recovery codes that stand for it once each, however they are typed, until new ones are made', async () => {
    const { cookie, secret, codes } = await setUp(await signIn(server))
    const [first = '', other = '', third = ''] = codes
    const taken = async (code: string): Promise<number> =>
      (await send('/admin/sign-in/code', cookieOf(await enter()), { code: '', recovery: code })).status
    expect([await taken(first.toLowerCase().replaceAll('-', ' ')), await taken(first), await taken('AAAA-AAAA-AAAA-AAAA')]).toEqual([
      303, 401, 401,
    ])
    const both = await Promise.all([cookieOf(await enter()), cookieOf(await enter())].map((half) => show(half, other)))
    expect(both.map(({ status: each }) => each).sort((a, b) => a - b)).toEqual([303, 401])
    const wrong = await (await send('/admin/sign-in/code', cookieOf(await enter()), { code: '', recovery: 'AAAA-AAAA-AAAA-AAAA' })).text()
    expect([/<details open/.test(wrong), said(wrong).includes('Mã khôi phục chưa đúng'), said(wrong).includes('đồng hồ')]).toEqual([
      true,
      true,
      false,
    ])
    expect(said(await (await look('/admin/account', cookie)).text())).toContain('Còn 8 trong 10 mã')
    time += minute
    const renew = (present: string, code: string) => send('/admin/account/recovery-codes', cookie, { present, code })
    expect([
      (await renew('sai mất rồi nhé', appCode(secret, time))).status,
      (await renew(password, wrongCode(secret, time))).status,
    ]).toEqual([422, 422])
    const renewed = codesIn(await (await renew(password, appCode(secret, time))).text())
    expect(new Set(renewed).size).toBe(10)
    expect([await taken(third), await taken(renewed[0] ?? '')]).toEqual([401, 303])
    expect((await events()).at(-1)).toBe(`accounts.renew-recovery-codes ${username} {"recoveryCodes":10}`)
  })

  it('is taken off with password and code alone', async () => {
    const { cookie, secret, codes } = await setUp(await signIn(server))
    const off = async (fields: Readonly<Record<string, string>>) => (await send('/admin/account/remove-factor', cookie, fields)).status
    expect([
      await off({ present: password, code: wrongCode(secret, time) }),
      await off({ present: password }),
      await off({ present: 'sai mất rồi nhé', code: codes[0] ?? '' }),
    ]).toEqual([422, 422, 422])
    expect((await enter()).headers.get('location')).toContain('/admin/sign-in/code')
    expect(await off({ present: password, code: appCode(secret, time) })).toBe(303)
    expect((await enter()).headers.get('location')).toBe('/admin')
    expect(await server.database.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
    expect((await events()).at(-1)).toBe(`accounts.remove-own-factor ${username} {}`)
    for (const path of ['/admin/account/recovery-codes', '/admin/account/remove-factor'])
      expect((await look(path, cookie)).status).toBe(303)
  })

  it('is needed by everybody where the office says so: nothing else opens until it is set up, in no process and by no address', async () => {
    const [cookie, early] = [await signIn(server), await signIn(server)]
    const token = await tokenOf(server.database, username)
    const settings = (factorNeeded: string, by = cookie) => send('/admin/settings', by, { name: 'Sông Ngân', factorNeeded })
    expect((await settings('everybody')).status).toBe(303)
    for (const path of [
      '/admin',
      '/admin/accounts',
      '/admin/account',
      '/admin/account/factors',
      '/admin/settings',
      '/admin/account/factor/../../settings',
    ]) {
      const reply = await look(path, early)
      expect([path, reply.status, reply.headers.get('location')]).toEqual([path, 303, '/admin/account/factor'])
    }
    expect((await settings('nobody', early)).headers.get('location')).toBe('/admin/account/factor')
    expect(await status(early, '/api/v1/campaigns/none/results')).toBe(403)
    expect((await fetch(`${server.url}/api/v1/campaigns/none/results`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(404)
    expect(said(await (await look('/admin/account/factor', early)).text())).toContain('Cơ quan yêu cầu')
    // Then they go on to their work.
    const { secret, seal } = offerIn(await (await send('/admin/account/factor', early, { present: password })).text())
    const confirmed = await send('/admin/account/factor/confirm', early, { secret, seal, code: appCode(secret, time) })
    expect(await confirmed.text()).toContain('<a class="button" href="/admin">')
    const after = cookieOf(confirmed)
    expect([await status(after, '/admin/settings'), await status(after, '/api/v1/campaigns/none/results')]).toEqual([200, 404])
    expect(await (await look('/admin/settings', after)).text()).toMatch(/name="factorNeeded"[^>]*value="everybody"[^>]*checked/)
    expect((await settings('nobody', after)).headers.get('location')).toContain('/admin/settings')
  })

  it('is needed by who holds a role that the office has chosen, from the moment they hold it, and by nobody else', async () => {
    const cookie = await signIn(server)
    const settings = (fields: Readonly<Record<string, string>>) => send('/admin/settings', cookie, { name: 'Sông Ngân', ...fields })
    const none = await settings({ factorNeeded: 'roles' })
    expect([none.status, said(await none.text()).includes('Cần điền mục này')]).toEqual([422, true])
    expect((await settings({ factorNeeded: 'roles', factorRoles: 'auditor' })).status).toBe(303)
    expect((await server.database.db.selectFrom('events').select('details').orderBy('seq', 'desc').executeTakeFirst())?.details).toContain(
      '"after":{"secondFactor":["auditor"]}',
    )
    const form = await (await look('/admin/settings', cookie)).text()
    expect(form).toMatch(/value="roles"[^>]*checked/)
    expect(form.match(/name="factorRoles" value="[^"]*" checked/g)).toEqual(['name="factorRoles" value="auditor" checked'])
    const user = (await userNamed(server.database, username))?.id ?? ''
    const auditor = { role: 'auditor', agency: '', endsOn: '' } as const
    await saveGrant(server.database, user, { ...auditor, endsOn: '2026-01-01' })
    expect(await status(cookie, '/admin/settings')).toBe(200)
    await saveGrant(server.database, user, auditor)
    expect([await status(cookie, '/admin/settings'), await status(cookie, '/api/v1/campaigns/none/results')]).toEqual([303, 403])
    expect(await status((await setUp(cookie)).cookie, '/admin/settings')).toBe(200)
    await deleteGrant(server.database, user, auditor)
  })

  it('is taken off by an administrator for who has lost it, and by a reset, and every session ends; nobody does so with their own', async () => {
    const lan = await signIn(server)
    const made = await line.run('user', 'create', 'minh')
    const chosen = await sendForm(server, new URL(made.stdout.trim()).pathname, { wanted: password, again: password })
    const minh = await setUp(cookieOf(chosen))
    const waiting = cookieOf(await enter({}, { username: 'minh' }))
    expect(said(await (await look('/admin/accounts/minh', lan)).text())).toContain('bật từ')
    expect(said(await (await look('/admin/accounts', lan)).text())).toContain('Đăng nhập hai bước')
    expect(said(await (await look('/admin/accounts/minh/remove-factor', lan)).text())).toContain('Trước khi gỡ')
    const own = await send('/admin/accounts/minh/remove-factor', minh.cookie, {})
    const reset = await send('/admin/accounts/minh/reset', minh.cookie, {})
    expect([own.status, reset.status, (await reset.text()).includes('/admin/password/')]).toEqual([409, 409, false])
    expect((await send('/admin/accounts/minh/remove-factor', lan, {})).status).toBe(303)
    expect([await status(minh.cookie), (await show(waiting, appCode(minh.secret, time))).status]).toEqual([401, 401])
    expect((await events()).at(-1)).toBe('accounts.remove-factor minh {}')
    const again = await setUp(cookieOf(await enter({}, { username: 'minh' })))
    const link = (await line.run('user', 'reset', 'minh')).stdout.trim()
    expect((await events()).at(-1)).toContain('"secondFactor":"removed"')
    expect(await status(again.cookie)).toBe(401)
    const back = await sendForm(server, new URL(link).pathname, { wanted: password, again: password })
    expect([back.status, await status(cookieOf(back))]).toEqual([303, 200])
    const last = await setUp(cookieOf(back))
    const half = cookieOf(await enter({}, { username: 'minh' }))
    for (const what of ['disable', 'enable']) expect((await send(`/admin/accounts/minh/${what}`, lan, {})).status).toBe(303)
    expect((await show(half, appCode(last.secret, time))).status).toBe(401)
    expect((await show(cookieOf(await enter({}, { username: 'minh' })), appCode(last.secret, time))).status).toBe(303)
  })

  it('lets no half sign-in become a whole one after a new password, or when its owner signs out elsewhere', async () => {
    const { cookie, secret } = await setUp(await signIn(server))
    const another = 'mưa rơi trên mái ngói'
    const before = cookieOf(await enter())
    const changed = await send('/admin/accounts/password', cookie, { present: password, wanted: another, again: another })
    expect([changed.status, (await show(before, appCode(secret, time))).status]).toEqual([303, 401])
    const half = cookieOf(await enter({}, { password: another }))
    await send('/admin/accounts/sign-out-elsewhere', cookieOf(changed), {})
    expect((await show(half, appCode(secret, time))).status).toBe(401)
    await send('/admin/accounts/password', cookieOf(changed), { present: another, wanted: password, again: password })
  })

  it('has pages for who is signed in alone, and a place elsewhere is signed out one by one', async () => {
    const bearing = { Authorization: `Bearer ${await tokenOf(server.database, username)}` }
    for (const path of ['/admin/account', '/admin/account/factor', '/admin/account/remove-factor'])
      expect((await look(path, '', bearing)).status).toBe(403)
    expect((await sendForm(server, '/admin/account/factor/confirm', {}, bearing)).status).toBe(403)
    const [here, elsewhere, other] = [await signIn(server), await signIn(server), await signIn(server)]
    const places = [...(await (await look('/admin/account', here)).text()).matchAll(/action="(\/admin\/account\/places\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    )
    expect(places.length).toBeGreaterThanOrEqual(2)
    const minhs = () =>
      server.database.db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'user_id')
        .select('sessions.id')
        .where('username', '=', 'minh')
        .execute()
    const [theirs] = await minhs()
    await send(`/admin/account/places/${theirs?.id ?? ''}/end`, here, {})
    expect((await minhs())[0]).toEqual(theirs)
    expect(theirs).toBeDefined()
    for (const path of places) await send(path, here, {})
    expect([await status(here), await status(elsewhere), await status(other)]).toEqual([200, 401, 401])
    expect((await send('/admin/account/places/nowhere/end', here, {})).status).toBe(303)
  })
})
