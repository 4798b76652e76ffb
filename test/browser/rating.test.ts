import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trembleMs } from '../../client/survey/taps'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { defined } from '../surveys/looping'
import { designing } from '../server/designing'
import { authorPage, beginBlank, saved, tab, words } from './authoring/author'
import { closePages, openPage, sharedBrowser, sizes } from './browser'
import { takenOver } from './device'
import { faults } from './faults'
import { stored } from './site'
import { checked, next, receipt, send, tap } from './visiting'

const names = { S1: 'Sở Xây dựng', S2: 'Sở Tài chính', W1: 'UBND xã Bảo Thắng' } as const

describe('where one person rates several agencies', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    await publishQuestionnaire(server.database, defined(), '2026-01-01')
    const many = Array.from({ length: 13 }, (_, at) => agency(`H${at}`, 'department', `Cơ quan số ${at}`))
    const agencies = [...Object.entries(names).map(([code, name]) => agency(code, 'department', name)), ...many]
    const touchpoints = [
      { code: 'few', campaign: 'c1', kind: 'link' as const, label: { vi: 'Doanh nghiệp', en: 'Businesses' }, agencies: Object.keys(names) },
      { code: 'hall', campaign: 'c1', kind: 'kiosk' as const, label: { vi: 'Sảnh', en: 'Hall' }, agencies: Object.keys(names) },
      {
        code: 'many',
        campaign: 'c1',
        kind: 'link' as const,
        label: { vi: 'Tất cả', en: 'All' },
        agencies: agencies.map(({ code }) => code),
      },
    ]
    await fielded(server.database, { questionnaire: 'rating', version: 1, agencies, touchpoints })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const goTo = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${server.url}/s/${path}`)
    await ready(page)
  }
  const ready = (page: Page): Promise<void> => page.locator('html[data-ready], html:not(.js), [name="chosen"]').first().waitFor()
  const choose = async (page: Page, ...codes: readonly string[]): Promise<void> => {
    for (const code of codes) await tap(page, 'agency', code)
    await next(page)
    await page.locator('html[data-ready] #_form, html:not(.js) #_form').waitFor()
  }
  const heading = async (page: Page): Promise<string> => (await page.locator('main h2:visible').first().textContent()) ?? ''
  const heard = async () => (await stored(server, 'c1')).map(({ agency: code, answers }) => ({ agency: code, answers }))

  it('asks on a phone which, then about each, and takes it all as one form', async () => {
    const page = await openPage(browser)
    await goTo(page, 'few')
    expect(await page.locator('h1').textContent()).toBe('Ông/bà đã làm việc với những cơ quan nào?')
    expect(await faults(page, [{ width: 360, axe: ['light', 'dark'] }, { width: 320 }])).toEqual([])
    await next(page)
    expect(await page.getByRole('alert').textContent()).toContain('cần được trả lời')
    await choose(page, 'S1', 'W1')
    await tap(page, 'size', 'large')
    await next(page)
    expect(await heading(page)).toBe('1/2 · Sở Xây dựng · Đánh giá')
    expect(await faults(page, [{ width: 360, axe: ['light', 'dark'] }, { width: 320 }])).toEqual([])
    await next(page)
    // What is wrong leads to the very question of that agency.
    await page.locator('#_problems:focus a').click()
    await page.locator('[id="S1.open"]:focus').waitFor()
    await tap(page, 'S1.open', '5')
    await tap(page, 'S1.asked', 'yes')
    await page.locator('[name="S1.paid"]').fill('7')
    await next(page)
    expect(await heading(page)).toBe('2/2 · UBND xã Bảo Thắng · Đánh giá')
    await tap(page, 'W1.open', '1')
    await page.goBack()
    expect(await checked(page, 'S1.open', '5')).toBe(true)
    await page.goForward()
    await next(page)
    await send(page)
    await receipt(page)
    expect(await heard()).toEqual([
      { agency: 'S1', answers: { size: 'large', open: '5', asked: 'yes', paid: 7 } },
      { agency: 'W1', answers: { size: 'large', open: '1' } },
    ])
  })

  it('keeps on a phone what was answered when other agencies are chosen, and asks before any of it goes', async () => {
    const page = await openPage(browser)
    await goTo(page, 'few')
    await choose(page, 'S1', 'S2')
    await tap(page, 'size', 'small')
    await next(page)
    await tap(page, 'S1.open', '4')
    await page.reload()
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    expect(await checked(page, 'S1.open', '4')).toBe(true)
    await page.getByRole('button', { name: 'Quay lại' }).click()
    await page.getByRole('link', { name: 'Chọn lại cơ quan' }).click()
    expect([await checked(page, 'agency', 'S1'), await checked(page, 'agency', 'S2'), await checked(page, 'agency', 'W1')]).toEqual([
      true,
      true,
      false,
    ])
    await tap(page, 'agency', 'S1')
    await tap(page, 'agency', 'W1')
    await next(page)
    await page.getByText('Bỏ phần đã trả lời về Sở Xây dựng?').waitFor()
    expect(await faults(page, [{ width: 360, axe: ['light'] }])).toEqual([])
    await page.getByRole('button', { name: 'Giữ lại' }).click()
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    await next(page).catch(() => undefined)
    expect(await page.locator('main h2:visible').first().textContent()).toMatch(/^[123]\/3 · /)
    await page.goto(`${server.url}/s/few?agency=S2%20W1`)
    await page.getByRole('button', { name: 'Bỏ', exact: true }).click()
    expect(await page.locator('[name="S1.open"]').count()).toBe(0)
  })

  it('is filled in without a script in two steps, with nothing lost', async () => {
    const page = await openPage(browser, { javaScriptEnabled: false })
    await page.goto(`${server.url}/s/few?lang=en`)
    expect(await page.locator('h1').textContent()).toBe('Which of these did you deal with?')
    await tap(page, 'agency', 'S2')
    await tap(page, 'agency', 'S1')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.locator('#_form').waitFor()
    expect(await page.locator('main h2').allTextContents()).toEqual([
      'About the business',
      '1/2 · S1 commune · Rating',
      '2/2 · S2 commune · Rating',
      'The end',
    ])
    await tap(page, 'S2.open', '2')
    await page.locator('[name="comment"]').fill('Slow')
    await send(page)
    await page.locator('#_problems').waitFor()
    expect(await page.locator('#_problems a').allTextContents()).toEqual(['Size?', 'Is S1 commune open?'])
    expect([await checked(page, 'S2.open', '2'), await page.locator('[name="comment"]').inputValue()]).toEqual([true, 'Slow'])
    expect(await faults(page, [{ width: 320 }])).toEqual([])
    await tap(page, 'size', 'small')
    await tap(page, 'S1.open', 'na')
    // Others are chosen, and chosen back: what was answered comes along, and nothing goes without a word.
    await page.getByRole('button', { name: 'Choose other agencies' }).click()
    expect([await checked(page, 'agency', 'S1'), await checked(page, 'agency', 'S2'), await checked(page, 'agency', 'W1')]).toEqual([
      true,
      true,
      false,
    ])
    await tap(page, 'agency', 'W1')
    await tap(page, 'agency', 'S1')
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('S1 commune')
    expect(await faults(page, [{ width: 320 }])).toEqual([])
    await tap(page, 'agency', 'S1')
    await tap(page, 'agency', 'W1')
    await page.getByRole('button', { name: 'Continue' }).click()
    expect([await checked(page, 'S1.open', 'na'), await checked(page, 'S2.open', '2'), await checked(page, 'size', 'small')]).toEqual([
      true,
      true,
      true,
    ])
    expect(await page.locator('[name="comment"]').inputValue()).toBe('Slow')
    await page.getByRole('button', { name: 'Tiếng Việt' }).click()
    await page.locator('html[lang=vi]').waitFor()
    expect(await checked(page, 'S1.open', 'na')).toBe(true)
    await send(page)
    await receipt(page)
    expect((await heard()).slice(-2)).toEqual([
      { agency: 'S1', answers: { size: 'small', open: 'na', comment: 'Slow' } },
      { agency: 'S2', answers: { size: 'small', open: '2', comment: 'Slow' } },
    ])
  })

  it('lets somebody search among many, and lets nobody rate more than are allowed', async () => {
    const page = await openPage(browser, { javaScriptEnabled: false })
    await page.goto(`${server.url}/s/many`)
    await tap(page, 'agency', 'S1')
    await page.getByLabel('Tìm theo tên').fill('so 12')
    await page.keyboard.press('Enter')
    await page.waitForURL(/choose/)
    expect(await page.locator('[name="agency"]').evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual(['S1', 'H12'])
    expect(await checked(page, 'agency', 'S1')).toBe(true)
    await page.goto(`${server.url}/s/many?agency=S1&agency=S2&agency=W1&agency=H1&agency=H2&chosen`)
    expect(await page.getByRole('alert').textContent()).toContain('nhiều nhất là 4')
    expect(await checked(page, 'agency', 'H2')).toBe(true)
  })

  it('is filled in by keys alone', async () => {
    const page = await openPage(browser)
    await goTo(page, 'few')
    await page.locator('[name="agency"]').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('html[data-ready] #_form').waitFor()
    await page.locator('[name="size"]').first().focus()
    await page.keyboard.press('Space')
    await next(page)
    expect(await heading(page)).toBe('1/2 · Sở Xây dựng · Đánh giá')
  })

  it('is made so in the designer', async () => {
    const desk = await authorPage(server, browser)
    await beginBlank(desk, server, 'danh-gia', 'Đánh giá các cơ quan')
    await tab(desk, 'Thông tin chung')
    await desk.getByLabel('Một người đánh giá nhiều cơ quan').check()
    await words(desk, 'Câu hỏi chọn cơ quan').fill('Đã làm việc với cơ quan nào?')
    await desk.getByLabel('Số cơ quan nhiều nhất').fill('3')
    expect(await faults(desk, [{ width: 1440, axe: ['light'] }])).toEqual([])
    await tab(desk, 'Câu hỏi')
    await desk.getByLabel('Hỏi cho từng cơ quan').check()
    await saved(desk)
    const { definition } = await designing(server).state('danh-gia')
    expect(definition.loop).toEqual({ text: { vi: 'Đã làm việc với cơ quan nào?' }, atMost: 3 })
    expect(definition.sections.map(({ each }) => each)).toEqual(['agency'])
  })

  it('asks on a kiosk which, then one question at a time about each, and back again', async () => {
    const page = await openPage(browser, { viewport: sizes.tablet })
    await page.clock.install()
    await page.goto(`${server.url}/s/hall?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    const calmly = async (target: Locator) => {
      await target.waitFor()
      await takenOver(page)
      await page.clock.fastForward(trembleMs)
      await target.click()
    }
    const option = (item: string, code: string) => calmly(page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }))
    const button = (name: string) => calmly(page.getByRole('button', { name, exact: true }))
    await button('Bắt đầu · Tiếng Việt')
    await option('agency', 'W1')
    await option('agency', 'S1')
    expect(await faults(page, [{ width: 600, axe: ['light'] }])).toEqual([])
    await button('Tiếp tục')
    await option('size', 'small')
    await page.locator('[name="S1.open"]').first().waitFor()
    expect(await page.locator('main h2').first().textContent()).toBe('1/2 · Sở Xây dựng · Đánh giá')
    await option('S1.open', '3')
    await page.locator('[name="S1.quick"]').first().waitFor()
    await button('Quay lại')
    await button('Quay lại')
    await button('Quay lại')
    // Of whom something was answered, nothing goes without a word.
    await option('agency', 'S1')
    await page.getByText('Bỏ phần đã trả lời về Sở Xây dựng?').waitFor()
    await button('Giữ lại')
    await option('agency', 'S2')
    await button('Tiếp tục')
    expect(await page.locator('[name="size"][value="small"]').isChecked()).toBe(true)
    await button('Tiếp tục')
    expect(await page.locator('[name="S1.open"][value="3"]').isChecked()).toBe(true)
    for (let more = 0; more < 3; more += 1) await button(more === 0 ? 'Tiếp tục' : 'Bỏ qua')
    await option('S2.open', '5')
    for (let more = 0; more < 2; more += 1) await button('Bỏ qua')
    await option('W1.open', '1')
    for (let more = 0; more < 2; more += 1) await button('Bỏ qua')
    await button('Gửi câu trả lời')
    await page.locator('.thanks').waitFor()
    await expect
      .poll(async () => (await heard()).slice(-3))
      .toEqual([
        { agency: 'S1', answers: { size: 'small', open: '3' } },
        { agency: 'S2', answers: { size: 'small', open: '5' } },
        { agency: 'W1', answers: { size: 'small', open: '1' } },
      ])
  })
})
