import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptCode } from '../../surveys/answers/receipt'
import service from '../../surveys/questionnaires/sipas-service.json'
import { response, shippedVersion } from '../server/fielded'
import { someOf } from '../server/harness'
import { forgotten, openPage } from './browser'
import { answerAtKiosk, held, laidAmong, quickItems } from './device'
import { stored } from './site'
import { checked, next, receipt, send, sentWithoutAnswer, tap, visiting } from './visiting'

const visit = visiting()
const batches = '**/api/v1/responses/batch'
const resume = (page: Page) => page.getByRole('button', { name: 'Tiếp tục phiếu đang dở' })
const titles = (page: Page) => page.locator('main h2:visible').allTextContents()
const counted = async (campaign: string) => (await stored(visit().server, campaign)).length
const kept = (page: Page) => page.evaluate(() => ({ tab: Object.keys(sessionStorage), phone: Object.keys(localStorage) }))

/** How many responses the browser's own database holds. */
const waiting = async (page: Page): Promise<number> => (await held(page)).length

describe('a form in parts whose script is still on its way', () => {
  /** Opens a form whose script comes when it is let. */
  async function slow(page: Page, path: string, then = 'html[data-ready]'): Promise<() => Promise<void>> {
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/assets/*.js', async (route) => {
      await arrived
      await route.continue()
    })
    await page.goto(`${visit().server.url}/s/${path}`, { waitUntil: 'commit' })
    return async () => {
      arrive()
      await page.locator(then).waitFor()
    }
  }

  it('leads on with its first bytes, and the script takes over the answers and the part', async () => {
    const page = await openPage(visit().browser)
    const arrive = await slow(page, 'service')
    await tap(page, 'service', 'land')
    await next(page)
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    expect(await page.getByRole('button', { name: 'Tiếp tục' }).count()).toBe(1)
    await tap(page, 'A1', '4')
    const before = await page.locator('.option:visible').first().boundingBox()
    await arrive()
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    expect(await page.locator('.option:visible').first().boundingBox()).toEqual(before)
    expect(await page.locator('.progress p').textContent()).toContain('Phần 2 trên 8')
    expect([await checked(page, 'A1', '4'), await page.getByRole('button', { name: 'Tiếp tục' }).count()]).toEqual([true, 1])
    await page.goBack()
    expect(await titles(page)).toEqual(['Việc ông/bà đến làm'])
    expect(await checked(page, 'service', 'land')).toBe(true)
    await page.context().close()
  })

  it('takes two taps for one, and waits where the answers decide what is asked', async () => {
    const page = await openPage(visit().browser)
    await slow(page, 'service')
    await page.getByRole('button', { name: 'Tiếp tục' }).dblclick()
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    const other = await openPage(visit().browser)
    await slow(other, 'every')
    await next(other)
    expect(await titles(other)).toEqual(['Một'])
    expect(await other.locator('#_onward').getAttribute('aria-busy')).toBe('true')
    await Promise.all([page, other].map((one) => one.context().close()))
  })

  /** Gives a page a model that cannot be drawn: at once, or only when the form comes to life. */
  const spoiled = (page: Page, spoil: (model: string) => string) =>
    page.route('**/model.json*', async (route) => {
      const reply = await route.fetch()
      await route.fulfill({ response: reply, body: spoil(await reply.text()) })
    })

  it.each([
    ['as it takes over', (model: string) => model.replaceAll('"text":', '"said":')],
    // Said on a screen that has come to life, and on no plain form.
    ['just after it has taken over', (model: string) => model.replaceAll('"mine":', '"theirs":')],
  ])('is given back whole, its parts in their order and with what was answered, where the script fails %s', async (_, spoil) => {
    const page = await openPage(visit().browser)
    await spoiled(page, spoil)
    const arrive = await slow(page, 'service', 'html:not(.js)')
    await tap(page, 'service', 'land')
    await next(page)
    await tap(page, 'A1', '4')
    await arrive()
    expect(await titles(page)).toEqual(service.sections.map(({ title }) => title.vi))
    await tap(page, 'overall', '3')
    await send(page)
    expect(await receipt(page)).not.toBe('')
    expect((await visit().heard('service'))?.answers).toEqual({ service: 'land', A1: '4', overall: '3' })
    // A kiosk's start screen, which has another script, shows the title.
    await page.unrouteAll()
    await spoiled(page, (model) => model.replaceAll('"title":', '"said":'))
    await page.goto(`${visit().server.url}/s/quick?kiosk`)
    await page.locator('html:not(.js)').waitFor()
    expect(await page.locator('form input[type="radio"]:visible').count()).toBeGreaterThan(20)
    await page.context().close()
  })
})

describe('a paper that was begun on a phone', () => {
  let page: Page
  beforeAll(async () => {
    page = await openPage(visit().browser)
  })
  afterAll(() => page.context().close())

  /** A form of eight parts, begun and left in the third. */
  async function begun(): Promise<void> {
    await visit().goTo(await forgottenHere(), 'service')
    await tap(page, 'service', 'land')
    await next(page)
    await page.locator('h2', { hasText: 'Tiếp cận dịch vụ' }).waitFor()
    await tap(page, 'A1', '4')
    await next(page)
    await page.locator('h2', { hasText: 'Thủ tục' }).first().waitFor()
  }

  async function forgottenHere(): Promise<Page> {
    if (page.url() === 'about:blank') await page.goto('about:blank')
    else await forgotten(page)
    return page
  }

  it('is found at the part where it was, and Back and Forward lead through what lies between', async () => {
    await begun()
    const third = await titles(page)
    await page.reload()
    await resume(page).click()
    expect(await titles(page)).toEqual(third)
    await page.goBack()
    expect(await titles(page)).toEqual(['Tiếp cận dịch vụ'])
    expect(await checked(page, 'A1', '4')).toBe(true)
    await page.goForward()
    expect(await titles(page)).toEqual(third)
    await page.goBack()
    await page.goBack()
    expect(await titles(page)).toEqual(['Việc ông/bà đến làm'])
    await page.goBack()
    expect(page.url()).toBe('about:blank')
    await page.goForward()
    await resume(page).waitFor()
  })

  it('that is thrown away leaves no empty parts behind Back', async () => {
    await begun()
    await page.reload()
    await page.getByRole('button', { name: 'Bắt đầu lại' }).click()
    await page.locator('h2', { hasText: 'Việc ông/bà đến làm' }).waitFor()
    expect(await checked(page, 'service', 'land')).toBe(false)
    expect(await kept(page)).toEqual({ tab: [], phone: [] })
    await page.goBack()
    expect(page.url()).toBe('about:blank')
  })

  it('lies in the tab alone, and on the phone for as long as its owner says that it is theirs', async () => {
    await visit().goTo(await forgottenHere(), 'quick')
    const mine = page.getByLabel('Đây là điện thoại của tôi')
    expect(await mine.count()).toBe(0)
    await tap(page, 'access', '4')
    await expect.poll(() => kept(page)).toEqual({ tab: ['sipas-draft quick H1'], phone: [] })
    await mine.check()
    expect(await kept(page)).toEqual({ tab: [], phone: ['sipas-draft quick H1'] })
    const tab = await page.context().newPage()
    await visit().goTo(tab, 'quick')
    await resume(tab).click()
    expect([await checked(tab, 'access', '4'), await tab.getByLabel('Đây là điện thoại của tôi').isChecked()]).toEqual([true, true])
    await tab.getByLabel('Đây là điện thoại của tôi').uncheck()
    expect(await kept(tab)).toEqual({ tab: ['sipas-draft quick H1'], phone: [] })
    await tab.close()
  })

  it.each([
    ['of another version', { version: 99, at: Date.now() }],
    ['from yesterday', { version: shippedVersion['sipas-service-quick'], at: Date.now() - 25 * 3_600_000 }],
    ['from a clock that was set back since', { version: shippedVersion['sipas-service-quick'], at: Date.now() + 25 * 3_600_000 }],
  ])('%s is gone from the phone when it is opened again', async (_, { version, at }) => {
    await visit().goTo(await forgottenHere(), 'quick')
    const draft = { campaign: 'quick', version, at, language: 'vi', answers: { access: '4' }, step: 0 }
    await page.evaluate((text) => localStorage.setItem('sipas-draft quick H1', text), JSON.stringify(draft))
    await page.reload()
    await page.locator('html[data-ready]').waitFor()
    expect(await page.locator('[name="access"]').count()).toBeGreaterThan(0)
    expect(await kept(page)).toEqual({ tab: [], phone: [] })
  })

  it('from 23 hours ago is still gone on with', async () => {
    await visit().goTo(await forgottenHere(), 'quick')
    const [version, at] = [shippedVersion['sipas-service-quick'], Date.now() - 23 * 3_600_000]
    const draft = { campaign: 'quick', version, at, language: 'vi', answers: { access: '4' }, step: 0 }
    await page.evaluate((text) => localStorage.setItem('sipas-draft quick H1', text), JSON.stringify(draft))
    await page.reload()
    await resume(page).click()
    expect(await checked(page, 'access', '4')).toBe(true)
  })

  it('that is too old goes from whatever page of ours is opened', async () => {
    await visit().goTo(await forgottenHere(), 'quick')
    await page.evaluate(() => localStorage.setItem('sipas-draft elsewhere H7', '{"at":1}'))
    await page.reload()
    await page.locator('html[data-ready]').waitFor()
    expect(await kept(page)).toEqual({ tab: [], phone: [] })
  })

  it('belongs to the agency that it is about, where a touchpoint serves several', async () => {
    await visit().goTo(await forgottenHere(), 'choice?agency=H1')
    await tap(page, 'access', '4')
    await expect.poll(() => kept(page)).toEqual({ tab: ['sipas-draft choice H1'], phone: [] })
    await visit().goTo(page, 'choice?agency=H3')
    expect(await resume(page).count()).toBe(0)
    await tap(page, 'access', '2')
    await visit().goTo(page, 'choice?agency=H1')
    await resume(page).click()
    expect(await checked(page, 'access', '4')).toBe(true)
  })
})

describe('a response that has not arrived', () => {
  /** Answered where nothing gets through, and kept by the phone. */
  async function keptBack(path: string, code: string): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
    const page = await openPage(visit().browser)
    await page.context().route(batches, (route) => route.abort())
    await visit().goTo(page, path)
    await tap(page, 'overall', code)
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    return { page, context: page.context() }
  }

  it('makes the page warn whoever closes it, and a paper that was only begun does not', async () => {
    const page = await openPage(visit().browser)
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await page.route(batches, (route) => route.abort())
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '4')
    await page.reload()
    await resume(page).click()
    expect(asked).toEqual([])
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    await page.reload()
    expect(asked).toEqual(['beforeunload'])
    await page.context().close()
  })

  it.each(someOf(['receipt', 's/over', 's/soon', 's/choice', 's/nowhere'], 2))('goes out from /%s too', async (path) => {
    const before = await counted('quick')
    const { page, context } = await keptBack('quick', '3')
    await page.close()
    await context.unroute(batches)
    const other = await context.newPage()
    await other.goto(`${visit().server.url}/${path}`)
    await expect.poll(() => counted('quick')).toBe(before + 1)
    await expect.poll(() => waiting(other)).toBe(0)
    await context.close()
  })

  it('leaves a page that asks nothing alone where the phone keeps nothing', async () => {
    const page = await openPage(visit().browser)
    const asked: string[] = []
    page.on('request', (request) => request.url().startsWith('http') && asked.push(new URL(request.url()).pathname))
    await page.goto(`${visit().server.url}/receipt`, { waitUntil: 'networkidle' })
    expect(asked).toEqual(['/receipt'])
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    await page.context().close()
  })

  /** The server's word on whatever is sent. */
  const refuse = (context: BrowserContext, code: string, message: string) =>
    context.route(batches, (route) => {
      const { responses }: { responses: readonly { readonly id: string }[] } = JSON.parse(route.request().postData() ?? '')
      return route.fulfill({ json: { results: responses.map(({ id }) => ({ id, status: 422, problem: { code, message } })) } })
    })

  it('and is refused later is told once, with the way back to answers that can be corrected', async () => {
    const { page, context } = await keptBack('quick', '5')
    await page.close()
    await refuse(context, 'answers_invalid', 'Câu này cần được trả lời.')
    const again = await context.newPage()
    await again.goto(`${visit().server.url}/receipt`)
    await again.getByText('Câu này cần được trả lời.').waitFor()
    await again.getByRole('button', { name: 'Xem lại câu trả lời' }).click()
    await resume(again).click()
    expect(await checked(again, 'overall', '5')).toBe(true)
    expect(await waiting(again)).toBe(0)
    await context.unroute(batches)
    await send(again)
    expect(await receipt(again)).not.toBe('')
    // Of no page of ours: what it is too large for is said here, in the language of whoever reads it.
    const place = { campaign: 'quick', version: shippedVersion['sipas-service-quick'], touchpoint: 'quick', agency: 'H1', language: 'en' }
    const paper = response({ overall: '4', more: 'x'.repeat(150_000) }, place)
    await laidAmong(again, { id: paper.id, state: 0, body: JSON.stringify({ ...paper, contact: '0912 345 678' }) })
    await again.goto(`${visit().server.url}/s/quick?lang=en`)
    await again.getByText('longer than can be taken').waitFor()
    await again.getByRole('button', { name: 'Look at the answers' }).click()
    await again.getByRole('button', { name: 'Go on with it' }).click()
    expect([await checked(again, 'overall', '4'), await waiting(again)]).toEqual([true, 0])
    // With how they want to be reached, which stands beside the answers.
    expect(await again.evaluate(() => JSON.stringify(sessionStorage))).toContain('"_contact\\":\\"0912 345 678')
    await context.close()
  })

  it('and is refused for good is told once in words, and forgotten', async () => {
    const { page, context } = await keptBack('quick', '5')
    await page.close()
    await refuse(context, 'campaign_closed', 'Đợt khảo sát đã kết thúc.')
    const again = await context.newPage()
    await visit().goTo(again, 'quick')
    await again.getByText('Đợt khảo sát đã kết thúc.').waitFor()
    expect(await again.getByRole('button', { name: 'Xem lại câu trả lời' }).isVisible()).toBe(false)
    await again.getByRole('button', { name: 'Đã rõ' }).click()
    await expect.poll(() => waiting(again)).toBe(0)
    await visit().goTo(again, 'quick')
    expect(await again.locator('[data-refused]').isVisible()).toBe(false)
    await context.close()
  })
})

describe('the thanks', () => {
  it('say that the first one is counted, where its answer was lost and other answers were sent after it', async () => {
    const before = await counted('quick')
    const page = await openPage(visit().browser)
    await sentWithoutAnswer(page, visit())
    await resume(page).click()
    await tap(page, 'overall', '2')
    await send(page)
    await page.getByText('Phiếu này đã đến nơi từ lần gửi trước và đã được tính.').waitFor()
    const heard = await visit().heard('quick')
    expect(heard).toMatchObject({ answers: { overall: '5' } })
    expect(await receipt(page)).toBe(receiptCode(heard?.id ?? ''))
    expect(await counted('quick')).toBe(before + 1)
    await page.context().close()
  })

  it('lead to what became of the response', async () => {
    const page = await openPage(visit().browser)
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '5')
    await send(page)
    await page.getByRole('link', { name: 'Tra xem phiếu đã được tính chưa' }).click()
    expect(await page.getByRole('status').textContent()).toContain('đã được tính')
    await page.context().close()
  })

  it("show a kiosk's citizen the code at once, though nothing has arrived, and lead nowhere", async () => {
    const page = await openPage(visit().browser)
    await page.route(batches, (route) => route.abort())
    await page.clock.install()
    await visit().goTo(page, 'quick?kiosk')
    await answerAtKiosk(page, Object.fromEntries(quickItems.map((item) => [item, '4'])))
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    expect(await page.locator('.code').textContent()).toMatch(/^\s*[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\s*$/)
    expect(await page.locator('.thanks a').count()).toBe(0)
    await page.context().close()
  })
})
