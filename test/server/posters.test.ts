import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveProvinceName } from '../../server/db/settings'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { scanned } from './scanned'
import { payload } from './surveyed'

const site = 'https://khaosat.songngan.gov.vn'

describe.each(engines)('posters on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, settings: { PUBLIC_URL: site } })
    office = officeOf(server)
    await saveProvinceName(server.database, { vi: 'Tỉnh Sông Ngân', en: 'Silver River Province' })
    const agencies = [agency('A1', 'commune', 'Phường Sao Mai'), agency('A2', 'commune', payload), agency('A3'), agency('A4')]
    const touchpoints = [
      { code: 'q1', campaign: 'c1', kind: 'qr' as const, label: { vi: 'Quầy 2', en: 'Counter 2' }, agencies: ['A1'] },
      { code: 'k2', campaign: 'c1', kind: 'kiosk' as const, label: { vi: payload }, agencies: ['A1', 'A2', 'A3', 'A4'] },
      { code: 'paper', campaign: 'c1', kind: 'paper' as const, label: { vi: 'Phiếu giấy', en: 'Paper form' }, agencies: ['A3'] },
    ]
    await fielded(server.database, { agencies, touchpoints })
    await fielded(server.database, { code: 'bare', agencies, touchpoints: [] })
  })
  afterAll(() => server.close())

  it('say in both languages who asks, where, what to do, and where alone a code may lead', async () => {
    const poster = said(await office.html('/admin/touchpoints/q1/poster', 'en'))
    for (const text of [
      'Tỉnh Sông Ngân',
      'Silver River Province',
      'Phường Sao Mai',
      'Quầy 2 · Counter 2',
      'khaosat.songngan.gov.vn/s/q1',
      'Chỉ quét mã dẫn đến khaosat.songngan.gov.vn.',
      'Scan only a code that leads to khaosat.songngan.gov.vn.',
      'khoảng 3–7 phút',
      'about 3–7 min',
    ])
      expect(poster).toContain(text)
    expect(poster).not.toMatch(unsaid)
    expect(poster).not.toContain('DỮ LIỆU MINH HOẠ')
  })

  it('print all of a campaign in one run, a sheet each, or those of one kind', async () => {
    const sheets = async (query: string) =>
      [
        ...(await office.html(`/admin/campaigns/c1/setup/posters${query}`)).matchAll(
          /<article class="sheet ([a-z]+)" aria-label="[^"]*\(([a-z0-9]+)\)"/g,
        ),
      ].map(([, audience, code]) => `${code} ${audience}`)
    expect((await sheets('')).sort()).toEqual(['k2 kiosk', 'paper staff', 'q1 citizen'])
    expect(await sheets('?kind=qr')).toEqual(['q1 citizen'])
    expect(await office.html('/admin/campaigns/c1/setup/posters?size=a5')).toContain('@page{size:A5 portrait;margin:0}')
    expect(await office.html('/admin/campaigns/c1/setup/posters')).toContain('@page{size:A4 portrait;margin:0}')
  })

  it('run nothing that was typed, and load nothing from elsewhere', async () => {
    const reply = await office.get('/admin/campaigns/c1/setup/posters')
    const page = await reply.text()
    expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' data:;/)
    expect(page).not.toMatch(/<script| style="/)
    expect(said(page)).toContain(payload)
  })

  it.each([
    ['q1', `${site}/s/q1`],
    ['k2', `${site}/s/k2?kiosk`],
  ])('give the code of %s as files that any scanner reads', async (code, address) => {
    for (const size of [128, 300, 1024]) {
      const reply = await office.get(`/admin/touchpoints/${code}/qr.png?size=${size}&download`)
      expect([reply.headers.get('content-type'), reply.headers.get('content-disposition')]).toEqual([
        'image/png',
        `attachment; filename="qr-${code}.png"`,
      ])
      const image = PNG.sync.read(Buffer.from(await reply.arrayBuffer()))
      expect([image.width, image.height]).toEqual([size, size])
      expect(jsQR(new Uint8ClampedArray(image.data), size, size)?.data).toBe(address)
    }
    const svg = await office.get(`/admin/touchpoints/${code}/qr.svg`)
    expect([svg.headers.get('content-type'), svg.headers.get('x-content-type-options')]).toEqual(['image/svg+xml', 'nosniff'])
    expect(scanned(await svg.text())).toEqual({ data: address, quiet: 4, size: expect.any(Number) })
  })

  it.each([
    ['/admin/touchpoints/none/poster', 404],
    ['/admin/touchpoints/none/qr.svg', 404],
    ['/admin/touchpoints/q1/poster?size=a3', 404],
    ['/admin/touchpoints/q1/qr.png?size=9', 404],
    ['/admin/touchpoints/q1/qr.png?size=99999', 404],
    ['/admin/touchpoints/q1/qr.png?size=x', 404],
    ['/admin/campaigns/c1/setup/posters?kind=fax', 404],
    ['/admin/campaigns/bare/setup/posters', 404],
    ['/admin/campaigns/none/setup/posters', 404],
  ])('answer %s with %i and a kind page in the language of the reader', async (path, status) => {
    for (const language of ['vi', 'en']) {
      const reply = await office.get(path, language)
      expect([reply.status, reply.headers.get('content-language')]).toEqual([status, language])
      expect(said(await reply.text())).not.toMatch(unsaid)
    }
  })
})

describe('posters where no public address is set', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer()
    office = officeOf(server)
    await fielded(server.database)
    const touchpoints = [
      { code: 's1', campaign: 'sample', kind: 'qr' as const, label: { vi: 'Quầy 1', en: 'Counter 1' }, agencies: ['A1'] },
    ]
    await fielded(server.database, { code: 'sample', synthetic: true, touchpoints })
  })
  afterAll(() => server.close())

  it('are refused kindly, since the code of a real survey has to lead to the official address', async () => {
    for (const path of [
      '/admin/touchpoints/q1/poster',
      '/admin/touchpoints/q1/qr.svg',
      '/admin/touchpoints/q1/qr.png',
      '/admin/campaigns/c1/setup/posters',
    ]) {
      const reply = await office.get(path)
      expect([reply.status, (await reply.text()).includes('PUBLIC_URL')]).toEqual([409, true])
    }
    expect(await office.html('/admin/campaigns/c1/setup')).toContain('chưa đặt địa chỉ công khai')
  })

  it('are printed of a sample, which says on every sheet that it is one', async () => {
    const page = said(await office.html('/admin/campaigns/sample/setup/posters'))
    expect(page).toContain('DỮ LIỆU MINH HOẠ')
    expect(page).toContain('SAMPLE DATA')
    expect(page).toContain(`${server.url.replace('http://', '')}/s/s1`)
  })
})
