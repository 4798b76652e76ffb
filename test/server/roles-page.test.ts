import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfficeWord } from '../../client/text/office'
import { saveAgencies } from '../../server/db/agencies'
import { createTouchpoint } from '../../server/db/touchpoints'
import { usedBy } from '../../server/office/frame/shell'
import { permissionsOf, type RoleName, roleNames, roles } from '../../surveys/people/roles'
import { routes } from './authorisation'
import { agency, fielded, post, response, shippedVersion } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeWith, said } from './office'
import { cookieOf, sendForm, signIn } from './signed-in'

const password = 'mười hai con mèo ngủ trưa'

const office = ['campaigns', 'navQuestionnaires', 'navAgencies', 'navDossiers', 'navTouchpoints', 'navKiosks'] as const
const [campaigns, ...behind] = office
/** Of whoever reads results. */
const withIndices = [campaigns, 'navIndices', 'navAssessments', ...behind] as const

describe('the navigation', () => {
  it.each<readonly [RoleName, readonly OfficeWord[]]>([
    ['administrator', ['results', ...office, 'navExports', 'navAccounts', 'navLog', 'navSettings']],
    ['author', office],
    ['manager', ['results', ...withIndices, 'navWork', 'navExports', 'navContacts']],
    ['analyst', ['results', ...withIndices, 'navExports']],
    ['reader', ['results', 'navOwnAssessments', 'navStatement', 'navExports']],
    ['auditor', ['results', ...withIndices, 'navExports', 'navAccounts', 'navLog', 'navSettings']],
    ['protection', ['results', ...withIndices, 'navExports', 'navReceipts', 'navLog']],
    ['interviewer', ['navWork']],
    ['clerk', ['navWork']],
  ])('leads the role %s to its places, all of them and no other', (role, words) => {
    const may = permissionsOf([{ role, agency: '', endsOn: '' }])
    expect(usedBy((permission) => may.includes(permission)).map(({ word }) => word)).toEqual(words)
  })
})

describe.each(oneEngine)('roles on the pages, on %s', (engine) => {
  let server: TestServer
  let lan: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    lan = officeWith(server, await signIn(server))
    await fielded(server.database)
    await saveAgencies(server.database, [{ ...agency('B1'), parent: 'A1' }])
    for (const [code, kind] of [
      ['in1', 'interviewer'],
      ['pa1', 'paper'],
    ] as const)
      await createTouchpoint(server.database, { code, campaign: 'c1', kind, label: { vi: `Điểm ${code}` }, agencies: ['A1'] })
    expect((await post(server.url, response())).status).toBe(201)
  })
  afterAll(() => server.close())

  /** Where roles that are held at touchpoints are held. */
  const places = { interviewer: 'in1', clerk: 'pa1' } as const

  const wanted = (username: string, role: RoleName, over = '') => ({
    username,
    name: `Người ${username}`,
    kind: 'person',
    role,
    agency: over || '*',
    ...(role === 'interviewer' || role === 'clerk' ? { [`at-${role}`]: places[role] } : {}),
    endsOn: '',
  })

  /** Lets somebody in by the page, and signs in by the link that it shows. */
  async function invited(username: string, role: RoleName, over = ''): Promise<Office> {
    const page = await (await lan.send('/admin/new/account', wanted(username, role, over))).text()
    const link = /\/admin\/password\/[\w-]+/.exec(page)?.[0] ?? ''
    const entered = await sendForm(server, link, { wanted: password, again: password })
    expect(entered.status).toBe(303)
    return officeWith(server, cookieOf(entered))
  }

  it('let an invited person in to what their role lets them do, and nothing else exists for them', async () => {
    const minh = await invited('minh', 'analyst', 'A1')
    const nav = said(/<nav[\s\S]*?<\/nav>/.exec(await minh.html('/admin'))?.[0] ?? '')
    expect(nav).toContain('Kết quả')
    expect(nav).not.toContain('Thiết lập')
    const statuses = async (paths: readonly string[]) => Promise.all(paths.map(async (path) => (await minh.get(path)).status))
    expect(
      await statuses([
        '/admin/campaigns/c1?agency=A1',
        '/admin/campaigns/c1?agency=A2',
        '/api/v1/campaigns/c1/results?agency=A1',
        '/api/v1/campaigns/c1/results?agency=A2',
        '/api/v1/campaigns/c1/exports/responses.csv',
        '/admin/touchpoints/q1/qr.svg',
        '/admin/touchpoints/k2/qr.svg',
        '/admin/settings',
        '/admin/accounts/minh',
        '/admin/new/account',
      ]),
    ).toEqual([200, 404, 200, 404, 403, 409, 404, 403, 403, 403])
    const { agencies } = await (await minh.get('/api/v1/campaigns/c1/results')).json()
    expect(agencies.map(({ code }: { readonly code: string }) => code)).toEqual(['A1'])
    const whole = await (await lan.get('/api/v1/campaigns/c1/results?agency=A1')).json()
    expect(agencies).toEqual(whole.agencies)
  })

  it('show an auditor people, roles, groups, settings and mail, and nothing with which to change them', async () => {
    const kiem = await invited('kiem', 'auditor')
    for (const path of [
      '/admin/accounts',
      '/admin/accounts/lan',
      '/admin/accounts/lan/roles',
      '/admin/groups',
      '/admin/settings',
      '/admin/mail',
    ]) {
      const reply = await kiem.get(path)
      const main = /<main[\s\S]*<\/main>/.exec(await reply.text())?.[0] ?? ''
      expect([path, reply.status, main.match(/method="post"/g), main.match(/\/(new|take|reset|disable|revoke)\b/g)]).toEqual([
        path,
        200,
        null,
        null,
      ])
      expect([path, /method="post"|\/new\//.test(await lan.html(path))]).toEqual([path, true])
    }
    const tried = ['/admin/settings', '/admin/mail/trial', '/admin/groups', '/admin/accounts/lan/roles', '/admin/accounts/lan/disable']
    for (const path of tried) expect([path, (await kiem.send(path)).status]).toEqual([path, 403])
  })

  it('show an auditor a design with its review and history, and each agency, with no form', async () => {
    const kiem = await invited('kiem-2', 'auditor')
    await saveAgencies(server.database, [agency('Z1'), { ...agency('Z2'), parent: 'A1', predecessors: ['Z1'] }])
    await lan.send('/admin/new/design', { origin: 'blank', id: 'dang-soan', title: 'Phiếu đang soạn' })
    const list = await kiem.html('/admin/questionnaires')
    expect(list).toContain('href="/admin/designs/dang-soan/review"')
    expect((await kiem.get('/admin/designs/dang-soan')).headers.get('location')).toBe('/admin/designs/dang-soan/review')
    const pages = ['/admin/designs/dang-soan/review', '/admin/questionnaires/dang-soan/history', '/admin/agencies/Z2']
    for (const path of pages) {
      const reply = await kiem.get(path)
      const main = /<main[\s\S]*<\/main>/.exec(await reply.text())?.[0] ?? ''
      expect([path, reply.status, main.match(/method="post"/g)]).toEqual([path, 200, null])
    }
    expect(said(await kiem.html('/admin/agencies/Z2'))).toMatch(/Xã Z2[\s\S]*Xã A1[\s\S]*Xã Z1 \(Z1\)/)
    expect((await kiem.get('/admin/agencies/none')).status).toBe(404)
    for (const path of ['/admin/designs/dang-soan/publish', '/admin/designs/dang-soan/state', '/admin/kiosks/hours', '/admin/entering'])
      expect([path, (await kiem.get(path)).status]).toEqual([path, 403])
  })

  it('let a second administrator rescue the first, who comes back by the link alone', async () => {
    const [first, second] = [await invited('dau', 'administrator'), await invited('hai', 'administrator')]
    const enter = async (wanted: string) => (await sendForm(server, '/admin/sign-in', { username: 'dau', password: wanted })).status
    expect([(await first.get('/admin/accounts/hai')).status, await enter(password)]).toEqual([200, 303])
    const reset = await (await second.send('/admin/accounts/dau/reset')).text()
    expect([(await first.get('/admin/accounts/hai')).status, await enter(password)]).toEqual([401, 401])
    const link = /\/admin\/password\/[\w-]+/.exec(reset)?.[0] ?? ''
    const chosen = 'mưa rơi trên mái ngói'
    const back = await sendForm(server, link, { wanted: chosen, again: chosen })
    expect([back.status, (await sendForm(server, link, { wanted: password, again: password })).status]).toEqual([303, 404])
    expect([await enter(password), await enter(chosen)]).toEqual([401, 303])
    const again = officeWith(server, cookieOf(back))
    expect((await again.send('/admin/accounts/hai/disable')).status).toBe(303)
    expect((await second.get('/admin/accounts')).status).toBe(401)
    // Lan is the only administrator again.
    expect((await lan.send('/admin/accounts/dau/disable')).status).toBe(303)
  })

  it.each([
    ['an administrator of one agency', wanted('x1', 'administrator', 'A1'), 'chỉ giao cho toàn tỉnh'],
    ['no role', { ...wanted('x2', 'analyst'), role: '' }, 'chọn một vai trò'],
    ['a user name that is taken', wanted('lan', 'analyst'), 'đã có người dùng'],
    ['a user name that is none', wanted('Lê Văn', 'analyst'), '2 đến 64 ký tự'],
    ['no place for the role', { ...wanted('x5', 'manager'), agency: '' }, 'hiệu lực với cơ quan nào'],
    ['no place for a further role', { ...wanted('x6', 'author'), rows: '2', 'role-2': 'analyst' }, 'hiệu lực với cơ quan nào'],
    ['an agency that is nowhere', wanted('x3', 'analyst', 'ZZ'), 'Không có cơ quan này'],
    ['a day that is over', { ...wanted('x4', 'analyst'), endsOn: '2020-01-01' }, 'Ngày cuối'],
  ])('say kindly what is wrong with %s, and make nobody', async (_, fields, words) => {
    const before = (await server.database.db.selectFrom('users').select('id').execute()).length
    const sent = await lan.send('/admin/new/account', fields)
    expect([sent.status, said(await sent.text()).includes(words)]).toEqual([422, true])
    expect((await server.database.db.selectFrom('users').select('id').execute()).length).toBe(before)
  })

  it('are given and taken on the page of an account, and count with the next request', async () => {
    const hoa = await invited('hoa', 'reader', 'A2')
    const page = '/admin/accounts/hoa/roles'
    expect((await hoa.get('/admin/campaigns/c1')).status).toBe(403)
    for (const [wanted, words] of [
      [{ role: 'manager', agency: '*', endsOn: '' }, 'không giữ vai trò có quyền sửa'],
      [{ role: 'protection', agency: '', endsOn: '' }, 'không giữ vai trò có quyền sửa'],
      [{ role: 'analyst', agency: 'ZZ', endsOn: '' }, 'Không có cơ quan này'],
      [{ role: 'analyst', agency: '*', endsOn: '2020-01-01' }, 'Ngày cuối'],
      [{ role: 'analyst', agency: '', endsOn: '' }, 'hiệu lực với cơ quan nào'],
      [{ role: 'auditor', agency: 'A1', endsOn: '' }, 'chỉ giao cho toàn tỉnh'],
      [{ role: '', agency: '', endsOn: '' }, 'chọn một vai trò'],
    ] as const) {
      const sent = await lan.send(page, wanted)
      expect([wanted, sent.status, said(await sent.text()).includes(words)]).toEqual([wanted, 422, true])
    }
    expect((await lan.send(page, { role: 'analyst', agency: 'A2', endsOn: '' })).status).toBe(303)
    expect(said(await lan.html(page))).toContain('Phân tích số liệu')
    expect((await hoa.get('/admin/campaigns/c1')).status).toBe(200)
    const take = `${page}/take?role=analyst&agency=A2`
    expect(said(await lan.html(take))).toContain('Thu hồi vai trò?')
    expect((await lan.send(take)).status).toBe(303)
    expect((await hoa.get('/admin/campaigns/c1')).status).toBe(403)
    const words = async (path: string) => {
      const reply = await lan.send(path)
      return [reply.status, said(await reply.text())]
    }
    expect(await words(take)).toEqual([404, expect.stringContaining('không giữ vai trò đó nữa')])
    expect(await words('/admin/accounts/none/roles/take?role=analyst')).toEqual([404, expect.stringContaining('Không có tài khoản nào')])
    expect(await words('/admin/accounts/lan/roles/take?role=administrator')).toEqual([409, expect.stringContaining('quản trị cuối cùng')])
    const last = await lan.send('/admin/accounts/lan/roles', { role: 'administrator', agency: '', endsOn: '2099-01-01' })
    expect([last.status, said(await last.text()).includes('quản trị cuối cùng')]).toEqual([422, true])
  })

  it('are told in words, what each may do', async () => {
    const text = said(await lan.html('/admin/accounts/lan/roles', 'en'))
    for (const word of ['Administrator', 'Data-protection officer', 'read raw comments', 'Who may do what']) expect(text).toContain(word)
    expect(said(await lan.html('/admin/accounts', 'en'))).toContain('Rated agency')
  })

  it('lead nobody to what they may not see, and offer nobody what they may not do', async () => {
    await fieldedMore()
    const [refusedAt, offered]: [string[], string[]] = [[], []]
    const forms = new Set<string>()
    for (const { role, over } of [
      ...roleNames.map((one) => ({ role: one, over: roles[one].over === 'subtree' ? 'A1' : '' })),
      everywhere,
    ]) {
      const office = await invited(`r-${role}${over === '' ? '' : '-a'}`, role, over)
      const seen = new Set<string>()
      for (const queue = ['/admin']; queue.length > 0;) {
        const path = queue.shift() ?? ''
        const reply = await office.get(path)
        if ([401, 403, 404].includes(reply.status)) refusedAt.push(`${role}: ${path} ${reply.status}`)
        const onward = reply.headers.get('location')
        if (onward !== null) queue.push(onward)
        if (!(reply.headers.get('content-type') ?? '').startsWith('text/html')) continue
        const html = await reply.text()
        for (const action of actionsIn(html, path)) {
          forms.add(routeOf(action))
          if (!mayDo(action, role, over)) offered.push(`${role}: ${path} offers ${action}`)
        }
        for (const [, href = ''] of html.matchAll(/<a [^>]*href="(\/admin[^"#]*)/g)) {
          const address = href.replaceAll('&amp;', '&').replace(/[?&]lang=\w+/, '')
          // One of each shape: campaigns lead on to hundreds of figures.
          const shape = address.replace(/\?.*/, '').replace(/figures\/[^/]+/, 'figures/x')
          // A printed instrument is made for who may see its page, and takes a second.
          if (seen.has(shape) || shape.endsWith('/instrument.pdf')) continue
          seen.add(shape)
          queue.push(address)
        }
      }
      expect(seen.size).toBeGreaterThan(0)
    }
    expect([refusedAt, offered]).toEqual([[], []])
    expect(forms.size).toBeGreaterThan(25)
  })

  const everywhere = { role: 'manager', over: '' } as const

  /** A kiosk at one agency and one at both, a figure of an earlier year, a file, a design, a version put away and a draft. */
  async function fieldedMore(): Promise<void> {
    const draft = { code: 'c2', touchpoints: [], status: 'draft' } as const
    await fielded(server.database, draft)
    await createTouchpoint(server.database, { code: 'k1', campaign: 'c1', kind: 'kiosk', label: { vi: 'Kiosk 1' }, agencies: ['A1'] })
    for (const touchpoint of ['k1', 'k2']) await lan.send('/admin/new/kiosk', { name: `Máy ${touchpoint}`, touchpoint })
    const figure = { place: 'Toàn tỉnh', node: 'overall', formula: 'share', year: '2024', value: '80', source: 'QĐ 1' }
    await lan.send('/admin/results/published', figure)
    await lan.send('/admin/exports', { campaign: 'c1', file: 'results.csv' })
    await lan.send(`/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/next`)
    await lan.send(`/admin/questionnaires/sipas-2026/${shippedVersion['sipas-2026']}/archive`)
  }
})

/** Where the forms of a page send what they change. */
const actionsIn = (html: string, path: string): readonly string[] =>
  [
    ...[...html.matchAll(/<form [^>]*method="post"[^>]*>/g)].map(([form]) => /action="([^"]*)"/.exec(form)?.[1] ?? path),
    ...[...html.matchAll(/formaction="([^"]*)"/g)].map(([, action = '']) => action),
  ].map((action) => action.replaceAll('&amp;', '&').replace(/\?.*/, ''))

const patterns = Object.keys(routes)
  .filter((route) => route.startsWith('POST '))
  .sort((one, other) => one.split(':').length - other.split(':').length)
  .map((route) => ({ route, shape: new RegExp(`^${route.slice('POST '.length).replace(/:\w+(=[^/]+)?/g, '[^/]+')}$`) }))

const routeOf = (action: string): string => patterns.find(({ shape }) => shape.test(action))?.route ?? ''

/** Whether the matrix lets a role over an agency, or over all, do what a form does: `A1` runs no campaign that measures others too, and no kiosk that stands for them. */
function mayDo(action: string, role: RoleName, over: string): boolean {
  const rule = routes[routeOf(action)]
  if (!rule) return false
  if (rule.needs === 'open' || rule.needs === 'person') return true
  if (!permissionsOf([{ role, agency: over, endsOn: '' }]).includes(rule.needs)) return false
  return over === '' || !(rule.about === 'province' || rule.about === 'whole campaign' || /\/k2\b/.test(action))
}
