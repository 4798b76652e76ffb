import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { later } from '../browser/browser'
import type { Province } from './site'

type Size = readonly [width: number, height: number]
type Layout = {
  readonly sizes: readonly Size[]
  readonly looks: readonly Look[]
  readonly go: (page: Page, see: See, walk: Walk) => Promise<void>
}
type Look = 'light' | 'dark' | 'large' | 'contrast'
type See = (what: string) => Promise<void>

const languages = ['vi', 'en', 'blt'] as const
const layouts: Readonly<Record<'phone' | 'kiosk', Layout>> = {
  phone: {
    sizes: [
      [320, 568],
      [360, 740],
      [740, 360],
    ],
    looks: ['light', 'dark'],
    go: onPhone,
  },
  kiosk: {
    sizes: [
      [1080, 1920],
      [1920, 1080],
      [1024, 600],
      [768, 1024],
    ],
    looks: ['light', 'large', 'contrast'],
    go: atKiosk,
  },
}

/** One citizen's way from the first screen to the receipt, such as `questions-kiosk-en-large`, seen at each size of its layout. */
export type Walk = {
  readonly name: string
  readonly layout: keyof typeof layouts
  readonly language: (typeof languages)[number]
  readonly look: Look
}

export const walks: readonly Walk[] = (['phone', 'kiosk'] as const).flatMap((layout) =>
  languages.flatMap((language) =>
    layouts[layout].looks.map((look) => ({ name: `questions-${layout}-${language}-${look}`, layout, language, look })),
  ),
)

/** Every question type on the way, unanswered, answered and refused, and what stands before and after them. */
export async function walkThrough(browser: Browser, { product, everyType }: Province, walk: Walk, folder: string): Promise<void> {
  const { sizes, go } = layouts[walk.layout]
  const [width, height] = sizes[0] ?? [0, 0]
  const context = await browser.newContext({
    locale: 'vi-VN',
    viewport: { width, height },
    reducedMotion: 'reduce',
    colorScheme: walk.look === 'dark' ? 'dark' : 'light',
  })
  const into = join(folder, walk.name)
  mkdirSync(into, { recursive: true })
  let seen = 0
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.clock.install()
    const query = walk.layout === 'kiosk' ? 'kiosk' : `lang=${walk.language}`
    await page.goto(`${product.url}${everyType}?${query}`, { waitUntil: 'networkidle' })
    const see: See = async (what) => {
      seen += 1
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height })
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
        const name = `${String(seen).padStart(2, '0')}-${what}-${width}x${height}.png`
        await page.screenshot({ path: join(into, name), fullPage: walk.layout === 'phone' })
      }
      await page.setViewportSize({ width, height })
    }
    await go(page, see, walk)
  } finally {
    await context.close()
  }
}

async function onPhone(page: Page, see: See, { look }: Walk): Promise<void> {
  await see('agencies')
  await page.locator('.agencies a').first().click()
  await page.locator('html[data-ready] .navigation').waitFor()
  while (await page.locator('.navigation [type=submit]').isVisible()) {
    const section = (await page.locator('.section').getAttribute('aria-labelledby'))?.replace('-section', '') ?? ''
    await asked(page, section, see, look)
  }
  await page.locator('[data-receipt]').waitFor()
  await see('thanks')
}

async function atKiosk(page: Page, see: See, { language, look }: Walk): Promise<void> {
  await see('start')
  await page.locator(`.languages [value="${language}"]`).press('Enter')
  if (look === 'large') await page.locator('.tool.larger').press('Enter')
  if (look === 'contrast') await page.locator('.tool.contrast').press('Enter')
  await see('agencies')
  await page.locator('.agencies button').first().press('Enter')
  while (await page.locator('.navigation [type=submit]').isVisible()) {
    const item = await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('fieldset input, .field, .slider')
      return input?.name || input?.id || 'note'
    })
    await asked(page, item, see, look)
  }
  await page.locator('[data-receipt]').waitFor()
  await see('thanks')
}

/** One screen of questions, left by its button. */
async function asked(page: Page, what: string, see: See, look: Look): Promise<void> {
  const onwards = () => page.locator('.navigation [type=submit]').press('Enter')
  if (look === 'light' || (await page.locator(answerable).count()) === 0) await see(what)
  if ((await page.locator('.required').count()) > 0) {
    await onwards()
    await page.locator('#_problems').waitFor()
    await see(`${what}-missing`)
  }
  if (look === 'light') await searched(page, () => see(`${what}-searched`))
  if (await answered(page)) await see(`${what}-answered`)
  if (what === 'comment' && look === 'light') await stillThere(page, see)
  const before = (await page.locator('.section legend, .section .legend, .section .note').first().textContent()) ?? ''
  await onwards()
  await page.locator('.section, [data-receipt]').filter({ hasNotText: before }).first().waitFor()
}

/** Looks for something in the list of a question that has one. */
async function searched(page: Page, see: () => Promise<void>): Promise<void> {
  const list = page.locator('[role=combobox]').first()
  if ((await list.count()) === 0) return
  await list.fill('son')
  await see()
}

/** Chooses whatever asks for words where there is such, else the second option of each group; whether there was anything to answer. */
async function answered(page: Page): Promise<boolean> {
  for (const group of await page.locator('.options').all()) {
    const wordy = group.locator('.option:has(+ .room) input, .option:has(+ .other) input')
    await ((await wordy.count()) > 0 ? wordy : group.locator('input').nth(1)).press('Space')
  }
  for (const rank of await page.locator('.ranks:not(.numbers) li:not(:last-child) .option input').all()) await rank.press('Space')
  for (const bar of await page.locator('.slider').all()) await bar.press('ArrowRight')
  for (const list of await page.locator('[role=combobox]').all()) {
    await list.fill('son')
    await list.press('Enter')
  }
  for (const field of await page.locator('.other input, .field:not([role=combobox])').all())
    await field.fill(
      (await field.getAttribute('name')) === '_contact'
        ? '0912 345 678'
        : (await field.getAttribute('type')) === 'date'
          ? '2026-03-09'
          : (await field.getAttribute('type')) === 'datetime-local'
            ? '2026-03-09T09:30'
            : (await field.getAttribute('inputmode')) === 'numeric'
              ? '85'
              : words,
    )
  // Who writes has a keyboard on the screen, for which nothing shrinks.
  await page.locator(':focus').evaluateAll((all) => all.forEach((one) => one instanceof HTMLElement && one.blur()))
  return (await page.locator(answerable).count()) > 0
}

const answerable = '.options, .field, .ranks, .slider'

const words = 'Cán bộ hướng dẫn tận tình, nhưng ghế chờ ít và loa gọi số nhỏ quá, người già nghe không rõ.'

async function stillThere(page: Page, see: See): Promise<void> {
  await later(page, 61_000)
  await page.locator('.warning').waitFor()
  await see('still-there')
  await page.locator('.warning .go').press('Enter')
}
