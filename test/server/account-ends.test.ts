import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localDay } from '../../surveys/instrument/calendar'
import { passwordFault } from '../../server/access/credentials'
import { type CommandLine, commandLine } from './cli'
import { fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { said, unsaid } from './office'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const { username, password } = officer
const another = 'mưa rơi trên mái ngói'

describe.each(oneEngine)('what ends with an account on %s', (engine) => {
  let line: CommandLine
  let server: TestServer
  /** How far the server's clock is ahead of the command line's. */
  let ahead = 0
  beforeAll(async () => {
    line = await commandLine(engine)
    const address = engine === 'SQLite' ? join(line.folder, 'sipas.sqlite') : (line.settings['DATABASE_URL'] ?? '')
    server = await startServer({ engine, address, now: () => Date.now() + ahead })
    await fielded(server.database)
  })
  afterAll(async () => {
    await server.close()
    line.close()
  })

  const done = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await line.run(...words)
    expect([words.join(' '), code, code === 0 ? '' : stderr]).toEqual([words.join(' '), 0, ''])
    return stdout.trim()
  }
  const enter = (wanted: string): Promise<Response> => sendForm(server, '/admin/sign-in', { username, password: wanted })
  const page = async (headers: Readonly<Record<string, string>>, path = '/admin/campaigns/c1'): Promise<number> =>
    (await fetch(server.url + path, { headers, redirect: 'manual' })).status
  const choose = (link: string, wanted: string): Promise<Response> => sendForm(server, new URL(link).pathname, { wanted, again: wanted })
  const csv = '/api/v1/campaigns/c1/exports/responses.csv'
  const results = '/api/v1/campaigns/c1/results'

  it('a reset locks everybody out: the password, sessions and tokens end, and the link alone leads back, once', async () => {
    const cookie = await signIn(server)
    const token = await done('user', 'token', username)
    expect([await page({ Cookie: cookie }), await page({ Authorization: `Bearer ${token}` }, results)]).toEqual([200, 200])
    const link = await done('user', 'reset', username)
    expect([await page({ Cookie: cookie }), await page({ Authorization: `Bearer ${token}` }, results)]).toEqual([401, 401])
    expect((await enter(password)).status).toBe(401)
    expect((await choose(link, another)).status).toBe(303)
    expect([(await choose(link, password)).status, (await enter(password)).status, (await enter(another)).status]).toEqual([404, 401, 303])
  })

  it('a link to choose a password ends when its owner changes the password otherwise', async () => {
    const cookie = cookieOf(await choose(await done('user', 'reset', username), another))
    // A second link, given while the owner is signed in again.
    const link = await done('user', 'reset', username)
    const back = cookieOf(await choose(link, another))
    const later = await done('user', 'reset', username)
    expect(await page({ Cookie: back })).toBe(401)
    const signedIn = cookieOf(await choose(later, another))
    expect(await page({ Cookie: cookie })).toBe(401)
    const changed = await sendForm(
      server,
      '/admin/accounts/password',
      { present: another, wanted: password, again: password },
      { Cookie: signedIn },
    )
    expect(changed.status).toBe(303)
    for (const old of [link, later]) expect((await choose(old, another)).status).toBe(404)
  })

  it('a disabled account opens nothing until it is enabled, and the last one that signs in cannot be', async () => {
    const isLast = async (): Promise<void> =>
      expect((await line.run('user', 'disable', username)).stderr).toContain('the last administrator who can sign in')
    await isLast()
    // Whoever has still to choose a password rescues nobody.
    const link = await done('user', 'create', 'minh')
    await isLast()
    expect((await choose(link, another)).status).toBe(303)
    const cookie = await signIn(server)
    const token = await done('user', 'token', username)
    await done('user', 'disable', username)
    expect([await page({ Cookie: cookie }), await page({ Authorization: `Bearer ${token}` }, results)]).toEqual([401, 401])
    expect((await enter(password)).status).toBe(401)
    expect((await line.run('user', 'token', username)).code).toBe(1)
    await done('user', 'enable', username)
    expect((await enter(password)).status).toBe(303)
    const again = await done('user', 'reset', 'minh')
    await isLast()
    await done('user', 'disable', 'minh')
    expect((await choose(again, another)).status).toBe(404)
  })

  it('a token does what it was made for, until its day, and is listed and taken back by a code that opens nothing', async () => {
    const narrow = await done('user', 'token', username, '--scope', 'results.read', '--days', '7', '--label', 'Bảng theo dõi')
    const bearing = { Authorization: `Bearer ${narrow}` }
    expect([await page(bearing, results), await page(bearing, csv), await page(bearing, '/admin/settings')]).toEqual([200, 403, 403])
    const listed: readonly Readonly<Record<string, string>>[] = JSON.parse(await done('user', 'tokens', '--format', 'json'))
    const row = listed.find(({ label }) => label === 'Bảng theo dõi')
    expect(row).toMatchObject({ user: username, scope: 'results.read', used: localDay(Date.now()) })
    expect(JSON.stringify(listed)).not.toContain(narrow)
    expect((await line.run('user', 'token', username, '--scope', 'everything')).stderr).toContain('results.read')
    expect((await line.run('user', 'token', username, '--days', '4000')).stderr).toContain('366')
    await done('user', 'revoke', row?.['code'] ?? '')
    expect(await page(bearing, results)).toBe(401)
    const short = { Authorization: `Bearer ${await done('user', 'token', username, '--days', '1')}` }
    ahead = 12 * 3_600_000
    expect(await page(short, results)).toBe(200)
    ahead = 3 * 86_400_000
    expect(await page(short, results)).toBe(401)
    ahead = 0
  })

  it('an account of a script signs nobody in, is listed, and loses its tokens by a reset', async () => {
    await done('user', 'create', 'kho-du-lieu', '--script')
    const bearing = { Authorization: `Bearer ${await done('user', 'token', 'kho-du-lieu')}` }
    expect([await page(bearing, results), await page(bearing, csv)]).toEqual([200, 200])
    expect(await line.json('user', 'list')).toContainEqual({
      code: 'kho-du-lieu',
      name: 'kho-du-lieu',
      roles: 'administrator,author,manager,protection',
      kind: 'script',
      disabled: '',
      tokens: 1,
      sessions: 0,
    })
    expect(await done('user', 'reset', 'kho-du-lieu')).not.toContain('/admin/password/')
    expect(await page(bearing, results)).toBe(401)
  })

  describe('at the page of the accounts', () => {
    let cookie: string
    beforeAll(async () => {
      cookie = await signIn(server)
      await done('user', 'create', 'hoa', '--name', 'Phạm Thị Hoa')
    })
    const shown = async (path = ''): Promise<string> => said(await (await look(path)).text())
    const look = (path: string, headers: Readonly<Record<string, string>> = { Cookie: cookie }): Promise<Response> =>
      fetch(`${server.url}/admin/accounts${path}`, { headers: { ...headers, 'Accept-Language': 'vi' }, redirect: 'manual' })
    const act = (path: string): Promise<Response> => sendForm(server, `/admin/accounts${path}`, {}, { Cookie: cookie })

    it('whose an account is, whether it is open and when its tokens run out stands in the list', async () => {
      await done('user', 'token', 'hoa', '--days', '20')
      const list = await shown()
      expect(list).not.toMatch(unsaid)
      const ends = new Intl.DateTimeFormat('vi-VN', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })
      const day = ends.format(new Date(`${localDay(Date.now() + 20 * 86_400_000)}T00:00:00Z`))
      for (const words of ['Phạm Thị Hoa', 'Đã mời, chưa vào', 'Chương trình', 'Đang dùng', 'Đã khoá từ', `sớm nhất đến hết ${day}`])
        expect(list).toContain(words)
    })

    it('an account is disabled after a question, and enabled again', async () => {
      const question = await shown('/hoa/disable')
      expect(question).toContain('Mọi mã truy cập của tài khoản mất hiệu lực')
      expect(question).not.toMatch(unsaid)
      expect(await shown('/hoa')).not.toContain('Đã khoá từ')
      expect((await act('/hoa/disable')).headers.get('location')).toBe('/admin/accounts/hoa?done=account-disabled')
      const closed = await shown('/hoa')
      expect([closed.includes('Đã khoá từ'), closed.includes('Mở khoá tài khoản'), closed.includes('không có mã truy cập nào')]).toEqual([
        true,
        true,
        true,
      ])
      expect(await shown('/hoa/enable')).toContain('mật khẩu trước đây')
      expect((await act('/hoa/enable')).headers.get('location')).toBe('/admin/accounts/hoa?done=account-enabled')
      expect(await shown('/hoa')).toContain('Đã mời, chưa vào')
    })

    it('a reset shows a link once, with which its owner chooses a password', async () => {
      expect(await shown('/hoa/reset')).toContain('đường dẫn chỉ hiện một lần')
      const link = /https?:\/\/\S+\/admin\/password\/[\w-]+/.exec(await (await act('/hoa/reset')).text())?.[0] ?? ''
      expect((await choose(link, another)).status).toBe(303)
      expect((await sendForm(server, '/admin/sign-in', { username: 'hoa', password: another })).status).toBe(303)
    })

    it('a token is told with what it may and until when, and taken back after a question', async () => {
      const bearing = { Authorization: `Bearer ${await done('user', 'token', 'kho-du-lieu', '--label', 'Hằng đêm')}` }
      const account = await (await look('/kho-du-lieu')).text()
      expect(said(account)).toContain('xem kết quả, xem số liệu công bố, xuất phiếu trả lời')
      expect(said(account)).not.toMatch(unsaid)
      const revoke = /href="\/admin\/accounts(\/kho-du-lieu\/tokens\/\w+\/revoke)"/.exec(account)?.[1] ?? ''
      expect(await shown(revoke)).toContain('Hằng đêm')
      expect(await page(bearing, results)).toBe(200)
      expect((await act(revoke)).headers.get('location')).toBe('/admin/accounts/kho-du-lieu?done=token-revoked')
      expect(await page(bearing, results)).toBe(401)
      expect((await act(revoke)).status).toBe(404)
    })

    it('no token comes in, whatever it may, since a link to choose a password opens everything', async () => {
      const bearing = { Authorization: `Bearer ${await done('user', 'token', username, '--scope', 'accounts.change')}` }
      expect([(await look('', bearing)).status, (await look('/hoa', bearing)).status]).toEqual([200, 403])
      expect((await sendForm(server, '/admin/accounts/hoa/reset', {}, bearing)).status).toBe(403)
      expect((await look('/hoa', {})).status).toBe(401)
      expect((await look('/nobody')).status).toBe(404)
    })

    it('nobody closes their own account or the last one', async () => {
      expect(await shown(`/${username}`)).not.toContain('Khoá tài khoản')
      for (const other of ['hoa', 'minh']) await done('user', 'disable', other)
      const refused = await act(`/${username}/disable`)
      expect([refused.status, said(await refused.text()).includes('tài khoản cuối cùng')]).toEqual([409, true])
    })
  })

  it('every one of these is in the log, and no password, token or link is', async () => {
    const rows = await server.database.db.selectFrom('events').selectAll().where('kind', '=', 'accounts').orderBy('seq').execute()
    expect([...new Set(rows.map(({ act }) => act))].sort()).toEqual(
      ['create', 'disable', 'enable', 'make-token', 'reset', 'revoke-token'].map((act) => `accounts.${act}`),
    )
    expect(JSON.stringify(rows)).not.toMatch(/sipas_|\/admin\/password|argon2/)
  })
})

describe('a new password', () => {
  it.each([
    'Summer2026!!!',
    'P@ssw0rd1234',
    'zaq12wsxcde3',
    'Matkhau@2026',
    'Quantri12345!',
    'MatKhau123456',
    'nguyenvana1990',
    'qwertyuiop123',
    '2026matkhau!!',
    '!!!Quantri!!!',
    'matkhaumatkhau',
    'matkhau.matkhau',
    'M@tKh4u2026!',
    'Mật khẩu 2026',
    'khaosat_hailong',
    'Qu4nTr!V13n2026',
    'H4!L0ng@2026',
    'sipas2026sipas',
    'UBND-Lào Cai-2026',
    '2026@ubndlaocai',
    'KhaoSatHaiLong2026@',
    'matkhau2026matkhau',
    'quantri@sipas',
    'admin_laocai_2026',
    '$!p@5-4dm1n-2026',
  ])('"%s" is refused as one that is guessed', async (wanted) => {
    expect(await passwordFault(wanted, 'lan')).toBe('common')
  })

  it.each([
    'bốn con cá bơi ngược',
    'mưa rơi trên mái ngói',
    'hH7#kq92Lmzx',
    'quản trị bốn con cá ngược',
    'x4!0@3$5&7-9w2k',
    'viết 4 bài thơ cho 3 con mèo',
  ])('"%s" is taken', async (wanted) => {
    expect(await passwordFault(wanted, 'lan')).toBeUndefined()
  })
})
