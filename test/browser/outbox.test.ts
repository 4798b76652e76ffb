import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openPage } from './browser'
import { held } from './device'
import { stored } from './site'
import { receipt, send, sentWithoutAnswer, tap, visiting } from './visiting'

const visit = visiting()
const batches = '**/api/v1/responses/batch'

const counted = async (campaign: string) => (await stored(visit().server, campaign)).length

/** A page whose responses do not get through until the network is mended. */
async function offline(path: string): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly mend: () => void }> {
  const page = await openPage(visit().browser)
  const context = page.context()
  let broken = true
  await context.route(batches, (route) => (broken ? route.abort() : route.continue()))
  await visit().goTo(page, path)
  return { page, context, mend: () => void (broken = false) }
}

describe('the outbox of a phone', () => {
  it('has the response on the disk before anything is said to be kept', async () => {
    const { page } = await offline('quick')
    await tap(page, 'overall', '2')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    expect((await held(page)).map(({ state }) => state)).toEqual([0])
    await page.context().close()
  })

  it('sends what waits when the page is opened again, once, and is empty then', async () => {
    const before = await counted('quick')
    const { page, context, mend } = await offline('quick')
    await tap(page, 'overall', '3')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    await page.close()
    mend()
    const again = await context.newPage()
    await visit().goTo(again, 'quick')
    await expect.poll(async () => counted('quick')).toBe(before + 1)
    await expect.poll(async () => held(again)).toEqual([])
    await context.close()
  })

  it('is emptied by one page alone, though several are open', async () => {
    const before = await counted('quick')
    const { page, context, mend } = await offline('quick')
    for (let tab = 0; tab < 3; tab += 1) await visit().goTo(await context.newPage(), 'quick')
    await tap(page, 'overall', '4')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    let sendings = 0
    context.on('requestfinished', (request) => void (sendings += Number(request.url().endsWith('/batch'))))
    mend()
    // The others come first; the page that it was handed to hears of it from them, and does not send it again to learn the same.
    const others = context.pages().filter((one) => one !== page)
    await Promise.all(others.map((one) => one.evaluate(() => void dispatchEvent(new Event('online')))))
    expect(await receipt(page)).not.toBe('')
    await expect.poll(async () => held(page)).toEqual([])
    expect([await counted('quick'), sendings]).toEqual([before + 1, 1])
    await context.close()
  })

  it('sets aside what is none of ours, and sends the others', async () => {
    const before = await counted('quick')
    const { page, context, mend } = await offline('quick')
    await tap(page, 'overall', '1')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('sipas-outbox')
          request.addEventListener('success', () => {
            const work = request.result.transaction('responses', 'readwrite')
            work.addEventListener('complete', () => resolve())
            for (const stray of [
              { id: 'x1', state: 0, body: 7 },
              { id: 'x2', foreign: true },
              { id: 'x3', state: 0, body: '{' },
              // One by whose id the server cannot answer, and one that would spoil a kiosk's batch.
              { id: `x4${'4'.repeat(63)}`, state: 0, body: JSON.stringify({ id: `x4${'4'.repeat(63)}` }) },
              { id: 'x5', state: 0, body: '{"id":"x5"}', number: 'x' },
              { id: 'x6', state: 0, body: '{"id":"x6"}', number: 1.5 },
            ])
              work.objectStore('responses').put(stray)
          })
        }),
    )
    mend()
    const again = await context.newPage()
    await visit().goTo(again, 'quick')
    await expect.poll(async () => counted('quick')).toBe(before + 1)
    await expect
      .poll(async () => (await held(again)).map(({ id, state }) => [id.slice(0, 2), state]))
      .toEqual([
        ['x1', 1],
        ['x2', 1],
        ['x3', 1],
        ['x4', 1],
        ['x5', 1],
        ['x6', 1],
      ])
    await context.close()
  })
})

describe('a paper that was begun on a phone', () => {
  it('is found after a reload, and gone on with where it was', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    await tap(page, 'access', '4')
    await page.reload()
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    expect(await page.locator('[name="access"][value="4"]').isChecked()).toBe(true)
    await page.context().close()
  })

  it('is kept before the answer is painted', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    const kept = await page.evaluate(async () => {
      document.querySelector<HTMLInputElement>('[name="access"][value="4"]')?.click()
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
      return sessionStorage.length
    })
    expect(kept).toBe(1)
    await page.context().close()
  })

  it('is kept with what was tapped before the script had come', async () => {
    const page = await openPage(visit().browser)
    let arrive = () => {}
    const coming = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/assets/citizen-*.js', async (route) => {
      await coming
      await route.continue()
    })
    await page.goto(`${visit().server.url}/s/quick`, { waitUntil: 'commit' })
    await tap(page, 'access', '4')
    arrive()
    await page.locator('html[data-ready]').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    expect(await page.locator('[name="access"][value="4"]').isChecked()).toBe(true)
    await page.context().close()
  })

  it('can be thrown away', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    await tap(page, 'access', '4')
    await page.reload()
    await page.getByRole('button', { name: 'Bắt đầu lại' }).click()
    expect(await page.locator('[name="access"]:checked').count()).toBe(0)
    await page.reload()
    await page.locator('html[data-ready]').waitFor()
    await page.locator('[name="access"]').first().waitFor()
    await page.context().close()
  })

  it('is gone once it is handed over, and is not kept on a kiosk', async () => {
    const { page } = await offline('quick')
    await tap(page, 'overall', '2')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)
    await page.context().close()
    const kiosk = await openPage(visit().browser)
    await visit().goTo(kiosk, 'quick?kiosk')
    await kiosk.getByRole('button', { name: 'Bắt đầu' }).first().press('Enter')
    await kiosk.locator('[name="access"][value="4"]').press('Space')
    await kiosk.keyboard.press('Enter')
    await kiosk.locator('[name="procedure"]').first().waitFor()
    expect(await kiosk.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)
    await kiosk.context().close()
  })

  it('is the same response when it was sent before the page was loaded again, though nothing can be kept', async () => {
    const before = await counted('quick')
    const page = await openPage(visit().browser)
    await sentWithoutAnswer(page, visit())
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    await send(page)
    expect(await receipt(page)).not.toBe('')
    expect(await counted('quick')).toBe(before + 1)
    await page.context().close()
  })
})
