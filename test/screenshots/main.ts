import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser/browser'
import { stopProduct } from '../faults/product'
import { pictured } from './pictured'
import { type Walk, walks, walkThrough } from './questions'
import { type Places, type Screen, screens } from './screens'
import { emptyProvince, type Province, sampleProvince } from './site'

const sizes = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'tablet', width: 768, height: 1024 },
  { name: 'kiosk', width: 1080, height: 1920 },
  { name: 'desk', width: 1440, height: 900 },
] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: 'dist/screenshots' },
    dark: { type: 'boolean', default: false },
    english: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const isWanted = ({ name }: { readonly name: string }) =>
  positionals.length === 0 ||
  positionals.some((wanted) => name === wanted || (wanted.endsWith('*') && name.startsWith(wanted.slice(0, -1))))

if (values.help)
  console.error(
    `npm run screenshots -- [--folder WHERE] [--dark] [--english] [screen …, or the beginning of some with *]\n${[...screens, ...walks].map(({ name }) => `  ${name}`).join('\n')}`,
  )
else await shootAll(screens.filter(isWanted), walks.filter(isWanted))

/** Every wanted screen at every size, in the sample province and in an empty one, and each walk through the questions; those of the README are renewed too. */
async function shootAll(wanted: readonly Screen[], wantedWalks: readonly Walk[]): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'sipas-pictures-'))
  const folders = { full: join(data, 'full'), empty: join(data, 'empty') }
  for (const folder of [...Object.values(folders), values.folder]) mkdirSync(folder, { recursive: true })
  console.error('filling the sample province')
  const [full, empty] = await Promise.all([sampleProvince(folders.full), emptyProvince(folders.empty)])
  const browser = await openBrowser()
  try {
    for (const [done, screen] of wanted.entries()) {
      console.error(`${done + 1} of ${wanted.length}: ${screen.name}`)
      for (const size of sizes) await shot(browser, screen.who === 'newcomer' ? empty : full, screen, size)
    }
    for (const walk of wantedWalks) {
      console.error(walk.name)
      await walkThrough(browser, full, walk, values.folder).catch((error: unknown) => failed(walk.name, error))
    }
    for (const name of pictured.filter((name) => wanted.some((screen) => sizes.some((size) => name === `${screen.name}-${size.name}.png`))))
      copyFileSync(join(values.folder, name), join(import.meta.dirname, name))
  } finally {
    await browser.close()
    await Promise.all([stopProduct(full.product), stopProduct(empty.product)])
    rmSync(data, { recursive: true, force: true })
  }
}

function failed(what: string, error: unknown): void {
  console.error(`${what}:`, error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function shot(
  browser: Browser,
  { product, cookies, touchpoint, campaign, published, paper }: Province,
  screen: Screen,
  { name, width, height }: (typeof sizes)[number],
): Promise<void> {
  const places: Places = { qr: touchpoint('qr'), kiosk: touchpoint('kiosk'), link: touchpoint('link'), campaign, published, paper }
  const context = await browser.newContext({
    locale: values.english ? 'en-GB' : 'vi-VN',
    viewport: { width, height },
    reducedMotion: 'reduce',
    bypassCSP: true,
    colorScheme: screen.dark || values.dark ? 'dark' : 'light',
  })
  try {
    if (screen.who !== 'citizen') await context.addCookies([...cookies[screen.who === 'newcomer' ? 'officer' : screen.who]])
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(product.url + screen.at(places), { waitUntil: 'networkidle' })
    // A picture of a whole page shows also what a browser draws only when it comes near.
    await page.addStyleTag({ content: '* { content-visibility: visible !important }' })
    await screen.arrange?.(page)
    await page.screenshot({ path: join(values.folder, `${screen.name}-${name}.png`), fullPage: screen.window === undefined })
  } catch (error) {
    failed(`${screen.name} at ${name}`, error)
  } finally {
    await context.close()
  }
}
