import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { written } from './stored-rows'
import { tokenOf } from './token'

describe.each(engines)('the province’s indices on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-29T03:00:00Z') })
    office = officeOf(server)
  })
  afterAll(() => server.close())
  const entered = { source: '', value: '86,81', rank: '37', ranked: '63', target: '90', reference: 'Bộ Nội vụ công bố 2022' }

  it('stand side by side, each under its own name and method, before anything is entered', async () => {
    const page = said(await office.html('/admin/indices'))
    expect(page).toContain('Các chỉ số của tỉnh năm 2026')
    for (const name of ['PAR INDEX', 'SIPAS', 'PAPI', 'PCI', 'DTI', 'Quyết định 766']) expect(page).toContain(name)
    expect(page).toContain('chưa nhập')
  })

  it('show a year beside the year before, with rank, places won and target', async () => {
    const year = (value: number, fields: object) =>
      written(server, 'POST /admin/indices/:code/:year', () => office.send(`/admin/indices/sipas/${value}`, { ...entered, ...fields }))
    expect((await year(2020, { value: '84,14', rank: '40' })).left).toEqual(['indices.enter'])
    expect((await year(2021, {})).left).toEqual(['indices.enter'])
    expect((await year(2021, {})).left).toEqual([])
    const page = said(await office.html('/admin/indices?year=2021'))
    for (const words of ['86,81%', '+2,67', '37/63', 'tăng 3 bậc', 'chưa vào nhóm 10', '90,00%', 'chưa đạt', 'Bộ Nội vụ công bố 2022'])
      expect(page).toContain(words)
    expect(said(await office.html('/admin/indices?year=2021')).match(/\d+\/100/g) ?? []).toEqual([])
  })

  it('refuse what cannot be, by name, and keep what was typed', async () => {
    const wrong = await office.send('/admin/indices/sipas/2022', { ...entered, value: '186,81', reference: '' })
    const page = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(said(page)).toContain('nhiều nhất là 100')
    expect(page).toContain('value="186,81"')
    expect((await office.send('/admin/indices/sipas/2022', { ...entered, source: 'campaign nowhere' })).status).toBe(422)
    expect((await office.get('/admin/indices/sipas/999')).status).toBe(404)
    expect((await office.get('/admin/indices/none/2021')).status).toBe(404)
  })

  it('are the office’s to name, add and drop', async () => {
    const own = { code: 'ddci', name: 'Năng lực cạnh tranh cấp sở (DDCI)', name_en: '', unit: 'number', maximum: '100', top: '' }
    expect((await written(server, 'POST /admin/new/index', () => office.send('/admin/new/index', own))).left).toEqual(['indices.save'])
    const changed = await written(server, 'POST /admin/indices/:code', () =>
      office.send('/admin/indices/ddci', { ...own, owner: 'Sở Tài chính' }),
    )
    expect(changed.left).toEqual(['indices.save'])
    expect(said(await office.html('/admin/indices'))).toContain('Đầu mối: Sở Tài chính')
    expect((await written(server, 'POST /admin/indices/:code/drop', () => office.send('/admin/indices/pci/drop'))).left).toEqual([
      'indices.drop',
    ])
    expect(said(await office.html('/admin/indices'))).not.toContain('PCI')
  })

  it('are for who sees the whole province', async () => {
    const token = await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: '', endsOn: '' }])
    expect((await officeOf({ url: server.url, token }).get('/admin/indices')).status).toBe(403)
  })

  it.each(['vi', 'en'])('speak %s on every page', async (language) => {
    for (const path of [
      '/admin/indices',
      '/admin/indices?year=2021',
      '/admin/new/index',
      '/admin/indices/ddci',
      '/admin/indices/sipas/2021',
    ]) {
      const reply = await office.get(path, language)
      expect([path, reply.status]).toEqual([path, 200])
      expect(said(await reply.text())).not.toMatch(unsaid)
    }
  })
})
