import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { mostAnswerBytes } from '../../surveys/instrument/spelling'
import { piled } from '../surveys/piled'
import { forgotten, openPage } from './browser'
import { held } from './device'
import { stored } from './site'
import { checked, next, receipt, send, tap, visiting } from './visiting'

const visit = visiting()

let reader: Page | undefined
/** Somebody on the page of the test before, which remembers nothing of it. */
async function anybody(): Promise<Page> {
  reader = await (reader ? forgotten(reader) : openPage(visit().browser))
  return reader
}

const titles = (page: Page) => page.locator('main h2:visible').allTextContents()

describe('on a phone', () => {
  it('leads from the link to the receipt, a section at a time', async () => {
    const page = await anybody()
    await visit().goTo(page, 'service')
    expect(await titles(page)).toEqual(['Việc ông/bà đến làm'])
    await tap(page, 'service', 'land')
    await next(page)
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    expect(await page.locator('.progress p').textContent()).toContain('Phần 2 trên 8')
    expect(await page.title()).toContain('Phần 2 trên 8')
    await tap(page, 'A1', '5')
    for (let section = 2; section < 7; section += 1) await next(page)
    await tap(page, 'overall', '4')
    // More in all than is taken, though no text is too long by itself: said before anybody is thanked, and kept nowhere.
    const before = await stored(visit().server, 'service')
    await page.locator('[name="comment"]').fill(piled(1_000, mostAnswerBytes))
    await next(page)
    await page.locator('#_problems:focus').waitFor()
    await page.locator('#_problems a').click()
    await page.locator('[name="comment"]:focus').waitFor()
    expect(await page.locator('#comment-problem').textContent()).toMatch(/xin bớt khoảng \d\d ký tự ở phần này/)
    expect([await page.locator('.thanks').count(), await held(page), await stored(visit().server, 'service')]).toEqual([0, [], before])
    await page.locator('[name="comment"]').fill('Tốt')
    await next(page)
    await send(page)
    expect(await receipt(page)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(await visit().heard('service')).toMatchObject({
      agency: 'H1',
      language: 'vi',
      answers: { service: 'land', A1: '5', overall: '4', comment: 'Tốt' },
    })
  })

  it("leads back a section by its own button and by the browser's, with everything kept", async () => {
    const page = await anybody()
    await visit().goTo(page, 'service')
    await tap(page, 'service', 'tax')
    await next(page)
    await tap(page, 'A2', '1')
    await next(page)
    await page.goBack()
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    expect(await checked(page, 'A2', '1')).toBe(true)
    await page.getByRole('button', { name: 'Quay lại' }).click()
    expect(await checked(page, 'service', 'tax')).toBe(true)
  })

  it('asks only what the answers lead to, and forgets what they no longer lead to', async () => {
    const page = await anybody()
    await visit().goTo(page, 'every')
    expect(await page.locator('[name="told"]').count()).toBe(0)
    await tap(page, 'late', 'yes')
    await tap(page, 'told', 'no')
    await tap(page, 'late', 'no')
    expect(await page.locator('[name="told"]').count()).toBe(0)
    await next(page)
    await send(page)
    await receipt(page)
    expect((await visit().heard('every'))?.answers).toEqual({ late: 'no' })
  })

  it('takes an answer of every question type', async () => {
    const page = await anybody()
    await visit().goTo(page, 'every')
    await tap(page, 'late', 'no')
    await tap(page, 'ways', 'desk')
    await tap(page, 'ways', 'else')
    await page.getByLabel('Xin ghi rõ').fill('Bưu điện')
    await tap(page, 'field', 'web')
    await next(page)
    await tap(page, 'm1', 'good')
    await tap(page, 'm2', 'na')
    await tap(page, 'rate', 'fair')
    await page.locator('[name="met"]').fill('40')
    await page.locator('[name="why"]').fill('Tế nhị quá')
    expect(await page.locator('#why-help').textContent()).toContain('10')
    await page.locator('[name="day"]').fill('2026-11-20')
    await send(page)
    await receipt(page)
    expect((await visit().heard('every'))?.answers).toEqual({
      late: 'no',
      ways: ['desk', { code: 'else', text: 'Bưu điện' }],
      field: 'web',
      m1: 'good',
      m2: 'na',
      rate: 'fair',
      met: 40,
      why: 'Tế nhị quá',
      day: '2026-11-20',
    })
  })

  it('lets an exclusive option stand alone', async () => {
    const page = await anybody()
    await visit().goTo(page, 'every')
    await tap(page, 'ways', 'desk')
    await tap(page, 'ways', 'none')
    expect([await checked(page, 'ways', 'desk'), await checked(page, 'ways', 'none')]).toEqual([false, true])
    await tap(page, 'ways', 'web')
    expect([await checked(page, 'ways', 'web'), await checked(page, 'ways', 'none')]).toEqual([true, false])
  })

  it('names what is missing, and leads to it', async () => {
    const page = await anybody()
    await visit().goTo(page, 'quick')
    await send(page)
    await page.locator('#_problems:focus').waitFor()
    expect(await page.locator('#_problems').textContent()).toContain('Nhìn chung, sự phục vụ lần này')
    await page.getByRole('link', { name: 'Nhìn chung, sự phục vụ lần này' }).click()
    await page.locator('[name="overall"]:focus').waitFor()
    await tap(page, 'overall', '3')
    await send(page)
    expect(await receipt(page)).not.toBe('')
  })

  it('says what is wrong with a number before anything is sent', async () => {
    const page = await anybody()
    await visit().goTo(page, 'every')
    await tap(page, 'late', 'no')
    await next(page)
    await page.locator('[name="met"]').fill('200')
    await send(page)
    await page.locator('#_problems:focus').waitFor()
    expect(await page.locator('#met-problem').textContent()).toContain('0…150')
  })

  it('changes the language in place, with the answers kept', async () => {
    const page = await anybody()
    await visit().goTo(page, 'quick')
    await tap(page, 'access', '2')
    await page.getByRole('button', { name: 'English' }).click()
    await page.locator('html[lang=en]').waitFor()
    expect(await page.getByText('Very dissatisfied').count()).toBeGreaterThan(0)
    expect(await checked(page, 'access', '2')).toBe(true)
    await tap(page, 'overall', '5')
    await send(page)
    await receipt(page)
    expect(await visit().heard('quick')).toMatchObject({ language: 'en', answers: { access: '2', overall: '5' } })
  })

  it('costs the same taps whatever the score', async () => {
    for (const code of ['1', '5', 'na']) {
      const page = await anybody()
      await visit().goTo(page, 'quick')
      for (const item of ['access', 'procedure', 'official', 'result', 'feedback']) await tap(page, item, code)
      await tap(page, 'overall', code === 'na' ? '3' : code)
      await send(page)
      expect(await receipt(page)).not.toBe('')
    }
  })

  it('works by keyboard alone, for each question type', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'every')
    await page.keyboard.press('Tab')
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent ?? '')
    const tabTo = async (wanted: string) => {
      for (let presses = 0; presses < 40 && (await focused()) !== wanted; presses += 1) await page.keyboard.press('Tab')
      expect(await focused()).toBe(wanted)
    }
    await tabTo('late')
    await page.keyboard.press('ArrowDown')
    await tabTo('ways')
    await page.keyboard.press('Space')
    await tabTo('field')
    await page.keyboard.press('Space')
    await tabTo('Tiếp tục')
    await page.keyboard.press('Enter')
    await tabTo('m1')
    await page.keyboard.press('Space')
    await tabTo('rate')
    await page.keyboard.press('ArrowDown')
    await tabTo('met')
    await page.keyboard.type('90')
    await tabTo('Gửi câu trả lời')
    await page.keyboard.press('Enter')
    await receipt(page)
    expect((await visit().heard('every'))?.answers).toEqual({ late: 'no', ways: ['desk'], field: 'desk', m1: 'bad', rate: 'fair', met: 90 })
  })

  it('keeps what was tapped before the script arrived', async () => {
    const page = await openPage(visit().browser)
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/assets/*.js', async (route) => {
      await arrived
      await route.continue()
    })
    await page.goto(`${visit().server.url}/s/quick`, { waitUntil: 'commit' })
    await tap(page, 'access', '4')
    await tap(page, 'overall', '2')
    expect(await page.getByRole('button', { name: 'Gửi câu trả lời' }).isVisible()).toBe(false)
    arrive()
    await page.locator('html[data-ready]').waitFor()
    expect([await checked(page, 'access', '4'), await checked(page, 'overall', '2')]).toEqual([true, true])
    await send(page)
    await receipt(page)
    expect((await visit().heard('quick'))?.answers).toEqual({ access: '4', overall: '2' })
  })

  it('shows one section before the script arrives, in the place where it stays', async () => {
    const page = await openPage(visit().browser)
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/model.json*', async (route) => {
      await arrived
      await route.continue()
    })
    await page.goto(`${visit().server.url}/s/service`, { waitUntil: 'commit' })
    const option = page.locator('.option').first()
    const before = await option.boundingBox()
    expect(await titles(page)).toEqual(['Việc ông/bà đến làm'])
    arrive()
    await page.locator('html[data-ready]').waitFor()
    expect(await option.boundingBox()).toEqual(before)
  })

  it.each(['**/assets/*.js', '**/model.json*'])('gives the whole form back when %s cannot be had', async (address) => {
    const page = await openPage(visit().browser)
    await page.route(address, (route) => route.abort())
    await page.goto(`${visit().server.url}/s/service`)
    await page.locator('html:not(.js)').waitFor()
    await tap(page, 'overall', '4')
    await send(page)
    expect(await receipt(page)).not.toBe('')
  })

  it('asks first which agency, and records it', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'choice')
    await page.getByRole('link', { name: 'Sở Tư pháp' }).click()
    await page.locator('html[data-ready]').waitFor()
    await tap(page, 'overall', '1')
    await send(page)
    await receipt(page)
    expect(await visit().heard('choice')).toMatchObject({ agency: 'H3' })
    const channels = async () => {
      const rows = await visit().server.database.db.selectFrom('responses').select(['seq', 'channel']).orderBy('seq').execute()
      return rows.slice(-2).map(({ channel }) => channel)
    }
    // An interviewer who taps for others says so with each response, from the choice of the agency to the next paper.
    await visit().goTo(page, 'choice?assisted')
    await page.getByRole('link', { name: 'Sở Xây dựng' }).click()
    for (let paper = 0; paper < 2; paper += 1) {
      await page.locator('[data-receipt]').waitFor({ state: 'detached' })
      await page.locator('html[data-ready]').waitFor()
      await page.getByText('Điều tra viên đọc câu hỏi và bấm hộ.').waitFor()
      await tap(page, 'overall', '2')
      await send(page)
      await receipt(page)
      await page.getByRole('button', { name: 'Phiếu tiếp theo' }).click()
    }
    expect(await channels()).toEqual(['interviewer', 'interviewer'])
  })

  it('lets a campaign be tried before it opens, and stores nothing', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'trial')
    await page.getByRole('link', { name: 'Thử phiếu' }).click()
    await page.locator('html[data-ready]').waitFor()
    const batches = '**/api/v1/responses/batch*'
    await page.route(batches, (route) => route.abort())
    await tap(page, 'overall', '5')
    await send(page)
    // Kept by the page alone: what the device kept would be sent, and counted, from whatever page comes next.
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    const left = () => page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length])
    expect(await left()).toEqual([0, 0, 0])
    await page.unroute(batches)
    await page.getByRole('button', { name: 'Gửi lại ngay' }).click()
    expect(await receipt(page)).not.toBe('')
    expect(await left()).toEqual([0, 0, 0])
    expect(await page.locator('main').textContent()).toContain('không bao giờ được tính')
    expect(await stored(visit().server, 'trial')).toEqual([])
  })
})
