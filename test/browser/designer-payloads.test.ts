import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { translationRows } from '../../surveys/designing/translations'
import { agency, fielded, post, response } from '../server/fielded'
import { someOf, startServer, type TestServer } from '../server/harness'
import { officeOf } from '../server/office'
import { openWorkbook } from '../server/unpacked'
import { closePages, openPage, sharedBrowser } from './browser'
import { openWatched, strangeNodes } from './hostile'
import { kept, missing, standTheirAuthors, walked } from './hostile-authoring'
import { hostileDesigns, withHostileNames } from './hostile-designs'
import { payloadAt, payloads } from './payloads'

const designs = hostileDesigns()

describe('300 hostile texts in the designer', () => {
  let server: TestServer
  let browser: Browser
  /** Reads what pages hold as a browser does, without running it. */
  let reader: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    reader = await openPage(browser)
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  it('all occur in these designs', () => {
    const texts = new Set(designs.flatMap((design) => translationRows(design).flatMap(({ text }) => Object.values(text))))
    expect(payloads.filter((payload) => !texts.has(payload))).toEqual([])
  })

  // One of them here, the others in test/long/: each shows two texts at every place.
  standTheirAuthors(designs.slice(0, 1), () => ({ server, browser }))

  it('run nothing as ids, codes and languages, and leave the author the way to mend them', async () => {
    const design = { ...withHostileNames(designs[0] ?? missing()), id: 'unfit' }
    await kept(server, design, {})
    const { page, harm } = await openWatched(browser, server)
    const seen = await walked(page, `${server.url}/admin/designs/unfit`)
    expect(await harm()).toEqual([])
    expect(design.sections.flatMap(({ questions }) => questions.map(({ id }) => id)).filter((id) => !seen.includes(id))).toEqual([])
    await page.context().close()
  })

  it.each(someOf(designs, 2).map((design) => [design.id, design] as const))(
    'run nothing once %s is published: gallery, outline, survey, results, posters, exports',
    async (_, design) => {
      const { database } = server
      await publishQuestionnaire(database, design, '2026-01-01')
      const touchpoints = [
        {
          code: `t-${design.id}`,
          campaign: design.id,
          kind: 'qr' as const,
          label: { vi: payloadAt(7), en: payloadAt(8) },
          agencies: ['A1'],
        },
      ]
      await fielded(database, {
        code: design.id,
        questionnaire: design.id,
        title: { vi: payloadAt(9), en: payloadAt(10) },
        agencies: [agency('A1', 'commune', payloadAt(11))],
        touchpoints,
        synthetic: true,
      })
      const sent = response(
        { late: 'no', field: { code: 'else', text: payloadAt(12) }, m1: 'good', m2: 'bad', rate: 'fair', met: 20, why: payloadAt(13) },
        { campaign: design.id, touchpoint: `t-${design.id}`, version: 1 },
      )
      expect((await post(server.url, sent)).status).toBe(201)
      const office = officeOf(server)
      const sentPages: string[] = []
      for (const path of [
        '/admin/questionnaires',
        `/admin/campaigns/${design.id}`,
        `/admin/many/touchpoints/print?campaign=${design.id}&all=found`,
        `/s/t-${design.id}`,
        `/s/t-${design.id}?kiosk`,
        `/admin/questionnaires/${design.id}/1`,
      ]) {
        const reply = await office.get(path)
        expect([path, reply.status]).toEqual([path, 200])
        sentPages.push(await reply.text())
      }
      expect(await reader.evaluate(strangeNodes, sentPages)).toEqual([])
      const outline = await reader.evaluate(
        (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent,
        sentPages.at(-1) ?? '',
      )
      expect(
        design.sections.flatMap(({ questions }) => questions.map(({ text }) => text['vi'] ?? '')).filter((text) => !outline.includes(text)),
      ).toEqual([])
      for (const stem of ['results', 'responses']) {
        const book = new Uint8Array(await (await office.get(`/api/v1/campaigns/${design.id}/exports/${stem}.xlsx`)).arrayBuffer())
        expect(openWorkbook(book).filter(({ xml }) => /<f[ >]|<hyperlink|t="str"/.test(xml))).toEqual([])
      }
    },
  )
})
