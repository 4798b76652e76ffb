import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteCredential, userNamed } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import {
  appCode,
  codesIn,
  heldIn,
  offerIn,
  type Otherwise,
  type PasskeyAsk,
  passkeyAskIn,
  type SoftPasskey,
  softPasskey,
} from './authenticator'
import { join } from 'node:path'
import { type CommandLine, commandLine } from './cli'
import { oneEngine, startServer, type TestServer } from './harness'
import { said } from './office'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { tokenOf } from './token'

const { username, password } = officer
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const refusedText = 'Chưa đăng nhập được bằng khoá truy cập này'

describe.each(oneEngine)('a passkey on %s', (engine) => {
  let line: CommandLine
  let server: TestServer
  /** The office as it is opened on its own machine; the number of the machine is no name that a passkey can be bound to. */
  let office: TestServer
  let origin: string
  let owner: string
  let time = Date.now()
  beforeAll(async () => {
    line = await commandLine(engine)
    const address = engine === 'SQLite' ? join(line.folder, 'sipas.sqlite') : (line.settings['DATABASE_URL'] ?? '')
    server = await startServer({ engine, address, now: () => time })
    origin = server.url.replace('127.0.0.1', 'localhost')
    office = { ...server, url: origin }
    await signIn(office)
    owner = (await userNamed(server.database, username))?.id ?? ''
  })
  // No budget and no note of one test reaches into the next.
  beforeEach(async () => {
    time += 2 * hour
    await server.database.db.deleteFrom('guesses').execute()
  })
  afterEach(async () => {
    const tables = ['passkeys', 'passkey_challenges', 'half_sign_ins', 'recovery_codes', 'second_factors'] as const
    for (const table of tables) await server.database.db.deleteFrom(table).execute()
    await server.database.db.deleteFrom('settings').where('name', 'in', ['second-factor', 'public-url']).execute()
  })
  afterAll(async () => {
    await server.close()
    line.close()
  })

  const look = (path: string, cookie = '', headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(origin + path, { headers: { Cookie: cookie, 'Accept-Language': 'vi', ...headers }, redirect: 'manual' })
  const status = async (cookie: string, path = '/admin/account'): Promise<number> => (await look(path, cookie)).status
  const send = (path: string, cookie: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> =>
    sendForm(office, path, fields, { Cookie: cookie })
  const stored = () => server.database.db.selectFrom('passkeys').selectAll().orderBy('since').execute()
  const events = async (kind: 'accounts' | 'sessions'): Promise<readonly string[]> =>
    (await server.database.db.selectFrom('events').selectAll().where('kind', '=', kind).orderBy('seq').execute()).map(
      ({ act, object, details }) => `${act} ${object} ${details}`,
    )
  const latest = async (kind: 'accounts' | 'sessions') => (await events(kind)).at(-1)

  const offer = async (cookie: string, fields: Readonly<Record<string, string>> = {}): Promise<PasskeyAsk> =>
    passkeyAskIn(await (await send('/admin/account/passkeys', cookie, { name: 'Máy tính', present: password, ...fields })).text())
  const keep = (cookie: string, passkey: string, name = 'Máy tính'): Promise<Response> =>
    send('/admin/account/passkeys/confirm', cookie, { name, passkey })
  type Added = { readonly cookie: string; readonly key: SoftPasskey; readonly codes: readonly string[] }
  /** Adds a passkey in a session that has just begun. */
  async function added(cookie: string, name = 'Máy tính'): Promise<Added> {
    const key = softPasskey(origin)
    const reply = await keep(cookie, key.make(await offer(cookie, { name })), name)
    return { cookie: cookieOf(reply), key, codes: codesIn(await reply.text()) }
  }

  /** What shows again, in a session, who holds a passkey. */
  const again = async (cookie: string, key: SoftPasskey, other: Otherwise = {}): Promise<string> =>
    key.show(await (await send('/admin/account/passkeys/challenge', cookie)).json(), undefined, other)

  type Asked = { readonly ask: PasskeyAsk; readonly cookie: string }
  /** What a browser is to have signed, and what it holds for that. */
  async function ask(path: '/admin/sign-in/passkey' | '/admin/sign-in/code', cookie = ''): Promise<Asked> {
    const reply = await send(`${path}/challenge`, cookie)
    return { ask: await reply.json(), cookie: [cookie, cookieOf(reply)].filter((one) => one !== '').join('; ') }
  }
  const alone = (asked: Asked, passkey: string, next = ''): Promise<Response> =>
    send('/admin/sign-in/passkey', asked.cookie, { passkey, next })
  /** Signs in with a passkey alone. */
  async function signInAlone(key: SoftPasskey, other: Otherwise = {}, cookie = '', whose: string = owner): Promise<Response> {
    const asked = await ask('/admin/sign-in/passkey', cookie)
    return alone(asked, key.show(asked.ask, whose === '' ? undefined : whose, other))
  }
  const half = async (fields: Readonly<Record<string, string>> = {}): Promise<string> =>
    cookieOf(await sendForm(office, '/admin/sign-in', { username, password, ...fields }))

  it('is added under a name with the password, just after a sign-in too; the first brings recovery codes and ends what began without it', async () => {
    const [here, elsewhere] = [await signIn(office), await signIn(office)]
    const form = await (await look('/admin/account/passkeys', here)).text()
    expect([form.includes('name="name"'), form.includes('type="password"')]).toEqual([true, true])
    expect((await send('/admin/account/passkeys', here, { name: 'Máy' })).status).toBe(422)
    for (const name of ['', ' ', 'x'.repeat(61)]) expect((await send('/admin/account/passkeys', here, { name })).status).toBe(422)
    const { cookie, key, codes } = await added(here)
    expect(new Set(codes).size).toBe(10)
    expect([await status(here), await status(elsewhere), await status(cookie)]).toEqual([401, 401, 200])
    const [row] = await stored()
    expect(row).toMatchObject({ id: key.id, user_id: owner, name: 'Máy tính', party: 'localhost', transports: 'internal', used_on: '' })
    expect(await latest('accounts')).toBe(`accounts.add-passkey ${username} {"passkey":"Máy tính","recoveryCodes":10}`)
    const also = await keep(cookie, softPasskey(origin).make(await offer(cookie, { shown: await again(cookie, key) })), 'Khoá bảo mật')
    expect([also.status, also.headers.get('location')]).toEqual([303, '/admin/account?done=passkey-added'])
    expect(await latest('accounts')).toBe(`accounts.add-passkey ${username} {"passkey":"Khoá bảo mật"}`)
    const own = said(await (await look('/admin/account', cookieOf(also))).text())
    for (const text of ['Máy tính', 'Khoá bảo mật', 'chưa dùng', 'Còn 10 trong 10 mã', 'Đang bật']) expect(own).toContain(text)
    expect(said(await (await look('/admin/accounts', cookieOf(also))).text())).toContain('Đăng nhập hai bước')
  })

  it('is added with a code besides the password where there is a second factor', async () => {
    const cookie = await signIn(office)
    for (const present of ['', 'sai mất rồi nhé'])
      expect((await send('/admin/account/passkeys', cookie, { name: 'Máy', present })).status).toBe(422)
    const key = softPasskey(origin)
    const reply = await keep(cookie, key.make(await offer(cookie, { present: password })))
    const [code = ''] = codesIn(await reply.text())
    const later = cookieOf(reply)
    expect((await send('/admin/account/passkeys', later, { name: 'Máy', present: password })).status).toBe(422)
    expect(await offer(later, { present: password, code })).toMatchObject({ rp: { id: 'localhost' }, user: { name: username } })
    expect((await send('/admin/account/passkeys', later, { name: 'Máy', present: password, code })).status).toBe(422)
  })

  it('is not kept but as it was asked for: once, in that session, within five minutes, from this origin and for this host', async () => {
    const [cookie, elsewhere] = [await signIn(office), await signIn(office)]
    const key = softPasskey(origin)
    const wrong: readonly Otherwise[] = [
      { origin: 'https://elsewhere.example' },
      { origin: server.url },
      { party: 'elsewhere.example' },
      { challenge: 'AAAA' },
      { type: 'webauthn.get' },
    ]
    for (const other of wrong) expect([other, (await keep(cookie, key.make(await offer(cookie), other))).status]).toEqual([other, 422])
    for (const garbage of ['', '{', '{}', 'null', '[]', '"x"', JSON.stringify({ id: 'x', rawId: 'x', type: 'public-key', response: {} })])
      expect((await keep(cookie, garbage)).status).toBe(422)
    const theirs = await offer(elsewhere)
    expect((await keep(cookie, key.make(theirs))).status).toBe(422)
    const early = await offer(cookie)
    expect((await keep(cookie, key.make(early), '')).status).toBe(422)
    time += 5 * minute
    expect((await keep(cookie, key.make(early))).status).toBe(422)
    expect(await stored()).toEqual([])
    const late = await signIn(office)
    const made = key.make(await offer(late))
    const kept = await keep(late, made)
    expect(kept.status).toBe(200)
    const after = cookieOf(kept)
    expect((await keep(after, made)).status).toBe(422)
    const twice = await keep(after, key.make(await offer(after, { shown: await again(after, key) })))
    expect(said(await twice.text())).toContain('đã có khoá truy cập của bạn')
    expect((await stored()).length).toBe(1)
  })

  it('is the second step after the password, and opens nothing by anybody else’s', async () => {
    const { key, cookie } = await added(await signIn(office))
    const opened = cookieOf(await sendForm(office, '/admin/sign-in', { username, password }))
    const page = await (await look('/admin/sign-in/code', opened)).text()
    expect(said(page)).toContain('Bước hai: khoá truy cập')
    expect([page.includes('id="recovery"'), page.includes('id="code"'), /<div hidden data-passkey/.test(page)]).toEqual([true, false, true])
    const asked = await ask('/admin/sign-in/code', opened)
    expect(asked.ask).toMatchObject({ rpId: 'localhost', allowCredentials: [{ id: key.id, type: 'public-key' }] })
    // A key without a lock will do beside the password.
    const shown = key.show(asked.ask, undefined, { locked: true, counter: 1 })
    const entered = await send('/admin/sign-in/code', opened, { passkey: shown, next: '/admin/accounts' })
    expect([entered.status, entered.headers.get('location'), await status(cookieOf(entered))]).toEqual([303, '/admin/accounts', 200])
    expect(await latest('sessions')).toBe(`sessions.begin ${username} {"secondFactor":true,"passkey":"Máy tính"}`)
    expect((await stored())[0]).toMatchObject({ counter: 1, used_on: new Date(time + 7 * hour).toISOString().slice(0, 10) })
    await line.run('user', 'create', 'minh')
    const link = new URL((await line.run('user', 'reset', 'minh')).stdout.trim()).pathname
    const minh = await added(cookieOf(await sendForm(office, link, { wanted: password, again: password })))
    const theirs = await half({ username: 'minh' })
    const mixed = await ask('/admin/sign-in/code', theirs)
    const refused = await send('/admin/sign-in/code', theirs, { passkey: key.show(mixed.ask, undefined, { counter: 9 }) })
    expect([refused.status, said(await refused.text()).includes(refusedText)]).toEqual([401, true])
    expect(await latest('sessions')).toBe('sessions.fail minh {"device":"passkey"}')
    // What was asked for is gone with the answer, even where the next one is right.
    const again = await send('/admin/sign-in/code', theirs, { passkey: minh.key.show(mixed.ask, undefined) })
    expect(again.status).toBe(401)
    const once = await ask('/admin/sign-in/code', theirs)
    expect((await send('/admin/sign-in/code', theirs, { passkey: minh.key.show(once.ask, undefined) })).status).toBe(303)
    expect(await status(cookie)).toBe(200)
  })

  it('signs in alone where its owner has unlocked it, from the page that was asked for', async () => {
    const { key } = await added(await signIn(office))
    const door = await (await look('/admin/accounts')).text()
    expect(said(door)).toContain('Đăng nhập bằng khoá truy cập')
    const asked = await ask('/admin/sign-in/passkey')
    expect(asked.ask).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(asked.ask).not.toHaveProperty('allowCredentials')
    const entered = await alone(asked, key.show(asked.ask, owner), '/admin/accounts')
    expect([entered.status, entered.headers.get('location'), await status(cookieOf(entered))]).toEqual([303, '/admin/accounts', 200])
    expect(await latest('sessions')).toBe(`sessions.begin ${username} {"passkey":"Máy tính"}`)
    const away = await signInAlone(key)
    expect(away.headers.get('location')).toBe('/admin')
  })

  it('is refused alike whatever is wrong with it, leaves an entry and opens nothing', async () => {
    const { key } = await added(await signIn(office))
    await tokenOf(server.database, 'kho')
    const other = (await userNamed(server.database, 'kho'))?.id ?? ''
    const answers: (readonly [string, () => Promise<Response>])[] = [
      ['another origin', () => signInAlone(key, { origin: 'https://elsewhere.example' })],
      ['another host', () => signInAlone(key, { party: 'elsewhere.example' })],
      ['another challenge', () => signInAlone(key, { challenge: 'AAAA' })],
      ['another purpose', () => signInAlone(key, { type: 'webauthn.create' })],
      ['not unlocked', () => signInAlone(key, { locked: true })],
      ['said to be of another account', () => signInAlone(key, { owner: other })],
      ['of nobody', () => signInAlone(key, {}, '', '')],
      ['a key that nobody has', () => signInAlone(softPasskey(origin))],
      ['another key under its name', () => signInAlone(softPasskey(origin), { id: key.id })],
    ]
    const asked = await ask('/admin/sign-in/passkey')
    answers.push(
      ['in another browser', async () => alone({ ...asked, cookie: '' }, key.show(asked.ask, owner))],
      [
        'asked for by another browser',
        async () => alone({ ...(await ask('/admin/sign-in/passkey')), ask: asked.ask }, key.show(asked.ask, owner)),
      ],
      ['what is no answer', async () => alone(await ask('/admin/sign-in/passkey'), '{"id":1}')],
    )
    const seen = new Set<string>()
    for (const [what, answer] of answers) {
      await server.database.db.deleteFrom('guesses').execute()
      const reply = await answer()
      expect([what, reply.status, reply.headers.get('location'), /sipas_session=[^;]/.test(reply.headers.getSetCookie().join())]).toEqual([
        what,
        401,
        null,
        false,
      ])
      seen.add(said(await reply.text()))
    }
    expect([seen.size, [...seen][0]?.includes(refusedText)]).toEqual([1, true])
    await expect
      .poll(async () => (await events('sessions')).slice(-2).sort())
      .toEqual(['sessions.fail  {"device":"passkey"}', `sessions.fail ${username} {"device":"passkey"}`])
    const once = await ask('/admin/sign-in/passkey')
    const shown = key.show(once.ask, owner)
    expect([(await alone(once, shown)).status, (await alone(once, shown)).status]).toEqual([303, 401])
    const late = await ask('/admin/sign-in/passkey')
    time += 5 * minute
    expect((await alone(late, key.show(late.ask, owner))).status).toBe(401)
  })

  it('shows again who its owner is before what cannot be undone, and anything else changes nothing', async () => {
    const { cookie, key } = await added(await signIn(office))
    const passwordFor = async (name: string): Promise<string> => {
      const link = new URL((await line.run('user', 'reset', name)).stdout.trim()).pathname
      return cookieOf(await sendForm(office, link, { wanted: password, again: password }))
    }
    for (const name of ['thu', 'vinh']) await line.run('user', 'create', name)
    const vinh = (await userNamed(server.database, 'vinh'))?.id ?? ''
    await saveGrant(server.database, vinh, { role: 'administrator', agency: '', endsOn: '' })
    const theirs = await added(await passwordFor('vinh'))
    const isDisabled = async (): Promise<boolean> => (await userNamed(server.database, 'thu'))?.disabled_at !== ''
    const elsewhere = cookieOf(await signInAlone(key))
    time += 11 * minute
    const page = await (await send('/admin/accounts/thu/disable', cookie)).text()
    for (const part of ['name="proof-password"', 'name="proof-code"', 'data-from="/admin/account/passkeys/challenge"'])
      expect(page).toContain(part)
    const held = heldIn(page)
    const show = (passkey: string, who = cookie, form = held): Promise<Response> =>
      send(form.action, who, { ...form.fields, 'proof-passkey': passkey })
    const asked = async (who = cookie): Promise<PasskeyAsk> => (await send('/admin/account/passkeys/challenge', who)).json()
    expect(await asked()).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [{ id: key.id }] })
    const wrong: (readonly [string, () => Promise<string>])[] = [
      ['of another account', () => again(cookie, theirs.key)],
      ['for another session of the same account', async () => key.show(await asked(elsewhere), owner)],
      ['for signing in', async () => key.show((await ask('/admin/sign-in/passkey')).ask, owner)],
      ['of another origin', () => again(cookie, key, { origin: 'https://elsewhere.example' })],
      ['of another host', () => again(cookie, key, { party: 'elsewhere.example' })],
      ['of another challenge', () => again(cookie, key, { challenge: 'AAAA' })],
      ['of another purpose', () => again(cookie, key, { type: 'webauthn.create' })],
      ['not unlocked', () => again(cookie, key, { locked: true })],
      ['another key under its name', () => again(cookie, softPasskey(origin), { id: key.id })],
      ['what is no answer', async () => '{'],
      [
        'five minutes later',
        async () => {
          const early = await again(cookie, key)
          time += 5 * minute
          return early
        },
      ],
    ]
    for (const [what, passkey] of wrong) {
      await server.database.db.deleteFrom('guesses').execute()
      const reply = await show(await passkey())
      expect([what, reply.status, await isDisabled(), await latest('sessions')]).toEqual([
        what,
        422,
        false,
        `sessions.fail ${username} {"device":"passkey"}`,
      ])
      expect([what, said(await reply.text()).includes('Chưa xác nhận được bằng khoá truy cập này')]).toEqual([what, true])
    }
    await server.database.db.deleteFrom('guesses').execute()
    const shown = await again(cookie, key)
    expect((await show(shown)).headers.get('location')).toBe('/admin/accounts/thu?done=account-disabled')
    expect([await isDisabled(), await latest('sessions')]).toEqual([true, `sessions.prove ${username} {"passkey":"Máy tính"}`])
    // Ten minutes later it is asked for anew: the same answer is worth nothing, nor is a copy's.
    const later = async (): Promise<void> => {
      expect((await send('/admin/accounts/thu/enable', cookie)).status).toBe(303)
      // Whoever does not come by for half an hour is signed out.
      expect(await status(theirs.cookie)).toBe(200)
      time += 10 * minute
    }
    await later()
    expect([(await show(shown)).status, await isDisabled()]).toEqual([422, false])
    expect((await show(await again(cookie, key, { counter: 5 }))).status).toBe(303)
    await later()
    expect([(await show(await again(cookie, key, { counter: 5 }))).status, await latest('sessions')]).toEqual([
      422,
      `sessions.fail ${username} {"device":"passkey-counter"}`,
    ])
    for (let n = 0; n < 4; n += 1) await show('{')
    expect([(await show(await again(cookie, key, { counter: 6 }))).status, await isDisabled()]).toEqual([429, false])
    // Who has no password has nothing else to show here, and goes on with what they sent.
    await deleteCredential(server.database, vinh)
    const late = await (await send('/admin/accounts/thu/disable', theirs.cookie)).text()
    expect([late.includes('type="password"'), said(late).includes('Những gì vừa gửi vẫn được giữ')]).toEqual([false, true])
    expect((await send(heldIn(late).action, theirs.cookie, { 'proof-password': password })).status).not.toBe(303)
    expect([(await show(await again(theirs.cookie, theirs.key), theirs.cookie, heldIn(late))).status, await isDisabled()]).toEqual([
      303,
      true,
    ])
  })

  it('is refused when its counter does not go on, which the log tells apart', async () => {
    const { key } = await added(await signIn(office))
    expect((await signInAlone(key, { counter: 7 })).status).toBe(303)
    for (const counter of [7, 6, 0]) expect([counter, (await signInAlone(key, { counter })).status]).toEqual([counter, 401])
    await expect.poll(() => latest('sessions')).toBe(`sessions.fail ${username} {"device":"passkey-counter"}`)
    const step = await half()
    const asked = await ask('/admin/sign-in/code', step)
    expect((await send('/admin/sign-in/code', step, { passkey: key.show(asked.ask, undefined, { counter: 7 }) })).status).toBe(401)
    expect((await signInAlone(key, { counter: 8 })).status).toBe(303)
  })

  it('takes one use of a counter however many come at once', async () => {
    const { key } = await added(await signIn(office))
    const asked = await Promise.all(Array.from({ length: 5 }, () => ask('/admin/sign-in/passkey')))
    const replies = await Promise.all(asked.map((one) => alone(one, key.show(one.ask, owner, { counter: 3 }))))
    expect(replies.map((reply) => reply.status).toSorted((one, other) => one - other)).toEqual([303, 401, 401, 401, 401])
  })

  it('is counted with the codes of its account: strangers are slowed down, the device of its owner is not', async () => {
    const { key } = await added(await signIn(office))
    const device = cookieOf(await signInAlone(key))
      .split('; ')
      .filter((one) => one.startsWith('sipas_device'))
      .join('; ')
    const tries = []
    for (let n = 0; n < 7; n += 1) tries.push((await signInAlone(key, { challenge: 'AAAA' })).status)
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect([(await signInAlone(key)).status, (await signInAlone(key, {}, device)).status]).toEqual([429, 303])
    const step = await half()
    const asked = await ask('/admin/sign-in/code', step)
    expect((await send('/admin/sign-in/code', step, { passkey: key.show(asked.ask, undefined) })).status).toBe(429)
    const own = `${device}; ${await half()}`
    const replies = []
    for (let n = 0; n < 5; n += 1) replies.push(said(await (await send('/admin/sign-in/code', own, { passkey: '{}' })).text()))
    expect([replies.slice(0, 4).every((text) => text.includes(refusedText)), replies[4]?.includes('quá nhiều mã sai')]).toEqual([
      true,
      true,
    ])
  })

  it('is asked for only so often by one network, and is slowed down then', async () => {
    const replies = await Promise.all(Array.from({ length: 102 }, () => send('/admin/sign-in/passkey/challenge', '')))
    expect(replies.filter((reply) => reply.status === 429).length).toBe(2)
    const refused = await send('/admin/sign-in/passkey/challenge', '')
    expect([refused.status, refused.headers.has('retry-after'), (await refused.json()).message.includes('Xin chờ')]).toEqual([
      429,
      true,
      true,
    ])
    expect((await server.database.db.selectFrom('passkey_challenges').select('browser').execute()).length).toBe(100)
    time += 5 * minute
    await ask('/admin/sign-in/passkey')
    expect((await server.database.db.selectFrom('passkey_challenges').select('browser').execute()).length).toBe(1)
  })

  it('is taken away by its owner, by an administrator, by a reset, and sleeps while the account is disabled', async () => {
    const lan = await signIn(office)
    const passwordFor = async (): Promise<string> => {
      const link = new URL((await line.run('user', 'reset', 'minh')).stdout.trim()).pathname
      return cookieOf(await sendForm(office, link, { wanted: password, again: password }))
    }
    await line.run('user', 'create', 'minh')
    const minh = (await userNamed(server.database, 'minh'))?.id ?? ''
    const opens = async (key: SoftPasskey): Promise<number> => {
      await server.database.db.deleteFrom('guesses').execute()
      return (await signInAlone(key, {}, '', minh)).status
    }
    const first = await added(await passwordFor())
    expect(said(await (await look('/admin/accounts/minh', lan)).text())).toContain('bật từ')
    for (const what of ['disable', 'enable']) {
      expect((await send(`/admin/accounts/minh/${what}`, lan)).status).toBe(303)
      expect([what, await opens(first.key)]).toEqual([what, what === 'disable' ? 401 : 303])
    }
    const inside = cookieOf(await signInAlone(first.key, {}, '', minh))
    expect((await send('/admin/accounts/minh/remove-factor', lan)).status).toBe(303)
    expect([await opens(first.key), await status(inside), await latest('accounts')]).toEqual([401, 401, 'accounts.remove-factor minh {}'])
    expect(await server.database.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
    const reset = await added(await passwordFor())
    expect(await opens(reset.key)).toBe(303)
    await passwordFor()
    expect([await opens(reset.key), await latest('accounts')]).toEqual([401, expect.stringContaining('"secondFactor":"removed"')])

    const { key, cookie } = await added(await passwordFor())
    const own = `/admin/account/passkeys/${key.id}/remove`
    expect((await send(own, lan)).headers.get('location')).toBe('/admin/account')
    expect(said(await (await look(own, cookie)).text())).toContain('ai biết mật khẩu của bạn đều đăng nhập được')
    const fresh = cookieOf(await signInAlone(key, {}, '', minh))
    for (const fields of [{}, { present: password }, { present: 'sai mất rồi nhé', code: '000000' }])
      expect((await send(own, fresh, fields)).status).toBe(422)
    expect((await send(own, fresh, { shown: await again(fresh, key) })).headers.get('location')).toBe('/admin/account?done=passkey-removed')
    expect([await opens(key), await latest('accounts')]).toEqual([401, 'accounts.remove-passkey minh {"passkey":"Máy tính"}'])
    expect(await server.database.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
    expect((await sendForm(office, '/admin/sign-in', { username: 'minh', password })).headers.get('location')).toBe('/admin')
  })

  it('and an app stand for each other: recovery codes stay until the last of them goes', async () => {
    const { cookie, key, codes } = await added(await signIn(office))
    const { secret, seal } = offerIn(await (await send('/admin/account/factor', cookie, { shown: await again(cookie, key) })).text())
    expect((await send('/admin/account/factor', cookie, { present: password })).status).toBe(422)
    const set = await send('/admin/account/factor/confirm', cookie, { secret, seal, code: appCode(secret, time) })
    const [, fresh = ''] = codesIn(await set.text())
    const codesLeft = async () => (await server.database.db.selectFrom('recovery_codes').selectAll().execute()).length
    time += minute
    const step = await half()
    const both = said(await (await look('/admin/sign-in/code', step)).text())
    expect([both.includes('Mã 6 chữ số'), both.includes('Dùng khoá truy cập')]).toEqual([true, true])
    expect((await send('/admin/sign-in/code', step, { recovery: codes[0] ?? '' })).status).toBe(401)
    const entered = cookieOf(await send('/admin/sign-in/code', step, { code: appCode(secret, time) }))
    const removal = '/admin/account/remove-factor'
    expect(said(await (await look(removal, entered)).text())).toContain('bước hai là khoá truy cập')
    expect((await send(removal, entered, { present: password, code: fresh })).status).toBe(303)
    expect([await codesLeft(), (await sendForm(office, '/admin/sign-in', { username, password })).headers.get('location')]).toEqual([
      9,
      '/admin/sign-in/code?next=%2Fadmin',
    ])
    const alone = cookieOf(await signInAlone(key))
    const renewed = (shown: string) => send('/admin/account/recovery-codes', alone, { shown })
    expect((await renewed('')).status).toBe(422)
    const shown = await again(alone, key)
    expect(codesIn(await (await renewed(shown)).text()).length).toBe(10)
    expect((await renewed(shown)).status).toBe(422)
    expect((await send(`/admin/account/passkeys/${key.id}/remove`, alone, { shown: await again(alone, key) })).status).toBe(303)
    expect(await codesLeft()).toBe(0)
  })

  it('is enough where a second factor is needed, and can be added before anything else', async () => {
    const cookie = await signIn(office)
    expect((await send('/admin/settings', cookie, { name: 'Sông Ngân', factorNeeded: 'everybody' })).status).toBe(303)
    expect((await look('/admin/accounts', cookie)).headers.get('location')).toBe('/admin/account/factor')
    expect(await (await look('/admin/account/factor', cookie)).text()).toContain('href="/admin/account/passkeys"')
    // Asked of who has just come in with nothing else in mind, and of nobody who left the screen open.
    expect(await (await look('/admin/account/passkeys', cookie)).text()).not.toContain('type="password"')
    time += 10 * minute
    expect((await send('/admin/account/passkeys', cookie, { name: 'Máy' })).status).toBe(422)
    time -= 10 * minute
    const key = softPasskey(origin)
    const after = cookieOf(await keep(cookie, key.make(await offer(cookie, { present: '' }))))
    expect([await status(after, '/admin/accounts'), await status(after, '/api/v1/campaigns/none/results')]).toEqual([200, 404])
  })

  /** What is answered under another name of the machine, which `fetch` does not say. */
  const asked = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(server.url + path, { method, headers: { 'Accept-Language': 'vi', ...headers } }, (reply) =>
        text(reply).then(resolve, reject),
      )
      sent.on('error', reject).end()
    })

  it('is offered only where browsers take it, and the page says why not elsewhere', async () => {
    const cookie = await signIn(office)
    const at = async (host: string, path = '/admin/account/passkeys', who = cookie): Promise<string> =>
      said(await asked('GET', path, { Host: host, Cookie: who }))
    const port = new URL(origin).port
    expect(await at(`127.0.0.1:${port}`)).toContain(`mở trang ở http://localhost:${port}`)
    for (const host of ['khaosat.example.vn', '10.1.2.3']) {
      expect(await at(host)).toContain('cần địa chỉ https')
      expect(await at(host, '/admin', '')).not.toContain('khoá truy cập')
    }
    const asking = () =>
      asked('POST', '/admin/sign-in/passkey/challenge', {
        Host: 'khaosat.example.vn',
        Origin: 'http://khaosat.example.vn',
        'Content-Type': 'application/x-www-form-urlencoded',
      })
    expect(await asking()).toContain(refusedText)
    await server.database.db.insertInto('settings').values({ name: 'public-url', value: 'https://khaosat.example.vn' }).execute()
    expect(await at('10.1.2.3')).toContain('mở trang ở https://khaosat.example.vn')
    expect(await at('khaosat.example.vn', '/admin', '')).toContain('Đăng nhập bằng khoá truy cập')
    expect(JSON.parse(await asking())).toMatchObject({ rpId: 'khaosat.example.vn' })
    // One that is bound to this machine is no use there, and the second step says where it is.
    const { key, cookie: after } = await added(cookie)
    const step = await half()
    expect(await at('khaosat.example.vn', '/admin/sign-in/code', step)).toContain('mở trang ở localhost')
    expect((await signInAlone(key)).status).toBe(303)
    await server.database.db.updateTable('settings').set({ value: 'https://10.1.2.3' }).where('name', '=', 'public-url').execute()
    expect(await at('10.1.2.3', '/admin/account', after)).toContain('cần địa chỉ https')
  })
})
