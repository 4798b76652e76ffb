import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { TestServer } from '../server/harness'
import { closePages, sharedBrowser } from './browser'
import { startSite, stored, type StoredResponse } from './site'

export type Visit = {
  readonly server: TestServer
  readonly browser: Browser
  readonly goTo: (page: Page, path: string) => Promise<void>
  /** The last response of a campaign. */
  readonly heard: (campaign: string) => Promise<StoredResponse | undefined>
}

/** One product and one browser for all tests of a file; read it inside the tests. */
export function visiting(): () => Visit {
  let visit: Visit | undefined
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startSite(), sharedBrowser()])
    const goTo = async (page: Page, path: string) => {
      await page.goto(`${server.url}/s/${path}`)
      await page.locator('html[data-ready], html:not(.js)').waitFor()
    }
    visit = { server, browser, goTo, heard: async (campaign) => (await stored(server, campaign)).at(-1) }
  })
  afterAll(async () => {
    await (visit && closePages(visit.browser))
    await visit?.server.close()
  })
  return () => {
    if (!visit) throw new Error('the product has not started')
    return visit
  }
}

export const tap = (page: Page, item: string, code: string) =>
  page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }).click()
export const next = (page: Page) => page.getByRole('button', { name: /^(Tiếp tục|Continue)$/ }).click()
export const send = (page: Page) => page.getByRole('button', { name: /^(Gửi câu trả lời|Send my answers)$/ }).click()
export const checked = (page: Page, item: string, code: string) => page.locator(`[name="${item}"][value="${code}"]`).isChecked()
export const receipt = async (page: Page) => (await page.locator('[data-receipt]').textContent())?.trim() ?? ''

/** Sends a response from a page that can keep nothing; it arrives, its answer does not, and the page is loaded again. */
export async function sentWithoutAnswer(page: Page, { goTo }: Visit): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  })
  let isLost = true
  await page.route('**/api/v1/responses/batch', async (route) => {
    if (!isLost) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await goTo(page, 'quick')
  await tap(page, 'overall', '5')
  await send(page)
  await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
  await page.reload()
  isLost = false
}
