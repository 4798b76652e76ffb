import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { agency, fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, officeWith, said, unsaid } from './office'
import { newestRun, printedRun } from './printed'
import { scanned } from './scanned'
import { justSignedIn } from './signed-in'
import { payload } from './surveyed'
import { tokenOf } from './token'

const site = 'https://khaosat.songngan.gov.vn'
const print = '/admin/many/touchpoints/print'

describe.each(oneEngine)('posters on %s', (engine) => {
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

  it('are deleted by whoever ordered them, once, and the log says so', async () => {
    const own = officeWith(server, await justSignedIn(server))
    const colleague = newUser('minh', '')
    await insertUser(server.database, colleague, 'a hash of a password', 0)
    await saveGrant(server.database, colleague.id, { role: 'manager', agency: '', endsOn: '' })
    const other = officeOf({ ...server, token: await tokenOf(server.database, 'minh') })
    expect((await printedRun(own, { campaign: 'c1', code: 'q1' }, { paper: 'a5', languages: 'both' })).status).toBe(200)
    const [, run = ''] = /action="([^"]*)\/delete"/.exec(await newestRun(own)) ?? []
    const erased = () => server.database.db.selectFrom('events').select(['act', 'details']).where('act', 'like', 'exports.%').execute()

    expect((await other.send(`${run}/delete`)).status).toBe(404)
    expect([(await own.get(`${run}/file`)).status, await erased()]).toEqual([200, []])

    for (const _ of [1, 2]) expect((await own.send(`${run}/delete`)).headers.get('location')).toBe('/admin/posters?done=export-deleted')
    expect((await own.get(`${run}/file`)).status).toBe(404)
    expect(said(await newestRun(own))).toContain('Đã xoá')
    expect(await newestRun(own)).not.toContain('/delete"')
    const [event, ...others] = await erased()
    expect([event?.act, JSON.parse(event?.details ?? ''), others]).toEqual([
      'exports.delete-posters',
      { campaign: 'c1', content: 'posters', format: 'pdf' },
      [],
    ])
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
