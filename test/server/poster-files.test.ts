import { createCanvas } from '@napi-rs/canvas'
import jsQR from 'jsqr'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PosterPaper, papers, stickersOnSheet } from '../../server/files/posters/sheet'
import { saveProvinceName } from '../../server/db/settings'
import { findTouchpoint, listTouchpoints } from '../../server/db/touchpoints'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'

const site = 'https://khaosat.songngan.gov.vn'
const long = 'Trung tâm Phục vụ hành chính công đặc khu Nguyễn Thị Minh Khai – Đường Trường Sơn '.repeat(8).trim()
const unbroken = 'Ngh'.repeat(60)

/** What a reader and a camera find in a file of posters. */
async function opened(bytes: Uint8Array) {
  const file = await getDocument({ data: bytes, verbosity: 0 }).promise
  const { info } = await file.getMetadata()
  const pages = []
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number)
    const { items } = await page.getTextContent()
    const scale = 110 / 72
    const viewport = page.getViewport({ scale })
    const canvas = createCanvas(viewport.width, viewport.height)
    await page.render({ canvas: null, canvasContext: Object(canvas.getContext('2d')), viewport }).promise
    const scanned = (x: number, y: number, width: number, height: number): string | undefined => {
      const [left, top, wide, high] = [x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height].map(Math.floor)
      const image = canvas.getContext('2d').getImageData(left ?? 0, top ?? 0, wide ?? 0, high ?? 0)
      return jsQR(new Uint8ClampedArray(image.data), image.width, image.height)?.data
    }
    const text = items.map((item) => ('str' in item ? item.str : '')).join('')
    pages.push({
      text: text.replace(/\s+/g, ''),
      scanned,
      tree: JSON.stringify(await page.getStructTree()),
      inside: areInside(items, page.view),
    })
  }
  return { title: Object.entries(info).find(([name]) => name === 'Title')?.[1], marked: (await file.getMarkInfo())?.['Marked'], pages }
}

/** Whether every text begins and ends on its page. */
const areInside = (items: readonly object[], [left = 0, bottom = 0, right = 0, top = 0]: readonly number[]): boolean =>
  items.every((item) => {
    if (!('transform' in item) || !Array.isArray(item.transform) || !('width' in item) || typeof item.width !== 'number') return true
    const [, , , , x, y]: readonly number[] = item.transform
    const isUpright = Number(item.transform[0]) > 0
    const [from, to] = isUpright ? [Number(x), Number(x) + item.width] : [Number(x) - item.width, Number(x)]
    return from >= left && to <= right && Number(y) >= bottom && Number(y) <= top
  })

const joined = (text: string): string => text.replace(/\s+/g, '')

describe('posters as one file', () => {
  let server: TestServer
  let office: Office
  let codes: readonly string[]
  beforeAll(async () => {
    server = await startServer({ settings: { PUBLIC_URL: site } })
    office = officeOf(server)
    await saveProvinceName(server.database, { vi: 'Uỷ ban nhân dân tỉnh Sông Ngân', en: 'Silver River Province' })
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
    await fielded(server.database, { agencies, touchpoints })
    codes = (await listTouchpoints(server.database, 'c1')).map(({ code }) => code)
  })
  afterAll(() => server.close())

  /** Orders a run as the form does, waits until it is drawn, and fetches it. */
  async function printed(paper: PosterPaper, languages: 'vi' | 'both', chosen: readonly string[]): Promise<Uint8Array> {
    const query = new URLSearchParams([['campaign', 'c1'], ...chosen.map((code): [string, string] => ['code', code])])
    const form = await office.html(`/admin/many/touchpoints/print?${query}`)
    const place = [...form.matchAll(/name="place" value="([^"]*)"/g)].map(([, value = '']) => value)
    const reply = await office.send('/admin/many/touchpoints/print', { place, campaign: 'c1', paper, languages })
    expect(reply.headers.get('location')).toBe('/admin/posters?done=places-print')
    const newest = async () => {
      const html = await office.html('/admin/posters?still')
      return /<tbody><tr>(.*?)<\/tr>/s.exec(html)?.[1] ?? ''
    }
    await expect.poll(async () => said(await newest())).toMatch(/Đã xong|Bị dừng/)
    const file = await office.get(/href="([^"]*\/file)"/.exec(await newest())?.[1] ?? '')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(file.headers.get('content-disposition')).toContain(`c1-qr-${paper}.pdf`)
    return new Uint8Array(await file.arrayBuffer())
  }

  const addressOf = async (code: string): Promise<string> =>
    (await findTouchpoint(server.database, code))?.kind === 'kiosk' ? `${site}/s/${code}?kiosk` : `${site}/s/${code}`
  const kept = [
    'Chỉ quét mã dẫn đến khaosat.songngan.gov.vn.',
    'Khảo sát không bao giờ hỏi mật khẩu, mã OTP, tài khoản ngân hàng hay yêu cầu cài ứng dụng.',
    'Mời ông/bà góp ý về việc phục vụ hôm nay',
  ]

  it.each(['a4', 'a5'] as const)(
    'hold a page of %s for each touchpoint: the code is read, and no name pushes the warning or the address out',
    async (paper) => {
      const { title, marked, pages } = await opened(await printed(paper, 'both', ['q1', 'q2', 'q3']))
      expect([title, marked, pages.length]).toEqual(['Áp phích mã QR: Quý IV năm 2026', true, 3])
      const found = pages.map(({ scanned }) => scanned(0, 0, 1, 1))
      expect(new Set(found)).toEqual(new Set(await Promise.all(['q1', 'q2', 'q3'].map(addressOf))))
      for (const { text, tree, inside } of pages) {
        const [only = '', never = ''] = kept
        for (const words of [only, never, 'Scan only a code that leads to khaosat.songngan.gov.vn.']) expect(text).toContain(joined(words))
        expect(text).toMatch(/khaosat\.songngan\.gov\.vn\/s\/q\d/)
        expect([tree.includes('"H1"'), tree.includes('"Figure"'), tree.includes('"alt":"Mã QR: https'), inside]).toEqual([
          true,
          true,
          true,
          true,
        ])
      }
      expect(
        pages.some(
          ({ text }) => text.includes(joined('Phường Sao Mai')) && text.includes('Uỷbannhândân') && text.includes('SilverRiverProvince'),
        ),
      ).toBe(true)
    },
  )

  it('fold to a tent whose two sides both lead there', async () => {
    const { pages } = await opened(await printed('tent', 'vi', ['q1', 'q2']))
    for (const { scanned, text, inside } of pages) {
      const sides = [scanned(0, 0, 1, 0.5), scanned(0, 0.5, 1, 0.5)]
      expect(sides[0]).toMatch(/^https:\/\/khaosat\.songngan\.gov\.vn\/s\/q[12]$/)
      expect(sides[1]).toBe(sides[0])
      expect([text.split(joined(kept[0] ?? '')).length - 1, inside]).toEqual([2, true])
      expect(text).not.toContain('Scanonly')
    }
  })

  it('give eight stickers a sheet', async () => {
    const { pages } = await opened(await printed('sticker', 'both', codes))
    expect(pages.length).toBe(Math.ceil(codes.length / stickersOnSheet))
    const found = pages.flatMap(({ scanned }) =>
      Array.from({ length: stickersOnSheet }, (_, at) => scanned((at % 2) / 2, Math.floor(at / 2) / 4, 0.5, 0.25)),
    )
    expect(found.filter((one) => one !== undefined).sort()).toEqual((await Promise.all(codes.map(addressOf))).sort())
    const text = pages.map((page) => page.text).join('')
    expect(text.split(joined(kept[1] ?? '')).length - 1).toBe(codes.length)
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
    expect((await office.get('/admin/posters/none/file')).status).toBe(404)
    const run = await server.database.db.selectFrom('exports').select('id').where('content', '=', 'posters').executeTakeFirstOrThrow()
    for (const act of ['delete', 'again']) expect((await office.send(`/admin/exports/${run.id}/${act}`)).status).toBe(404)
    for (const paper of papers)
      expect(said(await office.html('/admin/many/touchpoints/print?campaign=c1&all=found')).length, paper).toBeGreaterThan(0)
  })
})
