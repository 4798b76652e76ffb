import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveAgencies } from '../../server/db/agencies'
import { findCampaign } from '../../server/db/campaigns'
import { createTouchpoint, listTouchpoints } from '../../server/db/touchpoints'
import { agency, post, response, shippedVersion } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said, unsaid } from './office'
import { payload } from './surveyed'

const today = Date.parse('2026-11-20T03:00:00Z')
const wanted = {
  code: 'c1',
  title: 'Quý IV',
  titleEn: '',
  questionnaire: `sipas-service ${shippedVersion['sipas-service']}`,
  from: '2026-10-01',
  to: '2026-12-31',
  kind: 'open',
  threshold: '10',
  scope: 'all',
}

describe.each(oneEngine)('the campaigns page on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    office = officeInPerson(server)
    await saveAgencies(server.database, [
      agency('A1'),
      agency('A2'),
      agency('D1', 'department'),
      { ...agency('OLD'), validTo: '2026-06-30' },
    ])
  })
  afterAll(() => server.close())
  const create = (changed: Record<string, string | readonly string[]> = {}, language?: string) =>
    office.send('/admin/new/campaign', { ...wanted, ...changed }, language)
  const measured = async (code: string) => (await findCampaign(server.database, code))?.measured.map(({ agency: one }) => one.code)

  it.each([
    ['all that exist in the period', { code: 'all' }, ['A1', 'A2', 'D1']],
    ['whole blocks', { code: 'blocks', scope: 'blocks', blocks: ['commune'], agencies: ['D1'] }, ['A1', 'A2']],
    ['some by name', { code: 'some', scope: 'some', agencies: ['A2', 'D1'], blocks: ['commune'] }, ['A2', 'D1']],
  ])('makes a campaign of %s', async (_, changed, agencies) => {
    expect((await create(changed)).headers.get('location')).toBe(`/admin/campaigns/${changed.code}/setup?done=campaign`)
    expect(await measured(changed.code)).toEqual(agencies)
  })

  it('takes no agency by name that ended before its period, and says with which day', async () => {
    const page = said(await office.html('/admin/new/campaign'))
    expect(page).toContain('OLD · Xã, phường · đến 30/06/2026')
    const reply = await create({ code: 'gone', scope: 'some', agencies: ['A2', 'OLD'] })
    expect([reply.status, said(await reply.text()).includes('“OLD” chỉ hoạt động đến hết ngày 30/06/2026')]).toEqual([422, true])
    expect(await measured('gone')).toBeUndefined()
  })

  it('is overwritten by nobody who has not seen what somebody else saved', async () => {
    await create({ code: 'two' })
    const path = '/admin/campaigns/two/setup/change'
    const basedIn = (html: string) => /name="based" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const based = basedIn(await office.html(path))
    const save = (changed: Record<string, string | readonly string[]>) => office.send(path, { ...wanted, ...changed })
    expect((await save({ title: 'Của người kia', scope: 'some', agencies: ['A1'], based })).status).toBe(303)
    const late = await save({ title: 'Của tôi', based })
    const page = await late.text()
    expect([late.status, page.includes('value="Của tôi"')]).toEqual([409, true])
    for (const text of ['Của người kia', '1 cơ quan']) expect(said(page)).toContain(text)
    expect(said(page)).not.toMatch(unsaid)
    expect([(await findCampaign(server.database, 'two'))?.campaign.title['vi'], await measured('two')]).toEqual(['Của người kia', ['A1']])
    expect((await save({ title: 'Của tôi', based: basedIn(page) })).status).toBe(303)
  })

  it('says everything that is wrong at once, with what is allowed, and keeps what was typed', async () => {
    const reply = await create(
      {
        code: 'xấu',
        title: '',
        questionnaire: 'nothing 7',
        from: '2026-13-01',
        to: '',
        kind: 'guess',
        threshold: '2',
        scope: 'some',
        breakdowns: ['service', 'sex'],
      },
      'en',
    )
    const page = await reply.text()
    expect(reply.status).toBe(422)
    for (const field of ['code', 'title', 'questionnaire', 'from', 'to', 'kind', 'threshold', 'agencies', 'breakdowns'])
      expect(page).toContain(`href="#${field}"`)
    expect(page).toContain('“2” is not a whole number of at least 3.')
    expect(page).toContain(`sipas-service version ${shippedVersion['sipas-service']}`)
    expect(page).toContain('value="xấu"')
    expect(said(page)).not.toMatch(unsaid)
    expect(await (await create({ from: '2026-12-31', to: '2026-01-01' })).text()).toContain(
      'Ngày cuối (01/01/2026) đứng trước ngày đầu (31/12/2026).',
    )
    expect(await (await create({ code: 'all' })).text()).toContain('Mã “all” đã có.')
    expect(await findCampaign(server.database, 'xấu')).toBeUndefined()
  })

  it('changes a draft, but leaves no agency out that a touchpoint serves', async () => {
    await create({ code: 'draft', title: payload })
    const page = await office.html('/admin/campaigns/draft/setup')
    expect(page).not.toContain('<script')
    expect(said(page)).toContain(payload)
    await office.send('/admin/new/touchpoint?campaign=draft', { kind: 'qr', spread: 'each', agencies: ['A1'] })
    const refused = await office.send('/admin/campaigns/draft/setup/change', { ...wanted, scope: 'some', agencies: ['D1'] })
    expect([refused.status, (await refused.text()).includes('Đang có điểm khảo sát dùng “A1”')]).toEqual([422, true])
    const changed = await office.send('/admin/campaigns/draft/setup/change', {
      ...wanted,
      code: 'other',
      title: 'Tên mới',
      threshold: '20',
      scope: 'some',
      agencies: ['A1'],
      breakdowns: ['service', 'touchpoint'],
    })
    expect(changed.headers.get('location')).toBe('/admin/campaigns/draft/setup?done=changed')
    const record = await findCampaign(server.database, 'draft')
    expect([record?.campaign.title, record?.campaign.threshold, record?.breakdowns, record?.measured.length]).toEqual([
      { vi: 'Tên mới' },
      20,
      ['service', 'touchpoint'],
      1,
    ])
  })

  it('says what opening and closing mean, then does it; what was opened is frozen, what was closed stays closed', async () => {
    await create({ code: 'life' })
    await createTouchpoint(server.database, { code: 'life-1', campaign: 'life', kind: 'qr', label: { vi: 'life-1' }, agencies: ['A1'] })
    expect((await office.get('/admin/campaigns/life/setup/close')).status).toBe(409)
    expect((await office.send('/admin/campaigns/life/setup/close')).status).toBe(409)
    const means = said(await office.html('/admin/campaigns/life/setup/open'))
    for (const part of ['từ 01/10/2026 đến hết 31/12/2026', '3 cơ quan', 'giữ ở 10 người']) expect(means).toContain(part)
    expect((await findCampaign(server.database, 'life'))?.campaign.status).toBe('draft')
    expect((await office.send('/admin/campaigns/life/setup/open')).headers.get('location')).toBe('/admin/campaigns/life/setup?done=opened')
    expect((await post(server.url, response(undefined, { campaign: 'life', touchpoint: 'life-1', answeredOn: '2026-11-20' }))).status).toBe(
      201,
    )
    for (const reply of [
      await office.get('/admin/campaigns/life/setup/change'),
      await office.send('/admin/campaigns/life/setup/change', { ...wanted, threshold: '3' }),
    ])
      expect(reply.status).toBe(409)
    expect((await findCampaign(server.database, 'life'))?.campaign.threshold).toBe(10)
    expect(said(await office.html('/admin/campaigns/life/setup/close'))).toContain('thêm 31 ngày')
    await office.send('/admin/campaigns/life/setup/close')
    expect((await findCampaign(server.database, 'life'))?.campaign).toMatchObject({ status: 'closed', closesOn: '2026-11-20' })
    expect((await office.send('/admin/campaigns/life/setup/open')).status).toBe(409)
    expect((await office.send('/admin/new/touchpoint?campaign=life', { kind: 'qr', spread: 'every' })).status).toBe(409)
  })

  it('makes one touchpoint for each agency at once, and none twice', async () => {
    await create({ code: 'points' })
    const every = (fields: Record<string, string> = {}) =>
      office.send('/admin/new/touchpoint?campaign=points', { kind: 'qr', spread: 'every', ...fields })
    expect((await every()).headers.get('location')).toBe('/admin/campaigns/points/setup?done=touchpoints&n=3')
    expect((await every()).headers.get('location')).toContain('n=0')
    expect((await every({ label: 'Quầy 2', labelEn: 'Counter 2' })).headers.get('location')).toContain('n=3')
    await office.send('/admin/new/touchpoint?campaign=points', {
      kind: 'kiosk',
      spread: 'one',
      agencies: ['A1', 'D1'],
      label: payload,
    })
    const made = await listTouchpoints(server.database, 'points')
    for (const code of ['A1', 'A2', 'D1'])
      expect(made.filter(({ kind, agencies }) => kind === 'qr' && agencies.join() === code)).toHaveLength(2)
    const hall = made.find(({ kind }) => kind === 'kiosk')
    expect(hall).toMatchObject({
      campaign: 'points',
      kind: 'kiosk',
      label: { vi: payload },
      agencies: ['A1', 'D1'],
    })
    const page = await office.html('/admin/touchpoints?campaign=points')
    expect(page).toContain(`${server.url}/s/${hall?.code ?? ''}?kiosk`)
    expect(page).not.toContain('<script')
    expect(said(page)).not.toMatch(unsaid)
  })

  it('refuses a touchpoint that cannot be', async () => {
    const make = async (fields: Record<string, string | readonly string[]>) => {
      const reply = await office.send(
        '/admin/new/touchpoint?campaign=points',
        { kind: 'qr', spread: 'one', agencies: ['A1'], ...fields },
        'en',
      )
      return [reply.status, said(await reply.text())] as const
    }
    for (const [fields, reason] of [
      [{ agencies: [] }, 'There is no agency.'],
      [{ agencies: ['OLD'] }, 'There is no “OLD”.'],
      [{ kind: 'fax' }, '“fax” is not among the choices: kiosk, qr'],
      [{ label: 'x'.repeat(201) }, 'It is longer than 200 characters'],
    ] as const)
      expect(await make(fields)).toEqual([422, expect.stringContaining(reason)])
    expect((await office.get('/admin/new/touchpoint?campaign=none')).status).toBe(404)
    expect((await office.get('/admin/touchpoints?campaign=none')).status).toBe(404)
    expect((await office.get('/admin/campaigns/none/setup')).status).toBe(404)
  })
})
