import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk, revokeKiosk } from '../../server/acts/kiosks'
import { listAgencies } from '../../server/db/agencies'
import { listCampaigns } from '../../server/db/campaigns'
import { eventsOf as rowsOf } from '../../server/db/events'
import { createTouchpoint, listTouchpoints } from '../../server/db/touchpoints'
import { post, response, shippedVersion } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'

const today = Date.parse('2026-11-20T03:00:00Z')
const campaign = {
  title: 'Quý IV',
  titleEn: '',
  questionnaire: `sipas-service ${shippedVersion['sipas-service']}`,
  from: '2026-10-01',
  to: '2026-12-31',
  kind: 'open',
  threshold: '10',
  scope: 'all',
}

const eventsOf = async (...which: Parameters<typeof rowsOf>) =>
  (await rowsOf(...which)).map((event) => ({ ...event, details: JSON.parse(event.details) }))

/** Where the page of a refusal leads, in its order. */
const ledTo = (html: string): readonly string[] =>
  [...html.slice(html.indexOf('<main')).matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => href)

describe.each(engines)('a mistake on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    office = officeOf(server)
    await office.send('/admin/new/agency', { code: 'A1', name: 'Xã Một', block: 'commune' })
    await office.send('/admin/new/agency', { code: 'A2', name: 'Xã Hai', block: 'commune', parent: 'A1' })
    await office.send('/admin/new/campaign', { ...campaign, code: 'c1' })
  })
  afterAll(() => server.close())
  /** What a page's form carries so that it is taken once. */
  const onceOf = async (path: string) => /name="once" value="([^"]+)"/.exec(await office.html(path))?.[1] ?? ''
  const touchpoints = async (code = 'c1') => (await listTouchpoints(server.database, code)).map((one) => one.code)

  describe('of sending the same form twice', () => {
    const made = { kind: 'qr', spread: 'one', agencies: ['A1'], label: 'Quầy 1' }
    it.each([
      ['touchpoint', '/admin/new/touchpoint?campaign=c1', made, '/admin/campaigns/c1/setup?done=touchpoint'],
      [
        'touchpoint for each',
        '/admin/new/touchpoint?campaign=c1',
        { kind: 'kiosk', spread: 'every' },
        '/admin/campaigns/c1/setup?done=touchpoints&n=2',
      ],
      ['campaign', '/admin/new/campaign', { ...campaign, code: 'c2' }, '/admin/campaigns/c2/setup?done=campaign'],
      ['design', '/admin/new/design', { origin: 'blank', id: 'moi', title: 'Phiếu mới' }, '/admin/designs/moi'],
      ['agency', '/admin/new/agency', { code: 'A3', name: 'Xã Ba', block: 'commune' }, '/admin/agencies?done=agency'],
    ])('makes one %s, and says twice that it is made', async (_, path, fields, place) => {
      const rows = async () => [
        (await touchpoints()).length,
        (await listCampaigns(server.database)).length,
        (await listAgencies(server.database)).length,
      ]
      const form = { ...fields, once: await onceOf(path) }
      const replies = await Promise.all([office.send(path, form), office.send(path, form)])
      expect(replies.map(({ headers }) => headers.get('location'))).toEqual([place, place])
      const counted = await rows()
      expect((await office.send(path, form)).headers.get('location')).toBe(place)
      expect(await rows()).toEqual(counted)
    })

    it('makes another one when something was changed in between, or the page was opened anew', async () => {
      const path = '/admin/new/touchpoint?campaign=c1'
      const before = (await touchpoints()).length
      const once = await onceOf(path)
      await office.send(path, { ...made, once })
      await office.send(path, { ...made, once, label: 'Quầy 2' })
      await office.send(path, { ...made, once: await onceOf(path) })
      expect((await touchpoints()).length).toBe(before + 3)
    })

    it('keeps the key of a form that comes back with something wrong', async () => {
      const once = await onceOf('/admin/new/campaign')
      const page = await (await office.send('/admin/new/campaign', { ...campaign, code: 'xấu', once })).text()
      expect(page).toContain(`name="once" value="${once}"`)
    })
  })

  describe('is taken back', () => {
    it('a touchpoint, until somebody answers there', async () => {
      await createTouchpoint(server.database, { code: 'wrong-1', campaign: 'c1', kind: 'link', label: { vi: 'wrong-1' }, agencies: ['A1'] })
      await createTouchpoint(server.database, { code: 'right-1', campaign: 'c1', kind: 'link', label: { vi: 'right-1' }, agencies: ['A1'] })
      const page = await office.html('/admin/touchpoints/wrong-1')
      expect(page).toContain('href="/admin/touchpoints/wrong-1/delete"')
      await office.send('/admin/campaigns/c1/setup/open')
      expect((await post(server.url, response(undefined, { touchpoint: 'right-1', answeredOn: '2026-11-20' }))).status).toBe(201)

      const asked = await office.html('/admin/touchpoints/wrong-1/delete')
      expect(said(asked)).toContain('không mở được nữa')
      expect(said(asked)).not.toMatch(unsaid)
      expect(await touchpoints()).toContain('wrong-1')
      const gone = await office.send('/admin/touchpoints/wrong-1/delete')
      expect(gone.headers.get('location')).toBe('/admin/campaigns/c1/setup?done=touchpoint-deleted')
      expect(await touchpoints()).not.toContain('wrong-1')
      const [event] = await eventsOf(server.database, 'touchpoints', 'wrong-1')
      expect(event).toMatchObject({ act: 'touchpoints.delete', door: 'page', details: { before: { campaign: 'c1', agencies: ['A1'] } } })

      for (const [status, reply] of [
        [200, await office.get('/admin/touchpoints/right-1/delete')],
        [409, await office.send('/admin/touchpoints/right-1/delete')],
      ] as const) {
        const page = await reply.text()
        expect([reply.status, said(page).includes('Đã có người trả lời'), page.includes('href="/admin/campaigns/c1"')]).toEqual([
          status,
          true,
          true,
        ])
      }
      expect(await touchpoints()).toContain('right-1')
      expect((await office.send('/admin/touchpoints/wrong-1/delete')).status).toBe(404)
    })

    it('a touchpoint, not while a kiosk stands there that may hold answers', async () => {
      await createTouchpoint(server.database, { code: 'hall-1', campaign: 'c1', kind: 'kiosk', label: { vi: 'hall-1' }, agencies: ['A1'] })
      const deps = { database: server.database, now: () => today }
      const added = await act(deps, atCommandLine(), addKiosk, { name: 'Sảnh chính', touchpoint: 'hall-1' })
      if (added.kind !== 'done') throw new Error(added.kind)
      const { id } = added.value
      for (const [status, reply] of [
        [200, await office.get('/admin/touchpoints/hall-1/delete')],
        [409, await office.send('/admin/touchpoints/hall-1/delete')],
      ] as const) {
        const page = await reply.text()
        expect([reply.status, said(page).includes('có thể còn giữ câu trả lời'), ledTo(page).includes(`/admin/kiosks/${id}`)]).toEqual([
          status,
          true,
          true,
        ])
      }
      expect(await touchpoints()).toContain('hall-1')
      await act(deps, atCommandLine(), revokeKiosk, { id })
      await office.send('/admin/touchpoints/hall-1/delete')
      expect(await touchpoints()).not.toContain('hall-1')
    })

    it('a touchpoint, not where an interviewer alone has tapped', async () => {
      await createTouchpoint(server.database, { code: 'hall-2', campaign: 'c1', kind: 'kiosk', label: { vi: 'hall-2' }, agencies: ['A2'] })
      const assisted = response(undefined, { touchpoint: 'hall-2', agency: 'A2', answeredOn: '2026-11-20', assisted: true })
      expect((await post(server.url, assisted)).status).toBe(201)
      const reply = await office.send('/admin/touchpoints/hall-2/delete')
      expect([reply.status, said(await reply.text()).includes('Đã có người trả lời')]).toEqual([409, true])
      expect(await touchpoints()).toContain('hall-2')
    })

    it('a campaign, not while a kiosk stands at one of its touchpoints', async () => {
      await office.send('/admin/new/campaign', { ...campaign, code: 'under' })
      await createTouchpoint(server.database, {
        code: 'hall-3',
        campaign: 'under',
        kind: 'kiosk',
        label: { vi: 'hall-3' },
        agencies: ['A1'],
      })
      const deps = { database: server.database, now: () => today }
      const added = await act(deps, atCommandLine(), addKiosk, { name: 'Sảnh phụ', touchpoint: 'hall-3' })
      if (added.kind !== 'done') throw new Error(added.kind)
      const { id } = added.value
      for (const [status, reply] of [
        [200, await office.get('/admin/campaigns/under/setup/delete')],
        [409, await office.send('/admin/campaigns/under/setup/delete')],
      ] as const) {
        const page = await reply.text()
        expect([reply.status, said(page).includes('Có máy khảo sát đặt ở điểm của đợt này'), ledTo(page)]).toEqual([
          status,
          true,
          [`/admin/kiosks/${id}`, '/admin/campaigns/under/setup'],
        ])
      }
      expect(await touchpoints('under')).toEqual(['hall-3'])
      await act(deps, atCommandLine(), revokeKiosk, { id })
      await office.send('/admin/campaigns/under/setup/delete')
      expect(await touchpoints('under')).toEqual([])
    })

    it('an agency, until a campaign or another agency names it', async () => {
      await office.send('/admin/new/agency', { code: 'X1', name: 'Xã Nhầm', block: 'commune' })
      await office.send('/admin/new/agency', { code: 'X2', name: 'Xã Con', block: 'commune', parent: 'X1' })
      expect(await office.html('/admin/agencies/X1')).toContain('href="/admin/agencies/X1/delete"')
      const refused = await office.send('/admin/agencies/X1/delete', {}, 'en')
      const why = await refused.text()
      expect([refused.status, said(why).includes('names it as its parent')]).toEqual([409, true])
      expect(ledTo(why)).toEqual(['/admin/agencies/X2', '/admin/agencies/X1'])
      const measured = await office.get('/admin/agencies/A1/delete')
      const page = await measured.text()
      expect([measured.status, said(page).includes('Có đợt khảo sát đánh giá')]).toEqual([200, true])
      expect(ledTo(page)).toEqual(
        expect.arrayContaining(['/admin/campaigns/c1/setup', '/admin/campaigns/c2/setup', '/admin/agencies/A2', '/admin/agencies/A1']),
      )
      expect(said(await office.html('/admin/agencies/X2/delete'))).toContain('Xã Con')
      for (const code of ['X2', 'X1'])
        expect((await office.send(`/admin/agencies/${code}/delete`)).headers.get('location')).toBe('/admin/agencies?done=agency-deleted')
      expect((await listAgencies(server.database)).map(({ code }) => code)).not.toEqual(expect.arrayContaining(['X1']))
      expect((await eventsOf(server.database, 'agencies', 'X1')).map(({ act }) => act)).toEqual(['agencies.delete', 'agencies.create'])
      expect((await office.send('/admin/agencies/X1/delete')).status).toBe(404)
    })

    it('a campaign with its touchpoints, until it is opened', async () => {
      await office.send('/admin/new/campaign', { ...campaign, code: 'oops' })
      await office.send('/admin/new/touchpoint?campaign=oops', { kind: 'qr', spread: 'every' })
      const codes = await touchpoints('oops')
      expect(await office.html('/admin/campaigns/oops/setup')).toContain('href="/admin/campaigns/oops/setup/delete"')
      expect(said(await office.html('/admin/campaigns/oops/setup/delete', 'en'))).toContain(`its touchpoints (${codes.length}) are gone`)
      const gone = await office.send('/admin/campaigns/oops/setup/delete')
      expect(gone.headers.get('location')).toBe('/admin/campaigns?done=campaign-deleted')
      expect([await touchpoints('oops'), (await office.get('/admin/campaigns/oops/setup')).status]).toEqual([[], 404])
      expect((await eventsOf(server.database, 'campaigns', 'oops'))[0]).toMatchObject({
        act: 'campaigns.delete',
        details: { before: { questionnaire: 'sipas-service', touchpoints: codes } },
      })
      for (const reply of [await office.get('/admin/campaigns/c1/setup/delete'), await office.send('/admin/campaigns/c1/setup/delete')])
        expect([reply.status, ledTo(await reply.text())]).toEqual([409, ['/admin/campaigns/c1/setup']])
      const closed = await office.get('/admin/campaigns/c1/setup/change')
      expect([closed.status, ledTo(await closed.text())]).toEqual([409, ['/admin/campaigns/c1/setup']])
      const nowhere = await office.get('/admin/agencies/nowhere')
      expect([nowhere.status, ledTo(await nowhere.text())]).toEqual([404, ['/admin/agencies']])
      expect(await office.html('/admin/campaigns/c1/setup')).not.toContain('/setup/delete')
    })
  })

  it('leaves an event of everything that was done at the office, and of nothing that was refused', async () => {
    const before = (await eventsOf(server.database, 'settings', 'province')).length
    await office.send('/admin/settings', { name: '', nameEn: '' })
    await office.send('/admin/settings', { name: 'Tỉnh Sông Ngân', nameEn: '', fourEyes: 'yes' })
    await office.send('/admin/settings', { name: 'Tỉnh Sông Ngân', nameEn: '', fourEyes: 'yes' })
    const events = await eventsOf(server.database, 'settings', 'province')
    expect(events.length).toBe(before + 1)
    expect(events[0]).toMatchObject({
      act: 'settings.change',
      details: { before: { fourEyes: false, name: null }, after: { fourEyes: true, name: { vi: 'Tỉnh Sông Ngân' } } },
    })
  })
})
