import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { saveFourEyes } from '../../server/db/settings'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { percent } from '../server/reading-html'
import { justSignedIn, signIn } from '../server/signed-in'
import { tokenOf } from '../server/token'
import { authorPage, beginBlank, carry, idsIn, press, questionRow, ready, saved, tab, words } from './authoring/author'
import { acceptAll, addFactor, addServiceField, addSummary, pickScale } from './authoring/building'
import { criteria, english, factors, paper } from './authoring/desk-form'
import { answerMany, answerOnPhone, close, openCampaign } from './authoring/fielding'
import { translateBySheet } from './authoring/sheet'
import { closePages, sharedBrowser } from './browser'
import { stored } from './site'

const id = 'tai-quay'

describe('a questionnaire built on screen', () => {
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
  const design = async () => (await designing(server).state(id)).definition

  it('begins at nothing and grows to the 22 criteria of the desk', async () => {
    await beginBlank(desk, server, id, 'Khảo sát tại quầy')
    await quietAtFirst()
    await addServiceField(desk)
    for (const factor of factors) await addFactor(desk, factor)
    await addSummary(desk)
    expect(await desk.locator('.condition-told').textContent()).toBe(
      'Chỉ hỏi khi câu overall “Nhìn chung, ông/bà hài lòng đến mức nào với sự phục vụ lần…” được trả lời “Rất không hài lòng” hoặc “Không hài lòng”.',
    )
    await saved(desk)
    expect(await idsIn(desk)).toEqual(['service', ...criteria, 'overall', 'reason'])
    const asked = (await design()).sections.flatMap(({ questions }) => questions)
    expect(
      new Set(asked.filter((question) => criteria.includes(question.id)).map((question) => ('scale' in question ? question.scale : ''))),
    ).toEqual(new Set(['satisfaction-5-na']))
  })

  it('is told to citizens, and speaks English by a translator’s sheet', async () => {
    await tab(desk, 'Thông tin chung')
    for (const [label, text] of Object.entries(paper.general)) await words(desk, label).fill(text)
    await desk.getByLabel('Câu hỏi về lĩnh vực').selectOption('service')
    await tab(desk, 'Bản dịch')
    await desk.getByLabel('Ngôn ngữ muốn thêm').selectOption('en')
    await press(desk, 'Thêm ngôn ngữ')
    await saved(desk)
    await translateBySheet(desk, (text) => (text === paper.reason ? undefined : english(text)))
    await saved(desk)
    expect((await design()).sections[1]?.questions[0]?.text).toEqual({ vi: 'Có đủ chỗ ngồi chờ', en: 'There are enough seats for waiting' })
  })

  it('grows its indicators from the sections, with the overall question beside them', async () => {
    await tab(desk, 'Chỉ số')
    await press(desk, 'Lập cây từ các phần của phiếu')
    await desk.locator('.indicator-outline button', { hasText: 'Chỉ số chung' }).click()
    await desk.locator('.many').getByLabel(new RegExp(paper.summary)).uncheck()
    await saved(desk)
    const [tree] = (await design()).trees
    expect(tree?.nodes.map(({ children, items }) => children?.length ?? items?.length)).toEqual([5, 4, 5, 6, 3, 4, 1])
  })

  it('is kept from being published by what is wrong, and leads to the place', async () => {
    await tab(desk, 'Kiểm tra và công bố')
    expect(await publishing().isDisabled()).toBe(true)
    expect(await desk.locator('#publishing ~ .wrong').textContent()).toContain('Chưa công bố được')
    const error = desk.locator('.findings .error')
    expect(await error.allTextContents()).toEqual([
      expect.stringMatching(/^reason · Điều gì làm ông\/bà chưa hài lòng\?Chưa có lời hỏi bằng tiếng Anh/),
    ])
    await error.getByRole('button', { name: 'Đến chỗ đó' }).click()
    await desk.locator('.translation :focus').fill('What made you dissatisfied?')
    await tab(desk, 'Kiểm tra và công bố')
    await desk.getByRole('heading', { name: 'Lỗi (0)' }).waitFor()
    expect(await publishing().isDisabled()).toBe(true)
    expect(await desk.locator('.findings .warning', { hasText: 'Chỉ người trả lời không tốt mới phải trả lời thêm' }).count()).toBe(1)
    await acceptAll(desk, 'Đã cân nhắc cùng Sở Nội vụ.')
    expect(await desk.locator('#publishing ~ .wrong').count()).toBe(0)
    await saved(desk)
    await publishing().click()
    expect(await desk.textContent('main')).toContain('chưa có đường xu hướng nào bị ảnh hưởng')
    await desk.getByRole('button', { name: 'Công bố bản 1' }).click()
    await desk.waitForURL(`${server.url}/admin/questionnaires/${id}/1?done=version`)
    expect(await desk.textContent('main')).toContain('Khảo sát tại quầy')
  })

  it('is answered on a phone, where skip logic asks only who is dissatisfied, and stands in the results with its base', async () => {
    const campaign = { code: 'dot-1', questionnaire: id, version: 1 }
    const touchpoint = await openCampaign(server, campaign, 20)
    expect(await answerOnPhone(browser, server, touchpoint)).toEqual({ isAskedTooSoon: false })
    await answerMany(server, campaign, touchpoint, { persons: 11, satisfied: 5, rest: { overall: '4' } })
    expect((await stored(server, 'dot-1'))[0]?.answers).toMatchObject({ service: 'ho-tich', overall: '2', reason: 'Chờ lâu' })
    const { total } = await results(server, 'dot-1')
    expect(total.nodes[0]).toMatchObject({ kind: 'overall', persons: 12, base: 12 * criteria.length, value: expect.closeTo(0.5, 9) })
    await desk.goto(`${server.url}/admin/campaigns/dot-1`)
    const said = await desk.textContent('main')
    expect(said).toContain(percent(0.5, 2))
    expect(said).toContain('264')
  })

  it('has a next version, which says before it is published what stays comparable', async () => {
    await close(server, 'dot-1')
    await beginNext(1)
    await questionRow(desk, 'A1').click()
    await words(desk, 'Lời câu hỏi').fill('Có đủ ghế ngồi chờ')
    await questionRow(desk, 'overall').click()
    await pickScale(desk, 'Hài lòng, bốn mức')
    await tab(desk, 'Kiểm tra và công bố')
    await differences()
      .getByRole('rowheader', { name: /^overall/ })
      .first()
      .waitFor()
    const told = (await differences().locator('table.changes').first().textContent()) ?? ''
    for (const words of ['Có đủ ghế ngồi chờ', 'Hài lòng, bốn mức']) expect(told).toContain(words)
    expect(await differences().textContent()).toContain('Chỉ số chính có cùng nghĩa')
    await publish(2)
  })

  it('shows a change since the version before, whose headline means the same', async () => {
    const campaign = { code: 'dot-2', questionnaire: id, version: 2 }
    await answerMany(server, campaign, await openCampaign(server, campaign, 0), { persons: 12, satisfied: 12, rest: { overall: '4' } })
    await desk.goto(`${server.url}/admin/campaigns/dot-2/trend`)
    expect(await desk.locator('#trend tbody tr').allTextContents()).toEqual([
      expect.stringContaining('tăng 50,0'),
      expect.stringMatching(/^Đợt bản 1.*–$/),
    ])
    await desk.goto(`${server.url}/admin/campaigns/dot-2`)
    expect(await desk.locator('.change b').allTextContents()).toEqual([expect.stringContaining('Đợt bản 1')])
  })

  it('shows none since a version whose headline stood on another scale, and says so before it is published', async () => {
    await close(server, 'dot-2')
    await beginNext(2)
    await questionRow(desk, 'A1').click()
    await pickScale(desk, 'Hài lòng, ba mức')
    await tab(desk, 'Kiểm tra và công bố')
    await differences().getByText('không còn cùng nghĩa').waitFor()
    await publish(3)
    const campaign = { code: 'dot-3', questionnaire: id, version: 3 }
    await answerMany(server, campaign, await openCampaign(server, campaign, 0), {
      persons: 12,
      satisfied: 12,
      rest: { A1: '3', overall: '4' },
    })
    await desk.goto(`${server.url}/admin/campaigns/dot-3/trend`)
    expect(await desk.locator('#trend').textContent()).toContain('Chưa có đợt nào trước đó so sánh được')
    await desk.goto(`${server.url}/admin/campaigns/dot-3`)
    expect(await desk.locator('.change').count()).toBe(0)
  })
  it('waits for somebody else, who sends it back with a reason and approves it when it is mended', async () => {
    await saveFourEyes(server.database, true)
    const token = await tokenOf(server.database, 'truong', [{ role: 'manager', agency: '', endsOn: '' }])
    const cookies = { author: await signIn(server), lead: await justSignedIn({ ...server, token }) }
    const arrive = async (who: keyof typeof cookies): Promise<void> => {
      await desk.context().clearCookies()
      await carry(desk.context(), server, cookies[who])
      await desk.goto(`${server.url}/admin`)
    }
    const follow = (name: string) => desk.getByRole('link', { name }).click()
    const why = 'Câu A1 hỏi hai việc.'
    await beginNext(3)
    await ask('Ghế chờ có đủ và sạch')
    await arrive('lead')
    await follow('Xem và duyệt')
    await desk.click('details.more summary')
    await desk.fill('#why', why)
    await press(desk, 'Trả lại người soạn')
    await desk.waitForURL(/done=sentBack/)
    await arrive('author')
    expect(await desk.textContent('.reason')).toBe(why)
    await follow('Sửa theo ý kiến')
    await ready(desk)
    await tab(desk, 'Kiểm tra và công bố')
    expect(await desk.textContent('.reason')).toBe(why)
    await tab(desk, 'Câu hỏi')
    await ask('Ghế chờ có đủ')
    await arrive('lead')
    await follow('Xem và duyệt')
    await press(desk, 'Duyệt nội dung này')
    await desk.waitForURL(/done=approved/)
    await arrive('author')
    expect(await desk.locator('.reason').count()).toBe(0)
    await follow('Công bố…')
    await follow('Công bố…')
    await press(desk, 'Công bố bản 4')
    await desk.waitForURL(`${server.url}/admin/questionnaires/${id}/4?done=version`)
  })
  /** No count of what is lacking greets an author, whom the first question awaits above the settings of its section. */
  const quietAtFirst = async () => {
    const firstChoice = await desk.locator('.adding .typeButton').first().boundingBox()
    expect(firstChoice?.y).toBeLessThan((await words(desk, 'Tên phần').boundingBox())?.y ?? 0)
    await tab(desk, 'Kiểm tra và công bố')
    await desk.locator('.findings .error').first().waitFor()
    expect(await publishing().isDisabled()).toBe(true)
    await tab(desk, 'Câu hỏi')
    expect(await desk.locator('nav .count').count()).toBe(0)
    expect(await desk.locator('.outliner').textContent()).not.toContain('có lỗi')
  }
  const ask = async (text: string) => {
    await questionRow(desk, 'A1').click()
    await words(desk, 'Lời câu hỏi').fill(text)
    await tab(desk, 'Kiểm tra và công bố')
    await accepted(desk.getByRole('button', { name: 'Xin duyệt', exact: true }))
    await press(desk, 'Xin duyệt')
    await desk.getByText('Đã xin duyệt.').waitFor()
  }
  const beginNext = async (version: number) => {
    await desk.goto(`${server.url}/admin/questionnaires/${id}/${version}`)
    await desk.locator('form[action$="/next"] button').click()
    await ready(desk)
  }
  /** Until nothing hinders that button any more: what the checks find comes a moment after the last change. */
  const accepted = (button: Locator) =>
    expect
      .poll(async () => {
        await acceptAll(desk, 'Như bản trước.')
        return button.isEnabled()
      })
      .toBe(true)
  const publish = async (version: number) => {
    await accepted(publishing())
    await publishing().click()
    await desk.getByRole('button', { name: `Công bố bản ${version}` }).click()
    await desk.waitForURL(`${server.url}/admin/questionnaires/${id}/${version}?done=version`)
  }
  const differences = () => desk.locator('section[aria-labelledby=differences]')
  const publishing = () => desk.getByRole('button', { name: 'Công bố', exact: true })
})

const results = async ({ url, token }: TestServer, campaign: string): Promise<Results> =>
  (await fetch(`${url}/api/v1/campaigns/${campaign}/results`, { headers: { Authorization: `Bearer ${token}` } })).json()
