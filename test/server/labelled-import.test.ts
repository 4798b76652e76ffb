import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepMapping } from '../../server/db/label-mappings'
import { countResponses } from '../../server/db/responses'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { written } from './stored-rows'
import { officeOf, said, unsaid } from './office'

const home = '/admin/campaigns/c1/responses/labels'

/** Responses as a form on the web gives them out, some as nobody mapped them. */
const file = [
  'Dấu thời gian,Đơn vị,Nhìn chung ông/bà hài lòng với lần phục vụ này?,Ghi chú riêng',
  '18/11/2026 09:30:11,Cơ quan A1,Rất hài lòng,x',
  '18/11/2026 09:31:00,Cơ quan A2,Bình thường,',
  '18/11/2026 09:32:00,Cơ quan A1,Tuyệt,',
  '19/01/2019 09:32:00,Cơ quan A1,Hài lòng,',
].join('\n')

describe.each(engines)('responses whose cells hold labels, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-20T03:00:00Z') })
    await fielded(server.database, { agencies: [agency('A1', 'commune', 'Cơ quan A1'), agency('A2', 'commune', 'Cơ quan A2')] })
  })
  afterAll(() => server.close())
  const office = () => officeOf(server)
  const hand = async (text: string): Promise<string> => {
    const { reply, left } = await written(server, 'POST /admin/campaigns/:code/responses/labels', () =>
      office().send(home, { file: new Blob([text]) }),
    )
    expect(left).toEqual([])
    return reply.text()
  }
  const valueIn = (page: string, name: string): string => {
    const found = new RegExp(`name="${name.replaceAll('.', '\\.')}"[^>]*>(.*?)</select>`, 's').exec(page)?.[1] ?? ''
    return /<option value="([^"]*)" selected/.exec(found)?.[1] ?? /<option selected value="([^"]*)"/.exec(found)?.[1] ?? ''
  }
  const hiddenIn = (page: string, name: string): string =>
    new RegExp(`name="${name.replaceAll('.', '\\.')}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  /** The form of a page as it stands, with some of it changed. */
  const formOf = (page: string, change: Readonly<Record<string, string>> = {}): Record<string, string> => {
    const names = [...page.matchAll(/<select[^>]* name="([^"]+)"/g)].map(([, name = '']) => name)
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)"/g)].map(([, name = '']) => name)
    return {
      ...Object.fromEntries(names.map((name) => [name, valueIn(page, name)])),
      ...Object.fromEntries(
        hidden.filter((name) => name === 'file' || name.startsWith('was.')).map((name) => [name, hiddenIn(page, name)]),
      ),
      ...change,
    }
  }

  it('are mapped on screen, shown with what stays out, taken once, and read in the same way the next time', async () => {
    const page = await hand(file)
    expect([0, 1, 2, 3].map((at) => valueIn(page, `c.${at}`))).toEqual(['@day', '@agency', 'overall', ''])
    expect(said(page)).not.toMatch(unsaid)
    const words = [0, 1, 2, 3].map((place) => valueIn(page, `w.2.${place}`))
    expect(words.filter((word) => word === '')).toHaveLength(1)

    const { reply, left } = await written(server, 'POST /admin/campaigns/:code/responses/labels/apply', () =>
      office().send(`${home}/apply`, formOf(page)),
    )
    expect(left).toEqual(['questionnaires.map-labels'])
    const preview = await reply.text()
    expect(said(preview)).toMatch(/Phiếu mới sẽ được nạp\s+2\s+Đã có từ trước\s+0\s+Dòng không nạp được\s+2/)
    expect(preview).toMatch(/data-label="Dòng[^"]*">4<[\s\S]*data-label="Dòng[^"]*">5</)
    expect(await countResponses(server.database, 'c1')).toBe(0)
    const done = said(await (await office().send('/admin/campaigns/c1/responses/import/apply', { file: hiddenIn(preview, 'file') })).text())
    expect(done).toContain('Đã nạp 2 phiếu')

    const again = await hand(`${file}\n18/11/2026 10:00:00,Cơ quan A2,Hài lòng,y`)
    expect(said(again)).toContain('Cách ghép của tệp trước được dùng lại')
    expect(said(again)).not.toMatch(/Cột không có|Cột của tệp trước|Thứ tự cột/)
    const second = said(await (await office().send(`${home}/apply`, formOf(again))).text())
    expect(second).toMatch(/Phiếu mới sẽ được nạp\s+1\s+Đã có từ trước\s+2/)
    const events = await server.database.db.selectFrom('events').select('object').where('act', '=', 'questionnaires.map-labels').execute()
    expect(events).toHaveLength(1)

    const next = said(
      await hand('Đơn vị,Dấu thời gian,Kênh,Nhìn chung ông/bà hài lòng với lần phục vụ này?\nCơ quan A2,18/11/2026 11:00:00,link,Tuyệt'),
    )
    expect(next).toContain('Thứ tự cột đã đổi so với tệp trước')
    expect(next).toContain('Cột không có trong tệp trước, nghĩa được đoán: “Kênh”')
    expect(next).toContain('Cột của tệp trước không còn: “Ghi chú riêng”')
  })

  it('are shown with what is only nearly the same said beside it and counted, until somebody looked at it', async () => {
    const near =
      'Dấu thời gian,Đơn vị,Có đủ chỗ ngồi,Thái độ lịch sự của công chức\n' +
      '18/11/2026 09:30:11,Cơ quan A1,Hài lòng lắm,\n18/11/2026 09:31:00,Cơ quan A2,Khá hài lòng,\n18/11/2026 09:32:00,Cơ quan A1,Hài lòng,'
    const page = await hand(near)
    expect([valueIn(page, 'c.2'), valueIn(page, 'c.3')]).toEqual(['A1', ''])
    expect(said(page)).toContain('1 cột và 1 câu trả lời chỉ gần giống')
    expect(said(page)).toContain('2 chỗ giống nhiều nghĩa ngang nhau')
    const doubts = [...page.matchAll(/aria-describedby="doubt-([cw][.\d]+)"/g)].map(([, name = '']) => [
      name,
      new RegExp(`id="doubt-${name}">([^<]+)<`).exec(page)?.[1]?.split(',')[0],
    ])
    const [nearly, several] = ['gần giống', 'nhiều khả năng ngang nhau']
    expect(doubts.slice(0, 2)).toEqual([
      ['c.2', nearly],
      ['c.3', several],
    ])
    expect(new Set(doubts.slice(2).map(([, text]) => text))).toEqual(new Set([nearly, several]))
    await office().send(`${home}/apply`, formOf(page))
    expect(await hand(near)).not.toMatch(/doubt-|gần giống/)
  })

  it('are shown with the answers that mean no option said and counted, since they would be blanks', async () => {
    const page = await hand('Ngày,Đơn vị,Giới tính của ông/bà\n18/11/2026,Cơ quan A1,Nam\n18/11/2026,Cơ quan A2,Không muốn nói')
    expect([valueIn(page, 'w.2.0'), valueIn(page, 'w.2.1')]).toEqual(['1', ''])
    expect([...page.matchAll(/id="doubt-(w[.\d]+)">([^<]+)</g)].map(([, name, text]) => `${name} ${text}`)).toEqual([
      'w.2.1 không khớp lựa chọn nào, sẽ bỏ trống nếu không chọn',
    ])
    expect(said(page)).toContain('1 chỗ không khớp lựa chọn nào')
  })

  it('of a quiz are shown with the marks and who answered left out, and why', async () => {
    const overall = 'Nhìn chung ông/bà hài lòng với lần phục vụ này?'
    const page = await hand(
      `Dấu thời gian,Địa chỉ email,Điểm số,Đơn vị,${overall},${overall} [Điểm số]\n` +
        '18/11/2026 09:30:11,an@example.vn,5 / 10,Cơ quan A1,Rất hài lòng,5.00 / 5',
    )
    expect([0, 1, 2, 3, 4, 5].map((at) => valueIn(page, `c.${at}`))).toEqual(['@day', '', '', '@agency', 'overall', ''])
    const why = [...page.matchAll(/id="doubt-c\.([125])">([^<]+)</g)].map(([, at, text]) => `${at} ${text}`)
    expect(why).toEqual([
      '1 địa chỉ email hoặc số điện thoại; phiếu trả lời ở đây là ẩn danh',
      '2 phần chấm điểm của bài kiểm tra, không phải câu trả lời',
      '5 phần chấm điểm của bài kiểm tra, không phải câu trả lời',
    ])
  })

  it('are read as before only as far as that still says something', async () => {
    const heads = (file.split('\n')[0] ?? '').split(',')
    const words = {
      '1': { 'Cơ quan A1': 'GONE', 'Cơ quan A2': 'A2' },
      '2': { 'Rất hài lòng': 'v5', 'Bình thường': '', Tuyệt: '5', 'Hài lòng': '4' },
    }
    const stale = { columns: ['@day', '@agency', 'overall', 'gone'], words, dayOrder: 'dmy', agency: 'GONE', channel: 'paper' } as const
    await keepMapping(server.database, 'sipas-service', heads, stale, { by: 'x', at: '2026-11-20T00:00:00Z' })
    const page = await hand(file)
    expect([0, 1, 2, 3].map((at) => valueIn(page, `c.${at}`))).toEqual(['@day', '@agency', 'overall', ''])
    const shown = [...page.matchAll(/id="word-(\d)-(\d)">([^<]+)</g)].map(([, at, place, word]) => [
      word,
      valueIn(page, `w.${at}.${place}`),
    ])
    expect(Object.fromEntries(shown)).toEqual({
      'Cơ quan A1': 'A1',
      'Cơ quan A2': 'A2',
      'Rất hài lòng': '5',
      'Bình thường': '',
      Tuyệt: '5',
      'Hài lòng': '4',
    })
  })

  it('are asked about once more where a column means something else now, and where something is missing', async () => {
    const page = await hand(file)
    const moved = await (await office().send(`${home}/apply`, formOf(page, { 'c.2': 'A1' }))).text()
    expect(said(moved)).toContain('Ghép với: A1: ')
    expect([valueIn(moved, 'c.2'), hiddenIn(moved, 'was.2')]).toEqual(['A1', 'A1'])
    for (const [change, says] of [
      [{ 'c.0': '' }, 'Chưa cột nào được ghép với ngày trả lời.'],
      [{ 'c.1': '', agency: '' }, 'Chưa rõ các dòng thuộc cơ quan nào'],
      [{ 'c.2': '' }, 'Chưa cột nào được ghép với câu hỏi.'],
    ] as const) {
      const refused = await office().send(`${home}/apply`, formOf(page, change))
      expect([refused.status, said(await refused.text()).includes(says)]).toEqual([422, true])
    }
    expect((await office().send(`${home}/apply`, { file: 'none' })).status).toBe(409)
    const large = await hand(`${file}\n18/11/2026 10:00:00,Cơ quan A2,Hài lòng,${'dài '.repeat(400_000)}`)
    expect([valueIn(large, 'c.2'), large.length < 300_000]).toEqual(['overall', true])
    expect((await office().send(home, { file: new Blob(['%PDF-1.7']) })).status).toBe(422)
  })
})
