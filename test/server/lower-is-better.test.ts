import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localDay } from '../../surveys/instrument/calendar'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { designing } from './designing'
import { agency, fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { published } from './publishing'

/** Every figure says how many had to pay beyond the fee, so that the low end is the good one. */
const paying: Questionnaire = readSmall({
  ...readSmall(),
  id: 'paying',
  trees: readSmall().trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => ({ ...node, direction: 'lower' as const })) })),
})

describe.each(oneEngine)('figures of which the low end is good, on %s', (engine) => {
  let server: TestServer
  let office: Office
  let clock = Date.parse('2026-11-20T03:00:00Z')
  const agencies = [agency('A1'), agency('A2')]
  const field = async (code: string, opensOn: string, closesOn: string, paid: Readonly<Record<string, number>>): Promise<void> => {
    const codes = agencies.map((one) => one.code)
    const touchpoint = { code: `${code}-q`, campaign: code, kind: 'qr', label: { vi: 'Q' }, agencies: codes } as const
    await fielded(server.database, { code, questionnaire: 'paying', version: 1, agencies, touchpoints: [touchpoint], opensOn, closesOn })
    for (const [at, count] of Object.entries(paid))
      for (let person = 0; person < 40; person++) {
        const score = person < count ? 'good' : 'bad'
        const wanted = { campaign: code, touchpoint: `${code}-q`, agency: at, version: 1, answeredOn: opensOn }
        const reply = await post(server.url, response({ late: 'no', m1: score, m2: score, rate: score }, wanted))
        if (reply.status !== 201) throw new Error(await reply.text())
      }
  }
  beforeAll(async () => {
    server = await startServer({ engine, now: () => clock })
    office = officeOf(server)
    const author = designing(server)
    await author.begin(paying)
    await author.publish(paying, 1)
    clock = Date.parse('2026-08-20T03:00:00Z')
    await field('q3', '2026-07-01', '2026-09-30', { A1: 4, A2: 36 })
    clock = Date.parse('2026-11-20T03:00:00Z')
    await field('q4', '2026-10-01', '2026-12-31', { A1: 36, A2: 4 })
  })
  afterAll(() => server.close())
  const rowOf = (html: string, name: string): string =>
    html
      .split('<tr')
      .slice(1)
      .find((row) => row.includes(`>${name}<`)) ?? ''

  it('are coloured by what is better and not by what is higher, with the sign of what is higher', async () => {
    const html = await office.html('/admin/campaigns/q4/agencies')
    expect(said(html)).toContain('Càng thấp càng tốt')
    const [first, last] = [rowOf(html, 'Xã A2'), rowOf(html, 'Xã A1')]
    expect(first).toMatch(/^ [^>]*class="far-better"/)
    expect(first).toMatch(/class="drawn far-better"/)
    expect(last).toMatch(/^ [^>]*class="far-worse"/)
    expect(last).toMatch(/class="drawn far-worse"/)
    expect(said(`<i${first}`).trim()).toMatch(/^1\b/)
    expect(last).toMatch(/class="d change worse"[^>]*><span aria-hidden="true">▲/)
    expect(first).toMatch(/class="d change better"[^>]*><span aria-hidden="true">▼/)
  })

  it('have moved for the worse where they rose, on the overview and in the course of time', async () => {
    const overview = await office.html('/admin/campaigns/q4')
    const moves = overview.split('id="moves"')[1] ?? ''
    expect(rowOf(moves, 'Xã A1')).toMatch(/class="drawn worse"[\s\S]*class="d change worse"/)
    const own = await office.html('/admin/campaigns/q4?agency=A2')
    expect(own).toMatch(/class="change better"/)
    expect(await office.html('/admin/campaigns/q4/trend?agency=A2')).toMatch(/class="d change better"/)
  })

  it('are drawn for everybody in the colour of what is better', async () => {
    clock = Date.parse('2027-02-15T03:00:00Z')
    await published({ database: server.database, now: () => clock }, 'q4')
    expect(localDay(clock)).toBe('2027-02-15')
    const html = await (await fetch(`${server.url}/r/q4`)).text()
    expect(rowOf(html, 'Xã A1')).toMatch(/class="worse"/)
    expect(rowOf(html, 'Xã A2')).toMatch(/class="better"/)
  })
})
