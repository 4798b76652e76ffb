import { randomUUID } from 'node:crypto'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../browser/browser'
import { province } from './province'
import { folderFor, type Part, type Setting, withProduct, withReference } from './setting'
import { against, median, shown, type Table, times } from './table'

export const phone: Part = {
  name: 'phone',
  about: 'first paint and first answer on a slow phone, beside a static page of the same items',
  run: async (setting) =>
    withReference(folderFor(setting, `reference-${randomUUID()}`), async (reference) =>
      withProduct(folderFor(setting, `phone-${randomUUID()}`), undefined, async ({ port }, database) => {
        for (const id of questionnaires) await province(database, id, id)
        const pages = questionnaires.flatMap((id) => [
          { questionnaire: id, what: 'static HTML, no script', url: `http://127.0.0.1:${reference.port}/static/${id}` },
          { questionnaire: id, what: 'SIPAS', url: `http://127.0.0.1:${port}/s/${id}-A1` },
        ])
        const browser = await openBrowser()
        try {
          return [tableOf(await visits(setting, browser, pages))]
        } finally {
          await browser.close()
        }
      }),
    ),
}

const questionnaires = ['sipas-service', 'sipas-2026'] as const

type Shown = { readonly questionnaire: string; readonly what: string; readonly url: string }
type Visit = { readonly paintMs: number; readonly answerMs: number }
type Row = Shown & { readonly visits: Visit[] }

/** All pages in turn, round after round, each visit with a fresh profile. */
async function visits(setting: Setting, browser: Browser, pages: readonly Shown[]): Promise<readonly Row[]> {
  const rows = pages.map((page): Row => ({ ...page, visits: [] }))
  const rounds = setting.quick ? 2 : 7
  for (let round = 1; round <= rounds; round += 1) {
    setting.say(`phone: round ${round} of ${rounds}`)
    for (const row of rows) row.visits.push(await visited(browser, row.url))
  }
  return rows
}

async function visited(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 412, height: 915 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await slowDown(await context.newCDPSession(page))
  await page.addInitScript(() => addEventListener('change', () => performance.mark('answered'), true))
  await page.goto(url, { waitUntil: 'commit', timeout: 60_000 })
  const visit = await answered(page)
  await context.close()
  return visit
}

async function slowDown(session: CDPSession): Promise<void> {
  const bytesPerSecond = (400 * 1000) / 8
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

/** Taps the first option as soon as it can be tapped; an answer that a script takes back later has to be given again. */
async function answered(page: Page): Promise<Visit> {
  const option = page.locator('input[type=radio]:visible').first()
  await option.tap({ timeout: 60_000 })
  await page.waitForLoadState('networkidle', { timeout: 60_000 })
  if (!(await option.isChecked())) await option.tap()
  return page.evaluate(() => ({
    paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    answerMs: performance.getEntriesByName('answered').at(-1)?.startTime ?? NaN,
  }))
}

function tableOf(rows: readonly Row[]): Table {
  const middle = (row: Row | undefined, figure: keyof Visit): number => median((row?.visits ?? []).map((visit) => visit[figure]))
  const ratio = (row: Row, figure: keyof Visit): number =>
    middle(row, figure) /
    middle(
      rows.find(({ questionnaire, what }) => questionnaire === row.questionnaire && what !== 'SIPAS'),
      figure,
    )
  const worst = Math.max(...rows.flatMap((row) => [ratio(row, 'paintMs'), ratio(row, 'answerMs')]))
  return {
    title: 'A slow phone',
    base: `Chromium at 412×915, 400 kbit/s, 400 ms, processor slowed 4×, empty cache; medians of ${rows[0]?.visits.length ?? 0} visits. An answer counts once it stays. The worst ratio: ${against(worst, '≤ 1.5×', worst <= 1.5)}.`,
    columns: ['questionnaire', 'page', 'first paint, ms', 'first answer, ms', 'paint, of static', 'answer, of static'],
    rows: rows.map((row) => {
      const isOurs = row.what === 'SIPAS'
      return [
        row.questionnaire,
        row.what,
        shown(middle(row, 'paintMs')),
        shown(middle(row, 'answerMs')),
        isOurs ? times(ratio(row, 'paintMs')) : '',
        isOurs ? times(ratio(row, 'answerMs')) : '',
      ]
    }),
  }
}
