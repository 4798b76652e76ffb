import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { hasRows } from '../../surveys/instrument/item'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { someOf } from '../server/harness'
import { withoutContact } from '../../surveys/answers/contact'
import { rareSource, readSmall } from '../surveys/small'
import { openPage } from './browser'
import { next, type Visit } from './visiting'

const shipped = (name: string): Questionnaire =>
  readSmall(JSON.parse(readFileSync(new URL(`../../surveys/questionnaires/${name}.json`, import.meta.url), 'utf8')))

/** Width and height of screens in pixels. */
export type Screens = { readonly upright: readonly string[]; readonly lying: readonly string[]; readonly phones: readonly string[] }

/** What is sold as a screen for a hall, and what is held in a hand. */
export const allScreens: Screens = {
  upright: ['600×960', '768×1024', '800×1280', '810×1080', '1080×1920'],
  lying: ['1024×600', '1280×800', '1366×768', '1440×900', '1920×1080'],
  phones: ['320×568', '360×740', '568×320', '844×390', '320×256'],
}

/** The smallest, the flattest and the largest of them, between which the others lie. */
export const extremeScreens: Screens = {
  upright: ['600×960', '1080×1920'],
  lying: ['1024×600', '1366×768'],
  phones: ['320×568', '568×320', '320×256'],
}

export async function resize(page: Page, size: string): Promise<void> {
  const [width = 0, height = 0] = size.split('×').map(Number)
  await page.setViewportSize({ width, height })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** Where what can be touched stands, and whether a finger that is put on it reaches it. */
export const touched = (page: Page) =>
  page.evaluate(() => {
    const faults: string[] = []
    const rests = document.documentElement.scrollHeight <= innerHeight + 1
    const all = [...document.querySelectorAll('.option, .field, .other input, main button, header button')].filter(
      (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible',
    )
    const more = [...document.querySelectorAll('.more')].some((one) => {
      const { top = -1, bottom = 0 } = one.getClientRects()[0] ?? {}
      return top >= 0 && bottom <= innerHeight
    })
    for (const { textContent } of document.querySelectorAll('.required'))
      if (textContent !== textContent?.trim()) faults.push(`"${textContent}" holds on to the word before it`)
    if (document.documentElement.scrollWidth > innerWidth) faults.push('scrolls sideways')
    for (const one of all) {
      if (!rests) one.scrollIntoView({ block: 'nearest' })
      const { left, top, bottom, width, height } = one.getBoundingClientRect()
      const name = one.textContent?.trim() || one.className
      if (rests && (top < 0 || bottom > innerHeight + 1)) faults.push(`${name} is out of sight`)
      for (const y of [top + 4, top + height / 2, bottom - 4].filter((at) => at > 0 && at < innerHeight)) {
        const under = document.elementFromPoint(left + width / 2, y)
        if (!under || !one.contains(under)) faults.push(`${name} lies under ${under?.outerHTML.slice(0, 60)}`)
      }
      if (one.scrollWidth > one.clientWidth + 1) faults.push(`${name} is cut`)
    }
    const boxes = all.map((one) => one.getBoundingClientRect())
    const faces = [...document.querySelectorAll('.faces .option:not(.aside)')].map((one) => one.getBoundingClientRect())
    return {
      faults,
      rests,
      more,
      smallest: Math.min(...boxes.map(({ width, height }) => Math.min(width, height))),
      faces: faces.map(({ left, top }) => ({ left: Math.round(left), top: Math.round(top) })),
      face: Math.min(...[...document.querySelectorAll('.face')].map((one) => one.getBoundingClientRect().width)),
      text: Number.parseFloat(getComputedStyle(document.querySelector('legend, .legend, .note') ?? document.body).fontSize),
      answers: Number.parseFloat(getComputedStyle(document.querySelector('.box') ?? document.body).fontSize),
    }
  })

/** Chooses what asks for words, where there is such, and has the page looked at so: whether an option stands elsewhere then. */
async function wordsMove<Seen>(
  page: Page,
  look: () => Promise<Seen>,
): Promise<{ readonly isMoved: boolean; readonly seen: Seen | undefined }> {
  const asking = page.locator('.option:has(+ .other) input')
  if ((await asking.count()) === 0) return { isMoved: false, seen: undefined }
  const places = () => page.locator('.option').evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())).join())
  const before = await places()
  await asking.press('Space')
  await page.locator('.other input').waitFor()
  const isMoved = (await places()) !== before
  const seen = await look()
  await ((await asking.getAttribute('type')) === 'radio' ? page.locator('.unchoose').press('Enter') : asking.press('Space'))
  await page.locator('.room').waitFor()
  return { isMoved, seen }
}

const letters = (...texts: readonly (LocalText | undefined)[]): number =>
  texts.flatMap((text) => Object.values(text ?? {})).reduce((sum, text) => sum + text.length, 0)

/** The first item of the longest screen of each question type and scale. */
function longest({ sections }: Questionnaire): ReadonlySet<string> {
  const found = new Map<string, { readonly id: string; readonly size: number }>()
  for (const section of sections)
    for (const question of section.questions) {
      if (question.type === 'note' || question.showIf || section.showIf) continue
      const kind = `${question.type} ${'scale' in question ? question.scale : ''}`
      const around = letters(section.title, section.intro, question.text, question.help)
      for (const { id, size } of hasRows(question)
        ? question.items.map((item) => ({ id: item.id, size: around + letters(item.text) }))
        : [{ id: question.id, size: around }])
        if (size > (found.get(kind)?.size ?? 0)) found.set(kind, { id, size })
    }
  return new Set([...found.values()].map(({ id }) => id))
}

export async function openAtKiosk({ browser, goTo }: Visit, path: string, words = 'Bắt đầu'): Promise<Page> {
  const page = await openPage(browser, { viewport: { width: 800, height: 1280 } })
  await goTo(page, path)
  await page.getByRole('button', { name: words }).press('Enter')
  return page
}
export const onwards = (page: Page) => page.locator('.navigation [type=submit]').press('Enter')
export const isSending = async (page: Page) => /^(Gửi|Send)/.test((await page.locator('.navigation [type=submit]').textContent()) ?? '')
const itemOn = (page: Page) =>
  page.evaluate(() => {
    const field = document.querySelector('fieldset input, .field, main [type=range], main [role=combobox]')
    return field?.getAttribute('name') ?? (field?.id || 'note')
  })
/** Goes through all screens by keys, which nothing holds up. */
export async function* screens(page: Page): AsyncGenerator<string> {
  for (;;) {
    const item = await itemOn(page)
    yield item
    if (await isSending(page)) return
    if (await page.locator('.required').count()) await page.locator(`[name="${item}"]`).first().press('Space')
    await onwards(page)
  }
}

/** No answer lies under anything, at a kiosk and on a phone. */
export function liesOpen(visit: () => Visit, { upright, lying, phones }: Screens): void {
  const papers = [
    ['every?kiosk', readSmall(), 'Bắt đầu', [...upright, ...lying]],
    ['service?kiosk', shipped('sipas-service'), 'Bắt đầu', [...someOf(upright, 1), ...someOf(lying, 1)]],
    ['national?kiosk', shipped('sipas-2026'), 'Bắt đầu', [...upright, ...lying]],
    ['national?kiosk', shipped('sipas-2026'), 'Start', [...upright.slice(0, 1), ...lying.slice(0, 1)]],
    ['rare?kiosk', withoutContact(readSmall(rareSource)), 'Bắt đầu', [...upright, ...lying]],
  ] as const
  it.each(someOf(papers, 2))('no answer of %s lies under anything, and all are in sight', async (path, questionnaire, words, sizes) => {
    const page = await openAtKiosk(visit(), path, words)
    const wanted = longest(questionnaire)
    const found: string[] = []
    const seen = new Set<string>()
    for await (const item of screens(page)) {
      if (!wanted.has(item) && item !== 'note') continue
      seen.add(item)
      for (const size of sizes) {
        await resize(page, size)
        const say = (fault: string) => found.push(`${item} at ${size}: ${fault}`)
        const { isMoved, seen } = await wordsMove(page, () => touched(page))
        const { faults, rests, more, smallest, faces, face } = await touched(page)
        for (const fault of new Set([...faults, ...(seen?.faults ?? [])])) say(fault)
        if (seen && !seen.rests) say('does not fit with words')
        if (smallest < 72) say(`a target of ${smallest}`)
        if (!rests) say('does not fit')
        if (more === rests) say(rests ? 'says that there is more' : 'does not say that there is more')
        if (isMoved) say('an option moves when one asks for words')
        const across = lying.some((one) => one === size)
        const order = faces.map(({ left, top }) => (across ? left : top))
        const still = new Set(faces.map(({ left, top }) => (across ? top : left)))
        if (faces.length > 0 && (still.size !== 1 || order.some((at, index) => at <= (order[index - 1] ?? -1)))) say('no line of faces')
        if (face < 40) say(`a face of ${face}`)
      }
    }
    expect([...wanted].filter((id) => !seen.has(id))).toEqual([])
    expect(found).toEqual([])
    await page.context().close()
  })

  it.each(someOf(['every', 'service', 'rare'], 1))(
    'no answer of %s lies under anything on a phone, upright, lying and at 400 %',
    async (path) => {
      const page = await openPage(visit().browser)
      await visit().goTo(page, path)
      const found: string[] = []
      for (;;) {
        if (path === 'every' && (await page.locator('[name="late"]').count())) await page.locator('[name="late"]').first().press('Space')
        if (await page.locator('[name="overall"]').count()) await page.locator('[name="overall"]').first().press('Space')
        for (const size of phones) {
          await resize(page, size)
          const { faults, smallest } = await touched(page)
          found.push(...faults.map((fault) => `${size}: ${fault}`))
          if (smallest < 48) found.push(`${size}: a target of ${smallest}`)
        }
        if (await page.getByRole('button', { name: 'Gửi câu trả lời' }).count()) break
        await next(page)
      }
      expect(found).toEqual([])
      await page.context().close()
    },
  )

  it('keeps all in sight when words are made larger, wherever it was', async () => {
    const page = await openAtKiosk(visit(), 'quick?kiosk')
    const grown: string[] = []
    for (const size of [...upright, ...lying]) {
      await resize(page, size)
      const before = await touched(page)
      await page.getByRole('button', { name: 'Chữ to' }).press('Enter')
      const after = await touched(page)
      expect([size, after.faults, after.rests, after.text >= before.text]).toEqual([size, [], before.rests, true])
      if (after.answers > before.answers) grown.push(size)
      await page.getByRole('button', { name: 'Chữ to' }).press('Enter')
      expect((await touched(page)).text).toBe(before.text)
    }
    expect(grown).toEqual([...upright, ...lying])
    await page.context().close()
  })
}
