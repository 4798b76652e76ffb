import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { trembleMs } from '../../client/survey/taps'
import { hasRows } from '../../surveys/instrument/item'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { openPage } from './browser'
import { stored } from './site'
import { next, tap, visiting } from './visiting'

const visit = visiting()
const shipped = (name: string): Questionnaire =>
  readSmall(JSON.parse(readFileSync(new URL(`../../surveys/questionnaires/${name}.json`, import.meta.url), 'utf8')))

const upright = ['600×960', '768×1024', '800×1280', '810×1080', '1080×1920'] as const
const lying = ['1024×600', '1280×800', '1366×768', '1440×900', '1920×1080'] as const
const phones = ['320×568', '360×740', '568×320', '844×390', '320×256'] as const

async function resize(page: Page, size: string): Promise<void> {
  const [width = 0, height = 0] = size.split('×').map(Number)
  await page.setViewportSize({ width, height })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** Where what can be touched stands, and whether a finger that is put on it reaches it. */
const touched = (page: Page) =>
  page.evaluate(() => {
    const faults: string[] = []
    const rests = document.documentElement.scrollHeight <= innerHeight + 1
    const all = [...document.querySelectorAll('.option, .field, .other input, main button, header button')].filter(
      (one) => one.getClientRects().length > 0,
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

describe('at a kiosk', () => {
  const open = async (path: string, words = 'Bắt đầu') => {
    const page = await openPage(visit().browser, { viewport: { width: 800, height: 1280 } })
    await visit().goTo(page, path)
    await page.getByRole('button', { name: words }).press('Enter')
    return page
  }
  const onwards = (page: Page) => page.locator('.navigation [type=submit]').press('Enter')
  const isSending = async (page: Page) => /^(Gửi|Send)/.test((await page.locator('.navigation [type=submit]').textContent()) ?? '')
  const itemOn = (page: Page) => page.evaluate(() => document.querySelector('fieldset input, .field')?.getAttribute('name') ?? 'note')
  /** Goes through all screens by keys, which nothing holds up. */
  async function* screens(page: Page): AsyncGenerator<string> {
    for (;;) {
      const item = await itemOn(page)
      yield item
      if (await isSending(page)) return
      if (await page.locator('.required').count()) await page.locator(`[name="${item}"]`).first().press('Space')
      await onwards(page)
    }
  }

  it.each([
    ['every?kiosk', readSmall(), 'Bắt đầu', [...upright, ...lying]],
    ['service?kiosk', shipped('sipas-service'), 'Bắt đầu', [...upright, ...lying]],
    ['national?kiosk', shipped('sipas-2026'), 'Bắt đầu', [...upright, ...lying]],
    ['national?kiosk', shipped('sipas-2026'), 'Start', ['600×960', '800×1280', '1024×600']],
  ] as const)('no answer of %s lies under anything, and all are in sight', async (path, questionnaire, words, sizes) => {
    const page = await open(path, words)
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

  it('keeps all in sight when words are made larger, wherever it was', async () => {
    const page = await open('quick?kiosk')
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
    // What is missing is in sight with the faces that it takes.
    for (let step = 0; step < 6; step += 1) await onwards(page)
    await page.locator('#_problems').waitFor()
    for (const size of ['600×960', '1024×600']) {
      await resize(page, size)
      const { faults, rests, faces } = await touched(page)
      expect([size, faults, rests, faces.length]).toEqual([size, [], true, 5])
    }
    await page.context().close()
  })

  it('says that there is more where not all can be in sight, and hides nothing', async () => {
    const page = await open('service?kiosk')
    await resize(page, '640×420')
    expect(await touched(page)).toMatchObject({ faults: [], rests: false, more: true })
    await page.context().close()
  })

  it('enlarges every answer with a face but the longest when words are made larger, and shows on the thanks what the data are', async () => {
    const page = await open('national?kiosk', 'Start')
    await resize(page, '1024×600')
    await page.getByRole('button', { name: 'Larger text' }).press('Enter')
    const asBefore: string[] = []
    const smallest: string[] = []
    for await (const item of screens(page)) {
      const { size, isFaced } = await page.evaluate(() => ({
        size: document.documentElement.dataset['size'] ?? '',
        isFaced: document.querySelector('.face') !== null,
      }))
      if (isFaced && !size.includes('large')) asBefore.push(item)
      if (size.includes('smallest')) smallest.push(item)
      if (await isSending(page)) break
    }
    expect([asBefore, smallest]).toEqual([['Q9_1'], []])
    await onwards(page)
    await page.locator('.thanks h1').waitFor()
    expect(await touched(page)).toMatchObject({ faults: [], rests: true })
    const box = await page.getByText('Sample data').boundingBox()
    expect(box?.height).toBeLessThan(72)
    expect(box?.width).toBeLessThan(400)
    await page.context().close()
  })

  describe('after a tap', () => {
    /** A page whose clock stands still but for what the test lets pass. */
    const stopped = async (path: string) => {
      const page = await openPage(visit().browser, { viewport: { width: 800, height: 1280 } })
      await page.clock.install({ time: '2026-11-20T08:00:00' })
      await visit().goTo(page, path)
      await page.clock.pauseAt('2026-11-20T08:10:00')
      return page
    }
    const middle = async (page: Page, name: string) => {
      const { x = 0, y = 0, width = 0, height = 0 } = (await page.getByRole('button', { name }).first().boundingBox()) ?? {}
      return [x + width / 2, y + height / 2] as const
    }
    const start = async (page: Page) => page.mouse.click(...(await middle(page, 'Bắt đầu')))
    const wait = (page: Page, ms: number) => page.clock.runFor(ms)
    const chosen = (page: Page) => page.locator('input:checked').count()
    const step = async (page: Page) => /Câu (\d+)/.exec((await page.locator('.progress').textContent()) ?? '')?.[1]

    it('two on "Bắt đầu" answer nothing', async () => {
      const page = await stopped('quick?kiosk')
      const at = await middle(page, 'Bắt đầu')
      await page.mouse.click(...at)
      // In the middle of an answer, if it counted.
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      for (const pause of [0, 100, 300, 290]) {
        await wait(page, pause)
        await page.mouse.click(x + 20, y + 20)
      }
      await wait(page, 400)
      expect([await step(page), await chosen(page)]).toEqual(['1', 0])
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 400)
      expect(await step(page)).toBe('2')
      await page.context().close()
    })

    it.each([80, 380, 500, 650, 800])('another after %i ms answers no second question', async (pause) => {
      const page = await stopped('quick?kiosk')
      await start(page)
      await wait(page, trembleMs)
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      await page.mouse.click(x + 20, y + 20)
      await wait(page, pause)
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 1_500)
      expect([await step(page), await chosen(page)]).toEqual(['2', 0])
      await page.mouse.click(x + 20, y + 20)
      await wait(page, 1_500)
      expect(await step(page)).toBe('3')
      await page.context().close()
    })

    it('goes by a clock that nobody sets', async () => {
      const page = await stopped('quick?kiosk')
      await start(page)
      const { x = 0, y = 0 } = (await page.locator('.option').nth(2).boundingBox()) ?? {}
      await page.clock.setSystemTime('2026-11-20T12:00:00')
      await page.mouse.click(x + 20, y + 20)
      expect(await chosen(page)).toBe(0)
      await page.clock.setSystemTime('2026-11-19T12:00:00')
      await wait(page, trembleMs)
      await page.mouse.click(x + 20, y + 20)
      expect(await chosen(page)).toBe(1)
      await page.context().close()
    })

    it('holds back the choice of an agency, Back, the end and "still here" alike, and no key', async () => {
      const page = await stopped('choice?kiosk')
      await start(page)
      const agency = await middle(page, 'Sở Tư pháp')
      // Where the hands are, and not at the top of a tall screen.
      expect([agency[1] > 640, (await middle(page, 'Quay lại'))[1] > 1200]).toEqual([true, true])
      await page.mouse.click(...agency)
      await page.getByRole('heading', { name: 'Ông/bà làm việc với cơ quan nào?' }).waitFor()
      await wait(page, trembleMs)
      await page.mouse.click(...agency)
      await page.mouse.click(...agency)
      expect([await step(page), await chosen(page)]).toEqual(['1', 0])
      await page.locator('.navigation [type=submit]').press('Enter')
      await page.locator('.navigation [type=submit]').press('Enter')
      expect(await step(page)).toBe('3')
      await wait(page, trembleMs)
      const back = await middle(page, 'Quay lại')
      await page.mouse.click(...back)
      await page.mouse.click(...back)
      expect(await step(page)).toBe('2')
      await wait(page, 61_000)
      const stay = await middle(page, 'Tôi vẫn đang trả lời')
      await wait(page, 1_000)
      await page.mouse.click(...stay)
      await page.mouse.click(...stay)
      expect([await step(page), await chosen(page)]).toEqual(['2', 0])
      await wait(page, 61_000)
      await wait(page, 1_000)
      const wipe = await middle(page, 'Xoá và kết thúc')
      await page.mouse.click(...wipe)
      await start(page)
      expect(await page.locator('.start').count()).toBe(1)
      await wait(page, trembleMs)
      await start(page)
      expect(await page.locator('.start').count()).toBe(0)
      await page.context().close()
    })

    it('undoes nothing where several can be chosen and the hand trembles', async () => {
      const page = await stopped('every?kiosk')
      await start(page)
      while ((await page.locator('[name="ways"]').count()) === 0) {
        if (await page.locator('[name="late"]').count()) await page.locator('[name="late"][value="no"]').press('Space')
        await onwards(page)
      }
      await wait(page, trembleMs)
      await tap(page, 'ways', 'desk')
      await wait(page, 200)
      await tap(page, 'ways', 'desk')
      expect(await chosen(page)).toBe(1)
      await wait(page, trembleMs)
      await tap(page, 'ways', 'desk')
      expect(await chosen(page)).toBe(0)
      await page.context().close()
    })
  })
})

describe('on a phone', () => {
  it.each(['every', 'service'])('no answer of %s lies under anything, upright, lying and at 400 %', async (path) => {
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
  })

  it('lines faces up where it lies', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    for (const size of ['568×320', '740×360', '844×390']) {
      await resize(page, size)
      const faces = (await touched(page)).faces.slice(0, 5)
      expect(new Set(faces.map(({ top }) => top)).size).toBe(1)
      expect(faces.map(({ left }) => left)).toEqual(faces.map(({ left }) => left).toSorted((a, b) => a - b))
    }
    await page.context().close()
  })

  it('follows the size of letters that the reader has set', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    const sizes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('h1, h2, p, legend, .box, button, summary')]
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
      )
    const before = await sizes()
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    expect(await sizes()).toEqual(before.map((size) => size * 2))
    expect((await touched(page)).faults).toEqual([])
    await page.context().close()
  })

  it('lets an answer be taken back by a tap, and by a key, where none is needed', async () => {
    const page = await openPage(visit().browser)
    await page.clock.install()
    await visit().goTo(page, 'quick')
    const chosen = () => page.locator('input:checked').evaluateAll((all) => all.map((one) => one.getAttribute('name')))
    const calmly = async (item: string) => {
      await page.clock.fastForward(trembleMs)
      await tap(page, item, '4')
    }
    await calmly('access')
    await tap(page, 'access', '4')
    expect(await chosen()).toEqual(['access'])
    await calmly('access')
    expect(await chosen()).toEqual([])
    await calmly('access')
    await page.getByRole('button', { name: 'Bỏ chọn' }).press('Enter')
    expect(await chosen()).toEqual([])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('access')
    await calmly('overall')
    await calmly('overall')
    expect(await chosen()).toEqual(['overall'])
    expect(await page.getByRole('button', { name: 'Bỏ chọn' }).count()).toBe(0)
    await page.context().close()
  })

  it.each([['with', true] as const, ['without', false] as const])('never sends by Enter, %s JavaScript', async (_, javaScriptEnabled) => {
    const page = await openPage(visit().browser, { javaScriptEnabled })
    const before = (await stored(visit().server, 'every')).length
    await page.goto(`${visit().server.url}/s/every`)
    await page.locator('html[data-ready], html:not(.js)').waitFor()
    await page.locator('[name="late"][value="no"]').press('Space')
    if (javaScriptEnabled) await next(page)
    await page.locator('[name="met"]').fill('40')
    for (const name of ['met', 'day', 'rate']) await page.locator(`[name="${name}"]`).first().press('Enter')
    expect(await page.locator('[name="met"]').inputValue()).toBe('40')
    expect((await stored(visit().server, 'every')).length).toBe(before)
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    await page.getByRole('button', { name: 'Gửi câu trả lời' }).press('Enter')
    await page.locator('[data-receipt]').waitFor()
    expect((await stored(visit().server, 'every')).length).toBe(before + 1)
    await page.context().close()
  })
})
