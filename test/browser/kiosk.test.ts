import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trembleMs } from '../../client/survey/taps'
import { mostAnswerBytes } from '../../surveys/instrument/spelling'
import type { TestServer } from '../server/harness'
import { piled } from '../surveys/piled'
import { closePages, forgotten, later, openPage, sharedBrowser, sizes } from './browser'
import { held, takenOver } from './device'
import { startSite, stored } from './site'

/** Leaves a screen alone for a minute. */
async function idle(page: Page): Promise<void> {
  await later(page, 61_000)
}

describe('on a kiosk', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startSite(), sharedBrowser()])
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const open = async (path: string): Promise<Page> => {
    const page = await openPage(browser, { viewport: sizes.tablet })
    await page.clock.install()
    await page.goto(`${server.url}/s/${path}`)
    await page.locator('html[data-ready]').waitFor()
    return page
  }
  let reader: Page | undefined
  /** The same on the page of the test before, where nothing is sent. */
  const again = async (path: string): Promise<Page> => {
    if (!reader) return (reader = await open(path))
    await forgotten(reader)
    await reader.goto(`${server.url}/s/${path}`)
    await reader.locator('html[data-ready]').waitFor()
    return reader
  }
  /** A tap by somebody who has looked at the screen first. */
  const calmly = async (target: Locator) => {
    await target.waitFor()
    await takenOver(target.page())
    await target.page().clock.fastForward(trembleMs)
    await target.click()
  }
  const start = (page: Page, words = 'Bắt đầu') => calmly(page.getByRole('button', { name: words }))
  const option = (page: Page, item: string, code: string) =>
    page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) })
  const tap = (page: Page, item: string, code: string) => calmly(option(page, item, code))
  const at = (page: Page, item: string) => page.locator(`[name="${item}"]`).first().waitFor()
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const startScreen = (page: Page) => button(page, 'Bắt đầu · Tiếng Việt').waitFor()
  /** Lets the warning run out, once its countdown has begun. */
  const nobodyAnswers = async (page: Page) => {
    await page.getByRole('timer').waitFor()
    await expect
      .poll(async () => {
        await page.clock.fastForward(21_000)
        return button(page, 'Bắt đầu · Tiếng Việt').isVisible()
      })
      .toBe(true)
  }
  const heard = async (campaign: string) => (await stored(server, campaign)).at(-1)
  const quickItems = ['access', 'procedure', 'official', 'result', 'feedback'] as const

  it('leads from the start screen to the receipt with one tap a question, and back to the start', async () => {
    const page = await open('quick?kiosk')
    await start(page)
    for (const item of quickItems) {
      await at(page, item)
      expect(await page.locator('fieldset').count()).toBe(1)
      // What a finger has led to is announced: its question has the focus.
      await page.locator(`fieldset:has([name="${item}"]) legend:focus`).waitFor()
      await tap(page, item, '4')
    }
    await at(page, 'overall')
    await tap(page, 'overall', '5')
    await calmly(button(page, 'Gửi câu trả lời'))
    await page.locator('[data-receipt]').waitFor()
    expect((await heard('quick'))?.answers).toEqual({
      access: '4',
      procedure: '4',
      official: '4',
      result: '4',
      feedback: '4',
      overall: '5',
    })
    await page.clock.fastForward(16_000)
    await startScreen(page)
    expect(await page.locator('[data-receipt]').count()).toBe(0)
  })

  it('shows a row of a matrix at a time', async () => {
    const page = await again('every?kiosk')
    await start(page)
    await calmly(button(page, 'Tiếp tục'))
    await at(page, 'late')
    await tap(page, 'late', 'no')
    await at(page, 'ways')
    await calmly(button(page, 'Bỏ qua'))
    await at(page, 'field')
    await tap(page, 'field', 'web')
    await at(page, 'm1')
    expect(await page.locator('[name="m2"]').count()).toBe(0)
    await tap(page, 'm1', 'na')
    await at(page, 'm2')
  })

  it('waits for "Continue" where several can be chosen or a text belongs', async () => {
    const page = await again('every?kiosk')
    await start(page)
    await calmly(button(page, 'Tiếp tục'))
    await tap(page, 'late', 'no')
    await at(page, 'ways')
    await tap(page, 'ways', 'desk')
    await page.clock.fastForward(2_000)
    await at(page, 'ways')
    await calmly(button(page, 'Tiếp tục'))
    await at(page, 'field')
    await tap(page, 'field', 'else')
    await page.clock.fastForward(2_000)
    await page.getByLabel('Xin ghi rõ').fill('Bưu điện')
    // Where the words will stand means the same, and what was taken back is gone.
    await button(page, 'Bỏ chọn').press('Enter')
    await calmly(page.locator('.room'))
    expect([await option(page, 'field', 'else').locator('input').isChecked(), await page.getByLabel('Xin ghi rõ').inputValue()]).toEqual([
      true,
      '',
    ])
    await page.getByLabel('Xin ghi rõ').fill('Bưu điện')
    await calmly(button(page, 'Tiếp tục'))
    await at(page, 'm1')
  })

  it('says that more is written than is taken before it thanks, where that stands, and keeps nothing of it', async () => {
    const page = await open('service?kiosk')
    await start(page)
    const goOn = () => button(page, 'Bỏ qua').or(button(page, 'Tiếp tục')).press('Enter')
    const isAt = (item: string) => page.locator(`[name="${item}"]`).first().isVisible()
    while (!(await isAt('overall'))) await goOn()
    await tap(page, 'overall', '4')
    await at(page, 'comment')
    await page.locator('[name="comment"]').fill(piled(1_000, mostAnswerBytes))
    await calmly(button(page, 'Tiếp tục'))
    await page.locator('#_problems:focus').waitFor()
    expect(await page.locator('#comment-problem').textContent()).toMatch(/xin bớt khoảng \d\d ký tự ở phần này/)
    expect([await page.locator('.thanks').count(), await isAt('comment'), await held(page), await heard('service')]).toEqual([
      0,
      true,
      [],
      undefined,
    ])
    await page.locator('[name="comment"]').fill('Tốt')
    await calmly(button(page, 'Tiếp tục'))
    while (!(await isAt('behalf'))) await goOn()
    await calmly(button(page, 'Gửi câu trả lời'))
    await page.locator('[data-receipt]').waitFor()
    expect((await heard('service'))?.answers).toEqual({ overall: '4', comment: 'Tốt' })
  })

  it('leads on by a finger only: arrow keys choose, and Enter goes on', async () => {
    const page = await again('quick?kiosk')
    await button(page, 'Start · English').press('Enter')
    await page.locator('[name="access"]').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.clock.fastForward(2_000)
    expect(await page.locator('[name="access"][value="3"]').isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await at(page, 'procedure')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  it('leads back to the answer given, and lets it be kept, changed, and taken back', async () => {
    const page = await again('quick?kiosk')
    const chosen = () => page.locator('input:checked').evaluateAll((all) => all.map((one) => one.getAttribute('value')))
    const back = async () => {
      await calmly(button(page, 'Quay lại'))
      await at(page, 'access')
    }
    await start(page)
    await at(page, 'access')
    await tap(page, 'access', '1')
    await at(page, 'procedure')
    await back()
    expect(await chosen()).toEqual(['1'])
    await calmly(button(page, 'Tiếp tục'))
    await at(page, 'procedure')
    await back()
    await tap(page, 'access', '2')
    await at(page, 'procedure')
    await back()
    expect(await chosen()).toEqual(['2'])
    await tap(page, 'access', '2')
    await page.clock.runFor(2_000)
    await at(page, 'access')
    expect(await chosen()).toEqual([])
    await tap(page, 'access', '3')
    await at(page, 'procedure')
    await back()
    await button(page, 'Bỏ chọn').press('Enter')
    await expect.poll(chosen).toEqual([])
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('access')
    await calmly(button(page, 'Bỏ qua'))
    await at(page, 'procedure')
  })

  it('takes nothing back that is needed', async () => {
    const page = await again('quick?kiosk')
    await start(page)
    for (const item of quickItems) {
      await at(page, item)
      await calmly(button(page, 'Bỏ qua'))
    }
    await tap(page, 'overall', '4')
    await tap(page, 'overall', '4')
    expect(await page.locator('input:checked').getAttribute('value')).toBe('4')
    expect(await button(page, 'Bỏ chọn').count()).toBe(0)
  })

  it('enlarges and sharpens what is shown, for one person only', async () => {
    const page = await again('quick?kiosk')
    const look = () =>
      page.evaluate(() => [
        Number.parseFloat(getComputedStyle(document.querySelector('.start h1, legend') ?? document.body).fontSize),
        getComputedStyle(document.body).backgroundColor,
      ])
    await start(page)
    await at(page, 'access')
    const [size = 0, paper] = await look()
    await calmly(button(page, 'Chữ to'))
    await calmly(button(page, 'Tương phản'))
    expect(await page.locator('.tool[aria-pressed="true"]').count()).toBe(2)
    const [larger, white] = await look()
    expect(larger).toBeGreaterThan(Number(size) * 1.1)
    expect([white, paper]).toEqual(['rgb(255, 255, 255)', 'rgb(251, 250, 247)'])
    // A browser draws the edge of a mark in a grey of its own.
    const edge = await page
      .locator('.option input')
      .first()
      .evaluate((one) => getComputedStyle(one).border)
    expect(edge).toBe('3px solid rgb(0, 0, 0)')
    await calmly(button(page, 'Quay lại'))
    await startScreen(page)
    expect(
      await page.evaluate(() => [document.documentElement.classList.contains('strong'), document.documentElement.dataset['size']]),
    ).toEqual([false, ''])
    await start(page)
    await at(page, 'access')
    expect(await look()).toEqual([size, paper])
    expect(await page.locator('.tool[aria-pressed="true"]').count()).toBe(0)
  })

  it('names a required answer that is missing', async () => {
    const page = await again('quick?kiosk')
    await start(page)
    for (const item of quickItems) {
      await at(page, item)
      await calmly(button(page, 'Bỏ qua'))
    }
    await at(page, 'overall')
    await calmly(button(page, 'Gửi câu trả lời'))
    await page.locator('#_problems:focus').waitFor()
    expect(await page.locator('#overall-problem').textContent()).toContain('cần được trả lời')
  })

  it('warns when idle, goes on for who is still there, and wipes for who is not', async () => {
    const page = await again('quick?kiosk')
    await start(page)
    await at(page, 'access')
    await tap(page, 'access', '1')
    await at(page, 'procedure')
    await idle(page)
    await button(page, 'Tôi vẫn đang trả lời').waitFor()
    expect(await page.locator('fieldset').isVisible()).toBe(false)
    expect(await page.getByRole('timer').textContent()).toMatch(/Sau (20|19) giây/)
    await calmly(button(page, 'Tôi vẫn đang trả lời'))
    await at(page, 'procedure')
    await idle(page)
    await button(page, 'Tôi vẫn đang trả lời').waitFor()
    await nobodyAnswers(page)
    await start(page)
    await at(page, 'access')
    expect(await page.locator('input:checked').count()).toBe(0)
  })

  it('waits no longer for who has gone when the clock is set back meanwhile', async () => {
    const page = await open('quick?kiosk')
    await start(page)
    await tap(page, 'access', '1')
    await at(page, 'procedure')
    await idle(page)
    await button(page, 'Tôi vẫn đang trả lời').waitFor()
    const dayBefore = await page.evaluate(() => Date.now() - 86_400_000)
    await page.clock.setSystemTime(dayBefore)
    await nobodyAnswers(page)
    await start(page)
  })

  it('counts any sign of life', async () => {
    const page = await again('quick?kiosk')
    await start(page)
    await at(page, 'access')
    for (let minute = 0; minute < 3; minute += 1) {
      await page.clock.fastForward(50_000)
      await page.keyboard.press('Shift')
    }
    expect(await button(page, 'Tôi vẫn đang trả lời').count()).toBe(0)
  })

  it('leaves nothing for the next person after back, reload and restore', async () => {
    const page = await open('every?kiosk')
    const answer = async () => {
      await start(page)
      await calmly(button(page, 'Tiếp tục'))
      await at(page, 'late')
      await tap(page, 'late', 'yes')
      await at(page, 'told')
    }
    const nothingLeft = async () => {
      await startScreen(page)
      await start(page)
      await calmly(button(page, 'Tiếp tục'))
      await at(page, 'late')
      expect(await page.locator('input:checked').count()).toBe(0)
      await calmly(button(page, 'Quay lại'))
      await calmly(button(page, 'Quay lại'))
      await startScreen(page)
    }
    await answer()
    await page.reload()
    await nothingLeft()
    await answer()
    await page.goto('about:blank')
    await page.goBack()
    await nothingLeft()
    await answer()
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await nothingLeft()
    // What a browser keeps for its Back is kept as it is then.
    await answer()
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
    await nothingLeft()
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ''])
    expect(await page.evaluate(() => history.state)).toBeNull()
  })

  it('asks which agency after the language, for each person anew', async () => {
    const page = await open('choice?kiosk')
    await start(page)
    await calmly(button(page, 'Sở Tư pháp'))
    await at(page, 'access')
    for (const item of quickItems) {
      await at(page, item)
      await tap(page, item, '3')
    }
    await at(page, 'overall')
    await tap(page, 'overall', '3')
    await calmly(button(page, 'Gửi câu trả lời'))
    await page.locator('[data-receipt]').waitFor()
    expect(await heard('choice')).toMatchObject({ agency: 'H3' })
    await calmly(button(page, 'Kết thúc'))
    await start(page)
    await button(page, 'Sở Xây dựng').waitFor()
  })

  it('goes on sending in the background when the next person comes', async () => {
    const page = await open('quick?kiosk')
    let broken = true
    await page.route('**/api/v1/responses/batch', (route) => (broken ? route.abort() : route.continue()))
    await start(page)
    for (const item of quickItems) {
      await at(page, item)
      await tap(page, item, '2')
    }
    await at(page, 'overall')
    await tap(page, 'overall', '2')
    const before = (await stored(server, 'quick')).length
    await calmly(button(page, 'Gửi câu trả lời'))
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    await calmly(button(page, 'Kết thúc'))
    await startScreen(page)
    broken = false
    const acknowledged = page.waitForResponse('**/api/v1/responses/batch')
    await idle(page)
    await acknowledged
    await expect.poll(async () => (await stored(server, 'quick')).length).toBe(before + 1)
    await startScreen(page)
  })

  it('makes targets of at least 72 pixels', async () => {
    const page = await again('service?kiosk')
    const small = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('button, label.option, summary')]
          .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 72)
          .map((one) => one.textContent),
      )
    expect(await small()).toEqual([])
    await start(page)
    await at(page, 'service')
    expect(await small()).toEqual([])
  })

  it('is a plain form without JavaScript', async () => {
    const page = await openPage(browser, { viewport: sizes.tablet, javaScriptEnabled: false })
    await page.goto(`${server.url}/s/quick?kiosk`)
    await option(page, 'overall', '4').click()
    await page.getByRole('button', { name: 'Gửi câu trả lời' }).click()
    expect((await page.locator('[data-receipt]').textContent())?.trim()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  })
})
