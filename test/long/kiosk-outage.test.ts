import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk } from '../../server/acts/kiosks'
import { findKiosk } from '../../server/db/kiosks'
import { countResponses } from '../../server/db/responses'
import { createTouchpoint } from '../../server/db/touchpoints'
import { openLasting } from '../browser/browser'
import { enrolled, wake } from '../browser/device'
import { startSite } from '../browser/site'
import { response } from '../server/fielded'
import type { TestServer } from '../server/harness'
import { sealed, shownKey } from '../server/sealed'

const many = 20_000
/** Bytes that the browser may use: a small part of what a tablet has. */
const quotaSize = 200_000_000

const batches = /\/api\/v1\/(responses|kiosks\/[^/]+)\/batch/
const rated = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'B5', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'D1', 'D2', 'D3', 'E1', 'E2', 'E3']

describe('an enrolled kiosk in an outage of months', () => {
  let server: TestServer
  let profile: string
  beforeAll(async () => {
    server = await startSite()
    profile = mkdtempSync(join(tmpdir(), 'sipas-outage-'))
    const place = { code: 'hall', campaign: 'service', kind: 'kiosk', label: { vi: 'Sảnh' }, agencies: ['H1'] } as const
    await createTouchpoint(server.database, place)
  })
  afterAll(async () => {
    await server.close()
    rmSync(profile, { recursive: true, force: true })
  })

  /** The same device, switched on, where nothing gets through to the server. */
  const switchedOn = async (): Promise<Page> => {
    const page = await openLasting(profile)
    await page.context().route(batches, (route) => route.abort())
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize })
    return page
  }
  const says = (page: Page, words: string) =>
    expect.poll(() => page.locator('.staff-line').textContent(), { timeout: 120_000 }).toContain(words)

  it(
    `keeps ${many} sealed responses with room to spare, takes the next, has all of them after a restart, and sends them while somebody answers`,
    {
      timeout: 3_600_000,
    },
    async () => {
      const outcome = await act({ database: server.database, now: Date.now }, atCommandLine(), addKiosk, {
        name: 'Sảnh',
        touchpoint: 'hall',
      })
      if (outcome.kind !== 'done') throw new Error(outcome.kind)
      const { id, code } = outcome.value
      const first = await switchedOn()
      await enrolled(first, server.url, code)
      await hoardedSealed(first, server.url)
      await answered(first)
      await says(first, `${many + 1} phiếu chờ gửi`)
      const { usage = 0, quota = 0 } = await first.evaluate(() => navigator.storage.estimate())
      process.stdout.write(`${usage} of ${quota} bytes are used\n`)
      expect([await first.locator('.closed').count(), usage > 1_000_000, usage < 0.8 * quota]).toEqual([0, true, true])
      const before = await idsIn(first)
      expect(before).toHaveLength(many + 1)
      await first.context().close()

      const page = await switchedOn()
      await page.goto(`${server.url}/s/hall?kiosk`)
      await says(page, `${many + 1} phiếu chờ gửi`)
      expect(await idsIn(page)).toEqual(before)
      await page.context().unroute(batches)
      await wake(page)
      await expect.poll(async () => (await idsIn(page)).length, { timeout: 120_000 }).toBeLessThan(many)
      await answered(page)
      expect((await idsIn(page)).length).toBeGreaterThan(0)
      await expect.poll(async () => (await idsIn(page)).length, { timeout: 3_000_000, interval: 1_000 }).toBe(0)
      expect(await countResponses(server.database, 'service')).toBe(many + 2)
      await expect
        .poll(() => findKiosk(server.database, id), { timeout: 120_000 })
        .toMatchObject({ arrived: [[1, many + 2]], made: many + 2, waiting: 0, set_aside: 0, refused: [] })
      await page.context().close()
    },
  )
})

const idsIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('sipas-outbox')
        request.addEventListener('error', () => reject(request.error))
        request.addEventListener('success', () => {
          const all = request.result.transaction('responses').objectStore('responses').getAllKeys()
          all.addEventListener('success', () => {
            request.result.close()
            resolve(all.result.map(String))
          })
        })
      }),
  )

/** Lays whole papers, sealed to the server and numbered, where the device keeps them; every tenth has a comment. */
async function hoardedSealed(page: Page, url: string): Promise<void> {
  const key = await shownKey(url)
  for (let made = 0; made < many; made += 500) {
    const papers = Array.from({ length: 500 }, (_, place) => {
      const comment = place % 10 === 0 ? { comment: 'Cán bộ hướng dẫn rất tận tình. '.repeat(10).trim() } : {}
      const answers = { ...Object.fromEntries(rated.map((item) => [item, '4'])), overall: '5', ...comment }
      return response(answers, { campaign: 'service', touchpoint: 'hall', agency: 'H1' })
    })
    const bodies = await Promise.all(papers.map(async (one) => ({ id: one.id, body: JSON.stringify(await sealed(key, one.id, one)) })))
    await page.evaluate(laid, { bodies, made })
  }
}

const laid = ({ bodies, made }: { readonly bodies: readonly { readonly id: string }[]; readonly made: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('sipas-outbox')
    request.addEventListener('success', () => {
      const work = request.result.transaction(['responses', 'device'], 'readwrite', { durability: 'strict' })
      work.addEventListener('abort', () => reject(work.error))
      work.addEventListener('complete', () => {
        request.result.close()
        resolve()
      })
      for (const [place, one] of bodies.entries()) work.objectStore('responses').put({ ...one, state: 0, number: made + place + 1 })
      const kiosk = work.objectStore('device').get('kiosk')
      kiosk.addEventListener('success', () => work.objectStore('device').put({ ...kiosk.result, made: made + bodies.length }))
    })
  })

/** One citizen, from the start screen through every question to the thanks and away. */
const answered = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const until = async <T>(find: () => T | null | undefined | false): Promise<T> => {
      for (;;) {
        const found = find()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve))
      }
    }
    const press = async (selector: string) => (await until(() => document.querySelector<HTMLElement>(selector))).click()
    const place = () => document.querySelector('.thanks') ?? document.querySelector('form legend, form textarea')
    await press('.start .go')
    for (let at = await until(place); !at.matches('.thanks'); at = await until(() => place() !== at && place())) {
      document.querySelector<HTMLElement>('form [name="overall"][value="4"]')?.click()
      await press('form [type="submit"]:not([hidden])')
    }
    await press('.thanks .go')
    await until(() => document.querySelector('.start .go'))
  })
