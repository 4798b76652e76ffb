import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { act, atCommandLine } from '../../server/acts/act'
import { eraseResponse } from '../../server/acts/responses'
import { insertUser } from '../../server/db/accounts'
import { findCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { findPile } from '../../server/db/paper'
import { countAll } from '../../server/db/soundness'
import { takesPart } from '../../server/recording/paper'
import { Printed } from '../../server/office/questionnaires/print'
import { recountCampaign } from '../../server/recording/recount'
import { withWriter } from '../../server/recording/writer'
import { rareSource, readSmall, smallSource } from '../surveys/small'
import { fielded, shippedVersion } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Fields, type Office, officeOf, said, unsaid } from './office'
import { tokenOf } from './token'

const home = '/admin/entering/pa1/batches'
const day = '2026-11-18'

describe.each(engines)('a pile of paper sheets on %s', (engine) => {
  let server: TestServer
  /** Two who enter at the place, and one who enters elsewhere. */
  let mai: Office
  let hoa: Office
  let xa: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    const at = (code: string, agencies: readonly string[]) =>
      ({ code, campaign: 'c1', kind: 'paper', label: { vi: `Điểm ${code}` }, agencies }) as const
    await fielded(server.database, { opensOn: '2026-01-01', touchpoints: [at('pa1', ['A1', 'A2']), at('pa2', ['A2'])] })
    const clerk = async (name: string, touchpoint: string): Promise<Office> => {
      const user = newUser(name, '')
      await insertUser(server.database, user, undefined, 0)
      await saveGrant(server.database, user.id, { role: 'clerk', agency: '', touchpoint, endsOn: '' })
      return officeOf({ url: server.url, token: await tokenOf(server.database, name) })
    }
    ;[mai, hoa, xa] = [await clerk('mai', 'pa1'), await clerk('hoa', 'pa1'), await clerk('xa', 'pa2')]
  })
  afterAll(() => server.close())

  const begin = async (fields: Fields = {}): Promise<string> => {
    const form = { label: 'Tập 1', agency: 'A1', language: 'vi', sheets: '3', keying: 'double' }
    return (await mai.send(home, { ...form, ...fields })).headers.get('location') ?? ''
  }
  const key = (who: Office, pile: string, which: 'first' | 'second', sheet: number, answers: Fields, on = day) =>
    who.send(`${pile}/${which}?sheet=${sheet}`, { _day: on, _agency: 'A1', ...answers })
  const stored = async () => {
    const rows = await server.database.db
      .selectFrom('responses')
      .select(['answers', 'channel', 'answered_on', 'received_on'])
      .where('erased', '=', 0)
      .execute()
    return rows.map((row) => {
      const answers: Readonly<Record<string, string>> = JSON.parse(row.answers)
      return { ...row, answers }
    })
  }
  const agrees = async () => {
    const record = (await findCampaign(server.database, 'c1')) ?? expect.fail('no campaign')
    const { responses, differences } = await recountCampaign({ database: server.database, onProgress: () => undefined }, record)
    const { stored: all, tallied } = await countAll(server.database.db)
    expect([differences, all, tallied]).toEqual([[], responses, responses])
    return responses
  }

  it('is keyed sheet by sheet, each counted once however often it is sent', async () => {
    const wrong = await mai.send(home, { label: '', agency: '', sheets: '900', keying: 'double' })
    expect([wrong.status, said(await wrong.text())]).toEqual([422, expect.stringContaining('1–500')])
    const pile = await begin()
    const first = await mai.html(`${pile}/first`)
    expect(said(first)).toContain('Nhập lần một: phiếu 1/3')
    expect(said(first)).not.toMatch(unsaid)
    const second = await key(mai, pile, 'first', 1, { A1: '5', overall: '4' })
    expect(said(await second.text())).toContain('Nhập lần một: phiếu 2/3')
    expect((await key(mai, pile, 'first', 1, { A1: '5', overall: '4' })).status).toBe(200)
    const other = await key(mai, pile, 'first', 1, { A1: '2', overall: '4' })
    expect([other.status, said(await other.text())]).toEqual([422, expect.stringContaining('Phiếu số 1 đã được nhập')])
    expect(await agrees()).toBe(1)
    await key(mai, pile, 'first', 2, { A1: '3', A2: '4', overall: '4' })
    const end = await key(mai, pile, 'first', 3, { A1: '2', overall: '1' })
    expect([end.status, end.headers.get('location')]).toEqual([303, pile])
    const page = said(await mai.html(pile))
    expect(page).toContain('3/3')
    expect(page).toContain('Lần hai do người khác nhập thì mới tìm ra lỗi gõ')
    expect(await agrees()).toBe(3)
  })

  it('is keyed again by somebody else alone, and counts nothing more by that', async () => {
    const pile = await begin({ label: 'Tập 2', sheets: '2' })
    for (const sheet of [1, 2]) await key(mai, pile, 'first', sheet, { A1: '5', A2: '4', overall: '4' })
    const before = await agrees()
    const own = await key(mai, pile, 'second', 1, { A1: '5', A2: '4', overall: '4' })
    expect([own.status, said(await own.text())]).toEqual([409, expect.stringContaining('Bạn đã nhập lần một')])
    const same = said(await (await key(hoa, pile, 'second', 1, { A1: '5', A2: '4', overall: '4' })).text())
    expect(same).toContain('hai lần nhập giống nhau')
    expect(same).toContain('Nhập lần hai: phiếu 2/2')
    await key(hoa, pile, 'second', 2, { A1: '1', overall: '4' }, '2026-11-19')
    expect(await agrees()).toBe(before)
    const page = said(await mai.html(pile))
    expect(page).toContain('Chỗ khác nhau giữa hai lần nhập')
    // Three items of each, and the day; of the second sheet two items and the day differ.
    expect(page).toContain('3/8 mục')
    expect((await key(hoa, pile, 'first', 1, {})).status).toBe(409)
  })

  it('is settled by the paper, item by item, and the sheet is counted once before and after', async () => {
    const pile = await begin({ label: 'Tập 3', sheets: '1' })
    await key(mai, pile, 'first', 1, { A1: '5', A2: '4', overall: '4', comment: 'gõ sai' })
    await key(hoa, pile, 'second', 1, { A1: '1', A2: '2', overall: '4', comment: 'gõ đúng' }, '2026-11-17')
    const before = await agrees()
    const page = await mai.html(`${pile}/sheets/1`)
    expect([...page.matchAll(/name="by\.(\w+)" value="first"/g)].map(([, id]) => id)).toEqual(['_day', 'A1', 'A2', 'comment'])
    for (const text of ['gõ sai', 'gõ đúng', '18/11/2026', '17/11/2026']) expect(said(page)).toContain(text)
    const open = await mai.send(`${pile}/sheets/1`, { 'by._day': 'second', 'by.A1': 'second' })
    expect([open.status, said(await open.text())]).toEqual([422, expect.stringContaining('Còn mục chưa chọn')])
    const choices = { 'by._day': 'second', 'by.A1': 'second', 'by.A2': 'first', 'by.comment': 'second' }
    const settled = await mai.send(`${pile}/sheets/1`, choices)
    expect(settled.headers.get('location')).toBe(`${pile}?done=batch-settled`)
    expect(await agrees()).toBe(before)
    const rows = await stored()
    expect(rows.filter(({ answers }) => answers['comment'] === 'gõ sai')).toEqual([])
    expect(rows.find(({ answers }) => answers['comment'] === 'gõ đúng')).toEqual({
      answers: { A1: '1', A2: '4', overall: '4', comment: 'gõ đúng' },
      channel: 'paper',
      answered_on: '2026-11-17',
      received_on: '2026-11-20',
    })
    expect((await mai.send(`${pile}/sheets/1`, choices)).status).toBe(409)
    expect((await key(mai, pile, 'first', 1, { A1: '5', A2: '4', overall: '4', comment: 'gõ sai' })).status).toBe(422)
    expect(await agrees()).toBe(before)
    const events = await server.database.db
      .selectFrom('events')
      .select(['act', 'details'])
      .where('kind', '=', 'batches')
      .orderBy('seq')
      .execute()
    expect(events.at(-1)?.act).toBe('batches.settle')
    expect(JSON.parse(events.at(-1)?.details ?? '')).toEqual({ label: 'Tập 3', touchpoint: 'pa1', sheet: 1, changed: 3 })
    expect(JSON.stringify(events)).not.toContain('gõ')
  })

  it('is keyed a third time where both were wrong, and stays as it is where the first was right', async () => {
    const pile = await begin({ label: 'Tập 4', sheets: '1' })
    await key(mai, pile, 'first', 1, { A1: '5', overall: '4' })
    await key(hoa, pile, 'second', 1, { A1: '1', overall: '4' })
    const before = await agrees()
    await mai.send(`${pile}/sheets/1`, { again: 'yes' })
    expect(said(await hoa.html(pile))).toContain('Nhập lần hai, từ phiếu số 1')
    await key(hoa, pile, 'second', 1, { A1: '2', overall: '4' })
    await mai.send(`${pile}/sheets/1`, { 'by.A1': 'first' })
    expect(await agrees()).toBe(before)
    expect(said(await mai.html(pile))).toContain('Tập này đã xong')
  })

  it('loses both keyings of a sheet that is erased, and is finished without it', async () => {
    const pile = await begin({ label: 'Tập rút lại', sheets: '2' })
    for (const sheet of [1, 2]) await key(mai, pile, 'first', sheet, { A1: '5', overall: '4', comment: `lời ${sheet}` })
    await key(hoa, pile, 'second', 1, { A1: '1', overall: '4', comment: 'lời kín' })
    const rows = await server.database.db.selectFrom('responses').select(['id', 'answers']).where('erased', '=', 0).execute()
    for (const { id } of rows.filter(({ answers }) => /lời [12]/.test(answers)))
      await withWriter(server.database, (writer) =>
        act({ database: server.database, now: server.now, writer }, atCommandLine(), eraseResponse, { campaign: 'c1', id }),
      )
    const kept = await server.database.db.selectFrom('paper_sheets').select('answers').execute()
    expect(kept.map(({ answers }) => answers).join()).not.toContain('lời kín')
    expect(said(await hoa.html(pile))).toContain('Tập này đã xong')
    await agrees()
  })

  it('notes everybody who keys it, however many begin at once, and nobody for both', async () => {
    const code = (await begin({ label: 'Tập chung' })).split('/').at(-1) ?? ''
    const takes = (who: string, which: 'first' | 'second') => takesPart(server.database, code, who, which)
    expect(await Promise.all(['a', 'b', 'c'].map((who) => takes(who, 'first')))).toEqual([true, true, true])
    expect((await findPile(server.database, code))?.firstBy.toSorted()).toEqual(['a', 'b', 'c'])
    expect((await Promise.all([takes('d', 'first'), takes('d', 'second')])).filter(Boolean)).toEqual([true])
  })

  it('is there for those alone who enter at its place', async () => {
    const pile = await begin({ label: 'Tập 5' })
    expect((await xa.get(pile)).status).toBe(404)
    expect((await xa.send(home, { label: 'x', agency: 'A1', sheets: '1', keying: 'single' })).status).toBe(404)
    expect((await mai.get(`/admin/entering/pa2/batches/${pile.split('/').at(-1) ?? ''}`)).status).toBe(404)
    expect((await hoa.get(pile)).status).toBe(200)
  })

  it('is filled in on paper that names each item as the clerk reads it, with the digit of each option', async () => {
    const office = officeOf(server)
    const page = said(await office.html(`/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/print`))
    expect(page).not.toMatch(unsaid)
    expect(page).toMatch(/\nA1\n/)
    expect(page).toMatch(/\n1\n\s*Rất không hài lòng/)
    for (const text of ['Phiếu số', 'Ngày trả lời', 'Cơ quan']) expect(page).toContain(text)
    expect(page).not.toMatch(/\{\w+\}/)
    expect(page).toContain('Chỉ trả lời nếu câu on_time “')
  })
})

describe('a printed form', () => {
  it('says before a section and before a question, once, who answers it, in its own language', () => {
    const [first, second] = smallSource.sections
    const [matrix, ...others] = second.questions
    const late = { item: 'late', in: ['yes'] }
    const questions = [{ ...matrix, showIf: { item: 'told', answered: true } }, ...others]
    const questionnaire = readSmall({ ...smallSource, sections: [first, { ...second, showIf: late, questions }] })
    const printed = (language: string) =>
      said(renderToString(Printed({ questionnaire, language })))
        .split('\n')
        .filter((text) => /^(m[12]|told|why|Hai.*|.*nếu.*|.* if .*)$/.test(text))
    expect(printed('vi')).toEqual([
      'Chỉ trả lời nếu câu late “Trễ?” được trả lời “Có”.',
      'told',
      'Hai',
      'Chỉ trả lời nếu câu late “Trễ?” được trả lời “Có”.',
      'Chỉ trả lời nếu câu told “Được báo?” đã được trả lời.',
      'm1',
      'm2',
      'Chỉ trả lời nếu câu met “Đạt” có câu trả lời từ 50% trở xuống, và câu rate “Chấm” không được trả lời “Tốt”.',
      'why',
    ])
    expect(printed('en')).toContain('Answer only if question told “Được báo? (en)” is answered.')
  })

  it('asks what a screen asks: notes, what rows are asked of once above them, how many, and where a day and a time are written', () => {
    const read = ['small', 'rare'].map((name) => {
      const questionnaire = name === 'small' ? readSmall() : readSmall(rareSource)
      return said(renderToString(Printed({ questionnaire, language: 'vi' }))).split('\n')
    })
    const [small = [], rare = []] = read.map((lines) => lines.map((line) => line.trim()))
    for (const text of ['Mục đích', 'Riêng tư', 'Xin chào', 'Chọn nhiều nhất 2 phương án.', 'Ngày ……… tháng ……… năm ……………'])
      expect(small).toContain(text)
    expect(small.slice(small.indexOf('Bảng')).filter((line) => /^(Bảng|m1|Hàng 1|m2|Hàng 2)$/.test(line))).toEqual([
      'Bảng',
      'm1',
      'Hàng 1',
      'm2',
      'Hàng 2',
    ])
    expect(rare).toContain('Số lần')
    expect(rare).toContain('……… giờ ……… phút, ngày ……… tháng ……… năm ……………')
    expect(rare.join(' ')).not.toContain('Để lại số điện thoại')
  })
})
