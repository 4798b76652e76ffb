import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeQuestion, changeSection } from '../../surveys/designing/questions'
import { takeSection } from '../../surveys/designing/taking'
import { type Designing, designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { justSignedIn } from '../server/signed-in'
import { readSmall } from '../surveys/small'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'

const mine = 'phieu-moi'

describe('working together in the designer', () => {
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
    // It is drawn first, and opened after that.
    await page.locator('dialog[open]').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => door.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('shows how a question reads in a newer version of its source, and writes it so', async () => {
    await lan.office.send('/admin/questionnaires/small/1/next')
    const { definition, revision } = await lan.state('small')
    const reworded = changeQuestion(definition, 'told', (one) => ({
      ...one,
      text: { vi: 'Có được báo trước không?', en: 'Were you told?' },
    }))
    const more = changeSection(reworded, 'first', (one) => ({
      ...one,
      questions: [...one.questions, { id: 'extra', type: 'note', text: { vi: 'Cảm ơn', en: 'Thanks' } }],
    }))
    await lan.publish(more, revision)
    await page.reload()
    await page.locator('[data-row="told-copy"] .pickRow').press('Enter')
    await page.getByRole('button', { name: 'Xem khác gì' }).press('Enter')
    await page.locator('.bothReadings', { hasText: 'Có được báo trước không?' }).waitFor()
    expect(await faults(page, [{ width: 1440, axe: ['light', 'dark'] }])).toEqual([])
    await page.getByRole('button', { name: 'Viết lại theo bản 2' }).press('Enter')
    await page.locator('.origin', { hasText: 'Đã viết lại theo bản 2' }).waitFor()
    await expect.poll(async () => JSON.stringify((await lan.state(mine)).definition)).toContain('Có được báo trước không?')
  })

  it('writes a whole part as it reads there by now, and says before what comes along', async () => {
    const { definition, revision } = await lan.state(mine)
    const part = takeSection(definition, readSmall(), 'first')
    await lan.save(mine, revision, part?.draft)
    await page.reload()
    await page.locator(`[data-row="${part?.id}"] .pickRow`).press('Enter')
    await page.getByRole('button', { name: 'Xem khác gì' }).press('Enter')
    await page.locator('.origin', { hasText: 'Câu extra mới có ở phiếu gốc nên được thêm vào đây.' }).waitFor()
    expect(await faults(page, [{ width: 360, axe: ['light', 'dark'] }])).toEqual([])
    await page.getByRole('button', { name: 'Viết lại theo bản 2' }).press('Enter')
    await page.locator('.origin', { hasText: 'Đã viết lại theo bản 2' }).waitFor()
    expect(await page.locator('.origin').textContent()).toContain('Lúc lấy (bản 1)')
    await expect.poll(async () => JSON.stringify((await lan.state(mine)).definition)).toContain('"id":"extra"')
  })

  it('tells an earlier answer where the cursor is, and names it by its question', async () => {
    await page.locator('[data-row="met"] .pickRow').press('Enter')
    await page.locator('.paneEdit [data-text="text"]').press('Home')
    await page.locator('.telling select').last().selectOption('late')
    await page.locator('.told .chip', { hasText: 'Trễ?' }).waitFor()
    expect(await page.locator('[data-row="met"] .words').textContent()).toMatch(/^‹Trễ\?› /)
    expect(await page.locator('.paneEdit [data-text="text"]').evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await faults(page, [{ width: 360, axe: ['light', 'dark'] }])).toEqual([])
    await page.locator('.told').getByRole('button').press('Enter')
    await page.locator('.told').waitFor({ state: 'detached' })
  })

  it('shows who else is there and lets colleagues talk about a question, which the outline counts', async () => {
    const instant = new Date().toISOString()
    await server.database.db
      .insertInto('design_presence')
      .values({ questionnaire: mine, person: 'x', name: 'Minh', place: 'q:late', seen_at: instant })
      .execute()
    const signedIn = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      extraHTTPHeaders: { Cookie: await justSignedIn(server) },
    })
    await signedIn.goto(`${server.url}/admin/designs/${mine}`)
    await signedIn.locator('.colleagues', { hasText: 'Cùng đang mở phiếu này: Minh (câu late)' }).waitFor()
    await signedIn.locator('.row[data-row="rate"] .pickRow').click()
    const door = signedIn.getByRole('button', { name: 'Góp ý' })
    await door.press('Enter')
    const dialog = signedIn.getByRole('dialog', { name: 'Góp ý về câu rate' })
    await dialog.getByLabel('Viết góp ý').fill('Thang này có bốn mức')
    await dialog.getByRole('button', { name: 'Gửi góp ý' }).press('Enter')
    await dialog.locator('li', { hasText: 'Thang này có bốn mức' }).waitFor()
    expect(
      await faults(signedIn, [
        { width: 1440, axe: ['light', 'dark'] },
        { width: 360, axe: ['light'] },
      ]),
    ).toEqual([])
    await signedIn.keyboard.press('Escape')
    await signedIn.locator('.row[data-row="rate"] .said', { hasText: '1 góp ý' }).waitFor()
    await signedIn.getByRole('button', { name: 'Góp ý (1)' }).press('Enter')
    await signedIn.getByRole('button', { name: 'Đánh dấu đã giải quyết: câu rate' }).press('Enter')
    await signedIn.getByRole('button', { name: 'Mở lại: câu rate' }).waitFor()
  })

  it('shows a design to somebody without an account, clean and without sideways scrolling', async () => {
    const made = await lan.office.send(`/admin/questionnaires/${mine}/1/share`, { label: 'Chuyên gia', days: '7' })
    const path = /\/review\/[\w-]+/.exec(await made.text())?.[0] ?? ''
    const outside = await openPage(browser, { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce', locale: 'vi-VN' })
    await outside.goto(server.url + path)
    await outside.frameLocator('iframe').locator('legend, h1, h2').first().waitFor()
    expect(
      await faults(outside, [
        { width: 360, axe: ['light'] },
        { width: 1440, axe: ['light', 'dark'] },
      ]),
    ).toEqual([])
    await outside.goto(`${server.url}/review/strange`)
    expect(await faults(outside, [{ width: 360, axe: ['light'] }])).toEqual([])
  })
})
