import { writeXlsx } from 'hucre/xlsx'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { findCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { countResponses } from '../../server/db/responses'
import { recountCampaign } from '../../server/recording/recount'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { officeOf, said, unsaid } from './office'
import { tokenOf } from './token'

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

  it('stop counting as a whole by the same file, by two persons, and count again so, each time in one act', async () => {
    const list = '/admin/campaigns/c1/responses'
    const office = officeOf(server)
    const user = newUser('binh', '')
    await insertUser(server.database, user, 'a hash of a password', 0)
    await saveGrant(server.database, user.id, { role: 'manager', agency: '', endsOn: '' })
    const second = officeOf({ url: server.url, token: await tokenOf(server.database, 'binh') })
    const before = await stored()
    const taken = Array.from(
      { length: 450 },
      (_, place) => `${randomUUID()},A${1 + (place % 2)},2026-11-1${place % 9},paper,${1 + (place % 5)},4`,
    )
    const file = [header, ...taken].join('\n')
    await office.send(`${home}/apply`, { file: markIn(await (await hand(file)).text()) })
    expect(await stored()).toBe(before + 450)
    const named = async (content: string, to: string) =>
      (await office.send(`${list}/file`, { file: new Blob([content]), 'all-to': to })).text()
    const moved = async (to: string, cause: string) => {
      const page = await named(file, to)
      expect(said(page)).toContain('450 phiếu được chọn')
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ])
      await office.send(list, { ...Object.fromEntries(hidden), cause, reason: 'Nạp nhầm tệp của tháng trước' })
      const request = /href="([^"]+\/requests\/[^"]+)"/.exec(await second.html(list))?.[1] ?? ''
      await second.send(`${request}/confirm`)
      const record = (await findCampaign(server.database, 'c1')) ?? expect.fail('no campaign')
      const { differences } = await recountCampaign({ database: server.database, onProgress: () => undefined }, record)
      expect(differences).toEqual([])
      return stored()
    }
    expect(await moved('void', 'elsewhere')).toBe(before)
    expect(said(await named(file, 'void'))).toContain('Không phiếu nào trong tệp cần làm gì')
    const [one = ''] = taken.map((line) => line.slice(0, 36))
    const few = said(await named(`id\n${one.toUpperCase()}\n${randomUUID()}\n`, 'restore'))
    expect(few).toContain('1 phiếu được chọn')
    expect(few).toContain('1 mã khác trong tệp đứng ngoài')
    expect(await moved('restore', 'checked')).toBe(before + 450)
    const events = await server.database.db.selectFrom('events').select('details').where('act', '=', 'responses.confirm-aside').execute()
    expect(events.map(({ details }) => JSON.parse(details).responses)).toEqual([450, 450])
    const wrong = await office.send(`${list}/file`, { file: new Blob(['code\n1\n']), 'all-to': 'void' })
    expect([wrong.status, said(await wrong.text())]).toEqual([422, expect.stringContaining('id')])
  })

  it('are told of in full for the first lines that stay out, and counted for the others', async () => {
    const page = await (await hand([header, ...Array.from({ length: 300 }, () => `x,A1,2026-11-18,paper,5,4`)].join('\n'))).text()
    expect(said(page)).toMatch(/Dòng không nạp được\s+300/)
    expect([page.match(/data-label="Dòng[^"]*">/g)?.length, said(page).includes('100')]).toEqual([200, true])
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
