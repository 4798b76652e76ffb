import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandOn } from './cli'
import { fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said } from './office'

/** Reads as another name than it is. */
const turned = 'Xã \u202eThắng'

describe.each(oneEngine)('names with signs that nobody sees, on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
    office = officeInPerson(server)
  })
  afterAll(() => server.close())

  const service = { code: 'land', name: turned, name_en: '', field: '', agencies: '' }
  const agency = { code: 'B1', name: turned, name_en: '', block: 'commune', parent: '', valid_from: '', valid_to: '', predecessors: '' }
  const schedule = { name: turned, content: 'digest', language: 'vi', rhythm: 'week', offset: '1', campaign: '', folder: 'a' }
  it.each([
    ['/admin/new/agency', agency],
    ['/admin/new/service', service],
    ['/admin/new/schedule', schedule],
    ['/admin/new/duty', { name: turned, name_en: '', who: '', basis: '', every: 'quarter', offset: '5', on: '' }],
  ] as const)('are refused at their field by %s', async (address, fields) => {
    const reply = await office.send(address, fields)
    expect([reply.status, said(await reply.text())]).toEqual([422, expect.stringContaining('có ký tự ẩn (U+202E)')])
  })

  it.each([
    ['/admin/campaigns/c1/report/texts', { causes: turned, based: '' }, '“Nguyên nhân”'],
    ['/admin/duties/quarterly-report/2026-10-05/finish', { note: turned }, 'điều vừa điền'],
  ] as const)('are refused by name wherever else they would be stored, as by %s', async (address, fields, named) => {
    const reply = await office.send(address, fields)
    expect([reply.status, said(await reply.text())]).toEqual([422, expect.stringContaining(`Trong ${named} có ký tự ẩn (U+202E)`)])
  })

  it('are refused on the command line, in a file and in a command', async () => {
    const made = await commandOn(server, 'user', 'create', 'lan2', '--name', turned, '--email', 'a@b.vn')
    expect([made.code, made.stderr]).toEqual([2, expect.stringContaining('name: there is a sign in it that nobody sees (U+202E)')])
    const created = ['campaigns', 'create', '--code', 'c9', '--title', turned, '--questionnaire', 'sipas-service']
    const campaign = await commandOn(server, ...created, '--from', '2026-10-01', '--to', '2026-12-31')
    expect([campaign.code, campaign.stderr]).toEqual([2, expect.stringContaining('--title "U+202E" is a sign that nobody sees')])
  })
})
