import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countResponses } from '../../server/db/responses'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'

type ResponseVerdict = {
  readonly id: string
  readonly status: number
  readonly receipt?: { readonly id: string }
  readonly problem?: { readonly code: string }
}

describe.each(engines)('what a device has kept, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
  })
  afterAll(() => server.close())

  const batch = (body: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1/responses/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const verdicts = async (responses: readonly unknown[]): Promise<readonly ResponseVerdict[]> => {
    const reply = await batch({ responses })
    expect(reply.status).toBe(200)
    const { results }: { results: readonly ResponseVerdict[] } = await reply.json()
    return results
  }

  it('is stored at once, each with the receipt that it would have had alone', async () => {
    const before = await countResponses(server.database, 'c1')
    const sent = Array.from({ length: 8 }, () => response())
    const told = await verdicts(sent)
    expect(told.map(({ id, status, receipt }) => [id, status, receipt?.id])).toEqual(sent.map(({ id }) => [id, 201, id]))
    expect((await verdicts(sent)).map(({ status }) => status)).toEqual(sent.map(() => 200))
    expect(await (await post(server.url, sent[0])).json()).toEqual(told[0]?.receipt)
    expect(await countResponses(server.database, 'c1')).toBe(before + 8)
  })

  it('is answered one by one: 5 go in, and 3 are named with what is wrong', async () => {
    const good = () => response()
    const wrong = [response({ A1: '9', overall: '4' }), { ...response(), campaign: 'nowhere' }, { id: 'not an id', answers: 7 }]
    const sent = [...Array.from({ length: 3 }, good), ...wrong, ...Array.from({ length: 2 }, good)]
    const told = await verdicts(sent)
    expect(told.filter(({ status }) => status === 201)).toHaveLength(5)
    expect(told.slice(3, 6).map(({ id, status, problem }) => [id, status, problem?.code])).toEqual([
      [wrong[0]?.id, 422, 'answers_invalid'],
      [wrong[1]?.id, 422, 'campaign_unknown'],
      ['not an id', 422, 'body_invalid'],
    ])
  })

  it('tells the same id with another body from the same again, within one batch too', async () => {
    const one = response()
    const other = { ...one, answers: { A1: '1', overall: '1' } }
    const told = await verdicts([one, one, other])
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([200, 201, 409]))
  })

  it.each([
    ['no list', {}],
    ['an empty list', { responses: [] }],
    ['more than anybody may send at once', { responses: Array.from({ length: 9 }, () => response()) }],
  ])('is refused as a whole where it is %s', async (_, body) => {
    const reply = await batch(body)
    expect(reply.status).toBe(422)
    expect((await reply.json()).code).toBe('body_invalid')
  })

  it('asks for what follows six hundred answers again, and takes the first whatever it holds', async () => {
    const many = (count: number) => ({
      ...response(),
      answers: Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, '1'])),
    })
    const told = await verdicts([many(601), response(), many(1)])
    expect(told.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [422, 'answers_invalid'],
      [503, 'unavailable'],
      [503, 'unavailable'],
    ])
    expect((await verdicts([many(300), many(298), response(), response()])).map(({ status }) => status)).toEqual([422, 422, 201, 503])
  })

  it('may be larger than one response, and has an end', async () => {
    const long = { ...response(), answers: { A1: '5', overall: '4', comment: 'ă'.repeat(20_000) } }
    expect((await batch({ responses: [long, long, long, long, long] })).status).toBe(200)
    const endless = await batch({ responses: [{ ...long, answers: { comment: 'a'.repeat(600_000) } }] })
    expect([endless.status, await endless.json()]).toEqual([413, { code: 'batch_too_large', message: expect.stringContaining('512 KB') }])
  })
})
