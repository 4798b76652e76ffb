import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** A Chromium with nothing but what the tests need: the one named, the system's, else one that npm brings. */
export const openBrowser = async (): Promise<Browser> => chromium.launch(await program())

/** The browser that the files of one test process share; each file closes its pages when it ends. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= openBrowser().then((browser) => browser.once('disconnected', () => (shared = undefined)))
  return shared
}

let shared: Promise<Browser> | undefined

export const closePages = (browser: Browser): Promise<unknown> => Promise.all(browser.contexts().map((context) => context.close()))

/** A page of a browser that keeps what it stores in this folder, also when it is closed. */
export async function openLasting(profile: string): Promise<Page> {
  const context = await chromium.launchPersistentContext(profile, {
    ...(await program()),
    locale: 'vi-VN',
    viewport: { width: 1440, height: 900 },
  })
  return context.pages()[0] ?? context.newPage()
}

async function program(): Promise<{ readonly executablePath: string; readonly args: string[] }> {
  const installed = installedChromium()
  if (installed !== undefined) return { executablePath: installed, args: [...flags] }
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return { executablePath: await packaged.executablePath(), args: [...packaged.args, ...flags] }
}

export const sizes = {
  small: { width: 320, height: 568 },
  phone: { width: 360, height: 740 },
  kiosk: { width: 1080, height: 1920 },
} as const

/** A fresh reader of Vietnamese, whose page must raise no error. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: sizes.phone, ...options })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/** Leaves nothing of before in a page, for somebody else to go on with: a page of its own costs as much as what axe finds in it. */
export async function forgotten(page: Page): Promise<Page> {
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await page.context().clearCookies()
  await page.unrouteAll()
  await page.goto('about:blank')
  return page
}

function installedChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return named
  return known.find((path) => existsSync(path))
}

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
