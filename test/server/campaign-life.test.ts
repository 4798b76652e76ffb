import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { campaignsToRelease, releaseCampaign } from '../../server/acts/releases'
import { findCampaign } from '../../server/db/campaigns'
import { eventsOf } from '../../server/db/events'
import { localDay } from '../../surveys/instrument/calendar'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said } from './office'

const dayMs = 86_400_000
const begin = Date.parse('2026-11-20T03:00:00Z')

describe.each(engines)('the life of an opened campaign on %s', (engine) => {
  let server: TestServer
  let office: Office
  let time = begin
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    office = officeInPerson(server)
    await fielded(server.database, { opensOn: '2026-10-01', closesOn: '2026-12-31' })
  })
  afterAll(() => server.close())

  const setup = '/admin/campaigns/c1/setup'
  const stored = async () => (await findCampaign(server.database, 'c1'))?.campaign
  const told = async () => {
    const [last] = await eventsOf(server.database, 'campaigns', 'c1')
    return [last?.act, JSON.parse(last?.details ?? '{}')]
  }
  /** What is kept for two seconds is forgotten. */
  const later = (ms = 3_000) => {
    time += ms
  }
  const answer = (answeredOn: string) => response(undefined, { answeredOn })

  it('is paused with a reason: people are asked no more and told since when, and what they were thanked for is taken', async () => {
    expect(said(await office.html(`${setup}/pause`))).toContain('không bao giờ bị bỏ')
    const refused = await office.send(`${setup}/pause`, { reason: '  ' })
    expect([refused.status, said(await refused.text()).includes('Cần điền mục này.')]).toEqual([422, true])
    expect((await stored())?.status).toBe('open')
    const form = await (await fetch(`${server.url}/s/q1`)).text()
    expect((await office.send(`${setup}/pause`, { reason: 'Bão số 9' })).headers.get('location')).toBe(`${setup}?done=pause`)
    expect(await told()).toEqual(['campaigns.pause', { reason: 'Bão số 9' }])
    expect(await stored()).toMatchObject({ status: 'paused', pauses: [{ from: '2026-11-20', to: null }] })
    later()
    for (const path of ['/s/q1', '/s/k2?kiosk', '/s/q1?test'])
      expect(said(await (await fetch(server.url + path)).text())).toContain('Khảo sát tạm dừng từ ngày 20/11/2026')
    // A device without network, on the day of the pause, before it and in it.
    for (const day of ['2026-11-19', '2026-11-20']) expect((await post(server.url, answer(day))).status).toBe(201)
    later(dayMs)
    expect((await post(server.url, answer('2026-11-21'))).status).toBe(201)
    // A page that stood open, without JavaScript.
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, n = '', v = '']) => [n, v])
    const sent = await fetch(`${server.url}/s/q1`, {
      method: 'POST',
      body: new URLSearchParams([...hidden, ['A1', '5'], ['overall', '4']]),
    })
    expect([sent.status, said(await sent.text()).includes('Khảo sát tạm dừng')]).toEqual([200, false])
    expect((await office.get(`${setup}/pause`)).status).toBe(409)
    await office.send(`${setup}/resume`)
    expect(await stored()).toMatchObject({ status: 'open', pauses: [{ from: '2026-11-20', to: '2026-11-21' }] })
    later()
    expect(await (await fetch(`${server.url}/s/q1`)).text()).toContain('<form')
  })

  it('is corrected and extended at any time, and nobody overwrites another unseen', async () => {
    const shown = await office.html(`${setup}/correct`)
    const based = (/name="based" value="([^"]*)"/.exec(shown)?.[1] ?? '').replaceAll('&quot;', '"')
    const wanted = { title: 'Quý bốn', titleEn: '', threshold: '12', reason: 'Gõ nhầm', based }
    for (const threshold of ['9', '', '1e3']) expect((await office.send(`${setup}/correct`, { ...wanted, threshold })).status).toBe(422)
    await office.send(`${setup}/correct`, wanted)
    expect(await stored()).toMatchObject({ title: { vi: 'Quý bốn' }, threshold: 12, questionnaire: 'sipas-service' })
    const overtaken = await office.send(`${setup}/correct`, { ...wanted, title: 'Tên của tôi' })
    const page = await overtaken.text()
    expect([overtaken.status, page.includes('value="Tên của tôi"'), said(page).includes('“Quý bốn”')]).toEqual([409, true, true])
    expect((await stored())?.title).toEqual({ vi: 'Quý bốn' })
    for (const to of ['2026-12-31', '2026-10-01', 'mai', ''])
      expect((await office.send(`${setup}/extend`, { to, reason: 'Bão' })).status).toBe(422)
    expect((await office.send(`${setup}/extend`, { to: '2027-02-10', reason: 'Bão', based: '2026-11-30' })).status).toBe(409)
    await office.send(`${setup}/extend`, { to: '2027-01-10', reason: 'Bão', based: '2026-12-31' })
    expect(await told()).toEqual(['campaigns.extend', { before: { to: '2026-12-31' }, after: { to: '2027-01-10' }, reason: 'Bão' }])
  })

  it('is reopened with a reason while nothing final is released, and its nights go on', async () => {
    await office.send(`${setup}/close`)
    expect(await stored()).toMatchObject({ status: 'closed', closesOn: localDay(time) })
    later(dayMs)
    expect((await post(server.url, answer('2026-11-22'))).status).toBe(422)
    const night = () => act({ database: server.database, now: () => time }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect((await night()).kind).toBe('done')
    expect((await office.send(`${setup}/reopen`, { to: '2026-12-31', reason: '' })).status).toBe(422)
    await office.send(`${setup}/reopen`, { to: '2026-12-31', reason: 'Bấm nhầm' })
    expect(await stored()).toMatchObject({ status: 'open', closesOn: '2026-12-31' })
    later()
    expect((await post(server.url, answer('2026-11-22'))).status).toBe(201)
    later(dayMs)
    expect(await campaignsToRelease(server.database, localDay(time))).toEqual(['c1'])
    expect(await night()).toMatchObject({ kind: 'done' })
  })

  it('is opened by no second opening while it is paused, and is paused no more once a later last day lets it run', async () => {
    const of = async (code: string) => (await findCampaign(server.database, code))?.campaign
    const own = '/admin/campaigns/c2/setup'
    const [from, to] = [localDay(time), localDay(time + 5 * dayMs)]
    await fielded(server.database, { code: 'c2', opensOn: from, closesOn: to, touchpoints: [] })
    await office.send(`${own}/pause`, { reason: 'Bão số 9' })
    const opened = await office.send(`${own}/open`)
    expect([opened.status, said(await opened.text()).includes('đang tạm dừng')]).toEqual([409, true])
    expect((await eventsOf(server.database, 'campaigns', 'c2'))[0]?.act).toBe('campaigns.pause')
    later(8 * dayMs)
    await office.send(`${own}/extend`, { to: localDay(time + 9 * dayMs), reason: 'Bão', based: to })
    expect(await of('c2')).toMatchObject({ status: 'open', pauses: [{ from, to: localDay(time) }] })
    // Closed before it began, it is not reopened for days before that.
    const [first, last] = [localDay(time + 20 * dayMs), localDay(time + 30 * dayMs)]
    await fielded(server.database, { code: 'c3', opensOn: first, closesOn: last, touchpoints: [] })
    await office.send('/admin/campaigns/c3/setup/close')
    const again = (day: string) => office.send('/admin/campaigns/c3/setup/reopen', { to: day, reason: 'Bấm nhầm' })
    expect([(await again(localDay(time + 5 * dayMs))).status, (await again(last)).status]).toEqual([422, 303])
    expect(await of('c3')).toMatchObject({ opensOn: first, closesOn: last })
  })

  it('is published for everybody once its figures are settled, and that can be taken back', async () => {
    const address = `${server.url}/api/v1/campaigns/c1/released`
    const publication = '/admin/campaigns/c1/publication'
    const terms = { publicOn: localDay(time + dayMs), licence: 'cc0-1.0', contact: 'Phòng KSTT' }
    await office.send(`${setup}/close`)
    const early = await office.send(`${publication}/prepare`, terms)
    expect([early.status, said(await early.text()).includes('chốt trong đêm sau ngày cuối')]).toEqual([409, true])
    later(dayMs)
    await act({ database: server.database, now: () => time }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect((await fetch(address)).status).toBe(401)
    await office.send(`${publication}/prepare`, terms)
    const seen = /name="seen" value="([^"]*)"/.exec(await office.html(`${publication}/publish`))?.[1] ?? ''
    await office.send(`${publication}/publish`, { seen })
    expect((await eventsOf(server.database, 'publications', 'c1'))[0]?.act).toBe('publications.publish')
    const reply = await fetch(address)
    expect([reply.status, await reply.json()]).toMatchObject([200, { campaign: 'c1', filter: null, asOf: localDay(time) }])
    expect((await fetch(`${server.url}/api/v1/campaigns/c1/results`)).status).toBe(401)
    expect([(await office.get(`${setup}/targets`)).status, (await office.send(`${setup}/targets`, { 'wanted-A1': '9' })).status]).toEqual([
      409, 409,
    ])
    const reopened = await office.send(`${setup}/reopen`, { to: '2027-12-31', reason: 'x' })
    expect([reopened.status, said(await reopened.text()).includes('trước hết phải rút lại công bố')]).toEqual([409, true])
    await office.send(`${publication}/withdraw`, { reason: 'Sai mẫu' })
    expect((await fetch(address)).status).toBe(401)
    later(40 * dayMs)
    expect((await office.send(`${setup}/reopen`, { to: '2027-12-31', reason: 'x' })).status).toBe(409)
    expect((await stored())?.status).toBe('closed')
  })
})
