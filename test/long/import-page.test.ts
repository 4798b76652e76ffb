import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePages, openPage, sharedBrowser } from '../browser/browser'
import { faults } from '../browser/faults'
import { workbookOf } from '../server/form-file'
import { startServer, type TestServer } from '../server/harness'
import { realForms } from '../surveys/exchange/forms'

const looks = [{ width: 360, axe: ['light'] }, { width: 768 }, { width: 1440, axe: ['light', 'dark'] }] as const

describe('the page on which a questionnaire of another tool is looked at', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const shown = async (language: string, form: string): Promise<Page> => {
    const page = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      locale: language,
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    await page.goto(`${server.url}/admin/new/design`)
    await page.check('input[value="file"]')
    const file = await workbookOf(realForms[form] ?? { survey: '' })
    await page.setInputFiles('#file', {
      name: 'form.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await file.arrayBuffer()),
    })
    await page.click('main button[type="submit"]')
    await page.waitForSelector('input[name="read"]', { state: 'attached' })
    return page
  }

  it.each(['vi', 'en'])('has nothing for axe to find in %s, at any width, light and dark', async (language) => {
    const page = await shown(language, 'clinic')
    if (process.env['SHOTS'] !== undefined)
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        await page.screenshot({ path: `${process.env['SHOTS']}/import-${language}-${width}.png`, fullPage: true })
      }
    expect(await faults(page, looks)).toEqual([])
    expect(await page.locator('.region').evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth))).toEqual([0, 0, 0])
  })

  it.each(['vi', 'en'])('and the page of the ways out has nothing for axe to find in %s either', async (language) => {
    const page = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      locale: language,
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    await page.goto(`${server.url}/admin/questionnaires/sipas-service/2`)
    await page.click('a[href$="/elsewhere"]')
    await page.waitForSelector('#codebook')
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/elsewhere-${language}.png`, fullPage: true })
    expect(await faults(page, looks)).toEqual([])
  })
})
