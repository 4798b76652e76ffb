import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { listTouchpoints } from '../../server/db/touchpoints'
import type { Results } from '../../server/reading/results'
import { localDay } from '../../surveys/instrument/calendar'
import type { Grant } from '../../surveys/people/roles'
import { closePages, openPage, sharedBrowser } from '../browser/browser'
import { printed } from '../browser/posters'
import { next, receipt, send, tap } from '../browser/visiting'
import { post, response, shippedVersion } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { said } from '../server/office'
import { openedPosters } from '../server/poster-file'
import { justSignedIn } from '../server/signed-in'
import { tokenOf } from '../server/token'

/** A year of an office, by its screens: what one part leaves, the next one finds. */
describe('a whole year in an office', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  let time = Date.parse('2026-10-05T02:00:00Z')
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ now: () => time }), sharedBrowser()])
    desk = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await signedIn()
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  /** Whoever works at the desk comes in again, as on every morning. */
  async function signedIn(): Promise<void> {
    const [name = '', value = ''] = (await justSignedIn(server)).split('=')
    await desk.context().addCookies([{ name, value, url: server.url }])
  }

  async function onDay(day: string): Promise<void> {
    time = Date.parse(`${day}T02:00:00Z`)
    await signedIn()
  }

  const at = (path: string) => desk.goto(server.url + path)
  const setup = (campaign: string, step = '') => `/admin/campaigns/${campaign}/setup${step && `/${step}`}`
  /** Presses what a page is for, and reads what it says was done. */
  async function pressed(done: string): Promise<void> {
    await desk.locator('main form[method=post] button[type=submit]:not(.quiet)').first().click()
    await desk.waitForURL(new RegExp(`done=${done}`))
  }

  const results = async (campaign: string): Promise<Results> =>
    (await fetch(`${server.url}/api/v1/campaigns/${campaign}/results`, { headers: { Authorization: `Bearer ${server.token}` } })).json()

  async function placeOf(campaign: string, agency: string, kind: string): Promise<string> {
    const places = await listTouchpoints(server.database, campaign)
    return places.find((place) => place.kind === kind && place.agencies.includes(agency))?.code ?? ''
  }

  /** Honest answers: a few minutes apart, and no two alike. */
  async function answered(campaign: string, agency: string, codes: readonly string[]): Promise<void> {
    const touchpoint = await placeOf(campaign, agency, 'qr')
    for (const [place, code] of codes.entries()) {
      time += 7 * 60_000
      const wanted = { campaign, agency, touchpoint, answeredOn: localDay(time) }
      const [A2, A3] = [String(1 + (place % 5)), String(1 + (Math.floor(place / 5) % 5))]
      expect((await post(server.url, response({ A1: code, A2, A3, overall: code }, wanted))).status).toBe(201)
    }
    await signedIn()
  }

  /** Somebody else of the office at a desk of their own. */
  async function deskOf(name: string, grant: Grant): Promise<Page> {
    const user = newUser(name, '')
    await insertUser(server.database, user, 'a hash of a password', 0)
    await saveGrant(server.database, user.id, grant)
    const token = await tokenOf(server.database, name)
    return openPage(browser, { viewport: { width: 1440, height: 900 }, extraHTTPHeaders: { Authorization: `Bearer ${token}` } })
  }

  const twelve = (last: string): readonly string[] => [...Array.from({ length: 11 }, () => '5'), last]

  it('begins with a tree that is imported, looked at first', async () => {
    await at('/admin/import/agencies')
    const lines = [
      'code,name,name_en,block,parent',
      'P1,Sở Nội vụ,,department,',
      ...['A1', 'A2', 'A3'].map((code) => `${code},Xã ${code},,commune,`),
    ]
    await desk.setInputFiles('#file', { name: 'agencies.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
    await desk.locator('main form button').click()
    await desk.getByText('Xã A3').first().waitFor()
    if (!desk.url().includes('done=')) await desk.locator('main form[method=post] button[type=submit]:not(.quiet)').first().click()
    await desk.waitForURL(/done=/)
    await at('/admin/agencies')
    expect(said(await desk.content())).toContain('Xã A2')
  })

  it('opens a campaign with places for everybody', async () => {
    await at('/admin/new/campaign')
    await desk.fill('#code', '2026-q4')
    await desk.selectOption('#questionnaire', `sipas-service ${shippedVersion['sipas-service']}`)
    await desk.locator('.more summary').click()
    await desk.check('[name=synthetic]')
    await pressed('campaign')
    await at(`/admin/new/touchpoint?campaign=2026-q4`)
    for (const kind of ['qr', 'kiosk', 'paper']) await desk.check(`[name=kind][value=${kind}]`)
    await pressed('touchpoints')
    await at(setup('2026-q4', 'open'))
    await pressed('opened')
  })

  it('hangs up posters whose codes lead to the survey, and takes what phones and kiosks send', async () => {
    const { pages } = await openedPosters(
      await printed(desk, `${server.url}/admin/many/touchpoints/print?campaign=2026-q4&all=found&kind=qr`),
    )
    const address = pages[0]?.scanned() ?? ''
    const phone = await openPage(browser, { hasTouch: true, isMobile: true })
    await phone.clock.setFixedTime(time)
    const receipts: string[] = []
    for (const link of [address, `${server.url}/s/${await placeOf('2026-q4', 'A1', 'kiosk')}`]) {
      await phone.goto(link)
      await phone.locator('html[data-ready]').waitFor()
      while (!(await phone.locator('[name=overall]').first().isVisible())) await next(phone)
      await tap(phone, 'overall', '5')
      while (!(await phone.getByRole('button', { name: 'Gửi câu trả lời' }).isVisible())) await next(phone)
      await send(phone)
      receipts.push(await receipt(phone))
    }
    expect(new Set(receipts).size).toBe(2)
    for (const [agency, last] of [
      ['A1', '1'],
      ['A2', '4'],
      ['A3', '2'],
    ] as const)
      await answered('2026-q4', agency, twelve(last))
    expect((await results('2026-q4')).total.responses).toBe(38)
  })

  it('is extended and called otherwise, with a reason each', async () => {
    await onDay('2026-12-20')
    await at(setup('2026-q4', 'extend'))
    await desk.fill('#to', '2027-01-15')
    await desk.fill('#reason', 'Nghỉ lễ, chưa đủ phiếu')
    await pressed('extend')
    await at(setup('2026-q4', 'correct'))
    await desk.fill('#title', 'Quý IV năm 2026, có kéo dài')
    await desk.fill('#reason', 'Nói rõ đã kéo dài')
    await pressed('correct')
    await at('/admin/log')
    const log = said(await desk.content())
    for (const part of ['Nghỉ lễ, chưa đủ phiếu', 'Nói rõ đã kéo dài']) expect(log).toContain(part)
  })

  it('sees two communes become one in the middle, which changes no figure of it', async () => {
    await onDay('2026-12-28')
    const before = await results('2026-q4')
    await at('/admin/agencies/A1/merge')
    await desk.check('[name=agencies][value=A2]')
    for (const [field, value] of [
      ['code', 'A12'],
      ['name', 'Xã A12'],
      ['from', '2027-01-20'],
    ] as const)
      await desk.fill(`#${field}`, value)
    await desk.locator('main form[method=post] .acts button').first().click()
    await desk.getByText('Quý IV năm 2026, có kéo dài').first().waitFor()
    await pressed('agency-merge')
    expect(await results('2026-q4')).toEqual(before)
  })

  it('sees that a counter was stuffed, and two people set that aside', async () => {
    await onDay('2027-01-10')
    const before = await results('2026-q4')
    const touchpoint = await placeOf('2026-q4', 'A3', 'qr')
    const all = Object.fromEntries(['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'overall'].map((item) => [item, '5']))
    const wanted = { campaign: '2026-q4', agency: 'A3', touchpoint, answeredOn: localDay(time) }
    for (let sent = 0; sent < 40; sent += 1) expect((await post(server.url, response(all, wanted))).status).toBe(201)
    expect((await results('2026-q4')).total.responses).toBe(78)
    await expect
      .poll(async () => {
        await at('/admin/campaigns/2026-q4/quality')
        return said(await desk.content())
      })
      .toMatch(/Đáng ngờ\s+40/)
    const list = '/admin/campaigns/2026-q4/responses'
    await at(`${list}?flag=doubtful`)
    await desk.check('[name=which][value=all]')
    await desk.selectOption('[name=to]', 'quarantine')
    await desk.locator('main form[method=post] button[type=submit]').first().click()
    await desk.selectOption('[name=cause]', 'stuffing')
    await desk.fill('#reason', 'Bốn mươi phiếu như nhau trong một phút')
    await pressed('aside-asked')
    expect((await results('2026-q4')).total.responses).toBe(78)
    const second = await deskOf('truong-phong', { role: 'manager', agency: '', endsOn: '' })
    await second.goto(server.url + list)
    await second.locator('a[href*="/requests/"]').first().click()
    await second.locator('form[action$="/confirm"] button[type=submit]').click()
    await second.waitForURL(/done=/)
    expect(await results('2026-q4')).toEqual(before)
  })

  it('has a pile of paper keyed twice by two people, each sheet counted once', async () => {
    const place = await placeOf('2026-q4', 'A3', 'paper')
    const clerk = (name: string) => deskOf(name, { role: 'clerk', agency: '', touchpoint: place, endsOn: '' })
    const [mai, hoa] = [await clerk('mai'), await clerk('hoa')]
    await mai.goto(`${server.url}/admin/entering/${place}/batches`)
    await mai.fill('#label', 'Tập 1')
    await mai.fill('#sheets', '2')
    await mai.check('[name=keying][value=double]')
    await mai.locator('main form[method=post] button[type=submit]').last().click()
    await mai.waitForURL(/batches\/[^/?]+/)
    const pile = mai.url().split('?')[0] ?? ''
    const before = (await results('2026-q4')).total.responses
    const keyed = async (page: Page, which: 'first' | 'second', answers: readonly string[]) => {
      await page.goto(`${pile}/${which}`)
      for (const [index, code] of answers.entries()) {
        await page
          .locator(`form[data-sheet] >> text=${index + 1}/2`)
          .or(page.getByText(`phiếu ${index + 1}/2`))
          .first()
          .waitFor()
        await page.fill('[name=_day]', '2027-01-08')
        await page.check(`[name=overall][value="${code}"]`)
        await page.keyboard.press('Control+Enter')
      }
      await page.waitForURL(pile)
    }
    await keyed(mai, 'first', ['4', '2'])
    await keyed(hoa, 'second', ['4', '3'])
    expect((await results('2026-q4')).total.responses).toBe(before + 2)
    await mai.goto(`${pile}/sheets/2`)
    await mai.check('[name="by.overall"][value=second]')
    await mai.locator('main form[method=post] button[type=submit]:not(.quiet)').first().click()
    await mai.waitForURL(/done=batch-settled/)
    expect((await results('2026-q4')).total.responses).toBe(before + 2)
  })

  it('ends, is copied for the next year to who took over, and reads its trend across the merger', async () => {
    await onDay('2027-01-16')
    const before = await results('2026-q4')
    await onDay('2027-10-04')
    await at(setup('2026-q4', 'copy'))
    expect(said(await desk.content())).toContain('nơi tiếp nhận nếu có: Xã A1, Xã A2')
    await desk.fill('#code', '2027-q4')
    await pressed('copied')
    await at(setup('2027-q4', 'open'))
    await pressed('opened')
    for (const [agency, last] of [
      ['A12', '4'],
      ['A3', '5'],
    ] as const)
      await answered('2027-q4', agency, twelve(last))
    expect(await results('2026-q4')).toEqual(before)
    await at('/admin/campaigns/2027-q4/trend?agency=A12')
    const trend = (await desk.locator('#trend').textContent()) ?? ''
    for (const part of ['Xã A1', 'Xã A2', '26']) expect(trend).toContain(part)
  })
})
