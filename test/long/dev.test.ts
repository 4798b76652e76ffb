import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage } from '../browser/browser'
import { alive, copyOfTree, familyOf, once, served, type Typed, typed } from '../faults/processes'

describe('npm run dev', () => {
  let tree: ReturnType<typeof copyOfTree>
  let dataDir: string
  let command: Typed
  let url: string
  let browser: Browser
  beforeAll(async () => {
    tree = copyOfTree()
    dataDir = mkdtempSync(join(tmpdir(), 'sipas-dev-'))
    command = typed('npm', ['run', 'dev'], tree.folder, { DATA_DIR: dataDir })
    url = await served(command)
    browser = await openBrowser()
  })
  afterAll(async () => {
    for (const pid of alive(familyOf(command.pid))) process.kill(pid, 'SIGKILL')
    await browser.close()
    for (const folder of [tree.folder, dataDir]) rmSync(folder, { recursive: true, force: true })
  })
  const change = (file: string, from: string, to: string): void => {
    const text = readFileSync(join(tree.folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not say "${from}"`)
    writeFileSync(join(tree.folder, file), text.replace(from, to))
  }

  it('serves the product, and shows a changed sentence and style in the page that stands open', async () => {
    const page = await openPage(browser)
    await page.goto(`${url}/s/nothing`)
    await page.getByRole('heading', { name: 'Không tìm thấy điểm khảo sát' }).waitFor()
    change('client/text/vi/notices.ts', 'Không tìm thấy điểm khảo sát', 'Không thấy điểm nào')
    await page.getByRole('heading', { name: 'Không thấy điểm nào' }).waitFor({ timeout: 150_000 })
    appendFileSync(join(tree.folder, 'client/styles/survey.css'), 'h1{letter-spacing:7px}')
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1') ?? document.body).letterSpacing === '7px', undefined, {
      timeout: 150_000,
    })
  })

  it('reloads a page of the office that has no script of its own', async () => {
    const page = await openPage(browser)
    await page.goto(`${url}/admin/sign-in`)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    const before = await page.title()
    appendFileSync(join(tree.folder, 'server/app.ts'), '\nconsole.log("changed")\n')
    await page.waitForEvent('load', { timeout: 150_000 })
    expect(await page.title()).toBe(before)
  })

  it('goes on with what was good when a source does not compile, and with the next one that does', async () => {
    const file = join(tree.folder, 'server/problems.ts')
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, `${good}\nconst = 1\n`)
    await once(() => (/problems\.ts/.test(command.said()) ? true : undefined), command.said)
    // A server that takes the place of another one says nothing for a moment.
    const says = (sentence: string) =>
      once(async () => {
        const said = await fetch(`${url}/api/v1/nothing`)
          .then((reply) => reply.text())
          .catch(() => '')
        return said.includes(sentence) ? true : undefined
      }, command.said)
    await says('Không có gì ở địa chỉ này.')
    writeFileSync(file, good)
    change('client/text/vi/problems.ts', 'Không có gì ở địa chỉ này.', 'Ở đây không có gì.')
    await says('Ở đây không có gì.')
  })

  it('ends by Ctrl-C with all that it started', async () => {
    const family = familyOf(command.pid)
    expect(family.length).toBeGreaterThan(2)
    process.kill(-command.pid, 'SIGINT')
    await once(
      () => (alive(family).length === 0 ? true : undefined),
      () => `${alive(family).length} of ${family.length} processes go on`,
    )
  })
})
