import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agency, fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { tokenOf } from './token'

const december = Date.parse('2026-12-05T03:00:00Z')

describe.each(oneEngine)('response rates on %s', (engine) => {
  let server: TestServer
  let office: Office
  let time = december
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    office = officeOf(server)
    await fielded(server.database, {
      agencies: [agency('A1', 'commune', 'Xã Một'), agency('A2', 'commune', 'Xã Hai'), agency('A3', 'department', 'Sở Ba')],
      opensOn: '2026-10-01',
      closesOn: '2026-12-31',
      threshold: 3,
    })
    const answered = async (day: string, of: string, count: number) => {
      time = Date.parse(`${day}T03:00:00Z`)
      const sent = Array.from({ length: count }, () =>
        post(server.url, response({ overall: '4' }, { agency: of, touchpoint: 'k2', answeredOn: day })),
      )
      for (const reply of await Promise.all(sent)) expect(reply.status).toBe(201)
    }
    await answered('2026-10-05', 'A1', 12)
    await answered('2026-10-06', 'A2', 8)
    await answered('2026-10-07', 'A3', 5)
    await answered('2026-11-04', 'A1', 3)
    await answered('2026-11-05', 'A2', 4)
    await answered('2026-12-02', 'A1', 6)
    time = december
  })
  afterAll(() => server.close())
  const bearing = (token = server.token) => ({ headers: { Authorization: `Bearer ${token}`, 'Accept-Language': 'en' } })
  const results = async (query = '', token = server.token) =>
    (await fetch(`${server.url}/api/v1/campaigns/c1/results${query}`, bearing(token))).json()
  const exported = async () =>
    (await (await fetch(`${server.url}/api/v1/campaigns/c1/exports/results.csv`, bearing())).text())
      .split('\r\n')
      .map((line) => line.split(','))

  it('are nowhere while no dossiers are known', async () => {
    expect(await results()).not.toHaveProperty('responseRates')
    expect((await exported())[0]).not.toContain('response_rate')
    expect(await office.html('/admin/campaigns/c1/respondents')).not.toContain('id="response-rate"')
    expect(said(await office.html('/admin/campaigns/c1/report'))).not.toContain('Tỷ lệ trả lời')
  })

  it('stand beside the results of the API, by hand', async () => {
    const entries = [
      { agency: 'A1', month: '2026-10', handled: 100 },
      { agency: 'A1', month: '2026-11', handled: 50 },
      { agency: 'A2', month: '2026-10', handled: 6 },
      { agency: 'A1', month: '2026-12', handled: 1 },
    ]
    const body = JSON.stringify({ entries })
    const headers = { ...bearing().headers, 'Content-Type': 'application/json' }
    expect((await fetch(`${server.url}/api/v1/dossiers`, { method: 'PUT', headers, body })).status).toBe(200)
    const { responseRates } = await results()
    const [counted, none] = [['2026-10', '2026-11'], []]
    expect(responseRates).toEqual({
      months: [
        { month: '2026-10', state: 'whole' },
        { month: '2026-11', state: 'whole' },
        { month: '2026-12', state: 'running' },
      ],
      agencies: [
        { code: 'A1', responses: 15, handled: 150, onTime: null, rate: 0.1, counted, missing: none },
        { code: 'A2', responses: 8, handled: 6, onTime: null, rate: 8 / 6, counted: ['2026-10'], missing: ['2026-11'] },
        { code: 'A3', responses: 0, handled: 0, onTime: null, rate: null, counted: none, missing: counted },
      ],
      blocks: [
        { code: 'commune', responses: 23, handled: 156, onTime: null, rate: 23 / 156, agencies: 2, of: 2 },
        { code: 'department', responses: 0, handled: 0, onTime: null, rate: null, agencies: 0, of: 1 },
      ],
      total: { code: '', responses: 23, handled: 156, onTime: null, rate: 23 / 156, agencies: 2, of: 3 },
    })
    expect((await results('?from=2026-11')).responseRates.total).toMatchObject({ responses: 3, handled: 50, agencies: 1, of: 3 })
    expect(await results('?channel=kiosk')).not.toHaveProperty('responseRates')
  })

  it('stand on the page of all agencies with what is missing and what cannot be', async () => {
    const page = await office.html('/admin/campaigns/c1/respondents')
    const section = said(/<section class="card" id="response-rate">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '')
    const text = section.replace(/\s+/g, ' ')
    expect(text).toContain('Tính trong các tháng: 10/2026, 11/2026.')
    expect(text).toContain('Không tính tháng chưa hết: 12/2026.')
    expect(text).toContain('2/3 cơ quan còn thiếu số hồ sơ')
    expect(text).toMatch(/Xã Một 15 150 10,0% 15\/150 hồ sơ/)
    expect(text).toMatch(/Xã Hai 8 6 133,3% 8\/6 hồ sơ Phiếu nhiều hơn hồ sơ: 10\/2026\. Thiếu số hồ sơ: 11\/2026\./)
    expect(text).toMatch(/Sở Ba 0 0 chưa tính được/)
    expect(text).toMatch(/Tất cả, gộp mọi phiếu 23 156 14,7% 23\/156 hồ sơ 2\/3 cơ quan có số hồ sơ/)
    expect(section).not.toMatch(unsaid)
  })

  it('stand month by month on the page of one agency', async () => {
    const page = await office.html('/admin/campaigns/c1/respondents?agency=A1', 'en')
    const text = said(/<section class="card" id="response-rate">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '').replace(/\s+/g, ' ')
    expect(text).toMatch(/Oct 2026 12 100 12\.0% 12 of 100 dossiers/)
    expect(text).toMatch(/Nov 2026 3 50 6\.0%/)
    expect(text).toContain('Dec 2026 the month is not over')
    expect(text).toMatch(/Months counted 15 150 10\.0%/)
    expect(said(await office.html('/admin/campaigns/c1/respondents?agency=A2')).replace(/\s+/g, ' ')).toContain('11/2026 thiếu số hồ sơ')
  })

  it('stand in the report, and in no report on what is released', async () => {
    const text = said(await office.html('/admin/campaigns/c1/report')).replace(/\s+/g, ' ')
    expect(text).toMatch(/Xã Một 15 150 10,0%/)
    expect(text).toMatch(/Toàn bộ 23 156 14,7% 2\/3 cơ quan có số hồ sơ/)
    for (const path of ['/admin/campaigns/c1/released', '/admin/campaigns/c1/released/report'])
      expect(said(await office.html(path))).not.toContain('hồ sơ')
    const released = await (await fetch(`${server.url}/api/v1/campaigns/c1/released`, bearing())).text()
    expect(released).not.toContain('handled')
    const file = await (await fetch(`${server.url}/api/v1/campaigns/c1/exports/released.csv`, bearing())).text()
    expect(file).not.toContain('dossiers')
  })

  it('stand in the columns of the file of results, empty where nothing is known', async () => {
    const [heads = [], ...rows] = await exported()
    const [level, code] = [heads.indexOf('level'), heads.indexOf('code')]
    const places = ['rate_responses', 'dossiers', 'response_rate'].map((name) => heads.indexOf(name))
    const first = (of: string, named: string) => {
      const row = rows.find((cells) => cells[level] === of && cells[code] === named) ?? []
      return places.map((place) => row[place])
    }
    expect(first('agency', 'A1')).toEqual(['15', '150', '0.1'])
    expect(first('agency', 'A3')).toEqual(['', '', ''])
    expect(first('block', 'commune')).toEqual(['23', '156', String(23 / 156)])
    expect(first('total', '')).toEqual(['23', '156', String(23 / 156)])
  })

  it('are of one’s own agencies alone', async () => {
    const token = await tokenOf(server.database, 'analyst-a1', [{ role: 'analyst', agency: 'A1', endsOn: '' }])
    const { responseRates } = await results('', token)
    expect(responseRates.agencies.map(({ code }: { code: string }) => code)).toEqual(['A1'])
    expect(responseRates.total).toMatchObject({ responses: 15, handled: 150, of: 1 })
    expect(said(await officeOf({ url: server.url, token }).html('/admin/campaigns/c1/respondents'))).not.toContain('Xã Hai')
  })
})
