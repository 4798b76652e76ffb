import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findQuestion } from '../../surveys/designing/questions'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type Designing, designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { officer, signIn } from '../server/signed-in'
import { readSmall, smallSource } from '../surveys/small'
import { authorPage, carry, colleaguePage, openDesign, press, questionRow, saved, tab, words } from './authoring/author'
import { closePages, openLasting, sharedBrowser } from './browser'

const colleague = { username: 'hoa', name: 'Trần Thị Hoa' } as const

/** As long as a page waits before it looks for what others changed, and longer than before it saves again what failed. */
const lookedEveryMs = 15_000

describe('what an author types', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  let other: Page
  let author: Designing
  let id = ''
  let made = 0
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    ;[desk, other] = [await authorPage(server, browser), await colleaguePage(server, browser, colleague)]
    for (const page of [desk, other]) await page.clock.install()
    author = designing(server)
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  beforeEach(async () => {
    made += 1
    id = `thu-${made}`
    await author.begin(readSmall({ ...smallSource, id }))
    await openDesign(desk, server, id)
  })
  const stored = async (): Promise<Questionnaire> => (await author.state(id)).definition
  const storedText = async (question: string) => findQuestion(await stored(), question)?.question.text['vi']
  const write = async (page: Page, question: string, text: string) => {
    await questionRow(page, question).click()
    await words(page, 'Lời câu hỏi').fill(text)
  }
  const written = (page: Page) => words(page, 'Lời câu hỏi').inputValue()

  it('is saved by itself, and undone at once leaves nothing to save or to recover', async () => {
    await write(desk, 'met', 'Lời mới')
    await saved(desk)
    expect(await storedText('met')).toBe('Lời mới')
    await write(desk, 'rate', 'Lời thử')
    await press(desk, 'Hoàn tác')
    await saved(desk)
    await openDesign(desk, server, id)
    expect([
      await desk.locator('.notices').textContent(),
      await questionRow(desk, 'met').textContent(),
      await questionRow(desk, 'rate').textContent(),
    ]).toEqual(['', expect.stringContaining('Lời mới'), expect.stringContaining('Chấm')])
  })

  it('survives a browser that is killed, and is saved when the design is opened again', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'))
    const first = await openLasting(profile)
    await carry(first.context(), server, await signIn(server))
    await openDesign(first, server, id)
    await write(first, 'rate', 'Lời gõ ngay trước khi mất điện')
    await first.context().close()
    expect(await storedText('rate')).not.toBe('Lời gõ ngay trước khi mất điện')
    const again = await openLasting(profile)
    await carry(again.context(), server, await signIn(server))
    await openDesign(again, server, id)
    expect(await again.locator('.notices').textContent()).toContain('Đã lấy lại những thay đổi')
    await saved(again)
    expect(await storedText('rate')).toBe('Lời gõ ngay trước khi mất điện')
    await again.context().close()
    rmSync(profile, { recursive: true, force: true })
  })

  it('is kept while signed out, said once, and saved after signing in again in another tab', async () => {
    await desk.context().clearCookies()
    await write(desk, 'rate', 'Lời gõ khi phiên đã hết')
    const notice = desk.getByRole('alert')
    await notice.waitFor()
    await notice.evaluate((element) => element.setAttribute('data-seen', ''))
    await Promise.all([
      desk.waitForResponse((reply) => reply.request().method() === 'PUT' && reply.status() === 401),
      desk.clock.fastForward(lookedEveryMs),
    ])
    await desk.locator('.saving', { hasText: 'phiên đăng nhập đã hết' }).waitFor()
    expect(await notice.getAttribute('data-seen')).toBe('')
    const [another] = await Promise.all([desk.context().waitForEvent('page'), notice.getByRole('link').click()])
    await another.fill('#username', officer.username)
    await another.fill('#password', officer.password)
    await another.keyboard.press('Enter')
    await another.locator('.foot button').waitFor()
    await another.close()
    await desk.clock.fastForward(lookedEveryMs)
    await saved(desk)
    expect(await storedText('rate')).toBe('Lời gõ khi phiên đã hết')
  })

  it('is there again once the page is loaded anew, where a part was opened without a network and could not be fetched', async () => {
    await desk.context().setOffline(true)
    await write(desk, 'rate', 'Lời gõ khi không có mạng')
    await tab(desk, 'Chỉ số')
    const lost = desk.getByRole('alert').filter({ hasText: 'Chưa tải được phần này' })
    await lost.waitFor()
    await desk.context().setOffline(false)
    await Promise.all([desk.waitForEvent('load'), lost.getByRole('button', { name: 'Tải lại trang' }).click()])
    await tab(desk, 'Chỉ số')
    await desk.locator('.indicator-work').waitFor()
    await saved(desk)
    expect(await storedText('rate')).toBe('Lời gõ khi không có mạng')
  })

  it('joins what two authors change in different places, in both browsers', async () => {
    await openDesign(other, server, id)
    await write(desk, 'rate', 'Lời của Lan')
    await saved(desk)
    await write(other, 'm', 'Lời của Hoa')
    await saved(other)
    expect([await storedText('rate'), await storedText('m')]).toEqual(['Lời của Lan', 'Lời của Hoa'])
    await other.locator('.notices', { hasText: `${officer.name} cũng vừa sửa phiếu này` }).waitFor()
    await desk.clock.fastForward(lookedEveryMs)
    await questionRow(desk, 'm').filter({ hasText: 'Lời của Hoa' }).waitFor()
    expect(await questionRow(other, 'rate').textContent()).toContain('Lời của Lan')
    expect(await desk.locator('.notices').textContent()).toContain(`${colleague.name} cũng vừa sửa phiếu này`)
  })

  it('is never overwritten unseen: who saves second sees both texts and chooses, and the first sees the outcome', async () => {
    await openDesign(other, server, id)
    await write(desk, 'rate', 'Lời của Lan')
    await write(other, 'rate', 'Lời của Hoa')
    await saved(desk)
    const panel = other.locator('.collision')
    await panel.waitFor()
    expect([await storedText('rate'), await written(other)]).toEqual(['Lời của Lan', 'Lời của Hoa'])
    expect(await panel.textContent()).toContain('Lời của Lan')
    expect(await panel.textContent()).toContain('Lời của Hoa')
    // Nor by opening it anew before anything was chosen.
    await openDesign(other, server, id)
    await panel.waitFor()
    expect([await storedText('rate'), await panel.textContent()]).toEqual(['Lời của Lan', expect.stringContaining('Lời của Lan')])
    await press(other, 'Giữ phần của bạn')
    await saved(other)
    expect(await storedText('rate')).toBe('Lời của Hoa')
    await desk.clock.fastForward(lookedEveryMs)
    await questionRow(desk, 'rate').filter({ hasText: 'Lời của Hoa' }).waitFor()
    await write(other, 'rate', 'Lời sau của Hoa')
    await saved(other)
    await write(desk, 'rate', 'Lời sau của Lan')
    await press(desk, `Dùng phần của ${colleague.name}`)
    await saved(desk)
    expect([await storedText('rate'), await written(desk)]).toEqual(['Lời sau của Hoa', 'Lời sau của Hoa'])
  })
})
