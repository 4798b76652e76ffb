import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { builtMain } from '../../faults/product'
import type { TestServer } from '../../server/harness'
import { cookieOf, officer, sendForm, signIn } from '../../server/signed-in'
import { openPage } from '../browser'

const desktop = { viewport: { width: 1440, height: 900 }, acceptDownloads: true } as const

/** A page of the officer, signed in, on a desk. */
export async function authorPage(server: TestServer, browser: Browser): Promise<Page> {
  const page = await openPage(browser, desktop)
  await carry(page.context(), server, await signIn(server))
  return page
}

/** The same of a second account. */
export async function colleaguePage(
  server: TestServer,
  browser: Browser,
  { username, name }: { readonly username: string; readonly name: string },
): Promise<Page> {
  const { stdout } = await promisify(execFile)(process.execPath, [builtMain, 'user', 'create', username, '--name', name], {
    env: { PATH: process.env['PATH'], DATA_DIR: server.dataDir, DATABASE_URL: '' },
  })
  const link = /\/admin\/\S+/.exec(stdout)?.[0] ?? ''
  const made = await sendForm(server, link, { username, name, wanted: officer.password, again: officer.password })
  const page = await openPage(browser, desktop)
  await carry(page.context(), server, cookieOf(made))
  return page
}

/** Puts the cookies of a signed-in browser into a context. */
export async function carry(context: BrowserContext, { url }: TestServer, cookies: string): Promise<void> {
  await context.addCookies(
    cookies
      .split('; ')
      .map((cookie) => ({ name: cookie.slice(0, cookie.indexOf('=')), value: cookie.slice(cookie.indexOf('=') + 1), url })),
  )
}

/** Begins a questionnaire from nothing by the form, and is then at the designer. */
export async function beginBlank(page: Page, server: TestServer, id: string, title: string): Promise<void> {
  await page.goto(`${server.url}/admin/new/design`)
  await page.check('[name=origin][value=blank]')
  await page.fill('#id', id)
  await page.fill('#title', title)
  await page.click('main form button')
  await ready(page)
}

export async function openDesign(page: Page, server: TestServer, id: string): Promise<void> {
  await page.goto(`${server.url}/admin/designs/${id}`)
  await ready(page)
}

export const ready = (page: Page): Promise<void> => page.locator('html[data-ready]').waitFor()
export const saved = (page: Page): Promise<void> => page.locator('.saving', { hasText: /^Đã lưu$/ }).waitFor()
export const tab = (page: Page, name: string): Promise<void> => page.getByRole('navigation').getByRole('button', { name }).click()
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
/** A field of a text; which language it is in is said where a design has several. */
export const words = (page: Page, label: string, language = 'tiếng Việt') => page.getByLabel(new RegExp(`^${label}( \\(${language}\\))?$`))
export const questionRow = (page: Page, id: string) => page.locator(`[data-drop=question] > [data-row="${id}"] .pickRow`)
export const idsIn = (page: Page): Promise<readonly string[]> =>
  page.locator('[data-drop=question] > [data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') ?? ''))
