import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { scanned } from './scanned'
import { payload } from './surveyed'

const site = 'https://khaosat.songngan.gov.vn'
const print = '/admin/many/touchpoints/print'

describe.each(engines)('posters on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, settings: { PUBLIC_URL: site } })
    office = officeOf(server)
    const agencies = [agency('A1', 'commune', 'Phường Sao Mai'), agency('A2', 'commune', payload)]
    await fielded(server.database, { agencies })
    await fielded(server.database, { code: 'bare', agencies, touchpoints: [] })
  })
  afterAll(() => server.close())

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
    ['/admin/touchpoints/none/qr.svg', 404],
    ['/admin/touchpoints/q1/qr.png?size=9', 404],
    ['/admin/touchpoints/q1/qr.png?size=99999', 404],
    ['/admin/touchpoints/q1/qr.png?size=x', 404],
    ['/admin/posters/none/file', 404],
    [`${print}?campaign=none&all=found`, 404],
    [`${print}?campaign=bare&all=found`, 200],
  ])('answer %s with %i and a kind page in the language of the reader', async (path, status) => {
    for (const language of ['vi', 'en']) {
      const reply = await office.get(path, language)
      expect([reply.status, reply.headers.get('content-language')]).toEqual([status, language])
      expect(said(await reply.text())).not.toMatch(unsaid)
    }
  })
})

describe('posters where no public address is set', () => {
  it('are refused kindly, since the code of a real survey has to lead to the official address', async () => {
    const server = await startServer()
    const office = officeOf(server)
    await fielded(server.database)
    for (const path of ['/admin/touchpoints/q1/qr.svg', '/admin/touchpoints/q1/qr.png', `${print}?campaign=c1&code=q1`]) {
      const reply = await office.get(path)
      expect([reply.status, (await reply.text()).includes('PUBLIC_URL')]).toEqual([409, true])
    }
    expect(await office.html('/admin/campaigns/c1/setup')).toContain('chưa đặt địa chỉ công khai')
    await server.close()
  })
})
