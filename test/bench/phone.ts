import { randomUUID } from 'node:crypto'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../browser/browser'
import { province } from './province'
import { folderFor, type Part, type Setting, withProduct, withReference } from './setting'
import { against, median, shown, type Table, times } from './table'

export const phone: Part = {
  name: 'phone',
  about: 'first paint and first answer on a slow phone, the first time and once more, beside a static page of the same items',
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
/** The same phone the first time, and once more with what its browser has kept. */
type Visits = { readonly first: Visit; readonly again: Visit }
type Row = Shown & { readonly visits: Visits[] }

/** All pages in turn, round after round, each time with a fresh profile that comes twice. */
async function visits(setting: Setting, browser: Browser, pages: readonly Shown[]): Promise<readonly Row[]> {
  const rows = pages.map((page): Row => ({ ...page, visits: [] }))
  const rounds = setting.quick ? 2 : 7
  for (let round = 1; round <= rounds; round += 1) {
    setting.say(`phone: round ${round} of ${rounds}`)
    for (const row of rows) row.visits.push(await visited(browser, row.url))
  }
  return rows
}

async function visited(browser: Browser, url: string): Promise<Visits> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 412, height: 915 }, hasTouch: true, isMobile: true })
  const once = async (): Promise<Visit> => {
    const page = await context.newPage()
    await slowDown(await context.newCDPSession(page))
    await page.addInitScript(() => {
      addEventListener('change', () => performance.mark('answered'), true)
      // Somebody begins anew: a draft would already hold the answer that is waited for.
      if (location.protocol !== 'about:') localStorage.clear()
    })
    await page.goto(url, { waitUntil: 'commit', timeout: 60_000 })
    const visit = await answered(page)
    await page.close()
    return visit
  }
  const visits = { first: await once(), again: await once() }
  await context.close()
  return visits
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

const comings = ['first', 'again'] as const

function tableOf(rows: readonly Row[]): Table {
  const middle = (row: Row | undefined, coming: keyof Visits, figure: keyof Visit): number =>
    median((row?.visits ?? []).map((visits) => visits[coming][figure]))
  const ratio = (row: Row, coming: keyof Visits, figure: keyof Visit): number =>
    middle(row, coming, figure) /
    middle(
      rows.find(({ questionnaire, what }) => questionnaire === row.questionnaire && what !== 'SIPAS'),
      coming,
      figure,
    )
  const worst = Math.max(...rows.flatMap((row) => comings.flatMap((one) => [ratio(row, one, 'paintMs'), ratio(row, one, 'answerMs')])))
  return {
    title: 'A slow phone',
    base: `Chromium at 412×915, 400 kbit/s, 400 ms, processor slowed 4×; an empty cache, and the same phone once more; medians of ${rows[0]?.visits.length ?? 0} phones. An answer counts once it stays. The worst ratio: ${against(worst, '≤ 1.5×', worst <= 1.5)}.`,
    columns: ['questionnaire', 'page', 'visit', 'first paint, ms', 'first answer, ms', 'paint, of static', 'answer, of static'],
    rows: rows.flatMap((row) => {
      const isOurs = row.what === 'SIPAS'
      return comings.map((coming) => [
        row.questionnaire,
        row.what,
        coming === 'first' ? 'first' : 'second',
        shown(middle(row, coming, 'paintMs')),
        shown(middle(row, coming, 'answerMs')),
        isOurs ? times(ratio(row, coming, 'paintMs')) : '',
        isOurs ? times(ratio(row, coming, 'answerMs')) : '',
      ])
    }),
  }
}
