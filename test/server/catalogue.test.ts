import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCatalogue } from '../../server/catalogue'
import { contentHash } from '../../server/db/questionnaires'
import { reachableItems } from '../../surveys/instrument/flow'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answer, Answers, Question, Questionnaire, Scale, Section, SubmittedResponse } from '../../surveys/instrument/schema'
import { commandLine, type CommandLine, agencyFile, succeeding } from './cli'
import { designing, type Designing } from './designing'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeInPerson } from './office'
import { textOf } from './reading-html'

describe('what comes with the product and is taken up when it is wanted', () => {
  let server: TestServer
  let office: Office
  let desk: Designing
  const page = async (path: string): Promise<string> => (await office.get(path)).text()
  beforeAll(async () => {
    server = await startServer()
    office = officeInPerson(server)
    desk = designing(server)
  })
  afterAll(() => server.close())

  it('is listed beside what is in use, and nothing of it is published by itself', async () => {
    const gallery = textOf(await page('/admin/questionnaires'))
    expect(gallery).toContain('Có sẵn, chưa đưa vào dùng (20)')
    expect(gallery).toContain('Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766)')
    const published = await server.database.db.selectFrom('questionnaires').select('id').orderBy('id').execute()
    expect(published.map(({ id }) => id)).toEqual(['sipas-2026', 'sipas-service', 'sipas-service-quick'])
  })

  it('is in use once somebody takes it up, as a set and not as a questionnaire', async () => {
    const taken = await office.send('/admin/questionnaires/service-766/take')
    expect([taken.status, taken.headers.get('location')?.split('?')[0]]).toEqual([303, '/admin/questionnaires/service-766/1'])
    const [before = '', after = ''] = (await page('/admin/questionnaires')).split('id="catalogue"')
    expect(before).toContain('<h2>Bộ chỉ số</h2>')
    expect(before).toContain('/admin/questionnaires/service-766/1')
    expect(before).not.toContain('/admin/questionnaires/service-766/1/choose')
    expect(after).not.toContain('service-766/take')
    expect((await office.send('/admin/questionnaires/service-766/take')).status).toBe(303)
  })

  it('shows of a set every indicator, what it is worth and where it comes from, and no way to answer it', async () => {
    const shown = await page('/admin/questionnaires/service-766/1')
    const text = textOf(shown)
    expect(text).toContain('Hồ sơ giải quyết trước và đúng hạn')
    expect(text).toContain('N.on-time chia cho N.settled')
    expect(text).toContain('Nhập: số đếm.')
    expect(shown).not.toContain('/preview')
    expect(shown).not.toContain('/print')
    for (const way of ['preview', 'preview/form', 'print']) {
      const refused = await office.get(`/admin/questionnaires/service-766/1/${way}`)
      expect([way, refused.status, textOf(await refused.text())]).toEqual([way, 404, expect.stringContaining('không hỏi ai')])
    }
  })

  it('is refused by name where the province published something else under its code', async () => {
    await server.database.db.updateTable('questionnaires').set({ hash: 'other' }).where('id', '=', 'service-766').execute()
    const refused = await office.send('/admin/questionnaires/service-766/take')
    expect([refused.status, textOf(await refused.text())]).toEqual([409, expect.stringContaining('“service-766”')])
    expect((await office.send('/admin/questionnaires/nothing/take')).status).toBe(404)
  })

  it('lets a set neither be chosen for a campaign nor be asked in one', async () => {
    await office.send('/admin/questionnaires/town/take')
    const chosen = await office.send('/admin/questionnaires/town/1/choose')
    expect([chosen.status, textOf(await chosen.text())]).toEqual([409, expect.stringContaining('hãy lập kỳ đánh giá')])
    await office.send('/admin/new/agency', { code: 'A1', name: 'Sở Một', block: 'department' })
    expect(await page('/admin/new/campaign')).not.toContain('value="town 1"')
    const campaign = { code: 'c1', title: 'Đợt', questionnaire: 'town 1', from: '2026-01-01', to: '2026-12-31', kind: 'open' }
    const made = await office.send('/admin/new/campaign', { ...campaign, threshold: '10', scope: 'all' })
    expect([made.status, textOf(await made.text())]).toEqual([422, expect.stringContaining('“town” là bộ chỉ số')])
  })

  it('is listed for other systems too, a set that is in use with its day', async () => {
    const reply = await fetch(`${server.url}/api/v1/indicator-sets?lang=en`, { headers: { Authorization: `Bearer ${server.token}` } })
    const sets: unknown = await reply.json()
    expect(sets).toContainEqual(expect.objectContaining({ code: 'town', version: 1, drawn: 1, publishedOn: expect.stringMatching(/^20/) }))
    const offered = { code: 'par-index', numbers: 97, drawn: 2, languages: ['vi', 'en'], publishedOn: null, hash: null }
    expect(sets).toContainEqual(expect.objectContaining({ ...offered, title: expect.stringContaining('PAR INDEX') }))
    expect((await fetch(`${server.url}/api/v1/indicator-sets`)).status).toBe(401)
  })

  it('can be begun from, or a set begun from nothing', async () => {
    expect(await page('/admin/new/design')).toContain('value="papi 1"')
    await office.send('/admin/new/design', { origin: 'copy', from: 'papi 1', id: 'papi-own', title: 'Bộ riêng' })
    expect((await desk.state('papi-own')).definition).toMatchObject({ id: 'papi-own', version: 1, kind: 'indicator-set' })
    await office.send('/admin/new/design', { origin: 'set', id: 'own', title: 'Bộ của tỉnh' })
    expect((await desk.state('own')).definition).toMatchObject({
      kind: 'indicator-set',
      sections: [],
      trees: [{ id: 'points', formula: 'points', rollUp: 'sum' }],
    })
  })

  it('can be changed in the designer and published with what it enters and draws', async () => {
    await office.send('/admin/new/design', { origin: 'copy', from: 'town 1', id: 'town-own', title: 'Bộ của thị xã' })
    const { definition, revision } = await desk.state('town-own')
    await desk.publish(definition, revision)
    expect(textOf(await page('/admin/questionnaires/town-own/1'))).toContain('Khảo sát sipas-service, chỉ số SIPAS')
  })
})

/** The content of each as it is offered under version 1: whoever took it up holds that for good, so other words are another version. */
const offeredAs: ReadonlyMap<string, string> = new Map([
  ['ddci-form', 'de1058ebd7110af6'],
  ['governance-form', '38f32ca68aee9886'],
  ['health-staff', '52b92e81c5c272a8'],
  ['inpatients', '8b7506a0cd306eac'],
  ['outpatients', 'e35728a776336598'],
  ['parents-primary', '7d09324c91d8d747'],
  ['procedures-61-form', '54ee3f35520ede5b'],
  ['pupils-primary', 'af2b141186b8ba40'],
  ['sipas-2017', 'f6529e1350e92128'],
  ['sipas-2022', '50e14d3ee2394041'],
  ['ddci', 'fb2f0e65d05a4923'],
  ['digital', '7fc0c42bd2860d8b'],
  ['governance', 'd337ddc215624c8f'],
  ['papi', '23f48f9b68805212'],
  ['par-index', '7ee4b8c527105fcc'],
  ['par-index-agency', 'dd9393cceae4afd8'],
  ['procedures-118', '7df2adc078297b82'],
  ['procedures-61', 'e044d50065542daf'],
  ['service-766', '5c4ec51a1c9d8334'],
  ['town', '76f7d1333193e579'],
])

describe('everything in the catalogue', () => {
  let server: TestServer
  let office: Office
  let ids: readonly (readonly [string, Questionnaire])[] = []
  beforeAll(async () => {
    server = await startServer()
    office = officeInPerson(server)
    ids = await Promise.all((await listCatalogue()).map(async (one) => [one.id, one] as const))
  })
  afterAll(() => server.close())

  it('says under its number what it said when it was first offered', () => {
    const now = ids.map(([id, one]) => [`${id} ${one.version}`, contentHash(one).slice(0, 16)] as const)
    expect(new Map(now)).toEqual(new Map([...offeredAs].map(([id, hash]) => [`${id} 1`, hash])))
  })

  it('opens in the designer, and its next version is ready to be published where nothing deserves a second look', async () => {
    for (const [id] of ids) {
      const answers = [
        await office.send(`/admin/questionnaires/${id}/take`),
        await office.send(`/admin/questionnaires/${id}/1/next`),
        await office.get(`/admin/designs/${id}`),
        await office.get(`/admin/designs/${id}/state`),
        await office.get(`/admin/designs/${id}/review`),
        await office.get(`/admin/questionnaires/${id}/history`),
      ]
      expect([id, ...answers.map(({ status }) => status)]).toEqual([id, 303, 303, 200, 200, 200, 200])
    }
  })

  it('is asked, previewed and printed where it asks anything', async () => {
    for (const [place, [id, questionnaire]] of ids.entries()) {
      if (questionnaire.kind !== undefined) continue
      const [campaign, touchpoint] = [`c${place}`, `t${place}`]
      const label = { vi: 'Quầy', en: 'Counter' }
      const agencies = [agency('A1'), agency('A2')]
      await fielded(server.database, {
        code: campaign,
        questionnaire: id,
        version: 1,
        agencies,
        touchpoints: [{ code: touchpoint, campaign, kind: 'qr', label, agencies: ['A1', 'A2'] }],
      })
      const reply = await post(server.url, answering(questionnaire, { campaign, touchpoint }))
      expect([id, reply.status, await reply.text()]).toEqual([id, 201, expect.stringContaining('receivedOn')])
      const pages = [`/admin/questionnaires/${id}/1/preview/form`, `/admin/questionnaires/${id}/1/print`, `/s/${touchpoint}`]
      for (const path of pages) expect([path, (await office.get(path)).status]).toEqual([path, 200])
    }
  })
})

/** A response with an answer to everything that is asked of somebody who answers so; where agencies are chosen, about two. */
function answering(questionnaire: Questionnaire, wanted: Pick<SubmittedResponse, 'campaign' | 'touchpoint'>): SubmittedResponse {
  const answers = (of: Section['each']): Answers => {
    const asked = items(questionnaire).filter(({ section }) => section?.each === of)
    const all = Object.fromEntries(asked.flatMap(({ id, question, scale }) => answerTo(question, scale).map((one) => [id, one] as const)))
    const reachable = reachableItems(questionnaire, all)
    return Object.fromEntries(Object.entries(all).filter(([id]) => of !== undefined || reachable.has(id)))
  }
  return {
    ...response(answers(undefined), { ...wanted, version: 1 }),
    ...(questionnaire.loop && { ratings: { A1: answers('agency'), A2: answers('agency') } }),
  }
}

function answerTo(question: Question, scale: Scale | undefined): readonly Answer[] {
  const code = scale?.options.find(({ kind }) => kind === 'answer')?.code
  if (question.type === 'number') return [question.min]
  if (question.type === 'multiple') return code === undefined ? [] : [[code]]
  return code === undefined ? [] : [code]
}

describe('the command line', () => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine()
    await succeeding(cli.run('agencies', 'import', cli.file('agencies.csv', agencyFile)))
  })
  afterAll(() => cli.close())

  it('lists indicator sets, in use or not, apart from questionnaires', async () => {
    const before = await cli.json('indicator-sets', 'list')
    expect(before).toContainEqual(
      expect.objectContaining({ code: 'par-index', version: 1, numbers: 97, drawn: 2, published_on: '', hash: '' }),
    )
    await succeeding(cli.run('indicator-sets', 'take', 'par-index'))
    const after = await cli.json('indicator-sets', 'list')
    expect(after).toContainEqual(expect.objectContaining({ code: 'par-index', published_on: expect.stringMatching(/^20\d\d-/) }))
    expect(JSON.stringify(await cli.json('questionnaires', 'list'))).not.toContain('par-index')
  })

  it('refuses to take up what does not come with the product, and a set as a questionnaire', async () => {
    for (const words of [
      ['indicator-sets', 'take', 'nothing'],
      ['questionnaires', 'take', 'papi'],
    ])
      expect(await cli.run(...words)).toMatchObject({ code: 1, stderr: expect.stringContaining('comes with the product') })
  })

  it('takes up a questionnaire that a campaign names', async () => {
    const period = ['--from', '2026-01-01', '--to', '2026-12-31']
    await succeeding(cli.run('campaigns', 'create', '--code', 'c0', '--title', 't', '--questionnaire', 'parents-primary', ...period))
    const shipped = await cli.json('questionnaires', 'shipped')
    expect(shipped).toContainEqual(expect.objectContaining({ code: 'pupils-primary', version: 1, items: 13 }))
    expect(JSON.stringify(shipped)).not.toContain('parents-primary')
  })

  it('takes up a set that an assessment names, in its newest version', async () => {
    const period = ['--from', '2026-01', '--to', '2026-12', '--self-due', '2027-01-10', '--look-due', '2027-01-20']
    await succeeding(
      cli.run('assessments', 'create', '--code', 'digital-2026', '--title', 't', '--set', 'digital', '--agencies', 'A1,A2', ...period),
    )
    expect(await cli.json('assessments', 'list')).toMatchObject([{ code: 'digital-2026', set: 'digital', version: 1 }])
    const strange = await cli.run('assessments', 'create', '--code', 'x', '--title', 't', '--set', 'nothing', '--agencies', 'A1', ...period)
    expect(strange).toMatchObject({ code: 1, stderr: expect.stringContaining('"nothing" does not exist') })
  })

  it('refuses a campaign of a set by name', async () => {
    await succeeding(cli.run('indicator-sets', 'take', 'town'))
    const period = ['--from', '2026-01-01', '--to', '2026-12-31']
    const made = await cli.run('campaigns', 'create', '--code', 'c1', '--title', 't', '--questionnaire', 'town', ...period)
    expect(made).toMatchObject({ code: 2, stderr: expect.stringContaining('"town" is an indicator set, which asks nobody') })
  })
})
