import type { Browser, Frame, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { translationRows } from '../../surveys/designing/translations'
import { canonical } from '../../surveys/instrument/canonical'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { TestServer } from '../server/harness'
import { officeOf } from '../server/office'
import { openWatched } from './hostile'
import { hostileReasons } from './hostile-designs'
import { payloadAt } from './payloads'

const vietnamese = (design: Questionnaire): readonly string[] => translationRows(design).flatMap(({ text }) => text['vi'] ?? [])

/** What holds while these designs are worked on in a browser. */
export function standTheirAuthors(
  designs: readonly Questionnaire[],
  visit: () => { readonly server: TestServer; readonly browser: Browser },
): void {
  it.each(designs.map((design) => [design.id, design] as const))(
    'run nothing while %s is worked on, and stand in its fields as they were typed',
    async (_, design) => {
      const { server, browser } = visit()
      await kept(server, design, hostileReasons(design))
      const { page, harm } = await openWatched(browser, server)
      const seen = await walked(page, `${server.url}/admin/designs/${design.id}`)
      expect(await harm()).toEqual([])
      expect(vietnamese(design).filter((text) => !seen.includes(text))).toEqual([])
      expect(Object.values(hostileReasons(design)).filter((text) => !seen.includes(text))).toEqual([])
      await page.context().close()
    },
  )

  it.each(designs.map((design) => [design.id, design] as const))(
    'run nothing when %s is looked at on a phone, at a kiosk and on paper',
    async (_, design) => {
      const { server, browser } = visit()
      await kept(server, design, {})
      const { page, harm } = await openWatched(browser, server)
      await page.goto(`${server.url}/admin/designs/${design.id}`)
      for (const layout of ['Điện thoại', 'Kiosk', 'Giấy']) {
        await page.getByRole('button', { name: layout, exact: true }).click()
        for (const scope of layout === 'Giấy' ? [] : ['Cả phiếu', 'Chỗ đang soạn']) await page.getByRole('button', { name: scope }).click()
        for (const at of [0, 1, 6, 7, 8, 9]) {
          await page.locator('.pickRow').nth(at).click()
          await (await shownIn(page)).locator('h1, h2, legend, label').first().waitFor()
          expect(await harm()).toEqual([])
        }
      }
      const paper = (await (await shownIn(page)).locator('body').textContent()) ?? ''
      const asked = design.sections.flatMap(({ questions }) => questions.map(({ text }) => text['vi'] ?? ''))
      expect(asked.filter((text) => !text.includes('{agency}') && !paper.includes(text))).toEqual([])
      await page.context().close()
    },
  )
}

export function missing(): never {
  throw new Error('there is no hostile design')
}

/** Brings a design to the server as the designer does, and looks whether it stands there to the byte. */
export async function kept(server: TestServer, design: Questionnaire, accepted: Readonly<Record<string, string>>): Promise<void> {
  const address = `${server.url}/admin/designs/${design.id}`
  const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json', Origin: server.url }
  await officeOf(server).send('/admin/new/design', { origin: 'blank', id: design.id, title: payloadAt(6) })
  const { revision } = await (await fetch(`${address}/state?since=0`, { headers })).json()
  const saved = await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ revision, definition: design, accepted }) })
  expect([saved.status, await saved.text()]).toEqual([200, JSON.stringify({ revision: revision + 1 })])
  const stored = await (await fetch(`${address}/state?since=0`, { headers })).json()
  expect(canonical([stored.definition, stored.accepted])).toBe(canonical([design, accepted]))
}

/** Opens everything that can be opened in the designer, and gives all the text that was there to be read or edited. */
export async function walked(page: Page, address: string): Promise<string> {
  await page.goto(address)
  await page.locator('html[data-ready]').waitFor()
  const seen: string[] = []
  const look = async (): Promise<unknown> => seen.push(await page.evaluate(textAndFields))
  const tabs = page.locator('header nav button')
  for (let at = 0; at < (await tabs.count()); at += 1) {
    await tabs.nth(at).click()
    await page.locator('main :is(h2, h3):visible').first().waitFor()
    await look()
    const places = page.locator(':is(.pickRow, .scale-list button, .indicator-outline button):visible')
    for (let place = 0; place < (await places.count()); place += 1) {
      await places.nth(place).click()
      await look()
    }
    for (const more = page.getByRole('button', { name: /^Hiện thêm/ }); (await more.count()) > 0;) await more.click()
    await look()
  }
  return seen.join('\n')
}

/** Runs in the browser: what can be read there, and what stands in fields. */
function textAndFields(): string {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(({ value }) => value)
  return [document.body.textContent, ...fields].join('\n')
}

async function shownIn(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  return frame ?? missing()
}
