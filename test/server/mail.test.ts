import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config'
import type { LetterRow } from '../../server/db/tables'
import { accountLetters, letterOf, plainText } from '../../server/mail/letter'
import { sendTrial } from '../../server/mail/outbox'
import { openPost } from '../../server/mail/post'
import { openDatabase } from '../../server/db/dialect'
import { eventsOf } from '../../server/db/events'
import { userNamed } from '../../server/db/accounts'
import { insertFactor } from '../../server/db/second-factors'
import { savePublicUrl } from '../../server/db/settings'
import { readMailAddress, readMailbox, readSmtpUrl, shownAddress } from '../../server/mail/setting'
import { appCode, offerIn } from './authenticator'
import { fielded } from './fielded'
import { engines, migratedDatabase, startServer, type TestServer, until } from './harness'
import { type Mailbox, mailPace, startMailbox, words } from './mailbox'
import { type Office, officeWith, said, unsaid } from './office'
import { startProcess } from './process'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { written } from './stored-rows'

const site = 'https://khaosat.tinh.gov.vn'
const from = 'Khảo sát hài lòng <khaosat@tinh.gov.vn>'
const minute = 60_000
const hour = 60 * minute
const another = 'mưa rơi trên mái ngói'

const mailing = (port: number, more: Readonly<Record<string, string>> = {}) => ({
  SMTP_URL: `smtp://127.0.0.1:${port}`,
  MAIL_FROM: from,
  PUBLIC_URL: site,
  ...more,
})

const wanted = (username: string, more: Readonly<Record<string, string>> = {}) => ({
  username,
  name: 'Đỗ Thị Mỹ Hạnh',
  kind: 'person',
  address: `${username}@tinh.gov.vn`,
  role: 'analyst',
  agency: 'A1',
  endsOn: '',
  ...more,
})

/** The path of a link to choose a password, wherever it stands. */
const linkIn = (text: string): string | undefined => /\/admin\/password\/[\w-]+/.exec(text)?.[0]

describe.each(engines)('mail on %s', (engine) => {
  let mailbox: Mailbox
  let server: TestServer
  let lan: Office
  let cookie: string
  /** How far the server's clock is ahead. */
  let ahead = 0
  beforeAll(async () => {
    mailbox = await startMailbox({
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('khong') ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null),
    })
    server = await startServer({ engine, now: () => Date.now() + ahead, settings: mailing(mailbox.port), mailPace })
    await fielded(server.database)
    cookie = await signIn(server)
    lan = officeWith(server, cookie)
  })
  afterAll(async () => {
    await server.close()
    await mailbox.close()
  })
  const rows = (): Promise<readonly LetterRow[]> =>
    server.database.db.selectFrom('letters').selectAll().orderBy('written_at').orderBy('id').execute()
  const lettersTo = (address: string) => mailbox.letters.filter(({ to }) => to.includes(address))
  const arrives = async (address: string, count = 1) => {
    await until(() => lettersTo(address).length >= count)
    return lettersTo(address).slice(count - 1)[0]
  }

  it('carries an invitation, in both languages, whose link works once and is kept nowhere', async () => {
    const page = await lan.send('/admin/new/account', wanted('hanh'))
    const text = await page.text()
    expect([page.status, linkIn(text)]).toEqual([200, undefined])
    expect(said(text)).toContain('Đã gửi thư có đường dẫn chọn mật khẩu của tài khoản “hanh” đến hanh@tinh.gov.vn')
    const letter = await arrives('hanh@tinh.gov.vn')
    expect(letter).toMatchObject({ from: 'khaosat@tinh.gov.vn', to: ['hanh@tinh.gov.vn'] })
    expect(letter?.subject).toBe('SIPAS: mời sử dụng hệ thống khảo sát hài lòng')
    expect(words(letter?.head ?? '')).toContain('To: Đỗ Thị Mỹ Hạnh <hanh@tinh.gov.vn>')
    expect(words(letter?.head ?? '')).toContain('From: Khảo sát hài lòng <khaosat@tinh.gov.vn>')
    expect(letter?.head).toContain('Auto-Submitted: auto-generated')
    for (const body of [letter?.text ?? '', letter?.html ?? '']) {
      expect(body).toContain(`${site}${linkIn(body)}`)
      expect(body).toContain('Kính gửi Đỗ Thị Mỹ Hạnh')
      expect(body).toContain('Choose a password and sign in')
      expect(body).not.toMatch(unsaid)
    }
    expect(letter?.html).not.toMatch(/<img|<script|<link|url\(|src=/)
    const link = linkIn(letter?.text ?? '') ?? ''
    const stored = JSON.stringify([await rows(), await server.database.db.selectFrom('events').selectAll().execute()])
    expect(stored).not.toContain(link.slice(-20))
    expect((await rows()).at(-1)).toMatchObject({ kind: 'invitation', state: 'sent', body: '', tries: 1, trouble: '' })
    const chosen = () => sendForm(server, link, { wanted: another, again: another })
    expect([(await chosen()).status, (await chosen()).status]).toEqual([303, 404])
    expect((await arrives('hanh@tinh.gov.vn', 2))?.subject).toContain('mật khẩu đã được đổi')
  })

  it('takes no line of a head from what somebody typed', async () => {
    const name = 'Minh\r\nBcc: gian@example.com\r\n\r\nXin chào'
    const page = await lan.send('/admin/new/account', wanted('minh', { name }))
    expect(page.status).toBe(200)
    const letter = await arrives('minh@tinh.gov.vn')
    expect(letter?.to).toEqual(['minh@tinh.gov.vn'])
    expect(letter?.head).not.toMatch(/^(bcc|cc|x-)/im)
    expect(letter?.text).toContain('Kính gửi Minh Bcc: gian@example.com Xin chào,')
    for (const address of ['a@b.vn\r\nBcc: c@d.vn', 'a@b.vn, c@d.vn', 'a@b.vn> RCPT TO:<c@d.vn', 'a b@c.vn'])
      expect([address, (await lan.send('/admin/new/account', wanted('gian', { address }))).status]).toEqual([address, 422])
  })

  it('reaches a host with marks, and knows it however it is spelled', async () => {
    await lan.send('/admin/new/account', wanted('tho', { address: 'Tho@Thư-Điện-Tử.vn' }))
    await until(() => mailbox.letters.some(({ to }) => to.map(readMailAddress).includes('tho@xn--th-in-t-i7a34l285nbma.vn')))
    expect(said(await lan.html('/admin/accounts/tho'))).toContain('tho@thư-điện-tử.vn')
    const same = await lan.send('/admin/new/account', wanted('tho2', { address: 'THO@thư-điện-tử.VN' }))
    expect([same.status, said(await same.text()).includes('đã thuộc về một tài khoản khác')]).toEqual([422, true])
  })

  it('shows the link where the server refuses the address, and tells staff', async () => {
    const text = await (await lan.send('/admin/new/account', wanted('khong'))).text()
    expect(said(text)).toContain('Máy chủ thư không nhận thư đến khong@tinh.gov.vn')
    expect(text).toContain(`${site}${linkIn(text)}`)
    const failed = (await rows()).find(({ address }) => address === 'khong@tinh.gov.vn')
    expect(failed).toMatchObject({ state: 'failed', body: '', tries: 1 })
    const page = said(await lan.html('/admin/mail'))
    expect(page).toContain('khong@tinh.gov.vn')
    expect(page).toContain('No such mailbox')
    const [told] = await server.database.db.selectFrom('events').selectAll().where('act', '=', 'letters.fail').execute()
    expect(told).toMatchObject({ object: 'khong', person: 'command:mail' })
    expect(told?.details).not.toContain('@')
    expect(said(await lan.html('/admin/log?kind=letters'))).toContain('Không gửi được thư cho tài khoản khong')
  })

  it('carries a reset, and without an address its link is shown as before', async () => {
    const mailed = await (await lan.send('/admin/accounts/hanh/reset')).text()
    expect(linkIn(mailed)).toBeUndefined()
    const letter = await arrives('hanh@tinh.gov.vn', 3)
    expect(letter?.subject).toContain('chọn mật khẩu mới')
    expect((await sendForm(server, linkIn(letter?.text ?? '') ?? '', { wanted: another, again: another })).status).toBe(303)
    await arrives('hanh@tinh.gov.vn', 4)
    const shown = await (await lan.send('/admin/new/account', wanted('khac', { address: '' }))).text()
    expect(linkIn(shown)).toBeDefined()
    expect(said(shown)).not.toContain('thư đến')
  })

  it('carries no link of a reset to who had more than a password: a mailbox alone opens no such account again', async () => {
    await lan.send('/admin/new/account', wanted('hai'))
    await arrives('hai@tinh.gov.vn')
    const user = (await userNamed(server.database, 'hai'))?.id ?? ''
    await insertFactor(server.database, { user_id: user, secret: 'x', last_step: 0, since: new Date().toISOString() }, ['x'])
    expect(said(await lan.html('/admin/accounts/hai/reset'))).toContain('không mở lại chỉ bằng một lá thư')
    const shown = await (await lan.send('/admin/accounts/hai/reset')).text()
    expect(linkIn(shown)).toBeDefined()
    const told = await arrives('hai@tinh.gov.vn', 2)
    expect([told?.subject, linkIn(told?.text ?? '')]).toEqual(['SIPAS: mật khẩu đã được đặt lại', undefined])
    const [reset] = (await eventsOf(server.database, 'accounts', 'hai')).filter(({ act }) => act === 'accounts.reset')
    expect(JSON.parse(reset?.details ?? '{}')).toEqual({ tokens: 0, secondFactor: 'removed' })
  })

  it('tells the owner of an account what was done to it, at the old address and the new one', async () => {
    const entered = await sendForm(server, '/admin/sign-in', { username: 'hanh', password: another })
    const hanh = { Cookie: cookieOf(entered) }
    const before = lettersTo('hanh@tinh.gov.vn').length
    const changed = (address: string, present: string) => sendForm(server, '/admin/account/address', { address, present }, hanh)
    expect((await changed('moi@tinh.gov.vn', 'sai mật khẩu rồi')).status).toBe(422)
    expect((await changed('khong phai dia chi', another)).status).toBe(422)
    expect((await changed('minh@tinh.gov.vn', another)).status).toBe(422)
    expect((await changed('moi@tinh.gov.vn', another)).headers.get('location')).toBe('/admin/account?done=address')
    for (const letter of [await arrives('hanh@tinh.gov.vn', before + 1), await arrives('moi@tinh.gov.vn')])
      expect([letter?.subject, letter?.text.includes('@')]).toEqual(['SIPAS: địa chỉ thư đã được đổi', false])
    const [told] = (await eventsOf(server.database, 'accounts', 'hanh')).filter(({ act }) => act === 'accounts.change-own-address')
    const { before: was, after: is } = JSON.parse(told?.details ?? '{}')
    expect([was.addressHash, is.addressHash]).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)])
    expect([was.addressHash === is.addressHash, told?.details.includes('@')]).toEqual([false, false])
    const [invited] = (await eventsOf(server.database, 'accounts', 'hanh')).filter(({ act }) => act === 'accounts.create')
    expect(JSON.parse(invited?.details ?? '{}').addressHash).toBe(was.addressHash)
    const password = { present: another, wanted: officer.password, again: officer.password }
    const next = { Cookie: cookieOf(await sendForm(server, '/admin/accounts/password', password, hanh)) }
    expect((await arrives('moi@tinh.gov.vn', 2))?.subject).toContain('mật khẩu đã được đổi')
    const offer = offerIn(await (await sendForm(server, '/admin/account/factor', { present: officer.password }, next)).text())
    const code = appCode(offer.secret, Date.now() + ahead)
    const confirmed = await sendForm(server, '/admin/account/factor/confirm', { ...offer, code }, next)
    expect(confirmed.status).toBe(200)
    expect((await arrives('moi@tinh.gov.vn', 3))?.subject).toContain('đã thêm cách xác thực')
    // Whoever has a second factor shows it here too; a code that was used does not do again.
    const factored = { Cookie: cookieOf(confirmed) }
    for (const more of [{}, { code }]) {
      const sent = { address: 'ke.gian@tinh.gov.vn', present: officer.password, ...more }
      expect((await sendForm(server, '/admin/account/address', sent, factored)).status).toBe(422)
    }
    ahead += 60_000
    const shown = { address: 'moi@tinh.gov.vn', present: officer.password, code: appCode(offer.secret, Date.now() + ahead) }
    expect((await sendForm(server, '/admin/account/address', shown, factored)).status).toBe(303)
    expect((await lan.send('/admin/accounts/hanh/remove-factor')).status).toBe(303)
    expect((await arrives('moi@tinh.gov.vn', 4))?.subject).toContain('đã gỡ một cách xác thực')
    expect((await lan.send('/admin/accounts/hanh/address', { address: '' })).status).toBe(303)
    expect((await arrives('moi@tinh.gov.vn', 5))?.subject).toContain('địa chỉ thư đã được đổi')
    expect((await lan.send(`/admin/accounts/${officer.username}/address`, { address: 'x@y.vn' })).status).toBe(409)
  })

  it('is tried out by who may change the settings', async () => {
    expect((await lan.send('/admin/mail/trial')).status).toBe(409)
    const own = { address: 'lan@tinh.gov.vn', present: officer.password }
    expect((await sendForm(server, '/admin/account/address', own, { Cookie: cookie })).status).toBe(303)
    const trial = await written(server, 'POST /admin/mail/trial', () => lan.send('/admin/mail/trial'))
    expect([trial.reply.headers.get('location'), trial.left]).toEqual(['/admin/mail?done=trial-sent', ['letters.try']])
    expect(lettersTo('lan@tinh.gov.vn').map(({ subject }) => subject)).toContain('SIPAS: thư thử')
    for (const language of ['vi', 'en']) {
      const page = said(await lan.html('/admin/mail?done=trial-sent', language))
      expect(page).not.toMatch(unsaid)
      expect(page).toContain('lan@tinh.gov.vn')
    }
  })

  it('gives up after a day, without what the letter said, and never sends it then', async () => {
    const config = { mail: mailSettings(mailbox.port), publicUrl: undefined }
    const user = await server.database.db.selectFrom('users').selectAll().where('username', '=', 'lan').executeTakeFirstOrThrow()
    const letter = await sendTrial({ database: server.database, now: () => Date.now() - 25 * hour, config }, user)
    const state = async () => (await rows()).find(({ id }) => id === letter)
    await until(async () => (await state())?.state === 'failed')
    expect(await state()).toMatchObject({ body: '' })
    expect(mailbox.letters.filter(({ head }) => head.includes(`<${letter}@`))).toEqual([])
  })

  it('is sent by one of several processes, once', async () => {
    const { database } = server
    const settings = mailSettings(mailbox.port)
    const config = { mail: settings, publicUrl: undefined }
    const user = await database.db.selectFrom('users').selectAll().where('username', '=', 'lan').executeTakeFirstOrThrow()
    const posts = [1, 2, 3].map(() =>
      openPost({ database, mail: settings, now: () => Date.now() + ahead, log: pino({ level: 'silent' }), pace: mailPace }),
    )
    const letters = await Promise.all([1, 2, 3, 4].map(() => sendTrial({ database, now: () => Date.now() + ahead, config }, user)))
    const came = await Promise.all(letters.flatMap((letter) => posts.map((post) => post.attempt(letter ?? ''))))
    expect(came.map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'sent'))
    await Promise.all(posts.map((post) => post.stop()))
    const copies = letters.map((id) => mailbox.letters.filter(({ head }) => head.includes(`<${id}@tinh.gov.vn>`)).length)
    expect(copies).toEqual([1, 1, 1, 1])
    expect((await rows()).filter(({ id }) => letters.includes(id)).map(({ tries }) => tries)).toEqual([1, 1, 1, 1])
  })
})

/** The settings of mail as the server has them. */
function mailSettings(port: number, more: Readonly<Record<string, string>> = {}) {
  const reading = readConfig(mailing(port, more))
  if (!reading.ok || !reading.config.mail) throw new Error('mail is not set up')
  return reading.config.mail
}

/** Puts a letter behind all that is due: once it has come, what would have been sent again has been. */
async function oneMore({ database }: TestServer, ahead: number): Promise<void> {
  const hanh = await database.db.selectFrom('users').selectAll().where('username', '=', 'hanh').executeTakeFirstOrThrow()
  const config = { mail: mailSettings(1), publicUrl: undefined }
  expect(await sendTrial({ database, now: () => Date.now() + ahead, config }, hanh)).toBeDefined()
}

describe.each(engines)('a mail server that is not there, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-mail-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps nobody waiting: the link is shown, and the letter goes when the server is back, once', async () => {
    const gone = await startMailbox()
    await gone.close()
    let ahead = 0
    const server = await startServer({ engine, now: () => Date.now() + ahead, settings: mailing(gone.port), mailPace })
    try {
      await fielded(server.database)
      const lan = officeWith(server, await signIn(server))
      const text = await (await lan.send('/admin/new/account', wanted('hanh'))).text()
      expect(said(text)).toContain('chưa gửi được')
      const link = linkIn(text) ?? ''
      expect(said(await lan.html('/admin/mail'))).toContain('ECONNREFUSED')
      const back = await startMailbox({}, gone.port)
      ahead = 2 * minute
      await back.until(1)
      ahead = 3 * hour
      await oneMore(server, ahead)
      await back.until(2)
      expect(back.letters.map((letter) => linkIn(letter.text))).toEqual([link, undefined])
      await back.close()
    } finally {
      await server.close()
    }
  })

  it('loses no letter to a process that is killed between the act and the sending, and sends it once', async () => {
    let isHeld = true
    const mailbox = await startMailbox({ onConnect: (_, done) => (isHeld ? undefined : done()) })
    const address = await migratedDatabase(engine, folder)
    const database = openDatabase(address)
    await savePublicUrl(database, site)
    await database.db.destroy()
    const more = { DATA_DIR: folder, DATABASE_URL: engine === 'SQLite' ? '' : address, PUBLIC_URL: '' }
    const first = await startProcess(mailing(mailbox.port, more))
    const linkShown = () => /\/admin\/setup\/[\w-]+/.exec(first.output())?.[0] ?? ''
    await until(() => linkShown() !== '')
    const setupLink = linkShown()
    const { username, name, password } = officer
    const made = await sendForm(first, setupLink, { username, name, wanted: password, again: password })
    const asked = officeWith(first, cookieOf(made)).send('/admin/new/account', wanted('hanh', { role: 'auditor', agency: '' }))
    const ended = asked.catch(() => undefined)
    await until(() => mailbox.knocks() > 0)
    await first.end('SIGKILL')
    await ended
    isHeld = false
    let ahead = 0
    const server = await startServer({ engine, address, now: () => Date.now() + ahead, settings: mailing(mailbox.port), mailPace })
    try {
      expect((await server.database.db.selectFrom('letters').selectAll().execute()).map(({ state }) => state)).toEqual(['sending'])
      ahead = 3 * minute
      const [letter] = await mailbox.until(1)
      ahead = 3 * hour
      await oneMore(server, ahead)
      expect((await mailbox.until(2)).map(({ text }) => linkIn(text) === undefined)).toEqual([false, true])
      expect((await sendForm(server, linkIn(letter?.text ?? '') ?? '', { wanted: another, again: another })).status).toBe(303)
    } finally {
      await server.close()
      await mailbox.close()
    }
  })
})

describe('a mail server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await signIn(server)
    await server.database.db.updateTable('users').set({ email: 'lan@tinh.gov.vn' }).where('username', '=', officer.username).execute()
  })
  afterAll(() => server.close())
  let mailbox: Mailbox
  afterEach(() => mailbox.close())

  /** What came of one letter to the officer. */
  const posted = async (more: string, user = '', pace = mailPace) => {
    const mail = mailSettings(mailbox.port, { SMTP_URL: `smtp://${user}127.0.0.1:${mailbox.port}${more}` })
    const { database } = server
    const post = openPost({ database, mail, now: Date.now, log: pino({ level: 'silent' }), pace })
    const owner = await database.db.selectFrom('users').selectAll().where('username', '=', officer.username).executeTakeFirstOrThrow()
    const letter = await sendTrial({ database, now: Date.now, config: { mail, publicUrl: undefined } }, owner)
    const came = await post.attempt(letter ?? '')
    await post.stop()
    await database.db.deleteFrom('letters').execute()
    return came
  }

  describe('with STARTTLS and accounts', () => {
    beforeEach(async () => {
      mailbox = await startMailbox({
        disabledCommands: [],
        authOptional: false,
        onAuth: ({ username, password }, _, done) =>
          username === 'khảo sát' && password === 'mật:khẩu@' ? done(null, { user: username }) : done(new Error('535 no')),
      })
    })
    const user = `${encodeURIComponent('khảo sát')}:${encodeURIComponent('mật:khẩu@')}@`

    it('is spoken to encrypted, with our account', async () => {
      expect(await posted('?tls=unverified', user)).toEqual({ state: 'sent', trouble: '' })
      expect(mailbox.letters.map(({ isEncrypted, user: who }) => [isEncrypted, who])).toEqual([[true, 'khảo sát']])
    })

    it('gets nothing where its certificate is nobody’s, nor where our password is wrong; both are tried again', async () => {
      expect(await posted('?tls=required', user)).toMatchObject({ state: 'waiting', trouble: expect.stringContaining('certificate') })
      expect(await posted('?tls=unverified', 'ai:sai@')).toMatchObject({ state: 'waiting', trouble: expect.stringMatching(/^EAUTH/) })
      expect(mailbox.letters).toEqual([])
    })
  })

  it('gets nothing in the clear unless it is said to', async () => {
    mailbox = await startMailbox()
    expect(await posted('?tls=required')).toMatchObject({ state: 'waiting', trouble: expect.stringMatching(/TLS/) })
    expect(mailbox.letters).toEqual([])
    expect(await posted('?tls=off')).toEqual({ state: 'sent', trouble: '' })
  })

  it('that says to come again, or refuses our sender, is asked again; one that refuses what we say is not', async () => {
    let answer = 451
    const refuse = () => Object.assign(new Error('no'), { responseCode: answer })
    mailbox = await startMailbox({ onData: (stream, _, done) => void stream.resume().on('end', () => done(refuse())) })
    expect(await posted('')).toMatchObject({ state: 'waiting' })
    answer = 554
    expect(await posted('')).toMatchObject({ state: 'failed' })
    await mailbox.close()
    mailbox = await startMailbox({ onMailFrom: (_, __, done) => done(refuse()) })
    expect(await posted('')).toMatchObject({ state: 'waiting' })
  })

  it('that never answers keeps somebody waiting for a while only, and stopping not at all', async () => {
    mailbox = await startMailbox({ onConnect: () => undefined })
    expect(await posted('', '', { ...mailPace, patience: 300 })).toMatchObject({ state: 'waiting' })
  })
})

describe('mail that is not set up', () => {
  it('leaves everything as it was, and says what to set', async () => {
    const server = await startServer()
    try {
      await fielded(server.database)
      const lan = officeWith(server, await signIn(server))
      expect(linkIn(await (await lan.send('/admin/new/account', wanted('hanh'))).text())).toBeDefined()
      expect(said(await lan.html('/admin/mail'))).toContain('SMTP_URL=')
      expect(await server.database.db.selectFrom('letters').selectAll().execute()).toEqual([])
    } finally {
      await server.close()
    }
  })

  it('sends no link while nobody has said what it begins with, and says so', async () => {
    const mailbox = await startMailbox()
    const server = await startServer({ settings: mailing(mailbox.port, { PUBLIC_URL: '' }), mailPace })
    try {
      await fielded(server.database)
      const lan = officeWith(server, await signIn(server))
      const text = await (await lan.send('/admin/new/account', wanted('hanh'))).text()
      expect(linkIn(text)).toBeDefined()
      expect(said(text)).toContain('chưa đặt địa chỉ công khai')
      expect(mailbox.letters).toEqual([])
    } finally {
      await server.close()
      await mailbox.close()
    }
  })
})

describe('the settings of mail', () => {
  it.each([
    ['smtps://mail.tinh.gov.vn', { host: 'mail.tinh.gov.vn', port: 465, tls: 'wrapped', isChecked: true, signIn: undefined }],
    ['smtp://mail.tinh.gov.vn', { port: 587, tls: 'needed', isChecked: true }],
    ['smtp://a%40b:c%2Fd@mail.tinh.gov.vn:25', { port: 25, signIn: { user: 'a@b', password: 'c/d' } }],
    ['smtp://127.0.0.1:25', { tls: 'offered', isChecked: false }],
    ['smtp://[::1]:25', { host: '::1', tls: 'offered' }],
    ['smtp://127.0.0.1:25?tls=required', { tls: 'needed', isChecked: true }],
    ['smtp://mail:25?tls=off', { tls: 'off' }],
    ['smtps://mail?tls=unverified', { tls: 'wrapped', isChecked: false }],
  ])('%s is read', (text, read) => {
    expect(readSmtpUrl(text)).toMatchObject(read)
  })

  it.each([
    'mail.tinh.gov.vn:587',
    'http://mail.tinh.gov.vn',
    'smtp://',
    'smtp://mail/path',
    'smtp://mail:99999',
    'smtp://mail?tls=maybe',
    'smtp://mail?ignoreTLS=true',
    'smtp://mail?tls=off&x=1',
    'smtps://mail?tls=off',
    'smtp://:secret@mail',
    'smtp://a:%zz@mail',
  ])('%s stops the start, with what it must be and without its password', (text) => {
    const reading = readConfig({ SMTP_URL: text, MAIL_FROM: from })
    expect(reading.ok).toBe(false)
    const lines = reading.ok ? '' : reading.lines.join('\n')
    expect(lines).toContain('SMTP_URL')
    expect(lines).toContain('smtps://')
    expect(lines).not.toContain('secret')
  })

  it('names a sender that is missing or none', () => {
    for (const MAIL_FROM of ['', 'khảo sát', 'a@b', '<>', 'a@b.vn <c@d.vn>, e@f.vn']) {
      const reading = readConfig({ SMTP_URL: 'smtp://127.0.0.1', MAIL_FROM })
      expect([MAIL_FROM, reading.ok, reading.ok ? '' : reading.lines.join()]).toEqual([
        MAIL_FROM,
        false,
        expect.stringContaining('MAIL_FROM'),
      ])
    }
    expect(readMailbox('"Sở Nội vụ" <khaosat@tinh.gov.vn>')).toEqual({ name: 'Sở Nội vụ', address: 'khaosat@tinh.gov.vn' })
    expect(readMailbox('khaosat@tinh.gov.vn')).toEqual({ name: '', address: 'khaosat@tinh.gov.vn' })
  })

  it('keeps a password of the database out of the list of what is wrong', () => {
    const reading = readConfig({ DATABASE_URL: 'mysql://sipas:secret@db/x' })
    expect(reading.ok ? '' : reading.lines.join()).toMatch(/^DATABASE_URL="mysql:\/\/sipas:…@db\/x"/)
  })

  it.each([
    ['Lan@Tinh.GOV.vn', 'lan@tinh.gov.vn'],
    [" o'neil+x@a-b.vn ", "o'neil+x@a-b.vn"],
    ['lan@tỉnh.vn', 'lan@xn--tnh-dlz.vn'],
    ['lan', undefined],
    ['@a.vn', undefined],
    ['lan@', undefined],
    ['lan@vn', undefined],
    ['lan@127.0.0.1', undefined],
    ['lan@[127.0.0.1]', undefined],
    ['lan@a..vn', undefined],
    ['.lan@a.vn', undefined],
    ['la n@a.vn', undefined],
    ['lân@a.vn', undefined],
    ['lan@a.vn\nBcc: x@y.vn', undefined],
    ['id@accounts.invalid', undefined],
    [`${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.vn`, undefined],
  ])('an address "%s" is kept as %s', (typed, kept) => {
    expect(readMailAddress(typed)).toBe(kept)
    if (kept !== undefined) expect(readMailAddress(shownAddress(kept))).toBe(kept)
  })
})

describe('a letter', () => {
  it.each(accountLetters)('of the kind %s says everything in both languages', (kind) => {
    const link = { href: `${site}/admin/password/x`, until: '2026-12-01T03:00:00Z' }
    const facts = { office: { vi: 'Tỉnh Mẫu', en: 'Sample Province' }, name: 'Lan', username: 'lan', at: '2026-11-28T03:00:00Z', link }
    const letter = letterOf(kind, facts)
    expect(letter.parts.map(({ language }) => language)).toEqual(['vi', 'en'])
    expect(letter.subject).toMatch(/^Tỉnh Mẫu: /)
    expect(plainText(letter)).not.toMatch(/\{\w+\}|undefined/)
    expect(plainText(letter).includes(link.href)).toBe(kind === 'invitation' || kind === 'reset')
  })
})
