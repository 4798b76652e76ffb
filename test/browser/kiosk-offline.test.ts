import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLongRun, someOf, type TestServer } from '../server/harness'
import { closePages, later, onRefusal, openLasting, openPage, sharedBrowser, sizes } from './browser'
import { type Gate, startGate } from './gate'
import { isPrepared, keptBy } from './device'
import { footprint, visited } from './months'
import { startSite, stored } from './site'

let server: TestServer
let browser: Browser
let gate: Gate
/** Milliseconds that the server's clock is ahead of ours: what it knows of a touchpoint it knows for two seconds. */
let ahead = 0
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startSite({ now: () => Date.now() + ahead }), sharedBrowser()])
  gate = await startGate(server.url)
})
afterAll(async () => {
  await closePages(browser)
  await gate.end()
  await server.close()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const startButton = (page: Page) => button(page, 'Bắt đầu · Tiếng Việt')
/** By no finger and wherever the focus is on its way to. */
const press = (one: Locator) => one.evaluate((element: HTMLElement) => element.click())
const counted = async () => (await stored(server, 'quick')).length
const batches = '**/api/v1/responses/batch'

async function go(page: Page, path: string): Promise<void> {
  await page.goto(`${gate.url}/s/${path}`)
  await page.locator('html[data-ready]').waitFor()
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(browser, { viewport: sizes.tablet, ...options })
  await go(page, path)
  return page
}

async function answer(page: Page): Promise<void> {
  await press(startButton(page))
  for (const item of ['access', 'procedure', 'official', 'result', 'feedback']) {
    await page.locator(`[name="${item}"]`).first().waitFor()
    await press(page.locator('form [type="submit"]:not([hidden])'))
  }
  await press(page.locator('[name="overall"][value="4"]'))
  await press(button(page, 'Gửi câu trả lời'))
}

/** Gives the place another name, which changes what its pages are made of. */
async function renamed(touchpoint: string, label: string): Promise<void> {
  await server.database.db
    .updateTable('touchpoints')
    .set({ label: JSON.stringify({ vi: label, en: 'Counter 2' }) })
    .where('code', '=', touchpoint)
    .execute()
  ahead += 2_100
  await expect.poll(async () => (await fetch(`${server.url}/s/${touchpoint}?kiosk`)).text()).toContain(label)
}

describe('a kiosk without a network', () => {
  it('starts after the device was switched off, takes answers, and sends them when the server is there again', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'sipas-kiosk-'))
    const before = await counted()
    const first = await openLasting(profile)
    await go(first, 'quick?kiosk')
    await isPrepared(first)
    await first.context().close()
    await gate.end()
    const page = await openLasting(profile)
    await go(page, 'quick?kiosk')
    await answer(page)
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    await press(button(page, 'Kết thúc'))
    await startButton(page).waitFor()
    await gate.begin()
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await expect.poll(counted).toBe(before + 1)
    await page.context().close()
    rmSync(profile, { recursive: true, force: true })
  })

  it('keeps all that the page needs, and uses that', async () => {
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const kept = await keptBy(page)
    const loaded = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name.slice(location.origin.length))
        .filter((path) => /^\/(s|assets)\//.test(path)),
    )
    expect(loaded.length).toBeGreaterThan(2)
    expect(kept).toEqual(expect.arrayContaining(loaded))
    await page.context().setOffline(true)
    await page.reload()
    await startButton(page).waitFor()
    await page.context().close()
  })

  it('asks for nothing that a content policy refuses, as every page of these tests: one that did would be heard, and its worker too', async () => {
    const context = await browser.newContext({ viewport: sizes.tablet })
    const told: string[] = []
    onRefusal(context, (what) => void told.push(what))
    const page = await context.newPage()
    await go(page, 'quick?kiosk')
    await isPrepared(page)
    expect(told).toEqual([])
    const elsewhere = 'https://elsewhere.invalid/'
    const isRefused = async (by: string, ask: () => Promise<unknown> | undefined) => {
      told.length = 0
      await ask()
      await expect.poll(() => told).toContainEqual(expect.stringContaining(by))
    }
    // By name: what is refused by another directive in its place is refused by chance.
    for (const [directive, asking] of Object.entries({
      'img-src': `new Image().src = '${elsewhere}'`,
      'font-src': `new FontFace('x', 'url(${elsewhere})').load().catch(() => {})`,
      'media-src': `new Audio('${elsewhere}').load()`,
      'connect-src': `fetch('${elsewhere}').catch(() => {})`,
      'worker-src': `new Worker(URL.createObjectURL(new Blob()))`,
      'form-action': `document.body.appendChild(Object.assign(document.createElement('form'), { action: '${elsewhere}' })).submit()`,
      'base-uri': `void document.head.appendChild(Object.assign(document.createElement('base'), { href: '${elsewhere}' }))`,
    }))
      await isRefused(`directive: "${directive} `, () => page.evaluate(`{ ${asking} }`))
    await isRefused(`of the worker: connect-src ${elsewhere}`, () =>
      context.serviceWorkers()[0]?.evaluate((address) => fetch(address).catch(() => {}), elsewhere),
    )
    await context.close()
  })

  const barriers: readonly (readonly [string, Parameters<Gate['bar']>[0]])[] = [
    [
      "a captive portal's page",
      () => (answer) => answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Đăng nhập Wi-Fi</html>'),
    ],
    [
      'half a page',
      () => (answer) => void answer.writeHead(200, { 'Content-Length': '9999' }).write('<div data-survey="/s/', () => answer.destroy()),
    ],
    ['a redirect to elsewhere', () => (answer) => answer.writeHead(302, { Location: 'http://127.0.0.1:9/login' }).end()],
    ['a server in trouble', () => (answer) => answer.writeHead(503, { 'Content-Type': 'text/html' }).end('<html>Bảo trì</html>')],
    ['an address that a box does not know', () => (answer) => answer.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>?</html>')],
    ['a connection that breaks', () => (answer) => answer.destroy()],
  ]

  it.each(someOf(barriers, 2))('is not replaced by %s, nor keeps it', async (_, barrier) => {
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const kept = await keptBy(page)
    gate.bar(barrier)
    await page.reload()
    await startButton(page).waitFor()
    expect(await keptBy(page)).toEqual(kept)
    gate.open()
    await page.context().close()
  })

  it('shows what is new as a whole or not at all', async () => {
    await renamed('quick', 'Quầy 2')
    const page = await open('quick?kiosk')
    await isPrepared(page)
    await renamed('quick', 'Quầy Hướng Dương')
    for (const [status, type, text] of [
      [503, 'application/json', ''],
      [200, 'text/html', '<html>Đăng nhập Wi-Fi</html>'],
    ] as const) {
      gate.bar((path) =>
        path.includes('model.json') ? (answer) => answer.writeHead(status, { 'Content-Type': type }).end(text) : undefined,
      )
      await page.reload()
      await startButton(page).waitFor()
      await page.locator('.start .place', { hasText: 'Quầy 2' }).first().waitFor()
    }
    gate.open()
    await page.reload()
    await page.locator('.start .place', { hasText: 'Quầy Hướng Dương' }).first().waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('.start .place', { hasText: 'Quầy Hướng Dương' }).first().waitFor()
    await page.context().close()
  })

  it('takes away what neither the page nor the one before it needs', async () => {
    const models = async (page: Page) => (await keptBy(page)).filter((path) => path.includes('model.json'))
    await renamed('quick', 'Quầy 2')
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const [oldest] = await models(page)
    for (const label of ['Quầy Sen', 'Quầy Mai']) {
      await renamed('quick', label)
      await page.reload()
      await page.locator('.start .place', { hasText: label }).first().waitFor()
    }
    await expect.poll(async () => models(page)).toHaveLength(2)
    expect(await models(page)).not.toContain(oldest)
    await page.context().close()
  })

  it('lets nobody wait for a slow network, and has the new page for the next time', async () => {
    await renamed('quick', 'Quầy 2')
    const page = await open('quick?kiosk')
    await isPrepared(page)
    await renamed('quick', 'Quầy Cúc')
    const held: (() => void)[] = []
    const product = await (await fetch(`${server.url}/s/quick?kiosk`)).text()
    gate.bar((path) =>
      path === '/s/quick?kiosk'
        ? (answer) => void held.push(() => answer.writeHead(200, { 'Content-Type': 'text/html' }).end(product))
        : undefined,
    )
    await page.reload()
    await page.locator('.start .place', { hasText: 'Quầy 2' }).first().waitFor()
    for (const release of held.splice(0)) release()
    const kept = () => page.evaluate(async () => (await (await caches.match(location.href))?.text()) ?? '')
    await expect.poll(kept).toContain('Quầy Cúc')
    await page.reload()
    await page.locator('.start .place', { hasText: 'Quầy Cúc' }).first().waitFor()
    gate.open()
    for (const release of held.splice(0)) release()
    await page.context().close()
  })

  it('shows a notice of ours in its place, and the questionnaire when that is over', async () => {
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const closed = async (closesOn: string, wanted: RegExp) => {
      await server.database.db.updateTable('campaigns').set({ closes_on: closesOn }).where('code', '=', 'quick').execute()
      ahead += 2_100
      await expect.poll(async () => (await fetch(`${server.url}/s/quick?kiosk`)).text()).toMatch(wanted)
    }
    await closed('2026-01-02', /data-notice/)
    await page.reload()
    await page.locator('[data-notice]').waitFor()
    await closed('2099-12-31', /data-survey/)
    await page.reload()
    await startButton(page).waitFor()
    await page.context().close()
  })

  it('leaves alone what is sent', async () => {
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const [reply] = await Promise.all([page.waitForResponse(batches), answer(page)])
    expect(reply.fromServiceWorker()).toBe(false)
    await page.context().close()
  })

  it.each(['quick', 'trial?kiosk&test'])('is no matter of %s', async (path) => {
    const page = await open(path)
    await page.waitForTimeout(500)
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
    expect(await page.evaluate(async () => caches.keys())).toEqual([])
    await page.context().close()
  })
})

describe('a kiosk between two visits', () => {
  const opened = async (prepare?: (page: Page) => Promise<unknown>, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await openPage(browser, { viewport: sizes.tablet, ...options })
    await page.clock.install()
    await prepare?.(page)
    await go(page, 'quick?kiosk')
    await page.evaluate(() => Object.assign(globalThis, { marked: true }))
    return page
  }
  const isSame = (page: Page) => page.evaluate(() => 'marked' in globalThis)
  const fiveMinutes = (page: Page) => later(page, 301_000)
  /** However long a busy machine takes to answer the page that looks: what is asked is given up as time passes, and asked again. */
  const untilShown = async (page: Page, place: string): Promise<void> => {
    const shown = page.locator('.start .place', { hasText: place }).first()
    const isShown = () =>
      shown.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    do await fiveMinutes(page)
    while (!(await isShown()))
  }
  const noDatabase = (page: Page) =>
    page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
    })

  it('takes in what is new, with the queue on the disk untouched', async () => {
    await renamed('quick', 'Quầy 2')
    const before = await counted()
    const page = await opened()
    let broken = true
    await page.context().route(batches, (route) => (broken ? route.abort() : route.continue()))
    await answer(page)
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    await press(button(page, 'Kết thúc'))
    await startButton(page).waitFor()
    await renamed('quick', 'Quầy Lan')
    await untilShown(page, 'Quầy Lan')
    expect(await isSame(page)).toBe(false)
    broken = false
    await page.locator('html[data-ready]').waitFor()
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await expect.poll(counted).toBe(before + 1)
    await page.context().close()
  })

  it('waits until whoever is there has finished', async () => {
    await renamed('quick', 'Quầy 2')
    const page = await opened()
    await press(startButton(page))
    await page.locator('[name="access"]').first().waitFor()
    await renamed('quick', 'Quầy Đào')
    const looked = page.waitForResponse('**/s/quick?kiosk')
    await page.clock.runFor(100)
    for (let part = 0; part < 6; part += 1) {
      await page.keyboard.press('Shift')
      await page.clock.fastForward(51_000)
    }
    await looked
    expect(await isSame(page)).toBe(true)
    await page.locator('[name="access"]').first().waitFor()
    await press(button(page, 'Quay lại'))
    await page.locator('.start .place', { hasText: 'Quầy Đào' }).first().waitFor()
    await page.context().close()
  })

  it('does not load the page again over what only its memory holds, nor without a network', async () => {
    await renamed('quick', 'Quầy 2')
    const before = await counted()
    let broken = true
    const page = await opened(async (fresh) => {
      await noDatabase(fresh)
      await fresh.context().route(batches, (route) => (broken ? route.abort() : route.continue()))
    })
    await answer(page)
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    await press(button(page, 'Kết thúc'))
    await startButton(page).waitFor()
    await renamed('quick', 'Quầy Huệ')
    const looked = page.waitForResponse('**/s/quick?kiosk')
    await fiveMinutes(page)
    await looked
    await page.clock.runFor(1_000)
    expect(await isSame(page)).toBe(true)
    broken = false
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await expect.poll(counted).toBe(before + 1)
    await gate.end()
    await fiveMinutes(page)
    await page.clock.runFor(1_000)
    expect(await isSame(page)).toBe(true)
    await gate.begin()
    await untilShown(page, 'Quầy Huệ')
    await page.context().close()
  })

  it('is free again after a minute though nothing can be kept and nobody answers, however often it is touched', async () => {
    const page = await opened(async (fresh) => {
      await noDatabase(fresh)
      await fresh.context().route(batches, (route) => route.abort())
    })
    await answer(page)
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    for (let part = 0; part < 3; part += 1) {
      await page.keyboard.press('Shift')
      await later(page, 21_000)
    }
    await startButton(page).waitFor()
    await page.context().close()
  })

  it('is free again though what sends could not be fetched, and sends once it could', async () => {
    const before = await counted()
    // What sends, and what seals before anything is sent.
    const broken = new Set(['outbox', 'device'])
    const unfetched = (fresh: Page) =>
      fresh.context().route(/\/(outbox|device)-[^/]+$/, (route) => {
        const isBroken = [...broken].some((name) => route.request().url().includes(`/${name}-`))
        return isBroken ? route.abort() : route.continue()
      })
    const page = await opened(unfetched, { serviceWorkers: 'block' })
    await answer(page)
    await page.locator('.sending, .calm').first().waitFor()
    await later(page, 61_000)
    await startButton(page).waitFor()
    const missed = page.waitForEvent('requestfailed', (request) => request.url().includes('/device-'))
    broken.delete('outbox')
    await later(page, 61_000)
    await missed
    broken.delete('device')
    await later(page, 61_000)
    await expect.poll(counted).toBe(before + 1)
    await page.context().close()
  })

  it('deletes what was sent and not kept when its citizen says so, and what was refused of it when they leave', async () => {
    const before = await counted()
    let broken = true
    let tries = 0
    const page = await opened(async (fresh) => {
      await noDatabase(fresh)
      await fresh.context().route(batches, (route) => {
        tries += 1
        return broken ? route.abort() : route.continue()
      })
    })
    await answer(page)
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    await press(button(page, 'Xoá và kết thúc'))
    await startButton(page).waitFor()
    broken = false
    const triesBefore = tries
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await later(page, 400_000)
    await answer(page)
    await page.locator('[data-receipt]').waitFor()
    expect(tries).toBe(triesBefore + 1)
    expect(await counted()).toBe(before + 1)
    // What the server refuses is nowhere but in the page: it goes with its citizen, whether they say so or walk away.
    await page.context().route(batches, (route) => {
      const { responses }: { responses: readonly { readonly id: string }[] } = JSON.parse(route.request().postData() ?? '')
      const problem = { code: 'campaign_closed', message: 'Đợt khảo sát đã kết thúc.' }
      return route.fulfill({ json: { results: responses.map(({ id }) => ({ id, status: 422, problem })) } })
    })
    await press(button(page, 'Kết thúc'))
    const leaving = [() => press(button(page, 'Xoá và kết thúc')), () => later(page, 21_000)]
    for (const leave of leaving) {
      await answer(page)
      await page.getByText('Đợt khảo sát đã kết thúc.').waitFor()
      expect(await responsesInMemory(page)).toBeGreaterThan(0)
      await later(page, 61_000)
      await button(page, 'Xoá và kết thúc').waitFor()
      await leave()
      await startButton(page).waitFor()
      await expect.poll(() => responsesInMemory(page)).toBe(0)
    }
    await page.context().close()
  })
})

/** How many responses the memory of a page holds under their ids, on whatever screen it is. */
async function responsesInMemory(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'Map.prototype' })
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
  const { result: found } = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.flatMap((map) => [...map.values()].filter((one) => one?.id && one.body)).length }',
    returnByValue: true,
  })
  await devtools.detach()
  return found.value
}

describe('what a person leaves at a kiosk', () => {
  it("is not their language, which is the office's again, whatever the tablet speaks", async () => {
    const page = await open('quick?kiosk', { locale: 'en-US' })
    await startButton(page).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    const title = await page.title()
    await press(button(page, 'Start · English'))
    await page.locator('[name="access"]').first().waitFor()
    await expect.poll(async () => page.locator('html').getAttribute('lang')).toBe('en')
    await press(button(page, 'Back'))
    await startButton(page).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    expect(await page.title()).toBe(title)
    await page.context().close()
  })

  const devices: readonly (readonly [string, BrowserContextOptions])[] = [
    ['a tablet', { isMobile: true, hasTouch: true, viewport: { width: 800, height: 1280 } }],
    ['a screen with a computer', { viewport: { width: 1280, height: 800 } }],
  ]

  it.each(someOf(devices, 1))('is not the part of the screen that they enlarged on %s', async (_, options) => {
    const page = await open('quick?kiosk', options)
    await isPrepared(page)
    await press(startButton(page))
    await page.locator('[name="access"]').first().waitFor()
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 })
    const scale = () => page.evaluate(() => visualViewport?.scale)
    await expect.poll(scale).toBe(2)
    await press(button(page, 'Quay lại'))
    await startButton(page).waitFor()
    await expect.poll(scale).toBe(1)
    await startButton(page).waitFor()
    await page.context().close()
  })

  it('is no entry in the history, no place in the address, nothing selected and nothing open', async () => {
    const page = await openPage(browser, { viewport: sizes.tablet })
    await page.clock.install()
    await go(page, 'quick?kiosk')
    const entries = await page.evaluate(() => history.length)
    await press(startButton(page))
    for (const item of ['access', 'procedure', 'official', 'result', 'feedback']) {
      await page.locator(`[name="${item}"]`).first().waitFor()
      await press(page.locator('form [type="submit"]:not([hidden])'))
    }
    await press(button(page, 'Gửi câu trả lời'))
    await press(page.locator('#_problems a').first())
    await page.evaluate(() => {
      getSelection()?.selectAllChildren(document.body)
      history.replaceState('a place', '', '#a-place')
    })
    await later(page, 61_000)
    await press(button(page, 'Xoá và kết thúc'))
    await startButton(page).waitFor()
    const left = () => page.evaluate(() => [history.length, history.state, location.hash, String(getSelection())])
    await expect.poll(left).toEqual([entries, null, '', ''])
    await page.locator('summary').press('Enter')
    expect(await page.locator('details[open]').count()).toBe(1)
    await later(page, 61_000)
    await expect.poll(async () => page.locator('details[open]').count()).toBe(0)
    await page.context().close()
  })
})

describe.runIf(isLongRun)('a kiosk that runs for months', () => {
  it('holds no more after 80 visits than after 30', async () => {
    const page = await open('quick?kiosk')
    await isPrepared(page)
    const session = await page.context().newCDPSession(page)
    const before = await counted()
    await visited(page, 30)
    const early = await footprint(session)
    await visited(page, 50)
    const late = await footprint(session)
    expect(await counted()).toBe(before + 80)
    expect([late.listeners, late.documents]).toEqual([early.listeners, early.documents])
    expect(late.nodes).toBeLessThanOrEqual(early.nodes + 20)
    // What the browser compiles and keeps comes on for some hundreds of visits; test/long sees it end.
    expect(late.heap - early.heap).toBeLessThan(50 * 4_000)
    await page.context().close()
  })
})
