import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type axe from 'axe-core'
import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { root } from '../../server/built'
import { isLongRun } from '../server/harness'

/** How a page is looked at: how wide, and in which light axe goes over it, or for its words alone. */
export type Look = { readonly width: number; readonly axe?: readonly ('light' | 'dark' | 'words')[] }

/** Whatever is wrong with a page in these looks: what axe finds, what is wider than the screen, and what `more` finds at each width. */
export async function faults(
  page: Page,
  looks: readonly Look[],
  more: (page: Page) => Promise<readonly string[]> = async () => [],
): Promise<readonly string[]> {
  // A form that was just sent may have begun a page that is not there yet.
  await page.waitForLoadState()
  const before = page.viewportSize()
  const found: string[] = []
  for (const { width, axe: lights = [] } of isLongRun ? looks : fewLooks(looks)) {
    if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: before?.height ?? 900 })
    const here: string[] = []
    if (lights.includes('light')) here.push(...(await inTheLight(page)))
    if (lights.includes('dark')) here.push(...(await inTheDark(page)))
    if (lights.includes('words')) here.push(...(await ran(page, { type: 'tag', values: ofWords })))
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wider > 0) here.push(`${wider} pixels wider than the screen`)
    found.push(...[...here, ...(await more(page))].map((fault) => `${width}: ${fault}`))
  }
  if (before !== null && page.viewportSize()?.width !== before.width) await page.setViewportSize(before)
  return found
}

/**
 * Two thirds of such a test are axe's, and most of the rest goes into drawing a page anew at another width: in the short run axe goes over it
 * in the first of its looks alone, and its room is measured there and at the narrowest; in the long run all is done in all looks.
 */
function fewLooks(looks: readonly Look[]): readonly Look[] {
  const first = looks.findIndex(({ axe: lights = [] }) => lights.length > 0)
  const narrowest = Math.min(...looks.map(({ width }) => width))
  return looks
    .map(({ width, axe: lights = [] }, at) => ({ width, axe: at === first ? lights.slice(0, 1) : [], isKept: at === first }))
    .filter(({ width, isKept }) => isKept || width === narrowest)
}

const turn = { file: '', test: '', tests: 0, pages: 0 }

/**
 * What axe is asked of the next page: all in the long run. In the short run what is drawn is measured in every other test of a file, and of the
 * pages of one test, which lead on from each other, every other is gone over.
 */
function askedNext(): 'all' | 'shape' | 'nothing' {
  const { currentTestName: test = '', testPath: file = '' } = expect.getState()
  if (file !== turn.file) Object.assign(turn, { file, test: '', tests: 0 })
  if (test !== turn.test) Object.assign(turn, { test, tests: turn.tests + 1, pages: 0 })
  turn.pages += 1
  if (isLongRun || (turn.pages === 1 && turn.tests % 2 === 1)) return 'all'
  return turn.pages % 2 === 1 ? 'shape' : 'nothing'
}

/** What axe finds where it is asked. */
async function inTheLight(page: Page): Promise<readonly string[]> {
  const asked = askedNext()
  if (asked === 'nothing') return []
  return asked === 'all' ? axeFinds(page) : shapeFinds(page)
}

/** What axe finds against WCAG 2.2 AA and good practice, frames left out: they are looked at by themselves. */
export const axeFinds = (page: Page): Promise<readonly string[]> => ran(page, { type: 'tag', values: everyRule })

/** The same without the two rules that measure what is drawn, which take as long as all others together. */
const shapeFinds = (page: Page): Promise<readonly string[]> => ran(page, { type: 'tag', values: everyRule }, measuring)

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const measuring = ['color-contrast', 'target-size']

/** Names, labels and language: what another language of the same page can lack. */
const ofWords = ['cat.name-role-value', 'cat.text-alternatives', 'cat.forms', 'cat.language']

/** Only colours differ in the dark. */
async function inTheDark(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const found = await ran(page, { type: 'rule', values: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found.map((fault) => `dark: ${fault}`)
}

/** Brings axe into a page once, by the shortest way, on which half a megabyte goes half as long. */
async function ran(page: Page, runOnly: axe.RunOptions['runOnly'], without: readonly string[] = []): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await (await wire(page)).send('Runtime.evaluate', { expression: axeSource })
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]))
  const options = JSON.stringify({ runOnly, rules, resultTypes: ['violations'], iframes: false, preload: false })
  return page.evaluate<readonly string[]>(
    `axe.run({ exclude: ['iframe'] }, ${options}).then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
  )
}

const axeSource = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

const wires = new WeakMap<Page, Promise<CDPSession>>()

function wire(page: Page): Promise<CDPSession> {
  const known = wires.get(page) ?? page.context().newCDPSession(page)
  wires.set(page, known)
  return known
}

/** The law of a page's tables: where a figure is in sight its base is, in its own cell or beside it in its row; what is moved into sight later brings its own along. */
export const withoutBase = (page: Page): Promise<readonly string[]> => page.evaluate(basesMissing)

/** How many figures a page shows: the law may not hold for want of any. */
export const figuresShown = (page: Page): Promise<number> =>
  page.evaluate(() => [...document.querySelectorAll('tbody td, .big')].filter((cell) => /\d%/.test(cell.textContent ?? '')).length)

/** Runs in the page, so that it uses nothing from around it. */
function basesMissing(): readonly string[] {
  const says = /n\s=\s\d|\d\s(người|cơ quan|persons|agencies)|nguồn không kèm|base not known/
  const counts = /^Số (câu trả lời|người|phiếu)|^(Base|Answers|Persons|Responses)/
  const isShown = (one: Element): boolean => one.getClientRects().length > 0 && one.getBoundingClientRect().width > 0
  const isInSight = (one: Element): boolean => {
    const { left, right } = one.getBoundingClientRect()
    return isShown(one) && left >= -0.5 && right <= innerWidth + 0.5
  }
  /** The title of the column that a cell stands in, without what stands in small below it. */
  const headOf = (cell: HTMLTableCellElement): string => {
    const before = [...(cell.parentElement?.children ?? [])].slice(0, cell.cellIndex)
    const place = before.reduce((sum, one) => sum + (one instanceof HTMLTableCellElement ? one.colSpan : 0), 0)
    const parts = [...(cell.closest('table')?.tHead?.rows[0]?.cells[place]?.childNodes ?? [])]
    return parts.map((part) => (part instanceof Element && part.matches('small') ? '' : part.textContent)).join('')
  }
  const isBase = (cell: HTMLTableCellElement): boolean => {
    const small = [...cell.querySelectorAll('small')].filter(isInSight).some((one) => says.test(one.textContent ?? ''))
    return small || (isInSight(cell) && ((cell.matches('th') && says.test(cell.textContent ?? '')) || counts.test(headOf(cell))))
  }
  const hasOwn = (cell: Element): boolean =>
    [...cell.querySelectorAll('small')].some((one) => isShown(one) && says.test(one.textContent ?? ''))
  return [...document.querySelectorAll('tbody tr')].flatMap((row) => {
    const cells = [...row.children].filter((one) => one instanceof HTMLTableCellElement).filter(isShown)
    // An interval in a cell of its own is not read without the figure before it.
    const figures = cells.filter((cell) => cell.matches('td:not(.d)') && /^[^–]*\d%/.test(cell.textContent ?? ''))
    return figures
      .filter((cell) => !hasOwn(cell) && !(isInSight(cell) && cells.some((one) => one !== cell && isBase(one))))
      .map((cell) => `no base in sight of ${cell.textContent} in ${row.textContent}`)
  })
}
