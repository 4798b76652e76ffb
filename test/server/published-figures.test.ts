import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compared, hostile } from './compared'
import { engines, type TestServer } from './harness'
import { cellsOf, rowsOf, sectionOf, textOf } from './reading-html'
import { sendForm, signIn } from './signed-in'

const address = '/admin/results/published'
const figure = { year: '2024', place: 'Cả nước', node: 'SIPAS', value: '83,94', formula: 'level', source: 'Bộ Nội vụ, 6/4/2025' }

describe.each(engines)('published figures on %s', (engine) => {
  let server: TestServer
  let cookie: string
  beforeAll(async () => {
    server = await compared({ engine })
    cookie = await signIn(server)
  })
  afterAll(() => server.close())
  const html = async (path: string, language = 'vi') =>
    (await fetch(server.url + path, { headers: { Cookie: cookie, 'Accept-Language': language } })).text()
  const send = (fields: Record<string, string>, path = '') => sendForm(server, address + path, fields, { Cookie: cookie })
  const load = (text: string | Uint8Array<ArrayBuffer>) => {
    const body = new FormData()
    body.set('file', new File([text], 'figures.csv'))
    return fetch(`${server.url + address}/import`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: server.url, Cookie: cookie, 'Accept-Language': 'vi' },
      body,
    })
  }
  const listed = async () =>
    rowsOf(sectionOf(await html(address), 'list'))
      .slice(1)
      .map((row) => row.slice(0, 7))

  it('are entered by hand, read as they are written, and listed', async () => {
    const reply = await send(figure)
    expect([reply.status, reply.headers.get('location')]).toEqual([303, `${address}?done=published&n=1`])
    expect(await listed()).toEqual([
      ['2024', 'Cả nước', 'SIPAS', '83,94%', 'nguồn không kèm số câu trả lời', 'Mức độ hài lòng', 'Bộ Nội vụ, 6/4/2025'],
    ])
    expect(await html(`${address}?done=published&n=1`, 'en')).toContain('Published figures entered: 1.')
  })

  it('stand in the trend with their source, apart from what was counted', async () => {
    const results = async () =>
      (await fetch(`${server.url}/api/v1/campaigns/q4/results?by=month`, { headers: { Authorization: `Bearer ${server.token}` } })).text()
    const before = await results()
    const figuresBefore = cellsOf(sectionOf(await html('/admin/campaigns/q4'), 'headline'))
    await send({ ...figure, year: '2025', place: 'Toàn tỉnh', value: '88.1%', formula: 'share', source: hostile })
    const page = await html('/admin/campaigns/q4/trend')
    const trend = sectionOf(page, 'trend')
    expect(textOf(trend)).toContain('số đã công bố, nguồn Bộ Nội vụ, 6/4/2025')
    expect(textOf(trend)).toContain('Số này đứng riêng: không cộng vào mẫu số')
    expect(textOf(trend)).toContain(`số đã công bố, nguồn ${hostile}`)
    expect(page).not.toContain('<img')
    expect(await results()).toBe(before)
    expect(cellsOf(sectionOf(await html('/admin/campaigns/q4'), 'headline'))).toEqual(figuresBefore)
  })

  it('are handed to the chart as marks, not as points', async () => {
    const attribute = /data-chart="([^"]+)"/.exec(sectionOf(await html('/admin/campaigns/q4/trend'), 'trend'))?.[1] ?? ''
    const chart = JSON.parse(attribute.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'))
    expect(chart.marks.map(({ label, value }: { label: string; value: number }) => [label, value])).toEqual([['Năm 2025', 0.881]])
    expect(chart.points.map(({ label }: { label: string }) => label)).toEqual(['Quý III', 'Quý IV'])
    expect(chart.labels).toEqual(['Năm 2025', 'Quý III', 'Quý IV'])
  })

  it('of an agency stand on its page only, whether it is named or coded', async () => {
    await send({ ...figure, place: 'xã bảo thắng', source: 'Báo cáo của xã' })
    await send({ ...figure, place: 'A2', source: 'Báo cáo của A2' })
    expect(await html('/admin/campaigns/q4/trend?agency=A1')).toContain('Báo cáo của xã')
    expect(await html('/admin/campaigns/q4/trend?agency=A2')).toContain('Báo cáo của A2')
    const whole = await html('/admin/campaigns/q4/trend')
    expect(whole).not.toContain('Báo cáo của')
  })

  it.each([
    [{ year: '24' }, 'Năm phải là một năm bốn chữ số'],
    [{ value: '183' }, 'phải là phần trăm từ 0 đến 100'],
    [{ value: 'NaN' }, 'phải là phần trăm từ 0 đến 100'],
    [{ source: '' }, 'còn trống'],
    [{ place: 'x'.repeat(201) }, 'dài quá 200 ký tự'],
    [{ formula: 'median' }, 'phải là “share”'],
  ])('are refused with %o, say why, and keep what was typed', async (wrong, why) => {
    const reply = await send({ ...figure, node: 'Nháp', ...wrong })
    const page = await reply.text()
    expect(reply.status).toBe(422)
    expect(textOf(page)).toContain(why)
    expect(page).toContain('value="Nháp"')
    expect((await listed()).some((row) => row.includes('Nháp'))).toBe(false)
  })

  it('are replaced by a second entry for the same place, indicator, formula and year', async () => {
    await send({ ...figure, value: '83,95', source: 'Bản sửa' })
    expect((await listed()).filter(([year, place]) => year === '2024' && place === 'Cả nước')).toEqual([
      ['2024', 'Cả nước', 'SIPAS', '83,95%', 'nguồn không kèm số câu trả lời', 'Mức độ hài lòng', 'Bản sửa'],
    ])
  })

  it('come from a CSV file of either kind of comma; a wrong line is told and the rest goes in', async () => {
    expect((await load('\uFEFFyear;place;node;value;formula;source\r\n2023;Cả nước;SIPAS;82,66;mức độ;"Bộ Nội vụ; 2024"\r\n')).status).toBe(
      303,
    )
    const reply = await load(
      'year,place,node,value,formula,source\n2022,Cả nước,SIPAS,"80,08",level,Bộ Nội vụ\n2021,Cả nước,SIPAS,870,share,Bộ Nội vụ\n',
    )
    const page = await reply.text()
    expect(reply.status).toBe(422)
    expect(textOf(page)).toContain('Đã ghi 1 dòng; 1 dòng không nhận được')
    expect(textOf(page)).toContain('Dòng 3: Giá trị phải là phần trăm')
    expect((await listed()).map(([year]) => year)).toEqual(expect.arrayContaining(['2022', '2023']))
    expect((await listed()).map(([year]) => year)).not.toContain('2021')
  })

  it.each([
    ['no header', '2024,Cả nước,SIPAS,83,level,x\n', 'tệp phải có dòng đầu'],
    ['nothing', '', 'tệp không có dòng số liệu nào'],
    ['a header alone', 'year,place,node,value,formula,source\n', 'tệp không có dòng số liệu nào'],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00]), 'không đọc được'],
  ])('are refused from a file with %s', async (_, file, why) => {
    const reply = await load(file)
    expect([reply.status, textOf(await reply.text()).includes(why)]).toEqual([422, true])
  })

  it('are taken away, and put back by one button', async () => {
    const before = await listed()
    const { year, place, node, formula } = figure
    const reply = await send({ year, place, node, formula }, '/remove')
    expect(reply.status).toBe(303)
    expect((await listed()).length).toBe(before.length - 1)
    const undo = /<form class="undo"[\s\S]*?<\/form>/.exec(await html(reply.headers.get('location') ?? ''))?.[0] ?? ''
    const fields = Object.fromEntries([...undo.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
    expect((await send(fields)).status).toBe(303)
    expect(await listed()).toEqual(before)
  })

  it('are closed to who is not signed in and to forms of other sites', async () => {
    expect((await fetch(server.url + address)).status).toBe(401)
    expect((await sendForm(server, address, figure)).status).not.toBe(303)
    expect((await sendForm(server, address, figure, { Cookie: cookie, Origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})
