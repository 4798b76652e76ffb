import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { questionnaireSource } from '../../server/db/questionnaires'
import { foundOf, viewOfEdition } from '../../server/public/published'
import { pictureTexts } from '../../server/public/view'
import { compared } from '../server/compared'
import type { TestServer } from '../server/harness'
import { published } from '../server/publishing'
import { justSignedIn } from '../server/signed-in'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, figuresShown, type Look } from './faults'
import { tabTo } from './keyboard'

const patience = 900_000
const looks: readonly Look[] = [
  { width: 360, axe: ['light', 'dark'] },
  { width: 1440, axe: ['light', 'dark'] },
]
const percent = /\d+[.,]\d+%/

/** Campaign `q4` has ended and is published; of A3 too few have answered. */
describe('one campaign before its three readers', () => {
  let server: TestServer
  let browser: Browser
  let office: Page
  let agency: Page
  let tooFew: Page
  let everybody: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([compared(), sharedBrowser()])
    await server.database.db.updateTable('campaigns').set({ closes_on: '2026-11-10', status: 'closed' }).where('code', '=', 'q4').execute()
    await published(server, 'q4')
    const inside = (token: string): Promise<Page> =>
      openPage(browser, { extraHTTPHeaders: { Authorization: `Bearer ${token}` }, viewport: { width: 1440, height: 900 } })
    const readerOf = async (name: string, code: string): Promise<Page> =>
      inside(await tokenOf(server.database, name, [{ role: 'reader', agency: code, endsOn: '' }]))
    office = await inside(server.token)
    agency = await readerOf('hoa', 'A1')
    tooFew = await readerOf('binh', 'A3')
    everybody = await openPage(browser)
  }, patience)
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const opened = async (page: Page, path: string): Promise<string> => {
    await page.goto(server.url + path)
    return page.locator('main').innerText()
  }
  const statusOf = async (page: Page, path: string): Promise<number> =>
    (await page.request.get(server.url + path, { maxRedirects: 0 })).status()

  it.each(['vi', 'en'])(
    'shows each what it may read, clean for axe, in %s',
    async (language) => {
      const found: string[] = []
      const looked = async (page: Page, path: string): Promise<string> => {
        const text = await opened(page, `${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        found.push(...(await faults(page, looks)).map((fault) => `${path} ${fault}`))
        return text
      }
      await looked(office, '/admin/campaigns/q4/agencies')
      expect(await office.locator('#agencies tr[data-name]').count()).toBe(2)
      expect(await office.locator('#agencies .lacking a[href*="agency=A3"]').count()).toBe(1)
      expect(await figuresShown(office)).toBeGreaterThan(2)

      const own = await looked(agency, '/admin/campaigns/q4/released?agency=A1')
      const report = await looked(agency, '/admin/campaigns/q4/released/report?agency=A1')
      await looked(agency, '/admin/statement')
      const stated = await Promise.all(['A1', 'A2'].map((code) => agency.locator(`#causes-${code}`).count()))
      const told = await looked(everybody, '/r/q4')
      const ownTold = await looked(everybody, '/r/q4/agencies/A1')
      const value = percent.exec(ownTold)?.[0] ?? 'none'
      expect([own, report, told].map((text) => text.includes(value))).toEqual([true, true, true])
      expect(stated).toEqual([1, 0])
      expect(found).toEqual([])
    },
    patience,
  )

  it('keeps working figures, other statements and responses from an agency, and all of the office from the public', async () => {
    const doors = [
      '/admin/campaigns/q4/agencies',
      '/admin/campaigns/q4/report',
      '/admin/campaigns/q4/downloads',
      '/admin/statements',
      '/api/v1/campaigns/q4/results',
      '/api/v1/campaigns/q4/exports/responses.csv',
    ]
    const got = async (page: Page): Promise<readonly boolean[]> =>
      Promise.all(doors.map(async (path) => (await statusOf(page, path)) === 200))
    expect(await got(office)).toEqual(doors.map(() => true))
    expect(await got(agency)).toEqual(doors.map(() => false))
    expect(await got(everybody)).toEqual(doors.map(() => false))
    expect(await statusOf(everybody, '/r/q4')).toBe(200)
  })

  it('gives below the threshold the reason and no figure, on pages, in the API, in files and in the picture alike', async () => {
    const pages = [
      await opened(office, '/admin/campaigns/q4?agency=A3&lang=vi'),
      await opened(tooFew, '/admin/campaigns/q4/released?agency=A3'),
      await opened(everybody, '/r/q4/agencies/A3'),
    ]
    const ofAgency = pages.map((text) => ({ why: /chưa đủ|quá ít/i.test(text), figures: text.match(/\d+[.,]\d+%/g) ?? [] }))
    // The page of released figures begins with those of everything, which are not its own.
    expect(ofAgency.map(({ why }) => why)).toEqual([true, true, true])
    expect([ofAgency[0], ofAgency[2]].map((one) => one?.figures)).toEqual([[], []])
    expect(await tooFew.locator('#indicators tbody').innerText()).not.toMatch(percent)

    const values = (agencies: readonly { readonly code: string; readonly nodes: readonly { readonly value: number | null }[] }[]) =>
      agencies.filter(({ code }) => code === 'A3').flatMap(({ nodes }) => nodes.map(({ value }) => value))
    for (const [page, path] of [
      [office, '/api/v1/campaigns/q4/results?agency=A3'],
      [tooFew, '/api/v1/campaigns/q4/released'],
      [everybody, '/r/q4/figures.json'],
    ] as const) {
      const body = await (await page.request.get(server.url + path)).json()
      const all = values(body.agencies ?? body.figures.agencies)
      expect([path, all.length > 0, all.filter((one) => one !== null)]).toEqual([path, true, []])
    }
    const file = await (await everybody.request.get(`${server.url}/r/q4/figures.csv`)).text()
    const lines = file.split(/\r?\n/).filter((line) => line.includes(',agency,A3,'))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => !/,{4}small,+percent,/.test(line))).toEqual([])
    const deps = { database: server.database, questionnaires: questionnaireSource(server.database), now: server.now }
    const edition = await foundOf(deps, 'q4')
    if (edition.kind !== 'public') throw new Error(edition.kind)
    const view = await viewOfEdition(deps, edition, 'vi', { home: '/r/q4', isPreview: false })
    const drawn = pictureTexts(
      view,
      view.figures.agencies.find(({ code }) => code === 'A3'),
      'x',
    )
    expect([drawn.value, drawn.facts]).toEqual([undefined, [expect.stringMatching(/^Chưa đủ 10 người/)]])
    expect((await everybody.request.get(`${server.url}/r/q4/agencies/A3/picture.png`)).headers()['content-type']).toBe('image/png')
  })

  it('leads by keyboard from the tabs through the filter to the table', async () => {
    await office.goto(`${server.url}/admin/campaigns/q4`)
    await tabTo(office, '.tabs a[href$="/agencies"]')
    await office.keyboard.press('Enter')
    await office.waitForURL(/\/agencies$/)
    await tabTo(office, '#filter-channel')
    // The second of the channels is the one by which most have answered.
    for (const key of ['ArrowDown', 'ArrowDown']) await office.keyboard.press(key)
    await tabTo(office, '.filterbox button')
    await office.keyboard.press('Enter')
    await office.waitForURL(/channel=/)
    await tabTo(office, '#agencies td.f a')
    await office.keyboard.press('Enter')
    await office.waitForURL(/\/figures\//)
    expect(office.url()).toContain('channel=')
  })

  it('lets the office name topics in both languages by keyboard, and leads back to the comments', async () => {
    const page = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    const [name = '', ...value] = (await justSignedIn(server)).split('=')
    await page.context().addCookies([{ name, value: value.join('='), url: server.url }])
    await page.goto(`${server.url}/admin/campaigns/q4/comments`)
    await tabTo(page, 'a[href*="/results/topics"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/results\/topics\?campaign=q4/)
    await tabTo(page, '#topics')
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('Ý mười | Number ten: a1 10, a1 11')
    await tabTo(page, 'main form button')
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=topics/)
    await tabTo(page, '.back a')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/q4\/comments$/)
    expect(await page.locator('#comments .choices').first().innerText()).toContain('Ý mười 2')
    await page.goto(`${server.url}/admin/campaigns/q4/comments?lang=en`)
    expect(await page.locator('#comments .choices').first().innerText()).toContain('Number ten 2')
  })

  it('is printed in the colours of the light, on whatever device', async () => {
    for (const [page, path] of [
      [office, '/admin/campaigns/q4'],
      [everybody, '/r/q4'],
    ] as const) {
      await page.goto(server.url + path)
      const ink = () => page.evaluate(() => getComputedStyle(document.body).color)
      const light = await ink()
      await page.emulateMedia({ colorScheme: 'dark' })
      const dark = await ink()
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
      const printed = await ink()
      await page.emulateMedia({ colorScheme: 'light', media: 'screen' })
      expect([path, dark === light, printed === dark]).toEqual([path, false, false])
    }
  })

  it('is read by everybody without a script, at 320 pixels and with letters twice as large', async () => {
    const paths = ['/r', '/r/q4', '/r/q4/agencies/A1', '/r/q4/agencies/A3', '/embed/q4']
    const plain = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 568 } })
    for (const path of paths) {
      await plain.goto(server.url + path)
      expect([path, (await plain.locator('main').innerText()).length > 60]).toEqual([path, true])
    }
    await plain.goto(`${server.url}/r/q4`)
    expect(await plain.locator('.big').first().innerText()).toMatch(percent)
    const large = await openPage(browser, { bypassCSP: true })
    const found: string[] = []
    for (const path of paths)
      for (const language of ['vi', 'en']) {
        await large.setViewportSize({ width: 320, height: 568 })
        await large.goto(`${server.url}${path}?lang=${language}`)
        found.push(...(await wider(large)).map((fault) => `${path} ${language} ${fault}`))
        // As a browser does whose letters are set to 200 %.
        await large.setViewportSize({ width: 640, height: 568 })
        await large.addStyleTag({ content: 'html { font-size: 200% !important }' })
        found.push(...(await wider(large)).map((fault) => `${path} ${language} 200% ${fault}`))
      }
    expect(found).toEqual([])
  })
})

const wider = async (page: Page): Promise<readonly string[]> => {
  const by = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return by > 0 ? [`${by} pixels wider`] : []
}
