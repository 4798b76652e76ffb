import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveReportTexts } from '../../server/db/reports'
import { findCampaign } from '../../server/db/campaigns'
import { questionnaireSource } from '../../server/db/questionnaires'
import { releaseWhenDue } from '../../server/nightly'
import { noFilter } from '../../server/reading/filter'
import { type ChartRow, intervalChart, onSheets } from '../../server/report/chart'
import { writeDocx } from '../../server/report/docx'
import { type ReportFacts, reportFacts } from '../../server/report/facts'
import { reportPaper } from '../../server/report/paper'
import { numbered, type ReportPaper } from '../../server/report/parts'
import { writePdf } from '../../server/report/pdf'
import { sections } from '../../server/report/sections'
import { noTexts } from '../../surveys/reporting/form'
import { oneEngine, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { openedPdf, squeezed } from './opened-report'
import { readingDay, surveyed } from './surveyed'
import { tokenOf } from './token'
import { pino } from 'pino'
import { unzip } from './unpacked'

const report = '/admin/campaigns/c1/report'
const numberWords = { table: 'Bảng', figure: 'Hình', annex: 'Phụ lục' }

describe.each(oneEngine)('a report that somebody tries to spoil, on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await surveyed({ engine })
    office = officeOf(server)
  })
  afterAll(() => server.close())

  const factsOf = async (written: Partial<typeof noTexts>): Promise<ReportFacts> => {
    const record = await findCampaign(server.database, 'c1')
    const deps = { ...server, questionnaires: questionnaireSource(server.database) }
    const tried = { texts: { ...noTexts, ...written } }
    const facts = record && (await reportFacts(deps, { record, filter: noFilter, of: 'working', language: 'vi', tried }))
    if (!facts) throw new Error('no report')
    return facts
  }
  const paperOf = async (written: Partial<typeof noTexts> = {}): Promise<ReportPaper> => reportPaper(await factsOf(written))
  const wrote = async (edition: string, causes: string) =>
    saveReportTexts(server.database, {
      campaign: 'c1',
      edition,
      texts: JSON.stringify({ ...noTexts, number: '77', causes: { vi: causes } }),
      changed_by: 'x',
      changed_at: '2026-11-20T00:00:00Z',
    })
  const readerOver = async (name: string, ...codes: readonly string[]): Promise<Office> => {
    const grants = codes.map((code) => ({ role: 'analyst', agency: code, endsOn: '' }) as const)
    return officeOf({ url: server.url, token: await tokenOf(server.database, name, grants) })
  }

  it('holds what an office wrote about all figures beside all of them alone', async () => {
    await wrote('', 'Vì chín phần mười hài lòng.')
    await wrote('block:commune', 'Vì xã thiếu người.')
    expect(said(await office.html(report))).toContain('Vì chín phần mười')
    expect(said(await office.html(`${report}?block=commune`))).toContain('Vì xã thiếu người')
    for (const query of ['?channel=kiosk', '?from=2026-11', '?block=commune&to=2026-10', '?block=commune&channel=qr']) {
      const text = said(await office.html(report + query))
      expect(text, query).toContain('Số: ……/BC-……')
      expect(text, query).not.toMatch(/Vì (chín|xã)/)
      expect(await office.html(report + query), query).not.toContain('/report/texts')
    }
    const part = await readerOver('mot-phan', 'A1', 'D1')
    for (const query of ['', '?block=commune']) expect(said(await part.html(report + query)), query).not.toMatch(/Vì (chín|xã)|Số: 77/)
  })

  it('calls no year what was asked in a quarter', async () => {
    const text = said(await office.html(`${report}?from=2026-01&to=2026-12`))
    expect(text).toContain('quý IV năm 2026;')
    expect(text).not.toContain('cơ quan, năm 2026')
  })

  it('tells who sees one agency its released figures, and who sees several which to choose', async () => {
    const deps = {
      ...server,
      questionnaires: questionnaireSource(server.database),
      log: pino({ level: 'silent' }),
      forget: () => undefined,
    }
    await releaseWhenDue({ ...deps, now: () => readingDay + 16 * 3_600_000 })
    const released = '/admin/campaigns/c1/released/report'
    const [one, two] = [await readerOver('mot', 'A1'), await readerOver('hai', 'A1', 'D1')]
    const own = said(await one.html(released))
    expect(own).toContain('của Xã Bảo Thắng')
    expect(own).toMatch(/\d,\d\d%/)
    const several = said(await two.html(released))
    expect(several).toContain('Chọn một cơ quan')
    for (const text of [own, several]) expect(text).not.toContain('Chưa có số liệu nào đủ người')
  })

  it('is a document that opens, whatever signs somebody typed', async () => {
    const paper = await paperOf({ causes: { vi: 'Một\u0001hai\u000bba\uffffbốn\ud800' } })
    const files = unzip(Buffer.from(await writeDocx(paper)))
    const xml = files.get('word/document.xml') ?? ''
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    expect(xml).toContain('Một\ufffdhai\ufffdba\ufffdbốn')
  })

  it('brings the letters of whoever wrote, not of names alone', async () => {
    const { fonts } = await paperOf({ causes: { vi: 'ꪬꪱ ꪼꪕ' } })
    expect(fonts.map(({ letters }) => letters.test('ꪬ'))).toEqual([true])
    expect((await writeDocx(await paperOf({ causes: { vi: 'ꪬꪱ ꪼꪕ' } }))).length).toBeGreaterThan(10_000)
  })

  it('prints all receivers and all lines of a signature on its sheets', async () => {
    const paper = await paperOf()
    const lines = Array.from({ length: 30 }, (_, at) => `Nơi ${at} ${'nhận báo cáo '.repeat(14)}cuối ${at}`)
    const { low, text } = await sheets({ ...paper, parts: [], foot: { ...paper.foot, receiverList: lines, signature: lines } })
    expect(low).toBeGreaterThan(0)
    for (const at of [0, 29]) expect(text).toContain(`cuối${at}`)
  })

  it('lays more options than a sheet is wide for below each other, none of them lost', async () => {
    const facts = await factsOf({})
    const options = Array.from({ length: 30 }, (_, at) => ({
      code: String(at),
      label: { vi: `Phương án ${at} ${'rất dài '.repeat(25)}hết ${at}` },
      kind: 'answer' as const,
    }))
    const items = facts.layout.items.map((item) => ({ ...item, options }))
    const parts = sections.annexAnswers({ ...facts, layout: { ...facts.layout, items } })
    const { low, text } = await sheets({ ...(await paperOf()), parts: numbered(parts, numberWords) })
    expect(low).toBeGreaterThan(0)
    for (const at of [0, 29]) expect(text).toContain(`rấtdàihết${at}`)
  })

  it('draws no chart beyond its sheet, however many agencies have long names', async () => {
    const rows: readonly ChartRow[] = Array.from({ length: 70 }, (_, at) => ({
      label: `Trung tâm Phục vụ hành chính công phường số ${at}`,
      value: 0.5,
      interval: [0.4, 0.6],
      text: `50,00% (${at})`,
    }))
    const words = { caption: 'Cơ quan', end: (value: number) => `${value * 100}%`, mean: { value: 0.5, label: 'chung' } }
    const drawings = onSheets(rows).map((lot) => intervalChart(lot, words))
    const parts = numbered(
      drawings.map((drawing) => ({ is: 'figure', caption: 'Cơ quan', drawing })),
      numberWords,
    )
    const { low, text } = await sheets({ ...(await paperOf()), parts })
    expect(low).toBeGreaterThan(0)
    for (const at of [0, 69]) expect(text).toContain(`50,00%(${at})`)
  })
})

/** Where the lowest letter of it stands as a PDF, and all that it says. */
async function sheets(paper: ReportPaper): Promise<{ readonly low: number; readonly text: string }> {
  const pieces: Uint8Array[] = []
  for await (const piece of writePdf(paper)) pieces.push(piece)
  const { lowest, text } = await openedPdf(new Uint8Array(Buffer.concat(pieces)))
  return { low: lowest, text: squeezed(text) }
}
