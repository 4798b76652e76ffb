import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDesigns } from '../../server/db/designs'
import { realForms } from '../surveys/exchange/forms'
import { workbookOf } from './form-file'
import { realStructures, type Structure, structureFile } from '../surveys/exchange/structures'
import { realSurveys } from '../surveys/exchange/surveys'
import { zipped } from '../../server/files/zip'
import { startServer, type TestServer } from './harness'
import { type Office, officeInPerson } from './office'

const none: Structure = { languages: [], title: {}, groups: [] }

/** A workbook of a hundred kilobytes that unpacks to a hundred megabytes. */
async function bombOf(): Promise<Blob> {
  async function* entries() {
    yield await Promise.resolve({ path: 'xl/workbook.xml', parts: once('<workbook><sheets><sheet name="survey"/></sheets></workbook>') })
    yield { path: 'xl/worksheets/sheet1.xml', parts: often(' '.repeat(1_000_000), 100) }
  }
  const pieces: Uint8Array[] = []
  for await (const piece of zipped(entries())) pieces.push(piece)
  return new Blob(pieces.map((piece) => new Uint8Array(piece)))
}

const once = (text: string) => often(text, 1)
async function* often(text: string, times: number): AsyncGenerator<string> {
  for (let time = 0; time < times; time += 1) yield await Promise.resolve(text)
}

describe('a questionnaire from another tool', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer()
    office = officeInPerson(server)
  })
  afterAll(() => server.close())

  const sent = async (file: Blob): Promise<{ readonly status: number; readonly html: string }> => {
    const reply = await office.send('/admin/new/design', { origin: 'file', file })
    return { status: reply.status, html: await reply.text() }
  }
  const readIn = (html: string): string =>
    /name="read" value="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&') ?? ''
  const designs = async (): Promise<readonly string[]> => (await listDesigns(server.database)).map(({ definition }) => definition.id)

  it('is shown with what was taken and lost before anything is stored, and then begins a design', async () => {
    const shown = await sent(await workbookOf(realForms['service'] ?? { survey: '' }))
    expect(shown.status).toBe(200)
    expect(shown.html).toContain('Trang survey, dòng 14 (nps)')
    expect(shown.html).toContain('Dữ liệu của thiết bị (deviceid) không được ghi ở đây')
    expect(shown.html).toContain('Thái độ phục vụ')
    expect(await designs()).toEqual([])

    const read = readIn(shown.html)
    const report = await (await office.send('/admin/new/import/report', { read })).text()
    expect(report).toContain('"Trang survey, dòng 14 (nps)",lấy nguyên,')

    const begun = await office.send('/admin/new/import', { read, id: 'mot-cua' })
    expect([begun.status, begun.headers.get('location')]).toEqual([303, '/admin/designs/mot-cua'])
    expect(await designs()).toEqual(['mot-cua'])
    const again = await office.send('/admin/new/import', { read, id: 'mot-cua' })
    expect(again.status).toBe(422)
    expect((await office.send('/admin/new/import', { read, id: 'không' })).status).toBe(422)
    expect((await office.send('/admin/new/import', { read: '{}', id: 'x' })).status).toBe(409)
    expect(
      (await office.send('/admin/new/import', { read: JSON.stringify({ ...JSON.parse(read), definition: { id: 1 } }), id: 'x' })).status,
    ).toBe(409)
  })

  it.each([
    ['SurveyJS', JSON.stringify(realSurveys['service']), ['nps', 'Có giới thiệu không?', 'SurveyJS (JSON)']],
    ['LimeSurvey', structureFile(realStructures['service'] ?? none, 'new'), ['ways', 'Nộp bằng cách nào', 'LimeSurvey (.lss)']],
  ])('of %s is told by what it is and shown in the same way', async (_, file, says) => {
    const shown = await sent(new Blob([file]))
    expect([shown.status, says.filter((text) => !shown.html.includes(text))]).toEqual([200, []])
  })

  it('that asks too much is read whole and refused by its number, with the report', async () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => `integer | n${at} | Câu ${at}`)
    const shown = await sent(await workbookOf({ survey: ['type | name | label', ...rows].join('\n') }))
    expect(shown.status).toBe(422)
    expect(shown.html).toContain('200')
    expect(shown.html).toContain('Trang survey, dòng 101 (n99)')
    expect(shown.html).not.toContain('name="id"')
    expect(await designs()).toEqual(['mot-cua'])
  })

  it.each([
    ['a workbook without a survey', () => workbookOf({ survey: 'name | price\nA | 1' }), 'trang “survey”'],
    ['a workbook cut off', async () => (await workbookOf(realForms['clinic'] ?? { survey: '' })).slice(0, 900), 'hỏng'],
    ['a page of the web', () => new Blob(['<!doctype html><p>hello']), 'không phải phiếu khảo sát'],
    ['XML with entities', () => new Blob(['<!DOCTYPE d [<!ENTITY a "b">]><document>&a;</document>']), 'DOCTYPE'],
    ['levels without end', () => new Blob(['{"pages":'.repeat(5_000), '1', '}'.repeat(5_000)]), 'tầng'],
    ['broken JSON', () => new Blob(['{"pages": [']), 'JSON'],
    ['a bomb', () => bombOf(), 'quá lớn'],
    [
      'ten thousand questions',
      () => workbookOf({ survey: ['type | name | label', ...Array.from({ length: 10_000 }, (_, at) => `text | q${at} | A`)].join('\n') }),
      '5000',
    ],
    ['a document', () => new Blob(['%PDF-1.7 …']), 'PDF'],
  ])('that is %s is refused in a sentence, and nothing is stored', async (_, file, says) => {
    const refused = await sent(await file())
    expect([refused.status, refused.html.includes(says)]).toEqual([422, true])
    expect(await designs()).toEqual(['mot-cua'])
  })
})
