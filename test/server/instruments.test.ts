import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { findInCatalogue } from '../../server/catalogue'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said } from './office'

type Numbers = Readonly<Record<string, string>>
type Told = {
  readonly headline: string
  readonly agencies: readonly {
    readonly code: string
    readonly rank: number | null
    readonly nodes: readonly {
      readonly code: string
      readonly value: number | null
      readonly grade: string | null
      readonly missing: readonly string[]
    }[]
  }[]
}

/** Twelve dossiers, of which 4 came early and 2 late, 3 took one visit more and 3 several, 2 met fair and 1 poor manners. */
const dossiers: readonly Answers[] = Array.from({ length: 12 }, (_, place) => ({
  P1: place < 4 ? 'early' : place < 10 ? 'on' : 'late',
  P2: 'on',
  P3: place < 6 ? 'none' : place < 9 ? 'once' : 'more',
  P4: 'one',
  P7: place < 9 ? 'good' : place < 11 ? 'fair' : 'poor',
}))

const counts: Numbers = {
  'N.procedures': '100',
  'N.announced': '90',
  'N.published': '45',
  'N.received': '400',
  'N.synchronised': '180',
  'N.settled': '200',
  'N.on-time': '190',
  'N.in-hand': '50',
  'N.within': '36',
  'N.electronic': '90',
  'N.digitised': '360',
  'N.reused': '120',
  'N.online': '300',
  'N.payable': '100',
  'N.paid-online': '27',
  'N.feedback': '10',
  'N.feedback-taken': '9',
  'N.feedback-on-time': '9',
  'N.feedback-bad': '1',
  'N.late': '10',
  'N.complained': '20',
}

/** Agreement with what is said well of an agency, and with what is said ill of it, wherever it is asked. */
function ratingOf({ sections }: Questionnaire, [well, ill]: readonly [string, string]): Answers {
  const questions = sections.filter(({ each }) => each).flatMap((section) => section.questions)
  return Object.fromEntries(
    questions.flatMap((question) =>
      'scale' in question ? itemsOf(question).map(({ id }) => [id, question.scale === 'agree' ? well : ill] as const) : [],
    ),
  )
}

describe('sets of the catalogue, fielded for agencies', () => {
  let server: TestServer
  let office: Office
  let ddciForm: Questionnaire
  beforeAll(async () => {
    server = await startServer({ now: () => Date.parse('2026-12-20T03:00:00Z') })
    office = officeInPerson(server)
    const agencies = ['A1', 'A2', 'A3', 'A4'].map((code) => agency(code))
    const form = await findInCatalogue('ddci-form')
    if (!form) throw new Error('the form of DDCI does not come with the product')
    ddciForm = form
    for (const id of ['ddci', 'ddci-form', 'service-766', 'procedures-118', 'procedures-61', 'procedures-61-form', 'papi'])
      await office.send(`/admin/questionnaires/${id}/take`)
    await fielded(server.database, {
      code: 'business',
      questionnaire: 'ddci-form',
      version: 1,
      agencies,
      touchpoints: [
        { code: 'business', campaign: 'business', kind: 'link', label: { vi: 'Đường dẫn' }, agencies: agencies.map(({ code }) => code) },
      ],
    })
    await fielded(server.database, {
      code: 'dossiers',
      questionnaire: 'procedures-61-form',
      version: 1,
      agencies,
      touchpoints: agencies.map(({ code }) => ({
        code: `t${code}`,
        campaign: 'dossiers',
        kind: 'qr',
        label: { vi: 'Quầy' },
        agencies: [code],
      })),
    })
  })
  afterAll(() => server.close())

  /** Plans and opens an assessment of the agencies, and takes their numbers in from a file. */
  async function assess(set: string, agencies: Readonly<Record<string, Numbers>>, sources: Numbers = {}): Promise<string> {
    const code = `${set}-2026`
    const made = await office.send('/admin/new/assessment', {
      code,
      title: 'Đánh giá',
      title_en: '',
      set: `${set} 1`,
      from: '2026-01',
      to: '2026-12',
      self_due: '2027-01-15',
      look_due: '2027-02-15',
      scope: 'some',
      agencies: Object.keys(agencies),
      ...Object.fromEntries(Object.entries(sources).map(([source, named]) => [`source ${source}`, named])),
    })
    const opened = await office.send(`/admin/assessments/${code}/open`)
    const lines = Object.entries(agencies).flatMap(([one, numbers]) =>
      Object.entries(numbers).map(([node, number]) => `${one};${node};${number}`),
    )
    if (lines.length > 0) {
      const file = new Blob([['agency;node;number', ...lines].join('\n')])
      const came = await office.send(`/admin/assessments/${code}/import`, { file })
      expect([made.status, opened.status, came.status, came.status === 303 || said(await came.text())]).toEqual([303, 303, 303, true])
    }
    return code
  }

  async function computed(code: string): Promise<Told> {
    const reply = await fetch(`${server.url}/api/v1/assessments/${code}`, { headers: { Authorization: `Bearer ${server.token}` } })
    return reply.json()
  }

  /** By agency what a node comes to, its grade, and the agency's place. */
  async function told(code: string, node: string): Promise<readonly (readonly [string, number | null, string | null, number | null])[]> {
    const { agencies } = await computed(code)
    return agencies.map((one) => {
      const found = one.nodes.find((each) => each.code === node)
      return [one.code, typeof found?.value === 'number' ? Number(found.value.toFixed(4)) : null, found?.grade ?? null, one.rank]
    })
  }

  it('come to what was worked by hand, rank 1, 1, 3, and name what is missing', async () => {
    const { 'N.late': _late, ...lacking } = counts
    const none = { 'N.feedback': '0', 'N.feedback-taken': '0', 'N.feedback-on-time': '0', 'N.feedback-bad': '0' }
    const code = await assess('service-766', { A1: counts, A2: { ...counts, ...none }, A3: { ...counts, 'N.on-time': '90' }, A4: lacking })
    // 12 + 19 + 14 + 13 + 17.6667; without complaints the same; 90/200 on time is half of 90 %, 7.5 points less.
    expect(said(await office.html('/admin/questionnaires/service-766/history'))).toContain('Đánh giá')
    expect(said(await office.html('/admin/questionnaires/papi/history'))).toContain('Chưa kỳ đánh giá nào dùng bản này.')
    expect(await told(code, 'TOTAL')).toEqual([
      ['A1', 75.6667, 'fair', 1],
      ['A2', 75.6667, 'fair', 1],
      ['A3', 68.1667, 'average', 3],
      ['A4', null, null, null],
    ])
    const { agencies } = await computed(code)
    expect(agencies[3]?.nodes.find((each) => each.code === 'N.troubled')).toMatchObject({ value: null, missing: ['N.late'] })
  })

  it('refuse a part that is more than its whole, whichever of the two is given, and keep nothing of that file', async () => {
    for (const line of ['A1;N.on-time;201', 'A1;N.settled;189']) {
      const refused = await office.send('/admin/assessments/service-766-2026/import', { file: new Blob([`agency;node;number\n${line}`]) })
      expect([refused.status, said(await refused.text())]).toEqual([422, expect.stringContaining('(N.settled)')])
    }
    expect(await told('service-766-2026', '2.1')).toContainEqual(['A1', 15, null, 1])
  })

  it('draw from an assessment by another set, what is missing there missing here too', async () => {
    const code = await assess('procedures-118', { A1: {}, A3: {}, A4: {} }, { 'assessment service-766': 'service-766-2026' })
    expect(await told(code, 'TOTAL')).toContainEqual(['A1', null, null, null])
    await office.send('/admin/assessments/service-766-2026/close')
    expect(await told(code, 'TOTAL')).toEqual([
      ['A1', 75.6667, 'fair', 1],
      ['A3', 68.1667, 'average', 2],
      ['A4', null, null, null],
    ])
    expect(await told(code, 'G2')).toContainEqual(['A3', 11.5, null, 2])
  })

  it('put what was scored dossier by dossier beside what is entered, and never a campaign’s small number', async () => {
    const answered = [
      ...dossiers.map((answers) => ['A1', answers] as const),
      ...dossiers.slice(0, 9).map((answers) => ['A2', answers] as const),
    ]
    for (const [one, answers] of answered) {
      const sent = response(answers, { campaign: 'dossiers', version: 1, touchpoint: `t${one}`, agency: one, answeredOn: '2026-12-19' })
      expect((await post(server.url, sent)).status).toBe(201)
    }
    const night = await act({ database: server.database, now: server.now }, atCommandLine(), releaseCampaign, { code: 'dossiers' })
    expect(night.kind).toBe('done')
    const entered = { 5: '2', 6: '1,5', 8: '2', 9: '1' }
    const code = await assess('procedures-61', { A1: entered, A2: entered }, { 'campaign procedures-61-form': 'dossiers' })
    // 14/12 = 1.17, 12/12, 15/12 = 1.25, 24/12 and 20/12 = 1.67, each to one decimal: 1.2 + 1 + 1.3 + 2 + 1.7 = 7.2, and 6.5 entered.
    expect(await told(code, 'TOTAL')).toEqual([
      ['A1', 13.7, 'good', 1],
      ['A2', null, null, null],
    ])
    expect(await told(code, '3')).toContainEqual(['A1', 1.3, null, 1])
    const { agencies } = await computed(code)
    expect(agencies[1]?.nodes.find((each) => each.code === 'TOTAL')?.missing).toEqual(['1', '2', '3', '4', '7'])
    const none = { value: '', rank: '', ranked: '', target: '', reference: '', break: '' }
    await office.send('/admin/indices/sipas/2026', { ...none, source: 'campaign dossiers' })
    expect(said(await office.html('/admin/indices?year=2026'))).toMatch(/n\s=\s[1-9]\d*\s\(ít nhất [1-9]\d*\sngười\)/)
  })

  it('place agencies that businesses rated together among each other, soft figures beside hard ones', async () => {
    const rated = { A1: ['a', 'd'], A2: ['sa', 'sd'], A3: ['n', 'n'] } as const
    const ratings = Object.fromEntries(Object.entries(rated).map(([one, answers]) => [one, ratingOf(ddciForm, answers)]))
    for (let form = 0; form < 10; form++) {
      const sent = {
        ...response({ kind: 'company' }, { campaign: 'business', version: 1, touchpoint: 'business', answeredOn: '2026-12-19' }),
        ratings,
      }
      expect((await post(server.url, sent)).status).toBe(201)
    }
    await act({ database: server.database, now: server.now }, atCommandLine(), releaseCampaign, { code: 'business' })
    const hard = (late: string, answered: string, online: string): Numbers => ({
      'N.late': late,
      'N.dossiers': '100',
      'N.answered': answered,
      'N.requests': '10',
      'N.online': online,
    })
    const code = await assess(
      'ddci',
      { A1: hard('10', '8', '50'), A2: hard('5', '9', '90'), A3: hard('20', '5', '10') },
      { 'campaign ddci-form': 'business' },
    )
    // Soft 0.75, 1 and 0.5: 5.5, 10 and 1. Hard of A1: 10 − 9 · 0.05/0.15 = 7, 1 + 9 · 0.3/0.4 = 7.75, 5.5.
    // (5.5 · 70 + (16.5 + 7)/4 · 15 + (16.5 + 7.75)/4 · 15)/100 · 10.
    expect(await told(code, 'DDCI')).toEqual([
      ['A1', 56.4063, null, 2],
      ['A2', 100, null, 1],
      ['A3', 10, null, 3],
    ])
  })

  it('group by quarters what was published elsewhere, with as many decimals as it has', async () => {
    const published = (last: string): Numbers => ({
      D1: '5,0123',
      D2: '5,4',
      D3: '4,25',
      D4: '6,75',
      D5: '7,3',
      D6: '8,01',
      D7: '3,5',
      D8: last,
    })
    const code = await assess('papi', { A1: published('3,1'), A2: published('2'), A3: published('4'), A4: published('3') })
    // 40.2223 and the last: 43.3223, 42.2223, 44.2223, 43.2223.
    expect(await told(code, 'TOTAL')).toEqual([
      ['A1', 43.3223, 'upper-middle', 2],
      ['A2', 42.2223, 'low', 4],
      ['A3', 44.2223, 'high', 1],
      ['A4', 43.2223, 'lower-middle', 3],
    ])
  })

  it('refuse by name what cannot be entered', async () => {
    const file = new Blob(['agency;node;number\nA1;D1;11\nA1;D2;0,5\nA9;D3;5\nA1;TOTAL;5'])
    const refused = await office.send('/admin/assessments/papi-2026/import', { file })
    const page = said(await refused.text())
    expect(refused.status).toBe(422)
    for (const named of ['11', '0,5', 'A9', 'TOTAL']) expect(page).toContain(named)
  })
})
