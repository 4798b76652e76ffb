import { readXlsx } from 'hucre'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { builtMain } from '../faults/product'
import { openedPosters } from '../server/poster-file'
import { startServer, type TestServer } from '../server/harness'
import { percent } from '../server/reading-html'
import { officer } from '../server/signed-in'
import { closePages, openPage, sharedBrowser } from './browser'
import { printed } from './posters'
import { next, receipt, send, tap } from './visiting'

const criteria = ['access', 'procedure', 'official', 'result', 'feedback'] as const
const phones = 3
const visitsEach = 4

describe('the whole path', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  let address = ''
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    desk = await openPage(browser, { viewport: { width: 1440, height: 900 }, acceptDownloads: true })
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  /** The step that the page of first steps calls for now. */
  const nextStep = async () => {
    await desk.goto(`${server.url}/admin`)
    await desk.locator('.steps .button').first().click()
  }
  const figures = async (): Promise<Results> =>
    (await fetch(`${server.url}/api/v1/campaigns/quy-4/results`, { headers: { Authorization: `Bearer ${server.token}` } })).json()

  it('begins at the link that the first start prints', async () => {
    await desk.goto(server.url + server.setupLink)
    for (const [field, value] of Object.entries({
      username: officer.username,
      name: officer.name,
      wanted: officer.password,
      again: officer.password,
    }))
      await desk.fill(`#${field}`, value)
    await desk.keyboard.press('Enter')
    await desk.waitForURL(`${server.url}/admin`)
  })

  it('leads through the first steps to an open campaign', async () => {
    await nextStep()
    await desk.locator('.gallery form[action$="/choose"] button').nth(2).click()
    await desk.waitForURL(/done=chosen/)
    await nextStep()
    await desk.goto(`${server.url}/admin/import/agencies`)
    await desk.setInputFiles('#file', {
      name: 'agencies.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('code,name,name_en,block\nX1,Xã Bảo Thắng,Bao Thang,commune\nX2,Xã Y Tý,Y Ty,commune\n'),
    })
    await desk.locator('main form button').click()
    await desk.waitForURL(/done=/)
    await nextStep()
    await desk.fill('#code', 'quy-4')
    await desk.locator('.more summary').click()
    await desk.check('[name=synthetic]')
    await desk.locator('main .form button').last().click()
    await desk.waitForURL(/done=campaign/)
    await desk.click('a[href^="/admin/new/touchpoint"]')
    await desk.locator('main .form button:not(.quiet)').last().click()
    await desk.waitForURL(/done=touchpoints/)
    await desk.goto(`${server.url}/admin/campaigns/quy-4/setup/open`)
    await desk.locator('main form button').click()
    await desk.waitForURL(/done=opened/)
  })

  it('prints posters whose code is read from the page', async () => {
    const { pages } = await openedPosters(
      await printed(desk, `${server.url}/admin/many/touchpoints/print?campaign=quy-4&all=found&kind=qr`),
    )
    address = pages[0]?.scanned() ?? ''
    expect(address).toMatch(new RegExp(`^${server.url}/s/[a-z0-9-]+$`))
  })

  it('takes the answers of three phones that scanned it', async () => {
    const codes = await Promise.all(
      Array.from({ length: phones }, async (_, phone) => {
        const page = await openPage(browser, { hasTouch: true, isMobile: true })
        const given: string[] = []
        for (let visit = 0; visit < visitsEach; visit += 1) {
          await page.goto(address)
          await page.locator('html[data-ready]').waitFor()
          await answered(page, phone, visit)
          given.push(await receipt(page))
        }
        await page.context().close()
        return given
      }),
    )
    expect(new Set(codes.flat()).size).toBe(phones * visitsEach)
  })

  it('shows on screen what the API and the command line report', async () => {
    const { agencies, total } = await figures()
    expect(total.responses).toBe(phones * visitsEach)
    const first = agencies.find(({ responses }) => responses > 0)
    await desk.goto(`${server.url}/admin/campaigns/quy-4/agencies`)
    const row =
      (await desk
        .locator(`#agencies tr`, { hasText: first?.name ?? '' })
        .first()
        .textContent()) ?? ''
    for (const { value } of first?.nodes.filter(({ kind }) => kind !== 'item') ?? []) expect(row).toContain(percent(value, 2))
    const { stdout } = await promisify(execFile)(process.execPath, [builtMain, 'report', '--campaign', 'quy-4', '--format', 'json'], {
      env: { PATH: process.env['PATH'], DATA_DIR: server.dataDir, DATABASE_URL: '' },
    })
    expect(JSON.parse(stdout)).toEqual(await figures())
  })

  it('hands on a workbook that equals the API to the last digit', async () => {
    await desk.goto(`${server.url}/admin/campaigns/quy-4/downloads`)
    const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('#exports a[href*="results.xlsx"]').click()])
    const { sheets } = await readXlsx(readFileSync(await download.path()))
    const [head = [], ...rows] = sheets.find(({ name }) => name === 'Cơ quan')?.rows ?? []
    const column = (title: string): number => head.indexOf(title)
    const { agencies } = await figures()
    for (const { code, responses, nodes } of agencies)
      for (const node of nodes) {
        const found = rows.find((row) => row[column('Mã')] === code && row[column('Mã chỉ số')] === node.code) ?? []
        expect([found[column('Số phiếu')], found[column('Số người')], found[column('Số câu trả lời được tính')]]).toEqual([
          responses,
          node.persons,
          node.base,
        ])
        if (node.value !== null) expect(found[column('Giá trị công bố (chưa làm tròn)')]).toBe(node.value)
      }
  })
})

/** One visit, from the first item to the receipt; what is said differs between phones and visits. */
async function answered(page: Page, phone: number, visit: number): Promise<void> {
  const asked = [...criteria, 'overall']
  for (const [index, item] of asked.entries()) {
    while (!(await page.locator(`[name="${item}"]`).first().isVisible())) await next(page)
    await tap(page, item, String(5 - ((phone + visit * index) % 4)))
  }
  while (!(await page.getByRole('button', { name: 'Gửi câu trả lời' }).isVisible())) await next(page)
  await send(page)
  await page.locator('[data-receipt]').waitFor()
}
