import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config'
import { fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'

/** What a phone's browser says when a person opens an address. */
const phone = (language = 'vi') => ({ Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': language })

describe.each(engines)('an address typed from a poster on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
    const touchpoint = (code: string) => ({ code, campaign: 'c1', kind: 'qr' as const, label: { vi: code }, agencies: ['A1'] })
    await fielded(server.database, { touchpoints: ['q1', 'Quay-2', 'twin', 'Twin', 'TWIN2'].map(touchpoint) })
  })
  afterAll(() => server.close())
  const opened = async (path: string) => {
    const reply = await fetch(`${server.url}${path}`, { redirect: 'manual', headers: phone() })
    return [reply.status, reply.headers.get('location')]
  }

  it.each([
    ['/s/Q1', '/s/q1'],
    ['/S/Q1', '/s/q1'],
    ['/S/q1?kiosk&lang=en', '/s/q1?kiosk&lang=en'],
    ['/s/q1/', '/s/q1'],
    ['//s//q1', '/s/q1'],
    ['/s/QUAY-2', '/s/Quay-2'],
    ['/s/twin2', '/s/TWIN2'],
    ['/s/%20q1%20', '/s/q1'],
    ['/s/q1%E2%80%8B', '/s/q1'],
    ['/s/%EF%BB%BFq1%C2%A0', '/s/q1'],
    ['/s/q1.', '/s/q1'],
    ['/s/q1)', '/s/q1'],
    ['/s/%EF%BD%91%EF%BC%91', '/s/q1'],
    ['/Admin', '/admin'],
    ['/ADMIN/touchpoints?campaign=c1', '/admin/touchpoints?campaign=c1'],
  ])('%s leads to %s', async (typed, meant) => {
    expect(await opened(typed)).toEqual([302, meant])
    expect((await fetch(`${server.url}${typed}`, { headers: phone() })).status).toBe(meant.startsWith('/admin/') ? 401 : 200)
  })

  it('is served as it stands where it is exact, and not guessed at where two could be meant', async () => {
    for (const path of ['/s/q1', '/s/twin', '/s/Twin', '/s/TWIN2']) expect(await opened(path)).toEqual([200, null])
    expect(await opened('/s/TWIN')).toEqual([404, null])
  })

  it('shows the kiosk its layout although the question was typed in capitals or with a space behind it', async () => {
    for (const query of ['?KIOSK', '?kiosk%20', '?kiosk%E2%80%8B', '?lang=vi%20&Kiosk'])
      expect(await (await fetch(`${server.url}/s/q1${query}`)).text()).toContain('class="kiosk"')
  })
})

describe('a wrong address', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const asked = (path: string, headers: Record<string, string>) => fetch(`${server.url}${path}`, { headers })
  const wrong = ['/nothing', '/s', '/s/', '/s/none', '/s/none/', '/s/q1/q2', '/khaosat/s/q1', '/%', '/s/%', '/s/%E0', '/favicon.ico']

  it.each(wrong)('answers who opens %s with a page in their language, Vietnamese first', async (path) => {
    const pages = await Promise.all(
      [{ Accept: 'text/html' }, phone('vi-VN,vi'), phone('en-GB'), phone('fr')].map((one) => asked(path, one)),
    )
    expect(pages.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual(
      pages.map(() => [404, 'text/html; charset=UTF-8']),
    )
    const texts = await Promise.all(pages.map((page) => page.text()))
    expect(texts.map((text) => /<html lang="(\w+)"/.exec(text)?.[1])).toEqual(['vi', 'vi', 'en', 'vi'])
    expect(texts[0]).toMatch(path.startsWith('/s') && !path.startsWith('/s/q') ? /Không tìm thấy điểm khảo sát/ : /Không/)
    expect(texts[0]).toContain('quét lại mã QR')
    expect(texts[2]).toContain('QR code')
    expect(texts[0]).toContain('href="?lang=en"')
    expect(pages[0]?.headers.get('content-security-policy')).toContain('style-src')
  })

  it('is told to scripts and to the API as before', async () => {
    const json = async (path: string, headers: Record<string, string>) => {
      const reply = await asked(path, headers)
      expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'application/json'])
      expect(await reply.json()).toMatchObject({ code: 'not_found' })
    }
    await json('/nothing', {})
    await json('/nothing', { Accept: '*/*' })
    await json('/nothing', { Accept: 'application/json, text/plain, */*' })
    await json('/api/v1/nothing', phone())
    await json('/s', { Accept: 'application/json' })
  })

  it('shows a person what went wrong as a page too, a form that is too large for one', async () => {
    const body = new URLSearchParams({ name: 'x'.repeat(70_000) })
    const sent = (headers: Record<string, string>) => fetch(`${server.url}/admin/sign-in`, { method: 'POST', body, headers })
    const page = await sent(phone())
    expect([page.status, page.headers.get('content-type')]).toEqual([413, 'text/html; charset=UTF-8'])
    expect(await page.text()).toContain('Nội dung gửi lên quá lớn')
    expect(await (await sent({ Accept: 'application/json' })).json()).toMatchObject({ code: 'body_too_large' })
  })
})

describe('the address that citizens see', () => {
  const read = (PUBLIC_URL: string) => readConfig({ PUBLIC_URL })

  it.each([
    ['https://khaosat.example.vn', 'https://khaosat.example.vn'],
    ['https://khaosat.example.vn/', 'https://khaosat.example.vn'],
    ['HTTPS://KhaoSat.Example.vn', 'https://khaosat.example.vn'],
    ['http://192.168.1.5:3000', 'http://192.168.1.5:3000'],
    ['http://localhost:3000/', 'http://localhost:3000'],
  ])('%s is taken as %s', (given, taken) => {
    expect(read(given)).toMatchObject({ ok: true, config: { publicUrl: taken } })
  })

  it.each([
    'https://example.vn/khaosat',
    'https://example.vn/khaosat/',
    'https://example.vn//',
    'https://example.vn/?a=1',
    'https://example.vn#top',
  ])('%s stops the start, since no page lies below a path', (given) => {
    const reading = read(given)
    expect(reading.ok ? [] : reading.lines).toEqual([
      `PUBLIC_URL="${given}": must end after the host, such as https://khaosat.example.vn: the pages lie at the root of a host and cannot be moved below a path`,
    ])
  })

  it.each([
    'khaosat.example.vn',
    'ftp://example.vn',
    'https://',
    'https:example.vn',
    'https://user:pw@example.vn',
    'https://exa mple.vn',
    'x',
  ])('%s stops the start: it is none', (given) => {
    const reading = read(given)
    const told = given.replace(':pw@', ':…@')
    expect(reading.ok ? [] : reading.lines).toEqual([`PUBLIC_URL="${told}": must be an address such as https://khaosat.example.vn`])
  })
})
