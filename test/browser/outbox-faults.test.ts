import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { response } from '../server/fielded'
import { later, openPage, sizes } from './browser'
import { answerAtKiosk, answerQuestions, calmly, emptied, feed, held, quickItems, wake } from './device'
import { stored } from './site'
import { receipt, send, tap, visiting } from './visiting'

const visit = visiting()
const batches = '**/api/v1/responses/batch'
const all = (code: string) => Object.fromEntries(quickItems.map((item) => [item, code]))
const papers = (count: number) =>
  Array.from({ length: count }, () => response(all('3'), { campaign: 'quick', touchpoint: 'quick', agency: 'H1' }))
const idsStored = async () => new Set((await stored(visit().server, 'quick')).map(({ id }) => id))
const missing = async (sent: readonly { readonly id: string }[]) => {
  const ids = await idsStored()
  return sent.filter(({ id }) => !ids.has(id))
}

/** A screen at the counter; nothing gets through until the network is mended. */
async function kiosk(
  before: (page: Page) => Promise<unknown> = async () => {},
): Promise<{ readonly page: Page; readonly mend: () => void }> {
  const page = await openPage(visit().browser, { viewport: sizes.tablet })
  await page.clock.install()
  let broken = true
  await page.context().route(batches, (route) => (broken ? route.abort() : route.continue()))
  await before(page)
  await visit().goTo(page, 'quick?kiosk')
  return { page, mend: () => void (broken = false) }
}

type Sent = { readonly id: string }
const sentIn = (body: string | null): readonly Sent[] => JSON.parse(body ?? '').responses

describe('the storage of a device', () => {
  it('that is full: thanks nobody for what it cannot keep, loses nothing that it thanked for, and sends all of it once it can', async () => {
    // Asked for before anything is written: a browser looks only now and then at how much there is.
    const { page, mend } = await kiosk(async (before) => {
      const inspector = await before.context().newCDPSession(before)
      await inspector.send('Storage.overrideQuotaForOrigin', { origin: visit().server.url, quotaSize: 400_000 })
    })
    // Somebody has begun when it fills: from then on the kiosk begins with nobody.
    await calmly(page.getByRole('button', { name: 'Bắt đầu' }).first())
    const thanked = papers(20)
    expect(await feed(page, thanked)).toBe(20)
    await page.evaluate(fillTheRest)
    const more = papers(20)
    const alsoThanked = more.slice(0, await feed(page, more))
    expect(alsoThanked.length).toBeLessThan(20)
    await answerQuestions(page, all('2'))
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    expect(await page.locator('.thanks').count()).toBe(0)
    const kept = new Set((await held(page)).map(({ id }) => id))
    expect([...thanked, ...alsoThanked].filter(({ id }) => !kept.has(id))).toEqual([])
    mend()
    await wake(page)
    await page.locator('.thanks').waitFor()
    await emptied(page)
    await expect.poll(() => missing([...thanked, ...more])).toEqual([])
    await page.context().close()
  })

  it('that an older page of ours has filled: is brought into its new shape with everything in it', async () => {
    const old = papers(200)
    const { page, mend } = await kiosk(async (before) => {
      await before.goto(`${visit().server.url}/healthz`)
      await before.evaluate(
        fillFirstShape,
        old.map((one) => ({ id: one.id, state: 0, body: JSON.stringify(one) })),
      )
    })
    expect(await held(page)).toHaveLength(200)
    mend()
    await emptied(page)
    expect(await missing(old)).toEqual([])
    await page.context().close()
  })

  it('that somebody deletes under the page: what the page was thanked for is put back, and it goes on keeping', async () => {
    const { page, mend } = await kiosk()
    const before = papers(5)
    expect(await feed(page, before)).toBe(5)
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase('sipas-outbox')
          request.addEventListener('success', () => resolve())
          request.addEventListener('error', () => reject(request.error))
        }),
    )
    const after = papers(3)
    expect(await feed(page, after)).toBe(3)
    mend()
    await emptied(page)
    await wake(page)
    await expect.poll(() => missing([...before, ...after])).toEqual([])
    await page.context().close()
  })

  it('that fails to be read once: is looked into again by itself, also where it began under our name with nothing in it', async () => {
    const { page, mend } = await kiosk(async (before) => {
      await before.goto(`${visit().server.url}/healthz`)
      await before.evaluate(emptyUnderOurName)
    })
    mend()
    // Its outbox is open, and has found nothing to send.
    await feed(page, [])
    await page.waitForTimeout(300)
    await page.evaluate(failOnce)
    const one = papers(1)
    expect(await feed(page, one)).toBe(1)
    await later(page, 31_000)
    await expect.poll(() => missing(one)).toEqual([])
    await page.context().close()
  })

  it.each([
    ['strictly', '', []],
    ['as a browser does it unasked, which this test sees', 'delete options.durability', ['relaxed']],
  ])('is written %s', async (_, defect, loose) => {
    const { page } = await kiosk((before) => before.addInitScript(noteDurability(defect)))
    await answerAtKiosk(page, all('4'))
    await page.locator('.thanks').waitFor()
    const written = await page.evaluate<readonly string[]>('written')
    expect(written.length).toBeGreaterThan(0)
    expect([...new Set(written.filter((one) => one !== 'strict'))]).toEqual(loose)
    await page.context().close()
  })

  it('has it before anybody is thanked', async () => {
    const { page } = await kiosk((before) => before.addInitScript(holdCompletion))
    await page.evaluate('globalThis.holding = true')
    await answerAtKiosk(page, all('4'))
    await expect.poll(() => page.evaluate<number>('held.length')).toBeGreaterThan(0)
    // In small steps: what would thank too early has other work to do in between.
    for (let steps = 0; steps < 20; steps += 1) await page.clock.runFor(250)
    expect(await page.locator('.thanks').count()).toBe(0)
    await page.evaluate('globalThis.holding = false, held.forEach((tell) => tell())')
    await page.locator('.thanks').waitFor()
    await page.context().close()
  })

  it('has nothing that is taken back while it is still being written', async () => {
    const { page } = await kiosk()
    await feed(page, papers(1))
    // Until it is there it would be lost with the page, which waits for it before it loads itself anew.
    const isHolding = await page.evaluate(`(async () => {
      const keeping = fed.keep(${JSON.stringify(papers(1)[0])})
      const meanwhile = await fed.isHolding()
      await keeping
      return [meanwhile, await fed.isHolding()]
    })()`)
    expect(isHolding).toEqual([true, false])
    const before = await held(page)
    await page.evaluate(`(async () => {
      const one = ${JSON.stringify(papers(1)[0])}
      const keeping = fed.keep(one)
      await fed.takeBack(one.id)
      await keeping
    })()`)
    expect(await held(page)).toEqual(before)
    await page.context().close()
  })
})

describe('what a device hears', () => {
  it('late: a refusal comes after the thanks of a kiosk, shows the next person nothing and stays for the office', async () => {
    const { page } = await kiosk()
    let refuse = () => {}
    const asked = new Promise<void>((resolve) => {
      refuse = resolve
    })
    await page.route(batches, async (route) => {
      await asked
      const results = sentIn(route.request().postData()).map(({ id }) => ({
        id,
        status: 422,
        problem: { code: 'answers_invalid', message: 'x', details: [{ item: 'access', code: 'required' }] },
      }))
      await route.fulfill({ json: { results } })
    })
    await answerAtKiosk(page, all('1'))
    await page.locator('.thanks').waitFor()
    refuse()
    await expect.poll(async () => (await held(page)).map(({ state, refusal }) => [state, refusal?.code])).toEqual([[1, 'answers_invalid']])
    expect(await page.locator('.thanks').count()).toBe(1)
    expect(await page.locator('input').count()).toBe(0)
    await later(page, 16_000)
    await page.getByRole('button', { name: 'Bắt đầu · Tiếng Việt' }).waitFor()
    expect(await held(page)).toHaveLength(1)
    await page.context().close()
  })

  it('of others: that they still wait takes no receipt off a screen', async () => {
    const page = await openPage(visit().browser)
    const asked: (readonly string[])[] = []
    const [other] = papers(1)
    await page.route(batches, async (route) => {
      const ids = sentIn(route.request().postData()).map(({ id }) => id)
      asked.push(ids)
      const results = ids.map((id) =>
        id === other?.id
          ? { id, status: 503, problem: { code: 'unavailable', message: 'x' } }
          : { id, status: 201, receipt: { id, code: 'ABCD-2345', receivedOn: '2026-11-28' } },
      )
      await route.fulfill({ json: { results } })
    })
    await visit().goTo(page, 'quick')
    await feed(page, other ? [other] : [])
    await tap(page, 'overall', '2')
    await send(page)
    expect(await receipt(page)).toBe('ABCD-2345')
    const before = asked.length
    for (let tries = 0; tries < 3; tries += 1) {
      await wake(page)
      await expect.poll(() => asked.length).toBeGreaterThan(before + tries)
    }
    expect(await receipt(page)).toBe('ABCD-2345')
    await page.context().close()
  })

  it('nothing, because another page that sent for it was closed before it could say so: asks again, and is told the same', async () => {
    const before = (await idsStored()).size
    const page = await openPage(visit().browser)
    let broken = true
    await page.route(batches, (route) => (broken ? route.abort() : route.continue()))
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '3')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    const mute = await page.context().newPage()
    await mute.addInitScript('BroadcastChannel.prototype.postMessage = () => {}')
    await visit().goTo(mute, 'quick')
    await expect.poll(async () => (await idsStored()).size).toBe(before + 1)
    await expect.poll(() => held(mute)).toEqual([])
    await mute.close()
    broken = false
    await page.getByRole('button', { name: 'Gửi lại ngay' }).click()
    expect(await receipt(page)).not.toBe('')
    expect((await idsStored()).size).toBe(before + 1)
    await page.context().close()
  })
})

/** Somebody else's, who gave it no shape. */
const emptyUnderOurName = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('sipas-outbox', 1)
    request.addEventListener('error', () => reject(request.error))
    request.addEventListener('success', () => {
      request.result.close()
      resolve()
    })
  })

/** The outbox as its first step left it. */
const fillFirstShape = (records: readonly { readonly id: string }[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('sipas-outbox', 1)
    request.addEventListener('upgradeneeded', () => void request.result.createObjectStore('responses', { keyPath: 'id' }))
    request.addEventListener('error', () => reject(request.error))
    request.addEventListener('success', () => {
      const { result } = request
      const work = result.transaction('responses', 'readwrite')
      for (const record of records) work.objectStore('responses').put(record)
      work.addEventListener('complete', () => {
        result.close()
        resolve()
      })
    })
  })

/** Fills what is left of the place that a browser gives us, with what cannot be packed. */
const fillTheRest = `new Promise((resolve) => {
  const request = indexedDB.open('ballast', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('ballast', { autoIncrement: true })
  request.onsuccess = () => {
    const put = (size) => {
      const letters = Array.from({ length: size }, () => String.fromCharCode(33 + Math.random() * 90)).join('')
      const work = request.result.transaction('ballast', 'readwrite', { durability: 'strict' })
      work.oncomplete = () => put(size)
      work.onabort = () => size > 300 ? put(Math.floor(size / 4)) : resolve()
      work.objectStore('ballast').put(letters)
    }
    put(80000)
  }
})`

const failOnce = `
  {
    const { getAll } = IDBIndex.prototype
    IDBIndex.prototype.getAll = function () {
      IDBIndex.prototype.getAll = getAll
      throw new DOMException('the disk is tired', 'UnknownError')
    }
  }`

const noteDurability = (defect: string): string => `
  globalThis.written = []
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (stores, mode = 'readonly', options = {}) {
    ${defect}
    if (mode === 'readwrite') written.push(options.durability ?? 'relaxed')
    return transaction.call(this, stores, mode, options)
  }`

/** Keeps from the page that a response is on the disk, as long as that is wanted. */
const holdCompletion = `
  globalThis.held = []
  globalThis.holding = false
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (...what) {
    if (this.name === 'responses') this.transaction.keeps = true
    return put.apply(this, what)
  }
  const { addEventListener } = IDBTransaction.prototype
  IDBTransaction.prototype.addEventListener = function (type, listener, ...more) {
    const held = type === 'complete' && this.mode === 'readwrite'
    const tell = (event) => holding && this.keeps ? globalThis.held.push(() => listener(event)) : listener(event)
    return addEventListener.call(this, type, held ? tell : listener, ...more)
  }`
