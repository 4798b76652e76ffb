import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userNamed } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { agency, fielded } from '../server/fielded'
import { atNoon, startServer, type TestServer } from '../server/harness'
import { officeWith } from '../server/office'
import { sendForm, signIn } from '../server/signed-in'
import { readSmall } from '../surveys/small'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'
import { send, tap } from './visiting'

const password = 'mười hai con mèo ngủ trưa'
const { today, now } = atNoon()

describe('an hour of a paper clerk who also asks people', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ now }), sharedBrowser()])
    await publishQuestionnaire(server.database, readSmall(), '2026-01-01')
    const agencies = [agency('A1', 'commune', 'UBND xã Bảo Thắng')]
    for (const [code, questionnaire] of [
      ['quick', 'sipas-service-quick'],
      ['every', 'small'],
    ] as const)
      await fielded(server.database, {
        code,
        questionnaire,
        agencies,
        touchpoints: [
          { code: `giay-${code}`, campaign: code, kind: 'paper', label: { vi: 'Phiếu giấy', en: 'Paper forms' }, agencies: ['A1'] },
          { code: `hoi-${code}`, campaign: code, kind: 'interviewer', label: { vi: 'Hỏi tại nhà', en: 'At home' }, agencies: ['A1'] },
        ],
      })
    const lan = officeWith(server, await signIn(server))
    const wanted = { username: 'mai', name: 'Trần Thị Mai', kind: 'person', endsOn: '' }
    const invited = await lan.send('/admin/new/account', { ...wanted, role: 'clerk', 'at-clerk': ['giay-quick', 'giay-every'] })
    const link = /\/admin\/password\/[\w-]+/.exec(await invited.text())?.[0] ?? ''
    expect((await sendForm(server, link, { wanted: password, again: password })).status).toBe(303)
    expect((await lan.send('/admin/accounts/mai/roles', { role: 'interviewer', 'at-interviewer': ['hoi-quick'], endsOn: '' })).status).toBe(
      303,
    )
    page = await openPage(browser, { viewport: { width: 1440, height: 900 } })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const keys = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key)
  }
  const done = () => page.locator('.stored').textContent()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent)
  const looksWell = async () =>
    expect(
      await faults(page, [
        { width: 360, axe: ['light'] },
        { width: 1440, axe: ['light', 'dark'] },
      ]),
    ).toEqual([])

  it('signs in, finds her work, and types three sheets without a mouse', async () => {
    await page.goto(`${server.url}/admin`)
    await page.focus('#username')
    await page.keyboard.type('mai')
    await keys('Tab')
    await page.keyboard.type(password)
    await keys('Enter')
    await page.waitForURL(`${server.url}/admin/entering`)
    await looksWell()
    await page
      .getByRole('link', { name: /^Nhập phiếu giấy: .*Quý IV/ })
      .or(page.locator('a[href="/admin/entering/giay-quick"]'))
      .first()
      .focus()
    await keys('Enter')
    await page.waitForURL('**/giay-quick')
    await page.locator('html.keys').waitFor()
    expect(await focused()).toBe('_day')
    // In which order a browser asks for the parts of a day is its own matter.
    await page.fill('#_day', today)
    await keys('Enter')
    expect(await focused()).toBe('access')
    // A letter that is no key of the sheet changes nothing; the ninth option is none.
    await keys('x', '9')
    expect(await focused()).toBe('access')
    await keys('1', '2', '3', '4', '5')
    expect(await focused()).toBe('overall')
    await keys('2')
    expect(await focused()).toBe('Ghi phiếu và sang phiếu tiếp theo')
    await keys('Enter')
    await page.getByText('Đã ghi phiếu, mã biên nhận').waitFor()
    for (const overall of ['1', '3']) {
      await page.locator('html.keys').waitFor()
      // The pile has one day: its next sheet begins at its first question.
      await expect.poll(focused).toBe('access')
      const id = await page.inputValue('input[name="_id"]')
      await keys('Enter', 'Enter', 'Enter', 'Enter', 'Enter', overall, 'Control+Enter')
      await page.waitForFunction((before) => document.querySelector<HTMLInputElement>('input[name="_id"]')?.value !== before, id)
    }
    expect(await done()).toContain('Hôm nay bạn đã nhập ở điểm này: 3 phiếu')
    expect(await page.locator('.keyed').isVisible()).toBe(true)
    await looksWell()
    const rows = await server.database.db.selectFrom('responses').select(['channel', 'answered_on', 'answers']).orderBy('seq').execute()
    expect(rows.map(({ channel, answered_on }) => [channel, answered_on])).toEqual(Array.from({ length: 3 }, () => ['paper', today]))
    expect(rows.map(({ answers }) => Object.keys(JSON.parse(answers)).length)).toEqual([6, 1, 1])
    await page.goto(`${server.url}/admin/entering`)
    expect(await page.textContent('main')).toContain('Hôm nay bạn đã nhập 3 phiếu')
  })

  it('keeps a sheet as it was typed while the network is cut, and when its answer is lost stores it once', async () => {
    await page.goto(`${server.url}/admin/entering/giay-quick`)
    await page.locator('html.keys').waitFor()
    await page.fill('#_day', today)
    await page.focus('[name="access"]')
    await keys('4')
    const counted = async () =>
      (await server.database.db.selectFrom('entered_counts').select('entered').where('touchpoint', '=', 'giay-quick').execute())[0]?.entered
    const kept = () => page.locator('[name="access"]:checked').inputValue()
    const id = await page.inputValue('input[name="_id"]')
    await page.context().setOffline(true)
    await keys('Control+Enter')
    await page.getByText('Máy chủ không trả lời').waitFor()
    expect([await kept(), await counted()]).toEqual(['4', 3])
    await looksWell()
    await page.context().setOffline(false)
    // It reaches the server, and what the server says reaches nobody.
    await page.route('**/admin/entering/*', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.focus('[name="overall"]')
    await keys('1', 'Control+Enter')
    await expect.poll(counted).toBe(4)
    await page.getByText('Máy chủ không trả lời').waitFor()
    expect([await kept(), await page.inputValue('input[name="_id"]')]).toEqual(['4', id])
    await page.unroute('**/admin/entering/*')
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await keys('Control+Enter')
    await page.getByText('Phiên đăng nhập đã hết').waitFor()
    expect([await kept(), await page.inputValue('input[name="_id"]')]).toEqual(['4', id])
    await looksWell()
    await page.context().addCookies(cookies)
    await page.click('.go[type="submit"]')
    await page.getByText('chỉ được tính một lần').waitFor()
    expect([await counted(), await page.locator('input:checked').count(), await focused()]).toEqual([4, 0, 'access'])
  })

  it('finds every kind of question on a sheet, and what is wrong with it', async () => {
    await page.goto(`${server.url}/admin/entering/giay-every?lang=en`)
    await page.locator('html.keys').waitFor()
    await looksWell()
    await page.fill('#_day', today)
    await keys('Control+Enter')
    await page.locator('#_problems').waitFor()
    await looksWell()
    await page.goto(`${server.url}/admin/entering?lang=vi`)
  })

  it('asks people on the way, and keeps on the device what is refused because her role has ended', async () => {
    await page.click('a[href="/admin/entering/hoi-quick"]')
    await page.locator('html[data-ready]').waitFor()
    await looksWell()
    await tap(page, 'overall', '4')
    await send(page)
    await page.getByRole('button', { name: 'Phiếu tiếp theo' }).click()
    await page.locator('[data-receipt]').waitFor({ state: 'detached' })
    await page.locator('html[data-ready]').waitFor()
    await tap(page, 'overall', '2')
    const mai = (await userNamed(server.database, 'mai'))?.id ?? ''
    await saveGrant(server.database, mai, { role: 'interviewer', agency: '', touchpoint: 'hoi-quick', endsOn: '2026-01-01' })
    await send(page)
    await page.getByText('không còn được giao nhập phiếu').waitFor()
    const aside = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('sipas-outbox')
          opening.onsuccess = () => {
            const all = opening.result.transaction('responses').objectStore('responses').getAll()
            all.onsuccess = () => resolve(all.result.map(({ state, refusal }) => [state, refusal?.code]))
          }
        }),
    )
    expect(aside).toEqual([[1, 'entry_not_allowed']])
    const counted = await server.database.db.selectFrom('entered_counts').select(['touchpoint', 'entered']).orderBy('touchpoint').execute()
    expect(counted).toEqual([
      { touchpoint: 'giay-quick', entered: 4 },
      { touchpoint: 'hoi-quick', entered: 1 },
    ])
    await page.reload()
    expect(await page.textContent('main')).toContain('có hiệu lực đến hết ngày 01/01/2026')
  })
})
