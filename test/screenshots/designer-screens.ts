import type { Page } from 'playwright-core'
import type { DesignerWord } from '../../client/text/designer'
import { designed } from '../server/designed'
import { shippedVersion } from '../server/fielded'
import { everyType } from './every-type'
import { designerCalls } from './called'
import type { Screen } from './screens'

const at = () => `/admin/designs/${designed.open}`
const twice = `/admin/questionnaires/${designed.twice}`
const quick = shippedVersion[designed.twice]
const atSet = () => `/admin/designs/${designed.set}`

/** A question of each type that is not asked on options alone. */
const typed = ['reach', 'duty', 'met', 'day', 'came', 'wanted', 'recommend', 'effort', 'visits', 'home', 'comment', 'about'] as const
const atEveryType = () => `/admin/designs/${everyType}`

/** The designer and what stands around it. */
export const designerScreens: readonly Screen[] = [
  { name: 'design-begin', who: 'officer', at: () => '/admin/new/design' },
  { name: 'design-begin-wrong', who: 'officer', at: () => '/admin/new/design', arrange: begunWithoutId },
  { name: 'designer-blank', who: 'officer', at: () => '/admin/new/design', window: true, arrange: begunBlank },
  { name: 'designer-questions', who: 'officer', at, window: true, arrange: (page) => chosen(page, 'A1') },
  { name: 'designer-dark', who: 'officer', at, window: true, dark: true, arrange: (page) => chosen(page, 'A1') },
  { name: 'designer-english', who: 'officer', at: () => `${at()}?lang=en`, window: true, arrange: (page) => chosen(page, 'A1') },
  { name: 'designer-outline', who: 'officer', at, arrange: opened },
  { name: 'designer-question', who: 'officer', at, arrange: (page) => chosen(page, 'q') },
  { name: 'designer-conditions', who: 'officer', at, arrange: withConditions },
  { name: 'designer-adding', who: 'officer', at, arrange: adding },
  { name: 'designer-pasting', who: 'officer', at, arrange: pasting },
  { name: 'designer-pasting-questions', who: 'officer', at, arrange: pastingQuestions },
  { name: 'designer-telling', who: 'officer', at, arrange: telling },
  { name: 'designer-section', who: 'officer', at, arrange: sectionChosen },
  { name: 'designer-kiosk', who: 'officer', at, window: true, arrange: (page) => looked(page, 'layout_kiosk') },
  { name: 'designer-paper', who: 'officer', at, window: true, arrange: (page) => looked(page, 'layout_paper') },
  { name: 'designer-library', who: 'officer', at, window: true, arrange: inLibrary },
  { name: 'designer-library-taken', who: 'officer', at, window: true, arrange: takenOver },
  { name: 'designer-talk', who: 'officer', at, window: true, arrange: talked },
  { name: 'designer-scales', who: 'officer', at, arrange: (page) => tab(page, 'tab_scales') },
  { name: 'designer-indicators', who: 'officer', at, arrange: (page) => tab(page, 'tab_indicators') },
  { name: 'designer-indicators-dark', who: 'officer', at, dark: true, arrange: (page) => tab(page, 'tab_indicators') },
  { name: 'designer-translation', who: 'officer', at, arrange: (page) => tab(page, 'tab_translation') },
  { name: 'designer-general', who: 'officer', at, arrange: (page) => tab(page, 'tab_general') },
  { name: 'designer-check', who: 'officer', at, arrange: (page) => tab(page, 'tab_check') },
  { name: 'designer-check-dark', who: 'officer', at, dark: true, arrange: (page) => tab(page, 'tab_check') },
  ...typed.map((id): Screen => ({
    name: `designer-type-${id}`,
    who: 'officer',
    at: atEveryType,
    window: true,
    arrange: (page) => chosen(page, id),
  })),
  { name: 'designer-pictures', who: 'officer', at: atEveryType, window: true, arrange: pictured },
  { name: 'set', who: 'officer', at: () => `/admin/questionnaires/${designed.set}/1` },
  { name: 'set-designer', who: 'officer', at: atSet, arrange: (page) => nodeChosen(page, '1.1') },
  { name: 'set-designer-dark', who: 'officer', at: atSet, dark: true, arrange: (page) => nodeChosen(page, '7.3') },
  { name: 'set-designer-ratio', who: 'officer', at: atSet, arrange: (page) => nodeChosen(page, '3.3') },
  { name: 'set-designer-general', who: 'officer', at: atSet, arrange: (page) => tab(page, 'tab_general') },
  { name: 'design-review', who: 'officer', at: () => `${at()}/review` },
  { name: 'design-share', who: 'officer', at: () => `/admin/questionnaires/${designed.open}/3/share` },
  { name: 'design-outside', who: 'officer', at: () => `/admin/questionnaires/${designed.open}/3/share`, arrange: outside },
  { name: 'instrument', who: 'officer', at: () => `${at()}/instrument` },
  { name: 'design-review-waiting', who: 'officer', at: () => '/admin/designs/sipas-2026/review' },
  { name: 'design-publish', who: 'officer', at: () => `${at()}/publish` },
  { name: 'design-publish-ready', who: 'officer', at: () => '/admin/designs/sipas-2026/publish' },
  { name: 'designer-check-ready', who: 'officer', at: () => '/admin/designs/sipas-2026', arrange: compared },
  { name: 'designer-library-scales', who: 'officer', at, window: true, arrange: readyScales },
  { name: 'design-discard', who: 'officer', at: () => `${at()}/discard` },
  { name: 'questionnaire-history', who: 'officer', at: () => `${twice}/history` },
  { name: 'questionnaire-compare', who: 'officer', at: () => `${twice}/compare?from=${quick}&to=${quick + 1}` },
  { name: 'questionnaire-twice', who: 'officer', at: () => `${twice}/${quick}` },
]

async function begunWithoutId(page: Page): Promise<void> {
  await page.locator('main form button').last().click()
  await page.locator('.summary').waitFor()
}

/** A design of which nothing stands yet, under an id that no other picture of it took. */
async function begunBlank(page: Page): Promise<void> {
  await page.check('[name=origin][value=blank]')
  await page.fill('#id', `moi-${Date.now().toString(36)}`)
  await page.fill('#title', 'Khảo sát bến xe')
  await page.locator('main form button').last().click()
  await opened(page)
  await page.locator('.adding .typeButton').first().waitFor()
  if (await page.locator('iframe').isVisible()) await page.frameLocator('iframe').locator('main [data-unfinished]').waitFor()
}

async function opened(page: Page): Promise<void> {
  await page.locator('html[data-ready]').waitFor()
}

async function tab(page: Page, word: DesignerWord): Promise<void> {
  await opened(page)
  await page
    .locator('.bar nav')
    .getByRole('button', { name: designerCalls(word) })
    .click()
  await page.locator('main .card:visible').first().waitFor()
}

/** An indicator of a set, by its code. */
async function nodeChosen(page: Page, code: string): Promise<void> {
  await opened(page)
  await page.locator('.indicator-outline button', { has: page.locator(`code:text-is("${code}")`) }).click()
}

async function chosen(page: Page, question: string): Promise<void> {
  await opened(page)
  await page.locator(`.row[data-row="${question}"] .pickRow`).last().click()
  if (!(await page.locator('iframe').isVisible())) return
  const [asked = ''] = (await page.getByRole('textbox').first().inputValue()).split(/\s*\{/)
  await page.frameLocator('iframe').getByText(asked).first().waitFor()
}

async function previewed(page: Page): Promise<void> {
  if (await page.locator('iframe').isVisible()) await page.frameLocator('iframe').locator('h1, h2').first().waitFor()
}

async function sectionChosen(page: Page): Promise<void> {
  await opened(page)
  await page.locator('[data-drop="section"] > .row .pickRow').first().click()
  await previewed(page)
}

async function adding(page: Page): Promise<void> {
  await opened(page)
  await page
    .getByRole('button', { name: designerCalls('addQuestionTo') })
    .first()
    .click()
  await page.locator('.adding .typeButton').first().waitFor()
}

async function pictured(page: Page): Promise<void> {
  await chosen(page, 'place')
  await page
    .locator('.near')
    .getByRole('button', { name: designerCalls('scalePicturesOf') })
    .click()
  await page.locator('.option-pictures').scrollIntoViewIfNeeded()
}

/** Cells of a sheet, as they are recognised. */
async function pasting(page: Page): Promise<void> {
  await chosen(page, 'A1')
  await page
    .locator('.near')
    .getByRole('button', { name: designerCalls('pasteOpen') })
    .click()
  await page
    .locator('.paste textarea')
    .fill(
      'Mã\tNhãn\tTiếng Anh\tĐiểm\n1\tKém\tPoor\t1\n2\tVừa\tFair\t2\n3\tTốt\tGood\t3\n8\tKhác (ghi rõ)\tOther (please specify)\t\n9\tKhông liên quan\tN/A\t',
    )
  await page.locator('.paste-table').waitFor()
}

/** Rows of a sheet, each a question. */
async function pastingQuestions(page: Page): Promise<void> {
  await adding(page)
  await page.getByRole('button', { name: designerCalls('pasteQuestions') }).click()
  await page.locator('.paste textarea').fill(sheetOfQuestions)
  await page.locator('.paste-parts').waitFor()
}

const sheetOfQuestions = [
  'Mã\tCâu hỏi\tLoại\tPhương án\tGợi ý',
  'C1\tÔng/bà nộp hồ sơ ở đâu?\tchọn một\tTại quầy; Qua mạng; Khác (ghi rõ)\tLần gần nhất',
  'C2\tÔng/bà chờ bao nhiêu phút?\tsố\t\t',
  'C3\tÔng/bà muốn cải thiện điều gì?\tchữ\t\tKhông bắt buộc',
].join('\n')

/** An earlier answer told in a question. */
async function telling(page: Page): Promise<void> {
  await chosen(page, 'q')
  await page.locator('.telling select').last().selectOption({ index: 1 })
  await page.locator('.told').waitFor()
}

async function withConditions(page: Page): Promise<void> {
  await chosen(page, 'q')
  await page.locator('.condition select').first().selectOption('any')
  await page
    .getByRole('button', { name: designerCalls('conditionAddGroup') })
    .first()
    .click()
}

async function looked(page: Page, layout: DesignerWord): Promise<void> {
  await chosen(page, 'A1')
  const panes = page.locator('.panes').getByRole('button', { name: designerCalls('pane_look') })
  if (await panes.isVisible()) await panes.click()
  await page.getByRole('button', { name: designerCalls(layout) }).click()
  await previewed(page)
}

async function inLibrary(page: Page): Promise<void> {
  await chosen(page, 'A1')
  const panes = page.locator('.panes button').first()
  if (await panes.isVisible()) await panes.click()
  await page.locator('.paneOutline button[aria-haspopup="dialog"]').click()
  const found = page.waitForResponse((reply) => reply.url().includes('q=thoi'))
  await page.locator('dialog input').fill('thoi gian')
  await found
  await page.locator('dialog .finds li button').first().click()
  await page.locator('dialog .reading dl').waitFor()
}

/** A ready scale, among those of the questionnaires. */
async function readyScales(page: Page): Promise<void> {
  await inLibrary(page)
  const found = page.waitForResponse((reply) => reply.url().includes('what=scale'))
  await page.locator('dialog .kinds button').last().click()
  await found
  await page.locator('dialog .finds li button').first().click()
  await page.locator('dialog .reading dl').waitFor()
}

async function compared(page: Page): Promise<void> {
  await tab(page, 'tab_check')
  await page.locator('[aria-labelledby="differences"] .card').nth(1).waitFor()
}

async function takenOver(page: Page): Promise<void> {
  await inLibrary(page)
  await page.locator('dialog .reading .acts button').first().click()
  await page.locator('dialog .came').scrollIntoViewIfNeeded()
}

async function talked(page: Page): Promise<void> {
  await chosen(page, 'A1')
  await page.locator('.colleagues button').click()
  await page.locator('dialog textarea').fill('Nên hỏi thêm người khuyết tật có chỗ ngồi phù hợp không.')
  await page.locator('dialog button[type="submit"]').click()
  await page.locator('dialog .said').first().waitFor()
}

async function outside(page: Page): Promise<void> {
  await page.locator('#label').fill('Chuyên gia')
  await page.locator('main button[type="submit"]').first().click()
  await page.goto((await page.locator('.typed code').textContent()) ?? '')
}
