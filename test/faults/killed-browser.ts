import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLasting } from '../browser/browser'
import { answerAtKiosk, emptied, quickItems } from '../browser/device'
import { startSite, stored } from '../browser/site'
import type { TestServer } from '../server/harness'
import { seeded } from '../surveys/random'
import { alive, familyOf } from './processes'
import { type Network, startNetwork } from './proxy'

type Visitor = { readonly answers: Readonly<Record<string, string>>; thanked: boolean }

/** What holds of a kiosk whose browser is killed so many times while somebody answers, the server there or not. */
export function keepsItsThanks(kills: number): void {
  let folder: string
  let server: TestServer
  let network: Network
  const random = seeded(20_261_129)
  const visitors: Visitor[] = []
  const remnants: unknown[] = []
  const arrived = new Map<string, number>()
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-killed-browser-'))
    server = await startSite()
    network = await startNetwork(server.url, random)
    for (let round = 0; round < kills; round += 1) {
      network.become((['deaf', 'foul', 'fair'] as const)[Math.floor(random() * 3)] ?? 'fair')
      await killedWhileAnswering(round)
    }
    network.become('fair')
    const page = await openLasting(folder)
    await page.goto(`${network.url}/s/quick?kiosk`)
    await emptied(page)
    await page.context().close()
    await network.settled()
    for (const { answers } of await stored(server, 'quick')) arrived.set(nameOf(answers), (arrived.get(nameOf(answers)) ?? 0) + 1)
  }, 1_800_000)
  afterAll(async () => {
    await network.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Somebody answers, and at a random moment the browser is gone: while they tap, once they have sent, or once they are thanked. */
  async function killedWhileAnswering(round: number): Promise<void> {
    const visitor: Visitor = { answers: answersOf(round), thanked: false }
    visitors.push(visitor)
    const page = await openLasting(folder)
    await page.clock.install()
    await page.exposeFunction('thanksAreSeen', () => void (visitor.thanked = true))
    await page.addInitScript(watchForThanks)
    await page.goto(`${network.url}/s/quick?kiosk`)
    await page.locator('html[data-ready]').waitFor()
    remnants.push(await remnantsOn(page))
    const answering = answerAtKiosk(page, visitor.answers)
    const moment = round % 3
    if (moment === 0) await Promise.race([answering, delay(random() * walkMs)])
    else await answering
    if (moment === 2) await page.locator('.thanks').waitFor()
    await delay(random() * 60)
    answering.catch(() => {})
    await killBrowser(folder)
    await page
      .context()
      .close()
      .catch(() => {})
  }

  // Four moments may all fall on one side.
  it.runIf(kills >= 50)('was killed before, and after, somebody was thanked', () => {
    const thanked = visitors.filter((visitor) => visitor.thanked).length
    expect(thanked).toBeGreaterThan(0)
    expect(thanked).toBeLessThan(kills)
  })

  it('delivers each response whose thanks appeared once, when it is started again', () => {
    expect(visitors.filter(({ answers, thanked }) => thanked && arrived.get(nameOf(answers)) !== 1)).toEqual([])
  })

  it('delivers none twice, and none that nobody gave', () => {
    const given = new Set(visitors.map(({ answers }) => nameOf(answers)))
    expect([...arrived].filter(([name, times]) => times !== 1 || !given.has(name))).toEqual([])
  })

  it('shows the next person nothing of it', () => {
    expect(remnants).toEqual(remnants.map(() => ({ checked: 0, stored: 0, cookie: '' })))
  })
}

/** About as long as somebody takes whose clock the test holds. */
const walkMs = 1_500

const watchForThanks = `new MutationObserver(() => document.querySelector('.thanks') && thanksAreSeen()).observe(document, { childList: true, subtree: true })`

const remnantsOn = (page: Page) =>
  page.evaluate(() => ({
    checked: document.querySelectorAll('input:checked').length,
    stored: localStorage.length + sessionStorage.length,
    cookie: document.cookie,
  }))

/** Each visitor answers like no other. */
const answersOf = (round: number): Readonly<Record<string, string>> =>
  Object.fromEntries(quickItems.map((item, index) => [item, String(1 + (Math.floor(round / 5 ** index) % 5))]))

const nameOf = (answers: Readonly<Record<string, unknown>>): string => quickItems.map((item) => String(answers[item])).join('')

/** Ends every process of the browser that keeps this profile, at once and without a word. */
async function killBrowser(profile: string): Promise<void> {
  const pids = [...new Set(namedWith(profile).flatMap(familyOf))]
  for (const pid of pids) kill(pid)
  while (alive(pids).length > 0) await delay(5)
}

const namedWith = (words: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOf(pid).includes(words))

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone with its parent.
  }
}
