import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** How a page is looked at: how wide, and in which light axe goes over it. */
export type Look = { readonly width: number; readonly axe?: readonly ('light' | 'dark')[] }

/** Whatever is wrong with a page in these looks: what axe finds, what is wider than the screen, and what `more` finds at each width. */
export async function faults(
  page: Page,
  looks: readonly Look[],
  more: (page: Page) => Promise<readonly string[]> = async () => [],
): Promise<readonly string[]> {
  const before = page.viewportSize()
  const found: string[] = []
  for (const { width, axe: lights = [] } of looks) {
    if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: before?.height ?? 900 })
    const here: string[] = []
    if (lights.includes('light')) here.push(...(await axeFinds(page)))
    if (lights.includes('dark')) here.push(...(await inTheDark(page)))
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wider > 0) here.push(`${wider} pixels wider than the screen`)
    found.push(...[...here, ...(await more(page))].map((fault) => `${width}: ${fault}`))
  }
  if (before !== null && page.viewportSize()?.width !== before.width) await page.setViewportSize(before)
  return found
}

/** What axe finds against WCAG 2.2 AA and good practice, frames left out: they are looked at by themselves. */
export const axeFinds = (page: Page): Promise<readonly string[]> =>
  ran(page, { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })

/** Only colours differ in the dark. */
async function inTheDark(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const found = await ran(page, { type: 'rule', values: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found.map((fault) => `dark: ${fault}`)
}

/** Brings axe into a page once; its own browser package does so before every look. */
async function ran(page: Page, runOnly: axe.RunOptions['runOnly']): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'], iframes: false, preload: false })
  return page.evaluate<readonly string[]>(
    `axe.run({ exclude: ['iframe'] }, ${options}).then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
  )
}
