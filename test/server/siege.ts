import { createHook } from 'node:async_hooks'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { hashPassword } from '../../server/access/credentials'
import { insertUser } from '../../server/db/accounts'
import { whole } from '../../server/db/dialect'
import { appCode, offerIn, wrongCode } from './authenticator'
import { type EngineName, startServer, type TestServer } from './harness'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const { username, password } = officer
const second = 1000
const quarter = 15 * 60 * second

type Siege = { readonly tries: number; /** Seconds of the server's clock from one try to the next. */ readonly every: number }

/** What holds while somebody tries so often, each time from another network but where it says otherwise. */
export function outlastsGuessing(engine: EngineName, { tries, every }: Siege): void {
  /** After the first quarter of an hour one in each. */
  const quarters = Math.floor((tries * every * second) / quarter)
  const [fromAnywhere, fromOneNetwork] = [10 + quarters, 35 + quarters]
  let server: TestServer
  let time: number
  let owner: string
  beforeEach(async () => {
    time = Date.parse('2026-11-20T01:00:00Z')
    server = await startServer({ engine, now: () => time, settings: { TRUST_PROXY: '1' } })
    owner = devicesIn(await signIn(server))
  })
  afterEach(() => server.close())

  const from = (n: number) => ({ 'X-Forwarded-For': `10.${(n >> 8) & 255}.${n & 255}.1` })
  const enter = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) =>
    sendForm(server, '/admin/sign-in', { username, password, ...fields }, headers)

  /** Tries again and again; gives the times at which it was looked at whether the try was right. */
  async function tried(one: (n: number) => Promise<number>, between: (n: number) => Promise<void>): Promise<readonly number[]> {
    const looked: number[] = []
    for (let n = 0; n < tries; n++) {
      const status = await one(n)
      expect([401, 429]).toContain(status)
      if (status === 401) looked.push(time)
      if (n % Math.ceil(tries / 4) === 0) await between(n)
      time += every * second
    }
    return looked
  }

  /** The most in any quarter of an hour. */
  const mostAtOnce = (times: readonly number[]): number =>
    Math.max(...times.map((begun) => times.filter((at) => at >= begun && at < begun + quarter).length))

  it(`looks at no more than ${fromAnywhere} of ${tries} passwords for one account, nine in a quarter of an hour, and lets its owner in on a known device`, async () => {
    const hashed = countedHashes()
    let signedIn = 0
    const looked = await tried(
      async (n) => {
        const reply = await enter({ password: `mật khẩu thứ ${n}` }, from(n))
        await reply.arrayBuffer()
        return reply.status
      },
      async (n) => {
        expect((await enter({}, { ...from(n), Cookie: owner })).status).toBe(303)
        signedIn += 1
      },
    )
    expect([looked.length > 9, looked.length <= fromAnywhere, mostAtOnce(looked)]).toEqual([true, true, 9])
    expect(hashed.stop()).toBe(looked.length + signedIn)
    expect((await enter({}, from(tries))).status).toBe(429)
  })

  it(`looks at no more than ${fromOneNetwork} of ${tries} accounts for one password from one network, 35 in a quarter of an hour; a known device there and people elsewhere come in`, async () => {
    const hash = await hashPassword('mười hai con mèo ngủ trưa')
    await whole(server.database, async (within) => {
      for (let n = 0; n < tries; n++) await insertUser(within, newUser(`user${n}`, ''), hash, 0)
    })
    const looked = await tried(
      async (n) => {
        const reply = await enter({ username: `user${n}`, password: 'Matkhau@2026' }, { 'X-Forwarded-For': `203.0.113.${n % 250}` })
        await reply.arrayBuffer()
        return reply.status
      },
      async (n) => {
        expect((await enter({}, { 'X-Forwarded-For': '203.0.113.7', Cookie: owner })).status).toBe(303)
        expect((await enter({}, from(n))).status).toBe(303)
      },
    )
    expect([looked.length > 30, looked.length <= fromOneNetwork, mostAtOnce(looked) <= 35]).toEqual([true, true, true])
  })

  it(`looks at no more than ${fromAnywhere} of ${tries} codes of who has the password, and lets the owner in with theirs`, async () => {
    const cookie = await signIn(server)
    const { secret, seal } = offerIn(
      await (await sendForm(server, '/admin/account/factor', { present: password }, { Cookie: cookie })).text(),
    )
    const code = appCode(secret, time)
    expect((await sendForm(server, '/admin/account/factor/confirm', { secret, seal, code }, { Cookie: cookie })).status).toBe(200)
    time += 60 * second
    let half = { cookie: '', until: 0, left: 0 }
    const looked = await tried(
      async (n) => {
        // Five codes, five minutes; then the password again, which is known to who guesses.
        if (time >= half.until || half.left === 0)
          half = { cookie: cookieOf(await enter({}, from(n))), until: time + 300 * second, left: 5 }
        const reply = await sendForm(server, '/admin/sign-in/code', { code: wrongCode(secret, time) }, { Cookie: half.cookie })
        await reply.arrayBuffer()
        if (reply.status === 401) half.left -= 1
        return reply.status
      },
      async () => {
        const asked = cookieOf(await enter({}, { Cookie: owner }))
        const shown = { code: appCode(secret, time) }
        expect((await sendForm(server, '/admin/sign-in/code', shown, { Cookie: `${asked}; ${owner}` })).status).toBe(303)
      },
    )
    expect([looked.length > 9, looked.length <= fromAnywhere, mostAtOnce(looked)]).toEqual([true, true, 9])
  })
}

const devicesIn = (cookie: string): string =>
  cookie
    .split('; ')
    .filter((one) => one.startsWith('sipas_device'))
    .join('; ')

/**
 * Counts how often a password is hashed in this process from now on. The hasher works on another thread, and Node hears of that work
 * under no name; nothing else in the product is of that kind.
 */
export function countedHashes(): { readonly stop: () => number } {
  let count = 0
  const hook = createHook({ init: (_, type) => void (count += type === 'undefined' ? 1 : 0) }).enable()
  return {
    stop: () => {
      hook.disable()
      return count
    },
  }
}
