import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHash, publishQuestionnaire } from '../../server/db/questionnaires'
import { publishShipped } from '../../server/shipped'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { designing } from './designing'
import { fielded, post, response, shippedVersion } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { sectionOf, textOf } from './reading-html'

type Shipped = keyof typeof shippedVersion

/** What was once shipped stands in databases for good; `published/` keeps it as it was. */
const first = (id: Shipped): Questionnaire => read(`published/${id}-1.json`)
const newest = (id: Shipped): Questionnaire => read(`../../surveys/questionnaires/${id}.json`)

function read(path: string): Questionnaire {
  const reading = readDefinition(JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')))
  if (reading.ok) return reading.questionnaire
  throw new Error(`${path}: ${JSON.stringify(reading.problems)}`)
}

describe.each<[Shipped, string, string]>([
  [
    'sipas-2026',
    'c33b8e3065815768e3987f75fae20c7ed8f84bbbb96b7a635b866dab9460b249',
    '44afe8d3e90ea48afaff50553e822bdd65907308bb776917d59082b984fb36e9',
  ],
  [
    'sipas-service',
    '8302db58188a3240d856b734157d9ee35409c4a38e28e8bb3cdfb066dffd71b5',
    '336cd4f5905712dabb7bb318eb50cb576a8c8c69a28b92af3dbe348c8e864c7d',
  ],
  [
    'sipas-service-quick',
    '2627eacff834d812e928c8bf7b8e98d7b473e4b8248ca775227f43945f148455',
    'd8ef53c0a84e53875dde4886908750d443c3fcd0f57f5e97c518ead66772cdcc',
  ],
])('what is shipped as %s', (id, before, now) => {
  it('is what it was when it was published; other words are another version', () => {
    expect([first(id), newest(id)].map((one) => [one.version, contentHash(one)])).toEqual([
      [1, before],
      [2, now],
    ])
  })

  it('ends no trend with its second version', () => {
    const changes = versionChanges(first(id), newest(id))
    expect(changes.filter(({ kind }) => kind !== 'wording')).toEqual([])
    expect(newest(id).comparableTo).toContain(1)
    expect(comparableFigures(first(id), newest(id))).toEqual(comparableFigures(newest(id), newest(id)))
  })
})

describe.each(engines)('an installation that holds the first versions, on %s', (engine) => {
  let server: TestServer
  const start = () => publishShipped({ database: server.database, now: Date.now }, join(server.dataDir, 'questionnaires'))
  const results = async (): Promise<unknown> =>
    (await fetch(`${server.url}/api/v1/campaigns/c1/results`, { headers: { Authorization: `Bearer ${server.token}` } })).json()
  const answered = async (campaign: string, version: number, touchpoint: string, answeredOn: string): Promise<void> => {
    for (let person = 0; person < 12; person++) {
      const answers = { A1: String(1 + (person % 5)), C2: '4', overall: '5' }
      const reply = await post(server.url, response(answers, { campaign, version, touchpoint, answeredOn }))
      if (reply.status !== 201) throw new Error(`${campaign}: ${reply.status} ${await reply.text()}`)
    }
  }
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    // As the release before left it: none of the newer versions, and the province at work on two of its own.
    await server.database.db.deleteFrom('questionnaires').execute()
    for (const id of ['sipas-2026', 'sipas-service', 'sipas-service-quick'] as const)
      await publishQuestionnaire(server.database, first(id), '2026-01-01')
    await fielded(server.database, { version: 1, title: { vi: 'Đợt đang mở' }, closesOn: '2026-12-31' })
    await answered('c1', 1, 'q1', '2026-06-05')
    const author = designing(server)
    for (const id of ['sipas-service', 'sipas-2026']) await author.office.send(`/admin/questionnaires/${id}/1/next`)
    const { definition, revision } = await author.state('sipas-2026')
    await author.publish({ ...definition, title: { ...definition.title, vi: 'Phiếu của tỉnh' } }, revision)
  })
  afterAll(() => server.close())

  it('starts, and is offered the second version beside the first', async () => {
    const author = designing(server)
    await start()
    await start()
    const rows = await server.database.db
      .selectFrom('questionnaires')
      .select(['id', 'version', 'hash'])
      .orderBy('id')
      .orderBy('version')
      .execute()
    expect(rows.filter(({ id }) => id === 'sipas-service').map(({ hash }) => hash)).toEqual(
      [first('sipas-service'), newest('sipas-service')].map(contentHash),
    )
    const form = await author.office.html('/admin/new/campaign')
    for (const version of [1, 2]) expect(form).toContain(`value="sipas-service ${version}"`)
    expect(textOf(await author.office.html('/admin/questionnaires'))).toContain('sipas-service · bản 2')
  })

  it('goes on with the campaign as it was, and with its figures', async () => {
    const before = await results()
    expect(before).toMatchObject({ questionnaire: { id: 'sipas-service', version: 1 }, total: { responses: 12 } })
    await start()
    expect(await results()).toEqual(before)
    expect(await (await fetch(`${server.url}/s/q1`)).text()).toContain('chưa đến 3 phút')
    expect((await post(server.url, response({ overall: '5' }, { version: 1, answeredOn: '2026-11-20' }))).status).toBe(201)
    expect((await post(server.url, response({ overall: '5' }, { version: 2, answeredOn: '2026-11-20' }))).status).toBe(422)
  })

  it('keeps a version that the province published itself under the number of a shipped one', async () => {
    expect(await designing(server).office.html('/admin/questionnaires/sipas-2026/2')).toContain('Phiếu của tỉnh')
  })

  it('keeps a design of the next version, under the number that is free, and lets it be published', async () => {
    const author = designing(server)
    const { definition, revision } = await author.state('sipas-service')
    expect([definition.version, definition.comparableTo, definition.purpose]).toEqual([3, [1, 2], first('sipas-service').purpose])
    await author.publish(definition, revision)
    expect(await author.office.html('/admin/questionnaires')).toContain('/admin/questionnaires/sipas-service/3')
  })

  it('takes files of its data folder, from which a design makes way to the number after all of them, and stops at one with other content', async () => {
    const author = designing(server)
    await author.office.send('/admin/questionnaires/sipas-service/3/next')
    expect((await author.state('sipas-service')).definition.version).toBe(4)
    const shared = await author.office.send('/admin/questionnaires/sipas-service/4/share', { label: 'Chuyên gia', days: '14' })
    const link = /\/review\/[\w-]+/.exec(await shared.text())?.[0] ?? ''
    await author.office.send('/admin/designs/sipas-service/comments', { place: '', words: 'Phiếu hơi dài' })
    const folder = join(server.dataDir, 'questionnaires')
    mkdirSync(folder, { recursive: true })
    const put = (name: string, questionnaire: Questionnaire) => writeFileSync(join(folder, name), JSON.stringify(questionnaire))
    const own = { ...newest('sipas-service'), comparableTo: [] }
    put('six.json', { ...own, version: 6 })
    await start()
    expect((await author.state('sipas-service')).definition.version).toBe(7)
    // Who looks at the design goes on looking at it, and at nothing that came under its number.
    expect(await (await fetch(server.url + link)).text()).toContain('Bản 7 đang soạn')
    expect(await server.database.db.selectFrom('design_comments').select('version').execute()).toEqual([{ version: 7 }])
    put('five.json', { ...own, version: 5 })
    await start()
    await start()
    expect((await author.state('sipas-service')).definition.version).toBe(7)
    put('six.json', { ...own, version: 6, secondsPerItem: own.secondsPerItem + 1 })
    await expect(start()).rejects.toThrow(/six\.json: "sipas-service" version 6 is published with other content/)
    rmSync(folder, { recursive: true })
    await start()
  })

  it('goes on with the trend in a campaign of the second version', async () => {
    await server.database.db.updateTable('campaigns').set({ closes_on: '2026-06-30', status: 'closed' }).where('code', '=', 'c1').execute()
    const touchpoints = [{ code: 'q2', campaign: 'c2', kind: 'qr' as const, label: { vi: 'Quầy' }, agencies: ['A1'] }]
    await fielded(server.database, { code: 'c2', opensOn: '2026-07-01', closesOn: '2026-12-31', touchpoints })
    await answered('c2', 2, 'q2', '2026-07-05')
    expect(textOf(sectionOf(await designing(server).office.html('/admin/campaigns/c2/trend'), 'trend'))).toContain('Đợt đang mở')
  })
})
