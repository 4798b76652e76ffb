import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf } from '../../server/db/events'
import { changeKiosk, listKiosks, noteArrived, noteKiosk, noteRefusals } from '../../server/db/kiosks'
import { commandLine, type CommandLine, fieldedByCommand, succeeding } from './cli'
import { agency, fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { scanned } from './scanned'

/** A Friday at half past eleven in Viet Nam. */
const now = Date.parse('2026-11-27T04:30:00Z')
const code = /[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/

describe.each(oneEngine)('the kiosks of the office on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now, settings: { PUBLIC_URL: 'https://khaosat.songngan.gov.vn' } })
    office = officeOf(server)
    await fielded(server.database, {
      agencies: [agency('A1', 'commune', 'Xã Bảo Thắng'), agency('A2')],
      touchpoints: [
        { code: 'hall', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh chính' }, agencies: ['A1', 'A2'] },
        { code: 'side', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh phụ' }, agencies: ['A2'] },
        { code: 'qr', campaign: 'c1', kind: 'qr', label: { vi: 'Quầy 1' }, agencies: ['A1'] },
      ],
    })
  })
  afterAll(() => server.close())

  const added = async (name: string, more: Readonly<Record<string, string>> = {}) => {
    const reply = await office.send('/admin/new/kiosk', { name, touchpoint: 'hall', ...more })
    const html = await reply.text()
    const kiosk = (await listKiosks(server.database)).find((one) => one.name === name)
    return { status: reply.status, html, id: kiosk?.id ?? '', code: code.exec(said(html))?.[0] ?? '' }
  }

  it('say what to do while there are none, and offer only touchpoints where answers are given at a kiosk', async () => {
    const empty = await office.html('/admin/kiosks')
    expect(said(empty)).toContain('Chưa có máy nào được đăng ký')
    expect(empty).toContain('href="/admin/new/kiosk"')
    const form = await office.html('/admin/new/kiosk')
    expect([...form.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)).toEqual(['hall', 'side'])
    expect(said(form)).toContain('Sảnh chính, Xã Bảo Thắng và 1 cơ quan khác (Quý IV năm 2026)')
  })

  it('show a new code once, large, with a picture that leads to the page where it is typed', async () => {
    const { status, html, id, code: once } = await added('Máy tầng 1')
    expect(status).toBe(200)
    expect(once).toMatch(code)
    expect(said(html)).toContain('https://khaosat.songngan.gov.vn/kiosk')
    const [, picture = ''] = /<img class="oncepicture" src="data:image\/svg\+xml,([^"]+)" alt="Mã QR/.exec(html) ?? []
    expect(scanned(decodeURIComponent(picture)).data).toBe(`https://khaosat.songngan.gov.vn/kiosk#${once}`)
    const page = await office.html(`/admin/kiosks/${id}`)
    expect(page).not.toContain(once)
    expect(said(page)).toContain('Chờ gõ mã trên máy')
    expect(JSON.stringify(await eventsOf(server.database, 'kiosks', id))).not.toContain(once)
  })

  it('are made once when a form is sent twice, and the code that is seen last is the one that works', async () => {
    const [, second] = [await added('Hai lần', { once: 'abc' }), await added('Hai lần', { once: 'abc' })]
    expect((await listKiosks(server.database)).filter(({ name }) => name === 'Hai lần')).toHaveLength(1)
    expect(second.code).toMatch(code)
    const enrolled = await fetch(`${server.url}/api/v1/kiosks/enrol`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: second.code, publicKey: 'A' }),
    })
    // The key is none; the code was not what was refused.
    expect(enrolled.status).toBe(422)
  })

  it('are refused without a name or a place, with what was typed still there', async () => {
    const nameless = await added('')
    expect([nameless.status, said(nameless.html)]).toEqual([422, expect.stringContaining('Cần điền mục này.')])
    const elsewhere = await office.send('/admin/new/kiosk', { name: 'Lạc chỗ', touchpoint: 'qr' })
    expect([elsewhere.status, said(await elsewhere.text())]).toEqual([422, expect.stringContaining('Không có “qr”.')])
  })

  it('tell of a kiosk where it stands, what waits on it and what never came, and troubled ones come first', async () => {
    const [well, troubled] = [await added('Máy ổn'), await added('Máy lỗi')]
    for (const { id } of [well, troubled]) await changeKiosk(server.database, id, { public_key: 'k', enrolled_on: '2026-11-20' })
    const { database } = server
    const told = { waiting: 0, setAside: 0, build: 'a1b2' }
    const numbers = [well, well, troubled].map(({ id }, place) => ({ kiosk: id, device: 'k', number: (place % 2) + 1 }))
    await database.transact((within) => noteArrived(within, database, numbers))
    await noteKiosk(database, { id: well.id, public_key: 'k' }, { ...told, made: 2, at: '2026-11-27T04:20Z' })
    await noteKiosk(database, { id: troubled.id, public_key: 'k' }, { ...told, made: 9, waiting: 2, setAside: 1, at: '2026-11-26T04:30Z' })
    await noteRefusals(database, troubled.id, ['campaign_closed'], '2026-11-26')
    const list = await office.html('/admin/kiosks')
    const rows = [...list.matchAll(/<tr>[\s\S]*?<\/tr>/g)].map(([row]) => said(row).replace(/\s+/g, ' ').trim())
    expect(rows[1]).toMatch(
      /^Máy lỗi Sảnh chính, Xã Bảo Thắng và 1 cơ quan khác Có phiếu không đến nơi Có phiếu bị từ chối Đợt khảo sát đã kết thúc\. Im lặng 7 giờ trong giờ làm việc 26\/11\/2026 11:30 bản a1b2 2 1 5$/,
    )
    expect(rows.find((row) => row.startsWith('Máy ổn'))).toMatch(/Đang hoạt động 27\/11\/2026 11:20 bản a1b2 0 0 0$/)
    expect(said(list)).toContain('1 trên 4 máy cần xem lại')
    expect(said(await office.html(`/admin/kiosks/${troubled.id}`))).toMatch(/Phiếu không đến nơi\s+5\s/)
    const english = said(await office.html('/admin/kiosks', 'en'))
    expect(english).toContain('Silent for 7 hours of office hours')
    expect(english).not.toMatch(unsaid)
  })

  it('are seen by somebody: their troubles leave the count and stay in the list, with who and when, until there is more', async () => {
    const { database } = server
    const troubled = (await listKiosks(database)).find(({ name }) => name === 'Máy lỗi')
    if (!troubled) throw new Error('the kiosk is not there')
    const own = `/admin/kiosks/${troubled.id}`
    await noteKiosk(database, troubled, { made: 9, waiting: 2, setAside: 1, build: 'a1b2', at: '2026-11-27T04:20Z' })
    expect(said(await office.html('/admin/kiosks'))).toContain('1 trên 4 máy cần xem lại')
    expect(await office.html(own)).toContain(`action="${own}/look"`)
    for (const _ of [1, 2]) expect((await office.send(`${own}/look`)).headers.get('location')).toBe(`${own}?done=kiosk-looked`)
    const list = said(await office.html('/admin/kiosks')).replace(/\s+/g, ' ')
    expect(list).toContain('Cả 4 máy đều ổn')
    expect(list).toMatch(/Có phiếu không đến nơi Đã xem: [^,]+, 27\/11\/2026/)
    expect(await office.html(own)).not.toContain(`action="${own}/look"`)
    const events = await eventsOf(database, 'kiosks', troubled.id)
    expect(events.map(({ act }) => act)).toEqual(['kiosks.look', 'kiosks.add'])
    expect(JSON.parse(events[0]?.details ?? '')).toMatchObject({ name: 'Máy lỗi', troubles: ['missing', 'refused'], never: 5 })
    await noteRefusals(database, troubled.id, ['kiosk_signature'], '2026-11-27')
    expect(said(await office.html('/admin/kiosks'))).toContain('1 trên 4 máy cần xem lại')
    // As many as before, and others: the numbers say so.
    const told = (waiting: readonly (readonly [number, number])[]) =>
      noteKiosk(database, troubled, {
        made: 9,
        waiting: 4,
        setAside: 0,
        held: { issued: 9, waiting, aside: [], free: [] },
        build: 'a1b2',
        at: '2026-11-27T04:20Z',
      })
    await told([[2, 5]])
    await office.send(`${own}/look`)
    expect(said(await office.html('/admin/kiosks'))).toContain('Cả 4 máy đều ổn')
    await told([[3, 6]])
    expect(said(await office.html('/admin/kiosks'))).toContain('1 trên 4 máy cần xem lại')
    expect(said(await office.html(own))).toMatch(/2, 7–9/)
  })

  it('are called otherwise and moved, asked about before they are shut out, and enrolled anew with a new code', async () => {
    const { id } = await added('Máy cũ')
    expect((await office.send(`/admin/kiosks/${id}/change`, { name: 'Máy mới', touchpoint: 'side' })).headers.get('location')).toBe(
      `/admin/kiosks/${id}?done=kiosk-changed`,
    )
    expect(said(await office.html(`/admin/kiosks/${id}`))).toContain('Sảnh phụ')
    const asked = await office.html(`/admin/kiosks/${id}/revoke`)
    expect(said(asked)).toContain('Từ lúc này máy chủ không nhận gì từ máy này nữa.')
    expect((await listKiosks(server.database)).find((one) => one.id === id)?.revoked_on).toBe('')
    expect((await office.send(`/admin/kiosks/${id}/revoke`)).status).toBe(303)
    expect(said(await office.html(`/admin/kiosks/${id}`))).toContain('Đã thu hồi từ 27/11/2026')
    expect(said(await (await office.send(`/admin/kiosks/${id}/code`)).text())).toMatch(code)
    expect((await eventsOf(server.database, 'kiosks', id)).map(({ act }) => act)).toEqual([
      'kiosks.invite',
      'kiosks.revoke',
      'kiosks.change',
      'kiosks.add',
    ])
  })

  it('are not there under a made-up id, whatever is asked of it', async () => {
    for (const path of ['', '/code', '/revoke', '/change']) expect((await office.get(`/admin/kiosks/none${path}`)).status).toBe(404)
    for (const path of ['/code', '/revoke', '/change', '/look']) expect((await office.send(`/admin/kiosks/none${path}`)).status).toBe(404)
  })

  it('are silent by the hours that the office sets', async () => {
    expect(said(await office.html('/admin/kiosks'))).toContain('Thứ Hai–Thứ Sáu, 07:30–11:30, 13:30–17:00')
    const refused = await office.send('/admin/kiosks/hours', { days: [], from: '07:00', to: '06:00', from2: '', to2: '' })
    expect([refused.status, said(await refused.text())]).toEqual([
      422,
      expect.stringContaining('Giờ kết thúc (06:00) không sau giờ bắt đầu.'),
    ])
    const hours = { days: ['1', '6'], from: '08:00', to: '12:00', from2: '', to2: '' }
    expect((await office.send('/admin/kiosks/hours', hours)).status).toBe(303)
    const list = said(await office.html('/admin/kiosks'))
    expect(list).toContain('Thứ Hai, Thứ Bảy, 08:00–12:00')
    expect(list).not.toContain('Im lặng')
    await office.send('/admin/kiosks/hours', hours)
    expect(await eventsOf(server.database, 'kiosks', 'hours')).toHaveLength(1)
  })

  it('come with files for whoever installs them, which name this address and clear no storage', async () => {
    const guide = said(await office.html('/admin/kiosks/guide'))
    expect(guide).toContain('https://khaosat.songngan.gov.vn/kiosk')
    expect(guide).toContain('Edge chạy InPrivate')
    const file = async (name: string) => (await office.get(`/admin/kiosks/guide/${name}`)).text()
    expect(JSON.parse(await file('chrome.json'))).toMatchObject({
      URLBlocklist: ['*', 'view-source:*'],
      URLAllowlist: ['https://khaosat.songngan.gov.vn', 'chrome://policy'],
      DownloadRestrictions: 3,
      PrintingEnabled: false,
      DeveloperToolsAvailability: 2,
      AutofillAddressEnabled: false,
    })
    expect(JSON.parse(await file('firefox.json'))).toMatchObject({
      policies: { WebsiteFilter: { Exceptions: ['https://khaosat.songngan.gov.vn/*'] }, SanitizeOnShutdown: false },
    })
    const registry = await file('edge.reg')
    expect(registry.split('\r\n').slice(0, 3)).toEqual([
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Edge]',
    ])
    expect(registry).toContain('"DownloadRestrictions"=dword:00000003\r\n')
    expect(registry).toContain('\\URLAllowlist]\r\n"1"="https://khaosat.songngan.gov.vn"\r\n')
    for (const name of ['chrome.json', 'chrome.reg', 'edge.reg', 'firefox.json'])
      expect(await file(name)).not.toMatch(
        /ClearBrowsingDataOnExit"?[:=]\s*(true|dword:00000001)|Ephemeral|SessionOnly|"SanitizeOnShutdown": true/,
      )
    expect(await file('sipas-kiosk.service')).toContain('https://khaosat.songngan.gov.vn/kiosk')
    expect((await office.get('/admin/kiosks/guide/passwords')).status).toBe(404)
  })
})

describe.each(oneEngine)('kiosks at the command line on %s', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine, { PUBLIC_URL: 'https://khaosat.songngan.gov.vn' })
    await fieldedByCommand(cli)
    const made = ['touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--label', 'Sảnh']
    for (const kind of ['kiosk', 'qr']) await succeeding(cli.run(...made, '--kind', kind, '--code', kind))
  })
  afterAll(() => cli.close())

  it('are added, given codes, listed and shut out', async () => {
    expect((await cli.run('kiosks', 'list')).stdout).toContain('There are no kiosks yet')
    const first = await succeeding(cli.run('kiosks', 'add', '--name', 'Sảnh', '--touchpoint', 'kiosk'))
    expect(first.stdout.trim()).toMatch(new RegExp(`^${code.source}$`))
    expect(first.stderr).toContain(`https://khaosat.songngan.gov.vn/kiosk#${first.stdout.trim()}`)
    const [row] = await listed()
    expect(row).toMatchObject({ name: 'Sảnh', touchpoint: 'kiosk', agency: 'Xã Một', stands: 'awaited', waiting: 0, never_arrived: 0 })
    const id = String(row?.['code'])
    const again = await cli.json('kiosks', 'code', id)
    expect(again).toMatchObject({ code: id, once: expect.stringMatching(code) })
    expect((await succeeding(cli.run('kiosks', 'seen', id))).stdout).toContain('has nothing to be seen')
    const database = cli.database()
    await noteRefusals(database, id, ['campaign_closed'], '2026-11-27')
    await database.db.destroy()
    expect((await listed())[0]).toMatchObject({ troubles: 'refused', missing_numbers: '' })
    expect((await succeeding(cli.run('kiosks', 'seen', id))).stdout).toContain('refused.')
    expect((await listed())[0]).toMatchObject({ troubles: '', seen_troubles: 'refused' })
    expect((await succeeding(cli.run('kiosks', 'revoke', id))).stdout).toContain('is shut out')
    expect((await listed())[0]?.['stands']).toBe('revoked')
  })

  it.each([
    [['add', '--name', 'x', '--touchpoint', 'none'], 1, 'There is no touchpoint "none"'],
    [['add', '--name', 'x', '--touchpoint', 'qr'], 1, 'is of the kind "qr"'],
    [['add', '--name', ' ', '--touchpoint', 'kiosk'], 2, '--name is needed'],
    [['code', 'none'], 1, 'There is no kiosk "none"'],
    [['seen', 'none'], 1, 'There is no kiosk "none"'],
    [['revoke', 'none'], 1, 'There is no kiosk "none"'],
  ])('refuse %j with a sentence', async (words, exit, sentence) => {
    const { code: seen, stdout, stderr } = await cli.run('kiosks', ...words)
    expect([seen, stdout, stderr]).toEqual([exit, '', expect.stringContaining(sentence)])
  })

  async function listed(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const rows = await cli.json('kiosks', 'list')
    return Array.isArray(rows) ? rows : []
  }
})
