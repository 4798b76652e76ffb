import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agency, fielded } from '../server/fielded'
import { oneLanguage, startServer, type TestServer } from '../server/harness'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, type Look } from './faults'
import { tabTo } from './keyboard'

const patience = 900_000
const looks: readonly Look[] = [{ width: 360, axe: ['light', 'dark'] }, { width: 768 }, { width: 1440, axe: ['light', 'dark'] }]
const long = 'Nguyên nhân: '.repeat(20)

describe('what is done on time, in a browser', () => {
  let server: TestServer
  let browser: Browser
  let office: Page
  let own: Page
  beforeAll(async () => {
    server = await startServer({ now: () => Date.parse('2026-10-07T03:00:00Z') })
    const agencies = [agency('A1', 'commune', 'Xã Bảo Thắng'), agency('A2', 'commune', 'Xã Y Tý'), agency('D1', 'department', 'Sở Tư pháp')]
    await fielded(server.database, { agencies, touchpoints: [], opensOn: '2026-01-01', closesOn: '2026-09-30' })
    browser = await sharedBrowser()
    const pageOf = (token: string): Promise<Page> =>
      openPage(browser, { extraHTTPHeaders: { Authorization: `Bearer ${token}` }, viewport: { width: 360, height: 740 } })
    office = await pageOf(server.token)
    own = await pageOf(await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }]))
  }, patience)
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const looked = async (page: Page, path: string): Promise<readonly string[]> => {
    await page.goto(server.url + path)
    return (await faults(page, looks)).map((fault) => `${path} ${fault}`)
  }

  it(
    'a statement is written, handed in, sent back and handed in again by keyboard alone, on a phone',
    async () => {
      const found = [...(await looked(own, '/admin/statement'))]
      await tabTo(own, '#causes-A1')
      await own.keyboard.insertText(long)
      await tabTo(own, 'form.card button[value="hand-in"]')
      await own.keyboard.press('Enter')
      await tabTo(own, '#measures')
      await own.keyboard.insertText('Tăng hai người\nở quầy 3')
      found.push(...(await faults(own, looks)).map((fault) => `wrong ${fault}`))
      await tabTo(own, 'form.card button[value="hand-in"]')
      await own.keyboard.press('Enter')
      await own.waitForURL(/done=statement-handed/)

      found.push(...(await looked(office, '/admin/statements')))
      await tabTo(office, 'a[href$="/A1/send-back"]')
      await office.keyboard.press('Enter')
      await office.waitForURL(/send-back$/)
      found.push(...(await faults(office, looks)).map((fault) => `send-back ${fault}`))
      await tabTo(office, '#reason')
      await office.keyboard.insertText('Cần nêu số người chờ')
      await tabTo(office, 'form.card.form button')
      await office.keyboard.press('Enter')
      await office.waitForURL(/done=statement-sent-back/)
      await office.locator('summary').first().press('Enter')
      found.push(...(await faults(office, looks)).map((fault) => `sent back ${fault}`))

      found.push(...(await looked(own, '/admin')))
      found.push(...(await looked(own, '/admin/statement')))
      expect(await own.locator('.reason').textContent()).toBe('Cần nêu số người chờ')
      await tabTo(own, 'form.card button[value="hand-in"]')
      await own.keyboard.press('Enter')
      await own.waitForURL(/done=statement-handed/)
      expect(found).toEqual([])
    },
    patience,
  )

  it(
    'two who write one report choose whose words stay, in both lights',
    async () => {
      const path = '/admin/campaigns/c1/report/texts'
      const found = [...(await looked(office, path))]
      await office.locator('#causes').fill(long)
      await office.locator('form.card button[type=submit]').first().click()
      await office.waitForURL(/done=report/)
      await office.goto(server.url + path)
      await office.locator('#causes').fill('Thiếu ghế')
      await office.locator('[name=based]').evaluate((field) => field.setAttribute('value', ''))
      await office.locator('form.card button[type=submit]').first().click()
      await office.locator('.two-wordings').waitFor()
      found.push(...(await faults(office, looks)).map((fault) => `contested ${fault}`))
      await tabTo(office, '[name="choice-causes"]')
      await office.keyboard.press('Space')
      await tabTo(office, 'form.card button[type=submit]')
      await office.keyboard.press('Enter')
      await office.waitForURL(/done=report/)
      expect(found).toEqual([])
    },
    patience,
  )

  it.each(oneLanguage)(
    'duties and schedules are read and kept at every width in %s, in both lights',
    async (language) => {
      const found: string[] = []
      for (const path of ['/admin/duties', '/admin/new/duty', '/admin/duties/yearly-plan', '/admin/new/schedule'])
        found.push(...(await looked(office, `${path}?lang=${language}`)))
      await office.locator('#name').fill('Tin hằng tuần')
      await office.locator('#folder').fill('hang-tuan')
      await office.locator('form.card button[type=submit]').first().click()
      await office.waitForURL(/done=schedule/)
      found.push(...(await faults(office, looks)).map((fault) => `schedules ${fault}`))
      expect(found).toEqual([])
    },
    patience,
  )

  it(
    'a duty is said to be done by keyboard, and said back',
    async () => {
      await office.goto(`${server.url}/admin/duties`)
      const late = (): Promise<number> => office.locator('td .state.late').count()
      const before = await late()
      expect(before).toBeGreaterThan(3)
      await tabTo(office, 'tbody tr:first-child input[name="note"]')
      await office.keyboard.insertText('Số 45/BC-SNV')
      await office.keyboard.press('Enter')
      await office.waitForURL(/done=duty/)
      expect(await late()).toBe(before - 1)
    },
    patience,
  )
})
