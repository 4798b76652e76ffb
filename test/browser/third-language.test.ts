import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { oursIn, readTai, taiName, withTai } from '../surveys/tai'
import { closePages, openPage, sharedBrowser, sizes } from './browser'
import { stored } from './site'

describe('a language in which the product does not speak', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    await publishQuestionnaire(server.database, readTai(), '2026-01-01')
    const agencies = [agency('H1'), agency('H2')].map((one) => ({ ...one, name: withTai(one.name) }))
    for (const [code, questionnaire] of Object.entries({ tai: 'tai', quick: 'sipas-service-quick' }))
      await fielded(server.database, {
        code,
        questionnaire,
        agencies,
        title: withTai({ vi: 'Đợt', en: 'Campaign' }),
        touchpoints: [
          { code, campaign: code, kind: 'kiosk', label: withTai({ vi: 'Sảnh', en: 'Hall' }), agencies: agencies.map((one) => one.code) },
        ],
      })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const open = async (path: string, viewport: { width: number; height: number }): Promise<{ page: Page; fonts: string[] }> => {
    const page = await openPage(browser, { viewport })
    const fonts: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/assets/fonts/')) fonts.push(request.url())
    })
    await page.goto(`${server.url}/s/${path}`)
    await page.locator('html[data-ready]').waitFor()
    return { page, fonts }
  }
  /** What a citizen sees, and what is said to whoever listens. */
  const shown = (page: Page): Promise<string> =>
    page.evaluate(() =>
      [
        document.title,
        document.body.innerText,
        ...[...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label') ?? ''),
      ].join('\n'),
    )
  const expectNoneOfOurs = async (page: Page): Promise<void> => expect(oursIn(await shown(page))).toEqual([])
  const go = (page: Page): Promise<void> => page.locator('.navigation button[type="submit"]').press('Enter')

  it('leaves no word of another one behind on a kiosk, from the start to the thanks', async () => {
    const { page } = await open('tai?kiosk', sizes.kiosk)
    await page.locator('.languages button[lang="blt"]', { hasText: taiName }).press('Enter')
    await expectNoneOfOurs(page)
    await page.locator('.agencies button').first().press('Enter')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('blt')
    await go(page)
    await page.locator('[name="late"]').first().waitFor()
    await go(page)
    await page.locator('#_problems').waitFor()
    await expectNoneOfOurs(page)
    for (let step = 0; step < 20; step += 1) {
      await page.locator('[data-receipt], .navigation [type="submit"]').first().waitFor()
      await expectNoneOfOurs(page)
      if (await page.locator('[data-receipt]').isVisible()) break
      const late = page.locator('[name="late"][value="no"]')
      if ((await late.isVisible()) && !(await late.isChecked())) await late.press('Space')
      else await go(page)
    }
    await page.locator('[data-receipt]').waitFor()
    await expectNoneOfOurs(page)
    expect((await stored(server, 'tai')).map(({ language }) => language)).toEqual(['blt'])
  })

  it('leaves none behind on a phone, and draws its letters with its own font, fetched for nobody else', async () => {
    const { page, fonts } = await open('tai?lang=blt&agency=H1', sizes.phone)
    await expectNoneOfOurs(page)
    await expect.poll(() => fonts.length).toBe(1)
    expect(await page.evaluate(() => document.fonts.check('16px "Tai Viet"', 'ꪼꪕ'))).toBe(true)
    await go(page)
    await page.locator('#_problems').waitFor()
    await expectNoneOfOurs(page)
    const other = await open('quick?agency=H1', sizes.phone)
    expect(other.fonts).toEqual([])
  })
})
