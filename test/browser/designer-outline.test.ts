import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { signIn } from '../server/signed-in'
import { readSmall, smallSource } from '../surveys/small'
import { authorPage, carry, idsIn, openDesign, press, questionRow, saved, words } from './authoring/author'
import { closePages, openPage, sharedBrowser } from './browser'

const [first, second] = smallSource.sections
const question = (id: string) => ({ type: 'text', id, text: { vi: `Câu ${id}`, en: id }, maxLength: 100, lines: 1 }) as const
const definition = readSmall({
  ...smallSource,
  id: 'thu-tu',
  trees: [],
  sections: [
    { id: first.id, title: first.title, questions: ['a1', 'a2', 'a3'].map(question) },
    { id: second.id, title: second.title, questions: ['b1', 'b2'].map(question) },
  ],
})
const begun = ['a1', 'a2', 'a3', 'b1', 'b2']

describe('the outline of a design', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    desk = await authorPage(server, browser)
    await designing(server).begin(definition)
  })
  beforeEach(() => openDesign(desk, server, definition.id))
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })
  const told = () => desk.locator('.outliner [role=status]').textContent()
  const undoAll = async (times: number) => {
    for (let step = 0; step < times; step += 1) await press(desk, 'Hoàn tác')
    expect(await idsIn(desk)).toEqual(begun)
    await saved(desk)
  }

  it('moves a question with Alt and the arrows, over the edge of its section, and keeps it in hand', async () => {
    await questionRow(desk, 'a2').focus()
    const seen: [readonly string[], string | null][] = []
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      await desk.keyboard.press(`Alt+${key}`)
      seen.push([await idsIn(desk), await told()])
    }
    expect(seen).toEqual([
      [['a1', 'a3', 'a2', 'b1', 'b2'], 'Câu a2 đang ở vị trí 3 trong 3 câu của phần “Một”.'],
      [['a1', 'a3', 'a2', 'b1', 'b2'], 'Câu a2 đang ở vị trí 1 trong 3 câu của phần “Hai”.'],
      [['a1', 'a3', 'b1', 'a2', 'b2'], 'Câu a2 đang ở vị trí 2 trong 3 câu của phần “Hai”.'],
      [['a1', 'a3', 'a2', 'b1', 'b2'], 'Câu a2 đang ở vị trí 1 trong 3 câu của phần “Hai”.'],
    ])
    await undoAll(4)
  })

  it('moves the chosen one by its buttons, and stands still at the ends', async () => {
    await questionRow(desk, 'a1').click()
    await press(desk, 'Đưa “a1” lên trên')
    expect(await desk.getByRole('button', { name: 'Hoàn tác' }).isDisabled()).toBe(true)
    await press(desk, 'Đưa “a1” xuống dưới')
    await desk.keyboard.press('Enter')
    expect([await idsIn(desk), await told()]).toEqual([
      ['a2', 'a3', 'a1', 'b1', 'b2'],
      'Câu a1 đang ở vị trí 3 trong 3 câu của phần “Một”.',
    ])
    await undoAll(2)
  })

  it('drops a question where the mark stands, and says where it is now', async () => {
    for (const [id, line, order] of [
      ['a1', 'a3', ['a2', 'a3', 'a1', 'b1', 'b2']],
      ['a3', 'a1', ['a3', 'a1', 'a2', 'b1', 'b2']],
      ['a1', 'b2', ['a2', 'a3', 'b1', 'a1', 'b2']],
    ] as const) {
      await drag(desk, id, questionRow(desk, line))
      expect([await idsIn(desk), await told()]).toEqual([order, expect.stringContaining(`Câu ${id} đang ở vị trí`)])
      await undoAll(1)
    }
    await drag(desk, 'a1', desk.getByRole('button', { name: /^Thêm câu hỏi vào phần/ }).first())
    expect(await idsIn(desk)).toEqual(['a2', 'a3', 'a1', 'b1', 'b2'])
    await undoAll(1)
  })

  it('drops a question where a finger leaves it, on a phone', async () => {
    const phone = await openPage(browser, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    await carry(phone.context(), server, await signIn(server))
    await openDesign(phone, server, definition.id)
    await dragByTouch(phone, 'a1', questionRow(phone, 'a3'))
    expect(await idsIn(phone)).toEqual(['a2', 'a3', 'a1', 'b1', 'b2'])
    await press(phone, 'Hoàn tác')
    await saved(phone)
    await phone.context().close()
  })

  it('keeps the keyboard in its place when a question gets another id, and takes the next click', async () => {
    await questionRow(desk, 'b1').click()
    const id = desk.getByLabel('Mã', { exact: true })
    await id.fill('bb')
    await desk.keyboard.press('Shift+Tab')
    await questionRow(desk, 'bb').waitFor()
    expect(await desk.getByLabel('Kiểu câu hỏi').evaluate((field) => field === document.activeElement)).toBe(true)
    await press(desk, 'Hoàn tác')
    expect([await desk.locator('.paneEdit h2').textContent(), await questionRow(desk, 'b1').getAttribute('aria-current')]).toEqual([
      'Câu b1',
      'true',
    ])
    await press(desk, 'Làm lại')
    expect(await desk.locator('.paneEdit h2').textContent()).toBe('Câu bb')
    await id.fill('b1')
    await press(desk, 'Nhân đôi câu này')
    expect(await idsIn(desk)).toEqual(['a1', 'a2', 'a3', 'b1', 'b3', 'b2'])
    await undoAll(3)
  })

  it('says nothing of a question that was just added until its author has left it, and keeps its field where it is', async () => {
    await questionRow(desk, 'a1').click()
    const count = desk.locator('.bar nav .count')
    const were = await count.textContent()
    await press(desk, 'Thêm câu giống câu này')
    const text = words(desk, 'Lời câu hỏi')
    const fresh = desk.locator('.paneEdit h2')
    const id = (await fresh.textContent())?.replace('Câu ', '') ?? ''
    const top = async () => (await text.boundingBox())?.y
    const at = await top()
    // The checks have looked, and hinder publishing.
    await count.filter({ hasNotText: were ?? '' }).waitFor()
    const isFocused = () => text.evaluate((field) => field === document.activeElement)
    expect([await isFocused(), await desk.locator('.paneEdit .found').count(), await top()]).toEqual([true, 0, at])
    expect(await questionRow(desk, id).textContent()).not.toContain('có lỗi')
    await questionRow(desk, 'a1').click()
    await desk.locator(`.row[data-row="${id}"]`).getByText('có lỗi').waitFor()
    await questionRow(desk, id).click()
    await desk.locator('.paneEdit .found .error').waitFor()
    const before = await top()
    await text.fill('Lời mới')
    await desk.locator('.paneEdit .found .error').waitFor({ state: 'hidden' })
    expect(await top()).toBe(before)
    await press(desk, 'Hoàn tác')
    await undoAll(1)
  })

  it('gives a section another id, which nobody else bears, and stays at it', async () => {
    await desk.locator('[data-drop=section] > .row .pickRow').nth(1).click()
    const id = desk.getByLabel('Mã phần')
    for (const [wrong, why] of [
      [first.id, 'đã có rồi'],
      ['2 phần', 'bắt đầu bằng một chữ cái'],
    ] as const) {
      await id.fill(wrong)
      expect(await desk.locator('.paneEdit .wrong').textContent()).toContain(why)
    }
    await id.fill('phan-hai')
    await desk.keyboard.press('Tab')
    await desk.locator('[data-row="phan-hai"]').waitFor()
    expect(await words(desk, 'Tên phần').inputValue()).toBe('Hai')
    await undoAll(1)
  })

  it('lays out only what is near', async () => {
    expect(
      await desk
        .locator('[data-drop=section]')
        .first()
        .evaluate((part) => getComputedStyle(part).contentVisibility),
    ).toBe('auto')
  })

  it('brings every step back and forth, by buttons and by keys, also from within a field', async () => {
    await questionRow(desk, 'a1').click()
    await words(desk, 'Lời câu hỏi').fill('Lời khác')
    await press(desk, 'Nhân đôi câu này')
    await press(desk, 'Xoá câu này')
    await questionRow(desk, 'b1').click()
    await desk.getByLabel('Bắt buộc trả lời').check()
    const seen: unknown[] = []
    await desk.keyboard.press('Control+z')
    expect(await desk.getByLabel('Bắt buộc trả lời').isChecked()).toBe(false)
    await words(desk, 'Lời câu hỏi').focus()
    for (let step = 0; step < 3; step += 1) {
      await desk.keyboard.press('Control+z')
      seen.push(await idsIn(desk))
    }
    expect(seen).toEqual([['a1', 'a4', 'a2', 'a3', 'b1', 'b2'], begun, begun])
    expect(await questionRow(desk, 'a1').textContent()).toContain('Câu a1')
    expect(await desk.getByRole('button', { name: 'Hoàn tác' }).isDisabled()).toBe(true)
    for (let step = 0; step < 4; step += 1) await desk.keyboard.press('Control+Shift+z')
    expect([
      await questionRow(desk, 'a1').textContent(),
      await desk.getByLabel('Bắt buộc trả lời').isChecked(),
      await desk.getByRole('button', { name: 'Làm lại' }).isDisabled(),
    ]).toEqual([expect.stringContaining('Lời khác'), true, true])
    await undoAll(4)
  })
})

async function drag(page: Page, id: string, onto: Locator): Promise<void> {
  const from = await middleOf(gripOf(page, id))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  // What is being edited folds now, and the lines come together.
  await page.locator('.outliner[data-dragging]').waitFor()
  const to = await besideOf(onto)
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

/** As a finger does, which the browser would otherwise take for scrolling. */
async function dragByTouch(page: Page, id: string, onto: Locator): Promise<void> {
  const from = await middleOf(gripOf(page, id))
  const hand = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: readonly Point[]) =>
    hand.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] })
  await touch('touchStart', [from])
  await page.locator('.outliner[data-dragging]').waitFor()
  const to = await besideOf(onto)
  for (const part of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }])
  await touch('touchEnd', [])
}

type Point = { readonly x: number; readonly y: number }

const gripOf = (page: Page, id: string): Locator => page.locator(`[data-drop=question] > [data-row="${id}"] .grip`)

async function middleOf(grip: Locator): Promise<Point> {
  // In the middle, clear of the bar above.
  await grip.evaluate((one) => one.scrollIntoView({ block: 'center' }))
  const box = await grip.boundingBox()
  if (!box) throw new Error('there is no grip')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function besideOf(onto: Locator): Promise<Point> {
  const box = await onto.boundingBox()
  if (!box) throw new Error('it cannot be dragged there')
  return { x: box.x + 20, y: box.y + box.height / 2 }
}
