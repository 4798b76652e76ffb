import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { countResponses, isDoubtfulRow } from '../../server/db/responses'
import { receiptCode } from '../../surveys/answers/receipt'
import type { Grant } from '../../surveys/people/roles'
import { flags, flagText, isDoubtful } from '../../surveys/quality/flags'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { tokenOf } from './token'

const reason = 'Đã đối chiếu với sổ tiếp dân của bộ phận một cửa'
const list = '/admin/campaigns/c1/responses'

describe.each(engines)('the list of responses on %s', (engine) => {
  let server: TestServer
  let office: Office
  let ids: readonly string[] = []
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    office = officeOf(server)
    await fielded(server.database)
    const all = Object.fromEntries(['A1', 'A2', 'A3', 'A4', 'B1', 'B2'].map((item) => [item, '3']))
    const sent = [
      ...Array.from({ length: 30 }, (_, place) =>
        response(
          { A1: '4', A2: String(1 + (place % 5)), A3: String(1 + (Math.floor(place / 5) % 5)), overall: '4', comment: 'chưa từng nói' },
          { answeredOn: '2026-11-19' },
        ),
      ),
      ...Array.from({ length: 30 }, () =>
        response({ ...all, overall: '3' }, { answeredOn: '2026-11-20', agency: 'A2', touchpoint: 'k2', assisted: true }),
      ),
    ]
    for (const one of sent) expect((await post(server.url, one)).status).toBe(201)
    ids = sent.map(({ id }) => id)
  })
  afterAll(() => server.close())

  /** Somebody's office: who signs in with these roles since long ago. */
  const deskOf = async (name: string, grants: readonly Grant[]): Promise<Office> => {
    const user = newUser(name, '')
    await insertUser(server.database, user, 'a hash of a password', 0)
    for (const grant of grants) await saveGrant(server.database, user.id, grant)
    return officeOf({ url: server.url, token: await tokenOf(server.database, name) })
  }
  const manager: Grant = { role: 'manager', agency: '', endsOn: '' }
  const codesOn = (html: string) => [...html.matchAll(/<span>([0-9A-Z]{4}-[0-9A-Z]{4})<\/span>/g)].map(([, code = '']) => code)
  const hidden = (html: string) =>
    Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
  const preview = async (fields: Readonly<Record<string, string | readonly string[]>>, from = office, query = '') =>
    (await from.send(`${list}/preview${query}`, fields)).text()
  const apply = async (page: string, fields: Readonly<Record<string, string>> = {}, from = office) =>
    from.send(list, { ...hidden(page), cause: 'double', reason, ...fields })

  it('takes no cause that nobody has chosen', async () => {
    const page = await preview({ id: ids[0] ?? '', to: 'quarantine' })
    expect(page).toMatch(/<select id="cause"[^>]*><option[^>]* selected[^>]*>Xin chọn</)
    const reply = await apply(page, { cause: '' })
    expect([reply.status, (await reply.text()).includes('id="cause-wrong"')]).toEqual([422, true])
  })

  it('shows every response once, page by page and in no order of theirs, without anything that was answered', async () => {
    const first = await office.html(list)
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const codes = [...codesOn(first), ...codesOn(await office.html(next))]
    expect(codesOn(first)).toHaveLength(50)
    expect([...codes].sort()).toEqual(ids.map(receiptCode).sort())
    expect(codes).toEqual([...codes].sort())
    for (const page of [said(first), said(await office.html(list, 'en'))]) {
      expect(page).not.toMatch(/chưa từng nói|Bình thường|10:00|03:00/)
      expect(page).not.toMatch(unsaid)
    }
    expect(said(first)).toContain('20/11/2026')
  })

  it.each([
    ['?agency=A2', 30],
    ['?touchpoint=q1', 30],
    ['?channel=interviewer', 30],
    ['?flag=unproven', 30],
    ['?flag=straight&agency=A2', 30],
    ['?flag=late', 0],
    ['?flag=doubtful', 30],
    ['?flag=doubtful&agency=A1', 0],
    ['?flag=doubtful&state=aside', 0],
    ['?flag=copy', 30],
    ['?flag=copy&agency=A1', 0],
    ['?day=2026-11-20&touchpoint=k2', 30],
    ['?day=2026-11-19', 0],
    ['?state=aside', 0],
    ['?state=counted&agency=A1', 30],
  ])('is narrowed by %s', async (query, count) => {
    expect(codesOn(await office.html(list + query))).toHaveLength(count)
  })

  it('finds a response by the code on its receipt, however it is typed, and says what is none', async () => {
    const [id = ''] = ids
    expect(codesOn(await office.html(`${list}?receipt=${receiptCode(id).toLowerCase().replace('-', '+')}`))).toEqual([receiptCode(id)])
    expect(said(await office.html(`${list}?receipt=0000-0000`))).toContain('Không có phiếu nào khớp')
    const wrong = await office.get(`${list}?receipt=abc`)
    expect([wrong.status, said(await wrong.text())]).toEqual([422, expect.stringContaining('Mã')])
  })

  it('holds back, voids and counts again what was ticked, after a look at what it means', async () => {
    const [id = ''] = ids
    for (const [to, state] of [
      ['quarantine', 'Tạm giữ'],
      ['void', 'Đã loại'],
    ] as const) {
      const page = await preview({ which: 'ticked', to, id })
      expect(said(page)).toContain('1 phiếu được chọn')
      expect(said(page)).toMatch(/Xã A1\s+1\s+30\s+1/)
      const short = await apply(page, { reason: 'thử' })
      expect([short.status, await countResponses(server.database, 'c1')]).toEqual([422, 60])
      const done = await apply(page)
      expect([done.status, done.headers.get('location')]).toEqual([303, `${list}?done=aside-${to}&n=1`])
      expect(await countResponses(server.database, 'c1')).toBe(59)
      expect(said(await office.html(`${list}?state=${to}`))).toContain(state)
      const back = await preview({ which: 'ticked', to: 'restore', id })
      expect(back).not.toContain('asideCause_stuffing')
      expect((await apply(back, { cause: 'checked' })).headers.get('location')).toBe(`${list}?done=aside-restore&n=1`)
      expect(await countResponses(server.database, 'c1')).toBe(60)
    }
    const nothing = await office.send(`${list}/preview`, { which: 'ticked', to: 'void' })
    expect([nothing.status, said(await nothing.text())]).toEqual([422, expect.stringContaining('Chưa chọn phiếu nào')])
  })

  it('asks a second person beyond the bound, for all that a filter finds, and nothing moves before', async () => {
    const [second, other] = [await deskOf('binh', [manager]), await deskOf('chi', [manager])]
    const page = await preview({ which: 'all', to: 'quarantine' }, other, '?agency=A2')
    expect(said(page)).toContain('30 phiếu được chọn')
    expect(said(page)).toContain('Đề nghị người thứ hai xác nhận')
    const asked = await apply(page, { cause: 'stuffing' }, other)
    expect([asked.status, await countResponses(server.database, 'c1')]).toEqual([303, 60])
    const waiting = await second.html(list)
    expect(said(waiting)).toContain('Chờ người thứ hai xác nhận')
    const request = /href="([^"]+\/requests\/[^"]+)"/.exec(waiting)?.[1] ?? ''
    const mine = await other.html(request)
    expect(said(mine)).toContain('Bạn đã đề nghị việc này')
    expect(mine).not.toContain('/confirm')
    expect((await other.send(`${request}/confirm`)).status).toBe(409)
    const read = said(await second.html(request))
    for (const text of [reason, 'Nghi gửi hàng loạt', 'Bạn là người thứ hai']) expect(read).toContain(text)
    expect((await second.send(`${request}/confirm`)).headers.get('location')).toBe(`${list}?done=aside-confirmed&n=30`)
    expect(await countResponses(server.database, 'c1')).toBe(30)
    expect((await second.send(`${request}/confirm`)).status).toBe(404)
    // What two decided two take back.
    const backOf = () => preview({ which: 'all', to: 'restore' }, other, '?state=quarantine')
    const back = await backOf()
    expect(said(back)).toContain('do hai người quyết định')
    await apply(back, { cause: 'checked' }, other)
    const again = /href="([^"]+\/requests\/[^"]+)"/.exec(await other.html(list))?.[1] ?? ''
    expect((await second.send(`${again}/withdraw`)).headers.get('location')).toBe(`${list}?done=aside-withdrawn`)
    expect(await countResponses(server.database, 'c1')).toBe(30)
    // The same form is taken once, however often it comes.
    expect((await apply(back, { cause: 'checked' }, other)).status).toBe(303)
    expect(await other.html(list)).not.toContain('/requests/')
    await apply(await backOf(), { cause: 'checked' }, other)
    const last = /href="([^"]+\/requests\/[^"]+)"/.exec(await other.html(list))?.[1] ?? ''
    await second.send(`${last}/confirm`)
    expect(await countResponses(server.database, 'c1')).toBe(60)
  })

  it('is nothing for who is over a part, and leaves to others what is about one’s own agency', async () => {
    const part = await deskOf('truong-phong', [{ role: 'manager', agency: 'A1', endsOn: '' }])
    expect((await part.get(list)).status).toBe(403)
    expect((await part.send(`${list}/preview`, { which: 'all', to: 'void' })).status).toBe(403)
    const [id = ''] = ids
    const beside = await deskOf('hai-vai', [manager, { role: 'analyst', agency: 'A1', endsOn: '' }])
    const page = await beside.html(list)
    expect(codesOn(page).length).toBeLessThan(50)
    expect(said(page)).toContain('thuộc cơ quan của bạn')
    const tried = await apply(await preview({ which: 'ticked', to: 'void', id }, beside), {}, beside)
    expect([tried.status, said(await tried.text())]).toEqual([409, expect.stringContaining('phiếu về cơ quan của bạn')])
    expect(await countResponses(server.database, 'c1')).toBe(60)
    expect(said(await preview({ which: 'all', to: 'void' }, beside))).toContain('30 phiếu được chọn')
  })

  it('calls a stored row doubtful by its marks as it does a single response', async () => {
    const { db } = server.database
    const [id = ''] = ids
    const { flags: before } = await db.selectFrom('responses').select('flags').where('id', '=', id).executeTakeFirstOrThrow()
    const found: (readonly [string, boolean])[] = []
    const kept = flags.filter((flag) => flag !== 'copy')
    for (let subset = 0; subset < 2 ** kept.length; subset += 1) {
      const marks = kept.filter((_, place) => (subset >> place) % 2 === 1)
      await db
        .updateTable('responses')
        .set({ flags: flagText(marks) })
        .where('id', '=', id)
        .execute()
      const row = await db.selectFrom('responses').select('id').where('id', '=', id).where(isDoubtfulRow).executeTakeFirst()
      if ((row !== undefined) !== isDoubtful(marks)) found.push([flagText(marks), row !== undefined])
    }
    await db.updateTable('responses').set({ flags: before }).where('id', '=', id).execute()
    expect(found).toEqual([])
  })

  const quality = async (from = office): Promise<string> => said(await from.html('/admin/campaigns/c1/quality'))
  const settled = async (from?: Office): Promise<string> => {
    await expect.poll(() => quality(from)).toContain('Tình hình lúc')
    return quality(from)
  }
  /** The texts of a row of a table, from its name on. */
  const rowOf = (page: string, name: string): string =>
    page
      .slice(page.indexOf(name))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 8)
      .join(' | ')

  it('stands beside a panel of what looks wrong, with the index with and without it', async () => {
    const page = await settled()
    expect(page).toMatch(/Được tính\s+60\s+Đáng ngờ\s+30/)
    const total = rowOf(page, 'Toàn đợt')
    expect(total).toContain('như số được tính')
    // Nobody is left of A2 without them.
    expect(rowOf(page, 'Xã A2')).toContain('quá ít phiếu để so sánh')
    expect(page).toContain('Xem 30 phiếu giống nhau nhiều hơn mức ngẫu nhiên')
    expect(page).toMatch(/Kiosk 2\s+Xã A2\s+30\s+/)
    expect(page).not.toMatch(unsaid)
    expect(said(await office.html('/admin/campaigns/c1/quality', 'en'))).toContain('The index with and without')
  })

  it('unfolds a place where nothing is doubtful only to who asks', async () => {
    await settled()
    const { db } = server.database
    const { id, flags: before } = await db
      .selectFrom('responses')
      .select(['id', 'flags'])
      .where('agency', '=', 'A1')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    const marked = async (text: string) => {
      await db.updateTable('responses').set({ flags: text }).where('id', '=', id).execute()
      await db
        .updateTable('writers')
        .set((row) => ({ erasures: row('erasures', '+', 1) }))
        .execute()
    }
    await marked(flagText(['fast']))
    const others = /<details><summary>1 điểm khác chỉ có dấu hiệu lẻ, không phiếu nào đáng ngờ<\/summary>(.*?)<\/details>/s
    await expect.poll(() => office.html('/admin/campaigns/c1/quality')).toMatch(others)
    const html = await office.html('/admin/campaigns/c1/quality')
    expect(said(others.exec(html)?.[1] ?? '')).toContain('Xã A1')
    expect(said(html.replace(others, ''))).toMatch(/Kiosk 2\s+Xã A2\s+30\s+/)
    await marked(before)
  })

  it('tells of no difference that fewer persons make than the threshold, nor of one that follows from others', async () => {
    const held = async (count: number, agency: string) => {
      const found = await server.database.db
        .selectFrom('responses')
        .select('id')
        .where('agency', '=', agency)
        .orderBy('id')
        .limit(count)
        .execute()
      await server.database.db
        .updateTable('responses')
        .set({ set_aside: 'quarantine' })
        .where(
          'id',
          'in',
          found.map(({ id }) => id),
        )
        .execute()
      await server.database.db
        .updateTable('writers')
        .set((row) => ({ erasures: row('erasures', '+', 1) }))
        .execute()
    }
    const state = async (name: string) => rowOf(await settled(), name).includes('quá ít phiếu')
    await held(9, 'A1')
    expect([await state('Toàn đợt'), await state('Xã A1')]).toEqual([true, true])
    // Ten of the other: the sum would give away the nine.
    await held(10, 'A2')
    expect([await state('Toàn đợt'), await state('Xã A1')]).toEqual([true, true])
    await held(12, 'A1')
    expect(await state('Toàn đợt')).toBe(false)
    await server.database.db.updateTable('responses').set({ set_aside: '' }).execute()
  })

  it('has a panel for nobody who is over a part alone', async () => {
    const part = await deskOf('phan-tich-xa', [{ role: 'analyst', agency: 'A1', endsOn: '' }])
    expect((await part.get('/admin/campaigns/c1/quality')).status).toBe(403)
    const auditor = await deskOf('kiem-toan', [{ role: 'auditor', agency: '', endsOn: '' }])
    const page = await settled(auditor)
    expect(page).toContain('Người phụ trách toàn tỉnh quyết định')
    expect(await auditor.html('/admin/campaigns/c1/quality')).not.toContain(`href="${list}`)
  })
})
