import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { importAgencies } from '../../server/acts/agencies'
import { listAgencies, saveAgencies } from '../../server/db/agencies'
import { openCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { insertUser } from '../../server/db/accounts'
import { newUser } from '../../server/access/account'
import type { Agency } from '../../surveys/fielding/campaign'
import { editTo } from '../../surveys/fielding/drafts'
import { agency, fielded } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { tokenOf } from './token'

const one = (code: string, changed: Partial<Agency> = {}): Agency => ({ ...agency(code), ...changed })

/** A province with two departments and 130 communes, one of which ended. */
const tree: readonly Agency[] = [
  one('P', { name: { vi: 'Tỉnh Sông Ngân' }, type: 'province', block: 'other' }),
  one('D1', { name: { vi: 'Sở Tư pháp' }, parent: 'P', type: 'department', block: 'department' }),
  one('D2', { name: { vi: 'Sở Y tế' }, parent: 'P', type: 'department', block: 'department' }),
  one('T1', { name: { vi: 'Trạm Y tế Đông' }, parent: 'D2', type: 'clinic', block: 'clinic' }),
  ...Array.from({ length: 130 }, (_, index) =>
    one(`X${index + 1}`, { name: { vi: `Xã Số ${index + 1}` }, parent: 'P', type: 'commune', officialCode: String(10_000 + index) }),
  ),
  one('O1', { name: { vi: 'Xã Cũ' }, parent: 'P', type: 'commune', validTo: '2025-06-30', aliases: [{ name: 'Xã Rất Xưa', until: null }] }),
]

describe.each(oneEngine)('the tree of agencies on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    office = officeOf(server)
    await saveAgencies(server.database, tree)
    await fielded(server.database, {
      agencies: tree.filter(({ code }) => ['X1', 'X2', 'D1'].includes(code)),
      touchpoints: [{ code: 'qX1', campaign: 'c1', kind: 'qr', label: { vi: 'Quầy' }, agencies: ['X1'] }],
    })
    await openCampaign(server.database, 'c1', '2026-10-01')
    await insertUser(server.database, newUser('lan', 'Nguyễn Lan'), undefined, 0)
    const lan = await server.database.db.selectFrom('users').select('id').where('username', '=', 'lan').executeTakeFirstOrThrow()
    for (const over of ['D1', 'X1']) await saveGrant(server.database, lan.id, { role: 'manager', agency: over, endsOn: '' })
  })
  afterAll(() => server.close())
  const known = async (code: string) => (await listAgencies(server.database)).find((own) => own.code === code)
  const rows = async (query: string, who = office) =>
    [...(await who.html(`/admin/agencies${query}`)).matchAll(/<th scope="row" class="name"><a href="\/admin\/agencies\/([^"]+)"/g)].map(
      ([, code]) => code,
    )
  const shownIn = (html: string): string => /<button type="submit" name="shown" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const batchIn = (html: string): string => /name="batch" value="([^"]+)"/.exec(html)?.[1] ?? ''
  /** Sends a change, looks at its preview, and sends it again as it was shown. */
  const done = async (path: string, fields: Readonly<Record<string, string | readonly string[]>>) => {
    const preview = await (await office.send(path, fields)).text()
    return { preview: said(preview), reply: await office.send(path, { ...fields, shown: shownIn(preview) }) }
  }

  it('opens a branch at a time, what has ended last, a hundred to a page', async () => {
    // All stand below the province, so its branch is the top.
    const [first, second] = [await rows(''), await rows('?at=P&page=2')]
    expect(await rows('?at=P')).toEqual(first)
    expect([first.length, second.length, first.slice(0, 2), second.at(-1)]).toEqual([100, 33, ['D1', 'D2'], 'O1'])
    expect(await rows('?at=D2')).toEqual(['T1'])
    const page = said(await office.html('/admin/agencies?at=D2'))
    expect(page).toMatch(/Tất cả[\s\S]*Tỉnh Sông Ngân[\s\S]*Sở Y tế/)
    expect(page).not.toMatch(unsaid)
    expect(await rows('?at=nowhere&page=99')).toEqual(second)
    expect(await office.html('/admin/agencies')).not.toContain('name="at"')
  })

  it('finds by name without marks, code and former name, and narrows by kind, block and time, also within a branch', async () => {
    expect(await rows('?q=so+tu+phap')).toEqual(['D1'])
    expect(await rows('?q=rat+xua')).toEqual(['O1'])
    expect(await rows('?q=10129')).toEqual(['X130'])
    expect(await rows('?type=clinic')).toEqual(['T1'])
    expect(await rows('?block=department')).toEqual(['D1', 'D2'])
    expect(await rows('?type=commune&state=ended')).toEqual(['O1'])
    expect(await rows('?at=D2&type=department')).toEqual([])
    expect(said(await office.html('/admin/agencies?q=tram'))).toMatch(/Trạm Y tế Đông[\s\S]*thuộc Sở Y tế/)
  })

  it('shows a reader over a part that part as the top', async () => {
    const over = officeOf({
      url: server.url,
      token: await tokenOf(server.database, 'over-d2', [{ role: 'analyst', agency: 'D2', endsOn: '' }]),
    })
    expect(await rows('', over)).toEqual(['T1'])
    expect(said(await over.html('/admin/agencies'))).toContain('Sở Y tế')
    expect(await rows('?q=so', over)).toEqual(['D2'])
    expect((await over.get('/admin/agencies/D1')).status).toBe(404)
    const page = await over.html('/admin/agencies/D2')
    expect([page.includes('Sở Y tế'), page.includes('Sông Ngân'), page.includes('/change')]).toEqual([true, false, false])
  })

  it('chooses a superior by looking for it, and keeps what was typed meanwhile', async () => {
    const form = { code: 'N1', name: 'Xã Vừa Gõ', block: 'commune', 'find-parent': 'tu phap', look: 'find-parent' }
    const looked = await (await office.send('/admin/new/agency', form)).text()
    expect(looked).toContain('value="Xã Vừa Gõ"')
    expect(looked).toMatch(/<input type="radio" name="parent" value="D1" checked/)
    expect((await office.send('/admin/new/agency', { ...form, look: '', parent: 'D1' })).status).toBe(303)
    expect(await known('N1')).toMatchObject({ parent: 'D1' })
  })

  it('takes former names and names in other languages row by row', async () => {
    const form = {
      name: 'Xã Vừa Gõ',
      block: 'commune',
      block_new: 'moi',
      parent: 'D1',
      'aliases[]': ['Xã Trước', ''],
      'aliases_until[]': ['2020-12-31', ''],
      'names[]': ['Hmoob', ''],
      'names_language[]': ['hmn', ''],
    }
    expect((await office.send('/admin/agencies/N1', form)).status).toBe(303)
    expect(await known('N1')).toMatchObject({
      block: 'moi',
      name: { vi: 'Xã Vừa Gõ', hmn: 'Hmoob' },
      aliases: [{ name: 'Xã Trước', until: '2020-12-31' }],
    })
    const page = await office.html('/admin/agencies/N1/change')
    expect(page).toMatch(/name="aliases_until\[\]"[^>]*value="2020-12-31"|value="2020-12-31"[^>]*name="aliases_until\[\]"/)
    expect(said(await office.html('/admin/agencies/N1'))).toContain('Xã Trước (đến 31/12/2020)')
  })

  it('lets nobody overwrite unseen what somebody else has changed', async () => {
    const seen = /name="seen" value="([^"]*)"/.exec(await office.html('/admin/agencies/X5/change'))?.[1]?.replaceAll('&quot;', '"') ?? ''
    const form = { block: 'commune', parent: 'P', type: 'commune', official_code: '10004' }
    expect((await office.send('/admin/agencies/X5', { ...form, name: 'Xã Người Kia', seen })).status).toBe(303)
    const late = await office.send('/admin/agencies/X5', { ...form, name: 'Xã Người Này', seen })
    const text = await late.text()
    expect([late.status, said(text).includes('Tên: Xã Người Kia'), text.includes('value="Xã Người Này"')]).toEqual([409, true, true])
    expect((await known('X5'))?.name['vi']).toBe('Xã Người Kia')
    const again = /name="seen" value="([^"]*)"/.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect((await office.send('/admin/agencies/X5', { ...form, name: 'Xã Người Này', seen: again })).status).toBe(303)
  })

  it('moves an agency after showing what comes along, who sees it from now on and what keeps its tree', async () => {
    const { preview, reply } = await done('/admin/agencies/D1/move', { to: 'D2' })
    expect(preview).toContain('1 đơn vị ở dưới đi theo')
    expect(preview).toMatch(/1 đợt khảo sát đang chạy vẫn giữ[\s\S]*Quý IV năm 2026/)
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/agencies/D1?done=agency-move'])
    expect((await known('D1'))?.parent).toBe('D2')
    const wrong = await office.send('/admin/agencies/D2/move', { to: 'N1' })
    expect([wrong.status, (await wrong.text()).includes('id="to-wrong"')]).toEqual([422, true])
  })

  it('takes the last change of an agency back with one press, and says why where it cannot', async () => {
    const batch = batchIn(await office.html('/admin/agencies/D1'))
    const undo = await office.send('/admin/undo/agencies', { batch })
    expect([undo.status, undo.headers.get('location')]).toEqual([303, '/admin/agencies/D1?done=agencies-undone'])
    expect((await known('D1'))?.parent).toBe('P')
    expect((await office.send('/admin/undo/agencies', { batch })).status).toBe(409)
    expect((await office.send('/admin/undo/agencies', { batch: 'none' })).status).toBe(404)
    expect(await office.html('/admin/agencies/D1')).not.toContain('name="batch"')
  })

  it('merges two into a new one, shows whose roles and touchpoints end, and takes all of it back', async () => {
    const fields = { agencies: ['X2'], into: '', code: 'X1-2', name: 'Xã Chung', name_en: '', from: '2026-12-01' }
    const { preview, reply } = await done('/admin/agencies/X1/merge', fields)
    expect(preview).toContain('1 điểm khảo sát hỏi về cơ quan thôi hoạt động')
    expect(preview).toMatch(/không tự chuyển sang cơ quan mới: .*lan|không tự chuyển sang cơ quan mới: Nguyễn Lan/)
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/agencies/X1-2?done=agency-merge'])
    expect(await known('X1-2')).toMatchObject({ predecessors: ['X1', 'X2'], validFrom: '2026-12-01', parent: 'P', block: 'commune' })
    expect([(await known('X1'))?.validTo, (await known('X2'))?.validTo]).toEqual(['2026-11-30', '2026-11-30'])
    const page = await office.html('/admin/agencies/X2')
    expect(said(page)).toMatch(/Về sau thành[\s\S]*Xã Chung \(X1-2\)/)
    expect((await office.send('/admin/agencies/X1-2/delete')).headers.get('location')).toBe('/admin/agencies?done=agency-deleted')
    await office.send('/admin/new/agency', { code: 'X1-2', name: 'Xã Chung', block: 'commune' })
    const changed = await office.send('/admin/undo/agencies', { batch: batchIn(page) })
    expect([changed.status, said(await changed.text()).includes('đã được sửa tiếp')]).toEqual([409, true])
  })

  it('refuses to take back an agency that a campaign has taken up', async () => {
    const fields = { agencies: ['X4'], into: '', code: 'X3-4', name: 'Xã Ba Bốn', name_en: '', from: '2026-12-01' }
    await done('/admin/agencies/X3/merge', fields)
    const batch = batchIn(await office.html('/admin/agencies/X3-4'))
    const heir = await known('X3-4')
    await fielded(server.database, { code: 'c2', agencies: heir ? [heir] : [], touchpoints: [] })
    const refused = await office.send('/admin/undo/agencies', { batch })
    expect([refused.status, said(await refused.text()).includes('đã được dùng')]).toEqual([409, true])
    await server.database.db.deleteFrom('campaign_agencies').where('campaign', '=', 'c2').execute()
    expect((await office.send('/admin/undo/agencies', { batch })).status).toBe(303)
    expect([await known('X3-4'), (await known('X3'))?.validTo]).toEqual([undefined, null])
  })

  it('shows a change anew when somebody changed an agency of it meanwhile', async () => {
    const fields = { name: 'Xã Sáu Mới', name_en: '', from: '' }
    const shown = shownIn(await (await office.send('/admin/agencies/X6/rename', fields)).text())
    await office.send('/admin/agencies/X6', { name: 'Xã Sáu Khác', block: 'commune', parent: 'P' })
    const stale = await office.send('/admin/agencies/X6/rename', { ...fields, shown })
    const text = await stale.text()
    expect([stale.status, said(text).includes('đã được người khác sửa')]).toEqual([409, true])
    expect((await office.send('/admin/agencies/X6/rename', { ...fields, shown: shownIn(text) })).status).toBe(303)
    expect(await known('X6')).toMatchObject({ name: { vi: 'Xã Sáu Mới' }, aliases: [{ name: 'Xã Sáu Khác', until: null }] })
  })

  it('ends and splits, and asks anew for what is wrong', async () => {
    const end = await done('/admin/agencies/X7/end', { lastDay: '2026-12-31' })
    expect([end.reply.status, (await known('X7'))?.validTo]).toEqual([303, '2026-12-31'])
    const parts = {
      'heir_code[]': ['X8a', 'X8b'],
      'heir_name[]': ['Xã Tám Một', 'Xã Tám Hai'],
      'heir_name_en[]': ['', ''],
      from: '2027-01-01',
      goesOn: 'no',
    }
    const split = await done('/admin/agencies/X8/split', parts)
    expect([split.reply.status, (await known('X8'))?.validTo, (await known('X8b'))?.inPart]).toEqual([303, '2026-12-31', ['X8']])
    const wrong = await (await office.send('/admin/agencies/X9/split', { ...parts, 'heir_code[]': ['X8a', 'X 9'] })).text()
    expect([wrong.includes('id="heirs"'), said(wrong).includes('X8a'), said(wrong).includes('X 9')]).toEqual([true, true, true])
    expect((await office.get('/admin/agencies/none/split')).status).toBe(404)
    expect((await office.send('/admin/agencies/none/end', { lastDay: '2026-12-31' })).status).toBe(404)
  })

  it('takes nothing back to where nothing is any more', async () => {
    const over = ['U1', 'U2'].map((code) => one(code))
    await saveAgencies(server.database, [...over, one('U3', { parent: 'U1' })])
    await done('/admin/agencies/U3/move', { to: 'U2' })
    const batch = batchIn(await office.html('/admin/agencies/U3'))
    expect((await office.send('/admin/agencies/U1/delete')).status).toBe(303)
    const stays = await office.send('/admin/undo/agencies', { batch })
    expect([stays.status, said(await stays.text())]).toEqual([409, expect.stringContaining('“U1”')])
    expect(await known('U3')).toMatchObject({ parent: 'U2' })
  })

  it('takes no list otherwise than as it was shown, nor where others have left no room for it', async () => {
    await saveAgencies(server.database, [one('R1'), one('R2')])
    const take = (agencies: readonly Agency[], before: readonly Agency[]) => {
      const edits = agencies.map((after) =>
        editTo(
          before.find(({ code }) => code === after.code),
          after,
        ),
      )
      return act({ database: server.database, now: () => 0 }, atCommandLine(), importAgencies, edits)
    }
    const before = await listAgencies(server.database)
    const stale = { kind: 'failed', failure: { code: 'stale' } }
    expect((await take([one('R1', { parent: 'R2' })], before)).kind).toBe('done')
    // What stands above it is below it by now.
    expect(await take([one('R2', { parent: 'R1' })], before)).toEqual(stale)
    expect(await take([one('R1', { block: 'ward' })], before)).toEqual(stale)
    expect((await take([one('R3')], before)).kind).toBe('done')
    expect(await take([one('R3', { name: { vi: 'Xã khác' } })], before)).toEqual(stale)
    expect(await take([one('R4', { parent: 'R9' })], before)).toEqual(stale)
    expect([await known('R1'), await known('R2'), await known('R3'), await known('R4')]).toMatchObject([
      { parent: 'R2', block: 'commune' },
      { parent: null },
      { name: { vi: 'Xã R3' } },
      undefined,
    ])
  })

  it('takes a file as long as it may be, though its lines are longer once more when they are sent as shown', async () => {
    // A backslash is two letters in what a preview sends again.
    const long = Array.from({ length: 12_000 }, (_, at) => `${'\\'.repeat(8)}${at}`).join('|')
    const file = new Blob([
      `code,name,aliases\n${['X20', 'X21', 'X22', 'X23', 'X24'].map((code) => `${code},Xã ${code},${long}\n`).join('')}`,
    ])
    const preview = await (await office.send('/admin/import/agencies', { file })).text()
    const hidden = (name: string): string =>
      (new RegExp(`name="${name}" value="([^"]*)"`).exec(preview)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    const sent = { lines: hidden('lines'), shown: hidden('shown') }
    expect([file.size < 1_048_576, sent.lines.length > 1_048_576]).toEqual([true, true])
    expect((await office.send('/admin/import/agencies/apply', sent)).status).toBe(303)
    expect((await known('X24'))?.name['vi']).toBe('Xã X24')
  })

  it('takes an import back with one press', async () => {
    const file = new Blob(['code,name,block\nI1,Xã Nạp Một,commune\nI2,Xã Nạp Hai,commune\n'])
    expect((await office.send('/admin/import/agencies', { file })).status).toBe(303)
    const batch = batchIn(await office.html('/admin/agencies'))
    expect((await office.send('/admin/undo/agencies', { batch })).status).toBe(303)
    expect([await known('I1'), await known('I2')]).toEqual([undefined, undefined])
  })

  it('begins with the tree of a province, adds what it lacks and changes nothing that is there', async () => {
    await office.send('/admin/new/agency', { code: 'P15.YT', name: 'Sở Y tế của tôi', block: 'department' })
    const taken = await office.send('/admin/import/province', { code: '15' })
    expect([taken.status, taken.headers.get('location')]).toEqual([303, '/admin/agencies?done=agencies&n=17'])
    expect([(await known('P15.YT'))?.name['vi'], (await known('P15.TP'))?.parent]).toEqual(['Sở Y tế của tôi', 'P15'])
    expect((await office.send('/admin/undo/agencies', { batch: batchIn(await office.html('/admin/agencies')) })).status).toBe(303)
    expect([await known('P15'), (await known('P15.YT'))?.name['vi']]).toEqual([undefined, 'Sở Y tế của tôi'])
    expect((await office.send('/admin/import/province', { code: 'x' })).headers.get('location')).toBe('/admin/agencies')
  })

  it.each(['move', 'rename', 'end', 'merge', 'split'])('says %s in both languages without a gap', async (kind) => {
    for (const language of ['vi', 'en']) expect(said(await office.html(`/admin/agencies/X10/${kind}`, language))).not.toMatch(unsaid)
  })
})
