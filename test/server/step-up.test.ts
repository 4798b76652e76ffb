import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actTable } from '../../server/acts/table'
import { newUser } from '../../server/access/account'
import { insertUser, unchosen, userNamed } from '../../server/db/accounts'
import { findCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { readFactorRule, readProvince, saveFactorRule } from '../../server/db/settings'
import { readSmall } from '../surveys/small'
import { appCode, type Held, heldIn as formIn, offerIn } from './authenticator'
import { accepting, designing } from './designing'
import { fielded } from './fielded'
import { oneEngine, migratedDatabase, startServer, type TestServer } from './harness'
import { officeOf, said } from './office'
import { cookieOf, officer, sendForm, signIn } from './signed-in'

const minute = 60_000
const { username, password } = officer

describe('what cannot be undone', () => {
  it('is told with its reason where acts are explained, and nothing else is', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../server/acts/README.md'), 'utf8')
    const section = /## What cannot be undone\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
    const told = [...section.matchAll(/^\| `([\w.-]+)` \|/gm)].map(([, name]) => name)
    const final = Object.entries(actTable).flatMap(([name, entry]) => ('isFinal' in entry ? [name] : []))
    expect(new Set(told)).toEqual(new Set(final))
    expect(told.length).toBe(final.length)
  })
})

describe.each(oneEngine)('what cannot be undone, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  let address: string
  let server: TestServer
  let time = Date.parse('2026-11-28T02:00:00Z')
  beforeAll(async () => {
    address = await migratedDatabase(engine, folder)
    server = await startServer({ address, now: () => time })
    await signIn(server)
    await fielded(server.database)
    for (const name of ['minh', 'hoa']) {
      const user = newUser(name, `Trần ${name}`)
      await insertUser(server.database, user, unchosen, time)
      await saveGrant(server.database, user.id, { role: 'analyst', agency: 'A1', endsOn: '' })
    }
  })
  beforeEach(async () => {
    time += 2 * minute
    await server.database.db.deleteFrom('guesses').execute()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const send = (path: string, cookie: string, fields: Readonly<Record<string, string>> = {}, url = server.url): Promise<Response> =>
    sendForm({ url }, path, fields, { Cookie: cookie })
  const isDisabled = async (name: string): Promise<boolean> => (await userNamed(server.database, name))?.disabled_at !== ''
  const acts = async (): Promise<readonly string[]> =>
    (await server.database.db.selectFrom('events').select(['act', 'object']).orderBy('seq').execute())
      .filter(({ act }) => Object.hasOwn(actTable, act))
      .map(({ act, object }) => `${act} ${object}`)

  /** The form of a page that asks who it is, as a browser would send it. */
  async function heldIn(reply: Response): Promise<Held> {
    expect(reply.status).toBe(401)
    const html = await reply.text()
    expect(said(html)).toContain('Xin xác nhận đó là bạn')
    return formIn(html)
  }
  const show = ({ action, fields }: Held, cookie: string, more: Readonly<Record<string, string>> = {}): Promise<Response> =>
    send(action, cookie, { ...fields, 'proof-password': password, ...more })

  it('is done at once within ten minutes of signing in, and after that once the password was typed again', async () => {
    const cookie = await signIn(server)
    time += 10 * minute - 1
    expect((await send('/admin/accounts/minh/disable', cookie)).status).toBe(303)
    expect((await send('/admin/accounts/minh/enable', cookie)).status).toBe(303)
    time += 1
    const before = await acts()
    const held = await heldIn(await send('/admin/accounts/minh/disable', cookie))
    const wrong = await show(held, cookie, { 'proof-password': 'sai mất rồi nhé' })
    expect([wrong.status, formIn(await wrong.text())]).toEqual([422, held])
    expect([await isDisabled('minh'), await acts()]).toEqual([false, before])
    const right = await show(held, cookie)
    expect([right.status, right.headers.get('location')]).toEqual([303, '/admin/accounts/minh?done=account-disabled'])
    expect(await acts()).toEqual([...before, 'accounts.disable minh'])
    // What can be taken back never asks; what cannot asks again after ten minutes.
    expect((await send('/admin/accounts/minh/enable', cookie)).status).toBe(303)
    time += 10 * minute - 1
    expect((await send('/admin/accounts/minh/reset', cookie)).status).toBe(200)
    time += 1
    await heldIn(await send('/admin/accounts/minh/reset', cookie))
    expect((await send('/admin/accounts/minh/roles', cookie, { role: 'analyst', agency: 'A2', endsOn: '' })).status).toBe(303)
  })

  it('keeps what was sent, and does it once however often it comes', async () => {
    const cookie = await signIn(server)
    time += 10 * minute
    const before = await acts()
    const wanted = { role: 'administrator', agency: '', endsOn: '2099-12-31', note: 'dòng "một"\ndòng <hai> & ba' }
    const held = await heldIn(await send('/admin/accounts/hoa/roles', cookie, wanted))
    expect(held.fields).toEqual(wanted)
    const replies = await Promise.all([1, 2, 3].map(() => show(held, cookie)))
    expect(replies.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await acts()).toEqual([...before, 'accounts.grant hoa'])
    const user = { ...wanted, username: 'moi', name: 'Người mới', kind: 'person', once: 'khoá-một-lần' }
    time += 10 * minute
    const making = await heldIn(await send('/admin/new/account', cookie, user))
    for (const one of [await show(making, cookie), await show(making, cookie)]) expect([200, 422]).toContain(one.status)
    expect((await acts()).filter((one) => one === 'accounts.create moi')).toHaveLength(1)
  })

  it('goes on in that session alone, and with nothing altered', async () => {
    const [cookie, other] = [await signIn(server), await signIn(server)]
    time += 10 * minute
    const before = await acts()
    const held = await heldIn(await send('/admin/accounts/minh/roles', cookie, { role: 'protection', agency: '', endsOn: '' }))
    const elsewhere = await show(held, other)
    expect([elsewhere.status, said(await elsewhere.text()).includes('một phiên đăng nhập khác')]).toEqual([409, true])
    for (const altered of [
      { ...held, fields: { ...held.fields, role: 'administrator' } },
      { ...held, action: held.action.replace('minh', 'hoa') },
      { ...held, action: held.action.replace(/proof=.{6}/, 'proof=aaaaaa') },
    ])
      expect((await show(altered, cookie)).status).toBe(409)
    expect((await send(held.action, '', { ...held.fields, 'proof-password': password })).status).toBe(401)
    expect(await acts()).toEqual(before)
    expect((await show(held, cookie)).status).toBe(303)
  })

  it('asks nobody for a password where it would come to nothing', async () => {
    const cookie = await signIn(server)
    time += 10 * minute
    expect((await send('/admin/accounts/nobody/disable', cookie)).status).toBe(404)
    expect((await send(`/admin/accounts/${username}/disable`, cookie)).status).toBe(409)
    expect((await send('/admin/campaigns/none/setup/close', cookie)).status).toBe(404)
  })

  it('takes wrong tries out of the budget of signing in, and the other way round', async () => {
    const cookie = await signIn(server)
    time += 10 * minute
    const held = await heldIn(await send('/admin/accounts/minh/disable', cookie))
    const wrong = { 'proof-password': 'không phải đâu' }
    for (let n = 0; n < 5; n++) expect((await show(held, cookie, wrong)).status).toBe(422)
    const sixth = await show(held, cookie, wrong)
    expect([sixth.status, Number(sixth.headers.get('retry-after')) > 0]).toEqual([429, true])
    const entering = await sendForm(server, '/admin/sign-in', { username, password }, { Cookie: cookie })
    expect(entering.status).toBe(429)
    expect(await isDisabled('minh')).toBe(false)
    await server.database.db.deleteFrom('guesses').execute()
    for (let n = 0; n < 5; n++) await sendForm(server, '/admin/sign-in', { username, password: 'không' }, { Cookie: cookie })
    expect((await show(held, cookie)).status).toBe(429)
  })

  it('counts as proved in every process', async () => {
    const other = await startServer({ address, now: () => time })
    try {
      const cookie = await signIn(server)
      time += 10 * minute
      const held = await heldIn(await send('/admin/accounts/minh/disable', cookie, {}, other.url))
      expect((await show(held, cookie)).status).toBe(303)
      expect((await send('/admin/accounts/minh/enable', cookie, {}, other.url)).status).toBe(303)
      expect((await send('/admin/accounts/minh/disable', cookie, {}, other.url)).status).toBe(303)
      expect((await send('/admin/accounts/minh/enable', cookie, {}, other.url)).status).toBe(303)
    } finally {
      await other.close()
    }
  })

  it('is no more proved by changing the password than before, since that asks for no code', async () => {
    const cookie = await signIn(server)
    time += 10 * minute
    const another = 'một câu hoàn toàn khác'
    const changed = cookieOf(await send('/admin/accounts/password', cookie, { present: password, wanted: another, again: another }))
    const held = await heldIn(await send('/admin/accounts/minh/disable', changed))
    expect((await show(held, changed, { 'proof-password': another })).status).toBe(303)
    expect((await send('/admin/accounts/minh/enable', changed)).status).toBe(303)
    await send('/admin/accounts/password', changed, { present: another, wanted: password, again: password })
  })

  it('asks for the code as well where the account has one, and brings a file along', async () => {
    const asked = await signIn(server)
    const { secret, seal } = offerIn(await (await send('/admin/account/factor', asked, { present: password })).text())
    const cookie = cookieOf(await send('/admin/account/factor/confirm', asked, { secret, seal, code: appCode(secret, time) }))
    await saveFactorRule(server.database, 'everybody')
    time += 10 * minute
    const form = new FormData()
    for (const [name, value] of Object.entries({ name: 'Tỉnh Sông Ngân', nameEn: '', publicUrl: '' })) form.append(name, value)
    const picture = new PNG({ width: 40, height: 40 })
    form.append('crest', new Blob([new Uint8Array(PNG.sync.write(picture))], { type: 'image/png' }), 'huy hiệu.png')
    const settings = await fetch(`${server.url}/admin/settings`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: server.url, Cookie: cookie, 'Accept-Language': 'vi' },
      body: form,
    })
    const held = await heldIn(settings)
    expect(await readFactorRule(server.database)).toBe('everybody')
    const code = appCode(secret, time)
    for (const wrong of [{}, { 'proof-code': appCode(secret, time - 5 * minute) }, { 'proof-code': code, 'proof-password': 'sai rồi' }])
      expect((await show(held, cookie, wrong)).status).toBe(422)
    expect((await show(held, cookie, { 'proof-code': code })).headers.get('location')).toBe('/admin/settings?done=settings')
    expect([await readFactorRule(server.database), (await readProvince(server.database)).name]).toEqual([
      'nobody',
      { vi: 'Tỉnh Sông Ngân' },
    ])
    expect((await readProvince(server.database)).crest).toMatch(/^[0-9a-f]{16}$/)
    time += 2 * minute
    await send('/admin/account/remove-factor', cookie, { present: password, code: appCode(secret, time) })
    expect((await server.database.db.selectFrom('second_factors').selectAll().execute()).length).toBe(0)
  })

  it('is not done with a token, whatever it may, and a script is told what to do', async () => {
    const status = async () => (await findCampaign(server.database, 'c1'))?.campaign.status
    const office = officeOf(server)
    const closed = await office.send('/admin/campaigns/c1/setup/close')
    expect([closed.status, said(await closed.text()).includes('không làm bằng mã truy cập'), await status()]).toEqual([403, true, 'open'])
    // What can be taken back is done as before.
    expect((await office.send('/admin/campaigns/c1/setup/change')).status).toBe(409)
    const [author, cookie] = [designing(server), await signIn(server)]
    const small = { ...readSmall(), id: 'nho' }
    await author.begin(small)
    expect((await author.save('nho', 1, small, accepting(small))).status).toBe(200)
    time += 10 * minute
    const publish = async (who: Readonly<Record<string, string>>, revision: number) => {
      const reply = await fetch(`${server.url}/admin/designs/nho/publish`, {
        method: 'POST',
        headers: { ...who, Origin: server.url, 'Content-Type': 'application/json', 'Accept-Language': 'vi' },
        body: JSON.stringify({ revision }),
      })
      return [reply.status, (await reply.json()).code]
    }
    // Told first what is wrong.
    expect(await publish({ Authorization: `Bearer ${server.token}` }, 1)).toEqual([409, undefined])
    expect(await publish({ Authorization: `Bearer ${server.token}` }, 2)).toEqual([403, 'in_person'])
    expect(await publish({ Cookie: cookie }, 2)).toEqual([401, 'proof_needed'])
    const held = await heldIn(await send('/admin/designs/nho/publish', cookie, { revision: '2' }))
    expect((await show(held, cookie)).headers.get('location')).toBe('/admin/questionnaires/nho/1?done=version')
  })

  it('is refused kindly where what comes back is no form', async () => {
    const cookie = await signIn(server)
    const reply = await fetch(`${server.url}/admin/accounts/minh/disable?proof=x`, {
      method: 'POST',
      headers: { Cookie: cookie, Origin: server.url, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: 'nothing of that',
    })
    expect([reply.status, await isDisabled('minh')]).toEqual([400, false])
  })
})
