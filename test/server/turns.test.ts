import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAgencies, saveAgencies } from '../../server/db/agencies'
import { whole } from '../../server/db/dialect'
import { publishQuestionnaire, questionnaireSource } from '../../server/db/questionnaires'
import { savePublicUrl } from '../../server/db/settings'
import { listTouchpoints } from '../../server/db/touchpoints'
import { posterRun } from '../../server/files/posters/compose'
import { largestQuestionnaire } from '../surveys/ceilings'
import { designing } from './designing'
import { mostItems } from '../../surveys/instrument/limits'
import { agency, fielded, response } from './fielded'
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
    await publishQuestionnaire(server.database, largestQuestionnaire(), '2026-11-01')
    await fielded(server.database, {
      code: 'largest',
      questionnaire: 'largest',
      agencies: [agency('A1')],
      touchpoints: [{ code: 'largest', campaign: 'largest', kind: 'qr', label: { vi: 'x' }, agencies: ['A1'] }],
    })
  })
  afterAll(() => server.close())

  /** How often the loop turned while that was answered. */
  const turnsDuring = (path: string, request: RequestInit = {}, status = 200): Promise<number> =>
    turnsOf(async () => {
      // Without a network between, which would turn the loop by itself; headers that every answer has go to its connection.
      const outgoing = new ServerResponse(new IncomingMessage(new Socket()))
      const headers = { Authorization: `Bearer ${server.token}`, ...request.headers }
      const reply = await server.app.request(path, { ...request, headers }, { outgoing })
      await reply.arrayBuffer()
      expect(reply.status).toBe(status)
    })

  it.each(['/api/v1/campaigns/c1/exports/results.csv', '/api/v1/campaigns/c1/exports/results.xlsx'])(
    'lets others be answered between its parts: %s',
    async (path) => {
      expect(await turnsDuring(path)).toBeGreaterThanOrEqual(many)
    },
  )

  it('lets others be answered while it is put together what many posters say', async () => {
    const touchpoints = (await listTouchpoints(server.database, 'c1')).map(({ code }) => code)
    const order = { account: '', paper: 'a4', languages: 'both', origin: server.url, touchpoints }
    const source = { database: server.database, questionnaires: questionnaireSource(server.database), now: Date.now }
    const written = async () => {
      const { sheets } = await posterRun(source, { campaign: 'c1', filter: JSON.stringify(order) })
      expect(sheets).toHaveLength(many)
    }
    // Ten at a time.
    expect(await turnsOf(written)).toBeGreaterThanOrEqual(4)
  })

  it('lets others be answered while the results of many agencies are worked out', async () => {
    // Twenty at a time, between what is read and what is written.
    expect(await turnsDuring('/api/v1/campaigns/c1/results')).toBeGreaterThanOrEqual(4)
    expect(await turnsDuring('/api/v1/campaigns/largest/results')).toBeLessThan(4)
  })

  it('lets others be answered while versions are compared, and while a design is looked through', async () => {
    await designing(server).office.send('/admin/questionnaires/largest/1/next', {})
    // Read, examined, compared and shown, one after another.
    expect(await turnsDuring('/admin/designs/largest/review')).toBeGreaterThanOrEqual(4)
    expect(await turnsDuring('/admin/designs/largest/publish')).toBeGreaterThanOrEqual(3)
    await publishQuestionnaire(server.database, { ...largestQuestionnaire(), version: 2 }, '2026-11-02')
    expect(await turnsDuring('/admin/questionnaires/largest/compare?from=1&to=2')).toBeGreaterThanOrEqual(2)
  })

  const formWith = (fields: Readonly<Record<string, string>>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) })

  it('lets others be answered while a long form is shown again with its errors, or in another language', async () => {
    // Two hundred items, thirty at a time.
    expect(await turnsDuring('/s/largest', formWith({ q0: 'none' }), 422)).toBeGreaterThanOrEqual(6)
    expect(await turnsDuring('/s/largest', formWith({ _switch: 'en' }))).toBeGreaterThanOrEqual(6)
    expect(await turnsDuring('/s/t-A1', formWith({ _switch: 'en' }))).toBeLessThan(6)
  })

  it('lets others be answered while a batch of long responses is read and its faults are told', async () => {
    const answers = Object.fromEntries(Array.from({ length: mostItems }, (_, at) => [`q${at}`, 'none']))
    const responses = Array.from({ length: 8 }, () => response(answers, { campaign: 'largest', touchpoint: 'largest', version: 1 }))
    const batch = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ responses }),
    }
    // Eight, five at a time: read, then judged.
    expect(await turnsDuring('/api/v1/responses/batch', batch)).toBeGreaterThanOrEqual(3)
  })

  it('lets others be answered while many agencies are saved, all of them or none', async () => {
    const before = await listAgencies(server.database)
    const more = Array.from({ length: 2_000 }, (_, at) => agency(`B${at}`))
    const undone = turnsOf(() =>
      whole(server.database, async (within) => {
        await saveAgencies(within, more)
        expect(await listAgencies(within)).toHaveLength(before.length + more.length)
        throw new Error('not this time')
      }).catch((error: unknown) => expect(error).toMatchObject({ message: 'not this time' })),
    )
    // A hundred at a time.
    expect(await undone).toBeGreaterThanOrEqual(19)
    expect(await listAgencies(server.database)).toEqual(before)
    await saveAgencies(server.database, [...more, { ...agency('A1'), name: { vi: 'Tên mới' } }])
    expect(await listAgencies(server.database)).toHaveLength(before.length + more.length)
    expect((await listAgencies(server.database)).find(({ code }) => code === 'A1')?.name).toEqual({ vi: 'Tên mới' })
  })
})

/** How often the loop turned while that was done. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false]
  const turn = () => {
    turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  isOver = true
  return turns
}
