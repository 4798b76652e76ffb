import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHash } from '../../server/db/questionnaires'
import { readSmall } from '../surveys/small'
import { type Designing, designing } from './designing'
import { shippedVersion } from './fielded'
import { startServer, type TestServer } from './harness'
import { openedPdf, squeezed } from './opened-report'
import { said } from './office'

describe('a whole instrument on paper', () => {
  let server: TestServer
  let lan: Designing
  beforeAll(async () => {
    server = await startServer({ now: () => Date.parse('2026-11-20T03:00:00Z') })
    lan = designing(server)
    await lan.begin(readSmall())
  })
  afterAll(() => server.close())

  const pdf = async (path: string) => openedPdf(new Uint8Array(await (await lan.office.get(path)).arrayBuffer()))
  const service = `/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/instrument`

  it('names version, hash, source, ids, option codes, points, skip logic, scales and indicators, tagged in the order in which it is read', async () => {
    const { text, pages, tags, info } = await pdf(`${service}.pdf?in=vi`)
    const hash = await server.database.db
      .selectFrom('questionnaires')
      .select('hash')
      .where('id', '=', 'sipas-service')
      .executeTakeFirstOrThrow()
    for (const wanted of [
      hash.hash,
      'sipas-service',
      'công bố ngày',
      'A1',
      '5 = Rất hài lòng (5 điểm)',
      'tính là hài lòng',
      'rung bình của',
    ])
      expect([wanted, squeezed(text).includes(squeezed(wanted))]).toEqual([wanted, true])
    expect([...tags]).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'H3', 'P', 'L', 'Table', 'TH']))
    expect(info.Title).toContain('sipas-service')
    expect(text.indexOf('A1 ')).toBeLessThan(text.indexOf('B1 '))
    // What a question is asked on stands on its sheet.
    expect(pages.filter((page) => /^\d*\s*Thang đo [\w-]+[,:]/.test(page))).toEqual([])
  })

  it('is the same on a page as in the file, in each language of the questionnaire', async () => {
    const page = said(await lan.office.html(`${service}?in=en`))
    const { text } = await pdf(`${service}.pdf?in=en`)
    for (const wanted of ['5 = Very satisfied (5 points)', 'counts as satisfied', 'Scale '])
      expect([wanted, squeezed(page).includes(squeezed(wanted)), squeezed(text).includes(squeezed(wanted))]).toEqual([wanted, true, true])
  })

  it('says of a design that it is not published, which save it is, and what its conditions say', async () => {
    const { text } = await pdf('/admin/designs/small/instrument.pdf?in=vi')
    for (const wanted of [
      'Bản đang soạn, chưa công bố',
      'lần lưu thứ 1',
      contentHash(readSmall()),
      'Chỉ hỏi khi',
      'm1 Hàng 1',
      'nhỏ nhất: 0',
      'bad = Kém (1 điểm)',
      'không liên quan, ngoài mọi kết quả',
    ])
      expect([wanted, squeezed(text).includes(squeezed(wanted))]).toEqual([wanted, true])
  })

  it('prints an indicator set, which asks nobody', async () => {
    await lan.office.send('/admin/questionnaires/par-index-agency/take')
    const { text } = await pdf('/admin/questionnaires/par-index-agency/1/instrument.pdf?in=vi')
    expect([text.includes('Thang đo'), text.includes('1.1')]).toEqual([false, true])
    expect((await lan.office.get('/admin/questionnaires/nowhere/1/instrument.pdf')).status).toBe(404)
  })
})
