import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage, sizes } from '../browser/browser'
import { footprint, type Footprint, visited } from '../browser/months'
import { startSite, stored } from '../browser/site'
import type { TestServer } from '../server/harness'

const people = 5_000
const each = 500

describe('a kiosk that runs for months', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startSite()
  })
  afterAll(() => server.close())

  it(`serves ${people} people in one tab, and holds no more for the last than for the first`, { timeout: 3_600_000 }, async () => {
    const browser = await openBrowser()
    const page = await openPage(browser, { viewport: sizes.kiosk })
    await page.goto(`${server.url}/s/quick?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    const session = await page.context().newCDPSession(page)
    const rounds: (Footprint & { readonly seconds: number })[] = []
    for (let done = 0; done < people; done += each) {
      const begun = performance.now()
      await visited(page, each)
      rounds.push({ ...(await footprint(session)), seconds: (performance.now() - begun) / 1000 })
    }
    process.stdout.write(
      `${rounds.map(({ heap, nodes, listeners, seconds }) => `${seconds.toFixed(1)} s, ${heap} B, ${nodes} nodes, ${listeners} listeners`).join('\n')}\n`,
    )
    expect(await stored(server, 'quick')).toHaveLength(people)
    const [first, last] = [rounds[0], rounds.at(-1)]
    if (!first || !last) throw new Error('nobody came')
    expect([last.listeners, last.documents]).toEqual([first.listeners, first.documents])
    expect(last.nodes).toBeLessThanOrEqual(first.nodes + 20)
    expect(last.heap - first.heap).toBeLessThan(1_000_000)
    await browser.close()
  })
})
