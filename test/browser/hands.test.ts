import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { trembleMs } from '../../client/survey/taps'
import { someOf } from '../server/harness'
import { openPage } from './browser'
import { extremeScreens, isSending, liesOpen, onwards, openAtKiosk, resize, screens, touched } from './hands'
import { stored } from './site'
import { next, tap, visiting } from './visiting'

const visit = visiting()

describe('on screens of every size', () => liesOpen(visit, extremeScreens))

describe('at a kiosk', () => {
  it('keeps what is missing in sight with the faces that it takes', async () => {
    const page = await openAtKiosk(visit(), 'quick?kiosk')
    for (let step = 0; step < 6; step += 1) await onwards(page)
    await page.locator('#_problems').waitFor()
    for (const size of ['600×960', '1024×600']) {
      await resize(page, size)
      const { faults, rests, faces } = await touched(page)
      expect([size, faults, rests, faces.length]).toEqual([size, [], true, 5])
    }
    await page.context().close()
  })

  it('says that there is more where not all can be in sight, and hides nothing', async () => {
    const page = await openAtKiosk(visit(), 'service?kiosk')
    await resize(page, '640×420')
    // A page that was just resized says so when it has drawn itself.
    await expect.poll(() => touched(page)).toMatchObject({ faults: [], rests: false, more: true })
    await page.context().close()
  })

  it('enlarges every answer with a face but the longest when words are made larger, and shows on the thanks what the data are', async () => {
    const page = await openAtKiosk(visit(), 'national?kiosk', 'Start')
    await resize(page, '1024×600')
    await page.getByRole('button', { name: 'Larger text' }).press('Enter')
    const asBefore: string[] = []
    const smallest: string[] = []
    for await (const item of screens(page)) {
      const { size, isFaced } = await page.evaluate(() => ({
        size: document.documentElement.dataset['size'] ?? '',
        isFaced: document.querySelector('.face') !== null,
      }))
      if (isFaced && !size.includes('large')) asBefore.push(item)
      if (size.includes('smallest')) smallest.push(item)
      if (await isSending(page)) break
    }
    expect([asBefore, smallest]).toEqual([['Q9_1'], []])
    await onwards(page)
    await page.locator('.thanks h1').waitFor()
    expect(await touched(page)).toMatchObject({ faults: [], rests: true })
    const box = await page.getByText('Sample data').boundingBox()
    expect(box?.height).toBeLessThan(72)
    expect(box?.width).toBeLessThan(400)
    await page.context().close()
  })

  describe('after a tap', () => {
    /** A page whose clock stands still but for what the test lets pass. */
    const stopped = async (path: string) => {
      const page = await openPage(visit().browser, { viewport: { width: 800, height: 1280 } })
      await page.clock.install({ time: '2026-11-20T08:00:00' })
      await visit().goTo(page, path)
      await page.clock.pauseAt('2026-11-20T08:10:00')
      return page
    }
    const middle = async (page: Page, name: string) => {
      const { x = 0, y = 0, width = 0, height = 0 } = (await page.getByRole('button', { name }).first().boundingBox()) ?? {}
      return [x + width / 2, y + height / 2] as const
    }
    const start = async (page: Page) => page.mouse.click(...(await middle(page, 'Bắt đầu')))
    const wait = (page: Page, ms: number) => page.clock.runFor(ms)
    const chosen = (page: Page) => page.locator('input:checked').count()
    const step = async (page: Page) => /Câu (\d+)/.exec((await page.locator('.progress').textContent()) ?? '')?.[1]

    it('two on "Bắt đầu" answer nothing', async () => {
      const page = await stopped('quick?kiosk')
      const at = await middle(page, 'Bắt đầu')
      await page.mouse.click(...at)
      // In the middle of an answer, if it counted.
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      for (const pause of [0, 100, 300, 290]) {
        await wait(page, pause)
        await page.mouse.click(x + 20, y + 20)
      }
      await wait(page, 400)
      expect([await step(page), await chosen(page)]).toEqual(['1', 0])
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 400)
      expect(await step(page)).toBe('2')
      await page.context().close()
    })

    it.each(someOf([80, 800, 380, 500, 650], 2))('another after %i ms answers no second question', async (pause) => {
      const page = await stopped('quick?kiosk')
      await start(page)
      await wait(page, trembleMs)
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      await page.mouse.click(x + 20, y + 20)
      await wait(page, pause)
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 1_500)
      expect([await step(page), await chosen(page)]).toEqual(['2', 0])
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 1_500)
      expect(await step(page)).toBe('3')
      await page.context().close()
    })

    it('goes by a clock that nobody sets', async () => {
      const page = await stopped('quick?kiosk')
      await start(page)
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      await page.clock.setSystemTime('2026-11-20T12:00:00')
      await page.mouse.click(x + 20, y + 20)
      expect(await chosen(page)).toBe(0)
      await page.clock.setSystemTime('2026-11-19T12:00:00')
      await wait(page, trembleMs)
      await page.mouse.click(x + 20, y + 20)
      expect(await chosen(page)).toBe(1)
      await page.context().close()
    })

    it('holds back the choice of an agency, Back, the end and "still here" alike, and no key', async () => {
      const page = await stopped('choice?kiosk')
      await start(page)
      const agency = await middle(page, 'Sở Tư pháp')
      // Where the hands are, and not at the top of a tall screen.
      expect([agency[1] > 640, (await middle(page, 'Quay lại'))[1] > 1200]).toEqual([true, true])
      await page.mouse.click(...agency)
      await page.getByRole('heading', { name: 'Ông/bà làm việc với cơ quan nào?' }).waitFor()
      await wait(page, trembleMs)
      await page.mouse.click(...agency)
      await page.mouse.click(...agency)
      expect([await step(page), await chosen(page)]).toEqual(['1', 0])
      await page.locator('.navigation [type=submit]').press('Enter')
      await page.locator('.navigation [type=submit]').press('Enter')
      expect(await step(page)).toBe('3')
      await wait(page, trembleMs)
      const back = await middle(page, 'Quay lại')
      await page.mouse.click(...back)
      await page.mouse.click(...back)
      expect(await step(page)).toBe('2')
      await wait(page, 61_000)
      const stay = await middle(page, 'Tôi vẫn đang trả lời')
      await wait(page, 1_000)
      await page.mouse.click(...stay)
      await page.mouse.click(...stay)
      expect([await step(page), await chosen(page)]).toEqual(['2', 0])
      await wait(page, 61_000)
      await wait(page, 1_000)
      const wipe = await middle(page, 'Xoá và kết thúc')
      await page.mouse.click(...wipe)
      await start(page)
      expect(await page.locator('.start').count()).toBe(1)
      await wait(page, trembleMs)
      await start(page)
      expect(await page.locator('.start').count()).toBe(0)
      await page.context().close()
    })

    it('undoes nothing where several can be chosen and the hand trembles', async () => {
      const page = await stopped('every?kiosk')
      await start(page)
      while ((await page.locator('[name="ways"]').count()) === 0) {
        if (await page.locator('[name="late"]').count()) await page.locator('[name="late"][value="no"]').press('Space')
        await onwards(page)
      }
      await wait(page, trembleMs)
      await tap(page, 'ways', 'desk')
      await wait(page, 200)
      await tap(page, 'ways', 'desk')
      expect(await chosen(page)).toBe(1)
      await wait(page, trembleMs)
      await tap(page, 'ways', 'desk')
      expect(await chosen(page)).toBe(0)
      await page.context().close()
    })
  })
})

describe('on a phone', () => {
  it('lines faces up where it lies', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    for (const size of ['568×320', '740×360', '844×390']) {
      await resize(page, size)
      const faces = (await touched(page)).faces.slice(0, 5)
      expect(new Set(faces.map(({ top }) => top)).size).toBe(1)
      expect(faces.map(({ left }) => left)).toEqual(faces.map(({ left }) => left).toSorted((a, b) => a - b))
    }
    await page.context().close()
  })

  it('follows the size of letters that the reader has set', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    const sizes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('h1, h2, p, legend, .box, button, summary')]
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
      )
    const before = await sizes()
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    expect(await sizes()).toEqual(before.map((size) => size * 2))
    expect((await touched(page)).faults).toEqual([])
    await page.context().close()
  })

  it('lets an answer be taken back by a tap, and by a key, where none is needed', async () => {
    const page = await openPage(visit().browser)
    await page.clock.install()
    await visit().goTo(page, 'quick')
    const chosen = () => page.locator('input:checked').evaluateAll((all) => all.map((one) => one.getAttribute('name')))
    const calmly = async (item: string) => {
      await page.clock.fastForward(trembleMs)
      await tap(page, item, '4')
    }
    await calmly('access')
    await tap(page, 'access', '4')
    expect(await chosen()).toEqual(['access'])
    await calmly('access')
    expect(await chosen()).toEqual([])
    await calmly('access')
    await page.getByRole('button', { name: 'Bỏ chọn' }).press('Enter')
    expect(await chosen()).toEqual([])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('access')
    await calmly('overall')
    await calmly('overall')
    expect(await chosen()).toEqual(['overall'])
    expect(await page.getByRole('button', { name: 'Bỏ chọn' }).count()).toBe(0)
    await page.context().close()
  })

  it.each([['with', true] as const, ['without', false] as const])('never sends by Enter, %s JavaScript', async (_, javaScriptEnabled) => {
    const page = await openPage(visit().browser, { javaScriptEnabled })
    const before = (await stored(visit().server, 'every')).length
    await page.goto(`${visit().server.url}/s/every`)
    await page.locator('html[data-ready], html:not(.js)').waitFor()
    await page.locator('[name="late"][value="no"]').press('Space')
    if (javaScriptEnabled) await next(page)
    await page.locator('[name="met"]').fill('40')
    for (const name of ['met', 'day', 'rate']) await page.locator(`[name="${name}"]`).first().press('Enter')
    expect(await page.locator('[name="met"]').inputValue()).toBe('40')
    expect((await stored(visit().server, 'every')).length).toBe(before)
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    await page.getByRole('button', { name: 'Gửi câu trả lời' }).press('Enter')
    await page.locator('[data-receipt]').waitFor()
    expect((await stored(visit().server, 'every')).length).toBe(before + 1)
    await page.context().close()
  })
})
