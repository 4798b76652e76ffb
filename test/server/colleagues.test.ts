import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mostByLink } from '../../surveys/designing/threads'
import { changeQuestion, removeQuestion, renameItem } from '../../surveys/designing/questions'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { type Designing, designing } from './designing'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeWith, said } from './office'
import { justSignedIn } from './signed-in'
import { tokenOf } from './token'

const start = Date.parse('2026-11-20T03:00:00Z')
const day = 86_400_000

describe.each(engines)('colleagues at a design on %s', (engine) => {
  let server: TestServer
  let lan: Designing
  let minh: Designing
  let now = start
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    lan = designing(server)
    minh = designing({ ...server, token: await tokenOf(server.database, 'minh') })
    await lan.begin({ ...readSmall(), scoreUnit: 0.1 })
  })
  afterAll(() => server.close())

  const json = async (who: Designing, path: string, body: unknown) =>
    fetch(`${server.url}/admin/designs/small/${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${who === lan ? server.token : await tokenOf(server.database, 'minh')}`,
        Origin: server.url,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
    })
  const remarks = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await (await lan.office.get('/admin/designs/small/comments')).json()).remarks
  const acts = async () => (await server.database.db.selectFrom('events').select('act').orderBy('seq').execute()).map(({ act }) => act)

  describe('comment', () => {
    it('on a question, on a part and on the whole, and settle what was said', async () => {
      expect((await json(lan, 'comments', { place: 'q:late', words: 'Nên hỏi rõ trễ bao lâu' })).status).toBe(200)
      expect((await json(minh, 'comments', { place: 'q:late', words: 'Đồng ý' })).status).toBe(200)
      expect((await json(minh, 'comments/resolve', { place: 'q:late' })).status).toBe(200)
      expect(
        (await minh.office.send('/admin/designs/small/comments', { place: '', words: 'Phiếu hơi\r\ndài' })).headers.get('location'),
      ).toBe('/admin/designs/small/review#comments')
      expect(await remarks()).toMatchObject([
        { seq: 1, place: 'q:late', kind: 'said', words: 'Nên hỏi rõ trễ bao lâu', link: '' },
        { seq: 2, place: 'q:late', who: 'minh', words: 'Đồng ý' },
        { seq: 3, place: 'q:late', who: 'minh', kind: 'resolved', words: '' },
        { seq: 4, place: '', who: 'minh', words: 'Phiếu hơi\ndài', version: 1 },
      ])
      expect((await acts()).slice(-4)).toEqual([
        'questionnaires.comment',
        'questionnaires.comment',
        'questionnaires.resolve',
        'questionnaires.comment',
      ])
    })

    it('without signs that nobody sees, and is told so whether a script asked or a form', async () => {
      const replies = [
        await json(lan, 'comments', { place: 'q:late', words: 'Dán \u202avào' }),
        await lan.office.send('/admin/designs/small/comments', { place: '', words: 'Dán \u202avào' }),
      ]
      expect(replies.map(({ status }) => status)).toEqual([422, 422])
      expect(await replies[0]?.json()).toEqual({ code: 'hidden' })
      expect(said((await replies[1]?.text()) ?? '')).toContain('ký tự ẩn (U+202A)')
    })

    it('only with words, on what is there, and settled once', async () => {
      const status = async (body: unknown) => (await json(lan, 'comments', body)).status
      expect([
        await status({ place: 'q:late', words: '  ' }),
        await status({ place: 'q:late', words: 'x'.repeat(2_001) }),
        await status({ place: 'q:nowhere', words: 'Gì đó' }),
        await status({ place: 'q:late', words: 'Một \u202echữ' }),
      ]).toEqual([422, 422, 422, 422])
      expect((await json(lan, 'comments/resolve', { place: 'q:rate' })).status).toBe(404)
      const before = (await acts()).length
      expect((await json(lan, 'comments/resolve', { place: 'q:late' })).status).toBe(200)
      expect((await acts()).length).toBe(before)
    })

    it('also where they only read the design, for a part of the province too', async () => {
      const token = await tokenOf(server.database, 'quan', [{ role: 'manager', agency: 'A1', endsOn: '' }])
      const manager = designing({ ...server, token })
      const review = said(await manager.office.html('/admin/designs/small/review'))
      expect(review).toContain('Phiếu hơi\ndài')
      const sent = await fetch(`${server.url}/admin/designs/small/comments/reopen`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, Origin: server.url, 'Content-Type': 'application/json' },
        body: JSON.stringify({ place: 'q:late' }),
      })
      expect(sent.status).toBe(200)
      expect((await remarks()).at(-1)).toMatchObject({ kind: 'reopened', who: 'quan' })
      const analyst = designing({ ...server, token: await tokenOf(server.database, 'phan', [{ role: 'analyst', agency: '', endsOn: '' }]) })
      expect((await analyst.office.get('/admin/designs/small/comments')).status).toBe(403)
    })

    it('that goes along when a question is called otherwise and back, and stays to be found when it is taken away', async () => {
      const places = async () => [...new Set((await remarks()).map(({ place }) => place))]
      const changed = async (edit: (draft: Questionnaire) => Questionnaire) => {
        const { definition, revision } = await lan.state('small')
        await lan.save('small', revision, edit(definition))
      }
      await changed((draft) => renameItem(draft, 'late', 'tre'))
      expect(await places()).toEqual(['q:tre', ''])
      await changed((draft) => renameItem(draft, 'tre', 'late'))
      expect(await places()).toEqual(['q:late', ''])
      const { definition } = await lan.state('small')
      await changed((draft) => removeQuestion(draft, 'late'))
      expect(await places()).toEqual(['q:late', ''])
      expect(said(await lan.office.html('/admin/designs/small/review'))).toContain('Góp ý về mục late, không còn trong phiếu')
      await changed(() => definition)
    })

    it('and whoever publishes is told of what is open', async () => {
      expect(said(await lan.office.html('/admin/designs/small/publish'))).toContain('Còn 2 chỗ có góp ý chưa giải quyết')
    })
  })

  it('see who else is there and where, for a minute', async () => {
    const here = async (cookie: string, place: string) => {
      const reply = await fetch(`${server.url}/admin/designs/small/here`, {
        method: 'POST',
        headers: { Cookie: cookie, Origin: server.url, 'Content-Type': 'application/json' },
        body: JSON.stringify({ place }),
      })
      return reply.json()
    }
    const one = await justSignedIn(server)
    const other = await justSignedIn({ ...server, token: await tokenOf(server.database, 'minh') })
    expect(await here(one, 'q:late')).toEqual({ others: [], open: { 'q:late': 2, '': 1 } })
    expect(await here(other, 'q:nowhere')).toMatchObject({ others: [{ place: 'q:late' }] })
    expect(await here(one, 's:first')).toMatchObject({ others: [{ name: 'minh', place: '' }] })
    now += 61_000
    expect(await here(one, '')).toMatchObject({ others: [] })
    expect(await server.database.db.selectFrom('design_presence').selectAll().execute()).toHaveLength(1)
    // A program is nowhere.
    expect(await (await json(minh, 'here', { place: '' })).json()).toMatchObject({ others: [] })
    expect(await here(one, '')).toMatchObject({ others: [] })
  })

  describe('show it to somebody without an account', () => {
    const outsider = (): Office => officeWith(server, '')
    const shared = async (fields: Readonly<Record<string, string>>, version = 1) =>
      lan.office.send(`/admin/questionnaires/small/${version}/share`, fields)
    const pathIn = async (reply: Response) => new URL(/https?:[^<"]*\/review\/[\w-]+/.exec(await reply.text())?.[0] ?? '').pathname
    let link = ''

    it('by a link that is shown once, of which only the hash is kept', async () => {
      link = await pathIn(await shared({ label: 'Chuyên gia Bộ', days: '14' }))
      const [row] = await server.database.db.selectFrom('review_links').selectAll().execute()
      expect(row).toMatchObject({ questionnaire: 'small', version: 1, label: 'Chuyên gia Bộ', revoked_at: '' })
      expect(JSON.stringify(row)).not.toContain(link.split('/').at(-1))
      const log = JSON.stringify(await server.database.db.selectFrom('events').selectAll().execute())
      expect([log.includes('questionnaires.share'), log.includes(link.split('/').at(-1) ?? '')]).toEqual([true, false])
      expect(said(await lan.office.html('/admin/questionnaires/small/1/share'))).toContain('Chuyên gia Bộ: dùng được đến')
    })

    it('for some days that are named, and by who may', async () => {
      const statuses = []
      for (const days of ['0', '91', 'x', '1.5']) statuses.push((await shared({ label: 'a', days })).status)
      expect([...statuses, (await shared({ label: ' ', days: '5' })).status, (await shared({ label: 'a', days: '5' }, 7)).status]).toEqual([
        422, 422, 422, 422, 422, 404,
      ])
      const quan = designing({ ...server, token: await tokenOf(server.database, 'quan') })
      expect((await quan.office.get('/admin/questionnaires/small/1/share')).status).toBe(403)
    })

    it('who reads it in its languages, with codes on wish, found by no search and kept by no cache', async () => {
      const page = await outsider().get(link)
      const { headers } = page
      expect([page.status, headers.get('x-robots-tag'), headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        200,
        'noindex, nofollow',
        'private, no-store',
        'no-referrer',
      ])
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('set-cookie')).toBeNull()
      const text = said(await page.text())
      expect(text).toContain('Bản 1 đang soạn, chưa công bố')
      expect(text).toContain('Chỉ hỏi khi câu')
      expect(text).not.toContain('bad = Kém')
      expect(text).not.toContain('Nên hỏi rõ trễ bao lâu')
      expect(said(await outsider().html(`${link}?in=en&codes`))).toContain('bad = Kém (en) (0.1 points) · fair = Vừa (en) (0.2 points)')
      const form = await outsider().get(`${link}/form`)
      expect([form.status, form.headers.get('x-robots-tag'), (await form.text()).includes('Trễ?')]).toEqual([
        200,
        'noindex, nofollow',
        true,
      ])
      expect((await outsider().send(`${link}/form`, { late: 'yes' })).status).toBe(200)
      expect((await outsider().get(`${link}/changes`)).status).toBe(303)
    })

    it('and comments under a name of their own, so much and no more, which colleagues see as from outside', async () => {
      const send = (fields: Readonly<Record<string, string>>) => outsider().send(link, fields)
      expect(said(await (await send({ name: 'TS. Hoà', place: 'q:rate', words: 'Thang này lệch' })).text())).toContain('Đã gửi góp ý')
      expect((await remarks()).at(-1)).toMatchObject({ who: 'TS. Hoà', place: 'q:rate', link: 'outside', words: 'Thang này lệch' })
      expect(said(await lan.office.html('/admin/designs/small/review'))).toContain('TS. Hoà (người ngoài cơ quan, tên tự ghi)')
      for (const fields of [
        { name: ' ', place: '', words: 'x' },
        { name: 'Hoà', place: '', words: ' ' },
        { name: 'Hoà', place: 'q:gone', words: 'x' },
        { name: 'Hoà', place: '', words: 'x'.repeat(2_001) },
      ])
        expect([(await send(fields)).status, fields]).toEqual([422, fields])
      expect(said(await (await send({ name: 'Hoà', place: '', words: 'Dán \u202avào' })).text())).toContain(
        'có ký tự ẩn mà người đọc không thấy',
      )
      // What was wrong is said again where it was meant to be.
      expect(await (await send({ name: ' ', place: 'q:late', words: 'x' })).text()).toContain('<option value="q:late" selected>')
      // A form that is sent twice says it once.
      const count = (await remarks()).length
      for (let time = 0; time < 2; time += 1) await send({ name: 'Hoà', place: 'q:late', words: 'Hai lần' })
      for (let time = 0; time < 2; time += 1) await json(lan, 'comments', { place: 'q:late', words: 'Hai lần' })
      expect((await remarks()).slice(count).map(({ link: from, words }) => [from, words])).toEqual([
        ['outside', 'Hai lần'],
        ['', 'Hai lần'],
      ])
      const { id } = await server.database.db.selectFrom('review_links').select('id').executeTakeFirstOrThrow()
      await server.database.db
        .insertInto('design_comments')
        .values(
          Array.from({ length: mostByLink }, (_, at) => ({
            questionnaire: 'small',
            seq: 100 + at,
            version: 1,
            place: '',
            kind: 'said' as const,
            words: 'x',
            person: 'x',
            link: id,
            at: '2026-11-20T03:00:00.000Z',
          })),
        )
        .execute()
      expect(said(await (await send({ name: 'Hoà', place: '', words: 'Nữa' })).text())).toContain('đã gửi đủ 100 góp ý')
      await server.database.db.deleteFrom('design_comments').where('seq', '>=', 100).execute()
    })

    it('and goes on to the version once it is published, compared with the one before', async () => {
      await lan.publish(readSmall(), (await lan.state('small')).revision)
      expect(said(await outsider().html(link))).toContain('Bản 1, công bố ngày 20/11/2026')
      await lan.office.send('/admin/questionnaires/small/1/next')
      const { definition, revision } = await lan.state('small')
      await lan.save(
        'small',
        revision,
        changeQuestion(definition, 'rate', (one) => ({ ...one, text: { ...one.text, vi: 'Ông/bà chấm mấy' } })),
      )
      const next = await pathIn(await shared({ label: 'b', days: '90' }, 2))
      expect(said(await outsider().html(next))).toContain('So với bản 1 đã công bố')
      expect(said(await outsider().html(`${next}/changes`))).toContain('Ông/bà chấm mấy')
      // What was said of the version before stays with the questionnaire; what was said of a design goes with it.
      await json(lan, 'comments', { place: 'q:rate', words: 'Về bản hai' })
      expect((await remarks()).length).toBeGreaterThan(2)
      await lan.office.send('/admin/designs/small/discard', { revision: String(revision + 1) })
      const left = await server.database.db.selectFrom('design_comments').select('version').execute()
      expect(left.every(({ version }) => version === 1)).toBe(true)
      expect((await outsider().get(next)).status).toBe(404)
      expect((await outsider().get(link)).status).toBe(200)
    })

    it('until it is revoked or its days are over, and is then told so in both languages', async () => {
      const brief = await pathIn(await shared({ label: 'c', days: '1' }))
      now += day + 1
      const over = await outsider().get(brief)
      const text = said(await over.text())
      expect([over.status, text.includes('không còn dùng được'), text.includes('This link no longer works')]).toEqual([404, true, true])
      expect((await outsider().get(link)).status).toBe(200)
      const { id } = await server.database.db
        .selectFrom('review_links')
        .select('id')
        .where('label', '=', 'Chuyên gia Bộ')
        .executeTakeFirstOrThrow()
      expect((await lan.office.send(`/admin/review-links/${id}/revoke`)).status).toBe(303)
      for (const path of ['', '/form', '/changes']) expect([path, (await outsider().get(link + path)).status]).toEqual([path, 404])
      expect((await outsider().send(link, { name: 'Hoà', place: '', words: 'x' })).status).toBe(404)
      expect((await outsider().get('/review/strange')).status).toBe(404)
      expect((await lan.office.send('/admin/review-links/nowhere/revoke')).status).toBe(404)
    })
  })
})
