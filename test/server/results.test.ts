import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { wilsonAt, z975 } from '../../surveys/figures/intervals'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'

const now = Date.parse('2026-12-20T05:00:00Z')

/** Thirteen persons of A1 in October and November, seven of A2, none of A3. */
async function fill(server: TestServer): Promise<void> {
  const agencies = [agency('A1'), agency('A2'), agency('A3', 'department')]
  await fielded(server.database, { agencies, opensOn: '2026-10-01', closesOn: '2026-12-31', breakdowns: ['service'] })
  const send = async (touchpoint: string, code: string, answeredOn: string, A1: string, more = {}) =>
    expect((await post(server.url, response({ A1, overall: '4', ...more }, { touchpoint, agency: code, answeredOn }))).status).toBe(201)
  for (const [index, A1] of ['5', '5', '4', '4', '4', '3', '2', '1', 'na', '5', '5', '4'].entries())
    await send('q1', 'A1', index < 8 ? '2026-10-31' : '2026-11-01', A1, index < 2 ? { service: 'land' } : {})
  await send('k2', 'A1', '2026-11-30', '5')
  for (const A1 of ['5', '5', '5', '1', '1', '1', '1']) await send('k2', 'A2', '2026-11-15', A1)
}

describe.each(engines)('results on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    await fill(server)
  })
  afterAll(() => server.close())

  const get = (path: string, headers: Record<string, string> = { Authorization: `Bearer ${server.token}` }) =>
    fetch(`${server.url}/api/v1/campaigns/${path}`, { headers })
  const results = async (query = ''): Promise<Results> => (await get(`c1/results${query}`)).json()
  const node = (found: Results, code: string, item: string) =>
    found.agencies.find((one) => one.code === code)?.nodes.find((one) => one.code === item)

  it('rank an agency among its block also when it is read alone', async () => {
    const all = await results('?channel=kiosk')
    for (const { code, rank, ranked } of all.agencies)
      expect((await results(`?channel=kiosk&agency=${code}`)).agencies).toEqual([expect.objectContaining({ code, rank, ranked })])
    expect((await results('?agency=A1')).total.responses).toBe(13)
  })

  it('need a token', async () => {
    expect((await get('c1/results', {})).status).toBe(401)
    expect((await get('c1/results', { Authorization: 'Bearer sipas_wrong' })).status).toBe(401)
    expect((await get('c1/exports/responses.csv', {})).status).toBe(401)
  })

  it('leave "not applicable" out of base and persons, and show its count', async () => {
    const found = node(await results(), 'A1', 'A1')
    expect(found).toMatchObject({
      kind: 'item',
      persons: 12,
      base: 12,
      value: 9 / 12,
      counts: { '1': 1, '2': 1, '3': 1, '4': 4, '5': 5, na: 1 },
    })
    // Five of eight were satisfied on one day, three of three and one of one on the others: less 0.75 of each, D/(D − 1) · Σ, over 12²,
    // widened by Student's 0.975 at four degrees of freedom.
    const days = (3 / 2) * ((5 - 6) ** 2 + (3 - 2.25) ** 2 + (1 - 0.75) ** 2)
    const answers = (0.75 * 0.25 * 12 ** 2) / days / (2.776445 / z975) ** 2
    expect(found?.interval?.map((end) => end.toFixed(6))).toEqual(wilsonAt(0.75, answers).map((end) => end.toFixed(6)))
    expect(found?.intervalMethod).toBe('wilson-days')
    expect(found?.level?.value).toBeCloseTo((5 * 5 + 4 * 4 + 3 + 2 + 1) / 12 / 5, 12)
  })

  it('withhold every figure on too few persons, and none is made of nothing', async () => {
    const found = await results()
    expect(node(found, 'A2', 'A1')).toMatchObject({
      persons: 7,
      base: 7,
      withheld: 'small',
      value: null,
      share: null,
      level: null,
      counts: null,
      interval: null,
    })
    expect(node(found, 'A3', 'A1')).toMatchObject({ persons: 0, base: 0, withheld: 'no-answers', value: null })
    expect(found.agencies.map(({ code, rank, responses }) => [code, rank, responses])).toEqual([
      ['A1', 1, 13],
      ['A2', null, 7],
      ['A3', null, 0],
    ])
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/)
  })

  it('pool blocks and the total over responses, with the mean of eligible agencies beside', async () => {
    const found = await results()
    const pooled = found.total.nodes.find(({ code }) => code === 'A1')
    expect(pooled).toMatchObject({ base: 19, value: 12 / 19 })
    expect(found.total.meanOfAgencies.find(({ code }) => code === 'A1')).toEqual({ code: 'A1', agencies: 1, value: 9 / 12 })
    expect(found.blocks.map(({ code, responses }) => [code, responses])).toEqual([
      ['commune', 20],
      ['department', 0],
    ])
  })

  it.each([
    ['?from=2026-10&to=2026-10', 8],
    ['?from=2026-11', 12],
    ['?channel=kiosk', 8],
    ['?agency=A1&to=2026-11&channel=qr', 12],
    ['?block=department', 0],
    ['?service=land', 2],
  ])('count %s as %d responses', async (query, responses) => {
    expect((await results(query)).total.responses).toBe(responses)
  })

  it('are cut by month and by channel on request', async () => {
    expect((await results('?by=month')).parts?.map(({ code, responses }) => [code, responses])).toEqual([
      ['2026-10', 8],
      ['2026-11', 12],
    ])
    expect((await results('?by=channel')).parts?.map(({ code, responses }) => [code, responses])).toEqual([
      ['kiosk', 8],
      ['qr', 12],
    ])
  })

  it.each([
    ['nothing/results', 404, 'campaign_unknown'],
    ['c1/results?agency=zz', 404, 'agency_unknown'],
    ['c1/results?block=zz', 404, 'block_unknown'],
    ['c1/results?touchpoint=q1', 422, 'not_kept_apart'],
    ['c1/exports/results.csv?touchpoint=q1', 422, 'not_kept_apart'],
    ['c1/results?from=2026-13', 422, 'query_invalid'],
    ['c1/results?from=2026-12&to=2026-10', 422, 'query_invalid'],
    ['c1/results?channel=fax', 422, 'query_invalid'],
    ['c1/exports/responses.pdf', 404, 'not_found'],
  ])('answer %s with %d %s', async (path, status, code) => {
    const answer = await get(path)
    expect([answer.status, (await answer.json()).code]).toEqual([status, code])
  })

  it('leave as CSV that is safe in a spreadsheet, and as JSON Lines, with equal figures', async () => {
    const found = await results()
    const csv = await (await get('c1/exports/results.csv')).text()
    const lines = (await (await get('c1/exports/results.jsonl')).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(csv.trim().split('\r\n').length - 1)
    const row = lines.find((one) => one.level === 'agency' && one.code === 'A1' && one.node === 'A1')
    expect(row).toMatchObject({ value: node(found, 'A1', 'A1')?.value, base: 12, persons: 12, interval_method: 'wilson-days' })
    expect(lines.find((one) => one.level === 'agency' && one.code === 'A2' && one.node === 'A1')).toMatchObject({
      value: null,
      share: null,
      withheld: 'small',
    })
  })

  it('export every response with its day and without an instant', async () => {
    const hostile = '=HYPERLINK("http://x","y")'
    await post(server.url, response({ overall: '4', comment: hostile }, { answeredOn: '2026-12-01' }))
    const answer = await get('c1/exports/responses.csv')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = new TextDecoder().decode(bytes)
    expect(text.trim().split('\r\n')).toHaveLength(22)
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
    expect(text).not.toMatch(/\dT\d\d:/)
    const lines = (await (await get('c1/exports/responses.jsonl')).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ agency: 'A1', submitted_at: '2026-12-01', comment: hostile }))
  })
})

it('are the same to the last bit on both engines', async () => {
  const found = await Promise.all(
    engines.map(async (engine) => {
      const server = await startServer({ engine, now: () => now })
      await fill(server)
      const answer = await fetch(`${server.url}/api/v1/campaigns/c1/results?by=month`, {
        headers: { Authorization: `Bearer ${server.token}` },
      })
      const text = await answer.text()
      await server.close()
      return text
    }),
  )
  expect(found[0]).toBe(found[1])
})
