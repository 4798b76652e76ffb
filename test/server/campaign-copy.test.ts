import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveAgencies } from '../../server/db/agencies'
import { findCampaign } from '../../server/db/campaigns'
import { eventsOf } from '../../server/db/events'
import { savePublicUrl } from '../../server/db/settings'
import { targetsOf } from '../../server/db/targets'
import { createTouchpoint, listTouchpoints } from '../../server/db/touchpoints'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said, unsaid } from './office'

const alsoGone = ['G1', 'G2', 'G3', 'G4', 'G5'].map((code) => agency(code))
const today = Date.parse('2026-11-20T03:00:00Z')

describe.each(engines)('preparing a campaign on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    office = officeInPerson(server)
    const agencies = [agency('A1'), agency('A2'), agency('D1', 'department'), agency('GONE'), ...alsoGone]
    await fielded(server.database, {
      code: '2026-q4',
      title: { vi: 'Quý IV năm 2026' },
      opensOn: '2026-10-01',
      closesOn: '2026-12-31',
      agencies,
    })
    await createTouchpoint(server.database, { code: 'gone', campaign: '2026-q4', kind: 'qr', label: { vi: 'Quầy cũ' }, agencies: ['GONE'] })
    await saveAgencies(server.database, [
      { ...agency('A1'), validTo: '2027-06-30' },
      { ...agency('A2'), validTo: '2027-06-30' },
      { ...agency('A12'), validFrom: '2027-07-01', predecessors: ['A1', 'A2'] },
      ...[agency('GONE'), ...alsoGone].map((one) => ({ ...one, validTo: '2027-01-31' })),
    ])
  })
  afterAll(() => server.close())

  const setup = '/admin/campaigns/2026-q4/setup'
  const wanted = async (code: string) => Object.fromEntries(await targetsOf(server.database, code))

  it('keeps how many responses are wanted, as typed and as pasted, and nobody overwrites another unseen', async () => {
    const page = await office.html(`${setup}/targets`)
    const based = /name="based" value="([^"]*)"/.exec(page)?.[1] ?? ''
    const sent = await office.send(`${setup}/targets`, { 'wanted-A1': '1.200', 'wanted-D1': '90', pasted: 'A2;300\nD1;100', based })
    expect(sent.headers.get('location')).toBe(`${setup}?done=targets`)
    expect(await wanted('2026-q4')).toEqual({ A1: 1200, A2: 300, D1: 100 })
    const overtaken = await office.send(`${setup}/targets`, { 'wanted-A1': '7', based })
    expect([overtaken.status, (await overtaken.text()).includes('value="7"')]).toEqual([409, true])
    const wrong = await office.send(`${setup}/targets`, { 'wanted-A1': 'nhiều', pasted: 'X1;3' })
    const text = await wrong.text()
    expect([wrong.status, text.includes('href="#wanted-A1"'), said(text).includes('Không có “1: X1;3”')]).toEqual([422, true, true])
    expect(await wanted('2026-q4')).toEqual({ A1: 1200, A2: 300, D1: 100 })
    const [last] = await eventsOf(server.database, 'campaigns', '2026-q4')
    expect(JSON.parse(last?.details ?? '')).toEqual({
      changed: [
        { agency: 'A1', before: null, after: 1200 },
        { agency: 'A2', before: null, after: 300 },
        { agency: 'D1', before: null, after: 100 },
      ],
    })
  })

  it('copies last year’s with its places and targets to who took over, under codes of their own, and opens nothing', async () => {
    const page = await office.html(`${setup}/copy`)
    for (const value of ['2027-q4', 'Quý IV năm 2027', '2027-10-01', '2027-12-31']) expect(page).toContain(`value="${value}"`)
    expect(said(page)).toContain('Mang theo 2 cơ quan và 2 điểm khảo sát')
    expect(said(page)).toMatch(/nơi tiếp nhận nếu có: (?:Xã \w+, ){5}Xã \w+ và 2 cơ quan khác\./)
    expect(said(page)).toMatch(/Xem cả 8 cơ quan\s+(?:Xã \w+, ){7}Xã \w+/)
    const next = { code: '2027-q4', title: 'Quý IV năm 2027', titleEn: '', version: /<option value="(\d+)"/.exec(page)?.[1] ?? '' }
    const dated = { from: '2027-10-01', to: '2027-12-31' }
    const refused = await office.send(`${setup}/copy`, { ...next, code: '2026-q4', from: '', to: '2027-12-31' })
    expect([refused.status, (await refused.text()).includes('href="#from"')]).toEqual([422, true])
    const form = { ...next, ...dated, once: 'k1' }
    for (const _ of [1, 2])
      expect((await office.send(`${setup}/copy`, form)).headers.get('location')).toBe('/admin/campaigns/2027-q4/setup?done=copied')
    const record = await findCampaign(server.database, '2027-q4')
    expect(record?.campaign).toMatchObject({ status: 'draft', opensOn: '2027-10-01', title: { vi: 'Quý IV năm 2027' } })
    expect(record?.measured.map((one) => one.agency.code)).toEqual(['A12', 'D1'])
    const places = await listTouchpoints(server.database, '2027-q4')
    expect(places.map(({ kind, label, agencies }) => [kind, label['vi'], ...agencies].join()).sort()).toEqual([
      'kiosk,Kiosk 2,A12,D1',
      'qr,Quầy 1,A12',
    ])
    const before = new Set((await listTouchpoints(server.database, '2026-q4')).map(({ code }) => code))
    expect(places.some(({ code }) => before.has(code))).toBe(false)
    expect(await wanted('2027-q4')).toEqual({ A12: 1500, D1: 100 })
    expect(await wanted('2026-q4')).toEqual({ A1: 1200, A2: 300, D1: 100 })
  })

  it('lists before opening everything that freezes and what is missing', async () => {
    await office.send('/admin/new/campaign', {
      code: 'new',
      title: 'Đợt mới',
      questionnaire: `sipas-service ${(await findCampaign(server.database, '2026-q4'))?.campaign.version}`,
      from: '2027-05-01',
      to: '2027-12-31',
      kind: 'open',
      threshold: '15',
      scope: 'some',
      agencies: ['A1', 'D1'],
    })
    const html = await office.html('/admin/campaigns/new/setup/open')
    const page = said(html)
    for (const part of [
      '01/05/2027',
      '31/12/2027',
      'giữ ở 15 người',
      'Xã A1 (A1)',
      'Xã D1 (D1)',
      'Chưa có điểm khảo sát nào.',
      'Chưa có địa chỉ công khai.',
    ])
      expect(page).toContain(part)
    for (const part of ['1 cơ quan thôi hoạt động trước ngày cuối', 'Chưa đặt số phiếu cần đạt.']) expect(page).toContain(part)
    expect(page).not.toMatch(unsaid)
    expect(html.match(/<button type="submit">/g)).toHaveLength(1)
    await office.send('/admin/new/touchpoint?campaign=new', { kind: 'qr', spread: 'one', agencies: ['D1'] })
    expect(said(await office.html('/admin/campaigns/new/setup/open'))).toContain('1 cơ quan chưa có điểm khảo sát:')
    const withAddress = async () => {
      await savePublicUrl(server.database, 'https://khaosat.example.vn')
      return said(await office.html('/admin/campaigns/new/setup/open'))
    }
    expect(await withAddress()).toContain('Chưa đặt in áp phích mã QR nào.')
    const [touchpoint = expect.fail()] = await listTouchpoints(server.database, 'new')
    await office.send('/admin/many/touchpoints/print', {
      place: `${touchpoint.revision}.${touchpoint.code}`,
      campaign: 'new',
      paper: 'a4',
      languages: 'vi',
    })
    expect(await withAddress()).not.toContain('áp phích mã QR')
    expect((await office.send('/admin/campaigns/new/setup/delete')).status).toBe(303)
    expect(await targetsOf(server.database, 'new')).toEqual(new Map())
  })
})
