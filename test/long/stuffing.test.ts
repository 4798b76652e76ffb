import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { solved } from '../../client/outbox/puzzle'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { agency, fielded, response } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { officeOf, said } from '../server/office'

/** Posts in all. */
const posts = 10_000

const items = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'B5', 'C1', 'C2', 'C3']

describe('whoever posts ten thousand times to one touchpoint', () => {
  let server: TestServer
  let time = Date.parse('2026-11-20T01:00:00Z')
  beforeAll(async () => {
    server = await startServer({ now: () => time, settings: { TRUST_PROXY: '1' } })
    const codes = ['one', 'many', 'lobby', 'other']
    await fielded(server.database, {
      agencies: [agency('A1'), agency('A2')],
      touchpoints: codes.map((code) => ({
        code,
        campaign: 'c1',
        kind: 'qr' as const,
        label: { vi: `Quầy ${code}` },
        agencies: [code === 'other' ? 'A2' : 'A1'],
      })),
    })
  })
  afterAll(() => server.close())

  const paper = (touchpoint: string, code: (item: number) => string): SubmittedResponse =>
    response(
      { ...Object.fromEntries(items.map((item, place) => [item, code(place)])), overall: '4' },
      { touchpoint, agency: touchpoint === 'other' ? 'A2' : 'A1', answeredOn: '2026-11-20' },
    )
  const send = (body: SubmittedResponse, network: string, solution?: string) =>
    fetch(`${server.url}/api/v1/responses`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Forwarded-For': network,
        ...(solution === undefined ? {} : { Solution: solution }),
      },
      body: JSON.stringify(body),
    })
  const flagged = async (touchpoint: string) => {
    const rows = await server.database.db.selectFrom('responses').select('flags').where('touchpoint', '=', touchpoint).execute()
    return { stored: rows.length, burst: rows.filter(({ flags }) => flags.includes('burst')).length }
  }
  const chance = seeded(20_261_129)
  const varied = () => String(1 + Math.floor(chance() * 5))
  const panel = async (): Promise<string> => {
    const read = async () => said(await officeOf(server).html('/admin/campaigns/c1/quality'))
    await expect.poll(read, { timeout: 60_000 }).toContain('Tình hình lúc')
    return read()
  }

  it('from one address has thirty counted unasked, and what he works for is taken and marked', async () => {
    let [taken, asked] = [0, 0]
    for (let n = 0; n < posts; n++) {
      time += 100
      const { status } = await send(
        paper('one', () => '5'),
        '203.0.113.7',
      )
      if (status === 201) taken += 1
      else asked += Number(status === 429)
    }
    expect(taken + asked).toBe(posts)
    // Thirty at once, and one every twenty seconds of the quarter of an hour.
    expect(taken).toBeLessThanOrEqual(30 + posts / 200)
    const body = paper('one', () => '5')
    const reply: { readonly details: readonly { readonly puzzle: string }[] } = await (await send(body, '203.0.113.7')).json()
    const solution = await solved(reply.details[0]?.puzzle ?? '', body.id)
    expect((await send(body, '203.0.113.7', solution)).status).toBe(201)
    const { stored, burst } = await flagged('one')
    expect(stored).toBe(taken + 1)
    expect(burst).toBeGreaterThan(stored / 2)
  })

  it('from ten thousand addresses wins responses that are marked, or is asked to work', async () => {
    let [taken, asked] = [0, 0]
    for (let n = 0; n < posts; n++) {
      time += 100
      const { status } = await send(
        paper('many', () => '1'),
        `10.${n >> 8}.${n & 255}.9`,
      )
      if (status === 201) taken += 1
      else asked += Number(status === 429)
    }
    expect(taken + asked).toBe(posts)
    expect(taken).toBeLessThanOrEqual(120 + posts / 50)
    const { stored, burst } = await flagged('many')
    expect(stored).toBe(taken)
    expect(burst).toBeGreaterThan(stored * 0.9)
  })

  it('does not keep three hundred visitors behind one address from being heard the same day', async () => {
    time += 3_600_000
    let asked = 0
    // Eight hours, by chance in between.
    const moments = Array.from({ length: 300 }, () => chance() * 8 * 3_600_000).sort((one, other) => one - other)
    const begin = time
    for (const moment of moments) {
      time = begin + moment
      const { status } = await send(paper('lobby', varied), '198.51.100.1')
      if (status === 429) asked += 1
      else expect(status).toBe(201)
    }
    expect(asked).toBe(0)
    const { stored, burst } = await flagged('lobby')
    expect([stored, burst / stored < 0.02]).toEqual([300, true])
  })

  it('is seen by an officer: where, how many, and what the index is without', async () => {
    for (let n = 0; n < 100; n++) {
      time += 60_000
      await send(paper('other', varied), `192.0.${n}.1`)
    }
    const page = await panel()
    const row = (name: string): readonly string[] =>
      page
        .slice(page.lastIndexOf(name))
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 10)
    const lobby = page.includes('Quầy lobby') ? row('Quầy lobby') : []
    const doubtful = (cells: readonly string[]): number => Number((cells.at(-1) ?? '0').replace('.', ''))
    // Place, agency, counted, six marks, doubtful.
    expect(doubtful(row('Quầy many'))).toBeGreaterThan(100)
    expect(doubtful(lobby)).toBeLessThan(10)
    expect(Number((/Đáng ngờ\s+([\d.]+)/.exec(page)?.[1] ?? '').replace('.', ''))).toBeGreaterThan(200)
    expect(page).toContain('Nếu bỏ phiếu đáng ngờ')
    const list = said(await officeOf(server).html('/admin/campaigns/c1/responses?touchpoint=many&flag=burst'))
    expect(list).toContain('Gửi dồn dập')
  })
})

/** Numbers from 0 to 1 that are the same each time (Park and Miller 1988). */
function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
