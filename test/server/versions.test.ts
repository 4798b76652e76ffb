import { screenWords } from '../../client/text/screen'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { publishShipped } from '../../server/shipped'
import { readPublished } from '../../surveys/instrument/definition'
import { lint } from '../../surveys/instrument/lint'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from '../surveys/small'
import { commandLine, succeeding } from './cli'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officeOf } from './office'
import { sectionOf, textOf } from './reading-html'

const text = { vi: 'Hàng đổi lời', en: 'Row reworded' }
const [, second] = smallSource.sections

/** Version 2 changes words, version 3 a score; both say that they compare with version 1. */
const reworded = {
  ...smallSource,
  version: 2,
  comparableTo: [1],
  sections: [
    smallSource.sections[0],
    {
      ...second,
      questions: [
        {
          ...second.questions[0],
          items: [
            { id: 'm1', text },
            { id: 'm2', text },
          ],
        },
        ...second.questions.slice(1),
      ],
    },
  ],
}
const rescored = {
  ...smallSource,
  version: 3,
  comparableTo: [1, 2],
  scales: [
    {
      ...smallSource.scales[0],
      options: smallSource.scales[0].options.map((option) => (option.code === 'fair' ? { ...option, score: 3 } : option)),
    },
    ...smallSource.scales.slice(1),
  ],
}

describe.each(engines)('a trend over versions on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    for (const questionnaire of [readSmall(), readSmall(reworded), readSmall(rescored)]) await campaignOf(server, questionnaire)
  })
  afterAll(() => server.close())
  const trend = async (version: number) => textOf(sectionOf(await officeOf(server).html(`/admin/campaigns/v${version}/trend`), 'trend'))

  it('goes on where only words changed, and shows the change', async () => {
    expect(await trend(2)).toContain('Đợt bản 1')
  })

  it('stops where the scale changed, whatever the author claims', async () => {
    expect(await trend(3)).not.toMatch(/Đợt bản [12]/)
    expect(await trend(3)).toContain('Chưa có đợt nào trước đó so sánh được')
  })
})

/** A campaign of one version in its own month, each a month after the one before. */
async function campaignOf({ database, url }: TestServer, questionnaire: Questionnaire): Promise<void> {
  const { version } = questionnaire
  await publishQuestionnaire(database, questionnaire, '2026-01-01')
  const [code, month] = [`v${version}`, `2026-0${5 + version}`]
  await fielded(database, {
    code,
    questionnaire: 'small',
    version,
    title: { vi: `Đợt bản ${version}` },
    opensOn: `${month}-01`,
    closesOn: '2026-12-31',
    touchpoints: [{ code, campaign: code, kind: 'qr', label: { vi: 'x' }, agencies: ['A1'] }],
  })
  for (let person = 0; person < 12; person += 1) {
    const reply = await post(
      url,
      response(
        { late: 'no', m1: person < 4 * version ? 'good' : 'bad', m2: 'good', rate: 'good' },
        { campaign: code, version, touchpoint: code, answeredOn: `${month}-05` },
      ),
    )
    if (reply.status !== 201) throw new Error(`version ${version}: ${reply.status} ${await reply.text()}`)
  }
  await database.db
    .updateTable('campaigns')
    .set({ closes_on: `${month}-28`, status: 'closed' })
    .where('code', '=', code)
    .execute()
}

describe('a version published under earlier rules', () => {
  it('stays readable and does not stop the start, though its file would now be refused', async () => {
    const server = await startServer()
    const wide = {
      ...smallSource,
      sections: [
        {
          ...smallSource.sections[0],
          questions: [{ id: 'cost', type: 'number', text, min: 0, max: 1_000_000_000 }, ...smallSource.sections[0].questions],
        },
        second,
      ],
    }
    const folder = join(server.dataDir, 'questionnaires')
    mkdirSync(folder)
    writeFileSync(join(folder, 'wide.json'), JSON.stringify(wide))
    const start = () => publishShipped({ database: server.database, now: Date.now }, folder)
    await expect(start()).rejects.toThrow('sums_not_exact')
    const before = readPublished(wide)
    if (!before) throw new Error('not the shape of a questionnaire')
    await publishQuestionnaire(server.database, before, '2026-01-01')
    await start()
    expect(textOf(await officeOf(server).html('/admin/questionnaires/small/1'))).toContain('cost')
    await server.close()
  })
})

/** Why each warning about the small questionnaire may stand. */
const reasons = [...new Set(lint(readSmall(), screenWords).map(({ rule }) => rule))].flatMap((rule) => [
  '--reason',
  `${rule}=Nhỏ, chỉ để thử`,
])

describe('questionnaires on the command line', () => {
  it('are checked for what is wrong and for what deserves a second look', async () => {
    const cli = await commandLine()
    const file = cli.file('long.json', JSON.stringify({ ...smallSource, secondsPerItem: 60 }))
    const { stdout } = await succeeding(cli.run('questionnaires', 'check', file))
    expect(stdout).toContain('nothing is wrong')
    expect(stdout).toContain('sections: Answering everything takes about 600 seconds')
    expect((await succeeding(cli.run('questionnaires', 'check', file, '--language', 'vi'))).stdout).toContain('quá dài cho kiosk')
    expect(await cli.json('questionnaires', 'check', file)).toContainEqual(expect.objectContaining({ path: 'sections', rule: 'too_long' }))
    cli.close()
  })

  it('are compared with what is published, by item and figure', async () => {
    const cli = await commandLine()
    await succeeding(cli.run('questionnaires', 'publish', cli.file('v1.json', JSON.stringify(smallSource)), ...reasons))
    const changed = cli.file('v3.json', JSON.stringify(rescored))
    expect(await cli.json('questionnaires', 'compare', changed)).toContainEqual({ code: 'm1', what: 'item', change: 'answers' })
    expect((await succeeding(cli.run('questionnaires', 'compare', changed))).stdout).toContain('do not stand in one trend')
    expect((await succeeding(cli.run('questionnaires', 'compare', cli.file('v2.json', JSON.stringify(reworded))))).stdout).toContain(
      'may stand in one trend',
    )
    const { code, stderr } = await cli.run('questionnaires', 'compare', changed, '--with', '7')
    expect([code, stderr]).toEqual([1, expect.stringContaining('published are: 1')])
    cli.close()
  })
})
