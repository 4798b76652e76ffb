import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine, type CommandLine, agencyFile, succeeding } from './cli'
import { designing, type Designing } from './designing'
import { startServer, type TestServer } from './harness'
import { type Office, officeInPerson } from './office'
import { textOf } from './reading-html'

describe('what comes with the product and is taken up when it is wanted', () => {
  let server: TestServer
  let office: Office
  let desk: Designing
  const page = async (path: string): Promise<string> => (await office.get(path)).text()
  beforeAll(async () => {
    server = await startServer()
    office = officeInPerson(server)
    desk = designing(server)
  })
  afterAll(() => server.close())

  it('is listed beside what is in use, and nothing of it is published by itself', async () => {
    const gallery = textOf(await page('/admin/questionnaires'))
    expect(gallery).toContain('Có sẵn, chưa đưa vào dùng')
    expect(gallery).toContain('Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766)')
    const published = await server.database.db.selectFrom('questionnaires').select('id').orderBy('id').execute()
    expect(published.map(({ id }) => id)).toEqual(['sipas-2026', 'sipas-service', 'sipas-service-quick'])
  })

  it('is in use once somebody takes it up, as a set and not as a questionnaire', async () => {
    const taken = await office.send('/admin/questionnaires/service-766/take')
    expect([taken.status, taken.headers.get('location')?.split('?')[0]]).toEqual([303, '/admin/questionnaires/service-766/1'])
    const [before = '', after = ''] = (await page('/admin/questionnaires')).split('id="catalogue"')
    expect(before).toContain('<h2>Bộ chỉ số</h2>')
    expect(before).toContain('/admin/questionnaires/service-766/1')
    expect(before).not.toContain('/admin/questionnaires/service-766/1/choose')
    expect(after).not.toContain('service-766/take')
    expect((await office.send('/admin/questionnaires/service-766/take')).status).toBe(303)
  })

  it('shows of a set every indicator, what it is worth and where it comes from, and no way to answer it', async () => {
    const shown = await page('/admin/questionnaires/service-766/1')
    const text = textOf(shown)
    expect(text).toContain('Hồ sơ giải quyết trước và đúng hạn')
    expect(text).toContain('N.on-time chia cho N.settled')
    expect(text).toContain('Nhập: số đếm.')
    expect(shown).not.toContain('/preview')
    expect(shown).not.toContain('/print')
    for (const way of ['preview', 'preview/form', 'print']) {
      const refused = await office.get(`/admin/questionnaires/service-766/1/${way}`)
      expect([way, refused.status, textOf(await refused.text())]).toEqual([way, 404, expect.stringContaining('không hỏi ai')])
    }
  })

  it('is refused by name where the province published something else under its code', async () => {
    await server.database.db.updateTable('questionnaires').set({ hash: 'other' }).where('id', '=', 'service-766').execute()
    const refused = await office.send('/admin/questionnaires/service-766/take')
    expect([refused.status, textOf(await refused.text())]).toEqual([409, expect.stringContaining('“service-766”')])
    expect((await office.send('/admin/questionnaires/nothing/take')).status).toBe(404)
  })

  it('lets a set neither be chosen for a campaign nor be asked in one', async () => {
    await office.send('/admin/questionnaires/town/take')
    const chosen = await office.send('/admin/questionnaires/town/1/choose')
    expect([chosen.status, textOf(await chosen.text())]).toEqual([409, expect.stringContaining('hãy lập kỳ đánh giá')])
    await office.send('/admin/new/agency', { code: 'A1', name: 'Sở Một', block: 'department' })
    expect(await page('/admin/new/campaign')).not.toContain('value="town 1"')
    const campaign = { code: 'c1', title: 'Đợt', questionnaire: 'town 1', from: '2026-01-01', to: '2026-12-31', kind: 'open' }
    const made = await office.send('/admin/new/campaign', { ...campaign, threshold: '10', scope: 'all' })
    expect([made.status, textOf(await made.text())]).toEqual([422, expect.stringContaining('“town” là bộ chỉ số')])
  })

  it('can be begun from, or a set begun from nothing', async () => {
    expect(await page('/admin/new/design')).toContain('value="papi 1"')
    await office.send('/admin/new/design', { origin: 'copy', from: 'papi 1', id: 'papi-own', title: 'Bộ riêng' })
    expect((await desk.state('papi-own')).definition).toMatchObject({ id: 'papi-own', version: 1, kind: 'indicator-set' })
    await office.send('/admin/new/design', { origin: 'set', id: 'own', title: 'Bộ của tỉnh' })
    expect((await desk.state('own')).definition).toMatchObject({
      kind: 'indicator-set',
      sections: [],
      trees: [{ id: 'points', formula: 'points', rollUp: 'sum' }],
    })
  })

  it('can be changed in the designer and published with what it enters and draws', async () => {
    await office.send('/admin/new/design', { origin: 'copy', from: 'town 1', id: 'town-own', title: 'Bộ của thị xã' })
    const { definition, revision } = await desk.state('town-own')
    await desk.publish(definition, revision)
    expect(textOf(await page('/admin/questionnaires/town-own/1'))).toContain('Khảo sát sipas-service, chỉ số SIPAS')
  })
})

describe('the command line', () => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine()
    await succeeding(cli.run('agencies', 'import', cli.file('agencies.csv', agencyFile)))
  })
  afterAll(() => cli.close())

  it('lists indicator sets, in use or not, apart from questionnaires', async () => {
    const before = await cli.json('indicator-sets', 'list')
    expect(before).toContainEqual(
      expect.objectContaining({ code: 'par-index', version: 1, numbers: 97, drawn: 2, published_on: '', hash: '' }),
    )
    await succeeding(cli.run('indicator-sets', 'take', 'par-index'))
    const after = await cli.json('indicator-sets', 'list')
    expect(after).toContainEqual(expect.objectContaining({ code: 'par-index', published_on: expect.stringMatching(/^20\d\d-/) }))
    expect(JSON.stringify(await cli.json('questionnaires', 'list'))).not.toContain('par-index')
  })

  it('refuses to take up what does not come with the product, and a set as a questionnaire', async () => {
    for (const words of [
      ['indicator-sets', 'take', 'nothing'],
      ['questionnaires', 'take', 'papi'],
    ])
      expect(await cli.run(...words)).toMatchObject({ code: 1, stderr: expect.stringContaining('comes with the product') })
  })

  it('refuses a campaign of a set by name', async () => {
    await succeeding(cli.run('indicator-sets', 'take', 'town'))
    const period = ['--from', '2026-01-01', '--to', '2026-12-31']
    const made = await cli.run('campaigns', 'create', '--code', 'c1', '--title', 't', '--questionnaire', 'town', ...period)
    expect(made).toMatchObject({ code: 2, stderr: expect.stringContaining('"town" is an indicator set, which asks nobody') })
  })
})
