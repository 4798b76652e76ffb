import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestServer } from '../server/harness'
import { seeded } from '../surveys/random'
import { later, openLasting } from './browser'
import { emptied, takenOver } from './device'
import { startSite } from './site'

/** What the next person at a kiosk finds of so many before, who wrote words that nobody else writes and left in every way there is. */
export function leavesNothing(visits: number): void {
  let profile: string
  let server: TestServer
  const words: string[] = []
  const found: string[] = []
  const random = seeded(20_261_130)
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'sipas-next-person-'))
    server = await startSite()
    let page = await opened(await openLasting(profile))
    for (let visit = 0; visit < visits; visit += 1) {
      const word = `Zq${Array.from({ length: 7 }, () => letters[Math.floor(random() * letters.length)]).join('')}`
      words.push(word)
      const leave = ways[visit % ways.length] ?? ways[0]
      page = await leave.how(page, word)
      await disturbed(page)
      found.push(...(await remnants(page, word)).map((what) => `${leave.named}: ${what}`))
      await page.reload()
    }
    await page.context().close()
  }, 1_800_000)
  afterAll(async () => {
    await server.close()
    rmSync(profile, { recursive: true, force: true })
  })

  const opened = async (page: Page): Promise<Page> => {
    page.setDefaultTimeout(120_000)
    await page.clock.install()
    await page.goto(`${server.url}/s/every?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    return page
  }

  type Way = { readonly named: string; readonly how: (page: Page, word: string) => Promise<Page> }
  const ways: readonly [Way, ...Way[]] = [
    {
      named: 'sent, and ended by hand',
      how: async (page, word) => {
        await sent(page, word)
        await press(page, 'Kết thúc')
        return page
      },
    },
    {
      named: 'walked away from the warning',
      how: async (page, word) => {
        await begun(page, word)
        await later(page, 61_000)
        await page.getByRole('timer').waitFor()
        await later(page, 21_000)
        return page
      },
    },
    {
      named: 'sent, and walked away from the thanks',
      how: async (page, word) => {
        await sent(page, word)
        await later(page, 16_000)
        return page
      },
    },
    {
      named: 'loaded the page again',
      how: async (page, word) => {
        await begun(page, word)
        await page.reload()
        return page
      },
    },
    {
      named: 'deleted what was written',
      how: async (page, word) => {
        await begun(page, word)
        await later(page, 61_000)
        await press(page, 'Xoá và kết thúc')
        return page
      },
    },
    {
      named: 'closed the tab',
      how: async (page, word) => {
        await begun(page, word)
        const next = await page.context().newPage()
        await page.close()
        return opened(next)
      },
    },
    {
      named: 'went back out of the page',
      how: async (page, word) => {
        await begun(page, word)
        await page.goBack()
        await page.goto(`${server.url}/s/every?kiosk`)
        return page
      },
    },
  ]

  it(`is nothing on the screen, in the page or in what it stores, after ${visits} visits`, () => {
    expect(found).toEqual([])
  })

  it('is no word in a file of the browser', () => {
    expect(words).toHaveLength(visits)
    expect(filesWith(profile, words)).toEqual([])
  })
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Longer than a screen ignores taps after it has changed, and than it shows what was chosen before it leads on. */
const settle = (page: Page) => page.clock.runFor(1_000)
const press = async (page: Page, name: string) => {
  const button = page.getByRole('button', { name, exact: true })
  await button.waitFor()
  await takenOver(page)
  await settle(page)
  await button.click()
}
const tap = async (page: Page, item: string, code: string) => {
  const option = page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) })
  await option.waitFor()
  await settle(page)
  await option.click()
  await settle(page)
}

/** Answers up to a word of their own. */
async function begun(page: Page, word: string): Promise<void> {
  await press(page, 'Bắt đầu · Tiếng Việt')
  await press(page, 'Tiếp tục')
  await tap(page, 'late', 'no')
  await tap(page, 'ways', 'desk')
  await press(page, 'Tiếp tục')
  await tap(page, 'field', 'else')
  await page.getByLabel('Xin ghi rõ').fill(word)
}

async function sent(page: Page, word: string): Promise<void> {
  await begun(page, word)
  await press(page, 'Tiếp tục')
  await tap(page, 'm1', 'bad')
  await tap(page, 'm2', 'good')
  await tap(page, 'rate', 'bad')
  await page.locator('[name="met"]').fill('37')
  await press(page, 'Tiếp tục')
  await page.locator('[name="why"]').fill(word)
  await press(page, 'Tiếp tục')
  await page.locator('[name="day"]').waitFor()
  await press(page, 'Gửi câu trả lời')
  await page.locator('.thanks').waitFor()
}

/** What somebody curious does. */
async function disturbed(page: Page): Promise<void> {
  for (let times = 0; times < 3; times += 1) await page.goBack().catch(() => null)
  for (let times = 0; times < 3; times += 1) await page.goForward().catch(() => null)
  if (page.url() === 'about:blank') await page.goForward()
  await page.locator('html[data-ready]').waitFor()
  await page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
}

/** What the next person sees on the way to the same questions, and what they find who can look into the page. */
async function remnants(page: Page, word: string): Promise<readonly string[]> {
  const found: string[] = []
  const look = async (where: string) => {
    const filled = await page.evaluate(() =>
      [...document.querySelectorAll('input, textarea')].flatMap((field) => {
        if (field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)) return field.checked ? [field.name] : []
        const isVisible = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
        return isVisible && field.type !== 'hidden' && field.value !== '' ? [`${field.name}=${field.value}`] : []
      }),
    )
    if (filled.length > 0) found.push(`${where} has ${filled.join(', ')}`)
    if ((await page.content()).includes(word)) found.push(`${where} says ${word}`)
  }
  await emptied(page)
  const kept = await page.evaluate<string>(
    '[localStorage.length, sessionStorage.length, document.cookie, JSON.stringify(history.state), name].join()',
  )
  if (kept !== '0,0,,null,') found.push(`the page keeps ${kept}`)
  await look('the start')
  await press(page, 'Bắt đầu · Tiếng Việt')
  await press(page, 'Tiếp tục')
  await page.locator('[name="late"]').first().waitFor()
  await look('late')
  await tap(page, 'late', 'no')
  await page.locator('[name="ways"]').first().waitFor()
  await look('ways')
  await press(page, 'Bỏ qua')
  await page.locator('[name="field"]').first().waitFor()
  await look('field')
  return found
}

/** Files of a profile, without the browser's own programs, in which one of these words stands as bytes or in UTF-16. */
function filesWith(folder: string, words: readonly string[]): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    return words.some((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'))) ? [path.slice(folder.length)] : []
  })
}
