import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { listAgencies, saveAgencies } from '../../server/db/agencies'
import { findCampaign } from '../../server/db/campaigns'
import { keptAgencies } from '../../server/db/migrations/0035-kept-agencies'
import { commandOn } from './cli'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, officeOf, said } from './office'
import { tokenOf } from './token'
import { openWorkbook } from './unpacked'

const before = [
  { ...agency('A1', 'commune', 'Xã Một'), parent: 'P1' },
  { ...agency('A2', 'commune', 'Xã Hai'), parent: 'P1' },
  agency('D1', 'department', 'Sở Ba'),
  agency('P1', 'vertical', 'Chi cục Bốn'),
]
const measured = before.slice(0, 3)
const codes = measured.map(({ code }) => code)
const period = { opensOn: '2026-10-01', closesOn: '2026-12-31' }
const touchpoints = [{ code: 'q', campaign: 'c1', kind: 'qr' as const, label: { vi: 'Quầy' }, agencies: codes }]

describe.each(engines)('agencies of a campaign that was opened on %s', (engine) => {
  let server: TestServer
  let office: Office
  let today = '2026-11-20'
  let seconds = 0
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse(`${today}T03:00:00Z`) + seconds * 1000 })
    office = officeInPerson(server)
    await saveAgencies(server.database, before)
    await fielded(server.database, { agencies: measured, touchpoints, ...period, status: 'draft' })
    await fielded(server.database, { code: 'draft', agencies: measured, touchpoints: [], ...period, status: 'draft' })
  })
  afterAll(() => server.close())

  const api = async (path: string, who = office) => (await who.get(`/api/v1/campaigns/c1/${path}`)).json()
  const sent = async (code: string, answeredOn = today) => {
    const reply = await post(server.url, response(undefined, { touchpoint: 'q', agency: code, answeredOn }))
    return reply.status === 201 ? 201 : (await reply.json()).code
  }
  const change = async (code: string, fields: Readonly<Record<string, string>>) => {
    const now = (await listAgencies(server.database)).find((one) => one.code === code) ?? expect.fail(`no ${code}`)
    const form = { name: now.name['vi'] ?? '', name_en: now.name['en'] ?? '', block: now.block, parent: now.parent ?? '' }
    const days = { valid_from: now.validFrom ?? '', valid_to: now.validTo ?? '', predecessors: now.predecessors.join('|') }
    expect((await office.send(`/admin/agencies/${code}`, { ...form, ...days, ...fields })).status).toBe(303)
    // What a touchpoint asks is kept for two seconds.
    seconds += 3
  }
  const names = async (campaign: string) =>
    (await findCampaign(server.database, campaign))?.measured.map(({ agency: one }) => `${one.name['vi'] ?? ''}, ${one.block}`)

  it('follow the list until it opens', async () => {
    await change('A1', { name: 'Xã Một Mới' })
    expect(await names('c1')).toEqual(['Xã Một Mới, commune', 'Xã Hai, commune', 'Sở Ba, department'])
    await change('A1', { name: 'Xã Một' })
    expect(said(await office.html('/admin/campaigns/c1/setup/open'))).toContain('kết quả giữ tên, khối và cấp trên của cơ quan như khi mở')
    expect((await office.send('/admin/campaigns/c1/setup/open')).status).toBe(303)
    for (const code of codes) for (let person = 0; person < 12; person++) expect(await sent(code)).toBe(201)
    expect((await act(server, atCommandLine(), releaseCampaign, { code: 'c1' })).kind).toBe('done')
  })

  it('keep name and block in every figure, rank, file, release and question, whatever becomes of them', async () => {
    const csv = (name: string) => office.html(`/api/v1/campaigns/c1/exports/${name}.csv`)
    const all = async () => ({
      results: await api('results'),
      block: await api('results?block=commune'),
      released: await api('released'),
      files: await Promise.all(['results', 'responses', 'released'].map(csv)),
      asked: said(await (await fetch(`${server.url}/s/q`)).text()),
    })
    const was = await all()
    expect(was.results.agencies.map(({ rank, ranked }: Record<string, unknown>) => [rank, ranked])).toEqual([
      [1, 2],
      [1, 2],
      [1, 1],
    ])
    await change('A1', { name: 'Phường Tân Lập', name_en: 'Tan Lap ward', block: 'department', parent: 'D1' })
    await change('D1', { block: 'commune', predecessors: 'A2' })
    await change('A2', { name: 'Xã Hai', parent: '' })
    today = '2026-11-21'
    expect(await all()).toEqual(was)
    expect((await act(server, atCommandLine(), releaseCampaign, { code: 'c1' })).kind).toBe('done')
    const { asOf: _, ...next } = await api('released')
    const { asOf: __, ...last } = was.released
    expect(next).toEqual(last)
    expect(await names('draft')).toEqual(['Phường Tân Lập, department', 'Xã Hai, commune', 'Sở Ba, commune'])
  })

  it('say in one sentence what they are called today, on pages, in the report, in workbooks and at the command line', async () => {
    const renamed = 'như khi mở đợt khảo sát; nay đã khác: Xã Một nay là Phường Tân Lập, thuộc khối Sở, ban, ngành'
    const both = `${renamed}; Sở Ba nay thuộc khối Xã, phường.`
    for (const path of ['', '/figures/SIPAS', '/report', '/released', '/released/report'])
      expect(said(await office.html(`/admin/campaigns/c1${path}`))).toContain(both)
    for (const path of ['?agency=A1', '/figures/SIPAS?agency=A1', '/report?agency=A1', '?block=commune'])
      expect(said(await office.html(`/admin/campaigns/c1${path}`))).toContain(`${renamed}.`)
    expect(said(await office.html('/admin/campaigns/c1?agency=A2'))).not.toContain('nay đã khác')
    expect(said(await office.html('/admin/campaigns/c1', 'en'))).toContain(
      'today they differ: A1 commune is now Tan Lap ward, in the block Departments; D1 commune is now in the block Communes and wards.',
    )
    for (const file of ['results', 'released', 'responses']) {
      const book = await office.get(`/api/v1/campaigns/c1/exports/${file}.xlsx?lang=vi`)
      expect(JSON.stringify(openWorkbook(new Uint8Array(await book.arrayBuffer())))).toContain(both)
    }
    if (engine === 'PostgreSQL') return
    const { stdout } = await commandOn(server, 'report', '--campaign', 'c1')
    expect([stdout.includes(both), stdout.includes('Xã Một ')]).toEqual([true, true])
  })

  it('are seen by whom they are under today, with the figures of then', async () => {
    const over = async (code: string) =>
      officeOf({
        url: server.url,
        token: await tokenOf(server.database, `over-${code}`, [{ role: 'analyst', agency: code, endsOn: '' }]),
      })
    // A1 went from under P1 to under D1, A2 to nobody.
    expect((await (await over('P1')).get('/api/v1/campaigns/c1/results')).status).toBe(404)
    const { agencies } = await api('results', await over('D1'))
    expect(agencies.map(({ code, name, block }: Record<string, string>) => [code, name, block])).toEqual([
      ['A1', 'Xã Một', 'commune'],
      ['D1', 'Sở Ba', 'department'],
    ])
  })

  it('end for it on the day on which they end today, and lose no day that it began with', async () => {
    await change('A1', { valid_to: '2026-11-21' })
    today = '2026-11-22'
    expect([await sent('A1'), await sent('A1', '2026-11-21'), await sent('A2')]).toEqual(['agency_ended', 201, 201])
    expect(said(await (await fetch(`${server.url}/s/q?agency=A1`)).text())).toContain('Xã Một đã thôi hoạt động từ sau ngày 21/11/2026')
    await change('A1', { valid_to: '' })
    await change('A2', { valid_from: '2026-11-22' })
    expect([await sent('A1'), await sent('A2', '2026-11-20')]).toEqual([201, 201])
  })

  it('are what stands on the day of the step that keeps them, where a campaign was opened before', async () => {
    const { db } = server.database
    await db.schema.alterTable('campaign_agencies').dropColumn('opened_as').execute()
    await keptAgencies().up(db)
    const kept = await names('c1')
    expect(kept).toEqual(['Phường Tân Lập, department', 'Xã Hai, commune', 'Sở Ba, commune'])
    await change('A2', { name: 'Xã Hai Mới' })
    expect(await names('c1')).toEqual(kept)
    expect(await names('draft')).toContain('Xã Hai Mới, commune')
  })

  it('can be no others than those that have a day in its period when it opens', async () => {
    await change('A2', { name: 'Xã Hai', valid_from: '', valid_to: '2026-09-30' })
    const asked = await office.get('/admin/campaigns/draft/setup/open')
    const text = await asked.text()
    expect([asked.status, text.includes('href="/admin/agencies/A2"')]).toEqual([409, true])
    for (const part of ['từ 01/10/2026 đến hết 31/12/2026', 'Xã Hai (đến 30/09/2026)']) expect(said(text)).toContain(part)
    expect((await office.send('/admin/campaigns/draft/setup/open')).status).toBe(409)
    expect((await findCampaign(server.database, 'draft'))?.campaign.status).toBe('draft')
    if (engine === 'PostgreSQL') return
    expect((await commandOn(server, 'campaigns', 'open', 'draft')).stderr).toContain('has no day in its period')
  })
})
