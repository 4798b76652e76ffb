import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLongRun, type TestServer } from '../server/harness'
import { closePages, forgotten, later, openPage, sharedBrowser } from './browser'
import { faults, type Look } from './faults'
import { startSite, stored } from './site'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startSite(), sharedBrowser()])
})
afterAll(async () => {
  await closePages(browser)
  await server.close()
})

/** A small phone, the phone that the tests hold, and a kiosk. */
const looks: readonly Look[] = [{ width: 320, axe: ['light'] }, { width: 1080, axe: ['light', 'dark'] }, { width: 360 }]
/** The steps of a kiosk, on the smallest that is sold and on a tall one. */
const kioskLooks: readonly Look[] = [{ width: 600 }, { width: 1080, axe: ['light', 'dark'] }]
/** For one section of a form that was looked at as a whole: the same parts, alone. */
const partLooks: readonly Look[] = [{ width: 320, axe: ['light'] }, { width: 1080 }, { width: 360 }]

describe('at 320, 360 and 1080 pixels', () => {
  let reader: Page | undefined
  const open = async (path: string, arrange: (page: Page) => Promise<unknown> = () => Promise.resolve()): Promise<Page> => {
    const page = await (reader ? forgotten(reader) : openPage(browser, { viewport: { width: 360, height: 900 }, reducedMotion: 'reduce' }))
    reader = page
    await arrange(page)
    await page.goto(`${server.url}/s/${path}`)
    await page.locator('html[data-ready], html:not(.js)').waitFor()
    return page
  }
  /** The form as it is without its scripts; the checks themselves need a page that runs them. */
  const openPlain = (path: string) => open(path, (page) => page.route('**/assets/*.js', (route) => route.abort()))
  const next = (page: Page) => page.getByRole('button', { name: /^(Tiếp tục|Bỏ qua)$/ }).press('Enter')
  const sendNow = (page: Page) => page.getByRole('button', { name: 'Gửi câu trả lời' }).press('Enter')
  const tap = (page: Page, item: string, code: string) =>
    page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }).click()

  /** Every rule of WCAG 2.2 AA that a machine can check, in the light and in the dark, no sideways scrolling, targets and letters that are large enough. */
  async function isClean(page: Page, what: string, at = looks): Promise<void> {
    expect([what, await faults(page, at, ownRules)]).toEqual([what, []])
  }

  it.each(isLongRun ? ['national'] : ['service', 'every?kiosk'])(
    'the whole of %s is clean as a plain form',
    async (path) => {
      await isClean(await openPlain(path), path)
    },
    900_000,
  )

  it.each(isLongRun ? ['national'] : ['service'])(
    'every section of %s is clean on a phone',
    async (path) => {
      const page = await open(path)
      const total = Number(/trên (\d+)/.exec((await page.locator('.progress p').textContent()) ?? '')?.[1])
      expect(total).toBeGreaterThan(5)
      for (let section = 1; section < total; section += 1) {
        await isClean(page, `${path} section ${section}`, partLooks)
        if (path === 'service' && section === 7) await tap(page, 'overall', '3')
        await next(page)
        await page
          .locator('.progress')
          .getByText(`Phần ${section + 1} trên`)
          .waitFor()
      }
      await isClean(page, `${path} section ${total}`, partLooks)
      await sendNow(page)
      await page.locator('[data-receipt]').waitFor()
      await isClean(page, `${path} receipt`)
    },
    900_000,
  )

  it('every question type is clean, chosen, written in and refused', async () => {
    const page = await open('every')
    await next(page)
    await page.locator('#_problems:focus').waitFor()
    await isClean(page, 'errors')
    await tap(page, 'late', 'yes')
    await tap(page, 'ways', 'else')
    await isClean(page, 'first section answered')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    await next(page)
    await page.locator('[name="met"]').fill('999')
    await tap(page, 'm1', 'good')
    await isClean(page, 'second section answered')
    await sendNow(page)
    await page.locator('#_problems:focus').waitFor()
    await isClean(page, 'number refused')
  })

  it('the plain form is clean, with and without errors', async () => {
    const page = await openPlain('every')
    await isClean(page, 'plain form')
    await sendNow(page)
    await page.locator('#_problems').waitFor()
    await isClean(page, 'plain form with errors')
    await tap(page, 'late', 'no')
    await sendNow(page)
    await page.locator('[data-receipt]').waitFor()
    await isClean(page, 'plain receipt')
  })

  it.each([
    'choice',
    'choice?find=xyz',
    'choice?kiosk',
    'over',
    'soon',
    'trial',
    'trial?test',
    'nowhere',
    'service?lang=fr',
    'service?agency=H9',
    'service?test',
  ])('%s is clean', async (path) => {
    await isClean(await open(path), path)
  })

  it('an unsent response is clean', async () => {
    const page = await open('quick')
    await page.route('**/api/v1/responses/batch', (route) => route.abort())
    await tap(page, 'overall', '3')
    await sendNow(page)
    await page.getByText('Máy đã giữ phiếu').waitFor()
    await isClean(page, 'unsent')
  })

  it('every rare question type is clean and answered by keyboard alone, on a phone', async () => {
    const page = await open('rare')
    const began = await stored(server, 'rare')
    for (const code of ['near', 'fast', 'kind']) await page.locator(`[value="${code}"]`).press('Space')
    await page.getByRole('button', { name: 'Đưa lên trước: fast' }).press('Enter')
    await isClean(page, 'ranking')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    await next(page)
    await page.locator('[name="likely"][value="9"]').press('Space')
    await isClean(page, 'recommendation')
    await next(page)
    await isClean(page, 'slider untouched')
    for (const key of ['ArrowRight', 'ArrowRight']) await page.locator('#ease').press(key)
    await isClean(page, 'slider')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    await next(page)
    await page.locator('#v1').fill('3')
    await page.locator('#v2').fill('40')
    expect(await page.locator('output').textContent()).toBe('43')
    await isClean(page, 'numbers in rows')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    await next(page)
    await page.locator('#where').fill('dong t')
    await isClean(page, 'list open')
    for (const key of ['ArrowDown', 'Enter']) await page.locator('#where').press(key)
    expect(await page.locator('#where').inputValue()).toBe('Đồng Tuyển')
    await isClean(page, 'list')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('where')
    await next(page)
    await page.locator('#came').fill('2026-03-02T08:30')
    await isClean(page, 'day and time')
    expect(await widened(page)).toBeLessThanOrEqual(0)
    await next(page)
    await page.locator('#_contact').fill('lan@')
    await sendNow(page)
    await page.locator('#_problems').waitFor()
    await isClean(page, 'contact refused')
    await page.locator('#_problems a').press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('_contact')
    await page.locator('#_contact').fill('0912 345 678')
    await sendNow(page)
    await page.locator('[data-receipt]').waitFor()
    const reached = await server.database.db.selectFrom('contacts').select(['campaign', 'contact']).execute()
    expect(reached).toEqual([{ campaign: 'rare', contact: '0912 345 678' }])
    expect((await stored(server, 'rare')).slice(began.length).map(({ answers }) => answers)).toEqual([
      { order: ['fast', 'near', 'kind', 'cheap'], likely: '9', ease: 55, v1: 3, v2: 40, where: 'x2', came: '2026-03-02T08:30' },
    ])
  })

  it('every rare question type is clean as a plain form, and its mistakes are told there', async () => {
    const page = await openPlain('rare')
    await isClean(page, 'plain form of rare types')
    for (const place of await page.locator('select[name="order"]').all()) await place.selectOption('2')
    await sendNow(page)
    await page.locator('#_problems').waitFor()
    expect(await page.locator('#_problems').textContent()).toContain('Mỗi số thứ tự chỉ dùng một lần')
    await isClean(page, 'order refused')
  })

  it('every rare question type is clean at a kiosk', async () => {
    const page = await open('rare?kiosk')
    await page.getByRole('button', { name: 'Bắt đầu' }).press('Enter')
    await page.locator('[value="near"]').press('Space')
    await isClean(page, 'ranking', kioskLooks)
    for (const code of ['fast', 'kind']) await page.locator(`[value="${code}"]`).press('Space')
    for (const step of ['recommendation', 'slider', 'first row', 'second row', 'list', 'day and time', 'contact']) {
      await next(page)
      await isClean(page, step, kioskLooks)
    }
  })

  it('every step of the kiosk is clean', async () => {
    const page = await open('every?kiosk')
    await isClean(page, 'start', kioskLooks)
    await page.getByRole('button', { name: 'Bắt đầu' }).press('Enter')
    await isClean(page, 'note', kioskLooks)
    await next(page)
    await isClean(page, 'yes or no', kioskLooks)
    await page.locator('[name="late"][value="no"]').press('Space')
    await isClean(page, 'answered', kioskLooks)
    await next(page)
    await page.locator('[name="ways"]').first().waitFor()
    for (const step of ['multiple', 'single', 'matrix row', 'second row', 'rating', 'number']) {
      await isClean(page, step, kioskLooks)
      await next(page)
    }
    await isClean(page, 'date', kioskLooks)
    await sendNow(page)
    await page.locator('[data-receipt]').waitFor()
    await isClean(page, 'kiosk receipt', kioskLooks)
  })

  it('the idle warning is clean', async () => {
    const page = await openPage(browser, { viewport: { width: 360, height: 900 } })
    await page.clock.install()
    await page.goto(`${server.url}/s/quick?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    await page.getByRole('button', { name: 'Bắt đầu' }).press('Enter')
    await later(page, 61_000)
    await page.getByRole('button', { name: 'Tôi vẫn đang trả lời' }).waitFor()
    await isClean(page, 'idle warning', kioskLooks)
  })
})

/** Targets of less than 48 pixels, letters of less than 16, and answers that a browser would offer to whoever writes there next. */
const ownRules = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...[...document.querySelectorAll('button, label.option, summary, a')]
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 48)
      .map((one) => `small target ${one.outerHTML.slice(0, 120)}`),
    ...[...document.querySelectorAll('main :not([type=radio], [type=checkbox]), header *')]
      .filter((one) => one.getClientRects().length > 0 && Number.parseFloat(getComputedStyle(one).fontSize) < 16)
      .map((one) => `small letters ${one.outerHTML.slice(0, 120)}`),
    ...[...document.querySelectorAll('[data-survey] :is(form, textarea, input:not([type=radio], [type=checkbox], [type=hidden]))')]
      .filter((one) => one.getAttribute('autocomplete') !== 'off')
      .map((one) => `remembered ${one.outerHTML.slice(0, 120)}`),
  ])

/** By how many pixels words of twice the size, as people set them, make the page wider than the screen. */
const widened = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { style } = document.documentElement
    style.fontSize = '200%'
    const over = document.documentElement.scrollWidth - innerWidth
    style.fontSize = ''
    return over
  })
