import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSmall } from '../surveys/small'
import { designed, withDesigns } from '../server/designed'
import { designing } from '../server/designing'
import { isLongRun, oneLanguage, startServer, type TestServer } from '../server/harness'
import { closePages, forgotten, openPage, sharedBrowser } from './browser'
import { faults, type Look, withoutBase } from './faults'

/** Where one pane at a time is seen, and where all are; each look is walked to at its first width. */
const screens: readonly (readonly [string, readonly Look[]])[] = [
  ['320 and 360', [{ width: 320, axe: ['light'] }, { width: 360 }]],
  ['1440 and 1080', [{ width: 1440, axe: ['light', 'dark'] }, { width: 1080 }]],
]
const pages = [
  '/admin/questionnaires',
  '/admin/new/design',
  `/admin/designs/${designed.open}/review`,
  `/admin/designs/${designed.open}/discard`,
  `/admin/questionnaires/${designed.set}/1`,
  `/admin/questionnaires/${designed.twice}/history`,
  `/admin/questionnaires/${designed.twice}/compare?from=1&to=2`,
] as const

let server: TestServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
  await withDesigns(server)
})
afterAll(async () => {
  await closePages(browser)
  await server.close()
})

/** By their width. */
const readers = new Map<number, Page>()

async function inside(width: number, path: string): Promise<Page> {
  const reader = readers.get(width)
  const page = await (reader
    ? forgotten(reader)
    : openPage(browser, {
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
        extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
      }))
  readers.set(width, page)
  await page.setViewportSize({ width, height: 900 })
  await page.goto(server.url + path)
  if (/\/designs\/[^/]+$/.test(new URL(page.url()).pathname)) await page.locator('html[data-ready]').waitFor()
  return page
}

describe.each(screens)('the designer at %s pixels', (_, looks) => {
  const width = looks[0]?.width ?? 0
  /** What is alike on both screens is looked at on one of them in the short run. */
  const itOn = (screen: number) => it.runIf(isLongRun || screen === width)
  /** Names in English are looked for on the wide screen, and room for its words on all. */
  const inEnglish = looks.map((look) => ({ width: look.width, axe: look.width === 1440 ? ['words' as const] : [] }))
  /** Every rule of WCAG 2.2 AA that a machine can check, in the light and in the dark, no sideways scrolling, targets that a finger hits. */
  async function isClean(page: Page, what: string, here = looks): Promise<void> {
    await page.evaluate(() => scrollTo(0, 0))
    expect([
      what,
      await faults(page, here, async () => [...(await smallTargets(page)), ...(await withoutBase(page)), ...(await scrolling(page))]),
    ]).toEqual([what, []])
  }

  /** A node with steps, one of them wrong; the keyboard stays with what it adds, moves and removes. */
  async function stepsAreClean(page: Page): Promise<void> {
    const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor()
    await page.locator('.indicator-outline button').nth(1).click()
    await page.locator('.indicator-more > summary').press('Enter')
    const add = page.getByRole('button', { name: 'Thêm bước' })
    await add.press('Enter')
    await focused('[data-place="0"] input')
    await page.getByLabel('Khoảng gốc: đến').fill('0')
    await page.locator('.indicator-steps .wrong').waitFor()
    await page.getByLabel('Bước mới').selectOption('round')
    await add.press('Enter')
    await focused('[data-place="1"] input')
    await page.getByRole('button', { name: 'Đưa “Bước 2” lên trên' }).press('Enter')
    await focused('[data-place="0"] [data-step="-1"]')
    expect(await page.locator('.indicator-meaning').first().textContent()).toContain('; sau đó làm tròn 1 chữ số, nửa lên; đưa từ 0–0%')
    await isClean(page, 'steps')
    for (const left of [1, 0]) {
      await page.getByRole('button', { name: 'Xoá “Bước 1”' }).press('Enter')
      await focused(left === 0 ? '.indicator-steps select' : '[data-place="0"] input')
    }
  }

  it.each(oneLanguage)('has every tab in sight and is clean on it, in %s', async (language) => {
    const page = await inside(width, `/admin/designs/${designed.open}?lang=${language}`)
    const tabs = page.locator('.bar nav button')
    expect(await tabs.count()).toBe(7)
    for (const at of new Set(looks.map((look) => look.width))) {
      await page.setViewportSize({ width: at, height: 900 })
      const isInSight = (all: readonly Element[]) =>
        all.map((tab) => tab.getBoundingClientRect()).every(({ left, right }) => left >= 0 && right <= innerWidth)
      expect([at, await tabs.evaluateAll(isInSight)]).toEqual([at, true])
    }
    for (let at = 0; at < 7; at += 1) {
      await tabs.nth(at).click()
      await page.locator('main .card:visible, main .outliner:visible').first().waitFor()
      await isClean(page, `${language} tab ${at + 1}`, language === 'vi' ? looks : inEnglish)
    }
  })

  itOn(1440)('is clean with the steps of an indicator', async () => {
    await designing(server).begin({ ...readSmall(), id: `steps${width}` })
    const page = await inside(width, `/admin/designs/steps${width}`)
    await page.getByRole('navigation').getByRole('button', { name: 'Chỉ số' }).click()
    await page.locator('.indicator-outline').waitFor()
    await stepsAreClean(page)
  })

  itOn(320)('is clean with an error, a warning, and conditions to choose', async () => {
    const page = await inside(width, `/admin/designs/${designed.open}`)
    for (const [question, severity] of [
      ['q2', 'error'],
      ['q', 'warning'],
    ] as const) {
      await page.locator(`.row[data-row="${question}"] .pickRow`).click()
      await page.locator(`.found .${severity}`).first().waitFor()
      await isClean(page, severity)
    }
    await page.locator('.condition select').first().selectOption('any')
    // The topmost: the screen of another width may have left a group, if it was closed before what it took back was saved.
    await page.getByRole('button', { name: 'Thêm nhóm điều kiện' }).last().click()
    await isClean(page, 'conditions')
    await page.locator('.bar').getByRole('button', { name: 'Hoàn tác' }).click()
    await page.locator('[data-drop="section"] > .row .pickRow').first().click()
    await page.getByRole('button', { name: 'Xoá phần này' }).click()
    await isClean(page, 'section')
  })

  itOn(1440)('is clean where two authors clash', async () => {
    const author = designing(server)
    const id = `clash${width}`
    await author.begin({ ...readSmall(), id })
    const page = await inside(width, `/admin/designs/${id}`)
    await author.save(id, 1, { ...readSmall(), id, title: { vi: 'Tên của người khác', en: 'Their title' } })
    await page.getByRole('button', { name: 'Thông tin chung' }).click()
    await page.locator('.general textarea').first().fill('Tên của tôi')
    await page.locator('.collision').waitFor()
    await isClean(page, 'clash')
  })

  itOn(320).each(oneLanguage)('has clean pages around it, in %s', async (language) => {
    const page = await inside(width, `${pages[0]}?lang=${language}`)
    for (const path of pages) {
      await page.goto(server.url + path)
      await isClean(page, `${language} ${path}`, language === 'vi' ? looks : inEnglish)
    }
    await page.goto(`${server.url}/admin/new/design`)
    await page.locator('main form button').last().click()
    await page.locator('.summary').waitFor()
    await isClean(page, `${language} refused beginning`, language === 'vi' ? looks : inEnglish)
  })
})

/** Controls of less than 44 pixels, and links of less than 24. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const lower = (selector: string, least: number) =>
      [...document.querySelectorAll(selector)]
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < least)
        .map((one) => `${one.tagName} ${one.textContent}`)
    return [
      ...lower('main button, .bar button, select, textarea, input:not([type=radio], [type=checkbox], [type=hidden]), summary', 43.9),
      ...lower('main a, .bar a, label.pick', 23.9),
    ]
  })

/** Parts of the designer that scroll by themselves, against the page: none but what somebody writes in. */
const scrolling = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main.designer *:not(textarea, select, option)')]
      .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1)
      .map((one) => `${one.tagName}.${one.className} scrolls`),
  )

describe('the designer by keyboard alone', () => {
  let page: Page
  const opened = async (id: string, width = 1440): Promise<void> => {
    await designing(server).begin({ ...readSmall(), id })
    page = await inside(width, `/admin/designs/${id}`)
  }
  const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor()
  const row = (question: string) => page.locator(`.row[data-row="${question}"] .pickRow`)

  it('comes through tabs, outline, editor and preview in this order, and always sees where it is', async () => {
    await opened('by-keys')
    const parts: string[] = []
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const one = document.activeElement
        const box = one?.getBoundingClientRect()
        const { outlineStyle, outlineWidth } = getComputedStyle(one ?? document.body)
        return {
          part: ['.bar nav', '.paneEdit', '.paneOutline', '.looking', 'iframe'].find((part) => one?.closest(part)) ?? '',
          isSeen: one instanceof HTMLIFrameElement || (outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2),
          isInView: box !== undefined && box.bottom > 0 && box.top < innerHeight,
          what: one?.outerHTML.slice(0, 80),
        }
      })
      if (at.part === 'iframe') break
      expect(at).toMatchObject({ isSeen: true, isInView: true })
      if (at.part !== '' && parts.at(-1) !== at.part) parts.push(at.part)
    }
    expect(parts).toEqual(['.bar nav', '.paneOutline', '.paneEdit', '.paneOutline', '.looking'])
  })

  it('writes the words of a question that it has just added', async () => {
    await opened('adding')
    await page
      .getByRole('button', { name: /^Thêm câu hỏi vào phần/ })
      .first()
      .press('Enter')
    await focused('#types')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await focused('.paneEdit textarea')
    await page.keyboard.type('Ông bà thấy sao?')
    expect(await row('q').textContent()).toContain('Ông bà thấy sao?')
    await page.getByRole('button', { name: 'Thêm phần' }).press('Enter')
    await focused('.paneEdit input')
  })

  it('stays with a question that it moves, also into the next section', async () => {
    await opened('moving')
    await row('field').press('Alt+ArrowUp')
    await focused('.row[data-row="field"] .pickRow')
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('Alt+ArrowDown')
    await focused('li:has(> .row[data-row="second"]) .row[data-row="field"] .pickRow')
    await page.keyboard.press('Enter')
    const up = page.locator('.row[data-row="field"] [data-step="-1"]')
    await up.press('Enter')
    await focused('li:has(> .row[data-row="first"]) .row[data-row="field"] [data-step="-1"]')
  })

  it('goes on at the next field after renaming, and at the next question after removing', async () => {
    await opened('renaming')
    await row('late').press('Enter')
    const code = page.getByRole('textbox', { name: 'Mã', exact: true })
    await code.fill('late_now')
    await code.press('Tab')
    await page.getByRole('heading', { name: 'Câu late_now' }).waitFor()
    await focused('.paneEdit select')
    await page.getByRole('button', { name: 'Xoá câu này' }).press('Enter')
    await focused('.row[data-row="told"] .pickRow')
    expect(await row('late_now').count()).toBe(0)
  })

  it('is asked before a section goes, and then stands at the next one', async () => {
    await opened('sections')
    await page.locator('.row[data-row="first"] .pickRow').press('Enter')
    await page.getByRole('button', { name: 'Xoá phần này' }).press('Enter')
    await page.locator('button:focus', { hasText: 'Giữ lại' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('button:focus', { hasText: 'Xoá phần này' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await focused('.row[data-row="second"] .pickRow')
  })

  it('stays with the rows of a matrix', async () => {
    await opened('rows')
    await row('m').press('Enter')
    await page.getByRole('button', { name: 'Thêm dòng' }).press('Enter')
    await focused('.rows li:nth-child(3) input')
    await page.locator('.rows li:nth-child(3) [data-step="-1"]').press('Enter')
    await focused('.rows li:nth-child(2) [data-step="-1"]')
    await page.keyboard.press('Enter')
    await focused('.rows li:nth-child(1) [data-step="-1"]')
    await page.locator('.rows li:nth-child(1) .acts button').last().press('Enter')
    await focused('.rows li:nth-child(1) input')
    expect(await page.locator('.rows li').count()).toBe(2)
  })

  it.each([360, 1440])('is led to what a check found, at %i pixels', async (width) => {
    page = await inside(width, `/admin/designs/${designed.open}`)
    const lead = async (place: string) => {
      await page.getByRole('button', { name: /^Kiểm tra và công bố/ }).click()
      await page.locator('.findings li.error', { hasText: place }).first().getByRole('button', { name: 'Đến chỗ đó' }).press('Enter')
    }
    await lead('bằng tiếng Việt')
    await focused('.paneEdit h2')
    expect(await page.locator(':focus').textContent()).toBe('Câu q2')
    await lead('bằng tiếng Anh')
    await focused('[data-key="questions/q/text"]')
  })

  it('is led to the scale or the indicator that a check names, and left alone when it goes to a tab itself', async () => {
    const small = readSmall()
    await designing(server).begin({
      ...small,
      id: 'led',
      trees: small.trees.map((tree) => ({
        ...tree,
        nodes: [...tree.nodes, { code: 'E', kind: 'factor', label: { vi: 'Trống', en: 'Empty' } }],
      })),
    })
    page = await inside(1440, '/admin/designs/led')
    for (const [where, heading, name] of [
      ['chưa có câu hỏi hay chỉ số con', '.indicator-work h3', 'Trống'],
      ['Số phương án tốt và xấu không bằng nhau', '#scale-editor', 'Kém'],
    ] as const) {
      await page.getByRole('button', { name: /^Kiểm tra và công bố/ }).press('Enter')
      await page.locator('.findings li', { hasText: where }).first().getByRole('button', { name: 'Đến chỗ đó' }).press('Enter')
      await focused(heading)
      expect(await page.locator(':focus').textContent()).toContain(name)
    }
    const tab = page.getByRole('navigation').getByRole('button', { name: 'Chỉ số' })
    await tab.press('Enter')
    await page.locator('.indicator-work').waitFor()
    expect(await tab.evaluate((button) => button === document.activeElement)).toBe(true)
  })

  it('stays at the line that it opened, whose editor stands below it, and goes on at the next', async () => {
    await opened('small-screen', 360)
    await row('ways').press('Enter')
    await focused('.row[data-row="ways"] .pickRow')
    await page.locator('.row[data-row="ways"] + .paneEdit').waitFor()
    await page.getByRole('button', { name: 'Xoá câu này' }).press('Enter')
    await focused('.row[data-row="field"] .pickRow')
  })
})
