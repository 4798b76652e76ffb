import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { savePublicUrl } from '../../server/db/settings'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'

const many = 40

/** Work that grows with what is stored is done in parts, and the loop turns between them: whoever else asks is answered then. */
describe('what is made of many things', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    const codes = Array.from({ length: many }, (_, at) => `A${at}`)
    await fielded(server.database, {
      agencies: codes.map((code) => agency(code)),
      touchpoints: codes.map((code) => ({ code: `t-${code}`, campaign: 'c1', kind: 'qr', label: { vi: code }, agencies: [code] })),
    })
    await savePublicUrl(server.database, 'https://khaosat.example.vn')
  })
  afterAll(() => server.close())

  /** How often the loop turned while that was answered. */
  async function turnsDuring(path: string): Promise<number> {
    let [turns, isOver] = [0, false]
    const turn = () => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    // Without a network between, which would turn the loop by itself; headers that every answer has go to its connection.
    const outgoing = new ServerResponse(new IncomingMessage(new Socket()))
    const reply = await server.app.request(path, { headers: { Authorization: `Bearer ${server.token}` } }, { outgoing })
    await reply.arrayBuffer()
    isOver = true
    expect(reply.status).toBe(200)
    return turns
  }

  it.each(['/admin/campaigns/c1/setup/posters', '/api/v1/campaigns/c1/exports/results.csv', '/api/v1/campaigns/c1/exports/results.xlsx'])(
    'lets others be answered between its parts: %s',
    async (path) => {
      expect(await turnsDuring(path)).toBeGreaterThanOrEqual(many)
    },
  )

  it('is one part where it is one thing', async () => {
    expect(await turnsDuring('/admin/touchpoints/t-A1/poster')).toBeLessThan(many)
  })
})
