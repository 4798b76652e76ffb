import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { root } from '../../server/built'

/** A Chromium with nothing but what the tests need: the one named, the shell without windows that npm brings, else the system's. */
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
  onRefusal(context, unexpected)
  return context.pages()[0] ?? context.newPage()
}

type Program = { readonly executablePath: string; readonly args: string[]; readonly env?: NodeJS.ProcessEnv }

async function program(): Promise<Program> {
  const named = process.env['CHROMIUM_PATH'] || undefined
  const shell = named === undefined && process.platform === 'linux' && process.arch === 'x64' ? await headlessShell() : undefined
  const executablePath = named ?? installed.find((path) => existsSync(path))
  if (shell) return shell
  if (executablePath === undefined) throw new Error('no Chromium: install one, or name one in CHROMIUM_PATH')
  return { executablePath, args: [...flags] }
}

/** Chromium without what draws windows: the same engine for half the processor time. Unpacked once, beside the packages, with the libraries that it needs. */
async function headlessShell(): Promise<Program> {
  const { devDependencies }: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const home = join(root, `node_modules/.cache/headless-shell-${devDependencies['@sparticuz/chromium']}`)
  if (!existsSync(home)) await unpackShell(home)
  return { executablePath: join(home, 'chromium'), args: [...flags], env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023/lib') } }
}

/** In a process of its own, since the package sets up its whole process for itself; whoever unpacks at the same time is not in the way. */
async function unpackShell(home: string): Promise<void> {
  const own = `${home}-${process.pid}`
  mkdirSync(own, { recursive: true })
  const script = "const { default: packed } = await import('@sparticuz/chromium'); await packed.executablePath()"
  const env = { ...process.env, TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env })
  try {
    renameSync(own, home)
  } catch (error) {
    if (!existsSync(home)) throw error
    rmSync(own, { recursive: true })
  }
}

export const sizes = {
  small: { width: 320, height: 568 },
  phone: { width: 360, height: 740 },
  kiosk: { width: 1080, height: 1920 },
  /** The smallest that is sold for a hall: drawn in a third of the time, where the size says nothing. */
  tablet: { width: 600, height: 960 },
} as const

/** A fresh reader of Vietnamese, whose page must raise no error and ask for nothing that its policy refuses. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: sizes.phone, ...options })
  // As everywhere: only what hangs is ended.
  context.setDefaultTimeout(120_000)
  onRefusal(context, unexpected)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/** Tells what a content policy of ours has refused: a page says so on its console, a kiosk's worker to itself alone. */
export function onRefusal(context: BrowserContext, tell: (what: string) => void): void {
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) tell(message.text())
  })
  // One that has ended by then has nothing to say.
  context.on('serviceworker', (worker) => void worker.evaluate(sayRefusals).catch(() => {}))
}

const sayRefusals = `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  console.error('refused by the Content Security Policy of the worker:', effectiveDirective, blockedURI))`

/** Where portals of the tests' own lead to, which is refused as it should be. */
const elsewhere = 'http://127.0.0.1:9/'

function unexpected(what: string): void {
  if (!what.includes(elsewhere)) throw new Error(what)
}

/** Lets so much time pass on the clock of a page, once what stands there has set its own: a timer begins when its screen is painted. */
export async function later(page: Page, ms: number): Promise<void> {
  await page.clock.runFor(200)
  await page.clock.fastForward(ms)
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

const installed = [
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
  // A microphone that beeps, and that its reader allows to every page that may ask for it.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]
