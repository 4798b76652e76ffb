import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { officer, signIn } from '../server/signed-in'
import { surveyed } from '../server/surveyed'
import type { TestServer } from '../server/harness'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, type Look, withoutBase } from './faults'

const looks: readonly Look[] = [{ width: 320, axe: ['light'] }, { width: 360 }, { width: 1440, axe: ['light', 'dark'] }]
/** Pages that say another thing on what was looked at whole, here or in the workspace. */
const alike: readonly Look[] = [{ width: 320 }, { width: 360 }, { width: 1440, axe: ['light'] }]
/** Axe weighs every cell of the long tables. */
const pages = [
  ['/admin', looks],
  ['/admin/accounts', looks],
  ['/admin/campaigns/c1', alike],
  ['/admin/campaigns/c1?agency=A2', alike],
  ['/admin/campaigns/empty', alike],
  ['/admin/campaigns/none', alike],
] as const

describe('the administration in a browser', () => {
  let server: TestServer
  let browser: Browser
  let reader: Page
  let cookies: readonly { readonly name: string; readonly value: string; readonly url: string }[]
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([surveyed(), sharedBrowser()])
    cookies = (await signIn(server))
      .split('; ')
      .map((cookie) => ({ name: cookie.split('=')[0] ?? '', value: cookie.slice(cookie.indexOf('=') + 1), url: server.url }))
    reader = await inside()
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const inside = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await openPage(browser, options)
    await page.context().addCookies([...cookies])
    return page
  }

  it.each(pages)('has nothing for axe to find on %s, light and dark, and nothing that scrolls sideways', async (path, at) => {
    await reader.goto(server.url + path)
    expect(await faults(reader, at, withoutBase)).toEqual([])
  })

  it('has a door for everybody', async () => {
    const page = await openPage(browser, { viewport: { width: 360, height: 800 } })
    await page.goto(`${server.url}/admin`)
    expect(await faults(page, looks)).toEqual([])
    await page.fill('#username', officer.username)
    await page.fill('#password', 'sai mật khẩu rồi')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    expect(await faults(page, looks)).toEqual([])
    await page.context().close()
  })

  it('keeps the text of every coloured figure readable, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await inside({ colorScheme })
      await page.goto(`${server.url}/admin/campaigns/c1/agencies`)
      const contrasts = await page.$$eval('.legend .heat', (all) => {
        const light = (color: string) => {
          const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
            const channel = Number(part) / 255
            return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
          })
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue
        }
        return all.map((cell) => {
          const { color, backgroundColor } = getComputedStyle(cell)
          const [low = 0, high = 0] = [light(color), light(backgroundColor)].sort((a, b) => a - b)
          return (high + 0.05) / (low + 0.05)
        })
      })
      expect(contrasts).toHaveLength(5)
      expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5)
      await page.context().close()
    }
  })

  it('can be used by keyboard alone, from the door to the filtered figure and out again', async () => {
    const page = await openPage(browser, { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false })
    await page.goto(`${server.url}/admin`)
    await tabTo(page, '#username')
    await page.keyboard.type(officer.username)
    await tabTo(page, '#password')
    await page.keyboard.type(officer.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/admin`)
    await tabTo(page, 'a[href="/admin/campaigns/c1"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#headline')
    await tabTo(page, '.tabs a[href$="/agencies"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#agencies')
    await tabTo(page, '#filter-channel')
    await page.keyboard.type('Kiosk')
    await tabTo(page, '.filters button')
    await page.keyboard.press('Enter')
    await page.waitForURL(/channel=kiosk/)
    expect(await page.textContent('.showing')).toContain('Kiosk')
    await tabTo(page, '.tabs a[href*="/criteria"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/criteria\?channel=kiosk/)
    await tabTo(page, '.region')
    expect(await page.locator('.region:focus').first().getAttribute('aria-label')).toContain('Phân bố câu trả lời')
    await tabTo(page, '.foot button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#password')
    await page.goto(`${server.url}/admin/campaigns/c1`)
    expect(await page.locator('#password').count()).toBe(1)
  })

  it('shows where the focus is', async () => {
    const page = await inside({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${server.url}/admin/campaigns/c1/agencies`)
    for (const target of ['.brand', '#filter-block', '.filters button', '#agencies .choices a', '#agencies .name a']) {
      await tabTo(page, target)
      expect(await page.locator(':focus').evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
    }
  })

  it('keeps the head of a long table in sight while the page scrolls, and scrolls nothing inside it', async () => {
    const page = await inside({ viewport: { width: 1440, height: 500 } })
    for (const [tab, table] of [
      ['criteria', '#distribution table'],
      ['agencies', '.ranking'],
    ] as const) {
      await page.goto(`${server.url}/admin/campaigns/c1/${tab}`)
      await page.locator(`${table} tbody tr`).last().scrollIntoViewIfNeeded()
      const head = await page.locator(`${table} thead th`).first().boundingBox()
      expect((head?.y ?? -99) >= -1).toBe(true)
      const inner = await page
        .locator('main .region')
        .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length)
      expect(inner).toBe(0)
    }
  })

  it('switches the language in place', async () => {
    const page = await inside()
    await page.goto(`${server.url}/admin/campaigns/c1/agencies?channel=qr`)
    await page.click('text=English')
    await page.waitForURL(/channel=qr&lang=en/)
    expect(await page.textContent('#agencies h2')).toBe('Agencies and factors')
    await page.goto(`${server.url}/admin`)
    expect(await page.textContent('h1')).toMatch(/^Today, /)
  })
})

/** Presses Tab until an element that fits has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) > 0) return
  }
  throw new Error(`no Tab leads to ${selector}`)
}
