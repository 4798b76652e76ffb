import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAgencies, saveAgencies } from '../../server/db/agencies'
import { findCampaign } from '../../server/db/campaigns'
import { questionnaireSource } from '../../server/db/questionnaires'
import { noFilter } from '../../server/reading/filter'
import { readEarlier } from '../../server/reading/workspace'
import type { Agency } from '../../surveys/fielding/campaign'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { designing } from './designing'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { apart, everyTab, percent, rowsOf, sectionOf, textOf } from './reading-html'
import { tokenOf } from './token'

const words = { vi: 'Một chỉ số', en: 'An indicator' }
/** Its headline is the share of those who call one thing good. */
const one: Questionnaire = readSmall({
  ...readSmall(),
  id: 'one',
  headline: 'S',
  trees: [
    {
      id: 'satisfaction',
      label: words,
      formula: 'share',
      nodes: [{ code: 'S', kind: 'overall', label: { vi: 'Chung', en: 'Overall' }, items: ['m1'] }],
    },
  ],
})

const lasting = (code: string, changed: Partial<Agency> = {}): Agency => ({ ...agency(code), ...changed })
/** On 1 July 2025 A and B became C, and S was split into T and U; X stayed. */
const listed = [
  lasting('A', { validTo: '2025-06-30' }),
  lasting('B', { validTo: '2025-06-30' }),
  lasting('C', { validFrom: '2025-07-01', predecessors: ['A', 'B'] }),
  lasting('S', { validTo: '2025-06-30' }),
  lasting('T', { validFrom: '2025-07-01', predecessors: ['S'] }),
  lasting('U', { validFrom: '2025-07-01', predecessors: ['S'] }),
  lasting('X'),
]
const only = (...codes: string[]) => listed.filter(({ code }) => codes.includes(code))

/** Of how many persons how many are satisfied. */
const answers = {
  y2025: { A: [10, 2], B: [15, 13], S: [10, 5], X: [10, 5] },
  y2026: { C: [20, 16], T: [10, 9], U: [10, 1], X: [10, 8] },
} as const

describe.each(engines)('a trend across a merger and a split on %s', (engine) => {
  let server: TestServer
  let office: Office
  let today = '2025-02-10'
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse(`${today}T03:00:00Z`) })
    office = officeOf(server)
    await saveAgencies(server.database, listed)
    const author = designing(server)
    await author.begin(one)
    await author.publish(one, 1)
    for (const code of ['y2025', 'y2026'] as const) {
      const year = code.slice(1)
      today = `${year}-02-10`
      const agencies = only(...Object.keys(answers[code]))
      await fielded(server.database, {
        code,
        title: { vi: `Năm ${year}` },
        questionnaire: one.id,
        agencies,
        opensOn: `${year}-01-01`,
        closesOn: `${year}-03-31`,
        touchpoints: [{ code: `${code}-qr`, campaign: code, kind: 'qr', label: { vi: code }, agencies: agencies.map((own) => own.code) }],
      })
      const asked = { campaign: code, touchpoint: `${code}-qr`, version: 1, answeredOn: today }
      for (const [own, [persons, satisfied]] of Object.entries(answers[code]))
        await Promise.all(
          Array.from({ length: persons }, async (_, person) => {
            const said = { late: 'no', m1: person < satisfied ? 'good' : 'bad' }
            const reply = await post(server.url, response(said, { ...asked, agency: own }))
            if (reply.status !== 201) throw new Error(await reply.text())
          }),
        )
    }
  })
  afterAll(() => server.close())

  const before = async (filter: Partial<typeof noFilter> = {}) => {
    const record = (await findCampaign(server.database, 'y2026')) ?? expect.fail('no campaign')
    const sources = { database: server.database, questionnaires: questionnaireSource(server.database) }
    const [last] = await readEarlier(sources, record, { ...noFilter, ...filter })
    return last ?? expect.fail('no earlier campaign')
  }
  const page = (query = '', who = office) => everyTab(who.html, `/admin/campaigns/y2026${query}`)
  const row = (html: string, name: string) => rowsOf(sectionOf(html, 'agencies')).find((cells) => cells.includes(name)) ?? []

  it('compares an agency with the sums of all that merged into it, not with the mean of their shares', async () => {
    const { agencies, total } = await before()
    // 2 of 10 and 13 of 15 are 15 of 25; the mean of 20 % and 86.67 % would be 53.33 %.
    expect(agencies.get('C')).toMatchObject({ value: 0.6, base: 25, persons: 25 })
    expect(agencies.get('X')).toMatchObject({ value: 0.5, base: 10 })
    expect(total.nodes[0]).toMatchObject({ value: 25 / 45, base: 45 })
    const alone = await before({ agency: 'C' })
    expect([alone.total.responses, alone.total.nodes[0]?.value, alone.agencies.get('C')?.value]).toEqual([25, 0.6, 0.6])
  })

  it('says so, in the table of agencies, at the head of its own page and in its history', async () => {
    expect(row(await page(), 'Xã C').join(' ')).toContain(`gồm Xã A, Xã B trước 01/07/2025 20 phiếu ${percent(0.8, 2)}`)
    expect(row(await page(), 'Xã C').join(' ')).toContain(`(+${apart(0.2)})`)
    const own = await page('?agency=C')
    expect(textOf(sectionOf(own, 'headline')).replaceAll('\n', '')).toContain('Năm 2025: gồm Xã A, Xã B trước 01/07/2025.')
    const [, last = []] = rowsOf(sectionOf(own, 'trend')).filter((cells) => cells.join(' ').includes('Năm 20'))
    expect(last.slice(0, 5)).toEqual(['Năm 2025', 'gồm Xã A, Xã B trước 01/07/2025', '01/01/2025 – 31/03/2025', '25', '25'])
    expect(last[5]).toBe(percent(0.6, 2))
  })

  it('compares nothing with a part of what was split, and says why', async () => {
    const { agencies, lineages } = await before()
    expect([agencies.has('T'), agencies.has('U'), lineages.get('T')?.divided]).toEqual([false, false, ['S']])
    const why = 'không so sánh trọn vẹn được: chỉ một phần của Xã S còn ở đây'
    expect([row(await page(), 'Xã T').includes(why), row(await page(), 'Xã T').at(-1)]).toEqual([true, '–'])
    const own = await page('?agency=U')
    const [, last = []] = rowsOf(sectionOf(own, 'trend')).filter((cells) => cells.join(' ').includes('Năm 20'))
    expect(last).toEqual(['Năm 2025', why, '01/01/2025 – 31/03/2025', '–', '–', '–', '–'])
    expect(said(own)).not.toMatch(/(tăng|giảm) [\d,]+ điểm so với Năm 2025/)
  })

  it('counts a merged agency as one at constant mixture, and names those that cannot be compared', async () => {
    // C weighs (25/35 + 20/30)/2, X (10/35 + 10/30)/2: 0.6905 · 0.2 + 0.3095 · 0.3 = 0.23095.
    const text = textOf(sectionOf(await page(), 'headline')).replaceAll('\n', ' ')
    expect(text).toContain(`nếu giữ nguyên cơ cấu câu trả lời giữa các cơ quan: thay đổi +${apart(0.230952)} điểm`)
    expect(text).toContain('Không so được vì chỉ có số ở một đợt: Xã T, Xã U, Xã S')
  })

  it('is read alike by who is over the heir alone', async () => {
    const analyst = officeOf({
      url: server.url,
      token: await tokenOf(server.database, 'over-c', [{ role: 'analyst', agency: 'C', endsOn: '' }]),
    })
    const own = await page('?agency=C', analyst)
    expect(rowsOf(sectionOf(own, 'trend')).some((cells) => cells.includes(percent(0.6, 2)))).toBe(true)
    expect((await analyst.get('/admin/campaigns/y2025')).status).toBe(404)
  })

  it('stays as it is whatever becomes of the agencies later, and gives way to a day put right', async () => {
    const was = await before()
    await saveAgencies(server.database, [
      lasting('C', { validFrom: '2025-07-01', validTo: '2027-06-30', predecessors: ['A', 'B'] }),
      lasting('E', { validFrom: '2027-07-01', predecessors: ['C', 'X'] }),
      lasting('X', { validTo: '2027-06-30' }),
    ])
    expect([...(await before()).agencies]).toEqual([...was.agencies])
    await saveAgencies(server.database, [lasting('B', { validTo: null })])
    expect([(await before()).agencies.has('C'), (await before()).lineages.get('C')?.divided]).toEqual([false, ['B']])
    expect((await listAgencies(server.database)).length).toBe(8)
    expect(said(await page('?agency=C', officeOf(server)))).toContain('chỉ một phần của Xã B còn ở đây')
  })
})
