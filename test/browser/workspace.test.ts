import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { compared, readingDay } from '../server/compared'
import { agency, fielded, post, response } from '../server/fielded'
import { oneLanguage, someOf, type TestServer } from '../server/harness'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, figuresShown, type Look, withoutBase } from './faults'
import { tabTo } from './keyboard'
import { treeOf } from './tree'

/** Axe weighs every cell of the long tables. */
const looks: readonly Look[] = [
  { width: 360, axe: ['light'] },
  { width: 1440, axe: ['light', 'dark'] },
]
/** A page of a kind that was looked at whole. */
const alike: readonly Look[] = [{ width: 360 }, { width: 1440, axe: ['light'] }]
const alikes: ReadonlySet<string> = new Set(['/admin/campaigns/q4?agency=A1&service=land', '/admin/campaigns/q4/figures/A1?agency=A1'])
const pages = [
  '/admin/campaigns/q4',
  '/admin/campaigns/q4?agency=A1&service=land',
  '/admin/campaigns/q4/agencies',
  '/admin/campaigns/q4/criteria',
  '/admin/campaigns/q4/trend',
  '/admin/campaigns/q4/respondents?item=overall&by=agency',
  '/admin/campaigns/q4/figures/SIPAS',
  '/admin/campaigns/q4/figures/A1?agency=A1',
  '/admin/results/published',
] as const

/** Pages of words and ways, where no figure stands. */
const wordy = ['/admin/campaigns/q4/comments?agency=A1', '/admin/results/topics', '/admin/campaigns/q4/downloads'] as const

/** Pages of figures that axe finds elsewhere, or that are made for paper. */
const papers = [
  '/admin/campaigns/q4/released',
  '/admin/campaigns/q4/released?agency=A1',
  '/admin/campaigns/q4/report',
  '/admin/campaigns/q4/report?agency=A1',
  '/admin/campaigns/q4/released/report',
] as const

describe('the workspace in a browser', () => {
  let server: TestServer
  let browser: Browser
  let reader: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([compared(), sharedBrowser()])
    await server.database.db
      .insertInto('published_figures')
      .values({ year: 2025, place: 'Toàn tỉnh', node: 'SIPAS', formula: 'share', value: 0.881, source: 'Báo cáo 42' })
      .execute()
    await fourMonths(server)
    await act({ database: server.database, now: () => readingDay }, atCommandLine(), releaseCampaign, { code: 'q4' })
    reader = await inside()
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const inside = (options: BrowserContextOptions = {}): Promise<Page> =>
    openPage(browser, { viewport: { width: 1440, height: 900 }, extraHTTPHeaders: { Authorization: `Bearer ${server.token}` }, ...options })

  it.each([...pages, ...wordy])('has nothing for axe to find on %s, light and dark, and nothing that scrolls sideways', async (path) => {
    await reader.goto(server.url + path)
    expect(await faults(reader, alikes.has(path) ? alike : looks, withoutBase)).toEqual([])
  })

  it.each(oneLanguage)('shows all columns of the agencies at 1440 pixels and breaks no word in their heads, in %s', async (language) => {
    await reader.goto(`${server.url}/admin/campaigns/q4/agencies?lang=${language}`)
    expect(await reader.locator('.ranking tr').evaluateAll((rows) => rows.filter((row) => row.scrollWidth > row.clientWidth).length)).toBe(
      0,
    )
    expect(await reader.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    expect(await reader.locator('.region:has(.ranking)').count()).toBe(0)
    expect(await reader.locator('.ranking thead th').evaluateAll(cutWords)).toEqual([])
  })

  it.each(someOf(['vi', 'en'], 1))(
    'shows no figure on a phone or an upright tablet without its base, and cuts no word or number, in %s',
    async (language) => {
      const narrow = language === 'vi' ? [{ width: 360 }, { width: 768 }] : [{ width: 360 }]
      const more = async (page: Page) => [
        ...(await withoutBase(page)),
        ...(await page.locator('main :is(th, td):visible').evaluateAll(cutWords)).map((word) => `cut: ${word}`),
      ]
      await reader.setViewportSize({ width: 360, height: 900 })
      for (const path of [...pages, ...papers]) {
        await reader.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        expect([path, await figuresShown(reader)]).not.toEqual([path, 0])
        expect([path, await faults(reader, narrow, more)]).toEqual([path, []])
      }
      await reader.setViewportSize({ width: 1440, height: 900 })
    },
  )

  it.each(oneLanguage)('lets no table scroll inside its page, on a phone, an upright tablet or a small laptop, in %s', async (language) => {
    const found: string[] = []
    for (const path of ['', '?agency=A1', '/agencies', '/criteria', '/trend', '/respondents?item=service&by=agency', '/figures/SIPAS']) {
      await reader.goto(`${server.url}/admin/campaigns/q4${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
      for (const width of [360, 768, 1280, 1440]) {
        await reader.setViewportSize({ width, height: 900 })
        found.push(...(await reader.evaluate(insideScrolling)).map((name) => `${path} ${width}: ${name}`))
      }
    }
    expect(found).toEqual([])
  })

  it('stays a table for those who listen on a phone', async () => {
    await reader.setViewportSize({ width: 360, height: 740 })
    await reader.goto(`${server.url}/admin/campaigns/q4/released?lang=vi`)
    const tree = await treeOf(reader)
    expect(tree).toContain('columnheader "Số liệu công bố Khoảng tin cậy 95% n: số câu trả lời được tính"')
    expect(tree).toMatch(/row ""\n +rowheader "Xã Bảo Thắng"\n(?:.*\n)+? +cell /)
    await reader.setViewportSize({ width: 1440, height: 900 })
  })

  it('draws its charts when they come near, each beside its table, under the policy of the page', async () => {
    const page = await inside()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${server.url}/admin/campaigns/months/trend`)
    expect(asked.filter((path) => path.includes('charts'))).toEqual([])
    await page.locator('#months').scrollIntoViewIfNeeded()
    await page.waitForSelector('#months [data-drawn] canvas')
    expect(await page.locator('#months canvas').getAttribute('aria-label')).toContain('Biểu đồ')
    expect(await page.locator('#months table').count()).toBeGreaterThan(0)
    expect((await page.locator('#months canvas').boundingBox())?.height).toBeGreaterThan(100)
    // Two points make no line: they are dots in their table.
    expect(await page.locator('#trend [data-chart]').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForSelector('#months [data-drawn] canvas')
    expect(await page.locator('#months canvas').count()).toBe(1)
  })

  it('has everything without JavaScript: tables, search, order, figures', async () => {
    const page = await inside({ javaScriptEnabled: false })
    for (const [tab, ids] of [
      ['trend', ['months', 'trend', 'channels']],
      ['criteria', ['distribution', 'opinions', 'indicators']],
      ['agencies', ['agencies']],
    ] as const) {
      await page.goto(`${server.url}/admin/campaigns/q4/${tab}`)
      expect(await page.locator('[data-chart]:visible').count()).toBe(0)
      for (const id of ids) expect(await page.locator(`#${id} table`).first().isVisible()).toBe(true)
    }
    await page.fill('#find', 'dong tam')
    await page.press('#find', 'Enter')
    await page.waitForURL(/find=dong/)
    expect(await page.locator('#agencies tr[data-name]:visible').count()).toBe(1)
    await page.goto(`${server.url}/admin/campaigns/q4/agencies`)
    await page.click('#agencies th.name a.sort')
    await page.waitForURL(/sort=name/)
    await page.locator('#agencies a.heat').first().click()
    await page.waitForURL(/\/figures\//)
    expect(await page.locator('#value .big').count()).toBe(1)
  })

  it('finds agencies while one writes, without asking the server', async () => {
    const page = await inside()
    await page.goto(`${server.url}/admin/campaigns/q4/agencies`)
    const before = page.url()
    await page.fill('#find', 'đồng')
    await page.waitForFunction(() => document.querySelectorAll('#agencies tr[data-name]:not([hidden])').length === 1)
    expect(await page.textContent('.finder output')).toBe('Thấy 1 trong 2 cơ quan')
    await page.fill('#find', '')
    expect(await page.locator('#agencies tr[data-name]:visible').count()).toBe(2)
    expect(page.url()).toBe(before)
  })

  it('orders agencies in place as the server does at the same address', async () => {
    const page = await inside()
    await page.goto(`${server.url}/admin/campaigns/q4/agencies`)
    const order = () => page.$$eval('#agencies tr[data-name]', (rows) => rows.map((row) => row.getAttribute('data-name')))
    const heads = () =>
      page.$$eval('#agencies [aria-sort]', (all) => all.map((head) => `${head.textContent} ${head.getAttribute('aria-sort')}`))
    for (const place of [1, 1, 4, 4, 3, 0, 0]) {
      await page.locator('#agencies thead a.sort').nth(place).click()
      const [seen, said, address] = [await order(), await heads(), page.url()]
      expect(address).toContain('sort=')
      await page.goto('about:blank')
      await page.goto(address)
      expect([await order(), await heads()]).toEqual([seen, said])
    }
  })

  it('can be used by keyboard alone: order, a figure, what it stands on, and back', async () => {
    const page = await inside()
    await page.goto(`${server.url}/admin/campaigns/q4/agencies?channel=qr`)
    // Whoever is quicker than the page puts its rows in order keeps the place where they are.
    const isKept = await page.evaluate(async () => {
      const place = document.querySelector<HTMLElement>('#agencies td.f a')
      document.querySelector<HTMLElement>('#agencies th.n a.sort')?.click()
      place?.focus()
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      return place !== null && document.activeElement === place
    })
    expect(isKept).toBe(true)
    await page.goto(`${server.url}/admin/campaigns/q4/agencies?channel=qr`)
    await tabTo(page, '#agencies th.n a.sort')
    await page.keyboard.press('Enter')
    await page.waitForURL(/channel=qr&sort=responses/)
    await tabTo(page, '#agencies td.f a')
    expect(await page.locator(':focus').evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/figures\/SIPAS\?/)
    await tabTo(page, '.back a')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/admin\/campaigns\/q4\?/)
    expect(page.url()).toContain('channel=qr')
    await tabTo(page, '.chips a')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.search.includes('channel'))
  })

  it('leads by keyboard alone through comments to why one is hidden, to a table across, and first of all files to the report', async () => {
    const page = await inside()
    await page.goto(`${server.url}/admin/campaigns/q4/comments?agency=A1`)
    await tabTo(page, '#find')
    await page.keyboard.type('y kien a1 12')
    await page.keyboard.press('Enter')
    await page.waitForURL(/find=y/)
    await tabTo(page, '.hide summary')
    await page.keyboard.press('Enter')
    await tabTo(page, '.hide[open] [name="reason"]')
    await page.goto(`${server.url}/admin/campaigns/q4/respondents?agency=A1`)
    await tabTo(page, '#cross select[name="by"]')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, '#cross form button')
    await page.keyboard.press('Enter')
    await page.locator('.crossed').waitFor()
    await page.goto(`${server.url}/admin/campaigns/q4/downloads?agency=A1`)
    await tabTo(page, 'main .order button[value="docx"]')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/admin\/exports/)
    const ordered = page.locator('.jobs tbody tr').first()
    await expect.poll(() => ordered.textContent()).toContain('Cơ quan: A1')
    await expect.poll(() => ordered.textContent()).toContain('Đã xong')
    const [file] = await Promise.all([page.waitForEvent('download'), ordered.locator('a.button').click()])
    expect(file.suggestedFilename()).toBe('q4-A1-report.pdf')
  })
})

/** A campaign of which four months have enough responses for a line. */
async function fourMonths(server: TestServer): Promise<void> {
  const touchpoint = { code: 'months-qr', campaign: 'months', kind: 'qr' as const, label: { vi: 'Quầy' }, agencies: ['A1'] }
  await fielded(server.database, {
    code: 'months',
    agencies: [agency('A1', 'commune', 'Xã Bảo Thắng')],
    touchpoints: [touchpoint],
    opensOn: '2026-08-01',
    closesOn: '2026-12-31',
  })
  for (const month of ['08', '09', '10', '11'])
    for (let person = 0; person < 11; person += 1)
      await post(
        server.url,
        response(
          { A1: person % 3 === 0 ? '2' : '5', overall: '4' },
          { campaign: 'months', touchpoint: 'months-qr', answeredOn: `2026-${month}-10` },
        ),
      )
}

/** What of a page scrolls by itself, the page among it. */
function insideScrolling(): readonly string[] {
  return [document.documentElement, ...document.querySelectorAll('.region')]
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'hidden')
    .filter((one) => one === document.documentElement || getComputedStyle(one).overflowX !== 'visible')
    .map((one) => one.getAttribute('aria-label') ?? one.tagName)
}

/** Words and numbers that run over their cell or over the end of a line. */
function cutWords(cells: readonly Element[]): readonly string[] {
  return cells.flatMap((cell) => {
    const { left, right } = cell.getBoundingClientRect()
    const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = text.nextNode(); node; node = text.nextNode())
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*%?/gu)) {
        if (node.parentElement?.closest('.unseen, svg, .marks')) continue
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const [box, more] = range.getClientRects()
        if (box && (more || box.left < left - 0.5 || box.right > right + 0.5)) found.push(word)
      }
    return found
  })
}
