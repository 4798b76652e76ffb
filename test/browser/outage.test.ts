import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCampaign } from '../../server/db/campaigns'
import { localDay } from '../../surveys/instrument/calendar'
import { type Network, startNetwork } from '../faults/proxy'
import type { TestServer } from '../server/harness'
import { seeded } from '../surveys/random'
import { closePages, openPage, sharedBrowser, sizes } from './browser'
import { answerQuestions, calmly, held, isPrepared, quickItems } from './device'
import { startSite } from './site'
import { send, tap } from './visiting'
import { shippedVersion } from '../server/fielded'

/** Monday, eight in the morning in Việt Nam. */
const monday = Date.parse('2026-11-30T01:00:00Z')
const hour = 3_600_000

describe('a day without the server', () => {
  let server: TestServer
  let network: Network
  let now = monday
  beforeAll(async () => {
    server = await startSite({ now: () => now })
    network = await startNetwork(server.url, seeded(1))
  })
  afterAll(async () => {
    await closePages(await sharedBrowser())
    await network.close()
    await server.close()
  })

  const opened = async (path: string): Promise<Page> => {
    const page = await openPage(await sharedBrowser(), { viewport: sizes.kiosk })
    await page.clock.install({ time: now })
    await page.goto(`${network.url}/s/${path}`)
    await page.locator('html[data-ready]').waitFor()
    await isPrepared(page)
    return page
  }
  /** Hours that the office and the kiosk both live through. */
  const pass = async (page: Page, hours: number) => {
    now += hours * hour
    await page.clock.fastForward(hours * hour)
  }
  const visit = async (page: Page, agency: string, code: string) => {
    await calmly(page.getByRole('button', { name: 'Bắt đầu' }).first())
    await calmly(page.getByRole('button', { name: agency }))
    await answerQuestions(page, Object.fromEntries(quickItems.map((item) => [item, code])))
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    await calmly(page.getByRole('button', { name: 'Kết thúc' }))
  }
  const rows = (campaign: string) =>
    server.database.db
      .selectFrom('responses')
      .select(['agency', 'version', 'answered_on', 'received_on', 'answers'])
      .where('campaign', '=', campaign)
      .orderBy('agency')
      .execute()

  it('brings every response in for the agency, version and day it was given for, though the label changed and the campaign was closed', async () => {
    const page = await opened('choice?kiosk')
    network.become('down')
    await visit(page, 'UBND xã Bảo Thắng', '2')
    await pass(page, 2)
    await server.database.db
      .updateTable('touchpoints')
      .set({ label: JSON.stringify({ vi: 'Sảnh mới', en: 'New hall' }) })
      .where('code', '=', 'choice')
      .execute()
    await pass(page, 5)
    await visit(page, 'Sở Tư pháp', '3')
    await pass(page, 2)
    await closeCampaign(server.database, 'choice', '2026-11-30')
    await pass(page, 16)
    await visit(page, 'Sở Xây dựng', '4')
    network.become('fair')
    await expect
      .poll(
        async () => {
          await pass(page, 0.02)
          return (await rows('choice')).map(({ answers, ...row }) => ({ ...row, overall: JSON.parse(answers).overall }))
        },
        { interval: 100 },
      )
      .toEqual([
        {
          agency: 'H2',
          version: shippedVersion['sipas-service-quick'],
          answered_on: '2026-11-30',
          received_on: '2026-12-01',
          overall: '2',
        },
        {
          agency: 'H3',
          version: shippedVersion['sipas-service-quick'],
          answered_on: '2026-11-30',
          received_on: '2026-12-01',
          overall: '3',
        },
      ])
    // The kiosk looks again within minutes, and says then that the campaign is over.
    const says = async (): Promise<number> => {
      await pass(page, 0.1)
      return page.locator('[data-notice]').count()
    }
    await expect.poll(says, { interval: 200 }).toBe(1)
    // Given a day after the end: not counted, and not away.
    await expect.poll(async () => (await held(page)).map(({ state, refusal }) => [state, refusal?.code])).toEqual([[1, 'campaign_closed']])
    await page.context().close()
  })

  it('lets a phone send on the page that says the campaign is over', async () => {
    const page = await openPage(await sharedBrowser())
    await page.clock.install({ time: now })
    await page.goto(`${network.url}/s/quick`)
    await page.locator('html[data-ready]').waitFor()
    network.become('deaf')
    await tap(page, 'overall', '2')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    await closeCampaign(server.database, 'quick', localDay(now))
    await pass(page, 1)
    network.become('fair')
    await page.goto(`${network.url}/s/quick`)
    await page.locator('[data-notice]').waitFor()
    await expect.poll(async () => (await rows('quick')).length).toBe(1)
    await expect.poll(() => held(page)).toEqual([])
    await page.context().close()
  })
})
