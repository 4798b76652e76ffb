import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from './cli'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { workspacePages } from '../../server/office/results/tabs'
import { officeOf } from './office'

/** Every door to figures; each must say the same of the same filter. */
describe.each(engines)('a filter on %s', (engine) => {
  let server: TestServer
  let line: CommandLine
  beforeAll(async () => {
    line = await commandLine(engine)
    const address = engine === 'SQLite' ? join(line.folder, 'sipas.sqlite') : (line.settings['DATABASE_URL'] ?? '')
    server = await startServer({ engine, address, now: () => Date.parse('2026-12-20T05:00:00Z') })
    await fielded(server.database, {
      agencies: [agency('A1'), agency('A2'), agency('A3', 'department')],
      opensOn: '2026-10-01',
      closesOn: '2026-12-31',
    })
  })
  afterAll(async () => {
    await server.close()
    line.close()
  })

  const doors = [
    ...workspacePages.map(({ path }) => `/admin/campaigns/c1${path}`),
    '/admin/campaigns/c1/report',
    '/api/v1/campaigns/c1/results',
    '/api/v1/campaigns/c1/exports/results.csv',
  ]

  it.each([
    ['agency=A1&block=commune&from=2026-10&to=2026-11&channel=qr', 200, ''],
    ['agency=&block=&from=&to=&channel=', 200, ''],
    ['agency=Z9', 404, ''],
    ['block=Z9', 404, ''],
    ['agency=A1&block=department', 422, 'Agency “A1” is not in block “department”.'],
    ['from=2026-13', 422, '“2026-13” is not a month. A month is written YEAR-MONTH, such as 2026-10.'],
    ['from=2026-12&to=2026-10', 422, 'The last month (2026-10) stands before the first (2026-12).'],
    ['channel=fax', 422, 'There is no channel “fax”. The channels are: kiosk, qr, link, interviewer, paper, phone, post.'],
    ['service=land', 422, 'This campaign does not keep its figures apart by service field, so they cannot be filtered by one.'],
  ])('"%s" is answered with %i at every door, in one sentence', async (query, status, sentence) => {
    for (const door of doors) {
      const reply = await officeOf(server).get(`${door}?${query}`, 'en')
      expect([door, reply.status]).toEqual([door, status])
      expect(await reply.text()).toContain(sentence)
    }
    const asked = await officeOf(server).send(
      '/admin/exports',
      { campaign: 'c1', file: 'results.xlsx', ...Object.fromEntries(new URLSearchParams(query)) },
      'en',
    )
    expect(asked.status).toBe(status === 200 ? 303 : status)
    expect(await asked.text()).toContain(sentence)
    const options = [...new URLSearchParams(query)].flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value]))
    const said = await line.run('report', '--campaign', 'c1', ...options)
    expect([said.code === 0, said.stderr.includes(sentence)]).toEqual([status === 200, true])
  })
})
