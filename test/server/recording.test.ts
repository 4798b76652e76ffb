import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCampaign } from '../../server/db/campaigns'
import { countResponses } from '../../server/db/responses'
import type { Answers, SubmittedResponse } from '../../surveys/instrument/schema'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'

const day = 86_400_000
const today = Date.parse('2026-11-22T05:00:00Z')

describe.each(engines)('recording on %s', (engine) => {
  let server: TestServer
  let now = today
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const send = (body: unknown) => post(server.url, body)
  const valid = (answers: Answers = { A1: '5', overall: '4' }, wanted: Partial<SubmittedResponse> = {}) =>
    response(answers, { answeredOn: '2026-11-20', ...wanted })

  it('acknowledges a new response with a typed receipt', async () => {
    const body = valid()
    const sent = await send(body)
    expect(sent.status).toBe(201)
    expect(await sent.json()).toEqual({
      id: body.id,
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
      receivedOn: '2026-11-22',
    })
  })

  it('gives the same receipt for the same body, days later and in any order of keys', async () => {
    const body = valid()
    const first = await (await send(body)).json()
    now = today + 3 * day
    const again = await send({ ...Object.fromEntries(Object.entries(body).reverse()), answers: { overall: '4', A1: '5' } })
    now = today
    expect([again.status, await again.json()]).toEqual([200, first])
  })

  it('takes an id in capital letters for the same id', async () => {
    const body = valid()
    await send(body)
    expect((await send({ ...body, id: body.id.toUpperCase() })).status).toBe(200)
  })

  it('refuses the same id with another body and keeps the first', async () => {
    const body = valid()
    await send(body)
    const other = await send({ ...body, answers: { A1: '1', overall: '4' } })
    expect([other.status, (await other.json()).code]).toEqual([409, 'id_conflict'])
    const stored = await server.database.db.selectFrom('responses').select('answers').where('id', '=', body.id).executeTakeFirst()
    expect(stored?.answers).toBe('{"A1":"5","overall":"4"}')
  })

  it('counts a response once that is sent many times at once', async () => {
    const before = await countResponses(server.database, 'c1')
    const body = valid()
    const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await send(body)).status))
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 200)).toHaveLength(49)
    expect(await countResponses(server.database, 'c1')).toBe(before + 1)
  })

  it('compares each of those that come together with what is stored, not with one another', async () => {
    const outcomes: (readonly number[])[] = []
    for (let round = 0; round < 10; round++) {
      const body = valid()
      await send(body)
      const other = { ...body, answers: { A1: '1', overall: '4' } }
      outcomes.push(await Promise.all([body, other, body, other].map(async (one) => (await send(one)).status)))
    }
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => [200, 409, 200, 409]))
  })

  it('lets only one of two bodies with one id win, sent at once', async () => {
    const id = randomUUID()
    const bodies = Array.from({ length: 20 }, (_, index) => valid({ A1: '5', overall: index % 2 === 0 ? '1' : '2' }, { id }))
    const statuses = await Promise.all(bodies.map(async (body) => (await send(body)).status))
    expect([201, 200, 409].map((status) => statuses.filter((one) => one === status).length)).toEqual([1, 9, 10])
  })

  it.each([
    ['touchpoint', { touchpoint: 'zz' }, 'touchpoint_unknown'],
    ['campaign', { campaign: 'zz' }, 'campaign_unknown'],
    ['agency of the touchpoint', { agency: 'A2' }, 'agency_unknown'],
    ['version', { version: 9 }, 'version_unknown'],
    ['language', { language: 'fr' }, 'language_unknown'],
  ])('refuses an unknown %s by name', async (_, wanted, code) => {
    const sent = await send(valid(undefined, wanted))
    expect([sent.status, (await sent.json()).code]).toEqual([422, code])
  })

  it('names item, rule and what is allowed for every answer it refuses, in the language of the respondent', async () => {
    const sent = await send(valid({ A1: '9', nothing: 'x', overall: '4' }, { language: 'en' }))
    expect([sent.status, await sent.json()]).toEqual([
      422,
      {
        code: 'answers_invalid',
        message: 'Some answers are not valid; the details name each item.',
        details: [
          expect.objectContaining({
            item: 'A1',
            code: 'unknown_option',
            message: '"9" is not an option of item "A1"; choose one of: 1, 2, 3, 4, 5, na.',
          }),
          expect.objectContaining({ item: 'nothing', code: 'unknown_item' }),
        ],
      },
    ])
  })

  it('refuses answers to questions that were not asked', async () => {
    const sent = await send(valid({ on_time: 'yes', late_notice: 'yes', overall: '4' }))
    expect((await sent.json()).details).toEqual([expect.objectContaining({ item: 'late_notice', code: 'unreachable' })])
  })

  it('refuses a body over 64 KB', async () => {
    expect((await send(valid({ comment: 'x'.repeat(70_000), overall: '4' }))).status).toBe(413)
  })

  it('counts a response whose device does not know the day on the day of its arrival', async () => {
    const bodies = ['1970-01-01', '2031-01-01', '2026-11-20'].map((answeredOn) => valid(undefined, { answeredOn }))
    for (const body of bodies) expect((await send(body)).status).toBe(201)
    const rows = await server.database.db
      .selectFrom('responses')
      .select(['id', 'answered_on'])
      .where(
        'id',
        'in',
        bodies.map(({ id }) => id),
      )
      .execute()
    expect(bodies.map(({ id }) => rows.find((row) => row.id === id)?.answered_on)).toEqual(['2026-11-22', '2026-11-22', '2026-11-20'])
  })

  it('keeps one gapless count for the writer, whatever was refused or repeated', async () => {
    const rows = await server.database.db.selectFrom('responses').select(['writer', 'seq']).orderBy('writer').orderBy('seq').execute()
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  })

  it('stores no instant, address or device with a response', async () => {
    const row = await server.database.db.selectFrom('responses').selectAll().limit(1).executeTakeFirstOrThrow()
    expect(Object.keys(row).sort()).toEqual([
      'agency',
      'answered_on',
      'answers',
      'campaign',
      'channel',
      'erased',
      'flags',
      'form',
      'has_text',
      'hash',
      'id',
      'language',
      'packed',
      'received_on',
      'seq',
      'service',
      'set_aside',
      'touchpoint',
      'version',
      'writer',
    ])
    expect(JSON.stringify({ ...row, packed: '' })).not.toMatch(/T\d\d:\d\d|127\.0\.0\.1|node/)
  })
})

describe.each(engines)('the days of a campaign on %s', (engine) => {
  let server: TestServer
  let now = Date.parse('2026-03-01T05:00:00Z')
  const at = (text: string) => {
    now = Date.parse(`${text}T05:00:00Z`)
  }
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    await fielded(server.database, { opensOn: '2026-04-01', closesOn: '2026-06-30' })
  })
  afterAll(() => server.close())
  const code = async (answeredOn: string, query = '') => {
    const sent = await fetch(`${server.url}/api/v1/responses${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(response(undefined, { answeredOn })),
    })
    const body = await sent.json()
    return [sent.status, body.code.includes('-') ? (body.test ?? false) : body.code]
  }

  it('takes only trials before it opens, and stores none of them', async () => {
    at('2026-03-31')
    expect(await code('2026-03-31')).toEqual([422, 'campaign_not_open'])
    expect(await code('2026-03-31', '?test')).toEqual([201, true])
    expect(await countResponses(server.database, 'c1')).toBe(0)
  })

  it('takes responses from its first day to its last, and trials no more', async () => {
    at('2026-04-01')
    expect(await code('2026-04-01')).toEqual([201, false])
    expect(await code('2026-04-01', '?test')).toEqual([422, 'test_over'])
    at('2026-06-30')
    expect(await code('2026-06-30')).toEqual([201, false])
  })

  it('takes late arrivals for 31 days when they were answered inside the period', async () => {
    at('2026-07-31')
    expect(await code('2026-06-30')).toEqual([201, false])
    expect(await code('2026-07-01')).toEqual([422, 'campaign_closed'])
    expect(await code('2026-06-29')).toEqual([422, 'campaign_closed'])
    at('2026-08-01')
    expect(await code('2026-06-30')).toEqual([422, 'campaign_closed'])
  })

  it('ends early on the day it is closed', async () => {
    const touchpoint = { code: 'q9', campaign: 'c9', kind: 'link', label: { vi: 'Đường dẫn' }, agencies: ['A1'] } as const
    await fielded(server.database, { code: 'c9', opensOn: '2026-08-01', closesOn: '2026-12-31', touchpoints: [touchpoint] })
    await closeCampaign(server.database, 'c9', '2026-08-10')
    at('2026-08-16')
    const status = async (answeredOn: string) =>
      (await post(server.url, response(undefined, { answeredOn, campaign: 'c9', touchpoint: 'q9' }))).status
    expect([await status('2026-08-10'), await status('2026-08-11')]).toEqual([201, 422])
  })
})
