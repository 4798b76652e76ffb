import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveEmbedOrigins, savePublicUrl } from '../../server/db/settings'
import { compared } from '../server/compared'
import { oneLanguage, type TestServer } from '../server/harness'
import { published } from '../server/publishing'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, figuresShown, type Look } from './faults'
import { tabTo } from './keyboard'

const patience = 900_000
const looks: readonly Look[] = [
  { width: 360, axe: ['light', 'dark'] },
  { width: 768 },
  { width: 1080 },
  { width: 1440, axe: ['light', 'dark'] },
]
const narrow: readonly Look[] = [300, 360, 600, 900, 1200].map((width) => ({ width }))

describe('published results in a browser', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  const sites: Server[] = []
  beforeAll(async () => {
    server = await compared()
    await published(server, 'q3')
    browser = await sharedBrowser()
    page = await openPage(browser, { viewport: { width: 360, height: 740 } })
  }, patience)
  afterAll(async () => {
    await closePages(browser)
    for (const site of sites) site.close()
    await server.close()
  })

  it.each(oneLanguage)(
    'can be read by everybody at every width in %s, in both lights, and nothing is wider than the screen',
    async (language) => {
      const found: string[] = []
      for (const path of ['/r', '/r/q3', '/r/q3/agencies/A1', '/r/none']) {
        await page.goto(`${server.url}${path}?lang=${language}`)
        found.push(...(await faults(page, looks)).map((fault) => `${path} ${fault}`))
      }
      await page.goto(`${server.url}/embed/q3?lang=${language}`)
      found.push(...(await faults(page, [{ width: 300, axe: ['light', 'dark'] }, ...narrow])).map((fault) => `embed ${fault}`))
      expect(found).toEqual([])
      await page.goto(`${server.url}/r/q3?lang=${language}`)
      expect(await figuresShown(page)).toBeGreaterThan(10)
    },
    patience,
  )

  it(
    'are gone through by keyboard, from the number to an agency and back',
    async () => {
      await page.goto(`${server.url}/r/q3`)
      await tabTo(page, '.skip')
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
      await tabTo(page, '#agencies tbody a')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/agencies\/A\d$/)
      await tabTo(page, '.top a')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/r\/q3$/)
    },
    patience,
  )

  it(
    'stand in the frame of a site that was named, and in no other',
    async () => {
      const site = async (): Promise<string> => {
        const made = createServer((_, reply) => {
          const [framed, whole] = ['/embed/q3', '/r/q3'].map(
            (path) => `<iframe title="x" src="${server.url}${path}" width="320" height="480"></iframe>`,
          )
          reply.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>portal</title>${framed}${whole}`)
        })
        await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
        sites.push(made)
        const address: AddressInfo | string | null = made.address()
        return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
      }
      const [named, other] = [await site(), await site()]
      await saveEmbedOrigins(server.database, [named])
      await savePublicUrl(server.database, server.url)
      const shownIn = async (origin: string): Promise<readonly string[]> => {
        const own = await browser.newPage()
        await own.goto(origin, { waitUntil: 'networkidle' })
        const texts = await Promise.all(
          own
            .frames()
            .slice(1)
            .map((frame) => frame.evaluate(() => document.querySelector('.big')?.textContent ?? '')),
        )
        await own.close()
        return texts.map((text) => (/\d%$/.test(text) ? 'shown' : 'refused'))
      }
      expect(await shownIn(named)).toEqual(['shown', 'refused'])
      expect(await shownIn(other)).toEqual(['refused', 'refused'])
    },
    patience,
  )

  it(
    'are prepared, looked at and published on pages that hold in every width',
    async () => {
      const office = await openPage(browser, {
        extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
        viewport: { width: 1440, height: 900 },
      })
      const found: string[] = []
      for (const path of ['/publication', '/publication/withdraw']) {
        await office.goto(`${server.url}/admin/campaigns/q3${path}`)
        found.push(...(await faults(office, looks)).map((fault) => `${path} ${fault}`))
      }
      await office.goto(`${server.url}/admin/campaigns/q3/publication`)
      await office.locator('#note').fill('Số điện thoại mới')
      await office.locator('#reason').fill('Sai số điện thoại')
      await office.locator('form.card [type=submit]').click()
      await office.locator('#prepared').waitFor()
      found.push(...(await faults(office, looks)).map((fault) => `prepared ${fault}`))
      await office.goto(`${server.url}/admin/campaigns/q3/publication/publish`)
      found.push(...(await faults(office, looks)).map((fault) => `publish ${fault}`))
      await office.goto(`${server.url}/admin/campaigns/q3/publication/preview`)
      found.push(...(await faults(office, [{ width: 360 }])).map((fault) => `preview ${fault}`))
      expect(found).toEqual([])
    },
    patience,
  )
})
