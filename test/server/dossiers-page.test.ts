import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDossiers } from '../../server/db/dossiers'
import { listServices } from '../../server/db/services'
import { draftOfService } from '../../surveys/fielding/services'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { payload } from './surveyed'
import { tokenOf } from './token'

const now = Date.parse('2026-12-05T03:00:00Z')

/** What a page carries along in its hidden fields. */
const hidden = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
    ]),
  )

describe('dossiers on screen, from a file and by a program', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ now: () => now })
    office = officeOf(server)
    await fielded(server.database, {
      agencies: [
        agency('A1', 'commune', 'Xã Một'),
        agency('A2', 'commune', 'Xã Hai'),
        { ...agency('A3', 'commune', 'Xã Ba'), parent: 'A2' },
      ],
    })
  })
  afterAll(() => server.close())
  const stored = async () =>
    (await listDossiers(server.database, { from: '2026-01', to: '2026-12' }))
      .map(({ agency: of, service, month, handled, onTime }) => `${of} ${service || '*'} ${month} ${handled} ${onTime ?? '-'}`)
      .sort()
  const october = '/admin/dossiers?month=2026-10'
  const fields = async () => hidden(await office.html(october))
  const enter = async (cells: Readonly<Record<string, string>>, from?: Readonly<Record<string, string>>) =>
    office.send(october, { ...(from ?? (await fields())), ...cells })
  const load = (file: string | Uint8Array<ArrayBuffer>, language?: string) =>
    office.send('/admin/import/dossiers', { file: new Blob([file]) }, language)
  const apply = (page: string) => office.send('/admin/import/dossiers/apply', hidden(page))

  it('are entered a month at a time, only the cells that were changed', async () => {
    const page = await office.html('/admin/dossiers')
    expect(said(page)).toContain('Tháng 11/2026: chưa cơ quan nào có số.')
    const reply = await enter({
      'handled.A1': '1.020',
      'on_time.A1': '987',
      'handled.A2': '300',
      'on_time.A2': '',
      'handled.A3': '',
      'on_time.A3': '',
    })
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/dossiers?month=2026-10&done=dossiers&n=2'])
    expect(await stored()).toEqual(['A1 * 2026-10 1020 987', 'A2 * 2026-10 300 -'])
    const after = await office.html(`${october}&done=dossiers&n=2`)
    expect(said(after)).toContain('Đã ghi 2 ô số hồ sơ.')
    expect(said(after)).toContain('Tháng 10/2026: 2/3 cơ quan đã có số, cộng lại 1.320 hồ sơ.')
    expect(after).toContain('value="1020"')
    expect(said(after)).not.toMatch(unsaid)
  })

  it('are shown beside those of the month before', async () => {
    expect(said(await office.html('/admin/dossiers?month=2026-11', 'en'))).toMatch(/Xã Một|A1 commune[\s\S]*1,020/)
  })

  it('come back as they were typed, with what is wrong beside the cell, and nothing is saved', async () => {
    const reply = await enter({ 'handled.A1': 'một nghìn', 'on_time.A1': '987', 'handled.A2': '300', 'on_time.A2': '301' })
    const page = await reply.text()
    expect(reply.status).toBe(422)
    expect(page).toContain('value="một nghìn"')
    for (const id of ['handled.A1-wrong', 'on_time.A2-wrong']) expect(page).toContain(`id="${id}"`)
    expect(said(page)).toContain('“một nghìn” không phải là số nguyên từ 0 trở lên.')
    expect(said(page)).toContain('“301” quá lớn: nhiều nhất là 300.')
    expect(page).toMatch(/<a href="#on_time.A2">[^<]*\(A2\)<\/a>/)
    expect(await stored()).toEqual(['A1 * 2026-10 1020 987', 'A2 * 2026-10 300 -'])
  })

  it('of two who type at once are not overwritten unseen', async () => {
    const shown = await fields()
    await enter({ 'handled.A2': '310', 'on_time.A2': '' }, shown)
    const reply = await enter({ 'handled.A2': '320', 'on_time.A2': '', 'handled.A3': '7', 'on_time.A3': '' }, shown)
    const page = await reply.text()
    expect([reply.status, page.includes('value="320"'), said(page).includes('Người khác vừa nhập: 310')]).toEqual([409, true, true])
    expect(await stored()).toEqual(['A1 * 2026-10 1020 987', 'A2 * 2026-10 310 -'])
    // Whoever saves again means it.
    const again = await enter({ 'handled.A2': '320', 'on_time.A2': '', 'handled.A3': '7', 'on_time.A3': '' }, hidden(page))
    expect(again.status).toBe(303)
    expect(await stored()).toEqual(['A1 * 2026-10 1020 987', 'A2 * 2026-10 320 -', 'A3 * 2026-10 7 -'])
  })

  it('find an agency without its marks', async () => {
    const rows = async (words: string) =>
      [...(await office.html(`${october}&q=${encodeURIComponent(words)}`)).matchAll(/id="row-([^"]+)"/g)].map(([, code]) => code)
    expect(await rows('xa hai')).toEqual(['A2'])
    expect(await rows('a3')).toEqual(['A3'])
    expect(await rows('%')).toEqual([])
    expect(said(await office.html(`${october}&q=${encodeURIComponent(payload)}`))).toContain(payload)
  })

  it('come from a file that is shown first, by code or by name, in the months as offices write them', async () => {
    const page = await (
      await load(
        '\uFEFFCơ quan;Tháng;Đã giải quyết;Đúng hạn\r\nXã Một;10/2026;1.020;987\r\nA2;Tháng 10/2026;325;\r\nXã Ba;T11/2026;1.100;1.000\r\n;;;\r\n',
      )
    ).text()
    expect(said(page)).toContain('1 ô mới')
    expect(said(page)).toContain('1 ô sửa')
    expect(said(page)).toContain('1 ô giữ nguyên')
    expect(said(page)).not.toMatch(unsaid)
    const before = await stored()
    expect(before).not.toContain('A3 * 2026-11 1100 1000')
    expect((await apply(page)).headers.get('location')).toBe('/admin/dossiers?done=dossiers&n=2')
    expect(await stored()).toEqual(['A1 * 2026-10 1020 987', 'A2 * 2026-10 325 -', 'A3 * 2026-10 7 -', 'A3 * 2026-11 1100 1000'])
  })

  it('from the same file change nothing the second time', async () => {
    const page = await (await load('agency,month,handled,on_time\nA3,2026-11,1100,1000\n')).text()
    expect(said(page)).toContain('không có gì để ghi')
    expect(page).not.toContain('>Ghi ')
  })

  it('are taken back in one press, and not over what somebody entered since', async () => {
    const before = await stored()
    await apply(await (await load('agency,month,handled\nA1,2026-09,5\nA2,2026-10,999\n')).text())
    const [, batch = ''] = /name="batch" value="([^"]+)"/.exec(await office.html('/admin/dossiers')) ?? []
    const undo = () => office.send('/admin/dossiers/undo', { batch })
    await enter({ 'handled.A2': '998', 'on_time.A2': '' })
    const stays = await undo()
    expect([stays.status, said(await stays.text()).includes('A2 2026-10')]).toEqual([409, true])
    await enter({ 'handled.A2': '999', 'on_time.A2': '' })
    expect((await undo()).headers.get('location')).toBe('/admin/dossiers?done=dossiers-undone&n=2')
    expect(await stored()).toEqual(before)
    expect((await office.send('/admin/dossiers/undo', { batch: 'none' })).status).toBe(404)
  })

  it('name line, column and reason of everything wrong in a file, and take no line', async () => {
    const before = await stored()
    const wrong =
      'agency,service,month,handled,on_time\nA1,,2026-10,5,\nA9,,2026-10,5,\nA1,zoo,2027-01,-3,\nA1,,10/2026,6,7\nA1,,2026-08,1.02,\n'
    const reply = await load(wrong, 'en')
    const rows = [
      ...(await reply.text()).matchAll(/<tr><td class="r"[^>]*>(\d+)<\/td><td[^>]*>(?:[^<]*<code>([a-z_]+)<\/code>)?<\/td><td>([^<]*)</g),
    ].map(([, line, column, reason]) => [line, column, reason])
    expect([reply.status, rows]).toEqual([
      422,
      [
        ['3', 'agency', 'There is no “A9”. '],
        ['4', 'service', 'There is no “zoo”. '],
        ['4', 'month', expect.stringContaining('month to come')],
        ['4', 'handled', expect.stringContaining('“-3”')],
        ['5', 'on_time', expect.stringContaining('“7” is more than')],
        ['6', 'handled', expect.stringContaining('“1.02”')],
      ],
    ])
    expect(await stored()).toEqual(before)
    const twice = said(await (await load('agency,month,handled\nA1,2026-10,1\nXã Một,10/2026,2\n')).text())
    expect(twice).toContain('có hai lần trong tệp')
  })

  it.each([
    ['no column for the month', 'agency,handled\nA1,5\n', 'Thiếu cột: month.'],
    ['no line', 'agency,month,handled\n', 'không có dòng nào'],
    ['nothing', '', 'Xin chọn một tệp.'],
    ['too many bytes', `agency,month,handled\n${'x'.repeat(4_200_000)}`, 'Tệp quá lớn; tối đa 4 MB.'],
    ['a script', 'agency,month,handled\n<script>alert(1)</script>,2026-10,=1+1\n', 'Không có “<script>'],
  ])('refuse a file with %s', async (_, csv, reason) => {
    const reply = await load(csv)
    const page = await reply.text()
    expect([reply.status, said(page).includes(reason)]).toEqual([422, true])
    expect(page).not.toContain('<script')
  })

  it('come from a workbook, its months as days and its numbers as numbers', async () => {
    const rows = [
      ['Mã cơ quan', 'Kỳ báo cáo', 'Số hồ sơ'],
      ['A1', 46_235, 77],
    ]
    const book = await writeXlsx({ sheets: [{ name: 'x', rows }] })
    const page = await (await load(Uint8Array.from(book))).text()
    expect((await apply(page)).status).toBe(303)
    expect(await stored()).toContain('A1 * 2026-08 77 -')
  })

  it('of a preview that somebody overtook are shown anew', async () => {
    const page = await (await load('agency,month,handled\nA1,2026-08,80\n')).text()
    await apply(await (await load('agency,month,handled\nA1,2026-08,79\n')).text())
    const stale = await apply(page)
    const again = await stale.text()
    expect([stale.status, said(again).includes('Có người vừa sửa số hồ sơ')]).toEqual([409, true])
    await apply(again)
    expect(await stored()).toContain('A1 * 2026-08 80 -')
    expect((await office.send('/admin/import/dossiers/apply', { lines: '{', shown: '' })).status).toBe(422)
    expect(
      (
        await office.send('/admin/import/dossiers/apply', {
          lines: '{"kind":"csv","columns":["agency","service","month","handled"],"lines":[[2,"A1","","2026-08","x"]]}',
          shown: '',
        })
      ).status,
    ).toBe(422)
  })

  const put = async (entries: unknown, token = server.token) => {
    const reply = await fetch(`${server.url}/api/v1/dossiers`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Accept-Language': 'en' },
      body: JSON.stringify({ entries }),
    })
    return { status: reply.status, body: await reply.json() }
  }

  it('are set by a program, twice with the same end', async () => {
    const entries = [
      { agency: 'A1', month: '2026-07', handled: 40, onTime: 39 },
      { agency: 'A2', month: '2026-07', handled: 0 },
    ]
    expect(await put(entries)).toMatchObject({ status: 200, body: { added: 2, changed: 0, removed: 0, same: 0 } })
    expect(await put(entries)).toEqual({ status: 200, body: { added: 0, changed: 0, removed: 0, same: 2, batch: null } })
    expect(await put([{ agency: 'A2', month: '2026-07', handled: null }])).toMatchObject({ body: { removed: 1 } })
    const read = await fetch(`${server.url}/api/v1/dossiers?from=2026-07&to=2026-07`, {
      headers: { Authorization: `Bearer ${server.token}` },
    })
    expect(await read.json()).toEqual({
      dossiers: [{ agency: 'A1', service: '', month: '2026-07', handled: 40, onTime: 39, source: 'api' }],
    })
  })

  it('from a program are all taken or none, each fault with its place', async () => {
    const before = await stored()
    const { status, body } = await put([
      { agency: 'A1', month: '2026-07', handled: 1 },
      { agency: 'A9', month: '07-2026', handled: 3, onTime: 4 },
    ])
    expect([status, body.details]).toEqual([
      422,
      [
        { path: 'entries[1].agency', rule: 'unknown', message: 'There is no “A9”. ' },
        { path: 'entries[1].onTime', rule: 'more-than', message: expect.any(String) },
      ],
    ])
    for (const wrong of [
      [],
      [{ agency: 'A1', month: '2026-07', handled: -1 }],
      [{ agency: 'A1', month: '2026-07', handled: 1.5 }],
      [{ agency: 'A1' }],
      'x',
    ])
      expect((await put(wrong)).status).toBe(422)
    expect(await stored()).toEqual(before)
  })

  it('are those of one’s own agencies alone, on every way', async () => {
    const token = await tokenOf(server.database, 'manager-a2', [{ role: 'manager', agency: 'A2', endsOn: '' }])
    const own = officeOf({ url: server.url, token })
    const page = await own.html(october)
    expect([...page.matchAll(/id="row-([^"]+)"/g)].map(([, code]) => code)).toEqual(['A3', 'A2'])
    expect((await own.send(october, { 'handled.A1': '1', 'on_time.A1': '', 'seen.A1': '1020/987' })).status).toBe(404)
    expect(
      said(await (await own.send('/admin/import/dossiers', { file: new Blob(['agency,month,handled\nA1,2026-10,1\n']) })).text()),
    ).toContain('Không có “A1”')
    expect((await put([{ agency: 'A1', month: '2026-07', handled: 1 }], token)).status).toBe(404)
    expect((await put([{ agency: 'A3', month: '2026-07', handled: 1 }], token)).status).toBe(200)
    const seen = await fetch(`${server.url}/api/v1/dossiers?from=2026-01&to=2026-12`, { headers: { Authorization: `Bearer ${token}` } })
    expect(JSON.stringify(await seen.json())).not.toContain('A1')
    const reader = await tokenOf(server.database, 'reader-a2', [{ role: 'reader', agency: 'A2', endsOn: '' }])
    expect((await put([{ agency: 'A2', month: '2026-07', handled: 1 }], reader)).status).toBe(403)
    const analyst = officeOf({
      url: server.url,
      token: await tokenOf(server.database, 'analyst-a2', [{ role: 'analyst', agency: 'A2', endsOn: '' }]),
    })
    const looked = await analyst.html(october)
    expect([looked.includes('handled.A2'), said(looked).includes('Xã Hai')]).toEqual([false, true])
  })
})

describe('an agency with dossiers', () => {
  it('is not deleted from under them, nor from under a service that names it', async () => {
    const server = await startServer({ now: () => now })
    const office = officeOf(server)
    await office.send('/admin/new/agency', { code: 'X1', name: 'Xã X', block: 'commune' })
    const put = (handled: string, seen: string) =>
      office.send('/admin/dossiers?month=2026-10', { 'handled.X1': handled, 'on_time.X1': '', 'seen.X1': seen })
    await put('3', '')
    expect((await office.send('/admin/agencies/X1/delete')).status).toBe(409)
    expect(said(await office.html('/admin/agencies/X1/delete'))).toContain('Đã có số hồ sơ của cơ quan này.')
    await put('', '3')
    await office.send('/admin/new/service', { code: 'land', name: 'Đất đai', field: '', agencies: 'X1' })
    expect((await office.send('/admin/agencies/X1/delete')).status).toBe(409)
    await office.send('/admin/services/land/delete')
    expect((await office.send('/admin/agencies/X1/delete')).status).toBe(303)
    await server.close()
  })
})

describe('the list of services on screen', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ now: () => now })
    office = officeOf(server)
    await fielded(server.database)
  })
  afterAll(() => server.close())
  const load = async (csv: string) => office.send('/admin/import/services', { file: new Blob([csv]) })
  const codes = async () => (await listServices(server.database)).map(({ code }) => code)

  it('says what it is for while it is empty', async () => {
    expect(said(await office.html('/admin/services'))).toContain('Chưa có lĩnh vực nào')
  })

  it('is loaded from a file that is shown first, field by field, and undone at once', async () => {
    const page = await (
      await load('Mã;Tên;Lĩnh vực;Mã TTHC;Cơ quan giải quyết\r\nland;Đất đai;;;\r\nland-1;Đăng ký biến động;land;1.012796;A1|A2\r\n')
    ).text()
    expect([said(page).includes('2 mục mới'), await codes()]).toEqual([true, []])
    expect((await office.send('/admin/import/services/apply', hidden(page))).headers.get('location')).toBe(
      '/admin/services?done=services&n=2',
    )
    const list = await office.html('/admin/services')
    expect(said(list)).toMatch(/Đất đai[\s\S]*mọi cơ quan[\s\S]*Đăng ký biến động[\s\S]*1\.012796[\s\S]*2 cơ quan/)
    expect(said(list)).not.toMatch(unsaid)
    const undo = await office.send('/admin/services/undo', { batch: hidden(list)['batch'] ?? '' })
    expect([undo.headers.get('location'), await codes()]).toEqual(['/admin/services?done=services-undone', []])
  })

  it('names everything wrong in a file', async () => {
    const page = said(await (await load('code,name,field,agencies\nland,Đất đai,,A9\ntax,,zoo,\ntax,Thuế,,\n')).text())
    for (const reason of ['Không có “A9”', 'Cần điền mục này.', '“zoo” không phải là một lĩnh vực', '“tax” có hai lần'])
      expect(page).toContain(reason)
    expect(await codes()).toEqual([])
  })

  it('takes a field and a procedure by hand, found without marks', async () => {
    expect((await office.send('/admin/new/service', { code: 'land', name: 'Đất đai', field: '' })).status).toBe(303)
    expect((await office.send('/admin/new/service', { code: 'land-1', name: payload, field: 'land', procedure: '1.004194' })).status).toBe(
      303,
    )
    const wrong = await office.send('/admin/new/service', { code: 'land', name: '', field: 'land-1' })
    const page = await wrong.text()
    expect(wrong.status).toBe(422)
    for (const field of ['code', 'name', 'field']) expect(page).toContain(`id="${field}-wrong"`)
    const found = async (words: string) =>
      [...(await office.html(`/admin/services?q=${encodeURIComponent(words)}`)).matchAll(/href="\/admin\/services\/([^"]+)"/g)].map(
        ([, code]) => code,
      )
    expect(await found('dat dai')).toEqual(['land'])
    expect(await found('1.004194')).toEqual(['land-1'])
    expect(await office.html('/admin/services')).not.toContain('<script')
  })

  it('is not overwritten unseen', async () => {
    const shown = hidden(await office.html('/admin/services/land'))
    const change = (name: string, from: Readonly<Record<string, string>>) =>
      office.send('/admin/services/land', { ...from, name, field: '' })
    expect((await change('Đất', shown)).status).toBe(303)
    const late = await change('Địa chính', shown)
    const page = await late.text()
    expect([late.status, said(page).includes('tên: Đất'), page.includes('value="Địa chính"')]).toEqual([409, true, true])
    expect((await change('Địa chính', hidden(page))).status).toBe(303)
    expect(
      draftOfService(
        (await listServices(server.database))[0] ??
          (() => {
            throw new Error('none')
          })(),
      ).name,
    ).toBe('Địa chính')
  })

  it('keeps what dossiers are counted under, and lets a mistake be deleted', async () => {
    await office.send('/admin/dossiers?month=2026-10&service=land-1', { 'handled.A1': '3', 'on_time.A1': '', 'seen.A1': '' })
    expect(said(await office.html('/admin/services/land-1/delete'))).toContain('Đã có số hồ sơ theo mục này.')
    expect((await office.send('/admin/services/land-1/delete')).status).toBe(409)
    expect((await office.send('/admin/services/land/delete')).status).toBe(409)
    expect(said(await office.html('/admin/dossiers?month=2026-10'))).toContain('cộng từ các lĩnh vực: 3')
    await office.send('/admin/new/service', { code: 'oops', name: 'Nhầm', field: '' })
    expect((await office.send('/admin/services/oops/delete')).status).toBe(303)
    expect(await codes()).toEqual(['land', 'land-1'])
    expect((await office.get('/admin/services/none')).status).toBe(404)
  })
})
