import { afterEach, describe, expect, it } from 'vitest'
import { clientOf, prefixOf } from '../../server/access/origin'
import { oneEngine, startServer, type TestServer } from './harness'
import { newUser } from '../../server/access/account'
import { hashPassword, passwordFault } from '../../server/access/credentials'
import { insertUser } from '../../server/db/accounts'
import { countedHashes, outlastsGuessing } from './siege'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const { username, password } = officer

describe.each(oneEngine)('guessing passwords on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-11-20T01:00:00Z')
  const open = async (settings: Record<string, string> = {}): Promise<void> => {
    server = await startServer({ engine, now: () => time, settings })
  }
  afterEach(() => server.close())
  const attempt = (fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    sendForm(server, '/admin/sign-in', { username, password: 'sai mất rồi nhé', ...fields }, headers)
  const statuses = async (
    count: number,
    fields?: (n: number) => Record<string, string>,
    headers?: (n: number) => Record<string, string>,
  ): Promise<readonly number[]> =>
    (await Promise.all(Array.from({ length: count }, (_, n) => attempt(fields?.(n), headers?.(n)))))
      .map(({ status }) => status)
      .sort((a, b) => a - b)

  it('is slowed down on one account, also when many try at once, and says how long', async () => {
    await open()
    await signIn(server)
    expect(await statuses(12)).toEqual([...Array<number>(5).fill(401), ...Array<number>(7).fill(429)])
    const refused = await attempt({ password })
    expect([refused.status, refused.headers.get('retry-after'), (await refused.text()).includes('Xin chờ 30 giây')]).toEqual([
      429,
      '30',
      true,
    ])
    time += 30_000
    expect(await statuses(3)).toEqual([401, 429, 429])
    expect((await attempt({ password })).headers.get('retry-after')).toBe('60')
    time += 60_000
    expect((await attempt({ password })).status).toBe(303)
    expect((await attempt()).status).toBe(401)
  })

  it('keeps nobody out on a device where they were signed in before', async () => {
    await open()
    const device = (await signIn(server))
      .split('; ')
      .filter((one) => one.startsWith('sipas_device'))
      .join('; ')
    await statuses(8)
    expect((await attempt({ password })).status).toBe(429)
    expect((await attempt({ password }, { Cookie: device })).status).toBe(303)
    expect((await attempt({ password }, { Cookie: `${device.slice(0, -3)}abc` })).status).toBe(429)
    expect(await statuses(7, undefined, () => ({ Cookie: device }))).toEqual([401, 401, 401, 401, 401, 429, 429])
  })

  it('tells an unknown name what it tells a wrong password', async () => {
    await open()
    await signIn(server)
    const [known, unknown] = [await attempt(), await attempt({ username: 'nobody' })]
    expect([known.status, unknown.status]).toEqual([401, 401])
    expect((await unknown.text()).replaceAll('nobody', username)).toBe(await known.text())
    expect((await attempt({ username: '"><script>' })).status).toBe(401)
  })

  it('costs as much work whoever is named: a person, one who is shut out, a program or nobody', async () => {
    await open()
    await signIn(server)
    const hash = await hashPassword(password)
    await insertUser(server.database, newUser('closed', ''), hash, 0)
    await server.database.db.updateTable('users').set({ disabled_at: '2026-01-01T00:00:00Z' }).where('username', '=', 'closed').execute()
    await insertUser(server.database, newUser('program', ''), undefined, 0)
    const replies: unknown[] = []
    for (const name of [username, 'closed', 'program', 'nobody']) {
      const hashed = countedHashes()
      const reply = await attempt({ username: name })
      const text = await reply.text()
      replies.push([reply.status, reply.headers.getSetCookie(), text.replaceAll(`value="${name}"`, 'value=""'), hashed.stop()])
    }
    expect(replies).toEqual(replies.map(() => [401, [], expect.any(String), 1]))
    expect(replies).toEqual(replies.map(() => replies[0]))
  })

  it('is slowed down over many accounts from one network, and only there', async () => {
    await open({ TRUST_PROXY: '1' })
    const from = (address: string) => () => ({ 'X-Forwarded-For': address })
    const first = await statuses(
      40,
      (n) => ({ username: `user${n}` }),
      (n) => ({ 'X-Forwarded-For': `198.51.100.${n}, 203.0.113.${n}` }),
    )
    expect(first.filter((status) => status === 401)).toHaveLength(30)
    expect(await statuses(2, (n) => ({ username: `other${n}` }), from('203.0.113.250'))).toEqual([429, 429])
    expect(await statuses(2, (n) => ({ username: `other${n}` }), from('203.0.114.1'))).toEqual([401, 401])
    expect(
      await statuses(
        2,
        (n) => ({ username: `another${n}` }),
        (n) => ({ 'X-Forwarded-For': `::ffff:cb00:71${n}${n}` }),
      ),
    ).toEqual([429, 429])
    const stored = JSON.stringify(await server.database.db.selectFrom('guesses').selectAll().execute())
    expect(stored).not.toMatch(/203\.0|198\.51|user\d/)
  })

  it('is forgotten in time', async () => {
    await open()
    await statuses(6)
    time += 25 * 3_600_000
    expect(await statuses(6)).toEqual([401, 401, 401, 401, 401, 429])
    expect(await server.database.db.selectFrom('guesses').select('tries').orderBy('tries').execute()).toEqual([{ tries: 5 }, { tries: 6 }])
  })

  it('is slowed down for whoever sits at a computer that was left signed in', async () => {
    await open()
    const cookie = await signIn(server)
    const change = async () =>
      (
        await sendForm(
          server,
          '/admin/accounts/password',
          { present: 'sai mất rồi nhé', wanted: 'một câu hoàn toàn khác', again: 'một câu hoàn toàn khác' },
          { Cookie: cookie },
        )
      ).status
    const replies: number[] = []
    for (let n = 0; n < 7; n++) replies.push(await change())
    expect(replies).toEqual([422, 422, 422, 422, 422, 429, 429])
  })

  it('lets a copied device cookie of one account do nothing for another', async () => {
    await open()
    const device =
      cookieOf(await attempt({ password })) ||
      (await signIn(server))
        .split('; ')
        .filter((one) => one.startsWith('sipas_device'))
        .join('; ')
    expect(
      await statuses(
        7,
        () => ({ username: 'minh' }),
        () => ({ Cookie: device }),
      ),
    ).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect((await attempt({ username: 'minh' })).status).toBe(429)
  })
})

describe.each(oneEngine)('whoever guesses again and again on %s', (engine) => outlastsGuessing(engine, { tries: 100, every: 10 }))

describe('the network of a request', () => {
  it.each([
    ['203.0.113.77', '203.0.113'],
    ['203.0.113.77:4711', '203.0.113'],
    ['::ffff:203.0.113.77', '203.0.113'],
    ['::ffff:cb00:714d', '203.0.113'],
    ['::FFFF:CB00:7101', '203.0.113'],
    ['0:0:0:0:0:ffff:cb00:714d', '203.0.113'],
    ['[0000:0000:0000::ffff:203.0.113.9]:443', '203.0.113'],
    ['::ffff:cb00:724d%eth0', '203.0.114'],
    ['::fffe:cb00:714d', '0000:0000:0000:00'],
    ['2001:db8:12:3456::1', '2001:0db8:0012:34'],
    ['[2001:db8:12:34ff:1::9]:443', '2001:0db8:0012:34'],
    ['2001:db8:12:3500::1', '2001:0db8:0012:35'],
    ['::1', '0000:0000:0000:00'],
    ['fe80::1%eth0', 'fe80:0000:0000:00'],
    ['made up', 'unknown'],
    ['', 'unknown'],
  ])('of %s is %s', (address, prefix) => {
    expect(prefixOf(address)).toBe(prefix)
  })

  it('is read as far to the left as proxies are trusted', () => {
    const heard = ['forged', 'client', 'outer proxy', 'inner proxy']
    expect([0, 1, 2, 9].map((hops) => clientOf(heard, hops))).toEqual(['inner proxy', 'outer proxy', 'client', 'forged'])
  })
})

describe('a password', () => {
  it.each([
    ['bốn con cá bơi ngược', undefined],
    ['x7#Kp9!vQ2$mZ', undefined],
    ['7294-8816-3350-1', undefined],
    ['quá ngắn', 'short'],
    ['a'.repeat(201), 'long'],
    ['aaaaaaaaaaaa', 'common'],
    ['123456789012', 'digits'],
    ['abc123456789', 'digits'],
    ['Password1234', 'common'],
    ['passwordpassword!', 'common'],
    ['Quản trị viên 2026', 'common'],
    ['qwertyuiop[]12', 'common'],
    ['vothilan@2026!', 'named'],
  ])('"%s" is %s', async (text, fault) => {
    expect(await passwordFault(text, 'vothilan')).toBe(fault)
  })
})
