import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { trembleMs } from '../../client/survey/taps'
import { openBrowser, sizes } from '../browser/browser'
import { agency, fielded } from '../server/fielded'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, quantile, shown } from './table'

export const kioskDurable: Part = {
  name: 'kiosk-durable',
  about: 'from the tap that sends at a kiosk until its disk has the response',
  run: async (setting) =>
    withProduct(folderFor(setting, `kiosk-durable-${randomUUID()}`), undefined, async ({ url }, database) => {
      const touchpoints = [{ code: 'hall', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh' }, agencies: ['A1'] }] as const
      await fielded(database, { questionnaire: 'sipas-service-quick', agencies: [agency('A1')], touchpoints })
      const browser = await openBrowser()
      try {
        const page = await browser.newPage({ locale: 'vi-VN', viewport: sizes.kiosk, hasTouch: true })
        await page.addInitScript(markWhatIsKept)
        const took: number[] = []
        const visits = setting.quick ? 5 : 100
        for (let visit = 1; visit <= visits; visit += 1) {
          if (visit % 10 === 1) setting.say(`kiosk-durable: visit ${visit} of ${visits}`)
          took.push(await tapToDisk(page, `${url}/s/hall?kiosk`))
        }
        const [middle, p99] = [median(took), quantile(took, 0.99)]
        return [
          {
            title: 'A kiosk keeps a response',
            base: `Chromium at 1080×1920, sealed, from the last tap to the complete event of a strict transaction; ${visits} visits. The median: ${against(middle, '≤ 50 ms', middle <= 50)}.`,
            columns: ['from the last tap to the disk', 'median ms', 'p99 ms', 'slowest ms'],
            rows: [['sealed and written', shown(middle), shown(p99), shown(Math.max(...took))]],
          },
        ]
      } finally {
        await browser.close()
      }
    }),
}

const items = ['access', 'procedure', 'official', 'result', 'feedback', 'overall'] as const

/** One visit; all but the last tap are a keyboard's, which nothing holds up. */
async function tapToDisk(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.locator('.start .go').first().press('Enter')
  for (const item of items) {
    const option = page.locator(`[name="${item}"][value="4"]`)
    await option.waitFor({ state: 'attached' })
    // The focus goes to each new question by itself; a key that it overtakes would be lost, and the required answer with it.
    await page.locator(':is(legend, .legend):focus').waitFor()
    await option.press('Space')
    if (item !== 'overall') await option.press('Enter')
  }
  const send = page.getByRole('button', { name: 'Gửi câu trả lời' })
  await send.waitFor()
  await page.waitForTimeout(trembleMs + 50)
  await send.tap()
  await page.locator('.thanks').waitFor()
  return page.evaluate(() => {
    const tapped = performance.getEntriesByName('tapped').at(-1)?.startTime ?? NaN
    return (performance.getEntriesByName('kept').find(({ startTime }) => startTime >= tapped)?.startTime ?? NaN) - tapped
  })
}

/** Marks each click, and each transaction that put a response among those that wait. */
function markWhatIsKept(): void {
  addEventListener('click', ({ timeStamp }) => performance.mark('tapped', { startTime: timeStamp }), true)
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the store that it was called on
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...told: Parameters<IDBObjectStore['put']>) {
    if (this.name === 'responses' && this.transaction.durability === 'strict')
      this.transaction.addEventListener('complete', () => performance.mark('kept'))
    return put.apply(this, told)
  }
}
