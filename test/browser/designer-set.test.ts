import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tallyLayout } from '../../surveys/figures/tally'
import { assessed } from '../../surveys/indices/assessment'
import type { IndicatorNode } from '../../surveys/instrument/schema'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { given } from '../surveys/indices/sets'
import { authorPage, press, ready, saved, tab, words } from './authoring/author'
import { closePages, sharedBrowser } from './browser'
import { faults } from './faults'

const id = 'bo-rieng'

describe('an indicator set built on screen', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    desk = await authorPage(server, browser)
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const definition = async () => (await designing(server).state(id)).definition
  const node = async (code: string): Promise<IndicatorNode | undefined> =>
    (await definition()).trees.flatMap(({ nodes }) => nodes).find((one) => one.code === code)
  const choose = (code: string) => desk.locator('.indicator-outline button', { has: desk.locator(`code:text-is("${code}")`) }).click()
  const field = (name: string) => desk.getByLabel(name, { exact: true })

  /** What becomes of a node's value stays folded out from node to node. */
  const unfolded = async (): Promise<void> => {
    if ((await desk.locator('.indicator-more[open]').count()) === 0) await desk.locator('.indicator-more > summary').click()
  }

  /** A further node below one, under a code and a name of its own. */
  async function add(under: string, code: string, label: string): Promise<void> {
    await choose(under)
    await press(desk, 'Thêm chỉ số con')
    await field('Mã').fill(code)
    await field('Mã').press('Tab')
    await words(desk, 'Tên').fill(label)
  }

  it('begins with one tree of points, and without what only a questionnaire has', async () => {
    await desk.goto(`${server.url}/admin/new/design`)
    await desk.check('[name=origin][value=set]')
    await desk.fill('#id', id)
    await desk.fill('#title', 'Bộ chỉ số của tỉnh')
    await desk.click('main form button')
    await ready(desk)
    expect(await desk.getByRole('navigation').getByRole('button').allTextContents()).toEqual([
      'Chỉ số',
      'Bản dịch',
      'Thông tin chung',
      expect.stringMatching(/^Kiểm tra và công bố/),
    ])
    expect(await desk.getByText('Thử với câu trả lời giả định').count()).toBe(0)
    expect(await desk.locator('.made-value').textContent()).toContain('—')
  })

  it('takes a criterion that agencies score themselves, with evidence', async () => {
    await add('TOTAL', 'A', 'Kế hoạch năm')
    await field('Giá trị lấy từ đâu').selectOption({ label: 'số do cơ quan nhập' })
    await field('Điểm tối đa').fill('4')
    await field('Minh chứng').selectOption({ label: 'bắt buộc' })
    await words(desk, 'Số này lấy ở đâu').fill('Quyết định ban hành')
    await saved(desk)
    expect(await node('A')).toMatchObject({
      input: 'entered',
      entry: { unit: 'points', evidence: 'needed', source: { vi: 'Quyết định ban hành' } },
      maximum: 4,
    })
  })

  it('takes one that two counts decide', async () => {
    await add('TOTAL', 'B', 'Hồ sơ đúng hạn')
    for (const [code, label] of [
      ['B1', 'Hồ sơ đúng hạn'],
      ['B2', 'Hồ sơ đã giải quyết'],
    ] as const) {
      await add('B', code, label)
      await field('Giá trị lấy từ đâu').selectOption({ label: 'số đếm do cơ quan nhập' })
    }
    await choose('B')
    await field('Cách gộp').selectOption({ label: 'thương của hai phần' })
    await field('Giá trị khi cả hai phần bằng 0').fill('1')
    await field('Điểm tối đa').fill('3')
    await unfolded()
    await press(desk, 'Thêm bước')
    for (const [end, value] of [
      ['Khoảng gốc: từ', '0.5'],
      ['Khoảng gốc: đến', '0.9'],
      ['Khoảng mới: đến', '3'],
    ] as const)
      await field(end).fill(value)
    await desk.getByLabel('Bước mới').selectOption('clamp')
    await press(desk, 'Thêm bước')
    await field('Không dưới').fill('0')
    await field('Không quá').fill('3')
    await saved(desk)
    expect(await node('B')).toMatchObject({ children: ['B1', 'B2'], rollUp: 'ratio', ofNothing: 1, maximum: 3 })
    expect(await node('B1')).toMatchObject({ input: 'counted', entry: { unit: 'count' } })
  })

  it('takes one that is drawn from a campaign', async () => {
    await add('TOTAL', 'C', 'Hài lòng')
    await field('Giá trị lấy từ đâu').selectOption({ label: 'lấy từ khảo sát hoặc kỳ đánh giá khác' })
    await field('Phiếu khảo sát hoặc bộ chỉ số').selectOption('campaign sipas-service')
    await field('Chỉ số được lấy').selectOption('SIPAS')
    await field('Giá trị được lấy').selectOption('share')
    await field('Điểm tối đa').fill('3')
    await unfolded()
    await desk.getByLabel('Bước mới').selectOption('linear')
    await press(desk, 'Thêm bước')
    await field('Khoảng gốc: đến').fill('1')
    await field('Khoảng mới: đến').fill('3')
    await choose('TOTAL')
    await words(desk, 'Tên').fill('Tổng điểm')
    await field('Điểm tối đa').fill('10')
    await saved(desk)
    expect((await node('C'))?.draws).toEqual({ from: 'campaign', questionnaire: 'sipas-service', node: 'SIPAS', figure: 'share' })
    expect((await node('TOTAL'))?.children).toEqual(['A', 'B', 'C'])
  })

  it('says in a sentence what a criterion computes', async () => {
    await choose('B')
    expect(await desk.locator('.indicator-work [role=status]').first().textContent()).toContain('Thương của 2 chỉ số con')
  })

  it('shows what made-up numbers come to, and says what is missing', async () => {
    // 4 + 3 (ten of ten on time) + 3 at their best; with 8 of 10 on time (0.8 − 0.5)/0.4 · 3 = 2.25.
    const head = desk.locator('.made-value b')
    expect(await head.textContent()).toBe('10,00')
    await field('Sửa số của chỉ số').selectOption('B1')
    await field('Hồ sơ đúng hạn (B1)').fill('8')
    expect(await head.textContent()).toBe('9,25')
    await field('Tình huống').selectOption({ label: 'chưa có số nào' })
    expect(await head.textContent()).toBe('—')
    expect(await desk.locator('.what-if tbody tr', { hasText: 'Kế hoạch năm' }).textContent()).toContain('chưa nhập số liệu')
  })

  it('groups by places among agencies, and is published once it says where it comes from', async () => {
    await press(desk, 'Thêm bộ xếp loại')
    await desk.getByLabel('Xếp nhóm theo thứ bậc giữa các cơ quan').check()
    await field('Bậc cao nhất: đến hết').fill('1')
    await press(desk, 'Chia đôi bậc 1')
    await words(desk, 'Tên của bậc 1').fill('Nửa dưới')
    await words(desk, 'Tên của bậc 2').fill('Nửa trên')
    await choose('TOTAL')
    await field('Xếp loại theo').selectOption('bands')
    await desk.locator('.indicator-outline button').first().click()
    await words(desk, 'Tên').fill('Điểm')
    await tab(desk, 'Thông tin chung')
    expect(await desk.getByLabel(/Lời cảm ơn/).count()).toBe(0)
    await words(desk, 'Nguồn').fill('Quyết định của tỉnh')
    await words(desk, 'Mục đích').fill('Chấm điểm cơ quan')
    await tab(desk, 'Kiểm tra và công bố')
    await expect.poll(() => desk.locator('.findings .error').allTextContents()).toEqual([])
    await saved(desk)
    const { definition: made, revision } = await designing(server).state(id)
    expect(made.bandSets).toMatchObject([
      {
        ends: 'quantiles',
        bands: [
          { from: 0, to: 0.5 },
          { from: 0.5, to: 1 },
        ],
      },
    ])
    await designing(server).publish(made, revision)
    // (0.8 − 0.5)/0.4 · 3 + 0.9 · 3 = 4.95, and 2 or 4 points.
    const low = given('low', { A: 2, B1: 8, B2: 10, C: 0.9 })
    const high = given('high', { A: 4, B1: 8, B2: 10, C: 0.9 })
    const found = assessed(made, tallyLayout(made), [low, high]).agencies.map(({ nodes: [head] }) => [head?.value?.toFixed(2), head?.grade])
    expect(found).toEqual([
      ['6.95', made.bandSets[0]?.bands[0]?.code],
      ['8.95', made.bandSets[0]?.bands[1]?.code],
    ])
  })

  it('can begin from what comes with the product, which is told without fault', async () => {
    await desk.goto(`${server.url}/admin/questionnaires`)
    const summary = desk.locator('#catalogue > summary')
    await summary.press('Enter')
    await desk.locator('#catalogue details.from > summary').first().press('Enter')
    expect(await faults(desk, [{ width: 1440, axe: ['light', 'dark'] }, { width: 360 }])).toEqual([])
    await desk.getByRole('button', { name: /^Đưa vào dùng: .*Quyết định 766/ }).press('Enter')
    await desk.getByRole('heading', { name: 'Các chỉ số' }).waitFor()
    expect(new URL(desk.url()).pathname).toBe('/admin/questionnaires/service-766/1')
  })

  it('has no fault that a machine finds, at any width, and is worked with the keyboard alone', async () => {
    await designing(server).office.send(`/admin/questionnaires/${id}/1/next`)
    await desk.goto(`${server.url}/admin/designs/${id}`)
    await ready(desk)
    for (const code of ['A', 'B', 'C']) {
      await choose(code)
      expect([code, await faults(desk, [{ width: 1440, axe: ['light', 'dark'] }, { width: 360 }])]).toEqual([code, []])
    }
    await choose('A')
    await field('Giá trị lấy từ đâu').focus()
    await desk.keyboard.press('ArrowDown')
    await desk.keyboard.press('Tab')
    expect(await field('Đơn vị').evaluate((element) => element === document.activeElement)).toBe(true)
    await saved(desk)
    expect(await node('A')).toMatchObject({ input: 'counted' })
  })
})
