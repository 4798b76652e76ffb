import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasSigned } from '../../server/access/kiosks'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk, changeKioskPlace, inviteKiosk, revokeKiosk } from '../../server/acts/kiosks'
import { changeKiosk, findKiosk } from '../../server/db/kiosks'
import { createTouchpoint } from '../../server/db/touchpoints'
import { queueClaim } from '../../surveys/fielding/kiosk'
import { commandOn } from '../server/cli'
import { response } from '../server/fielded'
import { later, openLasting, openPage, sizes } from './browser'
import { calmly, emptied, enrolled, feed, held, hoarded, laidAmong, staffCode, wake } from './device'
import { stored } from './site'
import { visiting } from './visiting'

const visit = visiting()
const batches = /\/api\/v1\/(responses|kiosks\/[^/]+)\/batch/

const deps = () => ({ database: visit().server.database, now: Date.now })

async function added(touchpoint: string, name = 'Sảnh chính'): Promise<{ readonly id: string; readonly code: string }> {
  const outcome = await act(deps(), atCommandLine(), addKiosk, { name, touchpoint })
  if (outcome.kind !== 'done') throw new Error(outcome.kind)
  return outcome.value
}

async function invited(id: string): Promise<string> {
  const outcome = await act(deps(), atCommandLine(), inviteKiosk, { id })
  if (outcome.kind !== 'done') throw new Error(outcome.kind)
  return outcome.value.code
}

type QueueFile = {
  readonly responses: readonly { readonly number: number; readonly response: { readonly id: string } }[]
  readonly signature: string
}

const startScreen = (page: Page) => page.locator('.start .go').first()
const line = (page: Page) => page.locator('.staff-line')

const enrol = (page: Page, code: string): Promise<void> => enrolled(page, visit().server.url, code)

/** One whole paper with a text of the citizen's own, to the tap that sends it. */
async function answered(page: Page, text: string): Promise<void> {
  const press = (name: RegExp) => calmly(page.getByRole('button', { name }))
  const tap = (item: string, code: string) => calmly(page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }))
  await calmly(startScreen(page))
  await press(/^Tiếp tục$/)
  await tap('late', 'no')
  await page.locator('[name="ways"]').first().waitFor()
  await press(/^Bỏ qua$/)
  await tap('field', 'else')
  await page.getByLabel('Xin ghi rõ').fill(text)
  await press(/^Tiếp tục$/)
  for (const item of ['m1', 'm2', 'rate', 'met']) {
    await page.locator(`[name="${item}"]`).first().waitFor()
    await press(/^Bỏ qua$/)
  }
  await page.locator('[name="day"]').first().waitFor()
  await press(/^Gửi câu trả lời$/)
}

/** The same paper handed over as the screens do it, where it does not matter how it was answered. */
async function kept(page: Page, text: string, touchpoint: string): Promise<void> {
  const paper = response({ late: 'no', field: { code: 'else', text } }, { campaign: 'every', version: 1, touchpoint, agency: 'H1' })
  expect(await feed(page, [paper])).toBe(1)
}

const thanked = (page: Page) => page.locator('.thanks').waitFor()
const finish = (page: Page) => calmly(page.getByRole('button', { name: 'Kết thúc' }))
const count = async () => (await stored(visit().server, 'every')).length

/** Lets nothing of this browser through to the server until it is mended. */
async function outage(context: BrowserContext): Promise<{ readonly mend: () => Promise<void> }> {
  await context.route(batches, (route) => route.abort())
  return {
    mend: async () => {
      await context.unroute(batches)
      // What comes through may lead a page elsewhere before it is woken.
      for (const page of context.pages()) await wake(page).catch(() => {})
    },
  }
}

/** Changes on the way what this browser sends. */
const altered = (context: BrowserContext, change: (body: string) => string): Promise<unknown> =>
  context.route(batches, (route) => route.continue({ postData: change(route.request().postData() ?? '') }))

beforeAll(async () => {
  for (const code of ['hall', 'desk'])
    await createTouchpoint(visit().server.database, { code, campaign: 'every', kind: 'kiosk', label: { vi: code }, agencies: ['H1'] })
})

const profiles: string[] = []
afterAll(() => {
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true })
})

function newProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'sipas-kiosk-'))
  profiles.push(profile)
  return profile
}

/** The files of a profile in which a text stands, in either width of letters. */
function filesWith(profile: string, text: string): readonly string[] {
  const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  return readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(profile, name)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
    const bytes = readFileSync(path)
    return wanted.some((one) => bytes.includes(one))
  })
}

async function kioskPage(): Promise<Page> {
  const page = await openPage(visit().browser, { viewport: sizes.tablet })
  await page.clock.install()
  return page
}

describe('an enrolled kiosk', () => {
  it('takes its place by the code in an address, keeps it to itself, and has a key that cannot be read', async () => {
    const { id, code } = await added('hall')
    const page = await kioskPage()
    await page.goto(`${visit().server.url}/kiosk#${code}`)
    await expect.poll(() => page.getByLabel('Mã đăng ký').inputValue()).toBe(code)
    expect(page.url()).toBe(`${visit().server.url}/kiosk`)
    const drafts = () =>
      page.evaluate(() =>
        [localStorage, sessionStorage].flatMap((place) => Object.keys(place).filter((key) => key.startsWith('sipas-draft'))),
      )
    await page.evaluate(() => [localStorage, sessionStorage].forEach((place) => place.setItem('sipas-draft hall A1', '{}')))
    expect(await drafts()).toHaveLength(2)
    await page.getByLabel(/Mã nhân viên/).fill('12')
    await page.getByRole('button', { name: 'Đăng ký' }).click()
    await page.getByText('Mã nhân viên phải có từ 6 chữ số.').waitFor()
    await page.getByLabel(/Mã nhân viên/).fill(staffCode)
    const answerLost = async (route: Route) => {
      await route.fetch()
      await route.abort()
    }
    await page.context().route('**/api/v1/kiosks/enrol', answerLost, { times: 1 })
    await page.getByRole('button', { name: 'Đăng ký' }).click()
    await page.getByText('Không gọi được máy chủ').waitFor()
    expect((await findKiosk(visit().server.database, id))?.enrolled_on).not.toBe('')
    await page.getByRole('button', { name: 'Đăng ký' }).click()
    await page.waitForURL(`${visit().server.url}/s/hall?kiosk`)
    await startScreen(page).waitFor()
    expect((await findKiosk(visit().server.database, id))?.enrolled_on).not.toBe('')
    const device = await page.evaluate(
      () =>
        new Promise<{ readonly extractable: boolean; readonly text: string }>((resolve) => {
          const request = indexedDB.open('sipas-outbox')
          request.addEventListener('success', () => {
            const got = request.result.transaction('device').objectStore('device').get('kiosk')
            got.addEventListener('success', () => resolve({ extractable: got.result.key.extractable, text: JSON.stringify(got.result) }))
          })
        }),
    )
    expect([device.extractable, device.text.includes(staffCode)]).toEqual([false, false])
    await expect.poll(async () => (await findKiosk(visit().server.database, id))?.seen_at).not.toBe('')
    // It says that it is there when nobody answers, too.
    const sendings = async () => (await findKiosk(visit().server.database, id))?.sendings
    const said = (await sendings()) ?? 0
    await later(page, 301_000)
    await expect.poll(sendings).toBe(said + 1)
    await page.goto(`${visit().server.url}/kiosk#${code}`)
    await page.getByLabel(/Mã nhân viên/).fill(staffCode)
    await page.getByRole('button', { name: 'Đăng ký' }).click()
    await page.getByText('Mã đăng ký không đúng hoặc đã hết hạn').waitFor()
    // Strangers share it now: the phone's page keeps nothing on it either.
    expect(await drafts()).toEqual([])
    await visit().goTo(page, 'hall')
    await page.locator('[name="late"]').first().check({ force: true })
    await page.clock.runFor(1_000)
    expect(await drafts()).toEqual([])
    // And what waits there is sealed and has its number, on a phone's page as on the kiosk's.
    await outage(page.context())
    await kept(page, 'BIMATN', 'hall')
    expect((await held(page)).map(({ body, number }) => [body.includes('"sealed":"'), body.includes('BIMATN'), number])).toEqual([
      [true, false, 1],
    ])
    await page.context().close()
  })

  it('shows a code that was cut off on its way, to be corrected', async () => {
    const page = await kioskPage()
    await page.goto(`${visit().server.url}/kiosk#AB%`)
    await expect.poll(() => page.getByLabel('Mã đăng ký').inputValue()).toBe('AB%')
    await page.context().close()
  })

  it('is looked for nothing when it is enrolled while its first responses are on their way', async () => {
    const { id, code } = await added('hall')
    const page = await kioskPage()
    await visit().goTo(page, 'hall?kiosk')
    let arrive = () => {}
    const isOnItsWay = new Promise<void>((resolve) => (arrive = resolve))
    let letThrough = () => {}
    const isLetThrough = new Promise<void>((resolve) => (letThrough = resolve))
    await page.context().route('**/api/v1/responses/batch', async (route) => {
      arrive()
      await isLetThrough
      await route.continue()
    })
    await kept(page, 'BIMATH', 'hall')
    await isOnItsWay
    const other = await page.context().newPage()
    await other.goto(`${visit().server.url}/kiosk#${code}`)
    await other.getByLabel(/Mã nhân viên/).fill(staffCode)
    await other.getByRole('button', { name: 'Đăng ký' }).click()
    await other.waitForURL(/\?kiosk$/)
    letThrough()
    await expect.poll(() => held(page)).toEqual([])
    await expect.poll(async () => (await findKiosk(visit().server.database, id))?.arrived).toEqual([[1, 1]])
    await page.context().close()
  })

  it('holds no readable answer while it waits, in memory of the disk either; numbers go on after a restart, and all arrives once', async () => {
    const { id, code } = await added('hall')
    const before = await count()
    const profile = newProfile()
    const page = await openLasting(profile)
    await page.clock.install()
    await enrol(page, code)
    await outage(page.context())
    await answered(page, 'BIMATKIOSK')
    await thanked(page)
    expect(await page.locator('[data-receipt]').count()).toBe(0)
    await finish(page)
    await expect.poll(() => line(page).textContent()).toBe('1 phiếu chờ gửi')
    const [waits] = await held(page)
    expect(waits).toMatchObject({ number: 1, state: 0 })
    expect(Object.keys(JSON.parse(waits?.body ?? '{}')).sort()).toEqual(['id', 'sealed'])
    await page.context().close()
    expect(filesWith(profile, waits?.id ?? '?')).not.toEqual([])
    expect(filesWith(profile, 'BIMATKIOSK')).toEqual([])

    const again = await openLasting(profile)
    const { mend } = await outage(again.context())
    await again.goto(`${visit().server.url}/s/hall?kiosk`)
    await startScreen(again).waitFor()
    await kept(again, 'BIMAT2', 'hall')
    await expect.poll(() => line(again).textContent()).toBe('2 phiếu chờ gửi')
    expect((await held(again)).map(({ number }) => number)).toEqual(expect.arrayContaining([1, 2]))
    await mend()
    await expect.poll(count).toBe(before + 2)
    await expect.poll(async () => held(again)).toEqual([])
    await expect.poll(() => line(again).textContent()).toBe('')
    expect(await findKiosk(visit().server.database, id)).toMatchObject({ arrived: [[1, 2]], made: 2 })
    expect((await stored(visit().server, 'every')).slice(-2).map(({ answers }) => answers['field'])).toEqual(
      expect.arrayContaining([{ code: 'else', text: 'BIMATKIOSK' }]),
    )
    await again.context().close()
  })

  it('believes that it is shut out only when that names it; then it takes no answers, keeps what waits, and sends it when it is let in again', async () => {
    const { id, code } = await added('hall')
    const before = await count()
    const page = await kioskPage()
    await enrol(page, code)
    let asked = 0
    const another = { kiosk: { id: 'another', name: 'x', touchpoint: 'desk' }, results: [] }
    await page.context().route(batches, (route) => {
      asked += 1
      return route.fulfill(asked === 1 ? { json: another } : { status: 403, json: { code: 'kiosk_revoked', message: 'x' } })
    })
    await kept(page, 'BIMATA', 'hall')
    await expect
      .poll(async () => {
        await wake(page)
        return asked
      })
      .toBeGreaterThan(2)
    await expect.poll(() => line(page).textContent()).toBe('1 phiếu chờ gửi')
    expect(await page.locator('.closed').count()).toBe(0)
    // A box on the way alters what the kiosk has signed, which is no word against the kiosk; from then on, so that nothing passes in between.
    await altered(page.context(), (body) => body.replace('"setAside":0', '"setAside":7'))
    await wake(page)
    await expect
      .poll(async () => (await findKiosk(visit().server.database, id))?.refused.map(({ code: why }) => why))
      .toEqual(['kiosk_altered'])
    await expect.poll(() => line(page).textContent()).toBe('1 phiếu chờ gửi')
    expect([await page.locator('.closed').count(), (await held(page)).map(({ state, refusal }) => [state, refusal])]).toEqual([
      0,
      [[0, undefined]],
    ])
    // What was meant for another kiosk has moved this one nowhere.
    expect(page.url()).toBe(`${visit().server.url}/s/hall?kiosk`)
    await act(deps(), atCommandLine(), revokeKiosk, { id })
    await page.context().unroute(batches)
    await wake(page)
    await page.getByRole('heading', { name: 'Máy tạm ngừng nhận phiếu' }).waitFor()
    expect(await line(page).textContent()).toContain('Máy này đã bị thu hồi ở trang quản trị.')
    await startScreen(page).waitFor({ state: 'hidden' })
    await page.reload()
    await page.getByRole('heading', { name: 'Máy tạm ngừng nhận phiếu' }).waitFor()
    expect(await held(page)).toHaveLength(1)
    expect(await count()).toBe(before)
    // Whoever was answering meanwhile is thanked once the server has it, and not for what waits with the rest.
    const late = response({ late: 'no' }, { campaign: 'every', version: 1, touchpoint: 'hall', agency: 'H1' })
    expect(await feed(page, [late])).toBe(0)
    await expect.poll(count).toBe(before + 1)
    await enrol(page, await invited(id))
    await expect.poll(count).toBe(before + 2)
    expect(await page.locator('.closed').count()).toBe(0)
    await page.context().close()
  })

  it('goes to the touchpoint where the office puts it, and what waits goes with it; put back to an earlier day it is heard again', async () => {
    const { id, code } = await added('hall')
    const page = await kioskPage()
    await enrol(page, code)
    const { mend } = await outage(page.context())
    await kept(page, 'BIMATB', 'hall')
    await act(deps(), atCommandLine(), changeKioskPlace, { id, name: 'Quầy', touchpoint: 'desk' })
    const before = await count()
    await mend()
    await page.waitForURL(`${visit().server.url}/s/desk?kiosk`)
    await expect.poll(count).toBe(before + 1)
    const sendings = async () => (await findKiosk(visit().server.database, id))?.sendings
    expect(await sendings()).toBeGreaterThan(1)
    await changeKiosk(visit().server.database, id, { sendings: 10_000 })
    await page.reload()
    await kept(page, 'BIMATM', 'desk')
    await emptied(page)
    expect([await count(), await sendings()]).toEqual([before + 2, expect.toSatisfy((now: number) => now > 10_000)])
    // More gaps than it may name are told as a count: the server hears it all the same.
    await page.evaluate(setAsideWithGaps, 2_001)
    await kept(page, 'BIMATO', 'desk')
    await expect.poll(count).toBe(before + 3)
    await expect.poll(async () => (await findKiosk(visit().server.database, id))?.set_aside).toBe(2_001)
    await page.context().close()
  })

  it('sends what it is given though nothing comes of its signs of life, on which it does not give up: its clock stands still', async () => {
    const { code } = await added('hall')
    const page = await kioskPage()
    await enrol(page, code)
    await kept(page, 'BIMATN', 'hall')
    await emptied(page)
    const swallowed: string[] = []
    const swallow = (what: string) => void swallowed.push(what)
    await page.context().route('**/api/v1/sealing-key', () => swallow('key'), { times: 1 })
    await page.context().route(batches, (route) => {
      if (route.request().postData()?.includes('"items":[]')) return swallow('word')
      return route.continue()
    })
    await page.reload()
    await expect.poll(() => swallowed).toContain('key')
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000))
    const before = await count()
    await kept(page, 'BIMATO', 'hall')
    await expect.poll(count).toBe(before + 1)
    await expect.poll(() => swallowed).toContain('word')
    await kept(page, 'BIMATP', 'hall')
    await expect.poll(count).toBe(before + 2)
    await page.context().close()
  })
})

describe("the staff's menu", () => {
  it('opens for who knows the code, says how things stand, and copies the queue to a file that only the server opens', async () => {
    const { id, code } = await added('hall', 'Máy một cửa')
    const page = await kioskPage()
    await page.addInitScript(lastingOnceAsked)
    await enrol(page, code)
    await expect.poll(async () => (await findKiosk(visit().server.database, id))?.seen_at).not.toBe('')
    const { mend } = await outage(page.context())
    await kept(page, 'BIMATE', 'hall')
    await startScreen(page).waitFor()
    await expect.poll(() => line(page).textContent()).toContain('1 phiếu chờ gửi')
    expect(await page.content()).not.toContain(staffCode)
    await page.keyboard.press('Control+Alt+KeyM')
    await page.getByRole('heading', { name: 'Dành cho nhân viên' }).waitFor()
    expect(await page.getByText('Máy một cửa').count()).toBe(0)
    await page.getByLabel('Mã nhân viên').fill('111111')
    await calmly(page.getByRole('button', { name: 'Mở' }))
    await page.getByText('Mã không đúng').waitFor()
    await later(page, 6_000)
    await expect.poll(() => page.getByRole('button', { name: 'Mở' }).isEnabled()).toBe(true)
    await page.getByLabel('Mã nhân viên').fill(staffCode)
    await calmly(page.getByRole('button', { name: 'Mở' }))
    await page.getByText('Máy một cửa').waitFor()
    const fact = (name: string) => page.locator('dl > div', { hasText: name }).locator('dd').textContent()
    expect([await fact('Chờ gửi'), await fact('Máy chủ không nhận'), await fact('Điểm khảo sát')]).toEqual(['1', '0', 'hall'])
    // The browser was asked to throw nothing away.
    await expect.poll(() => fact('Trình duyệt giữ dữ liệu')).toBe('lâu dài')
    const heardBefore = await fact('Máy chủ trả lời gần nhất')
    expect(heardBefore).toMatch(/\d+:\d\d:\d\d/)
    // Told to a citizen who read English.
    const refusal = { code: 'campaign_closed', message: 'The campaign is over.' }
    const aside = '00000000-0000-4000-8000-000000000002'
    await laidAmong(page, { id: aside, state: 1, number: 2, body: JSON.stringify({ id: aside }), refusal })
    // An evening in Greenwich is the next day in Viet Nam.
    const present = await page.evaluate(() => Date.now())
    await page.clock.setSystemTime('2026-11-30T18:00:00Z')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Chép phiếu ra tệp' }).click()
    const download = await downloading
    await page.clock.setSystemTime(present)
    expect(download.suggestedFilename()).toContain('2026-12-01')
    const file = await download.path()
    const text = readFileSync(file, 'utf8')
    const { responses, signature }: QueueFile = JSON.parse(text)
    const kiosk = await findKiosk(visit().server.database, id)
    const claim = responses.map(({ number, response: { id: response } }) => ({ number, id: response }))
    expect(kiosk && hasSigned(kiosk, Buffer.from(queueClaim(id, claim)), signature)).toBe(true)
    expect([responses.map(({ number }) => number), text.includes('BIMATE')]).toEqual([[1, 2], false])
    await page.getByRole('button', { name: 'Gửi ngay' }).click()
    await page.getByText('Đợt khảo sát đã kết thúc.').waitFor()
    await laidAmong(page, { id: 'stray', state: 1, body: '', refusal: { code: 'unreadable', message: '' } })
    const before = await count()
    // What the file holds is counted as it is carried in, and not again when the kiosk itself comes through.
    const carried = await commandOn(visit().server, 'responses', 'import-queue', file)
    expect(carried.stdout.trim()).toBe('2 responses: 1 recorded, 0 already there, 1 refused.')
    expect([await count(), (await findKiosk(visit().server.database, id))?.arrived]).toEqual([before + 1, [[1, 1]]])
    await mend()
    await page.getByRole('button', { name: 'Gửi ngay' }).click()
    await expect.poll(() => fact('Chờ gửi')).toBe('0')
    expect([await count(), await fact('Máy chủ trả lời gần nhất')]).toEqual([before + 1, expect.not.stringContaining(heardBefore ?? '')])
    // In English no word of it is another language's, whoever was told why.
    const large = randomUUID()
    await laidAmong(page, { id: large, state: 0, number: 3, body: JSON.stringify({ id: large, sealed: 'x'.repeat(150_000) }) })
    await laidAmong(page, { id: 'odd', state: 1, body: '{}', refusal: { code: 'body_odd', message: 'Máy chủ không nhận.' } })
    await page.goto(`${visit().server.url}/s/hall?kiosk&lang=en`)
    await line(page).waitFor({ state: 'attached' })
    await page.keyboard.press('Control+Alt+KeyM')
    await page.getByLabel('Staff code').fill(staffCode)
    await calmly(page.getByRole('button', { name: 'Open' }))
    const menu = page.locator('.staff-menu')
    for (const why of [
      'The campaign has ended.',
      'The data of this response on the device is damaged',
      'larger than anything the server takes',
      '(body_odd)',
    ])
      await menu.getByText(why).waitFor()
    expect(/[à-ỹđ]/i.exec(((await menu.textContent()) ?? '').replaceAll('Máy một cửa', ''))).toBe(null)
    await page.getByRole('button', { name: 'Close' }).click()
    await calmly(startScreen(page))
    await page.getByRole('button', { name: 'Tiếp tục' }).waitFor()
    await page.context().close()
  })

  it('opens when the top left corner of the start screen is held, and not by a tap there', async () => {
    const page = await kioskPage()
    await visit().goTo(page, 'hall?kiosk')
    await line(page).waitFor()
    await page.mouse.move(40, 40)
    await page.mouse.down()
    await page.mouse.up()
    await page.clock.fastForward(4_000)
    expect(await page.getByRole('heading', { name: 'Dành cho nhân viên' }).count()).toBe(0)
    await page.mouse.down()
    await page.clock.fastForward(4_000)
    await page.getByRole('heading', { name: 'Dành cho nhân viên' }).waitFor()
    await page.mouse.up()
    expect(await page.getByRole('link', { name: 'Đăng ký máy này' }).getAttribute('href')).toBe('/kiosk')
    await page.context().close()
  })
})

describe('a kiosk that cannot keep its word', () => {
  it('is told to staff where it is not enrolled, and seals all the same', async () => {
    const page = await kioskPage()
    await visit().goTo(page, 'every?kiosk')
    await expect.poll(() => line(page).textContent()).toBe('Máy chưa đăng ký')
    const { mend } = await outage(page.context())
    await answered(page, 'BIMATF')
    await thanked(page)
    const before = await count()
    expect((await held(page)).map(({ body, number }) => [body.includes('"sealed":"'), body.includes('BIMATF'), number])).toEqual([
      [true, false, undefined],
    ])
    await mend()
    await expect.poll(count).toBe(before + 1)
    // A box on the way alters what nobody has signed: the kiosk tries again, and what never arrives whole is told to staff.
    await finish(page)
    await altered(page.context(), (body) =>
      body.replace(/("sealed":"[\w-]+\.[\w-]{200})(.)/, (_, head: string, letter: string) => `${head}${letter === '_' ? '-' : '_'}`),
    )
    await kept(page, 'BIMATF2', 'every')
    const waiting = async () => (await held(page)).map(({ state, garbled = 0 }) => [state, garbled > 0])
    await expect.poll(waiting).toEqual([[0, true]])
    await page.context().unroute(batches)
    await wake(page)
    await expect.poll(count).toBe(before + 2)
    await expect.poll(waiting).toEqual([])
    await altered(page.context(), (body) => body.replaceAll('"sealed"', '"seal"'))
    await kept(page, 'BIMATF3', 'every')
    await expect.poll(waiting).toEqual([[0, true]])
    const oftener = async () => {
      const [once] = await held(page)
      // What is on its way meanwhile may count anew.
      if (once?.state === 0) await laidAmong(page, { ...once, garbled: 20 })
      await wake(page)
      return once?.state
    }
    await expect.poll(oftener).toBe(1)
    await page.keyboard.press('Control+Alt+KeyM')
    await page.getByText('Nội dung đến máy chủ không đúng cấu trúc.').waitFor()
    await page.context().close()
  })

  it('seals what an older page of ours has left in the open', async () => {
    const page = await kioskPage()
    await outage(page.context())
    await visit().goTo(page, 'every')
    await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).some(({ version = 0 }) => version > 1))).toBe(true)
    const id = '00000000-0000-4000-8000-000000000001'
    await laidAmong(page, { id, state: 0, body: JSON.stringify({ id, answers: { field: 'BIMATG' } }) })
    // What was refused holds answers too.
    const refused = { id: '00000000-0000-4000-8000-000000000002', state: 1, refusal: { code: 'campaign_closed', message: 'x' } }
    await laidAmong(page, { ...refused, body: JSON.stringify({ id: refused.id, answers: { field: 'BIMATG' } }) })
    await visit().goTo(page, 'every?kiosk')
    await expect
      .poll(async () => (await held(page)).map(({ state, body }) => [state, body.includes('"sealed":"'), body.includes('BIMATG')]))
      .toEqual([
        [0, true, false],
        [1, true, false],
      ])
    await page.context().close()
  })

  it.each([
    [
      'has no cryptography, as over plain http',
      'Máy chưa đăng ký · Cần mở trang bằng HTTPS thì máy mới giữ được phiếu khi mất mạng',
      () => Object.defineProperty(crypto, 'subtle', { value: undefined }),
    ],
    [
      'is refused all storage',
      'Trình duyệt không giữ được phiếu: máy chỉ cảm ơn khi phiếu đã đến nơi',
      () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
    ],
    [
      'is offered nothing that seals',
      'Máy chưa đăng ký · Máy chưa nhận được khoá của máy chủ nên chưa giữ được phiếu khi mất mạng',
      () =>
        document.addEventListener('readystatechange', () => document.querySelector('[data-survey]')?.removeAttribute('data-device'), {
          once: true,
        }),
    ],
  ])('thanks only after the server has answered where it %s, and tells staff', async (_, note, spoil) => {
    const page = await kioskPage()
    await page.addInitScript(spoil)
    const before = await count()
    await visit().goTo(page, 'every?kiosk')
    await expect.poll(() => line(page).textContent()).toBe(note)
    const { mend } = await outage(page.context())
    await answered(page, 'BIMATH')
    await page.getByText('Chưa gửi được, câu trả lời vẫn còn').waitFor()
    expect(await page.locator('.thanks').count()).toBe(0)
    await mend()
    await page.locator('[data-receipt]').waitFor()
    expect(await count()).toBe(before + 1)
    await page.context().close()
  })

  it('takes no new answers when four fifths of its storage are used, says so kindly, and takes them again when there is room', async () => {
    const page = await kioskPage()
    await visit().goTo(page, 'hall?kiosk')
    await line(page).waitFor()
    const devtools = await page.context().newCDPSession(page)
    const { origin } = new URL(page.url())
    await page.evaluate(async () => (await caches.open('filler')).put('/filler', new Response('x'.repeat(2_000_000))))
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
    expect(usage).toBeGreaterThan(1_000_000)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.ceil(usage / 0.9) })
    await page.evaluate(() => void dispatchEvent(new Event('sipas-outbox')))
    await page.getByRole('heading', { name: 'Máy tạm ngừng nhận phiếu' }).waitFor()
    expect(await line(page).textContent()).toMatch(/Bộ nhớ của máy đã dùng \d\d+%/)
    await startScreen(page).waitFor({ state: 'hidden' })
    await devtools.send('Storage.overrideQuotaForOrigin', { origin })
    await page.evaluate(() => void dispatchEvent(new Event('sipas-outbox')))
    await calmly(startScreen(page))
    await page.getByRole('button', { name: 'Tiếp tục' }).waitFor()
    await page.context().close()
  })

  it('says that it must be enrolled again when its data is deleted under it, and goes on hearing citizens', async () => {
    const { code } = await added('hall')
    const page = await kioskPage()
    await enrol(page, code)
    await expect.poll(() => line(page).textContent()).toBe('')
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' })
    await page.evaluate(() => void dispatchEvent(new Event('sipas-outbox')))
    await expect.poll(() => line(page).textContent()).toContain('Dữ liệu trong máy đã bị xoá, cần đăng ký lại')
    const before = await count()
    await answered(page, 'BIMATI')
    await thanked(page)
    // A sending that met the deletion tries again when its patience ends, which nobody waits for here.
    await emptied(page)
    expect(await count()).toBe(before + 1)
    await page.context().close()
  })

  it('has room for what waits in a long outage, and still takes the next', async () => {
    const page = await kioskPage()
    await outage(page.context())
    await visit().goTo(page, 'hall?kiosk')
    await line(page).waitFor()
    await hoarded(page, 2_000)
    await kept(page, 'BIMATK', 'hall')
    await expect.poll(() => line(page).textContent()).toContain('2001 phiếu chờ gửi')
    expect(await page.locator('.closed').count()).toBe(0)
    // Staff's line looks again when something has changed, and not for each of many that come at once.
    await page.evaluate(noteLooks)
    await hoarded(page, 2_001)
    await page.evaluate(() => Array.from({ length: 50 }, () => dispatchEvent(new Event('sipas-outbox'))).length)
    await expect.poll(() => line(page).textContent()).toContain('2002 phiếu chờ gửi')
    expect(await page.evaluate<number>('looks')).toBeLessThan(10)
    await page.context().close()
  })
})

it('goes on sending where a notice has taken the place of the questionnaire', async () => {
  const page = await kioskPage()
  const { mend } = await outage(page.context())
  await visit().goTo(page, 'every?kiosk')
  await kept(page, 'BIMATL', 'every')
  await page.goto(`${visit().server.url}/s/over?kiosk`)
  await expect.poll(() => line(page).textContent()).toContain('1 phiếu chờ gửi')
  const before = await count()
  await mend()
  await expect.poll(count).toBe(before + 1)
  await page.context().close()
})

/** Lays so many refused responses there, under numbers that never follow on each other. */
const setAsideWithGaps = (count: number): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.open('sipas-outbox')
    request.addEventListener('success', () => {
      const work = request.result.transaction('responses', 'readwrite')
      work.addEventListener('complete', () => {
        request.result.close()
        resolve()
      })
      for (let one = 1; one <= count; one += 1) {
        const id = `00000000-0000-4000-9000-${String(one).padStart(12, '0')}`
        work.objectStore('responses').put({ id, state: 1, number: 100 + 2 * one, body: JSON.stringify({ id, sealed: 'x.A' }) })
      }
    })
  })

/** A browser that keeps what it is given from when it is asked to, as one does that is in use as a kiosk. */
const lastingOnceAsked = `if (navigator.storage) {
  let isAsked = false
  navigator.storage.persist = async () => (isAsked = true)
  navigator.storage.persisted = async () => isAsked
}`

/** Counts how often staff's part of a page looks whether anything can be kept. */
const noteLooks = `
  globalThis.looks = 0
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (...what) {
    if (what[0]?.name === 'trial') looks += 1
    return put.apply(this, what)
  }`
