import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCampaign } from '../../server/db/campaigns'
import { eventsOf } from '../../server/db/events'
import { countResponses } from '../../server/db/responses'
import { recountCampaign } from '../../server/recording/recount'
import { receiptCode } from '../../surveys/answers/receipt'
import type { Answers } from '../../surveys/instrument/schema'
import { fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said } from './office'

describe.each(oneEngine)('receipts in the office on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-28T03:00:00Z') })
    office = officeInPerson(server)
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const sent = async (answers: Answers = { A1: '2', overall: '4', comment: 'Chờ lâu' }) => {
    const one = response(answers, { answeredOn: '2026-11-27' })
    expect((await post(server.url, one)).status).toBe(201)
    return one
  }

  it('find a response by its code, however it is typed, and show its campaign and day and no answer', async () => {
    const one = await sent()
    const html = await office.html(`/admin/receipts?code=${receiptCode(one.id).toLowerCase().replace('-', '%20')}`)
    expect(said(html)).toContain('Quý IV năm 2026')
    expect(said(html)).toContain('28/11/2026')
    expect(said(html)).toContain('Được tính')
    expect(said(html)).not.toMatch(/Chờ lâu|A1|27\/11\/2026/)
    expect(html).toContain(`href="/admin/receipts/c1/${one.id}/erase"`)
  })

  it.each([
    ['no response has', receiptCode(response().id), 404, 'Chưa có phiếu nào mang mã này'],
    ['is no code', 'xin chào', 422, 'Đây không phải là mã biên nhận'],
  ])('say so where a code %s', async (_, code, status, words) => {
    const reply = await office.get(`/admin/receipts?code=${encodeURIComponent(code)}`)
    expect([reply.status, said(await reply.text())]).toEqual([status, expect.stringContaining(words)])
  })

  it('erase a response after a question, by an act that leaves one event and not a word of it', async () => {
    const one = await sent()
    const before = await countResponses(server.database, 'c1')
    const asked = said(await office.html(`/admin/receipts/c1/${one.id}/erase`))
    expect(asked).toContain('Xoá phiếu trả lời?')
    expect(asked).not.toContain('Chờ lâu')
    expect(await countResponses(server.database, 'c1')).toBe(before)
    expect((await office.send(`/admin/receipts/c1/${one.id}/erase`)).headers.get('location')).toBe('/admin/receipts?done=response-erased')
    expect(await countResponses(server.database, 'c1')).toBe(before - 1)
    expect((await eventsOf(server.database, 'responses', one.id)).map(({ act, door, details }) => [act, door, details])).toEqual([
      ['responses.erase', 'page', JSON.stringify({ campaign: 'c1' })],
    ])
    expect(said(await office.html(`/admin/receipts?code=${receiptCode(one.id)}`))).toContain('Đã xoá theo yêu cầu')
    expect((await office.get(`/admin/receipts/c1/${one.id}/erase`)).status).toBe(404)
    expect((await office.send(`/admin/receipts/c1/${one.id}/erase`)).status).toBe(404)
    expect((await post(server.url, one)).status).toBe(410)
  })

  it('erase while others answer, and every figure still follows from what is stored', async () => {
    const leaving = await Promise.all(Array.from({ length: 12 }, () => sent()))
    const [erased, answered] = await Promise.all([
      Promise.all(leaving.map(({ id }) => office.send(`/admin/receipts/c1/${id}/erase`))),
      Promise.all(Array.from({ length: 60 }, () => post(server.url, response({ A1: '5', overall: '5' }, { answeredOn: '2026-11-27' })))),
    ])
    expect(new Set(erased.map(({ status }) => status))).toEqual(new Set([303]))
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([201]))
    const after = await sent({ A1: '1', overall: '1' })
    expect((await office.send(`/admin/receipts/c1/${after.id}/erase`)).status).toBe(303)
    const record = await findCampaign(server.database, 'c1')
    const { responses, differences } = record
      ? await recountCampaign({ database: server.database, onProgress: () => undefined }, record)
      : { responses: 0, differences: ['no campaign'] }
    expect([responses, differences]).toEqual([await countResponses(server.database, 'c1'), []])
  })

  it('are for who may erase, and for nobody else', async () => {
    const { id } = await sent()
    for (const path of ['/admin/receipts', `/admin/receipts/c1/${id}/erase`])
      expect((await fetch(server.url + path, { redirect: 'manual' })).status).toBe(401)
  })
})
