import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { agency, fielded, post, response } from './fielded'
import { oneEngine, type TestServer } from './harness'
import { everyTab } from './reading-html'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { payload, surveyed } from './surveyed'

describe.each(oneEngine)('the results page on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await surveyed({ engine })
  })
  afterAll(() => server.close())
  const get = (path: string, language = 'vi') =>
    fetch(server.url + path, { headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language } })
  const html = async (path: string, language?: string) => (await get(path, language)).text()
  const whole = (address: string, language?: string) => everyTab((path) => html(path, language), address)
  const api = async (query = ''): Promise<Results> => (await get(`/api/v1/campaigns/c1/results${query}`)).json()

  it.each(['', '?agency=A1', '?block=department', '?from=2026-11', '?channel=qr'])(
    'shows the figures of the API under %s',
    async (query) => {
      const results = await api(query)
      const page = await whole(`/admin/campaigns/c1${query}`)
      const head = results.total.nodes.find(({ code }) => code === 'SIPAS')
      expect(cells(page)).toEqual(expect.arrayContaining([percent(head?.share?.value, 2), percent(head?.level?.value, 2)]))
      expect(page).toContain(`${percent(head?.interval?.[0], 2).slice(0, -1)}–${percent(head?.interval?.[1], 2)}`)
      for (const agency of results.agencies.filter(({ nodes }) => nodes[0]?.value !== null)) {
        const factors = agency.nodes.filter(({ tree, kind, code }) => tree === 'satisfaction' && kind !== 'item' && code !== 'SIPAS')
        const shown = factors.flatMap(({ value, base }) => (value === null ? ['–'] : [percent(value, 2), `n\u00a0=\u00a0${base}`]))
        const figures = rowOf(await html(`/admin/campaigns/c1/agencies${query === '' ? '?' : `${query}&`}cells=figures`), agency.code)
        expect(figures.filter((cell) => /^[\d,]+%$|^–$|^n\s=/.test(cell)).slice(-shown.length)).toEqual(shown)
        expect(rowOf(page, agency.code)).toContain(String(agency.responses))
      }
    },
  )

  it('shows every criterion with its counts, base, share and level', async () => {
    const results = await api()
    const page = await whole('/admin/campaigns/c1')
    const rows = tableRows(section(page, 'distribution'))
    for (const { counts, base, share, level, withheld } of results.total.nodes.filter(
      ({ kind, tree }) => kind === 'item' && tree === 'satisfaction',
    )) {
      if (withheld || !counts) throw new Error('the sample has too few answers for this test')
      const numbers = ['1', '2', '3', '4', '5', ...(Object.hasOwn(counts, 'na') ? ['na'] : [])].map((code) => String(counts[code]))
      const wanted = [...numbers, String(base), percent(share?.value, 2), percent(level?.value, 2)]
      expect(rows.some((row) => wanted.every((cell) => row.includes(cell)))).toBe(true)
    }
  })

  it('puts the pooled value of a block beside the mean of its agencies', async () => {
    const results = await api()
    const page = await whole('/admin/campaigns/c1')
    const commune = results.blocks.find(({ code }) => code === 'commune')
    const mean = commune?.meanOfAgencies.find(({ code }) => code === 'SIPAS')
    expect(cells(page)).toContain('Bình quân 2 cơ quan đủ phiếu')
    expect(cells(page)).toEqual(expect.arrayContaining([percent(commune?.nodes[0]?.value, 2), percent(mean?.value, 2)]))
  })

  it('gives no figure of an agency with too few responses, and says why', async () => {
    expect(rowOf(await whole('/admin/campaigns/c1'), 'A2')).toEqual([])
    expect(cells(section(await whole('/admin/campaigns/c1'), 'agencies')).join(' ')).toContain(
      'Chưa đủ 10 phiếu, chưa nêu kết quả: Xã Y Tý 4',
    )
    const alone = await whole('/admin/campaigns/c1?agency=A2')
    expect(alone).toContain('Phần đang xem có 4 người trả lời.')
    expect(textOf(alone)).not.toMatch(/\d%/)
    expect(await whole('/admin/campaigns/c1?agency=A2', 'en')).toContain('Below 10 no figure is given')
  })

  it('names twelve agencies with too few responses at once, and folds the others with how many they are', async () => {
    const agencies = Array.from({ length: 16 }, (_, at) => agency(`B${at + 10}`))
    const at = { campaign: 'c2', touchpoint: 'b10', agency: 'B10', answeredOn: '2026-11-20' }
    const touchpoint = { code: 'b10', campaign: 'c2', kind: 'qr', label: { vi: 'Quầy', en: 'Counter' }, agencies: ['B10'] } as const
    await fielded(server.database, { code: 'c2', agencies, touchpoints: [touchpoint] })
    for (let sent = 0; sent < 10; sent += 1) expect((await post(server.url, response(undefined, at))).status).toBe(201)
    const lacking = async (language: string): Promise<readonly string[]> => {
      const page = await html('/admin/campaigns/c2/agencies', language)
      return page.slice(page.indexOf('id="lacking"')).split(/<details>|<\/details>/)
    }
    const [open = '', folded = ''] = await lacking('vi')
    expect([open, folded].map((part) => part.split('agency=B').length - 1)).toEqual([12, 3])
    expect(textOf(folded)).toContain('và 3 cơ quan nữa')
    expect(textOf((await lacking('en'))[1] ?? '')).toContain('and 3 more agencies')
  })

  it('keeps the rank that an agency has in its block when it is read alone', async () => {
    const rank = (await api()).agencies.find(({ code }) => code === 'A3')?.rank
    const other = (await api()).agencies.find(({ code }) => code === 'A1')?.rank
    expect(new Set([rank, other])).toEqual(new Set([1, 2]))
    expect(rowOf(await whole('/admin/campaigns/c1?agency=A3'), 'A3')[0]).toBe(`${rank} (1–2)/2`)
    expect(rowOf(await whole('/admin/campaigns/c1?agency=A1'), 'A1')[0]).toBe(`${other} (1–2)/2`)
  })

  it('shows months and channels, and links files with the same filter', async () => {
    const page = await whole('/admin/campaigns/c1?channel=qr')
    expect(cells(section(page, 'months'))).toEqual(expect.arrayContaining(['10/2026', '11/2026']))
    expect(cells(section(page, 'channels'))).toContain('Mã QR')
    const files = page.slice(page.indexOf('id="exports"'))
    const links = [...files.slice(0, files.indexOf('</main>')).matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    )
    expect(links).toContain('/api/v1/campaigns/c1/exports/results.csv?channel=qr&lang=vi')
    for (const link of links) {
      const reply = await get(link)
      await reply.arrayBuffer()
      expect([link, reply.status]).toEqual([link, 200])
    }
  })

  it('lists the campaigns with what they hold, and says what is synthetic', async () => {
    const rows = tableRows(await html('/admin'))
    expect(rows.find((row) => row.some((cell) => cell.includes('c1')))).toEqual(expect.arrayContaining(['Đang mở', '41']))
    expect(rows.flat().filter((cell) => cell.startsWith('Khảo sát sự hài lòng khi làm thủ tục hành chính')).length).toBeGreaterThan(0)
    expect(rows.find((row) => row.some((cell) => cell.includes('empty')))).toEqual(expect.arrayContaining(['Đang chuẩn bị', '0']))
    expect(await html('/admin')).toContain('Dữ liệu minh hoạ')
    expect(await html('/admin/campaigns/c1')).toContain('Dữ liệu minh hoạ')
    expect(await html('/admin/campaigns/empty')).not.toContain('Dữ liệu minh hoạ')
  })

  it('never shows what is no figure, in either language', async () => {
    const paths = [
      '',
      '/campaigns/c1',
      '/campaigns/empty',
      '/campaigns/c1?agency=A2',
      '/campaigns/c1?from=2026-12',
      '/campaigns/c1?agency=A3&channel=kiosk',
    ]
    for (const path of paths)
      for (const language of ['vi', 'en']) {
        const page = path === '' ? await html('/admin', language) : await whole(`/admin${path}`, language)
        expect(page).toContain(`<html lang="${language}"`)
        expect(textOf(page)).not.toMatch(/NaN|undefined|Infinity|null|\[object|\{[a-z]+\}/)
      }
    expect(await html('/admin/campaigns/empty')).toContain('Chưa có phiếu trả lời nào')
    expect(await html('/admin/campaigns/c1?from=2026-12')).toContain('Không có phiếu nào khớp với bộ lọc')
  })

  it('shows a script in a name as text', async () => {
    const page = await whole('/admin/campaigns/c1')
    expect(page.replace(ownScript, '')).not.toContain('<script')
    expect(page).toContain('&lt;script')
    expect(textOf(page)).toContain(payload)
    expect(await html('/admin')).not.toContain('<script')
    expect(await html(`/admin/campaigns/${encodeURIComponent(payload)}`)).not.toContain('<script')
  })

  it.each([
    ['/campaigns/none', 404, 'Không có đợt khảo sát mang mã “none”.', 'There is no campaign with code “none”.'],
    ['/campaigns/c1?agency=Z9', 404, 'không có cơ quan mang mã “Z9”', 'no agency with code “Z9”'],
    ['/campaigns/c1?block=Z9', 404, 'không có khối mang mã “Z9”', 'no block with code “Z9”'],
    ['/campaigns/c1?agency=A1&block=department', 422, 'không thuộc khối', 'is not in block'],
    ['/campaigns/c1?from=2026-13', 422, '“2026-13” không phải là tháng', '“2026-13” is not a month'],
    ['/campaigns/c1?from=2026-11&to=2026-10', 422, 'đứng trước tháng đầu', 'stands before the first'],
    ['/campaigns/c1?channel=fax', 422, 'Không có kênh “fax”', 'There is no channel “fax”'],
    ['/nowhere', 404, 'Không tìm thấy trang', 'Page not found'],
  ])('answers %s with %i and a kind page in the language of the reader', async (path, status, vi, en) => {
    const reply = await get(`/admin${path}`)
    expect([reply.status, (await reply.text()).includes(vi)]).toEqual([status, true])
    expect(await html(`/admin${path}`, 'en')).toContain(en)
  })
})

describe('the door of the administration', () => {
  let server: TestServer
  let cookie: string
  beforeAll(async () => {
    server = await surveyed()
    cookie = await signIn(server)
  })
  afterAll(() => server.close())
  const send = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    sendForm(server, `/admin/${path}`, fields, headers)
  const open = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { headers: { 'Accept-Language': 'vi', ...headers } })

  it('asks who comes, and says where those without an account get one', async () => {
    const reply = await open('/admin')
    const page = await reply.text()
    expect(reply.status).toBe(200)
    expect(page).toContain('npm run -s sipas -- user reset')
    expect(page).not.toContain('Quý IV')
  })

  it('asks at any other page too, and leads there after the sign-in', async () => {
    const reply = await open('/admin/campaigns/c1?channel=qr')
    expect([reply.status, (await reply.text()).includes('value="/admin/campaigns/c1?channel=qr"')]).toEqual([401, true])
    const signedIn = await send('sign-in', { ...officer, next: '/admin/campaigns/c1?channel=qr' })
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/admin/campaigns/c1?channel=qr'])
    expect(await (await open('/admin/campaigns/c1?channel=qr', { Cookie: cookieOf(signedIn) })).text()).toContain('Quý IV')
  })

  it.each(['sai mật khẩu rồi', '', '<script>'])('refuses the password "%s" kindly and keeps nothing of it', async (password) => {
    const reply = await send('sign-in', { username: officer.username, password })
    const page = await reply.text()
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([401, null])
    expect(page).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng')
    expect(page).not.toMatch(/<script|sai mật khẩu rồi/)
  })

  it('takes no token for a session', async () => {
    expect((await open('/admin/campaigns/c1', { Cookie: `sipas_session=${server.token}; sipas_token=${server.token}` })).status).toBe(401)
    expect((await send('sign-in', { token: server.token })).status).toBe(401)
  })

  it('refuses forms of other sites kindly', async () => {
    const reply = await send('sign-in', officer, { Origin: 'https://elsewhere.example' })
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([403, null])
    expect(await reply.text()).toContain('Biểu mẫu được gửi từ một trang khác')
  })

  it('answers a form that cannot be read', async () => {
    const reply = await fetch(`${server.url}/admin/sign-in`, {
      method: 'POST',
      headers: { Origin: server.url, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: 'torn',
    })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'text/html; charset=UTF-8'])
  })

  it('lets nothing run, load or frame, and no cache keep a page', async () => {
    for (const path of ['/admin', '/admin/campaigns/c1', '/admin/none']) {
      const reply = await open(path, { Cookie: cookie })
      const page = await reply.text()
      const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      expect(reply.headers.get('content-security-policy')).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'${ownScript.test(page) ? "; script-src 'self'" : ''}`,
      )
      expect(reply.headers.get('cache-control')).toBe('private, no-store')
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
      expect(page.replace(ownScript, '')).not.toMatch(/<script| style="| on[a-z]+="/)
    }
  })

  it('keeps the language once it is chosen', async () => {
    const chosen = await open('/admin?lang=en')
    expect(await chosen.text()).toContain('User name')
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await (await open('/admin', { Cookie: cookie })).text()).toContain('<html lang="en"')
    expect(await (await open('/admin?lang=vi', { Cookie: cookie })).text()).toContain('<html lang="vi"')
  })
})

/** What adds charts and search to the results, once the client is built. */
const ownScript = /<script type="module" src="\/assets\/office\/[\w-]+\.js"><\/script>/g

const percent = (value: number | null | undefined, digits: number): string =>
  ((value ?? Number.NaN) * 100).toLocaleString('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: digits }) + '%'

const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

const cells = (html: string): readonly string[] =>
  textOf(html)
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')

const tableRows = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) => cells(row))

const rowOf = (html: string, agency: string): readonly string[] =>
  cells(
    [...section(html, 'agencies').matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
      .map(([row]) => row)
      .find((row) => row.includes(`agency=${agency}`)) ?? '',
  )

/** From the section of that id up to the next one. */
const section = (html: string, id: string): string =>
  html.split(/(?=<section)/).find((part) => part.startsWith('<section') && part.slice(0, 80).includes(`id="${id}"`)) ?? ''
