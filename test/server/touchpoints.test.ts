import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { turnMs } from '../../server/db/codes'
import { findTouchpoint, listTouchpoints, makeTouchpoint } from '../../server/db/touchpoints'
import { qrPng } from '../../server/files/images'
import { localDay } from '../../surveys/instrument/calendar'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'

const day = 86_400_000

describe.each(engines)('a touchpoint in the office on %s', (engine) => {
  let server: TestServer
  let office: Office
  let now = Date.UTC(2026, 10, 20, 3)
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now, settings: { PUBLIC_URL: 'https://khaosat.example.vn' } })
    office = officeOf(server)
    await fielded(server.database)
  })
  afterAll(() => server.close())

  const made = async (label = 'Quầy 7'): Promise<string> =>
    (await makeTouchpoint(server.database, 'c1', { code: undefined, kind: 'qr', label: { vi: label }, agencies: ['A1'] }, '')) ?? ''
  const stored = async (code: string) => {
    const found = await findTouchpoint(server.database, code)
    if (!found) throw new Error(`no touchpoint ${code}`)
    return found
  }
  const at = (code: string, what = '') => `/admin/touchpoints/${code}${what}`
  const send = async (code: string, what: string, fields: Record<string, string | readonly string[]> = {}) =>
    office.send(at(code, what), { revision: String((await stored(code)).revision), ...fields })
  const answeredAt = async (link: string, more: object = {}) =>
    (await post(server.url, { ...response(undefined, { touchpoint: link, answeredOn: '2026-11-20' }), ...more })).status
  const page = async (path: string) => fetch(`${server.url}${path}`, { headers: { Accept: 'text/html' } })
  const visitOn = (html: string): string => /name="_visit" value="([^"]*)"/.exec(html)?.[1] ?? ''
  /** What a page knows for two seconds is old by now. */
  const later = (ms = 3_000): void => void (now += ms)

  it('gets another code, and takes by the one before what was begun before, and nothing else', async () => {
    const code = await made()
    const opened = visitOn(await (await page(`/s/${code}`)).text())
    expect(said(await office.html(at(code, '/renew')))).toContain('in lại')
    later(60_000)
    expect((await send(code, '/renew', { grace: 'none' })).headers.get('location')).toContain('done=touchpoint-renew')
    // To the minute: whoever comes in that of the end may have come before it.
    later(60_000)
    const { link } = (await stored(code)).door
    expect(link).not.toBe(code)
    const gone = await page(`/s/${code}`)
    const never = await page('/s/none')
    expect([gone.status, await gone.text()]).toEqual([never.status, await never.text()])
    expect(await answeredAt(code)).toBe(422)
    const trial = async (touchpoint: string) => {
      const body = JSON.stringify(response(undefined, { touchpoint, answeredOn: '2026-11-20' }))
      const headers = { 'Content-Type': 'application/json' }
      return (await fetch(`${server.url}/api/v1/responses?test`, { method: 'POST', headers, body })).text()
    }
    expect(await trial(code)).toBe(await trial('none'))
    expect(await answeredAt(code, { visit: opened })).toBe(201)
    expect(await answeredAt(code, { visit: visitOn(await (await page(`/s/${link}`)).text()) })).toBe(422)
    expect((await page(`/s/${link}`)).status).toBe(200)
    expect(await answeredAt(link)).toBe(201)
    later(32 * day)
    expect(await answeredAt(code, { visit: opened })).toBe(422)
    now -= 32 * day
  })

  it('is good for a day more by the code before, where somebody wants that', async () => {
    const code = await made()
    await send(code, '/renew', { grace: 'day' })
    later()
    expect(await answeredAt(code)).toBe(201)
    later(day + 60_000)
    expect(await answeredAt(code)).toBe(422)
    now -= day
  })

  it('stores the same touchpoint by whichever code somebody comes', async () => {
    const code = await made()
    const body = response(undefined, { touchpoint: code, answeredOn: '2026-11-20' })
    expect((await post(server.url, body)).status).toBe(201)
    await send(code, '/renew', { grace: 'day' })
    later()
    const { link } = (await stored(code)).door
    expect((await post(server.url, { ...body, touchpoint: link })).status).toBe(200)
    const rows = await server.database.db.selectFrom('responses').select('touchpoint').where('id', '=', body.id).execute()
    expect(rows).toEqual([{ touchpoint: code }])
  })

  it('is paused and asks again: a kind page, and what was begun before is taken', async () => {
    const code = await made()
    const opened = visitOn(await (await page(`/s/${code}`)).text())
    later(60_000)
    await office.send(at(code, '/pause'))
    later()
    expect(said(await (await page(`/s/${code}`)).text())).toContain('tạm ngừng')
    expect(await answeredAt(code)).toBe(422)
    expect(await answeredAt(code, { visit: opened })).toBe(201)
    await office.send(at(code, '/resume'))
    later()
    expect(await answeredAt(code)).toBe(201)
  })

  it('asks since the day on which it went on, was moved or was opened with its campaign', async () => {
    const code = await made()
    const since = async () => (await stored(code)).asksSince
    const before = now
    await office.send(at(code, '/pause'))
    later(day)
    await office.send(at(code, '/resume'))
    const resumed = localDay(now)
    expect(await since()).toBe(resumed)
    later(day)
    await send(code, '', { kind: 'qr', label: 'Quầy khác', agencies: ['A1'] })
    expect(await since()).toBe(resumed)
    await send(code, '', { kind: 'qr', label: 'Quầy khác', agencies: ['A2'] })
    expect(await since()).toBe(localDay(now))
    await server.database.db.updateTable('campaigns').set({ status: 'draft' }).where('code', '=', 'c1').execute()
    later(day)
    await office.send('/admin/campaigns/c1/setup/open')
    expect(await since()).toBe(localDay(now))
    now = before
  })

  it('is moved to another agency from now on: what was answered stays where it was', async () => {
    const code = await made()
    const before = response(undefined, { touchpoint: code, answeredOn: '2026-11-20' })
    expect((await post(server.url, before)).status).toBe(201)
    const begun = visitOn(await (await page(`/s/${code}`)).text())
    later(60_000)
    expect((await send(code, '', { kind: 'qr', label: 'Quầy 8', agencies: ['A2'] })).headers.get('location')).toContain(
      'touchpoint-changed',
    )
    later()
    expect(await answeredAt(code)).toBe(422)
    expect(await answeredAt(code, { agency: 'A2' })).toBe(201)
    // What was begun before is about whom it was begun, and nothing that is begun now.
    expect(await answeredAt(code, { visit: begun })).toBe(201)
    later(60_000)
    expect(await answeredAt(code, { visit: visitOn(await (await page(`/s/${code}`)).text()) })).toBe(422)
    later(32 * day)
    expect(await answeredAt(code, { visit: begun })).toBe(422)
    now -= 32 * day
    const row = await server.database.db.selectFrom('responses').select('agency').where('id', '=', before.id).executeTakeFirstOrThrow()
    expect(row.agency).toBe('A1')
    expect((await send(code, '', { kind: 'kiosk', label: 'Quầy 8', agencies: ['A2'] })).status).toBe(409)
    expect((await office.send(at(code, '/delete'))).status).toBe(409)
  })

  it('is overwritten by nobody who has not seen what somebody else saved', async () => {
    const code = await made()
    const fields = { kind: 'qr', agencies: ['A1'], revision: '1' }
    await office.send(at(code), { ...fields, label: 'Quầy của Hoa' })
    const second = await office.send(at(code), { ...fields, label: 'Quầy của Lan' })
    const html = await second.text()
    expect([second.status, html.includes('value="Quầy của Lan"')]).toEqual([409, true])
    expect((await stored(code)).label).toEqual({ vi: 'Quầy của Hoa' })
    const revision = /name="revision" value="(\d+)"/.exec(html.slice(html.indexOf('Quầy của Lan') - 800))?.[1] ?? ''
    await office.send(at(code), { ...fields, revision, label: 'Quầy của Lan' })
    expect((await stored(code)).label).toEqual({ vi: 'Quầy của Lan' })
  })

  it('is shown by a screen whose code turns: a photo of it is worth nothing an hour later', async () => {
    const code = await made()
    const shown = await (await send(code, '/show')).text()
    const key = /\/d\/([A-Za-z0-9_-]{43})/.exec(shown)?.[1] ?? ''
    later()
    const screen = async () => (await page(`/d/${key}`)).text()
    const scanned = scannedOn(await screen())
    expect(scanned).toMatch(/^https:\/\/khaosat\.example\.vn\/s\/[0-9a-z]{18}$/)
    const path = new URL(scanned).pathname
    const { link } = (await stored(code)).door
    expect((await page(`/s/${code}`)).status).toBe(404)
    expect((await page(`/s/${link}`)).status).toBe(410)
    expect(await answeredAt(link)).toBe(422)

    const opened = await (await page(path)).text()
    const visit = visitOn(opened)
    const model = /data-survey="([^"]*)"/.exec(opened)?.[1]?.replaceAll('&amp;', '&') ?? ''
    later(turnMs)
    expect((await page(path)).status).toBe(200)
    later(60 * 60_000)
    expect((await page(path)).status).toBe(410)
    expect((await page(model)).status).toBe(200)
    expect(new URL(scannedOn(await screen())).pathname).not.toBe(path)
    // Whoever opened it finishes, also where the network comes back later; nobody does for ever.
    expect(await answeredAt(link, { visit })).toBe(201)
    expect(await answeredAt(link, { visit: `${visit.slice(0, -1)}${visit.endsWith('0') ? '1' : '0'}` })).toBe(422)
    later(3 * day)
    expect(await answeredAt(link, { visit })).toBe(422)
    now -= 3 * day

    const again = /\/d\/([A-Za-z0-9_-]{43})/.exec(await (await send(code, '/show')).text())?.[1] ?? ''
    later()
    expect([(await page(`/d/${key}`)).status, (await page(`/d/${again}`)).status]).toEqual([404, 200])
    await send(code, '/hide')
    later()
    expect((await page(`/d/${again}`)).status).toBe(404)
    expect(await answeredAt((await stored(code)).door.link)).toBe(201)
  })

  it('is made a thousand at once, after a look at what would be made', async () => {
    const form = { kind: ['qr', 'kiosk'], spread: 'every', label: 'Ô số', labelEn: 'Desk', count: '99' }
    const path = '/admin/new/touchpoint?campaign=c1'
    const before = (await listTouchpoints(server.database)).length
    expect(said(await (await office.send(path, { ...form, act: 'preview' })).text())).toContain('Sẽ tạo 396 điểm')
    expect((await listTouchpoints(server.database)).length).toBe(before)
    expect((await office.send(path, form)).headers.get('location')).toContain('n=396')
    expect((await office.send(path, { ...form, kind: ['qr', 'kiosk', 'link'] })).headers.get('location')).toContain('n=198')
    const all = await listTouchpoints(server.database)
    expect(all.length).toBe(before + 594)
    expect(all.filter(({ kind, asksSince }) => kind === 'link' && asksSince === localDay(now)).length).toBe(198)
    expect(new Set(all.map(({ door }) => door.link)).size).toBe(all.length)
  })

  it('is found among a thousand, a hundred on a page, with counts for every choice', async () => {
    const list = (query = '') => office.html(`/admin/touchpoints?campaign=c1${query}`)
    const rows = (html: string): number => html.match(/type="checkbox" name="code"/g)?.length ?? 0
    const first = await list()
    expect([rows(first), said(first)]).toEqual([100, expect.stringMatching(/1–100 trong \d+ điểm/)])
    expect(first).not.toContain('<script')
    const narrow = await list('&q=o+so+17&kind=link')
    expect([rows(narrow), said(narrow)]).toEqual([2, expect.stringContaining('1–2 trong 2 điểm')])
    // With the kind left open there would be six, two of each.
    expect(said(narrow)).toMatch(/Mã QR \(2\)[\s\S]*Đường dẫn \(2\)/)
    expect(rows(await list('&q=o+so+17&agency=A2'))).toBe(3)
    const code = await made('Quầy đếm')
    expect((await post(server.url, response(undefined, { touchpoint: code, answeredOn: '2026-11-20' }))).status).toBe(201)
    expect((await post(server.url, response(undefined, { touchpoint: code, answeredOn: '2026-11-19' }))).status).toBe(201)
    const counted = await list('&q=quay+dem')
    expect(
      said(/<tbody>.*<\/tbody>/s.exec(counted)?.[0] ?? '')
        .match(/\d+/g)
        ?.slice(0, 3),
    ).toEqual(['1', '1', '2'])
    expect(said(await list('&q=nowhere'))).toContain('Không có điểm nào khớp')
    expect(rows(await list('&page=999'))).toBeGreaterThan(0)
  })

  it('is paused, asks again and moves with many others, each as one event', async () => {
    const search = 'campaign=c1&q=o+so+17&kind=link'
    const [one, other] = (await listTouchpoints(server.database, 'c1')).filter(
      ({ kind, label }) => kind === 'link' && label['vi'] === 'Ô số 17',
    )
    if (!one || !other) throw new Error('made above')
    const sent = (html: string): string[] => [...html.matchAll(/name="place" value="([^"]*)"/g)].map(([, value = '']) => value)
    const last = async () => {
      const event = await server.database.db
        .selectFrom('events')
        .select(['act', 'details'])
        .orderBy('seq', 'desc')
        .executeTakeFirstOrThrow()
      return { act: event.act, ...JSON.parse(event.details) }
    }

    const asked = await office.html(`/admin/many/touchpoints/pause?${search}&all=found`)
    expect(said(asked)).toContain('Tạm ngừng 2 điểm khảo sát?')
    const paused = await office.send('/admin/many/touchpoints/pause', { place: sent(asked), back: `/admin/touchpoints?${search}` })
    expect(paused.headers.get('location')).toBe(`/admin/touchpoints?${search}&done=places-pause&n=2`)
    expect(await last()).toEqual({ act: 'touchpoints.pause', touchpoints: [one.code, other.code].sort() })
    expect(said(await office.html(`/admin/touchpoints?${search}&state=paused`))).toContain('1–2 trong 2 điểm')
    expect(said(await office.html(`/admin/many/touchpoints/pause?${search}&all=found`))).toContain('2 điểm được chọn đã tạm ngừng')
    const again = await office.html(`/admin/many/touchpoints/resume?campaign=c1&code=${one.code}`)
    expect(sent(again)).toEqual([`2.${one.code}`])
    await office.send('/admin/many/touchpoints/resume', { place: sent(again) })

    const moving = await office.html(`/admin/many/touchpoints/move?campaign=c1&code=${one.code}&code=${other.code}&to=A2`)
    const [from] = [one, other].filter(({ agencies }) => agencies[0] === 'A1')
    expect(said(moving)).toContain('1 điểm được chọn đã thuộc cơ quan này')
    expect(said(moving)).toContain('0 phiếu đã trả lời ở đó vẫn thuộc cơ quan cũ')
    const moved = await office.send('/admin/many/touchpoints/move', { place: sent(moving), to: 'A2' })
    expect(moved.headers.get('location')).toContain('done=places-move&n=1')
    expect(await last()).toMatchObject({ act: 'touchpoints.move', agencies: ['A2'], moved: [`${from?.code ?? ''}: A1`] })
    expect((await stored(from?.code ?? '')).agencies).toEqual(['A2'])
    // What somebody saved meanwhile is not overwritten unseen.
    expect((await office.send('/admin/many/touchpoints/move', { place: sent(moving), to: 'A1' })).status).toBe(409)
    expect((await office.get(`/admin/many/touchpoints/move?campaign=c1&code=${one.code}&to=none`)).status).toBe(422)
    expect(said(await office.html('/admin/many/touchpoints/pause?campaign=c1'))).toContain('Chưa chọn điểm nào')
    expect((await office.send('/admin/many/touchpoints/pause', { place: '1.none' })).status).toBe(404)
  })
})

/** What a camera reads of the code on a page. */
function scannedOn(html: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(html)?.[1] ?? 0)
  const runs = [...(/class="dark" d="([^"]*)"/.exec(html)?.[1] ?? '').matchAll(/M(\d+) (\d+)h(\d+)/g)]
  const dark = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x = '', y = '', width = ''] of runs) dark[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  const { data, width, height } = PNG.sync.read(Buffer.from(qrPng(dark, size * 8)))
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? ''
}
