import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { archiveVersion, publishQuestionnaire } from '../../server/db/questionnaires'
import { saveAgencies } from '../../server/db/agencies'
import { readDefinition } from '../../surveys/instrument/definition'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, officeOf, said } from './office'
import { tokenOf } from './token'

const text = (vi: string) => ({ vi })
const setOf = (id: string, nodes: readonly object[]) => ({
  id,
  version: 1,
  kind: 'indicator-set',
  title: text('Bộ chỉ số'),
  source: text('Ví dụ'),
  languages: ['vi'],
  purpose: text('Đo'),
  privacy: {},
  thanks: {},
  scales: [],
  sections: [],
  trees: [{ id: 'points', label: text('Điểm'), formula: 'points', nodes }],
})
const entered = { kind: 'item', input: 'entered', entry: { unit: 'points' }, maximum: 10 }
const sets = [
  setOf('services', [
    { code: 'S', kind: 'overall', label: text('Tổng'), rollUp: 'sum', children: ['A'] },
    { ...entered, code: 'A', label: text('Công khai') },
    { code: 'R', kind: 'overall', label: text('Tỷ lệ'), rollUp: 'ratio', children: ['B1', 'B2'] },
    { code: 'B1', kind: 'item', label: text('Đúng hạn'), input: 'counted', entry: { unit: 'count', within: 'B2' } },
    { code: 'B2', kind: 'item', label: text('Tất cả'), input: 'counted', entry: { unit: 'count' } },
  ]),
  setOf('reform', [
    { code: 'T', kind: 'overall', label: text('Tổng'), rollUp: 'sum', children: ['D', 'E'] },
    { code: 'D', kind: 'item', label: text('Dịch vụ'), input: 'drawn', draws: { from: 'assessment', set: 'services', node: 'A' } },
    { ...entered, code: 'E', label: text('Cải cách') },
  ]),
  setOf('placed', [
    { code: 'I', kind: 'overall', label: text('Chỉ số'), rollUp: 'sum', children: ['H'] },
    {
      code: 'H',
      kind: 'item',
      label: text('Số ngày'),
      input: 'entered',
      entry: { unit: 'number' },
      steps: [{ type: 'observed', to: [1, 10] }],
    },
  ]),
]

const shown = setOf('shown', [
  { ...entered, code: 'E', kind: 'overall', label: text('Kế hoạch'), entry: { unit: 'points', evidence: 'needed' } },
])
const asked = setOf('asked', [
  {
    code: 'Q',
    kind: 'overall',
    label: text('Hài lòng'),
    input: 'drawn',
    draws: { from: 'campaign', questionnaire: 'sipas-service', node: 'SIPAS', figure: 'value' },
    steps: [{ type: 'linear', from: [0, 1], to: [0, 10] }],
    maximum: 10,
  },
])

const departments = ['A1', 'A2', 'A3'].map((code) => agency(code, 'department', `Sở ${code}`))

describe.each(engines)('what an assessment holds to on %s', (engine) => {
  let server: TestServer
  let office: Office
  let own: Office
  let north: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-12-20T03:00:00Z') })
    for (const one of [...sets, asked, shown]) {
      const reading = readDefinition(one)
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
      await publishQuestionnaire(server.database, reading.questionnaire, '2026-12-01')
    }
    await saveAgencies(server.database, departments)
    office = officeOf(server)
    own = officeOf({ url: server.url, token: await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }]) })
    north = officeOf({ url: server.url, token: await tokenOf(server.database, 'bac', [{ role: 'manager', agency: 'A1', endsOn: '' }]) })
  })
  afterAll(() => server.close())
  const plan = {
    title: 'Đánh giá',
    title_en: '',
    set: 'services 1',
    from: '2026-01',
    to: '2026-12',
    self_due: '2027-01-15',
    look_due: '2027-02-15',
    scope: 'some',
    agencies: ['A1', 'A2'],
  }
  const planned = (code: string, more: object = {}) => office.send('/admin/new/assessment', { ...plan, code, ...more })
  const at = '/admin/assessments/services-2026'
  const mine = '/admin/own-assessments/services-2026/A1'
  const api = async (code: string) =>
    (await fetch(`${server.url}/api/v1/assessments/${code}`, { headers: { Authorization: `Bearer ${server.token}` } })).json()

  it('takes no agency in twice', async () => {
    expect((await planned('twice', { agencies: ['A1', 'A1'] })).status).toBe(303)
    expect((await api('twice')).agencies).toHaveLength(1)
  })

  it('takes in no agency that is not of who plans it, neither at first nor later', async () => {
    expect((await north.send('/admin/new/assessment', { ...plan, code: 'north', agencies: ['A1', 'A2'] })).status).toBe(404)
    expect((await north.send('/admin/new/assessment', { ...plan, code: 'north', agencies: ['A1'] })).status).toBe(303)
    expect((await north.send('/admin/assessments/north/change', { ...plan, agencies: ['A1', 'A2'] })).status).toBe(404)
    expect(await office.html('/admin/assessments/north')).not.toContain('Sở A2')
  })

  it('tells an agency nothing of what was verified through another assessment', async () => {
    await planned('services-2026')
    await office.send(`${at}/open`)
    await planned('reform-2026', { set: 'reform 1', 'source assessment services': 'services-2026' })
    await office.send('/admin/assessments/reform-2026/open')
    await own.send(mine, { 'number A': '9', 'number B1': '4', 'number B2': '5' })
    await own.send('/admin/own-assessments/reform-2026/A1', { 'number E': '1' })
    await own.send(`${mine}/hand-in`, { 'number A': '9' })
    await office.send(`${at}/agencies/A1`, { 'number A': '6,25', 'words A': 'Thiếu' })
    expect(said(await own.html('/admin/own-assessments/reform-2026/A1'))).not.toMatch(/[67],25/)
    const [{ nodes: before }] = (await api('reform-2026')).agencies
    expect(before).toMatchObject([{ code: 'T' }, { code: 'D', value: null }, { code: 'E', value: 1 }])
    await office.send(`${at}/agencies/A1/tell`)
    expect(said(await own.html('/admin/own-assessments/reform-2026/A1'))).toMatch(/7,25/)
  })

  it('lets a second look be asked at what can be answered alone, and answers with no part above its whole', async () => {
    await own.send('/admin/own-assessments/reform-2026/A1/hand-in', { 'number E': '1' })
    await office.send('/admin/assessments/reform-2026/agencies/A1/tell')
    expect((await own.send(`${mine}/numbers/Z`, { words: 'Sai' })).status).toBe(404)
    expect((await own.send('/admin/own-assessments/reform-2026/A1/numbers/D', { words: 'Sai' })).status).toBe(404)
    expect((await own.send(`${mine}/numbers/B1`, { words: 'Sai' })).status).toBe(303)
    const south = officeOf({
      url: server.url,
      token: await tokenOf(server.database, 'nam', [{ role: 'manager', agency: 'A2', endsOn: '' }]),
    })
    expect([said(await office.html(at)).includes('Sở A1: Đúng hạn'), said(await south.html(at)).includes('Sở A1')]).toEqual([true, false])
    const above = await office.send(`${at}/agencies/A1/numbers/B1`, { number: '6', words: 'Đúng' })
    expect([above.status, said(await above.text()).includes('5 (B2)')]).toEqual([422, true])
    expect((await office.send(`${at}/agencies/A1/numbers/B1`, { number: '5', words: 'Đúng' })).status).toBe(303)
  })

  it('lets no agency work out the numbers of others from where its own stands among them', async () => {
    await planned('placed-2026', { set: 'placed 1', agencies: ['A1', 'A2', 'A3'] })
    await office.send('/admin/assessments/placed-2026/open')
    const sheet = '/admin/own-assessments/placed-2026/A1'
    const grants = ['A2', 'A3'].map((of) => ({ role: 'reader', agency: of, endsOn: '' }) as const)
    const others = officeOf({ url: server.url, token: await tokenOf(server.database, 'lan', grants) })
    await others.send('/admin/own-assessments/placed-2026/A2', { 'number H': '0' })
    await others.send('/admin/own-assessments/placed-2026/A3', { 'number H': '20' })
    await own.send(sheet, { 'number H': '10' })
    expect((await own.send(`${sheet}/hand-in`, { 'number H': '10' })).status).toBe(303)
    expect((await api('placed-2026')).agencies[0].nodes[0]).toMatchObject({ code: 'I', value: 5.5 })
    const page = said(await own.html(sheet))
    expect(page).not.toContain('5,50')
    expect(page).toContain('so với các cơ quan khác')
    await office.send('/admin/assessments/placed-2026/agencies/A1/tell')
    expect(said(await own.html(sheet))).toContain('5,50')
  })

  it('wants shown what is scored and not what is nothing, and keeps to its days and agencies', async () => {
    const today = '2026-12-20'
    await planned('shown-2026', { set: 'shown 1', self_due: today, look_due: today })
    const here = '/admin/assessments/shown-2026'
    await office.send(`${here}/open`)
    expect((await office.send(`${here}/open`)).status).toBe(409)
    await saveAgencies(server.database, [agency('A2', 'department', 'Sở khác')])
    expect([said(await office.html(here)).includes('Sở A2'), said(await office.html(here)).includes('Sở khác')]).toEqual([true, false])
    await saveAgencies(server.database, departments)
    const [first, second] = ['A1', 'A2'].map((code) => `/admin/own-assessments/shown-2026/${code}`)
    const two = officeOf({ url: server.url, token: await tokenOf(server.database, 'thu', [{ role: 'reader', agency: 'A2', endsOn: '' }]) })
    // Who enters may do so to the end of the day.
    for (const doing of ['', '/tell'])
      expect([doing, (await office.send(`${here}/agencies/A1${doing}`, { 'number E': '3', 'words E': 'x' })).status]).toEqual([doing, 409])
    const link = (to = first, by = own) => by.send(`${to}/evidence/E`, { link: 'https://tinh.gov.vn/', name: '' })
    for (let at = 0; at < 10; at++) expect((await link()).status).toBe(303)
    expect((await link()).status).toBe(422)
    const [, id] = /evidence\/E\/([\w-]+)\/remove/.exec(await own.html(`${first}/evidence/E`)) ?? []
    expect((await two.send(`${second}/evidence/E/${id}/remove`)).status).toBe(404)
    expect((await own.send(`${first}/hand-in`, { 'number E': '4' })).status).toBe(303)
    expect([(await link()).status, (await own.send(`${first}/evidence/E/${id}/remove`)).status]).toEqual([409, 409])
    // Nothing was scored, so nothing is to be shown.
    expect((await two.send(`${second}/hand-in`, { 'number E': '0' })).status).toBe(303)
    await office.send(`${here}/agencies/A1/tell`)
    expect((await own.send(`${first}/numbers/E`, { words: 'Xem lại' })).status).toBe(303)
    await office.send(`${here}/close`)
    expect((await office.send(`${here}/change`, { ...plan, self_due: '2027-01-20' })).status).toBe(409)
  })

  it('lets no figure of a survey stand anywhere without its base', async () => {
    await fielded(server.database, {
      agencies: departments,
      touchpoints: [{ code: 'q1', campaign: 'c1', kind: 'qr', label: text('Quầy 1'), agencies: ['A1'] }],
    })
    for (let person = 0; person < 12; person++)
      expect(
        (await post(server.url, response({ A1: '5', A2: person < 10 ? '4' : '2', overall: '4' }, { answeredOn: '2026-12-20' }))).status,
      ).toBe(201)
    await server.flush()
    const later = { database: server.database, now: () => server.now() + 60 * 86_400_000 }
    expect((await act(later, atCommandLine(), releaseCampaign, { code: 'c1' })).kind).toBe('done')
    await planned('asked-2026', { set: 'asked 1', agencies: ['A1'], 'source campaign sipas-service': 'c1' })
    const [here, sheet] = ['/admin/assessments/asked-2026', '/admin/own-assessments/asked-2026/A1']
    await office.send(`${here}/open`)
    await office.send('/admin/indices/papi/2026', {
      source: 'assessment asked-2026 A1',
      value: '',
      rank: '',
      ranked: '',
      target: '',
      reference: '',
    })
    const drawn = { code: 'Q', shown: '9.17', base: 24, persons: 12 }
    const stands = /n\s=\s24 \(ít nhất 12\sngười\)/
    const everywhere = async () => {
      expect((await api('asked-2026')).agencies[0].nodes[0]).toMatchObject(drawn)
      for (const path of [here, `${here}/agencies/A1`, `${here}/agencies/A1/numbers/Q`])
        expect([path, said(await office.html(path))]).toEqual([path, expect.stringMatching(stands)])
      for (const path of [sheet, `${sheet}/numbers/Q`])
        expect([path, said(await own.html(path))]).toEqual([path, expect.stringMatching(stands)])
      expect(said(await office.html('/admin/indices?year=2026'))).toMatch(stands)
      const [heads = '', row = ''] = (await (await office.get(`${here}/export/result.csv`)).text()).split('\n')
      const at = (name: string) => row.split(',')[heads.split(',').indexOf(name)]
      expect([at('base'), at('persons'), Number(at('interval_low')) < 9.1]).toEqual(['24', '12', true])
    }
    await everywhere()
    await office.send(`${here}/close`)
    await everywhere()
  })

  it('tells nobody through the year at a glance what still stands open for an agency that they do not see', async () => {
    const drawn = { source: 'assessment placed-2026 A3', value: '', rank: '', ranked: '', target: '', reference: '' }
    expect((await office.send('/admin/indices/par-index/2026', drawn)).status).toBe(303)
    const grants = [{ role: 'analyst', agency: 'A1', endsOn: '' }] as const
    const analyst = officeOf({ url: server.url, token: await tokenOf(server.database, 'an', grants) })
    const glance = '/admin/indices?year=2026'
    expect([said(await office.html(glance)).includes('10,00'), said(await analyst.html(glance)).includes('10,00')]).toEqual([true, false])
    await office.send('/admin/assessments/placed-2026/close')
    expect(said(await analyst.html(glance))).toContain('10,00')
  })

  it('counts no number for an agency that others have verified before it is told', async () => {
    const two = officeOf({ url: server.url, token: await tokenOf(server.database, 'mai', [{ role: 'reader', agency: 'A2', endsOn: '' }]) })
    const sheet = '/admin/own-assessments/services-2026/A2'
    await two.send(sheet, { 'number A': '3' })
    await two.send(`${sheet}/hand-in`, { 'number A': '3' })
    const there = async () => /Số liệu đã có\s+(\d\/\d)/.exec(said(await two.html(sheet)))?.[1]
    const file = new Blob(['agency,node,number\nA2,B1,4\nA2,B2,5\n'])
    expect([await there(), (await office.send(`${at}/import`, { file })).status, await there()]).toEqual(['1/1', 303, '1/1'])
    const home = said(await office.html('/admin'))
    const [waits, runs] = [home.indexOf('1 cơ quan đã nộp, chờ thẩm định'), home.indexOf('Quý IV năm 2026')]
    expect([waits > 0, waits < runs]).toEqual([true, true])
    expect(said(await two.html(sheet))).toMatch(/R Tỷ lệ[\s\S]*? 0\/2 số liệu/)
    await office.send(`${at}/agencies/A2/tell`)
    expect(said(await two.html(sheet))).toMatch(/R Tỷ lệ[\s\S]*? 2\/2 số liệu/)
  })

  it('calls evidence by a name of a length that can be read', async () => {
    const evidence = '/admin/own-assessments/reform-2026/A1/evidence/E'
    const long = await own.send(evidence, { link: 'https://tinh.gov.vn/', name: 'x'.repeat(5_000) })
    expect(long.status).toBe(422)
    // Within a page it would be read as a way from there.
    expect((await own.send(evidence, { link: 'http:tinh.gov.vn', name: '' })).status).toBe(422)
    for (const name of ['Báo\ncáo', 'Báo\tcáo', 'Báo\u2028cáo', 'x\u202efdp.exe'])
      expect([name, (await own.send(evidence, { link: 'https://tinh.gov.vn/', name })).status]).toEqual([name, 422])
    expect((await own.send(evidence, { link: 'https://tinh.gov.vn/', name: 'Báo cáo số 112/BC-SNV ngày 15/11' })).status).toBe(303)
  })

  it('has its days moved while it is open, though its set was put away since', async () => {
    await archiveVersion(server.database, { id: 'services', version: 1 }, 'archived')
    const later = await office.send(`${at}/change`, { ...plan, self_due: '2027-01-20' })
    expect(later.status).toBe(303)
    await archiveVersion(server.database, { id: 'services', version: 1 }, 'offered')
  })

  it('keeps its agencies: none is deleted from under it', async () => {
    await officeInPerson(server).send('/admin/agencies/A2/delete')
    expect((await api('services-2026')).agencies).toHaveLength(2)
  })
})
