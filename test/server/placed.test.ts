import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { findCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { questionnaireSource } from '../../server/db/questionnaires'
import { noFilter } from '../../server/reading/filter'
import type { Results } from '../../server/reading/results'
import { readEarlier } from '../../server/reading/workspace'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { designing } from './designing'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeOf } from './office'
import { tokenOf } from './token'
import { openWorkbook } from './unpacked'
import { apart, cellsOf, everyTab, percent, rowsOf, sectionOf, textOf } from './reading-html'

const words = { vi: 'Một chỉ số', en: 'An indicator' }
const factor = (code: string, items: readonly string[], rest: object = {}) => ({ code, kind: 'factor', label: words, items, ...rest })
const combined = (code: string, rollUp: string, rest: object = {}) => ({
  code,
  kind: 'overall',
  label: words,
  children: ['P', 'Q'],
  rollUp,
  ...rest,
})

/** Its headline is where an agency lies between the lowest (0) and the highest (1); beside it stands one node of each operation. */
const placed: Questionnaire = readSmall({
  ...readSmall(),
  id: 'placed',
  headline: 'S',
  trees: [
    {
      id: 'satisfaction',
      label: words,
      formula: 'share',
      nodes: [
        { code: 'S', kind: 'overall', label: { vi: 'Chung', en: 'Overall' }, items: ['m1'], steps: [{ type: 'observed', to: [0, 1] }] },
        factor('P', ['m1']),
        factor('Q', ['m2'], { steps: [{ type: 'clamp', low: 0.1 }] }),
        combined('SUM', 'sum', { unit: 'number' }),
        combined('PRODUCT', 'product'),
        combined('RATIO', 'ratio'),
        combined('WEIGHTED', 'weighted', { weights: [3, 1] }),
        combined('LOWEST', 'min'),
        combined('COUNT', 'count-where', { where: { atLeast: 0.4 }, unit: 'number' }),
        combined('STEPS', 'mean-of-children', {
          unit: 'number',
          steps: [
            { type: 'linear', from: [0, 1], to: [0, 50] },
            { type: 'clamp', high: 18.5 },
            { type: 'round', digits: 0, mode: 'half-up' },
          ],
        }),
      ],
    },
  ],
})

/** Satisfied persons of twenty, by campaign and agency. */
const satisfied = { q3: { A1: 5, A2: 10, A3: 15 }, q4: { A1: 10, A2: 5, A3: 15 } } as const
const agencies = ['A1', 'A2', 'A3'] as const

describe('a headline that is a place among agencies', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine: 'SQLite', now: () => Date.parse('2026-11-20T03:00:00Z') })
    office = officeOf(server)
    const author = designing(server)
    await author.begin(placed)
    await author.publish(placed, 1)
    for (const code of ['q3', 'q4'] as const) {
      await fielded(server.database, {
        code,
        title: { vi: code },
        questionnaire: placed.id,
        agencies: agencies.map((one) => agency(one)),
        opensOn: code === 'q3' ? '2026-07-01' : '2026-10-01',
        closesOn: '2026-12-31',
        touchpoints: [{ code: `${code}-qr`, campaign: code, kind: 'qr', label: { vi: code }, agencies: [...agencies] }],
      })
      for (const one of agencies)
        for (let person = 0; person < 20; person++) {
          const score = person < satisfied[code][one] ? 'good' : 'bad'
          const wanted = {
            campaign: code,
            touchpoint: `${code}-qr`,
            agency: one,
            version: 1,
            answeredOn: code === 'q3' ? '2026-08-10' : '2026-10-12',
          }
          const reply = await post(
            server.url,
            response({ late: 'no', m1: score, m2: person < 2 * satisfied[code][one] ? 'good' : 'bad' }, wanted),
          )
          if (reply.status !== 201) throw new Error(await reply.text())
        }
    }
    await server.database.db.updateTable('campaigns').set({ closes_on: '2026-09-30', status: 'closed' }).where('code', '=', 'q3').execute()
  })
  afterAll(() => server.close())
  const api = async (query: string): Promise<Results> => JSON.parse(await office.html(`/api/v1/campaigns/${query}`))
  const head = ({ nodes }: Pick<Results['total'], 'nodes'>) => nodes.find(({ code }) => code === 'S')?.value

  it('is compared with the place that the campaign before had given', async () => {
    const record = (await findCampaign(server.database, 'q4')) ?? expect.fail('no campaign')
    const [last] = await readEarlier({ database: server.database, questionnaires: questionnaireSource(server.database) }, record, noFilter)
    // (5, 10, 15 of 20) lie at 0, 1/2 and 1; (10, 5, 15) at 1/2, 0 and 1.
    expect(agencies.map((code) => last?.agencies.get(code)?.value)).toEqual([0, 0.5, 1])
    expect((await api('q3/results')).agencies.map(head)).toEqual([0, 0.5, 1])
    const rows = rowsOf(sectionOf(await office.html('/admin/campaigns/q4/agencies'), 'agencies'))
    const told = (name: string) => rows.find((row) => row.some((cell) => cell.includes(name)))?.join(' ')
    expect(told('Xã A1')).toContain(`(+${apart(0.5)})`)
    expect(told('Xã A2')).toContain(`(−${apart(0.5)})`)
  })

  it('is the same for an agency that is read alone as among all, on its page too; all together have no place', async () => {
    for (const [code, value] of [
      ['A1', 0.5],
      ['A2', 0],
      ['A3', 1],
    ] as const) {
      const alone = await api(`q4/results?agency=${code}`)
      expect([head(alone.total), ...alone.agencies.map(head)]).toEqual([value, value])
      expect(textOf(sectionOf(await office.html(`/admin/campaigns/q4?agency=${code}`), 'headline'))).toContain(percent(value, 2))
      expect(textOf(sectionOf(await office.html(`/admin/campaigns/q4/figures/S?agency=${code}`), 'value'))).toContain(percent(value, 2))
    }
    const [root = []] = rowsOf(sectionOf(await office.html('/admin/campaigns/q4/criteria?agency=A2'), 'indicators')).filter(([name]) =>
      name?.startsWith('Chung'),
    )
    expect(root.slice(1).join(' ')).toMatch(/^S 20 20 0,00%\sn\s=\s20 25,00%/)
    expect((await api('q4/results')).total.nodes.find(({ code }) => code === 'S')).toMatchObject({ value: null, lacking: 'needs-agencies' })
  })

  it.each([
    ['SUM', '0.2500 + 0.5000 = 0.75'],
    ['PRODUCT', '0.2500 × 0.5000 = 12.50%'],
    ['RATIO', '0.2500 / 0.5000 = 50.00%'],
    ['WEIGHTED', '0.7500 × 0.2500 + 0.2500 × 0.5000 = 31.25%'],
    ['LOWEST', 'min(0.2500; 0.5000) = 25.00%'],
    ['COUNT', '≥ 0.4000'],
    ['STEPS', '(0.2500 + 0.5000) / 2 = 0.3750'],
  ])('stands beside %s, which its page adds up from the values right below: %s', async (code, sum) => {
    const page = async (of: string) => (await office.get(`/admin/campaigns/q4/figures/${of}?agency=A2`, 'en')).text()
    const shown = await page(code)
    expect(textOf(sectionOf(shown, 'formula'))).toContain(sum)
    const below = rowsOf(sectionOf(shown, 'parts')).slice(1)
    expect(below.map((row) => row[2])).toEqual(['0.2500', '0.5000'])
    expect([textOf(sectionOf(await page('P'), 'formula')), textOf(sectionOf(await page('Q'), 'formula'))]).toEqual([
      expect.stringContaining('(5) / 20 = 25.00%'),
      expect.stringContaining('(10) / 20 = 0.5000'),
    ])
    if (code === 'STEPS')
      expect(cellsOf(sectionOf(shown, 'steps')).filter((cell) => /^[\d.]+$/.test(cell))).toEqual(['18.7500', '18.5000', '19'])
    // .125 ± 1.96 · √.0056 reaches below 0, which no product of shares does.
    if (code === 'PRODUCT')
      expect(textOf(sectionOf(shown, 'interval'))).toMatch(
        /0\.125 ± z × √0\.0056\d* = −0\.02\d* to (0\.27\d*); held within what the figure can be: 0 to \1/,
      )
    const found = (await api('q4/results?agency=A2')).agencies[0]?.nodes.find((one) => one.code === code)?.value
    expect(found).toBeCloseTo(
      { SUM: 0.75, PRODUCT: 0.125, RATIO: 0.5, WEIGHTED: 0.3125, LOWEST: 0.25, COUNT: 1, STEPS: 19 }[code] ?? NaN,
      12,
    )
  })

  describe('for an analyst of one agency', () => {
    let analyst: Office
    beforeAll(async () => {
      const { database } = server
      const user = newUser('analyst', '')
      await insertUser(database, user, undefined, 0)
      await saveGrant(database, user.id, { role: 'analyst', agency: 'A1', endsOn: '' })
      analyst = officeOf({ url: server.url, token: await tokenOf(database, 'analyst') })
    })

    it('has the figures of that agency as everybody has them, but no place: it would tell how the first and the last of all fare', async () => {
      const [own] = (await api('q4/results')).agencies
      const seen: Results = JSON.parse(await analyst.html('/api/v1/campaigns/q4/results'))
      const [found] = seen.agencies
      expect(own).toMatchObject({ code: 'A1', ranked: 3 })
      expect([seen.agencies.length, found?.code, found?.rank, found?.ranked]).toEqual([1, 'A1', null, 0])
      expect(found?.nodes.find(({ code }) => code === 'S')).toMatchObject({ value: null, lacking: 'needs-agencies' })
      const others = (all: typeof own) => all?.nodes.filter(({ code }) => code !== 'S')
      expect(others(found)).toEqual(others(own))
      const alone: Results = JSON.parse(await analyst.html('/api/v1/campaigns/q4/results?agency=A1'))
      expect([head(alone.total), ...alone.agencies.map(head)]).toEqual([null, null])
      const figure = textOf(sectionOf(await analyst.html('/admin/campaigns/q4/figures/S?agency=A1'), 'value'))
      expect([figure.includes(percent(0.5, 2)), figure.includes('bạn phải được xem mọi cơ quan')]).toEqual([false, true])
    })

    it('calls no part of a block the block, and says wherever figures are pooled of how many agencies they are', async () => {
      const part = 'Chỉ gồm 1 trong 3 cơ quan'
      const alone = await everyTab(analyst.html, '/admin/campaigns/q4?agency=A1')
      const [, ...beside] = rowsOf(sectionOf(alone, 'beside'))
      expect(beside.map((row) => row.slice(-2))).toEqual(beside.map(() => ['–', '–']))
      expect(textOf(alone)).not.toContain(part)
      for (const path of ['', '?block=commune', '/figures/P', '/report']) {
        expect(textOf(await analyst.html(`/admin/campaigns/q4${path}`))).toContain(part)
        expect(textOf(await office.html(`/admin/campaigns/q4${path}`))).not.toContain('Chỉ gồm')
      }
    })

    it('says so in the API and in files too, and nothing of it to whoever sees them all or asks for one', async () => {
      const part = async (who: Office, query = '') => (await who.get(`/api/v1/campaigns/q4/results${query}`)).json()
      expect((await part(analyst)).part).toEqual({ agencies: 1, measured: 3 })
      for (const whole of [await part(office), await part(analyst, '?agency=A1')]) expect(whole).not.toHaveProperty('part')
      const named = async (who: Office) => {
        const [head = [], ...rows] = parse(await who.html('/api/v1/campaigns/q4/exports/results.csv?lang=vi'), { bom: true })
        const [level, name] = [head.indexOf('level'), head.indexOf('name')]
        return new Set(rows.filter((row) => row[level] !== 'agency').map((row) => row[name]))
      }
      expect([...(await named(analyst)), ...(await named(office))]).toEqual(['chỉ 1 trong 3 cơ quan: những cơ quan được xem', ''])
      const book = openWorkbook(
        new Uint8Array(await (await analyst.get('/api/v1/campaigns/q4/exports/results.xlsx?lang=vi')).arrayBuffer()),
      )
      expect(JSON.stringify(book)).toContain('Xã, phường · chỉ 1 trong 3 cơ quan')
    })

    it('counts the responses of that agency in the list of campaigns', async () => {
      const listed = (html: string) =>
        rowsOf(html)
          .filter(([title]) => /q[34]/.test(title ?? ''))
          .map((row) => row.find((cell) => /^\d+$/.test(cell)))
      expect(listed(await office.html('/admin'))).toEqual(['60', '60'])
      expect(listed(await analyst.html('/admin'))).toEqual(['20', '20'])
    })

    it('sees what is released of that agency as everybody does, and of everything nothing: less their own, a rest would be of others', async () => {
      const night = { database: server.database, now: () => Date.parse('2026-11-21T03:00:00Z') }
      expect((await act(night, atCommandLine(), releaseCampaign, { code: 'q4' })).kind).toBe('done')
      const released = async (who: Office) => (await who.get('/api/v1/campaigns/q4/released')).json()
      const indicators = async (who: Office, query = '') => sectionOf(await who.html(`/admin/campaigns/q4/released${query}`), 'indicators')
      // 10 + 5 + 15 of 60.
      expect(await indicators(office)).toContain('50,00%')
      expect(await indicators(analyst)).not.toContain('50,00%')
      const [whole, own] = [await released(office), await released(analyst)]
      expect([whole.blocks.length, whole.total.nodes.length > 0, own.blocks, own.total.nodes, own.total.waiting]).toEqual([
        1,
        true,
        [],
        [],
        0,
      ])
      expect(own.agencies).toEqual(whole.agencies.filter(({ code }: { readonly code: string }) => code === 'A1'))
      // The released place is there for everybody, the working one beside it is not.
      const all = await indicators(office, '?agency=A1')
      const withheld = all.replace(/50,00%<small>n\s=\s20<\/small><\/td><\/tr>/, '–</td></tr>')
      expect([withheld === all, await indicators(analyst, '?agency=A1')]).toEqual([false, withheld])
    })

    it('takes no published figure of another agency for one of the whole', async () => {
      const published = { year: '2024', node: 'S', value: '83,94', formula: 'share' }
      for (const [place, source] of [
        ['Xã A1', 'Báo cáo một'],
        ['Xã A2', 'Báo cáo hai'],
        ['Toàn tỉnh', 'Báo cáo tỉnh'],
      ] as const)
        expect((await office.send('/admin/results/published', { ...published, place, source })).status).toBe(303)
      const sources = (html: string) => [...new Set(textOf(sectionOf(html, 'trend')).match(/Báo cáo (một|hai|tỉnh)/g))]
      expect(sources(await analyst.html('/admin/campaigns/q4/trend'))).toEqual(['Báo cáo tỉnh'])
      expect(sources(await analyst.html('/admin/campaigns/q4/trend?agency=A1'))).toEqual(['Báo cáo một'])
    })
  })
})
