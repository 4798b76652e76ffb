import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { daysLater, localDay } from '../../surveys/instrument/calendar'
import type { Answers, SubmittedResponse } from '../../surveys/instrument/schema'
import { agency, fielded, post, response } from '../server/fielded'
import { isLongRun, startServer, type TestServer } from '../server/harness'
import { type Office, officeOf } from '../server/office'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser, sizes } from './browser'
import { faults, type Look } from './faults'
import { tabTo } from './keyboard'
import { next, receipt, send, tap } from './visiting'

const patience = 900_000
const looks: readonly Look[] = [{ width: 360, axe: ['light', 'dark'] }, { width: 768 }, { width: 1440, axe: ['light'] }]
const today = localDay(Date.now())
const year = today.slice(0, 4)
const schools = ['A1', 'A2'] as const
const names = ['Sở Xây dựng', 'Sở Tài chính', 'Sở Y tế'] as const

/** Each from the first answer to what is read of it; the same two agencies throughout, and a third that businesses rate. */
describe('a whole cycle in a browser', () => {
  let server: TestServer
  let browser: Browser
  let office: Office
  let desk: Page
  let own: Page
  let later = 0
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ now: () => Date.now() + later }), sharedBrowser()])
    office = officeOf(server)
    const agencies = names.map((name, place) => agency(`A${place + 1}`, 'department', name))
    for (const id of ['ddci', 'ddci-form', 'procedures-61', 'procedures-61-form', 'parents-primary', 'par-index-agency'])
      expect((await office.send(`/admin/questionnaires/${id}/take`)).status).toBe(303)
    const of = async (code: string, questionnaire: string, kind: 'link' | 'qr' = 'qr') =>
      fielded(server.database, {
        code,
        questionnaire,
        threshold: 5,
        closesOn: daysLater(today, 10),
        agencies,
        touchpoints: [
          { code: `${code}-all`, campaign: code, kind: 'link', label: { vi: 'Đường dẫn' }, agencies: agencies.map((one) => one.code) },
          ...schools.map((one) => ({ code: `${code}-${one}`, campaign: code, kind, label: { vi: 'Quầy' }, agencies: [one] })),
        ],
      })
    await of('business', 'ddci-form')
    await of('dossiers', 'procedures-61-form')
    await of('parents', 'parents-primary')
    await of('desks', 'sipas-service')
    desk = await openPage(browser, {
      viewport: { width: 1440, height: 900 },
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    const token = await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }])
    own = await openPage(browser, { viewport: sizes.phone, extraHTTPHeaders: { Authorization: `Bearer ${token}` } })
  }, patience)
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  /** Answers a whole form on a phone, section by section, and sends it. */
  async function answered(page: Page, choice: (item: string) => string): Promise<string> {
    for (;;) {
      await page.locator('html[data-ready] #_form').waitFor()
      const items = await page
        .locator('#_form input[type=radio]:visible')
        .evaluateAll((inputs) => [...new Set(inputs.flatMap((input) => (input instanceof HTMLInputElement ? input.name : [])))])
      for (const item of items) await tap(page, item, choice(item))
      const numbers = page.locator('#_form input[inputmode=numeric]:visible')
      if ((await numbers.count()) > 0) await numbers.first().fill('90')
      if (await page.getByRole('button', { name: 'Gửi câu trả lời' }).isVisible()) break
      await next(page)
    }
    await send(page)
    return receipt(page)
  }

  async function sent(campaign: string, one: string, answers: Answers, wanted: Partial<SubmittedResponse> = {}): Promise<void> {
    const version = campaign === 'desks' ? {} : { version: 1 }
    const place = {
      campaign,
      touchpoint: `${campaign}-${one}`,
      agency: one === 'all' ? 'A1' : one,
      answeredOn: today,
      ...version,
      ...wanted,
    }
    expect((await post(server.url, response(answers, place))).status).toBe(201)
  }

  /** The night after a campaign's end, in which its figures are released. */
  async function released(...campaigns: readonly string[]): Promise<void> {
    await server.flush()
    for (const code of campaigns) {
      const deps = { database: server.database, now: () => server.now() + 60 * 86_400_000 }
      expect((await act(deps, atCommandLine(), releaseCampaign, { code })).kind).toBe('done')
    }
  }

  async function planned(code: string, set: string, agencies: readonly string[], source: Readonly<Record<string, string>>): Promise<void> {
    await desk.goto(`${server.url}/admin/new/assessment`)
    await desk.getByLabel('Mã', { exact: true }).fill(code)
    await desk.getByLabel('Tên', { exact: true }).fill(`Đánh giá ${code}`)
    await desk.getByLabel('Bộ chỉ số').selectOption(`${set} 1`)
    await desk.getByLabel('Từ tháng').fill(`01/${year}`)
    await desk.getByLabel('Đến tháng').fill(`12/${year}`)
    for (const [name, value] of Object.entries(source)) await desk.locator(`[name="source ${name}"]`).selectOption(value)
    await desk.getByLabel('Từng cơ quan').check()
    if (!(await desk.locator('details [name="agencies"]').first().isVisible())) await desk.locator('#agencies summary').click()
    for (const one of agencies) await desk.locator(`[name="agencies"][value="${one}"]`).check()
    await desk.getByRole('button', { name: 'Lập kỳ đánh giá' }).click()
    await desk.getByRole('button', { name: 'Mở cho cơ quan tự chấm' }).click()
    await desk.getByText('Kỳ đánh giá đã mở').waitFor()
  }

  const number = (page: Page, code: string) => page.locator(`[name="number ${code}"]`)
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const stands = (page: Page) => page.locator('dl.fields').first().innerText()
  const evidence = async (code: string): Promise<void> => {
    await own.locator(`[name="go"][value="evidence-${code}"]`).click()
    await own.locator('#file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7\n${code}`) })
    await press(own, 'Thêm tài liệu')
    await own.getByText('Đã thêm tài liệu kiểm chứng').waitFor()
  }

  it(
    'of a parents’ survey: answered on the phone, read as figures',
    async () => {
      const phone = await openPage(browser)
      await phone.goto(`${server.url}/s/parents-A1`)
      expect(await answered(phone, (item) => (item === 'relation' ? 'mother' : item === 'E4' ? '3' : '4'))).toMatch(/\w{4}-\w{4}/)
      const all = ['A1', 'A2', 'A3', 'A4', 'A5', 'B1', 'B2', 'B3', 'B4', 'B5', 'C1', 'C2', 'C3', 'C4', 'C5', 'D1', 'D2', 'D3', 'D4', 'D5']
      const same = (code: string) => Object.fromEntries([...all, 'E1', 'E2', 'E3', 'E4'].map((item) => [item, code]))
      for (let parent = 0; parent < 4; parent++)
        await sent('parents', 'A1', { relation: 'father', grade: '1', ...same(parent === 0 ? '2' : '5'), met: 80 })
      await server.flush()
      await desk.goto(`${server.url}/admin/campaigns/parents?agency=A1`)
      // 23 of 24, none, and three times all of them: factors A to D 4/5 each, and E (3 · 4 + 3)/20 = 3/4; their mean over items 95/120.
      expect(await desk.locator('main').innerText()).toContain('79,17%')
      expect(await faults(desk, [{ width: 1440 }])).toEqual([])
    },
    patience,
  )

  it(
    'of procedures by Decree 61: each dossier scored by its owner, the rest entered, verified and graded',
    async () => {
      const phone = await openPage(browser)
      await phone.goto(`${server.url}/s/dossiers-A1`)
      const first: Readonly<Record<string, string>> = { P1: 'early', P2: 'on', P3: 'none', P4: 'one', P7: 'good', overall: 'very' }
      expect(await answered(phone, (item) => first[item] ?? '')).toMatch(/\w{4}-\w{4}/)
      for (let dossier = 0; dossier < 5; dossier++)
        await sent('dossiers', 'A1', {
          P1: dossier < 3 ? 'early' : 'on',
          P2: 'on',
          P3: dossier < 4 ? 'none' : 'once',
          P4: 'one',
          P7: dossier < 4 ? 'good' : 'poor',
        })
      await released('dossiers')
      await planned('handling', 'procedures-61', ['A1'], { 'campaign procedures-61-form': 'dossiers' })
      await own.goto(`${server.url}/admin/own-assessments/handling/A1`)
      await number(own, '5').fill('2')
      await number(own, '6').fill('3')
      await press(own, 'Nộp kết quả tự chấm')
      await own.getByRole('alert').waitFor()
      expect(await own.getByRole('alert').innerText()).toContain('nhiều nhất là 2')
      expect(await faults(own, looks)).toEqual([])
      await number(own, '6').fill('1,5')
      await number(own, '8').fill('2')
      await number(own, '9').fill('1,3')
      for (const code of ['5', '6', '8', '9']) await evidence(code)
      // 10/6 → 1.7, 1, 11/6 → 1.8, 2 and 10/6 → 1.7 by dossiers, with 6.8 entered: the lowest end of the highest grade.
      expect(await stands(own)).toContain('15,0')
      await press(own, 'Nộp kết quả tự chấm')
      await own.getByText('Đã nộp kết quả tự chấm').waitFor()
      await desk.goto(`${server.url}/admin/assessments/handling`)
      await desk.getByRole('link', { name: 'Thẩm định Sở Xây dựng' }).click()
      expect(await stands(desk)).toContain('Xuất sắc')
      await number(desk, '9').fill('1')
      await press(desk, /^Chấp nhận 4 số/)
      await desk.getByRole('alert').waitFor()
      expect(await number(desk, '9').getAttribute('aria-invalid')).toBe('true')
      await desk.locator('[name="words 9"]').fill('Chậm cập nhật')
      await press(desk, /^Chấp nhận 4 số/)
      await desk.getByText('Đã lưu 4 số liệu').waitFor()
      expect(await stands(desk)).toMatch(/14,7 Tốt/)
      expect(await desk.getByText('Khác số tự chấm: 1').getAttribute('href')).toContain('lines=differing')
      expect(await faults(desk, looks)).toEqual([])
    },
    patience,
  )

  it(
    'of a reform index: scored by an agency, shown, handed in, verified, looked at again, closed and ranked',
    async () => {
      for (const one of schools) for (let person = 0; person < 5; person++) await sent('desks', one, { A1: '5', overall: '4' })
      await released('desks')
      await planned('reform', 'par-index-agency', schools, { 'campaign sipas-service': 'desks' })
      await own.goto(`${server.url}/admin/own-assessments`)
      await own.locator('section', { hasText: 'Đánh giá reform' }).getByRole('link', { name: 'Sở Xây dựng' }).click()
      await own.waitForURL('**/own-assessments/reform/A1')
      await own.locator('.entry').first().waitFor()
      const codes = await own.locator('[name^="number "]').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('name') ?? ''))
      expect(codes.length).toBeGreaterThan(20)
      const needed = await own.locator('tr', { hasText: 'cần tài liệu kiểm chứng' }).evaluateAll((rows) => rows.map(({ id }) => id))
      // Every number by keyboard: Enter leads on to the next.
      await own.locator(`[name="${codes[0]}"]`).focus()
      for (const name of codes) {
        await own.keyboard.type(needed.includes(name.slice('number '.length)) ? '2' : '90')
        if (name !== codes.at(-1)) await own.keyboard.press('Enter')
      }
      for (const [place, code] of needed.entries())
        await (place === 0
          ? evidence(code)
          : own.request.post(`${server.url}/admin/own-assessments/reform/A1/evidence/${code}`, {
              headers: { Origin: server.url },
              multipart: { link: 'https://tinh.gov.vn/van-ban', name: '' },
            }))
      await own.reload()
      expect(await own.locator('#hand-in ~ details').allInnerTexts()).toEqual([])
      await press(own, 'Nộp kết quả tự chấm')
      await own.getByText('Đã nộp kết quả tự chấm').waitFor()
      const lines = codes.map((name) => `A2;${name.slice('number '.length)};${needed.includes(name.slice('number '.length)) ? '2' : '90'}`)
      await desk.goto(`${server.url}/admin/assessments/reform/import`)
      await desk.locator('#file').setInputFiles({
        name: 'a.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['agency;node;number', ...lines].join('\n')),
      })
      await press(desk, 'Nhập vào kỳ đánh giá')
      await desk.getByRole('link', { name: 'Thẩm định Sở Xây dựng' }).click()
      const [shown = ''] = needed
      await number(desk, shown).fill('1')
      await desk.locator(`[name="words ${shown}"]`).fill('Thiếu hai báo cáo')
      await press(desk, /^Chấp nhận/)
      await press(desk, 'Thông báo kết quả thẩm định')
      await desk.getByText('Cơ quan đã được thông báo').waitFor()
      await own.goto(`${server.url}/admin/own-assessments/reform/A1/numbers/${shown}`)
      await own.getByLabel('Vì sao cần xem lại').fill('Đã gửi đủ')
      await press(own, 'Đề nghị xem lại')
      await desk.goto(`${server.url}/admin/assessments/reform`)
      await desk.locator('#asked ~ ul a').click()
      await desk.locator('#number').fill('1,5')
      await desk.locator('#words').fill('Chấp nhận một phần')
      await press(desk, 'Trả lời đề nghị xem lại')
      await desk.getByText('Chấp nhận một phần').first().waitFor()
      await desk.goto(`${server.url}/admin/assessments/reform/close`)
      await press(desk, 'Kết thúc kỳ đánh giá')
      await desk.getByText('Kỳ đánh giá đã kết thúc').waitFor()
      // By half a point behind the other, whose numbers are the same but for that one.
      expect(await desk.locator('table.list tbody tr th a').allInnerTexts()).toEqual(['Sở Tài chính', 'Sở Xây dựng'])
      expect(await desk.locator('table.list tbody tr td:last-child').allInnerTexts()).toEqual(['1/2', '2/2'])
      await own.goto(`${server.url}/admin/own-assessments/reform/A1`)
      expect(await stands(own)).toContain('2/2')
      expect(await own.locator('section', { has: own.locator('#shortfalls') }).innerText()).toContain(shown)
      expect(await faults(own, looks)).toEqual([])
    },
    patience,
  )

  it(
    'of DDCI: a business rates three agencies in one form, hard numbers stand beside it, and they are placed among each other',
    async () => {
      const phone = await openPage(browser)
      await phone.goto(`${server.url}/s/business-all`)
      await phone.locator('html[data-ready], [name="chosen"]').first().waitFor()
      for (const one of ['A1', 'A2', 'A3']) await tap(phone, 'agency', one)
      await next(phone)
      const once: Readonly<Record<string, string>> = { kind: 'company', size: '1', years: '1' }
      const rated: Readonly<Record<string, string>> = { A1: 'a', A2: 'sa', A3: 'n' }
      expect(await answered(phone, (item) => once[item] ?? rated[item.slice(0, 2)] ?? 'dk')).toMatch(/\w{4}-\w{4}/)
      const [form] = await server.database.db
        .selectFrom('responses')
        .select(['agency', 'answers'])
        .where('campaign', '=', 'business')
        .where('agency', '=', 'A1')
        .execute()
      const { kind: _k, size: _s, years: _y, ...each }: Answers = JSON.parse(form?.answers ?? '{}')
      const ratings = Object.fromEntries(
        Object.entries(rated).map(([one, code]) => [one, Object.fromEntries(Object.keys(each).map((item) => [item, code]))]),
      )
      for (let business = 0; business < 5; business++) await sent('business', 'all', { kind: 'company' }, { ratings })
      await released('business')
      await planned('ddci', 'ddci', ['A1', 'A2', 'A3'], { 'campaign ddci-form': 'business' })
      const hard = { A1: [10, 8, 50], A2: [5, 9, 90], A3: [20, 5, 10] }
      const lines = Object.entries(hard).flatMap(([one, [late, answeredOf, online]]) =>
        [`N.late;${late}`, 'N.dossiers;100', `N.answered;${answeredOf}`, 'N.requests;10', `N.online;${online}`].map(
          (line) => `${one};${line}`,
        ),
      )
      await desk.goto(`${server.url}/admin/assessments/ddci/import`)
      await desk.locator('#file').setInputFiles({
        name: 'a.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['agency;node;number', ...lines].join('\n')),
      })
      await press(desk, 'Nhập vào kỳ đánh giá')
      await desk.getByText('Đã lưu 15 số liệu').waitFor()
      expect(await desk.locator('table.list tbody tr th a').allInnerTexts()).toEqual(['Sở Tài chính', 'Sở Xây dựng', 'Sở Y tế'])
      await desk.getByRole('link', { name: 'Sở Tài chính' }).first().click()
      expect(await stands(desk)).toMatch(/100,00|\d\d,\d\d/)
      if (isLongRun) expect(await faults(desk, looks)).toEqual([])
    },
    patience,
  )

  it(
    'of a page by keyboard alone: from what waits to numbers, evidence, a file and a plan, for eyes and for ears',
    async () => {
      await own.goto(`${server.url}/admin`)
      await tabTo(own, 'section.next a.button')
      expect(await faults(own, looks)).toEqual([])
      await own.keyboard.press('Enter')
      await own.waitForURL('**/own-assessments/ddci/A1')
      await own.locator('html').evaluate(() => document.fonts.ready)
      await tabTo(own, '[name="number N.late"]')
      await own.keyboard.type('12')
      await tabTo(own, '[name="go"][value="evidence-N.late"]')
      await own.keyboard.press('Enter')
      await own.waitForURL('**/evidence/N.late')
      expect(await faults(own, looks)).toEqual([])
      await tabTo(own, '#link')
      await own.keyboard.type('https://tinh.gov.vn/bao-cao')
      await own.keyboard.press('Enter')
      await own.getByText('Đã thêm tài liệu kiểm chứng').waitFor()
      expect(await number(own, 'N.late').inputValue()).toBe('12')
      const at = `${server.url}/admin/assessments/ddci`
      await desk.goto(at)
      await tabTo(desk, 'a[href$="/ddci/import"]')
      await desk.keyboard.press('Enter')
      await desk.waitForURL('**/ddci/import')
      await tabTo(desk, '#file')
      await tabTo(desk, 'main form button[type="submit"]')
      await desk.goto(`${server.url}/admin/new/assessment`)
      for (const name of ['code', 'set', 'from', 'look_due', 'scope', 'blocks']) await tabTo(desk, `[name="${name}"]`)
      await tabTo(desk, 'main form button[type="submit"]')
      const pages = ['/admin/new/assessment', '/admin/duties', '/admin', '/admin/new/index', `/admin/indices/sipas/${year}`]
      const here = ['', '/import', '/change', '/close', '/agencies/A1', '/agencies/A1/numbers/N.late', '/agencies/A1/numbers/I.1']
      for (const path of isLongRun
        ? [...pages, ...here.map((one) => `/admin/assessments/ddci${one}`)]
        : ['/admin/assessments/ddci/import']) {
        await desk.goto(server.url + path)
        expect([path, await faults(desk, looks)]).toEqual([path, []])
      }
    },
    patience,
  )

  it(
    'of a year: eight indices side by side, printed on one sheet with what is below its maximum',
    async () => {
      const texts = {
        unit: 'number',
        maximum: '100',
        top: '',
        method: 'Doanh nghiệp và cơ quan đánh giá trong năm, thang 100',
        owner: 'Sở Tài chính',
      }
      for (const code of ['sector', 'own'])
        await office.send('/admin/new/index', { ...texts, code, name: `Chỉ số của tỉnh về năng lực điều hành các sở (${code})` })
      const shown = { rank: '19', ranked: '34', reference: 'Bộ Nội vụ công bố ngày 15/4, Quyết định 123/QĐ-BNV' }
      for (const at of [Number(year) - 1, Number(year)])
        for (const code of ['par-index', 'sipas', 'papi', 'pci', 'digital', 'service-766', 'sector', 'own']) {
          const source = code === 'own' ? 'assessment reform A1' : code === 'sector' ? 'assessment ddci A1' : ''
          const [value, target] =
            code === 'papi' ? ['44,02', '45'] : code === 'digital' ? ['0,62', '0,7'] : [source === '' ? '84,9' : '', '90']
          const came = await office.send(`/admin/indices/${code}/${at}`, { ...shown, source, value, target })
          expect([code, came.status]).toEqual([code, 303])
        }
      await desk.goto(`${server.url}/admin/indices?year=${year}`)
      const pages = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
      expect(await desk.locator('table.glance tbody tr').count()).toBe(8)
      expect(pages(await desk.pdf({ preferCSSPageSize: true }))).toBe(1)
      expect(await faults(desk, looks)).toEqual([])
    },
    patience,
  )
})
