import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { saveMedia } from '../../server/db/media'
import { soundRows, withSound } from '../../surveys/designing/sounds'
import type { Questionnaire } from '../../surveys/instrument/schema'
import quick from '../../surveys/questionnaires/sipas-service-quick.json'
import { agency, fielded } from '../server/fielded'
import { isLongRun, someOf, startServer, type TestServer } from '../server/harness'
import { pictureOf } from '../server/picture-files'
import { mp3Of } from '../server/recordings'
import { readSmall } from '../surveys/small'
import { closePages, later, openPage, sharedBrowser, sizes } from './browser'
import { axeFinds } from './faults'
import { stored } from './site'

/** A busy machine takes its time over a recording. */
const lying = { width: 1920, height: 1080 }

describe('a kiosk that asks whoever does not read', () => {
  let server: TestServer
  let browser: Browser
  /** The text that a recording belongs to, by its name. */
  const texts = new Map<string, string>()
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    const all = await recorded(readSmall({ ...quick, id: 'heard' }), () => true)
    const most = await recorded(readSmall({ ...quick, id: 'nearly' }), (key) => key !== all.last)
    const bytes = pictureOf('png', { width: 90, height: 60 })
    const picture = await saveMedia(server.database, { type: 'image/png', bytes }, new Date().toISOString())
    const seen = { id: 'seen', options: [{ code: 'a', label: { vi: 'A', en: 'A' }, kind: 'answer' as const, picture }] }
    const [first, ...others] = all.draft.sections
    const say = { id: 'say', type: 'text', text: { vi: 'Xin viết', en: 'Please write' }, required: true, maxLength: 200 }
    const written = { ...all.draft, id: 'written', sections: [{ ...first, questions: [...(first?.questions ?? []), say] }, ...others] }
    for (const [code, draft, agencies] of [
      ['heard', { ...all.draft, scales: [...all.draft.scales, seen] }, ['E1']],
      ['nearly', most.draft, ['E1']],
      ['written', written, ['E1']],
      ['several', { ...all.draft, id: 'several' }, ['E1', 'E2']],
    ] as const) {
      await publishQuestionnaire(server.database, readSmall(JSON.parse(JSON.stringify(draft))), '2026-01-01')
      const touchpoint = { code, campaign: code, kind: 'kiosk' as const, label: { vi: 'Sảnh', en: 'Hall' }, agencies }
      await fielded(server.database, {
        code,
        questionnaire: draft.id,
        version: draft.version,
        agencies: agencies.map((one) => agency(one)),
        touchpoints: [touchpoint],
      })
    }
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  /** The questionnaire with recordings in Vietnamese of the texts that are wanted, and the last question with faces. */
  async function recorded(draft: Questionnaire, wanted: (key: string) => boolean): Promise<{ draft: Questionnaire; last: string }> {
    let made = draft
    let last = ''
    for (const [at, { key }] of soundRows(draft).entries()) {
      if (
        key.startsWith('questions/') &&
        draft.sections.some(({ questions }) => questions.some((one) => key === `questions/${one.id}/text` && one.type === 'rating'))
      )
        last = key
      if (!wanted(key)) continue
      const name = await saveMedia(server.database, { type: 'audio/mpeg', bytes: mp3Of(12, at + 1) }, new Date().toISOString())
      texts.set(name, key)
      made = withSound(made, key, 'vi', name)
    }
    return { draft: made, last }
  }
  const open = async (path: string, viewport: { width: number; height: number }, voice = '', query = '?kiosk') => {
    const page = await openPage(browser, { viewport, reducedMotion: 'reduce' })
    await page.addInitScript(eared, voice)
    if (voice !== '') await page.clock.install()
    const heard: string[] = []
    page.on('request', (request) => {
      const text = texts.get(/\/media\/([\w-]+)$/.exec(request.url())?.[1] ?? '')
      if (text && heard.at(-1) !== text) heard.push(text)
    })
    await page.goto(`${server.url}/s/${path}${query}`)
    await page.locator('html[data-ready]').waitFor()
    return { page, heard }
  }
  /** A tap just after the screen has changed is for the one before. */
  const settled = (page: Page): Promise<void> => page.waitForTimeout(800)
  const ear = (page: Page) => page.locator('.start .ear')
  /** The items in the order in which they are asked, each answered by one tap on its best face. */
  const answered = async (page: Page, each: (item: string) => Promise<void> = async () => {}): Promise<readonly string[]> => {
    const asked: string[] = []
    for (let step = 0; step < 20; step += 1) {
      const best = page.locator('.by-ear form input[value="5"]')
      await best.waitFor({ state: 'attached' })
      const item = (await best.getAttribute('name')) ?? ''
      asked.push(item)
      await settled(page)
      await each(item)
      await page.locator('.by-ear label.option:has(input[value="5"])').click()
      if (item === 'overall') break
      await page.locator(`.by-ear form input[name="${item}"]`).first().waitFor({ state: 'detached' })
    }
    // The button that sends calls, and is told by its look from all that stands there.
    await page.locator('.navigation [type="submit"].go[data-heard]').waitFor()
    const called = await tones(page)
    expect(called).toBeGreaterThan(0)
    await settled(page)
    await page.locator('.navigation [type="submit"]').click()
    await page.locator('[data-receipt]').waitFor()
    await expect.poll(() => tones(page)).toBeGreaterThan(called)
    return asked
  }
  const items = ['access', 'procedure', 'official', 'result', 'feedback', 'overall']

  it('reads each question out by itself and takes one tap on a face for it, upright and (in the long run) lying', async () => {
    // Side by side, since both listen to the end.
    await Promise.all(someOf([sizes.kiosk, lying], 1).map((size) => walked(size, someOf(items, 1))))
  })

  /** From the start to the receipt by ear; what is wrong for whoever reads with other means is looked for at some of the questions. */
  async function walked(size: Parameters<typeof open>[1], looked: readonly string[]): Promise<void> {
    const { page, heard } = await open('heard', size)
    await ear(page).waitFor()
    expect(await ear(page).evaluateAll((all) => all.map((one) => one.getAttribute('lang')))).toEqual(['vi'])
    expect(await axeFinds(page)).toEqual([])
    await settled(page)
    await ear(page).click()
    const asked = await answered(page, async (item) => {
      await expect.poll(() => heard.some((key) => key === `questions/${item}/text`)).toBe(true)
      expect(await page.locator('form input[type="text"], form textarea').count()).toBe(0)
      const boxes = await page.locator('.by-ear .faces .option:not(.aside)').evaluateAll((all) =>
        all.map((one) => {
          const { width, height, top } = one.getBoundingClientRect()
          return { isLarge: width >= 72 && height >= 72, top }
        }),
      )
      const below = await page.locator('.navigation').evaluate((one) => Math.max(0, one.getBoundingClientRect().bottom - innerHeight))
      expect([item, below]).toEqual([item, 0])
      expect([item, boxes.every(({ isLarge }) => isLarge), new Set(boxes.map(({ top }) => top)).size <= 1]).toEqual([item, true, true])
      if (looked.includes(item)) expect(await axeFinds(page)).toEqual([])
    })
    expect(asked).toEqual(items)
    await page.context().close()
  }

  it.runIf(isLongRun)(
    'reads out which agencies there are where the device has a voice, and asks about the one that is touched',
    async () => {
      const { page, heard } = await open('several', { width: 1024, height: 600 }, 'vi-VN')
      await settled(page)
      await ear(page).first().click()
      const names = await page.locator('.agencies button').allTextContents()
      await expect.poll(() => spoken(page)).toEqual(['Ông/bà làm việc với cơ quan nào?', ...names])
      expect(names).toHaveLength(2)
      await settled(page)
      await page.locator('.agencies button').nth(1).click()
      await expect.poll(() => heard.includes('questions/access/text')).toBe(true)
      const { bottom, smallest } = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('.option')].map((one) => one.getBoundingClientRect())
        const nav = document.querySelector('.navigation')?.getBoundingClientRect()
        return { bottom: nav?.bottom ?? 0, smallest: Math.min(...boxes.map(({ width, height }) => Math.min(width, height))) }
      })
      expect([bottom <= 601, smallest >= 72]).toEqual([true, true])
      await expect.poll(() => page.locator('[data-listen] button').getAttribute('data-word')).toBe('hear')
      // Whoever cannot read that they are asked hears it, and goes on where they were.
      await later(page, 61_000)
      await expect.poll(() => spoken(page)).toEqual(['Ông/bà làm việc với cơ quan nào?', ...names, 'Tôi vẫn đang trả lời'])
      await page.locator('.warning .go[data-heard]').press('Enter')
      await page.locator('[data-listen] [data-word="stop"]').waitFor()
      for (const item of items.slice(0, -1)) {
        await page.locator(`form input[name="${item}"]`).first().waitFor()
        await page.locator('.navigation [type="submit"]').press('Enter')
      }
      await expect.poll(() => page.locator('[data-listen="overall"] button').getAttribute('data-word')).toBe('hear')
      await page.locator('.navigation [type="submit"]').press('Enter')
      await page.locator('#_problems').waitFor()
      await page.locator('[data-listen="overall"] [data-word="stop"]').waitFor()
      await page.context().close()
    },
  )

  it('leads whoever listens on a phone from question to question, and to the button that sends', async () => {
    const { page, heard } = await open('heard', sizes.phone, 'en-GB', '')
    const wordOf = (item: string) => page.locator(`[data-listen="${item}"] button`).getAttribute('data-word')
    const choose = (item: string) => page.locator(`label.option:has(input[name="${item}"][value="5"])`).click()
    await choose('access')
    await page.locator('[data-listen="procedure"] button').click()
    await expect.poll(() => heard.includes('questions/procedure/text')).toBe(true)
    await choose('procedure')
    await expect.poll(() => wordOf('official')).toBe('stop')
    // Who stops it is left alone.
    await page.locator('[data-listen="official"] button').click()
    await choose('official')
    await page.waitForTimeout(1_000)
    expect([await wordOf('result'), heard.includes('questions/result/text')]).toEqual(['hear', false])
    const last = page.locator('[data-listen]:has(button)').last()
    await last.locator('button').click()
    await choose((await last.getAttribute('data-listen')) ?? '')
    await page.locator('.navigation [type="submit"][data-heard]').waitFor()
    expect(await tones(page)).toBe(2)
    // Read on in another language, which nobody has recorded: by the device's own voice, question and options in their order.
    await page.getByRole('button', { name: 'English' }).click()
    await page.locator('[data-listen="access"] button[lang="en"]').waitFor()
    const card = page.locator('.card:has([data-listen="access"])')
    const words = [await card.locator('legend').textContent(), ...(await card.locator('.option').allTextContents())].map((text) =>
      text?.trim(),
    )
    heard.length = 0
    await expect.poll(() => spoken(page)).toEqual(words)
    expect([words.length > 5, heard]).toEqual([true, []])
    await page.context().close()
  })

  it('stores what the usual screens would', async () => {
    const { page } = await open('heard', sizes.kiosk)
    await page.locator('.languages button[lang="vi"]:not(.ear)').press('Enter')
    for (const item of items) {
      const best = page.locator(`input[name="${item}"][value="5"]`)
      await best.waitFor({ state: 'attached' })
      await best.press('Space')
      await page.locator('.navigation [type="submit"]').press('Enter')
    }
    await page.locator('[data-receipt]').waitFor()
    const rows = (await stored(server, 'heard')).map(({ language, agency: about, answers }) => JSON.stringify({ language, about, answers }))
    expect([rows.length, new Set(rows).size]).toEqual([isLongRun ? 3 : 2, 1])
    await page.context().close()
  })

  it.each(['nearly', 'written', 'several'])('is not offered where somebody would be left alone with letters: %s', async (code) => {
    const { page } = await open(code, sizes.kiosk)
    await page.waitForFunction(() =>
      [...document.styleSheets].some((sheet) => [...sheet.cssRules].some(({ cssText }) => cssText.includes('.by-ear'))),
    )
    expect([await page.locator('.start .languages .go').count(), await ear(page).count()]).toEqual([2, 0])
    await page.context().close()
  })

  it('asks without a network too, once it has been there', async () => {
    const { page, heard } = await open('heard', lying)
    const kept = () =>
      page.evaluate(async () => {
        const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
        return requests.flat().map(({ url }) => new URL(url).pathname)
      })
    await expect
      .poll(async () => {
        const all = await kept()
        return [all.filter((path) => path.startsWith('/media/')).length, all.some((path) => path.includes('ByEar'))]
      })
      .toEqual([texts.size + 1, true])
    await page.context().setOffline(true)
    await page.reload()
    await ear(page).waitFor()
    heard.length = 0
    await settled(page)
    await ear(page).click()
    await expect.poll(() => heard.includes('questions/access/text')).toBe(true)
    await page.locator('[data-heard]').first().waitFor()
    await page.context().close()
  })
})

/** A page with a voice of the device for a language, where one is named, that notes what it says; and a count of the tones that sound. */
function eared(voice: string): void {
  const noted = { spoken: Array<string>(), tones: 0 }
  Object.assign(globalThis, { noted })
  class Counted extends AudioContext {
    override createOscillator(): OscillatorNode {
      noted.tones += 1
      return super.createOscillator()
    }
  }
  Object.defineProperty(globalThis, 'AudioContext', { value: Counted })
  if (voice === '') return
  class Utterance extends EventTarget {
    constructor(readonly text: string) {
      super()
    }
  }
  const synthesis = {
    getVoices: () => [{ lang: voice, localService: true }],
    addEventListener: () => {},
    removeEventListener: () => {},
    cancel: () => {},
    speak: (words: Utterance) => {
      noted.spoken.push(words.text)
      setTimeout(() => words.dispatchEvent(new Event('end')), 20)
    },
  }
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis })
  Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance })
}

const spoken = (page: Page): Promise<readonly string[]> => page.evaluate('noted.spoken')
const tones = (page: Page): Promise<number> => page.evaluate('noted.tones')
