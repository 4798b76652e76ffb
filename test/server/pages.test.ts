import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSite, stored } from '../browser/site'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { readSmall, smallSource } from '../surveys/small'
import { agency, fielded } from './fielded'
import type { TestServer } from './harness'

describe('the survey pages', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startSite()
  })
  afterAll(() => server.close())
  const get = (path: string, headers: Record<string, string> = { 'Accept-Language': 'vi' }) => fetch(`${server.url}/s/${path}`, { headers })
  const post = (path: string, fields: Record<string, string> | [string, string][], headers: Record<string, string> = {}) =>
    fetch(`${server.url}/s/${path}`, {
      method: 'POST',
      headers: { 'Accept-Language': 'vi', ...headers },
      body: new URLSearchParams(fields),
    })

  it('shows the questionnaire as a form that needs nothing else', async () => {
    const reply = await get('service')
    const html = await reply.text()
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=UTF-8',
      'no-store',
    ])
    expect(html).toContain('<html lang="vi"')
    expect(html).toMatch(/<form[^>]*method="post"/)
    for (const name of ['service', 'A1', 'E4', 'on_time', 'late_notice', 'overall', 'behalf']) expect(html).toContain(`name="${name}"`)
    expect(html).toMatch(/name="_id" value="[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(html).not.toMatch(/ style="| on[a-z]+="/)
  })

  it('lets nothing run or load but what the page names', async () => {
    for (const path of ['service', 'service?kiosk', 'over']) {
      const reply = await get(path)
      const html = await reply.text()
      const policy = reply.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      const inline = [...html.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g)].map(
        ([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
      )
      for (const hash of inline) expect(policy).toContain(hash)
      expect(reply.headers.get('referrer-policy')).toBe('same-origin')
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('speaks the language asked for, in the address before the browser', async () => {
    expect(await (await get('service', { 'Accept-Language': 'en-GB,en' })).text()).toContain('<html lang="en"')
    expect(await (await get('service?lang=en')).text()).toContain('Send my answers')
    expect(await (await get('service', { 'Accept-Language': 'fr' })).text()).toContain('<html lang="vi"')
  })

  it('gives every form an id of its own', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => /name="_id" value="([^"]*)"/.exec(await (await get('quick')).text())?.[1]))
    expect(new Set(ids).size).toBe(3)
  })

  it('gives the browser the questionnaire under an address that can be cached for good', async () => {
    const html = await (await get('service')).text()
    const address = /data-survey="([^"]*)"/.exec(html)?.[1] ?? ''
    const reply = await fetch(server.url + address)
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    const model = await reply.json()
    expect([model.questionnaire.id, model.questionnaire.trees]).toEqual(['sipas-service', []])
    expect((await get('service/model.json?v=old')).status).toBe(404)
  })

  it("says kindly, in the reader's language, what is not there", async () => {
    const cases = [
      ['nowhere', 404, 'Không tìm thấy điểm khảo sát'],
      ['nowhere?lang=en', 404, 'Survey point not found'],
      ['service?lang=fr', 404, 'không có ngôn ngữ này'],
      ['service?agency=H9', 404, 'không phục vụ cơ quan đó'],
      ['over', 200, 'đã kết thúc'],
      ['soon', 200, '01/01/2098'],
      ['soon?lang=en', 200, '1 January 2098'],
      ['trial', 200, 'đang được chuẩn bị'],
      ['service?test', 200, 'đã mở'],
    ] as const
    for (const [path, status, words] of cases) {
      const reply = await get(path)
      expect([path, reply.status]).toEqual([path, status])
      expect(await reply.text()).toContain(words)
    }
  })

  it('records a form with nothing but answers in it', async () => {
    const reply = await post('quick', { overall: '2' })
    expect(reply.status).toBe(200)
    expect(await reply.text()).toMatch(/data-receipt="[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"/)
    expect((await stored(server, 'quick')).map(({ answers, agency, language }) => ({ answers, agency, language }))).toContainEqual({
      answers: { overall: '2' },
      agency: 'H1',
      language: 'vi',
    })
  })

  it('counts a form once that is sent again, and shows the same receipt', async () => {
    const fields = { _id: randomUUID(), overall: '5' }
    const [first, second] = [await (await post('quick', fields)).text(), await (await post('quick', fields)).text()]
    expect(second).toBe(first)
    expect((await stored(server, 'quick')).filter(({ id }) => id === fields._id)).toHaveLength(1)
    expect((await post('quick', { ...fields, overall: '1' })).status).toBe(409)
  })

  it('gives the answers back with what is wrong, linked to the input', async () => {
    const reply = await post('quick', { access: '3', overall: '9' })
    const html = await reply.text()
    expect(reply.status).toBe(422)
    expect(html).toMatch(/name="access" value="3" checked/)
    expect(html).toContain('href="#overall"')
    expect(html).toMatch(/id="overall"/)
    expect(html).toContain('id="overall-problem"')
  })

  it('asks about the agency that somebody dealt with, not about the device, before one is chosen', async () => {
    const html = await (await get('choice?kiosk')).text()
    expect(html).toContain('đánh giá sự phục vụ của cơ quan mà ông/bà đã làm việc, để biết')
    expect(await (await get('choice?kiosk&agency=H1')).text()).toContain('đánh giá sự phục vụ của UBND phường Sa Pa, để biết')
  })

  it('leaves out answers that the other answers did not lead to', async () => {
    const id = randomUUID()
    expect((await post('service', { _id: id, on_time: 'yes', late_notice: 'no', overall: '4' })).status).toBe(200)
    expect((await stored(server, 'service')).find((row) => row.id === id)?.answers).toEqual({ on_time: 'yes', overall: '4' })
  })

  it('refuses fields of no item', async () => {
    const reply = await post('quick', { overall: '4', invented: '1' })
    expect(reply.status).toBe(422)
    expect(await reply.text()).toContain('invented')
  })

  it('takes a text beside an "other" for that option, ticked or not', async () => {
    const id = randomUUID()
    const fields: [string, string][] = [
      ['_id', id],
      ['late', 'no'],
      ['ways', 'desk'],
      ['ways.text', 'Bưu điện'],
      ['field.text', 'Thú y'],
    ]
    expect((await post('every', fields)).status).toBe(200)
    const kept = (await stored(server, 'every')).find((row) => row.id === id)
    expect(kept?.answers).toEqual({
      late: 'no',
      ways: ['desk', { code: 'else', text: 'Bưu điện' }],
      field: { code: 'else', text: 'Thú y' },
    })
  })

  it('changes the language with the answers kept, and records nothing', async () => {
    const before = await stored(server, 'quick')
    const reply = await post('quick', { access: '2', _switch: 'en' })
    const html = await reply.text()
    expect(reply.status).toBe(200)
    expect(html).toContain('<html lang="en"')
    expect(html).toMatch(/name="access" value="2" checked/)
    expect(await stored(server, 'quick')).toEqual(before)
  })

  it('refuses what it cannot take, kindly and with the right status', async () => {
    const cases = [
      ['over', { overall: '4' }, 422, 'đã kết thúc'],
      ['soon', { overall: '4' }, 422, 'chưa bắt đầu'],
      ['quick', { overall: '4', _version: '7' }, 422, 'bản mới'],
      ['quick', { overall: '4', _agency: 'H9' }, 422, 'không phục vụ cơ quan đó'],
      ['quick', { overall: '4', _language: 'fr' }, 422, 'không có ngôn ngữ này'],
      ['quick', { overall: '4', _id: 'mine' }, 422, 'Không đọc được'],
      ['nowhere', { overall: '4' }, 404, 'Không tìm thấy'],
      ['service', { comment: 'x'.repeat(70_000) }, 422, 'Phần viết dài quá'],
      ['quick', { overall: '4', comment: 'x'.repeat(200_000) }, 413, 'quá mức cho phép'],
    ] as const
    for (const [path, fields, status, words] of cases) {
      const reply = await post(path, fields)
      expect([path, fields, reply.status]).toEqual([path, fields, status])
      expect(reply.headers.get('connection')).toBe(status === 413 ? 'close' : 'keep-alive')
      expect(await reply.text()).toContain(words)
    }
  })

  it('asks first which agency, where there are several, and finds one without its marks', async () => {
    const html = await (await get('choice')).text()
    expect(html).toContain('href="?agency=H3"')
    expect(html).not.toContain('name="overall"')
    const found = await (await get('choice?find=so+tu+phap')).text()
    expect(found).toContain('agency=H3')
    expect(found).not.toContain('agency=H1')
    expect(await (await get('choice?agency=H3')).text()).toContain('name="overall"')
    expect((await post('choice', { overall: '4' })).status).toBe(422)
  })

  it('never counts what is tried before the campaign opens, and says so', async () => {
    expect(await (await get('trial')).text()).toContain('href="?test"')
    expect(await (await get('trial?test')).text()).toContain('không được tính')
    const reply = await post('trial?test', { overall: '4' })
    expect(reply.status).toBe(200)
    expect(await reply.text()).toContain('không bao giờ được tính')
    expect(await stored(server, 'trial')).toEqual([])
  })

  it('labels made-up data on every screen', async () => {
    const receipt = await post('national', {})
    expect(receipt.status).toBe(200)
    for (const html of [await (await get('national')).text(), await (await get('national?kiosk')).text(), await receipt.text()])
      expect(html).toContain('Dữ liệu minh hoạ')
  })

  it('shows everybody their own answers, faults, language and agency, whoever was shown the same questions before', async () => {
    const [first, second] = smallSource.sections
    const [intro, late, ...rest] = first.questions
    const text = { vi: '{agency} có trễ?', en: 'Was {agency} late?' }
    const named = { ...smallSource, id: 'named', sections: [{ ...first, questions: [intro, { ...late, text }, ...rest] }, second] }
    await publishQuestionnaire(server.database, readSmall(named), '2026-01-01')
    await fielded(server.database, {
      code: 'named',
      questionnaire: 'named',
      agencies: [agency('N1'), agency('N2')],
      touchpoints: [{ code: 'named', campaign: 'named', kind: 'qr', label: { vi: 'Sảnh' }, agencies: ['N1', 'N2'] }],
    })
    const said = { vi: (code: string) => `Xã ${code} có trễ?`, en: (code: string) => `Was ${code} commune late?` }
    const forms: readonly Written[] = [
      {
        language: 'vi',
        agency: 'N1',
        answers: { field: 'else', 'field.text': 'Bưu điện', m1: 'good', met: '200' },
        wrong: ['late', 'met'],
      },
      {
        language: 'vi',
        agency: 'N1',
        answers: { field: 'else', 'field.text': 'Thú y', m1: 'good', met: '40', why: 'của tôi' },
        wrong: ['late'],
      },
      { language: 'vi', agency: 'N1', answers: { late: 'no', field: 'web', m1: 'bad', met: '200', day: '2026-11-20' }, wrong: ['met'] },
      { language: 'en', agency: 'N1', answers: { late: 'no', field: 'web', m1: 'bad', met: '200', day: '2026-11-20' }, wrong: ['met'] },
      { language: 'en', agency: 'N2', answers: { late: 'no', m2: 'bad', met: '40', why: 'mine', day: '2025-11-20' }, wrong: ['day'] },
      { language: 'vi', agency: 'N2', answers: { field: 'web' }, wrong: ['late'] },
      { language: 'vi', agency: 'N1', answers: {}, wrong: ['late'] },
      { language: 'vi', agency: 'N1', answers: {}, wrong: [], fields: { _switch: 'vi' } },
    ]
    // There and back, so that each comes before each other.
    for (const { language, agency: code, answers, wrong, fields } of [...forms, ...forms.toReversed()]) {
      const html = await (await post('named', { _language: language, _agency: code, ...answers, ...fields })).text()
      const asked = [...html.matchAll(/Xã N\d có trễ\?|Was N\d commune late\?/g)].map(([question]) => question)
      expect({ answers: writtenOn(html), wrong: wrongOn(html), asked: new Set(asked) }).toEqual({
        answers,
        wrong,
        asked: new Set([said[language](code)]),
      })
    }
  })

  it('writes what citizens see as text, whatever it contains', async () => {
    const html = await (await post('every', { late: 'maybe', why: '<script>alert(1)</script>', met: '"><img src=x>' })).text()
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
  })
})

type Written = {
  readonly language: 'vi' | 'en'
  readonly agency: string
  readonly answers: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, string>>
  readonly wrong: readonly string[]
}

/** What stands in the fields of a form. */
const writtenOn = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      /name="(\w+)" value="([^"]*)" checked/g,
      /<input(?![^>]*type="(?:radio|checkbox|hidden)")[^>]* name="([\w.]+)"[^>]* value="([^"]+)"/g,
      /<textarea[^>]* name="(\w+)"[^>]*>([^<]+)</g,
    ]
      .flatMap((pattern) => [...html.matchAll(pattern)])
      .map(([, name = '', value = '']) => [name, value]),
  )

/** The items beside which something is said to be wrong. */
const wrongOn = (html: string): readonly string[] => [...html.matchAll(/class="problem" id="(\w+)-problem"/g)].map(([, item = '']) => item)
