import { writeXlsx } from 'hucre/xlsx'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countResponses } from '../../server/db/responses'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { officeOf, said, unsaid } from './office'

const home = '/admin/campaigns/c1/responses/import'
const header = 'id,agency,submitted_at,channel,A1,overall'

describe('responses that come in by a file on a page', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ now: () => Date.parse('2026-11-20T03:00:00Z') })
    await fielded(server.database)
    await fielded(server.database, { code: 'c2', status: 'draft', agencies: [agency('A1')], touchpoints: [] })
  })
  afterAll(() => server.close())
  const hand = (file: string | Uint8Array<ArrayBuffer>, path = home) => officeOf(server).send(path, { file: new Blob([file]) })
  const markIn = (page: string): string => /name="file" value="(\w+)"/.exec(page)?.[1] ?? ''
  const stored = () => countResponses(server.database, 'c1')

  it('are shown with every line that stays out and why, and only the good ones go in, once', async () => {
    const good = Array.from({ length: 3 }, () => `${randomUUID()},A1,2026-11-18,paper,5,4`)
    const bad = [`${randomUUID()},A9,2026-11-18,paper,5,4`, `${randomUUID()},A1,2019-01-01,fax,9,4`]
    const file = [header, ...good, ...bad].join('\n')
    const page = await (await hand(file)).text()
    expect(said(page)).toMatch(/Phiếu mới sẽ được nạp\s+3\s+Đã có từ trước\s+0\s+Dòng không nạp được\s+2/)
    expect(said(page)).toContain('A9')
    expect(page).toMatch(/data-label="Dòng[^"]*">5<[\s\S]*data-label="Dòng[^"]*">6</)
    expect(said(page)).not.toMatch(unsaid)
    expect(await stored()).toBe(0)
    const done = said(await (await officeOf(server).send(`${home}/apply`, { file: markIn(page) })).text())
    expect(done).toContain('Đã nạp 3 phiếu; 0 phiếu đã có từ trước; 2 dòng không nạp được.')
    expect(await stored()).toBe(3)
    const again = said(await (await hand(file)).text())
    expect(again).toContain('Không có phiếu mới nào để nạp')
    const events = await server.database.db
      .selectFrom('events')
      .select(['act', 'object', 'details'])
      .where('act', '=', 'responses.import')
      .execute()
    expect(events.map(({ object, details }) => [object, JSON.parse(details)])).toEqual([
      ['c1', { responses: 3, refused: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    ])
  })

  it('come from a workbook as well', async () => {
    const rows = [header.split(','), [randomUUID(), 'A2', '2026-11-19', 'paper', '4', '3']]
    const page = await (await hand(new Uint8Array(await writeXlsx({ sheets: [{ name: 'S', rows }] })))).text()
    expect(said(page)).toMatch(/Phiếu mới sẽ được nạp\s+1/)
  })

  it.each([
    ['without a column that is needed', 'id,agency,A1\n1,A1,5'],
    ['with a column that means nothing', `${header},nothing\n`],
    ['with a column twice', `${header},A1\n`],
    ['that is empty', ''],
    ['that is no text', '\u0000\u0001\u0002'],
  ])('are refused as a file %s, with what is allowed', async (_, file) => {
    const reply = await hand(file)
    expect(reply.status).toBe(422)
    expect(said(await reply.text())).not.toMatch(unsaid)
  })

  it('are refused where the file is too large', async () => {
    const large = await hand('x'.repeat(10 * 1_048_576 + 1))
    expect([large.status, said(await large.text())]).toEqual([422, expect.stringContaining('10 MB')])
  })

  it('are taken from no file that nobody has looked at, and into no campaign that was not opened', async () => {
    expect((await officeOf(server).send(`${home}/apply`, { file: '0'.repeat(64) })).status).toBe(409)
    expect((await hand(header, '/admin/campaigns/c2/responses/import')).status).toBe(409)
  })
})
