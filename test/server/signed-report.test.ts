import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isClosed, isValidOption } from '../../surveys/instrument/item'
import { items } from '../../surveys/instrument/questionnaire'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Answers } from '../../surveys/instrument/schema'
import nationalFile from '../../surveys/questionnaires/sipas-2026.json'
import type { Results } from '../../server/reading/results'
import { reportPaper } from '../../server/report/paper'
import { reportFacts } from '../../server/report/facts'
import { findCampaign } from '../../server/db/campaigns'
import { eventsNamed } from '../../server/db/events'
import { questionnaireSource } from '../../server/db/questionnaires'
import { noFilter } from '../../server/reading/filter'
import { writeDocx } from '../../server/report/docx'
import { writePdf } from '../../server/report/pdf'
import { commandOn } from './cli'
import { agency, fielded, post, response, shippedVersion } from './fielded'
import { engines, oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { decoded, openedDocx, openedPdf, squeezed } from './opened-report'
import { payload, readingDay, surveyed } from './surveyed'

const report = '/admin/campaigns/c1/report'

describe.each(oneEngine)('the report as a file, on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await surveyed({ engine })
    office = officeOf(server)
  })
  afterAll(() => server.close())
  const bytes = async (path: string, language = 'vi') => new Uint8Array(await (await office.get(path, language)).arrayBuffer())
  const docx = async (query = '', language = 'vi') => openedDocx(await bytes(`${report}/file/docx${query}`, language))
  const pdf = async (query = '', language = 'vi') => openedPdf(await bytes(`${report}/file/pdf${query}`, language))

  it.each(['', '?agency=A1', '?block=department'])(
    'under %s has the rows of the page, to the last digit, in both formats',
    async (query) => {
      const rows = tableRows(await office.html(report + query))
      const [word, paper] = [await docx(query), await pdf(query)]
      expect(rows.length).toBeGreaterThan(20)
      expect(word.rows).toEqual(rows)
      const text = squeezed(paper.text)
      for (const row of rows) for (const cell of row) expect(text, cell).toContain(squeezed(cell))
    },
  )

  it('carries the figures of the API', async () => {
    const results: Results = await (await office.get('/api/v1/campaigns/c1/results')).json()
    const { rows } = await docx()
    for (const { share, base, withheld } of results.total.nodes.filter(({ tree }) => tree === 'satisfaction')) {
      if (withheld || !share) continue
      const shown = `${decimal((share.value ?? Number.NaN) * 100)}%`
      const range = share.interval && `${decimal(share.interval[0] * 100)}–${decimal(share.interval[1] * 100)}%`
      expect(
        rows.some((row) => [shown, range ?? '', String(base)].every((wanted) => row.some((cell) => cell.includes(wanted)))),
        shown,
      ).toBe(true)
    }
  })

  it.each(['vi', 'en'] as const)(
    'in %s is a tagged PDF with its fonts in it, and says in words what its pictures show',
    async (language) => {
      const { tags, fonts, info, pictures } = await pdf('', language)
      expect([...tags]).toEqual(
        expect.arrayContaining(['Document', 'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure', 'L', 'LI', 'LBody']),
      )
      expect([...fonts].every((name) => /^[A-Z]{6}\+Tinos/.test(name))).toBe(true)
      expect(info).toMatchObject({ Language: language })
      expect(pictures.length).toBeGreaterThanOrEqual(3)
      for (const alt of pictures) expect(alt).toMatch(/\d/)
    },
  )

  it('is a document with headings, heads that repeat on every sheet and pictures with words', async () => {
    const { xml, files } = await docx()
    expect(xml).toContain('w:pStyle w:val="Heading1"')
    expect(xml.match(/w:pStyle w:val="Heading2"/g)?.length).toBeGreaterThan(8)
    expect(xml.match(/<w:tblHeader\/>/g)?.length).toBeGreaterThan(6)
    expect([...xml.matchAll(/<wp:docPr [^>]*descr="([^"]*)"/g)].every(([, words = '']) => /\d/.test(words))).toBe(true)
    expect(files.get('word/styles.xml')).toContain('Times New Roman')
  })

  it('says what is made up and still open, on every sheet', async () => {
    const { pages } = await pdf()
    for (const page of pages) {
      expect(page).toContain('Dữ liệu minh hoạ')
      expect(page).toContain('chưa kết thúc')
    }
    expect(pages.slice(1).map((page, at) => page.includes(String(at + 2)))).not.toContain(false)
  })

  it('gives no figure where too few answered, in no format', async () => {
    for (const text of [(await docx('?agency=A2')).text, (await pdf('?agency=A2')).text, said(await office.html(`${report}?agency=A2`))]) {
      expect(text.replaceAll('\u00a0', ' ')).toContain('chưa đủ số người trả lời để nêu số (4 người, ngưỡng 10)')
      expect(text.replace(/95%/g, '')).not.toMatch(/\d%/)
    }
  })

  it('holds what people typed as text alone', async () => {
    const { xml, text } = await docx()
    expect(xml).not.toContain('<script')
    expect(text).toContain(payload)
    expect((await pdf()).text).toContain(payload)
  })

  it('is written by the command line as well, of what is released too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'report-'))
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const file = join(folder, `bao-cao.${format}`)
      const { code, stderr } = await commandOn(server, 'report', '--campaign', 'c1', '--format', format, '--agency', 'A1', '--output', file)
      expect([code, stderr]).toEqual([0, `${file}: written.\n`])
      expect((await readFile(file)).subarray(0, magic.length).toString()).toBe(magic)
    }
  })

  it('refuses a format that it does not have', async () => {
    expect((await office.get(`${report}/file/odt`)).status).toBe(404)
  })

  it('is the same from the same figures, whichever thread writes it', async () => {
    const record = await findCampaign(server.database, 'c1')
    const facts =
      record &&
      (await reportFacts(
        { ...server, questionnaires: questionnaireSource(server.database) },
        { record, filter: noFilter, of: 'working', language: 'vi' },
      ))
    if (!facts) throw new Error('no report')
    const paper = await reportPaper(facts)
    const here: Uint8Array[] = []
    for await (const piece of writePdf(paper)) here.push(piece)
    expect((await openedPdf(new Uint8Array(Buffer.concat(here)))).text).toBe((await pdf()).text)
    expect(openedDocx(await writeDocx(paper)).text).toBe((await docx()).text)
  })
})

describe.each(engines)('what the office writes in a report, on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await surveyed({ engine })
    office = officeOf(server)
  })
  afterAll(() => server.close())
  const basedOn = async (query = '') => /name="based"(?: value="([^"]*)")?/.exec(await office.html(`${report}/texts${query}`))?.[1] ?? ''
  const texts = { number: '', day: '', purpose: '', findings: '', causes: '', recommendations: '' }

  it('is printed in its place, in this edition alone, paragraphs and points as they were typed', async () => {
    const written = {
      ...texts,
      number: '12',
      day: '2027-01-05',
      causes: 'Thiếu người.\n\nHai việc:\n- máy cũ\n- phòng chật',
      'causes-en': 'Too few staff.',
    }
    const reply = await office.send(`${report}/texts`, { ...written, based: await basedOn() })
    expect(reply.headers.get('location')).toBe(`${report}?done=report`)
    const page = await office.html(report)
    expect(page).toMatch(/<p class="body">Thiếu người\.<\/p><p class="body">Hai việc:<\/p><ul><li>máy cũ<\/li><li>phòng chật<\/li><\/ul>/)
    expect(said(page)).toContain('Số: 12/BC-……')
    expect(said(page)).toContain('…………, ngày 05 tháng 01 năm 2027')
    expect(await office.html(report, 'en')).toContain('Too few staff.')
    expect(await office.html(`${report}?agency=A1`)).not.toContain('Thiếu người')
    await office.send(`${report}/texts?agency=A1`, { ...texts, recommendations: 'Thêm ghế.', based: await basedOn('?agency=A1') })
    expect(await office.html(`${report}?agency=A1`)).toContain('Thêm ghế.')
    expect(await office.html(report)).not.toContain('Thêm ghế.')
  })

  it('is not written over by who has not read it, and what they typed comes back', async () => {
    const before = await basedOn()
    await office.send(`${report}/texts`, { ...texts, findings: 'Một', based: before })
    const late = await office.send(`${report}/texts`, { ...texts, findings: 'Hai', based: before })
    expect(late.status).toBe(409)
    const form = await late.text()
    expect(form).toContain('Hai</textarea>')
    expect(form).toMatch(/<blockquote class="typed">Một<\/blockquote>/)
    expect(said(form)).toContain('Người khác vừa lưu')
    expect(await office.html(report)).toContain('Một')
    // Saved once more without a choice it still takes the place of nothing.
    const again = await office.send(`${report}/texts`, { ...hidden(form), ...texts, findings: 'Hai' })
    expect(again.status).toBe(409)
    expect(await office.html(report)).not.toContain('Hai</p>')
    // Whose words stay is chosen, and the log keeps both.
    const both = await office.send(`${report}/texts`, {
      ...hidden(await again.text()),
      ...texts,
      findings: 'Hai',
      'choice-findings': 'both',
    })
    expect(both.status).toBe(303)
    expect(await office.html(report)).toMatch(/<p class="body">Một<\/p><p class="body">Hai<\/p>/)
    const mine = await basedOn()
    await office.send(`${report}/texts`, { ...texts, findings: 'Ba', based: mine })
    const contested = await (await office.send(`${report}/texts`, { ...texts, findings: 'Bốn', based: mine })).text()
    const kept = await office.send(`${report}/texts`, { ...hidden(contested), ...texts, findings: 'Bốn', 'choice-findings': 'mine' })
    expect(kept.status).toBe(303)
    const log = await eventsNamed(server.database, 'reports.write', '')
    const told = log.map(({ details }) => details).join('\n')
    for (const words of ['Một', 'Một\\n\\nHai', 'Ba', 'Bốn']) expect(told).toContain(words)
  })

  it('joins what two wrote into different fields, and asks only where both wrote into the same', async () => {
    const before = await basedOn('?block=commune')
    const at = `${report}/texts?block=commune`
    await office.send(at, { ...texts, causes: 'Thiếu máy', number: '7', based: before })
    const joined = await office.send(at, { ...texts, recommendations: 'Mua máy', based: before })
    expect(joined.status).toBe(303)
    const page = await office.html(`${report}?block=commune`)
    for (const words of ['Thiếu máy', 'Mua máy']) expect(page).toContain(words)
    const late = await office.send(at, { ...texts, purpose: 'Đo', number: '8', based: before })
    const form = await late.text()
    expect([late.status, [...form.matchAll(/name="seen-([^"]*)"/g)].map(([, field]) => field)]).toEqual([409, ['number']])
    expect(form).toContain('Thiếu máy</textarea>')
    const { causes: _, ...others } = texts
    const chosen = { ...hidden(form), ...others, causes: 'Thiếu máy', recommendations: 'Mua máy', purpose: 'Đo', number: '8' }
    expect((await office.send(at, { ...chosen, 'choice-number': 'theirs' })).status).toBe(303)
    const now = said(await office.html(`${report}?block=commune`))
    expect(now).toContain('Số: 7/')
    for (const words of ['Thiếu máy', 'Mua máy', 'Đo']) expect(now).toContain(words)
  })

  it('is refused with the place where it is too long or no day', async () => {
    const based = await basedOn()
    const long = await office.send(`${report}/texts`, { ...texts, causes: 'a'.repeat(6001), day: '2027-02-30', based })
    expect(long.status).toBe(422)
    const form = said(await long.text())
    expect(form).toContain('Dài quá 6000 ký tự.')
    expect(form).toContain('“2027-02-30” không phải là ngày.')
  })

  it('has the head, the sections, their headings and their order that the office chose', async () => {
    const form = {
      superior: 'UBND tỉnh Sông Ngân',
      issuer: 'Sở Nội vụ',
      symbol: 'BC-SNV',
      place: 'Sông Ngân',
      signature: 'Giám đốc\n(đã ký)',
      signer: 'Nguyễn Thị Bình',
      receivers: 'UBND tỉnh;\nLưu: VT.',
      on: ['results', 'weak', 'findings'],
      'place-weak': '1',
      'place-results': '2',
      'title-weak': 'Việc cần làm ngay',
    }
    const tried = await (await office.send('/admin/report-form/preview', { ...form, campaign: 'c1' })).text()
    expect(tried).toContain('Việc cần làm ngay')
    expect(await office.html(report)).not.toContain('Việc cần làm ngay')
    const based = hidden(await office.html('/admin/report-form'))['based'] ?? ''
    const saved = await office.send('/admin/report-form', { ...form, based })
    expect(saved.headers.get('location')).toBe('/admin/report-form?done=report-form')
    const late = await office.send('/admin/report-form', { ...form, symbol: 'BC-KHAC', based })
    const again = await late.text()
    expect([late.status, said(again).includes('vừa lưu mẫu'), again.includes('value="BC-KHAC"')]).toEqual([409, true, true])
    expect(again).toMatch(/<blockquote class="typed">BC-SNV<\/blockquote>/)
    expect(
      (await office.send('/admin/report-form', { ...form, ...hidden(again), symbol: 'BC-KHAC', 'choice-symbol': 'theirs' })).status,
    ).toBe(303)
    const page = await office.html(report)
    expect([...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title)).toEqual([
      'I. Việc cần làm ngay',
      'II. Kết quả chung',
      'III. Nhận xét',
    ])
    for (const words of ['UBND tỉnh Sông Ngân', 'Sở Nội vụ', '/BC-SNV', 'Giám đốc', 'Nguyễn Thị Bình', '- UBND tỉnh;', '- Lưu: VT.'])
      expect(said(page)).toContain(words)
    const now = hidden(await office.html('/admin/report-form'))
    const many = await office.send('/admin/report-form', { ...form, ...now, receivers: 'x\n'.repeat(31) })
    expect([many.status, said(await many.text())]).toEqual([422, expect.stringContaining('Nhiều quá 30 dòng.')])
  })
})

describe('the report of the national questionnaire', () => {
  it('tells what people expect, most frequent first, and who answered, and draws both from its own figures', async () => {
    const server = await startServer({ now: () => readingDay })
    await fielded(server.database, { questionnaire: 'sipas-2026', agencies: [agency('A1')], opensOn: '2026-10-01', closesOn: '2026-12-31' })
    for (let person = 0; person < 12; person++) {
      const comment = `Phải chờ lâu quá, lần thứ ${'abcdefghijkl'[person] ?? ''}`
      const sent = response({ ...nationalAnswers(person), comment }, { version: shippedVersion['sipas-2026'], answeredOn: '2026-11-03' })
      const reply = await post(server.url, sent)
      if (reply.status !== 201) throw new Error(await reply.text())
    }
    const office = officeOf(server)
    const page = await office.html(report)
    const text = said(page).replaceAll('\u00a0', ' ')
    expect(text).toContain('Nhu cầu, mong đợi')
    const results: Results = await (await office.get('/api/v1/campaigns/c1/results')).json()
    const wished = results.total.nodes
      .filter(({ tree, kind, value }) => tree === 'expectation' && kind === 'item' && value !== null)
      .map(({ value }) => value ?? 0)
    const table = page.split('Mong đợi của người trả lời').at(-1)?.split('</table>')[0] ?? ''
    const shown = [...table.matchAll(/<b>([\d,]+)%<\/b>/g)].map(([, figure = '']) => Number(figure.replace(',', '.')) / 100)
    expect(shown.length).toBe(wished.length)
    expect(shown).toEqual(shown.toSorted((one, other) => other - one))
    const profile = page.split('Mẫu khảo sát và người trả lời').at(1)?.split('</section>')[0] ?? ''
    expect(said(profile).replaceAll('\u00a0', ' ')).toMatch(/n = 12[\s\S]*Nữ\s+6\s+50,0%/)
    expect(text).toMatch(/Có 12 ý kiến, gồm 12 lời khác nhau/)
    expect(text).toMatch(/Thời gian[^\n]*\s+12\s+100,0%/)
    for (const word of ['chờ lâu quá', 'lần thứ']) expect(text).not.toContain(word)
    await server.close()
  })
})

/** Every closed question that asks everybody, in turns. */
function nationalAnswers(person: number): Answers {
  const asked = items(national).filter(
    ({ question, section }) => section.showIf === undefined && question.showIf === undefined && isClosed(question),
  )
  return Object.fromEntries(
    asked.map(({ id, scale, question }, at) => {
      const codes = (scale?.options ?? []).filter(isValidOption).map(({ code }) => code)
      const chosen = id === 'sex' ? codes[person % 2] : codes[(person * (at + 1)) % codes.length]
      return [id, question.type === 'multiple' ? [chosen ?? ''] : (chosen ?? '')]
    }),
  )
}

const reading = readDefinition(nationalFile)
if (!reading.ok) throw new Error('the national questionnaire does not read')
const national = reading.questionnaire

/** What a form carries on unseen: what stood there, and what was shown of others. */
const hidden = (form: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, value]),
  )

/** The rows of the tables of a page, a text for each cell. */
const tableRows = (html: string): readonly (readonly string[])[] =>
  [...html.replace(/<style>[\s\S]*?<\/style>/g, '').matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      decoded(cell.replace(/<small>/g, ' ').replace(/<[^>]*>/g, '')),
    ),
  )

const decimal = (value: number): string => value.toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
