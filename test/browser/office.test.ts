import jsQR from 'jsqr'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeKiosk, insertKiosk, noteRefusals } from '../../server/db/kiosks'
import { saveProvinceName } from '../../server/db/settings'
import { agency, fielded, post, response, shippedVersion } from '../server/fielded'
import { isLongRun, startServer, type TestServer } from '../server/harness'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, type Look } from './faults'
import { tabTo } from './keyboard'

const looks: readonly Look[] = [{ width: 320 }, { width: 360 }, { width: 1440, axe: ['light', 'dark'] }]
/** For pages with nothing on them yet: the same parts, fewer. */
const emptyLooks: readonly Look[] = [{ width: 320 }, { width: 1440, axe: ['light'] }]
/** For one page of each kind: lists become cards, and the menu a button. */
const narrowLooks: readonly Look[] = [{ width: 320, axe: ['light'] }, ...looks.slice(1)]
const narrow: ReadonlySet<string> = new Set([
  '/admin',
  '/admin/campaigns/c1/fieldwork',
  '/admin/campaigns/c1/setup',
  '/admin/agencies',
  '/admin/new/touchpoint?campaign=c1',
  '/admin/kiosks',
])

const pages = [
  '/admin',
  '/admin/campaigns',
  '/admin/campaigns/c1/setup',
  '/admin/campaigns/c1/setup/close',
  '/admin/campaigns/c1/fieldwork',
  '/admin/campaigns/c1/fieldwork?view=places',
  '/admin/new/campaign',
  '/admin/questionnaires',
  `/admin/questionnaires/sipas-service-quick/${shippedVersion['sipas-service-quick']}`,
  '/admin/agencies',
  '/admin/agencies?q=zz',
  '/admin/agencies/A1',
  '/admin/agencies/A1/merge',
  '/admin/new/agency',
  '/admin/import/agencies',
  '/admin/touchpoints',
  '/admin/new/touchpoint?campaign=c1',
  '/admin/settings',
  '/admin/kiosks',
  '/admin/kiosks/guide',
  '/admin/kiosks/hours',
  '/admin/kiosks/hall',
  '/admin/kiosks/hall/code',
  '/admin/kiosks/hall/revoke',
  '/admin/new/kiosk',
  '/admin/receipts?code=7F3K-Q2MD',
  '/admin/many/touchpoints/print?campaign=c1&all=found',
] as const

describe('the office in a browser', () => {
  let server: TestServer
  let empty: TestServer
  let browser: Browser
  let reader: Page
  beforeAll(async () => {
    ;[server, empty, browser] = await Promise.all([startServer(), startServer(), sharedBrowser()])
    await saveProvinceName(server.database, { vi: 'Uỷ ban nhân dân tỉnh Sông Ngân', en: 'People’s Committee of Silver River Province' })
    await fielded(server.database, { synthetic: true, agencies: [agency('A1', 'commune', 'Phường Sao Mai'), agency('A2')] })
    await insertKiosk(server.database, { id: 'hall', name: 'Sảnh chính', touchpoint: 'k2' })
    await changeKiosk(server.database, 'hall', {
      public_key: 'k',
      enrolled_on: '2026-01-05',
      seen_at: '2026-01-05T03:00Z',
      lost: 2,
      set_aside: 1,
    })
    await noteRefusals(server.database, 'hall', ['campaign_closed', 'kiosk_signature'], '2026-01-05')
    reader = await inside({ viewport: { width: 320, height: 740 } })
  })
  afterAll(async () => {
    await closePages(browser)
    await Promise.all([server.close(), empty.close()])
  })
  const inside = (options: BrowserContextOptions = {}, { token } = server): Promise<Page> =>
    openPage(browser, { ...options, extraHTTPHeaders: { Authorization: `Bearer ${token}` } })

  it.each(pages)('has nothing for axe to find on %s, light and dark, and nothing that scrolls sideways', async (path) => {
    await reader.goto(server.url + path)
    expect(await faults(reader, narrow.has(path) ? narrowLooks : looks)).toEqual([])
  })

  it('follows what comes while somebody looks, and takes no row away from under them', async () => {
    const pausedAt = (instant: string) =>
      server.database.db.updateTable('touchpoints').set({ paused_at: instant }).where('code', '=', 'k2').execute()
    await pausedAt('2026-01-05T03:00:00Z')
    await reader.goto(`${server.url}/admin/campaigns/c1/fieldwork`)
    await reader.getByText('Các con số tự cập nhật').waitFor()
    const silent = reader.locator('#silent-places tbody tr')
    const place = reader.locator('[data-row="place-q1"]')
    const told = (key: string) => reader.locator(`[data-live="${key}"]`).textContent()
    expect([await silent.count(), await told('silent:n'), await told('total:n')]).toEqual([1, '1', '0'])
    await pausedAt('')
    await place.getByRole('link').focus()
    expect((await post(server.url, response())).status).toBe(201)
    await expect.poll(() => told('place-q1:state')).toBe('đang hỏi')
    expect([await told('total:n'), await told('silent:n'), await told('place-q1:n')]).toEqual(['1', '1', '1'])
    expect(await reader.getByRole('status').textContent()).toContain('1 điểm im lặng.')
    expect([await place.locator('.amiss').count(), await silent.count()]).toEqual([0, 1])
    expect(await place.getByRole('link').evaluate((link) => link === document.activeElement)).toBe(true)
    await place.getByRole('link').blur()
    await expect.poll(() => silent.evaluateAll((rows) => rows.map((row) => row.dataset['row']))).toEqual(['place-k2'])
  })

  it('has nothing for axe to find where the code of a kiosk is shown, and its picture leads to where it is typed', async () => {
    const page = await inside({ viewport: { width: 1440, height: 1000 } })
    await page.goto(`${server.url}/admin/kiosks/hall/code`)
    await page.click('main form button')
    const code = (await page.locator('.once').textContent()) ?? ''
    expect(await faults(page, looks)).toEqual([])
    const picture = PNG.sync.read(await page.locator('.oncepicture').screenshot())
    expect(jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data).toBe(`${server.url}/kiosk#${code}`)
    await page.context().close()
  })

  it('has nothing for axe to find where there is nothing yet, and where something was wrong', async () => {
    const page = await inside({}, empty)
    for (const path of [
      '/admin',
      '/admin/campaigns',
      '/admin/agencies',
      '/admin/touchpoints',
      '/admin/kiosks',
      '/admin/new/kiosk',
      '/admin/new/campaign',
    ]) {
      await page.goto(empty.url + path)
      expect([path, await faults(page, emptyLooks)]).toEqual([path, []])
    }
    await page.goto(`${empty.url}/admin/import/agencies`)
    await page.setInputFiles('#file', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('code,name\nA 1,\n') })
    await page.click('main button')
    await page.waitForSelector('[role=alert]')
    expect(await faults(page, looks)).toEqual([])
    await page.goto(`${empty.url}/admin/new/agency`)
    await page.fill('#code', 'A 1')
    await page.fill('#name', 'x')
    await page.click('main button')
    await page.waitForSelector('#code-wrong')
    expect(await faults(page, looks)).toEqual([])
    await page.context().close()
  })

  it.runIf(isLongRun)('can be set up by keyboard alone and without scripts, from nothing to the poster', async () => {
    const page = await inside({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: false }, empty)
    const press = async (selector: string, key = 'Enter') => {
      await tabTo(page, selector)
      await page.keyboard.press(key)
      await page.waitForLoadState()
    }
    await page.goto(`${empty.url}/admin`)
    await press('.steps .button')
    await press('.gallery form[action*="/sipas-service-quick/"][action$="/choose"] button')
    await page.waitForURL(/done=chosen/)
    await press('.steps .button')
    await press('a[href="/admin/new/agency"]')
    await tabTo(page, '#code')
    await page.keyboard.type('H1')
    await tabTo(page, '#name')
    await page.keyboard.type('Sở Tư pháp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=agency/)
    await page.goto(`${empty.url}/admin`)
    await press('.steps .button')
    await press('.more summary')
    await press('[name=synthetic]', 'Space')
    await press('main .form button')
    await page.waitForURL(/done=campaign/)
    await press('a[href^="/admin/new/touchpoint"]')
    await press('main .form button')
    await page.waitForURL(/done=touchpoints/)
    await press('a[href$="/setup/open"]')
    await press('main form button')
    await page.waitForURL(/done=opened/)
    expect(await page.textContent('[role=status]')).toBe('Đợt khảo sát đã mở.')
    await press('a[href*="/many/touchpoints/print"]')
    await press('main form[method=post] button')
    await page.waitForURL(/done=places-print/)
    await page.locator('a[href$="/file"]').waitFor()
    await page.context().close()
  })

  it('opens its menu on a phone and shows where one is', async () => {
    const page = await inside({ viewport: { width: 360, height: 740 } })
    await page.goto(`${server.url}/admin/agencies`)
    expect(await page.locator('.menu nav a').first().isVisible()).toBe(false)
    await tabTo(page, '.menu summary')
    await page.keyboard.press('Enter')
    expect(await page.locator('.menu a[aria-current=page]').textContent()).toBe('Cơ quan')
    expect(await faults(page, [{ width: 360, axe: ['light'] }])).toEqual([])
    await page.click('.menu a[href="/admin/settings"]')
    await page.waitForURL(/settings/)
    await page.context().close()
  })
})
