import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { readDefinition } from '../../surveys/instrument/definition'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { personalDefinition } from '../surveys/personal'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'
import { stored } from './site'
import { checked, next, send, tap } from './visiting'

describe('a questionnaire that each person reads in their own way', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    const reading = readDefinition(personalDefinition)
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    await publishQuestionnaire(server.database, reading.questionnaire, '2026-01-01')
    const touchpoints = [{ code: 'own', campaign: 'c1', kind: 'qr' as const, label: { vi: 'Quầy', en: 'Counter' }, agencies: ['A1'] }]
    await fielded(server.database, { questionnaire: 'personal', version: 1, agencies: [agency('A1')], touchpoints })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const order = (page: Page) =>
    page.locator('[name="one"]').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value')).join(' '))
  const rows = (page: Page) =>
    page
      .locator('.matrix fieldset input:first-of-type')
      .evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('name')))].join(''))
  const plain = (html: string): string => [...html.matchAll(/name="one" value="([^"]*)"/g)].map((found) => found[1]).join(' ')

  it('is another for each who opens it without a script, and the same for who is shown it again', async () => {
    const address = `${server.url}/s/own`
    const pages = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(address)).text()))
    expect(new Set(pages.map(plain)).size).toBeGreaterThan(1)
    const [first = ''] = pages
    const fields = new URLSearchParams(
      [...first.matchAll(/name="(_[a-z]+)" value="([^"]*)"/g)].map((found) => [found[1] ?? '', found[2] ?? '']),
    )
    fields.delete('_switch')
    fields.set('share', 'x')
    fields.set('_language', 'vi')
    const again = await (await fetch(address, { method: 'POST', body: fields })).text()
    expect(again).toContain('_problems')
    expect(plain(again)).toBe(plain(first))
    expect(again).toContain('Vì sao chọn vậy và …?')
    expect(again).not.toContain('{answer:')
  })

  it('stands as it came when the script takes over, when they go back, and when they load it again', async () => {
    const page = await openPage(browser)
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/assets/*.js', async (route) => {
      await arrived
      await route.continue()
    })
    await page.goto(`${server.url}/s/own`, { waitUntil: 'commit' })
    await page.locator('[name="one"]').first().waitFor()
    const seen = [await order(page), await rows(page)]
    await tap(page, 'one', 'd')
    arrive()
    await page.locator('html[data-ready]').waitFor()
    expect([await order(page), await rows(page), await checked(page, 'one', 'd')]).toEqual([...seen, true])
    await tap(page, 'many', 'b')
    await tap(page, 'many', 'e')
    await next(page)
    expect(await page.locator('main h2').textContent()).toBe('Về \u2068d\u2069')
    expect((await page.locator('main').textContent())?.replace(/[\u2068\u2069]/g, '')).toMatch(/Vì sao d và [be] và [be]\?/)
    expect(await page.locator('[name="both"]').count()).toBe(1)
    await page.goBack()
    expect(await order(page)).toBe(seen[0])
    await page.reload()
    await page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' }).click()
    expect([await order(page), await checked(page, 'one', 'd')]).toEqual([seen[0], true])
    await tap(page, 'many', 'b')
    await tap(page, 'many', 'e')
    await next(page)
    expect(await page.locator('[name="both"]').count()).toBe(0)
    await send(page)
    await page.locator('.thanks').waitFor()
    expect((await stored(server, 'c1')).map(({ answers }) => answers)).toEqual([{ one: 'd' }])
    await page.context().close()
  })

  it('is read at a kiosk by itself, a question at a time', async () => {
    const page = await openPage(browser, { viewport: { width: 1080, height: 1920 } })
    await page.goto(`${server.url}/s/own?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    // A key is not held up as a tap on a new screen is.
    await page.getByRole('button', { name: 'Bắt đầu' }).first().press('Enter')
    await page.locator('.options').first().waitFor()
    expect(await order(page)).toMatch(/^[abde] [abde] c [abde] [abde] other none na$/)
    expect(await faults(page, [{ width: 1080 }])).toEqual([])
    await page.context().close()
  })
})
