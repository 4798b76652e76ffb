import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Grant } from '../../surveys/people/roles'
import { peopleFound, type Somebody, accountStanding } from '../../surveys/people/standing'
import { insertUser, markDisabled, markSignedIn } from '../../server/db/accounts'
import { saveAgencies } from '../../server/db/agencies'
import { saveGrant } from '../../server/db/grants'
import { agency } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeWith, said, unsaid } from './office'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const today = '2026-11-28'
const analyst: Grant = { role: 'analyst', agency: 'A1', endsOn: '' }
const ended: Grant = { role: 'reader', agency: 'A2', endsOn: '2026-11-27' }
const somebody = (more: Partial<Somebody>): Somebody => ({
  username: 'lan',
  name: 'Nguyễn Thị Lan',
  address: 'lan@tinh.gov.vn',
  signsIn: true,
  disabledAt: '',
  signedInAt: '2026-11-27T03:00:00Z',
  grants: [analyst],
  ...more,
})

describe('how an account stands', () => {
  it.each<readonly [string, Partial<Somebody>]>([
    ['open', {}],
    ['invited', { signedInAt: '' }],
    ['open', { signedInAt: '', signsIn: false }],
    ['ended', { grants: [ended] }],
    ['ended', { grants: [], signedInAt: '' }],
    ['open', { grants: [ended, { ...ended, endsOn: today }] }],
    ['disabled', { disabledAt: '2026-11-01T03:00:00Z', grants: [ended] }],
  ])('is %s with %o', (standing, more) => {
    expect(accountStanding(somebody(more), today)).toBe(standing)
  })

  it('and what it may decide who is found, and a name is found without its marks', () => {
    const people = [
      somebody({}),
      somebody({ username: 'dung', name: 'Đỗ Đình Dũng', address: '', grants: [ended] }),
      somebody({ username: 'kho', name: 'kho', signsIn: false, signedInAt: '', grants: [{ ...analyst, agency: '' }] }),
    ]
    const found = (wanted: Partial<Parameters<typeof peopleFound>[1]>) =>
      peopleFound(people, { words: '', role: '', agencies: undefined, standing: '', ...wanted }, today).map(({ username }) => username)
    expect(found({})).toEqual(['lan', 'dung', 'kho'])
    expect(found({ words: 'do dung' })).toEqual(['dung'])
    expect(found({ words: 'NGUYEN tinh.gov' })).toEqual(['lan'])
    expect(found({ role: 'analyst' })).toEqual(['lan', 'kho'])
    expect(found({ role: 'analyst', agencies: new Set(['A1', 'A2']) })).toEqual(['lan'])
    expect(found({ agencies: new Set(['A2']), standing: 'ended' })).toEqual(['dung'])
    expect(found({ role: 'analyst', agencies: new Set(['A2']) })).toEqual([])
  })
})

describe.each(engines)('the list of people on %s', (engine) => {
  let server: TestServer
  let lan: Office
  const at = Date.parse('2026-11-28T03:00:00Z')
  beforeAll(async () => {
    server = await startServer({ engine, now: () => at })
    lan = officeWith(server, await signIn(server))
    const { database } = server
    await saveAgencies(database, [agency('A1'), { ...agency('A1.1'), parent: 'A1' }, agency('A2', 'commune', 'Xã Đông Hà')])
    const person = async (username: string, name: string, seenAt: string, grants: readonly Grant[]) => {
      await insertUser(database, { id: username, username, name }, 'no hash', at)
      if (seenAt !== '') await markSignedIn(database, username, seenAt)
      for (const grant of grants) await saveGrant(database, username, grant)
    }
    await person('binh', 'Trần Văn Bình', '2026-10-01T02:30:00Z', [{ ...analyst, agency: 'A1.1', endsOn: '2026-12-31' }])
    await person('cuong', 'Lê Cường', '2026-11-20T02:30:00Z', [ended])
    await person('dao', 'Đào Thị Ánh', '', [{ role: 'auditor', agency: '', endsOn: '' }])
    await person('khoa', 'Bùi Khoa', '2026-11-21T02:30:00Z', [analyst])
    await markDisabled(database, 'khoa', '2026-11-22T02:30:00Z')
    const many = Array.from({ length: 60 }, (_, n) => `p${String(n).padStart(2, '0')}`)
    for (const username of many) await person(username, `Người ${username}`, '', [{ ...analyst, agency: 'A2' }])
  })
  afterAll(() => server.close())

  /** Names in the order of the list. */
  const names = async (query = ''): Promise<readonly string[]> =>
    [...(await lan.html(`/admin/accounts${query}`)).matchAll(/<th scope="row"><a href="\/admin\/accounts\/[^"]+">([^<]*)/g)].map(
      ([, name = '']) => name,
    )
  const row = async (name: string, query = ''): Promise<string> =>
    said((await lan.html(`/admin/accounts${query}`)).split('<tr>').find((one) => one.includes(`>${name}<`)) ?? '').replace(/\s+/g, ' ')

  it('says of each what they may, until when, when they were last here and how they stand', async () => {
    expect(await row('Trần Văn Bình', '?q=binh')).toMatch(
      /Phân tích số liệu · Xã A1\.1 .* đến hết 31\/12\/2026 .*01\/10\/2026 09:30 .*Đang dùng/,
    )
    expect(await row('Lê Cường', '?q=cuong')).toMatch(/đã hết hạn 27\/11\/2026 .*Hết vai trò/)
    expect(await row('Đào Thị Ánh', '?q=anh')).toMatch(/chưa lần nào .*Đã mời, chưa vào/)
    expect(await row('Bùi Khoa', '?q=khoa')).toContain('Đã khoá từ 22/11/2026')
    for (const language of ['vi', 'en']) expect(said(await lan.html('/admin/accounts?state=ended&page=7', language))).not.toMatch(unsaid)
  })

  it('finds by words without marks, by role, by agency with all below it, and by state', async () => {
    expect(await names('?q=dao+thi+anh')).toEqual(['Đào Thị Ánh'])
    expect(await names('?role=auditor')).toEqual(['Đào Thị Ánh'])
    expect(await names('?agency=A1')).toEqual(['Bùi Khoa', 'Trần Văn Bình'])
    expect(await names('?agency=A1&state=disabled')).toEqual(['Bùi Khoa'])
    expect(await names('?state=ended')).toEqual(['Lê Cường'])
    expect(await names('?q=%00%25&role=none&agency=ZZ')).toEqual([])
    expect(said(await lan.html('/admin/accounts?agency=ZZ'))).toContain('Không có tài khoản nào như vậy')
  })

  it('is in the order of Vietnamese names or of the last sign-in, and in pages', async () => {
    const all = [...(await names()), ...(await names('?page=2'))]
    expect(all.slice(0, 4)).toEqual(['Bùi Khoa', 'Đào Thị Ánh', 'Lê Cường', officer.name])
    expect([all.length, new Set(all).size, all.at(-1)]).toEqual([66, 66, 'Trần Văn Bình'])
    expect((await names('?sort=latest')).slice(1, 4)).toEqual(['Bùi Khoa', 'Lê Cường', 'Trần Văn Bình'])
    expect((await names('?sort=longest&state=open')).slice(0, 2)).toEqual(['Trần Văn Bình', officer.name])
    expect(await names('?page=99')).toEqual(await names('?page=2'))
    const page = await lan.html('/admin/accounts?agency=A2&sort=latest')
    expect(page).toContain('href="/admin/accounts?agency=A2&amp;sort=latest&amp;page=2"')
    expect(said(page)).toContain('1–50 trong 61 tài khoản')
  })

  it('keeps when somebody was last signed in', async () => {
    expect(await row(officer.name, '?q=lan')).toContain('28/11/2026 10:00')
    const made = await lan.send('/admin/new/account', { username: 'moi', kind: 'person', role: 'author', agency: '', endsOn: '' })
    const link = /\/admin\/password\/[\w-]+/.exec(await made.text())?.[0] ?? ''
    expect(await row('moi', '?q=moi')).toContain('Đã mời')
    const password = 'mưa rơi trên mái ngói'
    expect(cookieOf(await sendForm(server, link, { wanted: password, again: password }))).not.toBe('')
    expect(await row('moi', '?q=moi')).toMatch(/28\/11\/2026 10:00 .*Đang dùng/)
  })

  it('gains somebody with several roles, each over its agency until its day, with a form that grows without a script', async () => {
    const typed = { username: 'nhieu', name: 'Võ Nhiều', kind: 'person', address: '', role: 'analyst', agency: 'A1', endsOn: '', rows: '1' }
    const grown = await lan.send('/admin/new/account', { ...typed, more: '1' })
    const form = await grown.text()
    expect(grown.status).toBe(200)
    for (const field of ['name="role-2"', 'name="agency-2"', 'name="endsOn-2"', 'value="nhieu"', 'name="rows" value="2"'])
      expect([field, form.includes(field)]).toEqual([field, true])
    const second = { rows: '3', 'role-2': 'manager', 'agency-2': 'A2', 'endsOn-2': '2026-12-31', 'role-3': '' }
    const wrong = await lan.send('/admin/new/account', { ...typed, ...second, 'role-3': 'reader', 'agency-3': 'A1' })
    const told = await wrong.text()
    expect(wrong.status).toBe(422)
    // What is wrong stands at the third role, whose side is the other one.
    expect(told.indexOf('không giữ vai trò có quyền sửa')).toBeGreaterThan(told.indexOf('name="endsOn-2"'))
    expect(told.indexOf('không giữ vai trò có quyền sửa')).toBeLessThan(told.indexOf('name="role-3"'))
    expect((await lan.send('/admin/new/account', { ...typed, ...second })).status).toBe(200)
    expect(await row('Võ Nhiều', '?q=nhieu')).toMatch(/Phân tích số liệu · Xã A1 .*Phụ trách đợt khảo sát · Xã Đông Hà .*31\/12\/2026/)
    const [made] = await server.database.db.selectFrom('events').selectAll().where('object', '=', 'nhieu').execute()
    expect(JSON.parse(made?.details ?? '').roles).toHaveLength(2)
  })

  it('gains one after the other: a user name comes from the name, without marks, and the next form has the same role', async () => {
    const typed = { username: '', kind: 'person', role: 'auditor', agency: '' }
    const invited = async (name: string, more = {}) =>
      said(await (await lan.send('/admin/new/account', { ...typed, name, ...more })).text())
    const form = await (await lan.send('/admin/new/account', { ...typed, name: 'Đỗ Thị Mỹ Hạnh', more: '1' })).text()
    expect(form).toContain('value="hanhdtm"')
    expect(form.indexOf('name="name"')).toBeLessThan(form.indexOf('name="username"'))
    const made = await lan.send('/admin/new/account', { ...typed, name: 'Đỗ Thị Mỹ Hạnh', agency: '' })
    const next = /href="(\/admin\/new\/account\?[^"]*)"/.exec(await made.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await lan.html(next)).toContain('<option value="auditor" selected')
    expect(await invited('Đặng Trần Minh Hạnh')).toContain('hanhdtm2')
    // The same form sent twice, or somebody who is there already.
    expect(await invited('Đỗ Thị Mỹ Hạnh')).toContain('Tên đăng nhập này đã có người dùng')
    expect(await names('?q=hanhdtm')).toEqual(['Đặng Trần Minh Hạnh', 'Đỗ Thị Mỹ Hạnh'])
    expect(await invited('李')).toContain('Tên đăng nhập có 2 đến 64 ký tự')
    await invited('Kho dữ liệu (mới)', { kind: 'script' })
    expect(await names('?q=kho-du-lieu-moi')).toEqual(['Kho dữ liệu (mới)'])
  })

  it('gives a role over one of thousands of agencies, found without marks, with a button and no script', async () => {
    const many = Array.from({ length: 300 }, (_, n) => agency(`M${n}`, 'commune', `Xã Mường Số ${n}`))
    await saveAgencies(server.database, many)
    const offered = (html: string) =>
      [...html.matchAll(/<option value="([AM]\d[\d.]*)"( selected)?/g)].map(([, code, is = '']) => `${code}${is}`)
    const form = await lan.html('/admin/new/account')
    expect([offered(form).length, said(form).includes('Còn 103 mục nữa')]).toEqual([200, true])
    const typed = { username: 'xa', name: 'Hà Xa', kind: 'person', role: 'analyst', agency: '', endsOn: '', rows: '1' }
    for (const [path, fields] of [
      ['/admin/new/account', typed],
      ['/admin/accounts/binh/roles', typed],
      ['/admin/groups', { ...typed, group: 'nhom' }],
    ] as const) {
      const looked = await lan.send(path, { ...fields, 'find-agency': 'muong so 29', look: 'find-agency' })
      const html = await looked.text()
      expect([path, looked.status, offered(html).length, offered(html)[0]]).toEqual([path, 200, 13, 'M29 selected'])
      const none = await (await lan.send(path, { ...fields, agency: 'M7', 'find-agency': 'khong he co', look: 'find-agency' })).text()
      // What was chosen stays, whatever is looked for in vain.
      expect([offered(none), said(none).includes('Không có cơ quan nào như “khong he co”')]).toEqual([['M7 selected'], true])
    }
    expect(await names('?q=ha+xa')).toEqual([])
    expect((await lan.send('/admin/new/account', { ...typed, agency: 'M29', 'find-agency': 'muong so 29' })).status).toBe(200)
    expect(await row('Hà Xa', '?q=ha+xa')).toContain('Xã Mường Số 29')
  })
})
