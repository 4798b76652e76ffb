import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePages, openPage, sharedBrowser } from '../browser/browser'
import { keepMapping } from '../../server/db/label-mappings'
import { faults } from '../browser/faults'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'

const looks = [{ width: 360, axe: ['light'] }, { width: 768 }, { width: 1440, axe: ['light', 'dark'] }] as const

const file = [
  'Dấu thời gian,Đơn vị,Nhìn chung ông/bà hài lòng với lần phục vụ này?,Ghi chú riêng',
  '18/11/2026 09:30:11,Cơ quan A1,Rất hài lòng,Một lời ghi chú dài để xem trang chịu được đến đâu khi ô có nhiều chữ',
  '18/11/2026 09:31:00,Cơ quan A2,Tuyệt vời,',
].join('\n')

describe('the page on which a sheet with labels is mapped', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ now: () => Date.parse('2026-11-20T03:00:00Z') }), sharedBrowser()])
    await fielded(server.database, { agencies: [agency('A1', 'commune', 'Cơ quan A1'), agency('A2', 'commune', 'Cơ quan A2')] })
    // The month before, the columns stood otherwise.
    const before = ['Đơn vị', 'Dấu thời gian', 'Câu hỏi của tháng trước', 'Nhìn chung ông/bà hài lòng với lần phục vụ này?']
    const columns = ['@agency', '@day', '', 'overall']
    const kept = { columns, words: {}, dayOrder: 'dmy', agency: '', channel: 'link' } as const
    await keepMapping(server.database, 'sipas-service', before, kept, { by: 'x', at: '2026-10-20T00:00:00Z' })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const mapping = async (language: string): Promise<Page> => {
    const page = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      locale: language,
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    await page.goto(`${server.url}/admin/campaigns/c1/responses/import`)
    await page.click('form a[href$="/labels"]')
    await page.setInputFiles('#file', { name: 'answers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
    await page.click('main form.card button[type="submit"]')
    await page.waitForSelector('select[name="c.0"]')
    expect(await page.locator('section.card ul li').count()).toBe(3)
    return page
  }

  it.each(['vi', 'en'])('has nothing for axe to find in %s, at any width, light and dark', async (language) => {
    const page = await mapping(language)
    if (process.env['SHOTS'] !== undefined)
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        await page.screenshot({ path: `${process.env['SHOTS']}/labels-${language}-${width}.png`, fullPage: true })
      }
    expect(await faults(page, looks)).toEqual([])
  })
})
