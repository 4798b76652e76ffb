import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workspacePages } from '../../server/office/results/tabs'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { saveProvinceName } from '../../server/db/settings'
import { unescaped } from '../../server/files/csv'
import { agency, fielded, post, response } from '../server/fielded'
import { isLongRun, startServer, type TestServer } from '../server/harness'
import { type Office, officeOf } from '../server/office'
import { openWorkbook } from '../server/unpacked'
import { readSmall, smallSource } from '../surveys/small'
import { closePages, openPage, sharedBrowser } from './browser'
import { openWatched, strangeNodes, type Watched, withHostileTexts } from './hostile'
import { oneOfEach, payloadAt, payloads } from './payloads'

describe('300 hostile texts', () => {
  let server: TestServer
  let office: Office
  let browser: Browser
  /** Reads what pages hold as a browser does, without running it. */
  let reader: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    reader = await openPage(browser)
    office = officeOf(server)
    await hostileProvince(server)
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const inside = (): Promise<Watched> => openWatched(browser, server)
  const sent = async (path: string): Promise<string> => {
    const reply = await office.get(path)
    expect([path, reply.status]).toEqual([path, 200])
    return reply.text()
  }

  it.each([
    '/admin',
    '/admin/campaigns',
    ...workspacePages.flatMap(({ path }) => [`/admin/campaigns/c1${path}`, `/admin/campaigns/c1${path}?agency=A0`]),
    '/admin/campaigns/c1/figures/S?agency=A0',
    '/admin/campaigns/c1/report',
    '/admin/campaigns/c1/setup',
    '/admin/campaigns/c1/setup/close',
    '/admin/many/touchpoints/print?campaign=c1&all=found',
    '/admin/agencies',
    '/admin/agencies/A0',
    '/admin/touchpoints?campaign=c1',
    '/admin/new/touchpoint?campaign=c1',
    '/admin/new/campaign',
    '/admin/results/published',
    '/admin/settings',
    '/admin/questionnaires',
    '/admin/questionnaires/small/1',
    '/admin/exports',
    '/admin/accounts',
    '/s/t0',
    '/s/t37',
    '/s/all',
    '/s/all?kiosk',
    '/s/t1?kiosk',
  ])('are text and nothing else on %s', async (path) => {
    expect(await reader.evaluate(strangeNodes, [await sent(path)])).toEqual([])
  })

  it.each(['/admin/campaigns/c1/agencies', '/admin/agencies', '/s/t0', '/s/all?kiosk', '/s/t1?kiosk'])(
    'run nothing where our own scripts handle them: %s',
    async (path) => {
      const { page, harm } = await inside()
      await page.goto(server.url + path)
      for (const chart of await page.locator('[data-chart]:visible').all()) await chart.scrollIntoViewIfNeeded()
      if (path.startsWith('/s/')) await page.locator('html[data-ready], html:not(.js)').waitFor()
      expect(await harm()).toEqual([])
      await page.context().close()
    },
  )

  it('run nothing in print, and stand there as they were typed', async () => {
    const { page, harm } = await inside()
    await page.goto(`${server.url}/admin/campaigns/c1/report`)
    await page.emulateMedia({ media: 'print' })
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
    expect(await harm()).toEqual([])
    const report = await sent('/admin/campaigns/c1/report')
    const text = await reader.evaluate((html) => new DOMParser().parseFromString(html, 'text/html').body.textContent, report)
    expect(payloads.filter((payload) => !text.includes(payload))).toEqual([])
    await page.context().close()
  })

  it.runIf(isLongRun)('come back from every form as text', async () => {
    const small = await startServer()
    await fielded(small.database)
    const office = officeOf(small)
    const forms: Readonly<Record<string, (text: string) => Promise<Response>>> = {
      agency: (text) =>
        office.send('/admin/new/agency', {
          code: text,
          name: text,
          nameEn: text,
          block: text,
          parent: text,
          valid_from: text,
          valid_to: text,
          predecessors: text,
        }),
      campaign: (text) =>
        office.send('/admin/new/campaign', {
          code: text,
          title: text,
          titleEn: text,
          questionnaire: text,
          from: text,
          to: text,
          threshold: text,
          kind: text,
          scope: text,
          agencies: text,
          breakdowns: text,
        }),
      touchpoint: (text) =>
        office.send('/admin/new/touchpoint?campaign=c1', {
          spread: 'one',
          code: text,
          kind: text,
          label: text,
          labelEn: text,
          agencies: text,
        }),
      file: (text) =>
        office.send('/admin/import/agencies', {
          file: new Blob([
            `code,name,block,${text.replaceAll(/[,"]/g, '')}\n"${text.replaceAll('"', '""')}","${text.replaceAll('"', '""')}",x,\n`,
          ]),
        }),
      published: (text) =>
        office.send('/admin/results/published', { year: text, place: text, node: text, value: text, formula: text, source: text }),
      settings: (text) => office.send('/admin/settings', { name: text.repeat(30), nameEn: text }),
      export: (text) => office.send('/admin/exports', { campaign: text, file: text }),
      search: (text) => office.get(`/admin/campaigns/c1/agencies?find=${encodeURIComponent(text)}&block=${encodeURIComponent(text)}`),
      finder: (text) => office.get(`/admin/agencies?q=${encodeURIComponent(text)}`),
      survey: (text) =>
        fetch(`${small.url}/s/q1`, {
          method: 'POST',
          body: new URLSearchParams({
            id: text,
            campaign: text,
            version: text,
            late: text,
            ways: text,
            'ways.text': text,
            met: text,
            why: text.repeat(9),
            day: text,
            agency: text,
            language: text,
          }),
        }),
      link: (text) => fetch(`${small.url}/s/${encodeURIComponent(text)}`),
    }
    for (const [name, send] of Object.entries(forms)) {
      const pages: string[] = []
      for (const text of oneOfEach) pages.push(await (await send(text)).text())
      expect([name, await reader.evaluate(strangeNodes, pages)]).toEqual([name, []])
    }
    await small.close()
  })

  it('leave as text in CSV, JSON Lines and workbooks, and come back as they were', async () => {
    const file = async (name: string) => new Uint8Array(await (await office.get(`/api/v1/campaigns/c1/exports/${name}`)).arrayBuffer())
    const text = new TextDecoder()
    for (const stem of ['responses', 'results']) {
      const cells: readonly (readonly string[])[] = parse(text.decode(await file(`${stem}.csv`)), { bom: true, relax_column_count: true })
      expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)))).toEqual([])
      expect(openWorkbook(await file(`${stem}.xlsx`)).filter(({ xml }) => /<f[ >]|<hyperlink|t="str"/.test(xml))).toEqual([])
    }
    const [head = [], ...rows]: readonly (readonly string[])[] = parse(text.decode(await file('responses.csv')), { bom: true })
    expect(new Set(rows.map((row) => unescaped(row[head.indexOf('why')] ?? '')))).toEqual(new Set(payloads))
    const lines = text
      .decode(await file('responses.jsonl'))
      .trim()
      .split('\n')
      .map((line): Readonly<Record<string, unknown>> => JSON.parse(line))
    expect(new Set(lines.map((line) => line['why']))).toEqual(new Set(payloads))
    const names = text.decode(await file('results.jsonl'))
    for (const payload of payloads) expect(names).toContain(JSON.stringify(payload))
  })
})

/** Every text that somebody types is one of the payloads: names, titles, labels, questions, answers, figures, accounts. */
async function hostileProvince(server: TestServer): Promise<void> {
  const { database } = server
  const hostile = JSON.parse(
    JSON.stringify(
      withHostileTexts(smallSource, (used, language) => payloadAt(used + 1 + (language === 'vi' ? 0 : 150))),
      (key, value: unknown) => (key === 'maxLength' ? 500 : value),
    ),
  )
  await publishQuestionnaire(database, readSmall(hostile), '2026-01-01')
  await saveProvinceName(database, { vi: payloadAt(1), en: payloadAt(2) })
  const agencies = payloads.map((payload, index) => agency(`A${index}`, 'commune', payload))
  const touchpoints = payloads.map((payload, index) => ({
    code: `t${index}`,
    campaign: 'c1',
    kind: 'qr' as const,
    label: { vi: payload, en: payload },
    agencies: [`A${index}`],
  }))
  const all = {
    code: 'all',
    campaign: 'c1',
    kind: 'kiosk' as const,
    label: { vi: payloadAt(5) },
    agencies: agencies.map(({ code }) => code),
  }
  await fielded(database, {
    questionnaire: 'small',
    title: { vi: payloadAt(3), en: payloadAt(4) },
    agencies,
    touchpoints: [...touchpoints, all],
    synthetic: true,
  })
  for (const [index, payload] of payloads.entries()) {
    const at = index < 100 ? 0 : index
    const answers = { late: 'no', field: { code: 'else', text: payload }, m1: 'good', m2: 'bad', rate: 'fair', met: 20, why: payload }
    const reply = await post(server.url, response(answers, { touchpoint: `t${at}`, agency: `A${at}`, version: 1 }))
    if (reply.status !== 201) throw new Error(`payload ${index}: ${reply.status} ${await reply.text()}`)
    await database.db
      .insertInto('published_figures')
      .values({
        year: 2000 + (index % 25),
        place: index % 2 === 0 ? `Toàn tỉnh` : payload,
        node: 'S',
        formula: 'share',
        value: 0.8,
        source: payload,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
