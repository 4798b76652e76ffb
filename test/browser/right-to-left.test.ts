import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { agency, fielded } from '../server/fielded'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { inJawi, jawi, readJawi } from '../surveys/tai'
import { openDesign, tab } from './authoring/author'
import { closePages, openPage, sharedBrowser, sizes } from './browser'
import { faults } from './faults'
import { stored } from './site'

describe('a questionnaire that is read from right to left', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    await publishQuestionnaire(server.database, readJawi(), '2026-01-01')
    const names = (text: string) => ({ vi: text, en: text, [jawi]: inJawi(text) })
    await fielded(server.database, {
      code: 'jawi',
      questionnaire: 'jawi',
      agencies: [{ ...agency('H1'), name: names('Ủy ban nhân dân phường') }],
      title: names('Đợt'),
      touchpoints: [{ code: 'jawi', campaign: 'jawi', kind: 'kiosk', label: names('Sảnh một cửa tầng hai'), agencies: ['H1'] }],
    })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const open = async (path: string, viewport: { width: number; height: number }): Promise<Page> => {
    const page = await openPage(browser, { viewport })
    await page.goto(`${server.url}/s/${path}`)
    await page.locator('html[data-ready]').waitFor()
    return page
  }
  const directions = (page: Page) =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('[lang]:not(html)')].map(
        (one) => `${one.getAttribute('lang') ?? ''} ${getComputedStyle(one).direction}`,
      ),
    )
  /** What of the words and controls in sight lies beyond the screen or is wider than its own box. */
  const cut = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('body *')].flatMap((one) => {
        if (!one.checkVisibility() || one.closest('svg,.symbols,option')) return []
        const { left, right, width } = one.getBoundingClientRect()
        const isClipped = getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && one.tagName !== 'INPUT'
        return width > 1 && (left < -0.5 || right > innerWidth + 0.5 || isClipped)
          ? [`${one.tagName}.${one.className} ${left} ${right}`]
          : []
      }),
    )
  /** Where the mark of a choice stands in its box, and where its words begin: shares of the width. */
  const marked = (page: Page) =>
    page
      .locator('.option:visible')
      .first()
      .evaluate((option) => {
        const box = option.getBoundingClientRect()
        const at = (selector: string): number => {
          const one = option.querySelector(selector)?.getBoundingClientRect() ?? box
          return ((one.left + one.right) / 2 - box.left) / box.width
        }
        return { mark: at('input'), start: getComputedStyle(option).textAlign }
      })
  const go = (page: Page): Promise<void> => page.locator('.navigation button[type="submit"]').press('Enter')

  it.each([
    ['a phone', 'jawi?lang=cjm-Arab', sizes.phone],
    ['a narrow one', 'jawi?lang=cjm-Arab', sizes.small],
  ] as const)('says so to the browser on %s, mirrors what stands in it and cuts nothing', async (_, path, size) => {
    const page = await open(path, size)
    expect(await directions(page)).toEqual(['cjm-Arab rtl', 'vi ltr', 'en ltr'])
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    await page.locator('.option:visible').first().waitFor()
    expect((await marked(page)).mark).toBeLessThan(0.2)
    expect(await cut(page)).toEqual([])
    await go(page)
    await page.locator('#_problems').waitFor()
    expect(await cut(page)).toEqual([])
    expect(await faults(page, [{ width: size.width, axe: ['light', 'dark'] }])).toEqual([])
    await page.locator('nav button[lang="vi"]').click()
    await page.locator('html[lang="vi"]').waitFor()
    expect(await directions(page)).toEqual(['vi ltr', 'en ltr', 'cjm-Arab rtl'])
    expect((await marked(page)).mark).toBeGreaterThan(0.8)
    await page.context().close()
  })

  it.each([
    ['upright', sizes.kiosk],
    ['lying', { width: 1920, height: 1080 }],
  ] as const)('goes the same way at a kiosk, %s, and back to the office’s at its end', async (_, size) => {
    const page = await open('jawi?kiosk', size)
    expect(await directions(page)).toEqual(['vi ltr', 'vi ltr', 'en ltr', 'cjm-Arab rtl'])
    // By the keyboard, which no guard against hasty fingers holds up.
    await page.locator(`.languages button[lang="${jawi}"]`).press('Enter')
    await page.locator(`html[lang="${jawi}"]`).waitFor()
    for (let step = 0; step < 20; step += 1) {
      await page.locator('[data-receipt], .navigation [type="submit"]').first().waitFor()
      expect((await directions(page))[0]).toBe('cjm-Arab rtl')
      expect(await cut(page)).toEqual([])
      if (await page.locator('[data-receipt]').isVisible()) break
      const late = page.locator('[name="late"][value="no"]')
      if ((await late.isVisible()) && !(await late.isChecked())) {
        expect((await marked(page)).mark).toBeLessThan(0.2)
        await late.press('Space')
      } else await go(page)
    }
    await page.locator('[data-receipt]').waitFor()
    await page.locator('main .go, .navigation button').first().press('Enter')
    await page.locator('.start').waitFor()
    await page.locator('html[lang="vi"]').waitFor()
    expect((await directions(page))[0]).toBe('vi ltr')
    expect((await stored(server, 'jawi')).at(-1)?.language).toBe(jawi)
    await page.context().close()
  })

  it('says so without a script, and when it is closed', async () => {
    const html = await (await fetch(`${server.url}/s/jawi?lang=${jawi}`)).text()
    expect(html).toContain('<html lang="cjm-Arab" dir="rtl"')
    expect(await (await fetch(`${server.url}/s/jawi?lang=vi`)).text()).toContain('<html lang="vi" dir="ltr"')
  })

  it('is written from right to left in the designer', async () => {
    await designing(server).begin({ ...readJawi(), id: 'jawi-draft' })
    const page = await openPage(browser, {
      viewport: { width: 1280, height: 900 },
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    await openDesign(page, server, 'jawi-draft')
    await tab(page, 'Bản dịch')
    await page.getByLabel('Dịch sang').selectOption(jawi)
    const field = page.locator(`textarea[lang="${jawi}"]`).first()
    await field.waitFor()
    expect(await field.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
    expect(
      await page
        .locator('.source[lang="vi"]')
        .first()
        .evaluate((one) => getComputedStyle(one).direction),
    ).toBe('ltr')
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).direction)).toBe('ltr')
  })
})
