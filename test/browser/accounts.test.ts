import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { hashPassword } from '../../server/access/credentials'
import { insertUser, unchosen } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { appCode, codesIn } from '../server/authenticator'
import { savePublicUrl } from '../../server/db/settings'
import { agency, fielded, post, response } from '../server/fielded'
import { oneEngine, startServer, type TestServer } from '../server/harness'
import { settingsFor, startProvider, type TestProvider } from '../server/provider'
import { type Mailbox, mailPace, startMailbox } from '../server/mailbox'
import { officer } from '../server/signed-in'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, type Look } from './faults'

describe.each(oneEngine)('an account in a browser, on %s', (engine) => {
  let server: TestServer
  let provider: TestProvider
  let mailbox: Mailbox
  let browser: Browser
  let page: Page
  /** How far the server's clock is ahead, so that nobody waits for the next code. */
  let ahead = 0
  const now = (): number => Date.now() + ahead
  beforeAll(async () => {
    ;[provider, mailbox] = await Promise.all([startProvider(), startMailbox()])
    const mail = { SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'Khảo sát hài lòng <khaosat@tinh.gov.vn>' }
    const settings = { ...settingsFor(provider.issuer), ...mail }
    ;[server, browser] = await Promise.all([startServer({ engine, now, settings, mailPace }), sharedBrowser()])
    provider.serve(server.url)
    await savePublicUrl(server.database, server.url)
    await tokenOf(server.database, 'kho')
    page = await openPage(browser, { viewport: { width: 360, height: 740 } })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
    await provider.close()
    await mailbox.close()
  })
  const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value)
    await page.keyboard.press('Enter')
  }
  /** Axe has nothing to find, and nothing is wider than the screen. */
  const fits = async (shown: Page, more: readonly Look[] = []): Promise<void> =>
    expect(await faults(shown, [{ width: shown.viewportSize()?.width ?? 0, axe: ['light', 'dark'] }, ...more])).toEqual([])
  /** What is looked at in an office too. */
  const wide: readonly Look[] = [{ width: 1440, axe: ['light', 'dark'] }]
  const wanted = 'một câu hoàn toàn khác'

  it('is made by the link of the first start, which says what is wrong at the field', async () => {
    await page.goto(server.url + server.setupLink)
    await fits(page)
    await fill({ username: officer.username, name: officer.name, wanted: 'matkhau12345', again: 'matkhau12345' })
    await page.waitForSelector('#wanted-wrong')
    await fits(page)
    expect([await page.inputValue('#username'), await page.inputValue('#wanted')]).toEqual([officer.username, ''])
    await fill({ wanted: officer.password, again: officer.password })
    await page.waitForURL(`${server.url}/admin`)
  })

  it('shows where it is signed in and what was done, and changes its password', async () => {
    for (const path of ['s', 's/kho/roles', '']) {
      await page.goto(`${server.url}/admin/account${path}?lang=en`)
      await fits(page)
    }
    for (const query of ['?lang=en', '?text=khong-co-muc-nao&lang=vi']) {
      await page.goto(`${server.url}/admin/log${query}`)
      for (const details of await page.locator('main details').all()) await details.evaluate((one) => one.setAttribute('open', ''))
      await fits(page, wide)
    }
    for (const path of ['s', `s/${officer.username}`, 's/kho/disable', 's/kho', '']) {
      await page.goto(`${server.url}/admin/account${path}`)
      await fits(page, wide)
    }
    await page.setViewportSize({ width: 1440, height: 800 })
    expect(await page.textContent('main')).toContain('thiết bị này')
    await fill({ present: 'sai mật khẩu rồi', wanted, again: wanted })
    await page.waitForSelector('#present-wrong')
    await fits(page)
    await fill({ present: officer.password, wanted, again: wanted })
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('Đã đổi mật khẩu')
  })

  it('signs out, and in again from any page that was asked for', async () => {
    await page.click('.foot button')
    await page.goto(`${server.url}/admin/accounts?lang=en`)
    await fits(page)
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#main')
    expect(page.url()).toBe(`${server.url}/admin/accounts?lang=en`)
    expect(await page.textContent('h1')).toBe('Accounts')
  })

  it('finds a link that was used kindly answered', async () => {
    await page.goto(server.url + server.setupLink)
    await fits(page)
    expect(await page.textContent('h1')).toBe('This link works no more')
  })

  it('is asked who it is before what cannot be undone, by keyboard too, and what was sent is done then', async () => {
    ahead += 10 * 60_000
    await page.goto(`${server.url}/admin/accounts/kho/disable`)
    await page.click('button.grave')
    await page.waitForSelector('#proof-password')
    expect(await page.textContent('h1')).toBe('Please confirm that it is you')
    await fits(page)
    await fill({ 'proof-password': 'sai mật khẩu rồi' })
    await page.waitForSelector('#wrong')
    await fits(page)
    await fill({ 'proof-password': wanted })
    await page.waitForSelector('[role=status]')
    expect([await page.textContent('[role=status]'), new URL(page.url()).pathname]).toEqual([
      'The account is disabled.',
      '/admin/accounts/kho',
    ])
  })

  it('sees the office as somebody else under a banner, until it says stop', async () => {
    const minh = newUser('minh', 'Trần Minh')
    await insertUser(server.database, minh, unchosen, now())
    await saveGrant(server.database, minh.id, { role: 'manager', agency: '', endsOn: '' })
    await page.goto(`${server.url}/admin/accounts/minh?lang=vi`)
    await page.click('form[action$="/see-as"] button')
    await page.waitForSelector('.seeing')
    expect(await page.textContent('.seeing')).toContain('Đang xem như Trần Minh')
    await fits(page)
    await page.goto(`${server.url}/admin/settings`)
    expect(await page.textContent('h1')).toBe('Yêu cầu bị từ chối')
    await page.click('.seeing button')
    await page.waitForSelector('[role=status]')
    expect(await page.locator('.seeing').count()).toBe(0)
    await fits(page)
  })

  it('is given a second step with an app, and is asked for its code from then on', async () => {
    await page.goto(`${server.url}/admin/account?lang=vi`)
    await page.click('a[href="/admin/account/factor"]')
    await fits(page)
    await fill({ present: wanted })
    const picture = page.locator('img.oncepicture')
    await picture.waitFor()
    await fits(page)
    // What an app reads from the picture is the key that stands beside it.
    const shown = PNG.sync.read(await picture.screenshot())
    const address = new URL(jsQR(new Uint8ClampedArray(shown.data), shown.width, shown.height)?.data ?? '')
    const secret = address.searchParams.get('secret') ?? ''
    expect([address.protocol, address.host, address.pathname, address.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      'totp',
      '/SIPAS:lan',
      'SIPAS',
    ])
    expect((await page.textContent('p.secret'))?.replaceAll(' ', '')).toBe(secret)
    // A phone cannot scan itself: there the way into its own app stands first.
    const waysIn = () =>
      page.locator('a[href^="otpauth:"]:visible, img.oncepicture').evaluateAll((all) => all.map(({ tagName }) => tagName))
    expect(await waysIn()).toEqual(['IMG', 'A'])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await waysIn()).toEqual(['A', 'IMG'])
    await fits(page)
    await fill({ code: '12345' })
    await page.waitForSelector('#wrong')
    await fits(page)
    await fill({ code: appCode(secret, now()) })
    await page.waitForSelector('pre.secret')
    await fits(page)
    const [recovery = ''] = codesIn(await page.content())
    await page.click('a.button')
    expect(await page.textContent('main')).toContain('Còn 10 trong 10 mã khôi phục')
    await fits(page)
    await page.click('.foot button')
    ahead += 60_000
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#code')
    await fits(page)
    await fill({ code: appCode(secret, now()) })
    await page.waitForSelector('#main')
    await page.click('.foot button')
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#code')
    await page.click('summary')
    await fits(page)
    await fill({ recovery })
    await page.waitForSelector('#main')
    for (const path of ['recovery-codes', 'remove-factor']) {
      await page.goto(`${server.url}/admin/account/${path}`)
      await fits(page)
    }
    ahead += 60_000
    await fill({ present: wanted, code: appCode(secret, now()) })
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('Đã tắt đăng nhập hai bước')
  })

  it('of somebody new comes with the roles of their groups by the office’s provider, and leaves both', async () => {
    // The provider goes by its own clock.
    ahead = 0
    provider.members.set('hai', { username: 'hai', name: 'Trần Văn Hải', groups: ['/so/kiem-tra'] })
    const byProvider = 'a[href^="/admin/sign-in/provider"]'
    await page.goto(`${server.url}/admin/groups?lang=vi`)
    await page.selectOption('#role', 'auditor')
    await fill({ group: '/so/kiem-tra' })
    await page.waitForSelector('[role=status]')
    await page.setViewportSize({ width: 360, height: 800 })
    await fits(page, wide)
    await page.click('td a')
    await page.waitForSelector('button.grave')
    await fits(page)
    await page.click('.foot button')
    await page.click(byProvider)
    await page.click('[name=abort]')
    await page.waitForSelector('[role=alert]')
    expect(await page.textContent('[role=alert]')).toContain('không đồng ý ở Cổng cán bộ')
    await fits(page)
    await page.click('a.button')
    await page.waitForSelector('#username')
    await fits(page)
    await page.click(byProvider)
    await fill({ login: 'hai' })
    await page.waitForSelector('#main')
    expect(page.url()).toBe(`${server.url}/admin`)
    const places = await page.locator('nav.wide').textContent()
    const offers = await page.locator('main a[href^="/admin/new/"]').count()
    expect([places?.includes('Nhật ký'), offers]).toEqual([true, 0])
    for (const path of ['', '/provider']) {
      await page.goto(`${server.url}/admin/account${path}`)
      await fits(page)
    }
    await page.click('.foot button')
    await page.click('#leave')
    await page.waitForSelector('#username')
    expect(page.url()).toBe(`${server.url}/admin`)
    await page.click(byProvider)
    await page.waitForSelector('#login')
  })

  it('is given a passkey by keyboard, and opens with it alone and as the second step until it is removed', async () => {
    // The number of a machine is no name that a passkey can be bound to.
    const home = server.url.replace('127.0.0.1', 'localhost')
    await page.setViewportSize({ width: 360, height: 740 })
    const devices = await page.context().newCDPSession(page)
    await devices.send('WebAuthn.enable')
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    })
    const pressed = async (name: string): Promise<void> => {
      const button = page.getByRole('button', { name })
      await button.waitFor()
      await fits(page)
      // A button whose words break is taken for two things, on a phone above all.
      expect([name, ((await button.boundingBox())?.height ?? 0) < 60]).toEqual([name, true])
      await button.focus()
      await page.keyboard.press('Enter')
    }
    const signedOut = async (): Promise<void> => {
      await page.evaluate(() => document.querySelector<HTMLButtonElement>('.foot button')?.click())
      await page.waitForSelector('#username')
    }
    await page.goto(`${home}/admin?lang=vi`)
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#main')
    await page.goto(`${home}/admin/account`)
    await page.click('a[href="/admin/account/passkeys"]')
    await fits(page)
    await fill({ name: 'Máy thử', present: wanted })
    await pressed('Tạo khoá truy cập')
    await page.waitForSelector('pre.secret')
    await page.click('a.button')
    expect(await page.textContent('main')).toContain('Máy thử')
    await fits(page)
    await signedOut()
    await pressed('Đăng nhập bằng khoá truy cập')
    await page.waitForSelector('#main')
    await signedOut()
    await fill({ username: officer.username, password: wanted })
    await pressed('Dùng khoá truy cập')
    await page.waitForSelector('#main')
    await page.goto(`${home}/admin/account`)
    // Before what cannot be undone, and before it is removed itself, it shows who sits there.
    ahead += 10 * 60_000
    await page.goto(`${home}/admin/accounts/minh/disable`)
    await page.click('button.grave')
    await page.waitForSelector('#proof-password')
    await pressed('Xác nhận bằng khoá truy cập')
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('Đã khoá tài khoản')
    await page.goto(`${home}/admin/account`)
    await page.click('a[href$="/remove"]')
    await pressed('Xác nhận bằng khoá truy cập')
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('Đã gỡ khoá truy cập')
    await signedOut()
    await pressed('Đăng nhập bằng khoá truy cập')
    await page.waitForSelector('.wrong:not([hidden])')
    await fits(page)
  })

  it('lets somebody in by a letter, with two roles and the keyboard alone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.context().clearCookies()
    await page.goto(`${server.url}/admin/new/account?lang=vi`)
    await fill({ username: officer.username, password: wanted })
    await page.waitForSelector('#address')
    await fits(page)
    await page.focus('#name')
    await page.keyboard.type('Đỗ Thị Mỹ Hạnh')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('hanh@thư.vn')
    await page.focus('#agency')
    await page.keyboard.press('ArrowDown')
    expect(await page.inputValue('#agency')).toBe('*')
    await page.focus('button[name="more"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#role-2')
    expect(await page.inputValue('#username')).toBe('hanhdtm')
    await page.focus('#role-2')
    await page.keyboard.type('Kiểm tra')
    await fits(page)
    await page.focus('form.card button[type="submit"]:not(.quiet)')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/admin/new/account`)
    await page.waitForSelector('h1:text("Đã tạo tài khoản")')
    expect(await page.textContent('main')).toContain('Đã gửi thư')
    await fits(page)
    for (const path of ['mail', 'accounts?q=hanh', 'accounts/hanhdtm']) {
      await page.goto(`${server.url}/admin/${path}`)
      await fits(page)
    }
    const link = /http:\S+\/admin\/password\/[\w-]+/.exec(mailbox.letters[0]?.text ?? '')?.[0] ?? ''
    await page.goto(link)
    await fill({ wanted: officer.password, again: officer.password })
    await page.waitForSelector('#main')
    await page.goto(`${server.url}/admin/account/address`)
    expect(await page.inputValue('#address')).toBe('hanh@thư.vn')
    await fits(page)
    expect((await mailbox.until(2)).map(({ subject }) => subject)).toEqual([
      'SIPAS: mời sử dụng hệ thống khảo sát hài lòng',
      'SIPAS: mật khẩu đã được đổi',
    ])
  })

  it('of an analyst opens her own agencies and those below them, and no others', async () => {
    const { database, url } = server
    await fielded(database, { agencies: [agency('S'), { ...agency('S.1'), parent: 'S' }, agency('T')] })
    for (const code of ['S.1', 'T']) expect((await post(url, response(undefined, { touchpoint: 'k2', agency: code }))).status).toBe(201)
    const hoa = newUser('hoa', 'Lý Thị Hoa')
    await insertUser(database, hoa, await hashPassword(officer.password), now())
    await saveGrant(database, hoa.id, { role: 'analyst', agency: 'S', endsOn: '' })
    await page.context().clearCookies()
    await page.goto(`${url}/admin?lang=vi`)
    await fill({ username: 'hoa', password: officer.password })
    await page.waitForSelector('#main')
    const places = (await page.locator('nav.wide').textContent()) ?? ''
    expect(['Kết quả', 'Tài khoản', 'Thiết lập', 'Nhật ký'].filter((word) => places.includes(word))).toEqual(['Kết quả'])
    await page.click('#main a[href="/admin/campaigns/c1"]')
    await page.click('.tabs a[href="/admin/campaigns/c1/agencies"]')
    await page.waitForURL(/agencies$/)
    const shown = (await page.textContent('#main')) ?? ''
    expect(['Xã S', 'Xã S.1', 'Xã T', 'Chỉ gồm 2 trong 3 cơ quan'].filter((words) => shown.includes(words))).toEqual([
      'Xã S',
      'Xã S.1',
      'Chỉ gồm 2 trong 3 cơ quan',
    ])
    await fits(page)
    expect(await page.locator('#filter-agency option').allTextContents()).toEqual(['Tất cả cơ quan', 'Xã S', 'Xã S.1'])
    for (const [path, title] of [
      ['campaigns/c1?agency=S.1', 'Xã S.1'],
      ['campaigns/c1?agency=T', 'Bộ lọc chưa hợp lệ'],
      ['settings', 'Yêu cầu bị từ chối'],
    ]) {
      await page.goto(`${url}/admin/${path}`)
      expect([path, await page.textContent('h1')]).toEqual([path, title])
    }
  })
})
