import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { SubmittedResponse } from '../../surveys/instrument/schema'

/** What a browser's own database holds of the outbox, as it lies there. */
export type Held = {
  readonly id: string
  readonly state: number
  readonly body: string
  readonly number?: number
  readonly refusal?: { readonly code: string }
  readonly garbled?: number
}

/** Reads it beside the page's code. */
export const held = (page: Page): Promise<readonly Held[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('sipas-outbox')
        // Whoever looks makes none: the page would find it without its shape.
        let isThere = true
        request.addEventListener('upgradeneeded', () => {
          isThere = false
          request.transaction?.abort()
        })
        request.addEventListener('error', () => (isThere ? reject(request.error) : resolve([])))
        request.addEventListener('success', () => {
          const { result } = request
          // A reader that stays would hold up who deletes or upgrades it.
          const done = (records: Held[]) => {
            result.close()
            resolve(records)
          }
          const all = result.transaction('responses').objectStore('responses').getAll()
          all.addEventListener('success', () => done(all.result))
        })
      }),
  )

/** Hands responses to the outbox of the page as its own screens do, and counts those that it says are kept. A text, because a test's module would resolve the import. */
export const feed = (page: Page, responses: readonly SubmittedResponse[]): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const { dataset } = document.querySelector('[data-survey]')
    const { openOutbox } = await import(dataset.outbox)
    globalThis.fed ??= await openOutbox(dataset)
    let kept = 0
    for (const response of ${JSON.stringify(responses)}) if (await globalThis.fed.keep(response)) kept += 1
    return kept
  })()`)

/** Puts so many sealed responses beside each other where a page keeps them, as after a long outage. */
export const hoarded = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    (many) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('sipas-outbox')
        request.addEventListener('success', () => {
          const work = request.result.transaction('responses', 'readwrite')
          work.addEventListener('complete', () => {
            request.result.close()
            resolve()
          })
          work.addEventListener('abort', () => reject(work.error))
          for (let n = 0; n < many; n += 1) {
            const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
            work.objectStore('responses').put({ id, state: 0, body: JSON.stringify({ id, sealed: `x.${'A'.repeat(1_500)}` }) })
          }
        })
      }),
    count,
  )

/** Lays something among the responses that a device keeps, beside the page's code. */
export const laidAmong = (page: Page, one: Readonly<Record<string, unknown>>): Promise<void> =>
  page.evaluate(
    (response) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('sipas-outbox')
        request.addEventListener('success', () => {
          const work = request.result.transaction('responses', 'readwrite')
          work.addEventListener('complete', () => resolve())
          work.objectStore('responses').put(response)
        })
      }),
    one,
  )

/** Addresses of all that a kiosk keeps, without the gate's. */
export const keptBy = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => url.slice(location.origin.length))
  })

/** Until a kiosk can start without a network. */
export async function isPrepared(page: Page): Promise<void> {
  const { pathname, search } = new URL(page.url())
  await expect.poll(async () => keptBy(page)).toContain(pathname + search)
  // What it keeps is there before it stands between the page and the network.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
}

/** Opens the staff's menu of the kiosks that tests enrol. */
export const staffCode = '240817'

/** Makes the device a kiosk with a code of the office. */
export async function enrolled(page: Page, url: string, code: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${url}/kiosk#${code}`)
  await page.getByLabel(/Mã nhân viên/).fill(staffCode)
  await page.getByRole('button', { name: 'Đăng ký' }).click()
  await page.waitForURL(/\?kiosk$/)
  await page.locator('.start .go').first().waitFor()
}

/** What the browser says when the network seems to be there again. */
export const wake = (page: Page): Promise<void> => page.evaluate(() => void dispatchEvent(new Event('online')))

/** Wakes the page's outbox until it holds nothing, however often it has to try. */
export async function emptied(page: Page): Promise<void> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    if ((await held(page)).length === 0) return
    await wake(page)
    await page.waitForTimeout(100)
  }
  throw new Error(`it still holds ${JSON.stringify((await held(page)).slice(0, 3))}`)
}

export const quickItems = ['access', 'procedure', 'official', 'result', 'feedback', 'overall'] as const

/** Answers the quick questionnaire at a kiosk whose clock the test holds, from the start screen until it is sent. */
export async function answerAtKiosk(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  await calmly(page.getByRole('button', { name: 'Bắt đầu' }).first())
  await answerQuestions(page, answers)
}

/** From the first question on. */
export async function answerQuestions(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const item of quickItems) {
    await calmly(page.locator('label', { has: page.locator(`[name="${item}"][value="${answers[item]}"]`) }))
    await page.clock.runFor(calmMs)
  }
  await calmly(page.getByRole('button', { name: 'Gửi câu trả lời' }))
}

/** A tap by somebody who has looked at the screen first. */
export async function calmly(target: Locator): Promise<void> {
  await target.waitFor()
  await takenOver(target.page())
  await target.page().clock.runFor(calmMs)
  await target.click()
}

/** When the script leads, or never will: the server's own form has a start button too, and it posts. */
export const takenOver = (page: Page): Promise<void> => page.locator('html[data-ready], html:not(.js)').waitFor()

/** Milliseconds on the page's clock: longer than a screen ignores taps after it has changed, and than it shows what was chosen before it leads on. */
const calmMs = 1_000
