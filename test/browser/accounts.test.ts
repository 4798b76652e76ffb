import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../server/harness'
import { officer } from '../server/signed-in'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'

describe('an account in a browser', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    await tokenOf(server.database, 'kho')
    page = await openPage(browser, { viewport: { width: 360, height: 740 } })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value)
    await page.keyboard.press('Enter')
  }
  const wanted = 'một câu hoàn toàn khác'

  it('is made by the link of the first start, which says what is wrong at the field', async () => {
    await page.goto(server.url + server.setupLink)
    await fits(page)
    await fill({ username: officer.username, name: officer.name, wanted: 'matkhau12345', again: 'matkhau12345' })
    await page.waitForSelector('#wanted-wrong')
    await fits(page)
    expect([await page.inputValue('#username'), await page.inputValue('#wanted')]).toEqual([officer.username, ''])
    await fill({ wanted: officer.password, again: officer.password })
    await page.waitForURL(`${server.url}/admin`)
  })

  it('shows where it is signed in and changes its password', async () => {
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      for (const path of ['', `/${officer.username}`, '/kho/disable', '/kho']) {
        await page.goto(`${server.url}/admin/accounts${path}`)
        await fits(page)
      }
      await page.goto(`${server.url}/admin/accounts`)
    }
    expect(await page.textContent('main')).toContain('thiết bị này')
    await fill({ present: 'sai mật khẩu rồi', wanted, again: wanted })
    await page.waitForSelector('#present-wrong')
    await fits(page)
    await fill({ present: officer.password, wanted, again: wanted })
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('Đã đổi mật khẩu')
  })

  it('signs out, and in again from any page that was asked for', async () => {
    await page.click('.foot button')
    await page.goto(`${server.url}/admin/accounts?lang=en`)
    await fits(page)
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#main')
    expect(page.url()).toBe(`${server.url}/admin/accounts?lang=en`)
    expect(await page.textContent('h1')).toBe('Accounts')
  })

  it('finds a link that was used kindly answered', async () => {
    await page.goto(server.url + server.setupLink)
    await fits(page)
    expect(await page.textContent('h1')).toBe('This link works no more')
  })
})

/** Axe has nothing to find, and nothing is wider than the screen. */
async function fits(page: Page): Promise<void> {
  expect(await faults(page, [{ width: page.viewportSize()?.width ?? 0, axe: ['light'] }])).toEqual([])
}
