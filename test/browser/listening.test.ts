import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { saveMedia } from '../../server/db/media'
import { readSound } from '../../server/files/sound'
import { soundRows, withSound } from '../../surveys/designing/sounds'
import { agency, fielded } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { mp3Of } from '../server/recordings'
import { readSmall, smallSource } from '../surveys/small'
import { closePages, openPage, sharedBrowser, sizes } from './browser'

/** A busy machine takes its time over a recording. */

/** With a choice that is shown as a list. */
const sections = smallSource.sections.map((section) => ({
  ...section,
  questions: section.questions.map((question) => (question.id === 'field' ? { ...question, asList: true } : question)),
}))

describe('listening', () => {
  let server: TestServer
  let browser: Browser
  /** The text that a recording belongs to, by the place and its name. */
  const texts = new Map<string, string>()
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    for (const [code, source] of Object.entries({ ear: { ...smallSource, id: 'heard', sections } })) {
      let draft = readSmall(source)
      for (const [at, { key }] of soundRows(draft).entries()) {
        const bytes = mp3Of(12, at + 1)
        const name = await saveMedia(server.database, { type: 'audio/mpeg', bytes }, new Date().toISOString())
        texts.set(`${code} ${name}`, key)
        draft = withSound(draft, key, 'vi', name)
      }
      await publishQuestionnaire(server.database, draft, '2026-01-01')
      const touchpoint = { code, campaign: code, kind: 'kiosk' as const, label: { vi: 'Sảnh', en: 'Hall' }, agencies: ['E1'] }
      await fielded(server.database, { code, questionnaire: draft.id, agencies: [agency('E1')], touchpoints: [touchpoint] })
    }
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const open = async (path: string, viewport: { width: number; height: number }): Promise<{ page: Page; heard: string[] }> => {
    const page = await openPage(browser, { viewport })
    const heard: string[] = []
    page.on('request', (request) => {
      const name = /\/media\/([\w-]+)$/.exec(request.url())?.[1]
      const text = name && texts.get(`${path.split('?')[0]} ${name}`)
      // A player asks for a recording in pieces.
      if (text && heard.at(-1) !== text) heard.push(text)
    })
    await page.goto(`${server.url}/s/${path}`)
    await page.locator('html[data-ready]').waitFor()
    return { page, heard }
  }
  const button = (page: Page, item: string) => page.locator(`[data-listen="${item}"] button`)
  const yesNo = ['questions/late/text', 'scales/yn/options/yes/label', 'scales/yn/options/no/label']

  it('plays a question and then its options on a phone, again when it is asked again, and stops when told to', async () => {
    const { page, heard } = await open('ear?lang=vi', sizes.phone)
    const listen = button(page, 'late')
    expect(await listen.textContent()).toBe('Nghe')
    await listen.click()
    await expect.poll(() => heard).toEqual(yesNo)
    await expect.poll(() => listen.textContent()).toBe('Nghe')
    expect(await page.locator('[data-heard]').count()).toBe(0)
    heard.length = 0
    await page.evaluate(() => performance.clearResourceTimings())
    await listen.click()
    expect(await listen.textContent()).toBe('Dừng')
    await listen.click()
    expect([await listen.textContent(), await page.locator('[data-heard]').count()]).toEqual(['Nghe', 0])
  })

  it('opens a folded list to read its options, and reads no more of them once one is chosen', async () => {
    const { page, heard } = await open('ear?lang=vi', sizes.phone)
    await button(page, 'field').click()
    await page.locator('[role="option"][data-heard]').first().waitFor()
    await expect.poll(() => heard).toContain('scales/ways/options/web/label')
    await page.locator('[role="option"][data-code="desk"]').click()
    await expect.poll(() => button(page, 'field').textContent()).toBe('Nghe')
    expect(await page.locator('#field').inputValue()).toBe('Quầy')
  })

  it('offers it for each question of each type, and on a kiosk ends it with the step', async () => {
    const { page, heard } = await open('ear?kiosk', sizes.kiosk)
    await page.locator('.languages button[lang="vi"]:not(.ear)').press('Enter')
    await button(page, 'intro').waitFor()
    await page.locator('.navigation button[type="submit"]').press('Enter')
    await button(page, 'late').press('Enter')
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    // A tap just after the screen has changed is for the one before.
    await page.waitForTimeout(800)
    await page.locator('label', { has: page.locator('[name="late"][value="no"]') }).click()
    await button(page, 'ways').waitFor()
    expect([await button(page, 'ways').textContent(), await page.locator('[data-listen] button').count()]).toEqual(['Nghe', 1])
    const before = heard.length
    await page.waitForTimeout(700)
    expect(heard.length).toBe(before)
  })

  it('offers nothing where there is neither a recording nor a voice', async () => {
    const { page } = await open('ear?lang=en', sizes.phone)
    expect(await page.evaluate(() => speechSynthesis.getVoices().length)).toBe(0)
    await page.locator('[data-listen="late"]').waitFor({ state: 'attached' })
    await page.waitForTimeout(300)
    expect(await page.locator('[data-listen] button').count()).toBe(0)
    await page.locator('nav button[lang="vi"]').click()
    await button(page, 'late').waitFor()
  })

  it.each(['audio/webm', 'audio/mp4'])('takes what a browser records as %s', async (type) => {
    const { page } = await open('ear?lang=vi', sizes.phone)
    const bytes = await page.evaluate(async (container) => {
      const context = new AudioContext()
      const tone = context.createOscillator()
      const end = context.createMediaStreamDestination()
      tone.connect(end)
      tone.start()
      const recorder = new MediaRecorder(end.stream, { mimeType: `${container};codecs=opus` })
      const recorded = new Promise<Blob>((resolve) => (recorder.ondataavailable = ({ data }) => resolve(data)))
      recorder.start()
      await new Promise((resolve) => setTimeout(resolve, 700))
      recorder.stop()
      return [...new Uint8Array(await (await recorded).arrayBuffer())]
    }, type)
    const reading = readSound(new Uint8Array(bytes))
    expect(reading).toMatchObject({ ok: true, sound: { type } })
    expect(reading.ok && reading.sound.milliseconds).toBeGreaterThan(200)
  })
})
