import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOfficeWord } from '../../client/text/office'
import { permissions } from '../../surveys/people/roles'
import { act, atCommandLine, did } from '../../server/acts/act'
import { makeToken } from '../../server/acts/accounts'
import { actTable } from '../../server/acts/table'
import { type Details, readThrough } from '../../server/db/events'
import { note, noteTable } from '../../server/log/note'
import { wordless } from '../../server/office/log-words'
import { compared } from './compared'
import { oneEngine, type TestServer } from './harness'
import { type Office, officeOf, officeWith, said, unsaid } from './office'
import { officer, sendForm, signIn } from './signed-in'

const typed = 'mật khẩu gõ nhầm ô'

describe.each(oneEngine)('the log page on %s', (engine) => {
  let server: TestServer
  let office: Office
  let cookie: string
  const clock = { now: Date.parse('2026-11-20T03:00:00Z') }
  beforeAll(async () => {
    server = await compared({ engine, now: () => clock.now })
    cookie = await signIn(server)
    office = officeWith(server, cookie)
  })
  afterAll(() => server.close())

  const entries = () => server.database.db.selectFrom('events').selectAll().orderBy('seq').execute()
  const newest = async (name: string) => (await entries()).filter(({ act: one }) => one === name).at(-1)
  const shown = async (query = '', language = 'vi') => {
    const reply = await office.get(`/admin/log${query}`, language)
    expect(reply.status).toBe(200)
    return reply.text()
  }
  const rows = (html: string): readonly string[] =>
    [...html.matchAll(/<td class="what"[^>]*><details><summary>([\s\S]*?)<\/summary>/g)].map(([, text = '']) => said(text).trim())
  const door = (fields: Readonly<Record<string, string>>, more = {}) => sendForm(server, '/admin/sign-in', fields, more)

  it('has a sentence for every act and every note, in both languages', () => {
    const names = [...Object.keys(actTable), ...Object.keys(noteTable)]
    expect(names.filter((name) => !isOfficeWord(`log_${name}`))).toEqual([])
  })

  it('shows what an entry holds in the words of who reads, and codes of ours as nothing else', async () => {
    const deps = { database: server.database, now: () => clock.now }
    const doer = { id: 'w', name: 'Vũ Lời', door: 'page' } as const
    const shownAs = async (details: Details, language = 'vi'): Promise<string> => {
      await note(deps, doer, 'sessions.see-as', 'loi', details)
      const [first = ''] = /<dl>[\s\S]*?<\/details>/.exec(await shown(`?person=${encodeURIComponent(doer.name)}`, language)) ?? []
      return said(first).replace(/\s+/g, ' ')
    }
    for (const [details, vi, en] of [
      [{ for: 'password' }, 'Đường dẫn để chọn mật khẩu', 'Link for choosing a password'],
      [{ why: 'no_role' }, 'Lý do các nhóm của người này không có vai trò nào', 'Reason none of their groups has a role'],
      [{ device: 'signed-in' }, 'Thiết bị đang đăng nhập', 'Device while signed in'],
      [{ tried: 'agencies.change', needs: 'log.read' }, 'Đã thử sửa cơ quan', 'Tried changed agency'],
      [{ tried: 'GET /admin/log' }, 'Đã thử mở /admin/log', 'Tried opened /admin/log'],
      [{ until: '2026-11-20T03:15:00Z', endsOn: '2026-12-31' }, 'Đến 20/11/2026 10:15', 'Last day'],
      [
        { roles: [{ role: 'clerk', agency: '', touchpoint: 'pa1', endsOn: '2026-12-31' }] },
        'Vai trò Vai trò: Nhập phiếu giấy, Điểm khảo sát: pa1, Đến hết ngày: 31/12/2026',
        'Touchpoint: pa1',
      ],
      [{ notGiven: ['nhom: reader@A1 (both_sides)'] }, 'nhom: Cơ quan được đánh giá@A1 (Người của cơ quan', 'nhom: Rated agency@A1'],
      [{ days: [1, 7], spans: [{ from: '07:30', to: '11:30' }] }, 'Thứ Hai, Chủ Nhật', 'Monday, Sunday'],
      [{ releasedBy: '', kind: 'sampled', secondFactor: ['manager'] }, 'Gộp chung cả cơ quan', 'By a drawn list'],
    ] as const) {
      expect(wordless(details)).toEqual([])
      expect([await shownAs(details), await shownAs(details, 'en')]).toEqual([expect.stringContaining(vi), expect.stringContaining(en)])
    }
    expect(wordless({ why: 'x', before: { strange: 1 }, roles: [{ role: 'x' }] })).toEqual(['strange', 'why=x', 'role=x'])
  })

  it('tells of signing in, out and running out, and who did it', async () => {
    expect(await newest('sessions.use-link')).toMatchObject({ object: officer.username, person: officer.name, details: '{"for":"setup"}' })
    const { username, password } = officer
    const second = (await door({ username, password })).headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    expect(await newest('sessions.begin')).toMatchObject({ object: username, person: officer.name, door: 'page' })
    await sendForm(server, '/admin/sign-out', {}, { Cookie: second })
    expect(await newest('sessions.end')).toMatchObject({ object: username, person: officer.name })
    const third = (await door({ username, password })).headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    await office.send('/admin/accounts/sign-out-elsewhere')
    expect(await newest('sessions.end-elsewhere')).toMatchObject({ details: '{"ended":1}' })
    expect((await officeWith(server, third).get('/admin/log')).status).toBe(401)
    const fourth = (await door({ username, password })).headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    clock.now += 20 * 60_000
    await office.get('/admin/accounts')
    clock.now += 20 * 60_000
    for (const _ of [1, 2]) expect((await officeWith(server, fourth).get('/admin/accounts')).status).toBe(401)
    expect((await entries()).filter(({ act: one }) => one === 'sessions.lapse')).toHaveLength(1)
  })

  it('tells of failed sign-ins once an hour for each account, and never what was typed', async () => {
    const failures = async () =>
      (await entries()).filter(({ act: one }) => one === 'sessions.fail').map(({ object, person }) => [object, person])
    for (const password of [typed, `${typed} 2`, `${typed} 3`]) await door({ username: officer.username, password })
    for (const username of ['khong-co', typed]) await door({ username, password: typed })
    await expect.poll(failures).toEqual([
      [officer.username, ''],
      ['', ''],
    ])
    for (let minutes = 0; minutes < 60; minutes += 20) {
      expect((await office.get('/admin/accounts')).status).toBe(200)
      clock.now += 20 * 60_000
    }
    await door({ username: officer.username, password: typed })
    await expect.poll(failures).toHaveLength(3)
    expect(JSON.stringify(await entries())).not.toMatch(/gõ nhầm|khong-co|bốn con cá/)
  })

  it('tells of what somebody may not do, and of nothing that another site sends in their name', async () => {
    const made = await act({ database: server.database, now: () => clock.now }, atCommandLine(), makeToken, {
      username: officer.username,
      label: 'đọc',
      scope: ['results.read'],
      days: 3,
    })
    const token = made.kind === 'done' && 'token' in made.value ? made.value.token : ''
    const reading = officeOf({ url: server.url, token })
    for (const _ of [1, 2]) expect((await reading.get('/admin/log')).status).toBe(403)
    expect((await reading.send('/admin/agencies/A1', { name: 'x' })).status).toBe(403)
    const refusals = (await entries()).filter(({ kind }) => kind === 'refusals')
    expect(refusals.map(({ door: through, object, details }) => [through, object, JSON.parse(details).needs])).toEqual([
      ['api', '', 'log.read'],
      ['api', 'A1', 'agencies.change'],
    ])
    const before = (await entries()).length
    await fetch(`${server.url}/admin/agencies/A1`, { method: 'POST', headers: { Cookie: cookie, Origin: 'https://evil.example' } })
    expect((await entries()).length).toBe(before)
  })

  it('tells of files that leave and of comments that are read, with the filter, once an hour', async () => {
    for (const _ of [1, 2]) await office.get('/admin/campaigns/q4/comments?agency=A1&channel=qr')
    await office.get('/admin/campaigns/q4')
    const reads = (await entries()).filter(({ act: one }) => one === 'comments.read')
    expect(reads.map(({ object, details }) => [object, details])).toEqual([['q4', '{"filter":{"agency":"A1","channel":"qr"}}']])
    await office.get('/api/v1/campaigns/q4/exports/responses.csv?agency=A1')
    expect(await newest('files.fetch')).toMatchObject({
      object: 'q4',
      person: officer.name,
      door: 'page',
      details: '{"content":"responses","format":"csv","filter":{"agency":"A1"}}',
    })
    expect((await readThrough(server.database)).fault).toBeUndefined()
  })

  it('shows each entry as one sentence, the newest first, with what was before and after', async () => {
    const { username } = officer
    const lan = { id: 'x', name: officer.name, via: 'session', permissions, door: 'page' } as const
    const deps = { database: server.database, now: () => clock.now }
    await note(deps, { id: 'x', name: officer.name, door: 'page' }, 'sessions.begin', username)
    const changed = await act(deps, lan, { name: 'agencies.change', run: () => Promise.resolve(did('A1', told)) }, {})
    expect(changed.kind).toBe('done')
    const html = await shown('?kind=agencies')
    expect(rows(html)[0]).toBe(`${officer.name} sửa cơ quan A1`)
    expect(said(html).replace(/\s+/g, ' ')).toContain('Tên Xã Cũ → Xã Mới & <b>')
    expect(rows(await shown('?kind=agencies', 'en'))[0]).toBe(`${officer.name} changed agency A1`)
    const opened = async (object: string, details: Details): Promise<string> => {
      await note(deps, { id: 'x', name: officer.name, door: 'page' }, 'sessions.see-as', object, details)
      return said(await shown(`?object=${object}`)).replace(/\s+/g, ' ')
    }
    // What is gone has nothing after it, and what an act says beside it is what came after.
    const gone = await opened('xoa', { before: { title: 'Quý I', block: '', threshold: 10 } })
    expect([gone.includes('Tên trước đó: Quý I Ngưỡng nêu số liệu trước đó: 10'), gone.includes('Khối trước'), gone.includes('→')]).toEqual(
      [true, false, false],
    )
    const until = await opened('han', { role: 'auditor', endsOn: '2026-12-31', before: { endsOn: '' } })
    expect(until).toContain('Đến hết ngày (không có) → 31/12/2026 Vai trò Kiểm tra')
    expect(await opened('moi', { after: { name: 'Bàn 1' } })).toContain('Tên nay: Bàn 1')
    for (const language of ['vi', 'en']) expect(said(await shown('', language))).not.toMatch(unsaid)
    const all = [...(await shown()).matchAll(/data-label="Số">(\d+)/g)].map(([, seq]) => Number(seq))
    expect(all).toEqual([...all].sort((a, b) => b - a))
  })

  it('finds by person, kind, object, door, day and words, whatever marks they are typed with', async () => {
    const one = async (query: string) => rows(await shown(query))
    expect((await one(`?person=${encodeURIComponent(officer.name)}&kind=agencies`)).length).toBe(1)
    expect(await one('?object=a1&kind=agencies')).toHaveLength(1)
    expect(await one(`?text=${encodeURIComponent('sua co quan a1')}`)).toHaveLength(1)
    expect(await one('?door=api&kind=refusals')).toHaveLength(2)
    expect(await one('?door=command&kind=refusals')).toEqual([])
    expect(await one('?kind=agencies&from=2026-11-20&to=2026-11-20')).toHaveLength(1)
    expect(await one('?kind=agencies&to=2026-11-19')).toEqual([])
    expect(said(await shown('?text=khong-he-co-dau'))).toContain('Không có mục nào như vậy')
    expect(said(await shown('?from=x&door=y&before=z'))).not.toMatch(unsaid)
  })

  it('is read page by page by the numbers of the entries, also where it is long', async () => {
    const doer = { id: 'y', name: 'Trần Văn Dài', door: 'page' } as const
    for (let number = 0; number < 120; number += 1)
      await note({ database: server.database, now: () => clock.now }, doer, 'sessions.begin', `dai-${number}`)
    const person = `person=${encodeURIComponent(doer.name)}`
    const numbers = (html: string): readonly number[] => [...html.matchAll(/data-label="Số">(\d+)/g)].map(([, seq]) => Number(seq))
    const pages: number[][] = []
    for (let next: string | undefined = `?${person}`; next !== undefined;) {
      const html = await shown(next)
      pages.push([...numbers(html)])
      next = /rel="next" href="\/admin\/log([^"]*)"|href="\/admin\/log(\?[^"]*before=\d+)"/
        .exec(html)
        ?.slice(1)
        .find(Boolean)
        ?.replaceAll('&amp;', '&')
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20])
    expect(new Set(pages.flat()).size).toBe(120)
  })

  it('gives what is found as CSV, which is an entry itself, with the words looked for under a hash', async () => {
    const reply = await office.get(`/admin/log/file?kind=agencies&text=${encodeURIComponent('cơ quan')}`)
    expect(reply.headers.get('content-disposition')).toContain('log.csv')
    const lines = (await reply.text()).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('seq,at,account,person,door,act,kind,object,details,once,hash,sentence')
    expect(lines[1]).toContain(`${officer.name} sửa cơ quan A1`)
    const { details } = (await newest('log.export')) ?? { details: '{}' }
    expect(JSON.parse(details)).toMatchObject({ format: 'csv', filter: { kind: 'agencies' } })
    expect(details).not.toContain('cơ quan')
    expect(JSON.parse(details).filter.text).toMatch(/^[\w-]{43}$/)
    expect(await newest('log.read')).toMatchObject({ person: officer.name })
    expect((await entries()).flatMap(({ details: kept }) => wordless(JSON.parse(kept)))).toEqual([])
  })

  it('is changed by nobody: there is no other way to its address', async () => {
    const before = await entries()
    for (const path of ['/admin/log', '/admin/log/file', '/admin/log/1', '/admin/log/1/delete'])
      expect((await office.send(path)).status).toBe(404)
    expect(await entries()).toEqual(before)
    expect((await fetch(`${server.url}/admin/log`)).status).toBe(401)
    expect(await shown()).toContain('href="/admin/log" aria-current="page"')
    expect((await readThrough(server.database)).fault).toBeUndefined()
  })

  it('holds where what was asked for is cut in the middle of a character, and where it has what no database keeps', async () => {
    const deps = { database: server.database, now: () => clock.now }
    const doer = { id: 'w', name: 'Vũ \ud83d', door: 'page' } as const
    await note(deps, doer, 'refusals.attempt', `${'a'.repeat(199)}😀`)
    await note(deps, doer, 'refusals.attempt', 'một\0hai')
    expect((await readThrough(server.database)).fault).toBeUndefined()
  })
})

const told = { before: { name: { vi: 'Xã Cũ' } }, after: { name: { vi: 'Xã Mới & <b>' } } }
