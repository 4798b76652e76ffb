import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listQuestionnaires, publishQuestionnaire } from '../../server/db/questionnaires'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { saveAgencies } from '../../server/db/agencies'
import { agency, shippedVersion } from './fielded'
import { tokenOf } from './token'

const today = Date.parse('2026-11-20T03:00:00Z')

describe.each(oneEngine)('the first run on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    office = officeOf(server)
  })
  afterAll(() => server.close())

  it('leads from nothing to a campaign that takes answers and a code to print, with forms alone', async () => {
    expect(await stepsDone(office)).toEqual([false, false, false, false])
    expect(
      (await office.send(`/admin/questionnaires/sipas-service-quick/${shippedVersion['sipas-service-quick']}/choose`)).headers.get(
        'location',
      ),
    ).toBe('/admin?done=chosen')
    expect(await office.html('/admin?done=chosen')).toContain('Đã chọn phiếu.')
    expect(await stepsDone(office)).toEqual([true, false, false, false])

    await office.send('/admin/new/agency', { code: 'H1', name: 'Sở Tư pháp', block: 'department' })
    expect(await stepsDone(office)).toEqual([true, true, false, false])

    const suggested = fieldsOf(await office.html('/admin/new/campaign'))
    expect(suggested).toMatchObject({
      code: '2026-q4',
      title: 'Quý IV năm 2026',
      titleEn: 'Fourth quarter of 2026',
      questionnaire: `sipas-service-quick ${shippedVersion['sipas-service-quick']}`,
      from: '2026-10-01',
      to: '2026-12-31',
      kind: 'open',
      threshold: '10',
      scope: 'all',
    })
    const made = await office.send('/admin/new/campaign', { ...suggested, synthetic: 'yes' })
    expect([made.status, made.headers.get('location')]).toEqual([303, '/admin/campaigns/2026-q4/setup?done=campaign'])
    await office.send('/admin/new/touchpoint?campaign=2026-q4', { kind: 'qr', spread: 'every' })
    expect(await stepsDone(office)).toEqual([true, true, false, true])
    const before = said(await office.html('/admin/campaigns/2026-q4/setup'))
    expect([before.includes('Chờ mở đợt'), before.includes('Đang hỏi')]).toEqual([true, false])
    expect(said(await office.html('/admin/many/touchpoints/print?campaign=2026-q4&all=found'))).not.toContain('Mã QR · Mã QR')
    await office.send('/admin/campaigns/2026-q4/setup/open')
    expect(said(await office.html('/admin/campaigns/2026-q4/setup'))).toContain('Đang hỏi')
    const nobodyYet = said(await office.html('/admin/campaigns/2026-q4/fieldwork'))
    expect([nobodyYet.includes('cột cao nhất: 0'), nobodyYet.includes('nơi nào cũng có người trả lời')]).toEqual([true, false])

    const home = await office.html('/admin')
    expect(home).not.toContain('Bắt đầu trong bốn bước')
    expect(home).toContain('Quý IV năm 2026')
    const link = /href="([^"]*\/s\/[a-z0-9]{12})"/.exec(await office.html('/admin/touchpoints'))?.[1] ?? ''
    expect(await (await fetch(link)).text()).toContain('Sở Tư pháp')
    expect((await office.get('/admin/many/touchpoints/print?campaign=2026-q4&all=found')).status).toBe(200)
  })
})

describe('the frame of the office', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ now: () => today })
    office = officeOf(server)
  })
  afterAll(() => server.close())

  it.each([
    '/admin',
    '/admin/campaigns',
    '/admin/questionnaires',
    `/admin/questionnaires/sipas-2026/${shippedVersion['sipas-2026']}`,
    '/admin/agencies',
    '/admin/new/agency',
    '/admin/import/agencies',
    '/admin/new/campaign',
    '/admin/touchpoints',
    '/admin/settings',
  ])('shows %s in both languages, marks where one is, and says what to do next', async (path) => {
    for (const language of ['vi', 'en']) {
      const page = await office.html(path, language)
      expect(page).toContain(`<html lang="${language}"`)
      expect(said(page)).not.toMatch(unsaid)
      expect(page.match(/aria-current="(page|true)"/g)).toHaveLength(2)
      expect(page).not.toMatch(/<script| style="| on[a-z]+="/)
    }
  })

  it('shows nobody a page of the office who has not signed in', async () => {
    for (const path of [
      '/admin/campaigns',
      '/admin/settings',
      '/admin/agencies',
      `/admin/questionnaires/sipas-2026/${shippedVersion['sipas-2026']}/preview`,
      '/admin/touchpoints/x/qr.svg',
    ])
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 401])
    for (const path of [
      '/admin/settings',
      '/admin/new/agency',
      '/admin/import/agencies',
      '/admin/new/campaign',
      `/admin/questionnaires/sipas-2026/${shippedVersion['sipas-2026']}/choose`,
    ])
      expect([
        path,
        (
          await fetch(server.url + path, {
            method: 'POST',
            headers: { Origin: server.url },
            body: new URLSearchParams({ code: 'X', name: 'X' }),
            redirect: 'manual',
          })
        ).status,
      ]).toEqual([path, 401])
    expect(await office.html('/admin/agencies')).toContain('Chưa có cơ quan nào')
  })

  it('takes no form of another site', async () => {
    const reply = await fetch(`${server.url}/admin/new/agency`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.token}`, Origin: 'https://elsewhere.example' },
      body: new URLSearchParams({ code: 'X', name: 'X' }),
    })
    expect(reply.status).toBe(403)
    expect(await office.html('/admin/agencies')).toContain('Chưa có cơ quan nào')
  })

  it('says only what it knows of a form that was sent', async () => {
    expect(said(await office.html('/admin?done=%3Cscript%3E'))).not.toContain('script')
    expect(await office.html('/admin?done=settings&n=%3Cb%3E')).toContain('Đã lưu thiết lập.')
  })

  it('lets a questionnaire be tried as a citizen gets it, and keeps nothing', async () => {
    const path = `/admin/questionnaires/sipas-service-quick/${shippedVersion['sipas-service-quick']}/preview`
    const form = `${path}/form`
    expect(await office.html(path)).toMatch(new RegExp(`<iframe src="${form}\\?in=vi"`))
    const page = await office.html(form)
    expect(page).toContain('name="overall"')
    expect(page).toMatch(/data-preview="phone".*<script type="application\/json" id="shown">\{"kind":"design"/)
    expect((await office.send(form, { overall: '9' })).status).toBe(422)
    const tried = await office.send(form, { overall: '4', _language: 'vi' })
    expect([tried.status, (await tried.text()).includes('Không có gì được lưu')]).toEqual([200, true])
    expect(await server.database.db.selectFrom('responses').select('id').execute()).toEqual([])
    expect((await office.get('/admin/questionnaires/none/1')).status).toBe(404)
    expect((await office.get('/admin/questionnaires/none/1/preview')).status).toBe(404)
  })

  it('offers on the page of a version one step that stands out: what whoever looks is most likely there for', async () => {
    const { database } = server
    const [path, id] = [`/admin/questionnaires/sipas-2026/${shippedVersion['sipas-2026']}`, `sipas-2026 ${shippedVersion['sipas-2026']}`]
    const standing = (page: string) =>
      (/<main[^]*<\/main>/.exec(page)?.[0] ?? '').match(/<a class="button"[^>]*>[^<]*|<button type="submit"(?![^>]*class)[^>]*>[^<]*/g)
    const as = async (role: 'author' | 'analyst') =>
      officeOf({ url: server.url, token: await tokenOf(database, role, [{ role, agency: '', endsOn: '' }]) })
    expect(standing(await office.html(path))).toEqual([expect.stringMatching(/new\/campaign.*Tạo đợt khảo sát với phiếu này/)])
    expect(await office.html(path)).toMatch(/<button class="quiet"[^>]*>Chọn phiếu này</)
    await saveAgencies(database, [agency('S1')])
    const form = await office.html(`/admin/new/campaign?questionnaire=${encodeURIComponent(id)}`)
    expect(form).toMatch(new RegExp(`<option (?:selected value="${id}"|value="${id}" selected)`))
    expect(standing(await (await as('author')).html(path))).toEqual([expect.stringContaining('Soạn bản tiếp theo')])
    expect(standing(await (await as('analyst')).html(path))).toEqual([expect.stringContaining('/preview')])
    const { questionnaire } = (await listQuestionnaires(database)).find((one) => one.questionnaire.id === 'sipas-2026') ?? expect.fail()
    await publishQuestionnaire(database, { ...questionnaire, version: questionnaire.version + 1 }, '2026-11-01')
    expect(standing(await office.html(path))).toEqual([expect.stringContaining(`Xem bản ${questionnaire.version + 1}, bản mới nhất`)])
    expect(standing(await office.html(`/admin/questionnaires/sipas-2026/${questionnaire.version + 1}`))).toHaveLength(1)
  })
})

describe.each(oneEngine)('name and crest on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    office = officeOf(server)
  })
  afterAll(() => server.close())

  it('stand on every page once they are set, and the crest is an image and nothing else', async () => {
    const image = picture(64, 64)
    const saved = await office.send('/admin/settings', {
      name: 'Tỉnh <b>Sông Ngân</b>',
      nameEn: 'Silver River',
      crest: new Blob([image], { type: 'text/html' }),
    })
    expect(saved.headers.get('location')).toBe('/admin/settings?done=settings')
    expect(said(await office.html('/admin'))).toContain('Tỉnh <b>Sông Ngân</b>')
    expect(await office.html('/admin', 'en')).toContain('Silver River')
    const address = /src="(\/admin\/crest\.png\?v=[0-9a-f]{16})"/.exec(await office.html('/admin'))?.[1] ?? ''
    const crest = await fetch(server.url + address)
    expect([
      crest.headers.get('content-type'),
      crest.headers.get('x-content-type-options'),
      crest.headers.get('content-security-policy')?.includes("default-src 'none'"),
    ]).toEqual(['image/png', 'nosniff', true])
    expect(PNG.sync.read(Buffer.from(await crest.arrayBuffer())).data).toEqual(PNG.sync.read(Buffer.from(image)).data)
    await office.send('/admin/settings', { name: 'Sông Ngân', remove: 'yes' })
    expect(await office.html('/admin')).not.toContain('crest.png')
    expect((await office.get('/admin/crest.png')).status).toBe(404)
  })

  it.each([
    [
      'an SVG',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'không phải là hình PNG',
    ],
    ['a torn PNG', picture(64, 64).slice(0, 60), 'không phải là hình PNG'],
    [
      'a PNG with a page behind it in place of its pixels',
      Uint8Array.from([...picture(8, 8).slice(0, 33), ...new TextEncoder().encode('<script>')]),
      'không phải là hình PNG',
    ],
    ['a giant', picture(1100, 4), 'Hình quá rộng'],
    ['too many bytes', new Uint8Array(257 * 1024), 'Tệp quá lớn; tối đa 256 KB.'],
    ['far too many bytes', new Uint8Array(2_000_000), 'Tệp quá lớn; tối đa 256 KB.'],
  ])('refuses %s', async (_, bytes, reason) => {
    const reply = await office.send('/admin/settings', { name: 'Tên giữ lại', crest: new Blob([bytes]) })
    expect(reply.status).toBe(422)
    const page = await reply.text()
    expect(page).toContain(reason)
    expect(await office.html('/admin')).not.toContain('crest.png')
  })

  it('asks for a name, keeps what was typed, and says so in the language of the reader', async () => {
    const reply = await office.send('/admin/settings', { name: ' ', nameEn: 'Kept <i>' }, 'en')
    const page = await reply.text()
    expect([reply.status, page.includes('value="Kept &lt;i>"'), page.includes('This has to be filled in.')]).toEqual([422, true, true])
    expect(page).toContain('href="#name"')
  })
})

const stepsDone = async (office: Office): Promise<readonly boolean[]> =>
  [...(await office.html('/admin')).matchAll(/<p class="how">([^<]*)</g)].map(([, text]) => text === 'Đã xong')

/** The fields of a page's form as a browser would send them untouched. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form class="card form"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const inputs = [...form.matchAll(/<input ([^>]*)>/g)]
    .map(([, marks = '']) => marks)
    .filter((marks) => !/type="(radio|checkbox)"/.test(marks) || / checked/.test(` ${marks}`))
  const named = inputs.map((marks) => [/name="([^"]*)"/.exec(marks)?.[1] ?? '', valueIn(marks)])
  const chosen = [...form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)].map(([, name = '', options = '']) => [
    name,
    valueIn(options.split('<option').find((option) => option.includes(' selected')) ?? options),
  ])
  return Object.fromEntries([...named, ...chosen])
}

const valueIn = (marks: string): string => /value="([^"]*)"/.exec(marks)?.[1] ?? ''

function picture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const image = new PNG({ width, height })
  image.data.fill(180)
  return new Uint8Array(PNG.sync.write(image))
}
