import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDesigns } from '../../server/db/designs'
import { listQuestionnaires } from '../../server/db/questionnaires'
import { countResponses } from '../../server/db/responses'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { hostileFiles } from '../server/hostile-files'
import { type Office, officeInPerson } from '../server/office'

const doors = { questionnaire: '/admin/new/design', labels: '/admin/campaigns/c1/responses/labels' } as const

describe('a file that is meant to break something', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer()
    await fielded(server.database, { agencies: [agency('A1', 'commune', 'Cơ quan A1')] })
    office = officeInPerson(server)
  })
  afterAll(() => server.close())

  it.each(Object.entries(hostileFiles))(
    '%s: is answered with a page, runs nowhere, and leaves nothing behind',
    async (_, { door, make, says }) => {
      const before = await stored(server)
      const reply = await office.send(doors[door], { ...(door === 'questionnaire' && { origin: 'file' }), file: await make() })
      const html = await reply.text()
      expect([reply.status, says === undefined || html.includes(says)]).toEqual([
        says === undefined ? expect.toBeOneOf([200, 422]) : 422,
        true,
      ])
      expect(html).not.toMatch(/<script>alert|onerror=alert/)
      expect(html.length).toBeLessThan(1_500_000)
      expect(await stored(server)).toEqual(before)
      expect((await office.get('/admin/questionnaires')).status).toBe(200)
    },
  )
})

const stored = async ({ database }: TestServer): Promise<readonly unknown[]> => [
  await listDesigns(database),
  (await listQuestionnaires(database)).map(({ questionnaire }) => [questionnaire.id, questionnaire.version]),
  await countResponses(database, 'c1'),
]
