import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Designing, designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { readSmall } from '../surveys/small'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'

const mine = 'phieu-moi'

describe('the library in the designer', () => {
  let server: TestServer
  let browser: Browser
  let lan: Designing
  let page: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    lan = designing(server)
    await lan.begin(readSmall())
    await lan.publish(readSmall(), 1)
    await lan.begin({ ...readSmall(), id: mine })
    page = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    await page.goto(`${server.url}/admin/designs/${mine}`)
    await page.locator('html[data-ready]').waitFor()
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  it('takes a question over by keyboard alone, says what became otherwise, leads there and says where it is from', async () => {
    const door = page.getByRole('button', { name: 'Thêm từ thư viện' })
    await door.press('Enter')
    await page.getByLabel('Tìm trong các phiếu khảo sát').fill('duoc bao')
    await page.locator('.finds button', { hasText: 'told' }).press('Enter')
    await page.locator('.reading:focus').waitFor()
    expect(await page.locator('.reading').textContent()).toContain('Trễ?')
    await page.getByRole('button', { name: 'Lấy câu này' }).press('Enter')
    expect(await page.locator('.came').textContent()).toContain('Mã told đã có, nên mục này mang mã told-copy.')
    expect(
      await faults(page, [
        { width: 1440, axe: ['light', 'dark'] },
        { width: 360, axe: ['light'] },
      ]),
    ).toEqual([])
    await page.getByRole('button', { name: 'Đến chỗ vừa thêm' }).press('Enter')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.locator('.origin', { hasText: 'Lấy từ Phiếu nhỏ, bản 1 (small).' }).waitFor()
    await expect.poll(async () => JSON.stringify((await lan.state(mine)).definition)).toContain('"id":"told-copy"')
    await door.press('Enter')
    await page.keyboard.press('Escape')
    expect(await door.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})
