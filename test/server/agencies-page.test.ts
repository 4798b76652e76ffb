import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAgencies } from '../../server/db/agencies'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { payload } from './surveyed'

describe.each(engines)('the agencies page on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    office = officeOf(server)
  })
  afterAll(() => server.close())
  const load = (csv: string | Uint8Array<ArrayBuffer>, language?: string) =>
    office.send('/admin/import/agencies', { file: new Blob([csv], { type: 'text/csv' }) }, language)
  const codes = async () => (await listAgencies(server.database)).map(({ code }) => code)

  it('loads a list, whatever a spreadsheet puts around it', async () => {
    const reply = await load(
      '\uFEFFcode;name;name_en;block;parent;predecessors;valid_from\r\nH1;Sở Tư pháp;Department of Justice;department;;;\r\nH2;"Xã Đại ""Mới""; Đông";;commune;H1;H1|H3;2025-07-01\r\nH3;Xã Cũ;;commune;;;\r\n',
    )
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/agencies?done=agencies&n=3'])
    expect(await office.html('/admin/agencies?done=agencies&n=3')).toContain('Đã nạp 3 cơ quan.')
    expect((await listAgencies(server.database))[1]).toEqual({
      code: 'H2',
      name: { vi: 'Xã Đại "Mới"; Đông' },
      block: 'commune',
      parent: 'H1',
      validFrom: '2025-07-01',
      validTo: null,
      predecessors: ['H1', 'H3'],
    })
  })

  it('names line, column and reason of everything wrong, in the language of the reader, and takes no line', async () => {
    const wrong =
      'code,name,block,parent,valid_from,valid_to\nH4,Xã Bốn,commune,,,\nH 5,,commune,Z9,2026-13-01,\nH4,Xã Bốn nữa,commune,,2026-02-01,2026-01-01\n'
    const page = await (await load(wrong, 'en')).text()
    const rows = [...page.matchAll(/<tr><td class="r"[^>]*>(\d+)<\/td><td[^>]*>[^<]*<code>([a-z_]+)<\/code><\/td><td>([^<]*)</g)].map(
      ([, line, column, reason]) => [line, column, reason],
    )
    expect(rows).toEqual([
      ['3', 'code', expect.stringContaining('“H 5” cannot be a code')],
      ['3', 'name', 'This has to be filled in.'],
      ['3', 'parent', '“Z9” is not the code of another agency in the list.'],
      ['3', 'valid_from', expect.stringContaining('“2026-13-01” is not a day')],
      ['4', 'code', '“H4” stands in the file twice.'],
      ['4', 'valid_to', 'The last day (1 Jan 2026) stands before the first (1 Feb 2026).'],
    ])
    const refused = said(await (await load(wrong)).text())
    for (const words of ['Không nạp dòng nào.', 'Cơ quan cấp trên · ']) expect(refused).toContain(words)
    expect(await codes()).toEqual(['H1', 'H2', 'H3'])
  })

  it.each([
    ['no columns that are known', 'a,b\n1,2\n', 'Có cột lạ: a, b.'],
    ['a column missing', 'code\nH9\n', 'Thiếu cột: name.'],
    ['no line', 'code,name\n', 'không có dòng nào'],
    ['nothing', '', 'Xin chọn một tệp.'],
    ['a quote that never ends', 'code,name\nH9,"Xã\n', 'Dấu ngoặc kép trong dòng này không khớp'],
    [
      'another encoding',
      Uint8Array.from([99, 111, 100, 101, 44, 110, 97, 109, 101, 10, 72, 57, 44, 0xd0, 0xa1, 0xff, 10]),
      'không ở bảng mã UTF-8',
    ],
    ['too many bytes', `code,name\n${'x'.repeat(1_100_000)}`, 'Tệp quá lớn; tối đa 1 MB.'],
    ['a script', 'code,name\n<script>alert(1)</script>,=1+1\n', 'không dùng làm mã được'],
  ])('refuses a file with %s', async (_, csv, reason) => {
    const reply = await load(csv)
    const page = await reply.text()
    expect([reply.status, said(page).includes(reason)]).toEqual([422, true])
    expect(page).not.toContain('<script')
    expect(said(page)).not.toMatch(unsaid)
    expect(await codes()).toEqual(['H1', 'H2', 'H3'])
  })

  it('finds agencies without their marks', async () => {
    const found = async (words: string) =>
      [...(await office.html(`/admin/agencies?q=${encodeURIComponent(words)}`)).matchAll(/href="\/admin\/agencies\/([^"]+)"/g)].map(
        ([, code]) => code,
      )
    expect(await found('so tu phap')).toEqual(['H1'])
    expect(await found('ĐẠI đông')).toEqual(['H2'])
    expect(await found('justice')).toEqual(['H1'])
    expect(await found('h3')).toEqual(['H3'])
    expect(await found('%')).toEqual([])
    expect(said(await office.html(`/admin/agencies?q=${encodeURIComponent(payload)}`))).toContain(payload)
  })

  it('adds one and changes it, its code never', async () => {
    expect((await office.send('/admin/new/agency', { code: 'H7', name: payload, block: 'commune' })).status).toBe(303)
    const page = await office.html('/admin/agencies/H7')
    expect(page).not.toContain('<script')
    expect(page).not.toContain('name="code"')
    await office.send('/admin/agencies/H7', { code: 'H1', name: '=1+1', block: 'school', valid_from: '2025-07-01', valid_to: '2026-06-30' })
    expect(await listAgencies(server.database)).toContainEqual({
      code: 'H7',
      name: { vi: '=1+1' },
      block: 'school',
      parent: null,
      validFrom: '2025-07-01',
      validTo: '2026-06-30',
      predecessors: [],
    })
    expect(said(await office.html('/admin/agencies'))).toContain('từ 01/07/2025 đến 30/06/2026')
    expect((await office.get('/admin/agencies/none')).status).toBe(404)
    expect((await office.send('/admin/agencies/none', { name: 'x' })).status).toBe(404)
  })

  it('says what is wrong with a form, beside the field, and keeps what was typed', async () => {
    const reply = await office.send(
      '/admin/new/agency',
      { code: 'H1', name: 'Tên đã gõ', block: 'a b', parent: 'H1', valid_from: '2026-02-30' },
      'en',
    )
    const page = await reply.text()
    expect(reply.status).toBe(422)
    expect(page).toContain('value="Tên đã gõ"')
    for (const field of ['code', 'block', 'parent', 'valid_from']) {
      expect(page).toContain(`id="${field}-wrong"`)
      expect(page).toContain(`href="#${field}"`)
    }
    expect(page).toContain('The code “H1” is taken.')
    const long = await (await office.send('/admin/new/agency', { code: 'H8', name: 'ạ'.repeat(201) })).text()
    expect(long).toContain('Dài quá 200 ký tự.')
  })
})

describe('a list that changes agencies', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer()
    office = officeOf(server)
    await load('code,name,name_en,block,parent\nH1,Sở Tư pháp,Department of Justice,department,\nH2,Xã Đông,,commune,H1\n')
  })
  afterAll(() => server.close())
  const load = (file: string | Uint8Array<ArrayBuffer>, language?: string) =>
    office.send('/admin/import/agencies', { file: new Blob([file]) }, language)
  const agency = async (code: string) => (await listAgencies(server.database)).find((one) => one.code === code)
  const hidden = (page: string) =>
    Object.fromEntries(
      [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
      ]),
    )
  const rows = (page: string) =>
    [...page.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(([, code, cells = '']) => [
      code,
      ...[...cells.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<\/?b>/g, '')),
    ])

  it('is shown field by field before it is applied, and what has no column stays as it is', async () => {
    const reply = await load('Mã;Tên\r\nH1;Sở Tư pháp mới\r\nH2;Xã Đông\r\nH3;Xã "Ba" <b>;\r\n;\r\n')
    const page = await reply.text()
    expect(reply.status).toBe(200)
    expect(rows(page)).toEqual([
      ['H1', 'Sở Tư pháp mới', 'Tên', 'Sở Tư pháp', 'Sở Tư pháp mới'],
      ['H3', 'Xã &quot;Ba&quot; &lt;b> (mới)', 'Tên', '(để trống)', 'Xã &quot;Ba&quot; &lt;b>'],
      ['H3', 'Xã &quot;Ba&quot; &lt;b> (mới)', 'Khối xếp hạng', '(để trống)', 'Khối khác'],
    ])
    expect(said(page)).toContain('Thêm 1 cơ quan')
    expect(said(page)).toContain('Giữ nguyên 1 cơ quan')
    expect(said(page)).not.toMatch(unsaid)
    expect((await agency('H1'))?.name['vi']).toBe('Sở Tư pháp')
    const applied = await office.send('/admin/import/agencies/apply', hidden(page))
    expect([applied.status, applied.headers.get('location')]).toEqual([303, '/admin/agencies?done=agencies&n=2'])
    expect(await agency('H1')).toMatchObject({ name: { vi: 'Sở Tư pháp mới', en: 'Department of Justice' }, block: 'department' })
    expect(await agency('H2')).toMatchObject({ block: 'commune', parent: 'H1' })
    expect(await agency('H3')).toMatchObject({ name: { vi: 'Xã "Ba" <b>' } })
  })

  it('is shown anew when somebody changed an agency meanwhile, and says of an empty cell that it empties', async () => {
    const page = await (await load('code,name,parent,valid_from\nH2,Xã Đông,,01/07/2025\n', 'en')).text()
    expect(rows(page).map(([, , , ...cells]) => cells)).toEqual([
      ['Department of Justice (H1)', '(nothing)'],
      ['(nothing)', '1 Jul 2025'],
    ])
    expect(
      (
        await office.send('/admin/agencies/H2', {
          name: 'Xã Đông',
          block: 'hospital',
          parent: 'H3',
          name_en: '',
          valid_from: '',
          valid_to: '',
          predecessors: '',
        })
      ).status,
    ).toBe(303)
    const stale = await office.send('/admin/import/agencies/apply', hidden(page))
    const again = await stale.text()
    expect([stale.status, said(again).includes('đã được người khác sửa')]).toEqual([409, true])
    expect(await agency('H2')).toMatchObject({ parent: 'H3', validFrom: null })
    expect((await office.send('/admin/import/agencies/apply', hidden(again))).status).toBe(303)
    expect(await agency('H2')).toMatchObject({ parent: null, validFrom: '2025-07-01', block: 'hospital' })
  })

  it('names by row and column what would be wrong with the tree, in CSV and in a workbook alike, and takes nothing', async () => {
    const lines = [
      ['Tên', 'Mã', 'Mã cấp trên', 'valid_to', 'official_code'],
      ['Xã K1', 'K1', 'K2', '', ''],
      ['Xã K2', 'K2', 'K1', '', ''],
      ['Xã K3', 'K3', '', '2026-01-31', '00123'],
      ['Xã K4', 'K4', 'K3', '', ''],
      ['Xã K5', 'K5', '', '', '00123'],
    ].map((cells) => cells.map((cell) => (cell === 'Mã cấp trên' ? 'parent' : cell)))
    const book = await writeXlsx({ sheets: [{ name: 'x', rows: lines }] })
    for (const file of [lines.map((cells) => cells.join(',')).join('\n'), Uint8Array.from(book)]) {
      const reply = await load(file, 'en')
      const found = [...(await reply.text()).matchAll(/<tr><td class="r"[^>]*>(\d+)<\/td><td[^>]*>[^<]*<code>([a-z_]+)<\/code>/g)]
      expect([reply.status, found.map(([, line, column]) => `${line} ${column}`)]).toEqual([
        422,
        ['2 parent', '3 parent', '4 official_code', '5 parent', '6 official_code'],
      ])
    }
    expect(await agency('K1')).toBeUndefined()
  })

  it('takes a kind of body by its name in either language, and names the kinds there are', async () => {
    const reply = await load('code,name,type\nK1,Xã Một,Phường xã\n')
    expect([reply.status, said(await reply.text())]).toEqual([422, expect.stringContaining('Sở, ban, ngành; Cơ quan ngành dọc; ')])
    const taken = await load('code,name,type\nK1,Xã Một,"xã, phường, đặc khu"\nK2,Bệnh viện,Hospital\n')
    expect([taken.status, (await agency('K1'))?.type, (await agency('K2'))?.type]).toEqual([303, 'commune', 'hospital'])
  })

  it('says which column stands there twice, and which is none of ours', async () => {
    expect(said(await (await load('name,code,name\nXã,K1,Xã\n')).text())).toContain('Cột có hai lần: name')
    expect(said(await (await load('code,name,phone\nK1,Xã,1\n')).text())).toContain('Có cột lạ: phone')
  })

  it('is applied from a workbook as it was shown, its days too', async () => {
    const book = await writeXlsx({
      sheets: [
        {
          name: 'x',
          rows: [
            ['Mã', 'Tên', 'Đến hết ngày'],
            ['H3', 'Xã Ba', 46_387],
          ],
        },
      ],
    })
    const page = await (await load(Uint8Array.from(book))).text()
    expect(rows(page).map((cells) => cells.at(-1))).toEqual(['Xã Ba', '31/12/2026'])
    expect((await office.send('/admin/import/agencies/apply', hidden(page))).status).toBe(303)
    expect(await agency('H3')).toMatchObject({ name: { vi: 'Xã Ba' }, validTo: '2026-12-31' })
  })

  it.each([
    ['no lines', {}],
    ['lines of another kind', { lines: '{"kind":"csv","columns":["code"],"lines":[[1,5]]}', shown: 'x' }],
    ['a column of its own', { lines: '{"kind":"csv","columns":["__proto__"],"lines":[[1,"x"]]}', shown: 'x' }],
    ['text', { lines: '{', shown: '' }],
  ])('takes nothing from a form with %s', async (_, fields) => {
    expect((await office.send('/admin/import/agencies/apply', fields)).status).toBe(422)
  })

  it('is refused with a wrong code in what is sent back', async () => {
    const sent = await office.send('/admin/import/agencies/apply', {
      lines: JSON.stringify({ kind: 'csv', columns: ['code', 'name'], lines: [[2, 'H 9', 'x']] }),
      shown: 'x',
    })
    expect([sent.status, said(await sent.text()).includes('không dùng làm mã được')]).toEqual([422, true])
  })
})
