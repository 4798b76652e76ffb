import type { Page } from 'playwright-core'
import { type factors, paper } from './desk-form'
import { press, tab, words } from './author'

type Factor = (typeof factors)[number]

/** The service field on a scale of the author's own, which the first section begins with. */
export async function addServiceField(page: Page): Promise<void> {
  await tab(page, 'Thang đo')
  await press(page, 'Tạo thang trống')
  for (const [at, [code, label]] of paper.fields.entries()) {
    const option = page.locator('.scale-option').nth(at)
    await option.getByLabel(/^Nhãn/).fill(label)
    await option.getByLabel('Mã phương án').fill(code)
  }
  await tab(page, 'Câu hỏi')
  await words(page, 'Tên phần').fill(paper.visit)
  await addOfType(page, 'Chọn một')
  await words(page, 'Lời câu hỏi').fill(paper.service)
  await page.getByLabel('Mã', { exact: true }).fill('service')
}

/** A section of criteria: the first by its settings, the others as copies of it with words and ids of their own. */
export async function addFactor(page: Page, { code, title, criteria: [first, ...others] }: Factor): Promise<void> {
  await addSection(page, title)
  await addOfType(page, 'Mức độ hài lòng')
  if (code === 'A') await pickScale(page, 'Hài lòng, năm mức, có “không liên quan”')
  await nameQuestion(page, first)
  for (const other of others) {
    await press(page, 'Nhân đôi câu này')
    await nameQuestion(page, other)
  }
}

/** The overall question, and one that only who is dissatisfied is asked. */
export async function addSummary(page: Page): Promise<void> {
  await addSection(page, paper.summary)
  await addOfType(page, 'Mức độ hài lòng')
  await pickScale(page, 'Hài lòng, năm mức')
  await nameQuestion(page, { id: 'overall', text: paper.overall })
  await page.getByRole('button', { name: `Thêm câu hỏi vào phần “${paper.summary}”` }).click()
  await addOfType(page, 'Ý kiến viết')
  await nameQuestion(page, { id: 'reason', text: paper.reason })
  const skip = page.getByRole('group', { name: 'Khi nào hỏi câu này' })
  await skip.getByLabel('Khi nào hỏi', { exact: true }).selectOption('all')
  await skip.getByLabel('Câu hỏi', { exact: true }).selectOption('overall')
  for (const option of ['Rất không hài lòng', 'Không hài lòng']) await skip.getByLabel(option, { exact: true }).check()
}

/** From the menu that is open, by the name of the type. */
const addOfType = (page: Page, name: string): Promise<void> =>
  page.locator('.typeButton', { has: page.locator(`b:text-is("${name}")`) }).click()

export async function addSection(page: Page, title: string): Promise<void> {
  await press(page, 'Thêm phần')
  await words(page, 'Tên phần').fill(title)
}

async function nameQuestion(page: Page, question: { readonly id: string; readonly text: string } | undefined): Promise<void> {
  if (!question) return
  await words(page, 'Lời câu hỏi').fill(question.text)
  await page.getByLabel('Mã', { exact: true }).fill(question.id)
}

/** From the library; the next question begins with the scale that was used last. */
export async function pickScale(page: Page, name: string): Promise<void> {
  await page.getByLabel('Thang đo', { exact: true }).selectOption({ label: name })
}

/** A reason for every warning that has none yet, once for all of a kind. */
export async function acceptAll(page: Page, reason: string): Promise<void> {
  const open = page.locator('.findings .warning').getByLabel('Lý do giữ nguyên')
  const alike = page.getByRole('button', { name: /^Dùng lý do này/ })
  for (let left = await open.count(); left > 0; left = await open.count()) {
    await open.first().fill(reason)
    if ((await alike.count()) > 0) await alike.first().click()
  }
}
