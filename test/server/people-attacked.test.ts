import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser, unchosen, userNamed } from '../../server/db/accounts'
import { readThrough } from '../../server/db/events'
import { grantsOf, saveGrant } from '../../server/db/grants'
import { linkSubject } from '../../server/db/provider-accounts'
import { readFourEyes, saveFourEyes } from '../../server/db/settings'
import { fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, officeWith, said } from './office'
import { backPath, settingsFor, startIssuer, type TestIssuer, type Visited, type Visitor, visitor } from './provider'
import { officer, signIn } from './signed-in'
import { tokenOf } from './token'

const minute = 60_000
const day = 24 * 60 * minute

type Claims = Readonly<Record<string, unknown>>

describe.each(oneEngine)('somebody who tries what people may do, on %s', (engine) => {
  let issuer: TestIssuer
  let server: TestServer
  let lan: Office
  /** How far the product's clock is ahead. */
  let ahead = 0
  beforeAll(async () => {
    issuer = await startIssuer()
    server = await startServer({ engine, now: () => Date.now() + ahead, settings: settingsFor(issuer.issuer) })
    lan = officeWith(server, await signIn(server))
    await fielded(server.database)
    const minh = newUser('minh', 'Trần Minh')
    await insertUser(server.database, minh, undefined, 0)
    await linkSubject(server.database, { issuer: issuer.issuer, subject: 'minh' }, minh.id, new Date(0).toISOString())
    await give('Quản trị', 'administrator')
  })
  beforeEach(async () => {
    lan = officeWith(server, await signIn(server))
  })
  afterAll(async () => {
    const { fault } = await readThrough(server.database)
    await server.close()
    await issuer.close()
    expect(fault).toBeUndefined()
  })

  /** Goes to the provider, which answers with these claims, and comes back. */
  async function comeAs(claims: Claims, who: Visitor = visitor(), path = '/admin/sign-in/provider'): Promise<Visited> {
    const { url: asking } = await who.go(server.url + path, (address) => address.startsWith(issuer.issuer))
    issuer.asked(asking)
    const shift = Math.round(ahead / 1000)
    issuer.lies({ claims: (right) => ({ ...right, iat: Number(right['iat']) + shift, exp: Number(right['exp']) + shift, ...claims }) })
    const state = new URL(asking).searchParams.get('state') ?? ''
    return who.go(`${server.url}${backPath}?${new URLSearchParams({ code: 'mã', state, iss: issuer.issuer })}`)
  }
  const officeFor = (who: Visitor): Office => officeWith(server, who.cookies(server.url))
  const give = async (group: string, role: string, agency = ''): Promise<void> => {
    expect((await lan.send('/admin/groups', { group, role, agency: agency || '*' })).status).toBe(303)
  }
  const entries = () => server.database.db.selectFrom('events').selectAll().orderBy('seq').execute()

  describe('switching off that two persons publish', () => {
    const ask = () => lan.send('/admin/settings/four-eyes/ask', { reason: 'Chỉ còn một người soạn phiếu' })
    const confirm = async (office: Office): Promise<number> => {
      const html = await office.html('/admin/settings')
      const asked = /name="asked" value="([^"]+)"/.exec(html)?.[1] ?? ''
      expect(asked).not.toBe('')
      return (await office.send('/admin/settings/four-eyes/confirm', { asked })).status
    }
    beforeEach(async () => {
      ahead += 8 * day
      lan = officeWith(server, await signIn(server))
      await saveFourEyes(server.database, true)
      await server.database.db.deleteFrom('settings').where('name', '=', 'four-eyes-off').execute()
    })

    it('takes nobody for a second person whom the provider has just brought, by whatever name', async () => {
      const who = visitor()
      expect((await ask()).status).toBe(303)
      expect((await comeAs({ sub: 'lan-khac', preferred_username: 'lan.khac', groups: ['Quản trị'] }, who)).status).toBe(200)
      expect([await confirm(officeFor(who)), await readFourEyes(server.database)]).toEqual([409, true])
      const told = async () => (await entries()).filter(({ act }) => act === 'refusals.alone').map(({ details }) => details)
      expect(await told()).toEqual(['{"tried":"settings.confirm-four-eyes-off","why":"new"}'])
      const html = await officeFor(who).html('/admin/settings')
      const asked = /name="asked" value="([^"]+)"/.exec(html)?.[1] ?? ''
      expect((await lan.send('/admin/settings/four-eyes/confirm', { asked })).status).toBe(409)
      expect((await told()).slice(1)).toEqual(['{"tried":"settings.confirm-four-eyes-off","why":"own"}'])
    })

    it('takes nobody whom a group has just let change settings, and who has had that for a week from another day on', async () => {
      const who = visitor()
      await comeAs({ sub: 'minh', groups: ['Quản trị'] }, who)
      expect((await ask()).status).toBe(303)
      expect([await confirm(officeFor(who)), await readFourEyes(server.database)]).toEqual([409, true])
      ahead += 8 * day
      lan = officeWith(server, await signIn(server))
      expect((await ask()).status).toBe(303)
      const later = visitor()
      await comeAs({ sub: 'minh', groups: ['Quản trị'] }, later)
      expect([await confirm(officeFor(later)), await readFourEyes(server.database)]).toEqual([303, false])
    })
  })

  it('fills no log by answers of no provider: what a stranger writes into an address is told once', async () => {
    const who = visitor()
    const { url: asking } = await who.go(`${server.url}/admin/sign-in/provider`, (address) => address.startsWith(issuer.issuer))
    const state = new URL(asking).searchParams.get('state') ?? ''
    const kept = who.cookies(server.url)
    const before = (await entries()).length
    for (let n = 0; n < 20; n += 1) {
      const answer = new URLSearchParams({ error: `e${n}_${'x'.repeat(40)}`, state, iss: issuer.issuer })
      await fetch(`${server.url}${backPath}?${answer}`, { headers: { Cookie: kept }, redirect: 'manual' })
    }
    expect((await entries()).length - before).toBe(1)
  })

  it('fills no log by trying what somebody made up: thirty refusals in an hour are told, and of the others how many', async () => {
    const quay = newUser('quay', 'Quấy Rối')
    await insertUser(server.database, quay, undefined, 0)
    await saveGrant(server.database, quay.id, { role: 'analyst', agency: 'A1', endsOn: '' })
    const who = officeOf({ ...server, token: await tokenOf(server.database, 'quay') })
    const told = async () => (await entries()).filter(({ person }) => person === 'Quấy Rối').map(({ act, details }) => `${act} ${details}`)
    const tryAll = async (some: string, count: number) => {
      for (let n = 0; n < count; n += 20)
        await Promise.all(Array.from({ length: 20 }, (_, m) => who.get(`/admin/campaigns/${some}-${n + m}`)))
    }
    // At the beginning of an hour, so that all of it lies within that one.
    ahead += 3_600_000 - ((Date.now() + ahead) % 3_600_000)
    await tryAll('bia', 60)
    expect(await told()).toEqual(Array.from({ length: 30 }, () => expect.stringMatching(/^refusals\.attempt /)))
    // What was refused once is told once, and a hundred times more is no more than that.
    await who.get('/admin/campaigns/bia-0')
    const since = new Date(Date.now() + ahead).toISOString().slice(0, 13)
    lan = officeWith(server, await signIn(server))
    expect(said(await lan.html('/admin/log'))).not.toContain('còn bị từ chối thêm')
    ahead += 3_600_000
    lan = officeWith(server, await signIn(server))
    for (const _ of [1, 2]) expect(said(await lan.html('/admin/log'))).toContain('Quấy Rối còn bị từ chối thêm 30 lần trong cùng một giờ')
    expect((await told()).slice(30)).toEqual([`refusals.more {"more":30,"since":"${since}:00:00Z"}`])
    // Or by what is refused next.
    await tryAll('lai', 40)
    ahead += 3_600_000
    await who.get('/admin/campaigns/nua')
    const last = (await told()).slice(31)
    expect([last.length, last[30]]).toEqual([32, expect.stringMatching(/^refusals\.more \{"more":10,/)])
    expect((await readThrough(server.database)).fault).toBeUndefined()
  })

  it('stays within what a server reads, however often another site sends a browser to the provider', async () => {
    const who = visitor()
    for (let n = 0; n < 40; n += 1) await who.go(`${server.url}/admin/sign-in/provider`, (address) => address.startsWith(issuer.issuer))
    expect(who.cookies(server.url).length).toBeLessThan(4_000)
    expect((await who.go(`${server.url}/admin`)).status).toBe(200)
    expect((await comeAs({ sub: 'minh', groups: [] }, who)).status).not.toBe(400)
  })

  it('holds no role over an agency that was deleted, in the one that comes later under its code', async () => {
    const hoa = newUser('hoa', 'Trần Hoà')
    await insertUser(server.database, hoa, unchosen, 0)
    const agency = (code: string) => ({ code, name: 'Xã mới', nameEn: '', block: '', parent: '', validFrom: '', validTo: '' })
    expect((await lan.send('/admin/new/agency', agency('Z9'))).status).toBe(303)
    await saveGrant(server.database, hoa.id, { role: 'manager', agency: 'Z9', endsOn: '' })
    await give('Xã Z9', 'manager', 'Z9')
    const who = visitor()
    await comeAs({ sub: 'z9', preferred_username: 'z9', groups: ['Xã Z9'] }, who)
    expect((await lan.send('/admin/agencies/Z9/delete')).status).toBe(303)
    expect((await lan.send('/admin/new/agency', agency('Z9'))).status).toBe(303)
    const z9 = await userNamed(server.database, 'z9')
    expect(await grantsOf(server.database, hoa.id)).toEqual([])
    expect(await grantsOf(server.database, z9?.id ?? '')).toEqual([])
    expect(await server.database.db.selectFrom('group_roles').selectAll().where('agency', '=', 'Z9').execute()).toEqual([])
  })

  it('does a form as its page knows it, whatever a script adds to it under the names of the page that asks', async () => {
    ahead += 11 * minute
    const reply = await lan.send('/admin/accounts/minh/disable', { 'proof-file': 'nothing of that', note: 'a' })
    expect(reply.status).toBe(401)
    const html = await reply.text()
    const action = (/<form class="narrow" method="post" action="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&')
    const fields = [...html.matchAll(/<input type="hidden" name="(?!proof-back)([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    )
    const sent = await lan.send(action, { ...Object.fromEntries(fields), 'proof-password': officer.password })
    expect(sent.status).toBe(303)
    await lan.send('/admin/accounts/minh/enable')
  })

  it('adds no second person of the provider to an account that one opens already', async () => {
    const { id = '' } = (await userNamed(server.database, officer.username)) ?? {}
    const link = async (sub: string): Promise<Visited> => {
      const who = visitor()
      await who.send(await who.go(`${server.url}/admin`), { username: officer.username, password: officer.password })
      const page = await officeFor(who).send('/admin/account/provider', { present: officer.password })
      const href = /href="(\/admin\/sign-in\/provider\?pass=[^"]+)"/.exec(await page.text())?.[1] ?? ''
      return href === '' ? who.go(`${server.url}/admin/account`) : comeAs({ sub, groups: [] }, who, href)
    }
    expect((await link('lan-own')).url).toContain('done=provider-linked')
    const second = await link('a-colleague')
    expect(second.url).not.toContain('done=provider-linked')
    const subjects = await server.database.db.selectFrom('provider_accounts').select('subject').where('user_id', '=', id).execute()
    expect(subjects).toEqual([{ subject: 'lan-own' }])
    expect((await comeAs({ sub: 'a-colleague', groups: [] })).status).toBe(403)
    expect((await lan.send('/admin/account/provider/remove', { present: officer.password })).status).toBe(303)
  })

  it('says of some roles alone that they were not given, where there are too many for an address', async () => {
    const groups = Array.from({ length: 300 }, (_, n) => `Nhóm quản lý đợt khảo sát số ${n}`)
    const rows = groups.map((group_name) => ({ group_name, role: 'manager', agency: 'A1' }))
    await server.database.db.insertInto('group_roles').values(rows).execute()
    const tam = newUser('tam', 'Trần Tâm')
    await insertUser(server.database, tam, undefined, 0)
    await linkSubject(server.database, { issuer: issuer.issuer, subject: 'tam' }, tam.id, new Date(0).toISOString())
    await saveGrant(server.database, tam.id, { role: 'reader', agency: 'A1', endsOn: '' })
    const page = await comeAs({ sub: 'tam', groups })
    expect([page.status, said(page.html).split('Nhóm quản lý').length - 1]).toEqual([200, 10])
    expect(said(page.html)).toContain('Còn 290 vai trò nữa như vậy')
    const told = JSON.parse((await entries()).at(-1)?.details ?? '')
    expect(told.notGiven).toHaveLength(300)
    await server.database.db.deleteFrom('group_roles').where('group_name', 'in', groups).execute()
  })

  it('makes one account of somebody new who comes back in two browsers at once', async () => {
    await give('Cùng lúc', 'analyst')
    const ways = await Promise.all(
      [visitor(), visitor()].map(async (who) => {
        const { url } = await who.go(`${server.url}/admin/sign-in/provider`, (address) => address.startsWith(issuer.issuer))
        return { who, url }
      }),
    )
    const shift = Math.round(ahead / 1000)
    // One token is for one way, so the other is refused; nobody is made twice.
    issuer.asked(ways[0]?.url ?? '')
    issuer.lies({
      claims: (right) => ({
        ...right,
        iat: Number(right['iat']) + shift,
        exp: Number(right['exp']) + shift,
        sub: 'cung-luc',
        preferred_username: 'cungluc',
        groups: ['Cùng lúc', ...Array.from({ length: 10_000 }, (_, n) => `Nhóm ${n}`), 'Cùng lúc', 7, null, ['Quản trị']],
      }),
    })
    const back = (n: number) => {
      const way = ways[n]
      const state = new URL(way?.url ?? '').searchParams.get('state') ?? ''
      return way?.who.go(`${server.url}${backPath}?${new URLSearchParams({ code: 'mã', state, iss: issuer.issuer })}`)
    }
    const came = await Promise.all([back(0), back(0), back(1)])
    expect(came.map((one) => String(one?.status)).sort()).toEqual(['200', '400', '502'])
    const made = await server.database.db.selectFrom('provider_accounts').select('user_id').where('subject', '=', 'cung-luc').execute()
    expect(made).toHaveLength(1)
    expect((await grantsOf(server.database, made[0]?.user_id ?? '')).map(({ role, group }) => `${group} ${role}`)).toEqual([
      'Cùng lúc analyst',
    ])
  })

  it('is no more proved by a provider that did not ask again', async () => {
    const who = visitor()
    const asked = Math.round((Date.now() + ahead) / 1000) - 3600
    const subject = { sub: 'chau', preferred_username: 'chau', groups: ['Quản trị'] }
    expect((await comeAs({ ...subject, auth_time: asked }, who)).status).toBe(200)
    const held = await officeFor(who).send('/admin/accounts/minh/disable')
    expect(held.status).toBe(401)
    const page = await held.text()
    expect(said(page)).toContain('Tài khoản này không có mật khẩu')
    const again = (/href="(\/admin\/sign-in\/provider\?again[^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
    const { url: asking } = await who.go(server.url + again, (address) => address.startsWith(issuer.issuer))
    expect(new URL(asking).searchParams.get('prompt')).toBe('login')
    // Whoever takes that out of the address is asked nothing there, and has shown nothing here.
    await comeAs({ ...subject, auth_time: asked }, who, again)
    expect((await officeFor(who).send('/admin/accounts/minh/disable')).status).toBe(401)
    await comeAs({ ...subject, auth_time: asked + 3600 }, who, again)
    expect((await officeFor(who).send('/admin/accounts/minh/disable')).status).toBe(303)
    await lan.send('/admin/accounts/minh/enable')
  })
})
