import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { closePages, openPage, sharedBrowser } from '../browser/browser'
import { fielded, post, response } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { justSignedIn } from '../server/signed-in'

const dayMs = 86_400_000
let time = Date.parse('2026-11-20T03:00:00Z')
let server: TestServer
let browser: Browser
let officer: Page
beforeAll(async () => {
  server = await startServer({ now: () => time })
  browser = await sharedBrowser()
  await fielded(server.database, { opensOn: '2026-11-02', closesOn: '2026-11-30', status: 'draft' })
  officer = await openPage(browser, { viewport: { width: 1280, height: 900 } })
  await signedIn()
})
afterAll(async () => {
  await closePages(browser)
  await server.close()
})

/** As somebody who has just shown who they are. */
async function signedIn(): Promise<void> {
  const [name = '', value = ''] = (await justSignedIn(server)).split(/=(.*)/)
  await officer.context().addCookies([{ name, value, url: server.url }])
}

const setup = '/admin/campaigns/c1/setup'
const open = (path: string) => officer.goto(server.url + path)
const press = (name: string | RegExp) => officer.locator('main').getByRole('button', { name }).first().click()
const answer = () => post(server.url, response(undefined, { answeredOn: '2026-11-20' }))

it('opens a campaign, sees answers come while it looks, pauses, extends, closes and publishes it', async () => {
  await open(`${setup}/open`)
  await press('Mở đợt khảo sát')
  await officer.getByRole('link', { name: 'Theo dõi thu phiếu' }).click()
  const total = officer.locator('[data-live="total:n"]')
  expect(await total.textContent()).toBe('0')
  await officer.getByText('Các con số tự cập nhật').waitFor()
  time += 3_000
  for (let sent = 1; sent <= 3; sent += 1) {
    expect((await answer()).status).toBe(201)
    await expect.poll(() => total.textContent()).toBe(String(sent))
  }
  expect(await officer.locator('[data-live="channel-qr:n"]').count()).toBe(0)
  await officer.reload()
  expect(await officer.locator('[data-live="channel-qr:n"]').textContent()).toBe('3')

  const citizen = await openPage(browser)
  await citizen.goto(`${server.url}/s/q1`)
  await citizen.locator('main fieldset label').first().click()
  await citizen.close({ runBeforeUnload: true })
  await expect
    .poll(async () => {
      await server.flush()
      return server.database.db.selectFrom('break_offs').select(['question', 'layout', 'persons']).execute()
    })
    .toEqual([{ question: expect.any(String), layout: 'phone', persons: 1 }])

  for (const [act, go] of [
    ['pause', /Tạm dừng/],
    ['extend', /Kéo dài/],
  ] as const) {
    await open(`${setup}/${act}`)
    if (act === 'extend') await officer.fill('[name=to]', '2026-12-05')
    await officer.fill('[name=reason]', 'Bão số 9')
    await press(go)
    await officer.locator('p.done').waitFor()
  }
  await signedIn()
  await open(`${setup}/close`)
  await press('Kết thúc ngay hôm nay')
  await officer.locator('p.done').waitFor()
  time += dayMs
  const night = await act({ database: server.database, now: () => time }, atCommandLine(), releaseCampaign, { code: 'c1' })
  expect(night.kind).toBe('done')
  await signedIn()
  await open('/admin/campaigns/c1/publication')
  await officer.fill('#contact', 'Văn phòng UBND tỉnh, 0225 000 000')
  await officer.locator('form.card [type=submit]').click()
  await officer.locator('#prepared').waitFor()
  await open('/admin/campaigns/c1/publication/publish')
  await press(/Công bố/)
  await officer.locator('p.done').waitFor()
  expect((await fetch(`${server.url}/api/v1/campaigns/c1/released`)).status).toBe(200)
  await open('/admin/campaigns/c1/fieldwork')
  expect(await officer.locator('[data-live-from]').count()).toBe(0)
})
