import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { deleteTouchpoint } from '../../server/acts/touchpoints'
import { userNamed } from '../../server/db/accounts'
import { grantsOf, saveGrant } from '../../server/db/grants'
import { findResponse } from '../../server/db/responses'
import { createTouchpoint } from '../../server/db/touchpoints'
import { daysLater } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { commandOn } from './cli'
import { agency, fielded, post, response } from './fielded'
import { atNoon, engines, startServer, type TestServer } from './harness'
import { type Office, officeWith, said } from './office'
import { cookieOf, sendForm, signIn } from './signed-in'

const password = 'mười hai con mèo ngủ trưa'
const { today, now } = atNoon()
const daysAgo = (days: number): string => daysLater(today, -days)

type Signed = { readonly office: Office; readonly cookie: string }

describe.each(engines)('who enters what others said, on %s', (engine) => {
  let server: TestServer
  let lan: Signed
  /** Interviewer at `in1`, and paper clerk at `pa1` and `pa2`. */
  let hoa: Signed
  let mai: Signed

  beforeAll(async () => {
    server = await startServer({ engine, now })
    const cookie = await signIn(server)
    lan = { office: officeWith(server, cookie), cookie }
    const at = (code: string, campaign: string, kind: 'interviewer' | 'paper' | 'qr', agencies: readonly string[]) =>
      ({ code, campaign, kind, label: { vi: `Điểm ${code}`, en: `Place ${code}` }, agencies }) as const
    const agencies = [agency('A1'), agency('A2')]
    await fielded(server.database, {
      touchpoints: [
        at('q1', 'c1', 'qr', ['A1']),
        at('in1', 'c1', 'interviewer', ['A1']),
        at('in2', 'c1', 'interviewer', ['A2']),
        at('pa1', 'c1', 'paper', ['A1']),
        at('pa2', 'c1', 'paper', ['A1', 'A2']),
        at('pa3', 'c1', 'paper', ['A2']),
      ],
    })
    const over = (code: string, days: number) =>
      fielded(server.database, {
        code,
        agencies,
        opensOn: daysAgo(90),
        closesOn: daysAgo(days),
        touchpoints: [at(`pa-${code}`, code, 'paper', ['A1']), at(`in-${code}`, code, 'interviewer', ['A1'])],
      })
    await over('late', 10)
    await over('past', 40)
    await fielded(server.database, {
      code: 'soon',
      agencies,
      opensOn: '2098-01-01',
      touchpoints: [at('in-soon', 'soon', 'interviewer', ['A1'])],
    })
    hoa = await invited('hoa', { role: 'interviewer', touchpoints: ['in1', 'in-soon'] })
    mai = await invited('mai', { role: 'clerk', touchpoints: ['pa1', 'pa2'] })
  })
  afterAll(() => server.close())

  type Invitation = { readonly role: string; readonly touchpoints: readonly string[]; readonly more?: Readonly<Record<string, string>> }
  const invite = (username: string, { role, touchpoints, more }: Invitation): Promise<Response> =>
    lan.office.send('/admin/new/account', {
      username,
      name: `Người ${username}`,
      kind: 'person',
      agency: '',
      endsOn: '',
      role,
      [`at-${role}`]: touchpoints,
      ...more,
    })

  /** Lets somebody in by the page, and signs in by the link that it shows. */
  async function invited(username: string, wanted: Invitation): Promise<Signed> {
    const link = /\/admin\/password\/[\w-]+/.exec(await (await invite(username, wanted)).text())?.[0] ?? ''
    const entered = await sendForm(server, link, { wanted: password, again: password })
    expect(entered.status).toBe(303)
    const cookie = cookieOf(entered)
    return { office: officeWith(server, cookie), cookie }
  }
  const idOf = async (username: string): Promise<string> => (await userNamed(server.database, username))?.id ?? ''
  /** Lets roles at touchpoints end on that day. */
  const endAt = async (username: string, role: 'interviewer' | 'clerk', touchpoint: string, endsOn: string): Promise<void> =>
    saveGrant(server.database, await idOf(username), { role, agency: '', touchpoint, endsOn })
  const entered = async (username: string, touchpoint: string): Promise<number> =>
    (
      await server.database.db
        .selectFrom('entered_counts')
        .select('entered')
        .where('user_id', '=', await idOf(username))
        .where('touchpoint', '=', touchpoint)
        .where('day', '=', today)
        .executeTakeFirst()
    )?.entered ?? 0
  const stored = async (touchpoint: string) =>
    server.database.db
      .selectFrom('responses')
      .select(['id', 'channel', 'answered_on', 'agency'])
      .where('touchpoint', '=', touchpoint)
      .orderBy('seq')
      .execute()
  const asked = (more: Partial<SubmittedResponse> = {}) => response(undefined, { touchpoint: 'in1', assisted: true, ...more })
  const sendAs = (who: Signed | undefined, body: unknown, path = '', origin = server.url): Promise<Response> =>
    fetch(`${server.url}/api/v1/responses${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(who && { Cookie: who.cookie, Origin: origin }) },
      body: JSON.stringify(body),
    })
  const verdict = async (who: Signed | undefined, body: SubmittedResponse) => {
    const { results }: { readonly results: readonly { readonly status: number; readonly problem?: { readonly code: string } }[] } = await (
      await sendAs(who, { responses: [body] }, '/batch')
    ).json()
    return [results[0]?.status, results[0]?.problem?.code]
  }

  describe('a role at touchpoints', () => {
    it.each([
      ['without a touchpoint', { role: 'interviewer', touchpoints: [] }, 'hãy chọn ít nhất một điểm'],
      ['at one of another kind', { role: 'interviewer', touchpoints: ['pa1'] }, 'không đúng loại'],
      ['at one where people answer themselves', { role: 'clerk', touchpoints: ['q1'] }, 'không đúng loại'],
      ['at one that is nowhere', { role: 'clerk', touchpoints: ['pa1', 'none'] }, 'không đúng loại'],
      ['in a campaign that is long over', { role: 'clerk', touchpoints: ['pa-past'] }, 'đợt của điểm đã kết thúc'],
    ])('is not given %s, and nobody is made', async (_, wanted, words) => {
      const sent = await invite('x1', wanted)
      expect([sent.status, said(await sent.text()).includes(words)]).toEqual([422, true])
      expect(await userNamed(server.database, 'x1')).toBeUndefined()
    })

    it('is picked from a list of its own that is looked through, what is ticked first', async () => {
      const offered = (html: string) =>
        [...html.matchAll(/name="at-([\w-]+)" value="([\w-]+)"( checked)?/g)].map(([, at, code, is]) => `${at} ${code}${is ?? ''}`)
      const all = ['interviewer in-soon', 'interviewer in1', 'interviewer in2', 'clerk pa1', 'clerk pa2', 'clerk pa3']
      expect(offered(await lan.office.html('/admin/new/account'))).toEqual(all)
      const look = { look: 'find-clerk', 'find-clerk': 'xa a1', 'find-interviewer': 'soon' }
      const found = await invite('x2', { role: 'clerk', touchpoints: ['pa3'], more: look })
      const form = await found.text()
      expect([found.status, form.includes('value="x2"')]).toEqual([200, true])
      expect(offered(form)).toEqual(['interviewer in-soon', 'clerk pa3 checked', 'clerk pa1', 'clerk pa2'])
      const page = await lan.office.send('/admin/accounts/mai/roles', { role: 'clerk', 'at-clerk': ['pa3'], endsOn: '', ...look })
      expect([page.status, offered(await page.text())]).toEqual([
        200,
        ['interviewer in-soon', 'clerk pa3 checked', 'clerk pa1', 'clerk pa2'],
      ])
      expect(await userNamed(server.database, 'x2')).toBeUndefined()
    })

    it('is given beside others of every kind in one form, and what is ticked for another role does not matter', async () => {
      const more = { rows: '3', 'role-2': 'clerk', 'at-interviewer-2': 'in2', 'role-3': 'analyst', 'agency-3': 'A1', 'at-clerk-3': 'pa1' }
      const sent = await invite('moi', { role: 'interviewer', touchpoints: ['in1', 'in2'], more: { ...more, 'at-clerk-2': 'pa2' } })
      expect(sent.status).toBe(200)
      const held = (await grantsOf(server.database, await idOf('moi'))).map(
        ({ role, agency, touchpoint = agency }) => `${role} ${touchpoint}`,
      )
      expect(held.sort()).toEqual(['analyst A1', 'clerk pa2', 'interviewer in1', 'interviewer in2'])
      const bare = await invite('x3', { role: 'interviewer', touchpoints: ['in1'], more })
      const told = await bare.text()
      // What is missing stands at the second role.
      expect([bare.status, told.indexOf('hãy chọn ít nhất một điểm') > told.indexOf('name="endsOn"')]).toEqual([422, true])
      expect(await userNamed(server.database, 'x3')).toBeUndefined()
    })

    it('is one event whatever it names, ends with a touchpoint that is deleted, and another one of its code begins without', async () => {
      const page = '/admin/accounts/mai/roles'
      const events = async () =>
        (await server.database.db.selectFrom('events').select(['act', 'details']).execute()).filter(
          ({ act: name }) => name === 'accounts.grant',
        )
      const before = (await events()).length
      expect((await lan.office.send(page, { role: 'clerk', 'at-clerk': ['pa1', 'pa2', 'pa3'], endsOn: '' })).status).toBe(303)
      const after = await events()
      expect([after.length - before, after.at(-1)?.details.includes('"touchpoints":["pa3"]')]).toEqual([1, true])
      expect(said(await lan.office.html(page))).toContain('Điểm Xã A2 · Điểm pa3 (mã pa3)')
      expect((await mai.office.get('/admin/entering/pa3')).status).toBe(200)
      await act({ database: server.database, now: Date.now }, atCommandLine(), deleteTouchpoint, { code: 'pa3' })
      await createTouchpoint(server.database, { code: 'pa3', campaign: 'c1', kind: 'paper', label: { vi: 'Điểm pa3' }, agencies: ['A2'] })
      expect((await grantsOf(server.database, await idOf('mai'))).map(({ touchpoint }) => touchpoint)).toEqual(['pa1', 'pa2'])
      expect((await mai.office.get('/admin/entering/pa3')).status).toBe(404)
    })

    it('is taken for one touchpoint alone', async () => {
      await lan.office.send('/admin/accounts/mai/roles', { role: 'clerk', 'at-clerk': ['pa3'], endsOn: '' })
      const take = '/admin/accounts/mai/roles/take?role=clerk&touchpoint=pa3'
      expect(said(await lan.office.html(take))).toContain('Điểm Xã A2 · Điểm pa3')
      expect([(await lan.office.send(take)).status, (await lan.office.send(take)).status]).toEqual([303, 404])
      expect((await grantsOf(server.database, await idOf('mai'))).map(({ touchpoint }) => touchpoint)).toEqual(['pa1', 'pa2'])
    })

    it.runIf(engine === 'SQLite')('is given and taken on the command line', async () => {
      const run = (...words: readonly string[]) => commandOn(server, 'user', ...words)
      expect((await run('create', 'tu', '--role', 'interviewer@in2')).code).toBe(0)
      expect(await run('give', 'tu', '--role', 'clerk', '--touchpoint', 'pa1,pa2', '--until', '2099-01-01')).toMatchObject({
        code: 0,
        stdout: '"tu" is clerk at pa1, pa2 until 2099-01-01.\n',
      })
      const list = await run('list', '--format', 'json')
      expect(list.stdout).toContain('clerk@pa1<2099-01-01,clerk@pa2<2099-01-01,interviewer@in2')
      expect((await run('take', 'tu', '--role', 'clerk', '--touchpoint', 'pa2')).code).toBe(0)
      for (const [words, why] of [
        [['--role', 'clerk'], 'name them with --touchpoint'],
        [['--role', 'clerk', '--touchpoint', 'in1'], 'no such touchpoint of the kind'],
        [['--role', 'manager', '--touchpoint', 'pa1'], 'only interviewers and paper clerks'],
      ] as const) {
        const { code, stderr } = await run('give', 'tu', ...words)
        expect([code, stderr.includes(why)]).toEqual([1, true])
      }
    })
  })

  it('finds after the sign-in her touchpoints, and nothing else', async () => {
    const home = await hoa.office.get('/admin')
    expect([home.status, home.headers.get('location')]).toEqual([303, '/admin/entering'])
    const work = await hoa.office.html('/admin/entering')
    const text = said(work)
    for (const word of ['Xã A1 · Điểm in1', 'Quý IV năm 2026', 'Bắt đầu phỏng vấn', 'Mở từ ngày 01/01/2098', 'Thử phiếu'])
      expect(text).toContain(word)
    expect(text).not.toMatch(/Điểm in2|Điểm pa|Xã A2/)
    const nav = said(/<nav class="wide"[\s\S]*?<\/nav>/.exec(work)?.[0] ?? '')
      .split(/\s*\n\s*/)
      .filter((word) => word !== '')
    expect(nav).toEqual(['Việc của tôi'])
    const statuses = await Promise.all(
      [
        '/admin/campaigns/c1',
        '/admin/campaigns',
        '/api/v1/campaigns/c1/results',
        '/admin/touchpoints',
        '/admin/agencies',
        '/admin/log',
      ].map(async (path) => (await hoa.office.get(path)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([403]))
    const elsewhere = await Promise.all(
      ['in2', 'pa1', 'q1', 'none'].map(async (code) => (await hoa.office.get(`/admin/entering/${code}`)).status),
    )
    expect(elsewhere).toEqual([404, 404, 404, 404])
  })

  it('lets nobody answer for themselves where somebody of the office enters, but try it before it opens', async () => {
    for (const code of ['in1', 'pa1']) {
      const reply = await fetch(`${server.url}/s/${code}?lang=vi`)
      const html = await reply.text()
      expect([
        reply.status,
        said(html).includes('Điểm này dành cho người nhập phiếu'),
        html.includes(`href="/admin/entering/${code}"`),
      ]).toEqual([403, true, true])
      const form = new URLSearchParams({ _agency: 'A1', overall: '4' })
      expect((await fetch(`${server.url}/s/${code}?lang=vi`, { method: 'POST', body: form })).status).toBe(401)
    }
    expect((await fetch(`${server.url}/s/in-soon?test`)).status).toBe(200)
    const nobody = await post(server.url, asked())
    expect([nobody.status, (await nobody.json()).code]).toEqual([401, 'token_needed'])
    expect(await verdict(undefined, asked())).toEqual([401, 'token_needed'])
    expect((await sendAs(hoa, asked(), '', 'https://evil.example')).status).toBe(401)
    expect(await stored('in1')).toEqual([])
  })

  it('counts what an interviewer enters, once for each, by day and touchpoint and by nothing that names a response', async () => {
    const html = await hoa.office.html('/admin/entering/in1')
    expect([html.includes('data-assisted'), html.includes('href="/admin/entering"')]).toEqual([true, true])
    const bodies = Array.from({ length: 12 }, () => asked())
    expect(new Set(await Promise.all(bodies.map(async (body) => (await sendAs(hoa, body)).status)))).toEqual(new Set([201]))
    expect(await entered('hoa', 'in1')).toBe(12)
    expect((await sendAs(hoa, bodies[0])).status).toBe(200)
    expect(await verdict(hoa, asked())).toEqual([201, undefined])
    expect(await entered('hoa', 'in1')).toBe(13)
    expect(new Set((await stored('in1')).map(({ channel }) => channel))).toEqual(new Set(['interviewer']))
    expect(said(await hoa.office.html('/admin/entering'))).toContain('Hôm nay bạn đã nhập 13 phiếu')
    const log = JSON.stringify(await server.database.db.selectFrom('events').selectAll().execute())
    expect(bodies.filter(({ id }) => log.includes(id))).toEqual([])
    const row = await findResponse(server.database, 'c1', bodies[0]?.id ?? '')
    expect(JSON.stringify(row)).not.toContain(await idOf('hoa'))
  })

  it('takes the form of an interviewer without scripts as well', async () => {
    const before = await entered('hoa', 'in1')
    const sent = await hoa.office.send('/admin/entering/in1', { _assisted: '1', _agency: 'A1', _language: 'vi', A1: '5', overall: '4' })
    expect([sent.status, said(await sent.text()).includes('Mã biên nhận')]).toEqual([200, true])
    expect(await entered('hoa', 'in1')).toBe(before + 1)
  })

  it('takes nothing of an account whose touchpoint it is not, and all of who runs the campaign', async () => {
    const before = (await stored('in1')).length
    expect(await verdict(mai, asked())).toEqual([422, 'entry_not_allowed'])
    expect(await verdict(hoa, asked({ touchpoint: 'in2', agency: 'A2' }))).toEqual([422, 'entry_not_allowed'])
    expect((await stored('in1')).length).toBe(before)
    expect(await verdict(lan, asked())).toEqual([201, undefined])
    expect(await entered('lan', 'in1')).toBe(1)
  })

  it('shows her work to who looks as her, and takes nothing of them', async () => {
    const before = (await stored('in1')).length
    expect((await lan.office.send('/admin/accounts/hoa/see-as')).status).toBe(303)
    const work = said(await lan.office.html('/admin/entering'))
    expect([work.includes('Điểm in1'), work.includes('Điểm pa1'), work.includes('Hôm nay bạn đã nhập 14 phiếu')]).toEqual([
      true,
      false,
      true,
    ])
    expect(await verdict(lan, asked())).toEqual([422, 'entry_not_allowed'])
    expect((await lan.office.send('/admin/see-as/end')).status).toBe(303)
    expect((await stored('in1')).length).toBe(before)
  })

  it('leaves kiosks and codes as they are, an interviewer who taps there too, and counts nobody', async () => {
    const own = [response(), response(undefined, { assisted: true })]
    for (const body of own) expect((await post(server.url, body)).status).toBe(201)
    expect((await stored('q1')).map(({ channel }) => channel).sort()).toEqual(['interviewer', 'qr'])
    expect(
      (await server.database.db.selectFrom('entered_counts').select('touchpoint').execute()).some(({ touchpoint }) => touchpoint === 'q1'),
    ).toBe(false)
  })

  describe('a paper clerk', () => {
    const idIn = (html: string): string => /name="_id" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const sheet = async (more: Readonly<Record<string, string>> = {}, path = '/admin/entering/pa1') => {
      const fields = { _id: idIn(await mai.office.html(path)), _agency: 'A1', _language: 'vi', _day: daysAgo(3), A1: '2', overall: '4' }
      const sent = await mai.office.send(path, { ...fields, ...more })
      return { status: sent.status, html: await sent.text(), fields: { ...fields, ...more } }
    }

    it('enters one sheet after the other, under the day that stands on each', async () => {
      const first = await sheet()
      expect([
        first.status,
        said(first.html).includes('Đã ghi phiếu, mã biên nhận'),
        said(first.html).includes('Hôm nay bạn đã nhập ở điểm này: 1 phiếu'),
      ]).toEqual([200, true, true])
      // The next one is blank under an id of its own, and of the same pile.
      expect([
        idIn(first.html) === first.fields._id,
        first.html.includes(' checked'),
        first.html.includes(`value="${daysAgo(3)}"`),
      ]).toEqual([false, false, true])
      const again = await mai.office.send('/admin/entering/pa1', first.fields)
      expect([again.status, said(await again.text()).includes('chỉ được tính một lần')]).toEqual([200, true])
      expect((await sheet({ _day: daysAgo(0) })).status).toBe(200)
      expect([await entered('mai', 'pa1'), (await stored('pa1')).map(({ channel, answered_on }) => [channel, answered_on])]).toEqual([
        2,
        [
          ['paper', daysAgo(3)],
          ['paper', daysAgo(0)],
        ],
      ])
    })

    it.each([
      ['of no day', { _day: '' }],
      ['of a day to come', { _day: daysAgo(-2) }],
      ['from before the campaign', { _day: '2025-12-31' }],
      ['of a day that is none', { _day: '2026-02-31' }],
    ])('reads what is wrong with a sheet %s, and finds it as it was typed', async (_, wrong) => {
      const before = (await stored('pa1')).length
      const { status, html } = await sheet(wrong)
      expect([
        status,
        said(html).includes('Ngày điền phiếu phải từ 01/01/2026'),
        /value="2"[^>]* checked|checked[^>]* value="2"/.test(html),
      ]).toEqual([422, true, true])
      expect((await stored('pa1')).length).toBe(before)
    })

    it('is led to what is wrong with an answer', async () => {
      const { status, html } = await sheet({ A1: '99' })
      expect([status, html.includes('id="_problems"'), html.includes('href="#A1"')]).toEqual([422, true, true])
    })

    it('says first which agency sheets are about, where a touchpoint serves several', async () => {
      const choice = await mai.office.html('/admin/entering/pa2')
      expect(said(choice)).toContain('Phiếu của cơ quan nào?')
      expect(choice).toContain('href="/admin/entering/pa2?agency=A2"')
      const typed = await mai.office.get('/admin/entering/pa2?find=XA+a2')
      expect([typed.status, typed.headers.get('location')]).toEqual([303, '/admin/entering/pa2?agency=A2'])
      expect(said(await mai.office.html('/admin/entering/pa2?find=khong-co'))).toContain('Không có cơ quan nào khớp với “khong-co”')
      expect((await sheet({ _agency: 'A2' }, '/admin/entering/pa2?agency=A2')).status).toBe(200)
      expect((await stored('pa2')).map(({ agency: about }) => about)).toEqual(['A2'])
      expect((await sheet({ _agency: 'ZZ' }, '/admin/entering/pa2?agency=A2')).status).toBe(400)
    })

    it('still enters sheets of a campaign that has just ended, of its own days alone, and none of one long over', async () => {
      await endAt('mai', 'clerk', 'pa-late', '')
      await endAt('mai', 'clerk', 'pa-past', '')
      expect((await sheet({ _day: daysAgo(12) }, '/admin/entering/pa-late')).status).toBe(200)
      for (const day of [daysAgo(5), daysAgo(40)]) {
        const { status, html } = await sheet({ _day: day }, '/admin/entering/pa-late')
        expect([status, said(html).includes('không quá 31 ngày trước hôm nay')]).toEqual([422, true])
      }
      expect((await stored('pa-late')).map(({ answered_on }) => answered_on)).toEqual([daysAgo(12)])
      const shut = await mai.office.html('/admin/entering/pa-past')
      expect(said(shut)).toContain('Đợt đã kết thúc, không nhận thêm phiếu')
      expect(said(await mai.office.html('/admin/entering'))).not.toContain('pa-past')
      await endAt('hoa', 'interviewer', 'in-late', '')
      expect(said(await hoa.office.html('/admin/entering'))).toContain('Đợt đã kết thúc, không nhận thêm phiếu')
      expect(said(await hoa.office.html('/admin/entering/in-late'))).toContain('Đợt khảo sát đã kết thúc')
    })

    it('whose session has ended finds what was typed, and sends it again under its id once signed in', async () => {
      const typed = { _id: idIn(await mai.office.html('/admin/entering/pa1')), _agency: 'A1', _language: 'vi', _day: daysAgo(1), A1: '3' }
      const before = await entered('mai', 'pa1')
      const late = await sendForm(server, '/admin/entering/pa1', { ...typed, overall: '4' })
      const html = await late.text()
      expect([
        late.status,
        said(html).includes('Phiên đăng nhập đã hết'),
        idIn(html) === typed._id,
        /value="3"[^>]* checked/.test(html),
        html.includes('target="_blank"'),
      ]).toEqual([401, true, true, true, true])
      // Another site's form is shown to nobody.
      const foreign = await sendForm(server, '/admin/entering/pa1', { ...typed, overall: '4' }, { Origin: 'https://evil.example' })
      expect([foreign.status, (await foreign.text()).includes('data-sheet')]).toEqual([403, false])
      expect([(await sendForm(server, '/admin/entering/in1', { A1: '3' })).status, await entered('mai', 'pa1')]).toEqual([401, before])
      for (const words of ['Đã ghi phiếu, mã biên nhận', 'chỉ được tính một lần']) {
        const sent = await mai.office.send('/admin/entering/pa1', { ...typed, overall: '4' })
        expect([sent.status, said(await sent.text()).includes(words)]).toEqual([200, true])
      }
      expect([await entered('mai', 'pa1'), (await stored('pa1')).filter(({ id }) => id === typed._id).length]).toEqual([before + 1, 1])
    })

    it('whose role has ended meanwhile is told so, and what was typed stays', async () => {
      const open = await mai.office.html('/admin/entering/pa1')
      const typed = { _id: idIn(open), _agency: 'A1', _language: 'vi', _day: daysAgo(1), A1: '3', overall: '4' }
      const before = (await stored('pa1')).length
      await endAt('mai', 'clerk', 'pa1', daysAgo(1))
      const sent = await mai.office.send('/admin/entering/pa1', typed)
      const html = await sent.text()
      expect([sent.status, said(html).includes('không còn được giao nhập phiếu'), /value="3"[^>]* checked/.test(html)]).toEqual([
        404,
        true,
        true,
      ])
      const door = await mai.office.get('/admin/entering/pa1')
      expect([door.status, said(await door.text()).includes('có hiệu lực đến hết ngày')]).toEqual([403, true])
      expect(said(await mai.office.html('/admin/entering'))).toContain('Xã A1 · Điểm pa1: đến hết ngày')
      expect((await stored('pa1')).length).toBe(before)
      // What else she was given goes on.
      expect((await sheet({}, '/admin/entering/pa2?agency=A1')).status).toBe(200)
    })
  })

  it('refuses for good, and with words, what comes of a form that was open when the role ended; what was stored before is known', async () => {
    const before = asked()
    expect(await verdict(hoa, before)).toEqual([201, undefined])
    for (const touchpoint of ['in1', 'in-late', 'in-soon']) await endAt('hoa', 'interviewer', touchpoint, daysAgo(1))
    const reply = await sendAs(hoa, asked())
    const problem = await reply.json()
    expect([reply.status, problem.code, problem.message]).toEqual([
      422,
      'entry_not_allowed',
      expect.stringContaining('không còn được giao nhập phiếu'),
    ])
    expect(await verdict(hoa, before)).toEqual([200, undefined])
    const door = await hoa.office.get('/admin/entering')
    expect([door.status, said(await door.text()).includes('Bạn không còn nhập phiếu ở điểm này')]).toEqual([403, true])
  })

  it('is counted by the campaign like everybody else', async () => {
    const { total } = await (await lan.office.get('/api/v1/campaigns/c1/results')).json()
    const rows = await server.database.db.selectFrom('responses').select('id').where('campaign', '=', 'c1').execute()
    expect(total.responses).toBe(rows.length)
  })
})
