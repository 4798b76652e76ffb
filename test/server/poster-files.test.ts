import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PosterPaper, stickersOnSheet } from '../../server/files/posters/sheet'
import { saveProvinceName } from '../../server/db/settings'
import { findTouchpoint, listTouchpoints } from '../../server/db/touchpoints'
import { agency, fielded } from './fielded'
import { someOf, startServer, type TestServer } from './harness'
import { type Office, officeOf, said, unsaid } from './office'
import { openedPosters, unspaced } from './poster-file'
import { printedRun } from './printed'
import { payload } from './surveyed'

const site = 'https://khaosat.songngan.gov.vn'
const long = 'Trung tâm Phục vụ hành chính công đặc khu Nguyễn Thị Minh Khai – Đường Trường Sơn '.repeat(8).trim()
const unbroken = 'Ngh'.repeat(60)

describe('posters as one file', () => {
  let server: TestServer
  let office: Office
  let codes: readonly string[]
  beforeAll(async () => {
    server = await startServer({ settings: { PUBLIC_URL: site } })
    office = officeOf(server)
    const longer = (name: string): string => `${name} ${long}`.slice(0, 199)
    await saveProvinceName(server.database, { vi: longer('Uỷ ban nhân dân tỉnh Sông Ngân'), en: longer('Silver River Province') })
    const agencies = [agency('A1', 'commune', 'Phường Sao Mai'), agency('A2', 'commune', long), agency('A3', 'commune', unbroken)]
    const of = (code: string, served: readonly string[], vi: string, kind: 'qr' | 'kiosk' = 'qr') => ({
      code,
      campaign: 'c1',
      kind,
      label: { vi, en: `${vi} (en)` },
      agencies: served,
    })
    const touchpoints = [
      of('q1', ['A1'], 'Quầy 1'),
      of('q2', ['A2'], `Quầy ${long.slice(0, 190)}`),
      of('q3', ['A3', 'A2', 'A1'], unbroken.slice(0, 180), 'kiosk'),
      ...Array.from({ length: 7 }, (_, at) => of(`more${at}`, ['A1'], `Bàn ${at}`)),
    ]
    await fielded(server.database, { agencies, touchpoints, title: { vi: longer('Quý IV năm 2026'), en: longer('Fourth quarter') } })
    codes = (await listTouchpoints(server.database, 'c1')).map(({ code }) => code)
  })
  afterAll(() => server.close())

  async function printed(paper: PosterPaper, languages: 'vi' | 'both', chosen: readonly string[], campaign = 'c1') {
    const file = await printedRun(office, { campaign, code: chosen }, { paper, languages })
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(file.headers.get('content-disposition')).toContain(`${campaign}-qr-${paper}.pdf`)
    return openedPosters(new Uint8Array(await file.arrayBuffer()))
  }

  const addressOf = async (code: string): Promise<string> =>
    (await findTouchpoint(server.database, code))?.kind === 'kiosk' ? `${site}/s/${code}?kiosk` : `${site}/s/${code}`
  const kept = [
    'Chỉ quét mã dẫn đến khaosat.songngan.gov.vn.',
    'Khảo sát không bao giờ hỏi mật khẩu, mã OTP, tài khoản ngân hàng hay yêu cầu cài ứng dụng.',
  ]

  it.each(someOf(['a4', 'a5'] as const, 1))(
    'hold a page of %s for each touchpoint: the code is read, and no name pushes the warning or the address out',
    async (paper) => {
      const { title, marked, pages } = await printed(paper, 'both', ['q1', 'q2', 'q3'])
      expect([title, marked, pages.length]).toEqual([expect.stringMatching(/^Áp phích mã QR: Quý IV năm 2026 /), true, 3])
      const found = pages.map(({ scanned }) => scanned())
      expect(new Set(found)).toEqual(new Set(await Promise.all(['q1', 'q2', 'q3'].map(addressOf))))
      for (const { text, tree, inside } of pages) {
        const [only = '', never = ''] = kept
        for (const words of [only, never, 'Scan only a code that leads to khaosat.songngan.gov.vn.'])
          expect(text).toContain(unspaced(words))
        expect(text).toMatch(/khaosat\.songngan\.gov\.vn\/s\/q\d/)
        expect([tree.includes('"H1"'), tree.includes('"Figure"'), tree.includes('"alt":"Mã QR: https'), inside]).toEqual([
          true,
          true,
          true,
          true,
        ])
      }
      const text = pages.find((page) => page.text.includes('PhườngSaoMai'))?.text ?? ''
      for (const words of ['Uỷ ban nhân dân', 'Silver River Province', 'Quầy 1 · Quầy 1 (en)', 'khoảng 3–7 phút', 'about 3–7 min'])
        expect(text).toContain(unspaced(words))
      expect(text).not.toMatch(unsaid)
      expect(text).not.toContain('MINHHOẠ')
    },
  )

  it('fold to a tent whose two sides both lead there', async () => {
    const { pages } = await printed('tent', 'vi', ['q1', 'q2'])
    for (const { scanned, text, inside } of pages) {
      const sides = [scanned(0, 0, 1, 0.5), scanned(0, 0.5, 1, 0.5)]
      expect(sides[0]).toMatch(/^https:\/\/khaosat\.songngan\.gov\.vn\/s\/q[12]$/)
      expect(sides[1]).toBe(sides[0])
      expect([text.split(unspaced(kept[0] ?? '')).length - 1, inside]).toEqual([2, true])
      expect(text).not.toContain('Scanonly')
    }
  })

  it('give eight stickers a sheet', async () => {
    const { pages } = await printed('sticker', 'both', codes)
    expect(pages.length).toBe(Math.ceil(codes.length / stickersOnSheet))
    const found = pages.flatMap(({ scanned }) =>
      Array.from({ length: stickersOnSheet }, (_, at) => scanned((at % 2) / 2, Math.floor(at / 2) / 4, 0.5, 0.25)),
    )
    expect(found.filter((one) => one !== undefined).sort()).toEqual((await Promise.all(codes.map(addressOf))).sort())
    const text = pages.map((page) => page.text).join('')
    expect(text.split(unspaced(kept[1] ?? '')).length - 1).toBe(codes.length)
    expect(pages.every(({ inside }) => inside)).toBe(true)
  })

  it('are ordered as one event, of touchpoints that are there, on a paper that there is', async () => {
    const event = await server.database.db
      .selectFrom('events')
      .select(['act', 'details'])
      .where('act', '=', 'touchpoints.print')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(event.details)).toEqual({ touchpoints: expect.arrayContaining([...codes]), paper: 'sticker' })
    const order = (fields: Record<string, string>) =>
      office.send('/admin/many/touchpoints/print', { place: '1.q1', campaign: 'c1', paper: 'a4', ...fields })
    expect([
      (await order({ paper: 'a3' })).status,
      (await order({ place: '1.none' })).status,
      (await order({ campaign: 'none' })).status,
    ]).toEqual([400, 404, 404])
    const run = await server.database.db.selectFrom('exports').select('id').where('content', '=', 'posters').executeTakeFirstOrThrow()
    for (const act of ['delete', 'again']) expect((await office.send(`/admin/exports/${run.id}/${act}`)).status).toBe(404)
  })

  it('print names in Tai Viet and New Tai Lue, and say before of which names a letter is in no font', async () => {
    const tai = ['ꪹꪎꪸꪉ ꪵꪝꪙ', 'ᦵᦙᦲᧂ ᦟᦱᧉ']
    const khmer = 'ភូមិថ្មី'
    const at = (code: string, vi: string) => ({ code, campaign: 'tai', kind: 'qr' as const, label: { vi }, agencies: [code] })
    await fielded(server.database, {
      code: 'tai',
      agencies: [agency('T1', 'commune', `Xã ${tai[0]}`), agency('T2', 'commune', khmer)],
      touchpoints: [at('T1', `Bản ${tai[1]}`), at('T2', 'Quầy 2')],
    })
    const form = said(await office.html('/admin/many/touchpoints/print?campaign=tai&all=found'))
    expect(form).toContain(`sẽ thành ô trống: ${khmer}.`)
    const { pages, fonts } = await printed('a4', 'vi', ['T1', 'T2'], 'tai')
    const of = (code: string) => pages.find(({ text }) => text.includes(`/s/${code}`))
    expect(of('T1')?.boxes).toBe(0)
    for (const name of tai) expect(of('T1')?.text).toContain(unspaced(name))
    expect(fonts.filter((name) => /TaiViet|NewTaiLue/.test(name))).toHaveLength(2)
    expect(of('T2')?.boxes).toBeGreaterThan(0)
  })

  it('speak to whom each is for, say of made-up data that they are, and hold what was typed', async () => {
    const at = (code: string, kind: 'kiosk' | 'paper' | 'qr', vi: string) => ({
      code,
      campaign: 'sample',
      kind,
      label: { vi },
      agencies: ['S1'],
    })
    await fielded(server.database, {
      code: 'sample',
      synthetic: true,
      agencies: [agency('S1')],
      touchpoints: [at('s1', 'qr', 'Quầy 1'), at('s2', 'kiosk', payload), at('s3', 'paper', 'Bàn 3')],
    })
    const { pages } = await printed('a5', 'both', ['s1', 's2', 's3'], 'sample')
    const text = pages.map((page) => page.text).join('')
    for (const words of ['Mời ông/bà góp ý', 'Mở khảo sát trên kiosk', 'Mở phiếu để nhập', payload, 'DỮ LIỆU MINH HOẠ', 'SAMPLE DATA'])
      expect(text).toContain(unspaced(words))
    expect(text).not.toMatch(unsaid)
  })
})
