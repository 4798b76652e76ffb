import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { markOfWords } from '../../server/db/hidden-comments'
import { compared, hostile, readingDay } from './compared'
import { anotherWriter } from './erasing'
import { post, response } from './fielded'
import { oneEngine, type TestServer, until } from './harness'
import { officeInPerson, officeOf, said } from './office'
import { sectionOf, textOf } from './reading-html'

describe.each(oneEngine)('the comments about an agency on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())
  const page = async (query: string, language = 'vi', tab = 'comments') =>
    (
      await fetch(`${server.url}/admin/campaigns/q4/${tab}${query}`, {
        headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language },
      })
    ).text()
  const comments = async (query: string) => textsIn(await page(query))

  it('are shown from ten on, each once, as text', async () => {
    const shown = await comments('?agency=A1')
    expect(shown).toHaveLength(40)
    expect(new Set(shown).size).toBe(40)
    expect(shown).toContain(hostile)
    expect(await page('?agency=A1')).not.toContain('<img')
  })

  it('stand in an order that does not follow time, the same at every reading', async () => {
    const numbers = async () => (await comments('?agency=A1')).map((text) => Number(/\d+$/.exec(text)?.[0] ?? 3))
    const order = await numbers()
    expect(await numbers()).toEqual(order)
    // Of 40 in random order about 20 stand behind the one that came before them; by time all or none would.
    const rises = order.filter((number, place) => place > 0 && number > (order[place - 1] ?? 0)).length
    expect(rises).toBeGreaterThan(8)
    expect(rises).toBeLessThan(32)
  })

  it('come without time, channel or any other answer, and are the same under every filter', async () => {
    const section = sectionOf(await page('?agency=A1'), 'comments')
    expect(textOf(section)).not.toMatch(/2026|\d\d\/\d\d|Kiosk|QR|Hài lòng/)
    expect(section).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
    expect(await comments('?agency=A1&channel=kiosk')).toEqual(await comments('?agency=A1'))
    expect(await comments('?agency=A1&from=2026-11')).toEqual(await comments('?agency=A1'))
  })

  it('are not shown below ten, and the page says so', async () => {
    expect(await comments('?agency=A2')).toEqual([])
    expect(textOf(sectionOf(await page('?agency=A2'), 'comments'))).toContain('Có 4 ý kiến. Từ 10 ý kiến khác nhau trở lên mới hiện')
    expect(await page('?agency=A2', 'en')).toContain('4 comments were written. They are shown from 10 different ones on')
    expect(await page('?agency=A2')).not.toContain('Ý kiến A2')
  })

  it('stand together over several agencies only where each has enough, and say not of whom', async () => {
    const [whole, block, own] = [await comments(''), await comments('?block=commune'), await comments('?agency=A1')]
    // A2 and A3 have four each: less A1 they would stand alone, and together they are not enough either.
    expect([whole.length, block.length]).toEqual([40, 40])
    expect(new Set(whole)).toEqual(new Set(own))
    expect(textOf(await page(''))).toContain('không nêu của cơ quan nào')
  })

  it('are looked through without marks, and told apart by topics that the office writes', async () => {
    expect(await comments('?agency=A1&find=y+kien+a1+12')).toEqual(['Ý kiến A1 12'])
    const office = officeInPerson(server)
    expect((await office.send('/admin/results/topics', { topics: 'Số mười: a1 10, a1 11' })).status).toBe(303)
    expect(new Set(await comments(`?agency=A1&topic=${encodeURIComponent('Số mười')}`))).toEqual(new Set(['Ý kiến A1 10', 'Ý kiến A1 11']))
    expect(await comments('?agency=A1&topic=-')).toHaveLength(38)
    expect(textOf(await page('?agency=A1'))).toContain('Số mười 2')
    expect(await page('?agency=A1', 'en')).toContain('<span lang="vi">Số mười</span> 2')
    const named = await office.send('/admin/results/topics?campaign=q4', { topics: 'Số mười | Number ten: a1 10, a1 11' })
    expect([named.status, named.headers.get('location')]).toEqual([303, '/admin/results/topics?campaign=q4&done=topics'])
    expect(textOf(await page('?agency=A1', 'en'))).toContain('Number ten 2')
    expect(textOf(await page('?agency=A1'))).toContain('Số mười 2')
    expect(await office.html('/admin/results/topics?campaign=q4')).toContain('href="/admin/campaigns/q4/comments"')
    const refused = await office.send('/admin/results/topics', { topics: 'Số mười' })
    expect([refused.status, said(await refused.text()).includes('Dòng 1: cần tên')]).toEqual([422, true])
  })

  it('are masked where they hold a number of somebody', async () => {
    await post(
      server.url,
      response(
        { A1: '5', overall: '5', comment: 'Gọi 0912 345 678 hoặc lan@mail.vn' },
        { campaign: 'q4', agency: 'A1', touchpoint: 'q4-qr', answeredOn: '2026-11-19' },
      ),
    )
    expect(await comments('?agency=A1')).toContain('Gọi ••• hoặc •••')
    expect(await page('?agency=A1')).not.toMatch(/0912|lan@mail/)
  })

  it('are hidden with a reason from page, file and released pool alike, and come back', async () => {
    const office = officeOf(server)
    const file = async () => (await office.get('/api/v1/campaigns/q4/exports/responses.jsonl?agency=A1')).text()
    const released = async () => {
      await act({ database: server.database, now: () => readingDay }, atCommandLine(), releaseCampaign, { code: 'q4' })
      return office.html('/admin/campaigns/q4/released?agency=A1')
    }
    const text = 'Ý kiến A1 20'
    expect([await comments('?agency=A1'), await file(), await released()].every((all) => all.includes(text))).toBe(true)
    const sent = { item: 'comment', words: markOfWords(text), agency: 'A1' }
    expect((await office.send('/admin/campaigns/q4/comments/hide', { ...sent, reason: 'ngắn' })).status).toBe(400)
    const files = ['responses.jsonl', 'responses.zip', 'released-comments.csv']
    for (const prepared of files) expect((await office.send('/admin/exports', { campaign: 'q4', file: prepared })).status).toBe(303)
    const prepared = async (state: 'done' | 'withdrawn') =>
      (await server.database.db.selectFrom('exports').select('content').where('state', '=', state).execute()).length
    await until(async () => (await prepared('done')) === files.length)
    await sentByItself(server.database)
    const hidden = await office.send('/admin/campaigns/q4/comments/hide', { ...sent, reason: 'Xúc phạm một người có tên' })
    expect([hidden.status, hidden.headers.get('location')]).toEqual([303, '/admin/campaigns/q4/comments?agency=A1&done=comment-hidden'])
    expect([await prepared('done'), await prepared('withdrawn')]).toEqual([0, files.length])
    expect(await server.database.db.selectFrom('delivery_files').select('due_on').execute()).toEqual([{ due_on: '2026-11-02' }])
    for (const all of [await comments('?agency=A1'), await comments('?find=y+kien'), await file(), await released()])
      expect(all).not.toContain(text)
    expect(textOf(await page('?agency=A1'))).toContain('Đang ẩn 1 ý kiến')
    const event = await server.database.db
      .selectFrom('events')
      .select(['act', 'object', 'details'])
      .where('act', '=', 'comments.hide')
      .executeTakeFirst()
    expect(event).toEqual({
      act: 'comments.hide',
      object: 'q4',
      details: JSON.stringify({ item: 'comment', reason: 'Xúc phạm một người có tên' }),
    })
    expect((await office.send('/admin/campaigns/q4/comments/show', sent)).status).toBe(303)
    expect([await comments('?agency=A1'), await file(), await released()].every((all) => all.includes(text))).toBe(true)
  })

  it('go when their response is erased', async () => {
    const row = await server.database.db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', 'q4')
      .where('agency', '=', 'A1')
      .where('answers', 'like', '%Ý kiến A1 7"%')
      .executeTakeFirstOrThrow()
    await (await anotherWriter(server)).erase(row)
    const shown = await comments('?agency=A1')
    expect(shown).toHaveLength(40)
    expect(shown).not.toContain('Ý kiến A1 7')
    expect(textOf(sectionOf(await page('?agency=A1', 'vi', 'trend'), 'months'))).toContain('20')
  })
})

/** The texts that are shown, without the forms that hide them. */
const textsIn = (page: string): readonly string[] =>
  [...(sectionOf(page, 'comments').split('Đang ẩn')[0] ?? '').matchAll(/<ul class="comments">([\s\S]*?)<\/ul>/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<li>([\s\S]*?)(?:<details[\s\S]*?<\/details>)?<\/li>/g)].map(([, text = '']) => textOf(text).trim()),
  )

/** What schedules sent of it: released figures with their comments, and results. */
async function sentByItself({ db }: TestServer['database']): Promise<void> {
  for (const [due_on, file_name] of [
    ['2026-11-01', 'q4-released-en.xlsx'],
    ['2026-11-02', 'q4-results.xlsx'],
  ] as const) {
    const made = {
      schedule: 's',
      due_on,
      name: 'S',
      folder: '',
      due_at: due_on,
      campaign: 'q4',
      state: 'sent',
      tries: 1,
      ended_at: due_on,
    } as const
    await db
      .insertInto('deliveries')
      .values({ ...made, trouble: '', skipped: '[]', file_name, file_bytes: 1 })
      .execute()
    await db
      .insertInto('delivery_files')
      .values({ schedule: 's', due_on, type: 'x', bytes: new Uint8Array([1]) })
      .execute()
  }
}
