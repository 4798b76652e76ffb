import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { voidResponses } from '../../server/acts/set-asides'
import { createCampaign } from '../../server/db/campaigns'
import { createTouchpoint } from '../../server/db/touchpoints'
import { withWriter } from '../../server/recording/writer'
import { agency, fielded, post, response, shippedVersion } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, officeWith, said, unsaid } from './office'
import { signIn } from './signed-in'
import { tokenOf } from './token'

const at = (day: string): number => Date.parse(`${day}T03:00:00Z`)

describe.each(engines)('fieldwork on %s', (engine) => {
  let server: TestServer
  let office: Office
  let time = at('2025-10-01')
  const voided: string[] = []
  const answered = async (day: string, of: string, count: number, where: { touchpoint: string; campaign?: string }) => {
    time = at(day)
    const sent = Array.from({ length: count }, () => response({ overall: '4' }, { agency: of, answeredOn: day, ...where }))
    for (const reply of await Promise.all(sent.map((one) => post(server.url, one)))) expect(reply.status).toBe(201)
    return sent.map(({ id }) => id)
  }
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    office = officeOf(server)
    const { database } = server
    await fielded(database, {
      agencies: [agency('A1', 'commune', 'Xã Một'), agency('A2', 'commune', 'Xã Hai'), agency('A3', 'department', 'Sở Ba')],
      opensOn: '2026-10-01',
      closesOn: '2026-10-30',
    })
    await createTouchpoint(database, { code: 'q3', campaign: 'c1', kind: 'qr', label: { vi: 'Quầy 3' }, agencies: ['A3'] })
    await createCampaign(database, {
      code: 'c0',
      title: { vi: 'Quý IV năm 2025' },
      questionnaire: 'sipas-service',
      version: shippedVersion['sipas-service'],
      kind: 'open',
      status: 'open',
      opensOn: '2025-10-01',
      closesOn: '2025-10-30',
      threshold: 10,
      synthetic: false,
      breakdowns: [],
      agencies: ['A1', 'A2'].map((code) => ({ code, population: undefined })),
    })
    await createTouchpoint(database, { code: 'old', campaign: 'c0', kind: 'kiosk', label: { vi: 'Kiosk cũ' }, agencies: ['A1', 'A2'] })
    await answered('2025-10-02', 'A1', 5, { touchpoint: 'old', campaign: 'c0' })
    await answered('2025-10-20', 'A2', 3, { touchpoint: 'old', campaign: 'c0' })
    await answered('2026-10-01', 'A1', 4, { touchpoint: 'k2' })
    voided.push(...(await answered('2026-10-02', 'A2', 3, { touchpoint: 'k2' })))
    await answered('2026-10-08', 'A1', 6, { touchpoint: 'q1' })
  })
  afterAll(() => server.close())

  const address = '/admin/campaigns/c1/fieldwork'
  /** The figures of a page by the names of their places. */
  const figures = (html: string): Readonly<Record<string, string>> =>
    Object.fromEntries([...html.matchAll(/data-live="([^"]+)">([^<]*)</g)].map(([, name = '', text = '']) => [name, text]))
  const overview = async () => figures(await office.html(address))

  it('counts by agency, place, channel and day, and says what nobody has set', async () => {
    const page = await office.html(address)
    expect(figures(page)).toMatchObject({
      'total:n': '13',
      'total:today': '6',
      'channel-kiosk:n': '7',
      'channel-qr:n': '6',
      'channel-qr:today': '6',
      'day-2026-10-08': '6',
      'day-2026-10-02': '3',
    })
    expect(said(page)).toContain('chưa đặt số cần đạt')
    expect(said(page)).toContain('ngày 8 trên 30, đến hết 30/10/2026')
    const agencies = await office.html(`${address}?view=agencies`)
    expect(figures(agencies)).toMatchObject({ 'agency-A1:n': '10', 'agency-A2:n': '3', 'agency-A3:n': '0', 'agency-A3:last': 'chưa có' })
    const places = await office.html(`${address}?view=places`)
    expect(figures(places)).toMatchObject({ 'place-q1:n': '6', 'place-k2:n': '7', 'place-q3:n': '0', 'place-q1:last': 'Hôm nay' })
    for (const html of [page, agencies, places]) expect(said(html)).not.toMatch(unsaid)
  })

  it('holds what came against the targets, by the office days that are gone, and names the slow', async () => {
    await office.send('/admin/campaigns/c1/setup/targets', { pasted: 'A1;22\nA2;220' })
    // Six of twenty-two office days are gone with today.
    expect(said(await office.html(address))).toContain('mong đợi 66 đến hết hôm nay · cả đợt 242')
    const agencies = said(await office.html(`${address}?view=agencies`)).replace(/\s+/g, ' ')
    expect(agencies).toContain('▼ chậm: mong đợi 60 đến hết hôm nay · cả đợt 220')
    expect(agencies).toContain('mong đợi 6 đến hết hôm nay · cả đợt 22')
    expect(agencies.indexOf('Xã Hai')).toBeLessThan(agencies.indexOf('Xã Một'))
  })

  it('holds it against as many days of the campaign a year before', async () => {
    expect(said(await office.html(address))).toContain('cùng ngày năm trước 5 (Quý IV năm 2025)')
    const agencies = await office.html(`${address}?view=agencies`)
    expect(said(/<tr [^>]*>(?:(?!<\/tr>)[\s\S])*agency-A3:n[\s\S]*?<\/tr>/.exec(agencies)?.[0] ?? '')).toContain('không so được')
  })

  it('names places where nobody answers any more, and not those that are paused', async () => {
    const page = said(await office.html(address)).replace(/\s+/g, ' ')
    expect(page).toContain('▼ chưa có phiếu nào sau 5 ngày làm việc')
    expect(page).toContain('▼ im lặng 3 ngày làm việc')
    expect(page).toContain('trên 3 điểm khảo sát')
    await office.send('/admin/touchpoints/q3/pause')
    time += 3_000
    const later = said(await office.html(address))
    expect([later.includes('chưa có phiếu nào sau'), later.includes('▼ im lặng 3 ngày làm việc')]).toEqual([false, true])
    await office.send('/admin/touchpoints/q3/resume')
    time += 3_000
    expect(said(await office.html(address))).not.toContain('chưa có phiếu nào sau')
  })

  it('counts on from the last response, and anew once any was taken out', async () => {
    await answered('2026-10-08', 'A2', 2, { touchpoint: 'k2' })
    const page = await office.html(address)
    expect(figures(page)).toMatchObject({ 'total:n': '15', 'channel-kiosk:today': '2' })
    expect(said(page)).toContain('Không có điểm nào im lặng')
    const [first = ''] = voided
    const input = { campaign: 'c1', ids: [first], cause: 'double', reason: 'Đã đối chiếu với sổ tiếp dân' } as const
    const gone = await withWriter(server.database, (writer) =>
      act({ database: server.database, now: () => time, writer }, atCommandLine(), voidResponses, input),
    )
    expect(gone.kind).toBe('done')
    expect(await overview()).toMatchObject({ 'total:n': '14', 'day-2026-10-02': '2' })
  })

  it('counts after which question people went who sent nothing, and nothing that no page of ours tells', async () => {
    const left = (item: string, link = 'q1', layout = 'phone') =>
      fetch(`${server.url}/s/${link}/left?${layout}`, { method: 'POST', body: item }).then(({ status }) => status)
    const all = await Promise.all([
      left('A1'),
      left('A1', 'k2', 'kiosk'),
      left('overall'),
      left('none'),
      left('A1', 'none'),
      left('x'.repeat(9_000)),
    ])
    expect(new Set(all)).toEqual(new Set([204]))
    for (let sent = 0; sent < 80; sent++) await left('A2')
    await server.flush()
    const counted = await server.database.db.selectFrom('break_offs').selectAll().orderBy('question').orderBy('layout').execute()
    expect(counted.map(({ question, layout, day, persons }) => [question, layout, day, persons])).toEqual([
      ['A1', 'kiosk', '2026-10-08', 1],
      ['A1', 'phone', '2026-10-08', 1],
      ['A2', 'phone', '2026-10-08', 58],
      ['overall', 'phone', '2026-10-08', 1],
    ])
    await left('A1')
    await server.flush()
    expect(said(await office.html(address)).replace(/\s+/g, ' ')).toContain('Khoảng 62 lượt')
  })

  it('greets each with the campaign that runs, and with what they can do something about', async () => {
    const page = await office.html('/admin')
    const text = said(page).replace(/\s+/g, ' ')
    expect(text).toContain('Hôm nay, 08/10/2026')
    expect(figures(page)).toMatchObject({ 'total:n': '14', 'total:today': '8' })
    expect(text).toContain('▼ 1 cơ quan chậm so với số cần đạt.')
    expect(page).toContain(`${address}?view=agencies`)
    expect([page.match(/class="button"/g)?.length, text.includes('Không có gì cần xử lý')]).toEqual([1, false])
    const as = async (name: string, role: 'analyst' | 'reader') =>
      said(
        await officeOf({ url: server.url, token: await tokenOf(server.database, name, [{ role, agency: 'A1', endsOn: '' }]) }).html(
          '/admin',
        ),
      )
    expect(await as('xem', 'analyst')).toContain('Không có gì cần xử lý')
    expect(await as('nhan', 'reader')).not.toContain('Phiếu hôm nay')
    const [today, last] = [time, at('2026-10-30')]
    time = last
    expect(said(await office.html('/admin'))).toContain('Còn 1 ngày, kể cả hôm nay, là hết đợt.')
    expect(await as('xem', 'analyst')).not.toContain('là hết đợt')
    time = at('2026-10-31')
    expect(said(await office.html('/admin'))).toContain('Hôm nay không có đợt nào đang mở.')
    time = today
  })

  it('shows each person the part of theirs alone, and nothing to who reads no working figures', async () => {
    const as = async (name: string, role: 'analyst' | 'reader', over: string) =>
      officeOf({ url: server.url, token: await tokenOf(server.database, name, [{ role, agency: over, endsOn: '' }]) })
    const two = await as('hai', 'analyst', 'A2')
    expect(figures(await two.html(address))).toMatchObject({ 'total:n': '4', 'channel-kiosk:n': '4' })
    const page = await two.html(`${address}?view=places`)
    expect(said(page)).not.toContain('Quầy')
    expect(figures(page)).toMatchObject({ 'elsewhere:n': '4' })
    expect(said(await two.html(`${address}?view=agencies`))).not.toContain('Xã Một')
    expect((await (await as('khac', 'analyst', 'A9')).get(address)).status).toBe(404)
    expect((await (await as('doc', 'reader', 'A2')).get(address)).status).toBe(403)
    expect((await office.get('/admin/campaigns/khong-co/fieldwork')).status).toBe(404)
  })

  it("tells an open page what changes, of its reader's part alone, until the role or the session ends", async () => {
    const token = await tokenOf(server.database, 'mot', [{ role: 'analyst', agency: 'A1', endsOn: '' }])
    const before = figures(await officeOf({ url: server.url, token }).html(address))
    const told = await followed(`${server.url}${address}/live`, { Authorization: `Bearer ${token}` })
    expect(await told.next()).toMatchObject({ event: 'figures', data: { 'total:n': before['total:n'] } })
    await answered('2026-10-08', 'A2', 1, { touchpoint: 'k2' })
    await answered('2026-10-08', 'A1', 2, { touchpoint: 'q1' })
    const grown = {
      'total:n': '12',
      'total:today': '8',
      'channel-qr:n': '8',
      'channel-qr:today': '8',
      'day-2026-10-08': '8',
      'place-q1:n': '8',
    }
    expect(await told.until('place-q1:today', '8')).toMatchObject(grown)
    await server.database.db.deleteFrom('grants').where('agency', '=', 'A1').execute()
    expect(await told.next()).toEqual({ event: 'over', data: {} })
    expect(await told.next()).toBeUndefined()

    const cookie = await signIn(server)
    const own = await followed(`${server.url}${address}/live?view=agencies`, { Cookie: cookie })
    expect(await own.next()).toMatchObject({
      event: 'figures',
      data: { rows: 'agency-A2 agency-A1 agency-A3', 'agency-A2:behind': 'yes' },
    })
    await officeWith(server, cookie).send('/admin/sign-out')
    expect(await own.next()).toEqual({ event: 'over', data: {} })
  })

  it('follows no more streams of one account than it has tabs, and gives their places back', async () => {
    const open = () => fetch(`${server.url}${address}/live`, { headers: { Authorization: `Bearer ${server.token}` } })
    const some = await Promise.all(Array.from({ length: 6 }, open))
    expect(some.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect((await open()).status).toBe(503)
    for (const { body } of some) await body?.cancel()
    const again = async () => {
      const { status, body } = await open()
      await body?.cancel()
      return status
    }
    await expect.poll(again).toBe(200)
  })
})

type Told = { readonly event: string; readonly data: Readonly<Record<string, string>> }

/** What an open page hears. */
async function followed(url: string, headers: Readonly<Record<string, string>>) {
  const { body, status } = await fetch(url, { headers: { ...headers, Accept: 'text/event-stream' } })
  expect(status).toBe(200)
  const events = eventsIn(body ?? new ReadableStream())
  const next = async (): Promise<Told | undefined> => (await events.next()).value
  return {
    next,
    /** What was told until a text has come. */
    until: async (key: string, text: string): Promise<Told['data']> => {
      let all: Told['data'] = {}
      for (let one = await next(); one !== undefined; one = await next()) {
        all = { ...all, ...one.data }
        if (all[key] === text) break
      }
      return all
    },
  }
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Told, undefined> {
  const [reader, decoder] = [body.getReader(), new TextDecoder()]
  let text = ''
  for (;;) {
    const end = text.indexOf('\n\n')
    if (end >= 0) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) }
      continue
    }
    const piece = await reader.read()
    if (piece.done) return undefined
    text += decoder.decode(piece.value, { stream: true })
  }
}
