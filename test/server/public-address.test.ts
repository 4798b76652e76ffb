import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'

const site = 'https://khaosat.songngan.gov.vn'
const printForm = '/admin/many/touchpoints/print?campaign=c1&code=q1'

describe.each(engines)('the public address on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    office = officeOf(server)
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const set = (publicUrl: string, language = 'vi') => office.send('/admin/settings', { name: 'Tỉnh Sông Ngân', publicUrl }, language)

  it('is asked for where something cannot be printed yet, and by the first steps', async () => {
    for (const path of ['/admin', '/admin/campaigns/c1/setup', '/admin/touchpoints', printForm])
      expect(await (await office.get(path)).text()).toContain('href="/admin/settings#publicUrl"')
    expect(await office.html('/admin/settings')).toContain('id="publicUrl"')
  })

  it.each([
    ['https://songngan.gov.vn/khaosat', 'có phần phía sau tên máy chủ', 'goes on after the host'],
    ['ftp://songngan.gov.vn', 'không phải là địa chỉ', 'is no address'],
  ])('%s is refused in both languages, and nothing is kept', async (wrong, vi, en) => {
    for (const [language, sentence] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const reply = await set(wrong, language)
      const text = said(await reply.text())
      expect([reply.status, text.includes(sentence), unsaid.test(text)]).toEqual([422, true, false])
    }
    expect((await office.get(printForm)).status).toBe(409)
  })

  it.each([
    ['http://localhost:3000', 'Chỉ máy này', 'Only this machine'],
    ['http://192.168.1.5:3000', 'http không được mã hoá', 'not encrypted'],
  ])('%s is kept with a warning', async (plain, vi, en) => {
    expect((await set(plain)).status).toBe(303)
    expect(said(await office.html('/admin/settings'))).toContain(vi)
    expect(said(await office.html('/admin/settings', 'en'))).toContain(en)
  })

  it('leads posters, codes and links there at once, and the first steps are done', async () => {
    expect((await set('khaosat.songngan.gov.vn/')).status).toBe(303)
    expect(await office.html('/admin/settings')).toContain(`value="${site}"`)
    expect((await office.get(printForm)).status).toBe(200)
    expect((await office.get('/admin/touchpoints/q1/qr.svg')).status).toBe(200)
    expect(await office.html('/admin/touchpoints')).toContain(`href="${site}/s/q1"`)
    expect(await office.html('/admin')).not.toContain('/admin/settings#publicUrl')
  })

  it('is forgotten when its field is emptied', async () => {
    expect((await set('')).status).toBe(303)
    expect((await office.get(printForm)).status).toBe(409)
  })
})

describe('a public address that the server was started with', () => {
  it('goes before the one in the office, which says so and leaves its own alone', async () => {
    const server = await startServer({ settings: { PUBLIC_URL: 'https://moi-truong.example.vn' } })
    const office = officeOf(server)
    await fielded(server.database)
    const page = await office.html('/admin/settings')
    expect([page.includes('moi-truong.example.vn'), page.includes('PUBLIC_URL'), page.includes('name="publicUrl"')]).toEqual([
      true,
      true,
      false,
    ])
    expect((await office.send('/admin/settings', { name: 'Tỉnh', publicUrl: site })).status).toBe(303)
    expect(await office.html('/admin/touchpoints')).toContain('href="https://moi-truong.example.vn/s/q1"')
    await server.close()
  })
})
