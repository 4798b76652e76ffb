import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptCode } from '../../surveys/answers/receipt'
import { anotherWriter } from './erasing'
import { agency, fielded, post, response as responseTo } from './fielded'
import { engines, startServer, type TestServer } from './harness'

// Long enough that neither a receipt's random letters nor the name of a file holds them by luck.
const place = { campaign: 'campaign-of-receipts', touchpoint: 'counter-of-receipts', agency: 'AGENCY-OF-RECEIPTS' }
const response: typeof responseTo = (answers, wanted) => responseTo(answers, { ...place, ...wanted })

describe.each(engines)('looking up a receipt on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-28T03:00:00Z') })
    await fielded(server.database, {
      code: place.campaign,
      agencies: [agency(place.agency)],
      touchpoints: [
        { code: place.touchpoint, campaign: place.campaign, kind: 'qr', label: { vi: place.touchpoint }, agencies: [place.agency] },
      ],
    })
  })
  afterAll(() => server.close())
  const look = async (code: string, language = 'vi') => {
    const reply = await fetch(`${server.url}/receipt?${new URLSearchParams({ code, lang: language })}`)
    return { status: reply.status, text: await reply.text() }
  }

  it('tells that the response has arrived and is counted, and shows no answer, agency or id', async () => {
    const one = response({ A1: '2', overall: '4', comment: 'Chờ lâu' }, { answeredOn: '2026-11-27' })
    const sent: { code: string } = await (await post(server.url, one)).json()
    expect(sent.code).toBe(receiptCode(one.id))
    const { status, text } = await look(sent.code.toLowerCase().replace('-', ' '))
    expect([status, text]).toEqual([200, expect.stringContaining('Phiếu này đã đến nơi ngày 28/11/2026 và đã được tính.')])
    for (const secret of ['Chờ lâu', one.id, one.agency, one.touchpoint, one.campaign]) expect(text).not.toContain(secret)
    expect((await look(sent.code, 'en')).text).toContain('These answers arrived on 28 November 2026 and are counted.')
  })

  it('tells that a response was erased', async () => {
    const one = response()
    await post(server.url, one)
    const row = await server.database.db.selectFrom('responses').selectAll().where('id', '=', one.id).executeTakeFirstOrThrow()
    await (await anotherWriter(server)).erase(row)
    expect((await look(receiptCode(one.id))).text).toContain('Phiếu này đã được xoá theo yêu cầu')
  })

  it.each([
    ['no response has yet', receiptCode(response().id), 404, 'Chưa có phiếu nào mang mã này.'],
    ['is no code', 'xin chào <b>', 422, 'Mã biên nhận có tám chữ và số'],
    ['is a code with a letter that no code has', 'ABCD-EFGU', 422, 'Mã biên nhận có tám chữ và số'],
  ])('says so where the code %s', async (_, code, status, words) => {
    const found = await look(code)
    expect([found.status, found.text]).toEqual([status, expect.stringContaining(words)])
    expect(found.text).not.toContain('<b>')
  })

  it('asks for the code where none is given', async () => {
    const reply = await fetch(`${server.url}/receipt`)
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining('Mã biên nhận, ví dụ')])
  })
})
