import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { pino } from 'pino'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccount } from '../../server/acts/accounts'
import { everyOffice } from '../../surveys/people/roles'
import { act, atCommandLine } from '../../server/acts/act'
import { correctable, correctCampaign } from '../../server/acts/campaigns'
import { publicationTables } from '../../server/db/migrations/0049-publications'
import { withdrawnInEnglish } from '../../server/db/migrations/0050-withdrawn-in-english'
import { saveAgencies } from '../../server/db/agencies'
import { eventsOf } from '../../server/db/events'
import { findCampaign } from '../../server/db/campaigns'
import { editionsAmiss } from '../../server/db/publications'
import { questionnaireSource } from '../../server/db/questionnaires'
import { saveFourEyes, saveProvinceName, savePublicUrl } from '../../server/db/settings'
import { releaseWhenDue } from '../../server/nightly'
import { foundOf, viewOfEdition } from '../../server/public/published'
import { pictureTexts } from '../../server/public/view'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, said } from './office'
import { tokenOf } from './token'
import { unzip } from './unpacked'

const day = (on: string, hour = 9): number => Date.parse(`${on}T00:00:00Z`) + (hour - 7) * 3_600_000
const hostile = `=cmd|' /C calc'!A0 <script>alert(1)</script> "xã" & {n}`
const home = '/admin/campaigns/c1/publication'
const terms = {
  publicOn: '2026-12-10',
  licence: 'cc-by-4.0',
  contact: 'Phòng <b>KSTT</b>',
  note: 'Đợt đầu\ntiên',
  noteEn: 'First',
  reason: '',
  reasonEn: '',
}

type Described = { readonly resources: readonly { readonly schema: { readonly fields: readonly Readonly<Record<string, string>>[] } }[] }

/** Every count of persons, answers or responses in some JSON, with where it stands. */
const countsIn = (value: unknown, path = ''): readonly (readonly [string, number])[] =>
  typeof value !== 'object' || value === null
    ? /\.(persons|base|responses|effectivePersons|waiting)$/.test(path) && typeof value === 'number'
      ? [[path, value]]
      : []
    : Object.entries(value).flatMap(([name, one]) => countsIn(one, `${path}.${name}`))

describe.each(engines)('published results on %s', (engine) => {
  let server: TestServer
  let office: Office
  let now = day('2026-11-02')
  let asked = 0
  const log = pino({ level: 'silent' })
  const night = (on: string) => {
    now = day(on, 2)
    const questionnaires = questionnaireSource(server.database)
    return releaseWhenDue({ database: server.database, questionnaires, now: () => now, log, forget: () => undefined })
  }
  const answer = async (count: number, at: string, overall = '4'): Promise<void> => {
    const answers = { A1: overall, A2: '5', overall, comment: `Ý kiến lần ${(asked += 1)}` }
    for (let sent = 0; sent < count; sent++) {
      const one = response(answers, { agency: at, touchpoint: 'k2', answeredOn: '2026-11-20' })
      expect((await post(server.url, one)).status).toBe(201)
    }
  }
  const open = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(server.url + path, { headers, redirect: 'manual' })
  const api = (path = 'released') => open(`/api/v1/campaigns/c1/${path}`)
  const seen = async () => {
    const html = await office.html(`${home}/publish`)
    return { seen: /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? '' }
  }
  const acts = async () => (await eventsOf(server.database, 'publications', 'c1')).map((event) => event.act)
  const publicPaths = [
    '/r/c1',
    '/r/c1/agencies/A1',
    '/r/c1/figures.csv',
    '/r/c1/figures.json',
    '/r/c1/figures.zip',
    '/r/c1/picture.png',
    '/embed/c1',
  ]

  beforeAll(async () => {
    server = await startServer({ engine, now: () => now, log: pino({ level: 'error' }) })
    office = officeInPerson(server)
    await saveProvinceName(server.database, { vi: 'Tỉnh Sông Ngân', en: 'Song Ngan' })
    const agencies = [agency('A1', 'commune', hostile), agency('A2'), agency('A3', 'department')]
    await fielded(server.database, {
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
      title: { vi: `Đợt ${hostile}`, en: 'Autumn' },
      agencies,
    })
    now = day('2026-11-20')
    await answer(14, 'A1')
    await answer(3, 'A2')
    await answer(12, 'A3', '2')
  })
  afterAll(() => server.close())

  it('say why they cannot be published while the campaign goes on, and before the night after it', async () => {
    const early = await office.html(home)
    expect([said(early).includes('đang nhận câu trả lời'), early.includes('prepare')]).toEqual([true, false])
    now = day('2026-12-01', 1)
    expect((await office.send(`${home}/prepare`, terms)).status).toBe(409)
    await night('2026-12-02')
    now = day('2026-12-02')
    const wrong = await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-01', contact: '' })
    const text = said(await wrong.text())
    expect([wrong.status, text.includes('sớm nhất là 02/12/2026'), text.includes('Liên hệ')]).toEqual([422, true, true])
    expect(await acts()).toEqual([])
  })

  it('are frozen when they are prepared, and looked at just as everybody will see them', async () => {
    expect((await office.send(`${home}/prepare`, terms)).status).toBe(303)
    const preview = await office.html(`${home}/preview`)
    expect(said(preview)).toContain('Xem trước: chưa ai ngoài cơ quan đọc được trang này.')
    expect(said(preview)).toContain('Tỉnh Sông Ngân')
    expect((await office.get(`${home}/preview/agencies/A1`)).status).toBe(200)
    expect(said(await office.html(home))).toContain('Bản đang chuẩn bị')
    expect([(await open('/r/c1')).status, (await api()).status]).toEqual([404, 401])
  })

  it('are not let out unseen: not another edition than was looked at, nor with a threshold that has risen since', async () => {
    const looked = await seen()
    await office.send(`${home}/prepare`, { ...terms, note: 'Khác' })
    expect((await office.send(`${home}/publish`, looked)).status).toBe(409)
    const record = await findCampaign(server.database, 'c1')
    if (!record) throw new Error('no campaign')
    const raised = {
      code: 'c1',
      title: record.campaign.title['vi'] ?? '',
      titleEn: 'Autumn',
      threshold: '11',
      reason: 'Thận trọng',
      based: correctable(record.campaign),
    }
    await act({ database: server.database, now: () => now }, atCommandLine(), correctCampaign, raised)
    expect((await office.send(`${home}/publish`, await seen())).status).toBe(409)
    expect((await office.send(`${home}/amend`, await seen())).status).toBe(409)
    await office.send(`${home}/prepare`, terms)
  })

  it('are published by somebody else than prepared them where two are asked for', async () => {
    await saveFourEyes(server.database, true)
    const alone = await office.send(`${home}/publish`, await seen())
    expect([alone.status, said(await alone.text()).includes('người chuẩn bị không tự công bố')]).toEqual([409, true])
    const deps = { database: server.database, now: () => now, config: { mail: undefined, publicUrl: undefined } }
    await act(deps, atCommandLine(), createAccount, { username: 'minh', name: 'Minh', kind: 'person', grants: everyOffice })
    const minh = officeInPerson({ ...server, token: await tokenOf(server.database, 'minh') })
    const fresh = await minh.send(`${home}/publish`, await seen())
    expect([fresh.status, said(await fresh.text()).includes('chưa làm người thứ hai được')]).toEqual([409, true])
    now = day('2026-12-09', 10)
    expect((await minh.send(`${home}/publish`, await seen())).status).toBe(303)
    await saveFourEyes(server.database, false)
  })

  it('are not told of before their day, not even that there will be any', async () => {
    expect(said(await office.html(home))).toContain('sẽ hiện cho mọi người từ ngày 10/12/2026')
    now = day('2026-12-09', 23)
    for (const path of publicPaths) {
      const [own, none] = await Promise.all([open(path), open(path.replace('c1', 'zz'))])
      expect([path, own.status, await own.text()]).toEqual([path, 404, (await none.text()).replaceAll('zz', 'c1')])
      expect(Object.fromEntries(own.headers)).toEqual({ ...Object.fromEntries(none.headers), date: own.headers.get('date') })
    }
    const [own, none] = await Promise.all([api(), open('/api/v1/campaigns/zz/released')])
    expect([own.status, await own.text()]).toEqual([401, await none.text()])
    expect(said(await (await open('/r')).text())).toContain('Chưa có đợt khảo sát nào được công bố.')
  })

  it('are for everybody from midnight of that day in Viet Nam, in both languages, without a script', async () => {
    now = day('2026-12-10', 0)
    const page = await open('/r/c1')
    const html = await page.text()
    expect([page.status, page.headers.get('cache-control'), page.headers.get('set-cookie')]).toEqual([200, 'public, max-age=60', null])
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(html).not.toMatch(/<script|\sstyle=|javascript:|\son\w+=/i)
    const text = said(html)
    expect(text).toContain(hostile)
    expect(text).toContain('Phòng <b>KSTT</b>')
    expect(text).toContain('Chưa đủ 11 người trả lời để nêu kết quả: Xã A2.')
    expect(text).toContain('Còn một ít phiếu, ít hơn 11')
    expect(html).not.toContain('Ý kiến 0.')
    const english = said(await (await open('/r/c1?lang=en')).text())
    expect(english).toContain('Autumn')
    expect(english).toContain('95% confidence interval')
    expect(said(await (await open('/r')).text())).toContain(`Đợt ${hostile}`)
    const one = await (await open('/r/c1/agencies/A1')).text()
    expect([said(one).includes(hostile), (await open('/r/c1/agencies/A9')).status]).toEqual([true, 404])
    expect(gzipSync(html).length).toBeLessThan(20_000)
  })

  it('are told again only where they changed', async () => {
    const first = await open('/r/c1')
    const etag = first.headers.get('etag') ?? ''
    const again = await open('/r/c1', { 'If-None-Match': etag })
    expect([again.status, await again.text(), (await open('/r/c1', { 'If-None-Match': '"x"' })).status]).toEqual([304, '', 200])
    const plain = await open('/r/c1', { 'Accept-Encoding': 'identity' })
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, await first.text()])
  })

  it('are the same in page, API, JSON and CSV, with their checksums, and none stands on fewer than the threshold', async () => {
    const told = await (await api()).json()
    const json = Buffer.from(await (await open('/r/c1/figures.json')).arrayBuffer())
    const csv = Buffer.from(await (await open('/r/c1/figures.csv')).arrayBuffer())
    const page = await (await open('/r/c1')).text()
    for (const file of [json, csv]) expect(page).toContain(createHash('sha256').update(file).digest('hex'))
    const file = JSON.parse(json.toString())
    expect(file.figures).toEqual(told)
    expect(file).toMatchObject({ licence: { name: 'cc-by-4.0' }, amendments: [], period: { from: '2026-11-01', to: '2026-11-30' } })
    expect(told).toMatchObject({
      campaign: 'c1',
      filter: null,
      asOf: '2026-12-02',
      total: { waiting: null },
      publication: { edition: 1, threshold: 11 },
    })
    const counts = countsIn(file)
    expect(counts.length).toBeGreaterThan(50)
    expect(counts.filter(([, count]) => count > 0 && count < 11)).toEqual([])
    const rows: readonly Readonly<Record<string, string>>[] = parse(csv, { bom: true, columns: true })
    expect(
      rows
        .flatMap(({ base = '', persons = '', responses = '' }) => [base, persons, responses])
        .filter((text) => text !== '' && +text > 0 && +text < 11),
    ).toEqual([])
    expect(rows.find(({ level, code }) => level === 'agency' && code === 'A1')?.['name']).toMatch(/^'=/)
    expect(rows.filter(({ code }) => code === 'A2').every(({ value, base }) => value === '' && base === '')).toBe(true)
    const shown = rows.find(({ level, node }) => level === 'total' && node === 'overall')
    expect(shown && file.figures.total.nodes.find(({ code }: { readonly code: string }) => code === 'overall').base).toBe(
      Number(shown?.['base']),
    )
  })

  it('are a data package as well: the same bytes, described, with their licence and sums', async () => {
    const [csv, json] = await Promise.all(['csv', 'json'].map(async (ending) => (await open(`/r/c1/figures.${ending}`)).text()))
    const reply = await open('/r/c1/figures.zip')
    const archive = Buffer.from(await reply.arrayBuffer())
    expect([reply.headers.get('content-type'), reply.headers.get('content-disposition')]).toEqual([
      'application/zip',
      'attachment; filename="c1.zip"',
    ])
    expect(await (await open('/r/c1')).text()).toContain(createHash('sha256').update(archive).digest('hex'))
    const files = unzip(archive)
    const bare = (text = ''): string => text.replace(/^\uFEFF/, '')
    expect([bare(files.get('data/figures.csv')), files.get('figures.json')]).toEqual([bare(csv), json])
    const told: Described = JSON.parse(files.get('datapackage.json') ?? '')
    expect(told).toMatchObject({
      profile: 'tabular-data-package',
      version: '1',
      licenses: [{ name: 'CC-BY-4.0', path: 'https://creativecommons.org/licenses/by/4.0/' }],
    })
    const fields = told.resources[0]?.schema.fields ?? []
    const rows: readonly (readonly string[])[] = parse(bare(csv))
    expect(fields.map(({ name }) => name)).toEqual(rows[0])
    const faults = rows.slice(1).flatMap((row) =>
      row.filter((cell, at) => {
        const type = fields[at]?.type
        return (
          cell !== '' &&
          ((type === 'number' && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell)) || (type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(cell)))
        )
      }),
    )
    expect(faults).toEqual([])
    const sums = (files.get('checksums.sha256') ?? '').trim().split('\n')
    expect(sums.map((line) => line.split('  ')[1])).toEqual([...files.keys()].filter((name) => name !== 'checksums.sha256'))
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ')
      expect([
        name,
        createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex'),
      ]).toEqual([name, sum])
    }
    expect(files.get('README.md')).not.toMatch(/(?<!\\)<(b|script)/)
  })

  it('are told alike to whoever asks: everybody, one agency, the office', async () => {
    const reader = await tokenOf(server.database, 'doc-a1', [{ role: 'reader', agency: 'A1', endsOn: '' }])
    const open = await (await api()).text()
    for (const token of [reader, server.token]) {
      const told = await fetch(`${server.url}/api/v1/campaigns/c1/released`, { headers: { Authorization: `Bearer ${token}` } })
      expect(await told.text()).toBe(open)
    }
    const own = await fetch(`${server.url}/admin/campaigns/c1/released`, {
      headers: { Authorization: `Bearer ${reader}`, 'Accept-Language': 'vi' },
    })
    expect(said(await own.text())).not.toContain('Xã A2')
    expect((await fetch(`${server.url}${home}`, { headers: { Authorization: `Bearer ${reader}` } })).status).toBe(403)
  })

  it('are shown by links with a picture of the same number, and of a withheld one with none', async () => {
    expect(await (await open('/r/c1')).text()).not.toContain('og:')
    await savePublicUrl(server.database, 'https://khaosat.songngan.gov.vn')
    const page = await (await open('/r/c1?lang=en')).text()
    const mark = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(page)?.[1]
    expect([mark('og:url'), mark('og:image'), mark('twitter:card'), mark('og:locale')]).toEqual([
      'https://khaosat.songngan.gov.vn/r/c1?lang=en',
      'https://khaosat.songngan.gov.vn/r/c1/picture.png?lang=en&amp;edition=1',
      'summary_large_image',
      'en_GB',
    ])
    expect(mark('og:image:alt')).toContain('95% confidence interval')
    expect(page).not.toMatch(/<script/i)
    const pictures = await Promise.all(
      ['/r/c1/picture.png', '/r/c1/agencies/A1/picture.png', '/r/c1/agencies/A2/picture.png', `${home}/preview/picture.png`].map(
        async (path) => {
          const reply = path.startsWith('/r') ? await open(path) : await office.get(path)
          return [reply.headers.get('content-type'), Buffer.from(await reply.arrayBuffer())] as const
        },
      ),
    )
    for (const [type, png] of pictures.slice(0, 3)) {
      const { width, height } = PNG.sync.read(png)
      expect([type, width, height, png.length < 300_000]).toEqual(['image/png', 1200, 630, true])
    }
    expect((await open('/r/c1/agencies/A9/picture.png')).status).toBe(404)
    const deps = { database: server.database, questionnaires: questionnaireSource(server.database), now: () => now }
    const found = await foundOf(deps, 'c1')
    if (found.kind !== 'public') throw new Error(found.kind)
    const view = await viewOfEdition(deps, found, 'vi', { home: '/r/c1', isPreview: false })
    const texts = view.figures.agencies.map((one) => pictureTexts(view, one, 'x'))
    expect(texts[0]).toMatchObject({
      name: hostile,
      value: expect.stringMatching(/%$/),
      facts: [expect.stringMatching(/^Khoảng tin cậy/), expect.any(String)],
    })
    expect(texts[1]).toMatchObject({ name: 'Xã A2', value: undefined, facts: ['Chưa đủ 11 người trả lời, nên không nêu kết quả.'] })
  })

  it('stand in frames of the sites that the office has named, and in no others', async () => {
    const policyOf = async (path: string) => (await open(path)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/embed/c1')).toContain("frame-ancestors 'none'")
    const settings = { name: 'Tỉnh Sông Ngân', nameEn: 'Song Ngan', publicUrl: 'https://khaosat.songngan.gov.vn', factorNeeded: 'nobody' }
    const set = (embedOrigins: string) => office.send('/admin/settings', { ...settings, embedOrigins })
    for (const wrong of ['http://songngan.gov.vn', 'https://*.gov.vn', "https://a.vn;script-src 'self'", 'https://a.vn/x', 'a.vn'])
      expect([wrong, (await set(wrong)).status]).toEqual([wrong, 422])
    expect((await set('https://songngan.gov.vn\nhttps://WWW.songngan.gov.vn:8443')).status).toBe(303)
    const framed = await open('/embed/c1')
    const html = await framed.text()
    expect(framed.headers.get('content-security-policy')).toMatch(
      /frame-ancestors https:\/\/songngan\.gov\.vn https:\/\/www\.songngan\.gov\.vn:8443$/,
    )
    expect([framed.headers.get('set-cookie'), /<script|\sstyle=/i.test(html), html.includes('target="_blank"')]).toEqual([
      null,
      false,
      true,
    ])
    for (const path of ['/r', '/r/c1', '/r/c1/picture.png', '/admin', '/s/q1'])
      expect(await policyOf(path)).toContain("frame-ancestors 'none'")
    const [none] = [await open('/embed/zz')]
    expect([none.status, none.headers.get('content-security-policy')]).toEqual([404, framed.headers.get('content-security-policy')])
    // A form that knows nothing of it leaves it.
    await office.send('/admin/settings', settings)
    expect(said(await office.html(home))).toContain('<iframe src="https://khaosat.songngan.gov.vn/embed/c1"')
    expect(await policyOf('/embed/c1')).toContain('https://songngan.gov.vn')
  })

  it('stay as they are, whatever is done to the campaign, its agencies and the province, and whoever asks', async () => {
    const before = await Promise.all(publicPaths.map(async (path) => (await open(path)).text()))
    await saveAgencies(server.database, [agency('A2', 'commune', 'Tên khác')])
    await saveProvinceName(server.database, { vi: 'Tỉnh khác' })
    now = day('2026-12-11')
    await answer(15, 'A2', '1')
    await night('2026-12-12')
    expect(await Promise.all(publicPaths.map(async (path) => (await open(path)).text()))).toEqual(before)
    const signed = await fetch(`${server.url}/api/v1/campaigns/c1/released`, { headers: { Authorization: `Bearer ${server.token}` } })
    expect(await signed.text()).toBe(await (await api()).text())
    await saveProvinceName(server.database, { vi: 'Tỉnh Sông Ngân', en: 'Song Ngan' })
  })

  it('are corrected by an amendment with its reason, which names what it changed', async () => {
    now = day('2026-12-12')
    expect((await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-12' })).status).toBe(422)
    const amendment = { ...terms, publicOn: '2026-12-12', reason: 'Xã A2 <gửi> muộn', reasonEn: 'Came late' }
    expect((await office.send(`${home}/prepare`, amendment)).status).toBe(303)
    expect((await office.send(`${home}/publish`, await seen())).status).toBe(409)
    expect((await office.send(`${home}/amend`, await seen())).status).toBe(303)
    const text = said(await (await open('/r/c1')).text())
    expect(text).toContain('Lần 1, ngày 12/12/2026')
    expect(text).toContain('Lý do: Xã A2 <gửi> muộn')
    expect(text).toMatch(/Xã A2: chưa nêu → \d/)
    expect(text).toContain('Bản đầu, ngày 10/12/2026')
    expect(said(await (await open('/r/c1?lang=en')).text())).toContain('Reason: Came late')
    const { amendments, figures } = await (await open('/r/c1/figures.json')).json()
    expect(figures.publication.edition).toBe(2)
    expect(amendments).toMatchObject([{ edition: 2, reason: { vi: 'Xã A2 <gửi> muộn' } }])
    expect(amendments[0].changes.length).toBeGreaterThan(3)
    expect(countsIn(amendments).filter(([, count]) => count > 0 && count < 11)).toEqual([])
    expect(said(await (await open('/r')).text())).toContain('đính chính lần 1')
    // What was cited before can still be looked up.
    expect(await (await open('/r/c1')).text()).toContain('href="/r/c1/figures.json?edition=1"')
    const first = await (await open('/r/c1/figures.json?edition=1')).json()
    expect([first.figures.publication.edition, first.amendments]).toEqual([1, []])
    expect((await open('/r/c1/figures.json?edition=3')).status).toBe(404)
    expect((await open('/r/c1/figures.csv?edition=x')).status).toBe(404)
    const same = await office.send(`${home}/prepare`, amendment)
    expect([same.status, said(await same.text()).includes('không có gì để đính chính')]).toEqual([409, true])
  })

  it('leave a page that says so when they are withdrawn, and can be published anew', async () => {
    expect((await office.send(`${home}/withdraw`, { reason: '' })).status).toBe(422)
    const long = await office.send(`${home}/withdraw`, { reason: 'Sai', reasonEn: 'x'.repeat(501) })
    expect([long.status, said(await long.text())]).toEqual([422, expect.stringContaining('500')])
    expect((await office.send(`${home}/withdraw`, { reason: 'Sai <mẫu>' })).status).toBe(303)
    const english = await (await open('/r/c1?lang=en')).text()
    expect(said(english).replace(/\s+/g, ' ')).toContain('Withdrawn on 12 Dec 2026. Reason: Sai <mẫu> (in Vietnamese only)')
    expect(english).toContain('<span lang="vi" dir="ltr">Sai &lt;mẫu></span>')
    for (const path of publicPaths) {
      const gone = await open(path)
      expect([gone.status, said(await gone.text()).includes('Rút ngày 12/12/2026. Lý do: Sai <mẫu>')]).toEqual([410, true])
    }
    expect([(await api()).status, said(await (await open('/r')).text()).includes('Chưa có đợt')]).toEqual([401, true])
    await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-12', reason: 'Đã sửa mẫu' })
    await office.send(`${home}/publish`, await seen())
    const text = said(await (await open('/r/c1')).text())
    expect(text).toContain('Bản trước đã rút ngày 12/12/2026. Lý do: Sai <mẫu>')
    expect(said(await (await open('/r')).text())).toContain('đính chính lần 2')
    expect((await open('/r/c1/figures.json?edition=1')).status).toBe(404)
    expect((await acts()).toReversed()).toEqual(
      ['prepare', 'prepare', 'prepare', 'publish', 'prepare', 'amend', 'withdraw', 'prepare', 'publish'].map(
        (one) => `publications.${one}`,
      ),
    )
  })

  it('are not let out as they were before the campaign went on', async () => {
    await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-12', reason: 'Đổi ghi chú', note: 'Mới' })
    await office.send(`${home}/withdraw`, { reason: 'Mở lại đợt', reasonEn: 'It goes on' })
    expect(said(await (await open('/r/c1?lang=en')).text())).toMatch(/Reason: It goes on\s*\n/)
    const reopened = await office.send('/admin/campaigns/c1/setup/reopen', { to: '2026-12-14', reason: 'Thêm phiếu', based: '2026-11-30' })
    expect(reopened.status).toBe(303)
    expect((await office.send(`${home}/publish`, { seen: 'x' })).status).toBe(409)
    await night('2026-12-15')
    now = day('2026-12-15')
    const stale = await office.send(`${home}/publish`, await seen())
    expect([stale.status, said(await stale.text()).includes('Xin chuẩn bị và xem lại')]).toEqual([409, true])
    await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-15', reason: 'Thêm phiếu' })
    expect((await office.send(`${home}/publish`, await seen())).status).toBe(303)
    expect((await (await api()).json()).asOf).toBe('2026-12-15')
  })

  it('are known to be what was frozen, and missed where somebody has altered them in the database', async () => {
    const { db } = server.database
    expect(await editionsAmiss({ db })).toEqual([])
    const row = await db.selectFrom('publications').select('content').where('number', '=', 2).executeTakeFirstOrThrow()
    const set = (content: string) => db.updateTable('publications').set({ content }).where('number', '=', 2).execute()
    await set(row.content.replace('"settled":true', '"settled":false'))
    expect(await editionsAmiss({ db })).toEqual([{ campaign: 'c1', number: 2 }])
    await set(row.content)
  })

  it('are let out in person alone', async () => {
    await office.send(`${home}/prepare`, { ...terms, publicOn: '2026-12-15', reason: 'Đổi liên hệ', contact: 'Khác' })
    const byToken = await fetch(`${server.url}${home}/amend`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${server.token}`, Origin: server.url },
      body: new URLSearchParams(await seen()),
    })
    expect([byToken.status, (await acts())[0]]).toEqual([403, 'publications.prepare'])
  })

  it('were told as of the last night before there were copies: such a campaign is closed again by the update', async () => {
    const { db, engine: own } = server.database
    const status = async () => (await findCampaign(server.database, 'c1'))?.campaign.status
    expect(await status()).toBe('published')
    await db.schema.dropTable('publications').execute()
    await publicationTables(own).up(db)
    await withdrawnInEnglish().up(db)
    expect([await status(), (await api()).status, (await open('/r/c1')).status]).toEqual(['closed', 401, 404])
  })
})
