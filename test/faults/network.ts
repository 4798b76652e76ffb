import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closePages, openPage, sharedBrowser, sizes } from '../browser/browser'
import { answerAtKiosk, emptied, feed, held, quickItems, wake } from '../browser/device'
import { startSite, stored, type StoredResponse } from '../browser/site'
import { response } from '../server/fielded'
import type { TestServer } from '../server/harness'
import { seeded } from '../surveys/random'
import { faults, type Network, startNetwork } from './proxy'

type Load = {
  readonly kiosks: number
  /** Responses of each. */
  readonly each: number
  /** Handed over at once, so that they meet several faults. */
  readonly slice: number
}

/** What holds of kiosks whose network does everything that networks do. */
export function arrivesOnce({ kiosks, each, slice }: Load): void {
  let server: TestServer
  let network: Network
  let pages: readonly Page[]
  let rows: readonly StoredResponse[]
  const random = seeded(20_261_128)
  const sent: Readonly<Record<string, string>>[] = []
  const ids: string[] = []
  const answers = () => {
    const given = Object.fromEntries(quickItems.map((item) => [item, String(1 + Math.floor(random() * 5))]))
    sent.push(given)
    return given
  }
  const fed = () => {
    const one = response(answers(), { campaign: 'quick', touchpoint: 'quick', agency: 'H1' })
    ids.push(one.id)
    return one
  }
  beforeAll(async () => {
    const [site, browser] = await Promise.all([startSite(), sharedBrowser()])
    server = site
    network = await startNetwork(server.url, random)
    pages = await Promise.all(
      Array.from({ length: kiosks }, async () => {
        const page = await openPage(browser, { viewport: sizes.kiosk })
        await page.clock.install()
        await page.goto(`${network.url}/s/quick?kiosk`)
        await page.locator('html[data-ready]').waitFor()
        return page
      }),
    )
    network.become('foul')
    await Promise.all(pages.map(visits))
    await network.settled()
    rows = await stored(server, 'quick')
  }, 900_000)
  afterAll(async () => {
    await network.close()
    await closePages(await sharedBrowser())
    await server.close()
  })
  /** One person answers by hand, the others' answers are handed over as the screen does it. */
  const visits = async (page: Page): Promise<void> => {
    await answerAtKiosk(page, answers())
    await page.locator('.thanks').waitFor()
    for (let done = 1; done < each;) {
      const responses = Array.from({ length: Math.min(slice, each - done) }, fed)
      done += responses.length
      expect(await feed(page, responses)).toBe(responses.length)
      await wake(page)
    }
    await emptied(page)
  }

  it('met every fault', () => {
    expect(faults.filter((fault) => !network.happened.has(fault))).toEqual([])
  })

  it(`has stored each of ${kiosks * each} responses once, and nothing else`, () => {
    expect(rows).toHaveLength(kiosks * each)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const arrived = new Set(rows.map(({ id }) => id))
    expect(ids.filter((id) => !arrived.has(id))).toEqual([])
  })

  it('has stored what was answered: the sums of every question are those that were sent', () => {
    const sums = (all: readonly Readonly<Record<string, unknown>>[]) =>
      Object.fromEntries(quickItems.map((item) => [item, all.reduce((sum, one) => sum + Number(one[item]), 0)]))
    expect(sums(rows.map((row) => row.answers))).toEqual(sums(sent))
  })

  it('leaves nothing in any outbox', async () => {
    for (const page of pages) expect(await held(page)).toEqual([])
  })
}
