import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findMedia } from '../../server/db/media'
import { readSound } from '../../server/files/sound'
import { type Designing, designing } from '../server/designing'
import { startServer, type TestServer } from '../server/harness'
import { pictureOf } from '../server/picture-files'
import { mp3Of } from '../server/recordings'
import { readSmall, smallSource } from '../surveys/small'
import { openDesign, saved, tab } from './authoring/author'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults } from './faults'

/** A microphone takes real time, and a busy machine more of it. */

describe('a question spoken in the designer, and an option pictured there', () => {
  let server: TestServer
  let browser: Browser
  let at: Designing
  const id = 'spoken'
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    at = designing(server)
    await at.begin(readSmall({ ...smallSource, id }))
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  const desk = async (before?: () => void, headers?: Readonly<Record<string, string>>): Promise<Page> => {
    const page = await openPage(browser, {
      viewport: { width: 1280, height: 900 },
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    })
    if (before) await page.addInitScript(before)
    if (headers)
      await page.route(`**/admin/designs/${id}`, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, headers: { ...response.headers(), ...headers } })
      })
    await openDesign(page, server, id)
    await tab(page, 'Âm thanh')
    await row(page).waitFor()
    return page
  }
  const row = (page: Page, key = 'questions/late/text') => page.locator(`[data-key="${key}"]`)
  const main = (page: Page) => row(page).locator('.voice button').first()
  const press = (page: Page, name: string) => row(page).getByRole('button', { name, exact: true }).click()
  const soundOf = async () => {
    const { definition } = await at.state(id)
    return definition.sections.flatMap(({ questions }) => questions).find((question) => question.id === 'late')?.sound
  }
  /** As long as it takes until something was heard. */
  const speak = async (page: Page): Promise<void> => {
    await main(page).click()
    await expect.poll(() => row(page).locator('[role="timer"]').textContent()).toMatch(/^0:0[1-9] \/ 0:59$/)
    expect(await row(page).locator('[role="status"]').textContent()).toBe('Đang thu âm, tự dừng sau 59 giây.')
    await main(page).click()
    await row(page).locator('audio[src^="blob:"]').waitFor()
  }
  /** What a player makes of a recording: seconds, or why it cannot be played. */
  const played = (page: Page, selector: string): Promise<number | string> =>
    page.locator(selector).evaluate(async (audio) => {
      if (!(audio instanceof HTMLAudioElement)) return 'no player'
      audio.muted = true
      const ended = new Promise((resolve) => audio.addEventListener('ended', resolve))
      await audio.play()
      await ended
      return audio.error ? audio.error.message : audio.currentTime
    })

  it('is heard before it is kept, thrown away, spoken again, kept, and saved under the name of its bytes', async () => {
    const page = await desk()
    await speak(page)
    expect(await row(page).locator('[role="status"]').textContent()).toMatch(/^Đã thu \d+ giây/)
    expect(await played(page, '[data-key="questions/late/text"] audio[src^="blob:"]')).toBeGreaterThan(0.5)
    expect(await main(page).textContent()).toBe('Thu lại')
    await press(page, 'Bỏ')
    await row(page).locator('audio').waitFor({ state: 'detached' })
    await expect.poll(() => main(page).evaluate((button) => button === document.activeElement)).toBe(true)
    expect([await main(page).textContent(), await soundOf()]).toEqual(['Thu âm', undefined])
    await speak(page)
    expect(await faults(page, [{ width: 1280, axe: ['light', 'dark'] }, { width: 360 }])).toEqual([])
    await press(page, 'Giữ lại')
    await row(page).locator('audio[src^="/media/"]').waitFor()
    await saved(page)
    const name = (await soundOf())?.['vi'] ?? ''
    expect(await row(page).locator('audio').getAttribute('src')).toBe(`/media/${name}`)
    const stored = await findMedia(server.database, name)
    const reading = readSound(new Uint8Array(stored?.bytes ?? []))
    expect(reading).toMatchObject({ ok: true, sound: { type: 'audio/webm' } })
    expect(await played(page, '[data-key="questions/late/text"] audio')).toBeGreaterThan(0.5)
    // A file from elsewhere takes its place; what is no recording takes none, and says why.
    const give = (bytes: Uint8Array) =>
      row(page)
        .locator('input[type="file"]')
        .setInputFiles({ name: 'cau-hoi.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from(bytes) })
    await give(new TextEncoder().encode('không phải âm thanh'))
    await row(page).locator('.wrong').waitFor()
    expect(await row(page).locator('audio').getAttribute('src')).toBe(`/media/${name}`)
    const file = mp3Of(40)
    await give(file)
    await row(page).locator(`audio:not([src="/media/${name}"])`).waitFor()
    await expect.poll(async () => (await soundOf())?.['vi']).not.toBe(name)
    const given = await findMedia(server.database, (await soundOf())?.['vi'] ?? '')
    expect(Buffer.compare(given?.bytes ?? Buffer.alloc(0), file)).toBe(0)
  })

  it('gets a picture that the browser has made small, another one, and none again, by keys alone', async () => {
    const page = await desk()
    await tab(page, 'Câu hỏi')
    await page.getByRole('button', { name: 'Cách nào' }).first().click()
    const open = page.locator('.option-table').getByRole('button', { name: 'Hình…' })
    await open.press('Enter')
    const first = page.locator('.option-pictures > li').first()
    await expect.poll(() => first.locator('input').evaluate((input) => input === document.activeElement)).toBe(true)
    const picture = async () => (await at.state(id)).definition.scales.find((scale) => scale.id === 'ways')?.options[0]?.picture
    const give = (name: string, bytes: Uint8Array) =>
      first.locator('input').setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.from(bytes) })
    await give('chu.jpg', new TextEncoder().encode('không phải hình'))
    await first.locator('.wrong', { hasText: 'không phải hình PNG, JPEG hoặc WebP' }).waitFor()
    // Larger than any that the server takes.
    await give('quay.jpg', pictureOf('jpeg', { width: 4_800, height: 2_400 }))
    await first.locator('img').waitFor()
    await saved(page)
    const [name, isDrawn] = await first.locator('img').evaluate(async (image) => {
      if (!(image instanceof HTMLImageElement)) return []
      await image.decode()
      return [image.getAttribute('src'), image.naturalWidth === 480 && image.naturalHeight === 240]
    })
    expect([name, isDrawn]).toEqual([`/media/${await picture()}`, true])
    // What the bar above hides for the moment is no smaller for it.
    await page.evaluate(() => scrollTo(0, 0))
    expect(await faults(page, [{ width: 1280, axe: ['light', 'dark'] }, { width: 360 }])).toEqual([])
    await give('khac.jpg', pictureOf('jpeg', { hue: 20 }))
    await first.locator(`img:not([src="${name}"])`).waitFor()
    await first.getByRole('button', { name: 'Bỏ hình của “Quầy”' }).press('Enter')
    await first.locator('img').waitFor({ state: 'detached' })
    await expect.poll(picture).toBeUndefined()
    await expect.poll(() => first.locator('input').evaluate((input) => input === document.activeElement)).toBe(true)
  })

  it('is one at a time, and leaves no microphone open behind', async () => {
    const page = await desk(() => {
      const { mediaDevices } = navigator
      const open: (wanted?: MediaStreamConstraints) => Promise<MediaStream> = mediaDevices.getUserMedia.bind(mediaDevices)
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted)
        Object.assign(globalThis, { tracks: stream.getTracks() })
        return stream
      }
    })
    const isOpen = (): Promise<string> =>
      page.evaluate<string>('JSON.stringify((globalThis.tracks ?? []).map(({ readyState }) => readyState))')
    await main(page).click()
    await row(page).locator('[role="timer"]').waitFor()
    expect(await isOpen()).toBe('["live"]')
    const other = row(page, 'questions/intro/text').locator('.voice button').first()
    expect(await other.isDisabled()).toBe(true)
    await tab(page, 'Câu hỏi')
    await expect.poll(isOpen).toBe('["ended"]')
    await tab(page, 'Âm thanh')
    expect(await other.isDisabled()).toBe(false)
  })

  it('says that the microphone is refused where the browser refuses it', async () => {
    const page = await desk(undefined, { 'permissions-policy': 'microphone=()' })
    await main(page).click()
    await row(page).locator('.voice .wrong', { hasText: 'Micro chưa được phép dùng cho trang này' }).waitFor()
  })

  it.each([
    [
      'there is no microphone',
      (): void => {
        navigator.mediaDevices.getUserMedia = (): Promise<MediaStream> => Promise.reject(new DOMException('', 'NotFoundError'))
      },
      'Không tìm thấy micro',
    ],
    [
      'another program has it',
      (): void => {
        navigator.mediaDevices.getUserMedia = (): Promise<MediaStream> => Promise.reject(new DOMException('', 'NotReadableError'))
      },
      'có thể chương trình khác đang dùng',
    ],
    ['the address is not https', (): void => void Object.defineProperty(globalThis, 'isSecureContext', { value: false }), 'địa chỉ https'],
    ['the browser is too old', (): void => void Reflect.deleteProperty(globalThis, 'MediaRecorder'), 'không thu âm được'],
  ] as const)('says what is the matter where %s', async (_, before, sentence) => {
    const page = await desk(before)
    await main(page).click()
    await row(page).locator('.voice .wrong', { hasText: sentence }).waitFor()
    expect([await main(page).textContent(), await main(page).isDisabled()]).toEqual(['Thu âm', false])
  })

  it('is allowed on the designer’s page and on no other', async () => {
    const headers = { Authorization: `Bearer ${server.token}` }
    const policyOf = async (path: string) => (await fetch(server.url + path, { headers })).headers.get('permissions-policy')
    expect(await policyOf(`/admin/designs/${id}`)).toContain('microphone=(self)')
    for (const path of [`/admin/designs/${id}/preview`, `/admin/designs/${id}/review`, '/admin', '/s/none', '/kiosk'])
      expect([path, await policyOf(path)]).toEqual([path, expect.stringContaining('microphone=()')])
  })
})
