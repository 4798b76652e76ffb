import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { resetAccount } from '../../server/acts/accounts'
import { readConfig } from '../../server/config'
import { saysTwoFactors } from '../../server/access/provider'
import { readThrough } from '../../server/db/events'
import { groupRolesEnd } from '../../surveys/people/groups'
import { appCode, offerIn } from './authenticator'
import { fielded } from './fielded'
import { engines, oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeWith, said, unsaid } from './office'
import {
  backPath,
  type Lie,
  settingsFor,
  startIssuer,
  startProvider,
  type TestIssuer,
  type TestProvider,
  type Visited,
  visitor,
} from './provider'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { written } from './stored-rows'
import { tokenOf } from './token'

const minute = 60_000

describe('what a provider is set up with', () => {
  const lines = (settings: Readonly<Record<string, string>>): string => {
    const reading = readConfig(settings)
    return reading.ok ? '' : reading.lines.join('\n')
  }
  const whole = settingsFor('https://dangnhap.example.vn/realms/tinh')

  it('is whole or a list of what is missing, and never over an open network', () => {
    expect(lines(whole)).toBe('')
    for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'])
      expect(lines({ ...whole, [name]: '' })).toContain('all three')
    for (const issuer of ['http://dangnhap.example.vn', 'http://127.0.0.1.example.vn', 'ftp://127.0.0.1', 'dangnhap', 'https://a.vn?x=1'])
      expect(lines({ ...whole, OIDC_ISSUER: issuer })).toContain('http only on this machine')
    for (const issuer of ['http://127.0.0.1:8080/realms/tinh', 'http://localhost', 'http://[::1]:9'])
      expect(lines({ ...whole, OIDC_ISSUER: issuer })).toBe('')
  })

  it('calls the button after the host unless the office says otherwise', () => {
    const reading = readConfig({ ...whole, OIDC_NAME: '' })
    expect(reading.ok && reading.config.provider).toMatchObject({ name: 'dangnhap.example.vn', groupsClaim: 'groups' })
  })
})

it.each([
  [['pwd', 'mfa'], undefined, true],
  [['pwd'], undefined, false],
  [undefined, undefined, false],
  ['mfa', undefined, true],
  [[], 'aal2', true],
  [[], '1', false],
  [['otp'], 'urn:mace:incommon:iap:silver', false],
  [[], 'http://schemas.openid.net/pape/policies/2007/06/multi-factor', true],
])('methods %j at level %j are more than one factor: %j', (methods, level, expected) => {
  expect(saysTwoFactors(methods, level)).toBe(expected)
})

/** Everything that a sign-in may change, as it stands. */
async function stored({ database: { db } }: TestServer): Promise<string> {
  const tables = [
    'users',
    'credentials',
    'provider_accounts',
    'grants',
    'group_grants',
    'sessions',
    'half_sign_ins',
    'spent_errands',
  ] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows.map((some) => some.map((row) => JSON.stringify(row)).sort()))
}

/** Without those of wrong passwords, which come up to a second after their answer, among whatever is told then. */
const eventsOf = async ({ database: { db } }: TestServer, kind: string) => {
  const told = db.selectFrom('events').selectAll().where('kind', '=', kind).where('act', '<>', 'sessions.fail')
  return (await told.orderBy('seq').execute()).map((event) => ({ ...event, details: JSON.parse(event.details) }))
}

describe.each(engines)('signing in by a provider, on %s', (engine) => {
  let provider: TestProvider
  let server: TestServer
  let lan: Office
  /** How far the product's clock is ahead of the provider's. */
  let ahead = 0
  beforeAll(async () => {
    provider = await startProvider()
    server = await startServer({ engine, now: () => Date.now() + ahead, settings: settingsFor(provider.issuer) })
    provider.serve(server.url)
    lan = officeWith(server, await signIn(server))
    await fielded(server.database)
    for (const [group, role, agency] of groupTable)
      expect((await lan.send('/admin/groups', { group, role, agency: agency || '*' })).status).toBe(303)
  })
  afterEach(() => {
    ahead = 0
  })
  afterAll(async () => {
    await server.close()
    await provider.close()
  })

  const groupTable = [
    ['Phòng phân tích', 'analyst', 'A1'],
    ['/so/kiem-tra', 'auditor', ''],
    ['Xã A2', 'reader', 'A2'],
  ] as const

  const member = (username: string, groups: readonly string[], name = `Người ${username}`): void =>
    void provider.members.set(username, { username, name, groups })
  const begin = (next = '/admin', more = ''): string => `${server.url}/admin/sign-in/provider?next=${encodeURIComponent(next)}${more}`
  /** Goes the whole way as a member who types their name at the provider. */
  const enter = async (username: string, who = visitor(), address = begin()): Promise<Visited> => {
    const login = await who.go(address)
    return login.url.startsWith(provider.issuer) ? who.send(login, { login: username }) : login
  }
  const grantsOf = async (username: string): Promise<readonly string[]> => {
    const page = said(await lan.html(`/admin/accounts/${username}/roles`)).split('Giao vai trò')[0] ?? ''
    return page
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(Quản trị|Phân tích|Cơ quan được|Kiểm tra|Phụ trách|theo nhóm)/.test(line))
  }
  const account = async (username: string) => {
    const user = await server.database.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
    const passwords = await server.database.db
      .selectFrom('credentials')
      .selectAll()
      .where('user_id', '=', user?.id ?? '')
      .execute()
    const subjects = await server.database.db
      .selectFrom('provider_accounts')
      .selectAll()
      .where('user_id', '=', user?.id ?? '')
      .execute()
    return { name: user?.name, passwords: passwords.length, subjects: subjects.map(({ issuer, subject }) => [issuer, subject]) }
  }
  /** Nobody is let in and nothing changes; gives what the page says. */
  const refusedAs = async (status: number, way: () => Promise<Visited>): Promise<string> => {
    const before = await stored(server)
    const page = await way()
    expect([page.status, said(page.html)]).toEqual([status, expect.stringContaining('Chưa đăng nhập được')])
    expect(said(page.html)).not.toMatch(unsaid)
    expect(await stored(server)).toBe(before)
    return said(page.html)
  }

  it('leads from the door to the home of a new account with the roles of its groups, and leaves one entry', async () => {
    member('minh', ['Phòng phân tích', 'Nhóm khác'], 'Trần Văn Minh')
    const who = visitor()
    const door = await who.go(`${server.url}/admin/campaigns/c1?agency=A1`)
    const href = /href="(\/admin\/sign-in\/provider\?[^"]+)"/.exec(door.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(said(door.html)).toContain('Đăng nhập bằng Cổng cán bộ')
    const home = await enter('minh', who, server.url + href)
    expect([home.status, home.url]).toEqual([200, `${server.url}/admin/campaigns/c1?agency=A1`])
    expect((await who.go(`${server.url}/admin/campaigns/c1?agency=A2`)).status).toBe(404)
    expect(await account('minh')).toEqual({ name: 'Trần Văn Minh', passwords: 0, subjects: [[provider.issuer, 'minh']] })
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({
      act: 'sessions.begin',
      object: 'minh',
      person: 'Trần Văn Minh',
      door: 'page',
      details: { through: 'provider', made: true, before: { roles: [] }, after: { roles: ['Phòng phân tích: analyst@A1'] } },
    })
    expect((await readThrough(server.database)).fault).toBeUndefined()
    for (const language of ['vi', 'en']) expect(said(await lan.html('/admin/log', language))).not.toMatch(unsaid)
  })

  it('sets the roles to what the groups say each time, and leaves what was given by hand', async () => {
    member('hoa', ['Phòng phân tích'])
    await enter('hoa')
    expect((await lan.send('/admin/accounts/hoa/roles', { role: 'analyst', agency: 'A2', endsOn: '' })).status).toBe(303)
    expect(await grantsOf('hoa')).toEqual(['Phân tích số liệu', 'theo nhóm “Phòng phân tích”', 'Phân tích số liệu'])
    member('hoa', ['/so/kiem-tra'])
    await enter('hoa')
    expect(await grantsOf('hoa')).toEqual(['Phân tích số liệu', 'Kiểm tra', 'theo nhóm “/so/kiem-tra”'])
    expect((await eventsOf(server, 'sessions')).at(-1)?.details).toEqual({
      through: 'provider',
      before: { roles: ['Phòng phân tích: analyst@A1'] },
      after: { roles: ['/so/kiem-tra: auditor'] },
    })
    member('hoa', [])
    await enter('hoa')
    expect(await grantsOf('hoa')).toEqual(['Phân tích số liệu'])
    expect((await lan.send('/admin/accounts/hoa/roles/take?role=auditor&agency=', {})).status).toBe(404)
    expect((await account('hoa')).subjects).toHaveLength(1)
  })

  it('lets nobody do what a group lets them, not with a token either, from thirty days after they last came by the provider', async () => {
    member('quy', ['Phòng phân tích'])
    await enter('quy')
    const token = await tokenOf(server.database, 'quy')
    const status = async (days: number): Promise<number> => {
      ahead = days * 86_400_000
      return (await fetch(`${server.url}/api/v1/campaigns/c1/results`, { headers: { Authorization: `Bearer ${token}` } })).status
    }
    expect([await status(0), await status(30), await status(31)]).toEqual([200, 200, 403])
    ahead = 0
    const [year, month, day] = groupRolesEnd(Date.now()).split('-')
    for (const path of ['/admin/accounts/quy', '/admin/accounts/quy/roles'])
      expect(said(await lan.html(path))).toContain(`đến hết ${day}/${month}/${year}`)
    expect(said(await lan.html('/admin/groups'))).toContain('hết hiệu lực 30 ngày sau lần cuối')
  })

  it('gives no role of the other side, says which and why, and the last administrator stays', async () => {
    member('binh', ['Phòng phân tích'])
    await enter('binh')
    await lan.send('/admin/accounts/binh/roles', { role: 'manager', agency: 'A1', endsOn: '' })
    member('binh', ['Xã A2', 'Phòng phân tích'])
    const page = await enter('binh')
    expect([page.status, said(page.html).replace(/\s+/g, ' ')]).toEqual([
      200,
      expect.stringContaining('Cơ quan được đánh giá (A2) – theo nhóm “Xã A2”'),
    ])
    expect(page.html).toContain('href="/admin"')
    expect(said((await visitor().go(`${page.url}&lang=en`)).html)).toContain('by group “Xã A2”')
    for (const other of [page.url.replace('told=', 'told=e'), page.url.replace('seal=', 'seal=x')])
      expect((await visitor().go(other)).status).toBe(404)
    expect((await eventsOf(server, 'sessions')).at(-1)?.details).toEqual({
      through: 'provider',
      notGiven: ['Xã A2: reader@A2 (both_sides)'],
    })
    expect((await lan.send(`/admin/accounts/${officer.username}/disable`)).status).toBe(409)
    // An administrator by a group does not count: the provider may be down, or leave them out tomorrow.
    await lan.send('/admin/groups', { group: 'Ban quản trị', role: 'administrator', agency: '' })
    member('truong', ['Ban quản trị'])
    await enter('truong')
    expect((await lan.send(`/admin/accounts/${officer.username}/disable`)).status).toBe(409)
    expect((await lan.send(`/admin/accounts/${officer.username}/roles/take?role=administrator&agency=`)).status).toBe(409)
  })

  it('makes nothing for somebody whose groups let them be nothing, nor where the provider forgets its groups', async () => {
    member('khach', ['Nhóm khác'])
    expect(await refusedAs(403, () => enter('khach'))).toContain('chưa nhóm nào của bạn được giao vai trò')
    expect((await account('khach')).name).toBeUndefined()
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({
      act: 'sessions.fail-provider',
      object: '',
      details: { why: 'no_role' },
    })
  })

  it('lets a disabled account stay out', async () => {
    member('dong', ['Phòng phân tích'])
    const who = visitor()
    await enter('dong', who)
    expect((await lan.send('/admin/accounts/dong/disable')).status).toBe(303)
    expect((await who.go(`${server.url}/admin/account`)).status).toBe(401)
    expect(await refusedAs(403, () => enter('dong'))).toContain('Tài khoản của bạn ở đây đã bị khoá')
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({ object: 'dong', details: { why: 'disabled' } })
  })

  it('makes nobody the owner of an account by a name, but by its password', async () => {
    const made = await (
      await lan.send('/admin/new/account', { username: 'thu', name: 'Thu', kind: 'person', role: 'analyst', agency: '*', endsOn: '' })
    ).text()
    const link = /\/admin\/password\/[\w-]+/.exec(made)?.[0] ?? ''
    const password = 'mười hai con mèo ngủ trưa'
    const thu = officeWith(server, cookieOf(await sendForm(server, link, { wanted: password, again: password })))
    member('thu', ['Phòng phân tích'])
    expect(await refusedAs(409, () => enter('thu'))).toContain('hãy đăng nhập bằng mật khẩu rồi nối')
    expect(said(await thu.html('/admin/account'))).toContain('chưa nối với Cổng cán bộ')
    expect((await thu.send('/admin/account/provider', { present: 'sai mất rồi nhé' })).status).toBe(422)
    const begun = await written(server, 'POST /admin/account/provider', () => thu.send('/admin/account/provider', { present: password }))
    expect(begun.left).toEqual([])
    const href = /href="(\/admin\/sign-in\/provider\?pass=[^"]+)"/.exec(await begun.reply.text())?.[1] ?? ''
    // What one session was given opens nothing in another browser.
    await refusedAs(404, () => visitor().go(server.url + href))
    await linkAs('thu', password)
    expect((await eventsOf(server, 'accounts')).at(-1)).toMatchObject({ act: 'accounts.link-provider', object: 'thu', details: {} })
    const home = await enter('thu')
    expect([home.status, home.url]).toEqual([200, `${server.url}/admin`])
    expect(await account('thu')).toMatchObject({ passwords: 1, subjects: [[provider.issuer, 'thu']] })
    expect((await thu.send('/admin/account/provider/remove', { present: 'sai mất rồi nhé' })).status).toBe(422)
    const removed = await written(server, 'POST /admin/account/provider/remove', () =>
      thu.send('/admin/account/provider/remove', { present: password }),
    )
    expect(removed.reply.headers.get('location')).toContain('provider-removed')
    expect(removed.left).toEqual(['accounts.unlink-provider'])
    expect(await grantsOf('thu')).toEqual(['Phân tích số liệu'])
    await refusedAs(409, () => enter('thu'))
  })

  it('links nothing where the way to the provider ends in another session than it began in', async () => {
    const password = 'chín con thuyền giấy trôi'
    for (const username of ['khoa', 'lam']) {
      const fields = { username, name: username, kind: 'person', role: 'analyst', agency: '*', endsOn: '' }
      const link = /\/admin\/password\/[\w-]+/.exec(await (await lan.send('/admin/new/account', fields)).text())?.[0] ?? ''
      await sendForm(server, link, { wanted: password, again: password })
    }
    member('khoa.le', [])
    for (const next of ['khoa', 'lam', undefined]) {
      const who = visitor()
      await who.send(await who.go(`${server.url}/admin`), { username: 'khoa', password })
      const page = await who.send(formAt(await who.go(`${server.url}/admin/account/provider`), '/admin/account/provider'), {
        present: password,
      })
      const href = /href="(\/admin\/sign-in\/provider\?pass=[^"]+)"/.exec(page.html)?.[1] ?? ''
      const came = await who.send(await who.go(server.url + href), { login: 'khoa.le' }, (address) => address.startsWith(server.url))
      await who.send(formAt(await who.go(`${server.url}/admin`), '/admin/sign-out'))
      if (next !== undefined) await who.send(await who.go(`${server.url}/admin`), { username: next, password })
      expect(await refusedAs(400, () => who.go(came.url))).toContain('không bắt đầu từ trình duyệt này')
      for (const username of ['khoa', 'lam']) expect(await account(username)).toMatchObject({ passwords: 1, subjects: [] })
    }
    await refusedAs(403, () => enter('khoa.le'))
  })

  /** Links an account as its owner does: signs in with the password in one browser, and goes to the provider in it. */
  async function linkAs(username: string, password: string, at = username): Promise<Visited> {
    const who = visitor()
    await who.send(await who.go(`${server.url}/admin`), { username, password })
    const page = await who.send(formAt(await who.go(`${server.url}/admin/account/provider`), '/admin/account/provider'), {
      present: password,
    })
    const href = /href="(\/admin\/sign-in\/provider\?pass=[^"]+)"/.exec(page.html)?.[1] ?? ''
    return enter(at, who, server.url + href)
  }

  /** A page as if the form to that address were its only one. */
  const formAt = (page: Visited, action: string): Visited => ({
    ...page,
    html: new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`).exec(page.html)?.[0] ?? '',
  })

  it('opens an invited account in place of a password, once, and no second account of the same person', async () => {
    const invite = async (username: string): Promise<string> => {
      const fields = { username, name: `Người ${username}`, kind: 'person', role: 'analyst', agency: 'A2', endsOn: '' }
      return /\/admin\/password\/[\w-]+/.exec(await (await lan.send('/admin/new/account', fields)).text())?.[0] ?? ''
    }
    const link = await invite('nga')
    member('nga.pham', [])
    const chosen = await visitor().go(server.url + link)
    const href = /href="(\/admin\/sign-in\/provider\?link=[^"]+)"/.exec(chosen.html)?.[1] ?? ''
    const home = await enter('nga.pham', visitor(), server.url + href)
    expect([home.status, home.url]).toEqual([200, `${server.url}/admin`])
    expect(await account('nga')).toEqual({ name: 'Người nga', passwords: 0, subjects: [[provider.issuer, 'nga.pham']] })
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({ object: 'nga', details: { through: 'provider', linked: true } })
    expect((await visitor().go(server.url + link)).status).toBe(404)
    expect(await refusedAs(404, () => enter('nga.pham', visitor(), server.url + href))).toContain('Đường dẫn')
    const second = await invite('nga2')
    const other = `${server.url}/admin/sign-in/provider?link=${second.split('/').at(-1) ?? ''}`
    expect(await refusedAs(409, () => enter('nga.pham', visitor(), other))).toContain('đã có một tài khoản khác')
    // A reset leaves no door open, and its link is one again.
    expect((await enter('nga.pham')).status).toBe(200)
    const reset = await (await lan.send('/admin/accounts/nga/reset')).text()
    const back = /\/admin\/password\/([\w-]+)/.exec(reset)?.[1] ?? ''
    await refusedAs(403, () => enter('nga.pham'))
    expect((await enter('nga.pham', visitor(), `${server.url}/admin/sign-in/provider?link=${back}`)).url).toBe(`${server.url}/admin`)
    // Of two people whom the provider calls the same, the second gets another name here.
    provider.members.set('nga@so', { username: 'nga@so.example.vn', name: 'Nga khác', groups: ['Phòng phân tích'] })
    await enter('nga@so')
    expect((await account('nga-2')).name).toBe('Nga khác')
  })

  it('asks for a second factor where one was set up here', async () => {
    member('yen', ['Phòng phân tích'])
    const password = 'mưa rơi trên mái ngói'
    await enter('yen')
    const reset = await (await lan.send('/admin/accounts/yen/reset')).text()
    const key = /\/admin\/password\/([\w-]+)/.exec(reset)?.[1] ?? ''
    const chosen = cookieOf(await sendForm(server, `/admin/password/${key}`, { wanted: password, again: password }))
    expect((await linkAs('yen', password)).url).toContain('provider-linked')
    const { secret, seal } = offerIn(
      await (await sendForm(server, '/admin/account/factor', { present: password }, { Cookie: chosen })).text(),
    )
    const code = appCode(secret, Date.now())
    const set = await sendForm(server, '/admin/account/factor/confirm', { secret, seal, code }, { Cookie: chosen })
    expect(set.status).toBe(200)
    // Its own second factor might stand for the account's, so that a password alone gives and takes no provider.
    for (const path of ['/admin/account/provider', '/admin/account/provider/remove'])
      expect((await sendForm(server, path, { present: password }, { Cookie: cookieOf(set) })).status).toBe(422)
    const half = visitor()
    const asked = await enter('yen', half)
    expect(asked.url).toContain('/admin/sign-in/code?next=')
    expect((await half.go(`${server.url}/admin/account`)).status).toBe(401)
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({ act: 'sessions.begin-half', object: 'yen' })
    ahead = minute / 2
    const inside = await half.send(asked, { code: appCode(secret, Date.now() + ahead) })
    expect([inside.status, inside.url]).toEqual([200, `${server.url}/admin`])
  })

  it('holds back who showed no second factor that the office needs, and leaves the door by the provider as well', async () => {
    member('hai', ['Phòng phân tích'])
    const who = visitor()
    await enter('hai', who)
    await server.database.db.insertInto('settings').values({ name: 'second-factor', value: 'needed' }).execute()
    expect((await who.go(`${server.url}/admin/campaigns`)).url).toBe(`${server.url}/admin/account/factor`)
    // Without a password it is set up by who has just come in.
    const setUp = async (): Promise<Visited> => formAt(await who.go(`${server.url}/admin/account/factor`), '/admin/account/factor')
    expect((await setUp()).html).not.toContain('type="password"')
    expect(offerIn((await who.send(await setUp())).html).secret).toHaveLength(32)
    const page = await setUp()
    ahead = 11 * minute
    expect([(await who.send(page)).status, (await setUp()).html.includes('<button')]).toEqual([422, false])
    ahead = 0
    await server.database.db.updateTable('sessions').set({ entered_by: 'provider-factor' }).where('entered_by', '=', 'provider').execute()
    expect((await who.go(`${server.url}/admin/campaigns`)).url).toBe(`${server.url}/admin/campaigns`)
    await server.database.db.deleteFrom('settings').where('name', '=', 'second-factor').execute()

    // Whom the office does not hold back has three minutes for it, since the screen may stand open.
    const chosen = await setUp()
    ahead = 2 * minute
    expect((await setUp()).html).toContain('<button')
    const letters = formAt(await who.go(`${server.url}/admin/account/address`), '/admin/account/address')
    expect((await who.send(letters, { address: 'hai@so.example.vn' })).url).toContain('/admin/account?done=address')
    ahead = 4 * minute
    await server.database.db.deleteFrom('guesses').execute()
    expect((await who.send(letters, { address: 'ke.gian@so.example.vn' })).status).toBe(422)
    expect([(await who.send(chosen)).status, (await setUp()).html.includes('<button')]).toEqual([422, false])
    ahead = 0
    // Nobody is told of a password who has none.
    const own = said((await who.go(`${server.url}/admin/account`)).html)
    expect([own.includes('ai vào được Cổng cán bộ bằng tài khoản của bạn'), own.includes('mật khẩu')]).toEqual([true, false])
    const out = await who.send(formAt(await who.go(`${server.url}/admin`), '/admin/sign-out'))
    const [, leaving = ''] = /^0; url=(.*)$/.exec(out.headers.get('refresh') ?? '') ?? []
    expect([out.status, leaving.startsWith(`${provider.issuer}/session/end?`)]).toEqual([200, true])
    expect((await who.go(`${server.url}/admin/account`)).status).toBe(401)
    const home = await who.send(await who.go(leaving), { logout: 'yes' })
    expect(home.url).toBe(`${server.url}/admin`)
    expect((await who.go(begin())).url).toContain('/login/')
    const cookie = await signIn(server)
    const plain = await sendForm(server, '/admin/sign-out', {}, { Cookie: cookie })
    expect([plain.status, plain.headers.get('refresh')]).toEqual([303, null])
  })

  it('goes back to pages of its own alone', async () => {
    member('xa', ['Phòng phân tích'])
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/admin@evil.example',
      '/s/q1',
      '/admin\\evil',
      'javascript:alert(1)',
      '/admin/\r\nx',
    ])
      expect((await enter('xa', visitor(), begin(next))).url).toBe(`${server.url}/admin`)
    expect((await enter('xa', visitor(), begin('/admin/account?x=1'))).url).toBe(`${server.url}/admin/account?x=1`)
  })

  it('says plainly that somebody did not agree, that a way is over, or not theirs', async () => {
    member('lac', ['Phòng phân tích'])
    const who = visitor()
    const text = await refusedAs(403, async () => who.send(await who.go(begin()), { abort: 'yes' }))
    expect([text.includes('không đồng ý'), text.includes('không ai được thấy')]).toEqual([true, false])
    const english = await visitor().go(`${server.url}/admin/sign-in/provider/stopped?why=denied&lang=en`)
    expect([english.status, said(english.html).includes('did not agree at Cổng cán bộ')]).toEqual([403, true])
    expect((await visitor().go(`${server.url}/admin/sign-in/provider/stopped?why=__proto__`)).status).toBe(400)
    const caught = async (by = visitor()): Promise<string> =>
      (await by.send(await by.go(begin()), { login: 'lac' }, (address) => address.startsWith(server.url))).url
    const stolen = await caught()
    expect(await refusedAs(400, () => visitor().go(stolen))).toContain('không bắt đầu từ trình duyệt này')
    const [slow, wrong] = [visitor(), visitor()]
    const late = await caught(slow)
    ahead = 11 * minute
    await refusedAs(400, () => slow.go(late))
    ahead = 0
    const other = new URL(await caught(wrong))
    other.searchParams.set('state', 'another')
    await refusedAs(400, () => wrong.go(other.href))
    expect(JSON.stringify(await eventsOf(server, 'sessions'))).not.toContain('không ai được thấy')
  })

  it.each([
    [2 * minute, 502],
    [-2 * minute, 502],
    [minute / 2, 200],
    [-minute / 2, 200],
  ])('with a clock that is off by %i ms is answered %i', async (off, status) => {
    member('gio', ['Phòng phân tích'])
    const who = visitor()
    const login = await who.go(begin())
    ahead = off
    if (status === 200) {
      expect((await who.send(login, { login: 'gio' })).status).toBe(200)
      return
    }
    expect(await refusedAs(502, () => who.send(login, { login: 'gio' }))).toContain('lệch nhau hơn một phút')
    expect((await eventsOf(server, 'sessions')).at(-1)?.details).toEqual({ why: 'clock', detail: 'iat' })
  })

  it('gives and takes roles of groups on a page, with one entry each, and what is taken ends at once', async () => {
    const refusedWith = async (fields: Readonly<Record<string, string>>): Promise<string> => {
      const reply = await lan.send('/admin/groups', { group: 'Nhóm X', role: 'reader', agency: 'A1', ...fields })
      expect(reply.status).toBe(422)
      return said(await reply.text())
    }
    const before = await eventsOf(server, 'groups')
    expect(await refusedWith({ group: '  ' })).toContain('Tên nhóm có 1 đến 200 ký tự')
    expect(await refusedWith({ agency: '' })).toContain('hiệu lực với cơ quan nào')
    expect(await refusedWith({ role: 'king' })).toContain('Hãy chọn một vai trò')
    expect(await refusedWith({ agency: 'Z9' })).toContain('Không có cơ quan này')
    expect(await refusedWith({ role: 'auditor' })).toContain('chỉ giao cho toàn tỉnh')
    expect(await eventsOf(server, 'groups')).toEqual(before)
    for (const _ of [1, 2]) await lan.send('/admin/groups', { group: 'Nhóm X', role: 'reader', agency: 'A1' })
    expect(await refusedWith({ role: 'manager' })).toContain('phía bên kia')
    member('tam', ['Nhóm X'])
    await enter('tam')
    expect(await grantsOf('tam')).toEqual(['Cơ quan được đánh giá', 'theo nhóm “Nhóm X”'])
    const take = '/admin/groups/take?group=Nh%C3%B3m+X&role=reader&agency=A1'
    expect((await lan.send('/admin/accounts/tam/roles/take?role=reader&agency=A1')).status).toBe(409)
    expect(said(await lan.html(take))).toContain('mất ngay')
    expect((await lan.send(take)).status).toBe(303)
    expect(await grantsOf('tam')).toEqual([])
    expect((await lan.send(take)).status).toBe(404)
    const added = (await eventsOf(server, 'groups')).slice(before.length)
    expect(added.map(({ act, object, details }) => [act, object, details])).toEqual([
      ['groups.give-role', 'Nhóm X', { role: 'reader', agency: 'A1' }],
      ['groups.take-role', 'Nhóm X', { before: { role: 'reader', agency: 'A1' }, people: 1 }],
    ])
    for (const language of ['vi', 'en']) expect(said(await lan.html('/admin/groups', language))).not.toMatch(unsaid)
  })
})

describe.each(oneEngine)('a provider that lies, on %s', (engine) => {
  let issuer: TestIssuer
  let server: TestServer
  beforeAll(async () => {
    issuer = await startIssuer()
    server = await startServer({ engine, settings: settingsFor(issuer.issuer) })
    await signIn(server)
    await fielded(server.database)
    await server.database.db.insertInto('group_roles').values({ group_name: 'Phòng phân tích', role: 'analyst', agency: '' }).execute()
  })
  beforeEach(() => issuer.lies({}))
  afterAll(async () => {
    await server.close()
    await issuer.close()
  })

  type Answer = Readonly<Record<string, string>>
  /** Comes back from the issuer with a code, in the browser that went there. */
  async function comeBack(
    lie: Lie,
    answer: (right: Answer) => Answer = (right) => right,
    who = visitor(),
    from = '',
  ): Promise<Visited & { readonly again: () => Promise<Visited> }> {
    const { url: asking } = await who.go(`${server.url}/admin/sign-in/provider${from}`, () => true)
    issuer.asked(asking)
    issuer.lies(lie)
    const { searchParams } = new URL(asking)
    const query = answer({ code: 'mã', state: searchParams.get('state') ?? '', iss: issuer.issuer })
    const address = `${server.url}${backPath}?${new URLSearchParams(query)}`
    const kept = who.cookies(server.url)
    const again = async () => {
      const reply = await fetch(address, { headers: { Cookie: kept, 'Accept-Language': 'vi' } })
      return { url: address, status: reply.status, html: await reply.text(), headers: reply.headers }
    }
    return { ...(await who.go(address)), again }
  }
  const claims = (change: Readonly<Record<string, unknown>>): Lie => ({ claims: (right) => ({ ...right, ...change }) })
  /** Times that are so many seconds off when the token is made. */
  const later = (seconds: Readonly<Record<string, number>>): Lie => ({
    claims: (right) => ({
      ...right,
      ...Object.fromEntries(Object.entries(seconds).map(([name, off]) => [name, Number(right[name]) + off])),
    }),
  })

  it('is believed while it tells the truth, once for each way: the same answer again opens nothing', async () => {
    const first = await comeBack({})
    expect([first.status, first.url]).toEqual([200, `${server.url}/admin`])
    const sent = issuer.received.at(-1)
    expect([sent?.get('grant_type'), sent?.get('redirect_uri'), (sent?.get('code_verifier') ?? '').length]).toEqual([
      'authorization_code',
      `${server.url}${backPath}`,
      43,
    ])
    const before = await stored(server)
    const again = await first.again()
    expect([again.status, said(again.html)]).toEqual([400, expect.stringContaining('đã được dùng')])
    expect(await stored(server)).toBe(before)
    expect((await eventsOf(server, 'sessions')).at(-1)?.details).toEqual({ why: 'spent' })
  })

  it('lets in at once who showed a second factor there', async () => {
    await comeBack(claims({ amr: ['pwd', 'mfa'] }))
    const rows = await server.database.db.selectFrom('sessions').select('entered_by').where('entered_by', '<>', '').execute()
    expect(rows.map(({ entered_by }) => entered_by).sort()).toEqual(['provider', 'provider-factor'])
  })

  it.each<[string, Lie, number, string]>([
    ['for another audience', claims({ aud: 'another' }), 502, 'unsound'],
    ['for others as well, made for one of them', claims({ aud: ['sipas', 'another'], azp: 'another' }), 502, 'unsound'],
    ['of another issuer', claims({ iss: 'https://other.example' }), 502, 'unsound'],
    ['for another nonce', claims({ nonce: 'another' }), 502, 'unsound'],
    ['without a nonce', { claims: ({ nonce: _, ...right }) => right }, 502, 'unsound'],
    ['without a subject', { claims: ({ sub: _, ...right }) => right }, 502, 'unsound'],
    ['with a subject that no database holds', claims({ sub: 'a\u0000b' }), 502, 'unsound'],
    ['that is over', later({ iat: -30, exp: -390 }), 502, 'clock'],
    ['from two minutes ago', later({ iat: -125 }), 502, 'clock'],
    ['from in two minutes', later({ iat: 125 }), 502, 'clock'],
    ['that holds only in two minutes', { claims: (right) => ({ ...right, nbf: Number(right['iat']) + 125 }) }, 502, 'clock'],
    ['signed by another key', { signedBy: 'another key' }, 502, 'unsound'],
    ['signed by nobody', { signedBy: 'nobody' }, 502, 'unsound'],
    ['that is none', { reply: { status: 200, body: '{"access_token":"x","token_type":"Bearer"}' } }, 502, 'unsound'],
    ['in place of which a page comes', { reply: { status: 200, body: '<h1>bí mật</h1>', type: 'text/html' } }, 502, 'misconfigured'],
    [
      'in place of which our secret is refused',
      { reply: { status: 401, body: '{"error":"invalid_client","error_description":"bí mật"}' } },
      502,
      'misconfigured',
    ],
    [
      'in place of which the code is',
      { reply: { status: 400, body: '{"error":"invalid_grant","error_description":"bí mật"}' } },
      400,
      'spent',
    ],
    ['in place of which it breaks', { reply: { status: 500, body: 'bí mật', type: 'text/plain' } }, 503, 'unreachable'],
  ])('with a token %s signs nobody in', async (_, lie, status, why) => {
    const before = await stored(server)
    const page = await comeBack(lie)
    expect([page.status, said(page.html)]).toEqual([status, expect.stringContaining('Chưa đăng nhập được')])
    expect(said(page.html)).not.toMatch(/bí mật|another|sub-hostile/)
    expect(await stored(server)).toBe(before)
    // Told once in an hour for each reason.
    const told = (await eventsOf(server, 'sessions')).filter(({ act }) => act === 'sessions.fail-provider')
    expect(told.map(({ details }) => details.why)).toContain(why)
  })

  it.each<[string, (right: Answer) => Answer, number]>([
    ['names another issuer', (right) => ({ ...right, iss: 'https://other.example' }), 502],
    ['names no issuer', ({ iss: _, ...right }) => right, 502],
    ['has no code', ({ code: _, ...right }) => right, 502],
    ['has another state', (right) => ({ ...right, state: 'x' }), 400],
    ['has no state', ({ state: _, ...right }) => right, 400],
    ['is an error that nobody knows', ({ code: _, ...right }) => ({ ...right, error: '<script>', error_description: 'bí mật' }), 502],
    ['says that it is busy', ({ code: _, ...right }) => ({ ...right, error: 'temporarily_unavailable' }), 503],
  ])('signs nobody in by an answer that %s', async (_, answer, status) => {
    const before = await stored(server)
    const asked = issuer.received.length
    const page = await comeBack({}, answer)
    expect([page.status, said(page.html)]).toEqual([status, expect.stringContaining('Chưa đăng nhập được')])
    expect([await stored(server), page.html.includes('bí mật'), issuer.received.length]).toEqual([before, false, asked])
  })

  it('links no account by a name or a verified address that it claims', async () => {
    const before = await stored(server)
    const mine = claims({ sub: 'another', preferred_username: officer.username, email: 'lan@example.vn', email_verified: true })
    expect((await comeBack(mine)).status).toBe(409)
    expect(await stored(server)).toBe(before)
  })

  it('takes no password from the last administrator, who needs one while the provider is down', async () => {
    const reset = await act(
      { database: server.database, now: Date.now, config: { mail: undefined, publicUrl: undefined } },
      atCommandLine(),
      resetAccount,
      officer,
    )
    const key = (reset.kind === 'done' ? reset.value.path : undefined)?.split('/').at(-1) ?? ''
    const before = await stored(server)
    const page = await comeBack(claims({ sub: 'lan' }), undefined, visitor(), `?link=${key}`)
    expect([page.status, said(page.html)]).toEqual([409, expect.stringContaining('Bạn là người quản trị cuối cùng')])
    expect([await stored(server), (await visitor().go(`${server.url}/admin/password/${key}`)).status]).toEqual([before, 200])
  })
})

describe('a provider that is not there', () => {
  it('keeps nobody from starting the product and from signing in with a password', async () => {
    const issuer = await startIssuer()
    const server = await startServer({ settings: settingsFor(issuer.issuer) })
    await issuer.close()
    const cookie = await signIn(server)
    expect((await officeWith(server, cookie).get('/admin/account')).status).toBe(200)
    const page = await visitor().go(`${server.url}/admin/sign-in/provider`)
    expect([page.status, page.headers.get('retry-after'), said(page.html)]).toEqual([
      503,
      '30',
      expect.stringContaining('không liên lạc được với Cổng cán bộ'),
    ])
    expect((await eventsOf(server, 'sessions')).at(-1)).toMatchObject({
      act: 'sessions.fail-provider',
      details: { why: 'unreachable', detail: 'network' },
    })
    await server.close()
  })

  it('is waited for a few seconds, and is asked again the next time', async () => {
    const issuer = await startIssuer()
    const server = await startServer({ settings: settingsFor(issuer.issuer) })
    issuer.lies({ silent: true })
    expect((await visitor().go(`${server.url}/admin/sign-in/provider`)).status).toBe(503)
    issuer.lies({ about: (right) => ({ ...right, issuer: 'https://other.example' }) })
    expect((await visitor().go(`${server.url}/admin/sign-in/provider`)).status).toBe(502)
    issuer.lies({})
    const asking = await visitor().go(`${server.url}/admin/sign-in/provider`, () => true)
    const { origin, searchParams } = new URL(asking.url)
    expect([origin, searchParams.get('scope'), searchParams.get('code_challenge_method')]).toEqual([
      issuer.issuer,
      'openid profile',
      'S256',
    ])
    await server.close()
    await issuer.close()
  })

  it('has no button and no address where none is set up', async () => {
    const server = await startServer()
    await signIn(server)
    expect((await visitor().go(`${server.url}/admin`)).html).not.toContain('sign-in/provider')
    for (const path of ['', '/back?state=x']) expect((await visitor().go(`${server.url}/admin/sign-in/provider${path}`)).status).toBe(404)
    await server.close()
  })
})
