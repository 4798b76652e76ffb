import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRows, isClosed } from '../../surveys/instrument/item'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { asDocument, Hand, parts, questions } from '../browser/authoring/forty'
import { authorPage, beginBlank, questionRow, saved } from '../browser/authoring/author'
import { closePages, sharedBrowser } from '../browser/browser'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'

const id = 'bon-muoi'

describe('a survey of 40 questions, rebuilt from a document', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  let hand: Hand
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    page = await authorPage(server, browser)
    hand = new Hand(page)
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const tab = (name: string) => page.getByRole('navigation').getByRole('button', { name })
  const design = async (): Promise<Questionnaire> => (await designing(server).state(id)).definition
  /** The row of a question by its words; ids are as the designer gave them. */
  const idOf = async (text: string): Promise<string> => {
    const found = (await design()).sections.flatMap((section) => section.questions).find((question) => question.text['vi'] === text)
    return found?.id ?? ''
  }
  const open = async (text: string) => {
    await saved(page)
    await hand.click(questionRow(page, await idOf(text)))
  }
  const textOf = (one: string): string => questions.find((question) => question.id === one)?.text.vi ?? ''

  it('takes the whole document at once, and asks it as it is asked on paper', async () => {
    await beginBlank(page, server, id, 'Phiếu bốn mươi câu')
    await hand.click(page.locator('.typeButton', { hasText: 'Dán cả danh sách câu hỏi' }))
    await page.locator('.paste textarea:focus').waitFor()
    await hand.paste(asDocument)
    await hand.choose(page.getByLabel(/^Hỏi 25 câu/), 'Mức độ hài lòng')
    await hand.choose(page.locator('.paste').getByLabel('Thang đo', { exact: true }), 'Hài lòng, năm mức, có “không liên quan”')
    await hand.click(button('Thêm 40 câu hỏi'))
    await page.locator('.paneEdit h2:focus').waitFor()
    expect(await page.locator('[data-drop=section] > .row').count()).toBe(parts.length)
  })

  it('takes its matrix, its other scale and its comment, each where it is', async () => {
    const matrix = questions.find(({ kind }) => kind === 'matrix')
    await open(matrix?.text.vi ?? '')
    await hand.choose(page.getByLabel('Kiểu câu hỏi'), 'Bảng nhiều dòng')
    await hand.click(page.locator('.rows').getByRole('button', { name: 'Dán danh sách…' }))
    await page.locator('.paste textarea:focus').waitFor()
    await hand.paste((matrix?.rows ?? []).join('\n'))
    await hand.click(button(/^Thêm \d+ dòng$/))
    await open(textOf('overall'))
    await hand.choose(page.getByLabel('Thang đo', { exact: true }), 'Hài lòng, năm mức')
    await open(textOf('comment'))
    await hand.choose(page.getByLabel('Kiểu câu hỏi'), 'Ý kiến viết')
  })

  it('takes its skip logic', async () => {
    const late = await idOf(textOf('on_time'))
    for (const one of ['late_notice', 'late_apology']) {
      await open(textOf(one))
      const skip = page.getByRole('group', { name: 'Khi nào hỏi câu này' })
      await hand.choose(skip.getByLabel('Khi nào hỏi', { exact: true }), { value: 'all' })
      await hand.choose(skip.getByLabel('Câu hỏi', { exact: true }), { value: late })
      await hand.click(skip.getByLabel('Trễ hẹn', { exact: true }))
    }
    await saved(page)
  })

  it('speaks its second language, and stands as it stood on paper', async () => {
    await hand.click(tab('Bản dịch'))
    await hand.choose(page.getByLabel('Ngôn ngữ muốn thêm'), { value: 'en' })
    await hand.click(button('Thêm ngôn ngữ'))
    await saved(page)
    const made = await design()
    const asked = made.sections.flatMap((section) => section.questions)
    expect(asked.map((question) => question.text['vi'])).toEqual(questions.map(({ text }) => text.vi))
    expect(made.sections.map(({ title }) => title['vi'])).toEqual(parts.map(({ title }) => title))
    expect(made.languages).toEqual(['vi', 'en'])
    expect(new Set(asked.filter(isClosed).map(({ scale }) => scale)).size).toBeGreaterThanOrEqual(12)
    expect(asked.filter(hasRows).map(({ items }) => items.length)).toEqual([questions.find(({ kind }) => kind === 'matrix')?.rows.length])
    expect(asked.filter(({ showIf }) => showIf).length).toBe(2)
    expect(
      asked.filter((question) => isClosed(question) && question.scale === 'satisfaction-5-na').map((question) => question.id),
    ).toContain('C6')
  })

  it('costs 33 clicks and two pastes, where it took 244 clicks and 155 keys before lists were pasted', () => {
    expect({ clicks: hand.clicks, keys: hand.keys }).toEqual({ clicks: 33, keys: 2 })
  })
})
