import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findResponse } from '../../server/db/responses'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officeOf, said } from './office'

describe.each(engines)('an interviewer who reads and taps, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
  })
  afterAll(() => server.close())

  const atKiosk = { touchpoint: 'k2' } as const
  const channelOf = async (id: string) => (await findResponse(server.database, 'c1', id))?.channel
  const results = async (channel: string): Promise<number> => {
    const reply = await fetch(`${server.url}/api/v1/campaigns/c1/results?channel=${channel}`, {
      headers: { Authorization: `Bearer ${server.token}` },
    })
    const { total }: { readonly total: { readonly responses: number } } = await reply.json()
    return total.responses
  }

  it('is told apart from what people tap themselves at the same kiosk', async () => {
    const [alone, assisted] = [response(undefined, atKiosk), response(undefined, { ...atKiosk, assisted: true })]
    for (const body of [alone, assisted]) expect((await post(server.url, body)).status).toBe(201)
    expect([await channelOf(alone.id), await channelOf(assisted.id)]).toEqual(['kiosk', 'interviewer'])
    expect([await results('kiosk'), await results('interviewer')]).toEqual([1, 1])
  })

  it('counts a response once, and does not let it change who tapped', async () => {
    const body = response(undefined, { ...atKiosk, assisted: true })
    expect([(await post(server.url, body)).status, (await post(server.url, body)).status]).toEqual([201, 200])
    const { assisted: _, ...alone } = body
    expect((await post(server.url, alone)).status).toBe(409)
    expect((await post(server.url, { ...response(), assisted: false })).status).toBe(422)
  })

  it('sees it on the screen, and the form without scripts carries it along', async () => {
    const plain = await (await fetch(`${server.url}/s/q1?lang=vi`)).text()
    const assisted = await (await fetch(`${server.url}/s/q1?lang=vi&assisted`)).text()
    expect(
      [plain, assisted].map((html) => [
        html.includes('Điều tra viên đọc'),
        html.includes('name="_assisted"'),
        html.includes('data-assisted'),
      ]),
    ).toEqual([
      [false, false, false],
      [true, true, true],
    ])
    expect(await (await fetch(`${server.url}/s/k2?lang=vi&assisted`)).text()).toContain('?lang=vi&amp;agency=A1&amp;assisted')
    const fields = new URLSearchParams({ _assisted: '1', _agency: 'A1', overall: '4' })
    const reply = await fetch(`${server.url}/s/q1?lang=vi&assisted`, { method: 'POST', body: fields })
    expect(reply.status).toBe(200)
    const rows = await server.database.db.selectFrom('responses').select(['channel']).where('touchpoint', '=', 'q1').execute()
    expect(rows.map(({ channel }) => channel)).toEqual(['interviewer'])
  })

  it('is reported apart, on the page of results and in the written report', async () => {
    for (let person = 0; person < 12; person += 1)
      for (const more of [{}, { assisted: true as const }])
        await post(server.url, response({ A1: '5', overall: more.assisted ? '5' : '2' }, { ...atKiosk, ...more }))
    const office = officeOf(server)
    const report = said(await office.html('/admin/campaigns/c1/report'))
    expect(report).toContain('Lời nói với một người thường khác lời bấm một mình')
    expect(report.match(/Điều tra viên\n/g)).not.toBeNull()
    expect(said(await office.html('/admin/campaigns/c1?channel=interviewer'))).toContain('Điều tra viên')
    expect(said(await office.html('/admin/campaigns/c1/report?channel=kiosk'))).not.toContain('Lời nói với một người')
  })

  it('has an address for it in the office, beside that of each kiosk and no other', async () => {
    const page = await officeOf(server).html('/admin/touchpoints?campaign=c1')
    expect([...page.matchAll(/href="[^"]*\/s\/(\w+)\?(?:kiosk&amp;)?assisted"/g)].map(([, code]) => code)).toEqual(['k2'])
    expect(said(page)).toContain('Điều tra viên bấm hộ')
  })
})
