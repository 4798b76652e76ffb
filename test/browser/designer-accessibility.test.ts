import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSmall } from '../surveys/small'
import { designed, withDesigns } from '../server/designed'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { openBrowser, openPage } from './browser'

const patience = 240_000
const widths = [320, 360, 1080, 1440] as const
const pages = ['/admin/questionnaires', '/admin/new/design', `/admin/designs/${designed.open}/review`, `/admin/designs/${designed.open}/discard`, `/admin/questionnaires/${designed.twice}/history`, `/admin/questionnaires/${designed.twice}/compare?from=1&to=2`] as const

let server: TestServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  await withDesigns(server)
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

async function inside(width: number, path: string): Promise<Page> {
  const page = await openPage(browser, { viewport: { width, height: 900 }, reducedMotion: 'reduce', extraHTTPHeaders: { Authorization: `Bearer ${server.token}` } })
  await page.goto(server.url + path)
  if (/\/designs\/[^/]+$/.test(new URL(page.url()).pathname)) await page.locator('html[data-ready]').waitFor()
  return page
}

describe.each(widths)('the designer at %i pixels', (width) => {
  it.each(['vi', 'en'])('is clean on every tab, in %s', async (language) => {
    const page = await inside(width, `/admin/designs/${designed.open}?lang=${language}`)
    const tabs = page.locator('.bar nav button')
    expect(await tabs.count()).toBe(6)
    for (let at = 0; at < 6; at += 1) {
      await tabs.nth(at).click()
      await page.locator('main .card, main .outliner').first().waitFor()
      await isClean(page, `${language} tab ${at + 1}`)
    }
    await page.context().close()
  }, patience)

  it('is clean with an error, a warning, and conditions to choose', async () => {
    const page = await inside(width, `/admin/designs/${designed.open}`)
    for (const [question, severity] of [['q2', 'error'], ['q', 'warning']] as const) {
      await showOutline(page)
      await page.locator(`[data-question="${question}"] .pickRow`).click()
      await page.locator(`.found .${severity}`).first().waitFor()
      await isClean(page, severity)
    }
    await page.locator('.condition select').first().selectOption('any')
    await page.getByRole('button', { name: 'Thêm nhóm điều kiện' }).click()
    await isClean(page, 'conditions')
    await page.locator('.bar').getByRole('button', { name: 'Hoàn tác' }).click()
    await showOutline(page)
    await page.locator('.part > .row .pickRow').first().click()
    await page.getByRole('button', { name: 'Xóa phần này' }).click()
    await isClean(page, 'section')
    await page.context().close()
  }, patience)

  it('is clean where two authors clash', async () => {
    const author = designing(server)
    const id = `clash${width}`
    await author.begin({ ...readSmall(), id })
    const page = await inside(width, `/admin/designs/${id}`)
    await author.save(id, 1, { ...readSmall(), id, title: { vi: 'Tên của người khác', en: 'Their title' } })
    await page.getByRole('button', { name: 'Thông tin chung' }).click()
    await page.locator('.general textarea').first().fill('Tên của tôi')
    await page.locator('.collision').waitFor()
    await isClean(page, 'clash')
    await page.context().close()
  }, patience)

  it.each(['vi', 'en'])('has clean pages around it, in %s', async (language) => {
    const page = await inside(width, `${pages[0]}?lang=${language}`)
    for (const path of pages) {
      await page.goto(server.url + path)
      await isClean(page, `${language} ${path}`)
    }
    await page.goto(`${server.url}/admin/new/design`)
    await page.locator('main form button').last().click()
    await page.locator('.summary').waitFor()
    await isClean(page, `${language} refused beginning`)
    await page.context().close()
  }, patience)
})

/** Every rule of WCAG 2.2 AA that a machine can check, in the light and in the dark, no sideways scrolling, targets that a finger hits. */
async function isClean(page: Page, what: string): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0))
  expect(await violations(page, (axe) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']), `${what}, light`)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  expect(await violations(page, (axe) => axe.withRules(['color-contrast']), `${what}, dark`)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  expect([what, await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)]).toEqual([what, 0])
  expect([what, await smallTargets(page)]).toEqual([what, []])
}

/** What a citizen sees in the frame of the preview is checked where citizens see it. */
async function violations(page: Page, rules: (axe: AxeBuilder) => AxeBuilder, what: string): Promise<readonly string[]> {
  const found = await rules(new AxeBuilder({ page }).exclude('iframe').options({ resultTypes: ['violations'] }).setLegacyMode()).analyze()
  return found.violations.map(({ id, nodes }) => `${what}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Controls of less than 44 pixels, and links of less than 24. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const lower = (selector: string, least: number) =>
      [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < least).map((one) => `${one.tagName} ${one.textContent}`)
    return [...lower('main button, .bar button, select, textarea, input:not([type=radio], [type=checkbox], [type=hidden]), summary', 43.9), ...lower('main a, .bar a, label.pick', 23.9)]
  })

async function showOutline(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Dàn ý', exact: true })
  if (await button.isVisible()) await button.click()
}
